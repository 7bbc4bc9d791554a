//! The codifier that is shipped: complete, searchable as people type, and hard to break.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use catalogue::codifier::{
    Closeness, Code, Codifier, CodifierError, Edition, Found, IndexError, Kind, Place, Row, Scope,
    Standing, index,
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static SHIPPED: LazyLock<Codifier> = LazyLock::new(|| Codifier::shipped().unwrap());
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| SHIPPED.places().collect());

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn settlements(typed: &str) -> Vec<Found> {
    SHIPPED.find(typed, &[], Scope::Settlements, 10)
}

/// `Іванівка, Рівненська, Рівненський`: name and what it lies in, nearest first, for the eye.
fn line(found: &Found) -> String {
    let mut words = vec![found.place.name.as_str()];
    words.extend(found.place.within.iter().map(|(_, name)| name.as_str()));
    words.join(", ")
}

fn first(typed: &str) -> String {
    settlements(typed).first().map(line).unwrap_or_default()
}

#[test]
fn the_whole_codifier_is_there_and_nothing_twice() {
    let mut counts = BTreeMap::new();
    for place in PLACES.iter() {
        *counts.entry(place.kind).or_insert(0) += 1;
    }
    assert_eq!(
        counts.into_iter().collect::<Vec<_>>(),
        [
            (Kind::Region, 25),
            (Kind::SpecialCity, 2),
            (Kind::Raion, 136),
            (Kind::Community, 1_772),
            (Kind::City, 461),
            (Kind::Settlement, 1_979),
            (Kind::Village, 27_261),
            (Kind::CityDistrict, 108),
        ]
    );
    assert_eq!(PLACES.len(), 31_744);
    let texts: BTreeSet<String> = PLACES.iter().map(|place| place.code.to_string()).collect();
    assert_eq!(texts.len(), 31_744);
    let tails: BTreeSet<&str> = texts.iter().map(|code| &code[14..]).collect();
    let levels: BTreeSet<&str> = texts.iter().map(|code| &code[..14]).collect();
    assert_eq!((tails.len(), levels.len()), (31_744, 31_744));
}

#[test]
fn names_are_clean() {
    for place in PLACES.iter() {
        assert_eq!(place.name, office::identity::name::normalise(&place.name));
        assert!(
            office::identity::name::is_usual(&place.name),
            "{}",
            place.name
        );
    }
    let apostrophes: usize = PLACES
        .iter()
        .map(|place| place.name.matches('\u{2019}').count())
        .sum();
    assert_eq!(apostrophes, 747);
    let ivanivka = PLACES
        .iter()
        .filter(|place| place.name == "Іванівка")
        .count();
    assert_eq!(ivanivka, 119);
}

#[test]
fn known_codes_name_known_places() {
    for (text, kind, name, lies_in) in [
        (
            "UA56060470010041018",
            Kind::City,
            "Рівне",
            "Рівненська, Рівненський, Рівненська",
        ),
        ("UA80000000000093317", Kind::SpecialCity, "Київ", ""),
        (
            "UA01000000000013043",
            Kind::Region,
            "Автономна Республіка Крим",
            "",
        ),
        (
            "UA26080010000036750",
            Kind::Community,
            "Гвіздецька",
            "Коломийський, Івано-Франківська",
        ),
        (
            "UA26080010010051392",
            Kind::Settlement,
            "Гвіздець",
            "Гвіздецька, Коломийський, Івано-Франківська",
        ),
        (
            "UA26040130000010870",
            Kind::Community,
            "Дубовецька",
            "Івано-Франківський, Івано-Франківська",
        ),
        ("UA32000000020050699", Kind::City, "Чорнобиль", "Київська"),
        (
            "UA01160330010143565",
            Kind::CityDistrict,
            "Залізничний",
            "Сімферополь, Сімферопольська, Сімферопольський, Автономна Республіка Крим",
        ),
    ] {
        let Some(Standing::InForce(place)) = SHIPPED.standing(code(text)) else {
            unreachable!("{text} is in force");
        };
        let within: Vec<&str> = place.within.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!((place.kind, place.name.as_str()), (kind, name));
        assert_eq!(within.join(", "), lies_in);
        assert_eq!(place.code.to_string(), text);
    }
    let within = |code: &str| {
        PLACES
            .iter()
            .filter(|place| place.kind.is_settlement() && place.code.to_string().starts_with(code))
            .count()
    };
    for (community, count) in [
        ("UA2608001", 8),
        ("UA2604015", 5),
        ("UA2608025", 10),
        ("UA2604013", 15),
        ("UA2612009", 11),
    ] {
        assert_eq!(within(community), count, "{community}");
    }
}

