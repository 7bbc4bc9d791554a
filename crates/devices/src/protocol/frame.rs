//! Serial readers: bytes into frames, frames into readings.
//!
//! Must never accept a machine readable zone whose check digits disagree (ICAO 9303-3 4.9), nor keep more than 4 KiB.

use std::mem;

use crate::{
    error::DeviceError,
    id_reader::{BarcodeReading, MrzReading, Reading, Symbology},
    profile::FrameEnd,
};

/// Longest frame: the largest QR code holds less than 3 KiB.
const CAP: usize = 4096;
/// Control characters that matter; all others below 0x20 are noise.
const STX: u8 = 0x02;
const ETX: u8 = 0x03;
/// Tag and length in front of the data, [`FrameEnd::Length`].
const HEADER: usize = 3;

/// Gathers the bytes of one frame.
#[derive(Debug)]
pub(crate) struct Framer {
    ends_with: FrameEnd,
    bytes: Vec<u8>,
    overrun: bool,
}

impl Framer {
    pub(crate) fn new(ends_with: FrameEnd) -> Self {
        Self {
            ends_with,
            bytes: Vec::new(),
            overrun: false,
        }
    }

    /// Whether a frame has begun.
    pub(crate) fn has_begun(&self) -> bool {
        self.overrun || !self.bytes.is_empty()
    }

    /// Whether it has grown beyond any real frame.
    pub(crate) fn is_overrun(&self) -> bool {
        self.overrun
    }

    /// Takes bytes from the cable; says whether they ended the frame.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> bool {
        let room = CAP.saturating_sub(self.bytes.len());
        self.overrun |= bytes.len() > room;
        self.bytes.extend(bytes.iter().take(room));
        match self.ends_with {
            FrameEnd::Gap => false,
            FrameEnd::Etx => bytes.contains(&ETX),
            // The check byte follows ETX and may have any value, ETX too.
            FrameEnd::Block => {
                let end = self.bytes.iter().position(|byte| *byte == ETX);
                end.is_some_and(|end| self.bytes.len() > end + 1)
            }
            FrameEnd::Length => self
                .bytes
                .first_chunk()
                .is_some_and(|header| self.bytes.len() >= whole(*header)),
        }
    }

    /// Ends the frame and tells what it says; `None` when it holds nothing but control characters.
    pub(crate) fn finish(&mut self) -> Result<Option<Reading>, DeviceError> {
        let bytes = mem::take(&mut self.bytes);
        if mem::take(&mut self.overrun) {
            return Err(DeviceError::Garbled {
                what: "a frame without an end",
            });
        }
        let data = match (self.ends_with, bytes.first_chunk()) {
            (FrameEnd::Length, Some(header)) => {
                bytes
                    .get(HEADER..whole(*header))
                    .ok_or(DeviceError::Garbled {
                        what: "a frame shorter than it says",
                    })?
            }
            (FrameEnd::Length, None) => {
                return Err(DeviceError::Garbled {
                    what: "a frame shorter than it says",
                });
            }
            (FrameEnd::Block, _) => return reading(&block(&bytes)?),
            (FrameEnd::Gap | FrameEnd::Etx, _) => &bytes,
        };
        reading(data)
    }
}

/// The lines of a block without its header, flag and check byte, as they are printed.
fn block(bytes: &[u8]) -> Result<Vec<u8>, DeviceError> {
    let begin = bytes.iter().position(|byte| *byte == STX);
    let lines = begin
        .and_then(|begin| bytes.get(begin + 2..))
        .unwrap_or_default();
    let end = lines.iter().position(|byte| *byte == ETX);
    let lines = end
        .and_then(|end| lines.get(..end))
        .ok_or(DeviceError::Garbled {
            what: "a block without its beginning or end",
        })?;
    let filler = |byte: &u8| if *byte == b'_' { b'<' } else { *byte };
    Ok(lines.iter().map(filler).collect())
}

/// Length of a whole frame by its header: tag, then a big-endian length.
fn whole([_tag, high, low]: [u8; HEADER]) -> usize {
    HEADER + usize::from(u16::from_be_bytes([high, low]))
}

/// Tells a frame's content: a machine readable zone by its shape and check digits, anything else printable is a barcode.
pub(crate) fn reading(frame: &[u8]) -> Result<Option<Reading>, DeviceError> {
    let text = str::from_utf8(frame).map_err(|_cause| DeviceError::Garbled {
        what: "a frame that is not text",
    })?;
    let lines: Vec<String> = text
        .split(['\r', '\n'])
        .map(|line| line.chars().filter(|c| !c.is_control()).collect::<String>())
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.is_empty() {
        return Ok(None);
    }
    match zone(&lines) {
        Some(lines) if checks_agree(&lines) => Ok(Some(Reading::Mrz(MrzReading { lines }))),
        Some(_) => Err(DeviceError::Garbled {
            what: "check digits of the machine readable zone disagree",
        }),
        None => {
            let text = lines.join("\n");
            let (symbology, text) = symbology(&text);
            Ok(Some(Reading::Barcode(BarcodeReading {
                text: text.to_owned(),
                symbology,
            })))
        }
    }
}

/// Takes the symbology identifier off, where the reader sends one: `]`, a letter and a modifier (ISO/IEC 15424).
fn symbology(text: &str) -> (Option<Symbology>, &str) {
    let known = text.strip_prefix(']').and_then(|rest| {
        let kind = match rest.chars().next()? {
            'Q' => Symbology::Qr,
            'd' => Symbology::DataMatrix,
            'L' => Symbology::Pdf417,
            'z' => Symbology::Aztec,
            letter if letter.is_ascii_alphabetic() => Symbology::Linear,
            _ => return None,
        };
        let modifier = rest.as_bytes().get(1)?;
        (modifier.is_ascii_digit() || modifier.is_ascii_uppercase())
            .then_some((kind, rest.get(2..)?))
    });
    match known {
        Some((kind, rest)) => (Some(kind), rest),
        None => (None, text),
    }
}

