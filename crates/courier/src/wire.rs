//! What travels between a kit, a depot and a coordinator: paths, headers, and the bodies of questions and answers.
//!
//! tus 1.0 (core, creation, creation-with-upload, termination) carries the parts; small JSON carries the rest. Nothing here names
//! a person, a service or a place (I5).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parcel::{Digest, Epoch, Head, Kind, KitName, Manifest, Receipt, Signature, Signed};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version of tus this wire speaks (`Tus-Resumable`, tus 1.0 "Headers").
pub const TUS_VERSION: &str = "1.0.0";
/// The tus extensions a depot offers.
pub const TUS_EXTENSIONS: &str = "creation,creation-with-upload,termination";
/// The media type of a piece of a part (tus 1.0 "PATCH").
pub const OFFSET_MEDIA_TYPE: &str = "application/offset+octet-stream";
/// The media type of a refusal (RFC 9457).
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";
/// Present on every answer of a depot, with the value [`WIRE_VERSION`]; an answer without it came from somebody else.
pub const WIRE_HEADER: &str = "valiza-wire";
/// The version of this wire.
pub const WIRE_VERSION: &str = "1";
/// Carries a signed receipt, as base64 of its JSON.
pub const RECEIPT_HEADER: &str = "valiza-receipt";
/// Carries a kit's signed ticket, as base64 of its JSON: the right to empty its own dispatch box.
pub const TICKET_HEADER: &str = "valiza-ticket";
/// Parts up to this many bytes travel whole in the request that announces them, and are kept as a row. It holds the largest
/// padded summary (64 KiB) and what encryption to many recipients adds.
pub const INLINE_MAX: u64 = 72 * 1024;
/// How many bytes one digest of [`BlockDigests`] covers; the last block may be shorter.
pub const BLOCK: u64 = 256 * 1024;
/// Where uploads are created; an upload's own address is a path below it.
pub const UPLOADS: &str = "/v1/uploads";

/// Says that bytes from the network were not what the wire promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// `Upload-Metadata` lacks a key, repeats one, or holds something that is not base64.
    #[error("the upload metadata is malformed")]
    Metadata,
    /// A header that should hold base64 of JSON holds something else.
    #[error("a header is malformed")]
    Header,
}

/// Writes a signed manifest as the value of `Upload-Metadata`: the signature over what will be sent is the right to send it.
#[must_use]
pub fn upload_metadata(manifest: &Signed<Manifest>) -> String {
    format!(
        "manifest {},signature {}",
        STANDARD.encode(manifest.body()),
        STANDARD.encode(manifest.signature().as_str())
    )
}

/// Reads what [`upload_metadata`] wrote; unknown keys are skipped, as tus asks.
///
/// # Errors
/// [`WireError::Metadata`] when one of the two keys is missing or is not base64.
pub fn parse_upload_metadata(value: &str) -> Result<Signed<Manifest>, WireError> {
    let mut body = None;
    let mut signature = None;
    for pair in value.split(',') {
        let (key, encoded) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let slot = match key {
            "manifest" => &mut body,
            "signature" => &mut signature,
            _ => continue,
        };
        let bytes = STANDARD
            .decode(encoded.trim())
            .or(Err(WireError::Metadata))?;
        if slot.replace(bytes).is_some() {
            return Err(WireError::Metadata);
        }
    }
    let text = |bytes: Option<Vec<u8>>| String::from_utf8(bytes?).ok();
    let body = text(body).ok_or(WireError::Metadata)?;
    let signature = text(signature).ok_or(WireError::Metadata)?;
    Ok(Signed::from_parts(body, Signature::from_pem(signature)))
}

/// Writes a value as base64 of its JSON, fit for a header.
///
/// # Errors
/// [`WireError::Header`] when the value has no JSON form.
pub fn to_header<T: Serialize>(value: &T) -> Result<String, WireError> {
    serde_json::to_vec(value)
        .map(|json| STANDARD.encode(json))
        .or(Err(WireError::Header))
}

/// Reads what [`to_header`] wrote.
///
/// # Errors
/// [`WireError::Header`] when it is not base64 of JSON of that shape.
pub fn from_header<T: DeserializeOwned>(value: &str) -> Result<T, WireError> {
    let json = STANDARD.decode(value).or(Err(WireError::Header))?;
    serde_json::from_slice(&json).or(Err(WireError::Header))
}

