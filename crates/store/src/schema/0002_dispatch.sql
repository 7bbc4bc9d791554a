-- Version 2. What comes back to the kit, and what it promises of drafts whose keys may go.

-- What coordinators sent: ciphertext to the kit's mailbox.
CREATE TABLE dispatch (
  digest TEXT PRIMARY KEY,              -- of the ciphertext
  said   TEXT UNIQUE,                   -- of the signed statement, once it was opened: each is taken once
  bytes  BLOB                           -- gone once everything in it is taken
) STRICT;

-- When a coordinator's word came that a part was opened, in anchor seconds.
ALTER TABLE part ADD COLUMN opened INTEGER;

-- The signed manifest of the emergency parcel that a record makes if its key is gone, JSON.
ALTER TABLE record ADD COLUMN promise TEXT;

-- Which containers on sticks hold which parts: what waits may lie in two places.
CREATE TABLE carried (
  file TEXT NOT NULL,                   -- random name
  part TEXT NOT NULL REFERENCES part(digest) ON DELETE CASCADE,
  PRIMARY KEY (file, part)
) STRICT, WITHOUT ROWID;
