# Keys that come as data: troubles, findings, reasons of a delay.

device-scanner = Scanner
device-id_reader = Document reader
device-card_reader = Card reader
device-printer = Printer
device-slip_printer = Slip printer
device-folder = Folder of files
device-battery = Battery

## Troubles: what is so

trouble-wrong-passphrase = The passphrase does not fit
trouble-wait-before-unlock = Too many failed attempts
trouble-keys-destroyed = The keys of this kit are destroyed
trouble-wrong-code = The code does not fit
trouble-no-code = There is no one-time code for this kit
trouble-not-as-drawn = These are other words
trouble-not-a-colleague = This is no colleague’s passphrase
trouble-no-room-for-keys = This kit has eight passphrases already
trouble-keys-not-written = The keys could not be written
trouble-no-card = There is no sealed card with a one-time code
trouble-device-gone = { $device }: no answer
trouble-device-busy = { $device }: busy with something else
trouble-device-slow = { $device }: no answer for too long
trouble-device-denied = { $device }: no access
trouble-device-garbled = { $device }: the answer makes no sense
trouble-no-paper = { $device }: out of paper
trouble-jam = { $n ->
    [one] { $device }: paper jam after { $n } page
   *[other] { $device }: paper jam after { $n } pages
}
trouble-cover-open = { $device }: a cover is open
trouble-no-ink = The printer is out of ink
trouble-file-unreadable = The file could not be read
trouble-file-too-large = The file is too large
trouble-reading-unclear = The lines of the document were not read clearly
trouble-card-service-stopped = The card service of this computer does not run
trouble-card-not-there = There is no card on the reader
trouble-card-two = There are two identity cards on the readers
trouble-card-another-kind = This is not an identity card
trouble-card-needs-zone = This card is opened by its lines, not by its number
trouble-card-wrong-key = The number does not fit this card
trouble-card-wait = Wait before the next try
trouble-card-key-misshapen = The card needs its number
trouble-card-removed = The card was taken away too early
trouble-card-altered = The data on the chip has been changed
trouble-battery-low = The battery will soon be empty: { $n } %
trouble-disk-full = The disk is full
trouble-disk-fills-soon = The disk will be full in about a day of work
trouble-not-saved = A change is not saved yet
trouble-not-sealed = The application could not be sealed
trouble-not-typeset = The paper could not be prepared for printing
trouble-template-wrong = The centre's own template of a paper has a mistake
trouble-stopped = Stopped
trouble-record-unreadable = A draft of an earlier day could not be read
trouble-no-visit-open = No visit is open
trouble-not-sealed-yet = No application is finished under this number
trouble-time-unclear = This is no date and time
trouble-dispatch-unreadable = What the centre sent does not open
trouble-renewal-refused = A new profile or catalogue is not taken
trouble-renewed = A new profile or catalogue has come
trouble-profile-stale = The kit's profile is stale
trouble-profile-not-there = There is no profile of a kit in this folder
trouble-profile-older = This profile is no newer than the one in use
trouble-profile-foreign = This is the profile of another kit
trouble-profile-not-believed = The profile is signed by another key
trouble-stick-full = There is no room on the stick

## Troubles: what to do

