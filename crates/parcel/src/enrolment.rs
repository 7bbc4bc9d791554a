//! A kit's first messages: what it is given to begin with, and the card it answers with, sealed under a code that is
//! said over the telephone and serves once.
//!
//! The same bytes travel by depot and by stick. Whoever carries them learns nothing and can change nothing: key and
//! address both come out of the code by scrypt, so that trying codes costs memory and time even with the bytes at hand.
//! No secret key is ever among the messages (I4).

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use rand::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use crate::{
    Administrator, KitName, MailboxAddress, Profile, PublicKey, RecordId, RecordKey, Signed, words,
};

/// How many words a code has, eight bits each.
const CODE_WORDS: usize = 6;

/// Words are told apart by so many letters.
const TELLING_LETTERS: usize = 4;

/// scrypt (RFC 7914): N = 2^16, r = 8, p = 1 takes 64 MiB and about a fifth of a second.
const LOG_N: u8 = 16;
const R: u32 = 8;
const P: u32 = 1;
const SALT: &[u8] = b"valiza.enrolment.v1";

/// The longest message: a service catalogue is the longest part of one.
pub const LARGEST_MESSAGE: usize = 4 * 1024 * 1024;

/// Which message of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// What the kit is given to begin with: [`Invitation`].
    Invitation,
    /// The public halves of the keys it made: [`KitCard`].
    Card,
    /// The profile that names these keys: a signed [`Profile`].
    Profile,
}

impl Step {
    /// All steps in their order.
    pub const ALL: [Self; 3] = [Self::Invitation, Self::Card, Self::Profile];

    /// How paths and files name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Card => "card",
            Self::Profile => "profile",
        }
    }

    fn kind(self) -> u16 {
        match self {
            Self::Invitation => 1,
            Self::Card => 2,
            Self::Profile => 3,
        }
    }
}

impl FromStr for Step {
    type Err = MessageUnreadable;

    fn from_str(text: &str) -> Result<Self, MessageUnreadable> {
        Self::ALL
            .into_iter()
            .find(|step| step.as_str() == text)
            .ok_or(MessageUnreadable)
    }
}

/// Where a message lies below the folder of a stick; its name says nothing.
pub fn on_stick(stick: &Path, id: RecordId, step: Step) -> PathBuf {
    stick
        .join("valiza-enrolment")
        .join(format!("{id}.{}", step.as_str()))
}

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Another count of words.
    #[error("a code has {CODE_WORDS} words, and these are {found}")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// The word at this place is on no list.
    #[error("word {at} is not on the list of words")]
    Unknown {
        /// Place of the word, from 1.
        at: usize,
    },
}

/// A message that this code did not seal, or that was changed on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the message does not belong to this code, or was changed")]
pub struct MessageUnreadable;

/// Six words, said over the telephone; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolCode(Zeroizing<[u8; CODE_WORDS]>);

impl EnrolCode {
    /// Draws a code.
    pub fn draw<G: RngCore + CryptoRng>(rng: &mut G) -> Self {
        let mut bytes = Zeroizing::new([0; CODE_WORDS]);
        rng.fill_bytes(&mut *bytes);
        Self(bytes)
    }

    /// The words to be said.
    pub fn words(&self) -> Zeroizing<String> {
        Zeroizing::new(words::words(&*self.0).join(" "))
    }

    /// Address and key of this enrolment; takes a fifth of a second and 64 MiB.
    pub fn derive(&self) -> Enrolment {
        let parameters =
            scrypt::Params::new(LOG_N, R, P, 48).expect("the parameters are within RFC 7914");
        let mut derived = Zeroizing::new([0; 48]);
        scrypt::scrypt(&*self.0, SALT, &parameters, &mut *derived)
            .expect("48 bytes can be derived");
        let (id, key) = derived
            .split_first_chunk::<16>()
            .expect("48 is more than 16");
        let id = RecordId(*id);
        let key = Zeroizing::new(key.try_into().expect("32 bytes are left"));
        Enrolment {
            id,
            key: RecordKey::from_bytes(id, key),
        }
    }
}

impl FromStr for EnrolCode {
    type Err = CodeError;

    /// Reads words as they were heard: the first four letters of each tell, capitals and punctuation do not count.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let heard: Vec<String> = text
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| !word.is_empty())
            .map(|word| word.to_lowercase().chars().take(TELLING_LETTERS).collect())
            .collect();
        let found = heard.len();
        let mut bytes = Zeroizing::new([0; CODE_WORDS]);
        if found != CODE_WORDS {
            return Err(CodeError::Count { found });
        }
        for ((byte, beginning), at) in bytes.iter_mut().zip(&heard).zip(1..) {
            *byte = (0..=u8::MAX)
                .find(|&byte| words::word(byte).starts_with(beginning.as_str()))
                .filter(|_| beginning.chars().count() == TELLING_LETTERS)
                .ok_or(CodeError::Unknown { at })?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode")
    }
}

