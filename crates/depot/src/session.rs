//! Coordinators' sessions: a nonce is signed, a bearer is given, and both are forgotten soon.
//!
//! Nothing is written to disk; after a restart everybody begins another session.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use courier::wire::{Bearer, Login, Nonce, ProblemCode};
use parcel::{Namespace, PublicKey};
use rand::RngCore as _;
use tokio::time::Instant;

const NONCE_LASTS: Duration = Duration::from_secs(60);
const SESSION_LASTS: Duration = Duration::from_secs(15 * 60);
/// How many nonces, and how many sessions, are remembered; beyond that one must wait until some are over.
const REMEMBERED: usize = 4096;

#[derive(Debug, Default)]
struct Remembered(HashMap<String, Instant>);

impl Remembered {
    /// Remembers a random word for some time; `None` when there are too many already.
    fn draw(&mut self, lasts: Duration) -> Option<String> {
        let now = Instant::now();
        self.0.retain(|_, until| *until > now);
        if self.0.len() >= REMEMBERED {
            return None;
        }
        let mut bytes = [0; 32];
        rand::rngs::OsRng.fill_bytes(&mut bytes);
        let word = hex::encode(bytes);
        self.0.insert(word.clone(), now + lasts);
        Some(word)
    }

    fn holds(&self, word: &str) -> bool {
        self.0
            .get(word)
            .is_some_and(|until| *until > Instant::now())
    }
}

/// All nonces that wait to be signed and all sessions that are open.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    nonces: Mutex<Remembered>,
    bearers: Mutex<Remembered>,
}

fn lock(remembered: &Mutex<Remembered>) -> MutexGuard<'_, Remembered> {
    remembered.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sessions {
    pub(crate) fn nonce(&self) -> Result<Nonce, ProblemCode> {
        let nonce = lock(&self.nonces)
            .draw(NONCE_LASTS)
            .ok_or(ProblemCode::Trouble)?;
        Ok(Nonce { nonce })
    }

    /// Opens a session for whoever signed a nonce of ours with one of `keys`. A nonce serves once, right or wrong.
    pub(crate) fn open(&self, login: &Login, keys: &[PublicKey]) -> Result<Bearer, ProblemCode> {
        let until = lock(&self.nonces).0.remove(&login.nonce);
        if until.is_none_or(|until| until <= Instant::now()) {
            return Err(ProblemCode::Session);
        }
        let claimed = login
            .signature
            .claimed_key()
            .or(Err(ProblemCode::Unsigned))?;
        let key = keys
            .iter()
            .find(|key| **key == claimed)
            .ok_or(ProblemCode::Foreign)?;
        key.verify(Namespace::Session, login.nonce.as_bytes(), &login.signature)
            .or(Err(ProblemCode::Unsigned))?;
        let bearer = lock(&self.bearers)
            .draw(SESSION_LASTS)
            .ok_or(ProblemCode::Trouble)?;
        Ok(Bearer {
            bearer,
            seconds: SESSION_LASTS.as_secs(),
        })
    }

    /// Whether an `Authorization` header opens the door.
    pub(crate) fn admits(&self, authorization: Option<&str>) -> bool {
        authorization
            .and_then(|value| value.strip_prefix("Bearer "))
            .is_some_and(|bearer| lock(&self.bearers).holds(bearer))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::time::Duration;

    use courier::wire::{Login, ProblemCode};
    use parcel::{Namespace, Signer as _, SoftSigner};

    use super::{Remembered, SESSION_LASTS, Sessions};

    fn login(sessions: &Sessions, signer: &SoftSigner) -> Login {
        let nonce = sessions.nonce().unwrap().nonce;
        let signature = signer.sign(Namespace::Session, nonce.as_bytes()).unwrap();
        Login { nonce, signature }
    }

    #[test]
    fn a_session_opens_by_signature() {
        let (sessions, signer) = (
            Sessions::default(),
            SoftSigner::generate(&mut rand::rngs::OsRng),
        );
        let keys = [signer.public_key().clone()];
        let login = login(&sessions, &signer);
        let bearer = sessions.open(&login, &keys).unwrap();
        let value = format!("Bearer {}", bearer.bearer);
        assert!(sessions.admits(Some(&value)));
        assert!(!sessions.admits(Some("Bearer 0")) && !sessions.admits(None));
        assert_eq!(
            sessions.open(&login, &keys),
            Err(ProblemCode::Session),
            "a nonce serves once"
        );
    }

    #[test]
    fn what_is_over_admits_nobody() {
        let mut remembered = Remembered::default();
        let word = remembered.draw(Duration::ZERO).unwrap();
        assert!(!remembered.holds(&word));
        let word = remembered.draw(SESSION_LASTS).unwrap();
        assert!(remembered.holds(&word));
        assert_eq!(remembered.0.len(), 1, "what is over is forgotten");
    }

    #[test]
    fn a_strangers_signature_opens_nothing() {
        let (sessions, ours) = (
            Sessions::default(),
            SoftSigner::generate(&mut rand::rngs::OsRng),
        );
        let stranger = SoftSigner::generate(&mut rand::rngs::OsRng);
        let keys = [ours.public_key().clone()];
        assert_eq!(
            sessions.open(&login(&sessions, &stranger), &keys),
            Err(ProblemCode::Foreign)
        );
        let mut moved = login(&sessions, &ours);
        moved.nonce = sessions.nonce().unwrap().nonce;
        assert_eq!(sessions.open(&moved, &keys), Err(ProblemCode::Unsigned));
    }
}
