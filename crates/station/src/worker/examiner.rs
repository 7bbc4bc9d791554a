//! The examiner: reads the kit's own folder as a stranger would, one examination at a time, on a thread of its own.
//!
//! It has no key and changes nothing (P11). The raw disk belongs to the system's owner; `valiza residue` reads it.

use crate::reactor::Event;
use devices::Cancel;
use office::Input;
use office::residue::Examination;
use residue::{ExamineError, Scene, examine};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender};

/// Told at most so often while one runs.
const TOLD: u64 = 50;

/// Examines whenever it is asked to, until whoever asks is gone.
pub(crate) fn run(folder: &Path, wishes: &Receiver<Cancel>, events: &SyncSender<Event>) {
    while let Ok(stop) = wishes.recv() {
        let mut told = None;
        let outcome = examine(
            &Scene {
                folder: folder.to_owned(),
                ..Scene::default()
            },
            &mut |pace| {
                let part = pace.done * TOLD / pace.of.max(1);
                if told != Some(part) {
                    told = Some(part);
                    let running = Examination::Running {
                        done: pace.done,
                        of: pace.of,
                    };
                    // With a full queue the next part is told instead.
                    let _full = events.try_send(Event::Input(Input::Examined(Some(running))));
                }
                if stop.is_cancelled() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        let outcome = match outcome {
            Ok(residue) => Some(Examination::Done(Box::new(residue))),
            Err(ExamineError::Stopped) => None,
            Err(error) => {
                tracing::error!(%error, "the kit could not be examined");
                Some(Examination::Failed)
            }
        };
        if events.send(Event::Input(Input::Examined(outcome))).is_err() {
            return;
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use crate::KitFolder;
    use std::collections::BTreeSet;

    #[test]
    fn the_examiner_knows_every_file_that_a_kit_writes() {
        let home = tempfile::tempdir().unwrap();
        let folder = KitFolder::open(home.path()).unwrap();
        let files = [
            folder.keys(),
            folder.database(),
            folder.profile(),
            folder.roots(),
            folder.catalogue(),
            folder.devices(),
            folder.settings(),
            folder.card(),
            folder.telephone_code(),
            folder.reserve(),
        ];
        let strange: BTreeSet<_> = files
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy())
            .filter(|name| residue::is_known(name).is_none())
            .collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
}
