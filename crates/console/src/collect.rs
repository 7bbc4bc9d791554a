//! Fetching from the depot: what is new, its ciphertext, its heads; and leaving the receipts of what was opened.
//!
//! A part is believed when it is opened, not here; but what is plainly not ours is named at once, and never stops the
//! rest. The list's cursor moves only together with the rows it stands for, so nothing is passed over.

pub mod stick;

use std::{fs, io};

use courier::{
    Client, ClientError, Limits, Session,
    session::LoginError,
    wire::{Entry, ProblemCode},
};
use parcel::{Digest, Kind, KitName, KnownSigners, Manifest, Receipt, VerifyError, digest_of};

use crate::{
    dispatch,
    folder::{Folder, FolderError},
    keys::Keys,
    ledger::{Ledger, LedgerError, PartState, Sent},
    private,
};

/// How many entries are asked for at a time.
const STRETCH: u32 = 200;

/// The longest piece of ciphertext that is fetched; an honest one has at most 4 MiB.
const LARGEST_PIECE: u64 = 8 * 1024 * 1024;

/// The longest emergency parcel that is fetched: a draft travels in one piece.
const LARGEST_EMERGENCY: u64 = 256 * 1024 * 1024;

/// Why a visit to the depot ended early. What was fetched before stays.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The folder does not say where to go.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The depot cannot be reached, or the connection broke.
    #[error(
        "the depot cannot be reached. What was fetched before is here and can be opened; nothing is lost at the \
         depot. Check the connection and that the depot is running, and run the command again: it goes on where \
         it stopped"
    )]
    NoDepot,
    /// Somebody else answered.
    #[error(
        "somebody other than the depot answered. Nothing was taken from them and no secret was sent. Sign in to \
         the network if it asks for that, or correct the depot's address in console.toml"
    )]
    Stranger,
    /// The depot does not know this coordinator.
    #[error(
        "the depot does not know this coordinator's key. Nothing was fetched. Add the line of depot/allowed_signers \
         that begins with coordinator: to the depot's file of that name"
    )]
    NotAllowed,
    /// The depot answered with a refusal or something that cannot be understood.
    #[error(
        "the depot answered in a way this program does not understand ({0}). Try again; if it stays so, one of the two is too old"
    )]
    Odd(String),
    /// A part could not be written here.
    #[error("a fetched part could not be written ({0}). Free some space and run the command again")]
    Disk(#[from] io::Error),
}

impl From<ClientError> for CollectError {
    fn from(why: ClientError) -> Self {
        match why {
            ClientError::NoNetwork | ClientError::Unreachable | ClientError::Cut => Self::NoDepot,
            ClientError::Untrusted | ClientError::Portal => Self::Stranger,
            ClientError::Refused(problem) => match problem.code {
                ProblemCode::Foreign | ProblemCode::NotAllowed | ProblemCode::Session => {
                    Self::NotAllowed
                }
                ProblemCode::Malformed
                | ProblemCode::Unsigned
                | ProblemCode::TooLarge
                | ProblemCode::Offset
                | ProblemCode::DigestMismatch
                | ProblemCode::Full
                | ProblemCode::Unknown
                | ProblemCode::Version
                | ProblemCode::Trouble
                | ProblemCode::Other => Self::Odd(problem.title),
            },
            ClientError::Garbled | ClientError::Source => Self::Odd(why.to_string()),
        }
    }
}

impl From<LoginError> for CollectError {
    fn from(why: LoginError) -> Self {
        match why {
            LoginError::Client(why) => why.into(),
            LoginError::Unsigned => Self::Odd(why.to_string()),
        }
    }
}

/// Something wrong with one part; the rest went on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFault {
    /// Which part.
    pub digest: Digest,
    /// The kit it says it is of.
    pub kit: KitName,
    /// What is wrong: the words are under `fault-KEY`.
    pub key: &'static str,
}

