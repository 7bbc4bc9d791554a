//! Uploads over tus 1.0: create, ask, send, take back. What is refused is refused before its bytes.
//!
//! Work outlives its connection: when the radio breaks, what arrived is still written down, and its successor finds it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use courier::wire::{self, BLOCK, BlockDigests, INLINE_MAX, ProblemCode};
use http_body_util::BodyExt as _;
use hyper::StatusCode;
use hyper::body::Body as _;
use hyper::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION,
};
use tokio::time::{Instant, timeout};

use crate::blob::Capability;
use crate::claim::Claim;
use crate::depot::{Depot, DepotError};
use crate::index::Row;
use crate::refusal::blocking;
use crate::shelf::json;

/// How much is gathered before it is written, in bytes.
const GATHER: usize = 128 * 1024;
/// How much of a refused body is still read, so that the sender hears the refusal instead of a reset.
const LINGER_BYTES: usize = 256 * 1024;
const LINGER: Duration = Duration::from_secs(2);
/// How long the next bytes may take to count as at hand, once another connection wants the upload.
const AT_HAND: Duration = Duration::from_millis(20);
/// How long a connection may go on with what is at hand.
const LEAVE: Duration = Duration::from_millis(500);

type Shared = State<Arc<Depot>>;

/// `OPTIONS`: what is offered (tus 1.0 "OPTIONS").
pub(crate) async fn options(State(depot): Shared) -> Response {
    let size = depot.config.max_part_bytes.to_string();
    let offer = [
        ("tus-version", wire::TUS_VERSION),
        ("tus-extension", wire::TUS_EXTENSIONS),
        ("tus-max-size", size.as_str()),
    ];
    (StatusCode::NO_CONTENT, offer).into_response()
}

/// `POST`: announce a part, perhaps with its bytes.
pub(crate) async fn create(State(depot): Shared, request: Request) -> Response {
    outlive(async move {
        let (head, mut body) = request.into_parts();
        (
            created(&depot, &head.headers, &mut body)
                .await
                .into_response(),
            body,
        )
    })
    .await
}

/// `PATCH`: send bytes from an offset on.
pub(crate) async fn send(
    State(depot): Shared,
    Path(upload): Path<String>,
    request: Request,
) -> Response {
    outlive(async move {
        let (head, mut body) = request.into_parts();
        (
            sent(&depot, &upload, &head.headers, &mut body)
                .await
                .into_response(),
            body,
        )
    })
    .await
}

