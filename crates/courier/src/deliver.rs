//! The delivery: heads first, then part after part until the outbox is empty, through any number of cuts.
//!
//! A part counts as delivered only when a receipt over its digest, length and kit verifies against the profile's signers (I6).
//! A part that cannot travel is set aside with its reason and blocks nothing; no count of attempts strands the others.

use std::time::Duration;

use hyper::body::Bytes;
use parcel::{Digest, Kind, Manifest, PublicKey, Receipt, ReceiptKind, Signed, digest_of};

use crate::client::{Client, ClientError};
use crate::limits::Backoff;
use crate::outbox::{AsideReason, Lease, Outbox, OutboxError};
use crate::reins::Reins;
use crate::upload::{Location, PartBytes, Standing};
use crate::wire::{INLINE_MAX, ProblemCode};

/// How often a part may arrive damaged, or with a receipt that cannot be accepted, before it is set aside.
const DAMAGED_MAX: u32 = 3;
/// How often a depot may fail at one part before the others go first.
const FAILURES_MAX: u32 = 5;

/// One step of a delivery, for showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The part it is about; `None` while heads travel or nothing does.
    pub part: Option<Progress>,
    /// What is going on.
    pub state: State,
}

/// How far a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Names the part.
    pub digest: Digest,
    /// Summary or pages.
    pub kind: Kind,
    /// Bytes handed to the network or kept by the depot, whichever is known.
    pub bytes: u64,
    /// Bytes in all.
    pub total: u64,
}

/// What a delivery is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Asking the depot where things stand.
    Reaching,
    /// Bytes are moving.
    Sending,
    /// The verified receipt is with the outbox.
    Delivered,
    /// The depot keeps the part under quarantine, since the kit was declared lost; the kit keeps it too.
    Quarantined,
    /// The part stays behind.
    SetAside(AsideReason),
    /// Nothing moves until the next try.
    Waiting {
        /// What is missing.
        why: Wait,
        /// When the next try begins, from the moment of this event.
        next_try_in: Duration,
    },
    /// The outbox is empty.
    Empty,
}

/// What a waiting delivery waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// A network at all.
    Network,
    /// No way to the depot.
    Coverage,
    /// The connection broke; it is tried again at once.
    Connection,
    /// Somebody logs in at the network's portal. Burns no attempt.
    Portal,
    /// A way on which the depot itself answers: somebody else showed a certificate. Burns no attempt.
    TrustedDepot,
    /// The depot serves this kit: its key is not entered there.
    Admission,
    /// The depot has room.
    Room,
    /// The depot has recovered.
    Recovery,
}

/// What one delivery did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sitting {
    /// Parts confirmed.
    pub delivered: u64,
    /// Parts set aside.
    pub set_aside: u64,
}

/// Delivers until the outbox is empty or `reins` stop it. It goes on through every failure of the link.
///
/// `receipt_signers` are the profile's; `tell` hears of every step and must not block.
///
/// # Errors
/// [`OutboxError::Closed`] when the outbox no longer answers.
pub async fn deliver<O: Outbox>(
    client: &Client,
    receipt_signers: &[PublicKey],
    outbox: &mut O,
    reins: &Reins,
    tell: impl FnMut(Event) + Send,
) -> Result<Sitting, OutboxError> {
    let backoff = Backoff::new(client.limits());
    let mut delivery = Delivery {
        client,
        receipt_signers,
        outbox,
        reins,
        tell,
        backoff,
        sitting: Sitting::default(),
    };
    tokio::select! {
        ended = delivery.run() => ended?,
        () = reins.stopping() => {}
    }
    Ok(delivery.sitting)
}

struct Delivery<'a, O, T> {
    client: &'a Client,
    receipt_signers: &'a [PublicKey],
    outbox: &'a mut O,
    reins: &'a Reins,
    tell: T,
    backoff: Backoff,
    sitting: Sitting,
}

/// What is remembered about one part between attempts.
#[derive(Default)]
struct Travel {
    location: Option<Location>,
    announced: bool,
    offset: u64,
    rewind_to: Option<u64>,
    damaged: u32,
    failures: u32,
}

