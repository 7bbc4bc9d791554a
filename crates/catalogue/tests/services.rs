//! The services that are shipped: they check, build and load, and their forms behave as residents need.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use office::finding::{Finding, Level};
use office::form::{Form, FormClock, FormError, FormState, Kind, Question};
use office::label::Language;
use office::person::{Person, PersonField, Source};
use parcel::{Signer as _, SoftSigner};
use std::path::{Path, PathBuf};

fn services() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("services")
}

fn form(id: &str) -> Form {
    let catalogue = catalogue::check(&services()).unwrap();
    let service = catalogue
        .services
        .iter()
        .find(|service| service.id.0 == id)
        .unwrap();
    Form::parse(&service.xform).unwrap()
}

fn clock() -> FormClock {
    FormClock {
        iso_date: "2026-11-21".to_owned(),
        iso_datetime: "2026-11-21T14:05:00+02:00".to_owned(),
    }
}

fn idp() -> FormState {
    FormState::start(&form("00169"), "", clock()).unwrap()
}

fn question(state: &FormState, path: &str) -> Option<Question> {
    let steps = state.view().steps;
    let rows = steps
        .iter()
        .flat_map(|step| step.rows.iter().flatten())
        .flat_map(|row| &row.questions);
    steps
        .iter()
        .flat_map(|step| &step.questions)
        .chain(rows)
        .find(|question| question.path == path)
        .cloned()
}

fn finding(state: &FormState, path: &str) -> Option<Finding> {
    state
        .findings()
        .into_iter()
        .find(|finding| finding.place == format!("form.{path}"))
}

const HAS_CHILDREN: &str = "/data/household/has_children";

#[test]
fn the_shipped_services_check_build_and_load() {
    let bundle = catalogue::build(&services(), "2026-11-21").unwrap();
    let again = catalogue::build(&services(), "2026-11-21").unwrap();
    let root = SoftSigner::from_seed(&[1; 32]);
    let file = bundle.sign(&root).unwrap();
    assert_eq!(file, again.sign(&root).unwrap());
    let loaded = catalogue::open(&file, &[root.public_key().clone()]).unwrap();
    assert_eq!(&loaded, bundle.catalogue());
    let ids: Vec<&str> = loaded
        .services
        .iter()
        .map(|service| service.id.0.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "00034",
            "00037",
            "00169",
            "care-compensation",
            "damaged-property",
            "equipment-request",
            "home-visit",
            "housing-subsidy",
            "owner-consent",
            "photo-25-45",
            "social-services"
        ]
    );
    assert!(loaded.services.iter().all(|service| service.unverified));
}

#[test]
fn a_signed_catalogue_opens_with_its_key_alone() {
    let (root, other) = (
        SoftSigner::from_seed(&[1; 32]),
        SoftSigner::from_seed(&[2; 32]),
    );
    let bundle = catalogue::build(&services(), "1").unwrap();
    let file = bundle.sign(&root).unwrap();
    assert_eq!(
        &catalogue::open(&file, &[root.public_key().clone()]).unwrap(),
        bundle.catalogue()
    );
    assert!(catalogue::open(&file, &[other.public_key().clone()]).is_err());
}

#[test]
fn the_questions_come_in_both_languages_and_in_order() {
    let view = idp().view();
    let headings: Vec<&str> = view
        .steps
        .iter()
        .map(|step| step.label.text(Language::En))
        .collect();
    assert_eq!(
        headings,
        [
            "Applicant",
            "More about the applicant",
            "Who submits the application",
            "Circumstances of displacement",
            "Registered address before displacement",
            "Present address",
            "Household",
            "Needs",
            "Living allowance",
            "Warning"
        ]
    );
    let reason = question(&idp(), "/data/displacement/reason").unwrap();
    assert_eq!(reason.label.text(Language::Uk), "Причина переміщення");
    assert!(reason.required);
    let Kind::SelectOne(choices) = reason.kind else {
        panic!("a reason is one of a list")
    };
    assert_eq!(choices[1].label.text(Language::Uk), "Тимчасова окупація");
    let circumstances = question(&idp(), "/data/displacement/circumstances").unwrap();
    assert_eq!(circumstances.kind, Kind::LongText);
    assert!(circumstances.hint.uk.starts_with("Зі слів"));
    assert_eq!(
        question(&idp(), "/data/declaration/warning").unwrap().kind,
        Kind::Note
    );
}

