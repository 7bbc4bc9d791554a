//! Opening an application, and the name of whatever is wrong with it (P6).
//!
//! Used by the coordinator's program and tests only (I4). Nothing is handed out before everything about it agrees:
//! manifest, digest, recipients, padding, inner header, files. Parcels are judged by signature, digest and epoch,
//! never by a date.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use zeroize::Zeroizing;

use crate::{
    ApplicationId, Digest, Header, Identity, Kind, KitName, Manifest, PIECE_BYTES, Piece, Profile,
    PublicKey, VerifyError, digest_of,
    pack::{self, PackFault},
    padding::{self, PaddingFault},
    recipients::{self, DecryptFault},
};

/// The longest content of a part.
const LARGEST_CONTENT: u64 = 256 * 1024 * 1024;

/// Whom the opener believes: collected from every profile of the signed chains, retired ones too, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownSigners {
    /// The keys of each kit.
    pub kits: BTreeMap<KitName, BTreeSet<PublicKey>>,
    /// The administrators' keys.
    pub administrators: BTreeSet<PublicKey>,
    /// The hashes of all sets of recipients that were ever in force.
    pub recipients: BTreeSet<Digest>,
    /// The newest profile of each kit.
    newest: BTreeMap<KitName, u64>,
    /// The newest profile of each kit that names a key, its own or an administrator's.
    named: BTreeMap<(KitName, PublicKey), u64>,
}

impl KnownSigners {
    /// Adds what one verified profile says.
    pub fn learn(&mut self, profile: &Profile) {
        let reach = |known: &mut u64| *known = profile.version.max(*known);
        reach(self.newest.entry(profile.kit).or_default());
        let administrators = profile.administrators.iter().map(|one| &one.key);
        for key in administrators.chain(&profile.kit_key) {
            reach(self.named.entry((profile.kit, key.clone())).or_default());
        }
        self.kits
            .entry(profile.kit)
            .or_default()
            .extend(profile.kit_key.clone());
        self.administrators
            .extend(profile.administrators.iter().map(|one| one.key.clone()));
        self.recipients
            .extend(profile.communities.iter().map(|one| one.recipients.hash()));
    }

    /// Whether `key` was withdrawn from `kit` by the time of the profile with that version.
    ///
    /// What was sealed to a profile that still names the key stays good: the kit had not heard of the next one.
    fn withdrawn(&self, kit: KitName, key: &PublicKey, version: u64) -> bool {
        let newest = self.newest.get(&kit).copied().unwrap_or_default();
        self.named
            .get(&(kit, key.clone()))
            .is_some_and(|&named| named < newest.min(version))
    }
}

/// What is wrong with a part. Nothing of it is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// The manifest names a kit, or is signed by a key, that no profile knows.
    #[error("the signer of the manifest is not known")]
    UnknownSigner,
    /// The kit's key was withdrawn by the profile that the part is sealed to.
    #[error("the kit's key had been withdrawn")]
    SignerWithdrawn,
    /// The manifest is not what its kit signed.
    #[error("the manifest is not believed: {0}")]
    ManifestForged(VerifyError),
    /// Somebody else's key than that of the kit that sealed it stands under the manifest.
    #[error("the part was signed again by another kit")]
    Resigned,
    /// The manifest is of another kind than the one asked for.
    #[error("the part is of another kind")]
    WrongKind,
    /// The ciphertext is shorter than its manifest says.
    #[error("the part is cut short: {found} of {expected} bytes")]
    Truncated {
        /// Length by the manifest.
        expected: u64,
        /// Length found.
        found: u64,
    },
    /// The ciphertext is longer than its manifest says.
    #[error("the part has {excess} bytes too many")]
    Lengthened {
        /// How many.
        excess: u64,
    },
    /// The ciphertext has the right length and the wrong digest.
    #[error("the part was changed")]
    Flipped,
    /// No profile of the chain has these recipients.
    #[error("the part is sealed to recipients that no profile names")]
    RecipientsUnknown,
    /// None of the identities at hand opens it.
    #[error("none of the identities opens the part")]
    NoIdentity,
    /// It was signed as it is, and yet is no age file of the format.
    #[error("the part was sealed damaged")]
    SealedDamaged,
    /// There is not exactly one padding frame behind the data.
    #[error("the padding is missing or misshapen")]
    PaddingMissing,
    /// The padding holds something.
    #[error("the padding is not zero")]
    PaddingNotZero,
    /// The inner header is not signed by a known administrator.
    #[error("the administrator is not known")]
    AdministratorUnknown,
    /// The administrator was withdrawn by the profile that the part is sealed to.
    #[error("the administrator had been withdrawn")]
    AdministratorWithdrawn,
    /// Another administrator than the one it names signed the inner header.
    #[error("the inner header was signed again by another administrator")]
    AdministratorChanged,
    /// The inner header is not what its administrator signed.
    #[error("the inner header is not believed: {0}")]
    HeaderForged(VerifyError),
    /// The inner header names other recipients than the manifest.
    #[error("the recipients were changed")]
    RecipientsChanged,
    /// The inner header belongs to another place of the chain than the manifest.
    #[error("the part stands in another's place")]
    Swapped,
    /// A file is not as the inner header lists it.
    #[error("file {at} of the part is not the one its header lists")]
    FileChanged {
        /// Its place in the list, from zero.
        at: usize,
    },
    /// The summary lists a piece of pages that is not here.
    #[error("piece {at} of the pages is missing")]
    PieceMissing {
        /// Its place in the list, from zero.
        at: usize,
    },
    /// The pages belong to another application than the summary.
    #[error("the pages belong to another parcel")]
    PartOfAnother,
}

