# The screens of the kit.

## Frame

saved = Saved
saving = Saving…
clock-doubtful = Check the clock
outbox-left = { $size } to send
switch-language = Switch to Ukrainian
switch-size = Change the size of type
switch-theme = Change the colours
put-away = Understood
stop = Stop
cancel = Cancel
go-back = Back
required = required
optional = if needed
by-blank = Press the space bar or touch. Enter does nothing here.

key-help = Help
key-today = Today
key-scan = Scan
key-print = Print
key-outbox = Outbox
key-devices = Devices
key-journal = Journal
key-keys = Keys
key-lock = Lock

help = Keys
help-away = Close the help
help-look = Language, size of type and colours can be changed at any time: the buttons are at the top right.
help-enter-key = Enter
help-enter = On: to the next required answer, then to the next step
help-escape-key = Esc
help-escape = Back. Nothing typed is lost
help-tab-key = Tab
help-tab = To the next field; Shift + Tab to the one before
help-space-key = Space
help-space = Choose, or press a button, consent and sealing too
help-f2-key = F2
help-f2 = Visits of today
help-f5-key = F5
help-f5 = Scan into the chosen document
help-f6-key = F6
help-f6 = Print the application; after sealing, inventory and slip
help-f8-key = F8
help-f8 = Outbox: what waits, what was delivered
help-f9-key = F9
help-f9 = Devices and the test page
help-f10-key = F10
help-f10 = Journal of numbers
help-f11-key = F11
help-f11 = Passphrases, the sealed card, handing a visit over to a colleague
help-f12-key = F12
help-f12 = Lock the kit. Drafts are kept
help-panic-key = Ctrl + Shift + Backspace
help-panic = Hold for a second: destroy every key on the kit. The coordinator returns the drafts

work-scanning = { $n ->
    [0] Scanning…
    [one] Scanning: { $n } page
   *[other] Scanning: { $n } pages
}
work-importing = { $n ->
    [0] Adding files…
    [one] Adding files: { $n } page
   *[other] Adding files: { $n } pages
}
work-sealing = Sealing the application…

## The shut kit

unlock-office = Mobile office for administrative services
unlock-passphrase = Passphrase
unlock-open = Open
unlock-trying = Trying the passphrase…
secret-show = Show
secret-hide = Hide
secret-words = { $n ->
    [one] { $n } word
   *[other] { $n } words
}
secret-strangers = Not on the list, words: { $name }
secret-strangers-more = Check these words. No attempt was used up. If the passphrase really has other words, it can be tried as it is.
secret-try-anyway = Try as it is
renewal-begin = Forgotten? A new vault by a one-time code
renewal = A new vault
renewal-more = Write the new passphrase down. The coordinator returns what is unfinished on this kit; what is sealed is still sent.
renewal-code = Code from the sealed card, or from the coordinator by telephone
renewal-make = Make the new vault
renewal-trying = Making the new vault…
drawn-back = Type the words that you wrote down
drawn-set = Written down, apply
drawn-leave = Give up
drawn-setting = Writing the keys…
idle-warning = { $n ->
    [one] The kit locks in { $n } second
   *[other] The kit locks in { $n } seconds
}
idle-more = Touch the screen or press any key. Nothing else will happen.
panic-hold = Keep holding: every key on the kit will be destroyed
panic-more = Let go if this is a mistake.

## Keys

keys = Keys of the kit
keys-more = The kit chooses the words. Write them down and keep them apart from it.
key-wish-draw = Choose words
key-wish-passphrase = Another passphrase
key-wish-passphrase-more = In place of yours. The old one will not open the kit any more.
key-wish-passphrase-write = Write the new passphrase down and type it. Until then the old one counts.
key-wish-colleague = One more administrator
key-wish-colleague-more = With a vault of their own: they do not see your drafts, nor you theirs. Give the new kit card to the coordinator.
key-wish-colleague-write = Let the colleague write their passphrase down and type it.
key-wish-card = Sealed card
key-wish-card-more = A one-time code for a forgotten passphrase or destroyed keys. The card before it does not count any more.
key-wish-card-write = Write the code on a card and type it. Seal the card and keep it apart from the kit.
key-wish-duress = Passphrase for duress
key-wish-duress-more = When it is typed, the kit opens empty and all other keys are gone. The screen does not show it.
key-wish-duress-write = Remember this passphrase and type it. It should not be kept in writing.
pass-on = Hand the visit over to a colleague
pass-on-more = The open visit with all its drafts becomes the colleague’s. You will not see it any more.
pass-on-passphrase = The colleague’s passphrase
pass-on-do = Hand over