#[test]
fn children_are_asked_for_once_there_are_some() {
    let mut state = idp();
    assert!(state.view().steps.iter().all(|step| step.rows.is_none()));
    state.set(HAS_CHILDREN, "yes").unwrap();
    let view = state.view();
    let rows = view
        .steps
        .iter()
        .find_map(|step| step.rows.clone())
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert!(
        view.missing
            .contains(&"/data/children[1]/child_name".to_owned())
    );
    state.set(HAS_CHILDREN, "no").unwrap();
    assert!(state.view().steps.iter().all(|step| step.rows.is_none()));
    assert!(
        state
            .view()
            .missing
            .iter()
            .all(|path| !path.contains("children"))
    );
}

#[test]
fn removing_a_row_keeps_the_others() {
    let mut state = idp();
    state.set(HAS_CHILDREN, "yes").unwrap();
    state.add_row("/data/children").unwrap();
    state.add_row("/data/children").unwrap();
    for (row, name) in ["Олена", "Андрій", "Софія"].into_iter().enumerate() {
        state
            .set(&format!("/data/children[{}]/child_name", row + 1), name)
            .unwrap();
    }
    assert_eq!(
        question(&state, "/data/household_total/children_count")
            .unwrap()
            .value,
        "3"
    );
    state.remove_row("/data/children", 2).unwrap();
    assert_eq!(
        question(&state, "/data/children[1]/child_name")
            .unwrap()
            .value,
        "Олена"
    );
    assert_eq!(
        question(&state, "/data/children[2]/child_name")
            .unwrap()
            .value,
        "Софія"
    );
    assert_eq!(question(&state, "/data/children[3]/child_name"), None);
    assert_eq!(
        question(&state, "/data/household_total/children_count")
            .unwrap()
            .value,
        "2"
    );
    state.remove_row("/data/children", 1).unwrap();
    state.remove_row("/data/children", 1).unwrap();
    let rows = state
        .view()
        .steps
        .into_iter()
        .find_map(|step| step.rows)
        .unwrap();
    assert!(rows.is_empty());
    assert_eq!(
        state.remove_row("/data/children", 1),
        Err(FormError::NoSuchRow)
    );
    assert_eq!(state.add_row("/data/household"), Err(FormError::NoSuchRow));
    state.add_row("/data/children").unwrap();
    assert_eq!(
        question(&state, "/data/children[1]/child_name")
            .unwrap()
            .value,
        ""
    );
}

#[test]
fn an_age_is_calculated_and_a_birth_date_checked_in_both_languages() {
    let born = "/data/children[1]/child_birth_date";
    let age = "/data/children[1]/child_age";
    let mut state = idp();
    state.set(HAS_CHILDREN, "yes").unwrap();
    assert_eq!(question(&state, age).unwrap().value, "");
    state.set(born, "22.11.2018").unwrap();
    assert_eq!(question(&state, born).unwrap().value, "2018-11-22");
    assert_eq!(question(&state, age).unwrap().value, "7");
    assert!(question(&state, age).unwrap().read_only);
    assert_eq!(question(&state, born).unwrap().problem, None);
    state.set(born, "2018-11-21").unwrap();
    assert_eq!(question(&state, age).unwrap().value, "8");
    for wrong in ["2026-11-22", "2008-11-21"] {
        state.set(born, wrong).unwrap();
        let message = finding(&state, born).unwrap();
        assert_eq!(
            (message.rule.as_str(), message.level),
            ("form-constraint", Level::Warning)
        );
        assert!(message.message.uk.starts_with("Дитині має бути менше 18"));
        assert!(message.message.en.starts_with("The child is under 18"));
    }
    state.set(born, "скоро").unwrap();
    assert_eq!(finding(&state, born).unwrap().rule, "form-not-a-date");
    assert_eq!(
        question(&state, age).unwrap().value,
        "",
        "a stale age would be a wrong one"
    );
}

