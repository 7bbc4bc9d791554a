//! The courier's runtime: delivers whatever the outbox holds and fetches what was sent back, locked or not. It knows no key and no plaintext (P3).

use crate::parts::KitParts;
use crate::reactor::Event;
use crate::worker::keeper::KeeperJob;
use courier::deliver::Wait;
use courier::{
    Address, AsideReason, Begun, Client, ClientError, CollectError, Lease, Letterbox, Limits,
    Outbox, OutboxError, Reins, Sense, State,
};
use office::snapshot::Coverage;
use parcel::{Digest, Epoch, Head, Receipt, Signed, Ticket};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::Instant;

/// With an empty outbox the courier looks again after this long, though a sealing wakes it at once.
const IDLE: Duration = Duration::from_secs(300);

/// What the courier asks of the keeper.
pub(crate) enum OutboxAsk {
    Heads(oneshot::Sender<Result<Vec<Signed<Head>>, OutboxError>>),
    Next(oneshot::Sender<Result<Option<Lease>, OutboxError>>),
    Read {
        part: Digest,
        offset: u64,
        up_to: usize,
        reply: oneshot::Sender<Result<Vec<u8>, OutboxError>>,
    },
    Note {
        part: Digest,
        sent: u64,
    },
    Confirm {
        signed: Signed<Receipt>,
        receipt: Receipt,
        reply: oneshot::Sender<Result<(), OutboxError>>,
    },
    SetAside {
        part: Digest,
        reason: AsideReason,
        reply: oneshot::Sender<Result<(), OutboxError>>,
    },
    /// The depot knows more of this epoch than this folder does.
    Surpassed(Epoch),
    /// So many bytes went over the network.
    Spent(u64),
    TakeUpAgain,
}

/// What the courier asks of the keeper about dispatches.
pub(crate) enum LetterboxAsk {
    Ticket(oneshot::Sender<Result<Option<Signed<Ticket>>, OutboxError>>),
    Knows(Digest, oneshot::Sender<Result<bool, OutboxError>>),
    Keep {
        digest: Digest,
        bytes: Vec<u8>,
        reply: oneshot::Sender<Result<(), OutboxError>>,
    },
}

/// What the courier tells the reactor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// What is known of coverage.
    pub(crate) coverage: Coverage,
    /// The part that moves and how many bytes of it are over there.
    pub(crate) moving: Option<(Digest, u64)>,
    /// Seconds to the next try and why, as a locale key.
    pub(crate) waiting: Option<(u32, &'static str)>,
    /// Bytes that go in a minute of coverage.
    pub(crate) bytes_a_minute: Option<u64>,
}

/// A handle to wake the courier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bell {
    work: Arc<Notify>,
    reins: Reins,
}

impl Bell {
    /// Something is to be sent, or somebody wants another try at once.
    pub(crate) fn ring(&self) {
        self.work.notify_one();
        self.reins.hurry();
    }
}

/// The outbox as the keeper keeps it.
struct KeptOutbox {
    jobs: mpsc::Sender<KeeperJob>,
}

impl KeptOutbox {
    async fn ask<T>(
        &self,
        ask: impl FnOnce(oneshot::Sender<Result<T, OutboxError>>) -> OutboxAsk,
    ) -> Result<T, OutboxError> {
        self.order(|reply| KeeperJob::Outbox(ask(reply))).await
    }

    async fn ask_letterbox<T>(
        &self,
        ask: impl FnOnce(oneshot::Sender<Result<T, OutboxError>>) -> LetterboxAsk,
    ) -> Result<T, OutboxError> {
        self.order(|reply| KeeperJob::Letterbox(ask(reply))).await
    }

    async fn order<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, OutboxError>>) -> KeeperJob,
    ) -> Result<T, OutboxError> {
        let (reply, answer) = oneshot::channel();
        self.jobs
            .send(job(reply))
            .await
            .map_err(|_ended| OutboxError::Closed)?;
        answer.await.map_err(|_ended| OutboxError::Closed)?
    }
}

impl Outbox for KeptOutbox {
    async fn heads(&mut self) -> Result<Vec<Signed<Head>>, OutboxError> {
        self.ask(OutboxAsk::Heads).await
    }

    async fn surpassed(&mut self, head: &Head) -> Result<(), OutboxError> {
        self.jobs
            .send(KeeperJob::Outbox(OutboxAsk::Surpassed(head.epoch)))
            .await
            .map_err(|_ended| OutboxError::Closed)
    }

    async fn next(&mut self) -> Result<Option<Lease>, OutboxError> {
        self.ask(OutboxAsk::Next).await
    }

