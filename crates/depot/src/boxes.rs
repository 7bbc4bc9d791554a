//! Dispatch boxes: a coordinator in session posts for a kit, and the kit empties its box with a ticket, locked or not.
//!
//! What lies there is ciphertext to the kit's mailbox. The bytes of a dispatch go when the kit says that it keeps them; the
//! line stays, so that the same dispatch is never handed over twice.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use courier::wire::{self, BoxEntry, DispatchBox, ProblemCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::StatusCode;
use hyper::header::HeaderMap;
use parcel::{Digest, KitName, Namespace, Signed, Ticket, digest_of};

use crate::clock;
use crate::depot::{Depot, DepotError, verified};
use crate::index::Room;
use crate::refusal::blocking;
use crate::shelf::{self, Answer, Shared};

/// `POST /v1/kits/KIT/dispatches`.
pub(crate) async fn post(
    State(depot): Shared,
    Path(kit): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, DepotError> {
    shelf::coordinators_only(&depot, &headers)?;
    let kit = served(&depot, &kit)?;
    let longest = usize::try_from(depot.config.max_dispatch_bytes).unwrap_or(usize::MAX);
    let bytes = Limited::new(body, longest)
        .collect()
        .await
        .map_err(|error| {
            if error.is::<http_body_util::LengthLimitError>() {
                ProblemCode::TooLarge
            } else {
                ProblemCode::Malformed
            }
        })?
        .to_bytes();
    if bytes.is_empty() {
        return Err(ProblemCode::Malformed.into());
    }
    blocking(&depot, move |depot| {
        let entry = BoxEntry {
            digest: digest_of(&bytes),
            length: bytes.len() as u64,
            posted_at: clock::now(),
            taken_at: None,
        };
        let room = Room {
            bytes: depot.config.box_bytes,
            places: depot.config.box_places,
        };
        Ok(depot.index.post(kit, entry, bytes.to_vec(), room)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/kits/KIT/dispatches`.
pub(crate) async fn watch(
    State(depot): Shared,
    Path(kit): Path<String>,
    headers: HeaderMap,
) -> Answer {
    shelf::coordinators_only(&depot, &headers)?;
    let kit = served(&depot, &kit)?;
    let entries = blocking(&depot, move |depot| Ok(depot.index.letters(kit)?)).await?;
    shelf::json(&DispatchBox { entries })
}

/// `GET /v1/dispatches`.
pub(crate) async fn list(State(depot): Shared, headers: HeaderMap) -> Answer {
    let kit = holder(&depot, &headers)?;
    let mut entries = blocking(&depot, move |depot| Ok(depot.index.letters(kit)?)).await?;
    entries.retain(|entry| entry.taken_at.is_none());
    shelf::json(&DispatchBox { entries })
}

/// `GET /v1/dispatches/DIGEST`, in one range.
pub(crate) async fn fetch(
    State(depot): Shared,
    Path(digest): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let kit = holder(&depot, &headers)?;
    let digest = shelf::parse_digest(&digest)?;
    let range = shelf::Range::of(&headers, depot.config.max_dispatch_bytes)?;
    let (at, up_to) = (range.first, range.up_to);
    let bytes = blocking(&depot, move |depot| {
        depot
            .index
            .letter(kit, &digest, at, up_to)?
            .ok_or(ProblemCode::Unknown.into())
    })
    .await?;
    range.answer(bytes)
}

/// `DELETE /v1/dispatches/DIGEST`: the kit keeps it.
pub(crate) async fn acknowledge(
    State(depot): Shared,
    Path(digest): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, DepotError> {
    let kit = holder(&depot, &headers)?;
    let digest: Digest = shelf::parse_digest(&digest)?;
    blocking(&depot, move |depot| {
        Ok(depot.index.hand_over(kit, &digest, clock::now())?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A kit that this depot serves.
fn served(depot: &Arc<Depot>, kit: &str) -> Result<KitName, DepotError> {
    let kit: KitName = kit.parse().or(Err(ProblemCode::Unknown))?;
    let (keys, _) = depot.signers.grants().kit(kit, Namespace::Ticket);
    if keys.is_empty() {
        return Err(ProblemCode::Unknown.into());
    }
    Ok(kit)
}

/// Whose ticket came along. A kit that was declared lost is given nothing.
fn holder(depot: &Arc<Depot>, headers: &HeaderMap) -> Result<KitName, DepotError> {
    let shown = headers
        .get(wire::TICKET_HEADER)
        .and_then(|value| value.to_str().ok())
        .ok_or(ProblemCode::Session)?;
    let signed: Signed<Ticket> = wire::from_header(shown).or(Err(ProblemCode::Malformed))?;
    let claimed = signed.claim().or(Err(ProblemCode::Malformed))?;
    let (keys, lost) = depot.signers.grants().kit(claimed.kit, Namespace::Ticket);
    let ticket = verified(&signed, &keys)?;
    if lost {
        return Err(ProblemCode::NotAllowed.into());
    }
    if !ticket.holds(clock::now()) {
        return Err(ProblemCode::Session.into());
    }
    Ok(ticket.kit)
}
