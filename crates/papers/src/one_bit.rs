//! A picture of one bit a dot, packed as thermal printers take it (ESC/POS `GS v 0`).
//! Never knows a printer: bands, commands and cutting belong to the driver.

use std::fmt;

use crate::TypesetError;

/// Rows from the top, each padded to whole bytes, most significant bit leftmost, 1 is black.
#[derive(Clone, PartialEq, Eq)]
pub struct OneBit {
    width: u32,
    bits: Vec<u8>,
    notice: Option<TypesetError>,
}

/// Below this grey a dot is burnt; a little above the middle keeps thin strokes whole.
const BLACK_BELOW: u8 = 150;

impl OneBit {
    /// A picture of no rows.
    pub(crate) fn blank(width: u32, notice: Option<TypesetError>) -> Self {
        Self {
            width,
            bits: Vec::new(),
            notice,
        }
    }

    /// Adds the rows of a grey picture `width` pixels wide; what stands beyond our width is cut.
    pub(crate) fn append(&mut self, width: u32, grey: impl IntoIterator<Item = u8>) {
        let mut grey = grey.into_iter().peekable();
        while grey.peek().is_some() {
            let row_starts = self.bits.len();
            self.bits.resize(row_starts + self.row_bytes(), 0);
            for (x, shade) in grey.by_ref().take(width as usize).enumerate() {
                if shade < BLACK_BELOW && x < self.width as usize {
                    self.bits[row_starts + x / 8] |= 0x80 >> (x % 8);
                }
            }
        }
    }

    /// Dots in a row.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> u32 {
        u32::try_from(self.bits.len() / self.row_bytes()).unwrap_or(u32::MAX)
    }

    /// Bytes in a row: the width in whole bytes.
    #[must_use]
    pub fn row_bytes(&self) -> usize {
        (self.width as usize).div_ceil(8)
    }

    /// All rows, one after another.
    #[must_use]
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// What was wrong with an edited template, when the shipped ones had to stand in for it.
    #[must_use]
    pub fn notice(&self) -> Option<&TypesetError> {
        self.notice.as_ref()
    }

    /// Whether the dot is black; outside the picture nothing is.
    #[must_use]
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        let byte = y as usize * self.row_bytes() + x as usize / 8;
        x < self.width
            && self
                .bits
                .get(byte)
                .is_some_and(|bits| bits & (0x80 >> (x % 8)) != 0)
    }
}

impl fmt::Debug for OneBit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneBit({} x {})", self.width, self.height())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_padded_to_whole_bytes_and_start_at_the_left() {
        let mut picture = OneBit::blank(9, None);
        picture.append(
            9,
            [0, 255, 255, 255, 255, 255, 255, 255, 0]
                .into_iter()
                .chain([255; 9]),
        );
        assert_eq!(picture.bits(), [0x80, 0x80, 0, 0]);
        assert_eq!((picture.width(), picture.height()), (9, 2));
        assert!(picture.is_black(8, 0) && !picture.is_black(9, 0) && !picture.is_black(8, 1));
    }
}