## Today

today = Today
visits = Visits on this kit
visits-none = No other visits.
visit-new = New visit
visit-community = Community
visit-basis = Why we came
visit-print = Papers for the resident
visit-large-print = In large print
visit-begin = Begin the visit
visit-no-community = The kit's profile names no community. Ask the coordinator.

clock-question = Are date and time right?
clock-why = The clock was reset or jumped. Intake goes on, but date and time will stand in the applications.
clock-said = If not, type the right ones
clock-said-help = Day, month, year and time: 22.11.2026 14:05
clock-right = Yes, they are right
clock-set = Take what was typed

hand-over = { $n ->
    [one] { $n } application is not handed over yet
   *[other] { $n } applications are not handed over yet
}
hand-over-why = The time to hand over runs out or is over.
hand-over-late = was due { $name }
hand-over-today = due today, { $name }
hand-over-tomorrow = due { $name }
hand-over-others = { $n ->
    [one] and { $n } more number: key F8
   *[other] and { $n } more numbers: key F8
}
hand-over-hill = Drive to where there is coverage: it is sent by itself.
hand-over-stick = Copy what is sealed to a stick and hand it over at the centre.
hand-over-office = Bring the kit to the centre.

call-offer = Note a call…
call-note = Note the call
call-channel = How the call came
call-wanted = Which services are wanted
call-more = Next, write down who called, where to go and what to know.
channel-telephone = By telephone
channel-in_person = In person at the centre
channel-messenger = By messenger
channel-social_worker = Through a social worker
channel-elder = Through the village elder

visits-ahead = Ahead
route-by-village = Order by villages
trip-sheet = Print the trip sheet
visit-named = { $name }: { $who }
visit-called-by = Who called: { $name }
visit-wants = Wanted: { $name }
visit-place = No. { $n } in the route
visit-state-requested = Call noted
visit-state-screened = Visit agreed
visit-state-rejected = Visit declined
visit-state-planned = Planned
visit-state-en_route = On the way
visit-state-begun = Going on
visit-state-done = Done
visit-state-nobody_home = Nobody home
visit-state-suspended_alarm = Air-raid alarm
visit-state-unwell = Applicant unwell
visit-state-refused = Applicant refused
visit-state-postponed = Put off
visit-fit = A visit is needed
visit-fit-after-all = Agree to the visit after all
visit-plan = Add to the route
visit-plan-again = Plan again
visit-earlier = Earlier
visit-later = Later
visit-depart = Set out
visit-arrive = Arrived
visit-reject = Decline…
visit-reject-reason = Why no visit is needed
visit-reject-now = Decline the visit
visit-break-off = Break the visit off…
visit-end = Why the visit was broken off
visit-end-reason = Details, if needed
visit-break-off-now = Break the visit off
visit-end-told = The coordinator is told by a sealed report.
visit-unnamed = Applicant not recorded yet
visit-open-now = This visit is open.
visit-resume = Go on with the visit
visit-close = Close the visit
visit-open-it = Open
visit-go-on-with = Open the visit: { $who }
visit-open = { $n ->
    [one] { $n } application in progress
   *[other] { $n } applications in progress
}
visit-sealed = { $n ->
    [one] { $n } application sealed
   *[other] { $n } applications sealed
}
visit-postponed = { $n ->
    [one] { $n } application put off
   *[other] { $n } applications put off
}

basis-route_day = Reception day in the village
basis-age80 = Eighty years or older
basis-immobile = Cannot move about
basis-inpatient = In a hospital or care home
basis-displaced = Place of temporary stay

## Visit

