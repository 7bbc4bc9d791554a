//! The conversation with a chip after ICAO 9303-11: find the application, prove the right to read, read, check.
//!
//! Must never trust a number of the card: exchanges, bytes and time are counted here, whatever the card announces (I9, I10).

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use chrono::NaiveDate;
use dmrtd::{
    auth::active::{self, ActiveAuthError},
    com::{TransceiveError, Transceiver},
    lds::{df1::efdg11::EfDG11, ef::ElementaryFile as _, efcard_access::EfCardAccess},
    passport::{Passport, PassportError},
    proto::{can_key::CanKey, dba_key::DBAKey},
};

use super::{ber, frame, trust::Authorities};
use crate::{
    cancel::Cancel,
    card::{CardError, CardKey, CardOrder, CardReading, ChipPerson, ChipProof, DataProof},
    clock::Deadline,
    id_reader::{MrzReading, Reading},
};

/// Exchanges of one reading: a zone, a name, a key and a security object need about sixty.
const MOST_EXCHANGES: u32 = 600;
/// Words that mean "this key opens nothing" during PACE and BAC (ICAO 9303-11 4.4.4, 4.3.3; ISO 7816-4 5.6).
const REFUSALS: [u16; 5] = [0x6300, 0x6982, 0x6983, 0x6985, 0x6988];

/// A card under power: one exchange at a time.
pub(crate) trait CardLink: Send + std::fmt::Debug {
    /// Sends a command and receives the whole answer, its two status bytes included.
    ///
    /// # Errors
    /// [`CardError::Removed`], [`CardError::TimedOut`], [`CardError::ServiceStopped`].
    fn exchange(&mut self, command: &[u8], deadline: Deadline) -> Result<Vec<u8>, CardError>;
}

/// What became of the conversation beneath the chip's own protocol.
#[derive(Debug, Default)]
struct Fate {
    exchanges: Cell<u32>,
    word: Cell<u16>,
    broken: Cell<Option<CardError>>,
}

/// The wire under the chip's protocol: counts, watches the time, hears the cancel.
struct Wire<'a> {
    link: &'a mut dyn CardLink,
    deadline: Deadline,
    cancel: &'a Cancel,
    fate: &'a Fate,
}

impl Transceiver for Wire<'_> {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, TransceiveError> {
        let count = self.fate.exchanges.get() + 1;
        self.fate.exchanges.set(count);
        let answer = if self.cancel.is_cancelled() {
            Err(CardError::Cancelled)
        } else if self.deadline.passed() {
            Err(CardError::TimedOut)
        } else if count > MOST_EXCHANGES {
            Err(CardError::Garbled {
                what: "an answer without an end",
            })
        } else {
            self.link.exchange(command, self.deadline)
        };
        let answer = answer.map_err(|error| {
            self.fate.broken.set(Some(error));
            TransceiveError::new("the wire ended")
        })?;
        let word = answer
            .last_chunk()
            .map_or(0, |word| u16::from_be_bytes(*word));
        self.fate.word.set(word);
        Ok(answer)
    }
}

/// Whether this card is an identity card: it shows how it wants to be opened, or has the application.
///
/// # Errors
/// What broke the wire.
pub(crate) fn is_id_card(
    link: &mut dyn CardLink,
    deadline: Deadline,
    cancel: &Cancel,
) -> Result<bool, CardError> {
    let fate = Fate::default();
    guarded(&fate, || {
        let mut chip = chip_on(link, deadline, cancel, &fate);
        let announced = chip.read_ef_card_access().is_ok();
        Ok(announced || chip.api_mut().select_emrtd_application().is_ok())
    })
}

/// Opens the card and reads it.
///
/// # Errors
/// [`CardError`], situation by situation.
pub(crate) fn read(
    link: &mut dyn CardLink,
    order: &CardOrder,
    authorities: &Authorities,
    deadline: Deadline,
    cancel: &Cancel,
) -> Result<CardReading, CardError> {
    let fate = Fate::default();
    guarded(&fate, || {
        let mut chip = chip_on(link, deadline, cancel, &fate);
        open(&mut chip, &order.key, &fate)?;
        tell(&mut chip, order, authorities, &fate)
    })
}

fn chip_on<'w>(
    link: &'w mut dyn CardLink,
    deadline: Deadline,
    cancel: &'w Cancel,
    fate: &'w Fate,
) -> Passport<Wire<'w>> {
    Passport::new(Wire {
        link,
        deadline,
        cancel,
        fate,
    })
}

/// A panic of the young parser beneath is the card's nonsense, not the end of the kit; a broken wire explains itself.
fn guarded<T>(fate: &Fate, work: impl FnOnce() -> Result<T, CardError>) -> Result<T, CardError> {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(CardError::Garbled {
        what: "an answer that no card gives",
    }));
    match fate.broken.get() {
        Some(broken) => Err(broken),
        None => done,
    }
}

