//! The chip itself: its files, who may read them, and where the conversation stands (ISO 7816-4, ICAO 9303-11).
//!
//! Must never show a file to whoever has not proven the key, whatever fault is set.

use std::collections::BTreeMap;

use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use sha1::{Digest as _, Sha1};

use super::{
    CardFault, CardPlan,
    authority::{self, TestAuthority},
    messaging::{Session, Strength, Way, derive, padded, retail_mac, tdes},
    pace::{Answer, CardCurve, Pace},
};
use crate::protocol::ber::{self, tlv};

const CARD_ACCESS: u16 = 0x011c;
const SECURITY_OBJECT: u16 = 0x011d;
const APPLICATION: [u8; 7] = [0xa0, 0, 0, 2, 0x47, 0x10, 1];
/// Longest piece of a file in one answer.
const PIECE: usize = 0xdf0;

/// The chip: its files, and where the conversation stands.
#[derive(Debug)]
pub(super) struct Chip {
    files: BTreeMap<u16, Vec<u8>>,
    can: String,
    /// The secret in the zone: SHA-1 of number, birth and expiry with their check digits.
    zone_secret: [u8; 20],
    curve: Option<CardCurve>,
    key: SigningKey,
    session: Option<Session>,
    pace: Option<Pace>,
    challenge: Option<[u8; 8]>,
    selected: u16,
    in_application: bool,
}

type Said = (Vec<u8>, [u8; 2]);

fn word(word: u16) -> Said {
    (Vec::new(), word.to_be_bytes())
}

fn fine(data: Vec<u8>) -> Said {
    (data, [0x90, 0])
}

impl Chip {
    pub(super) fn personalise(plan: &CardPlan, authority: &TestAuthority) -> Self {
        let key = authority::key();
        let [first, second, _] = &plan.lines;
        let secret = [
            first.get(5..15).unwrap_or_default(),
            second.get(0..7).unwrap_or_default(),
            second.get(8..15).unwrap_or_default(),
        ];
        let zone = tlv(0x61, &tlv(0x5f1f, plan.lines.concat().as_bytes()));
        let details = [
            tlv(0x5c, &[0x5f, 0x0e, 0x5f, 0x10]),
            tlv(0x5f0e, plan.name.as_bytes()),
            tlv(0x5f10, plan.number.as_bytes()),
        ];
        let details = tlv(0x6b, &details.concat());
        let public = tlv(0x6f, &authority::public(&key));
        let object = authority.sign(&[(1, &zone), (11, &details), (15, &public)]);
        let mut files = BTreeMap::from([
            (0x0101, zone),
            (0x010b, details),
            (0x010f, public),
            (SECURITY_OBJECT, object),
        ]);
        files.extend(plan.curve.map(|curve| (CARD_ACCESS, curve.announcement())));
        Self {
            files,
            can: plan.can.clone(),
            zone_secret: Sha1::digest(secret.concat()).into(),
            curve: plan.curve,
            key,
            session: None,
            pace: None,
            challenge: None,
            selected: 0,
            in_application: false,
        }
    }

    pub(super) fn reset(&mut self) {
        self.session = None;
        self.pace = None;
        self.challenge = None;
        self.selected = 0;
        self.in_application = false;
    }

    /// Answers one command, under the fault that is set.
    pub(super) fn answer(&mut self, command: &[u8], fault: CardFault) -> Vec<u8> {
        let Some((header, body)) = command.split_first_chunk::<4>() else {
            return vec![0x67, 0];
        };
        let Some((data, wanted)) = split(body) else {
            return vec![0x67, 0];
        };
        let secured = header[0] & 0x0c == 0x0c;
        if !secured {
            // A plain command ends the session (ICAO 9303-11 9.8.2).
            self.session = None;
            let (data, word) = self.obey(*header, data, wanted, fault);
            return [data, word.to_vec()].concat();
        }
        let Some(mut session) = self.session.take() else {
            return vec![0x69, 0x82];
        };
        let Some(unwrapped) = session.unwrap(header, data) else {
            return vec![0x69, 0x88];
        };
        // While it obeys a secured command the session counts as open.
        self.session = Some(session);
        let said = self.obey(*header, &unwrapped.data, unwrapped.wanted, fault);
        match &mut self.session {
            Some(session) => session.wrap(header[1], &said.0, said.1),
            None => vec![0x69, 0x88],
        }
    }

    fn obey(&mut self, header: [u8; 4], data: &[u8], wanted: usize, fault: CardFault) -> Said {
        let [_class, instruction, first, second] = header;
        match instruction {
            0xa4 => self.select(first, data),
            0xb0 | 0xb1 => self.read(header, data, wanted, fault),
            0x84 => {
                let challenge = rand::random();
                self.challenge = Some(challenge);
                fine(challenge.to_vec())
            }
            0x82 => self.basic_access(data),
            0x22 if (first, second) == (0xc1, 0xa4) => self.choose(data),
            0x86 => self.pace_step(data),
            0x88 if self.session.is_some() => {
                let stranger = (fault == CardFault::Copied).then(authority::key);
                let key = stranger.as_ref().unwrap_or(&self.key);
                let proof: Signature = key.sign(data);
                fine(proof.to_bytes().to_vec())
            }
            0x88 => word(0x6982),
            _ => word(0x6d00),
        }
    }

    fn select(&mut self, by: u8, data: &[u8]) -> Said {
        match (by, data) {
            (4, name) if name == APPLICATION => {
                self.in_application = true;
                self.selected = 0;
                fine(Vec::new())
            }
            (0, [] | [0x3f, 0]) => {
                self.in_application = false;
                self.selected = 0;
                fine(Vec::new())
            }
            (_, [high, low]) if self.files.contains_key(&u16::from_be_bytes([*high, *low])) => {
                self.selected = u16::from_be_bytes([*high, *low]);
                fine(Vec::new())
            }
            _ => word(0x6a82),
        }
    }

