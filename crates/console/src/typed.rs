//! What people type into tables: compared without regard to capitals, with words of either language.

use look::{Language, Words};

/// Whether two texts are the same to a reader.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether `text` is what a locale says under `key`, in either language.
pub(crate) fn is_word(key: &str, text: &str) -> bool {
    Language::ALL
        .into_iter()
        .any(|language| alike(&Words::new(language).t(key), text))
}