#[test]
fn a_place_is_written_as_papers_write_it() {
    let written = |text: &str| {
        let Some(Standing::InForce(place)) = SHIPPED.standing(code(text)) else {
            unreachable!("{text} is in force");
        };
        [place.written(), place.written_within()].join(" | ")
    };
    for (text, words) in [
        (
            "UA26080010010051392",
            "с-ще Гвіздець | Гвіздецька громада, Коломийський район, Івано-Франківська область",
        ),
        ("UA80000000000093317", "м. Київ | "),
        ("UA32000000020050699", "м. Чорнобиль | Київська область"),
        (
            "UA01160330010143565",
            "Залізничний район | м. Сімферополь, Сімферопольська громада, Сімферопольський район, Автономна Республіка Крим",
        ),
    ] {
        assert_eq!(written(text), words);
    }
}

#[test]
fn the_index_is_the_one_that_its_description_tells_of() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("codifier");
    let bytes = std::fs::read(folder.join("katottg.bin")).unwrap();
    let about: toml::Table = std::fs::read_to_string(folder.join("katottg.toml"))
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(
        about["sha256"].as_str().unwrap(),
        hex::encode(Sha256::digest(&bytes))
    );
    assert_eq!(about["edition"].as_str().unwrap(), SHIPPED.edition());
    assert_eq!(about["places"].as_integer().unwrap(), 31_744);
    assert!(bytes.len() < 600_000, "{} bytes", bytes.len());
    assert!(
        SHIPPED.bytes_held() < 1_000_000,
        "{} bytes",
        SHIPPED.bytes_held()
    );
}

#[test]
fn places_that_were_renamed_are_found_by_their_old_names() {
    // Of 580 names that differ from the edition of 2024 one differs by a Latin letter only, which is no other name.
    let of_2024 = SHIPPED
        .renamed()
        .filter(|(_, edition, _)| *edition == "2024-01-19");
    assert_eq!(of_2024.count(), 579);
    let found = settlements("Новоград-Волинський");
    assert_eq!(found[0].place.name, "Звягель");
    assert_eq!(found[0].formerly.as_deref(), Some("Новоград-Волинський"));
    assert_eq!(found[0].place.code, code("UA18080150010017476"));
}

#[test]
fn a_code_of_an_older_edition_is_followed() {
    let renumbered = SHIPPED.standing(code("UA01120170040031309")).unwrap();
    let Standing::Renumbered(place) = renumbered else {
        unreachable!("it has another code");
    };
    assert_eq!(place.code, code("UA01120170020031309"));
    let withdrawn = SHIPPED.standing(code("UA21020030110024517")).unwrap();
    let Standing::Withdrawn {
        name,
        kind,
        edition,
        within,
    } = withdrawn
    else {
        unreachable!("it is no place any more");
    };
    assert_eq!(
        (name.as_str(), kind, edition.as_str()),
        ("Затишне", Kind::Village, "2024-01-19")
    );
    assert_eq!(within.unwrap().name, "Берегівська");
    assert_eq!(SHIPPED.standing(code("UA99999999999999998")), None);
    assert_eq!(settlements("уа01120170040031309")[0].place.code, place.code);
    assert_eq!(settlements("UA21020030110024517"), []);
}

#[test]
fn a_place_is_found_in_a_few_letters() {
    assert_eq!(first("рівн"), "Рівне, Рівненська, Рівненський, Рівненська");
    assert_eq!(
        first("Знам"),
        "Знам’янка, Знам’янська, Кропивницький, Кіровоградська"
    );
    assert_eq!(first("київ"), "Київ");
    let found = settlements("збур'ївка");
    let later = found
        .iter()
        .find(|found| found.place.name == "Нова Збур’ївка");
    assert_eq!(later.unwrap().closeness, Closeness::LaterWord);
    assert_eq!(found[0].place.name, "Збур’ївка");
}