visit = Visit
services = Services
services-none = The kit's catalogue has no services. Ask the coordinator.
service-add = Add the service: { $name }
service-filter = Find a service
service-more = Another service
service-not-found = The kit's catalogue has no such service.
void-number = The number { $name } is void
visit-roles = Who called, whose matter it is, who signs
visit-applicant = Applicant
visit-to-applicant = The applicant's data
visit-result = How to receive the result
result-at_home = Brought home
result-in_person = At the centre
result-post = By post
result-electronic = Electronically
visit-notice = How to tell the result
notice-telephone = By telephone
notice-post = By post
notice-next_visit = At the next visit
notice-sms = By text message
notice-email = By e-mail
visit-signer = Who signs the application
signer-applicant = The applicant
signer-representative = A representative
signer-cannot_sign = Nobody: the applicant cannot sign
cannot-sign = The applicant cannot sign
cannot-sign-more = Nobody signs in their place. Put the application off and note what you propose.
visit-representative = Full name of the representative
visit-representative_document = The representative's identity document
visit-authority = On what ground the representative signs
authority-power_of_attorney = Power of attorney
authority-parent = A parent
authority-guardian = Guardian or trustee
authority-home_head = Head of the home
authority-other = Another ground
visit-authority_document = Document that shows the authority
visit-caller = Who called
visit-caller-help = Leave empty if the applicant called.
visit-caller_name = Name
visit-caller_relation = What they are to the applicant
visit-caller_phone = Telephone
visit-notes = Notes for the next visit

stage-filling = Being filled in
stage-reviewed = Consent given
stage-signed = Signed
stage-sealing = Being sealed
stage-sealed = Sealed
stage-refused = Refused
stage-postponed = Put off

matter-supplement = Supplement
matter-withdrawal = Withdrawal
matter-handing_over = Handing over
matter-of = Belongs to the application
matter-words-supplement = What is corrected and why
matter-words-withdrawal = Reason
matter-words-handing_over = What is handed over
matter-more-supplement = Give only what changes. The applicant signs the supplement.
matter-more-withdrawal = The applicant signs that they take their application back.
matter-more-handing_over = The applicant signs that they have received the result.

step-visit = Visit
step-identity = Applicant
step-form = Form
step-documents = Documents
step-review = Review and signature
step-finish = Finish

lacking-service = Choose a service
lacking-answers = { $n ->
    [one] { $n } answer is missing
   *[other] { $n } answers are missing
}
lacking-papers = { $n ->
    [one] { $n } document is missing
   *[other] { $n } documents are missing
}
lacking-consent = The applicant's consent is needed
lacking-print = Print the application
lacking-signed-sheet = Scan the signed application
lacking-to-finding = Findings want a decision
lacking-confirm = The applicant's confirmation is needed
lacking-ending-resume = The application is put off

## Applicant

identity = Applicant
identity-name = Person
identity-document = Document
identity-address = Contact and address
identity-read = Read from the document
identity-read-more = The check digits are right. Compare the spelling in Ukrainian.
identity-reader = Put the document on the reader
identity-reader-more = Or type what the document says.
identity-typed = Type what the document says
identity-typed-more = There is no reader, so compare with care.
check = Identity check
check-more = The check is noted apart from the documents. It needs no copy of a document.
check-how = How the applicant's identity was checked
check-result = Result
check-result-representative = The representative's identity
looked-mrz_read = Document read
identity-chip = Read from the chip of the card
identity-chip-more = Compare the face and the spelling in Ukrainian.
looked-chip_read = Chip read
chip-can = Number on the front of the card
chip-can-help = Six digits. Leave it empty if the lines have been read.
chip-read = Read the chip
chip-signed = The data is as the issuing authority signed it
chip-no_authorities = The data has not been changed; this kit knows no authorities, so whose signature it is remains open
chip-unknown_authority = The data has not been changed; no authority known to this kit vouches for its signature
chip-outside_its_dates = The data has not been changed; by the clock of this kit a certificate does not count
chip-not_for_signing = The data has not been changed; its certificate is for another purpose
chip-revoked = The data has not been changed; the authority has taken the signer’s certificate back
chip-unsigned = The card gave no signature: nothing is proven
chip-itself-genuine = The chip proved that it is no copy.
chip-itself-not_offered = Whether the chip is a copy, this card does not tell.
chip-itself-failed = The chip did not prove itself: it may be a copy.
looked-typed = Document looked at
looked-none = No document
came-agrees = Agrees
came-differs = Differs
came-unclear = Not established
from-document = from the document
person-surname = Surname
person-given_name = Given name
person-patronymic = Patronymic
person-birth_date = Date of birth
person-sex = Sex
sex-F = Female
sex-M = Male
person-document_kind = Kind of document
person-document_number = Series and number
person-document_issuer = Issued by
person-document_issued = Issued on
person-document_expires = Valid until
person-rnokpp = Taxpayer number (RNOKPP)
person-unzr = Register number (UNZR)
person-phone = Telephone
person-email = E-mail
person-settlement = Settlement
place-help = Type the first letters, and the community or raion where there are several.
place-code = KATOTTG { $name }, codifier of { $date }
place-pick = Choose { $name }
place-formerly = formerly { $name }
place-more = There are more. Type the community or the raion too.
place-none = Not in the codifier. What was typed stays as it is.
person-street = Street, house, flat
document-id_card = ID card
document-passport_book = Passport book
document-foreign_passport = Passport for travel
document-birth_certificate = Birth certificate
document-residence_permit = Residence permit
document-idp_certificate = Certificate of a displaced person
document-other = Another document