/// A file of an opened part; wiped when dropped.
pub struct OpenedFile {
    /// Its name in the archive.
    pub name: String,
    /// Its content.
    pub content: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for OpenedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenedFile({} bytes)", self.content.len())
    }
}

/// A part that is what it claims to be.
#[derive(Debug)]
pub struct OpenedPart {
    /// The inner header.
    pub header: Header,
    /// Its files, in order.
    pub files: Vec<OpenedFile>,
}

impl OpenedPart {
    /// The content of the file called `name`.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files
            .iter()
            .find(|file| file.name == name)
            .map(|file| file.content.as_slice())
    }
}

/// An application whose two parts belong together.
#[derive(Debug)]
pub struct Opened {
    /// Which application.
    pub application: ApplicationId,
    /// Answers and the list of documents.
    pub summary: OpenedPart,
    /// The documents.
    pub pages: OpenedPart,
}

/// Opens a whole application. `pages` may come in any order.
///
/// # Errors
/// The first [`OpenFault`] found.
pub fn open(
    summary: &Piece,
    pages: &[Piece],
    identities: &[Identity],
    known: &KnownSigners,
) -> Result<Opened, OpenFault> {
    let summary = open_summary(summary, identities, known)?;
    let pages = open_pages(pages, &summary, identities, known)?;
    Ok(Opened {
        application: summary.header.application,
        summary,
        pages,
    })
}

/// Opens a summary, which travels first; its header lists the pieces of pages to wait for.
///
/// # Errors
/// The first [`OpenFault`] found.
pub fn open_summary(
    piece: &Piece,
    identities: &[Identity],
    known: &KnownSigners,
) -> Result<OpenedPart, OpenFault> {
    let manifest = verify(piece, Kind::Summary, known)?;
    let part = open_part(&manifest, &piece.ciphertext, identities, known)?;
    not_withdrawn(&part.header, [piece], known)?;
    Ok(part)
}

/// Opens the pages that belong to `summary`. `pieces` may come in any order.
///
/// # Errors
/// The first [`OpenFault`] found.
pub fn open_pages(
    pieces: &[Piece],
    summary: &OpenedPart,
    identities: &[Identity],
    known: &KnownSigners,
) -> Result<OpenedPart, OpenFault> {
    let theirs = &summary.header;
    let mut found = BTreeMap::new();
    for piece in pieces {
        let manifest = verify(piece, Kind::Pages, known)?;
        if !theirs.pages.contains(&manifest.digest) {
            return Err(OpenFault::PartOfAnother);
        }
        if manifest.kit != theirs.kit {
            return Err(OpenFault::Resigned);
        }
        found.insert(manifest.digest, (manifest, piece));
    }
    let mut first = None;
    let mut ciphertext = Vec::with_capacity(theirs.pages.len() * PIECE_BYTES);
    for (at, digest) in theirs.pages.iter().enumerate() {
        let (manifest, piece) = found.remove(digest).ok_or(OpenFault::PieceMissing { at })?;
        ciphertext.extend_from_slice(&piece.ciphertext);
        first.get_or_insert(manifest);
    }
    let first = first.ok_or(OpenFault::PartOfAnother)?;
    let part = open_part(&first, &ciphertext, identities, known)?;
    let ours = &part.header;
    if (ours.application, ours.epoch) != (theirs.application, theirs.epoch) {
        return Err(OpenFault::PartOfAnother);
    }
    not_withdrawn(ours, pieces, known)?;
    Ok(part)
}

