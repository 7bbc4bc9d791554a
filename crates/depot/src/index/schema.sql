-- One row for each manifest. It is arriving until it has a receipt; `sequence` is the order of storing.
CREATE TABLE part (
    manifest    BLOB PRIMARY KEY,      -- SHA-256 of the manifest's body
    upload      TEXT NOT NULL UNIQUE,
    digest      BLOB NOT NULL,
    length      INTEGER NOT NULL,
    kit         BLOB NOT NULL,
    epoch       BLOB NOT NULL,
    kind        TEXT NOT NULL,
    counter     INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    signed      TEXT NOT NULL,         -- manifest and signature as JSON
    sequence    INTEGER UNIQUE,
    receipt     TEXT
) STRICT;
CREATE INDEX part_by_digest ON part (digest);
CREATE INDEX part_by_chain ON part (kit, epoch, kind, counter);
CREATE INDEX part_arriving ON part (upload) WHERE receipt IS NULL;

-- Small parts live here, large ones are files.
CREATE TABLE inline_part (
    digest BLOB PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE head (
    kit    BLOB NOT NULL,
    epoch  BLOB NOT NULL,
    covers INTEGER NOT NULL,           -- how many parts it vouches for, all chains together
    signed TEXT NOT NULL,
    PRIMARY KEY (kit, epoch)
) STRICT;

CREATE TABLE opened (
    digest  BLOB PRIMARY KEY,
    receipt TEXT NOT NULL
) STRICT;
