//! What is given out: receipts and greetings to anybody who can name a digest, parts and heads to coordinators in session.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use courier::wire::{Batch, Cursor, Gaps, Heads, ProblemCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, RANGE};
use parcel::{Digest, KitName, Namespace};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::depot::{Depot, DepotError};
use crate::refusal::blocking;

/// The longest JSON that is read, in bytes.
const JSON_MAX: usize = 256 * 1024;
/// The most entries of one batch.
const BATCH_MAX: u32 = 1000;

pub(crate) type Shared = State<Arc<Depot>>;
pub(crate) type Answer = Result<Response, DepotError>;

pub(crate) fn json<T: Serialize>(value: &T) -> Answer {
    let json = serde_json::to_vec(value).or(Err(ProblemCode::Trouble))?;
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}

async fn read_json<T: DeserializeOwned>(body: Body) -> Result<T, DepotError> {
    let bytes = Limited::new(body, JSON_MAX)
        .collect()
        .await
        .or(Err(ProblemCode::Malformed))?
        .to_bytes();
    Ok(serde_json::from_slice(&bytes).or(Err(ProblemCode::Malformed))?)
}

pub(crate) fn coordinators_only(depot: &Depot, headers: &HeaderMap) -> Result<(), DepotError> {
    let authorization = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if depot.sessions.admits(authorization) {
        Ok(())
    } else {
        Err(ProblemCode::Session.into())
    }
}

fn parameter<'q>(query: Option<&'q str>, name: &str) -> Option<&'q str> {
    query?
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// `GET /healthz`.
pub(crate) async fn health() -> Answer {
    json(&serde_json::json!({ "status": "ok" }))
}

/// Everything that has no other answer.
pub(crate) async fn nothing() -> DepotError {
    ProblemCode::Unknown.into()
}

/// `POST /v1/nonces`.
pub(crate) async fn nonce(State(depot): Shared) -> Answer {
    json(&depot.sessions.nonce()?)
}

/// `POST /v1/sessions`.
pub(crate) async fn login(State(depot): Shared, body: Body) -> Answer {
    let login = read_json(body).await?;
    let keys = depot.signers.grants().coordinators(Namespace::Session);
    json(&depot.sessions.open(&login, &keys)?)
}

