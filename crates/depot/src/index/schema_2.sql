-- What coordinators posted for kits: ciphertext to a kit's mailbox. Bytes go when the kit says that it keeps them.
CREATE TABLE dispatch (
    sequence INTEGER PRIMARY KEY,      -- order of posting
    kit      BLOB NOT NULL,
    digest   BLOB NOT NULL,
    length   INTEGER NOT NULL,
    posted   INTEGER NOT NULL,         -- seconds since 1970 UTC
    taken    INTEGER,
    bytes    BLOB,
    UNIQUE (kit, digest)
) STRICT;