#[test]
fn namesakes_are_told_apart_by_more_words() {
    let lies_in = |typed: &str, word: &str| {
        let found = settlements(typed);
        assert!(!found.is_empty(), "{typed}");
        for found in &found {
            assert!(line(found).contains(word), "{typed}: {}", line(found));
        }
    };
    lies_in("іванівка рівнен", "Рівненськ");
    lies_in("Малинівка, Рівненського району", "Рівненський");
    lies_in("Малинівка Рівненської обл.", "Рівненська");
    lies_in("Одеська обл., с. Іванівка", "Одеська");
    lies_in("Березівська громада Іванівка", "Березівська");
    lies_in("іванівка новоград волинський", "Звягельськ");
    assert_eq!(settlements("іванівка хххх"), []);
}

#[test]
fn the_words_before_a_name_prefer_and_never_exclude() {
    assert_eq!(settlements("смт Гвіздець")[0].place.kind, Kind::Settlement);
    assert_eq!(settlements("с. Гвіздець")[0].place.name, "Гвіздець");
    assert_eq!(settlements("с. Миколаївка")[0].place.kind, Kind::Village);
    assert_eq!(
        settlements("селище Миколаївка")[0].place.kind,
        Kind::Settlement
    );
    assert_eq!(
        settlements("м.Рівне")[0].place.code,
        code("UA56060470010041018")
    );
    assert_eq!(settlements("с. Селище")[0].place.name, "Селище");
    assert_eq!(settlements("с")[0].closeness, Closeness::Beginning);
}

#[test]
fn slips_keyboards_and_lookalikes_are_forgiven() {
    for typed in [
        "Кам’янець-Подільський",
        "камянець подільський",
        "КАМЯНЕЦЬПОДІЛЬСЬКИЙ",
        "Камьянець-Подільський",
        "Rfv'zytwm-Gjlskmcmrbq",
        "Кaм'янeць-Пoдiльcький",
        "Кам'янецъ-Подільский",
    ] {
        let found = settlements(typed);
        let name = found.first().map(|found| found.place.name.as_str());
        assert!(
            name == Some("Кам’янець-Подільський") || typed.ends_with("Подільский"),
            "{typed}: {name:?}"
        );
    }
    assert_eq!(
        first("Івано-Франківск"),
        "Івано-Франківськ, Івано-Франківська, Івано-Франківський, Івано-Франківська"
    );
    assert_eq!(
        first("Дзигівка"),
        "Дзиґівка, Ямпільська, Могилів-Подільський, Вінницька"
    );
    assert_eq!(settlements("Тернопілль")[0].place.name, "Тернопіль");
    assert_eq!(settlements("Терномонопіль"), []);
}

#[test]
fn places_of_the_home_communities_come_first() {
    let rivne = &settlements("м. Рівне")[0].place;
    let community = PLACES.iter().find(|place| {
        place.kind == Kind::Community && place.code.to_string().starts_with("UA5606047")
    });
    let home = [community.unwrap().code];
    assert_eq!(rivne.within[0].1, community.unwrap().name);
    let plain = SHIPPED.find("к", &[], Scope::Settlements, 5);
    let at_home = SHIPPED.find("к", &home, Scope::Settlements, 5);
    assert_ne!(plain[0].place, at_home[0].place);
    assert_eq!(at_home[0].place.within[0].1, "Рівненська");
    let everything = SHIPPED.find("гвіздецька", &[], Scope::Everything, 5);
    assert_eq!(everything[0].place.kind, Kind::Community);
}

#[test]
fn what_is_kept_is_code_name_and_edition() {
    let found = &settlements("Рівне")[0];
    let kept = SHIPPED.reference(&found.place, &found.place.name);
    assert_eq!(kept.code, "UA56060470010041018");
    assert_eq!(kept.name_as_written, "Рівне");
    assert_eq!(kept.edition, "2026-07-07");
}

