//! What whoever finds the kit can learn (P11): the facts that an examiner reads from its disk, and what follows from them.
//!
//! Rules only: what was read comes in as [`Residue`]; nothing here opens a file (I1). A fact never holds a text of a
//! person: what should not be there is named by its kind and place (I12).

use serde::Serialize;

/// How far whoever finds the kit has got into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The disk of a kit that is switched off.
    Off,
    /// A kit that runs and is locked.
    Locked,
    /// A kit that is open, between visits; or the disk and an administrator's passphrase.
    Unlocked,
    /// A kit taken out of the administrator's hands while somebody is served.
    MidVisit,
}

impl Reach {
    /// From the least to the most.
    pub const ALL: [Self; 4] = [Self::Off, Self::Locked, Self::Unlocked, Self::MidVisit];

    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::MidVisit => "mid-visit",
        }
    }
}

/// What a file in the kit's folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Key material in sectors.
    Keys,
    /// The database, its log and the log's index.
    Database,
    /// About the office, signed or typed: profile, root keys, catalogue, devices, settings, kit card.
    Office,
    /// Zeros that keep room.
    Reserve,
    /// A piece of a file that was being written when the power went.
    Unfinished,
    /// Nothing that this program writes.
    Strange,
}

impl FileKind {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Database => "database",
            Self::Office => "office",
            Self::Reserve => "reserve",
            Self::Unfinished => "unfinished",
            Self::Strange => "strange",
        }
    }
}

/// A file as it lies there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileSeen {
    /// Its path below the kit's folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// What it is.
    pub kind: FileKind,
    /// The UTC day of its last change, ISO 8601; empty where the system does not say.
    pub day: String,
}

/// What the keys file tells without a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeysSeen {
    /// Wrong passphrases since the last right one; absent where its sector cannot be read.
    pub failures: Option<u32>,
    /// Memory of one guess in MiB and passes over it; absent where the sector cannot be read.
    pub guess: Option<(u32, u32)>,
    /// Places of passphrases that lie whole; used and unused look alike. None after a destruction.
    pub slots: u32,
    /// Keys of unfinished records.
    pub records: u32,
    /// Sectors whose two copies are not of the same generation: a change was cut off.
    pub cut_off: u32,
}

/// Sealed parts of one kind and length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassSeen {
    /// True for summaries.
    pub summary: bool,
    /// Their length in bytes.
    pub bytes: u64,
    /// How many.
    pub parts: u32,
}

/// What the database tells without a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DatabaseSeen {
    /// Folders of visits, planned ones among them, as ciphertext.
    pub visits: u32,
    /// Unfinished applications, as ciphertext.
    pub applications: u32,
    /// Their pages, as ciphertext.
    pub pages: u32,
    /// Bytes of all that.
    pub draft_bytes: u64,
    /// What coordinators sent and is not all taken yet, as ciphertext.
    pub dispatches: u32,
    /// Drafts that are sealed and whose rows are still to go.
    pub entombed: u32,
    /// The sealed parts by kind and length.
    pub classes: Vec<ClassSeen>,
    /// Of these, how many the depot has.
    pub delivered: u32,
    /// Numbers in the journal.
    pub numbers: u32,
    /// Different days in the journal.
    pub days: u32,
    /// The first and the last of these days, ISO 8601; empty where there are none.
    pub first_day: String,
    /// See `first_day`.
    pub last_day: String,
    /// Pages of the file that are free.
    pub free_pages: u32,
    /// Of these, how many still hold something.
    pub free_pages_with_content: u32,
    /// Pages that wait in the log, and older ones that lie behind them.
    pub log_pages: u32,
    /// See `log_pages`.
    pub old_log_pages: u32,
    /// Pages that could not be understood.
    pub unreadable: u32,
}

/// What the raw disk below the folder tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DiskSeen {
    /// Bytes read.
    pub bytes: u64,
    /// Key sectors that lie on the disk as they lie in the file.
    pub key_sectors: u32,
    /// Pictures and PDF by their first bytes, whosever they are.
    pub pictures: u32,
}

/// What should not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum LeakKind {
    /// One of the words that were given to be looked for, from 1.
    Word {
        /// Which.
        index: u32,
    },
    /// Three words that look like a full name.
    Name,
    /// Ukrainian text where nothing but ciphertext should be.
    Text,
    /// A number of a person or an account whose check digits agree, a telephone, or a zone of a document.
    Number,
    /// A picture or PDF in the clear.
    Picture,
    /// A private key in the clear.
    PrivateKey,
    /// A key sector that is not the one in the file: an erased key may live on in it.
    OldKeySector,
    /// A row that should be ciphertext and is not.
    PlainRow,
    /// A table that this program does not write.
    StrangeTable,
}