/// The lines, if they are shaped like a zone (ICAO 9303-5, -6, -4). Some readers send all lines as one.
fn zone(lines: &[String]) -> Option<Vec<String>> {
    let all: String = lines.iter().flat_map(|line| line.trim().chars()).collect();
    let (count, width) = match all.len() {
        90 => (3, 30),
        72 => (2, 36),
        88 => (2, 44),
        _ => return None,
    };
    let zone_letters = |c: u8| c == b'<' || c.is_ascii_uppercase() || c.is_ascii_digit();
    let split_as_printed = lines.len() == 1 || lines.len() == count;
    if !split_as_printed || !all.bytes().all(zone_letters) || !all.contains("<<") {
        return None;
    }
    let line = |index: usize| {
        all.get(index * width..(index + 1) * width)
            .map(str::to_owned)
    };
    (0..count).map(line).collect()
}

fn checks_agree(lines: &[String]) -> bool {
    let parsed = match lines {
        [one, two, three] => mrz::parse_td1(one, two, three),
        [one, two] if one.len() == 36 => mrz::parse_td2(one, two),
        [one, two] => mrz::parse_td3(one, two),
        _ => return false,
    };
    parsed.is_ok_and(|zone| zone.valid())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use proptest::prelude::*;

    use super::*;

    const TD3: [&str; 2] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];
    const TD1: [&str; 3] = [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ];

    fn lines(frame: &[u8]) -> Vec<String> {
        match reading(frame) {
            Ok(Some(Reading::Mrz(zone))) => zone.lines,
            other => panic!("no zone but {other:?}"),
        }
    }

    #[test]
    fn a_zone_is_known_in_every_framing_that_readers_use() {
        assert_eq!(
            lines(format!("\x02{}\r{}\r{}\r\x03", TD1[0], TD1[1], TD1[2]).as_bytes()),
            TD1
        );
        assert_eq!(
            lines(format!("{}\r\n{}\r\n", TD3[0], TD3[1]).as_bytes()),
            TD3
        );
        assert_eq!(lines(TD1.concat().as_bytes()), TD1);
        let mut framer = Framer::new(FrameEnd::Length);
        assert!(!framer.push(b"I\0"));
        assert!(framer.push(&[&[90], TD1.concat().as_bytes()].concat()));
        assert!(matches!(framer.finish(), Ok(Some(Reading::Mrz(_)))));
        let mut framer = Framer::new(FrameEnd::Block);
        let passport = format!(
            "\x01\x60OU\x02F\r{}\r{}\r\x03",
            TD3[0].replace('<', "_"),
            TD3[1]
        );
        assert!(!framer.push(passport.as_bytes()));
        assert!(framer.push(&[ETX]));
        assert!(matches!(framer.finish(), Ok(Some(Reading::Mrz(zone))) if zone.lines == TD3));
    }

    #[test]
    fn a_zone_with_one_wrong_digit_is_garbled_and_not_a_barcode() {
        let wrong = format!("{}\r\n{}", TD3[0], TD3[1].replace("740812", "740813"));
        assert!(matches!(
            reading(wrong.as_bytes()),
            Err(DeviceError::Garbled { .. })
        ));
    }

    #[test]
    fn a_slip_code_is_a_barcode_and_control_characters_alone_are_nothing() {
        let slip = reading(b"\x02VALIZA-7K3F-92QX-1\r\n").unwrap();
        assert_eq!(
            slip,
            Some(Reading::Barcode(BarcodeReading {
                text: "VALIZA-7K3F-92QX-1".into(),
                symbology: None,
            }))
        );
        assert_eq!(reading(b"\x02\r\n\x03"), Ok(None));
    }

    #[test]
    fn an_identifier_of_the_symbology_is_told_apart_from_the_code() {
        for (frame, kind, text) in [
            (
                "]Q1https://diia.app/documents/share/1",
                Some(Symbology::Qr),
                "https://diia.app/documents/share/1",
            ),
            ("]C0482000123456", Some(Symbology::Linear), "482000123456"),
            ("]d2ABC", Some(Symbology::DataMatrix), "ABC"),
            ("]?no identifier", None, "]?no identifier"),
            ("]Q", None, "]Q"),
        ] {
            let Some(Reading::Barcode(code)) = reading(frame.as_bytes()).unwrap() else {
                panic!("{frame} is a code");
            };
            assert_eq!((code.symbology, code.text.as_str()), (kind, text));
        }
    }

    #[test]
    fn a_frame_without_end_is_dropped_at_four_kibibytes() {
        let mut framer = Framer::new(FrameEnd::Gap);
        for _ in 0..100 {
            assert!(!framer.push(&[b'A'; 100]));
        }
        assert!(matches!(framer.finish(), Err(DeviceError::Garbled { .. })));
        assert!(!framer.has_begun());
    }

    proptest! {
        #[test]
        fn hostile_frames_never_panic_and_never_yield_control_characters(
            bytes in proptest::collection::vec(any::<u8>(), 0..6000),
            ends_with in prop_oneof![Just(FrameEnd::Gap), Just(FrameEnd::Etx), Just(FrameEnd::Length), Just(FrameEnd::Block)],
        ) {
            let mut framer = Framer::new(ends_with);
            framer.push(&bytes);
            if let Ok(Some(Reading::Barcode(code))) = framer.finish() {
                prop_assert!(code.text.chars().all(|c| c == '\n' || !c.is_control()));
            }
        }
    }
}
