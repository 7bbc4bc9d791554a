//! What goes by itself: uploads that nobody went on with, and bytes that a coordinator opened long ago.
//!
//! Receipts, manifests and heads stay for good, so a part that comes again is still the same part, and a gap is still a gap.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::interval;

use crate::clock;
use crate::depot::{Depot, DepotError};
use crate::metrics::add;
use crate::refusal::blocking;

/// How often the depot looks for what may go; the first time when it starts.
const EVERY: Duration = Duration::from_secs(3600);
const DAY_S: i64 = 86_400;

/// Sweeps until dropped.
pub(crate) async fn keep_tidy(depot: Arc<Depot>) {
    let mut looking = interval(EVERY);
    loop {
        looking.tick().await;
        for swept in [expire(&depot).await, clear(&depot).await] {
            if let Err(error) = swept {
                tracing::warn!(%error, "sweeping stopped early");
            }
        }
    }
}

/// Forgets uploads that were announced last too long ago. Whoever brings one of them later begins it anew.
async fn expire(depot: &Arc<Depot>) -> Result<(), DepotError> {
    let before = days_ago(depot.config.unfinished_days);
    let expired = blocking(depot, move |depot| {
        Ok(depot.index.announced_before(before)?)
    })
    .await?;
    for row in expired {
        let upload = row.arrival.upload;
        let Some(_claim) = depot.claims.take(&upload).await else {
            continue;
        };
        blocking(depot, move |depot| {
            depot.index.withdraw(&upload)?;
            Ok(depot.blobs.discard(&upload)?)
        })
        .await?;
        add(&depot.counts.expired, 1);
    }
    Ok(())
}

/// Clears away the bytes of parts that were opened long ago, where the configuration says so.
async fn clear(depot: &Arc<Depot>) -> Result<(), DepotError> {
    let Some(days) = depot.config.keep_opened_days else {
        return Ok(());
    };
    let before = days_ago(days);
    loop {
        let cleared = blocking(depot, move |depot| {
            let opened = depot.index.opened_before(before)?;
            for digest in &opened {
                depot.blobs.forget(digest)?;
                depot.index.clear(digest)?;
            }
            Ok(opened.len() as u64)
        })
        .await?;
        add(&depot.counts.cleared, cleared);
        if cleared == 0 {
            return Ok(());
        }
    }
}

fn days_ago(days: u32) -> i64 {
    // With no day at all, this very second counts as well.
    clock::now() - i64::from(days) * DAY_S + i64::from(days == 0)
}