impl LeakKind {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Word { .. } => "word",
            Self::Name => "name",
            Self::Text => "text",
            Self::Number => "number",
            Self::Picture => "picture",
            Self::PrivateKey => "private-key",
            Self::OldKeySector => "old-key-sector",
            Self::PlainRow => "plain-row",
            Self::StrangeTable => "strange-table",
        }
    }
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "where", rename_all = "snake_case")]
pub enum Place {
    /// In a file of the folder, so many bytes from its beginning.
    File {
        /// Its path below the folder.
        name: String,
        /// Bytes from the beginning.
        at: u64,
    },
    /// In the name of a file.
    FileName {
        /// Which place it has among the files, from 1.
        index: u32,
    },
    /// In a table of the database.
    Table {
        /// Its name; of a strange one nothing but its place in the list, from 1.
        name: String,
    },
    /// On the raw disk, so many bytes from its beginning.
    Disk {
        /// Bytes from the beginning.
        at: u64,
    },
}

/// Something that should not be there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Leak {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: LeakKind,
}

/// Everything that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Residue {
    /// Every file.
    pub files: Vec<FileSeen>,
    /// The keys file, where there is one.
    pub keys: Option<KeysSeen>,
    /// The database, where there is one.
    pub database: Option<DatabaseSeen>,
    /// The raw disk, where one was read.
    pub disk: Option<DiskSeen>,
    /// True where this machine moves memory to a disk: then the memory of an open kit may lie there.
    pub swaps: bool,
    /// What should not be there, by place; at most [`MOST_LEAKS`].
    pub leaks: Vec<Leak>,
    /// How many there were in all.
    pub leaks_in_all: u64,
}

/// So many leaks are listed; there is nothing to learn from more.
pub const MOST_LEAKS: usize = 200;

impl Residue {
    /// True where nothing was found that should not be there.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.leaks_in_all == 0
    }
}

/// How the examination stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Examination {
    /// It runs.
    Running {
        /// Bytes read.
        done: u64,
        /// Bytes to be read.
        of: u64,
    },
    /// It is over.
    Done(Box<Residue>),
    /// It could not be done: the folder cannot be read.
    Failed,
}

/// A figure in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How many.
    Count(u64),
    /// How large, in bytes.
    Bytes(u64),
    /// A day, ISO 8601.
    Day(String),
}

/// A sentence: its key and its figures by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The key of its words, without the prefix `residue-`.
    pub key: &'static str,
    /// Figures by the name they have in the words.
    pub figures: Vec<(&'static str, Figure)>,
}

fn plain(key: &'static str) -> Sentence {
    Sentence {
        key,
        figures: Vec::new(),
    }
}

fn count(key: &'static str, n: impl Into<u64>) -> Sentence {
    Sentence {
        key,
        figures: vec![("n", Figure::Count(n.into()))],
    }
}

/// What can be learnt by whoever has got so far, beyond what the lesser reach tells already.
#[must_use]
pub fn learnt(residue: &Residue, reach: Reach) -> Vec<Sentence> {
    match reach {
        Reach::Off => off(residue),
        Reach::Locked => vec![plain("locked-memory"), plain("locked-sends")],
        Reach::Unlocked => unlocked(residue),
        Reach::MidVisit => vec![
            plain("mid-visit-screen"),
            plain("mid-visit-memory"),
            plain("mid-visit-papers"),
        ],
    }
}

fn off(residue: &Residue) -> Vec<Sentence> {
    let mut told = vec![plain("off-office")];
    if let Some(keys) = &residue.keys {
        told.extend(off_keys(keys));
    }
    if let Some(database) = &residue.database {
        told.extend(off_database(database));
    }
    if let Some(last) = residue.files.iter().map(|file| &file.day).max()
        && !last.is_empty()
    {
        told.push(Sentence {
            key: "off-last-use",
            figures: vec![("date", Figure::Day(last.clone()))],
        });
    }
    let strange = residue
        .files
        .iter()
        .filter(|file| file.kind == FileKind::Strange)
        .count();
    if strange > 0 {
        told.push(count("off-strange", strange as u64));
    }
    match &residue.disk {
        Some(disk) => {
            told.push(Sentence {
                key: "off-disk",
                figures: vec![("size", Figure::Bytes(disk.bytes))],
            });
            if disk.pictures > 0 {
                told.push(count("off-disk-pictures", disk.pictures));
            }
        }
        None => told.push(plain("off-no-disk")),
    }
    if residue.swaps {
        told.push(plain("off-swap"));
    }
    told
}