    async fn read(
        &mut self,
        part: &Digest,
        offset: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, OutboxError> {
        let part = *part;
        self.ask(|reply| OutboxAsk::Read {
            part,
            offset,
            up_to,
            reply,
        })
        .await
    }

    async fn note_progress(&mut self, part: &Digest, offset: u64) -> Result<(), OutboxError> {
        let note = KeeperJob::Outbox(OutboxAsk::Note {
            part: *part,
            sent: offset,
        });
        self.jobs
            .send(note)
            .await
            .map_err(|_ended| OutboxError::Closed)
    }

    async fn confirm(
        &mut self,
        signed: &Signed<Receipt>,
        receipt: &Receipt,
    ) -> Result<(), OutboxError> {
        let (signed, receipt) = (signed.clone(), receipt.clone());
        self.ask(|reply| OutboxAsk::Confirm {
            signed,
            receipt,
            reply,
        })
        .await
    }

    async fn set_aside(&mut self, part: &Digest, reason: AsideReason) -> Result<(), OutboxError> {
        let part = *part;
        self.ask(|reply| OutboxAsk::SetAside {
            part,
            reason,
            reply,
        })
        .await
    }
}

impl Letterbox for KeptOutbox {
    async fn ticket(&mut self) -> Result<Option<Signed<Ticket>>, OutboxError> {
        self.ask_letterbox(LetterboxAsk::Ticket).await
    }

    async fn knows(&mut self, digest: &Digest) -> Result<bool, OutboxError> {
        let digest = *digest;
        self.ask_letterbox(|reply| LetterboxAsk::Knows(digest, reply))
            .await
    }

    async fn keep(&mut self, digest: &Digest, bytes: Vec<u8>) -> Result<(), OutboxError> {
        let digest = *digest;
        self.ask_letterbox(|reply| LetterboxAsk::Keep {
            digest,
            bytes,
            reply,
        })
        .await
    }
}

/// Delivers, and fetches what was sent back, until the kit ends.
pub(crate) async fn run(
    parts: Arc<KitParts>,
    jobs: mpsc::Sender<KeeperJob>,
    bell: Bell,
    events: SyncSender<Event>,
) {
    if parts.training {
        return;
    }
    let depot = &parts.profile.depot;
    let address = match Address::parse(&depot.address, depot.ca_pem.as_deref()) {
        Ok(address) => address,
        Err(error) => {
            tracing::error!(%error, "the depot's address cannot be used");
            return;
        }
    };
    let client = Client::new(address, Limits::default());
    let mut outbox = KeptOutbox { jobs };
    let mut begun = Begun::default();
    let (mut sense, mut meter, started) = (Sense::default(), Meter::default(), Instant::now());
    let spending = outbox.jobs.clone();
    loop {
        let tell = |event: courier::Event| {
            meter.count(&event, started.elapsed(), |bytes| {
                let spent = KeeperJob::Outbox(OutboxAsk::Spent(bytes));
                spending.try_send(spent).is_ok()
            });
            if let Some(sensed) = event.state.coverage() {
                sense.hear(sensed, started.elapsed());
            }
            // The screen may lag behind the radio: a full queue drops a report, never a part.
            let _lagging = events.try_send(Event::Courier(Report {
                bytes_a_minute: meter.pace(),
                ..report(&event, sense.shown())
            }));
        };
        let done = courier::deliver(
            &client,
            &parts.profile.receipt_signers,
            &mut outbox,
            &bell.reins,
            tell,
        )
        .await;
        if done.is_err() {
            return;
        }
        match courier::collect(&client, &mut outbox, &mut begun).await {
            Ok(_) => {}
            Err(CollectError::Letterbox(OutboxError::Closed)) => return,
            // Another round follows; what came so far is kept.
            Err(error) => tracing::info!(%error, "the dispatch box is not empty yet"),
        }
        let asked = client.greet().await;
        sense.hear(coverage_of(&asked), started.elapsed());
        let quiet = Report {
            coverage: shown(sense.shown()),
            moving: None,
            waiting: None,
            bytes_a_minute: meter.pace(),
        };
        let _lagging = events.try_send(Event::Courier(quiet));
        let _looked_again = tokio::time::timeout(IDLE, bell.work.notified()).await;
    }
}

/// How many bytes of this are told to the keeper at a time; what is lost with the power is less.
const TOLD_AT: u64 = 128 * 1024;

/// How much of the past the pace remembers: what went earlier went over another link.
const PACE_OF: Duration = Duration::from_secs(60);
/// Less than this says nothing of a link.
const PACE_FROM: Duration = Duration::from_secs(2);

/// Counts what goes over the network, as far as a delivery tells: bytes of parts, those sent again included; and how fast.
#[derive(Debug, Default)]
struct Meter {
    last: Option<(Digest, u64)>,
    untold: u64,
    /// When the last step was, unless the link was down since.
    at: Option<Duration>,
    /// Bytes that went, and in what time.
    went: (u64, Duration),
}

impl Meter {
    /// Takes in a step, and tells when there is something to tell; what was not taken is told later.
    fn count(&mut self, event: &courier::Event, now: Duration, tell: impl FnOnce(u64) -> bool) {
        let since = self.at.replace(now);
        if matches!(event.state, State::Waiting { .. } | State::Empty) {
            self.at = None;
        } else if let Some(since) = since {
            self.went.1 += now.saturating_sub(since);
        }
        let untold = self.untold;
        self.weigh(event);
        self.went.0 += self.untold - untold;
        if self.went.1 > PACE_OF {
            self.went = (self.went.0 / 2, self.went.1 / 2);
        }
        let is_over = matches!(event.state, State::Delivered | State::Quarantined);
        if (self.untold >= TOLD_AT || (is_over && self.untold > 0)) && tell(self.untold) {
            self.untold = 0;
        }
    }