## Form

form-step = Step { $n } of { $of }
form-empty = This service asks nothing.
date-form = day, month, year: 12.03.1987
time-form = hours and minutes: 14:05
moment-form = day and time: 12.03.1987 14:05
barcode-form = Read it with the reader or type it
form-tick = Yes
form-signed = Signed in ink on the paper
filled-in = filled in by itself
rows-none = No entries.
row-add = Add an entry
row-add-name = Add an entry: { $name }
row-remove = Remove
row-remove-name = Remove: { $name }
reviewed-already = The applicant has consented
reviewed-already-more = To change something, return the application to filling. Consent has to be given again.
reopen = Return to filling

finding-remedy = Correct it, or keep it and say why.
finding-keep = Keep it…
finding-keep-now = Keep
finding-reason = Reason
finding-kept = Kept. Reason: { $reason }
finding-take-back = Take back
finding-unknown = A rule is not met. Look at the answer.

## Documents

documents = Documents
documents-none = This service needs no documents.
documents-weight = { $n ->
    [one] { $n } page, { $size }
   *[other] { $n } pages, { $size }
}
pages-weight = { $n ->
    [one] { $n } page, { $size }
   *[other] { $n } pages, { $size }
}
paper-form = What was shown
paper-form-original = Original
paper-form-copy = Copy
paper-form-seen = Only seen
paper-sheets = Sheets
document-of-row = { $name }, entry { $n }
document-alternatives = Any one of these will do:
fee-proof = Proof of payment
fee = Fee
fee-how = Has it been paid
fee-due = { $sum } UAH on { $date }
fee-base = Of { $sum } UAH, the base of { $date }
fee-unverified = The base has not been compared with a primary source.
fee-is-shown = Paid, the proof was shown
fee-is-to_be_paid = Will be paid
fee-is-free = Exempt
fee-by = To be paid by
fee-print = Print what to pay by, with a QR code
scan = Scan
scan-more = Scan more
import = Add the file
import-path = File from a stick
import-path-help = Type the path of a JPEG, PNG or PDF file, or drop files on the window.
pages-none = No pages yet.
page-number = Page { $n }
page-blank = Looks blank
page-twice = Looks scanned twice
page-turn = turn to the right
page-earlier = move forward
page-later = move back
page-remove = remove
page-restore = Bring the removed page back

## Review

review = Review with the applicant
applicant = Applicant
address = Address
review-findings = { $n ->
    [one] { $n } finding is not settled
   *[other] { $n } findings are not settled
}
review-findings-more = Correct them, or keep them with a reason.
review-findings-first = To the first finding
consent = Consent
consent-give = The applicant consents
consent-given = Consent given
confirm = Confirmation
confirm-give = The applicant confirms
confirm-given = Confirmed
print-application = Application to sign
print-supplement = Supplement to sign
print-withdrawal = Withdrawal to sign
print-handing_over = Receipt to sign
print = Print
print-again = Print again
print-named = { $name }: { $who }
print-consent = Consent on a sheet of its own
number = Application number
paper-none = Not printed yet
paper-printing = Printing…
paper-printed = Printed
signed-application = Signed application
signed-supplement = Signed supplement
signed-withdrawal = Signed withdrawal
signed-handing_over = Signed receipt
signed-sheet-later = Once printed, have the sheet signed and scan it.
signed-sheet-help = Put the signed sheet into the scanner.
signed-sheet-scanned = Scanned
ending = If it is not handed in now
ending-refuse = Refuse to accept
ending-postpone = Put off
ending-give_up = Give up
refuse = A person refuses, never the program
refuse-more = The documents stay with the applicant; the refusal is sealed for the centre.
refuse-ground = Ground of the refusal
refuse-other = Another ground, said in words
refuse-no-grounds = The card of the service names no ground to refuse acceptance. Give the ground in your own words.
refuse-words = What the applicant was told
refused = Not accepted
refused-print = Print the refusal
refused-back = Take the refusal back
refused-more = Next, the refusal is sealed for the centre.
postpone-ground = Why you put it off
postpone-proposal = What you propose to the applicant
postponed = Put off on { $date }. { $reason }
postponed-cannot_sign = Nobody can sign
postponed-paper_missing = A paper is missing
postponed-unwell = The applicant is unwell
postponed-alarm = Air-raid alarm
postponed-other = Another reason
postponed-resume = Go on with the application
give-up = The draft will be removed
give-up-number = The number { $name } will be void and never used again
give-up-more = What was typed and scanned is removed and cannot be brought back.

