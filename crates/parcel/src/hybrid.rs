//! Hybrid recipients, experimental: ML-KEM-768 and X25519 together, so that traffic recorded today is not read by a quantum
//! computer in a resident's lifetime. `age1pq1...`, stanza `mlkem768x25519` (C2SP age, "The hybrid recipient type").
//!
//! Only the joining of well-known parts is done here: X-Wing (KEM 0x647a of HPKE) from `ml-kem`, `x25519-dalek` and `sha3`,
//! sealed by `hpke`. A classic recipient beside a hybrid one would undo it, so age refuses the mixture by the stanza's label.

use std::{collections::HashSet, fmt, str::FromStr};

use age::{DecryptError, EncryptError};
use age_core::{
    format::{FILE_KEY_BYTES, FileKey, Stanza},
    primitives::{bech32_decode, bech32_encode, hpke_open, hpke_seal},
    secrecy::ExposeSecret as _,
};
use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use bech32::Hrp;
use hpke::{
    Deserializable, HpkeError, Kem, Serializable,
    generic_array::typenum::{Sum, U32, U96, U192, U1024},
    kem::SharedSecret,
    rand_core::{CryptoRng, RngCore},
};
use ml_kem::{
    Ciphertext, EncodedSizeUser as _, KemCore, MlKem768,
    kem::{Decapsulate as _, Encapsulate as _},
};
use rand::rngs::OsRng;
use sha3::{
    Sha3_256, Shake256,
    digest::{ExtendableOutput as _, FixedOutput as _, Update as _, XofReader as _},
};
use x25519_dalek::{PublicKey as Point, StaticSecret};
use zeroize::Zeroizing;

/// How a recipient begins. Upper case letters are refused: one key has one spelling.
pub(crate) const PREFIX: &str = "age1pq1";
const RECIPIENT: Hrp = Hrp::parse_unchecked("age1pq");
const IDENTITY: Hrp = Hrp::parse_unchecked("age-secret-key-pq-");

const STANZA: &str = "mlkem768x25519";
const INFO: &[u8] = b"age-encryption.org/mlkem768x25519";
/// Stanzas with this label stand among their like only.
const LABEL: &str = "postquantum";

/// ML-KEM-768 (FIPS 203, table 3).
const ENCAPSULATION_KEY: usize = 1184;
const CIPHERTEXT: usize = 1088;
/// What X-Wing mixes into the secret: a drawing of a cross-wing fighter.
const XWING: &[u8] = br"\.//^\";
/// Bytes that Poly1305 adds.
const TAG: usize = 16;

type Decapsulation = <MlKem768 as KemCore>::DecapsulationKey;
type Encapsulation = <MlKem768 as KemCore>::EncapsulationKey;

/// The text is no hybrid recipient or identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotHybrid;

/// Whom a file is sealed to.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Recipient(PublicKey);

impl FromStr for Recipient {
    type Err = NotHybrid;

    fn from_str(text: &str) -> Result<Self, NotHybrid> {
        let key = PublicKey::from_bytes(&decoded(text, "age1pq")?).map_err(|_why| NotHybrid)?;
        let recipient = Self(key);
        // One spelling: neither capitals nor numbers beyond the modulus (FIPS 203, 7.2).
        (recipient.to_string() == text)
            .then_some(recipient)
            .ok_or(NotHybrid)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bech32_encode(RECIPIENT, &self.0.to_bytes()))
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(hybrid)")
    }
}

impl age::Recipient for Recipient {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let (share, body) =
            hpke_seal::<XWing, _>(&self.0, INFO, file_key.expose_secret(), &mut OsRng);
        let stanza = Stanza {
            tag: STANZA.to_owned(),
            args: vec![BASE64_STANDARD_NO_PAD.encode(share.to_bytes())],
            body,
        };
        Ok((vec![stanza], HashSet::from([LABEL.to_owned()])))
    }
}

