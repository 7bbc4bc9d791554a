//! The words of addresses, from the table beside this file.

/// One row of the table.
pub(super) struct Word {
    pub(super) key: &'static str,
    pub(super) short: &'static str,
    pub(super) long: &'static str,
    others: &'static str,
}

impl Word {
    /// Whether a piece of a typed address is this word in one of its spellings, capitals aside.
    pub(super) fn is_spelt(&self, piece: &str) -> bool {
        let piece = piece.to_lowercase();
        [self.short, self.long]
            .into_iter()
            .chain(self.others.split('\t'))
            .any(|spelling| !spelling.is_empty() && spelling.to_lowercase() == piece)
    }
}

/// Every row.
pub(super) fn all() -> impl Iterator<Item = Word> {
    let rows = include_str!("words.tsv").lines();
    rows.filter_map(|row| {
        let (key, rest) = row.split_once('\t')?;
        let (short, rest) = rest.split_once('\t')?;
        let (long, others) = rest.split_once('\t').unwrap_or((rest, ""));
        Some(Word {
            key,
            short,
            long,
            others,
        })
    })
}

/// The row of a key.
pub(super) fn of(key: &str) -> Option<Word> {
    all().find(|word| word.key == key)
}

/// Whether somebody wrote that the house has no number.
pub(super) fn is_unnumbered(piece: &str) -> bool {
    of("unnumbered").is_some_and(|word| word.is_spelt(piece))
}
