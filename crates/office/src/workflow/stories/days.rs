//! Thousands of random days against the reference model. Cables of scanner and printer are pulled, the power is cut between
//! any two writes, clocks go to 1970 and two years ahead, receipts come twice and keys are pressed twice.

use super::model::{Fate, Model};
use super::*;
use crate::application::{Matter, PostponeGround};
use crate::paper::PaperOrder;
use crate::person::PersonalText;
use crate::time::ClockSource;
use crate::trouble::DeviceKind;
use crate::visit::{Channel, VisitState};
use proptest::prelude::*;

/// An office with a keeper that may fail, on a disk that the model watches.
struct Day {
    office: Office,
    model: Model,
    /// What the keeper was asked to seal and has not answered.
    pending: Option<Dossier>,
    /// Orders that the printers have not answered.
    printing: Vec<PrintId>,
    /// Whether the clock jumped since the power came, and whether somebody confirmed it after that.
    clock: (bool, bool),
}

impl Day {
    fn begin() -> Self {
        Self {
            office: Office::open(),
            model: Model::default(),
            pending: None,
            printing: Vec::new(),
            clock: (false, false),
        }
    }

    /// Carries out at most `reach` effects; a lower number is a power cut in the middle.
    fn hear(&mut self, input: Input, reach: usize) {
        let looked_at = matches!(input, Input::Command(Command::ConfirmClock { .. }));
        let effects = self.office.whisper(input);
        self.clock.1 |= looked_at;
        self.carry_out(&effects, reach);
    }

    /// A clock that jumped is doubtful until somebody looked at it, and what is sealed says so.
    fn judge_clock(&self, sealed: ClockSource) {
        match self.clock {
            (_, true) => assert_eq!(sealed, ClockSource::Confirmed),
            (true, false) => assert_eq!(sealed, ClockSource::Doubtful),
            (false, false) => {}
        }
    }

    fn carry_out(&mut self, effects: &[Effect], reach: usize) {
        for effect in effects.iter().take(reach) {
            self.model.watch(effect);
            self.office.disk.write(effect);
            if let Effect::Seal(dossier) = effect {
                self.judge_clock(dossier.clock);
                self.pending = Some(dossier.as_ref().clone());
            } else if let Effect::Print { print, .. } = effect {
                self.printing.push(*print);
            }
            self.model.read_journal(&self.office.disk.journal);
        }
        if reach < effects.len() {
            self.cut();
        } else {
            let journal = self.office.disk.journal.clone();
            self.office.whisper(Input::Journal(journal));
        }
    }

    /// The keeper's transaction: from here on the application is sealed, whoever hears of it.
    fn commit(&mut self) -> Option<ApplicationId> {
        let dossier = self.pending.take()?;
        self.office.disk.seal(&dossier);
        self.model.fates.insert(dossier.application, Fate::Sealed);
        self.model.read_journal(&self.office.disk.journal);
        Some(dossier.application)
    }

    fn cut(&mut self) {
        self.pending = None;
        self.printing.clear();
        self.clock = (false, false);
        self.office.workflow = fresh();
        self.office.uptime_s = 0;
        let passphrase = Secret("x".into());
        self.office
            .whisper(Input::Command(Command::Unlock { passphrase }));
        let awakening = Awakening {
            records: self.office.disk.records.clone().into_iter().collect(),
            journal: self.office.disk.journal.clone(),
            administrator: "A".into(),
            unreadable: 0,
            has_card: true,
        };
        let effects = self.office.whisper(Input::Unlocked(Box::new(awakening)));
        self.carry_out(&effects, usize::MAX);
    }

    /// The number of a sealed application, the `choice`th of them.
    fn sealed_number(&self, choice: u8) -> Number {
        let sealed: Vec<_> = self.office.disk.sealed.values().collect();
        sealed
            .get(usize::from(choice) % sealed.len().max(1))
            .map_or_else(
                || Number::draw(7, &[choice; 32], &|_| false),
                |dossier| dossier.number.clone(),
            )
    }