/// Whether a place is among what is found, however many namesakes it has.
fn finds(place: &Place, typed: &str) -> bool {
    let found = SHIPPED.find(typed, &[], Scope::Everything, 400);
    found.iter().any(|found| found.place.code == place.code)
}

#[test]
fn every_place_is_found_by_its_own_name_and_code() {
    let names: BTreeMap<&str, BTreeSet<Code>> =
        PLACES.iter().fold(BTreeMap::new(), |mut names, place| {
            names
                .entry(place.name.as_str())
                .or_insert_with(BTreeSet::new)
                .insert(place.code);
            names
        });
    for (name, codes) in names {
        let found: BTreeSet<Code> = SHIPPED
            .find(name, &[], Scope::Everything, 400)
            .into_iter()
            .map(|found| found.place.code)
            .collect();
        assert!(found.is_superset(&codes), "{name}");
    }
    for (old, _, place) in SHIPPED.renamed() {
        assert!(finds(&place, &old), "{old}");
    }
}

/// Latin letters that look like the Cyrillic ones.
fn with_lookalikes(name: &str) -> String {
    let pairs = "АA ВB ЕE ІI КK МM НH ОO РP СC ТT ХX аa еe іi оo рp сc уy хx кk";
    let swap = |letter: char| {
        let mut found = pairs.split(' ').filter(|pair| pair.starts_with(letter));
        found
            .next()
            .and_then(|pair| pair.chars().nth(1))
            .unwrap_or(letter)
    };
    name.chars().map(swap).collect()
}

fn any_place() -> impl Strategy<Value = &'static Place> {
    (0..PLACES.len()).prop_map(|at| &PLACES[at])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_place_is_found_however_its_name_is_typed(place in any_place()) {
        let bare: String = place.name.chars().filter(|letter| letter.is_alphabetic()).collect();
        let blanks = place.name.replace('-', " ");
        for typed in [
            &place.name.replace('\u{2019}', ""),
            &place.name.replace('\u{2019}', "'"),
            &place.name.replace('\u{2019}', "\u{2bc}"),
            &place.name.to_uppercase(),
            &place.name.to_lowercase(),
            &with_lookalikes(&place.name),
            &with_lookalikes(&place.name.to_uppercase()),
            &bare,
            &blanks,
        ] {
            prop_assert!(finds(place, typed), "{typed}");
        }
    }

    #[test]
    fn a_place_is_found_by_its_name_and_what_it_lies_in(place in any_place()) {
        for (_, above) in &place.within {
            for typed in [format!("{} {above}", place.name), format!("{above}, {}", place.name)] {
                prop_assert!(finds(place, &typed), "{typed}");
            }
        }
    }

    #[test]
    fn a_code_is_followed_to_its_place(place in any_place()) {
        prop_assert_eq!(SHIPPED.standing(place.code), Some(Standing::InForce(place.clone())));
    }

    #[test]
    fn a_slip_in_a_long_name_is_forgiven(place in any_place(), at in any::<prop::sample::Index>(), slip in 0..4) {
        let mut letters: Vec<char> = place.name.to_lowercase().chars().collect();
        prop_assume!(letters.len() >= 6 && letters.iter().all(|letter| letter.is_alphabetic()));
        let at = at.index(letters.len() - 1);
        match slip {
            0 => { letters.remove(at); }
            1 => letters.insert(at, 'щ'),
            2 => letters[at] = 'ф',
            _ => letters.swap(at, at + 1),
        }
        let typed: String = letters.into_iter().collect();
        let found = SHIPPED.find(&typed, &[], Scope::Everything, 4_000);
        let is_there = found.iter().any(|found| found.place.code == place.code);
        // What was typed may be another place's name; then no slip is looked for.
        let is_other = found.first().is_some_and(|found| found.closeness < Closeness::WholeWithSlip);
        prop_assert!(is_there || is_other, "{typed} for {}", place.name);
    }

    #[test]
    fn whatever_is_typed_ends_well(typed in any::<String>(), limit in 0..20_usize) {
        prop_assert!(SHIPPED.find(&typed, &[], Scope::Everything, limit).len() <= limit);
    }

    #[test]
    fn whatever_a_tired_hand_types_ends_well(typed in "[а-яіїєґ'’ .,A-Za-z0-9\\[\\];-]{0,60}") {
        prop_assert!(SHIPPED.find(&typed, &[], Scope::Settlements, 8).len() <= 8);
    }
}