/// Why a depot refused, for programs: what to do next follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// The request cannot be understood.
    Malformed,
    /// The manifest, head or nonce carries no signature that verifies.
    Unsigned,
    /// The signature is right, but its key is not among those this depot serves.
    Foreign,
    /// The part is longer than this depot accepts.
    TooLarge,
    /// `Upload-Offset` is not where the upload stands; ask with HEAD.
    Offset,
    /// All bytes arrived and their SHA-256 is not the manifest's; ask for the block digests and rewind.
    DigestMismatch,
    /// There is no room: on the disk, or in the quota of a kit under quarantine.
    Full,
    /// Nothing is known under this address.
    Unknown,
    /// The session is missing or over; begin another.
    Session,
    /// The session is good, but its bearer may not do this.
    NotAllowed,
    /// The client speaks another version of tus.
    Version,
    /// Something went wrong inside the depot; trying later is right.
    Trouble,
    /// A code this version does not know.
    #[serde(other)]
    Other,
}

/// A refusal (RFC 9457 `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// For programs.
    #[serde(rename = "type")]
    pub code: ProblemCode,
    /// The status of the answer.
    pub status: u16,
    /// What happened, in one sentence.
    pub title: String,
    /// What it means and what to do.
    pub detail: String,
}

/// SHA-256 of each [`BLOCK`] of what an upload holds, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockDigests {
    /// Bytes in a full block.
    pub block: u64,
    /// One digest a block.
    pub digests: Vec<Digest>,
}

/// A question to sign: answering it opens a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonce {
    /// Random text; the signature (`valiza.session.v1`) covers its UTF-8 bytes.
    pub nonce: String,
}

/// The answer to a [`Nonce`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The nonce, repeated.
    pub nonce: String,
    /// SSHSIG over the nonce; it names the key that made it.
    pub signature: Signature,
}

/// A session's key: whoever presents it is the signer, for a short while.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bearer {
    /// Random text, presented as `Authorization: Bearer`.
    pub bearer: String,
    /// How long it holds, in seconds from the answer.
    pub seconds: u64,
}

impl std::fmt::Debug for Bearer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bearer")
            .field("seconds", &self.seconds)
            .finish_non_exhaustive()
    }
}

/// How far a coordinator has read: the sequence number of the last entry seen, 0 before the first.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cursor(pub u64);

/// One part that a depot keeps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the order of arrival.
    pub at: Cursor,
    /// The kit's word about it.
    pub manifest: Signed<Manifest>,
    /// The depot's word about it.
    pub receipt: Signed<Receipt>,
}

/// Entries in the order of arrival.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Batch {
    /// The entries after the cursor that was asked for.
    pub entries: Vec<Entry>,
    /// Ask from here next time.
    pub next: Cursor,
    /// Whether there is more already.
    pub more: bool,
}

/// The newest heads a depot has seen, one for each kit and epoch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Heads {
    /// In no order that means anything.
    pub heads: Vec<Signed<Head>>,
}

/// A run of counters, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first counter of the run.
    pub first: u64,
    /// The last counter of the run.
    pub last: u64,
}

/// What the newest head of a kit and epoch covers and the depot does not keep. It is "known up to that head", never "complete".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The kit's pseudonym.
    pub kit: KitName,
    /// The installation.
    pub epoch: Epoch,
    /// Which chain.
    pub kind: Kind,
    /// The counter that the newest head names.
    pub known_up_to: u64,
    /// Counters up to it that never came.
    pub missing: Vec<Run>,
}

/// Gaps of all kits; chains without a gap are not listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// One for each chain in which something is missing.
    pub gaps: Vec<Gap>,
}

/// A dispatch in a kit's box. It has no name but its digest, and its length is one of a few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxEntry {
    /// SHA-256 of the ciphertext.
    pub digest: Digest,
    /// Its length in bytes.
    pub length: u64,
    /// When it was posted, seconds since 1970 UTC by the depot's clock.
    pub posted_at: i64,
    /// When the kit said that it keeps it, if it did.
    pub taken_at: Option<i64>,
}

/// A kit's dispatch box, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchBox {
    /// What waits; a coordinator is also told what was taken.
    pub entries: Vec<BoxEntry>,
}
