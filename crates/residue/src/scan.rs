//! Reads a long file or a disk in stretches that overlap, so that nothing hides on a seam.
//!
//! Says how far it is after each stretch and stops where it is told to.

use crate::examine::{ExamineError, Pace};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

/// Bytes read at once.
const STRETCH: usize = 1 << 20;
/// Bytes that two neighbouring stretches have in common at least.
const SEAM: usize = 8192;

/// Counts the bytes of a whole examination and asks whether to go on.
pub(crate) struct Progress<'p> {
    pub(crate) done: u64,
    pub(crate) of: u64,
    pub(crate) tell: &'p mut dyn FnMut(Pace) -> ControlFlow<()>,
}

impl Progress<'_> {
    pub(crate) fn add(&mut self, bytes: u64) -> Result<(), ExamineError> {
        self.done += bytes;
        let pace = Pace {
            done: self.done.min(self.of),
            of: self.of,
        };
        match (self.tell)(pace) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ExamineError::Stopped),
        }
    }
}

/// How long a file or a device is.
pub(crate) fn length(path: &Path) -> std::io::Result<u64> {
    // A device has no length in its metadata; its end can be sought.
    File::open(path)?.seek(SeekFrom::End(0))
}

/// Gives every stretch of the file at `path` to `look`, with where it begins and how many of its bytes are not given again:
/// what begins behind these belongs to the next stretch.
pub(crate) fn stretches(
    path: &Path,
    progress: &mut Progress<'_>,
    mut look: impl FnMut(&[u8], u64, usize),
) -> Result<(), ExamineError> {
    let unreadable = |source| ExamineError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut held: Vec<u8> = Vec::with_capacity(STRETCH + SEAM);
    let mut base = 0;
    loop {
        let before = held.len();
        let read = std::io::Read::by_ref(&mut file)
            .take(STRETCH as u64)
            .read_to_end(&mut held)
            .map_err(unreadable)?;
        let is_last = read < STRETCH;
        let own = if is_last {
            held.len()
        } else {
            held.len().saturating_sub(SEAM)
        };
        look(&held, base, own);
        progress.add((held.len() - before) as u64)?;
        if is_last {
            return Ok(());
        }
        held.drain(..own);
        base += own as u64;
    }
}