    fn read(&mut self, header: [u8; 4], data: &[u8], wanted: usize, fault: CardFault) -> Said {
        let [_, instruction, first, second] = header;
        let offset = match (instruction, first) {
            (0xb0, short) if short & 0x80 != 0 => {
                self.selected = 0x0100 | u16::from(short & 0x1f);
                usize::from(second)
            }
            (0xb0, _) => usize::from(u16::from_be_bytes([first, second])),
            _ => {
                let digits = ber::find(data, 0x54).unwrap_or_default();
                digits
                    .iter()
                    .fold(0, |sum, digit| sum << 8 | usize::from(*digit))
            }
        };
        let Some(file) = self.files.get(&self.selected) else {
            return word(0x6a82);
        };
        if self.session.is_none() && self.selected != CARD_ACCESS {
            return word(0x6982);
        }
        let mut file = file.clone();
        let is_open = self.selected == CARD_ACCESS;
        if fault == CardFault::Endless && !is_open {
            let tag = file.first().copied().unwrap_or_default();
            file = [&[tag, 0x84, 0xff, 0xff, 0xff, 0xff], file.as_slice()].concat();
        }
        if fault == CardFault::ShortReads && !is_open {
            file.truncate(file.len() / 2);
        }
        if fault == CardFault::Altered && self.selected == 0x0101 {
            // A filler behind the name: no check digit covers it, only the signature does.
            if let Some(last) = file.last_mut() {
                *last = b'X';
            }
        }
        match file.get(offset..) {
            None if fault == CardFault::ShortReads => fine(Vec::new()),
            None => word(0x6b00),
            Some(rest) => {
                let piece = rest.get(..wanted.min(PIECE)).unwrap_or(rest).to_vec();
                fine(if instruction == 0xb1 {
                    tlv(0x53, &piece)
                } else {
                    piece
                })
            }
        }
    }

    /// EXTERNAL AUTHENTICATE of Basic Access Control (ICAO 9303-11 4.3).
    fn basic_access(&mut self, data: &[u8]) -> Said {
        let (Some(challenge), Some((secret, seal))) =
            (self.challenge.take(), data.split_at_checked(32))
        else {
            return word(0x6700);
        };
        let seed = self.zone_secret.get(..16).unwrap_or_default();
        let (cipher, mac) = (
            derive(seed, 1, Strength::Des),
            derive(seed, 2, Strength::Des),
        );
        let told = tdes(&cipher, secret, Way::Open);
        let (Some(theirs), Some(mine), Some(key)) =
            (told.get(..8), told.get(8..16), told.get(16..32))
        else {
            return word(0x6300);
        };
        if retail_mac(&mac, &padded(secret, 8)) != seal || mine != challenge {
            return word(0x6300);
        }
        let own: [u8; 16] = rand::random();
        let answer = tdes(&cipher, &[&challenge, theirs, &own].concat(), Way::Close);
        let proof = retail_mac(&mac, &padded(&answer, 8));
        let shared: Vec<u8> = own
            .iter()
            .zip(key)
            .map(|(own, theirs)| own ^ theirs)
            .collect();
        let count = [&challenge[4..], theirs.get(4..).unwrap_or_default()].concat();
        let counter = count
            .iter()
            .fold(0, |sum: u128, digit| sum << 8 | u128::from(*digit));
        self.session = Some(Session::new(&shared, Strength::Des, counter));
        fine([answer, proof].concat())
    }

    fn choose(&mut self, data: &[u8]) -> Said {
        let password: &[u8] = match ber::find(data, 0x83) {
            Some([1]) => &self.zone_secret,
            Some([2]) => self.can.as_bytes(),
            _ => return word(0x6a88),
        };
        self.pace = self
            .curve
            .and_then(|curve| Pace::choose(curve, data, password));
        match self.pace {
            Some(_) => fine(Vec::new()),
            None => word(0x6a80),
        }
    }

    fn pace_step(&mut self, data: &[u8]) -> Said {
        let Some(mut pace) = self.pace.take() else {
            return word(0x6985);
        };
        match pace.step(data) {
            Answer::Go(answer) => {
                self.pace = Some(pace);
                fine(answer)
            }
            Answer::Done(answer, session) => {
                self.session = Some(session);
                fine(answer)
            }
            Answer::Refused => word(0x6300),
            Answer::Nonsense => word(0x6a80),
        }
    }
}

/// Data and wanted length of a command (ISO 7816-4 5.2), short or extended.
fn split(body: &[u8]) -> Option<(&[u8], usize)> {
    let long = |length: &[u8]| match length
        .iter()
        .fold(0, |sum, digit| sum << 8 | usize::from(*digit))
    {
        0 => 65_536,
        length => length,
    };
    Some(match body {
        [] => (&[], 0),
        [0] => (&[], 256),
        [wanted] => (&[], usize::from(*wanted)),
        [0, high, low] => (&[], long(&[*high, *low])),
        [0, high, low, rest @ ..] => {
            let (data, tail) = rest.split_at_checked(u16::from_be_bytes([*high, *low]).into())?;
            (data, if tail.is_empty() { 0 } else { long(tail) })
        }
        [length, rest @ ..] => {
            let (data, tail) = rest.split_at_checked((*length).into())?;
            let wanted = match tail {
                [] => 0,
                [0] => 256,
                [wanted, ..] => usize::from(*wanted),
            };
            (data, wanted)
        }
    })
}
