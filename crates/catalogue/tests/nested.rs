//! A repeat within a repeat is carried from the workbook to the summary: every row is asked, added, removed and told apart.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use catalogue::xlsform;
use office::form::{FormClock, FormState, FormView};
use std::path::Path;

/// Houses with their owners, nobody asked yet.
fn blank() -> FormState {
    started("")
}

/// The same as far as it was kept.
fn started(instance: &str) -> FormState {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workbooks/nested-repeats.xlsx");
    let checked = xlsform::check("houses", &std::fs::read(path).unwrap(), &|_| None).unwrap();
    let clock = FormClock {
        iso_date: "2026-11-21".to_owned(),
        iso_datetime: "2026-11-21T12:05:00.000+00:00".to_owned(),
    };
    FormState::start(&checked.form, instance, clock).unwrap()
}

/// Paths of what is asked, in reading order.
fn asked(view: &FormView) -> Vec<String> {
    let questions = view.steps.iter().flat_map(|step| step.all_questions());
    let typed = questions.filter(|question| !question.read_only);
    typed.map(|question| question.path.clone()).collect()
}

#[test]
fn rows_within_rows_are_asked_added_and_removed_each_in_its_own_row() {
    let mut state = blank();
    state.add_row("/data/house").unwrap();
    state.add_row("/data/house[2]/owner").unwrap();
    assert_eq!(
        asked(&state.view()),
        [
            "/data/house[1]/street",
            "/data/house[1]/owner[1]/name",
            "/data/house[1]/owner[1]/share",
            "/data/house[2]/street",
            "/data/house[2]/owner[1]/name",
            "/data/house[2]/owner[1]/share",
            "/data/house[2]/owner[2]/name",
            "/data/house[2]/owner[2]/share",
        ]
    );
    for (path, value) in [
        ("/data/house[1]/street", "Нова"),
        ("/data/house[2]/street", "Стара"),
        ("/data/house[2]/owner[1]/name", "Ада"),
        ("/data/house[2]/owner[2]/name", "Юр"),
    ] {
        state.set(path, value).unwrap();
    }
    state.remove_row("/data/house[2]/owner", 1).unwrap();
    state.remove_row("/data/house", 1).unwrap();
    let told: Vec<(String, String, String)> = state
        .answers()
        .into_iter()
        .map(|answer| (answer.section.uk, answer.path, answer.text.uk))
        .collect();
    let told: Vec<(&str, &str, &str)> = told
        .iter()
        .map(|(section, path, text)| (section.as_str(), path.as_str(), text.as_str()))
        .collect();
    assert_eq!(
        told[..2],
        [
            ("Дім 1", "/data/house[1]/street", "Стара"),
            ("Власник 1", "/data/house[1]/owner[1]/name", "Юр"),
        ],
        "{told:?}"
    );
}

#[test]
fn a_power_cut_loses_no_row_within_a_row() {
    let mut state = blank();
    state.add_row("/data/house[1]/owner").unwrap();
    state.set("/data/house[1]/owner[2]/name", "Юр").unwrap();
    let kept = state.instance();
    let again = started(&kept);
    assert_eq!(asked(&again.view()), asked(&state.view()));
    assert_eq!(again.answers(), state.answers());
}
