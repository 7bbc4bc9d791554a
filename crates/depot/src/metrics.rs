//! What the depot counts about itself, as Prometheus reads it (text exposition format 0.0.4).
//!
//! No kit, address, digest or path is ever a label (I12). It is served on an address of its own, on loopback only: how much
//! arrives is nobody else's matter.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse as _;
use axum::routing::get;
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;

use crate::depot::Depot;
use crate::refusal::blocking;
use crate::shelf::{Answer, Shared};

/// Counts since the depot was started.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    answers: [AtomicU64; 4],
    pub(crate) connections: AtomicU64,
    pub(crate) stored: AtomicU64,
    pub(crate) stored_bytes: AtomicU64,
    pub(crate) quarantined: AtomicU64,
    pub(crate) expired: AtomicU64,
    pub(crate) cleared: AtomicU64,
}

/// The classes of answers that are told apart.
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

pub(crate) fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

impl Counts {
    pub(crate) fn answered(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(2);
        if let Some(counter) = self.answers.get(class) {
            add(counter, 1);
        }
    }
}

pub(crate) fn routes(depot: Arc<Depot>) -> Router {
    Router::new().route("/metrics", get(tell)).with_state(depot)
}

async fn tell(State(depot): Shared) -> Answer {
    let (bytes, arriving) = blocking(&depot, |depot| Ok(depot.index.totals()?)).await?;
    let counts = &depot.counts;
    let mut text = String::new();
    let mut family = |name: &str, kind: &str, help: &str, lines: &[(&str, u64)]| {
        let mut say = || {
            writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}")?;
            lines
                .iter()
                .try_for_each(|(label, value)| writeln!(text, "{name}{label} {value}"))
        };
        say().unwrap_or_default(); // writing to memory does not fail
    };
    let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let labels = CLASSES.map(|class| format!("{{status=\"{class}\"}}"));
    let answers: Vec<_> = labels
        .iter()
        .map(String::as_str)
        .zip(counts.answers.iter().map(read))
        .collect();
    family(
        "valiza_answers_total",
        "counter",
        "Answers given.",
        &answers,
    );
    for (name, help, counter) in [
        ("connections", "Connections taken.", &counts.connections),
        ("parts_stored", "Parts stored.", &counts.stored),
        (
            "bytes_stored",
            "Bytes of the parts stored.",
            &counts.stored_bytes,
        ),
        (
            "parts_quarantined",
            "Parts of lost kits stored.",
            &counts.quarantined,
        ),
        (
            "uploads_expired",
            "Unfinished uploads forgotten.",
            &counts.expired,
        ),
        (
            "parts_cleared",
            "Opened parts whose bytes were cleared away.",
            &counts.cleared,
        ),
    ] {
        let name = format!("valiza_{name}_total");
        family(&name, "counter", help, &[("", read(counter))]);
    }
    family(
        "valiza_bytes",
        "gauge",
        "Bytes kept or announced.",
        &[("", bytes)],
    );
    family(
        "valiza_uploads_arriving",
        "gauge",
        "Uploads not finished.",
        &[("", arriving)],
    );
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
