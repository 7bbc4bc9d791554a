//! What a coordinator sends to a kit, signed, then sealed to the kit's mailbox.
//!
//! A dispatch brings one kind of thing, so that a kit may forget it as a whole. It never carries anything that opens
//! a parcel. What is too large for a signed statement lies enclosed beside it, named there by its digest.

use serde::{Deserialize, Serialize};

use crate::{
    Digest, KitName, Namespace, Profile, PublicKey, Receipt, RecordId, SignError, Signed, Signer,
    Statement, VerifyError, digest_of,
};

/// How long a ticket may hold, in seconds: thirty days.
pub const TICKET_LASTS_S: i64 = 30 * 86_400;

/// Bytes that lie beside the statement, named by their digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enclosed {
    /// Their digest.
    pub digest: Digest,
    /// Their length in bytes.
    pub length: u64,
}

impl Enclosed {
    /// The name of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            digest: digest_of(bytes),
            length: bytes.len() as u64,
        }
    }
}

/// What is said about an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// It stands in the official register; the text is its number there.
    Registered,
    /// An answer to pass on.
    Answer,
    /// Something is wanted: a paper, a correction.
    Wanted,
}

/// A word of the centre about an application. `Debug` keeps the text to itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The application's number, ten digits.
    pub number: String,
    /// What is said.
    pub kind: WordKind,
    /// The words.
    pub text: String,
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Word({:?})", self.kind)
    }
}

/// A visit that the centre plans for the kit. All texts as a person typed them; empty where unknown. `Debug` keeps them to itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedVisit {
    /// The community, as the profile names it.
    pub community: String,
    /// The day, ISO 8601.
    pub day: String,
    /// Why the office comes, by the name of the ground.
    pub basis: String,
    /// Services that are wanted, as the catalogue names them.
    pub services: Vec<String>,
    /// Person and address by field name.
    pub person: std::collections::BTreeMap<String, String>,
    /// Caller, telephone and notes by field name.
    pub texts: std::collections::BTreeMap<String, String>,
}

impl std::fmt::Debug for PlannedVisit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlannedVisit")
    }
}

/// One content of a record that is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnedContent {
    /// Its revision; a page's uses all 64 bits, so it is spelt as text: JSON's numbers end at 2^53.
    #[serde(with = "as_text")]
    pub revision: u64,
    /// The vault caller's number for what it is.
    pub kind: u16,
    /// The plaintext, enclosed.
    pub content: Enclosed,
}

/// Numbers that stand in JSON as decimal text.
mod as_text {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(number: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// A record of the kit's vault that is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnedRecord {
    /// Its name on the kit.
    pub record: RecordId,
    /// Its contents.
    pub contents: Vec<ReturnedContent>,
}

/// An unfinished visit that a coordinator opened from emergency parcels and gives back: its folder and its drafts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnedVisit {
    /// The community, as the profile names it: whose recipients the escrow is for.
    pub community: String,
    /// The visit's folder.
    pub folder: ReturnedRecord,
    /// The drafts of its applications.
    pub drafts: Vec<ReturnedRecord>,
}

/// What a dispatch brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DispatchContent {
    /// Parcels arrived by stick, or were verified and decrypted.
    Receipts(Vec<Signed<Receipt>>),
    /// Words about applications.
    Words(Vec<Word>),
    /// Visits that are planned.
    Visits(Vec<PlannedVisit>),
    /// An unfinished visit comes back.
    Returned(ReturnedVisit),
    /// The next profile of the chain.
    Profile(Signed<Profile>),
    /// A service catalogue, enclosed.
    Catalogue(Enclosed),
}

/// A message from the back office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    /// The kit it is for.
    pub kit: KitName,
    /// When it was signed, seconds since 1970 UTC: a trusted anchor for the kit's clock.
    pub issued_at: i64,
    /// What it brings.
    pub content: DispatchContent,
}

impl Statement for Dispatch {
    const FORMAT: &'static str = "valiza.dispatch.v1";
    const NAMESPACE: Namespace = Namespace::Dispatch;
}

/// A kit's right to empty its own dispatch box without a session: signed while it was unlocked, shown while it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// Whose box.
    pub kit: KitName,
    /// When it was signed, seconds since 1970 UTC by the kit's best knowledge.
    pub issued_at: i64,
    /// Until when it holds, at most [`TICKET_LASTS_S`] later.
    pub until: i64,
}

impl Ticket {
    /// Signs a ticket for the longest time that one may hold.
    ///
    /// # Errors
    /// When the key does not sign.
    pub fn sign(kit: KitName, now_s: i64, signer: &dyn Signer) -> Result<Signed<Self>, SignError> {
        let until = now_s.saturating_add(TICKET_LASTS_S);
        let ticket = Self {
            kit,
            issued_at: now_s,
            until,
        };
        Signed::sign(&ticket, signer)
    }

    /// Whether it holds at `now_s`.
    pub fn holds(&self, now_s: i64) -> bool {
        let lasts = self.until.saturating_sub(self.issued_at);
        (0..=TICKET_LASTS_S).contains(&lasts) && now_s <= self.until
    }
}

impl Statement for Ticket {
    const FORMAT: &'static str = "valiza.ticket.v1";
    const NAMESPACE: Namespace = Namespace::Ticket;
}