    fn visit(&self, choice: u8) -> Option<VisitId> {
        let visits = self.office.shown().visits;
        let count = visits.len().max(1);
        visits.get(usize::from(choice) % count).map(|line| line.id)
    }

    fn current(&self) -> Option<ApplicationId> {
        self.office.workflow.current
    }
}

/// What somebody at the kit asks for.
fn command(day: &Day, key: u8, choice: u8) -> Option<Command> {
    let words = PersonalText::from("бо так");
    let visit = || day.visit(choice);
    Some(match key {
        0 => Command::NewVisit {
            community: CommunityId::from("c"),
            basis: Basis::Age80,
        },
        1 => Command::RequestVisit {
            community: CommunityId::from("c"),
            basis: Basis::Immobile,
            channel: Channel::Elder,
            services: vec![ServiceId::from("t")],
        },
        2 => Command::PlanVisit {
            visit: visit()?,
            place: u32::from(choice % 4),
        },
        3 => Command::Arrive { visit: visit()? },
        4 => Command::OpenVisit { visit: visit()? },
        5 => Command::CloseVisit,
        6 => Command::BreakOff {
            end: VisitState::BROKEN_OFF[usize::from(choice) % 5],
            reason: words,
        },
        7 => Command::ScreenVisit {
            visit: visit()?,
            fit: choice.is_multiple_of(2),
            reason: words,
        },
        8 => Command::AddApplication {
            service: ServiceId::from(if choice.is_multiple_of(2) { "s" } else { "t" }),
        },
        9 => Command::SetPerson {
            field: PersonField::Surname,
            text: format!("Г{choice}"),
        },
        10 => Command::SetAnswer {
            path: "/data/all/reason".into(),
            value: choice.to_string(),
        },
        11 => Command::GiveConsent,
        12 => Command::PrintApplication,
        13 => Command::Finish,
        14 => Command::Reopen,
        15 => Command::RemovePage {
            page: PageId([choice; 16]),
        },
        16 => Command::RestorePage,
        17 => Command::Refuse {
            ground: "other".into(),
            words,
        },
        18 => Command::Postpone {
            ground: PostponeGround::Other,
            proposal: words,
        },
        19 => Command::GiveUp { reason: words },
        20 => Command::Supplement {
            number: day.sealed_number(choice),
            service: None,
            reason: words,
        },
        21 => Command::Withdraw {
            number: day.sealed_number(choice),
            service: Some(ServiceId::from("t")),
            reason: words,
        },
        22 => Command::Reprint,
        23 => Command::ConfirmClock { said: None },
        24 => Command::PlanByVillage,
        25 => Command::Print {
            order: order(choice),
        },
        26 => Command::SetLargePrint {
            large: choice.is_multiple_of(2),
        },
        _ => Command::PapersInHand,
    })
}

/// A paper by itself.
fn order(choice: u8) -> PaperOrder {
    match choice % 7 {
        0 => PaperOrder::Consent,
        1 => PaperOrder::Inventory,
        2 => PaperOrder::RouteSheet,
        3 => PaperOrder::Slip,
        4 => PaperOrder::TripSheet,
        5 => PaperOrder::Payment,
        _ => PaperOrder::Journal {
            from: "1970-01-01".into(),
            until: "2028-12-31".into(),
        },
    }
}

/// Everything that may happen.
#[derive(Clone, Debug)]
enum Happening {
    /// A key; `times` it is pressed, and how many of its last effects a power cut leaves undone, if there is one.
    Key { key: u8, choice: u8, times: u8 },
    /// The same, and the power goes after so many effects.
    CutKey { key: u8, choice: u8, reach: usize },
    /// Pages come and the scan ends, or the cable is pulled.
    Pages {
        signed: bool,
        number: u8,
        pulled: bool,
    },
    /// Whatever stands is overridden with a reason.
    Override,
    /// The keeper seals; the word of it may come twice, or not at all because the power goes.
    Keep { heard: u8 },
    /// The keeper can not seal.
    Fail,
    /// A receipt for a sealed application, so many times.
    Receipt { choice: u8, times: u8 },
    /// Every printer answers, perhaps twice; or its cable is pulled.
    Printers { pulled: bool, times: u8 },
    /// The clock jumps.
    Clock(i64),
    /// A while passes.
    Tick,
    /// A visit from the first word to the signed sheet, so that days get somewhere.
    Work { service: u8 },
}

