//! Tables of what people write: the alphabet, the keyboard, the words before and after a place's name.

use super::code::Kind;

/// The Ukrainian alphabet in its order.
pub(super) const ALPHABET: [char; 33] = [
    'а', 'б', 'в', 'г', 'ґ', 'д', 'е', 'є', 'ж', 'з', 'и', 'і', 'ї', 'й', 'к', 'л', 'м', 'н', 'о',
    'п', 'р', 'с', 'т', 'у', 'ф', 'х', 'ц', 'ч', 'ш', 'щ', 'ь', 'ю', 'я',
];

/// Keys of a Latin keyboard, without and with shift, and in the same order what they type when it is a Ukrainian one.
pub(super) const LATIN_KEYS: [&str; 2] = [
    "qwertyuiop[]\\asdfghjkl;'zxcvbnm,.",
    "QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>",
];
/// See [`LATIN_KEYS`].
pub(super) const UKRAINIAN_KEYS: &str = "йцукенгшщзхїґфівапролджєячсмитьбю";

/// Letters of a Russian keyboard and what the same key types on a Ukrainian one.
pub(super) const RUSSIAN_KEYS: [(char, char); 4] =
    [('ы', 'і'), ('э', 'є'), ('ъ', 'ї'), ('ё', '\u{2019}')];

/// Words that say what a place is, small and without hyphens.
pub(super) const KINDS: [(&str, &[Kind]); 22] = [
    ("с", &[Kind::Village]),
    ("село", &[Kind::Village]),
    ("селі", &[Kind::Village]),
    ("смт", &[Kind::Settlement]),
    ("сщ", &[Kind::Settlement]),
    ("сще", &[Kind::Settlement]),
    ("селище", &[Kind::Settlement]),
    ("селищі", &[Kind::Settlement]),
    ("м", &[Kind::City, Kind::SpecialCity]),
    ("місто", &[Kind::City, Kind::SpecialCity]),
    ("місті", &[Kind::City, Kind::SpecialCity]),
    ("тг", &[Kind::Community]),
    ("отг", &[Kind::Community]),
    ("громада", &[Kind::Community]),
    ("громади", &[Kind::Community]),
    ("район", &[Kind::Raion, Kind::CityDistrict]),
    ("району", &[Kind::Raion, Kind::CityDistrict]),
    ("рн", &[Kind::Raion, Kind::CityDistrict]),
    ("обл", &[Kind::Region]),
    ("область", &[Kind::Region]),
    ("області", &[Kind::Region]),
    ("ар", &[Kind::Region]),
];

/// The words with which papers write a place: before its name and after it.
pub(super) fn written(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Region => ("", " область"),
        Kind::SpecialCity | Kind::City => ("м. ", ""),
        Kind::Raion | Kind::CityDistrict => ("", " район"),
        Kind::Community => ("", " громада"),
        Kind::Settlement => ("с-ще ", ""),
        Kind::Village => ("с. ", ""),
    }
}

/// The word in the name of a region that is none: it is written as it stands.
pub(super) const REPUBLIC: &str = "Республіка";
