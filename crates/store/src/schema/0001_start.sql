-- Version 1. Everything personal in here is ciphertext; names are random ids (I3, I12).
CREATE TABLE record (
  id       BLOB PRIMARY KEY,            -- 16 random bytes
  kind     INTEGER NOT NULL,            -- 1 visit folder, 2 application draft
  revision INTEGER NOT NULL,
  body     BLOB NOT NULL,               -- vault ciphertext
  escrow   BLOB NOT NULL                -- age file of the data key, to the community's recipients
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
  id     BLOB PRIMARY KEY,              -- 16 random bytes
  record BLOB NOT NULL REFERENCES record(id) ON DELETE CASCADE,
  body   BLOB NOT NULL                  -- vault ciphertext
) STRICT, WITHOUT ROWID;
CREATE INDEX page_of_record ON page(record);

-- A draft whose parcel is committed and whose key is still to be overwritten.
CREATE TABLE tombstone (record BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE part (
  digest    TEXT PRIMARY KEY,
  kind      TEXT NOT NULL,              -- summary, pages, emergency
  rank      INTEGER NOT NULL,           -- order of sending within the kind: random, so neighbours tell nothing
  length    INTEGER NOT NULL,
  manifest  TEXT NOT NULL,              -- signed, JSON
  sent      INTEGER NOT NULL DEFAULT 0,
  receipt   TEXT,                       -- verified, signed, JSON
  confirmed INTEGER,                    -- anchor second at which the receipt came
  quarantined INTEGER NOT NULL DEFAULT 0,
  aside     TEXT                        -- why it is set aside
) STRICT;

CREATE TABLE chunk (
  part  TEXT NOT NULL REFERENCES part(digest) ON DELETE CASCADE,
  seq   INTEGER NOT NULL,
  bytes BLOB NOT NULL,                  -- at most 256 KiB of ciphertext
  PRIMARY KEY (part, seq)
) STRICT;

-- Which number waits for which parts. Both are on the kit anyway; the depot never sees this.
CREATE TABLE number (
  number TEXT PRIMARY KEY,
  day    TEXT NOT NULL,                 -- local, ISO 8601
  state  TEXT NOT NULL                  -- drawn, sealed, delivered, void
) STRICT;
CREATE TABLE waits (
  number TEXT NOT NULL REFERENCES number(number),
  part   TEXT NOT NULL,
  PRIMARY KEY (number, part)
) STRICT, WITHOUT ROWID;

-- Single values: chain, head, anchor, machine evidence.
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