fn happening() -> impl Strategy<Value = Happening> {
    let key = || (0..28_u8, any::<u8>());
    prop_oneof![
        12 => (key(), 1..3_u8).prop_map(|((key, choice), times)| Happening::Key { key, choice, times }),
        4 => (key(), 0..6_usize).prop_map(|((key, choice), reach)| Happening::CutKey { key, choice, reach }),
        3 => (any::<bool>(), 1..9_u8, any::<bool>())
            .prop_map(|(signed, number, pulled)| Happening::Pages { signed, number, pulled }),
        3 => Just(Happening::Override),
        4 => (0..3_u8).prop_map(|heard| Happening::Keep { heard }),
        1 => Just(Happening::Fail),
        2 => (any::<u8>(), 1..3_u8).prop_map(|(choice, times)| Happening::Receipt { choice, times }),
        2 => (any::<bool>(), 1..3_u8).prop_map(|(pulled, times)| Happening::Printers { pulled, times }),
        1 => prop_oneof![Just(-SATURDAY), Just(2 * 365 * DAY_S), Just(-3600_i64)].prop_map(Happening::Clock),
        1 => Just(Happening::Tick),
        4 => any::<u8>().prop_map(|service| Happening::Work { service }),
    ]
}

impl Day {
    fn live(&mut self, happening: &Happening) {
        match happening {
            Happening::Key { key, choice, times } => {
                if let Some(command) = command(self, *key, *choice) {
                    for _ in 0..*times {
                        self.hear(Input::Command(command.clone()), usize::MAX);
                    }
                }
            }
            Happening::CutKey { key, choice, reach } => {
                if let Some(command) = command(self, *key, *choice) {
                    self.hear(Input::Command(command), *reach);
                }
            }
            Happening::Pages {
                signed,
                number,
                pulled,
            } => self.pages(
                if *signed { SIGNED_SHEET } else { "lease" },
                *number,
                *pulled,
            ),
            Happening::Override => self.override_everything(),
            Happening::Keep { heard } => {
                if let Some(application) = self.commit() {
                    for _ in 0..*heard {
                        let told = Input::Sealed {
                            application,
                            bytes: 1,
                        };
                        self.hear(told, usize::MAX);
                    }
                    if *heard == 0 {
                        self.cut();
                    }
                }
            }
            Happening::Fail => {
                if let Some(dossier) = self.pending.take() {
                    let told = Input::NotSealed {
                        application: dossier.application,
                        trouble: Trouble::NotSealed,
                    };
                    self.hear(told, usize::MAX);
                }
            }
            Happening::Receipt { choice, times } => {
                let number = self.sealed_number(*choice);
                for _ in 0..*times {
                    let (before, after) = (JournalState::Sealed, JournalState::Delivered);
                    self.office.disk.advance(&number, before, after);
                    self.hear(Input::Tick, usize::MAX);
                }
            }
            Happening::Printers { pulled, times } => self.printers(*pulled, *times),
            Happening::Clock(seconds) => {
                self.office.wall_s += seconds;
                self.clock.0 = true;
            }
            Happening::Tick => self.hear(Input::Tick, usize::MAX),
            Happening::Work { service } => self.work(*service),
        }
    }

    fn printers(&mut self, pulled: bool, times: u8) {
        for print in std::mem::take(&mut self.printing) {
            for _ in 0..times {
                let told = if pulled {
                    let trouble = Trouble::DeviceGone(DeviceKind::Printer);
                    Input::NotPrinted { print, trouble }
                } else {
                    Input::Printed { print }
                };
                self.hear(told, usize::MAX);
            }
        }
    }