## Finish

finish = Finish
finish-too-early = The application is not signed yet
finish-too-early-more = First review it with the applicant, print it and scan the signed sheet.
finish-ready = Everything is ready
finish-ready-sealed = Application and documents will be sealed for the centre.
finish-ready-printed = Two copies of the inventory and the slip will be printed.
finish-ready-closed = After that this kit cannot open the application.
finish-refused-sealed = The refusal will be sealed for the centre.
finish-paper-sealed = The signed sheet will be sealed for the centre.
finish-slip-printed = We print the slip.
feedback = Two questions to the applicant
feedback-more = If they wish. The answers are sealed with the application.
feedback-clear = Was everything clear?
feedback-content = Are you content with the service?
opinion-yes = Yes
opinion-no = No
opinion-none = No answer
finish-weight = Size: { $size }
finish-seal = Seal
finish-sealing = Sealing the application…
finish-sealing-more = Do not switch the kit off. This takes a few seconds.
finish-sealed = Sealed
finish-sealed-more = The application waits to be sent. This kit can no longer read it.
finish-next = Next
papers = Papers for the applicant
papers-inventory = Inventory, two copies
papers-slip = Slip with the number
papers-route-sheet = Route sheet of the case
papers-hand-over = Hand over the slip and one copy of the inventory
papers-hand-over-more = The applicant signs the other copy, which stays with us.
papers-slip-over = Give the slip to the applicant
papers-in-hand = Papers handed over
papers-handed = The applicant has the papers

## Outbox

outbox = Outbox
outbox-empty = Everything is delivered
outbox-total = { $n ->
    [one] { $n } part waits, { $size }
   *[other] { $n } parts wait, { $size }
}
outbox-more = What is sealed is sent by itself as soon as there is coverage, even while the kit is locked.
outbox-try = Try now
stick-path = Folder of the stick
stick-path-help = For example /media/valiza/KINGSTON. Only ciphertext lies on it; it tells its size and nothing else.
stick-use = Exchange with the stick
stick-used = Taken in from the centre: { $read }. Copies of what waits on the stick: { $copied }.
coverage-unknown = Coverage not tried yet
coverage-none = No coverage
coverage-portal = The network asks to sign in
coverage-good = Connected
part-summary = Application
part-pages = Documents
part-one-copy = one copy
part-two-copies = two copies
coverage-minutes = { $n ->
    [one] Needs about { $n } more minute of coverage
   *[other] Needs about { $n } more minutes of coverage
}
part-sent = { $sent } of { $of } sent
delivery-waiting = Waiting
delivery-resting = Goes tonight
delivery-rest-why = Documents travel together with the rest of the day, so that the time does not tell whose they are. Not to wait, press “Try now”.
delivery-sending = Sending
delivery-retrying = Again in { $n } s
delivery-delivered = Delivered
delivery-aside = Set aside
delivery-reason-unknown = The reason is not known. Show it to the coordinator.

## Devices

devices = Devices
devices-more = A device that fails stops nothing: an application can always be filled in and kept.
devices-none = The kit's profile names no devices.
test-page = Test page
lamp-absent = Absent
lamp-ready = Ready
lamp-busy = Working
lamp-trouble = Needs attention

## Journal