/// Why an attempt did not end with a receipt.
enum Trouble {
    Client(ClientError),
    Outbox(OutboxError),
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<OutboxError> for Trouble {
    fn from(error: OutboxError) -> Self {
        Self::Outbox(error)
    }
}

/// What follows from a failed attempt.
enum Verdict {
    Wait(Wait),
    SetAside(AsideReason),
    TryAgain,
}

impl<O: Outbox, T: FnMut(Event) + Send> Delivery<'_, O, T> {
    async fn run(&mut self) -> Result<(), OutboxError> {
        self.send_heads().await?;
        while let Some(lease) = self.outbox.next().await? {
            self.send_part(&lease).await?;
        }
        (self.tell)(Event {
            part: None,
            state: State::Empty,
        });
        Ok(())
    }

    /// A head that the depot does not take is left out: it must not hold up the parts.
    async fn send_heads(&mut self) -> Result<(), OutboxError> {
        for head in self.outbox.heads().await? {
            (self.tell)(Event {
                part: None,
                state: State::Reaching,
            });
            loop {
                match self.client.send_head(&head).await {
                    Ok(Some(newer)) => self.outbox.surpassed(&newer).await?,
                    Ok(None) => {}
                    Err(error) => match link_wait(&error) {
                        Some(why) => {
                            self.wait(why, None).await;
                            continue;
                        }
                        None => {
                            tracing::warn!(code = ?error.code(), "the depot did not take a head");
                        }
                    },
                }
                break;
            }
        }
        Ok(())
    }

    async fn send_part(&mut self, lease: &Lease) -> Result<(), OutboxError> {
        let Ok(manifest) = lease.manifest.claim() else {
            return self.set_aside(lease, None, AsideReason::Unreadable).await;
        };
        let mut travel = Travel::default();
        loop {
            let verdict = match self.attempt(lease, &manifest, &mut travel).await {
                Ok(signed) => match self.accept(&signed, &manifest) {
                    Some(receipt) => return self.confirm(&manifest, &signed, &receipt).await,
                    None => travel
                        .count_damage(AsideReason::ReceiptRefused, Verdict::Wait(Wait::Recovery)),
                },
                Err(Trouble::Outbox(OutboxError::Closed)) => return Err(OutboxError::Closed),
                Err(Trouble::Outbox(OutboxError::Unreadable)) => {
                    Verdict::SetAside(AsideReason::Unreadable)
                }
                Err(Trouble::Client(error)) => self.judge(error, lease, &mut travel).await?,
            };
            match verdict {
                Verdict::TryAgain => {}
                Verdict::Wait(why) => {
                    self.wait(why, Some(progress(&manifest, travel.offset)))
                        .await
                }
                Verdict::SetAside(reason) => {
                    return self.set_aside(lease, Some(&manifest), reason).await;
                }
            }
        }
    }

    /// Asks where the part stands and sends what is missing.
    async fn attempt(
        &mut self,
        lease: &Lease,
        manifest: &Manifest,
        travel: &mut Travel,
    ) -> Result<Signed<Receipt>, Trouble> {
        (self.tell)(Event {
            part: Some(progress(manifest, travel.offset)),
            state: State::Reaching,
        });
        let (location, standing) = match travel.location.clone() {
            Some(location) => {
                let standing = self.client.standing(&location).await?;
                (location, standing)
            }
            None => self.announce(lease, manifest, travel).await?,
        };
        travel.location = Some(location.clone());
        self.note(lease, &standing, travel).await?;
        if let Some(receipt) = standing.receipt {
            return Ok(receipt);
        }
        let offset = travel.rewind_to.take().unwrap_or(standing.offset);
        let client = self.client;
        let mut source = self.source(lease, manifest);
        let sent = client
            .send_rest(&location, offset, lease.length, &mut source)
            .await;
        if let Some(fault) = source.fault {
            return Err(fault.into());
        }
        let standing = sent?;
        self.note(lease, &standing, travel).await?;
        match standing.receipt {
            Some(receipt) => Ok(receipt),
            None => Ok(self.client.receipt(&lease.digest, &manifest.kit).await?),
        }
    }

    /// A small part goes along with its first announcement, and so does every other once this depot has taken one of ours: on a
    /// bad link each question that waits for its answer costs seconds. After a cut only what is missing is sent.
    async fn announce(
        &mut self,
        lease: &Lease,
        manifest: &Manifest,
        travel: &mut Travel,
    ) -> Result<(Location, Standing), Trouble> {
        let first = !std::mem::replace(&mut travel.announced, true);
        if first && lease.length > INLINE_MAX && self.sitting.delivered > 0 {
            let client = self.client;
            let mut source = self.source(lease, manifest);
            let sent = client
                .announce_with(&lease.manifest, lease.length, &mut source)
                .await;
            return match source.fault {
                Some(fault) => Err(fault.into()),
                None => Ok(sent?),
            };
        }
        let inline = if first && lease.length <= INLINE_MAX {
            Some(self.read_range(lease, 0, lease.length).await?)
        } else {
            None
        };
        Ok(self
            .client
            .announce(&lease.manifest, lease.length, inline)
            .await?)
    }

