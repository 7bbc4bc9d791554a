//! A secret under a key, bound to its place in the file: XChaCha20-Poly1305 with a random nonce in front.
//!
//! Only fixed-length secrets are wrapped, so a wrapping never tells what is in it.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use rand::{RngCore, rngs::OsRng};
use zeroize::Zeroizing;

const NONCE: usize = 24;
const TAG: usize = 16;

/// A key that wraps.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// Draws a key.
pub(crate) fn draw_key() -> Key {
    let mut key = Zeroizing::new([0; 32]);
    OsRng.fill_bytes(&mut *key);
    key
}

/// Wraps `secret` for the sector `place` under the name of what it is.
pub(crate) fn wrap(key: &Key, what: &[u8], place: usize, secret: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    OsRng.fill_bytes(&mut nonce);
    let sealed = XChaCha20Poly1305::new((&**key).into())
        .encrypt(
            &nonce.into(),
            Payload {
                msg: secret,
                aad: &bound(what, place),
            },
        )
        .expect("a sector's content is far below the cipher's limit");
    [&nonce, sealed.as_slice()].concat()
}

/// Unwraps a secret of exactly `N` bytes from the beginning of a sector's content.
pub(crate) fn unwrap<const N: usize>(
    key: &Key,
    what: &[u8],
    place: usize,
    content: &[u8],
) -> Option<Zeroizing<[u8; N]>> {
    let (nonce, sealed) = content.split_first_chunk::<NONCE>()?;
    let sealed = sealed.get(..N + TAG)?;
    let payload = Payload {
        msg: sealed,
        aad: &bound(what, place),
    };
    let secret = XChaCha20Poly1305::new((&**key).into())
        .decrypt(nonce.into(), payload)
        .map(Zeroizing::new)
        .ok()?;
    let mut fixed = Zeroizing::new([0; N]);
    fixed.copy_from_slice(&secret);
    Some(fixed)
}

fn bound(what: &[u8], place: usize) -> Vec<u8> {
    [what, &(place as u64).to_be_bytes()].concat()
}
