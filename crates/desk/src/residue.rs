//! What an examination found, in words: the same sentences on the screen and in the terminal.
//!
//! Words only; what follows from the facts is decided by [`office::residue`].

use crate::date;
use look::{Arg, Words};
use office::residue::{Figure, Leak, LeakKind, Place, Reach, Residue, Sentence, learnt};

/// Some lines under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The heading.
    pub heading: String,
    /// The lines.
    pub lines: Vec<String>,
}

/// The verdict first, then what each can learn who gets so far, then the files.
#[must_use]
pub fn told(words: Words, residue: &Residue) -> Vec<Paragraph> {
    let mut all = vec![verdict(words, residue)];
    if !residue.leaks.is_empty() {
        all.push(places(words, residue));
    }
    all.extend(Reach::ALL.map(|reach| {
        Paragraph {
            heading: words.t(&format!("residue-reach-{}", reach.key())),
            lines: learnt(residue, reach)
                .iter()
                .map(|sentence| said(words, sentence))
                .collect(),
        }
    }));
    all.push(files(words, residue));
    all
}

/// Whether anything was found that should not be there.
#[must_use]
pub fn verdict(words: Words, residue: &Residue) -> Paragraph {
    if residue.is_clean() {
        return Paragraph {
            heading: words.t("residue-clean"),
            lines: vec![words.t("residue-clean-more")],
        };
    }
    let n = [("n", Arg::from(residue.leaks_in_all))];
    Paragraph {
        heading: words.t_with("residue-found", &n),
        lines: vec![words.t("residue-found-more")],
    }
}

fn places(words: Words, residue: &Residue) -> Paragraph {
    let mut lines: Vec<String> = residue.leaks.iter().map(|one| leak(words, one)).collect();
    let rest = residue.leaks_in_all - residue.leaks.len() as u64;
    if rest > 0 {
        lines.push(words.t_with("residue-rest", &[("n", Arg::from(rest))]));
    }
    Paragraph {
        heading: words.t("residue-places"),
        lines,
    }
}

fn leak(words: Words, leak: &Leak) -> String {
    let index = match leak.kind {
        LeakKind::Word { index } => index,
        LeakKind::Name
        | LeakKind::Text
        | LeakKind::Number
        | LeakKind::Picture
        | LeakKind::PrivateKey
        | LeakKind::OldKeySector
        | LeakKind::PlainRow
        | LeakKind::StrangeTable => 0,
    };
    let n = [("n", Arg::from(index))];
    let what = words.t_with(&format!("residue-leak-{}", leak.kind.key()), &n);
    // Places are told as they are, without spaces between the digits: somebody will type them.
    let (key, name, n) = match &leak.place {
        Place::File { name, at } => ("residue-at-file", name.as_str(), *at),
        Place::FileName { index } => ("residue-at-file-name", "", u64::from(*index)),
        Place::Table { name } => ("residue-at-table", name.as_str(), 0),
        Place::Disk { at } => ("residue-at-disk", "", *at),
    };
    let args = [("name", Arg::from(name)), ("n", Arg::from(n.to_string()))];
    format!("{}: {what}", words.t_with(key, &args))
}

fn files(words: Words, residue: &Residue) -> Paragraph {
    let line = |file: &office::residue::FileSeen| {
        let args = [
            ("name", Arg::from(file.name.as_str())),
            (
                "of",
                Arg::from(words.t(&format!("residue-kind-{}", file.kind.key()))),
            ),
            ("size", Arg::from(words.bytes(file.bytes))),
            ("date", Arg::from(date::shown(&file.day))),
        ];
        words.t_with("residue-file", &args)
    };
    Paragraph {
        heading: words.t("residue-files"),
        lines: residue.files.iter().map(line).collect(),
    }
}

fn said(words: Words, sentence: &Sentence) -> String {
    let figure = |figure: &Figure| match figure {
        Figure::Count(n) => Arg::from(*n),
        Figure::Bytes(bytes) => Arg::from(words.bytes(*bytes)),
        Figure::Day(day) => Arg::from(date::shown(day)),
    };
    let args: Vec<_> = sentence
        .figures
        .iter()
        .map(|(name, value)| (*name, figure(value)))
        .collect();
    words.t_with(&format!("residue-{}", sentence.key), &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use look::Language;
    use office::residue::{ClassSeen, DatabaseSeen, DiskSeen, FileKind, FileSeen, KeysSeen};

    /// A kit about which there is something to say in every sentence but the two that exclude others.
    fn telling() -> Residue {
        let places = [
            Place::File {
                name: "note".to_owned(),
                at: 12,
            },
            Place::FileName { index: 1 },
            Place::Table {
                name: "record".to_owned(),
            },
            Place::Disk { at: 4096 },
        ];
        let kinds = [
            LeakKind::Word { index: 3 },
            LeakKind::Name,
            LeakKind::Text,
            LeakKind::Number,
            LeakKind::Picture,
            LeakKind::PrivateKey,
            LeakKind::OldKeySector,
            LeakKind::PlainRow,
            LeakKind::StrangeTable,
        ];
        let leaks: Vec<Leak> = kinds
            .iter()
            .zip(places.iter().cycle())
            .map(|(kind, place)| Leak {
                place: place.clone(),
                kind: *kind,
            })
            .collect();
        let kinds = [
            FileKind::Keys,
            FileKind::Database,
            FileKind::Office,
            FileKind::Reserve,
            FileKind::Unfinished,
            FileKind::Strange,
        ];
        Residue {
            files: kinds
                .map(|kind| FileSeen {
                    name: "name".to_owned(),
                    bytes: 70_000,
                    kind,
                    day: "2026-11-22".to_owned(),
                })
                .to_vec(),
            keys: Some(KeysSeen {
                failures: Some(2),
                guess: Some((256, 3)),
                slots: 8,
                records: 2,
                cut_off: 0,
            }),
            database: Some(DatabaseSeen {
                visits: 1,
                applications: 1,
                dispatches: 1,
                entombed: 1,
                classes: vec![ClassSeen {
                    summary: true,
                    bytes: 8192,
                    parts: 2,
                }],
                numbers: 1,
                last_day: "2026-11-22".to_owned(),
                free_pages_with_content: 1,
                old_log_pages: 1,
                unreadable: 1,
                ..DatabaseSeen::default()
            }),
            disk: Some(DiskSeen {
                bytes: 1,
                key_sectors: 1,
                pictures: 1,
            }),
            swaps: true,
            leaks_in_all: leaks.len() as u64 + 5,
            leaks,
        }
    }

    #[test]
    fn everything_that_can_be_said_has_words_in_both_languages() {
        let destroyed = Residue {
            keys: Some(KeysSeen {
                guess: None,
                ..KeysSeen::default()
            }),
            database: Some(DatabaseSeen::default()),
            ..Residue::default()
        };
        for language in Language::ALL {
            let words = Words::new(language);
            for residue in [telling(), destroyed.clone(), Residue::default()] {
                for paragraph in told(words, &residue) {
                    let lines = paragraph.lines.iter().chain([&paragraph.heading]);
                    for line in lines {
                        assert!(
                            !line.contains("residue-") && !line.contains('{'),
                            "{language:?}: {line}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn places_are_told_so_that_they_can_be_gone_to() {
        let lines = places(Words::new(Language::En), &telling()).lines;
        assert_eq!(lines[0], "note, byte 12: word 3 of your list");
        assert_eq!(lines.last().map(String::as_str), Some("Further places: 5"));
    }
}
