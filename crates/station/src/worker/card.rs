//! The card reader's thread: reads a chip when it is asked to, and between that looks whether reader and service are there.
//!
//! Must never keep a key or a reading: a key goes to the chip, a reading to the workflow.

use super::bay::LampPost;
use crate::clock;
use crate::reactor::Event;
use crate::translate::{card_trouble, chip_facts, chip_key};
use devices::{Cancel, CardError, CardOrder, CardReader, CardSight, DataProof};
use office::Input;
use office::id::VisitId;
use office::identity::CardKey;
use office::snapshot::{DeviceLine, Lamp};
use office::trouble::{CardTrouble, DeviceKind, Trouble};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

/// How often an idle reader is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// A chip that has not told everything by then never will.
const PATIENCE: Duration = Duration::from_secs(20);

/// An order to this thread.
pub(crate) struct CardJob {
    /// Whose card it is.
    pub(crate) visit: VisitId,
    pub(crate) key: CardKey,
    pub(crate) cancel: Cancel,
}

/// Reads until the kit ends. `anchor_s` is the day before which no clock of this kit is believed.
pub(crate) fn read(
    mut reader: Box<dyn CardReader>,
    jobs: &Receiver<CardJob>,
    anchor_s: i64,
    events: &SyncSender<Event>,
) {
    let mut lamp = LampPost::new(DeviceKind::CardReader, events);
    lamp.set(line(reader.sight()));
    loop {
        match jobs.recv_timeout(LOOK) {
            Ok(job) => {
                lamp.busy();
                let order = CardOrder {
                    key: chip_key(&job.key),
                    at_s: u64::try_from(clock::now(anchor_s).wall_s).unwrap_or_default(),
                };
                let input = match reader.read(&order, PATIENCE, &job.cancel) {
                    Ok(reading) if reading.data == DataProof::Altered => {
                        Input::Noticed(Trouble::Card(CardTrouble::Altered))
                    }
                    Ok(reading) => Input::CardRead {
                        visit: job.visit,
                        facts: Box::new(chip_facts(reading)),
                    },
                    Err(error) => Input::Noticed(card_trouble(error)),
                };
                let _the_kit_ends = events.send(Event::Input(input));
                lamp.set(line(reader.sight()));
            }
            Err(RecvTimeoutError::Timeout) => lamp.set(line(reader.sight())),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// A reader without a card is in order; one that cannot be asked is not.
fn line(sight: CardSight) -> DeviceLine {
    let trouble = match sight.seen {
        Ok(()) | Err(CardError::NoCard | CardError::Busy) => None,
        Err(error) => Some(card_trouble(error)),
    };
    DeviceLine {
        device: DeviceKind::CardReader,
        model: sight.address,
        lamp: if trouble.is_some() {
            Lamp::Trouble
        } else {
            Lamp::Ready
        },
        trouble,
    }
}
