# Words of the commands about keys and kits.

keys-role-coordinator = coordinator
keys-role-recovery = recovery
keys-standing-in-force = in force since
keys-standing-rotated = rotated on
keys-standing-retired = retired on
keys-rotated = The keys are rotated. The old ones are kept: they open what was sealed before. Carry the new profiles to the kits.
keys-kept = { $n ->
    [0] ↳ can be retired: nothing sealed to it can come any more
    [one] ↳ kept: { $n } reason to wait for what is sealed to it
   *[other] ↳ kept: { $n } reasons to wait for what is sealed to it
}
keys-drilled = The drill of the recovery key before this: { $date }
keys-never-drilled = The recovery key was never tried. Do it: valiza-console keys drill FILE
keys-drill-first = This was the first drill. The day is noted; repeat it in a year.
keys-drill-well = The recovery key opens test parcels of { $n } communities, and the coordinator's secrets. The day is noted.
keys-drill-disk = There was no drill: { $reason }
keys-drill-wrong-passphrase = This is not the passphrase of the recovery key. Nothing was changed. Check the keyboard layout and Caps Lock and try again.
keys-drill-damaged = The file of the recovery key is damaged. Take another copy or type it from the sheet; if none can be read, make another key: valiza-console keys recovery
keys-drill-no-profile = There is no profile to seal a test parcel by. Bring the folder profiles back from a copy.
keys-drill-does-not-open = The recovery key does NOT open what is sealed for { $name }. Check whether it is the one in force (valiza-console keys list); if so, make another at once: valiza-console keys recovery
keys-drill-secrets-closed = The key opens parcels but not the coordinator's secrets. Make another: valiza-console keys recovery
keys-added = Coordinator added: { $name }. Carry the new profiles to the kits: until then they seal without this key.
keys-recovery-made = The new recovery key: { $name }, with its sheet beside it. Print the sheet, carry both away from this machine and delete them here.
keys-sheet = Sheet: { $name }
keys-gone = Key { $name } is destroyed on this machine. Destroy its copies too.
keys-gone-recovery = Recovery key { $name } is struck off. Destroy file and sheet where they are kept.
keys-passphrase = The passphrase, told this once; write it on paper and keep it apart:
keys-ask-recovery = Passphrase of the recovery key:{" "}
keys-error-disk = The folder keys could not be read or written: { $reason }. Check the disk and try again.
keys-error-root = The key that signs profiles did not open: { $reason }
keys-error-unpublished = The profile was not published: { $reason }
keys-error-ledger = The ledger cannot say what came: { $reason }
keys-error-too-few = A community would be left with fewer than two keys, so nothing was changed. One key must always lie apart: valiza-console keys recovery
keys-error-no-holder = Say whose key it is.
keys-error-not-one = Not exactly one key begins so. Give more letters, as valiza-console keys list shows them
keys-error-in-force = This key is in force, new profiles seal to it. Rotate it first: valiza-console keys rotate
keys-error-retired = This key is gone already.
keys-error-empty = The passphrase file is empty; nothing was changed.
keys-error-outstanding = Something sealed to this key may still come, so it was not destroyed. Wait, or say a reason: --reason "..."
keys-outstanding-not-opened = { $n ->
    [one] - kit { $name }: { $n } part is not opened
   *[other] - kit { $name }: { $n } parts are not opened
}
keys-outstanding-missing = { $n ->
    [one] - kit { $name }: { $n } part has not come
   *[other] - kit { $name }: { $n } parts have not come
}
keys-outstanding-not-moved-on = - kit { $name }: nothing has come by a newer profile
keys-outstanding-lost = - kit { $name } is lost; what it sealed may come back with it

