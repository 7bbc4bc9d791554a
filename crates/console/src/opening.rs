//! Opening what was fetched: verify, decrypt, write down; and name whatever is wrong with one without stopping the rest.
//!
//! A summary is taken as soon as it is here; its documents follow. Only an application whose documents were all
//! opened is acknowledged to the depot (P7). Every first opening stands in the log.

use std::io;

use office::dossier::Dossier;
use parcel::{
    Digest, Kind, KitName, KnownSigners, OpenFault, OpenedFile, OpenedPart, Piece, Receipt,
    ReceiptKind, SignError, Signed, digest_of,
};

use crate::{
    collect::{self, PartFault},
    folder::Folder,
    keys::Keys,
    ledger::{Act, Application, Ledger, LedgerError, Part, PartState},
    provision::lost::{self, LostError},
};

/// The file of the summary part that is the dossier.
const DOSSIER: &str = "summary.json";

/// The fault key of an application whose documents have not all come.
pub const ON_THEIR_WAY: &str = "pages-on-their-way";

/// The fault key of a part that is not on this disk any more.
const LOST: &str = "lost-here";

/// The fault key of a part whose bytes are not those of its digest.
const FLIPPED: &str = "flipped";

/// The fault key of a part of a lost kit that nothing proves honest.
const HELD_BACK: &str = "quarantined";

/// Why opening ended early.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What is held back of lost kits cannot be told.
    #[error(
        "the folder lost cannot be read ({0}). Nothing was opened, because parts of a lost kit could be among them; \
         bring the folder back from a copy"
    )]
    HeldBack(#[from] LostError),
    /// A fetched part cannot be read from the disk.
    #[error(
        "a fetched part cannot be read ({0}). Check the disk and the folder parcels; it can be fetched again from the depot"
    )]
    Disk(#[from] io::Error),
    /// The coordinator's key did not sign.
    #[error(
        "the coordinator's key did not sign a receipt ({0}). What was opened is written down; run the command again"
    )]
    Unsigned(#[from] SignError),
}

/// What one round of opening did.
#[derive(Debug, Default)]
pub struct Round {
    /// Applications opened whole in this round.
    pub opened: usize,
    /// Applications whose answers are here and whose documents are on their way.
    pub waiting: usize,
    /// Parts with something wrong.
    pub faults: Vec<PartFault>,
}

/// Opens whatever is fetched and not opened yet. What failed before is tried again: a missing piece may have come.
///
/// # Errors
/// Each situation has its own [`OpeningError`]; a bad parcel is none of them.
pub fn open_all(
    folder: &Folder,
    keys: &Keys,
    ledger: &mut Ledger,
    now_s: i64,
) -> Result<Round, OpeningError> {
    let known = folder.known();
    let held_back = lost::held_back(folder, ledger)?;
    let mut round = Round::default();
    for part in ledger.parts()? {
        let summary = part.manifest.kind == Kind::Summary && part.state == PartState::Fetched;
        if !summary {
            continue;
        }
        if held_back.contains(&part.manifest.digest) {
            let (digest, kit) = (part.manifest.digest, part.manifest.kit);
            ledger.blame(digest, HELD_BACK)?;
            round.faults.push(PartFault {
                digest,
                kit,
                key: HELD_BACK,
            });
            continue;
        }
        let blamed = match open_one(folder, keys, ledger, &known, &part, now_s)? {
            Outcome::Whole => {
                round.opened += 1;
                continue;
            }
            Outcome::Waiting => {
                round.waiting += 1;
                continue;
            }
            Outcome::Bad(digest, key) => PartFault {
                digest,
                kit: part.manifest.kit,
                key,
            },
        };
        ledger.blame(blamed.digest, blamed.key)?;
        round.faults.push(blamed);
    }
    Ok(round)
}

/// Opens the documents of an application anew from its parts. Nothing is written anywhere.
///
/// # Errors
/// The key of what is wrong; the words are under `fault-KEY`.
pub fn documents(
    folder: &Folder,
    keys: &Keys,
    ledger: &Ledger,
    application: &Application,
) -> Result<Vec<OpenedFile>, &'static str> {
    let piece = |digest: Digest| {
        piece(folder, ledger, digest)
            .ok()
            .flatten()
            .ok_or(ON_THEIR_WAY)
    };
    let known = folder.known();
    let summary = piece(application.summary)?;
    let summary = parcel::open_summary(&summary, keys.identities(), &known).map_err(fault_key)?;
    let pages = application
        .pages
        .iter()
        .map(|digest| piece(*digest))
        .collect::<Result<Vec<_>, _>>()?;
    let pages =
        parcel::open_pages(&pages, &summary, keys.identities(), &known).map_err(fault_key)?;
    Ok(pages.files)
}

