//! Who may do what: an OpenSSH `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS).
//!
//! A principal is `kit:PSEUDONYM`, `lost-kit:PSEUDONYM` (declared lost: quarantined, not refused) or `coordinator:ANY-NAME`. A line
//! that is not understood grants nothing. The file is read again when it has changed, so that admitting a kit needs no restart.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use parcel::{KitName, Namespace, PublicKey};

/// The file's name inside the data folder.
pub const FILE: &str = "allowed_signers";

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Bring parts and heads of this kit.
    Kit(KitName),
    /// The same, into quarantine.
    LostKit(KitName),
    /// List, fetch, and say what was opened.
    Coordinator,
}

/// One line's worth of permission.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Grant {
    role: Role,
    key: PublicKey,
    namespaces: Option<Vec<String>>,
}

/// All permissions of one state of the file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Grants(Vec<Grant>);

impl Grants {
    /// Reads the text of an `allowed_signers` file.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut grants = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match parse_line(line) {
                Some(granted) => grants.extend(granted),
                None => tracing::warn!(
                    line = number + 1,
                    "a line of allowed_signers is not understood and grants nothing"
                ),
            }
        }
        Self(grants)
    }

    /// The keys of a kit for `namespace`, and whether it was declared lost. A kit listed as both is lost.
    #[must_use]
    pub fn kit(&self, kit: KitName, namespace: Namespace) -> (Vec<PublicKey>, bool) {
        let keys = self.keys(
            namespace,
            |role| matches!(role, Role::Kit(name) | Role::LostKit(name) if name == kit),
        );
        (
            keys,
            self.0.iter().any(|grant| grant.role == Role::LostKit(kit)),
        )
    }

    /// The coordinators' keys for `namespace`.
    #[must_use]
    pub fn coordinators(&self, namespace: Namespace) -> Vec<PublicKey> {
        self.keys(namespace, |role| role == Role::Coordinator)
    }

    fn keys(&self, namespace: Namespace, wanted: impl Fn(Role) -> bool) -> Vec<PublicKey> {
        let allows = |grant: &&Grant| match &grant.namespaces {
            Some(namespaces) => namespaces.iter().any(|name| name == namespace.as_str()),
            None => true,
        };
        self.0
            .iter()
            .filter(|grant| wanted(grant.role))
            .filter(allows)
            .map(|grant| grant.key.clone())
            .collect()
    }
}

/// `principals [namespaces="a,b"] keytype key [comment]`; any other option makes the line not understood.
fn parse_line(line: &str) -> Option<Vec<Grant>> {
    let (principals, mut rest) = line.split_once(char::is_whitespace)?;
    let mut namespaces = None;
    if let Some(option) = rest.trim_start().strip_prefix("namespaces=\"") {
        let (list, after) = option.split_once('"')?;
        namespaces = Some(list.split(',').map(str::to_owned).collect::<Vec<_>>());
        rest = after;
    }
    let mut words = rest.split_whitespace();
    let key: PublicKey = format!("{} {}", words.next()?, words.next()?)
        .parse()
        .ok()?;
    principals
        .split(',')
        .map(|principal| {
            Some(Grant {
                role: parse_role(principal)?,
                key: key.clone(),
                namespaces: namespaces.clone(),
            })
        })
        .collect()
}

fn parse_role(principal: &str) -> Option<Role> {
    let (role, name) = principal.split_once(':')?;
    match role {
        "kit" => name.parse().ok().map(Role::Kit),
        "lost-kit" => name.parse().ok().map(Role::LostKit),
        "coordinator" if !name.is_empty() => Some(Role::Coordinator),
        _ => None,
    }
}

/// The file, read again whenever it has changed.
#[derive(Debug)]
pub struct Signers {
    path: PathBuf,
    seen: Mutex<(Option<Version>, Arc<Grants>)>,
}

/// When the file was changed and how long it is: another version of it differs in one of them.
type Version = (SystemTime, u64);

impl Signers {
    /// Permissions from the file at `path`. A missing file permits nothing.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            seen: Mutex::default(),
        }
    }

    /// The permissions that hold at this moment. If the file cannot be read, nothing is permitted.
    #[must_use]
    pub fn grants(&self) -> Arc<Grants> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = std::fs::metadata(&self.path)
            .and_then(|file| Ok((file.modified()?, file.len())))
            .ok();
        if stamp.is_none() || seen.0 != stamp {
            let text = std::fs::read_to_string(&self.path).unwrap_or_default();
            *seen = (stamp, Arc::new(Grants::parse(&text)));
        }
        Arc::clone(&seen.1)
    }
}

