//! The administrator's "stop": one flag that ends a waiting device call at once.
//!
//! Must never be polled in a busy loop: a waiter sleeps on the condition and wakes when it is cancelled or its time is up.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// A token that is handed to a call and cancelled from another thread. Clones share one flag; once cancelled, always so.
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    flag: Arc<(Mutex<bool>, Condvar)>,
}

impl Cancel {
    /// A token that nobody has cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every call that holds a clone of this token.
    pub fn cancel(&self) {
        let (flag, bell) = &*self.flag;
        *flag.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
    }

    /// Whether somebody cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.flag.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until cancelled, at most `patience`; says whether it was cancelled.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> bool {
        let (flag, bell) = &*self.flag;
        let guard = flag.lock().unwrap_or_else(PoisonError::into_inner);
        let (guard, _) = bell
            .wait_timeout_while(guard, patience, |cancelled| !*cancelled)
            .unwrap_or_else(PoisonError::into_inner);
        *guard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_token_wakes_its_waiter_long_before_the_deadline() {
        let token = Cancel::new();
        let waiter = token.clone();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(move || waiter.wait(Duration::from_secs(60)));
            token.cancel();
            assert!(waiting.join().is_ok_and(|cancelled| cancelled));
        });
    }
}