remedy-wrong-passphrase = { $n ->
    [one] { $n } attempt is left. Check the keyboard layout.
   *[other] { $n } attempts are left. Check the keyboard layout.
}
remedy-wait-before-unlock = { $n ->
    [one] Wait { $n } second and try again.
   *[other] Wait { $n } seconds and try again.
}
remedy-keys-destroyed = What is sealed is still sent. The coordinator will return the drafts.
remedy-wrong-code = Compare it with the card, or ask the coordinator to read it out. Attempts are not counted.
remedy-no-code = Ask the coordinator: this kit begins anew.
remedy-not-as-drawn = Type the words exactly as they are shown. Nothing has changed yet.
remedy-not-a-colleague = { $n ->
    [one] Let the colleague type their own. { $n } attempt is left.
   *[other] Let the colleague type their own. { $n } attempts are left.
}
remedy-no-room-for-keys = There is room for no more. Nothing has changed.
remedy-keys-not-written = Nothing has changed. Check the disk and try again.
remedy-no-card = Make one on the screen “Keys” (F11).
remedy-device-gone = Check cable and power. The intake can go on.
remedy-device-busy = Wait until the work before has ended.
remedy-device-slow = Check that it is switched on and try again.
remedy-device-denied = Unplug and plug the cable. If that does not help, ask the coordinator.
remedy-device-garbled = Switch it off and on and try again.
remedy-no-paper = Put paper in and try again.
remedy-jam = Take the paper out. Scanned pages are safe; go on with the next one.
remedy-cover-open = Close the cover and try again.
remedy-no-ink = Change the cartridge or print on another printer.
remedy-file-unreadable = A JPEG, PNG or PDF file without a password is needed.
remedy-file-too-large = Split the file or scan the document.
remedy-reading-unclear = Wipe the document and put it on again, or type what it says.
remedy-card-service-stopped = Restart the kit. Until then read the lines or type. If it stays, tell the coordinator.
remedy-card-not-there = Put the card flat on the reader and try again.
remedy-card-two = Leave only the card of this applicant.
remedy-card-another-kind = Put the identity card on the reader, or read its lines.
remedy-card-needs-zone = Read the lines on the back first, or type number, birth and expiry; then read the chip with an empty number.
remedy-card-wrong-key = Compare the six digits on the front of the card.
remedy-card-wait = { $n ->
    [one] In { $n } second the card may be read again.
   *[other] In { $n } seconds the card may be read again.
}
remedy-card-key-misshapen = Type the six digits from the front, or read the lines first.
remedy-card-removed = Leave the card on the reader until it is read.
remedy-card-altered = Nothing was taken from the chip. Compare the card with the person and tell the coordinator.
remedy-battery-low = Finish what is open, or find a socket. Everything is saved; before it goes out the kit locks itself and goes on delivering.
remedy-disk-full = Finish the open application: there is room for it. Add no more pages.
remedy-disk-fills-soon = Deliver what is sealed, by the network or a stick: what has arrived is erased later by itself. Unneeded files on this disk take room too.
remedy-not-saved = It stays on the screen and saving is tried again. Do not switch the kit off.
remedy-not-sealed = It is still a draft. Try again.
remedy-not-typeset = Try again. If that fails, tell the coordinator; the application is kept.
remedy-template-wrong = The paper was set from the built-in template. Tell the coordinator: the template wants mending.
remedy-stopped = What had arrived is kept.
remedy-record-unreadable = It was left where it is. Tell the coordinator.
remedy-no-visit-open = Open or begin a visit with this person and try again.
remedy-not-sealed-yet = If it is a draft, correct the draft itself. A void number is never used.
remedy-time-unclear = Type it like this: 2026-11-22 14:05.
remedy-dispatch-unreadable = Ask the centre to send it again: this kit may have new keys by now. Everything else works.
remedy-renewal-refused = Those in use stay. Tell the centre: what it sent is older, not of this chain, or signed by another key.
remedy-renewed = Lock and open the kit when it suits you: then the new one counts.
remedy-profile-stale = Go on working. Ask the coordinator for a new profile.
remedy-profile-not-there = Choose the folder that the coordinator prepared: profile.json lies in it.
remedy-profile-older = The one in use stays. Ask the coordinator for the last one.
remedy-profile-foreign = The one in use stays. Take the folder with the number of this kit.
remedy-profile-not-believed = It was not taken. Telephone the coordinator before you take anything from this stick.
remedy-stick-full = What is on it already is whole. Take another stick, or free some room, and try again.

## Findings about answers

