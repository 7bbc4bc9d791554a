//! The window over the workflow itself: what is asked for is done, and every device, disk and key is played in a few lines.

use crate::snapshots::{Sheets, Villages, label};
use desk::Hand;
use egui_kittest::Harness;
use look::{Appearance, Language};
use office::command::{Awakening, RecordId, Secret};
use office::document::PageRef;
use office::dossier::Dossier;
use office::id::{ApplicationId, DocumentKey, PageId};
use office::service::{Consent, DocumentRule, Service};
use office::snapshot::{JournalLine, JournalState};
use office::workflow::{CommunityFacts, KitFacts};
use office::{At, Command, Effect, Input, Moment, Snapshot, Workflow};
use std::collections::{BTreeMap, VecDeque};

/// A form with a name that the visit fills and an answer that a person gives.
const XFORM: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="t"><all><surname/><reason/></all></data></instance>
<bind nodeset="/data/all/surname" type="string" required="true()"/>
<bind nodeset="/data/all/reason" type="string" required="true()"/></model></h:head>
<h:body><group ref="/data/all"><label>Обставини</label>
<input appearance="valiza-person-surname" ref="/data/all/surname"><label>Прізвище заявника</label></input>
<input ref="/data/all/reason"><label>Чому Ви переїхали?</label></input></group></h:body></h:html>"#;

/// Saturday, 21.11.2026, 14:25 in Kyiv.
const SATURDAY: i64 = 1_795_263_900;

fn service() -> Service {
    Service {
        id: "00169".into(),
        name: label("Взяття на облік", "Registration"),
        documents: vec![DocumentRule {
            key: DocumentKey::from("id"),
            name: label("Документ", "Document"),
            required: true,
            ..DocumentRule::default()
        }],
        consent: Consent {
            version: "1".into(),
            text: label("Згода на обробку даних", "Consent to processing"),
        },
        xform: XFORM.into(),
        ..Service::default()
    }
}

/// The kit without a window.
pub(crate) struct Kit {
    workflow: Workflow,
    records: BTreeMap<RecordId, Vec<u8>>,
    journal: Vec<JournalLine>,
    pub(crate) sealed: Vec<(Box<Dossier>, Snapshot)>,
    uptime_ms: u64,
    inputs: u64,
}

impl Kit {
    /// Unlocked, with nothing on it.
    pub(crate) fn open() -> Self {
        let mut kit = Self {
            workflow: locked(),
            records: BTreeMap::new(),
            journal: Vec::new(),
            sealed: Vec::new(),
            uptime_ms: 0,
            inputs: 0,
        };
        kit.unlock();
        kit
    }

    pub(crate) fn shown(&self) -> Snapshot {
        self.workflow.snapshot()
    }

    pub(crate) fn ask(&mut self, command: Command) {
        self.hear(Input::Command(command));
    }

    /// A power cut, after which somebody types the passphrase.
    pub(crate) fn cut(&mut self) {
        self.workflow = locked();
        self.uptime_ms = 0;
        self.unlock();
    }

    fn unlock(&mut self) {
        let passphrase = Secret("калина".to_owned());
        self.ask(Command::Unlock { passphrase });
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, seconds: u64) {
        self.uptime_ms += seconds * 1000;
        self.hear(Input::Tick);
    }