/// How the opening of one summary ended.
enum Outcome {
    Whole,
    Waiting,
    Bad(Digest, &'static str),
}

fn open_one(
    folder: &Folder,
    keys: &Keys,
    ledger: &mut Ledger,
    known: &KnownSigners,
    part: &Part,
    now_s: i64,
) -> Result<Outcome, OpeningError> {
    let digest = part.manifest.digest;
    let Some(piece_of_summary) = piece(folder, ledger, digest)? else {
        let (digest, key) = faulty(ledger, digest)?.unwrap_or((digest, LOST));
        return Ok(Outcome::Bad(digest, key));
    };
    let summary = match parcel::open_summary(&piece_of_summary, keys.identities(), known) {
        Ok(summary) => summary,
        Err(fault) => return Ok(Outcome::Bad(digest, fault_key(fault))),
    };
    let Some(dossier) = dossier(&summary) else {
        return Ok(Outcome::Bad(digest, "dossier-unreadable"));
    };
    let before = ledger.application(summary.header.application)?;
    if before
        .as_ref()
        .is_some_and(|before| before.summary != digest)
    {
        return Ok(Outcome::Bad(digest, "application-twice"));
    }

    let mut pages = Vec::new();
    let mut spoilt = None;
    for wanted in &summary.header.pages {
        match piece(folder, ledger, *wanted)? {
            Some(piece) => pages.push(piece),
            None => spoilt = spoilt.or(faulty(ledger, *wanted)?),
        }
    }
    let complete = pages.len() == summary.header.pages.len();
    let fault = if complete {
        match parcel::open_pages(&pages, &summary, keys.identities(), known) {
            Ok(opened) => missing_document(&dossier, &opened),
            Err(fault) => Some(fault_key(fault)),
        }
    } else {
        Some(ON_THEIR_WAY)
    };

    write_down(ledger, before, &summary, digest, dossier, (fault, now_s))?;
    match fault {
        Some(ON_THEIR_WAY) => {
            Ok(spoilt.map_or(Outcome::Waiting, |(digest, key)| Outcome::Bad(digest, key)))
        }
        Some(key) => Ok(Outcome::Bad(
            summary.header.pages.first().copied().unwrap_or(digest),
            key,
        )),
        None => {
            for digest in std::iter::once(digest).chain(summary.header.pages) {
                acknowledge(ledger, keys, digest, now_s)?;
            }
            Ok(Outcome::Whole)
        }
    }
}

fn write_down(
    ledger: &mut Ledger,
    before: Option<Application>,
    summary: &OpenedPart,
    digest: Digest,
    dossier: Dossier,
    (fault, now_s): (Option<&'static str>, i64),
) -> Result<(), LedgerError> {
    let header = &summary.header;
    let application = Application {
        id: header.application,
        kit: header.kit,
        dossier,
        summary: digest,
        pages: header.pages.clone(),
        pages_fault: fault.map(str::to_owned),
        opened: before.as_ref().map_or(now_s, |before| before.opened),
        registration: before
            .as_ref()
            .and_then(|before| before.registration.clone()),
        course: before
            .as_ref()
            .map(|before| before.course.clone())
            .unwrap_or_default(),
    };
    if before.is_none() {
        ledger.log(now_s, Act::Open, application.id)?;
    }
    if before.as_ref() == Some(&application) {
        Ok(())
    } else {
        ledger.enter(&application)
    }
}

/// Signs that a part was opened; the depot is told at the next visit.
pub(crate) fn acknowledge(
    ledger: &Ledger,
    keys: &Keys,
    digest: Digest,
    now_s: i64,
) -> Result<(), OpeningError> {
    let Some(part) = ledger.part(digest)? else {
        return Ok(());
    };
    let depot = part
        .entry
        .receipt
        .claim()
        .map(|receipt| receipt.depot)
        .unwrap_or_default();
    let receipt = Receipt {
        digest,
        length: part.manifest.length,
        kit: part.manifest.kit,
        received_at: now_s,
        depot,
        kind: ReceiptKind::Opened,
    };
    ledger.keep_opened(digest, &Signed::sign(&receipt, keys.signer())?)?;
    Ok(())
}

/// What [`piece`] found wrong with a part, if it did.
fn faulty(ledger: &Ledger, digest: Digest) -> Result<Option<(Digest, &'static str)>, LedgerError> {
    let fault = ledger.part(digest)?.and_then(|part| part.fault);
    Ok([FLIPPED, LOST]
        .into_iter()
        .find(|key| fault.as_deref() == Some(key))
        .map(|key| (digest, key)))
}

/// A part with its ciphertext, if it was fetched. What was lost or changed on this disk counts as not fetched, so that
/// the next visit fetches it again.
fn piece(folder: &Folder, ledger: &Ledger, digest: Digest) -> Result<Option<Piece>, OpeningError> {
    let Some(part) = ledger
        .part(digest)?
        .filter(|part| part.state != PartState::Listed)
    else {
        return Ok(None);
    };
    let fault = match collect::read(folder, digest) {
        Ok(ciphertext) if digest_of(&ciphertext) == digest => {
            return Ok(Some(Piece {
                manifest: part.entry.manifest,
                ciphertext,
            }));
        }
        Ok(_) => FLIPPED,
        Err(why) if why.kind() == io::ErrorKind::NotFound => LOST,
        Err(why) => return Err(why.into()),
    };
    ledger.advance(digest, PartState::Listed)?;
    ledger.blame(digest, fault)?;
    Ok(None)
}

/// The dossier of a summary, provided that it is of this application.
fn dossier(summary: &OpenedPart) -> Option<Dossier> {
    let dossier: Dossier = serde_json::from_slice(summary.file(DOSSIER)?).ok()?;
    (dossier.application.0 == summary.header.application.0).then_some(dossier)
}

/// Every document that the dossier lists with a file must be there.
fn missing_document(dossier: &Dossier, pages: &OpenedPart) -> Option<&'static str> {
    let there = |file: &str| file.is_empty() || pages.file(file).is_some();
    let complete = dossier
        .documents
        .iter()
        .all(|document| there(&document.file));
    (!complete).then_some("document-missing")
}

/// The locale key of a fault: its words, and what to do, are under `fault-KEY`.
#[must_use]
pub fn fault_key(fault: OpenFault) -> &'static str {
    match fault {
        OpenFault::UnknownSigner => "unknown-signer",
        OpenFault::ManifestForged(_) => "manifest-forged",
        OpenFault::Resigned => "resigned",
        OpenFault::SignerWithdrawn => "signer-withdrawn",
        OpenFault::WrongKind => "wrong-kind",
        OpenFault::Swapped => "swapped",
        OpenFault::Truncated { .. } => "truncated",
        OpenFault::Lengthened { .. } => "lengthened",
        OpenFault::Flipped => FLIPPED,
        OpenFault::RecipientsUnknown => "recipients-unknown",
        OpenFault::NoIdentity => "no-identity",
        OpenFault::SealedDamaged => "sealed-damaged",
        OpenFault::PaddingMissing => "padding-missing",
        OpenFault::PaddingNotZero => "padding-not-zero",
        OpenFault::AdministratorUnknown => "administrator-unknown",
        OpenFault::AdministratorWithdrawn => "administrator-withdrawn",
        OpenFault::AdministratorChanged => "administrator-changed",
        OpenFault::HeaderForged(_) => "header-forged",
        OpenFault::RecipientsChanged => "recipients-changed",
        OpenFault::FileChanged { .. } => "file-changed",
        OpenFault::PieceMissing { .. } => ON_THEIR_WAY,
        OpenFault::PartOfAnother => "part-of-another",
    }
}