    fn pages(&mut self, document: &str, number: u8, pulled: bool) {
        let Some(application) = self.current() else {
            return;
        };
        let scan = Command::Scan {
            document: DocumentKey::from(document),
        };
        self.hear(Input::Command(scan), usize::MAX);
        let page = PageRef {
            id: PageId([number; 16]),
            digest: String::new(),
            size: 1,
            width: 1,
            height: 1,
            turns: 0,
            looks_blank: false,
            looks_like: None,
        };
        let arrived = Input::PageArrived {
            application,
            document: DocumentKey::from(document),
            page,
        };
        self.hear(arrived, usize::MAX);
        // While a sealing runs no scan does: a word of its end would be a lie of the station.
        if self.pending.is_none() {
            let trouble = pulled.then_some(Trouble::DeviceGone(DeviceKind::Scanner));
            self.hear(Input::WorkEnded { trouble }, usize::MAX);
        }
    }

    fn override_everything(&mut self) {
        let Some(view) = self.office.shown().visit else {
            return;
        };
        let reason = || "seen".to_owned();
        for finding in &view.findings {
            let command = Command::OverridePerson {
                finding: finding.key(),
                reason: reason(),
            };
            self.hear(Input::Command(command), usize::MAX);
        }
        for finding in view
            .current()
            .map(|one| one.findings.clone())
            .unwrap_or_default()
        {
            let command = Command::Override {
                finding: finding.key(),
                reason: reason(),
            };
            self.hear(Input::Command(command), usize::MAX);
        }
    }

    /// An application on its straight way to the seal.
    fn work(&mut self, service: u8) {
        if self.office.shown().visit.is_none() {
            self.live(&Happening::Key {
                key: 0,
                choice: 0,
                times: 1,
            });
        }
        for key in [8, 10] {
            self.live(&Happening::Key {
                key,
                choice: service,
                times: 1,
            });
        }
        self.override_everything();
        for key in [11, 12] {
            self.live(&Happening::Key {
                key,
                choice: 0,
                times: 1,
            });
        }
        self.pages(SIGNED_SHEET, 9, false);
        self.live(&Happening::Key {
            key: 13,
            choice: 0,
            times: 2,
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, ..ProptestConfig::default() })]

    /// Whatever happens in whatever order: no application is lost, none is sealed twice, no number is used again.
    #[test]
    fn on_no_day_is_an_application_lost_or_doubled(
        happenings in proptest::collection::vec(happening(), 1..40)
    ) {
        let mut day = Day::begin();
        for happening in &happenings {
            day.live(happening);
            day.model.judge(&day.office);
        }
        // The day ends in a power cut: what was promised lies on the disk.
        day.cut();
        day.model.judge(&day.office);
        let _drawn = day.office.shown();
        for dossier in day.office.disk.sealed.values() {
            prop_assert!(dossier.matter == Matter::VisitReport || dossier.consent.is_some()
                || dossier.refusal.is_some() || !dossier.matter.has_form());
        }
    }
}

#[test]
fn random_days_get_somewhere() {
    let mut day = Day::begin();
    for round in 0..4 {
        day.live(&Happening::Work { service: round });
        day.live(&Happening::Keep { heard: 2 });
        day.live(&Happening::Key {
            key: 20,
            choice: round,
            times: 2,
        });
        day.live(&Happening::Override);
        for key in [11, 12] {
            day.live(&Happening::CutKey {
                key,
                choice: 0,
                reach: usize::MAX,
            });
        }
        day.pages(SIGNED_SHEET, 9, false);
        day.live(&Happening::Key {
            key: 13,
            choice: 0,
            times: 1,
        });
        day.live(&Happening::Keep { heard: 1 });
        day.model.judge(&day.office);
    }
    let supplements = day
        .office
        .disk
        .sealed
        .values()
        .filter(|dossier| dossier.matter.belongs_to().is_some());
    assert_eq!((day.office.disk.sealed.len(), supplements.count()), (8, 4));
}
