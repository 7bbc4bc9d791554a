//! Unfinished drafts whose keys are gone from their kit: opened here from emergency parcels, named, and sent back.
//!
//! A draft is no application: it is never exported or registered. Nothing of it lies here unsealed.

use std::collections::BTreeSet;

use look::Words;
use office::{application::Application, visit::Visit};
use parcel::{
    Digest, DispatchContent, Enclosed, Kind, KitName, KnownSigners, Piece, RecordId,
    ReturnedContent, ReturnedRecord, ReturnedVisit, digest_of,
    emergency::{self, BODY, DraftContent, EmergencyError, PAGE},
};

use super::{Desk, DispatchError};
use crate::{
    clock,
    collect::{self, PartFault},
    folder::Folder,
    keys::Keys,
    ledger::{Draft, Ledger, LedgerError, Part, PartState},
    opening::{self, OpeningError},
};

/// An unfinished visit as far as it came.
#[derive(Debug)]
pub struct Unfinished {
    /// Its folder.
    pub folder: Draft,
    /// What the folder says.
    pub visit: Visit,
    /// The drafts of its applications, with what they say.
    pub drafts: Vec<(Draft, Application)>,
}

impl Unfinished {
    /// When it was sent back, if it was.
    #[must_use]
    pub fn returned(&self) -> Option<i64> {
        self.folder.returned
    }

    /// In a line: its name, whose, how much is there, whether it was sent back.
    #[must_use]
    pub fn line(&self, words: Words) -> String {
        let pages: usize = self.drafts.iter().map(|(draft, _)| draft.pages).sum();
        let args = [
            ("day", self.visit.arrived.date_text().into()),
            ("n", self.drafts.len().into()),
            ("pages", pages.into()),
        ];
        let name = self.visit.id.to_string();
        let whose = match self.visit.applicant.full_name() {
            name if name.is_empty() => words.t("draft-unnamed"),
            name => name,
        };
        let state = self.returned().map_or_else(String::new, |at| {
            let day = [("day", clock::day_text(at).into())];
            format!("; {}", words.t_with("draft-returned", &day))
        });
        let (short, what) = (&name[..8], words.t_with("draft-line", &args));
        format!("{short}  {whose}  {what}{state}")
    }
}

