//! Reads ESC/POS as a printer does: a stream of bytes becomes commands, commands become black dots on paper.
//!
//! Must never print letters: a slip that relied on them would look right here and wrong on other models.

use image::{GrayImage, Luma};

/// Longest paper strip, in rows: about two metres.
const LONGEST: usize = 16_000;
/// Rows of one line of text, by which `ESC d` feeds.
const LINE: usize = 30;

/// A command that matters for a slip.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// `DLE EOT n`: real-time status.
    AskNow(u8),
    /// `GS r n`: status in its turn.
    AskInTurn,
    /// `GS V`: the strip is cut off.
    Cut,
    /// Anything that only changes the paper, or nothing at all.
    Done,
}

/// The print head and the paper under it.
#[derive(Debug)]
pub(super) struct PrintHead {
    width: usize,
    pending: Vec<u8>,
    /// One byte a dot, 1 = black.
    paper: Vec<u8>,
}

impl PrintHead {
    pub(super) fn new(width_dots: u16) -> Self {
        Self {
            width: width_dots.into(),
            pending: Vec::new(),
            paper: Vec::new(),
        }
    }

    /// Takes bytes from the cable.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    /// Takes a real-time question from the end of what is pending: it is heard even while the printer stands still.
    pub(super) fn urgent(&mut self) -> Option<u8> {
        let [.., 0x10, 0x04, question @ 1..=4] = *self.pending.as_slice() else {
            return None;
        };
        self.pending.truncate(self.pending.len() - 3);
        Some(question)
    }

    /// Carries out the next whole command.
    pub(super) fn next(&mut self) -> Option<Command> {
        let (used, command) = match *self.pending.as_slice() {
            []
            | [0x10 | 0x1b | 0x1d]
            | [0x10, 0x04]
            | [0x1b, b'd']
            | [0x1d, b'V' | b'r']
            | [0x1d, b'V', b'A'..=b'h'] => {
                return None;
            }
            [0x10, 0x04, question, ..] => (3, Command::AskNow(question)),
            [0x1b, b'@', ..] => (2, Command::Done),
            [0x1b, b'd', lines, ..] => {
                self.feed(usize::from(lines) * LINE);
                (3, Command::Done)
            }
            [0x1d, b'r', _, ..] => (3, Command::AskInTurn),
            [0x1d, b'V', 0 | 1 | b'0' | b'1', ..] => (3, Command::Cut),
            [0x1d, b'V', _, lines, ..] => {
                self.feed(lines.into());
                (4, Command::Cut)
            }
            [0x1d, b'v', ..] => (self.raster()?, Command::Done),
            _ => (1, Command::Done),
        };
        self.pending.drain(..used);
        Some(command)
    }

    /// `GS v 0 m xL xH yL yH data`; returns the length of the command once it is whole.
    fn raster(&mut self) -> Option<usize> {
        let header: [u8; 8] = *self.pending.first_chunk()?;
        let row_bytes = usize::from(u16::from_le_bytes([header[4], header[5]]));
        let rows = usize::from(u16::from_le_bytes([header[6], header[7]]));
        let data = self.pending.get(8..8 + row_bytes * rows)?;
        for row in data
            .chunks_exact(row_bytes.max(1))
            .take(LONGEST.saturating_sub(self.paper.len() / self.width))
        {
            let dots = row
                .iter()
                .flat_map(|byte| (0..8).map(move |bit| byte >> (7 - bit) & 1));
            self.paper
                .extend(dots.chain(std::iter::repeat(0)).take(self.width));
        }
        Some(8 + row_bytes * rows)
    }

    fn feed(&mut self, rows: usize) {
        let whole = (self.paper.len() / self.width + rows).min(LONGEST);
        self.paper.resize(whole * self.width, 0);
    }

    /// Takes the strip off, as it hangs out of the printer.
    pub(super) fn tear_off(&mut self) -> GrayImage {
        let rows = self.paper.len() / self.width;
        let paper = std::mem::take(&mut self.paper);
        GrayImage::from_fn(self.width as u32, rows.max(1) as u32, |x, y| {
            let black = paper.get(y as usize * self.width + x as usize) == Some(&1);
            Luma([if black { 20 } else { 250 }])
        })
    }

    /// Whether anything was printed since the last cut.
    pub(super) fn is_blank(&self) -> bool {
        self.paper.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_raster_that_arrives_in_pieces_is_printed_once_it_is_whole() {
        let mut head = PrintHead::new(16);
        head.push(b"\x1b@\x1dv0\0\x02\0\x01\0\xf0");
        assert_eq!(head.next(), Some(Command::Done));
        assert_eq!(head.next(), None);
        head.push(b"\x0f\x1dVB\0");
        assert_eq!(
            (head.next(), head.next(), head.next()),
            (Some(Command::Done), Some(Command::Cut), None)
        );
        let strip = head.tear_off();
        let black: Vec<u32> = (0..16)
            .filter(|x| strip.get_pixel(*x, 0).0[0] < 128)
            .collect();
        assert_eq!(black, [0, 1, 2, 3, 12, 13, 14, 15]);
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let mut head = PrintHead::new(384);
            head.push(&bytes);
            let mut commands = 0;
            while head.next().is_some() {
                commands += 1;
            }
            prop_assert!(commands <= bytes.len());
        }
    }
}
