//! A resident for every shipped service: filled, frozen, and printed in words as the kit prints it. Whoever cannot read our
//! templates, `pdftotext` and `zbarimg`, reads every answer off the papers. The plays are the catalogue's; nobody in them exists.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../catalogue/tests/sample/played.rs"]
#[expect(
    dead_code,
    reason = "the catalogue's own tests read the rest of a play"
)]
mod played;
#[path = "sample/stranger.rs"]
mod stranger;

use office::id::ServiceId;
use office::paper::Paper;
use office::service::Service;
use papers::Sheet;
use parcel::{Account, Community, Identity, Recipients};
use played::{Kit, Play};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use stranger::{letters, pictures, read, run};
use wording::Wording;

fn catalogue_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../catalogue")
        .join(name)
}

/// The first play of every service.
fn plays() -> BTreeMap<ServiceId, Play> {
    let mut plays = BTreeMap::new();
    for play in played::plays(&catalogue_folder("tests/residents")).into_values() {
        plays.entry(play.service.clone()).or_insert(play);
    }
    plays
}

/// From the first answer to the papers in the resident's hand.
fn played_out(service: &Service, play: &Play) -> Kit {
    let mut kit = Kit::begin(service, play);
    kit.tell_all(play);
    let form = kit.application().form;
    for line in service.checklist(Some(&form)) {
        kit.hand_over(&line.key, line.form);
    }
    kit.settle(play);
    kit.seal(&service.id.0);
    kit
}

/// The community, with an account for every tariff of every service.
fn community(services: &[Service]) -> Community {
    let keys = [
        Identity::generate().recipient(),
        Identity::generate().recipient(),
    ];
    let account = |key: &String| Account {
        key: key.clone(),
        payee: "ГУК у Вигаданій області".to_owned(),
        edrpou: "37993783".to_owned(),
        iban: "UA248999980314070617000013913".to_owned(),
        bank: "Казначейство".to_owned(),
        budget_code: "22012500".to_owned(),
        purpose: "Збір, послуга {service}, заява {number}".to_owned(),
        verified: false,
    };
    let tariffs = services.iter().flat_map(|service| &service.tariffs);
    Community {
        id: "hvizdets".to_owned(),
        name: "Гвіздецька громада".to_owned(),
        katottg: "UA26060110000067890".to_owned(),
        owner: "Гвіздецька рада".to_owned(),
        letterhead: vec![
            "Гвіздецька громада".to_owned(),
            "Центр послуг".to_owned(),
            "вул. Нова, 1".to_owned(),
        ],
        telephone: "0 800 000 000".to_owned(),
        recipients: Recipients::parse(&keys).unwrap(),
        accounts: tariffs.map(|tariff| account(&tariff.account)).collect(),
    }
}

/// The slip as dots, and the number that a telephone reads off it.
fn number_on(name: &str, sheet: &Sheet) -> String {
    let dots = papers::raster(&sheet.paper, 384, &papers::Options::default()).unwrap();
    let mut picture = format!("P4\n{} {}\n", dots.width(), dots.height()).into_bytes();
    picture.extend(dots.bits());
    let file = format!("{name}.pbm");
    std::fs::write(pictures().join(&file), picture).unwrap();
    run("zbarimg", &["--raw", "-q", &file]).trim().to_owned()
}

fn holds_every_word(printed: &str, text: &str) -> bool {
    text.split_whitespace()
        .map(letters)
        .all(|word| printed.contains(&word))
}

/// A code in the data is another word on paper.
fn is_coded(field: &str) -> bool {
    ["sex", "document_kind"].contains(&field)
}

/// `2031-09-14` stands on paper as `14.09.2031`.
fn as_printed(text: &str) -> String {
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 => format!("{day}.{month}.{year}"),
        _ => text.to_owned(),
    }
}

#[test]
fn a_stranger_reads_every_answer_of_every_service_off_the_papers() {
    let services = catalogue::check(&catalogue_folder("services"))
        .unwrap()
        .services;
    assert_eq!(services.len(), 11);
    let community = community(&services);
    let wording = Wording::new([community], services.clone(), "Валіза 042".into());
    let plays = plays();
    let mut lacking = Vec::new();
    for service in &services {
        let (name, play) = (&service.id.0, &plays[&service.id]);
        let kit = played_out(service, play);
        let [(application, 1), (inventory, 2), (slip, 1)] = kit.printed.as_slice() else {
            panic!("{name}: {} papers are printed", kit.printed.len());
        };
        let (Paper::Application(asked), Paper::Inventory(taken), Paper::Slip(kept)) =
            (application, inventory, slip)
        else {
            panic!("{name}: other papers are printed");
        };
        let sheets = |paper: &Paper, copies| wording.sheets(paper, copies, "");
        let printed = read(&format!("{name}-application"), &sheets(application, 1)[0].0);
        assert!(!asked.answers.is_empty());
        let own = asked.identity.iter().filter(|(field, _)| !is_coded(field));
        let mut told: Vec<String> = own.map(|(_, text)| as_printed(text)).collect();
        let said = asked.answers.iter().filter(|answer| !answer.of_person);
        told.extend(said.flat_map(|one| [one.label.uk.clone(), one.text.uk.clone()]));
        told.extend([asked.applicant.clone(), asked.service.uk.clone()]);
        lacking.extend(
            told.into_iter()
                .filter(|text| !holds_every_word(&printed, text))
                .map(|text| format!("{name}, application: {text}")),
        );

        let consent = Paper::Consent(asked.clone());
        let printed = read(&format!("{name}-consent"), &sheets(&consent, 1)[0].0);
        for text in [&asked.consent.uk, &asked.consent_version, &asked.applicant] {
            assert!(holds_every_word(&printed, text), "{name}, consent: {text}");
        }
        let route = Paper::RouteSheet(taken.clone());
        let printed = read(&format!("{name}-route-sheet"), &sheets(&route, 1)[0].0);
        for text in [&taken.service.uk, &taken.applicant, &taken.due] {
            assert!(holds_every_word(&printed, text), "{name}, route: {text}");
        }

        let hands = sheets(inventory, 2);
        assert_eq!(hands[0].1, 2);
        let printed = read(&format!("{name}-inventory"), &hands[0].0);
        let documents = taken.documents.iter().map(|one| one.name.uk.as_str());
        lacking.extend(
            documents
                .filter(|text| !holds_every_word(&printed, text))
                .map(|text| format!("{name}, inventory: {text}")),
        );
        assert_eq!(hands.len() > 1, !play.tariff.is_empty(), "{name}: payment");
        for (payment, copies) in &hands[1..] {
            assert_eq!(*copies, 1);
            let printed = read(&format!("{name}-payment"), payment);
            let due = taken.to_pay.as_ref().unwrap().due.kopiykas;
            let sum = format!("{} грн {:02} коп", due / 100, due % 100);
            for text in [&sum, "UA248999980314070617000013913", "37993783"] {
                assert!(printed.contains(&letters(text)), "{name}: {text}");
            }
        }
        let number = kept.numbers[0].to_string();
        assert_eq!(
            number_on(&format!("{name}-slip"), &sheets(slip, 1)[0].0),
            number
        );
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