/// The secret of a hybrid recipient: a seed of 32 bytes.
#[derive(Clone)]
pub(crate) struct Identity(PrivateKey);

impl Identity {
    /// Draws a key.
    pub(crate) fn generate() -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        OsRng.fill_bytes(&mut *seed);
        Self(PrivateKey(seed))
    }

    /// The recipient that belongs to it.
    pub(crate) fn to_public(&self) -> Recipient {
        Recipient(XWing::sk_to_pk(&self.0))
    }

    /// `AGE-SECRET-KEY-PQ-1...`.
    pub(crate) fn to_secret(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(bech32_encode(IDENTITY, &*self.0.0));
        Zeroizing::new(text.to_ascii_uppercase())
    }
}

impl FromStr for Identity {
    type Err = NotHybrid;

    fn from_str(text: &str) -> Result<Self, NotHybrid> {
        let seed = Zeroizing::new(decoded(text, "age-secret-key-pq-")?);
        PrivateKey::from_bytes(&seed)
            .map(Self)
            .map_err(|_why| NotHybrid)
    }
}

impl age::Identity for Identity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        if stanza.tag != STANZA {
            return None;
        }
        let share = match stanza.args.as_slice() {
            [share] => BASE64_STANDARD_NO_PAD.decode(share).ok(),
            _ => None,
        };
        let share = share.and_then(|bytes| Share::from_bytes(&bytes).ok());
        // The length of the body is checked before anything is opened, so that one body cannot fit two keys.
        let share = share.filter(|_| stanza.body.len() == FILE_KEY_BYTES + TAG);
        let Some(share) = share else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        match hpke_open::<XWing>(&share, &self.0, INFO, &stanza.body).map(Zeroizing::new) {
            Ok(opened) => Some(FileKey::try_init_with_mut(|key| {
                let opened = opened
                    .get(..FILE_KEY_BYTES)
                    .ok_or(DecryptError::InvalidHeader)?;
                key.copy_from_slice(opened);
                Ok(())
            })),
            // A point of small order: whoever wrote it wanted the secret to be known.
            Err(HpkeError::DecapError) => Some(Err(DecryptError::InvalidHeader)),
            // For somebody else.
            Err(_why) => None,
        }
    }
}

fn decoded(text: &str, prefix: &str) -> Result<Vec<u8>, NotHybrid> {
    bech32_decode(
        text,
        |_why| NotHybrid,
        |found| {
            (found.to_lowercase() == prefix)
                .then_some(())
                .ok_or(NotHybrid)
        },
        |_found, bytes| Ok(bytes.collect()),
    )
}

/// X-Wing as HPKE wants a KEM; only its base mode exists.
struct XWing;

/// The seed from which both secrets are expanded.
#[derive(Clone, PartialEq, Eq)]
struct PrivateKey(Zeroizing<[u8; 32]>);

impl PrivateKey {
    fn expand(&self) -> (Decapsulation, Encapsulation, StaticSecret) {
        let (mut d, mut z) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        let mut x = Zeroizing::new([0; 32]);
        let mut stream = Shake256::default().chain(*self.0).finalize_xof();
        for part in [&mut d, &mut z, &mut x] {
            stream.read(&mut **part);
        }
        let (decapsulation, encapsulation) =
            MlKem768::generate_deterministic(&(*d).into(), &(*z).into());
        (decapsulation, encapsulation, StaticSecret::from(*x))
    }
}

impl Serializable for PrivateKey {
    type OutputSize = U32;

    fn write_exact(&self, buffer: &mut [u8]) {
        buffer.copy_from_slice(&*self.0);
    }
}

impl Deserializable for PrivateKey {
    fn from_bytes(bytes: &[u8]) -> Result<Self, HpkeError> {
        let seed = bytes
            .try_into()
            .map_err(|_why| wrong_length::<Self>(bytes))?;
        Ok(Self(Zeroizing::new(seed)))
    }
}

#[derive(Clone, Debug, PartialEq)]
struct PublicKey {
    lattice: Encapsulation,
    point: Point,
}

