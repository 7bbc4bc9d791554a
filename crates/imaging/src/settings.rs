//! How pages are cleaned: what is kept, how fine, in which coding; and the three budgets of a profile.
//! Never a fact about a page: those are in its record.

use serde::{Deserialize, Serialize};

/// What of a page is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// What the page itself asks for.
    #[default]
    Judged,
    /// Black and white.
    Black,
    /// Black and white, and colour only where there is some.
    Mixed,
    /// Shades of grey: a copy with a photograph in it.
    Grey,
    /// Colours on whitened paper.
    Colour,
    /// The picture as it is, neither evened nor straightened.
    Photo,
}

/// The coding of black and white.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Black {
    /// JBIG2 (T.88), one lossless generic region.
    #[default]
    Jbig2,
    /// CCITT Group 4 (T.6), for whoever cannot read JBIG2.
    Group4,
}

/// How pages are cleaned. What an older profile does not say is as in [`Settings::office`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What is kept.
    pub keep: Keep,
    /// Whether a page that lies on its head or its side is turned, where that is plain.
    pub upright: bool,
    /// How black and white is coded.
    pub black: Black,
    /// Resolution of black and white; finer pages are reduced to it.
    pub text_dpi: u16,
    /// Resolution of grey, colour and of pictures on a page.
    pub tone_dpi: u16,
    /// Resolution of cards, whose letters are smaller than those of sheets.
    pub card_dpi: u16,
    /// Resolution of the colour that shines through the ink of stamps and signatures; their shape is as fine as text.
    pub ink_dpi: u16,
    /// Quality of JPEG, 1 to 100.
    pub jpeg_quality: u8,
    /// Inner cells without paper, in parts of a thousand, from which a page holds a picture.
    pub picture_from: u16,
    /// Blocks of coloured ink, in parts of a hundred thousand, from which colour is kept.
    pub colour_from: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self::office()
    }
}

impl Settings {
    /// The finest resolution at which anything is kept: finer pages are reduced while they are read.
    #[must_use]
    pub fn finest_dpi(&self) -> u16 {
        self.text_dpi.max(self.tone_dpi).max(self.card_dpi)
    }

    /// The fewest bytes: for a link of a few kilobits a second.
    #[must_use]
    pub fn village() -> Self {
        Self {
            text_dpi: 200,
            tone_dpi: 120,
            card_dpi: 200,
            ink_dpi: 50,
            jpeg_quality: 45,
            ..Self::office()
        }
    }

    /// What an office is used to; a photograph of 3 x 4 cm or the ring of a stamp decides what is kept.
    #[must_use]
    pub fn office() -> Self {
        Self {
            keep: Keep::Judged,
            upright: true,
            black: Black::Jbig2,
            text_dpi: 240,
            tone_dpi: 150,
            card_dpi: 300,
            ink_dpi: 75,
            jpeg_quality: 60,
            picture_from: 8,
            colour_from: 30,
        }
    }

    /// Fine enough for an expert: handwriting, seals and paper that may be disputed.
    #[must_use]
    pub fn evidence() -> Self {
        Self {
            text_dpi: 300,
            tone_dpi: 200,
            card_dpi: 300,
            ink_dpi: 100,
            jpeg_quality: 80,
            ..Self::office()
        }
    }
}