/// Three places and an older edition, as small as an index gets.
fn small() -> Vec<u8> {
    let row = |code_text: &str, kind, name: &str| Row {
        code: code(code_text),
        kind,
        name: name.to_owned(),
    };
    let rows = vec![
        row("UA56000000000066151", Kind::Region, "Рівненська"),
        row("UA56060000000095903", Kind::Raion, "Рівненський"),
        row("UA56060470000095904", Kind::Community, "Рівненська"),
        row("UA56060470010041018", Kind::City, "Рівне"),
        row("UA56060470020041019", Kind::Village, "Нова Мар’янівка"),
    ];
    let mut old = rows.clone();
    old[4].name = "Стара Мар’янівка".to_owned();
    old.push(row("UA56060470030041020", Kind::Village, "Затишне"));
    let edition = |day: &str, rows| Edition {
        day: day.to_owned(),
        rows,
    };
    index(&edition("2026-07-07", rows), &[edition("2024-01-19", old)]).unwrap()
}

fn sealed_again(bytes: &mut [u8]) {
    let body = bytes.len() - 32;
    let digest = Sha256::digest(&bytes[..body]);
    bytes[body..].copy_from_slice(&digest);
}

#[test]
fn a_damaged_index_is_an_error_and_never_a_panic() {
    let bytes = small();
    let whole = Codifier::open(&bytes).unwrap();
    assert_eq!((whole.len(), whole.renamed().count()), (5, 1));
    for at in 0..bytes.len() {
        assert!(Codifier::open(&bytes[..at]).is_err(), "cut at {at}");
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            let expected = if at < 16 {
                CodifierError::Foreign
            } else {
                CodifierError::Damaged
            };
            assert_eq!(Codifier::open(&damaged).unwrap_err(), expected);
        }
    }
}

#[test]
fn an_index_that_lies_about_itself_is_refused_or_at_least_searched_without_a_panic() {
    let bytes = small();
    let mut refused = 0;
    for at in 16..bytes.len() - 32 {
        for value in 0..=u8::MAX {
            let mut damaged = bytes.clone();
            damaged[at] = value;
            sealed_again(&mut damaged);
            match Codifier::open(&damaged) {
                Ok(codifier) => {
                    assert_eq!(codifier.places().count(), codifier.len());
                    for typed in ["нова", "затишнн", "UA56060470030041020"] {
                        let found = codifier.find(typed, &[], Scope::Everything, 9);
                        assert!(found.len() <= codifier.len());
                    }
                }
                Err(error) => {
                    assert_eq!(error, CodifierError::Inconsistent);
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > bytes.len() * 100, "{refused}");
}

#[test]
fn rows_that_make_no_index_are_named() {
    let region = Row {
        code: code("UA56000000000066151"),
        kind: Kind::Region,
        name: "Рівненська".to_owned(),
    };
    let of = |rows: Vec<Row>| {
        index(
            &Edition {
                day: "2026-07-07".to_owned(),
                rows,
            },
            &[],
        )
        .unwrap_err()
    };
    let twice = Row {
        code: code("UA59000000000066151"),
        ..region.clone()
    };
    assert_eq!(
        of(vec![region.clone(), twice.clone()]),
        IndexError::Twice(twice.code)
    );
    let strange = Row {
        name: "Rivne".to_owned(),
        ..region.clone()
    };
    assert_eq!(
        of(vec![strange]),
        IndexError::Name {
            code: region.code,
            name: "Rivne".to_owned()
        }
    );
    let orphan = Row {
        code: code("UA56060470010041018"),
        kind: Kind::Village,
        name: "Рівне".to_owned(),
    };
    assert_eq!(
        of(vec![region, orphan.clone()]),
        IndexError::Orphan(orphan.code)
    );
}
