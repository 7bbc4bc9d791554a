//! Who may open: the recipients an application is sealed to, and the identities that coordinators keep.
//!
//! A recipient is taken by its exact prefix only: an unknown one would be a plugin's, and a program on the PATH would
//! be given the file key. Fewer than two recipients are refused, so that no single key loses a season (P8). Only the
//! coordinator's program and tests may name an [`Identity`] (I4).

use std::{
    cell::RefCell,
    fmt,
    io::{self, Read, Write},
    str::FromStr,
};

use age::{
    armor::{ArmoredReader, ArmoredWriter, Format},
    secrecy::{ExposeSecret, SecretString},
    x25519,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

#[cfg(any(test, feature = "pq"))]
use crate::hybrid;
use crate::{Digest, digest_of, words};

/// A native X25519 recipient is this prefix and 58 letters of Bech32 (age v1, X25519 recipient stanza).
const PREFIX: &str = "age1";
const TEXT_LENGTH: usize = 62;

/// How many words make a fingerprint, eight bits each.
const FINGERPRINT_WORDS: usize = 8;

/// The scrypt work factor (log2 N) of a protected identity file, and the largest that is tried: about 16 seconds.
const WORK_FACTOR: u8 = 18;
const LARGEST_WORK_FACTOR: u8 = 22;

/// The largest identity file that is read.
const LARGEST_IDENTITY_FILE: u64 = 64 * 1024;

/// Why a list of recipients is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecipientsError {
    /// The text at this place of the list is not a native X25519 recipient.
    #[error("recipient {at} is not a native age1 key")]
    NotNative {
        /// Position in the list, from zero.
        at: usize,
    },
    /// Hybrid and classic recipients together: the classic ones would undo the others.
    #[error("hybrid recipients stand among their like only")]
    Mixed,
    /// Fewer than two different recipients.
    #[error("at least two different recipients are needed, one of them kept off line")]
    TooFew,
}

/// The recipients of a community: two or more, sorted, without doubles.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Recipients(Vec<String>);

impl Recipients {
    /// Reads native recipients; order and repetition do not matter.
    ///
    /// # Errors
    /// `NotNative` for anything but `age1` and 58 valid Bech32 letters (with the feature `pq` also `age1pq1...`), `Mixed` for
    /// both together, `TooFew` for fewer than two.
    pub fn parse<S: AsRef<str>>(texts: &[S]) -> Result<Self, RecipientsError> {
        let mut accepted = Vec::with_capacity(texts.len());
        let mut hybrid = 0;
        for (at, text) in texts.iter().enumerate() {
            let key = key(text.as_ref()).ok_or(RecipientsError::NotNative { at })?;
            hybrid += usize::from(key.is_hybrid());
            accepted.push(text.as_ref().to_owned());
        }
        if hybrid != 0 && hybrid != accepted.len() {
            return Err(RecipientsError::Mixed);
        }
        accepted.sort_unstable();
        accepted.dedup();
        if accepted.len() < 2 {
            Err(RecipientsError::TooFew)
        } else {
            Ok(Self(accepted))
        }
    }

    /// The recipients, sorted.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// SHA-256 of the sorted recipients, one a line: what manifests and headers name the set by.
    pub fn hash(&self) -> Digest {
        let mut lines = self.0.join("\n");
        lines.push('\n');
        digest_of(lines.as_bytes())
    }

    /// The first 64 bits of [`Self::hash`] as eight words, to compare by telephone.
    pub fn fingerprint_words(&self) -> Vec<&'static str> {
        words::words(&self.hash().0[..FINGERPRINT_WORDS])
    }

    /// An age file of some secret bytes for these recipients.
    pub fn wrap(&self, secret: &[u8]) -> Vec<u8> {
        let Ok(file) = self.encrypt(|_header, put| {
            put(secret);
            Ok::<_, std::convert::Infallible>(())
        });
        file
    }

    /// An age file whose content may depend on the length of the file's header.
    pub(crate) fn encrypt<E>(
        &self,
        content: impl FnOnce(usize, &mut Put<'_>) -> Result<(), E>,
    ) -> Result<Vec<u8>, E> {
        write_file(
            self.0.iter().filter_map(|text| key(text)).collect(),
            content,
        )
    }
}

impl TryFrom<Vec<String>> for Recipients {
    type Error = RecipientsError;

    fn try_from(texts: Vec<String>) -> Result<Self, RecipientsError> {
        Self::parse(&texts)
    }
}

impl From<Recipients> for Vec<String> {
    fn from(recipients: Recipients) -> Self {
        recipients.0
    }
}

