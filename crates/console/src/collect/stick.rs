//! A stick as a depot: what kits copied onto it is verified and kept, and receipts go back on it.
//!
//! Nothing on the stick is changed but by adding files; what is damaged is counted and never stops the rest.

use std::{collections::BTreeMap, fs, io, path::Path};

use courier::wire::Entry;
use parcel::{
    DispatchContent, KitName, KnownSigners, Manifest, Piece, Receipt, ReceiptKind, SignError,
    Signed, digest_of,
    stick::{self, LARGEST_CONTAINER, StickError},
};

use super::PartFault;
use crate::{
    dispatch::{Desk, DispatchError},
    ledger::{LedgerError, PartState},
    private,
};

/// The name that stands in receipts of this way.
const BY_STICK: &str = "stick";

/// Why a stick was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The folder or the disk.
    #[error(
        "the stick or this disk cannot be used ({0}). What was taken before is here; put the stick in again and repeat"
    )]
    Disk(#[from] io::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A receipt was not signed.
    #[error("the coordinator's key did not sign a receipt ({0}); repeat the command")]
    Unsigned(#[from] SignError),
    /// The receipts cannot be sent back.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
}

/// What a stick brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Parts that are new.
    pub new: usize,
    /// Parts that were here already.
    pub known: usize,
    /// Containers that are damaged: the stick was pulled too early.
    pub damaged: usize,
    /// Files written for kits.
    pub written: usize,
    /// Parts with something wrong.
    pub faults: Vec<PartFault>,
}

/// Takes every container of `stick` that opens with the identities at hand, and leaves receipts and dispatches on it.
///
/// # Errors
/// Each situation has its own [`TakeError`]; what was taken before stays.
pub fn take(desk: &mut Desk<'_>, stick: &Path) -> Result<Taken, TakeError> {
    let known = desk.folder.known();
    let mut taken = Taken::default();
    let mut receipts: BTreeMap<KitName, Vec<Signed<Receipt>>> = BTreeMap::new();
    for entry in fs::read_dir(stick)? {
        let path = entry?.path();
        let long = fs::metadata(&path)?.len() > LARGEST_CONTAINER + LARGEST_CONTAINER / 8;
        if long || path.extension().is_none_or(|ending| ending != "age") {
            continue;
        }
        let load = match stick::unpack(&fs::read(&path)?, desk.keys.identities()) {
            Ok(load) => load,
            Err(StickError::NotForUs) => continue,
            Err(StickError::Damaged) => {
                taken.damaged += 1;
                continue;
            }
        };
        for piece in load.pieces {
            match believed(&piece, &known) {
                Ok(manifest) => {
                    if let Some(receipt) = keep(desk, piece, manifest.clone(), &mut taken)? {
                        receipts.entry(manifest.kit).or_default().push(receipt);
                    }
                }
                Err(fault) => taken.faults.extend(fault),
            }
        }
        for head in load.heads {
            if let Ok(claim) = head.claim()
                && let Some(keys) = known.kits.get(&claim.kit)
                && let Ok(head) = head.verify(keys)
            {
                desk.ledger.keep_head(&head)?;
            }
        }
    }
    for (kit, receipts) in receipts {
        for receipts in receipts.chunks(crate::dispatch::RECEIPTS) {
            let content = DispatchContent::Receipts(receipts.to_vec());
            desk.queue(kit, content, Vec::new())?;
        }
    }
    taken.written = write_dispatches(desk, stick)?;
    Ok(taken)
}

/// Lays every dispatch that a kit does not have yet onto a stick, under a random name.
///
/// # Errors
/// The stick cannot be written, or the ledger not read.
pub fn write_dispatches(desk: &Desk<'_>, stick: &Path) -> Result<usize, TakeError> {
    let mut written = 0;
    for sent in desk.ledger.dispatches()?.iter().filter(|sent| !sent.taken) {
        let file = stick.join(format!("{}.age", &sent.digest.to_string()[..32]));
        if !file.exists() {
            private::write(&file, &desk.ledger.dispatch_file(sent.digest)?)?;
        }
        written += 1;
    }
    Ok(written)
}

/// What a piece says, if one of its kit's keys signed it and its bytes are those it names.
fn believed(piece: &Piece, known: &KnownSigners) -> Result<Manifest, Option<PartFault>> {
    let claim = piece.manifest.claim().map_err(|_unreadable| None)?;
    let fault = |key| {
        Some(PartFault {
            digest: claim.digest,
            kit: claim.kit,
            key,
        })
    };
    let keys = known.kits.get(&claim.kit);
    let keys = keys.ok_or_else(|| fault("unknown-signer"))?;
    let manifest = piece
        .manifest
        .verify(keys)
        .map_err(|_forged| fault("manifest-forged"))?;
    let same = digest_of(&piece.ciphertext) == manifest.digest
        && piece.ciphertext.len() as u64 == manifest.length;
    same.then_some(manifest).ok_or_else(|| fault("flipped"))
}

/// Keeps a part; its receipt where it is new here.
fn keep(
    desk: &mut Desk<'_>,
    piece: Piece,
    manifest: Manifest,
    taken: &mut Taken,
) -> Result<Option<Signed<Receipt>>, TakeError> {
    let digest = manifest.digest;
    let before = desk.ledger.part(digest)?;
    if before.is_some_and(|part| part.state != PartState::Listed) {
        taken.known += 1;
        return Ok(None);
    }
    let receipt = Receipt {
        digest,
        length: manifest.length,
        kit: manifest.kit,
        received_at: desk.now_s,
        depot: BY_STICK.to_owned(),
        kind: ReceiptKind::Stored,
    };
    let signed = Signed::sign(&receipt, desk.keys.signer())?;
    private::write(&super::path(desk.folder, digest), &piece.ciphertext)?;
    let cursor = desk.ledger.cursor()?;
    let entry = Entry {
        at: cursor,
        manifest: piece.manifest,
        receipt: signed.clone(),
    };
    desk.ledger.take(&[(manifest, receipt, entry)], cursor)?;
    desk.ledger.advance(digest, PartState::Fetched)?;
    taken.new += 1;
    Ok(Some(signed))
}
