//! Whose turn it is at an upload: one connection at a time, and the latest comer at once.
//!
//! A radio that was cut leaves a half-open connection behind. Its successor must not wait for it, so a claim tells whoever holds the
//! upload to let go.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, watch};
use tokio::time::timeout;

use crate::blob::Capability;

/// How long letting go may take: one write to disk.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Default)]
struct Turn {
    line: Arc<tokio::sync::Mutex<()>>,
    latest: watch::Sender<u64>,
}

/// All uploads that somebody holds or waits for.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    turns: Mutex<HashMap<Capability, Arc<Turn>>>,
}

/// The right to write to an upload, until dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    claims: Arc<Claims>,
    upload: Capability,
    number: u64,
    latest: watch::Receiver<u64>,
    turn: Option<(OwnedMutexGuard<()>, Arc<Turn>)>,
}

impl Claims {
    /// Takes an upload over from whoever holds it; `None` if they do not let go in time.
    pub(crate) async fn take(self: &Arc<Self>, upload: &Capability) -> Option<Claim> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(upload.clone()).or_default())
        };
        let mut number = 0;
        turn.latest.send_modify(|latest| {
            *latest += 1;
            number = *latest;
        });
        let latest = turn.latest.subscribe();
        let mut claim = Claim {
            claims: Arc::clone(self),
            upload: upload.clone(),
            number,
            latest,
            turn: None,
        };
        let guard = timeout(PATIENCE, Arc::clone(&turn.line).lock_owned())
            .await
            .ok()?;
        claim.turn = Some((guard, turn));
        Some(claim)
    }

    fn tidy(&self, upload: &Capability) {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns
            .get(upload)
            .is_some_and(|turn| Arc::strong_count(turn) == 1)
        {
            turns.remove(upload);
        }
    }
}

impl Claim {
    /// Completes when somebody else wants the upload.
    pub(crate) async fn wanted_by_another(&mut self) {
        let number = self.number;
        if self
            .latest
            .wait_for(|latest| *latest != number)
            .await
            .is_err()
        {
            std::future::pending::<()>().await; // nobody is left who could want it
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        drop(self.turn.take());
        self.claims.tidy(&self.upload);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::sync::Arc;

    use super::{Capability, Claims};

    #[tokio::test]
    async fn the_latest_comer_takes_over_at_once() {
        let claims = Arc::new(Claims::default());
        let upload = Capability::draw();
        let mut first = claims.take(&upload).await.unwrap();
        let second = tokio::spawn({
            let (claims, upload) = (Arc::clone(&claims), upload.clone());
            async move { claims.take(&upload).await.is_some() }
        });
        first.wanted_by_another().await;
        drop(first);
        assert!(second.await.unwrap());
        assert!(claims.turns.lock().unwrap().is_empty());
    }
}