/// A signed dispatch with what is enclosed.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The signed statement.
    pub signed: Signed<Dispatch>,
    /// The bytes that it names, in any order.
    pub enclosures: Vec<Vec<u8>>,
}

/// A dispatch that was opened and believed.
#[derive(Debug)]
pub struct OpenedDispatch {
    /// Digest of the signed statement: the same however often it was sealed.
    pub said: Digest,
    /// What it says.
    pub dispatch: Dispatch,
    enclosures: Vec<(Digest, zeroize::Zeroizing<Vec<u8>>)>,
}

impl OpenedDispatch {
    /// Believes an opened letter if one of `coordinators` signed it.
    pub(crate) fn believe(letter: Letter, coordinators: &[PublicKey]) -> Result<Self, VerifyError> {
        let dispatch = letter.signed.verify(coordinators)?;
        let named = |bytes: Vec<u8>| (digest_of(&bytes), zeroize::Zeroizing::new(bytes));
        Ok(Self {
            said: letter.signed.digest(),
            dispatch,
            enclosures: letter.enclosures.into_iter().map(named).collect(),
        })
    }

    /// Enclosed bytes, provided that they came along whole.
    pub fn enclosed(&self, name: Enclosed) -> Option<&[u8]> {
        self.enclosures
            .iter()
            .find(|(digest, _)| *digest == name.digest)
            .map(|(_, bytes)| bytes.as_slice())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Mailbox, SoftSigner, mailbox::MailboxError};
    use rand::rngs::OsRng;

    fn letter(coordinator: &SoftSigner) -> (Letter, Dispatch) {
        let bundle = b"a catalogue".to_vec();
        let dispatch = Dispatch {
            kit: KitName::random(&mut OsRng),
            issued_at: 0,
            content: DispatchContent::Catalogue(Enclosed::of(&bundle)),
        };
        let signed = Signed::sign(&dispatch, coordinator).unwrap();
        let enclosures = vec![bundle];
        (Letter { signed, enclosures }, dispatch)
    }

    #[test]
    fn a_dispatch_reaches_its_mailbox_and_no_other() {
        let coordinator = SoftSigner::generate(&mut OsRng);
        let (letter, dispatch) = letter(&coordinator);
        let mailbox: Mailbox = Mailbox::generate().to_secret().parse().unwrap();
        let file = mailbox.address().seal(&letter).unwrap();
        let trusted = [coordinator.public_key().clone()];
        let opened = mailbox.open(&file, &trusted).unwrap();
        assert_eq!(opened.dispatch, dispatch);
        let enclosed = opened.enclosed(Enclosed::of(b"a catalogue"));
        assert_eq!(enclosed, Some(b"a catalogue".as_slice()));
        assert_eq!(opened.enclosed(Enclosed::of(b"another")), None);
        let refused = |mailbox: &Mailbox, file: &[u8], trusted: &[PublicKey]| {
            mailbox.open(file, trusted).map(|_| ()).unwrap_err()
        };
        assert_eq!(
            refused(&Mailbox::generate(), &file, &trusted),
            MailboxError::NotForUs
        );
        assert_eq!(
            refused(&mailbox, &file[..90], &trusted),
            MailboxError::Damaged
        );
        assert_eq!(
            refused(&mailbox, &file, &[]),
            MailboxError::NotBelieved(VerifyError::UnknownSigner)
        );
    }

    #[test]
    fn a_page_of_any_revision_comes_back() {
        let page = ReturnedContent {
            revision: u64::MAX,
            kind: 2,
            content: Enclosed::of(b"a page"),
        };
        let folder = ReturnedRecord {
            record: RecordId([7; 16]),
            contents: vec![page],
        };
        let dispatch = Dispatch {
            kit: KitName::random(&mut OsRng),
            issued_at: 0,
            content: DispatchContent::Returned(ReturnedVisit {
                community: "one".to_owned(),
                folder,
                drafts: Vec::new(),
            }),
        };
        let coordinator = SoftSigner::generate(&mut OsRng);
        let signed = Signed::sign(&dispatch, &coordinator).unwrap();
        assert_eq!(signed.claim().unwrap(), dispatch);
    }

    #[test]
    fn the_length_of_a_dispatch_is_one_of_a_few() {
        let coordinator = SoftSigner::generate(&mut OsRng);
        let mailbox = Mailbox::generate();
        let lengths: std::collections::BTreeSet<_> = [1_usize, 300, 2_000]
            .into_iter()
            .map(|length| {
                let (mut letter, _) = letter(&coordinator);
                letter.enclosures = vec![vec![7; length]];
                mailbox.address().seal(&letter).unwrap().len()
            })
            .collect();
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [8 * 1024]);
    }

    #[test]
    fn a_ticket_holds_for_thirty_days_and_no_longer() {
        let kit = SoftSigner::generate(&mut OsRng);
        let signed = Ticket::sign(KitName::random(&mut OsRng), 1_000, &kit).unwrap();
        let ticket = signed.verify([kit.public_key()]).unwrap();
        assert!(ticket.holds(0) && ticket.holds(1_000 + TICKET_LASTS_S));
        assert!(!ticket.holds(1_001 + TICKET_LASTS_S));
        let endless = Ticket {
            until: i64::MAX,
            ..ticket
        };
        assert!(!endless.holds(1_000), "a kit cannot give itself more");
    }
}
