//! Transliteration of Ukrainian names (КМУ 55 of 27.01.2010), only to compare: a holder may keep an earlier spelling.
//!
//! The act leaves hyphens open; here a hyphen begins a word, an apostrophe does not (its own example: Знам'янка).

/// The Latin spelling that the table of КМУ 55-2010 gives. Letters outside the table stay.
#[must_use]
pub fn to_latin(ukrainian: &str) -> String {
    let mut latin = String::with_capacity(ukrainian.len());
    let mut starts = true;
    let mut before = ' ';
    for letter in ukrainian.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        match group(small, starts, before) {
            Some(group) if letter.is_uppercase() => latin.push_str(&capital(group)),
            Some(group) => latin.push_str(group),
            None => latin.push(letter),
        }
        let within = small.is_alphabetic() || is_apostrophe(small);
        starts = !within;
        before = small;
    }
    latin
}

/// Whether a Latin name of a machine readable zone may be that of a Ukrainian name: the same by КМУ 55-2010, or apart
/// only where older schemes differ (`h` and `g`, `y`, `i` and `j`, `kh` and `h`, `ts` and `c`).
#[must_use]
pub fn may_be_the_same(ukrainian: &str, latin: &str) -> bool {
    let (wanted, given) = (letters(&to_latin(ukrainian)), letters(latin));
    if wanted == given || skeleton(&wanted) == skeleton(&given) {
        return true;
    }
    // ICAO 9303-5 cuts a long name; 28 letters and the filler between fill the line.
    given.len() >= 28 && wanted.starts_with(&given)
}

fn letters(name: &str) -> String {
    name.to_uppercase()
        .chars()
        .filter(char::is_ascii_uppercase)
        .collect()
}

fn skeleton(letters: &str) -> String {
    let mut text = letters.to_owned();
    for (scheme, common) in [
        ("KH", "H"),
        ("GH", "H"),
        ("G", "H"),
        ("TS", "C"),
        ("ZH", "Z"),
        ("W", "V"),
    ] {
        text = text.replace(scheme, common);
    }
    text.retain(|letter| !"IYJ".contains(letter));
    text
}

fn group(small: char, starts: bool, before: char) -> Option<&'static str> {
    let soft = |first, rest| if starts { first } else { rest };
    Some(match small {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        // зг is zgh, lest it be read as ж.
        'г' if before == 'з' => "gh",
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

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | super::name::APOSTROPHE | '\u{2bc}')
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
            ("Зґарда", "Zgarda"),
            ("Гоголь-Яновський", "Hohol-Yanovskyi"),
        ] {
            assert_eq!(to_latin(ukrainian), latin);
        }
    }

    #[test]
    fn an_earlier_spelling_is_still_the_same_name() {
        assert!(may_be_the_same("Наталія", "NATALIYA"));
        assert!(may_be_the_same("Григорій", "GRYGORIY"));
        assert!(may_be_the_same("Ткаченко Наталія", "TKACHENKO NATALIIA"));
        assert!(!may_be_the_same("Ткаченко", "TKACHUK"));
        assert!(!may_be_the_same("", "TKACHUK"));
    }
}