/// Whether those who signed were still meant to, at the profile that the part says it is sealed to.
fn not_withdrawn<'p>(
    header: &Header,
    pieces: impl IntoIterator<Item = &'p Piece>,
    known: &KnownSigners,
) -> Result<(), OpenFault> {
    let withdrawn = |key: &PublicKey| known.withdrawn(header.kit, key, header.profile);
    for piece in pieces {
        let signer = piece.manifest.signature().claimed_key();
        if withdrawn(&signer.map_err(OpenFault::ManifestForged)?) {
            return Err(OpenFault::SignerWithdrawn);
        }
    }
    if withdrawn(&header.administrator) {
        return Err(OpenFault::AdministratorWithdrawn);
    }
    Ok(())
}

/// Believes a piece's outside: its kit signed it, and the ciphertext is the one it names.
pub(crate) fn verify(
    piece: &Piece,
    kind: Kind,
    known: &KnownSigners,
) -> Result<Manifest, OpenFault> {
    let claim = piece.manifest.claim().map_err(OpenFault::ManifestForged)?;
    let keys = known.kits.get(&claim.kit).ok_or(OpenFault::UnknownSigner)?;
    let manifest = piece.manifest.verify(keys).map_err(|fault| match fault {
        VerifyError::UnknownSigner => stranger(piece, known),
        VerifyError::NotCanonical(_)
        | VerifyError::TooLong
        | VerifyError::WrongFormat
        | VerifyError::SignatureUnreadable
        | VerifyError::WrongNamespace
        | VerifyError::SignatureInvalid => OpenFault::ManifestForged(fault),
    })?;
    if manifest.kind != kind {
        return Err(OpenFault::WrongKind);
    }
    let found = piece.ciphertext.len() as u64;
    if found < manifest.length {
        return Err(OpenFault::Truncated {
            expected: manifest.length,
            found,
        });
    }
    if found > manifest.length {
        return Err(OpenFault::Lengthened {
            excess: found - manifest.length,
        });
    }
    if digest_of(&piece.ciphertext) != manifest.digest {
        return Err(OpenFault::Flipped);
    }
    if !known.recipients.contains(&manifest.recipients) {
        return Err(OpenFault::RecipientsUnknown);
    }
    Ok(manifest)
}

/// A manifest that its kit did not sign: did another kit, or somebody nobody knows?
fn stranger(piece: &Piece, known: &KnownSigners) -> OpenFault {
    let signer = piece.manifest.signature().claimed_key();
    let another_kit = signer.is_ok_and(|key| known.kits.values().any(|keys| keys.contains(&key)));
    if another_kit {
        OpenFault::Resigned
    } else {
        OpenFault::UnknownSigner
    }
}

fn open_part(
    manifest: &Manifest,
    ciphertext: &[u8],
    identities: &[Identity],
    known: &KnownSigners,
) -> Result<OpenedPart, OpenFault> {
    let keys = identities.iter().map(Identity::as_age);
    let content =
        recipients::decrypt(keys, ciphertext, LARGEST_CONTENT).map_err(|fault| match fault {
            DecryptFault::NotForUs => OpenFault::NoIdentity,
            DecryptFault::Damaged | DecryptFault::TooLong => OpenFault::SealedDamaged,
        })?;
    let data = padding::unpad(&content).map_err(|fault| match fault {
        PaddingFault::Missing => OpenFault::PaddingMissing,
        PaddingFault::NotZero => OpenFault::PaddingNotZero,
    })?;
    let (header, files) =
        pack::unpack(data, &known.administrators).map_err(|fault| match fault {
            PackFault::Unreadable => OpenFault::SealedDamaged,
            PackFault::Header(VerifyError::UnknownSigner) => OpenFault::AdministratorUnknown,
            PackFault::Header(why) => OpenFault::HeaderForged(why),
            PackFault::Administrator => OpenFault::AdministratorChanged,
            PackFault::File(at) => OpenFault::FileChanged { at },
        })?;
    if header.kit != manifest.kit {
        return Err(OpenFault::Resigned);
    }
    if header.recipients != manifest.recipients {
        return Err(OpenFault::RecipientsChanged);
    }
    let place = (header.kind, header.epoch, header.counter);
    if place != (manifest.kind, manifest.epoch, manifest.counter) {
        return Err(OpenFault::Swapped);
    }
    Ok(OpenedPart { header, files })
}