/// `POST /v1/heads`: the signature is the right to send it, and to hear of a farther one of the same kit and epoch.
pub(crate) async fn take_head(State(depot): Shared, body: Body) -> Answer {
    let head = read_json(body).await?;
    match blocking(&depot, move |depot| depot.take_head(head)).await? {
        Some(held) => json(&held),
        None => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// `GET /v1/heads`.
pub(crate) async fn heads(State(depot): Shared, headers: HeaderMap) -> Answer {
    coordinators_only(&depot, &headers)?;
    json(&Heads {
        heads: blocking(&depot, |depot| Ok(depot.index.heads()?)).await?,
    })
}

/// `GET /v1/gaps`.
pub(crate) async fn gaps(State(depot): Shared, headers: HeaderMap) -> Answer {
    coordinators_only(&depot, &headers)?;
    json(&Gaps {
        gaps: blocking(&depot, Depot::gaps).await?,
    })
}

/// `GET /v1/batches?after=CURSOR&limit=N`.
pub(crate) async fn batch(
    State(depot): Shared,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    coordinators_only(&depot, &headers)?;
    let number = |name| parameter(query.as_deref(), name).map_or(Ok(0), str::parse::<u64>);
    let after = Cursor(number("after").or(Err(ProblemCode::Malformed))?);
    let limit = match number("limit").or(Err(ProblemCode::Malformed))? {
        0 => BATCH_MAX,
        limit => u32::try_from(limit).unwrap_or(BATCH_MAX).min(BATCH_MAX),
    };
    let mut entries = blocking(&depot, move |depot| {
        Ok(depot.index.since(after, limit + 1)?)
    })
    .await?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let next = entries.last().map_or(after, |entry| entry.at);
    json(&Batch {
        entries,
        next,
        more,
    })
}

/// `GET /v1/parts/DIGEST`, in one range.
pub(crate) async fn part(
    State(depot): Shared,
    Path(digest): Path<String>,
    headers: HeaderMap,
) -> Answer {
    coordinators_only(&depot, &headers)?;
    let digest = parse_digest(&digest)?;
    let range = Range::of(&headers, depot.config.max_part_bytes)?;
    let (at, up_to) = (
        range.first,
        usize::try_from(range.up_to).unwrap_or(usize::MAX),
    );
    let bytes = blocking(&depot, move |depot| depot.read(&digest, at, up_to)).await?;
    range.answer(bytes)
}

/// `GET /v1/receipts/DIGEST?kit=KIT`: who can name the digest has, or had, the part.
pub(crate) async fn receipt(
    State(depot): Shared,
    Path(digest): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    let digest = parse_digest(&digest)?;
    let kit = parameter(query.as_deref(), "kit")
        .map(str::parse::<KitName>)
        .transpose()
        .or(Err(ProblemCode::Malformed))?;
    let receipt = blocking(&depot, move |depot| {
        Ok(depot.index.receipt(&digest, kit)?)
    })
    .await?;
    json(&receipt.ok_or(ProblemCode::Unknown)?)
}

/// `GET /v1/receipts/DIGEST/opened`.
pub(crate) async fn opened(State(depot): Shared, Path(digest): Path<String>) -> Answer {
    let digest = parse_digest(&digest)?;
    json(
        &blocking(&depot, move |depot| Ok(depot.index.opened(&digest)?))
            .await?
            .ok_or(ProblemCode::Unknown)?,
    )
}

/// `POST /v1/opened`.
pub(crate) async fn take_opened(
    State(depot): Shared,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, DepotError> {
    coordinators_only(&depot, &headers)?;
    let opened = read_json(body).await?;
    blocking(&depot, move |depot| depot.take_opened(opened)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/standings`: the signature is the right to say it.
pub(crate) async fn take_standing(
    State(depot): Shared,
    body: Body,
) -> Result<StatusCode, DepotError> {
    let said = read_json(body).await?;
    blocking(&depot, move |depot| depot.take_standing(&said)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn parse_digest(text: &str) -> Result<Digest, DepotError> {
    text.parse().or(Err(ProblemCode::Unknown.into()))
}

/// What is asked of some bytes: all of them, or one range.
pub(crate) struct Range {
    pub(crate) first: u64,
    pub(crate) up_to: u64,
    partial: bool,
}

impl Range {
    /// What the headers ask for, of at most `longest` bytes.
    pub(crate) fn of(headers: &HeaderMap, longest: u64) -> Result<Self, DepotError> {
        let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
        let (first, last) = match range {
            Some(range) => parse_range(range).ok_or(ProblemCode::Malformed)?,
            None => (0, u64::MAX),
        };
        Ok(Self {
            first,
            up_to: last.saturating_sub(first).saturating_add(1).min(longest),
            partial: range.is_some(),
        })
    }

    /// The answer with the bytes that were found.
    pub(crate) fn answer(&self, bytes: Vec<u8>) -> Answer {
        if !self.partial {
            return Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response());
        }
        let first = self.first;
        let Some(end) = (bytes.len() as u64).checked_sub(1).map(|past| first + past) else {
            return Ok(StatusCode::RANGE_NOT_SATISFIABLE.into_response());
        };
        let head = [
            (CONTENT_TYPE, "application/octet-stream".to_owned()),
            (CONTENT_RANGE, format!("bytes {first}-{end}/*")),
        ];
        Ok((StatusCode::PARTIAL_CONTENT, head, bytes).into_response())
    }
}

/// `bytes=FIRST-LAST` or `bytes=FIRST-` (RFC 9110 14.1.2); one range only.
fn parse_range(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (
        first.parse().ok()?,
        if last.is_empty() {
            u64::MAX
        } else {
            last.parse().ok()?
        },
    );
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::{parameter, parse_range};

    #[test]
    fn one_range_is_understood_and_others_are_not() {
        assert_eq!(parse_range("bytes=0-99"), Some((0, 99)));
        assert_eq!(parse_range("bytes=5-"), Some((5, u64::MAX)));
        for odd in ["bytes=-5", "bytes=9-5", "bytes=0-1,3-4", "lines=1-2", ""] {
            assert_eq!(parse_range(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_parameter_is_found_by_its_whole_name() {
        assert_eq!(parameter(Some("afterwards=1&after=2"), "after"), Some("2"));
        assert_eq!(parameter(None, "after"), None);
    }
}
