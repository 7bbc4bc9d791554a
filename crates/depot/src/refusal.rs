//! How the depot says no: problem JSON (RFC 9457) that tells what happened, what it means and what to do.

use std::sync::Arc;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use courier::wire::{PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;

use crate::depot::{Depot, DepotError};

/// Runs what blocks on the disk where it may block.
pub(crate) async fn blocking<T: Send + 'static>(
    depot: &Arc<Depot>,
    work: impl FnOnce(&Depot) -> Result<T, DepotError> + Send + 'static,
) -> Result<T, DepotError> {
    let depot = Arc::clone(depot);
    tokio::task::spawn_blocking(move || work(&depot))
        .await
        .unwrap_or(Err(DepotError::Refused(ProblemCode::Trouble)))
}

impl IntoResponse for DepotError {
    fn into_response(self) -> Response {
        let code = self.code();
        if code == ProblemCode::Trouble {
            tracing::error!(error = %self, "a request failed");
        }
        let (status, title, detail) = words(code);
        let problem = Problem {
            code,
            status: status.as_u16(),
            title: title.to_owned(),
            detail: detail.to_owned(),
        };
        let json = serde_json::to_vec(&problem).unwrap_or_default();
        (
            status,
            [(CONTENT_TYPE, PROBLEM_MEDIA_TYPE)],
            Body::from(json),
        )
            .into_response()
    }
}

fn words(code: ProblemCode) -> (StatusCode, &'static str, &'static str) {
    match code {
        ProblemCode::Malformed => (
            StatusCode::BAD_REQUEST,
            "The request cannot be understood.",
            "A header or the body is not what this wire asks for, or contradicts the manifest. Sending it again will not help.",
        ),
        ProblemCode::Unsigned => (
            StatusCode::UNAUTHORIZED,
            "No valid signature came with this.",
            "The manifest and its signature are the right to send a part. Seal the part again, or bring it by another way.",
        ),
        ProblemCode::Foreign => (
            StatusCode::FORBIDDEN,
            "The signer is not known here.",
            "Nothing is wrong with the part. Enter the signer's key into allowed_signers, then send it again.",
        ),
        ProblemCode::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "The part is longer than this depot accepts.",
            "Raise max_part_bytes at the depot, or bring the part by another way.",
        ),
        ProblemCode::Offset => (
            StatusCode::CONFLICT,
            "The upload stands elsewhere.",
            "Ask for its offset with HEAD and go on from there.",
        ),
        ProblemCode::DigestMismatch => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "What arrived is not what the manifest names.",
            "Compare the block digests, and send again from the first block that differs.",
        ),
        ProblemCode::Full => (
            StatusCode::INSUFFICIENT_STORAGE,
            "There is no room for this part.",
            "Keep it and try later; the depot's disk, or the quota of a kit that was declared lost, is used up.",
        ),
        ProblemCode::Unknown => (
            StatusCode::NOT_FOUND,
            "Nothing is known under this address.",
            "Announce the part again; its manifest leads to its upload or its receipt.",
        ),
        ProblemCode::Session => (
            StatusCode::UNAUTHORIZED,
            "There is no session, or it is over.",
            "Sign a nonce and begin another.",
        ),
        ProblemCode::NotAllowed => (
            StatusCode::FORBIDDEN,
            "This is not allowed.",
            "What is kept stays kept; nobody can take it back over this wire.",
        ),
        ProblemCode::Version => (
            StatusCode::PRECONDITION_FAILED,
            "This depot speaks tus 1.0.0.",
            "Send Tus-Resumable: 1.0.0.",
        ),
        ProblemCode::Trouble | ProblemCode::Other => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong inside the depot.",
            "Keep the part and try later; whoever runs the depot finds the reason in its log.",
        ),
    }
}