    /// Bytes a minute, once it can be said.
    fn pace(&self) -> Option<u64> {
        let (bytes, time) = self.went;
        let millis = u64::try_from(time.as_millis()).ok()?;
        (time >= PACE_FROM && bytes > 0).then(|| bytes.saturating_mul(60_000) / millis)
    }

    fn weigh(&mut self, event: &courier::Event) {
        let Some(part) = event.part else { return };
        let before = self.last.filter(|(digest, _)| *digest == part.digest);
        match event.state {
            State::Sending => {
                // After a cut it goes on from an earlier byte: how much of that is new is seen from the next step on.
                let sent = before.map_or(0, |(_, bytes)| part.bytes.saturating_sub(bytes));
                self.untold += sent;
                self.last = Some((part.digest, part.bytes));
            }
            // A small part goes in one step.
            State::Delivered | State::Quarantined if before.is_none() => self.untold += part.total,
            State::Reaching
            | State::Delivered
            | State::Quarantined
            | State::SetAside(_)
            | State::Waiting { .. }
            | State::Empty => {}
        }
    }
}

/// What one question says of coverage, with nothing to deliver.
fn coverage_of(asked: &Result<(), ClientError>) -> courier::Coverage {
    match asked {
        Ok(()) | Err(ClientError::Refused(_) | ClientError::Garbled | ClientError::Source) => {
            courier::Coverage::Depot
        }
        Err(ClientError::NoNetwork) => courier::Coverage::NoNetwork,
        Err(ClientError::Unreachable | ClientError::Cut) => courier::Coverage::Silent,
        Err(ClientError::Portal | ClientError::Untrusted) => courier::Coverage::Stranger,
    }
}

fn shown(coverage: courier::Coverage) -> Coverage {
    match coverage {
        courier::Coverage::Unknown => Coverage::Unknown,
        courier::Coverage::NoNetwork | courier::Coverage::Silent => Coverage::None,
        courier::Coverage::Stranger => Coverage::Portal,
        courier::Coverage::Depot => Coverage::Good,
    }
}

fn report(event: &courier::Event, coverage: courier::Coverage) -> Report {
    let waiting = match event.state {
        State::Waiting { why, next_try_in } => {
            let reason = match why {
                Wait::Network => "delivery-no-network",
                Wait::Coverage => "delivery-no-coverage",
                Wait::Connection => "delivery-cut",
                Wait::Portal => "delivery-portal",
                Wait::TrustedDepot => "delivery-untrusted",
                Wait::Admission => "delivery-not-admitted",
                Wait::Room => "delivery-depot-full",
                Wait::Recovery => "delivery-depot-fails",
            };
            let seconds = u32::try_from(next_try_in.as_secs()).unwrap_or(u32::MAX);
            Some((seconds, reason))
        }
        State::Reaching
        | State::Sending
        | State::Delivered
        | State::Quarantined
        | State::SetAside(_)
        | State::Empty => None,
    };
    Report {
        coverage: shown(coverage),
        moving: event.part.map(|part| (part.digest, part.bytes)),
        waiting,
        bytes_a_minute: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courier::deliver::Progress;
    use parcel::{Kind, digest_of};

    #[test]
    fn the_meter_counts_what_goes_and_what_goes_again() {
        let mut meter = Meter::default();
        let (mut told, mut seconds) = (0, 0);
        let mut step = |name: &[u8], bytes, total, state| {
            seconds += 1;
            let part = Progress {
                digest: digest_of(name),
                kind: Kind::Pages,
                bytes,
                total,
            };
            let event = courier::Event {
                part: Some(part),
                state,
            };
            meter.count(&event, Duration::from_secs(seconds), |bytes| {
                told += bytes;
                true
            });
        };
        step(b"small", 9_000, 9_000, State::Delivered);
        for bytes in [0, 16_000, 100_000] {
            step(b"large", bytes, 200_000, State::Sending);
        }
        // Cut: the depot has sixty thousand of it.
        step(b"large", 60_000, 200_000, State::Sending);
        step(b"large", 200_000, 200_000, State::Sending);
        step(b"large", 200_000, 200_000, State::Delivered);
        assert_eq!(told, 9_000 + 100_000 + 140_000);
        assert_eq!(meter.pace(), Some(249_000 * 60 / 6));
    }
}