    fn source<'s>(&'s mut self, lease: &'s Lease, manifest: &'s Manifest) -> Source<'s, O, T> {
        Source {
            outbox: &mut *self.outbox,
            tell: &mut self.tell,
            lease,
            manifest,
            chunk_bytes: self.client.limits().chunk_bytes,
            fault: None,
        }
    }

    async fn note(
        &mut self,
        lease: &Lease,
        standing: &Standing,
        travel: &mut Travel,
    ) -> Result<(), OutboxError> {
        if standing.offset > travel.offset || standing.receipt.is_some() {
            self.backoff.forget();
            self.outbox
                .note_progress(&lease.digest, standing.offset)
                .await?;
        }
        travel.offset = standing.offset;
        Ok(())
    }

    /// The receipt's content, if it is one for this part by somebody who may give it.
    fn accept(&self, signed: &Signed<Receipt>, manifest: &Manifest) -> Option<Receipt> {
        let receipt = signed.verify(self.receipt_signers).ok()?;
        let kept = matches!(receipt.kind, ReceiptKind::Stored | ReceiptKind::Quarantined);
        (kept && receipt.is_for(manifest)).then_some(receipt)
    }

    async fn confirm(
        &mut self,
        manifest: &Manifest,
        signed: &Signed<Receipt>,
        receipt: &Receipt,
    ) -> Result<(), OutboxError> {
        self.outbox.confirm(signed, receipt).await?;
        self.sitting.delivered += 1;
        let state = if receipt.kind == ReceiptKind::Quarantined {
            State::Quarantined
        } else {
            State::Delivered
        };
        (self.tell)(Event {
            part: Some(progress(manifest, manifest.length)),
            state,
        });
        Ok(())
    }

    async fn set_aside(
        &mut self,
        lease: &Lease,
        manifest: Option<&Manifest>,
        reason: AsideReason,
    ) -> Result<(), OutboxError> {
        self.outbox.set_aside(&lease.digest, reason).await?;
        self.sitting.set_aside += 1;
        tracing::warn!(%reason, "a part is set aside");
        (self.tell)(Event {
            part: manifest.map(|manifest| progress(manifest, 0)),
            state: State::SetAside(reason),
        });
        Ok(())
    }

    async fn judge(
        &mut self,
        error: ClientError,
        lease: &Lease,
        travel: &mut Travel,
    ) -> Result<Verdict, OutboxError> {
        if let Some(why) = link_wait(&error) {
            return Ok(Verdict::Wait(why));
        }
        Ok(match error.code() {
            Some(ProblemCode::Unsigned | ProblemCode::Malformed) => {
                Verdict::SetAside(AsideReason::ManifestRefused)
            }
            Some(ProblemCode::TooLarge) => Verdict::SetAside(AsideReason::TooLarge),
            Some(ProblemCode::DigestMismatch) => match self.rewind(lease, travel).await {
                Ok(verdict) => verdict,
                Err(Trouble::Outbox(OutboxError::Unreadable)) => {
                    Verdict::SetAside(AsideReason::Unreadable)
                }
                Err(Trouble::Outbox(closed)) => return Err(closed),
                Err(Trouble::Client(_)) => Verdict::Wait(Wait::Connection),
            },
            Some(ProblemCode::Unknown) => {
                travel.location = None;
                travel.count_failure()
            }
            _ => travel.count_failure(),
        })
    }

    /// Finds where what arrived begins to differ from what is here.
    async fn rewind(&mut self, lease: &Lease, travel: &mut Travel) -> Result<Verdict, Trouble> {
        let Some(location) = &travel.location else {
            let whole = self.read_range(lease, 0, lease.length).await?;
            return Ok(if digest_of(&whole) == lease.digest {
                travel.count_damage(AsideReason::ArrivesDamaged, Verdict::Wait(Wait::Connection))
            } else {
                Verdict::SetAside(AsideReason::Damaged)
            });
        };
        let theirs = self.client.block_digests(location).await?;
        let mut at = 0;
        for digest in &theirs.digests {
            let end = lease.length.min(at + theirs.block);
            if digest_of(&self.read_range(lease, at, end).await?) != *digest {
                travel.rewind_to = Some(at);
                return Ok(travel.count_damage(AsideReason::ArrivesDamaged, Verdict::TryAgain));
            }
            at = end;
        }
        Ok(Verdict::SetAside(AsideReason::Damaged))
    }

    async fn read_range(
        &mut self,
        lease: &Lease,
        from: u64,
        to: u64,
    ) -> Result<Bytes, OutboxError> {
        let mut bytes = Vec::new();
        let mut at = from;
        while at < to {
            let up_to = usize::try_from(to - at)
                .unwrap_or(usize::MAX)
                .min(self.client.limits().chunk_bytes);
            let piece = self.outbox.read(&lease.digest, at, up_to).await?;
            if piece.is_empty() || piece.len() > up_to {
                return Err(OutboxError::Unreadable);
            }
            at += piece.len() as u64;
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.into())
    }

    async fn wait(&mut self, why: Wait, part: Option<Progress>) {
        let limits = *self.client.limits();
        let next_try_in = match why {
            Wait::Portal | Wait::TrustedDepot | Wait::Admission | Wait::Room => {
                limits.stranger_wait
            }
            Wait::Network => limits.network_wait,
            Wait::Coverage => self
                .backoff
                .next(rand::random())
                .min(limits.coverage_ceiling),
            Wait::Connection | Wait::Recovery => self.backoff.next(rand::random()),
        };
        (self.tell)(Event {
            part,
            state: State::Waiting { why, next_try_in },
        });
        self.reins.wait(next_try_in).await;
    }
}

