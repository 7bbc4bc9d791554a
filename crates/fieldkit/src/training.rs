//! Training: the virtual case, invented residents, a data folder of its own. Nothing of it is ever delivered.
//!
//! It never touches the real kit's folder but to read what every kit begins with: profile, root keys, catalogue.

use anyhow::{Context as _, Result};
use devices::sim::VirtualCase;
use look::{Language, Words};
use office::person::PersonField;
use office::snapshot::{Gate, Snapshot};
use office::visit::{Basis, Channel};
use office::{Command, id::ServiceId};
use serde::Deserialize;
use station::{KitFolder, KitParts, enrol};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Memory of one guess in KiB: in training nobody guesses.
const GUESS_KIB: u32 = 8 * 1024;

/// The folder of training beside that of the real kit.
fn beside(real: &Path) -> PathBuf {
    let mut name = real.file_name().map_or_else(OsString::new, OsString::from);
    name.push("-training");
    real.with_file_name(name)
}

/// Makes the folder, or finds it; a real kit's is never taken.
pub(crate) fn folder(real: &Path) -> Result<KitFolder> {
    let root = beside(real);
    let folder = KitFolder::open(&root)
        .with_context(|| format!("the folder for training {} cannot be used", root.display()))?;
    if folder.keys().exists() && !folder.training().exists() {
        anyhow::bail!(
            "{} is a real kit, not a folder for training; nothing was changed",
            root.display()
        );
    }
    std::fs::write(folder.training(), b"")?;
    let from = KitFolder::at(real);
    for (from, to) in [
        (from.profile(), folder.profile()),
        (from.roots(), folder.roots()),
        (from.catalogue(), folder.catalogue()),
    ] {
        if from.exists() {
            std::fs::copy(&from, &to)
                .with_context(|| format!("{} cannot be copied", from.display()))?;
        }
    }
    Ok(folder)
}

/// Gives the kit its virtual case, and keys where it has none. The case lasts as long as what is returned.
pub(crate) fn equip(parts: &mut KitParts) -> Result<VirtualCase> {
    let case = VirtualCase::start(&parts.folder.root().join("case"))
        .context("the virtual case cannot start")?;
    parts.devices = case.list().clone();
    parts.settings.guess_memory_kib = GUESS_KIB;
    parts.settings.lock_after_s = 0;
    if !parts.folder.keys().exists() {
        // The passphrase stands on the screen: the words of both languages name the same one.
        let words = Words::new(Language::Uk).t("training-passphrase-words");
        enrol::enrol(parts, &enrol::typed(&words))
            .context("the keys for training were not made")?;
    }
    Ok(case)
}

/// Who is to be visited, brought in once where nobody is.
#[derive(Default)]
pub(crate) struct Guests {
    came: bool,
}

#[derive(Deserialize)]
struct Invented {
    resident: Vec<Resident>,
}

#[derive(Deserialize)]
struct Resident {
    basis: Basis,
    channel: Channel,
    services: Vec<ServiceId>,
    fields: BTreeMap<PersonField, String>,
}

impl Guests {
    /// What is to be asked for, so that somebody is to be visited; most times nothing.
    pub(crate) fn invite(&mut self, snapshot: &Snapshot) -> Vec<Command> {
        let wanted = snapshot.kit.training && matches!(snapshot.gate, Gate::Open { .. });
        if !wanted || self.came {
            return Vec::new();
        }
        self.came = true;
        let Some((community, _name)) = snapshot.kit.communities.first() else {
            return Vec::new();
        };
        if !snapshot.visits.is_empty() {
            return Vec::new();
        }
        let mut commands = Vec::new();
        for resident in invented() {
            commands.push(Command::RequestVisit {
                community: community.clone(),
                basis: resident.basis,
                channel: resident.channel,
                services: resident.services,
            });
            let fields = resident.fields.into_iter();
            commands.extend(fields.map(|(field, text)| Command::SetPerson { field, text }));
            commands.push(Command::CloseVisit);
        }
        commands
    }
}

fn invented() -> Vec<Resident> {
    toml::from_str::<Invented>(include_str!("../training.toml"))
        .map_or_else(|_| Vec::new(), |all| all.resident)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_real_kit_is_never_taken_for_training() {
        let place = tempfile::tempdir().unwrap();
        let real = place.path().join("kit");
        std::fs::create_dir_all(beside(&real)).unwrap();
        std::fs::write(beside(&real).join("keys"), b"somebody's").unwrap();
        assert!(folder(&real).is_err());
        assert!(!real.exists(), "the real kit's folder is only read");
    }

    #[test]
    fn invented_residents_come_once_and_to_training_only() {
        let mut snapshot = Snapshot {
            gate: Gate::Open {
                administrator: String::new(),
            },
            ..Snapshot::default()
        };
        snapshot.kit.communities = vec![("c".into(), office::label::Label::same("C"))];
        assert!(
            Guests::default().invite(&snapshot).is_empty(),
            "a real kit has real people"
        );
        snapshot.kit.training = true;
        let mut guests = Guests::default();
        let asked = guests.invite(&snapshot);
        let visits = asked
            .iter()
            .filter(|command| command.name() == "request_visit");
        assert_eq!(visits.count(), invented().len());
        assert!(guests.invite(&snapshot).is_empty());
    }
}
