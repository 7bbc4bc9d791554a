//! A profile brought on a stick, and one that has grown stale.

use super::Workflow;
use crate::effect::Effect;
use crate::profile::ProfileView;
use crate::trouble::Trouble;
use std::path::PathBuf;

impl Workflow {
    pub(super) fn take_profile(&self, folder: PathBuf) -> Vec<Effect> {
        vec![Effect::TakeProfile(folder)]
    }

    pub(super) fn profile_taken(&mut self, version: u64) -> Vec<Effect> {
        if version > self.facts.profile.version {
            self.facts.profile.next = Some(version);
        }
        Vec::new()
    }

    /// Said once at unlocking; the work goes on (I15).
    pub(super) fn look_at_the_profile(&mut self) {
        if self.profile_is_stale() {
            self.notify(Trouble::ProfileStale);
        }
    }

    fn profile_is_stale(&self) -> bool {
        let until = self.facts.profile.valid_until_s;
        until != 0 && self.now.wall_s > until
    }

    pub(super) fn profile_view(&self) -> ProfileView {
        ProfileView {
            stale: self.profile_is_stale(),
            ..self.facts.profile.clone()
        }
    }
}
