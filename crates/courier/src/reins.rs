//! How the station holds a delivery: stop it, or tell it that waiting is pointless because coverage came.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};

/// A handle on a delivery that is under way; clones hold the same delivery.
#[derive(Debug, Clone)]
pub struct Reins {
    stopped: Arc<watch::Sender<bool>>,
    hurry: Arc<Notify>,
}

impl Default for Reins {
    fn default() -> Self {
        Self {
            stopped: Arc::new(watch::Sender::new(false)),
            hurry: Arc::new(Notify::new()),
        }
    }
}

impl Reins {
    /// Ends the delivery soon; what was acknowledged stays, the rest resumes another time. It cannot be undone.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// Whether [`Reins::stop`] was called.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.stopped.borrow()
    }

    /// Ends the current wait between two attempts; the next wait, if none is running.
    pub fn hurry(&self) {
        self.hurry.notify_one();
    }

    /// Completes when [`Reins::stop`] was called.
    pub async fn stopping(&self) {
        let mut stopped = self.stopped.subscribe();
        // The sender lives as long as self, so waiting can only end by the value.
        let _seen = stopped.wait_for(|stopped| *stopped).await;
    }

    /// Waits for `time`, or until hurried or stopped.
    pub(crate) async fn wait(&self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.hurry.notified() => {}
            () = self.stopping() => {}
        }
    }
}