finding-name-characters = There is an unusual character
finding-name-keyboard-layout = The keyboard seems to be in its Latin layout
finding-name-capitals = Check capital and small letters
finding-date-format = This is no date
finding-birth-date-implausible = The date of birth is implausible
finding-sex-unknown = The document does not state the sex
finding-document-number-format = A document of this kind has another form of number
finding-document-number-unusual = The number is unusual for this kind of document
finding-mrz-check-digit = The document's check digit does not fit
finding-document-issued-implausible = The date of issue is implausible
finding-document-issued-outside-years = Passport books were issued from 1994 to 2018
finding-document-holder-too-young = The holder was not yet 14 on the day of issue
finding-document-validity = An ID card is valid for 10 years, issued before the age of 18 for 4 years
finding-document-expired = The document has expired
finding-passport-photo-25 = See whether the passport has the photograph of the age of 25
finding-passport-photo-45 = See whether the passport has the photograph of the age of 45
finding-rnokpp-format = A taxpayer number has ten digits. Where there is none, type «відмова» (refused) or «немає» (never given)
finding-rnokpp-check-digit = The check digit of the taxpayer number does not fit
finding-rnokpp-birth-date-implausible = The date of birth in the taxpayer number is implausible
finding-rnokpp-birth-date = The taxpayer number does not fit the date of birth
finding-rnokpp-sex = The taxpayer number does not fit the sex
finding-unzr-format = A register number looks like YYYYMMDD-NNNNN
finding-unzr-check-digit = The check digit of the register number does not fit
finding-unzr-birth-date-implausible = The date of birth in the register number is implausible
finding-unzr-birth-date = The register number does not fit the date of birth
finding-unzr-rnokpp = Register number and taxpayer number have different dates of birth
finding-edrpou-format = An EDRPOU code has eight digits, zeros in front included
finding-edrpou-check-digit = The check digit of the EDRPOU code does not fit
finding-iban-format = An account looks like UA and twenty-seven digits
finding-iban-foreign = This account is not at a Ukrainian bank
finding-iban-check-digits = The check digits of the account do not fit
finding-phone-format = Check the telephone number
finding-email-format = An e-mail address looks like name@domain
finding-email-blocked-domain = State services do not write to this mailbox
finding-postcode-format = A postcode has five digits
finding-settlement-code-format = A KATOTTG code is UA and seventeen digits
finding-settlement-code-oblast = No oblast has this KATOTTG code
finding-settlement-code-level = This code is of an oblast, a raion or a community; the settlement's is needed
finding-place-without-code = Not picked from the codifier of places: kept as written, without a code
finding-letters-folded = Similar letters of another alphabet were replaced
finding-latin-name-mismatch = The Latin name in the document is different: another spelling, a changed name or a mistake
finding-mrz-mismatch = The document says something else
finding-form-missing = An answer is needed here
finding-document-missing = This document is required
finding-document-missing-more = Scan it, mark that it was only seen, or go on without it and say why.
finding-signed-sheet-missing = The signed sheet is not scanned yet
finding-signed-sheet-missing-more = Scan it, or go on without the scan and say why.
finding-form-constraint = The answer does not meet the condition
finding-form-not-a-choice = This answer is not in the list
finding-form-not-a-date = This is no date
finding-form-not-a-time = This is not a time
finding-form-not-a-number = This is no number
finding-form-unchecked = The condition could not be checked
finding-representative-unnamed = It is not said who signs for the applicant
finding-authority-unshown = The ground or the document of the representative is missing
finding-cannot-sign = Nobody can sign: postpone the application and say what you propose
finding-clock-doubtful = The clock is doubtful: confirm date and time
finding-fee-proof-missing = The proof of payment is not scanned
finding-fee-open = It is not said whether the fee is paid
finding-fee-base-unknown-year = The base of this year is not known: the sum is that of an earlier year
finding-fee-base-unknown-year-more = The sum is reckoned from the last base that is known. Ask the centre; the next visit needs a newer catalogue.
finding-personal-only = This service is asked for in person only
finding-email-required = This service needs an e-mail address
finding-email-required-more = Write it, or give the reason why there is none.

## Why a part is not delivered yet

delivery-cut = The connection was cut. What was sent is safe and goes on from there.
delivery-depot-fails = The depot answered with an error.
delivery-depot-full = The depot has no room. Tell the coordinator.
delivery-no-network = There is no network here. It is sent by itself as soon as there is one.
delivery-no-coverage = The server cannot be reached. It is sent by itself as soon as it can.
delivery-not-admitted = The depot does not know this kit. Tell the coordinator.
delivery-portal = The network asks to sign in. Use another one.
delivery-untrusted = The depot's signature could not be confirmed. Tell the coordinator.
part-damaged = The part is damaged. Tell the coordinator.
part-too-large = The part is too large for the depot. Tell the coordinator.
part-unreadable = The part could not be read from the disk. Tell the coordinator.
