//! How much and how long: every wait of the courier has a deadline and every retry a ceiling (I9).

use std::time::Duration;

/// The courier's patience and appetite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long reaching the depot may take, TLS included.
    pub connect: Duration,
    /// How long nothing may move in either direction before a connection counts as dead.
    pub idle: Duration,
    /// The longest answer that is read, in bytes; also the longest range one `fetch` may ask for.
    pub answer_bytes: usize,
    /// How many bytes are read from the outbox at a time.
    pub chunk_bytes: usize,
    /// How many bytes the system may hold unsent. Small, so that `idle` measures the radio and not the memory, and progress is
    /// what left rather than what was queued.
    pub send_buffer_bytes: u32,
    /// The first wait after a failure; it doubles while nothing moves forward.
    pub first_wait: Duration,
    /// The longest wait after a failure.
    pub ceiling: Duration,
    /// The longest wait while nobody answers: a window of coverage may last two minutes, and an attempt costs a few bytes.
    pub coverage_ceiling: Duration,
    /// The wait before looking for a network again. Looking sends nothing.
    pub network_wait: Duration,
    /// The wait while somebody else answers in the depot's place, or the depot does not serve this kit.
    pub stranger_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            idle: Duration::from_secs(60),
            answer_bytes: 8 * 1024 * 1024,
            chunk_bytes: 16 * 1024,
            send_buffer_bytes: 64 * 1024,
            first_wait: Duration::from_millis(60),
            ceiling: Duration::from_secs(300),
            coverage_ceiling: Duration::from_secs(20),
            network_wait: Duration::from_secs(3),
            stranger_wait: Duration::from_secs(60),
        }
    }
}

/// The growing wait between attempts.
#[derive(Debug)]
pub(crate) struct Backoff {
    failures: u32,
    first: Duration,
    ceiling: Duration,
}

impl Backoff {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            failures: 0,
            first: limits.first_wait,
            ceiling: limits.ceiling,
        }
    }

    /// Something moved forward: the next failure waits only for the first wait.
    pub(crate) fn forget(&mut self) {
        self.failures = 0;
    }

    /// The wait after one more failure: between half and all of the doubled wait, so that kits in one village do not call in
    /// step. `jitter` is in 0..1.
    pub(crate) fn next(&mut self, jitter: f64) -> Duration {
        let doubled = self
            .first
            .saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX));
        self.failures = (self.failures + 1).min(31);
        doubled
            .min(self.ceiling)
            .mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Backoff, Limits};

    #[test]
    fn the_wait_doubles_up_to_its_ceiling_and_forgets_when_something_moves() {
        let limits = Limits::default();
        let mut backoff = Backoff::new(&limits);
        let waits: Vec<_> = (0..60).map(|_| backoff.next(1.0)).collect();
        assert_eq!(waits[0], limits.first_wait);
        assert_eq!(waits[1], limits.first_wait * 2);
        assert_eq!(waits[59], limits.ceiling);
        backoff.forget();
        assert_eq!(backoff.next(0.0), limits.first_wait / 2);
    }
}
