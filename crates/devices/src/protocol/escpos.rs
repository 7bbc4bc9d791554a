//! ESC/POS: the seven commands that a slip needs, and the status bytes (Epson ESC/POS Application Programming Guide).
//!
//! Must never use the printer's own letters or code pages.

use crate::{error::DeviceError, slip::Raster};

/// `ESC @`: forget whatever an earlier job left behind.
pub(crate) const INITIALISE: &[u8] = b"\x1b@";
/// `DLE EOT 2`: why is it off line? Answered at once, even with the cover open.
pub(crate) const ASK_OFFLINE: &[u8] = b"\x10\x04\x02";
/// `DLE EOT 4`: is there paper?
pub(crate) const ASK_PAPER: &[u8] = b"\x10\x04\x04";
/// `GS r 1`: paper sensor, answered in its turn, so the answer means that all before it is printed.
pub(crate) const ASK_WHEN_DONE: &[u8] = b"\x1dr\x01";
/// `GS V 66 0`: feed to the cutter and cut.
pub(crate) const CUT: &[u8] = b"\x1dVB\0";
/// `ESC d 5`: five lines, so that a printer without a cutter shows the end of the slip.
pub(crate) const FEED: &[u8] = b"\x1bd\x05";

/// `GS v 0`: the raster, centred on a line of `width_dots`, in bands of at most `band_rows` rows.
pub(crate) fn bands(raster: &Raster, width_dots: u16, band_rows: u16) -> Vec<Vec<u8>> {
    let row_bytes = raster.width() / 8;
    let margin = width_dots.saturating_sub(raster.width()) / 16;
    let rows: Vec<&[u8]> = raster.rows().collect();
    let band = |rows: &[&[u8]]| {
        let [width_low, width_high] = (margin + row_bytes).to_le_bytes();
        let [rows_low, rows_high] = u16::try_from(rows.len()).unwrap_or(u16::MAX).to_le_bytes();
        let mut bytes = vec![
            0x1d, b'v', b'0', 0, width_low, width_high, rows_low, rows_high,
        ];
        for row in rows {
            bytes.extend(std::iter::repeat_n(0, usize::from(margin)));
            bytes.extend_from_slice(row);
        }
        bytes
    };
    rows.chunks(usize::from(band_rows.max(1)))
        .map(band)
        .collect()
}

/// Whether a byte is an answer to `DLE EOT`: bits 1 and 4 set, 0 and 7 clear.
pub(crate) fn is_realtime(byte: u8) -> bool {
    byte & 0x93 == 0x12
}

/// What the answer to [`ASK_OFFLINE`] says.
pub(crate) fn offline(byte: u8) -> Result<(), DeviceError> {
    match byte {
        _ if byte & 0x04 != 0 => Err(DeviceError::CoverOpen),
        _ if byte & 0x20 != 0 => Err(DeviceError::NoPaper),
        _ if byte & 0x40 != 0 => Err(DeviceError::Refused {
            what: "the printer reports a fault",
        }),
        _ => Ok(()),
    }
}

/// What the answer to [`ASK_PAPER`] says; "near the end" is still enough for a slip.
pub(crate) fn paper(byte: u8) -> Result<(), DeviceError> {
    if byte & 0x60 != 0 {
        Err(DeviceError::NoPaper)
    } else {
        Ok(())
    }
}

/// What the answer to [`ASK_WHEN_DONE`] says.
pub(crate) fn done(byte: u8) -> Result<(), DeviceError> {
    if byte & 0x0c != 0 {
        Err(DeviceError::NoPaper)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn a_narrow_raster_is_centred_and_cut_into_bands() {
        let raster = Raster::new(16, 3, vec![0xff; 6]).unwrap();
        let bands = bands(&raster, 48, 2);
        assert_eq!(
            bands[0],
            [
                0x1d, b'v', b'0', 0, 4, 0, 2, 0, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff
            ]
        );
        assert_eq!(
            bands[1],
            [0x1d, b'v', b'0', 0, 4, 0, 1, 0, 0, 0, 0xff, 0xff]
        );
    }

    #[test]
    fn status_bytes_say_cover_and_paper() {
        assert!(is_realtime(0x12) && !is_realtime(0x11) && !is_realtime(0x92));
        assert_eq!(offline(0x12 | 0x04), Err(DeviceError::CoverOpen));
        assert_eq!(offline(0x12 | 0x20), Err(DeviceError::NoPaper));
        assert_eq!(
            (paper(0x12), paper(0x72)),
            (Ok(()), Err(DeviceError::NoPaper))
        );
        assert_eq!(
            (done(0x00), done(0x0c)),
            (Ok(()), Err(DeviceError::NoPaper))
        );
    }
}
