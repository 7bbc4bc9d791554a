//! The device list of one kit: which devices there are and where, in one TOML file.
//!
//! Must never be written by hand twice: the same types read and write it, unknown keys are refused.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    import::ImportLimits,
    profile::{DeviceProfile, Framing, SlipQuirks},
};

/// The devices of one kit. A missing section means that the kit has no such device.
///
/// ```
/// let kit: devices::DeviceConfig = r#"
///     [scanner]
///     escl = "http://192.168.1.20/eSCL"
///     [id_reader]
///     serial = "/dev/valiza-reader"
///     profile = "elyctis-idbox-one"
///     [card]
///     slots = "pcsc"
///     [printer]
///     cups = "Office"
///     [slip]
///     serial = "/dev/valiza-slip"
///     profile = "epson-tm-t20"
/// "#.parse()?;
/// assert!(kit.import.is_none());
/// # Ok::<(), devices::ConfigError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceConfig {
    /// Document scanner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanner: Option<ScannerConfig>,
    /// Reader of machine readable zones and barcodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_reader: Option<IdReaderConfig>,
    /// Reader of chip cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardConfig>,
    /// Office printer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printer: Option<PrinterLink>,
    /// Slip printer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slip: Option<SlipConfig>,
    /// Folder or stick to import files from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportConfig>,
}

/// `[scanner]`: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScannerConfig {
    /// `escl = "http://host[:port]/eSCL"`: root of the scanner's own service.
    Escl(String),
    /// `sane = { device = "epsonds:..." }`: a driver of the system, by its program `scanimage`.
    Sane(SaneConfig),
}

/// `[scanner] sane = { .. }`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaneConfig {
    /// The device as `scanimage -L` names it.
    pub device: String,
    /// What this driver wants in addition, as `--option=value`; the reason belongs beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// A folder with configuration of the drivers in place of the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drivers: Option<PathBuf>,
}

/// `[id_reader]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdReaderConfig {
    /// Device path, such as `/dev/valiza-reader`.
    pub serial: PathBuf,
    /// Key of a shipped profile; `framing` wins over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// How the reader marks the end of a reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framing: Option<Framing>,
}

/// `[card]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardConfig {
    /// Where cards are put.
    pub slots: CardSlots,
    /// Folder with the certificates of authorities that sign documents (CSCA, DER) and their revocation lists. Without
    /// it a card's data can be found intact, but nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorities: Option<PathBuf>,
}

/// Where cards are put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardSlots {
    /// `slots = "pcsc"`: every slot that the system's card service knows.
    Pcsc,
    /// `slots = { virtual = [35963] }`: virtual slots at these ports of this machine.
    Virtual(Vec<u16>),
}

/// `[printer]`: exactly one of the three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterLink {
    /// `ipp = "http://host:631/ipp/print"` (also `ipp://`): the printer itself.
    Ipp(String),
    /// `cups = "Queue"`: a queue of the local print system, by `lp`.
    Cups(String),
    /// `folder = "/path"`: PDF files into a folder.
    Folder(PathBuf),
}

/// `[slip]`: a link (`serial` or `tcp`) and the model's quirks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSlip", into = "RawSlip")]
pub struct SlipConfig {
    /// How it is connected.
    pub link: SlipLink,
    /// Key of a shipped profile; `quirks` wins over it.
    pub profile: Option<String>,
    /// Width, cutter, answers.
    pub quirks: Option<SlipQuirks>,
}

/// How a slip printer is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipLink {
    /// A device path, such as `/dev/valiza-slip`.
    Serial(PathBuf),
    /// `host:port`, usually port 9100.
    Tcp(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlip {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    serial: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tcp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quirks: Option<SlipQuirks>,
}

impl TryFrom<RawSlip> for SlipConfig {
    type Error = &'static str;

    fn try_from(raw: RawSlip) -> Result<Self, Self::Error> {
        let link = match (raw.serial, raw.tcp) {
            (Some(path), None) => SlipLink::Serial(path),
            (None, Some(address)) => SlipLink::Tcp(address),
            _ => return Err("[slip] wants exactly one of `serial` and `tcp`"),
        };
        Ok(Self {
            link,
            profile: raw.profile,
            quirks: raw.quirks,
        })
    }
}

impl From<SlipConfig> for RawSlip {
    fn from(slip: SlipConfig) -> Self {
        let (serial, tcp) = match slip.link {
            SlipLink::Serial(path) => (Some(path), None),
            SlipLink::Tcp(address) => (None, Some(address)),
        };
        Self {
            serial,
            tcp,
            profile: slip.profile,
            quirks: slip.quirks,
        }
    }
}

/// `[import]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportConfig {
    /// The folder, or the place where sticks are mounted.
    pub folder: PathBuf,
    /// What is taken from it.
    #[serde(default)]
    pub limits: ImportLimits,
}

