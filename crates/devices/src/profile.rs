//! What is peculiar to a model: data files with the reason beside each oddity.
//!
//! Must never hold code: a new model is a new file in `firmware-config/devices`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::sighting::DeviceKind;

/// The files that ship with the kit: key and text.
const SHIPPED: [(&str, &str); 13] = [
    (
        "elyctis-idbox-one",
        include_str!("../../../firmware-config/devices/elyctis-idbox-one.toml"),
    ),
    (
        "desko-serial",
        include_str!("../../../firmware-config/devices/desko-serial.toml"),
    ),
    (
        "honeywell-2d",
        include_str!("../../../firmware-config/devices/honeywell-2d.toml"),
    ),
    (
        "escl-mfp",
        include_str!("../../../firmware-config/devices/escl-mfp.toml"),
    ),
    (
        "acs-acr1252",
        include_str!("../../../firmware-config/devices/acs-acr1252.toml"),
    ),
    (
        "hid-omnikey-5422",
        include_str!("../../../firmware-config/devices/hid-omnikey-5422.toml"),
    ),
    (
        "identiv-utrust-3700",
        include_str!("../../../firmware-config/devices/identiv-utrust-3700.toml"),
    ),
    (
        "epson-ds-310",
        include_str!("../../../firmware-config/devices/epson-ds-310.toml"),
    ),
    (
        "fujitsu-ix500",
        include_str!("../../../firmware-config/devices/fujitsu-ix500.toml"),
    ),
    (
        "canon-p-215ii",
        include_str!("../../../firmware-config/devices/canon-p-215ii.toml"),
    ),
    (
        "gemalto-rte6701",
        include_str!("../../../firmware-config/devices/gemalto-rte6701.toml"),
    ),
    (
        "epson-tm-t20",
        include_str!("../../../firmware-config/devices/epson-tm-t20.toml"),
    ),
    (
        "generic-58mm",
        include_str!("../../../firmware-config/devices/generic-58mm.toml"),
    ),
];

/// One model, or a family that behaves alike.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceProfile {
    /// What is printed on its label.
    pub model: String,
    /// What it is.
    pub kind: DeviceKind,
    /// USB ids by which udev knows it; empty for network devices and for models without an id of their own.
    #[serde(default)]
    pub usb: Vec<UsbId>,
    /// For readers: how a reading ends.
    #[serde(default)]
    pub framing: Option<Framing>,
    /// For slip printers: width, cutter, answers.
    #[serde(default)]
    pub slip: Option<SlipQuirks>,
}

/// The profile file is not one.
#[derive(Debug, Error)]
#[error("device profile: {0}")]
pub struct ProfileError(#[from] toml::de::Error);

impl FromStr for DeviceProfile {
    type Err = ProfileError;

    fn from_str(text: &str) -> Result<Self, ProfileError> {
        Ok(toml::from_str(text)?)
    }
}

impl DeviceProfile {
    /// The shipped profile of this key (the file's name without `.toml`).
    #[must_use]
    pub fn shipped(key: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(name, _)| *name == key)?;
        text.parse().ok()
    }

    /// The keys of all shipped profiles.
    pub fn shipped_keys() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(key, _)| *key)
    }
}

/// Vendor and product of a USB device, written `04b8:0e15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct UsbId {
    /// Vendor.
    pub vendor: u16,
    /// Product.
    pub product: u16,
}

impl TryFrom<String> for UsbId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hex = |part: &str| {
            (part.len() == 4)
                .then(|| u16::from_str_radix(part, 16).ok())
                .flatten()
        };
        let (vendor, product) = text
            .split_once(':')
            .ok_or("a USB id is written vvvv:pppp")?;
        match (hex(vendor), hex(product)) {
            (Some(vendor), Some(product)) => Ok(Self { vendor, product }),
            _ => Err("a USB id is written vvvv:pppp"),
        }
    }
}

impl fmt::Display for UsbId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04x}:{:04x}", self.vendor, self.product)
    }
}

/// How a serial reader speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Framing {
    /// Line speed; meaningless for USB, real for RS-232.
    pub baud: u32,
    /// What ends a reading.
    pub ends_with: FrameEnd,
    /// Silence after which a reading is over in any case, milliseconds.
    pub idle_gap_ms: u16,
    /// Bytes that arm the reader, sent on opening and after every reading, in hexadecimal; empty for readers that are always armed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub arm: String,
}

impl Default for Framing {
    fn default() -> Self {
        Self {
            baud: 9600,
            ends_with: FrameEnd::Gap,
            idle_gap_ms: 200,
            arm: String::new(),
        }
    }
}

/// What ends a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameEnd {
    /// Silence only.
    Gap,
    /// The control character ETX (0x03).
    Etx,
    /// A tag byte and a two-byte big-endian length come first.
    Length,
    /// A block: a header, STX and a flag, lines, ETX and a check byte. Short lines are filled with `_`, absent ones empty.
    Block,
}

/// How a slip printer differs from its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SlipQuirks {
    /// Dots of the print line: 384 on 58 mm paper, 576 on 80 mm.
    pub width_dots: u16,
    /// Whether it answers status questions.
    pub two_way: bool,
    /// Whether it has a cutter.
    pub cuts: bool,
    /// Rows of one raster command: small buffers want few.
    pub band_rows: u16,
    /// Line speed for RS-232.
    pub baud: u32,
}

impl Default for SlipQuirks {
    fn default() -> Self {
        Self {
            width_dots: 384,
            two_way: true,
            cuts: true,
            band_rows: 128,
            baud: 115_200,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_profile_parses_and_says_how_its_kind_behaves() {
        for key in DeviceProfile::shipped_keys() {
            let profile = DeviceProfile::shipped(key);
            assert!(profile.is_some(), "{key} does not parse");
            if let Some(profile) = profile {
                assert_eq!(
                    profile.framing.is_some(),
                    profile.kind == DeviceKind::IdReader,
                    "{key}"
                );
                assert_eq!(
                    profile.slip.is_some(),
                    profile.kind == DeviceKind::Slip,
                    "{key}"
                );
            }
        }
    }
}