impl Eq for PublicKey {}

impl Serializable for PublicKey {
    type OutputSize = Sum<U1024, U192>;

    fn write_exact(&self, buffer: &mut [u8]) {
        let (lattice, point) = buffer.split_at_mut(ENCAPSULATION_KEY);
        lattice.copy_from_slice(&self.lattice.as_bytes());
        point.copy_from_slice(self.point.as_bytes());
    }
}

impl Deserializable for PublicKey {
    fn from_bytes(bytes: &[u8]) -> Result<Self, HpkeError> {
        let wrong = || wrong_length::<Self>(bytes);
        let (lattice, point) = bytes
            .split_at_checked(ENCAPSULATION_KEY)
            .ok_or_else(wrong)?;
        let point: [u8; 32] = point.try_into().map_err(|_why| wrong())?;
        let lattice = lattice.try_into().map_err(|_why| wrong())?;
        Ok(Self {
            lattice: Encapsulation::from_bytes(lattice),
            point: point.into(),
        })
    }
}

/// What the sender adds: the ciphertext of the lattice and a point.
#[derive(Clone)]
struct Share {
    lattice: Ciphertext<MlKem768>,
    point: Point,
}

impl Serializable for Share {
    type OutputSize = Sum<U1024, U96>;

    fn write_exact(&self, buffer: &mut [u8]) {
        let (lattice, point) = buffer.split_at_mut(CIPHERTEXT);
        lattice.copy_from_slice(&self.lattice);
        point.copy_from_slice(self.point.as_bytes());
    }
}

impl Deserializable for Share {
    fn from_bytes(bytes: &[u8]) -> Result<Self, HpkeError> {
        let wrong = || wrong_length::<Self>(bytes);
        let (lattice, point) = bytes.split_at_checked(CIPHERTEXT).ok_or_else(wrong)?;
        let point: [u8; 32] = point.try_into().map_err(|_why| wrong())?;
        let lattice = lattice.try_into().map_err(|_why| wrong())?;
        Ok(Self {
            lattice,
            point: point.into(),
        })
    }
}

fn wrong_length<T: Serializable>(bytes: &[u8]) -> HpkeError {
    HpkeError::IncorrectInputLength(T::size(), bytes.len())
}

impl Kem for XWing {
    type PublicKey = PublicKey;
    type PrivateKey = PrivateKey;
    type EncappedKey = Share;
    type NSecret = U32;

    const KEM_ID: u16 = 0x647a;

    fn sk_to_pk(secret: &PrivateKey) -> PublicKey {
        let (_, lattice, x) = secret.expand();
        PublicKey {
            lattice,
            point: Point::from(&x),
        }
    }

    fn derive_keypair(material: &[u8]) -> (PrivateKey, PublicKey) {
        let mut seed = Zeroizing::new([0; 32]);
        Shake256::default()
            .chain(material)
            .finalize_xof_into(&mut *seed);
        let secret = PrivateKey(seed);
        let public = Self::sk_to_pk(&secret);
        (secret, public)
    }

    fn decap(
        secret: &PrivateKey,
        sender: Option<&PublicKey>,
        share: &Share,
    ) -> Result<SharedSecret<Self>, HpkeError> {
        let (lattice, _, x) = secret.expand();
        let of_lattice = lattice
            .decapsulate(&share.lattice)
            .map_err(|()| HpkeError::DecapError)?;
        let of_point = x.diffie_hellman(&share.point);
        if sender.is_some() || !of_point.was_contributory() {
            return Err(HpkeError::DecapError);
        }
        let points = (&share.point, &Point::from(&x));
        Ok(combined(&of_lattice, of_point.as_bytes(), points))
    }

