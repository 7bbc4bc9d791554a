//! The reader of identity cards: finds the one card among all slots, opens and reads it, spaces out wrong keys.
//!
//! Must never try a key twice by itself: a chip may answer ever slower after wrong ones.

use std::{fmt, path::PathBuf, time::Duration};

use crate::{
    cancel::Cancel,
    card::{CardError, CardOrder, CardReader, CardReading, CardSight},
    clock::Deadline,
    protocol::{
        chip::{self, CardLink},
        trust::Authorities,
    },
};

/// Seconds of rest after the first, second, third and every later wrong key.
const RESTS_S: [u64; 4] = [2, 5, 15, 60];
/// Longest look at reader and card.
const LOOK: Duration = Duration::from_secs(2);

/// Slots in which cards may lie.
pub(crate) trait CardPort: Send + fmt::Debug {
    /// What the slots are called.
    fn address(&self) -> String;
    /// Whether a card lies in any of them.
    fn look(&mut self, deadline: Deadline) -> Result<(), CardError>;
    /// All cards, under power. Dropping a link cuts it.
    fn power_up(&mut self, deadline: Deadline) -> Result<Vec<Box<dyn CardLink>>, CardError>;
}

/// The reader.
#[derive(Debug)]
pub(crate) struct ChipCardReader {
    port: Box<dyn CardPort>,
    authorities: Option<PathBuf>,
    wrong: usize,
    rest: Option<Deadline>,
}

impl ChipCardReader {
    pub(crate) fn new(port: Box<dyn CardPort>, authorities: Option<PathBuf>) -> Self {
        Self {
            port,
            authorities,
            wrong: 0,
            rest: None,
        }
    }

    fn rested(&self) -> Result<(), CardError> {
        let left = self.rest.map(Deadline::remaining).unwrap_or_default();
        if left.is_zero() {
            return Ok(());
        }
        let seconds = u32::try_from(left.as_secs()).unwrap_or(u32::MAX);
        Err(CardError::WaitBeforeTry {
            seconds: seconds.saturating_add(1),
        })
    }

    /// The one identity card among the cards that lie there.
    fn pick(
        &mut self,
        deadline: Deadline,
        cancel: &Cancel,
    ) -> Result<Box<dyn CardLink>, CardError> {
        let mut found = Vec::new();
        for mut link in self.port.power_up(deadline)? {
            if chip::is_id_card(&mut *link, deadline, cancel)? {
                found.push(link);
            }
        }
        match found.len() {
            0 | 1 => found.pop().ok_or(CardError::NotIdCard),
            _ => Err(CardError::TwoCards),
        }
    }
}

impl CardReader for ChipCardReader {
    fn sight(&mut self) -> CardSight {
        CardSight {
            seen: self.port.look(Deadline::after(LOOK)),
            address: self.port.address(),
        }
    }

    fn read(
        &mut self,
        order: &CardOrder,
        patience: Duration,
        cancel: &Cancel,
    ) -> Result<CardReading, CardError> {
        self.rested()?;
        let deadline = Deadline::after(patience);
        let mut link = self.pick(deadline, cancel)?;
        let folder = self.authorities.as_deref();
        let authorities = folder.map(Authorities::read).unwrap_or_default();
        let read = chip::read(&mut *link, order, &authorities, deadline, cancel);
        match read {
            Err(CardError::WrongKey) => {
                let rest = RESTS_S.get(self.wrong).or(RESTS_S.last()).copied();
                self.rest = rest.map(|seconds| Deadline::after(Duration::from_secs(seconds)));
                self.wrong += 1;
            }
            Ok(_) => {
                self.wrong = 0;
                self.rest = None;
            }
            Err(_) => {}
        }
        read
    }
}
