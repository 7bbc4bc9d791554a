# What the kit tells whoever finds it. The same sentences on the screen and in the terminal.

residue = What this kit tells
residue-more = The examination reads the kit’s files and the raw disk without any key, as a stranger would. It changes nothing.
residue-open = What this kit tells whoever finds it
residue-begin = Examine
residue-again = Examine again
residue-running = Reading: { $size } of { $of }
residue-failed = The kit’s folder could not be read
residue-failed-more = Check the disk. Taking applications and delivering go on.
residue-clean = Nothing was found that should not be there
residue-clean-more = The files hold no name, number, picture or key in the clear. What can be learnt all the same stands below.
residue-found = Found what should not be there: { $n }
residue-found-more = Do not leave the kit alone, and show this list to the coordinator.
residue-rest = Further places: { $n }
residue-places = Where
residue-files = Files
residue-file = { $name }: { $of }; { $size }; changed { $date }

residue-kind-keys = keys, each behind a passphrase
residue-kind-database = database: ciphertext, sealed parts, journal of numbers
residue-kind-office = about the office, not about applicants
residue-kind-reserve = room kept free, all zeros
residue-kind-unfinished = a file half written
residue-kind-strange = not a file of ours

residue-leak-word = word { $n } of your list
residue-leak-name = a full name
residue-leak-text = Ukrainian text
residue-leak-number = a number of a person or account, a telephone, or the zone of a document
residue-leak-picture = a picture or PDF
residue-leak-private-key = a private key
residue-leak-old-key-sector = an old key sector: an erased key may live on in it
residue-leak-plain-row = a row of the database that is not ciphertext
residue-leak-strange-table = a table that this program does not make

residue-at-file = { $name }, byte { $n }
residue-at-file-name = the name of file { $n } of the list
residue-at-table = table { $name }
residue-at-disk = disk, byte { $n }

residue-reach-off = The kit is taken while it is off
residue-reach-locked = It is taken while it runs, locked
residue-reach-unlocked = It is taken open, or the passphrase is known
residue-reach-mid-visit = It is taken in the middle of a visit

residue-off-office = Whose kit it is: the profile names communities, administrators, coordinators’ keys and the depot.
residue-off-guess = The passphrase can be guessed on a copy of the disk; each guess takes { $n } MiB of memory. All rests on the length of the passphrase.
residue-off-destroyed = The places of the passphrases are destroyed: nothing opens on this kit any more.
residue-off-keys-unreadable = The keys file is damaged; even the right passphrase may not open the kit.
residue-off-failures = How often the passphrase was wrong in a row: { $n }.
residue-off-records = How many unfinished records have a key: { $n }.
residue-off-sealed = Sealed parts: { $n }, together { $size }, of different sizes: { $of }. They show neither service nor person nor village.
residue-off-delivered = Of these delivered already: { $n }.
residue-off-nothing-sealed = Nothing sealed is on the kit.
residue-off-journal = Numbers of applications: { $n }; on days: { $of }; the last day: { $date }. They do not show who applied for what.
residue-off-drafts = What is unfinished lies as ciphertext: applications { $n }, visits with the planned ones { $of }, pages { $sent }, in all { $size }. How many and roughly how much can be seen.
residue-off-dispatches = Sent by the centre and not all taken yet: { $n }. It is ciphertext that only the open kit opens.
residue-off-entombed = Sealed drafts whose rows are still to go: { $n }. They go at the next start.
residue-off-free-pages = Free pages of the database that still hold something: { $n }. It is ciphertext whose keys are erased.
residue-off-old-log = Old pages of the database’s log: { $n }. They are ciphertext.
residue-off-unreadable = Pages of the database that could not be understood: { $n }.
residue-off-last-use = When the kit was last used: { $date }.
residue-off-strange = Files in the kit’s folder that are not ours: { $n }.
residue-off-disk = The raw disk was read too: { $size }.
residue-off-disk-pictures = Pictures and PDF on the disk, whosever they are: { $n }.
residue-off-no-disk = The raw disk was not read: this examination says nothing of erased files.
residue-off-swap = This machine moves memory to its disk. The memory of an open kit may lie there: switch swap off.

residue-locked-memory = The memory of a locked kit never held a key or an answer: after locking it is another program.
residue-locked-sends = That it sends, how much, and where to.

residue-unlocked-sealed = What is sealed does not open here either: the kit has no key to it.
residue-unlocked-drafts = The unfinished records of this administrator open, planned visits too: at most { $n }. The administrator can destroy them in one move.
residue-unlocked-no-drafts = There are no unfinished records, so there is nothing to open.
residue-unlocked-signs = Applications can be taken and signed in this kit’s name until it is declared lost.

residue-mid-visit-screen = What is on the screen: person, address, answers, pictures of the open visit.
residue-mid-visit-memory = In memory are the keys of unfinished records and the pages just scanned.
residue-mid-visit-papers = Papers on the table can be read without the kit.
