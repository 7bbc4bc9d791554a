//! The apostrophe: many signs on keyboards and in registers, one inside, and for each target the sign that it takes.
//!
//! Windows types U+0027, macOS U+02BC, the codifier has U+2019, registers hold even U+0060. Inside it is U+2019, because the
//! codifier has it, papers print it, and unlike U+02BC it is no letter to a program that looks for letters.

/// The apostrophe that is kept.
pub const APOSTROPHE: char = '\u{2019}';

/// Everything that keyboards and registers offer for one.
const APOSTROPHES: [char; 8] = [
    '\u{27}', '\u{60}', '\u{b4}', '\u{2b9}', '\u{2bc}', '\u{2018}', '\u{2019}', '\u{2032}',
];

/// Who is given a text, and so which sign stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Exchange by «Трембіта»: its sample record knows U+0027 only.
    Trembita,
    /// Forms of Liquio: U+2019.
    Liquio,
    /// Paper: U+2019.
    Print,
}

/// Whether it is an apostrophe to a reader.
#[must_use]
pub fn is_apostrophe(letter: char) -> bool {
    APOSTROPHES.contains(&letter)
}

/// Every apostrophe as the one that is kept.
#[must_use]
pub fn folded(text: &str) -> String {
    with(text, APOSTROPHE)
}

/// Every apostrophe as `target` takes it.
#[must_use]
pub fn encoded(text: &str, target: Target) -> String {
    match target {
        Target::Trembita => with(text, '\''),
        Target::Liquio | Target::Print => folded(text),
    }
}

fn with(text: &str, sign: char) -> String {
    text.chars()
        .map(|letter| if is_apostrophe(letter) { sign } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_gets_its_sign_and_all_come_back_as_one() {
        for sign in APOSTROPHES {
            let typed = format!("Мар{sign}яна");
            assert_eq!(folded(&typed), "Мар’яна");
            assert_eq!(encoded(&typed, Target::Trembita), "Мар'яна");
            assert_eq!(encoded(&typed, Target::Liquio), "Мар\u{2019}яна");
            assert_eq!(encoded(&typed, Target::Print), "Мар\u{2019}яна");
            assert_eq!(folded(&encoded(&typed, Target::Trembita)), "Мар’яна");
        }
    }
}
