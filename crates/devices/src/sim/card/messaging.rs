//! Secure messaging as the card's side of it speaks (ICAO 9303-11 9.8), with 3DES after BAC and AES after PACE.
//!
//! Written from the standard and apart from the reader's, so that each judges the other. Not constant-time: no secret of
//! anybody lies in a virtual card.

use aes::{Aes128, Aes256};
use cbc::cipher::{
    BlockCipherDecrypt as _, BlockCipherEncrypt as _, BlockModeDecrypt, BlockModeEncrypt, KeyInit,
    KeyIvInit, block_padding::NoPadding,
};
use cmac::{Cmac, Mac as _};
use des::{Des, TdesEde2};
use sha1::{Digest as _, Sha1};

use crate::protocol::ber::{self, tlv};

/// Strength of the session: the cipher and its key's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    Des,
    Aes128,
    Aes256,
}

/// Key derivation (ICAO 9303-11 9.7.1): 1 for encryption, 2 for authentication, 3 for the password.
pub(super) fn derive(secret: &[u8], counter: u8, strength: Strength) -> Vec<u8> {
    let message = [secret, &[0, 0, 0, counter]].concat();
    match strength {
        Strength::Des | Strength::Aes128 => {
            Sha1::digest(message).iter().copied().take(16).collect()
        }
        Strength::Aes256 => <sha2::Sha256 as sha2::Digest>::digest(message).to_vec(),
    }
}

/// One session.
#[derive(Debug)]
pub(super) struct Session {
    strength: Strength,
    cipher: Vec<u8>,
    seal: Vec<u8>,
    /// Send sequence counter.
    counter: u128,
}

/// A command that was unwrapped, and the length that its sender wants.
pub(super) struct Unwrapped {
    pub(super) data: Vec<u8>,
    pub(super) wanted: usize,
}

impl Session {
    pub(super) fn new(secret: &[u8], strength: Strength, counter: u128) -> Self {
        Self {
            strength,
            cipher: derive(secret, 1, strength),
            seal: derive(secret, 2, strength),
            counter,
        }
    }

    /// The key of the authentication token, which PACE needs before the session begins.
    pub(super) fn seal_key(&self) -> &[u8] {
        &self.seal
    }

    /// Checks and decrypts a protected command; `None` where its seal is wrong.
    pub(super) fn unwrap(&mut self, header: &[u8], body: &[u8]) -> Option<Unwrapped> {
        self.counter += 1;
        let sealed: Vec<u8> = ber::all(body)
            .filter(|part| part.tag != 0x8e)
            .flat_map(|part| part.whole.to_vec())
            .collect();
        let mut message = [self.count(), padded(header, self.block())].concat();
        if !sealed.is_empty() {
            message.extend(padded(&sealed, self.block()));
        }
        if self.mac(&message) != ber::find(body, 0x8e)? {
            return None;
        }
        let secret = ber::find(body, 0x87).and_then(|value| value.get(1..));
        let secret = secret.or(ber::find(body, 0x85));
        let data = secret.map(|secret| unpadded(self.crypt(secret, Way::Open)));
        let wanted = match ber::find(body, 0x97) {
            None => 0,
            Some([0]) => 256,
            Some([0, 0]) => 65_536,
            Some(length) => length
                .iter()
                .fold(0, |sum, digit| sum << 8 | usize::from(*digit)),
        };
        Some(Unwrapped {
            data: data.unwrap_or_default(),
            wanted,
        })
    }

    /// Encrypts and seals an answer to a command of this instruction.
    pub(super) fn wrap(&mut self, instruction: u8, data: &[u8], word: [u8; 2]) -> Vec<u8> {
        self.counter += 1;
        let mut out = Vec::new();
        if !data.is_empty() {
            let secret = self.crypt(&padded(data, self.block()), Way::Close);
            out = match instruction % 2 {
                1 => tlv(0x85, &secret),
                _ => tlv(0x87, &[&[1], secret.as_slice()].concat()),
            };
        }
        out.extend(tlv(0x99, &word));
        let seal = self.mac(&[self.count(), padded(&out, self.block())].concat());
        out.extend(tlv(0x8e, &seal));
        out.extend(word);
        out
    }