impl fmt::Debug for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipients({} of set {})", self.0.len(), self.hash())
    }
}

/// The key behind a native recipient text, if it is one.
pub(crate) fn native(text: &str) -> Option<x25519::Recipient> {
    let exact = text.len() == TEXT_LENGTH
        && text.starts_with(PREFIX)
        && !text.bytes().any(|b| b.is_ascii_uppercase());
    if exact { text.parse().ok() } else { None }
}

/// A recipient of either kind.
pub(crate) enum Key {
    Classic(x25519::Recipient),
    #[cfg(any(test, feature = "pq"))]
    Hybrid(Box<hybrid::Recipient>),
}

impl Key {
    fn is_hybrid(&self) -> bool {
        !matches!(self, Self::Classic(_))
    }

    fn as_age(&self) -> &dyn age::Recipient {
        match self {
            Self::Classic(key) => key,
            #[cfg(any(test, feature = "pq"))]
            Self::Hybrid(key) => key.as_ref(),
        }
    }
}

/// The key behind a recipient text, if it is one.
pub(crate) fn key(text: &str) -> Option<Key> {
    #[cfg(any(test, feature = "pq"))]
    if text.starts_with(hybrid::PREFIX) {
        return text.parse().ok().map(Box::new).map(Key::Hybrid);
    }
    native(text).map(Key::Classic)
}

/// Writes an age file whose content may depend on the length of the file's header.
pub(crate) fn encrypt_to<E>(
    recipients: Vec<Key>,
    content: impl FnOnce(usize) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    write_file(recipients, |header, put| {
        put(&Zeroizing::new(content(header)?));
        Ok(())
    })
}

/// Takes the next bytes of a file's content.
pub(crate) type Put<'a> = dyn FnMut(&[u8]) + 'a;

/// Writes an age file. `content` is told how many bytes the header took: age ends it with a random "grease" stanza,
/// so that length differs from file to file, and padding to an exact size must know it.
fn write_file<E>(
    recipients: Vec<Key>,
    content: impl FnOnce(usize, &mut Put<'_>) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    const MEMORY: &str = "writing to memory does not fail";
    let file = RefCell::new(Vec::new());
    let encryptor = age::Encryptor::with_recipients(recipients.iter().map(Key::as_age))
        .expect("there is a recipient and all are of one kind");
    let mut stream = encryptor.wrap_output(Shared(&file)).expect(MEMORY);
    let header = file.borrow().len();
    content(header, &mut |bytes: &[u8]| {
        file.borrow_mut()
            .reserve(bytes.len() + bytes.len() / 2048 + 64);
        stream.write_all(bytes).expect(MEMORY);
    })?;
    stream.finish().expect(MEMORY);
    Ok(file.into_inner())
}

/// A writer whose progress can be read while age holds it.
struct Shared<'a>(&'a RefCell<Vec<u8>>);

impl Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why an age file did not give up its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecryptFault {
    /// None of the identities is among its recipients.
    NotForUs,
    /// It is damaged, cut short, or not an age file.
    Damaged,
    /// Its content is longer than allowed.
    TooLong,
}

/// Reads an age file of at most `limit` bytes of content.
pub(crate) fn decrypt<'i>(
    identities: impl Iterator<Item = &'i dyn age::Identity>,
    file: &[u8],
    limit: u64,
) -> Result<Zeroizing<Vec<u8>>, DecryptFault> {
    let decryptor = age::Decryptor::new_buffered(file).map_err(|_why| DecryptFault::Damaged)?;
    let content = decryptor.decrypt(identities).map_err(|why| {
        let for_others = matches!(why, age::DecryptError::NoMatchingKeys);
        if for_others {
            DecryptFault::NotForUs
        } else {
            DecryptFault::Damaged
        }
    })?;
    read_limited(content, limit, file.len())
}

/// Reads to the end; `expected` bytes are kept ready, so that no smaller buffer is left behind unwiped.
fn read_limited(
    content: impl Read,
    limit: u64,
    expected: usize,
) -> Result<Zeroizing<Vec<u8>>, DecryptFault> {
    let mut out = Zeroizing::new(Vec::with_capacity(expected));
    content
        .take(limit + 1)
        .read_to_end(&mut out)
        .map_err(|_why| DecryptFault::Damaged)?;
    if out.len() as u64 > limit {
        Err(DecryptFault::TooLong)
    } else {
        Ok(out)
    }
}