impl Signers {
    /// Lets a kit's key bring parts; what the file says already stays as it is.
    ///
    /// # Errors
    /// The file system's.
    pub fn admit(&self, kit: KitName, key: &PublicKey) -> std::io::Result<()> {
        self.say(&format!("kit:{kit}"), key)
    }

    /// Keeps apart what a kit's key brings from now on. Its earlier line stays: a kit listed as both is lost.
    ///
    /// # Errors
    /// The file system's.
    pub fn declare_lost(&self, kit: KitName, key: &PublicKey) -> std::io::Result<()> {
        self.say(&format!("lost-kit:{kit}"), key)
    }

    fn say(&self, principal: &str, key: &PublicKey) -> std::io::Result<()> {
        // Whoever reads the file meanwhile waits for its end.
        let _alone = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let line = key.allowed_signers_line(principal);
        let before = std::fs::read_to_string(&self.path)?;
        if before.contains(&line) {
            return Ok(());
        }
        let mut file = std::fs::OpenOptions::new().append(true).open(&self.path)?;
        if !before.is_empty() && !before.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        file.write_all(line.as_bytes())?;
        file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use parcel::{KitName, Namespace, PublicKey, Signer as _, SoftSigner};

    use super::Grants;

    fn key() -> PublicKey {
        SoftSigner::generate(&mut rand::rngs::OsRng)
            .public_key()
            .clone()
    }

    #[test]
    fn a_key_speaks_for_its_kit_alone() {
        let (ours, theirs) = (KitName([1; 8]), KitName([2; 8]));
        let key = key();
        let grants = Grants::parse(&format!("# kits\nkit:{ours} {key} a comment\n"));
        assert_eq!(grants.kit(ours, Namespace::Parcel), (vec![key], false));
        assert_eq!(grants.kit(theirs, Namespace::Parcel), (vec![], false));
        assert!(grants.coordinators(Namespace::Session).is_empty());
    }

    #[test]
    fn a_lost_kit_is_heard_and_known_to_be_lost() {
        let kit = KitName([1; 8]);
        let key = key();
        let grants = Grants::parse(&format!("lost-kit:{kit} {key}"));
        assert_eq!(grants.kit(kit, Namespace::Parcel), (vec![key], true));
    }

    #[test]
    fn a_key_holds_only_for_the_namespaces_of_its_line() {
        let key = key();
        let grants = Grants::parse(&format!(
            "coordinator:one namespaces=\"valiza.session.v1\" {key}"
        ));
        assert_eq!(grants.coordinators(Namespace::Session), vec![key]);
        assert!(grants.coordinators(Namespace::Receipt).is_empty());
    }

    #[test]
    fn a_line_that_is_not_understood_grants_nothing() {
        let (kit, key) = (KitName([1; 8]), key());
        for odd in [
            format!("kit:{kit} cert-authority {key}"),
            format!("kit:{kit} valid-before=\"20200101\" {key}"),
            format!("kit:short {key}"),
            format!("* {key}"),
            format!("kit:{kit}"),
            "kit:".to_owned(),
        ] {
            assert_eq!(Grants::parse(&odd), Grants::default(), "{odd}");
        }
    }

    #[test]
    fn a_word_is_noted_once_and_a_loss_is_not_undone_by_an_older_word() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(super::FILE);
        std::fs::write(&path, "# kits").unwrap();
        let (signers, kit, key) = (super::Signers::at(&path), KitName([1; 8]), key());
        signers.admit(kit, &key).unwrap();
        signers.admit(kit, &key).unwrap();
        assert_eq!(
            signers.grants().kit(kit, Namespace::Parcel),
            (vec![key.clone()], false)
        );
        signers.declare_lost(kit, &key).unwrap();
        signers.admit(kit, &key).unwrap();
        let (_, lost) = signers.grants().kit(kit, Namespace::Parcel);
        assert!(lost);
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 3);
    }

    #[test]
    fn the_file_is_read_again_when_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(super::FILE);
        let signers = super::Signers::at(&path);
        assert!(signers.grants().coordinators(Namespace::Session).is_empty());
        std::fs::write(&path, format!("coordinator:one {}", key())).unwrap();
        assert_eq!(signers.grants().coordinators(Namespace::Session).len(), 1);
    }
}
