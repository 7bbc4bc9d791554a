//! Invented residents ask for every shipped service: what each is asked, what a wrong answer is told, which papers the
//! checklist wants of them, and what is sealed in the end. The plays are `residents/*.json`; nobody in them exists.
//!
//! A play walks the office's own workflow, so no rule is repeated here.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sample/played.rs"]
mod played;

use office::document::SIGNED_SHEET;
use office::dossier::Dossier;
use office::finding::{Finding, Level};
use office::form::{Kind, Question};
use office::id::ServiceId;
use office::label::Label;
use office::service::Service;
use office::snapshot::ApplicationView;
use played::{Kit, Play};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn plays() -> BTreeMap<String, Play> {
    played::plays(&folder("tests/residents"))
}

static SERVICES: LazyLock<Vec<Service>> =
    LazyLock::new(|| catalogue::check(&folder("services")).unwrap().services);

/// The kit at the beginning of a play.
fn begin(play: &Play) -> Kit {
    Kit::begin(service(play), play)
}

fn service(play: &Play) -> &'static Service {
    let mut services = SERVICES.iter();
    services.find(|service| service.id == play.service).unwrap()
}

/// What is found about one answer.
fn findings(kit: &Kit, path: &str) -> Vec<Finding> {
    let place = format!("form.{path}");
    let mut findings = kit.application().findings;
    findings.retain(|finding| finding.place == place);
    findings
}

fn questions(view: &ApplicationView) -> BTreeMap<String, Question> {
    view.form
        .steps
        .iter()
        .flat_map(|step| {
            let in_rows = step.rows.iter().flatten().flat_map(|row| &row.questions);
            step.questions.iter().chain(in_rows)
        })
        .map(|question| (question.path.clone(), question.clone()))
        .collect()
}

fn both_languages(label: &Label) -> bool {
    !label.uk.is_empty() && !label.en.is_empty() && label.uk.chars().any(is_cyrillic)
}

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&letter)
}

#[test]
fn every_shipped_service_is_played() {
    let shipped: BTreeSet<ServiceId> = SERVICES.iter().map(|service| service.id.clone()).collect();
    let played: BTreeSet<ServiceId> = plays().into_values().map(|play| play.service).collect();
    assert_eq!(shipped.len(), 11);
    assert_eq!(shipped, played);
    assert!(plays().values().all(|play| play.story.ends_with('.')));
}