    fn block(&self) -> usize {
        match self.strength {
            Strength::Des => 8,
            Strength::Aes128 | Strength::Aes256 => 16,
        }
    }

    fn count(&self) -> Vec<u8> {
        let bytes = self.counter.to_be_bytes();
        bytes.get(16 - self.block()..).unwrap_or_default().to_vec()
    }

    fn mac(&self, padded: &[u8]) -> Vec<u8> {
        match self.strength {
            Strength::Des => retail_mac(&self.seal, padded),
            Strength::Aes128 | Strength::Aes256 => token(&self.seal, padded),
        }
    }

    fn crypt(&self, data: &[u8], way: Way) -> Vec<u8> {
        match self.strength {
            Strength::Des => tdes(&self.cipher, data, way),
            Strength::Aes128 | Strength::Aes256 => {
                let start = aes(&self.cipher, &[0; 16], &self.count(), Way::Close);
                aes(&self.cipher, &start, data, way)
            }
        }
    }
}

/// Which way a cipher turns.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    Close,
    Open,
}

/// ISO 9797-1 padding method 2.
pub(super) fn padded(data: &[u8], block: usize) -> Vec<u8> {
    let mut out = data.to_vec();
    out.push(0x80);
    out.resize(out.len().next_multiple_of(block), 0);
    out
}

fn unpadded(mut data: Vec<u8>) -> Vec<u8> {
    let end = data.iter().rposition(|byte| *byte == 0x80);
    data.truncate(end.unwrap_or_default());
    data
}

fn cbc<C>(key: &[u8], start: &[u8], data: &[u8], way: Way) -> Vec<u8>
where
    cbc::Encryptor<C>: KeyIvInit + BlockModeEncrypt,
    cbc::Decryptor<C>: KeyIvInit + BlockModeDecrypt,
    C: cbc::cipher::BlockCipherEncrypt + cbc::cipher::BlockCipherDecrypt,
{
    let done = match way {
        Way::Close => cbc::Encryptor::<C>::new_from_slices(key, start)
            .ok()
            .map(|cipher| cipher.encrypt_padded_vec::<NoPadding>(data)),
        Way::Open => cbc::Decryptor::<C>::new_from_slices(key, start)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded_vec::<NoPadding>(data).ok()),
    };
    done.unwrap_or_default()
}

pub(super) fn aes(key: &[u8], start: &[u8], data: &[u8], way: Way) -> Vec<u8> {
    match key.len() {
        16 => cbc::<Aes128>(key, start, data, way),
        _ => cbc::<Aes256>(key, start, data, way),
    }
}

pub(super) fn tdes(key: &[u8], data: &[u8], way: Way) -> Vec<u8> {
    cbc::<TdesEde2>(key, &[0; 8], data, way)
}

/// CMAC, its first eight bytes.
pub(super) fn token(key: &[u8], data: &[u8]) -> Vec<u8> {
    let full = match key.len() {
        16 => <Cmac<Aes128> as KeyInit>::new_from_slice(key)
            .map(|mac| mac.chain_update(data).finalize().into_bytes().to_vec()),
        _ => <Cmac<Aes256> as KeyInit>::new_from_slice(key)
            .map(|mac| mac.chain_update(data).finalize().into_bytes().to_vec()),
    };
    let mut full = full.unwrap_or_default();
    full.truncate(8);
    full
}

/// ISO 9797-1 MAC algorithm 3 with DES, over data that is padded already.
pub(super) fn retail_mac(key: &[u8], padded: &[u8]) -> Vec<u8> {
    let (first, second) = key.split_at(8);
    let chained = cbc::<Des>(first, &[0; 8], padded, Way::Close);
    let Some((Ok(one), Ok(two))) =
        (!chained.is_empty()).then(|| (Des::new_from_slice(first), Des::new_from_slice(second)))
    else {
        return Vec::new();
    };
    let last = chained.last_chunk::<8>().copied().unwrap_or_default();
    let mut block = last.into();
    two.decrypt_block(&mut block);
    one.encrypt_block(&mut block);
    block.to_vec()
}
