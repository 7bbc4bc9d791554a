//! Wishes about keys: words are drawn, written down, typed back, and only then set.
//!
//! Nobody invents a passphrase and nobody is left with one that was not written down. Nothing here tries a key.

use super::Workflow;
use crate::command::{KeyWish, RecordId, Secret};
use crate::effect::Effect;
use crate::passphrase;
use crate::snapshot::{Drawn, Gate};
use crate::time::At;
use crate::trouble::Trouble;

impl Workflow {
    /// An open kit draws for every wish but a renewal, a locked one for a renewal only.
    pub(super) fn draw_key(&mut self, wish: KeyWish, at: &At) -> Vec<Effect> {
        let fits = match self.gate {
            Gate::Open { .. } => wish != KeyWish::Renewal,
            Gate::Locked { .. } => wish == KeyWish::Renewal,
            Gate::Trying | Gate::Corner | Gate::Closing => false,
        };
        if fits && !self.is_setting() {
            let words = passphrase::drawn(&at.entropy);
            self.drawn = Some(Drawn {
                wish,
                words: Secret(words.to_string()),
                setting: false,
            });
        }
        Vec::new()
    }

    pub(super) fn leave_key(&mut self) -> Vec<Effect> {
        if !self.is_setting() {
            self.drawn = None;
        }
        Vec::new()
    }

    fn is_setting(&self) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| drawn.setting)
    }

    /// The drawn words if they were typed back, marked as being set.
    fn typed_back(&mut self, typed: &Secret) -> Option<KeyWish> {
        let drawn = self.drawn.as_mut().filter(|drawn| !drawn.setting)?;
        let same = *passphrase::spelt(&typed.0) == drawn.words.0;
        drawn.setting = same;
        same.then_some(drawn.wish)
    }

    pub(super) fn set_key(&mut self, typed: Secret) -> Vec<Effect> {
        match self.typed_back(&typed) {
            Some(wish) => {
                self.notices
                    .retain(|notice| notice.trouble != Trouble::NotAsDrawn);
                vec![Effect::SetKey {
                    wish,
                    passphrase: typed,
                }]
            }
            None if self.drawn.is_none() || self.is_setting() => Vec::new(),
            None => {
                self.notify(Trouble::NotAsDrawn);
                Vec::new()
            }
        }
    }

    pub(super) fn key_set(&mut self, wish: KeyWish, trouble: Option<Trouble>) -> Vec<Effect> {
        self.drawn = None;
        match trouble {
            Some(trouble) => self.notify(trouble),
            None if wish == KeyWish::Card => self
                .notices
                .retain(|notice| notice.trouble != Trouble::NoCard),
            None => {}
        }
        Vec::new()
    }

    /// On a locked kit. A typing mistake in the new words costs nothing.
    pub(super) fn renew(&mut self, code: Secret, typed: Secret) -> Vec<Effect> {
        if !matches!(self.gate, Gate::Locked { .. }) || self.drawn.is_none() {
            return Vec::new();
        }
        if self.typed_back(&typed).is_none() {
            return self.refused(Trouble::NotAsDrawn);
        }
        self.gate = Gate::Trying;
        vec![Effect::Renew {
            code,
            passphrase: typed,
        }]
    }

    /// The drafts of the open visit first, its folder last: after a power cut in between, the rest is handed over again.
    pub(super) fn pass_on(&mut self, passphrase: Secret) -> Vec<Effect> {
        let Some(visit) = self.open_visit.filter(|_| self.work.is_none()) else {
            return Vec::new();
        };
        self.passing_on = Some(visit);
        let mut records: Vec<_> = self
            .applications_of(visit)
            .into_iter()
            .map(RecordId::Application)
            .collect();
        records.push(RecordId::Visit(visit));
        vec![Effect::PassOn {
            records,
            passphrase,
        }]
    }

    /// It is the colleague's from here on: nothing of it is kept.
    pub(super) fn passed_on(&mut self, trouble: Option<Trouble>) -> Vec<Effect> {
        let Some(visit) = self.passing_on.take() else {
            return Vec::new();
        };
        if let Some(trouble) = trouble {
            self.notify(trouble);
            return Vec::new();
        }
        for id in self.applications_of(visit) {
            self.drafts.remove(&id);
            self.removed.retain(|(of, ..)| *of != id);
        }
        self.visits.remove(&visit);
        self.sealed.retain(|stub| stub.visit != visit);
        if self.open_visit == Some(visit) {
            (self.open_visit, self.current) = (None, None);
        }
        Vec::new()
    }
}
