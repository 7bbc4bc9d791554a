-- What the depot knows anyway stands in the clear; what only an opened parcel tells stands in `sealed` columns.

-- One sealed part. state: listed, fetched, opened.
CREATE TABLE IF NOT EXISTS part (
    digest   TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,      -- place in the depot's order of arrival
    kit      TEXT NOT NULL,
    epoch    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    counter  INTEGER NOT NULL,
    length   INTEGER NOT NULL,
    received INTEGER NOT NULL,      -- seconds since 1970 UTC, by the depot's receipt
    entry    TEXT NOT NULL,         -- manifest and receipt as the depot gave them, JSON
    state    TEXT NOT NULL,
    fault    TEXT,                  -- key of what is wrong with it
    opened   TEXT,                  -- the receipt that says it was opened, JSON
    told     INTEGER NOT NULL DEFAULT 0  -- whether the depot has that receipt
) STRICT;

-- One application, sealed under the ledger's key.
CREATE TABLE IF NOT EXISTS application (
    id       TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    sealed   BLOB NOT NULL
) STRICT;

-- What a list shows of it, sealed the same way and of the same revision.
CREATE TABLE IF NOT EXISTS outline (
    id       TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    sealed   BLOB NOT NULL
) STRICT;

-- The newest head of each kit and installation.
CREATE TABLE IF NOT EXISTS head (
    kit   TEXT NOT NULL,
    epoch TEXT NOT NULL,
    head  TEXT NOT NULL,
    PRIMARY KEY (kit, epoch)
) STRICT;

-- Who did what and when; each line holds the hash of the line before it. Lines of before `who` was noted have none.
CREATE TABLE IF NOT EXISTS opening (
    line        INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    act         TEXT NOT NULL,
    application TEXT NOT NULL,
    hash        TEXT NOT NULL,
    who         TEXT,
    source      TEXT
) STRICT;

-- The hash of the last line that was let go after its year: the next one is bound to it.
CREATE TABLE IF NOT EXISTS let_go (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    hash TEXT NOT NULL
) STRICT;

-- Exports and enclosures, sealed under the ledger's key.
CREATE TABLE IF NOT EXISTS kept (
    record TEXT PRIMARY KEY,
    kind   INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS cursor (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at   INTEGER NOT NULL
) STRICT;

-- What was sent to kits: ciphertext to a kit's mailbox, until the kit has it.
CREATE TABLE IF NOT EXISTS dispatch (
    digest TEXT PRIMARY KEY,
    kit    TEXT NOT NULL,
    kind   TEXT NOT NULL,
    issued INTEGER NOT NULL,
    posted INTEGER NOT NULL DEFAULT 0,
    file   BLOB
) STRICT;

-- Parts whose kit was told by a dispatch that they were opened.
CREATE TABLE IF NOT EXISTS reported (part TEXT PRIMARY KEY) STRICT;

-- Drafts that lost their keys on a kit, sealed under the ledger's key.
CREATE TABLE IF NOT EXISTS draft (
    record TEXT PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;
