//! The self-service corner: a resident fills one form in alone, on a public screen.
//!
//! Entering forgets everything but that draft and has every other key given up; leaving forgets that too. There is no way
//! back from it but the lock: whoever wants to go on types a passphrase (P9).

use super::Workflow;
use crate::application::{CornerEnd, CornerStay, Stage};
use crate::command::{Command, RecordId};
use crate::effect::Effect;
use crate::id::{ApplicationId, CommunityId};
use crate::snapshot::{ApplicationView, CornerView, Gate, Kit, Snapshot};
use crate::time::At;

/// After so long without a touch the answers are kept and the screen is cleared.
pub(super) const CLEAR_AFTER_MS: u64 = 120_000;
/// So long before it does, it says so.
pub(super) const WARNING_MS: u64 = 30_000;

/// A stay, as the workflow needs it.
#[derive(Clone, Debug)]
pub(super) struct Corner {
    application: ApplicationId,
    community: CommunityId,
    number: u16,
    help: bool,
    pub(super) is_over: bool,
}

impl Workflow {
    /// In a resident's hands nothing is taken but what their own form asks for, and what ends the stay.
    pub(super) fn is_out_of_reach(&self, command: &Command) -> bool {
        let within = matches!(
            command,
            Command::SetAnswer { .. }
                | Command::AddRow { .. }
                | Command::RemoveRow { .. }
                | Command::CallHelp { .. }
                | Command::EndCorner
                | Command::Stay
                | Command::Lock
                | Command::Panic
                | Command::Quit
        );
        matches!(self.gate, Gate::Corner) && !within
    }

    pub(super) fn begin_corner(&mut self, at: &At) -> Vec<Effect> {
        let number = self.corner_number(&at.entropy);
        let idle = self.work.is_none() && self.passing_on.is_none() && self.sealing.is_none();
        let visit = self.open_visit.and_then(|id| self.visits.get(&id));
        let Some(community) = visit.map(|visit| visit.community.clone()) else {
            return Vec::new();
        };
        let Some(draft) = self.open_draft().filter(|draft| {
            idle && draft.application.stage == Stage::Filling && draft.form.is_some()
        }) else {
            return Vec::new();
        };
        let id = draft.application.id;
        draft.application.corner = Some(CornerStay { number, end: None });
        let mut effects = self.save_application(id);
        effects.push(Effect::KeepOnly(Some(RecordId::Application(id))));
        self.forget_all_but(Some(id));
        self.current = Some(id);
        self.gate = Gate::Corner;
        self.corner = Some(Corner {
            application: id,
            community,
            number,
            help: false,
            is_over: false,
        });
        effects
    }

    /// Three digits that no draft of this kit has.
    fn corner_number(&self, entropy: &[u8; 32]) -> u16 {
        let taken = |number: u16| {
            let mut stays = self
                .drafts
                .values()
                .filter_map(|draft| draft.application.corner);
            stays.any(|stay| stay.number == number)
        };
        let drawn = u16::from_be_bytes([entropy[0], entropy[1]]) % 900;
        let mut numbers = (0..900).map(|step| 100 + (drawn + step) % 900);
        numbers.find(|number| !taken(*number)).unwrap_or(100)
    }

    pub(super) fn call_help(&mut self, wanted: bool) -> Vec<Effect> {
        if let Some(corner) = &mut self.corner {
            corner.help = wanted;
        }
        Vec::new()
    }

    /// From here on the screen shows a number. The draft is forgotten, and its key with it, as soon as it lies on the disk.
    pub(super) fn end_corner(&mut self, end: CornerEnd) -> Vec<Effect> {
        let Some(corner) = self.corner.as_mut().filter(|corner| !corner.is_over) else {
            return Vec::new();
        };
        corner.is_over = true;
        corner.help = false;
        let id = corner.application;
        let stay = CornerStay {
            number: corner.number,
            end: Some(end),
        };
        self.current = None;
        if let Some(draft) = self.drafts.get_mut(&id) {
            draft.application.corner = Some(stay);
        }
        self.save_application(id)
    }

    /// What a stay left behind lies on the disk: there is nothing more to hold.
    pub(super) fn let_go_of_the_corner(&mut self) -> Vec<Effect> {
        let Some(corner) = self.corner.as_ref().filter(|corner| corner.is_over) else {
            return Vec::new();
        };
        let id = corner.application;
        let lies_there = self.drafts.get(&id).is_some_and(|draft| {
            self.is_saved(RecordId::Application(id), draft.application.revision)
        });
        if !lies_there {
            return Vec::new();
        }
        self.forget_all_but(None);
        vec![Effect::KeepOnly(None)]
    }

    pub(super) fn corner_picture(&self) -> Option<Snapshot> {
        let corner = self.corner.as_ref().filter(|_| self.gate == Gate::Corner)?;
        let draft = self
            .drafts
            .get(&corner.application)
            .filter(|_| !corner.is_over);
        let application = draft.map(|draft| {
            let form = draft.form.as_ref().map(crate::form::FormState::view);
            ApplicationView {
                form: form.unwrap_or_default(),
                ..self.bare_view(draft.application.id, &draft.application.service)
            }
        });
        Some(Snapshot {
            generation: self.generation,
            gate: Gate::Corner,
            kit: Kit {
                training: self.facts.training,
                name: self.facts.name.clone(),
                ..Kit::default()
            },
            date: self.now.date_text(),
            time: self.now.clock_text(),
            lock_in_s: self.lock_in_s(),
            corner: Some(CornerView {
                application,
                community: corner.community.clone(),
                number: corner.number,
                help: corner.help,
            }),
            ..Snapshot::default()
        })
    }
}