/// `HEAD`: where the upload stands.
pub(crate) async fn stand(
    State(depot): Shared,
    Path(upload): Path<String>,
) -> Result<Response, DepotError> {
    let row = find(&depot, &upload).await?;
    let held = if row.receipt.is_some() {
        row.arrival.manifest.length
    } else {
        claim(&depot, &row).await?.1
    };
    let mut response = standing(StatusCode::OK, &row, held);
    let length = row.arrival.manifest.length.into();
    response.headers_mut().insert("upload-length", length);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `DELETE`: take back what has not fully arrived (tus 1.0 "Termination").
pub(crate) async fn withdraw(
    State(depot): Shared,
    Path(upload): Path<String>,
) -> Result<StatusCode, DepotError> {
    let row = find(&depot, &upload).await?;
    let (claim, _) = claim(&depot, &row).await?;
    blocking(&depot, move |depot| {
        let upload = &row.arrival.upload;
        if depot
            .index
            .by_upload(upload)?
            .is_none_or(|row| row.receipt.is_some())
        {
            return Err(ProblemCode::NotAllowed.into());
        }
        depot.index.withdraw(upload)?;
        depot.blobs.discard(upload)?;
        drop(claim);
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// `GET .../digests`: what has arrived, block by block.
pub(crate) async fn digests(
    State(depot): Shared,
    Path(upload): Path<String>,
) -> Result<Response, DepotError> {
    let row = find(&depot, &upload).await?;
    let digests: BlockDigests = blocking(&depot, move |depot| {
        depot.block_digests(&row.arrival.upload)
    })
    .await?;
    json(&digests)
}

/// Works in a task that the end of the connection does not stop, and reads on a little in what was left of the body.
async fn outlive(work: impl Future<Output = (Response, Body)> + Send + 'static) -> Response {
    let task = tokio::spawn(async move {
        let (response, body) = work.await;
        if !body.is_end_stream() {
            tokio::spawn(linger(body));
        }
        response
    });
    task.await
        .unwrap_or_else(|_| DepotError::Refused(ProblemCode::Trouble).into_response())
}

async fn linger(mut body: Body) {
    let reading = async {
        let mut read = 0;
        while let Some(Ok(frame)) = body.frame().await {
            read += frame.data_ref().map_or(0, |bytes| bytes.len());
            if read > LINGER_BYTES {
                break;
            }
        }
    };
    if timeout(LINGER, reading).await.is_err() {
        tracing::trace!("the sender of a refused body neither stopped nor went on");
    }
}

async fn created(
    depot: &Arc<Depot>,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Response, DepotError> {
    check_version(headers)?;
    let length = number(headers, "upload-length").ok_or(ProblemCode::Malformed)?;
    let metadata = text(headers, "upload-metadata")
        .filter(|value| !value.is_empty())
        .ok_or(ProblemCode::Unsigned)?;
    let signed = wire::parse_upload_metadata(metadata).or(Err(ProblemCode::Malformed))?;
    let brought = number(headers, CONTENT_LENGTH.as_str()).unwrap_or(0);
    if brought > length {
        return Err(ProblemCode::Malformed.into());
    }
    let (arrival, known) = blocking(depot, move |depot| {
        let arrival = depot.admit(&signed, length)?;
        let known = depot.index.by_manifest(&arrival.signed.digest())?;
        Ok((arrival, known))
    })
    .await?;
    if let Some(row) = known.as_ref().filter(|row| row.receipt.is_some()) {
        return Ok(location(row, length));
    }
    if known.is_none() && brought == length && length <= INLINE_MAX {
        let bytes = gather_whole(body, length).await;
        if bytes.len() as u64 == length {
            let row = blocking(depot, move |depot| depot.take_whole(arrival, bytes)).await?;
            return Ok(location(&row, length));
        }
        *body = Body::from(bytes);
    }
    let row = blocking(depot, move |depot| depot.announce(arrival)).await?;
    let (mut claim, held) = claim(depot, &row).await?;
    if brought == 0 {
        return Ok(location(&row, held));
    }
    // The body begins at the part's beginning; what is here already is passed over.
    let held = take_in(depot, &mut claim, &row, held, held, body).await?;
    let row = conclude(depot, row, held).await?;
    Ok(location(&row, held))
}

async fn sent(
    depot: &Arc<Depot>,
    upload: &str,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Response, DepotError> {
    check_version(headers)?;
    if text(headers, CONTENT_TYPE.as_str()) != Some(wire::OFFSET_MEDIA_TYPE) {
        return Err(ProblemCode::Malformed.into());
    }
    let offset = number(headers, "upload-offset").ok_or(ProblemCode::Malformed)?;
    let row = find(depot, upload).await?;
    let (mut claim, held) = claim(depot, &row).await?;
    let row = find(depot, upload).await?; // the predecessor may have finished meanwhile
    let length = row.arrival.manifest.length;
    if row.receipt.is_some() {
        return if offset == length {
            Ok(standing(StatusCode::NO_CONTENT, &row, length))
        } else {
            Err(ProblemCode::Offset.into())
        };
    }
    if number(headers, CONTENT_LENGTH.as_str())
        .is_some_and(|brought| brought > length.saturating_sub(offset))
    {
        return Err(ProblemCode::Malformed.into());
    }
    let rewinds = held == length && offset < length && offset.is_multiple_of(BLOCK);
    if rewinds {
        let upload = row.arrival.upload.clone();
        blocking(depot, move |depot| Ok(depot.blobs.cut(&upload, offset)?)).await?;
    } else if offset != held {
        return Err(ProblemCode::Offset.into());
    }
    let held = take_in(depot, &mut claim, &row, offset, 0, body).await?;
    let row = conclude(depot, row, held).await?;
    Ok(standing(StatusCode::NO_CONTENT, &row, held))
}

/// Writes down what comes until the body ends, breaks or goes silent, or another connection takes over. Answers how much is safe.
async fn take_in(
    depot: &Arc<Depot>,
    claim: &mut Claim,
    row: &Row,
    mut at: u64,
    mut pass_over: u64,
    body: &mut Body,
) -> Result<u64, DepotError> {
    let length = row.arrival.manifest.length;
    let mut gathered = Vec::with_capacity(GATHER);
    let mut leave_by = None;
    loop {
        let frame = tokio::select! {
            biased;
            frame = body.frame() => frame,
            // What a dead predecessor left in the system's buffers is at hand at once, and need not travel again.
            () = claim.wanted_by_another() => match leave_by.get_or_insert_with(|| Instant::now() + LEAVE) {
                by if *by > Instant::now() => timeout(AT_HAND, body.frame()).await.unwrap_or_default(),
                _ => None,
            },
        };
        let frame = frame.and_then(Result::ok);
        let ended = frame.is_none();
        if let Some(mut bytes) = frame.and_then(|frame| frame.into_data().ok()) {
            let passed = usize::try_from(pass_over)
                .unwrap_or(usize::MAX)
                .min(bytes.len());
            pass_over -= passed as u64;
            gathered.extend_from_slice(&bytes.split_off(passed));
        }
        if at + gathered.len() as u64 > length {
            return Err(ProblemCode::Malformed.into());
        }
        if gathered.len() >= GATHER || (ended && !gathered.is_empty()) {
            let bytes = std::mem::replace(&mut gathered, Vec::with_capacity(GATHER));
            let (upload, from) = (row.arrival.upload.clone(), at);
            at += bytes.len() as u64;
            blocking(depot, move |depot| {
                Ok(depot.blobs.append(&upload, from, &bytes)?)
            })
            .await?;
        }
        if ended && at == length {
            return Ok(at); // the receipt waits until it is durable
        }
        if ended {
            let upload = row.arrival.upload.clone();
            return blocking(depot, move |depot| Ok(depot.blobs.held(&upload)?)).await;
        }
    }
}

/// A small body, or what came of it before it broke.
async fn gather_whole(body: &mut Body, length: u64) -> Vec<u8> {
    let mut gathered = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        gathered.extend_from_slice(&frame.into_data().unwrap_or_default());
        if gathered.len() as u64 > length {
            break;
        }
    }
    gathered
}

async fn conclude(depot: &Arc<Depot>, row: Row, held: u64) -> Result<Row, DepotError> {
    if held < row.arrival.manifest.length {
        return Ok(row);
    }
    blocking(depot, move |depot| depot.finish(row.arrival)).await
}

async fn find(depot: &Arc<Depot>, upload: &str) -> Result<Row, DepotError> {
    let upload = Capability::parse(upload).ok_or(ProblemCode::Unknown)?;
    blocking(depot, move |depot| {
        depot
            .index
            .by_upload(&upload)?
            .ok_or(ProblemCode::Unknown.into())
    })
    .await
}

/// Takes an upload over and makes what it holds safe.
async fn claim(depot: &Arc<Depot>, row: &Row) -> Result<(Claim, u64), DepotError> {
    let upload = row.arrival.upload.clone();
    let claim = depot
        .claims
        .take(&upload)
        .await
        .ok_or(ProblemCode::Trouble)?;
    let held = blocking(depot, move |depot| Ok(depot.blobs.held(&upload)?)).await?;
    Ok((claim, held))
}

fn location(row: &Row, held: u64) -> Response {
    let mut response = standing(StatusCode::CREATED, row, held);
    if let Ok(value) = HeaderValue::from_str(&format!(
        "{}/{}",
        wire::UPLOADS,
        row.arrival.upload.as_str()
    )) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

fn standing(status: StatusCode, row: &Row, held: u64) -> Response {
    let mut response = (status, [("upload-offset", held.to_string())]).into_response();
    let receipt = row
        .receipt
        .as_ref()
        .and_then(|receipt| wire::to_header(receipt).ok());
    if let Some(value) = receipt.and_then(|receipt| HeaderValue::from_str(&receipt).ok()) {
        response.headers_mut().insert(wire::RECEIPT_HEADER, value);
    }
    response
}

fn check_version(headers: &HeaderMap) -> Result<(), ProblemCode> {
    if text(headers, "tus-resumable") == Some(wire::TUS_VERSION) {
        Ok(())
    } else {
        Err(ProblemCode::Version)
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.parse().ok()
}