    pub(crate) fn hear(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            self.inputs += 1;
            self.uptime_ms += 10;
            let uptime_s = i64::try_from(self.uptime_ms / 1000).unwrap_or(0);
            let moment = Moment {
                wall_s: SATURDAY + uptime_s,
                offset_s: 7200,
                since_boot_ms: self.uptime_ms,
                anchor_s: SATURDAY - 86_400,
            };
            let mut entropy = [0; 32];
            entropy[..8].copy_from_slice(
                &self
                    .inputs
                    .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                    .to_be_bytes(),
            );
            entropy[8..16].copy_from_slice(&self.inputs.to_be_bytes());
            // How it stood before the seal; a picture of every moment would take an hour.
            let finishes = matches!(input, Input::Command(Command::Finish));
            let before = if finishes {
                self.shown()
            } else {
                Snapshot::default()
            };
            for effect in self.workflow.handle(input, &At { moment, entropy }) {
                inputs.extend(self.carry_out(effect, &before));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect, before: &Snapshot) -> Vec<Input> {
        match effect {
            Effect::Unlock(_) | Effect::Renew { .. } => {
                vec![Input::Unlocked(Box::new(Awakening {
                    records: self.records.clone().into_iter().collect(),
                    journal: self.journal.clone(),
                    administrator: "Петренко О. І.".to_owned(),
                    unreadable: 0,
                    has_card: true,
                }))]
            }
            Effect::NewRecord { record, .. } => {
                self.records.insert(record, b"{}".to_vec());
                Vec::new()
            }
            Effect::SaveRecord {
                record,
                revision,
                body,
            } => {
                if let Some(kept) = self.records.get_mut(&record) {
                    *kept = body.0;
                }
                vec![Input::RecordSaved { record, revision }]
            }
            Effect::DropRecord(record) => {
                self.records.remove(&record);
                Vec::new()
            }
            Effect::Scan {
                application,
                document,
            } => vec![
                self.page(application, document),
                Input::WorkEnded { trouble: None },
            ],
            Effect::Import { .. } => vec![Input::WorkEnded { trouble: None }],
            Effect::Print { print, .. } => vec![Input::Printed { print }],
            Effect::NoteNumber {
                number,
                day,
                belongs_to,
            } => {
                if !self.journal.iter().any(|line| line.number == number) {
                    let state = JournalState::Drawn;
                    self.journal.push(JournalLine {
                        number,
                        day,
                        state,
                        belongs_to,
                    });
                }
                vec![Input::Journal(self.journal.clone())]
            }
            Effect::VoidNumber { number } => {
                for line in self.journal.iter_mut().filter(|line| line.number == number) {
                    line.state = JournalState::Void;
                }
                vec![Input::Journal(self.journal.clone())]
            }
            Effect::Seal(dossier) => {
                let application = dossier.application;
                self.records.remove(&RecordId::Application(application));
                for line in self
                    .journal
                    .iter_mut()
                    .filter(|line| line.number == dossier.number)
                {
                    line.state = JournalState::Sealed;
                }
                self.sealed.push((dossier, before.clone()));
                vec![
                    Input::Sealed {
                        application,
                        bytes: 65_536,
                    },
                    Input::Journal(self.journal.clone()),
                ]
            }
            Effect::SetKey { wish, .. } => vec![Input::KeySet {
                wish,
                trouble: None,
            }],
            Effect::PassOn { .. } => vec![Input::PassedOn { trouble: None }],
            Effect::Lock | Effect::Quit | Effect::Panic => {
                self.workflow = locked();
                Vec::new()
            }
            Effect::KeepOnly(_)
            | Effect::ReadCard { .. }
            | Effect::TakeProfile(_)
            | Effect::StopWork
            | Effect::DropPage { .. }
            | Effect::CopyPage { .. }
            | Effect::Examine
            | Effect::StopExamining
            | Effect::TryNow
            | Effect::UseStick(_)
            | Effect::Taken(_) => Vec::new(),
        }
    }

    fn page(&mut self, application: ApplicationId, document: DocumentKey) -> Input {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&(self.inputs + 7).to_be_bytes());
        let page = PageRef {
            id: PageId(id),
            digest: String::new(),
            size: 45_000,
            width: 1240,
            height: 1754,
            turns: 0,
            looks_blank: false,
            looks_like: None,
        };
        Input::PageArrived {
            application,
            document,
            page,
        }
    }
}

/// A locked kit; its form is read once.
fn locked() -> Workflow {
    static LOCKED: std::sync::LazyLock<Workflow> = std::sync::LazyLock::new(|| {
        Workflow::new(KitFacts {
            name: "Валіза 042".to_owned(),
            number: 42,
            communities: vec![CommunityFacts {
                id: "sosnivka".into(),
                name: label("Соснівська громада", "Sosnivka community"),
                phone: "+380441234567".to_owned(),
                ..CommunityFacts::default()
            }],
            services: vec![service()],
            ..KitFacts::default()
        })
    });
    LOCKED.clone()
}

/// The window and the kit behind it.
pub(crate) struct Table {
    pub(crate) hand: Hand,
    pub(crate) kit: Kit,
    pub(crate) asked: Vec<&'static str>,
}

pub(crate) type Living<'a> = Harness<'a, Table>;

pub(crate) fn window<'a>() -> Living<'a> {
    let table = Table {
        hand: Hand::new(Language::Uk, Appearance::default()),
        kit: Kit::open(),
        asked: Vec::new(),
    };
    let draw = |ui: &mut egui::Ui, table: &mut Table| {
        let snapshot = table.kit.shown();
        for command in desk::draw(ui, &mut table.hand, &snapshot, &Sheets, &Villages) {
            table.asked.push(command.name());
            table.kit.ask(command);
            ui.ctx().request_repaint();
        }
    };
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(30)
        .with_context_setup(|ctx| look::install(ctx, Appearance::default()))
        .build_ui_state(draw, table);
    window.run_ok();
    window
}
