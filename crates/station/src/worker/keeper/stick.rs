//! A stick in the kit: what the centre left on it is taken in, what waits is copied onto it.
//!
//! Only ciphertext is written, under names that tell nothing; what was copied stays in the outbox until a receipt comes back.

use super::Keeper;
use crate::place::write_whole;
use office::Input;
use office::snapshot::StickUse;
use office::trouble::{DeviceKind, Trouble};
use parcel::mailbox::LARGEST_DISPATCH;
use parcel::stick::{self, Load};
use parcel::{Piece, digest_of};
use std::collections::BTreeSet;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use store::StoreError;

/// How many bytes of parts go into one container.
const BATCH: u64 = 24 * 1024 * 1024;

/// What a file of ours, and of the centre's, ends with.
const ENDING: &str = "age";

impl Keeper {
    pub(super) fn use_stick(&mut self, folder: &Path) {
        let used = files(folder).and_then(|found| {
            let read = self.read_stick(folder, &found)?;
            Ok((read, self.write_stick(folder, &found)?))
        });
        self.tell_outbox();
        match used {
            Ok((read, copied)) => self.tell(Input::StickUsed(StickUse { read, copied })),
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "the stick cannot be used");
                let full = error.kind() == io::ErrorKind::StorageFull;
                self.tell(Input::Noticed(if full {
                    Trouble::StickFull
                } else {
                    Trouble::DeviceGone(DeviceKind::Folder)
                }));
            }
        }
    }

    /// A case may drown: the stick that the settings name gets what waits and is not on it yet. Whatever stands in the way is
    /// only logged, and the screen goes on saying "one copy".
    pub(super) fn keep_copies(&mut self) {
        let Some(folder) = self.parts.settings.copy_stick.clone() else {
            return;
        };
        if !is_another_disk(&folder, &self.parts.folder.database()) {
            return;
        }
        let copied = files(&folder).and_then(|found| {
            if self.is_up_to_date(&found).map_err(io::Error::other)? {
                return Ok(false);
            }
            self.write_stick(&folder, &found).map(|_parts| true)
        });
        match copied {
            Ok(true) => self.tell_outbox(),
            Ok(false) => {}
            Err(error) => tracing::warn!(kind = ?error.kind(), "there is no second copy"),
        }
    }

    /// Whether what lies there is just what waits, as far as names tell.
    fn is_up_to_date(&self, found: &BTreeSet<String>) -> Result<bool, StoreError> {
        let mut here = BTreeSet::new();
        for name in found {
            match self.store.carried(name)? {
                Some(waiting) if waiting.is_empty() => return Ok(false),
                Some(waiting) => here.extend(waiting),
                None => {}
            }
        }
        let parts = self.store.parts()?;
        let mut waiting = parts.iter().filter(|part| !part.delivered);
        Ok(waiting.all(|part| here.contains(&part.digest)))
    }

    /// Takes in what opens with this kit's mailbox; everything else is not ours and stays. A locked kit reads nothing.
    fn read_stick(&mut self, folder: &Path, found: &BTreeSet<String>) -> io::Result<u32> {
        let mut taken = 0;
        for name in found {
            let path = folder.join(name);
            let Some(vault) = &self.vault else { break };
            if std::fs::metadata(&path)?.len() > LARGEST_DISPATCH + LARGEST_DISPATCH / 8 {
                continue;
            }
            let bytes = std::fs::read(&path)?;
            let coordinators = &self.parts.profile.coordinators;
            if vault.mailbox().open(&bytes, coordinators).is_err() {
                continue;
            }
            let digest = digest_of(&bytes);
            let known = self.store.knows_dispatch(&digest).unwrap_or(true);
            if !known && self.store.keep_dispatch(&digest, &bytes).is_ok() {
                self.take_in_dispatch(digest);
                taken += 1;
            }
        }
        Ok(taken)
    }

    /// Copies what waits and is not on this stick yet; takes away what has arrived. Says how many parts are on it now.
    fn write_stick(&mut self, folder: &Path, found: &BTreeSet<String>) -> io::Result<u32> {
        let mut here = BTreeSet::new();
        for name in found {
            let path = folder.join(name);
            match self.store.carried(name).map_err(io::Error::other)? {
                Some(waiting) if !waiting.is_empty() && is_whole(&path, name)? => {
                    here.extend(waiting);
                }
                // It has arrived, or the stick was pulled while it was written.
                Some(_) => std::fs::remove_file(path)?,
                None => {}
            }
        }
        let waiting = self.store.parts().map_err(io::Error::other)?;
        let waiting = waiting.iter().filter(|part| !part.delivered);
        let (mut batch, mut bytes, mut on_it) = (Vec::new(), 0, 0_u32);
        for part in waiting {
            on_it += 1;
            if here.contains(&part.digest) {
                continue;
            }
            if bytes > 0 && bytes + part.length > BATCH {
                self.write_batch(folder, std::mem::take(&mut batch))?;
                bytes = 0;
            }
            let piece = self.store.piece(&part.digest).map_err(io::Error::other)?;
            bytes += part.length;
            batch.push((part.digest.clone(), piece));
        }
        if !batch.is_empty() {
            self.write_batch(folder, batch)?;
        }
        Ok(on_it)
    }

    /// One container, whole on the stick before it counts.
    fn write_batch(&mut self, folder: &Path, batch: Vec<(String, Piece)>) -> io::Result<()> {
        let profile = &self.parts.profile;
        let carriers = profile.communities.first().and_then(|community| {
            stick::carriers(
                profile.transport_recipient.as_deref(),
                &community.recipients,
            )
        });
        let (digests, pieces): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        let load = Load {
            heads: self.store.heads().map_err(io::Error::other)?,
            pieces,
        };
        let file = stick::pack(&load, &carriers.unwrap_or_default()).map_err(io::Error::other)?;
        let name = name_of(&file);
        write_whole(&folder.join(&name), &file)?;
        self.store
            .note_carried(&name, &digests)
            .map_err(io::Error::other)
    }
}

/// A name that tells nothing, and yet whether the file is whole.
fn name_of(file: &[u8]) -> String {
    let digest = digest_of(file).to_string();
    format!("{}.{ENDING}", &digest[..32])
}

/// A stick that was pulled out leaves its empty folder on the kit's own disk; what is written there is no second copy.
fn is_another_disk(folder: &Path, kit: &Path) -> bool {
    let disk = |path: &Path| std::fs::metadata(path).map(|found| found.dev()).ok();
    disk(folder).is_some() && disk(folder) != disk(kit)
}

fn is_whole(path: &Path, name: &str) -> io::Result<bool> {
    Ok(name_of(&std::fs::read(path)?) == name)
}

/// The containers on a stick, by name.
fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        let ours = path.extension().is_some_and(|ending| ending == ENDING);
        names.extend(
            path.file_name()
                .and_then(|name| name.to_str())
                .filter(|_| ours)
                .map(str::to_owned),
        );
    }
    Ok(names)
}