/// What a visit brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many entries were new in the depot's list.
    pub listed: usize,
    /// How many parts were fetched.
    pub fetched: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How many receipts of opened parts were left at the depot.
    pub told: usize,
    /// How many dispatches were posted for kits.
    pub posted: usize,
    /// Entries whose manifest cannot even be read.
    pub unreadable: usize,
    /// Parts with something wrong.
    pub faults: Vec<PartFault>,
}

/// One line of the depot's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The outside of the part, as it claims to be.
    pub manifest: Manifest,
    /// When the depot had it whole, seconds since 1970 UTC.
    pub received: i64,
    /// What is plainly wrong with it.
    pub fault: Option<&'static str>,
}

/// What the depot has beyond what was taken before; nothing is changed.
///
/// # Errors
/// Each situation has its own [`CollectError`].
pub fn list(folder: &Folder, keys: &Keys, ledger: &Ledger) -> Result<Vec<Listed>, CollectError> {
    let client = Client::new(folder.depot()?, Limits::default());
    let known = folder.known();
    runtime()?.block_on(async {
        let session = client.session(keys.signer()).await?;
        let mut cursor = ledger.cursor()?;
        let mut listed = Vec::new();
        loop {
            let batch = session.list_since(cursor, STRETCH).await?;
            for entry in &batch.entries {
                if let Some((manifest, receipt)) = claims(entry) {
                    let fault = suspicion(folder, &known, entry);
                    listed.push(Listed {
                        manifest,
                        received: receipt.received_at,
                        fault,
                    });
                }
            }
            if !batch.more {
                return Ok(listed);
            }
            cursor = batch.next;
        }
    })
}

/// Takes the depot's list, fetches what is not here yet, keeps the heads, and leaves the receipts of what was opened.
///
/// # Errors
/// Each situation has its own [`CollectError`]; what came before it stays.
pub fn fetch(folder: &Folder, keys: &Keys, ledger: &mut Ledger) -> Result<Collected, CollectError> {
    let client = Client::new(folder.depot()?, Limits::default());
    let known = folder.known();
    runtime()?.block_on(async {
        let session = client.session(keys.signer()).await?;
        let mut collected = Collected::default();
        take_list(folder, &known, &session, ledger, &mut collected).await?;
        for head in session.heads().await?.heads {
            let Ok(claim) = head.claim() else { continue };
            if let Some(head) = known
                .kits
                .get(&claim.kit)
                .and_then(|keys| head.verify(keys).ok())
            {
                ledger.keep_head(&head)?;
            }
        }
        fetch_parts(folder, &session, ledger, &mut collected).await?;
        tell(&session, ledger, &mut collected).await?;
        collected.posted = dispatch::post(&session, ledger).await?;
        Ok(collected)
    })
}

/// Leaves the receipts of what was opened, and the dispatches that wait, at the depot.
///
/// # Errors
/// Each situation has its own [`CollectError`]; what was not left is kept for the next visit.
pub fn tell_opened(folder: &Folder, keys: &Keys, ledger: &Ledger) -> Result<usize, CollectError> {
    let waiting = |sent: &Sent| !sent.posted;
    if ledger.untold()?.is_empty() && !ledger.dispatches()?.iter().any(waiting) {
        return Ok(0);
    }
    let client = Client::new(folder.depot()?, Limits::default());
    runtime()?.block_on(async {
        let session = client.session(keys.signer()).await?;
        let mut collected = Collected::default();
        tell(&session, ledger, &mut collected).await?;
        dispatch::post(&session, ledger).await?;
        Ok(collected.told)
    })
}

pub(crate) fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

