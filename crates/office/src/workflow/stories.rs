//! The day as a diary: inputs in, effects out. What must hold on any day is shown on thousands of random ones.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod chip;
mod clock;
mod corner;
mod days;
mod dispatch;
mod endings;
mod handover;
mod idle;
mod intake;
mod keys;
mod mending;
mod model;
mod papers;
mod plan;
mod profile;
mod report;
mod roles;

use super::{CommunityFacts, KitFacts, Workflow};
use crate::application::Stage;
use crate::command::{Awakening, Command, Input, RecordId, Secret};
use crate::document::{PageRef, SIGNED_SHEET};
use crate::dossier::Dossier;
use crate::effect::Effect;
use crate::id::{ApplicationId, CommunityId, DocumentKey, PageId, PrintId, ServiceId, VisitId};
use crate::label::Label;
use crate::number::Number;
use crate::person::PersonField;
use crate::service::{Consent, DocumentRule, Service};
use crate::snapshot::{ApplicationView, JournalLine, JournalState, Snapshot, VisitView};
use crate::time::{At, Moment};
use crate::trouble::Trouble;
use crate::visit::Basis;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const XFORM: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="t"><all><surname/><reason/></all></data></instance>
<bind nodeset="/data/all/surname" type="string" required="true()"/>
<bind nodeset="/data/all/reason" type="string" required="true()"/></model></h:head>
<h:body><group ref="/data/all"><label>All</label>
<input appearance="valiza-person-surname" ref="/data/all/surname"><label>Surname</label></input>
<input ref="/data/all/reason"><label>Reason</label></input></group></h:body></h:html>"#;

/// Saturday, 21.11.2026, 14:25 in Kyiv.
const SATURDAY: i64 = 1_795_263_900;
const DAY_S: i64 = 86_400;

fn service(id: &str) -> Service {
    Service {
        id: ServiceId::from(id),
        name: Label::same("Service"),
        authority: Label::same("Authority"),
        ask_after_days: 10,
        documents: vec![DocumentRule {
            key: DocumentKey::from("lease"),
            name: Label::same("Lease"),
            required: true,
            ..DocumentRule::default()
        }],
        consent: Consent {
            version: "1".into(),
            text: Label::same("Consent"),
        },
        xform: XFORM.into(),
        unverified: true,
        ..Service::default()
    }
}

fn facts() -> KitFacts {
    KitFacts {
        name: "042".into(),
        number: 42,
        communities: vec![CommunityFacts {
            id: CommunityId::from("c"),
            name: Label::same("C"),
            phone: "1".into(),
            accounts: BTreeSet::new(),
        }],
        services: vec![service("s"), service("t")],
        ..KitFacts::default()
    }
}

/// A locked kit that nothing has happened to yet. Its forms are read once: a day has many power cuts.
fn fresh() -> Workflow {
    static FRESH: LazyLock<Workflow> = LazyLock::new(|| Workflow::new(facts()));
    FRESH.clone()
}

/// What lies on the disk of the kit: all that is left after a power cut.
#[derive(Clone, Default)]
struct Disk {
    records: BTreeMap<RecordId, Vec<u8>>,
    journal: Vec<JournalLine>,
    sealed: BTreeMap<ApplicationId, Dossier>,
}

impl Disk {
    /// Writes what an effect writes, as the keeper does. A record without a key takes nothing in.
    fn write(&mut self, effect: &Effect) {
        match effect {
            Effect::NewRecord { record, .. } => {
                self.records.insert(*record, b"{}".to_vec());
            }
            Effect::SaveRecord { record, body, .. } => {
                if let Some(kept) = self.records.get_mut(record) {
                    kept.clone_from(&body.0);
                }
            }
            Effect::DropRecord(record) => {
                self.records.remove(record);
            }
            Effect::NoteNumber {
                number,
                day,
                belongs_to,
            } => {
                if self.line(number).is_none() {
                    self.journal.push(JournalLine {
                        number: number.clone(),
                        day: day.clone(),
                        state: JournalState::Drawn,
                        belongs_to: belongs_to.clone(),
                    });
                }
            }
            Effect::VoidNumber { number } => {
                self.advance(number, JournalState::Drawn, JournalState::Void);
            }
            Effect::Unlock(_)
            | Effect::Lock
            | Effect::Panic
            | Effect::SetKey { .. }
            | Effect::Renew { .. }
            | Effect::PassOn { .. }
            | Effect::KeepOnly(_)
            | Effect::Quit
            | Effect::ReadCard { .. }
            | Effect::Scan { .. }
            | Effect::Import { .. }
            | Effect::TakeProfile(_)
            | Effect::StopWork
            | Effect::DropPage { .. }
            | Effect::CopyPage { .. }
            | Effect::Print { .. }
            | Effect::Seal(_)
            | Effect::Taken(_)
            | Effect::UseStick(_)
            | Effect::TryNow
            | Effect::Examine
            | Effect::StopExamining => {}
        }
    }

