//! Spelling: what is printed is read again as the same, what was spelt once stays so, and any text at all is survived.

use crate::numbers::{account, rnokpp_is_right, unzr_is_right, with_check_digit};
use office::address::{Address, PlaceRef, StreetKind};
use office::identity::apostrophe::{Target, encoded};
use office::identity::translit::{Likeness, likeness, to_latin};
use office::identity::{
    alphabet, apostrophe, check, code, date, document, edrpou, email, facts_from_mrz, fold_number,
    iban, name, normalise, phone, rnokpp, unzr,
};
use office::person::{DocumentKind, Person, PersonField, Source};
use proptest::prelude::*;

/// Any text, and texts of letters and signs that names, numbers and zones are made of.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\PC]{0,40}",
        "[А-ЯҐЄІЇа-яґєії A-Za-z'’ʼ`.,\u{306}\u{308}\u{301}-]{0,40}",
        "[0-9 +().,/АВUA-]{0,40}",
        "[A-Z0-9<]{30}",
        "[A-Z0-9<]{44}",
    ]
}

/// A name as registers have it: parts of Ukrainian letters with apostrophes inside.
fn ukrainian_name() -> impl Strategy<Value = String> {
    let part = "[А-ЩЮЯҐЄІЇ][а-щьюяґєії]{1,9}(’[яюєї][а-щьюяґєії]{1,5})?";
    prop_oneof![
        part.prop_map(|part| part),
        (part, part).prop_map(|(one, other)| format!("{one}-{other}")),
        (part, part).prop_map(|(one, other)| format!("{one} {other}")),
    ]
}

proptest! {
    #[test]
    fn no_text_is_too_strange(one in text(), other in text(), today in text()) {
        let mut person = Person::default();
        for (field, typed) in PersonField::ALL.into_iter().zip([&one, &other].into_iter().cycle()) {
            person.set(field, typed, Source::Typed);
        }
        for kind in DocumentKind::ALL {
            person.set(PersonField::DocumentKind, kind.key(), Source::Typed);
            fold_number(&mut person);
            let places = check(&person, &today);
            prop_assert!(places.iter().all(|finding| finding.place.starts_with("person.")));
            let spelt = document::canonical(kind, &one);
            prop_assert_eq!(document::canonical(kind, &spelt), spelt);
        }
        if let Ok(facts) = facts_from_mrz(&[one.clone(), other.clone(), one.clone()], &today) {
            office::identity::apply(&facts, &mut person);
        }
        drop(facts_from_mrz(&[one.clone(), other.clone()], &today));
        drop((edrpou::unmet(&one), iban::unmet(&one), iban::bank(&one), email::unmet(&one)));
        drop((code::read(&one), alphabet::is_wrong_layout(&one), to_latin(&one)));
        let _compared: Likeness = likeness(&one, &other);
        let address = Address::from_street_line(&one);
        drop((address.line(), address.findings("home")));
    }

    #[test]
    fn what_was_spelt_once_stays(typed in text()) {
        for field in PersonField::ALL {
            let once = normalise(field, &typed);
            prop_assert_eq!(normalise(field, &once), once, "{:?}", field);
        }
        for spell in [email::normalise, iban::normalise, code::normalise, unzr::normalise,
                      phone::normalise, rnokpp::normalise, name::normalise, date::normalise] {
            let once = spell(&typed);
            prop_assert_eq!(spell(&once), once);
        }
    }

    #[test]
    fn no_digit_is_lost(typed in text()) {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        for field in [PersonField::Rnokpp, PersonField::Unzr, PersonField::SettlementCode] {
            prop_assert!(
                rnokpp::absence(typed.trim()).is_some()
                    || digits(&normalise(field, &typed)) == digits(&typed)
            );
        }
    }

    #[test]
    fn a_name_comes_back_from_every_target(name in ukrainian_name()) {
        prop_assert_eq!(&name::normalise(&name), &name);
        for target in [Target::Trembita, Target::Liquio, Target::Print] {
            let sent = encoded(&name, target);
            prop_assert_eq!(apostrophe::folded(&sent), name.as_str());
        }
        prop_assert_eq!(name::normalise(&name.to_lowercase()).to_lowercase(), name.to_lowercase());
    }

    #[test]
    fn a_name_is_the_same_as_its_transliteration(name in ukrainian_name()) {
        let latin = to_latin(&name).to_uppercase();
        prop_assert!(latin.is_ascii());
        prop_assert_eq!(likeness(&name, &latin), Likeness::Same);
        prop_assert_eq!(likeness(&name.to_uppercase(), &to_latin(&name.to_uppercase())), Likeness::Same);
        prop_assert_eq!(likeness(&name, &format!("{latin}Q")), Likeness::Different);
    }

    #[test]
    fn printed_numbers_are_read_again(
        days in 1..46_000, rest in "[0-9]{4}", digits in "[0-9]{25}", subscriber in "[0-9]{9}",
    ) {
        let number = phone::normalise(&format!("0{subscriber}"));
        prop_assert_eq!(phone::normalise(&phone::written(&number)), number);
        let number = account(&digits);
        prop_assert_eq!(iban::normalise(&iban::written(&number)), number);
        let number = with_check_digit(&format!("{days:05}{rest}"), rnokpp_is_right).unwrap();
        prop_assert_eq!(rnokpp::normalise(&number), number.as_str());
        let born = rnokpp::read(&number).unwrap().birth_date.to_string();
        prop_assert_eq!(date::normalise(&date::written(&born)), born.as_str());
        let head = format!("{}-{rest}", born.replace('-', ""));
        if rest != "0000" {
            let number = with_check_digit(&head, unzr_is_right).unwrap();
            prop_assert_eq!(unzr::normalise(&number.replace('-', "")), number.as_str());
            prop_assert_eq!(unzr::read(&number).unwrap().birth_date.to_string(), born);
        }
    }

    #[test]
    fn a_series_typed_with_latin_letters_is_the_same(
        series in "[АВЕІКМНОРСТУХ]{2}", number in "[0-9]{6}", blank in "[ №-]{0,3}",
    ) {
        let kept = format!("{series} {number}");
        let latin = alphabet::to_latin(&series).to_lowercase();
        let typed = format!("{latin}{blank}{number}");
        prop_assert_eq!(document::canonical(DocumentKind::PassportBook, &typed), kept.as_str());
        prop_assert_eq!(document::unmet(DocumentKind::PassportBook, &kept), None);
        let abroad = document::canonical(DocumentKind::ForeignPassport, &kept);
        prop_assert_eq!(document::canonical(DocumentKind::PassportBook, &abroad), kept);
    }

    #[test]
    fn a_printed_address_is_read_again(
        kind in 0..13_usize, street in "[А-ЩЮЯ][а-щьюя]{3,12}( [А-ЩЮЯ][а-щьюя]{3,9})?",
        house in "[1-9][0-9]{0,2}(-[А-Г]|/[1-9])?", part in "[1-9]?", flat in "([1-9][0-9]{0,2})?",
    ) {
        let address = Address {
            street_kind: StreetKind::ALL[kind],
            street,
            house,
            part,
            flat,
            place: PlaceRef::default(),
            postcode: String::new(),
        };
        prop_assert_eq!(Address::from_street_line(&address.street_line()), address);
    }
}