/// Why an identity or a file of identities could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The text is not an `AGE-SECRET-KEY-1...`.
    #[error("not an age secret key")]
    Unreadable,
    /// The passphrase is not the one the file was protected with.
    #[error("the passphrase does not open the identity file")]
    WrongPassphrase,
    /// The file is damaged, too large, or asks for an unreasonable amount of work.
    #[error("the identity file is damaged")]
    Damaged,
}

/// A recipient's secret key. Kept by coordinators, never on a kit.
#[derive(Clone)]
pub struct Identity(Secret);

#[derive(Clone)]
enum Secret {
    Classic(x25519::Identity),
    #[cfg(any(test, feature = "pq"))]
    Hybrid(hybrid::Identity),
}

impl Identity {
    /// Draws a key.
    pub fn generate() -> Self {
        Self(Secret::Classic(x25519::Identity::generate()))
    }

    /// Draws a hybrid key; experimental.
    #[cfg(any(test, feature = "pq"))]
    pub fn generate_hybrid() -> Self {
        Self(Secret::Hybrid(hybrid::Identity::generate()))
    }

    pub(crate) fn as_age(&self) -> &dyn age::Identity {
        match &self.0 {
            Secret::Classic(key) => key,
            #[cfg(any(test, feature = "pq"))]
            Secret::Hybrid(key) => key,
        }
    }

    /// The recipient that belongs to it, `age1...`.
    pub fn recipient(&self) -> String {
        match &self.0 {
            Secret::Classic(key) => key.to_public().to_string(),
            #[cfg(any(test, feature = "pq"))]
            Secret::Hybrid(key) => key.to_public().to_string(),
        }
    }

    /// `AGE-SECRET-KEY-1...` or `AGE-SECRET-KEY-PQ-1...`, wiped when dropped.
    pub fn to_secret(&self) -> Zeroizing<String> {
        match &self.0 {
            Secret::Classic(key) => Zeroizing::new(key.to_string().expose_secret().to_owned()),
            #[cfg(any(test, feature = "pq"))]
            Secret::Hybrid(key) => key.to_secret(),
        }
    }

    /// Opens an age file of a few secret bytes made by [`Recipients::wrap`].
    ///
    /// # Errors
    /// `Unreadable` when the file is not for this identity, `Damaged` when it is broken.
    pub fn unwrap_small(&self, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
        self.unwrap_up_to(file, LARGEST_IDENTITY_FILE)
    }

    /// Opens an age file of at most `limit` bytes of content.
    ///
    /// # Errors
    /// `Unreadable` when the file is not for this identity, `Damaged` when it is broken or longer.
    pub fn unwrap_up_to(
        &self,
        file: &[u8],
        limit: u64,
    ) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
        decrypt(std::iter::once(self.as_age()), file, limit).map_err(|fault| match fault {
            DecryptFault::NotForUs => IdentityError::Unreadable,
            DecryptFault::Damaged | DecryptFault::TooLong => IdentityError::Damaged,
        })
    }
}

impl FromStr for Identity {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let text = text.trim();
        #[cfg(any(test, feature = "pq"))]
        if let Ok(key) = text.parse() {
            return Ok(Self(Secret::Hybrid(key)));
        }
        text.parse()
            .map(|key| Self(Secret::Classic(key)))
            .map_err(|_why| IdentityError::Unreadable)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient())
    }
}

/// A file of identities under a passphrase (age v1, scrypt recipient stanza), in ASCII armour so that it can be printed;
/// stock `age -d` opens it, and `age -d -i FILE` uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityFile;

impl IdentityFile {
    /// Protects identities; takes about a second.
    pub fn protect(identities: &[Identity], passphrase: &str) -> Vec<u8> {
        Self::protect_with(identities, passphrase, WORK_FACTOR)
    }