    /// Seals in one transaction: the parcel, the number, and the draft is gone.
    fn seal(&mut self, dossier: &Dossier) {
        let twice = self.sealed.insert(dossier.application, dossier.clone());
        assert!(twice.is_none(), "an application is sealed once");
        self.advance(&dossier.number, JournalState::Drawn, JournalState::Sealed);
        self.records
            .remove(&RecordId::Application(dossier.application));
    }

    fn line(&mut self, number: &Number) -> Option<&mut JournalLine> {
        self.journal.iter_mut().find(|line| line.number == *number)
    }

    fn advance(&mut self, number: &Number, from: JournalState, to: JournalState) {
        if let Some(line) = self.line(number).filter(|line| line.state == from) {
            line.state = to;
        }
    }
}

struct Office {
    workflow: Workflow,
    disk: Disk,
    /// Wall clock and uptime, which a cut or a wrong hand may part.
    wall_s: i64,
    uptime_s: u64,
    inputs: u64,
}

impl Office {
    fn new() -> Self {
        Self {
            workflow: fresh(),
            disk: Disk::default(),
            wall_s: SATURDAY,
            uptime_s: 0,
            inputs: 0,
        }
    }

    fn open() -> Self {
        let mut office = Self::new();
        office.unlock();
        office
    }

    /// Unlocks with whatever lies on the disk.
    fn unlock(&mut self) -> Vec<Effect> {
        self.ask(Command::Unlock {
            passphrase: Secret("x".into()),
        });
        let awakening = Awakening {
            records: self.disk.records.clone().into_iter().collect(),
            journal: self.disk.journal.clone(),
            administrator: "Петренко О. І.".into(),
            unreadable: 0,
            has_card: true,
        };
        self.hear(Input::Unlocked(Box::new(awakening)))
    }

    /// A power cut: everything that is not on the disk is gone.
    fn cut(&mut self) {
        self.workflow = fresh();
        self.uptime_s = 0;
        self.unlock();
    }

    /// An input whose effects are not carried out.
    fn whisper(&mut self, input: Input) -> Vec<Effect> {
        self.inputs += 1;
        self.wall_s += 1;
        self.uptime_s += 1;
        let mut entropy = [0; 32];
        for (place, byte) in entropy.iter_mut().enumerate() {
            *byte = (self.inputs >> (8 * (place % 8))) as u8 ^ place as u8;
        }
        let moment = Moment {
            wall_s: self.wall_s,
            offset_s: 7200,
            since_boot_ms: self.uptime_s * 1000,
            anchor_s: SATURDAY - 5 * DAY_S,
        };
        self.workflow.handle(input, &At { moment, entropy })
    }

    fn hear(&mut self, input: Input) -> Vec<Effect> {
        let effects = self.whisper(input);
        for effect in &effects {
            self.disk.write(effect);
        }
        let journal = self.disk.journal.clone();
        self.whisper(Input::Journal(journal));
        effects
    }

    fn ask(&mut self, command: Command) -> Vec<Effect> {
        self.hear(Input::Command(command))
    }

    fn shown(&self) -> Snapshot {
        self.workflow.snapshot()
    }

    fn visit(&self) -> VisitView {
        self.shown().visit.unwrap()
    }

    fn current(&self) -> ApplicationView {
        self.visit().current().unwrap().clone()
    }