async fn take_list(
    folder: &Folder,
    known: &KnownSigners,
    session: &Session<'_>,
    ledger: &mut Ledger,
    collected: &mut Collected,
) -> Result<(), CollectError> {
    loop {
        let batch = session.list_since(ledger.cursor()?, STRETCH).await?;
        collected.listed += batch.entries.len();
        let mut rows = Vec::with_capacity(batch.entries.len());
        let mut suspicions = Vec::new();
        for entry in batch.entries {
            let Some((manifest, receipt)) = claims(&entry) else {
                collected.unreadable += 1;
                continue;
            };
            suspicions
                .extend(suspicion(folder, known, &entry).map(|fault| (manifest.digest, fault)));
            rows.push((manifest, receipt, entry));
        }
        ledger.take(&rows, batch.next)?;
        for (digest, fault) in suspicions {
            ledger.blame(digest, fault)?;
        }
        if !batch.more {
            return Ok(());
        }
    }
}

async fn fetch_parts(
    folder: &Folder,
    session: &Session<'_>,
    ledger: &Ledger,
    collected: &mut Collected,
) -> Result<(), CollectError> {
    let parts = ledger.parts()?;
    for part in parts
        .into_iter()
        .filter(|part| part.state == PartState::Listed)
    {
        let (digest, length) = (part.manifest.digest, part.manifest.length);
        let largest = match part.manifest.kind {
            Kind::Summary | Kind::Pages => LARGEST_PIECE,
            Kind::Emergency => LARGEST_EMERGENCY,
        };
        let fault = if length > largest {
            Some("too-large")
        } else {
            match session.fetch_whole(&digest, length).await {
                Ok(ciphertext) if digest_of(&ciphertext) == digest => {
                    private::write_for_now(&path(folder, digest), &ciphertext)?;
                    ledger.advance(digest, PartState::Fetched)?;
                    collected.fetched += 1;
                    collected.bytes += length;
                    None
                }
                Ok(_) => Some("flipped"),
                Err(ClientError::Garbled) => Some("truncated"),
                Err(ClientError::Refused(problem)) if problem.code == ProblemCode::Unknown => {
                    Some("not-at-depot")
                }
                Err(why) => return Err(why.into()),
            }
        };
        if let Some(key) = fault {
            ledger.blame(digest, key)?;
            collected.faults.push(PartFault {
                digest,
                kit: part.manifest.kit,
                key,
            });
        }
    }
    Ok(())
}

async fn tell(
    session: &Session<'_>,
    ledger: &Ledger,
    collected: &mut Collected,
) -> Result<(), CollectError> {
    for (digest, receipt) in ledger.untold()? {
        match session.post_receipt(&receipt).await {
            Ok(()) => {
                ledger.told(digest)?;
                collected.told += 1;
            }
            // It came by stick; should its kit bring it to the depot too, the receipt follows then.
            Err(ClientError::Refused(problem)) if problem.code == ProblemCode::Unknown => {}
            Err(why) => return Err(why.into()),
        }
    }
    Ok(())
}

/// What an entry says of itself.
fn claims(entry: &Entry) -> Option<(Manifest, Receipt)> {
    Some((entry.manifest.claim().ok()?, entry.receipt.claim().ok()?))
}

/// What is plainly wrong with an entry before its bytes are seen.
fn suspicion(folder: &Folder, known: &KnownSigners, entry: &Entry) -> Option<&'static str> {
    let kit = entry.manifest.claim().ok()?.kit;
    let Some(keys) = known.kits.get(&kit) else {
        return Some("unknown-signer");
    };
    match (
        entry.manifest.verify(keys),
        entry.receipt.verify(folder.receipt_signers()),
    ) {
        (Err(VerifyError::UnknownSigner), _) => Some("unknown-signer"),
        (Err(_), _) => Some("manifest-forged"),
        (Ok(manifest), Ok(receipt)) if receipt.is_for(&manifest) => None,
        (Ok(_), _) => Some("receipt-forged"),
    }
}

/// Where the ciphertext of a part lies.
pub(crate) fn path(folder: &Folder, digest: Digest) -> std::path::PathBuf {
    folder.parcels().join(format!("{digest}.part"))
}

/// The ciphertext of a part that was fetched.
pub(crate) fn read(folder: &Folder, digest: Digest) -> io::Result<Vec<u8>> {
    fs::read(path(folder, digest))
}