fn off_keys(keys: &KeysSeen) -> Vec<Sentence> {
    let mut told = Vec::new();
    if keys.slots == 0 {
        told.push(plain("off-destroyed"));
    }
    match keys.guess {
        Some((mib, _passes)) if keys.slots > 0 => told.push(count("off-guess", mib)),
        Some(_) => {}
        None => told.push(plain("off-keys-unreadable")),
    }
    if let Some(failures @ 1..) = keys.failures {
        told.push(count("off-failures", failures));
    }
    if keys.records > 0 {
        told.push(count("off-records", keys.records));
    }
    told
}

fn off_database(database: &DatabaseSeen) -> Vec<Sentence> {
    let mut told = Vec::new();
    let parts: u32 = database.classes.iter().map(|class| class.parts).sum();
    if parts > 0 {
        let bytes = |class: &ClassSeen| class.bytes * u64::from(class.parts);
        told.push(Sentence {
            key: "off-sealed",
            figures: vec![
                ("n", Figure::Count(parts.into())),
                (
                    "size",
                    Figure::Bytes(database.classes.iter().map(bytes).sum()),
                ),
                ("of", Figure::Count(database.classes.len() as u64)),
            ],
        });
        told.push(count("off-delivered", database.delivered));
    } else {
        told.push(plain("off-nothing-sealed"));
    }
    if database.numbers > 0 {
        told.push(Sentence {
            key: "off-journal",
            figures: vec![
                ("n", Figure::Count(database.numbers.into())),
                ("of", Figure::Count(database.days.into())),
                ("date", Figure::Day(database.last_day.clone())),
            ],
        });
    }
    if database.visits + database.applications > 0 {
        told.push(Sentence {
            key: "off-drafts",
            figures: vec![
                ("n", Figure::Count(database.applications.into())),
                ("of", Figure::Count(database.visits.into())),
                ("sent", Figure::Count(database.pages.into())),
                ("size", Figure::Bytes(database.draft_bytes)),
            ],
        });
    }
    if database.dispatches > 0 {
        told.push(count("off-dispatches", database.dispatches));
    }
    if database.entombed > 0 {
        told.push(count("off-entombed", database.entombed));
    }
    if database.free_pages_with_content > 0 {
        told.push(count("off-free-pages", database.free_pages_with_content));
    }
    if database.old_log_pages > 0 {
        told.push(count("off-old-log", database.old_log_pages));
    }
    if database.unreadable > 0 {
        told.push(count("off-unreadable", database.unreadable));
    }
    told
}

fn unlocked(residue: &Residue) -> Vec<Sentence> {
    let mut told = vec![plain("unlocked-sealed")];
    let drafts = residue
        .database
        .as_ref()
        .map_or(0, |database| database.visits + database.applications);
    if drafts > 0 {
        told.push(count("unlocked-drafts", drafts));
    } else {
        told.push(plain("unlocked-no-drafts"));
    }
    told.push(plain("unlocked-signs"));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_of(residue: &Residue, reach: Reach) -> Vec<&'static str> {
        learnt(residue, reach)
            .into_iter()
            .map(|sentence| sentence.key)
            .collect()
    }

    #[test]
    fn an_empty_kit_promises_no_more_than_was_read() {
        let told = keys_of(&Residue::default(), Reach::Off);
        assert_eq!(told, ["off-office", "off-no-disk"]);
    }

    #[test]
    fn every_fact_that_was_read_is_told() {
        let residue = Residue {
            keys: Some(KeysSeen {
                failures: Some(2),
                guess: Some((256, 3)),
                slots: 8,
                records: 3,
                cut_off: 0,
            }),
            database: Some(DatabaseSeen {
                visits: 1,
                applications: 2,
                pages: 9,
                classes: vec![ClassSeen {
                    summary: true,
                    bytes: 8192,
                    parts: 4,
                }],
                numbers: 4,
                free_pages_with_content: 1,
                old_log_pages: 2,
                ..DatabaseSeen::default()
            }),
            swaps: true,
            ..Residue::default()
        };
        let told = keys_of(&residue, Reach::Off);
        for key in [
            "off-guess",
            "off-failures",
            "off-records",
            "off-sealed",
            "off-delivered",
            "off-journal",
            "off-drafts",
            "off-free-pages",
            "off-old-log",
            "off-swap",
        ] {
            assert!(told.contains(&key), "{key} is kept silent");
        }
        assert!(keys_of(&residue, Reach::Unlocked).contains(&"unlocked-drafts"));
    }

    #[test]
    fn a_destroyed_kit_says_so_and_nothing_of_guessing() {
        let residue = Residue {
            keys: Some(KeysSeen {
                guess: Some((64, 1)),
                ..KeysSeen::default()
            }),
            ..Residue::default()
        };
        let told = keys_of(&residue, Reach::Off);
        assert!(told.contains(&"off-destroyed") && !told.contains(&"off-guess"));
    }
}
