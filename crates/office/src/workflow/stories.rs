//! The day as a diary: inputs in, effects out. What must hold on any day is shown on thousands of random ones.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::{CommunityFacts, KitFacts, Workflow};
use crate::application::Stage;
use crate::command::{Awakening, Command, Input, RecordId, Secret};
use crate::document::{PageRef, SIGNED_SHEET};
use crate::effect::Effect;
use crate::id::{CommunityId, DocumentKey, PageId, PrintId, ServiceId};
use crate::label::Label;
use crate::person::PersonField;
use crate::service::{Consent, DocumentRule, Service};
use crate::snapshot::{ApplicationView, Gate, PaperState};
use crate::time::{At, Moment};
use crate::trouble::{DeviceKind, Trouble};
use crate::visit::Basis;
use proptest::prelude::*;

const XFORM: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="t"><all><surname/><reason/></all></data></instance>
<bind nodeset="/data/all/surname" type="string" required="true()"/>
<bind nodeset="/data/all/reason" type="string" required="true()"/></model></h:head>
<h:body><group ref="/data/all"><label>All</label>
<input appearance="valiza-person-surname" ref="/data/all/surname"><label>Surname</label></input>
<input ref="/data/all/reason"><label>Reason</label></input></group></h:body></h:html>"#;

struct Office {
    workflow: Workflow,
    clock: u64,
}

impl Office {
    fn new() -> Self {
        let service = Service {
            id: ServiceId::from("s"),
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
        };
        let community = CommunityFacts {
            id: CommunityId::from("c"),
            name: Label::same("C"),
            phone: "1".into(),
        };
        let facts = KitFacts {
            name: "042".into(),
            number: 42,
            communities: vec![community],
            services: vec![service],
            slip_only: false,
        };
        Self {
            workflow: Workflow::new(facts),
            clock: 0,
        }
    }

    fn open() -> Self {
        let mut office = Self::new();
        office.unlock(Awakening::default());
        office
    }

    fn unlock(&mut self, awakening: Awakening) {
        self.ask(Command::Unlock {
            passphrase: Secret("x".into()),
        });
        self.hear(Input::Unlocked(Box::new(awakening)));
    }

    fn hear(&mut self, input: Input) -> Vec<Effect> {
        self.clock += 1;
        let mut entropy = [0; 32];
        for (place, byte) in entropy.iter_mut().enumerate() {
            *byte = (self.clock >> (8 * (place % 8))) as u8 ^ place as u8;
        }
        let wall_s = 1_795_263_900 + self.clock as i64;
        let moment = Moment {
            wall_s,
            offset_s: 7200,
            since_boot_ms: self.clock * 1000,
            anchor_s: 1_795_000_000,
        };
        self.workflow.handle(input, &At { moment, entropy })
    }

    fn ask(&mut self, command: Command) -> Vec<Effect> {
        self.hear(Input::Command(command))
    }

    fn current(&self) -> ApplicationView {
        self.workflow
            .snapshot()
            .visit
            .unwrap()
            .current()
            .unwrap()
            .clone()
    }

    /// A visit whose form and checklist are complete.
    fn filled() -> Self {
        let mut office = Self::open();
        office.ask(Command::NewVisit {
            community: CommunityId::from("c"),
            basis: Basis::Age80,
        });
        office.ask(Command::AddApplication {
            service: ServiceId::from("s"),
        });
        office.ask(Command::SetPerson {
            field: PersonField::Surname,
            text: "Гнатюк".into(),
        });
        office.ask(Command::SetAnswer {
            path: "/data/all/reason".into(),
            value: "45".into(),
        });
        office.page("lease", 1);
        office.override_everything();
        office
    }

