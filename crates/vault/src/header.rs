//! The header of the keys file: what a guess costs, and what the one-time codes are judged by.
//!
//! It holds no key and outlives panic: the code on a sealed card opens nothing and only allows a new vault to be made.

use rand::{RngCore, rngs::OsRng};
use sha2::{Digest, Sha256};

use crate::{
    Cost, CostRefused, Passphrase,
    cost::Guess,
    keys::{CONTENT, Content},
    wrapped::Key,
};

/// What the header sector begins with.
const MAGIC: &[u8; 16] = b"valiza.keys.v1\0\0";
/// What stands before the codes; a header without codes has random bytes there.
const CODES: &[u8; 16] = b"valiza.codes.v1\0";
const WHAT: &[u8] = b"valiza.one-time-code.v1";

/// How many codes a vault can have: one on a card, one with the coordinator, and room.
pub(crate) const MOST_CODES: usize = 4;

const _: () = assert!(
    16 + 32 + 8 + 16 + 1 + MOST_CODES * 32 <= CONTENT,
    "one sector"
);

/// What guards the slots.
pub(crate) struct Header {
    pub(crate) salt: [u8; 32],
    pub(crate) cost: Cost,
    codes: Vec<[u8; 32]>,
}

impl Header {
    /// A header with a salt of its own and no codes.
    pub(crate) fn draw(cost: Cost) -> Self {
        let mut salt = [0; 32];
        OsRng.fill_bytes(&mut salt);
        Self {
            salt,
            cost,
            codes: Vec::new(),
        }
    }

    /// One key derivation.
    pub(crate) fn guess(&self, passphrase: &Passphrase) -> Result<Guess, CostRefused> {
        self.cost.guess(passphrase, &self.salt)
    }

    /// Takes `codes` in place of those of before.
    pub(crate) fn set_codes(&mut self, codes: &[&Passphrase]) -> Result<(), CostRefused> {
        self.codes = codes
            .iter()
            .take(MOST_CODES)
            .map(|code| Ok(judge(self.guess(code)?.key())))
            .collect::<Result<_, CostRefused>>()?;
        Ok(())
    }

    /// Whether there are codes at all: an older vault has none.
    pub(crate) fn has_codes(&self) -> bool {
        !self.codes.is_empty()
    }

    /// Whether `code` is one of them.
    pub(crate) fn knows(&self, code: &Passphrase) -> Result<bool, CostRefused> {
        let judged = judge(self.guess(code)?.key());
        Ok(self.codes.contains(&judged))
    }

    /// The content of the header's sector.
    pub(crate) fn spell(&self) -> Vec<u8> {
        let (memory, passes) = (
            self.cost.memory_kib().to_be_bytes(),
            self.cost.passes().to_be_bytes(),
        );
        let mut spelt = [MAGIC.as_slice(), &self.salt, &memory, &passes].concat();
        if let Ok(count @ 1..) = u8::try_from(self.codes.len()) {
            spelt.extend_from_slice(CODES);
            spelt.push(count);
            spelt.extend(self.codes.iter().flatten());
        }
        spelt
    }

    /// The header, if the sector holds one.
    pub(crate) fn read(content: &Content) -> Option<Self> {
        let fields = content.strip_prefix(MAGIC)?;
        let (salt, fields) = fields.split_first_chunk::<32>()?;
        let (memory, fields) = fields.split_first_chunk::<4>()?;
        let (passes, fields) = fields.split_first_chunk::<4>()?;
        let cost = Cost::new(u32::from_be_bytes(*memory), u32::from_be_bytes(*passes)).ok()?;
        let codes = match fields.strip_prefix(CODES).and_then(<[u8]>::split_first) {
            Some((count, codes)) => {
                let (codes, _) = codes.as_chunks::<32>();
                codes
                    .iter()
                    .copied()
                    .take(usize::from(*count).min(MOST_CODES))
                    .collect()
            }
            None => Vec::new(),
        };
        Some(Self {
            salt: *salt,
            cost,
            codes,
        })
    }
}

/// What is kept of a code.
fn judge(key: &Key) -> [u8; 32] {
    Sha256::new()
        .chain_update(WHAT)
        .chain_update(**key)
        .finalize()
        .into()
}
