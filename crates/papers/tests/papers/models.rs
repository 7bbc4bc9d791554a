//! Model documents: marked as drafts on every page, filled where values are known, blank where not.

use papers::{Model, ModelValues, Options, Pdf, specimen_values, typeset_model};

use crate::poppler::{letters, pages, pictures};
use crate::sheets::{assert_grey, assert_within_margins};

fn set(model: Model, values: &ModelValues) -> Pdf {
    typeset_model(model, values, &Options::default()).unwrap()
}

#[test]
fn every_model_document_is_a_draft_for_a_lawyer_on_every_page() {
    for model in Model::ALL {
        for (kind, values) in [
            ("filled", specimen_values()),
            ("empty", &ModelValues::default()),
        ] {
            let pdf = set(model, values);
            assert!(pdf.is_archival() && pdf.notice().is_none());
            let name = format!("model-{}-{kind}", model.stem());
            assert_within_margins(&name, &pdf);
            assert_grey(&pictures(&pdf, &name, 50));
            let pages = pages(&pdf);
            assert!(pages.len() <= 3, "{name}: {} pages", pages.len());
            for (at, page) in (1..).zip(&pages) {
                assert!(page.contains("ПРОЄКТ ДЛЯ ВАШОГО ЮРИСТА"), "{name} {at}");
                assert!(page.contains(&format!("стор. {at} з {}", pages.len())));
            }
        }
    }
}

#[test]
fn the_note_for_the_council_has_two_pages_and_says_what_is_not_certified() {
    let pages = pages(&set(Model::CouncilNote, specimen_values()));
    assert_eq!(pages.len(), 2);
    let text = letters(&pages.concat());
    for said in [
        "немаєекспертноговисновку",
        "кваліфікованогоелектронногопідпису",
        "атестатаКСЗІ",
        "Незалежноїперевіркибезпекинебуло",
        "Зразківськаміськарада",
        "ЛагіднаЄваІллівна",
    ] {
        assert!(text.contains(said), "{said} is missing");
    }
}

#[test]
fn what_is_known_is_filled_and_what_is_not_is_a_blank_with_its_meaning() {
    let filled = letters(&pages(&set(Model::AcceptanceAct, specimen_values())).concat());
    assert!(filled.contains("портативнийсканер") && filled.contains("ІН1040-002"));
    let empty = letters(&pages(&set(Model::Decision, &ModelValues::default())).concat());
    assert!(empty.contains("(назвагромади)") && empty.contains("(найменуванняради)"));
    let known = letters(&pages(&set(Model::Decision, specimen_values())).concat());
    assert!(!known.contains("(назвагромади)") && known.contains("UA26080010000036750"));
}

#[test]
fn every_act_that_a_model_names_is_marked_as_to_be_checked() {
    let mut named = 0;
    for model in Model::ALL {
        let text = letters(&pages(&set(model, specimen_values())).concat());
        for (at, _) in text.match_indices("Закон") {
            let after: String = text[at..].chars().take(110).collect();
            assert!(after.contains("[перевірити]"), "{model:?}: {after}");
            named += 1;
        }
    }
    assert!(named >= 4, "{named}");
}
