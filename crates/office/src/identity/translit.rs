//! Transliteration of Ukrainian names (КМУ 55 of 27.01.2010), only to compare: a holder may keep an earlier spelling.
//!
//! The act leaves hyphens and capitals open. Here a hyphen begins a word, an apostrophe does not (its own example:
//! Знам'янка), and in a word of capitals the whole group is in capitals, as in a machine readable zone.

mod spellings;

use super::apostrophe::is_apostrophe;

/// How a Latin name stands to a Ukrainian one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The spelling of КМУ 55-2010.
    Same,
    /// Every letter is spelt as some earlier or foreign scheme spells it.
    OtherScheme,
    /// Another name, or a slip: somebody should look.
    Different,
}

/// From this length a Latin name may have been cut to the field of an ID card: 30 signs, two of them fillers between the names
/// (ICAO 9303-5 4.2.2).
const MAY_BE_CUT: usize = 29;

/// The Latin spelling that the table of КМУ 55-2010 gives. Letters outside the table stay.
#[must_use]
pub fn to_latin(ukrainian: &str) -> String {
    let letters: Vec<char> = ukrainian.chars().collect();
    let mut latin = String::with_capacity(ukrainian.len());
    let mut starts = true;
    for (at, letter) in letters.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
        let (before, after) = (beside(at.checked_sub(1)), beside(at.checked_add(1)));
        let small = letter.to_lowercase().next().unwrap_or(*letter);
        match group(small, starts, before) {
            Some(group) if letter.is_uppercase() => {
                let loud = [before, after]
                    .into_iter()
                    .flatten()
                    .any(char::is_uppercase);
                latin.push_str(&if loud {
                    group.to_uppercase()
                } else {
                    capital(group)
                });
            }
            Some(group) => latin.push_str(group),
            None => latin.push(*letter),
        }
        starts = !(small.is_alphabetic() || is_apostrophe(small));
    }
    latin
}

/// Compares a Latin name, as a machine readable zone has it, with a Ukrainian one.
#[must_use]
pub fn likeness(ukrainian: &str, latin: &str) -> Likeness {
    let given = letters(latin);
    let may_be_cut = !given.is_empty() && latin.trim().len() >= MAY_BE_CUT;
    let wanted = letters(&to_latin(ukrainian));
    if wanted == given || may_be_cut && wanted.starts_with(&given) {
        Likeness::Same
    } else if spellings::may_spell(ukrainian, &given, may_be_cut) {
        Likeness::OtherScheme
    } else {
        Likeness::Different
    }
}

fn letters(name: &str) -> String {
    name.to_uppercase()
        .chars()
        .filter(char::is_ascii_uppercase)
        .collect()
}

fn group(small: char, starts: bool, before: Option<char>) -> Option<&'static str> {
    let soft = |first, rest| if starts { first } else { rest };
    Some(match small {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        // зг is zgh, lest it be read as ж.
        'г' if matches!(before, Some('з' | 'З')) => "gh",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' => soft("ye", "ie"),
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'і' => "i",
        'ї' => soft("yi", "i"),
        'й' => soft("y", "i"),
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ь' => "",
        'ю' => soft("yu", "iu"),
        'я' => soft("ya", "ia"),
        _ if is_apostrophe(small) => "",
        _ => return None,
    })
}

fn capital(group: &str) -> String {
    let mut letters = group.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_examples_come_out() {
        for (ukrainian, latin) in [
            ("Згурський", "Zghurskyi"),
            ("Короп'є", "Koropie"),
            ("Мар’їне", "Marine"),
            ("Олексій", "Oleksii"),
            ("Наталія", "Nataliia"),
            ("Феодосія", "Feodosiia"),
            ("Гаращенко", "Harashchenko"),
            ("Знам'янка", "Znamianka"),
            ("Розгон", "Rozghon"),
            ("Їжакевич", "Yizhakevych"),
            ("Костянтин", "Kostiantyn"),
            ("Кадиївка", "Kadyivka"),
        ] {
            assert_eq!(to_latin(ukrainian), latin);
            assert_eq!(likeness(ukrainian, &latin.to_uppercase()), Likeness::Same);
        }
    }

    #[test]
    fn what_the_act_leaves_open_is_decided() {
        for (ukrainian, latin) in [
            ("Зґарда", "Zgarda"),
            ("Гоголь-Яновський", "Hohol-Yanovskyi"),
            ("ЗГОРАНИ", "ZGHORANY"),
            ("ЩЕРБА", "SHCHERBA"),
            ("Щерба", "Shcherba"),
            ("Алі огли", "Ali ohly"),
            ("Юля Ярова", "Yulia Yarova"),
        ] {
            assert_eq!(to_latin(ukrainian), latin);
        }
    }

    #[test]
    fn every_letter_of_the_alphabet_is_in_the_table() {
        let letters = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";
        let first: Vec<String> = letters
            .chars()
            .map(|each| to_latin(&each.to_string()))
            .collect();
        let all = "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch  yu ya";
        assert_eq!(first.join(" "), all);
        assert!(to_latin(letters).is_ascii());
    }

    #[test]
    fn an_earlier_spelling_is_still_the_same_name() {
        for (ukrainian, latin) in [
            ("Наталія", "NATALIYA"),
            ("Наталія", "NATALIA"),
            ("Григорій", "GRYGORIY"),
            ("Григорій", "HRYHORIJ"),
            ("Юлія", "JULIJA"),
            ("Олександр", "OLEXANDR"),
            ("Сергій", "SERHIY"),
            ("Ходьківський", "HODKIVSKYY"),
            ("Щербина", "SCHERBYNA"),
            ("Євген", "EVGEN"),
            ("Йосип", "IOSYP"),
            ("Ґалаґан Мар’яна", "HALAHAN MARYANA"),
        ] {
            assert_eq!(likeness(ukrainian, latin), Likeness::OtherScheme, "{latin}");
        }
    }

    #[test]
    fn another_name_is_another_name() {
        for (ukrainian, latin) in [
            ("Ткаченко", "TKACHUK"),
            ("Марія", "MAR"),
            ("Каміла", "KAMLA"),
            ("Олександр", "ALEXANDER"),
            ("Ткаченко", "TKACHENKOO"),
            ("", "TKACHUK"),
            ("Ткаченко", ""),
        ] {
            assert_eq!(
                likeness(ukrainian, latin),
                Likeness::Different,
                "{ukrainian} {latin}"
            );
        }
    }

    #[test]
    fn a_name_that_was_cut_to_its_field_is_the_same() {
        let long = "Непийпиво-Голопупченковський Севастіян";
        let whole = to_latin(long).to_uppercase();
        assert_eq!(likeness(long, &whole[..30]), Likeness::Same);
        assert_eq!(likeness(long, &whole[..20]), Likeness::Different);
        assert_eq!(
            likeness(long, &whole[..30].replace("HOLO", "GOLO")),
            Likeness::OtherScheme
        );
    }
}
