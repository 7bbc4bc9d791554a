//! Founding a depot: its signing key, a certificate of its own making, a configuration, and what a kit's profile must say about it.
//!
//! Nothing that exists is overwritten: a second founding would make every receipt of the first worthless.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use parcel::{PublicKey, Signer as _, SoftSigner};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use serde::{Deserialize, Serialize};

use crate::config::{self, Config, Tls};
use crate::signers;

/// The key that signs receipts, an OpenSSH private key.
pub const SIGNING_KEY: &str = "signing.key";
/// What a kit's profile must say about this depot, as JSON.
pub const PROFILE: &str = "profile.json";

const ALLOWED_SIGNERS: &str = "\
# Who may do what here, one key a line (ssh-keygen(1), ALLOWED SIGNERS); read again when it changes.
#   kit:PSEUDONYM ssh-ed25519 AAAA...         brings parts
#   lost-kit:PSEUDONYM ssh-ed25519 AAAA...    was declared lost: its parts are quarantined
#   coordinator:NAME ssh-ed25519 AAAA...      lists and fetches
";

/// Why a depot was not founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// There is one already.
    #[error("{} exists already; a depot is founded once, so choose another folder or use what is there", .0.display())]
    Exists(PathBuf),
    /// The folder cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The name is neither a host name nor an address.
    #[error(
        "`{0}` is neither a host name nor an IP address; give the name under which kits reach this depot"
    )]
    Name(String),
    /// Keys or files could not be made.
    #[error("the keys could not be made")]
    Keys,
}

/// What a kit's profile must say about a depot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// The depot's address and the authority to pin.
    pub depot: parcel::Depot,
    /// Whose receipts count.
    pub receipt_signers: Vec<PublicKey>,
}

/// Founds a depot in `data` that kits reach as `name`. With `secured` it gets a certificate of an authority of its own; without,
/// it serves loopback only.
///
/// # Errors
/// See [`FoundError`].
pub fn found(
    data: &Path,
    name: &str,
    listen: SocketAddr,
    secured: bool,
) -> Result<Introduction, FoundError> {
    if data.join(config::FILE).exists() || data.join(SIGNING_KEY).exists() {
        return Err(FoundError::Exists(data.to_owned()));
    }
    std::fs::create_dir_all(data).map_err(|source| FoundError::Unwritable {
        path: data.to_owned(),
        source,
    })?;

    let signer = SoftSigner::generate(&mut rand::rngs::OsRng);
    let pem = signer.to_openssh().or(Err(FoundError::Keys))?;
    write(&data.join(SIGNING_KEY), pem.as_bytes(), Secret::Yes)?;
    write(
        &data.join(signers::FILE),
        ALLOWED_SIGNERS.as_bytes(),
        Secret::No,
    )?;

    let (tls, ca_pem) = if secured {
        let (tls, ca_pem) = certify(data, name)?;
        (Some(tls), Some(ca_pem))
    } else {
        (None, None)
    };
    let scheme = if secured { "https" } else { "http" };
    let host = if name.contains(':') {
        format!("[{name}]")
    } else {
        name.to_owned()
    };
    let introduction = Introduction {
        depot: parcel::Depot {
            address: format!("{scheme}://{host}:{}", listen.port()),
            ca_pem,
        },
        receipt_signers: vec![signer.public_key().clone()],
    };
    let json = serde_json::to_string_pretty(&introduction).or(Err(FoundError::Keys))?;
    write(&data.join(PROFILE), json.as_bytes(), Secret::No)?;

    // The configuration comes last: with it the depot is founded.
    let config = toml::to_string(&Config::new(name, listen, tls)).or(Err(FoundError::Keys))?;
    write(&data.join(config::FILE), config.as_bytes(), Secret::No)?;
    Ok(introduction)
}

/// Makes an authority and a certificate for `name`. Their dates are the widest there are: kits do not look at them.
fn certify(data: &Path, name: &str) -> Result<(Tls, String), FoundError> {
    let mut authority = CertificateParams::new(Vec::new()).or(Err(FoundError::Keys))?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority
        .distinguished_name
        .push(DnType::CommonName, "Valiza depot authority");
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_key = KeyPair::generate().or(Err(FoundError::Keys))?;
    let ca_pem = authority
        .self_signed(&authority_key)
        .or(Err(FoundError::Keys))?
        .pem();

    let mut server =
        CertificateParams::new([name.to_owned()]).or(Err(FoundError::Name(name.to_owned())))?;
    server
        .distinguished_name
        .push(DnType::CommonName, "Valiza depot");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let server_key = KeyPair::generate().or(Err(FoundError::Keys))?;
    let issuer = Issuer::from_params(&authority, &authority_key);
    let certificate = server
        .signed_by(&server_key, &issuer)
        .or(Err(FoundError::Keys))?;

    write(&data.join("ca.pem"), ca_pem.as_bytes(), Secret::No)?;
    write(
        &data.join("ca.key"),
        authority_key.serialize_pem().as_bytes(),
        Secret::Yes,
    )?;
    write(
        &data.join("certificate.pem"),
        certificate.pem().as_bytes(),
        Secret::No,
    )?;
    write(
        &data.join("certificate.key"),
        server_key.serialize_pem().as_bytes(),
        Secret::Yes,
    )?;
    Ok((
        Tls {
            certificate: "certificate.pem".into(),
            key: "certificate.key".into(),
        },
        ca_pem,
    ))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    Yes,
    No,
}

fn write(path: &Path, bytes: &[u8], secret: Secret) -> Result<(), FoundError> {
    let written = create(path, secret).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|source| FoundError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn create(path: &Path, secret: Secret) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secret == Secret::Yes {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::{FoundError, found};
    use crate::config::{self, Config};

    #[test]
    fn a_depot_is_founded_once() {
        let data = tempfile::tempdir().unwrap();
        let listen = "127.0.0.1:8443".parse().unwrap();
        let introduction = found(data.path(), "depot.example", listen, true).unwrap();
        assert_eq!(introduction.depot.address, "https://depot.example:8443");
        let config = Config::read(&data.path().join(config::FILE)).unwrap();
        assert!(config.tls.unwrap().certificate.is_file());
        assert!(matches!(
            found(data.path(), "depot.example", listen, true),
            Err(FoundError::Exists(_))
        ));
    }

    #[cfg(unix)]
    #[test]
    fn secrets_are_readable_by_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let data = tempfile::tempdir().unwrap();
        found(
            data.path(),
            "127.0.0.1",
            "127.0.0.1:0".parse().unwrap(),
            true,
        )
        .unwrap();
        for secret in [super::SIGNING_KEY, "ca.key", "certificate.key"] {
            let mode = std::fs::metadata(data.path().join(secret))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "{secret}");
        }
    }
}
