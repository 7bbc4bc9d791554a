//! The reader of identity cards as the rest of the kit sees it: what lies on it, what the chip told, and what was proven of that.
//!
//! Must never say more than was proven: *read*, *intact*, *signed by a known authority* and *the chip itself* are apart.

use std::{fmt, time::Duration};

use thiserror::Error;

use crate::{cancel::Cancel, id_reader::MrzReading};

/// A reader of chip cards after ICAO 9303.
pub trait CardReader: Send + fmt::Debug {
    /// Looks which card could be read; takes nothing out of it.
    fn sight(&mut self) -> CardSight;

    /// Opens the one identity card and reads it, within `patience`.
    ///
    /// # Errors
    /// [`CardError`], situation by situation. A wrong key costs a growing pause: [`CardError::WaitBeforeTry`].
    fn read(
        &mut self,
        order: &CardOrder,
        patience: Duration,
        cancel: &Cancel,
    ) -> Result<CardReading, CardError>;
}

/// What can be seen of reader and card without a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSight {
    /// Where it is configured or what the system calls it. Never personal.
    pub address: String,
    /// A card lies there, or what is missing for that.
    pub seen: Result<(), CardError>,
}

/// What the chip is asked, and by which right.
#[derive(Debug, Clone)]
pub struct CardOrder {
    /// The key printed on the card.
    pub key: CardKey,
    /// Seconds since 1970 by the kit's clock: certificates are judged by it.
    pub at_s: u64,
}

/// What opens a card: something that whoever holds the card can read on it.
#[derive(Clone, PartialEq, Eq)]
pub enum CardKey {
    /// The card access number, six digits (ICAO 9303-11 4.4, PACE).
    Can(String),
    /// Document number, birth and expiry as in the zone (PACE where the card knows it, else BAC).
    Zone {
        /// Number of the document, without fillers.
        document: String,
        /// `YYMMDD`.
        born: String,
        /// `YYMMDD`.
        expires: String,
    },
}

impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Can(_) => "CardKey(can)",
            Self::Zone { .. } => "CardKey(zone)",
        })
    }
}

/// What a chip told. `Debug` shows no value (I12).
#[derive(Clone, PartialEq, Eq)]
pub struct CardReading {
    /// The zone in data group 1; its check digits agree.
    pub zone: MrzReading,
    /// What data group 11 adds, where the card lets it be read.
    pub person: ChipPerson,
    /// What is proven of the data.
    pub data: DataProof,
    /// What is proven of the chip.
    pub chip: ChipProof,
}

impl fmt::Debug for CardReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardReading({:?}, {:?})", self.data, self.chip)
    }
}

/// Additional personal details (ICAO 9303-10 4.7.11), as the issuer wrote them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChipPerson {
    /// Full name in the national script, parts split by `<`.
    pub name: Option<String>,
    /// Personal number.
    pub number: Option<String>,
}

impl fmt::Debug for ChipPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChipPerson")
    }
}

/// What Passive Authentication came to (ICAO 9303-11 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataProof {
    /// The data agrees with what an authority of the kit's folder had signed, within its dates.
    Signed,
    /// The data agrees with its signature; whose signature that is remains open.
    Intact(SignerDoubt),
    /// The card holds no security object that could be read: nothing is proven.
    Unsigned,
    /// Data and signature disagree: the data was altered.
    Altered,
}

/// Why a good signature is not known to be an authority's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignerDoubt {
    /// The kit was given no certificates of authorities.
    NoAuthorities,
    /// None of the kit's authorities vouches for the signer.
    UnknownAuthority,
    /// By the kit's clock a certificate is not yet, or not any more, good.
    OutsideItsDates,
    /// The signer's certificate is not one for signing, or the authority's not one for vouching.
    NotForSigning,
    /// The authority has taken the signer's certificate back.
    Revoked,
}

/// Whether the chip itself, not a copy of its data, lies on the reader (ICAO 9303-11 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipProof {
    /// The chip offers no proof that this reader understands; a copy would look the same.
    NotOffered,
    /// It answered a fresh challenge with the key that its signed data names.
    Genuine,
    /// It did not answer the challenge with that key: perhaps the data was copied to this chip.
    Failed,
}

/// Why a card was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CardError {
    /// The system's card service does not run.
    #[error("the card service does not run")]
    ServiceStopped,
    /// The system does not let this account use card readers.
    #[error("no permission to use card readers")]
    NotPermitted,
    /// No reader is plugged in.
    #[error("no card reader")]
    NoReader,
    /// No card lies on a reader.
    #[error("no card on the reader")]
    NoCard,
    /// Another program holds the card.
    #[error("another program holds the card")]
    Busy,
    /// Two identity cards: which is meant?
    #[error("two identity cards")]
    TwoCards,
    /// What lies there is another kind of card.
    #[error("not an identity card")]
    NotIdCard,
    /// The card knows no access number: the zone's data opens it.
    #[error("this card is opened by its zone only")]
    NeedsZone,
    /// The key is not this card's.
    #[error("the key does not fit this card")]
    WrongKey,
    /// After wrong keys the next try must wait.
    #[error("wait {seconds} s before the next try")]
    WaitBeforeTry {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The key has not the shape of one.
    #[error("not the shape of a key")]
    KeyMisshapen,
    /// The card was taken away in the middle.
    #[error("the card was taken away")]
    Removed,
    /// The card answered something that makes no sense.
    #[error("unreadable answer of the card: {what}")]
    Garbled {
        /// Fixed phrase, never bytes of the card.
        what: &'static str,
    },
    /// No answer within the deadline.
    #[error("no answer of the card in time")]
    TimedOut,
    /// The administrator stopped it.
    #[error("cancelled")]
    Cancelled,
}