/// The device list cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read or written.
    #[error("device list: {0}")]
    File(#[from] io::Error),
    /// Not the TOML that is expected.
    #[error("device list: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A section names a profile that is not shipped, or one of another kind.
    #[error("device list: no profile `{name}` for this kind of device")]
    UnknownProfile {
        /// The name in the file.
        name: String,
    },
    /// A part of the program that was left out when it was built.
    #[error("device list: this program was built without `{what}`")]
    NotBuiltIn {
        /// The part.
        what: &'static str,
    },
    /// An address that is not one.
    #[error("device list: `{address}` is not an http or ipp address")]
    Address {
        /// The text in the file.
        address: String,
    },
}

impl std::str::FromStr for DeviceConfig {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        Ok(toml::from_str(text)?)
    }
}

impl DeviceConfig {
    /// Reads a device list.
    ///
    /// # Errors
    /// [`ConfigError::File`] and [`ConfigError::Syntax`].
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        fs::read_to_string(path)?.parse()
    }

    /// Writes the device list, replacing what was there.
    ///
    /// # Errors
    /// [`ConfigError::File`].
    pub fn write(&self, path: &Path) -> Result<(), ConfigError> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        Ok(fs::write(path, text)?)
    }
}

impl IdReaderConfig {
    /// The framing that applies: the file's own, the profile's, or the general one.
    pub(crate) fn framing(&self) -> Result<Framing, ConfigError> {
        resolve(self.framing.as_ref(), self.profile.as_deref(), |profile| {
            profile.framing
        })
    }
}

impl SlipConfig {
    /// The quirks that apply: the file's own, the profile's, or the general ones.
    pub(crate) fn quirks(&self) -> Result<SlipQuirks, ConfigError> {
        resolve(self.quirks.as_ref(), self.profile.as_deref(), |profile| {
            profile.slip
        })
    }
}

fn resolve<T: Clone + Default>(
    own: Option<&T>,
    profile: Option<&str>,
    part: impl Fn(DeviceProfile) -> Option<T>,
) -> Result<T, ConfigError> {
    match (own, profile) {
        (Some(own), _) => Ok(own.clone()),
        (None, None) => Ok(T::default()),
        (None, Some(name)) => {
            DeviceProfile::shipped(name)
                .and_then(part)
                .ok_or_else(|| ConfigError::UnknownProfile {
                    name: name.to_owned(),
                })
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn what_is_written_reads_back_the_same() {
        let kit = DeviceConfig {
            scanner: Some(ScannerConfig::Sane(SaneConfig {
                device: "test:0".into(),
                options: vec!["--swcrop=yes".into()],
                drivers: Some("/etc/sane.d".into()),
            })),
            id_reader: Some(IdReaderConfig {
                serial: "/dev/x".into(),
                profile: None,
                framing: Some(Framing::default()),
            }),
            card: Some(CardConfig {
                slots: CardSlots::Virtual(vec![35963]),
                authorities: Some("/etc/valiza/authorities".into()),
            }),
            printer: Some(PrinterLink::Cups("Office".into())),
            slip: Some(SlipConfig {
                link: SlipLink::Tcp("10.0.0.7:9100".into()),
                profile: None,
                quirks: Some(SlipQuirks::default()),
            }),
            import: Some(ImportConfig {
                folder: "/media".into(),
                limits: ImportLimits::default(),
            }),
        };
        assert_eq!(
            toml::to_string(&kit)
                .unwrap()
                .parse::<DeviceConfig>()
                .unwrap(),
            kit
        );
    }

    #[test]
    fn a_misspelt_key_two_links_and_an_unknown_profile_are_refused() {
        for text in [
            "[scanner]\nesc1 = 'http://x/eSCL'",
            "[scanner]\nescl = 'http://x/eSCL'\nsane = { device = 'y' }",
            "[slip]\nserial = '/dev/a'\ntcp = 'b:9100'",
            "[printer]\nipp = 'http://x'\ncups = 'y'",
            "[slip]",
        ] {
            assert!(text.parse::<DeviceConfig>().is_err(), "{text}");
        }
        let slip: DeviceConfig = "[slip]\nserial = '/dev/a'\nprofile = 'elyctis-idbox-one'"
            .parse()
            .unwrap();
        assert!(matches!(
            slip.slip.unwrap().quirks(),
            Err(ConfigError::UnknownProfile { .. })
        ));
    }
}