kits-begun = begun
kits-admitted = admitted
kits-lost = lost
kits-version = profile { $n }
kits-seen = last seen { $date }
kits-never-seen = nothing has come yet
kits-profile = Kit { $name }: profile { $n } is in force. It lies in the kit's folder; the kit takes it from a stick or from the depot.
kits-profile-waits = Kit { $name }: profile { $n } waits for signatures ({ $sum }): { $of }
kits-nothing-waits = No profile waits for signatures.
kits-waits = The profile waits for { $n } more signatures. Sign, and run again: valiza-console kit sign
kits-code = Code for kit { $name }; say it by telephone, do not write it into a message:
kits-code-once = Each code serves once and for a week. On the kit: valiza enrol --code. Then here: valiza-console kit admit
kits-no-cards = No cards of invited kits have come yet.
kits-admitted-now = Kit { $name } is admitted, profile { $n }
kits-admitted-before = Kit { $name } was admitted before, profile { $n } stands
kits-key-words = Words of the key of kit { $name }, compare them by telephone: { $of }
kits-kit-key = The kit's key
kits-carry = Profile { $n } for the kit: valiza --profile { $name }
kits-depot-told = The depot knows.
kits-depot-by-hand = The depot was not told. Do it on its machine: { $name }
kits-sheet = Sheet: { $name }
kits-telephone-code = One-time code of kit { $name }. Say it only to a voice that you know:
kits-telephone-code-once = It counts once and opens nothing that was sealed. Then admit the kit's new card, which brings the next code.
kits-vouched = Part { $name } is believed; open it: valiza-console open
kits-lost-declared = Kit { $name } is declared lost on { $date }. What it brings from now on is kept apart.
kits-held-administrators = Who worked at it
kits-held-seen = Something last came on
kits-held-word = Its own word is known up to
kits-held-sealed = Applications it sealed, by its word
kits-held-opened = Of these opened here
kits-held-not-opened = Came and are not opened
kits-held-missing = Did not come (they lie on it, sealed)
kits-held-back = Kept apart until a coordinator's word
kits-held-unknown = unknown
kits-follows-sealed = Nobody can open what is sealed on the kit, not even with its passphrase: it holds no key for it.
kits-follows-after = Of what was sealed after its last word nothing is known here: compare the paper slips and the administrator's journal.
kits-follows-draft = What was unfinished, if anything, is encrypted under the administrator's passphrase. Who knows it can read it.
kits-follows-paper = Printed papers in the case can be read by anybody.
kits-follows-next = Carry the new profiles to the other kits; telephone the people whose applications have not come.
kits-error-disk = A file could not be read or written: { $reason }
kits-error-root = The key that signs profiles did not open: { $reason }
kits-error-unpublished = The profile was not published: { $reason }
kits-error-ledger = The ledger does not answer: { $reason }
kits-error-taken = There is a kit { $name } already, so nothing was begun. Choose another number; to invite it anew, name the one number without a table.
kits-error-unknown-community = Nothing was begun: { $reason }. Check the code in the table.
kits-error-no-profile = No profile is in force yet, so nothing was done. If it waits for signatures: valiza-console kit sign
kits-error-no-kit = There is no kit { $name } in this folder. The list: valiza-console kit list
kits-error-not-held = No such part is held back, or there are several: give more digits.
kits-error-no-reason = Say why this part can be believed: --reason "..."
kits-error-depot = The depot did not take or give a message: { $reason }. A stick does it too: --stick DIR
kits-error-forged = The card of kit { $name } was not made with its code, or was changed on the way. The kit was not admitted. Invite it anew: valiza-console kit enrol { $name }
kits-error-signers = There are only { $n } signers, so no more signatures can be asked for.
kits-error-nobody = Name who works at the kit: --administrator "NAME"
kits-error-nobody-left = Nobody would be left at the kit, so nothing was changed.
kits-error-no-code = Kit { $name } has sent no code. Admit its newest card: valiza-console admit kit-card.json
kits-error-code-sealed = The code of kit { $name } is sealed to keys that this folder does not open. It opens with the recovery key: age -d codes/kit-{ $name }.age
kits-error-code-unreadable = The code of kit { $name } cannot be read from the disk ({ $reason }).
kits-error-none = There is no such kit, or it is lost. The list: valiza-console kit list
kits-error-unreadable = { $name } cannot be read; nothing was changed.
kits-error-unwritable = { $name } cannot be written. Check the space on the disk, and the folder.
kits-table = The table of kits has mistakes, so nothing was begun:
kits-table-column-number = number
kits-table-column-administrators = administrators
kits-table-column-communities = communities
kits-table-no-head = - line { $n }: there is no column "number"
kits-table-empty = - the table has no kits
kits-table-number = - line { $n }: a kit's number is 0 to 999
kits-table-no-administrator = - line { $n }: nobody is named as administrator
kits-table-twice = - line { $n }: the number stands above already