journal = Journal
journal-more = Numbers of the applications taken on this kit. No names and no services are here.
journal-none = No numbers yet.
journal-drawn = Printed
journal-sealed = Waiting to be sent
journal-delivered = Delivered
journal-void = Not used
journal-choose = Choose
journal-choose-name = Choose the number { $name }
journal-draft = not sealed yet
journal-paper = The journal on paper
journal-from = From
journal-until = Until
journal-today = Empty: today
journal-no-days = Give two days, the first not after the last.
journal-print = Print the journal
journal-by-supplement = Supplemented: { $name }
journal-by-withdrawal = Withdrawn: { $name }
journal-by-handing_over = Result handed over: { $name }
journal-of-supplement = Supplement to { $name }
journal-of-withdrawal = Withdrawal of { $name }
journal-of-handing_over = Result handed over for { $name }
news = News from the centre
news-registered = Number in the register: { $text }
news-answer = Answer: { $text }
news-wanted = Wanted: { $text }
news-of = Application { $name }

mend = Supplement, withdraw, hand over a result
mend-needs-visit = An open visit is needed
mend-needs-visit-more = A person signs the paper. Open or begin the visit to them.
mend-to-visits = To the visits
mend-wish = What to do
mend-supplement = Supplement the application
mend-withdraw = Withdraw the application
mend-hand_over = Hand the result over
mend-number = Application number
mend-number-help = Ten digits from the slip or the inventory
mend-unknown = The journal of this kit has no such number: another kit may have given it out.
mend-service = Service
mend-service-none = Not known
mend-words-supplement = What is corrected or added, and why
mend-words-withdraw = Why it is withdrawn
mend-words-hand_over = What is handed over
mend-begin = Prepare for the signature

number-length = A number has ten digits
number-length-more = { $n ->
    [one] { $n } digit was typed. Blanks and dashes do not matter.
   *[other] { $n } digits were typed. Blanks and dashes do not matter.
}
number-check-digit = The check digit does not fit
number-check-digit-more = A digit was misread or two neighbours were swapped. Compare the number with the paper.

profile-title = The kit's profile, version { $n }
profile-compare = To whom this kit seals. Compare the words with the coordinator by telephone: all of them must be the same.
profile-next = The new profile { $n } is taken
profile-next-more = It counts from the next unlocking: lock the kit and open it again.
profile-path = Folder with the new profile
profile-path-help = The folder that the coordinator prepared, on a stick or in the network
profile-take = Take the profile

## The self-service corner

corner-begin = Let the applicant fill in alone
corner-begin-more = Only this form stays on the screen, the keys of everything else go. To work on, enter the passphrase.
corner-call = Call the administrator
corner-call-off = No help needed any more
corner-called = The administrator was called
corner-called-more = Please wait. What you wrote stays as long as you touch the screen.
corner-wanted = An answer is needed here
corner-wanted-more = If you do not know it, call the administrator or leave it out: they will help later.
corner-skip = Leave it out
corner-rows = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
corner-row-remove = Remove the last one
corner-ready = You have answered all questions
corner-ready-more = Press "Hand in". The screen is cleared; only the administrator will see your answers.
corner-end = Hand in
corner-over = Thank you, your answers are kept
corner-over-say = Say this number to the administrator:
corner-over-more = There is nothing else on the screen. Your answers will be checked together with you.
corner-unlock = I am the administrator
corner-warning = { $n ->
    [one] The screen is cleared in { $n } second
   *[other] The screen is cleared in { $n } seconds
}
corner-warning-more = Are you still there? Touch the screen.
corner-mark = Filled in alone, number { $n }

## Readiness and settings

readiness = Ready to leave?
readiness-more = Look before the road. Nothing here stops an intake.
readiness-test = Test page on every printer
readiness-clock = Clock
readiness-clock-more = Confirm date and time on the screen "Today".
readiness-profile = Profile
readiness-profile-version = version { $n }
readiness-recipients = Sealed for
settings = Settings of the screen
settings-more = What you choose counts at once.
settings-size = Size of type
settings-theme = Colours
settings-language = Language
theme-day = Day, for bright light
theme-night = Night
theme-contrast = High contrast
language-uk = Українська
language-en = English

## Training

training = TRAINING. The people are invented, nothing is sent.
training-passphrase = Passphrase: { $name }
training-passphrase-words = калина сорока