    fn last_trouble(&self) -> Option<Trouble> {
        self.shown()
            .notices
            .last()
            .map(|notice| notice.trouble.clone())
    }

    fn begin(&mut self, basis: Basis) -> VisitId {
        self.ask(Command::NewVisit {
            community: CommunityId::from("c"),
            basis,
        });
        self.visit().visit.id
    }

    fn add(&mut self, service: &str) {
        self.ask(Command::AddApplication {
            service: ServiceId::from(service),
        });
    }

    fn say(&mut self, field: PersonField, text: &str) {
        self.ask(Command::SetPerson {
            field,
            text: text.into(),
        });
    }

    fn answer(&mut self, value: &str) {
        self.ask(Command::SetAnswer {
            path: "/data/all/reason".into(),
            value: value.into(),
        });
    }

    /// A visit whose form and checklist are complete.
    fn filled() -> Self {
        let mut office = Self::open();
        office.begin(Basis::Age80);
        office.add("s");
        office.say(PersonField::Surname, "Гнатюк");
        office.answer("45");
        office.page("lease", 1);
        office.override_everything();
        office
    }

    fn page(&mut self, document: &str, number: u8) -> Vec<Effect> {
        let application = self.current().id;
        self.ask(Command::Scan {
            document: DocumentKey::from(document),
        });
        let mut effects = self.page_arrives(application, document, number);
        effects.extend(self.hear(Input::WorkEnded { trouble: None }));
        effects
    }

    fn page_arrives(
        &mut self,
        application: ApplicationId,
        document: &str,
        number: u8,
    ) -> Vec<Effect> {
        let page = PageRef {
            id: PageId([number; 16]),
            digest: String::new(),
            size: 100,
            width: 1,
            height: 1,
            turns: 0,
            looks_blank: false,
            looks_like: None,
        };
        self.hear(Input::PageArrived {
            application,
            document: DocumentKey::from(document),
            page,
        })
    }

    fn override_everything(&mut self) {
        let visit = self.visit();
        for finding in &visit.findings {
            self.ask(Command::OverridePerson {
                finding: finding.key(),
                reason: "seen".into(),
            });
        }
        for finding in visit
            .current()
            .map(|view| view.findings.clone())
            .unwrap_or_default()
        {
            self.ask(Command::Override {
                finding: finding.key(),
                reason: "seen".into(),
            });
        }
    }

    /// Read over, printed, signed, scanned back.
    fn sign(&mut self) -> Vec<Effect> {
        self.ask(Command::GiveConsent);
        let effects = self.ask(Command::PrintApplication);
        self.hear(Input::Printed {
            print: print_of(&effects),
        });
        self.page(SIGNED_SHEET, 2);
        effects
    }

    fn signed() -> Self {
        let mut office = Self::filled();
        office.sign();
        office
    }

    /// Finishes the current application; the keeper seals it.
    fn finish(&mut self) -> Dossier {
        let effects = self.ask(Command::Finish);
        let dossier = sealing(&effects);
        self.keep(&dossier);
        dossier
    }

    /// The keeper seals and says so.
    fn keep(&mut self, dossier: &Dossier) -> Vec<Effect> {
        self.disk.seal(dossier);
        self.hear(Input::Sealed {
            application: dossier.application,
            bytes: 1,
        })
    }

    /// A visit with one application sealed, still at the table.
    fn sealed() -> (Self, Dossier) {
        let mut office = Self::signed();
        let dossier = office.finish();
        (office, dossier)
    }
}

fn print_of(effects: &[Effect]) -> PrintId {
    effects
        .iter()
        .find_map(|effect| {
            if let Effect::Print { print, .. } = effect {
                Some(*print)
            } else {
                None
            }
        })
        .unwrap()
}

/// The dossier that the effects order to be sealed.
fn sealing(effects: &[Effect]) -> Dossier {
    let found = effects.iter().find_map(|effect| {
        if let Effect::Seal(dossier) = effect {
            Some(dossier.as_ref().clone())
        } else {
            None
        }
    });
    found.unwrap_or_else(|| panic!("nothing is sealed: {effects:?}"))
}
