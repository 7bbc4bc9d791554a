//! The reference model: it watches what is written to the disk, knows nothing of how the workflow decides, and says of
//! every application where it must be: a draft, given up, or sealed once.

use super::*;
use crate::application::Application;
use crate::paper::Paper;
use crate::visit::Visit;

/// Where an application must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Draft,
    GivenUp,
    Sealed,
}

/// What must be true of a day, told by its writes alone.
#[derive(Default)]
pub(super) struct Model {
    pub(super) fates: BTreeMap<ApplicationId, Fate>,
    /// Whose number it is. A number once given is nobody else's.
    owners: BTreeMap<Number, ApplicationId>,
    states: BTreeMap<Number, JournalState>,
}

impl Model {
    /// A write reached the disk.
    pub(super) fn watch(&mut self, effect: &Effect) {
        match effect {
            Effect::SaveRecord {
                record: RecordId::Application(id),
                body,
                ..
            } => {
                let draft: Application = serde_json::from_slice(&body.0).unwrap();
                let fate = self.fates.entry(*id).or_insert(Fate::Draft);
                assert_ne!(
                    *fate,
                    Fate::Sealed,
                    "a sealed application is not written again"
                );
                if draft.given_up.is_some() {
                    *fate = Fate::GivenUp;
                }
                if let Some(number) = draft.number {
                    let owner = self.owners.entry(number).or_insert(*id);
                    assert_eq!(owner, id, "a number is given once");
                }
            }
            Effect::Seal(dossier) => {
                assert_eq!(self.fates.get(&dossier.application), Some(&Fate::Draft));
                assert_eq!(self.owners.get(&dossier.number), Some(&dossier.application));
                assert_ne!(self.states.get(&dossier.number), Some(&JournalState::Void));
                if let Some(number) = dossier.matter.belongs_to() {
                    // Another kit's number can not be known here and is believed.
                    let fits = match self.states.get(number) {
                        Some(state) => {
                            matches!(state, JournalState::Sealed | JournalState::Delivered)
                        }
                        None => !number.digits().starts_with("042"),
                    };
                    assert!(fits, "what is mended is sealed");
                }
            }
            Effect::DropRecord(RecordId::Application(id)) => {
                let fate = self.fates.get(id);
                assert!(
                    fate.is_none_or(|fate| *fate == Fate::GivenUp),
                    "a draft goes only when it was given up: {fate:?}"
                );
            }
            Effect::Print {
                paper: Paper::Application(paper) | Paper::Consent(paper),
                ..
            } => assert_eq!(
                self.states.get(&paper.number),
                Some(&JournalState::Drawn),
                "a number stands in the journal before paper carries it"
            ),
            Effect::Unlock(_)
            | Effect::Lock
            | Effect::Panic
            | Effect::SetKey { .. }
            | Effect::Renew { .. }
            | Effect::PassOn { .. }
            | Effect::KeepOnly(_)
            | Effect::Quit
            | Effect::NewRecord { .. }
            | Effect::SaveRecord { .. }
            | Effect::DropRecord(_)
            | Effect::ReadCard { .. }
            | Effect::Scan { .. }
            | Effect::Import { .. }
            | Effect::TakeProfile(_)
            | Effect::StopWork
            | Effect::DropPage { .. }
            | Effect::CopyPage { .. }
            | Effect::Print { .. }
            | Effect::NoteNumber { .. }
            | Effect::VoidNumber { .. }
            | Effect::Taken(_)
            | Effect::UseStick(_)
            | Effect::TryNow
            | Effect::Examine
            | Effect::StopExamining => {}
        }
    }

    /// The journal only ever grows, and a number's state only ever advances.
    pub(super) fn read_journal(&mut self, journal: &[JournalLine]) {
        assert!(journal.len() >= self.states.len());
        for line in journal {
            let before = self.states.insert(line.number.clone(), line.state);
            let fine = match (before, line.state) {
                (None, _) => true,
                (Some(before), after) if before == after => true,
                (Some(JournalState::Drawn), _) => true,
                (Some(JournalState::Sealed), after) => after == JournalState::Delivered,
                (Some(JournalState::Delivered | JournalState::Void), _) => false,
            };
            assert!(fine, "{before:?} became {:?}", line.state);
        }
    }

    /// Compares what must be with what is.
    pub(super) fn judge(&self, office: &Office) {
        let must = |fate: Fate| -> BTreeSet<ApplicationId> {
            let these = self.fates.iter().filter(|(_, known)| **known == fate);
            these.map(|(id, _)| *id).collect()
        };
        let drafts: BTreeSet<_> = office.workflow.drafts.keys().copied().collect();
        let lying: BTreeSet<_> = office
            .disk
            .records
            .keys()
            .filter_map(|record| match record {
                RecordId::Application(id) => Some(*id),
                RecordId::Visit(_) => None,
            })
            .collect();
        let sealed: BTreeSet<_> = office.disk.sealed.keys().copied().collect();
        assert_eq!(sealed, must(Fate::Sealed), "sealed once each");
        assert_eq!(drafts, must(Fate::Draft), "neither lost nor doubled");
        assert_eq!(lying, drafts, "what is shown lies on the disk");
        for id in &drafts {
            let visit = office.workflow.drafts[id].application.visit;
            let folder = office.disk.records.get(&RecordId::Visit(visit));
            let folder: Visit = serde_json::from_slice(folder.unwrap()).unwrap();
            assert_eq!(folder.id, visit, "a draft has its folder");
        }
        for (number, owner) in &self.owners {
            let state = self.states.get(number);
            let fits = match self.fates[owner] {
                Fate::Draft => state == Some(&JournalState::Drawn),
                Fate::GivenUp => state == Some(&JournalState::Void),
                Fate::Sealed => {
                    matches!(state, Some(JournalState::Sealed | JournalState::Delivered))
                }
            };
            assert!(fits, "the number of {owner} is {state:?}");
        }
    }
}