impl Travel {
    fn count_damage(&mut self, reason: AsideReason, otherwise: Verdict) -> Verdict {
        self.damaged += 1;
        if self.damaged < DAMAGED_MAX {
            otherwise
        } else {
            Verdict::SetAside(reason)
        }
    }

    fn count_failure(&mut self) -> Verdict {
        self.failures += 1;
        if self.failures < FAILURES_MAX {
            Verdict::Wait(Wait::Recovery)
        } else {
            Verdict::SetAside(AsideReason::DepotFails)
        }
    }
}

/// What the link, and not the part, is waiting for.
fn link_wait(error: &ClientError) -> Option<Wait> {
    match error {
        ClientError::NoNetwork => Some(Wait::Network),
        ClientError::Unreachable => Some(Wait::Coverage),
        ClientError::Cut => Some(Wait::Connection),
        ClientError::Portal => Some(Wait::Portal),
        ClientError::Untrusted => Some(Wait::TrustedDepot),
        ClientError::Refused(_) | ClientError::Garbled | ClientError::Source => {
            match error.code() {
                Some(ProblemCode::Foreign) => Some(Wait::Admission),
                Some(ProblemCode::Full) => Some(Wait::Room),
                Some(ProblemCode::Offset) => Some(Wait::Connection),
                _ => None,
            }
        }
    }
}

fn progress(manifest: &Manifest, bytes: u64) -> Progress {
    Progress {
        digest: manifest.digest,
        kind: manifest.kind,
        bytes,
        total: manifest.length,
    }
}

/// The outbox as a source of bytes that tells how far it is.
struct Source<'d, O, T> {
    outbox: &'d mut O,
    tell: &'d mut T,
    lease: &'d Lease,
    manifest: &'d Manifest,
    chunk_bytes: usize,
    fault: Option<OutboxError>,
}

impl<O: Outbox, T: FnMut(Event) + Send> PartBytes for Source<'_, O, T> {
    async fn read(&mut self, offset: u64) -> Option<Bytes> {
        let left = usize::try_from(self.lease.length - offset).unwrap_or(usize::MAX);
        match self
            .outbox
            .read(&self.lease.digest, offset, left.min(self.chunk_bytes))
            .await
        {
            Ok(bytes) if bytes.len() <= left => {
                let at = offset + bytes.len() as u64;
                (self.tell)(Event {
                    part: Some(progress(self.manifest, at)),
                    state: State::Sending,
                });
                Some(bytes.into())
            }
            Ok(_) => {
                self.fault = Some(OutboxError::Unreadable);
                None
            }
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }
}
