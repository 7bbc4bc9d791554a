//! Invented residents ask for every shipped service: what each is asked, what a wrong answer is told, which papers the
//! checklist wants of them, and what is sealed in the end. The plays are `residents/*.json`; nobody in them exists.
//!
//! A play walks the office's own workflow, so no rule is repeated here.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use office::application::FeeProof;
use office::command::Secret;
use office::document::{Form as Expected, PageRef, SIGNED_SHEET};
use office::dossier::Dossier;
use office::finding::{Finding, Level};
use office::form::{Kind, Question};
use office::id::{CommunityId, DocumentKey, PageId, PrintId, ServiceId};
use office::label::Label;
use office::person::PersonField;
use office::service::Service;
use office::snapshot::{ApplicationView, VisitView};
use office::visit::Basis;
use office::workflow::{CommunityFacts, KitFacts};
use office::{At, Command, Effect, Input, Moment, Workflow};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One play.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Play {
    /// Who it is and why the office came; for the reader.
    story: String,
    service: ServiceId,
    basis: Basis,
    person: BTreeMap<PersonField, String>,
    /// Path and answer, in the order in which they are told; rows are added as their paths appear.
    answers: Vec<(String, String)>,
    /// Path, wrong answer, and the rule that must object.
    refused: Vec<(String, String, String)>,
    /// What this resident must not be asked.
    hidden: Vec<String>,
    /// What this resident is asked and has no answer to; everything else is answered.
    left_empty: Vec<String>,
    /// What the form works out by itself.
    calculated: Vec<(String, String)>,
    /// The rules of the checklist that speak to this resident, and no others.
    documents: Vec<String>,
    /// The tariff that the answers choose; empty where nothing is paid.
    tariff: String,
    /// Findings that stay, with the administrator's reason.
    overrides: Vec<(String, String)>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn plays() -> BTreeMap<String, Play> {
    std::fs::read_dir(folder("tests/residents"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let play = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), play)
        })
        .collect()
}

static SERVICES: LazyLock<Vec<Service>> =
    LazyLock::new(|| catalogue::check(&folder("services")).unwrap().services);

/// A kit on 21 November 2026, on which one play goes on.
struct Kit {
    workflow: Workflow,
    ticks: u64,
}

impl Kit {
    fn begin(play: &Play) -> Self {
        let community = CommunityId::from("hvizdets");
        let mut kit = Self {
            workflow: Workflow::new(KitFacts {
                number: 42,
                communities: vec![CommunityFacts {
                    id: community.clone(),
                    ..CommunityFacts::default()
                }],
                services: SERVICES
                    .iter()
                    .filter(|service| service.id == play.service)
                    .cloned()
                    .collect(),
                ..KitFacts::default()
            }),
            ticks: 0,
        };
        kit.ask(Command::Unlock {
            passphrase: Secret(String::new()),
        });
        kit.hear(Input::Unlocked(Box::default()));
        kit.ask(Command::NewVisit {
            community,
            basis: play.basis,
        });
        for (field, text) in &play.person {
            let (field, text) = (*field, text.clone());
            kit.ask(Command::SetPerson { field, text });
        }
        kit.ask(Command::AddApplication {
            service: play.service.clone(),
        });
        kit
    }

    fn hear(&mut self, input: Input) -> Vec<Effect> {
        self.ticks += 1;
        let mut entropy = [0; 32];
        entropy[..8].copy_from_slice(&self.ticks.to_le_bytes());
        let moment = Moment {
            wall_s: 1_795_262_700 + i64::try_from(self.ticks).unwrap(),
            offset_s: 7200,
            since_boot_ms: self.ticks * 1000,
            anchor_s: 1_795_000_000,
        };
        self.workflow.handle(input, &At { moment, entropy })
    }

    fn ask(&mut self, command: Command) -> Vec<Effect> {
        self.hear(Input::Command(command))
    }

    fn visit(&mut self) -> VisitView {
        self.workflow.snapshot().visit.unwrap()
    }

    fn application(&mut self) -> ApplicationView {
        self.visit().current().unwrap().clone()
    }