/// What comes out of a code: where its messages are kept, and what seals them.
pub struct Enrolment {
    id: RecordId,
    key: RecordKey,
}

impl Enrolment {
    /// Under which name its messages are kept; says nothing about the code.
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// Seals one message.
    pub fn seal<T: Serialize, G: RngCore + CryptoRng>(
        &self,
        step: Step,
        message: &T,
        rng: &mut G,
    ) -> Vec<u8> {
        let plain = serde_json::to_vec(message).expect("our messages always have a JSON form");
        self.key.encrypt(1, step.kind(), &plain, rng)
    }

    /// Opens one message.
    ///
    /// # Errors
    /// It is another code's or another step's, or was changed.
    pub fn open<T: DeserializeOwned>(
        &self,
        step: Step,
        message: &[u8],
    ) -> Result<T, MessageUnreadable> {
        if message.len() > LARGEST_MESSAGE {
            return Err(MessageUnreadable);
        }
        let plain = self
            .key
            .decrypt(1, step.kind(), message)
            .map_err(|_why| MessageUnreadable)?;
        serde_json::from_slice(&plain).map_err(|_why| MessageUnreadable)
    }
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Enrolment({})", self.id)
    }
}

/// What a kit is given to begin with: the files of its folder. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// The first profile.
    pub profile: Signed<Profile>,
    /// The root keys that profiles are believed from.
    pub roots: Vec<PublicKey>,
    /// The other files by name, as texts: catalogue, devices, settings.
    pub files: BTreeMap<String, String>,
}

/// The public halves of a kit's keys, made on it; the coordinator admits the kit by them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitCard {
    /// The kit's pseudonym.
    pub kit: KitName,
    /// What signs manifests and heads.
    pub kit_key: PublicKey,
    /// What signs the inner headers of the first administrator.
    pub administrator_key: PublicKey,
    /// Where dispatches to it are sealed to.
    pub mailbox: MailboxAddress,
    /// Every administrator of the kit with their key, where it knows more than the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub administrators: Vec<Administrator>,
    /// The one-time code that a coordinator may read out by telephone: an age file to the first community's recipients.
    /// Empty where the kit has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "as_hex")]
    pub telephone_code: Vec<u8>,
}

/// Bytes that stand in JSON as hexadecimal.
mod as_hex {
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        hex::decode(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl KitCard {
    /// The kit key's fingerprint as eight words, to compare by telephone before it is admitted.
    pub fn fingerprint_words(&self) -> Vec<&'static str> {
        self.kit_key.fingerprint_words()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use rand::rngs::OsRng;

    #[test]
    fn a_code_is_understood_as_it_was_heard() {
        let code = EnrolCode::draw(&mut OsRng);
        let said = code.words();
        assert_eq!(said.parse::<EnrolCode>().unwrap(), code);
        let heard: Vec<String> = said
            .split(' ')
            .map(|word| word.to_uppercase().chars().take(4).collect())
            .collect();
        assert_eq!(heard.join(", ").parse::<EnrolCode>().unwrap(), code);
    }

    #[test]
    fn a_word_that_was_heard_wrongly_is_named() {
        let code = EnrolCode::draw(&mut OsRng);
        let mut said: Vec<String> = code.words().split(' ').map(str::to_owned).collect();
        said[2] = "\u{44a}\u{44b}\u{44d}\u{44a}".to_owned();
        assert_eq!(
            said.join(" ").parse::<EnrolCode>(),
            Err(CodeError::Unknown { at: 3 })
        );
        said.pop();
        assert_eq!(
            said.join(" ").parse::<EnrolCode>(),
            Err(CodeError::Count { found: 5 })
        );
    }

    #[test]
    fn a_message_opens_with_its_code_at_its_step_and_unchanged_only() {
        let code = EnrolCode::draw(&mut OsRng);
        let ours = code.derive();
        assert_eq!(ours.id(), code.derive().id());
        let mut sealed = ours.seal(Step::Card, &"words", &mut OsRng);
        assert_eq!(ours.open::<String>(Step::Card, &sealed).unwrap(), "words");
        assert_eq!(
            ours.open::<String>(Step::Profile, &sealed),
            Err(MessageUnreadable)
        );
        let another = EnrolCode::draw(&mut OsRng).derive();
        assert_ne!(another.id(), ours.id());
        assert_eq!(
            another.open::<String>(Step::Card, &sealed),
            Err(MessageUnreadable)
        );
        sealed[30] ^= 1;
        assert_eq!(
            ours.open::<String>(Step::Card, &sealed),
            Err(MessageUnreadable)
        );
    }
}