/// The parts that belong to no application that could be opened, by kit: they wait for their summary.
///
/// # Errors
/// The ledger's.
pub fn orphans(ledger: &Ledger) -> Result<Vec<(KitName, Digest)>, LedgerError> {
    let claimed: Vec<Digest> = ledger
        .applications()?
        .into_iter()
        .flat_map(|one| one.pages)
        .collect();
    let parts = ledger.parts()?.into_iter();
    let orphan =
        |part: &Part| part.manifest.kind == Kind::Pages && !claimed.contains(&part.manifest.digest);
    Ok(parts
        .filter(orphan)
        .map(|part| (part.manifest.kit, part.manifest.digest))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::fault_key;
    use look::{Language, Words};
    use parcel::{OpenFault as F, VerifyError};
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_words_of_its_own_in_both_languages() {
        let faults = [
            F::UnknownSigner,
            F::SignerWithdrawn,
            F::ManifestForged(VerifyError::SignatureInvalid),
            F::Resigned,
            F::WrongKind,
            F::Swapped,
            F::Truncated {
                expected: 2,
                found: 1,
            },
            F::Lengthened { excess: 1 },
            F::Flipped,
            F::RecipientsUnknown,
            F::NoIdentity,
            F::SealedDamaged,
            F::PaddingMissing,
            F::PaddingNotZero,
            F::AdministratorUnknown,
            F::AdministratorWithdrawn,
            F::AdministratorChanged,
            F::HeaderForged(VerifyError::SignatureInvalid),
            F::RecipientsChanged,
            F::FileChanged { at: 0 },
            F::PieceMissing { at: 0 },
            F::PartOfAnother,
        ];
        for language in Language::ALL {
            let words = Words::new(language);
            let said: BTreeSet<String> = faults
                .iter()
                .map(|fault| format!("fault-{}", fault_key(*fault)))
                .inspect(|key| assert!(words.knows(key), "{key}"))
                .map(|key| words.t(&key))
                .collect();
            assert_eq!(said.len(), faults.len());
        }
    }
}