    /// Tells an answer, adding the rows that its path counts.
    fn tell(&mut self, path: &str, value: &str) {
        if let Some((repeat, rest)) = path.split_once('[') {
            let position: usize = rest.split_once(']').unwrap().0.parse().unwrap();
            while rows(&self.application(), repeat) < position {
                let before = rows(&self.application(), repeat);
                self.ask(Command::AddRow {
                    path: repeat.to_owned(),
                });
                let after = rows(&self.application(), repeat);
                assert_eq!(after, before + 1, "no row can be added to {repeat}");
            }
        }
        let (path, value) = (path.to_owned(), value.to_owned());
        self.ask(Command::SetAnswer { path, value });
    }

    fn findings(&mut self, path: &str) -> Vec<Finding> {
        let place = format!("form.{path}");
        let mut findings = self.application().findings;
        findings.retain(|finding| finding.place == place);
        findings
    }

    fn hand_over(&mut self, document: &DocumentKey, expected: Expected) {
        let application = self.application().id;
        self.ask(Command::SetDocumentForm {
            document: document.clone(),
            form: expected,
        });
        if expected == Expected::Seen {
            return;
        }
        self.ask(Command::Scan {
            document: document.clone(),
        });
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.ticks.to_le_bytes());
        self.hear(Input::PageArrived {
            application,
            document: document.clone(),
            page: PageRef {
                id: PageId(id),
                digest: "0".repeat(64),
                size: 40_000,
                width: 1654,
                height: 2339,
                turns: 0,
                looks_blank: false,
            },
        });
        self.hear(Input::WorkEnded { trouble: None });
    }

    /// Consent, number, print, ink and seal.
    fn seal(&mut self, name: &str) -> Dossier {
        self.ask(Command::GiveConsent);
        let printing = self.ask(Command::PrintApplication);
        let print: PrintId = printing
            .iter()
            .find_map(|effect| {
                if let Effect::Print { print, .. } = effect {
                    Some(*print)
                } else {
                    None
                }
            })
            .unwrap_or_else(|| panic!("{name}: something still stands open"));
        self.hear(Input::Printed { print });
        self.hand_over(&DocumentKey::from(SIGNED_SHEET), Expected::Original);
        let finished = self.ask(Command::Finish);
        finished
            .into_iter()
            .find_map(|effect| {
                if let Effect::Seal(dossier) = effect {
                    Some(*dossier)
                } else {
                    None
                }
            })
            .unwrap_or_else(|| panic!("{name}: finish does not seal"))
    }
}

fn rows(view: &ApplicationView, repeat: &str) -> usize {
    view.form
        .steps
        .iter()
        .find(|step| step.path == repeat)
        .and_then(|step| step.rows.as_ref())
        .map_or(0, Vec::len)
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

fn told(kit: &mut Kit, play: &Play) {
    for (path, value) in &play.answers {
        kit.tell(path, value);
    }
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
        let mut kit = Kit::begin(&play);
        told(&mut kit, &play);
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
        let mut kit = Kit::begin(&play);
        told(&mut kit, &play);
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
        let mut kit = Kit::begin(&play);
        told(&mut kit, &play);
        for (path, wrong, rule) in &play.refused {
            let right = questions(&kit.application())[path].value.clone();
            let before = kit.application().findings;
            kit.tell(path, wrong);
            let finding = kit
                .findings(path)
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
        let mut kit = Kit::begin(&play);
        told(&mut kit, &play);
        let service = SERVICES
            .iter()
            .find(|service| service.id == play.service)
            .unwrap();
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
        for (finding, reason) in &play.overrides {
            let (finding, reason) = (finding.clone(), reason.clone());
            kit.ask(if finding.starts_with("person.") {
                Command::OverridePerson { finding, reason }
            } else {
                Command::Override { finding, reason }
            });
        }
        if !play.tariff.is_empty() {
            let by = "2026-12-01".to_owned();
            let proof = FeeProof::ToBePaid { by };
            kit.ask(Command::SetFee { proof });
        }
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
        let summary = serde_json::to_vec(&dossier).unwrap();
        assert_eq!(
            serde_json::from_slice::<Dossier>(&summary).unwrap(),
            dossier
        );
    }
    assert!(open.is_empty(), "{}", open.join("\n"));
}

#[test]
fn every_word_of_every_form_is_there_in_both_languages() {
    for (name, play) in plays() {
        let mut kit = Kit::begin(&play);
        told(&mut kit, &play);
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