/// Why a visit was not sent back.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    /// Nothing of that name.
    #[error(
        "there is no such unfinished visit, or its folder has not come yet; nothing was sent. `dispatch drafts` names those that \
         are here; run `fetch` and `open` first"
    )]
    Unknown,
    /// Its pages cannot be had any more.
    #[error(
        "a part of the visit cannot be opened ({0}); nothing was sent. Run `fetch`: it comes again from the depot"
    )]
    Part(&'static str),
    /// It could not be made ready.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Opens every emergency parcel that was fetched. Says how many drafts are new.
///
/// # Errors
/// As for opening applications; a bad parcel is none of them.
pub fn open_all(
    folder: &Folder,
    keys: &Keys,
    ledger: &mut Ledger,
    now_s: i64,
) -> Result<(usize, Vec<PartFault>), OpeningError> {
    let known = folder.known();
    let (mut opened, mut faults) = (0, Vec::new());
    for part in ledger.parts()? {
        if part.manifest.kind != Kind::Emergency || part.state != PartState::Fetched {
            continue;
        }
        let digest = part.manifest.digest;
        match read(folder, keys, &known, &part) {
            Ok((record, contents)) => {
                if let Some(draft) = described(&part, record, &contents) {
                    ledger.keep_draft(&draft)?;
                    opened += 1;
                }
                opening::acknowledge(ledger, keys, digest, now_s)?;
            }
            Err(key) => {
                ledger.blame(digest, key)?;
                let kit = part.manifest.kit;
                faults.push(PartFault { digest, kit, key });
            }
        }
    }
    Ok((opened, faults))
}

/// The visits of which the folder has come, the oldest first.
///
/// # Errors
/// The ledger's.
pub fn unfinished(ledger: &Ledger) -> Result<Vec<Unfinished>, LedgerError> {
    let all = ledger.drafts()?;
    let mut visits: Vec<Unfinished> = all
        .iter()
        .filter_map(|draft| {
            let visit = serde_json::from_str(&draft.body).ok()?;
            Some(Unfinished {
                folder: draft.clone(),
                visit,
                drafts: Vec::new(),
            })
        })
        .collect();
    for draft in all {
        let Ok(application) = serde_json::from_str::<Application>(&draft.body) else {
            continue;
        };
        if let Some(unfinished) = visits
            .iter_mut()
            .find(|unfinished| unfinished.visit.id == application.visit)
        {
            unfinished.drafts.push((draft, application));
        }
    }
    Ok(visits)
}

/// Sends an unfinished visit back to a kit: the one it came from, unless another is named. `which` is the beginning of the
/// visit's name.
///
/// # Errors
/// Each situation has its own [`ReturnError`].
pub fn give_back(
    desk: &mut Desk<'_>,
    which: &str,
    kit: Option<KitName>,
) -> Result<Digest, ReturnError> {
    let mut found = unfinished(desk.ledger)?
        .into_iter()
        .filter(|unfinished| unfinished.visit.id.to_string().starts_with(which));
    let (Some(unfinished), None) = (found.next(), found.next()) else {
        return Err(ReturnError::Unknown);
    };
    let mut enclosures = Enclosures::default();
    let known = desk.folder.known();
    let mut records = Vec::new();
    let drafts = unfinished.drafts.iter().map(|(draft, _)| draft);
    for draft in std::iter::once(&unfinished.folder).chain(drafts) {
        let part = desk
            .ledger
            .part(draft.part)?
            .ok_or(ReturnError::Part("lost-here"))?;
        let (record, contents) =
            read(desk.folder, desk.keys, &known, &part).map_err(ReturnError::Part)?;
        let contents = contents.iter().map(|content| enclosures.put(content));
        records.push(ReturnedRecord {
            record,
            contents: contents.collect(),
        });
    }
    let folder = records.remove(0);
    let content = DispatchContent::Returned(ReturnedVisit {
        community: unfinished.visit.community.0.clone(),
        folder,
        drafts: records,
    });
    let kit = kit.unwrap_or(unfinished.folder.kit);
    let digest = desk.queue(kit, content, enclosures.bytes)?;
    desk.ledger.keep_draft(&Draft {
        returned: Some(desk.now_s),
        ..unfinished.folder
    })?;
    Ok(digest)
}

/// What lies beside the statement, each once.
#[derive(Default)]
struct Enclosures {
    named: BTreeSet<Digest>,
    bytes: Vec<Vec<u8>>,
}

impl Enclosures {
    fn put(&mut self, content: &DraftContent) -> ReturnedContent {
        let name = Enclosed::of(&content.plaintext);
        if self.named.insert(name.digest) {
            self.bytes.push(content.plaintext.to_vec());
        }
        ReturnedContent {
            revision: content.revision,
            kind: content.kind,
            content: name,
        }
    }
}

/// Verifies and decrypts an emergency parcel; on failure the key of what is wrong.
fn read(
    folder: &Folder,
    keys: &Keys,
    known: &KnownSigners,
    part: &Part,
) -> Result<(RecordId, Vec<DraftContent>), &'static str> {
    let ciphertext = collect::read(folder, part.manifest.digest).map_err(|_why| "lost-here")?;
    if digest_of(&ciphertext) != part.manifest.digest {
        return Err("flipped");
    }
    let piece = Piece {
        manifest: part.entry.manifest.clone(),
        ciphertext,
    };
    emergency::open_draft(&piece, keys.identities(), known).map_err(|why| match why {
        EmergencyError::NotBelieved(fault) => opening::fault_key(fault),
        EmergencyError::Closed(_) => "no-identity",
        EmergencyError::TooLarge | EmergencyError::Damaged | EmergencyError::NotSigned(_) => {
            "sealed-damaged"
        }
    })
}

/// What the ledger keeps of a draft; none where it holds no word.
fn described(part: &Part, record: RecordId, contents: &[DraftContent]) -> Option<Draft> {
    let body = contents.iter().find(|content| content.kind == BODY)?;
    let text = std::str::from_utf8(&body.plaintext).ok()?;
    Some(Draft {
        record,
        kit: part.manifest.kit,
        part: part.manifest.digest,
        received: part.received,
        revision: body.revision,
        pages: contents
            .iter()
            .filter(|content| content.kind == PAGE)
            .count(),
        body: text.to_owned(),
        returned: None,
    })
}
