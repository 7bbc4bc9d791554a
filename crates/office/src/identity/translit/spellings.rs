//! The ways in which passports have spelt each Ukrainian letter, and whether they give a Latin name together.
//!
//! Collected from the tables before 2010 (English and French ones), ICAO 9303-3 section 6 and common habit. A way too many
//! costs a warning that nobody sees, a way too few one that somebody must answer: so the table is generous with vowels and
//! strict with consonants.

use crate::identity::apostrophe::is_apostrophe;
use std::collections::BTreeSet;

/// Letters, and pairs of letters, with their spellings in capitals.
const SPELLINGS: [(&str, &[&str]); 41] = [
    ("зг", &["ZGH", "ZH", "ZG"]),
    ("кс", &["X", "KS"]),
    ("ія", &["IIA", "IYA", "IJA", "IA", "YA"]),
    ("ій", &["II", "IY", "IJ", "Y", "I", "YI", "YJ", "EY"]),
    ("ий", &["YI", "YY", "YJ", "IY", "IJ", "II", "Y", "I"]),
    ("йо", &["IO", "YO", "JO", "O"]),
    ("ьо", &["IO", "YO", "JO", "O"]),
    ("дж", &["DZH", "DJ", "J"]),
    ("а", &["A"]),
    ("б", &["B"]),
    ("в", &["V", "W"]),
    ("г", &["H", "G", "GH"]),
    ("ґ", &["G", "H", "GH"]),
    ("д", &["D"]),
    ("е", &["E", "YE", "IE"]),
    ("є", &["YE", "IE", "JE", "E"]),
    ("ж", &["ZH", "J", "Z"]),
    ("з", &["Z"]),
    ("и", &["Y", "I"]),
    ("і", &["I", "Y"]),
    ("ї", &["YI", "I", "JI", "II", "Y"]),
    ("й", &["Y", "I", "J"]),
    ("к", &["K", "C"]),
    ("л", &["L"]),
    ("м", &["M"]),
    ("н", &["N"]),
    ("о", &["O"]),
    ("п", &["P"]),
    ("р", &["R"]),
    ("с", &["S", "SS", "C"]),
    ("т", &["T"]),
    ("у", &["U", "OU"]),
    ("ф", &["F", "PH"]),
    ("х", &["KH", "H", "X", "CH"]),
    ("ц", &["TS", "C", "TZ"]),
    ("ч", &["CH", "TCH", "C"]),
    ("ш", &["SH", "CH", "SCH", "S"]),
    ("щ", &["SHCH", "SCH", "CHTCH", "STCH", "SC"]),
    ("ь", &["", "J"]),
    ("ю", &["IU", "YU", "JU", "IOU", "U"]),
    ("я", &["IA", "YA", "JA", "A"]),
];

/// Whether some spelling of every letter gives `latin` (capitals only), or, where it may be cut, begins with it.
///
/// The Latin positions that can be reached are carried from letter to letter, so the work is small however many ways there are.
pub(super) fn may_spell(ukrainian: &str, latin: &str, may_be_cut: bool) -> bool {
    let text: String = ukrainian
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphabetic() && !is_apostrophe(*letter))
        .collect();
    if text.is_empty() || latin.is_empty() {
        return false;
    }
    // By byte of the Ukrainian text: the bytes of the Latin one that may be spelt by then.
    let mut reached = vec![BTreeSet::new(); text.len() + 1];
    reached[0].insert(0_usize);
    for (at, _) in text.char_indices() {
        let from: Vec<usize> = reached[at].iter().copied().collect();
        let ways = SPELLINGS.iter().filter(|way| text[at..].starts_with(way.0));
        for (letters, spellings) in ways {
            for (begin, spelling) in from
                .iter()
                .flat_map(|begin| spellings.iter().map(move |each| (*begin, *each)))
            {
                let rest = &latin[begin..];
                if rest.starts_with(spelling) {
                    reached[at + letters.len()].insert(begin + spelling.len());
                } else if may_be_cut && spelling.starts_with(rest) {
                    return true;
                }
            }
        }
    }
    reached[text.len()].contains(&latin.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_spelling_and_the_act_is_among_them() {
        for letter in "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя".chars() {
            let text = letter.to_string();
            for context in [text.clone(), format!("а{text}")] {
                let act = super::super::to_latin(&context).to_uppercase();
                assert!(
                    act.is_empty() || may_spell(&context, &act, false),
                    "{context} {act}"
                );
            }
        }
    }

    #[test]
    fn a_long_name_takes_no_time() {
        let name = "щ".repeat(500);
        assert!(!may_spell(&name, &"SHCH".repeat(499), false));
        assert!(may_spell(&name, &"SHCH".repeat(500), false));
    }
}