    fn encap<R: CryptoRng + RngCore>(
        recipient: &PublicKey,
        sender: Option<(&PrivateKey, &PublicKey)>,
        rng: &mut R,
    ) -> Result<(SharedSecret<Self>, Share), HpkeError> {
        let (lattice, of_lattice) = recipient
            .lattice
            .encapsulate(rng)
            .map_err(|()| HpkeError::EncapError)?;
        let x = StaticSecret::random_from_rng(rng);
        let point = Point::from(&x);
        let of_point = x.diffie_hellman(&recipient.point);
        if sender.is_some() {
            return Err(HpkeError::EncapError);
        }
        let points = (&point, &recipient.point);
        let secret = combined(&of_lattice, of_point.as_bytes(), points);
        Ok((secret, Share { lattice, point }))
    }
}

/// The secret of both: secure while either is.
fn combined(lattice: &[u8], x: &[u8], (sent, own): (&Point, &Point)) -> SharedSecret<XWing> {
    let mut hash = Sha3_256::default();
    for part in [lattice, x, sent.as_bytes(), own.as_bytes(), XWING] {
        hash.update(part);
    }
    SharedSecret(hash.finalize_fixed())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Digest, digest_of};
    use std::io::Read as _;

    /// What a reader of the vectors has to end with.
    #[derive(Debug, PartialEq, Eq)]
    enum Outcome {
        Opened(Digest),
        NoMatch,
        HeaderFailure,
    }

    fn opened(file: &[u8], identities: &[&str]) -> Outcome {
        let keys: Vec<crate::Identity> = identities
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let armour = age::armor::ArmoredReader::new(file);
        let outcome = age::Decryptor::new_buffered(armour)
            .and_then(|file| file.decrypt(keys.iter().map(|key| key.as_age())));
        match outcome {
            Ok(mut content) => {
                let mut bytes = Vec::new();
                content.read_to_end(&mut bytes).unwrap();
                Outcome::Opened(digest_of(&bytes))
            }
            Err(DecryptError::NoMatchingKeys) => Outcome::NoMatch,
            Err(_why) => Outcome::HeaderFailure,
        }
    }

    #[test]
    fn every_hybrid_vector_of_the_specification_ends_as_it_says() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hybrid/vectors");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
            let said = std::str::from_utf8(&bytes[..end]).unwrap();
            let all = |key: &str| -> Vec<&str> {
                let lines = said.lines().filter_map(|line| line.split_once(": "));
                lines
                    .filter(|line| line.0 == key)
                    .map(|line| line.1)
                    .collect()
            };
            let wanted = match all("expect")[0] {
                "success" => Outcome::Opened(all("payload")[0].parse().unwrap()),
                "no match" => Outcome::NoMatch,
                "header failure" => Outcome::HeaderFailure,
                other => panic!("{other}"),
            };
            let found = opened(&bytes[end + 2..], &all("identity"));
            assert_eq!(found, wanted, "{}", path.display());
            seen += 1;
        }
        assert_eq!(seen, 19);
    }

    #[test]
    fn what_a_stranger_sealed_opens_and_its_keys_are_spelt_alike() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hybrid");
        let text = std::fs::read_to_string(format!("{folder}/identity.txt")).unwrap();
        let (recipient, secret) = text.split_once('\n').unwrap();
        let identity: Identity = secret.trim().parse().unwrap();
        assert_eq!(identity.to_public().to_string(), recipient);
        assert_eq!(*identity.to_secret(), secret.trim());
        let file = std::fs::read(format!("{folder}/sealed.age")).unwrap();
        let wanted = Outcome::Opened(digest_of(b"sealed by another program\n"));
        assert_eq!(opened(&file, &[secret]), wanted);
    }

    #[test]
    fn a_recipient_has_one_spelling() {
        let text = Identity::generate().to_public().to_string();
        assert!(text.parse::<Recipient>().is_ok());
        for wrong in [
            text.to_uppercase(),
            text[..text.len() - 1].to_owned(),
            format!("{text}q"),
            text.replacen("age1pq1", "age1", 1),
        ] {
            assert_eq!(wrong.parse::<Recipient>().unwrap_err(), NotHybrid);
        }
    }
}