#[test]
fn each_resident_is_asked_what_concerns_them_and_nothing_else() {
    let mut complaints = Vec::new();
    for (name, play) in plays() {
        let mut kit = begin(&play);
        kit.tell_all(&play);
        let view = kit.application();
        let asked = questions(&view);
        let mut complain =
            |what: &str, path: &str| complaints.push(format!("{name}: {what} {path}"));
        for (path, _) in &play.answers {
            if !asked.contains_key(path) {
                complain("is not asked", path);
            }
        }
        for path in play.hidden.iter().filter(|path| asked.contains_key(*path)) {
            complain("is asked", path);
        }
        let empty = |question: &&Question| {
            !question.read_only && question.kind != Kind::Note && question.value.is_empty()
        };
        let empty: BTreeSet<&String> = asked
            .values()
            .filter(empty)
            .map(|question| &question.path)
            .collect();
        for path in empty.symmetric_difference(&play.left_empty.iter().collect()) {
            complain("either has no answer or has one after all:", path);
        }
        for (path, value) in &play.calculated {
            if asked[path].value != *value {
                complain(&format!("it is {} in", asked[path].value), path);
            }
        }
        for path in &view.form.missing {
            complain("has to answer", path);
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_question_of_every_form_is_asked_of_somebody() {
    let mut asked: BTreeMap<ServiceId, BTreeSet<String>> = BTreeMap::new();
    for play in plays().into_values() {
        let mut kit = begin(&play);
        kit.tell_all(&play);
        let paths = questions(&kit.application()).into_keys();
        asked
            .entry(play.service)
            .or_default()
            .extend(paths.map(|path| without_rows(&path)));
    }
    let mut never = Vec::new();
    for service in SERVICES.iter() {
        for path in body_paths(&service.xform) {
            if !asked[&service.id].contains(path) {
                never.push(format!("{} {path}", service.id));
            }
        }
    }
    assert!(never.is_empty(), "{}", never.join("\n"));
}

/// The paths of the questions of an XForm, rows left out.
fn body_paths(xform: &str) -> impl Iterator<Item = &str> {
    let body = xform.split_once("<h:body").unwrap().1;
    body.split('<')
        .filter(|tag| {
            ["input ", "select ", "select1 "]
                .iter()
                .any(|name| tag.starts_with(name))
        })
        .map(|tag| {
            tag.split_once("ref=\"")
                .unwrap()
                .1
                .split_once('"')
                .unwrap()
                .0
        })
}

fn without_rows(path: &str) -> String {
    path.split('[')
        .map(|part| part.split_once(']').map_or(part, |(_row, rest)| rest))
        .collect()
}

#[test]
fn each_wrong_answer_is_told_in_both_languages_and_forgotten_when_it_is_mended() {
    for (name, play) in plays() {
        let mut kit = begin(&play);
        kit.tell_all(&play);
        for (path, wrong, rule) in &play.refused {
            let right = questions(&kit.application())[path].value.clone();
            let before = kit.application().findings;
            kit.tell(path, wrong);
            let finding = findings(&kit, path)
                .into_iter()
                .find(|finding| finding.rule == *rule)
                .unwrap_or_else(|| panic!("{name}: {wrong:?} is taken for {path}"));
            if rule == "form-constraint" {
                assert_eq!(finding.level, Level::Warning, "{name}: {path}");
                assert!(both_languages(&finding.message), "{name}: {path}");
            }
            kit.tell(path, &right);
            assert_eq!(kit.application().findings, before, "{name}: {path}");
        }
    }
}

#[test]
fn the_card_wants_the_papers_and_the_fee_of_this_resident_and_the_seal_holds_what_was_said() {
    let mut open = Vec::new();
    for (name, play) in plays() {
        let mut kit = begin(&play);
        kit.tell_all(&play);
        let service = service(&play);
        let form = kit.application().form;
        let tariff = service
            .tariff(Some(&form))
            .map(|tariff| tariff.key.as_str());
        assert_eq!(tariff.unwrap_or_default(), play.tariff, "{name}");
        let needed = service.checklist(Some(&form));
        let mut rules: Vec<&str> = needed
            .iter()
            .map(|line| service.rule(&line.key).unwrap().key.0.as_str())
            .collect();
        rules.dedup();
        assert_eq!(rules, play.documents, "{name}");
        for line in &needed {
            kit.hand_over(&line.key, line.form);
        }
        kit.settle(&play);
        let mut findings = kit.visit().findings;
        findings.extend(kit.application().findings);
        findings.retain(Finding::is_open);
        if !findings.is_empty() {
            open.extend(
                findings
                    .iter()
                    .map(|finding| format!("{name}: {}", finding.key())),
            );
            continue;
        }
        let dossier = kit.seal(&name);
        assert_eq!(dossier.service, play.service);
        let said: BTreeSet<&str> = dossier
            .answers
            .iter()
            .map(|answer| answer.path.as_str())
            .collect();
        for (path, _) in &play.answers {
            assert!(
                said.contains(path.as_str()),
                "{name}: {path} is not in the summary"
            );
        }
        assert_eq!(dossier.documents.len(), needed.len() + 1, "{name}");
        assert!(
            dossier
                .documents
                .iter()
                .all(|document| both_languages(&document.name) || document.key.0 == SIGNED_SHEET),
            "{name}"
        );
        let overridden: Vec<&String> = play.overrides.iter().map(|(finding, _)| finding).collect();
        assert_eq!(
            dossier.overrides.keys().collect::<Vec<_>>(),
            overridden,
            "{name}"
        );
        let summary = serde_json::to_vec(dossier).unwrap();
        assert_eq!(
            serde_json::from_slice::<Dossier>(&summary).unwrap(),
            *dossier
        );
    }
    assert!(open.is_empty(), "{}", open.join("\n"));
}

#[test]
fn every_word_of_every_form_is_there_in_both_languages() {
    for (name, play) in plays() {
        let mut kit = begin(&play);
        kit.tell_all(&play);
        let view = kit.application();
        assert!(
            view.form
                .steps
                .iter()
                .all(|step| both_languages(&step.label)),
            "{name}"
        );
        for question in questions(&view).values() {
            assert!(both_languages(&question.label), "{}", question.path);
            let hint = &question.hint;
            assert!(
                *hint == Label::default() || both_languages(hint),
                "{}",
                question.path
            );
            let (Kind::SelectOne(choices) | Kind::SelectMany(choices)) = &question.kind else {
                continue;
            };
            let words: BTreeSet<&str> = choices
                .iter()
                .map(|choice| choice.label.uk.as_str())
                .collect();
            assert_eq!(words.len(), choices.len(), "{}", question.path);
            assert!(choices.iter().all(|choice| !choice.label.en.is_empty()));
        }
    }
}
