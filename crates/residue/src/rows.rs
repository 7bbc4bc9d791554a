//! What the kit's tables tell by their rows: counts, lengths, days; and rows that are not what they should be.
//!
//! No content leaves this module: a row that should be ciphertext and is not is named by its table.

use crate::sqlite::{Database, Value};
use office::residue::{ClassSeen, DatabaseSeen, Leak, LeakKind, Place};
use std::collections::{BTreeMap, BTreeSet};

/// The tables of the kit's schema that hold no more than counts, digests and signed statements.
const PLAIN_TABLES: &[&str] = &["tombstone", "chunk", "waits", "fact", "carried"];
/// Ciphertext shorter than this cannot be told from anything.
const TELLING: usize = 48;
/// Of a hundred bytes of ciphertext thirty-eight are printable by chance.
const MOST_PRINTABLE_PERCENT: usize = 85;

/// Everything that the rows tell.
pub(crate) fn read(database: &mut Database) -> (DatabaseSeen, Vec<Leak>) {
    let mut seen = DatabaseSeen::default();
    let mut leaks = Vec::new();
    let mut strange = 0;
    for (name, root) in database.tables() {
        match name.as_str() {
            "record" => records(database, root, &mut seen, &mut leaks),
            "page" => pages(database, root, &mut seen, &mut leaks),
            "part" => parts(database, root, &mut seen),
            "number" => numbers(database, root, &mut seen),
            "dispatch" => dispatches(database, root, &mut seen, &mut leaks),
            "tombstone" => database.rows(root, &mut |_row| seen.entombed += 1),
            _ if PLAIN_TABLES.contains(&name.as_str()) || name.starts_with("sqlite_") => {}
            _ => {
                strange += 1;
                leaks.push(Leak {
                    place: Place::Table {
                        name: strange.to_string(),
                    },
                    kind: LeakKind::StrangeTable,
                });
            }
        }
    }
    (seen.free_pages, seen.free_pages_with_content) = database.free_pages();
    seen.log_pages = database.log_pages();
    seen.old_log_pages = database.old_log_pages;
    seen.unreadable = database.unreadable;
    leaks.dedup();
    (seen, leaks)
}

fn plain_row(table: &str) -> Leak {
    Leak {
        place: Place::Table {
            name: table.to_owned(),
        },
        kind: LeakKind::PlainRow,
    }
}

fn records(database: &mut Database, root: u32, seen: &mut DatabaseSeen, leaks: &mut Vec<Leak>) {
    database.rows(root, &mut |row| {
        if let [_id, kind, _revision, body, ..] = row {
            match kind.number() {
                Some(1) => seen.visits += 1,
                _ => seen.applications += 1,
            }
            seen.draft_bytes += body.length();
            if is_plain(body) {
                leaks.push(plain_row("record"));
            }
        }
    });
}

fn pages(database: &mut Database, root: u32, seen: &mut DatabaseSeen, leaks: &mut Vec<Leak>) {
    database.rows(root, &mut |row| {
        if let [_id, _record, body, ..] = row {
            seen.pages += 1;
            seen.draft_bytes += body.length();
            if is_plain(body) {
                leaks.push(plain_row("page"));
            }
        }
    });
}

fn dispatches(database: &mut Database, root: u32, seen: &mut DatabaseSeen, leaks: &mut Vec<Leak>) {
    database.rows(root, &mut |row| {
        if let [_digest, _said, bytes, ..] = row
            && bytes.length() > 0
        {
            seen.dispatches += 1;
            if is_plain(bytes) {
                leaks.push(plain_row("dispatch"));
            }
        }
    });
}

fn parts(database: &mut Database, root: u32, seen: &mut DatabaseSeen) {
    let mut classes: BTreeMap<(bool, u64), u32> = BTreeMap::new();
    database.rows(root, &mut |row| {
        if let [_digest, kind, _rank, length, ..] = row {
            let length = u64::try_from(length.number().unwrap_or(0)).unwrap_or(0);
            *classes
                .entry((kind.text() == "summary", length))
                .or_default() += 1;
            let confirmed = row.get(7).and_then(Value::number);
            seen.delivered += u32::from(confirmed.is_some());
        }
    });
    let class = |((summary, bytes), parts)| ClassSeen {
        summary,
        bytes,
        parts,
    };
    seen.classes = classes.into_iter().map(class).collect();
}

fn numbers(database: &mut Database, root: u32, seen: &mut DatabaseSeen) {
    let mut days = BTreeSet::new();
    database.rows(root, &mut |row| {
        if let [_number, day, ..] = row {
            seen.numbers += 1;
            days.insert(day.text().to_owned());
        }
    });
    seen.days = u32::try_from(days.len()).unwrap_or(u32::MAX);
    seen.first_day = days.first().cloned().unwrap_or_default();
    seen.last_day = days.last().cloned().unwrap_or_default();
}

/// Whether a body is anything but ciphertext, by how much of it can be printed.
fn is_plain(body: &Value) -> bool {
    let head = body.head();
    let printable = |byte: &&u8| matches!(**byte, b' '..=b'~' | b'\n' | 0xd0 | 0xd1);
    // Every second byte of Cyrillic text is above what can be printed; its leading bytes stand for both.
    let letters = head
        .windows(2)
        .filter(|pair| matches!(pair[0], 0xd0 | 0xd1) && matches!(pair[1], 0x80..=0xbf));
    let printed = head.iter().filter(printable).count() + letters.count();
    // An age file begins with a header in letters (age v1).
    let is_sealed = head.starts_with(b"age-encryption.org/v1\n");
    !is_sealed && head.len() >= TELLING && printed * 100 > head.len() * MOST_PRINTABLE_PERCENT
}