#[test]
fn a_bad_answer_is_a_finding_and_a_wrong_path_an_error() {
    let mut state = idp();
    state.set("/data/displacement/reason", "weather").unwrap();
    assert_eq!(
        finding(&state, "/data/displacement/reason").unwrap().rule,
        "form-not-a-choice"
    );
    state
        .set("/data/displacement/reason", "occupation")
        .unwrap();
    assert_eq!(finding(&state, "/data/displacement/reason"), None);
    let missing = finding(&state, "/data/needs/needs_list").unwrap();
    assert_eq!(
        (missing.rule.as_str(), missing.level),
        ("form-missing", Level::Error)
    );
    assert_eq!(
        state.set("/data/nothing", "x"),
        Err(FormError::NoSuchQuestion)
    );
    assert_eq!(
        state.set("/data/children[7]/child_name", "x"),
        Err(FormError::NoSuchQuestion)
    );
    assert_eq!(
        state.set("/data/children[1]/child_age", "9"),
        Err(FormError::ReadOnly)
    );
}

#[test]
fn an_account_number_is_asked_and_checked_only_with_the_allowance() {
    let iban = "/data/allowance/iban";
    let mut state = idp();
    assert_eq!(question(&state, iban), None);
    state.set("/data/allowance/wants_allowance", "yes").unwrap();
    assert_eq!(finding(&state, iban).unwrap().rule, "form-missing");
    state.set(iban, "UA12").unwrap();
    assert_eq!(finding(&state, iban).unwrap().rule, "iban-format");
    state.set(iban, "UA248999980314070617000013913").unwrap();
    assert_eq!(finding(&state, iban), None);
}

#[test]
fn the_person_answers_what_is_asked_of_them_once() {
    let mut person = Person::default();
    person.set(PersonField::Surname, "Знам’янко", Source::Typed);
    person.set(PersonField::BirthDate, "1948-02-28", Source::Mrz);
    person.set(PersonField::DocumentKind, "passport_book", Source::Typed);
    let mut state = idp();
    state.fill_person(&person);
    let surname = question(&state, "/data/applicant/surname").unwrap();
    assert_eq!(
        (surname.value.as_str(), surname.read_only),
        ("Знам’янко", true)
    );
    assert_eq!(
        state.set("/data/applicant/surname", "x"),
        Err(FormError::ReadOnly)
    );
    let answers = state.answers();
    let text = |path: &str| {
        answers
            .iter()
            .find(|answer| answer.path == path)
            .map(|answer| answer.text.uk.as_str())
    };
    assert_eq!(text("/data/applicant/birth_date"), Some("28.02.1948"));
    assert_eq!(
        text("/data/applicant/document_kind"),
        Some("Паспорт громадянина України (книжечка)")
    );
    assert!(!format!("{state:?}").contains("Знам"));
}