    fn page(&mut self, document: &str, number: u8) -> Vec<Effect> {
        let application = self.current().id;
        self.ask(Command::Scan {
            document: DocumentKey::from(document),
        });
        let page = PageRef {
            id: PageId([number; 16]),
            digest: String::new(),
            size: 100,
            width: 1,
            height: 1,
            turns: 0,
            looks_blank: false,
        };
        let effects = self.hear(Input::PageArrived {
            application,
            document: DocumentKey::from(document),
            page,
        });
        self.hear(Input::WorkEnded { trouble: None });
        effects
    }

    fn override_everything(&mut self) {
        let visit = self.workflow.snapshot().visit.unwrap();
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

    fn signed() -> Self {
        let mut office = Self::filled();
        office.ask(Command::GiveConsent);
        let effects = office.ask(Command::PrintApplication);
        office.hear(Input::Printed {
            print: print_of(&effects),
        });
        office.page(SIGNED_SHEET, 2);
        office
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

#[test]
fn a_visit_goes_from_the_first_word_to_the_seal() {
    let mut office = Office::signed();
    assert_eq!(office.current().stage, Stage::Signed);
    let effects = office.ask(Command::Finish);
    let [Effect::SaveRecord { .. }, Effect::Seal(dossier)] = effects.as_slice() else {
        panic!("finish seals: {effects:?}")
    };
    assert_eq!(dossier.answers.len(), 2);
    assert_eq!(dossier.documents.len(), 2);
    assert!(dossier.consent.is_some());
    let effects = office.hear(Input::Sealed {
        application: dossier.application,
        bytes: 1,
    });
    let printed: Vec<u32> = effects
        .iter()
        .filter_map(|effect| {
            if let Effect::Print { copies, .. } = effect {
                Some(*copies)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(printed, [2, 1], "two inventories, one slip");
    let view = office.current();
    assert_eq!(
        (view.stage, view.answers.len(), view.documents.len()),
        (Stage::Sealed, 0, 0)
    );
    let effects = office.ask(Command::CloseVisit);
    assert!(
        matches!(effects.as_slice(), [Effect::DropRecord(RecordId::Visit(_))]),
        "the folder goes with the visit"
    );
}

#[test]
fn a_number_is_written_down_before_anything_carries_it_and_never_changes() {
    let mut office = Office::filled();
    office.ask(Command::GiveConsent);
    let effects = office.ask(Command::PrintApplication);
    let noted = effects
        .iter()
        .position(|effect| matches!(effect, Effect::NoteNumber { .. }))
        .unwrap();
    let printed = effects
        .iter()
        .position(|effect| matches!(effect, Effect::Print { .. }))
        .unwrap();
    assert!(noted < printed);
    let number = office.current().number;
    let again = office.ask(Command::PrintApplication);
    assert!(
        !again
            .iter()
            .any(|effect| matches!(effect, Effect::NoteNumber { .. }))
    );
    assert_eq!(office.current().number, number);
}

#[test]
fn a_rule_never_stops_an_intake_but_asks_for_a_reason() {
    let mut office = Office::open();
    office.ask(Command::NewVisit {
        community: CommunityId::from("c"),
        basis: Basis::RouteDay,
    });
    office.ask(Command::AddApplication {
        service: ServiceId::from("s"),
    });
    office.ask(Command::GiveConsent);
    assert_eq!(
        office.current().stage,
        Stage::Filling,
        "open findings come first"
    );
    office.override_everything();
    office.ask(Command::GiveConsent);
    assert_eq!(
        office.current().stage,
        Stage::Reviewed,
        "an empty form with reasons goes on"
    );
}

#[test]
fn what_cannot_be_sealed_stays_a_draft_and_what_cannot_be_printed_stays_sealed() {
    let mut office = Office::signed();
    let application = office.current().id;
    office.ask(Command::Finish);
    office.hear(Input::NotSealed {
        application,
        trouble: Trouble::DiskFull,
    });
    assert_eq!(office.current().stage, Stage::Signed);
    office.ask(Command::Finish);
    let effects = office.hear(Input::Sealed {
        application,
        bytes: 1,
    });
    let trouble = Trouble::NoPaper(DeviceKind::Printer);
    office.hear(Input::NotPrinted {
        print: print_of(&effects),
        trouble: trouble.clone(),
    });
    let view = office.current();
    assert_eq!(
        (view.stage, view.papers.inventory),
        (Stage::Sealed, PaperState::Failed(trouble))
    );
    let again = office.ask(Command::Reprint);
    assert_eq!(again.len(), 2);
    office.ask(Command::PapersInHand);
    assert!(
        office.ask(Command::Reprint).is_empty(),
        "after that only the console prints"
    );
}

#[test]
fn a_change_after_the_signature_asks_for_another_signature() {
    let mut office = Office::signed();
    assert!(
        office
            .ask(Command::SetAnswer {
                path: "/data/all/reason".into(),
                value: "25".into()
            })
            .is_empty()
    );
    let effects = office.ask(Command::Reopen);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::DropPage { .. })),
        "the signed sheet is outdated"
    );
    let view = office.current();
    assert_eq!((view.stage, view.consented), (Stage::Filling, false));
    assert!(view.number.is_some(), "the number stays");
}

#[test]
fn a_page_that_was_removed_can_be_brought_back_to_its_place() {
    let mut office = Office::filled();
    office.page("lease", 7);
    let before = office.current().documents;
    office.ask(Command::RemovePage {
        page: PageId([1; 16]),
    });
    assert_eq!(office.current().documents[0].pages.len(), 1);
    office.ask(Command::RestorePage);
    assert_eq!(office.current().documents, before);
}

#[test]
fn identity_is_asked_for_once_and_fills_every_form() {
    let mut office = Office::filled();
    office.ask(Command::AddApplication {
        service: ServiceId::from("s"),
    });
    assert_eq!(office.current().form.steps[0].questions[0].value, "Гнатюк");
    assert!(office.current().form.steps[0].questions[0].read_only);
}

#[test]
fn drafts_of_before_go_on_after_unlocking() {
    let mut office = Office::open();
    let mut records = std::collections::BTreeMap::new();
    for effects in [
        office.ask(Command::NewVisit {
            community: CommunityId::from("c"),
            basis: Basis::Age80,
        }),
        office.ask(Command::SetPerson {
            field: PersonField::Surname,
            text: "Гнатюк".into(),
        }),
        office.ask(Command::AddApplication {
            service: ServiceId::from("s"),
        }),
        office.ask(Command::SetAnswer {
            path: "/data/all/reason".into(),
            value: "45".into(),
        }),
    ] {
        for effect in effects {
            if let Effect::SaveRecord { record, body, .. } = effect {
                records.insert(record, body.0);
            }
        }
    }
    let (before, visit) = (
        office.current().answers,
        office.workflow.snapshot().visits[0].id,
    );
    let mut again = Office::new();
    again.unlock(Awakening {
        records: records.into_iter().collect(),
        ..Awakening::default()
    });
    again.ask(Command::OpenVisit { visit });
    assert_eq!(again.current().answers, before);
}

#[test]
fn a_locked_kit_does_nothing_but_try_to_unlock_and_deliver() {
    let mut office = Office::new();
    let new_visit = Command::NewVisit {
        community: CommunityId::from("c"),
        basis: Basis::Age80,
    };
    assert!(office.ask(new_visit).is_empty());
    assert!(office.ask(Command::Finish).is_empty());
    assert_eq!(office.ask(Command::TryNow), [Effect::TryNow]);
    office.ask(Command::Unlock {
        passphrase: Secret("x".into()),
    });
    office.hear(Input::UnlockRefused(Trouble::WrongPassphrase { left: 9 }));
    assert_eq!(
        office.workflow.snapshot().gate,
        Gate::Locked {
            refusal: Some(Trouble::WrongPassphrase { left: 9 })
        }
    );
}

fn any_input() -> impl Strategy<Value = u8> {
    0..24_u8
}

fn step(office: &mut Office, choice: u8, page: u8) -> Vec<Effect> {
    let snapshot = office.workflow.snapshot();
    let current = snapshot
        .visit
        .as_ref()
        .and_then(|visit| visit.current())
        .map(|view| view.id);
    match choice {
        0 => office.ask(Command::NewVisit {
            community: CommunityId::from("c"),
            basis: Basis::Age80,
        }),
        1 => office.ask(Command::AddApplication {
            service: ServiceId::from("s"),
        }),
        2 => office.ask(Command::SetPerson {
            field: PersonField::Surname,
            text: format!("Г{page}"),
        }),
        3 => office.ask(Command::SetAnswer {
            path: "/data/all/reason".into(),
            value: page.to_string(),
        }),
        4 => current.map_or_else(Vec::new, |_| office.page("lease", page)),
        5 => current.map_or_else(Vec::new, |_| office.page(SIGNED_SHEET, page)),
        6 if snapshot.visit.is_some() => {
            office.override_everything();
            Vec::new()
        }
        7 => office.ask(Command::GiveConsent),
        8 => office.ask(Command::PrintApplication),
        9 => office.ask(Command::Finish),
        10 => current.map_or_else(Vec::new, |application| {
            office.hear(Input::Sealed {
                application,
                bytes: 1,
            })
        }),
        11 => current.map_or_else(Vec::new, |application| {
            office.hear(Input::NotSealed {
                application,
                trouble: Trouble::NotSealed,
            })
        }),
        12 => office.ask(Command::CloseVisit),
        13 => snapshot.visits.first().map_or_else(Vec::new, |line| {
            office.ask(Command::OpenVisit { visit: line.id })
        }),
        14 => office.ask(Command::Reopen),
        15 => office.ask(Command::RemovePage {
            page: PageId([page; 16]),
        }),
        16 => office.ask(Command::RestorePage),
        17 => office.hear(Input::WorkEnded {
            trouble: Some(Trouble::DeviceGone(DeviceKind::Scanner)),
        }),
        18 => office.hear(Input::MrzRead {
            lines: vec!["garbage".into()],
        }),
        19 => office.hear(Input::Tick),
        20 => office.ask(Command::Reprint),
        21 => office.ask(Command::PapersInHand),
        22 => {
            // The clock jumps back to 1970 or two years ahead.
            office.clock = office.clock.wrapping_mul(7) % 1_000_000;
            Vec::new()
        }
        _ => office.ask(Command::StopWork),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever happens in whatever order: a draft leaves by a finished sealing only, and a folder only after one.
    #[test]
    fn on_no_day_is_an_application_lost_or_doubled(choices in proptest::collection::vec((any_input(), 1..9_u8), 1..120)) {
        let mut office = Office::open();
        let mut sealing: Option<crate::id::ApplicationId> = None;
        let mut numbers = std::collections::BTreeSet::new();
        for (choice, page) in choices {
            let before: std::collections::BTreeSet<_> = office.workflow.drafts.keys().copied().collect();
            let asked_to_seal = sealing;
            let is_sealed_word = choice == 10;
            let effects = step(&mut office, choice, page);
            for effect in &effects {
                if let Effect::Seal(dossier) = effect {
                    sealing = Some(dossier.application);
                }
                if let Effect::NoteNumber { number, .. } = effect {
                    prop_assert!(numbers.insert(number.clone()), "a number is never given twice");
                }
            }
            let after: std::collections::BTreeSet<_> = office.workflow.drafts.keys().copied().collect();
            let lost: Vec<_> = before.difference(&after).collect();
            if !lost.is_empty() {
                prop_assert!(is_sealed_word, "a draft left without a sealing");
                let asked = asked_to_seal.unwrap();
                prop_assert_eq!(lost, vec![&asked], "a draft left that nobody asked to seal");
            }
            let _drawn = office.workflow.snapshot();
        }
    }
}
