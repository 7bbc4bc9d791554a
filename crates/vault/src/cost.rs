//! What one guess costs: Argon2id (RFC 9106) with the kit's own parameters.
//!
//! The memory it worked in is wiped. Parameters read from disk are bounded, so that a damaged file cannot ask for all
//! memory there is.

use std::time::Duration;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::{Zeroize, Zeroizing};

use crate::{Passphrase, wrapped::Key};

/// Enrolment starts from 256 MiB and goes down to 64 MiB on a slow machine.
const USUAL_MEMORY_KIB: u32 = 256 * 1024;
const LEAST_USUAL_MEMORY_KIB: u32 = 64 * 1024;
const MOST_USUAL_PASSES: u32 = 20;

/// The bounds of what is accepted at all.
const MEMORY_KIB: std::ops::RangeInclusive<u32> = 8..=2 * 1024 * 1024;
const PASSES: std::ops::RangeInclusive<u32> = 1..=100;

/// Parameters outside of 8 KiB to 2 GiB and 1 to 100 passes, or more memory than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cost of a guess is out of bounds")]
pub struct CostRefused;

/// What one key derivation came to: the key of a passphrase alone, and with its key file where there is one.
pub(crate) struct Guess {
    alone: Key,
    with_file: Option<Key>,
}

impl Guess {
    /// The key under which something is set: with the key file where there is one.
    pub(crate) fn key(&self) -> &Key {
        self.with_file.as_ref().unwrap_or(&self.alone)
    }

    /// Whether a key of this guess is the one with the key file.
    pub(crate) fn is_with_file(&self, key: &Key) -> bool {
        !std::ptr::eq(key, &raw const self.alone)
    }

    /// Every key that is tried.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        [Some(&self.alone), self.with_file.as_ref()]
            .into_iter()
            .flatten()
    }
}

/// Parameters of the key derivation; one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// Chosen parameters. Fewer than 64 MiB are for tests.
    ///
    /// # Errors
    /// When out of bounds.
    pub fn new(memory_kib: u32, passes: u32) -> Result<Self, CostRefused> {
        let accepted = MEMORY_KIB.contains(&memory_kib) && PASSES.contains(&passes);
        if accepted {
            Ok(Self { memory_kib, passes })
        } else {
            Err(CostRefused)
        }
    }

    /// Parameters that take about `target` on this machine. `clock` tells a steady time, and is asked a few times.
    pub fn calibrate(target: Duration, mut clock: impl FnMut() -> Duration) -> Self {
        Self::fit(target, |cost| {
            let started = clock();
            cost.derive(&Passphrase::from_typed("calibration"), &[0; 32])
                .ok()?;
            Some(clock().saturating_sub(started))
        })
    }

    /// The cost that fits, by trials of one pass each; a trial without memory for it is none.
    fn fit(target: Duration, mut trial: impl FnMut(Self) -> Option<Duration>) -> Self {
        let mut cost = Self {
            memory_kib: USUAL_MEMORY_KIB,
            passes: 1,
        };
        loop {
            let taken = trial(cost)
                .unwrap_or(Duration::MAX)
                .max(Duration::from_millis(1));
            if taken <= target || cost.memory_kib <= LEAST_USUAL_MEMORY_KIB {
                let passes = (target.as_secs_f64() / taken.as_secs_f64()).round() as u32;
                return Self {
                    passes: passes.clamp(1, MOST_USUAL_PASSES),
                    ..cost
                };
            }
            cost.memory_kib /= 2;
        }
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over it.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// One guess, with or without its key file: one run.
    pub(crate) fn guess(
        self,
        passphrase: &Passphrase,
        salt: &[u8; 32],
    ) -> Result<Guess, CostRefused> {
        let alone = self.derive(passphrase, salt)?;
        Ok(Guess {
            with_file: passphrase.with_file(&alone),
            alone,
        })
    }

    fn derive(self, passphrase: &Passphrase, salt: &[u8; 32]) -> Result<Key, CostRefused> {
        let params =
            Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(|_why| CostRefused)?;
        let count = params.block_count();
        let mut memory = Vec::new();
        memory
            .try_reserve_exact(count)
            .map_err(|_why| CostRefused)?;
        memory.resize(count, Block::default());
        let mut key = Zeroizing::new([0; 32]);
        let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(passphrase.as_bytes(), salt, &mut *key, &mut memory);
        memory.zeroize();
        done.map(|()| key).map_err(|_why| CostRefused)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_guess_takes_about_as_long_as_it_should() {
        let fit = |millis_of_256_mib: u64| {
            let trial = |cost: Cost| {
                Some(Duration::from_millis(
                    millis_of_256_mib * u64::from(cost.memory_kib) / u64::from(USUAL_MEMORY_KIB),
                ))
            };
            let cost = Cost::fit(Duration::from_secs(1), trial);
            (cost.memory_kib() / 1024, cost.passes())
        };
        assert_eq!(fit(280), (256, 4));
        assert_eq!(fit(1500), (128, 1));
        assert_eq!(fit(9000), (64, 1));
        assert_eq!(
            Cost::fit(Duration::from_secs(1), |_cost| None).memory_kib(),
            LEAST_USUAL_MEMORY_KIB
        );
    }

    #[test]
    fn unreasonable_parameters_are_refused() {
        assert!(Cost::new(u32::MAX, 1).is_err());
        assert!(Cost::new(64, 0).is_err());
    }

    #[test]
    fn another_salt_or_passphrase_gives_another_key() {
        let cost = Cost::new(8, 1).unwrap();
        let key = |text: &str, salt: u8| {
            cost.derive(&Passphrase::from_typed(text), &[salt; 32])
                .unwrap()
        };
        assert_eq!(key("one", 1), key("one", 1));
        assert_ne!(key("one", 1), key("one", 2));
        assert_ne!(key("one", 1), key("two", 1));
    }
}