#[test]
fn answers_are_told_in_words_by_section_and_row() {
    let mut state = idp();
    state.set(HAS_CHILDREN, "yes").unwrap();
    state.add_row("/data/children").unwrap();
    state
        .set("/data/children[2]/child_relation", "daughter")
        .unwrap();
    state
        .set("/data/needs/needs_list", "housing medical")
        .unwrap();
    let answers = state.answers();
    let relation = answers
        .iter()
        .find(|answer| answer.path == "/data/children[2]/child_relation")
        .unwrap();
    assert_eq!(
        (relation.section.uk.as_str(), relation.text.uk.as_str()),
        ("Діти 2", "Донька")
    );
    let needs = answers
        .iter()
        .find(|answer| answer.path == "/data/needs/needs_list")
        .unwrap();
    assert_eq!(
        (needs.text.uk.as_str(), needs.text.en.as_str()),
        ("Житло, Медична допомога", "Housing, Medical help")
    );
    assert!(question(&state, "/data/needs/needs_text").is_some());
    state.set(HAS_CHILDREN, "no").unwrap();
    assert!(
        state
            .answers()
            .iter()
            .all(|answer| !answer.path.contains("/children"))
    );
}

#[test]
fn a_saved_form_goes_on_where_it_was_left() {
    let form = form("00169");
    let mut state = FormState::start(&form, "", clock()).unwrap();
    state.set(HAS_CHILDREN, "yes").unwrap();
    state
        .set(
            "/data/children[1]/child_name",
            "О'Коннор <& \"Син\"> Андріи\u{306}",
        )
        .unwrap();
    state
        .set("/data/displacement/circumstances", "  рядок\nдругий  ")
        .unwrap();
    let resumed = FormState::start(&form, &state.instance(), clock()).unwrap();
    assert_eq!(resumed.view(), state.view());
    assert_eq!(resumed.instance(), state.instance());
    let name = question(&resumed, "/data/children[1]/child_name")
        .unwrap()
        .value;
    assert_eq!(name, "О’Коннор <& \"Син\"> Андрій");
    state.remove_row("/data/children", 1).unwrap();
    let resumed = FormState::start(&form, &state.instance(), clock()).unwrap();
    assert!(
        resumed
            .view()
            .steps
            .iter()
            .find_map(|step| step.rows.clone())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_saved_form_gains_the_questions_that_came_later() {
    let earlier = "<data><household><has_children>yes</has_children></household><children><child_name>Олена</child_name>\
                   </children><gone>kept</gone></data>";
    let form = form("00169");
    let mut state = FormState::start(&form, earlier, clock()).unwrap();
    assert_eq!(
        question(&state, "/data/children[1]/child_name")
            .unwrap()
            .value,
        "Олена"
    );
    state
        .set("/data/children[1]/child_relation", "son")
        .unwrap();
    state.set("/data/allowance/wants_allowance", "no").unwrap();
    assert!(state.instance().contains("<gone>kept</gone>"));
    for foreign in ["<other/>", "no tags", "<data>"] {
        assert_eq!(
            FormState::start(&form, foreign, clock()).unwrap_err(),
            FormError::ForeignInstance
        );
    }
}

#[test]
fn a_photo_is_pasted_into_a_passport_book_only() {
    let number = "/data/applicant/document_number";
    let mut person = Person::default();
    person.set(PersonField::DocumentNumber, "000031886", Source::Typed);
    let mut state = FormState::start(&form("photo-25-45"), "", clock()).unwrap();
    state.fill_person(&person);
    assert_eq!(finding(&state, number).unwrap().rule, "form-constraint");
    person.set(PersonField::DocumentNumber, "ІЇ 123456", Source::Typed);
    state.fill_person(&person);
    assert_eq!(finding(&state, number), None);
    state.set("/data/photo/photos", "одна").unwrap();
    assert_eq!(
        finding(&state, "/data/photo/photos").unwrap().rule,
        "form-not-a-number"
    );
    state.set("/data/photo/photos", "1").unwrap();
    assert_eq!(
        finding(&state, "/data/photo/photos").unwrap().rule,
        "form-constraint"
    );
    state.set("/data/photo/photos", " 2 ").unwrap();
    state
        .set("/data/notice/notify_phone", "+380 67 123 45 67")
        .unwrap();
    assert_eq!(finding(&state, "/data/photo/photos"), None);
    assert_eq!(finding(&state, "/data/notice/notify_phone"), None);
}
