//! What a depot is told before it starts: a TOML file in its data folder.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The file's name inside the data folder.
pub const FILE: &str = "depot.toml";

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no such file, or it may not be read.
    #[error("the configuration {} cannot be read; `valiza-depot init` writes one", path.display())]
    Unreadable {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("the configuration {} is not understood", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: toml::de::Error,
    },
    /// Plain HTTP is asked for on an address that other machines can reach.
    #[error(
        "without [tls] the depot listens on loopback only, and {0} is not; give it a certificate or 127.0.0.1"
    )]
    PlainToElsewhere(SocketAddr),
    /// Metrics are asked for on an address that other machines can reach.
    #[error("metrics are served on loopback only, and {0} is not")]
    MetricsElsewhere(SocketAddr),
}

/// A depot's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The name that stands in receipts.
    pub name: String,
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The longest part that is accepted, in bytes.
    #[serde(default = "max_part_bytes")]
    pub max_part_bytes: u64,
    /// How much a kit that was declared lost may still bring, in bytes.
    #[serde(default = "quarantine_bytes")]
    pub quarantine_bytes: u64,
    /// The longest emergency parcel that is accepted, in bytes: an unfinished draft with its pages travels in one piece.
    #[serde(default = "max_emergency_bytes")]
    pub max_emergency_bytes: u64,
    /// The longest dispatch that is accepted, in bytes.
    #[serde(default = "max_dispatch_bytes")]
    pub max_dispatch_bytes: u64,
    /// How much may wait in the dispatch box of one kit, in bytes.
    #[serde(default = "box_bytes")]
    pub box_bytes: u64,
    /// How many dispatches may wait in the box of one kit.
    #[serde(default = "box_places")]
    pub box_places: u64,
    /// How much one kit may have here in all, in bytes, arriving or kept.
    #[serde(default = "kit_bytes")]
    pub kit_bytes: u64,
    /// How many uploads of one kit may be unfinished at a time.
    #[serde(default = "kit_uploads")]
    pub kit_uploads: u64,
    /// How many days after its last announcement an unfinished upload is forgotten.
    #[serde(default = "unfinished_days")]
    pub unfinished_days: u32,
    /// How many days after a coordinator opened a part its bytes are kept; without it, for good.
    #[serde(default)]
    pub keep_opened_days: Option<u32>,
    /// Where `/metrics` is served for Prometheus, on loopback only; without it, nowhere.
    #[serde(default)]
    pub metrics: Option<SocketAddr>,
    /// How long nothing may arrive on a connection before it is dropped, in seconds.
    #[serde(default = "idle_seconds")]
    pub idle_seconds: u64,
    /// How many connections are served at a time; more wait.
    #[serde(default = "connections")]
    pub connections: usize,
    /// Certificate and key; without them only loopback is served.
    #[serde(default)]
    pub tls: Option<Tls>,
}

/// Where certificate and key lie, relative to the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate chain in PEM.
    pub certificate: PathBuf,
    /// The private key in PEM.
    pub key: PathBuf,
}

fn max_part_bytes() -> u64 {
    16 * 1024 * 1024
}

fn quarantine_bytes() -> u64 {
    256 * 1024 * 1024
}

fn max_emergency_bytes() -> u64 {
    256 * 1024 * 1024
}

fn max_dispatch_bytes() -> u64 {
    36 * 1024 * 1024
}

fn box_bytes() -> u64 {
    128 * 1024 * 1024
}

fn box_places() -> u64 {
    1000
}

fn kit_bytes() -> u64 {
    64 * 1024 * 1024 * 1024
}

fn kit_uploads() -> u64 {
    4096
}

fn unfinished_days() -> u32 {
    60
}

fn idle_seconds() -> u64 {
    60
}

fn connections() -> usize {
    512
}

impl Config {
    /// A configuration with the usual limits.
    #[must_use]
    pub fn new(name: impl Into<String>, listen: SocketAddr, tls: Option<Tls>) -> Self {
        Self {
            name: name.into(),
            listen,
            max_part_bytes: max_part_bytes(),
            quarantine_bytes: quarantine_bytes(),
            max_emergency_bytes: max_emergency_bytes(),
            max_dispatch_bytes: max_dispatch_bytes(),
            box_bytes: box_bytes(),
            box_places: box_places(),
            kit_bytes: kit_bytes(),
            kit_uploads: kit_uploads(),
            unfinished_days: unfinished_days(),
            keep_opened_days: None,
            metrics: None,
            idle_seconds: idle_seconds(),
            connections: connections(),
            tls,
        }
    }

    /// Reads a configuration; paths in it become relative to its folder.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let mut config: Self = toml::from_str(&text).map_err(|source| ConfigError::Malformed {
            path: path.to_owned(),
            source,
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(tls) = &mut config.tls {
            tls.certificate = folder.join(&tls.certificate);
            tls.key = folder.join(&tls.key);
        }
        Ok(config)
    }

    /// Whether it may be served as it is.
    ///
    /// # Errors
    /// [`ConfigError::PlainToElsewhere`].
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.tls.is_none() && !self.listen.ip().is_loopback() {
            return Err(ConfigError::PlainToElsewhere(self.listen));
        }
        match self.metrics {
            Some(metrics) if !metrics.ip().is_loopback() => {
                Err(ConfigError::MetricsElsewhere(metrics))
            }
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::{Config, ConfigError};

    #[test]
    fn without_a_certificate_only_loopback_is_served() {
        let config: Config = toml::from_str("name = \"d\"\nlisten = \"0.0.0.0:80\"").unwrap();
        assert!(matches!(
            config.check(),
            Err(ConfigError::PlainToElsewhere(_))
        ));
        let mut config: Config = toml::from_str("name = \"d\"\nlisten = \"[::1]:0\"").unwrap();
        assert!(config.check().is_ok());
        config.metrics = Some(([0, 0, 0, 0], 9464).into());
        assert!(matches!(
            config.check(),
            Err(ConfigError::MetricsElsewhere(_))
        ));
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        assert!(
            toml::from_str::<Config>("name = \"d\"\nlisten = \"[::1]:0\"\nmax_part_byte = 1")
                .is_err()
        );
    }
}
