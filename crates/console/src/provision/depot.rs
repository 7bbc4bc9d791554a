//! A depot's folder: configuration, signing key, and who may do what (formats of `valiza-depot`).
//! Grants nothing beyond this coordinator; a kit is admitted by its card.

use std::{
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
};

use parcel::{KitName, PublicKey, SoftSigner};
use serde::Serialize;

use crate::private;

use super::{BeginError, Plan};

/// `depot.toml`, as far as a beginning decides it.
#[derive(Serialize)]
struct Config<'a> {
    name: &'a str,
    listen: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<Tls<'a>>,
}

#[derive(Serialize)]
struct Tls<'a> {
    certificate: &'a str,
    key: &'a str,
}

/// Writes the folder that `valiza-depot serve --data` takes.
pub(super) fn write(
    root: &Path,
    plan: &Plan,
    key: &SoftSigner,
    coordinator: &PublicKey,
) -> Result<PathBuf, BeginError> {
    let folder = root.join("depot");
    private::folder(&folder)?;
    let config = config(&plan.depot);
    let config = toml::to_string(&config).map_err(io::Error::other)?;
    private::write(&folder.join("depot.toml"), config.as_bytes())?;
    private::write(&folder.join("signing.key"), key.to_openssh()?.as_bytes())?;

    let signers = coordinator.allowed_signers_line("coordinator:console");
    private::write(&folder.join("allowed_signers"), signers.as_bytes())?;
    Ok(folder)
}

/// Admits a kit at the depot whose folder is `folder`; a key that is admitted stays as it is.
pub(super) fn admit(folder: &Path, kit: KitName, key: &PublicKey) -> io::Result<()> {
    say(folder, &format!("kit:{kit}"), key)
}

/// Has the depot whose folder is `folder` keep apart what that kit brings from now on. Its earlier line stays.
pub(super) fn declare_lost(folder: &Path, kit: KitName, key: &PublicKey) -> io::Result<()> {
    say(folder, &format!("lost-kit:{kit}"), key)
}

fn say(folder: &Path, principal: &str, key: &PublicKey) -> io::Result<()> {
    let path = folder.join("allowed_signers");
    let mut signers = std::fs::read_to_string(&path)?;
    let line = key.allowed_signers_line(principal);
    if signers.contains(&line) {
        return Ok(());
    }
    signers.push_str(&line);
    private::write(&path, signers.as_bytes())
}

/// Plain HTTP listens where the kits look for it, on loopback; https listens everywhere, with certificate and key to
/// be laid beside the configuration.
fn config(address: &str) -> Config<'_> {
    let (plain, rest) = match address.strip_prefix("https://") {
        Some(rest) => (false, rest),
        None => (true, address.trim_start_matches("http://")),
    };
    let authority = rest.trim_end_matches('/').replace("localhost", "127.0.0.1");
    let port = authority
        .rsplit_once(':')
        .map_or(if plain { "80" } else { "443" }, |(_, port)| port);
    let mut listen = String::new();
    match (plain, authority.contains(':')) {
        (true, true) => listen.push_str(&authority),
        (true, false) => {
            write!(listen, "{authority}:{port}").expect("writing to a text does not fail")
        }
        (false, _) => write!(listen, "0.0.0.0:{port}").expect("writing to a text does not fail"),
    }
    let tls = (!plain).then_some(Tls {
        certificate: "certificate.pem",
        key: "certificate.key",
    });
    Config {
        name: "depot",
        listen,
        tls,
    }
}

#[cfg(test)]
mod tests {
    use super::config;

    #[test]
    fn the_depot_listens_where_its_address_points() {
        assert_eq!(config("http://127.0.0.1:8470").listen, "127.0.0.1:8470");
        assert_eq!(config("http://localhost:8470/").listen, "127.0.0.1:8470");
        assert_eq!(config("https://depot.example:8443").listen, "0.0.0.0:8443");
        assert!(config("https://depot.example").tls.is_some());
    }
}
