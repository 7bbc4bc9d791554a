//! The plays of residents, and a kit on which one goes on. Nobody in them exists.
//!
//! A play walks the office's own workflow, so no rule is repeated here.

use office::application::FeeProof;
use office::command::Secret;
use office::document::{Form, PageRef, SIGNED_SHEET};
use office::dossier::Dossier;
use office::id::{CommunityId, DocumentKey, PageId, ServiceId};
use office::paper::Paper;
use office::person::PersonField;
use office::service::Service;
use office::snapshot::{ApplicationView, VisitView};
use office::visit::Basis;
use office::workflow::{CommunityFacts, KitFacts};
use office::{At, Command, Effect, Input, Moment, Workflow};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One play.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Play {
    /// Who it is and why the office came; for the reader.
    pub(crate) story: String,
    pub(crate) service: ServiceId,
    pub(crate) basis: Basis,
    pub(crate) person: BTreeMap<PersonField, String>,
    /// Path and answer, in the order in which they are told; rows are added as their paths appear.
    pub(crate) answers: Vec<(String, String)>,
    /// Path, wrong answer, and the rule that must object.
    pub(crate) refused: Vec<(String, String, String)>,
    /// What this resident must not be asked.
    pub(crate) hidden: Vec<String>,
    /// What this resident is asked and has no answer to; everything else is answered.
    pub(crate) left_empty: Vec<String>,
    /// What the form works out by itself.
    pub(crate) calculated: Vec<(String, String)>,
    /// The rules of the checklist that speak to this resident, and no others.
    pub(crate) documents: Vec<String>,
    /// The tariff that the answers choose; empty where nothing is paid.
    pub(crate) tariff: String,
    /// Findings that stay, with the administrator's reason.
    pub(crate) overrides: Vec<(String, String)>,
}

/// The plays of a folder, by the names of their files.
pub(crate) fn plays(folder: &Path) -> BTreeMap<String, Play> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let play = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), play)
        })
        .collect()
}

/// A kit on 21 November 2026: what it was ordered to print, and what it sealed.
pub(crate) struct Kit {
    pub(crate) workflow: Workflow,
    ticks: u64,
    pub(crate) printed: Vec<(Paper, u32)>,
    pub(crate) sealed: Vec<Dossier>,
}

impl Kit {
    /// A kit whose visit holds the person and the application, with nothing told yet.
    pub(crate) fn begin(service: &Service, play: &Play) -> Self {
        let mut kit = Self {
            workflow: Workflow::new(KitFacts {
                number: 42,
                communities: vec![CommunityFacts {
                    id: CommunityId::from("hvizdets"),
                    ..CommunityFacts::default()
                }],
                services: vec![service.clone()],
                ..KitFacts::default()
            }),
            ticks: 0,
            printed: Vec::new(),
            sealed: Vec::new(),
        };
        kit.ask(Command::Unlock {
            passphrase: Secret(String::new()),
        });
        kit.hear(Input::Unlocked(Box::default()));
        kit.ask(Command::NewVisit {
            community: CommunityId::from("hvizdets"),
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

    /// Prints whatever is ordered at once and seals whatever is sent.
    pub(crate) fn hear(&mut self, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            self.ticks += 1;
            let mut entropy = [0; 32];
            entropy[..8].copy_from_slice(&self.ticks.to_le_bytes());
            let moment = Moment {
                wall_s: 1_795_262_700 + i64::try_from(self.ticks).unwrap(),
                offset_s: 7200,
                since_boot_ms: self.ticks * 1000,
                anchor_s: 1_795_000_000,
            };
            for effect in self.workflow.handle(input, &At { moment, entropy }) {
                if let Effect::Print {
                    print,
                    paper,
                    copies,
                    ..
                } = effect
                {
                    self.printed.push((paper, copies));
                    inputs.push(Input::Printed { print });
                } else if let Effect::Seal(dossier) = effect {
                    inputs.push(Input::Sealed {
                        application: dossier.application,
                        bytes: 0,
                    });
                    self.sealed.push(*dossier);
                }
            }
        }
    }

    pub(crate) fn ask(&mut self, command: Command) {
        self.hear(Input::Command(command));
    }

    pub(crate) fn visit(&self) -> VisitView {
        self.workflow.snapshot().visit.unwrap()
    }

    pub(crate) fn application(&self) -> ApplicationView {
        self.visit().current().unwrap().clone()
    }

    /// Tells an answer, adding the rows that its path counts.
    pub(crate) fn tell(&mut self, path: &str, value: &str) {
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

    /// Tells every answer.
    pub(crate) fn tell_all(&mut self, play: &Play) {
        for (path, value) in &play.answers {
            self.tell(path, value);
        }
    }

    /// Gives a paper to the kit: one page, or a look at it.
    pub(crate) fn hand_over(&mut self, document: &DocumentKey, expected: Form) {
        let application = self.application().id;
        self.ask(Command::SetDocumentForm {
            document: document.clone(),
            form: expected,
        });
        if expected == Form::Seen {
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
                looks_like: None,
            },
        });
        self.hear(Input::WorkEnded { trouble: None });
    }

    /// Keeps what the play keeps, with its reasons, and says how the fee stands.
    pub(crate) fn settle(&mut self, play: &Play) {
        for (finding, reason) in &play.overrides {
            let (finding, reason) = (finding.clone(), reason.clone());
            self.ask(if finding.starts_with("person.") {
                Command::OverridePerson { finding, reason }
            } else {
                Command::Override { finding, reason }
            });
        }
        if !play.tariff.is_empty() {
            let by = "2026-12-01".to_owned();
            let proof = FeeProof::ToBePaid { by };
            self.ask(Command::SetFee { proof });
        }
    }

    /// Consent, number, print, ink and seal.
    pub(crate) fn seal(&mut self, name: &str) -> &Dossier {
        self.ask(Command::GiveConsent);
        self.ask(Command::PrintApplication);
        assert!(
            !self.printed.is_empty(),
            "{name}: something still stands open"
        );
        self.hand_over(&DocumentKey::from(SIGNED_SHEET), Form::Original);
        self.ask(Command::Finish);
        let sealed = self.sealed.last();
        sealed.unwrap_or_else(|| panic!("{name}: finish does not seal"))
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