    fn protect_with(identities: &[Identity], passphrase: &str, work_factor: u8) -> Vec<u8> {
        const MEMORY: &str = "writing to memory does not fail";
        let mut text = Zeroizing::new(String::with_capacity(256 * identities.len()));
        for identity in identities {
            text.push_str("# public key: ");
            text.push_str(&identity.recipient());
            text.push('\n');
            text.push_str(&identity.to_secret());
            text.push('\n');
        }
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(work_factor);
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _))
            .expect("one recipient");
        let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).expect(MEMORY);
        let mut stream = encryptor.wrap_output(armour).expect(MEMORY);
        stream.write_all(text.as_bytes()).expect(MEMORY);
        stream
            .finish()
            .and_then(ArmoredWriter::finish)
            .expect(MEMORY)
    }

    /// Opens a protected file, with or without its armour.
    ///
    /// # Errors
    /// `WrongPassphrase`, `Damaged`, or `Unreadable` when a line in it is no secret key.
    pub fn unprotect(file: &[u8], passphrase: &str) -> Result<Vec<Identity>, IdentityError> {
        let decryptor = age::Decryptor::new_buffered(ArmoredReader::new(file))
            .map_err(|_why| IdentityError::Damaged)?;
        if !decryptor.is_scrypt() {
            return Err(IdentityError::Damaged);
        }
        let mut key = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
        key.set_max_work_factor(LARGEST_WORK_FACTOR);
        let content = decryptor
            .decrypt(std::iter::once(&key as _))
            .map_err(|why| {
                use age::DecryptError::{DecryptionFailed, KeyDecryptionFailed};
                let wrong = matches!(why, DecryptionFailed | KeyDecryptionFailed);
                if wrong {
                    IdentityError::WrongPassphrase
                } else {
                    IdentityError::Damaged
                }
            })?;
        let bytes = read_limited(content, LARGEST_IDENTITY_FILE, file.len())
            .map_err(|_why| IdentityError::Damaged)?;
        let text = std::str::from_utf8(&bytes).map_err(|_why| IdentityError::Damaged)?;
        text.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::parse)
            .collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn two() -> [String; 2] {
        [
            Identity::generate().recipient(),
            Identity::generate().recipient(),
        ]
    }

    #[test]
    fn order_and_repetition_do_not_change_the_set() {
        let [a, b] = two();
        let set = Recipients::parse(&[&a, &b]).unwrap();
        assert_eq!(set.hash(), Recipients::parse(&[&b, &a, &b]).unwrap().hash());
        assert_eq!(set.fingerprint_words().len(), 8);
    }

    #[test]
    fn one_recipient_is_not_enough() {
        let [a, _] = two();
        assert_eq!(Recipients::parse(&[&a, &a]), Err(RecipientsError::TooFew));
    }

    #[test]
    fn anything_but_a_native_recipient_is_refused() {
        let [a, _] = two();
        let plugin =
            "age1yubikey1qtdepr5qsd0zh0r6xr5p5jqujm0s6k8j8n5pq5rkz0w9s8j7h6g5f4d3s2a".to_owned();
        let hybrid = format!("age1pq1{}", &a[4..]);
        for wrong in [
            plugin,
            hybrid,
            a.to_uppercase(),
            format!(" {a}"),
            a[..61].to_owned(),
            String::new(),
        ] {
            assert_eq!(
                Recipients::parse(&[a.clone(), wrong]),
                Err(RecipientsError::NotNative { at: 1 })
            );
        }
    }

    #[test]
    fn a_protected_identity_opens_with_its_passphrase_only() {
        let identity = Identity::generate();
        let file = IdentityFile::protect_with(std::slice::from_ref(&identity), "right", 4);
        let opened = IdentityFile::unprotect(&file, "right").unwrap();
        assert_eq!(opened[0].recipient(), identity.recipient());
        assert_eq!(
            IdentityFile::unprotect(&file, "wrong").unwrap_err(),
            IdentityError::WrongPassphrase
        );
        assert_eq!(
            IdentityFile::unprotect(&file[..40], "right").unwrap_err(),
            IdentityError::Damaged
        );
    }

    #[test]
    fn hybrid_recipients_open_and_stand_among_their_like_only() {
        let keys = [Identity::generate_hybrid(), Identity::generate_hybrid()];
        let texts = keys.each_ref().map(Identity::recipient);
        let set = Recipients::parse(&texts).unwrap();
        let file = set.wrap(b"secret");
        for key in &keys {
            assert_eq!(key.unwrap_small(&file).unwrap().as_slice(), b"secret");
            let again: Identity = key.to_secret().parse().unwrap();
            assert_eq!(again.recipient(), key.recipient());
        }
        assert_eq!(
            Identity::generate_hybrid().unwrap_small(&file).unwrap_err(),
            IdentityError::Unreadable
        );
        let [classic, _] = two();
        assert_eq!(
            Recipients::parse(&[&texts[0], &classic]),
            Err(RecipientsError::Mixed)
        );
    }

    #[test]
    fn a_secret_is_opened_by_each_recipient_and_nobody_else() {
        let keys = [Identity::generate(), Identity::generate()];
        let set = Recipients::parse(&[keys[0].recipient(), keys[1].recipient()]).unwrap();
        let file = set.wrap(b"secret");
        for key in &keys {
            assert_eq!(key.unwrap_small(&file).unwrap().as_slice(), b"secret");
        }
        assert_eq!(
            Identity::generate().unwrap_small(&file).unwrap_err(),
            IdentityError::Unreadable
        );
    }
}