fn open(chip: &mut Passport<Wire<'_>>, key: &CardKey, fate: &Fate) -> Result<(), CardError> {
    let announced = chip
        .read_ef_card_access()
        .ok()
        .filter(EfCardAccess::is_pace_info_set);
    let opened = match (key, announced) {
        (CardKey::Can(can), Some(announced)) => {
            let key = CanKey::new(can).map_err(|_misshapen| CardError::KeyMisshapen)?;
            chip.start_session_pace(key, &announced)
        }
        (CardKey::Can(_), None) => return Err(CardError::NeedsZone),
        (CardKey::Zone { .. }, Some(announced)) => {
            chip.start_session_pace(zone_key(key, true)?, &announced)
        }
        (CardKey::Zone { .. }, None) => chip.start_session(zone_key(key, false)?),
    };
    opened.map_err(|_its_words_may_quote_the_card| {
        let word = fate.word.get();
        if REFUSALS.contains(&word) || word & 0xfff0 == 0x63c0 {
            CardError::WrongKey
        } else {
            CardError::Garbled {
                what: "the opening of the card",
            }
        }
    })
}

fn zone_key(key: &CardKey, pace: bool) -> Result<DBAKey, CardError> {
    let CardKey::Zone {
        document,
        born,
        expires,
    } = key
    else {
        return Err(CardError::KeyMisshapen);
    };
    let day = |text: &str| NaiveDate::parse_from_str(text, "%y%m%d").ok();
    day(born)
        .zip(day(expires))
        .and_then(|(born, expires)| DBAKey::new(document.as_str(), born, expires, pace).ok())
        .ok_or(CardError::KeyMisshapen)
}

fn tell(
    chip: &mut Passport<Wire<'_>>,
    order: &CardOrder,
    authorities: &Authorities,
    fate: &Fate,
) -> Result<CardReading, CardError> {
    let zone_file = chip.read_ef_dg1().map_err(|_no_zone| CardError::Garbled {
        what: "the zone in the chip",
    })?;
    let zone = zone(zone_file.to_bytes())?;
    let sod = optional(chip.read_ef_sod(), fate)?;
    let Some(sod) = sod else {
        return Ok(CardReading {
            zone,
            person: ChipPerson::default(),
            data: DataProof::Unsigned,
            chip: ChipProof::NotOffered,
        });
    };
    // What the security object does not name is not read: nothing could vouch for it.
    let named = named_groups(sod.to_bytes());
    let details = match named.contains(&11) {
        true => optional(chip.read_ef_dg11(), fate)?,
        false => None,
    };
    let key = match named.contains(&15) {
        true => optional(chip.read_ef_dg15(), fate)?,
        false => None,
    };
    let mut groups = vec![(1, zone_file.to_bytes())];
    groups.extend(details.as_ref().map(|file| (11, file.to_bytes())));
    groups.extend(key.as_ref().map(|file| (15, file.to_bytes())));
    let data = authorities.judge(sod.to_bytes(), &groups, order.at_s);
    let proven = match key {
        Some(key) if data != DataProof::Altered => {
            let challenge: [u8; 8] = rand::random();
            let answer = optional(chip.active_authenticate(&challenge), fate)?.unwrap_or_default();
            match active::verify(key.aa_public_key(), &challenge, &answer) {
                Ok(()) => ChipProof::Genuine,
                Err(ActiveAuthError::Failed | ActiveAuthError::MalformedSignature) => {
                    ChipProof::Failed
                }
                Err(
                    ActiveAuthError::BadPublicKey
                    | ActiveAuthError::UnsupportedCurve
                    | ActiveAuthError::UnsupportedHash(_)
                    | ActiveAuthError::BadChallenge(_),
                ) => ChipProof::NotOffered,
            }
        }
        Some(_) | None => ChipProof::NotOffered,
    };
    Ok(CardReading {
        zone,
        person: details.map(person).unwrap_or_default(),
        data,
        chip: proven,
    })
}

/// A file that a card need not have or show. A broken wire is not an absent file.
fn optional<T>(read: Result<T, PassportError>, fate: &Fate) -> Result<Option<T>, CardError> {
    match fate.broken.get() {
        Some(broken) => Err(broken),
        None => Ok(read.ok()),
    }
}

/// The zone of data group 1 as lines, its check digits proven.
fn zone(file: &[u8]) -> Result<MrzReading, CardError> {
    let text = ber::down(file, &[0x61, 0x5f1f]).unwrap_or_default();
    match frame::reading(text) {
        Ok(Some(Reading::Mrz(zone))) => Ok(zone),
        Ok(Some(Reading::Barcode(_)) | None) | Err(_) => Err(CardError::Garbled {
            what: "the zone in the chip",
        }),
    }
}

fn person(details: EfDG11) -> ChipPerson {
    ChipPerson {
        name: details.name_of_holder,
        number: details.personal_number,
    }
}

/// The numbers of the data groups whose digests the security object holds (ICAO 9303-10 4.6.2).
fn named_groups(sod: &[u8]) -> Vec<u8> {
    let content = ber::down(sod, &[0x77, 0x30, 0xa0, 0x30, 0x30, 0xa0, 0x04]);
    let digests = content
        .and_then(|content| ber::find(content, 0x30))
        .and_then(|object| ber::all(object).filter(|part| part.tag == 0x30).nth(1));
    let numbers = digests.into_iter().flat_map(|list| ber::all(list.value));
    numbers
        .filter_map(|entry| ber::find(entry.value, 0x02)?.last().copied())
        .collect()
}
