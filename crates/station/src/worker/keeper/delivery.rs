//! What the courier asks of the database: parts to send, receipts to keep, dispatches to take, and what may be forgotten.
//!
//! Needs no key: a locked kit answers all of it (P3).

use super::{Keeper, SURPASSED, log};
use crate::place;
use crate::worker::post::{LetterboxAsk, OutboxAsk};
use courier::AsideReason;
use office::trouble::Trouble;
use office::{Input, Moment};
use parcel::Kind;
use store::{Aside, Holds, StoreError};

/// The day and the bytes that went over the network on it.
const SPENT: &str = "spent";

impl Keeper {
    pub(super) fn outbox(&mut self, ask: OutboxAsk) {
        match ask {
            OutboxAsk::Heads(reply) => {
                let heads = self.store.heads();
                let _nobody_waits =
                    reply.send(heads.map_err(|_unreadable| courier::OutboxError::Unreadable));
            }
            OutboxAsk::Next(reply) => {
                let is_spent = self.is_spent();
                let next = self.store.next_part(self.trusted_day()).map(|part| {
                    part.and_then(|(manifest, length)| {
                        let claim = manifest.claim().ok()?;
                        // Documents come last: after them nothing waits that should go all the same.
                        if is_spent && claim.kind == Kind::Pages {
                            return None;
                        }
                        let digest = claim.digest;
                        Some(courier::Lease {
                            digest,
                            length,
                            manifest,
                        })
                    })
                });
                let _nobody_waits =
                    reply.send(next.map_err(|_unreadable| courier::OutboxError::Unreadable));
            }
            OutboxAsk::Read {
                part,
                offset,
                up_to,
                reply,
            } => {
                let bytes = self.store.read_part(&part.to_string(), offset, up_to);
                let _nobody_waits =
                    reply.send(bytes.map_err(|_unreadable| courier::OutboxError::Unreadable));
            }
            OutboxAsk::Note { part, sent } => {
                log(
                    "progress could not be noted",
                    self.store.note_sent(&part.to_string(), sent),
                );
                self.tell_outbox();
            }
            OutboxAsk::Confirm {
                signed,
                receipt,
                reply,
            } => {
                self.trust(receipt.received_at);
                let confirmed = self.store.confirm(&signed, &receipt, self.anchor.at_s);
                let _nobody_waits =
                    reply.send(confirmed.map_err(|_unwritable| courier::OutboxError::Closed));
                self.tell_outbox();
                if self.vault.is_some() {
                    self.tell_journal();
                }
            }
            OutboxAsk::SetAside {
                part,
                reason,
                reply,
            } => {
                let aside = self
                    .store
                    .set_aside(&part.to_string(), Aside(aside_key(reason)));
                let _nobody_waits =
                    reply.send(aside.map_err(|_unwritable| courier::OutboxError::Closed));
                self.tell_outbox();
            }
            OutboxAsk::Surpassed(epoch) => {
                let in_use = self.store.chain().ok().flatten();
                if in_use.is_some_and(|chain| chain.epoch() == epoch) {
                    log(
                        "a surpassed epoch could not be noted",
                        self.store.set_fact(SURPASSED, &epoch.to_string()),
                    );
                }
            }
            OutboxAsk::Spent(bytes) => self.note_spent(bytes),
            OutboxAsk::TakeUpAgain => {
                self.lift_the_budget();
                log(
                    "parts could not be taken up again",
                    self.store.take_up_again(),
                );
                self.tell_outbox();
            }
        }
    }

    pub(super) fn letterbox(&mut self, ask: LetterboxAsk) {
        let unreadable = |error: StoreError| {
            tracing::error!(%error, "dispatches cannot be kept or read");
            courier::OutboxError::Unreadable
        };
        match ask {
            LetterboxAsk::Ticket(reply) => {
                let _nobody_waits = reply.send(self.ticket().map_err(unreadable));
            }
            LetterboxAsk::Knows(digest, reply) => {
                let known = self.store.knows_dispatch(&digest);
                let _nobody_waits = reply.send(known.map_err(unreadable));
            }
            LetterboxAsk::Keep {
                digest,
                bytes,
                reply,
            } => {
                let kept = self.store.keep_dispatch(&digest, &bytes);
                let arrived = kept.is_ok();
                let _nobody_waits = reply.send(kept.map_err(unreadable));
                if arrived && self.vault.is_some() {
                    self.take_in_dispatch(digest);
                }
            }
        }
    }

    /// Whether today's budget of bytes is used up. Without a budget, or when a person lifted it, it never is.
    pub(super) fn is_spent(&self) -> bool {
        let budget = self.parts.settings.metered_bytes_a_day;
        budget > 0 && self.spent_today().is_some_and(|spent| spent >= budget)
    }

    /// Bytes that went today; `None` when a person lifted the budget for the day.
    fn spent_today(&self) -> Option<u64> {
        let noted = self.store.fact(SPENT).ok().flatten().unwrap_or_default();
        match noted.split_once(' ') {
            Some((day, spent)) if day == self.trusted_day().to_string() => spent.parse().ok(),
            Some(_) | None => Some(0),
        }
    }

    fn note_spent(&mut self, bytes: u64) {
        if self.parts.settings.metered_bytes_a_day == 0 {
            return;
        }
        if let Some(spent) = self.spent_today() {
            let day = self.trusted_day();
            log(
                "what was spent could not be noted",
                self.store
                    .set_fact(SPENT, &format!("{day} {}", spent + bytes)),
            );
        }
    }

    fn lift_the_budget(&mut self) {
        let day = self.trusted_day();
        log(
            "the budget could not be lifted",
            self.store.set_fact(SPENT, &format!("{day} lifted")),
        );
    }

    /// The day, days since 1970: a clock that starts at the same day each morning is led on by trusted time.
    fn trusted_day(&self) -> i64 {
        let now = crate::clock::now(self.anchor.at_s);
        let seconds = now.wall_s.max(self.anchor.now(now)) + i64::from(now.offset_s);
        seconds.div_euclid(86_400)
    }

    pub(super) fn purge(&mut self, moment: Moment) {
        let holds = Holds {
            stored_s: self.parts.settings.hold_stored_s,
            opened_s: self.parts.settings.hold_opened_s,
        };
        self.keep_copies();
        match self.store.purge(self.anchor.now(moment), holds) {
            Ok(0) => {}
            Ok(gone) => {
                tracing::info!(gone, "delivered parts are erased after their hold");
                self.tell_outbox();
            }
            Err(error) => tracing::error!(%error, "delivered parts could not be erased"),
        }
        self.foresee_the_disk();
    }

    /// Says once, to whoever has unlocked the kit, that the disk will be full in a day.
    fn foresee_the_disk(&mut self) {
        let soon = self.vault.is_some() && place::fills_soon(&self.parts.folder.database());
        if soon && !self.said_it_fills {
            self.tell(Input::Noticed(Trouble::DiskFillsSoon));
        }
        self.said_it_fills = soon;
    }
}

fn aside_key(reason: AsideReason) -> &'static str {
    match reason {
        AsideReason::Unreadable => "part-unreadable",
        AsideReason::Damaged => "part-damaged",
        AsideReason::ManifestRefused => "manifest-refused",
        AsideReason::TooLarge => "part-too-large",
        AsideReason::ArrivesDamaged => "arrives-damaged",
        AsideReason::ReceiptRefused => "receipt-refused",
        AsideReason::DepotFails => "depot-fails",
    }
}
