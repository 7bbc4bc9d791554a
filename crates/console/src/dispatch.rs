//! What goes back to the kits: signed, sealed to a kit's mailbox, kept until the kit has it.
//!
//! Nothing here reaches a kit that was not admitted, and nothing is sent in the clear.

pub mod draft;
pub mod turn;
pub mod visits;

use std::{collections::BTreeMap, fs, io};

use courier::{ClientError, Session, wire::ProblemCode};
use parcel::{
    Digest, Dispatch, DispatchContent, Enclosed, KitName, Letter, SignError, Signed, Word,
    digest_of, mailbox::LetterTooLarge,
};

use crate::{
    collect::CollectError,
    folder::Folder,
    keys::Keys,
    ledger::{Ledger, LedgerError, Sent},
};

/// How many receipts one dispatch carries: a signed statement has an end.
pub(crate) const RECEIPTS: usize = 200;

/// Why nothing was made ready for a kit.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// No kit of that number or name is ours.
    #[error("there is no such kit in console.toml; nothing was sent. Give the number on its lid")]
    NoKit,
    /// The kit was not admitted since dispatches are understood.
    #[error(
        "no mailbox of kit {0} is known, so nothing can be sealed for it. Bring its kit-card.json and run `admit`; then \
         send again"
    )]
    NoMailbox(String),
    /// The coordinator's key did not sign.
    #[error("the coordinator's key did not sign ({0}); nothing was sent")]
    Unsigned(#[from] SignError),
    /// It does not fit.
    #[error(
        "this is too large for one dispatch ({0}); nothing was sent. Send it in parts, or by stick"
    )]
    TooLarge(#[from] LetterTooLarge),
    /// A file cannot be read.
    #[error("a file cannot be read ({0}); nothing was sent")]
    Unreadable(#[from] io::Error),
}

/// The name of what a dispatch brings: `dispatch-KEY` in the locales.
#[must_use]
pub fn key(content: &DispatchContent) -> &'static str {
    match content {
        DispatchContent::Receipts(_) => "receipts",
        DispatchContent::Words(_) => "words",
        DispatchContent::Visits(_) => "visits",
        DispatchContent::Returned(_) => "returned",
        DispatchContent::Profile(_) => "profile",
        DispatchContent::Catalogue(_) => "catalogue",
    }
}

/// The kit with that number on its lid, or of that pseudonym.
///
/// # Errors
/// `NoKit`.
pub fn kit(folder: &Folder, wanted: &str) -> Result<KitName, DispatchError> {
    let kits = &folder.setup().kits;
    let number: Option<u16> = wanted.trim().parse().ok();
    kits.iter()
        .find(|kit| Some(kit.number) == number || kit.name.to_string() == wanted)
        .map(|kit| kit.name)
        .ok_or(DispatchError::NoKit)
}

/// The coordinator's side of one dispatch.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The folder.
    pub folder: &'a Folder,
    /// Who signs.
    pub keys: &'a Keys,
    /// Where it waits.
    pub ledger: &'a mut Ledger,
    /// When it is signed, seconds since 1970 UTC.
    pub now_s: i64,
}

impl Desk<'_> {
    /// Signs and seals something for a kit and keeps it until the kit has it.
    ///
    /// # Errors
    /// Each situation has its own [`DispatchError`].
    pub fn queue(
        &mut self,
        kit: KitName,
        content: DispatchContent,
        enclosures: Vec<Vec<u8>>,
    ) -> Result<Digest, DispatchError> {
        let mailbox = self
            .folder
            .newest_profile(kit)
            .and_then(|(_, profile)| profile.mailbox.clone())
            .ok_or_else(|| DispatchError::NoMailbox(self.folder.kit_label(kit)))?;
        let kind = key(&content).to_owned();
        let dispatch = Dispatch {
            kit,
            issued_at: self.now_s,
            content,
        };
        let letter = Letter {
            signed: Signed::sign(&dispatch, self.keys.signer())?,
            enclosures,
        };
        let file = mailbox.seal(&letter)?;
        let sent = Sent {
            digest: digest_of(&file),
            kit,
            kind,
            issued: self.now_s,
            posted: false,
            taken: false,
        };
        self.ledger.keep_dispatch(&sent, &file)?;
        Ok(sent.digest)
    }

    /// Tells each kit which of its parts were opened and not told of yet. A kit without a mailbox hears of it at the depot.
    ///
    /// # Errors
    /// Each situation has its own [`DispatchError`].
    pub fn queue_opened(&mut self) -> Result<(), DispatchError> {
        let mut by_kit: BTreeMap<KitName, Vec<_>> = BTreeMap::new();
        for (kit, receipt) in self.ledger.unreported()? {
            by_kit.entry(kit).or_default().push(receipt);
        }
        for (kit, receipts) in by_kit {
            for receipts in receipts.chunks(RECEIPTS) {
                let parts: Vec<Digest> = receipts
                    .iter()
                    .filter_map(|receipt| Some(receipt.claim().ok()?.digest))
                    .collect();
                match self.queue(
                    kit,
                    DispatchContent::Receipts(receipts.to_vec()),
                    Vec::new(),
                ) {
                    Ok(_) => self.ledger.reported(&parts)?,
                    Err(DispatchError::NoMailbox(_)) => break,
                    Err(why) => return Err(why),
                }
            }
        }
        Ok(())
    }

    /// Says something about an application to the kit it came from.
    ///
    /// # Errors
    /// Each situation has its own [`DispatchError`].
    pub fn queue_word(&mut self, kit: KitName, word: Word) -> Result<Digest, DispatchError> {
        self.queue(kit, DispatchContent::Words(vec![word]), Vec::new())
    }

    /// Sends the newest profile of a kit to it.
    ///
    /// # Errors
    /// Each situation has its own [`DispatchError`].
    pub fn queue_profile(&mut self, kit: KitName) -> Result<Digest, DispatchError> {
        let (signed, _) = self
            .folder
            .newest_profile(kit)
            .ok_or(DispatchError::NoKit)?;
        let content = DispatchContent::Profile(signed.clone());
        self.queue(kit, content, Vec::new())
    }

    /// Sends the centre's catalogue to a kit.
    ///
    /// # Errors
    /// Each situation has its own [`DispatchError`].
    pub fn queue_catalogue(&mut self, kit: KitName) -> Result<Digest, DispatchError> {
        let bytes = fs::read(self.folder.catalogue())?;
        let content = DispatchContent::Catalogue(Enclosed::of(&bytes));
        self.queue(kit, content, vec![bytes])
    }
}

/// Posts what waits, and notes what the kits have taken. A box that is full, or a kit that the depot does not serve, stops
/// nothing else.
pub(crate) async fn post(session: &Session<'_>, ledger: &Ledger) -> Result<usize, CollectError> {
    let mut posted = 0;
    let mut boxes: BTreeMap<KitName, Vec<Digest>> = BTreeMap::new();
    for sent in ledger.dispatches()?.into_iter().filter(|sent| !sent.taken) {
        if !sent.posted {
            let file = ledger.dispatch_file(sent.digest)?;
            match session.post_dispatch(&sent.kit, file).await {
                Ok(()) => {
                    ledger.dispatch_posted(sent.digest)?;
                    posted += 1;
                }
                Err(ClientError::Refused(problem))
                    if matches!(problem.code, ProblemCode::Full | ProblemCode::Unknown) =>
                {
                    tracing::warn!(code = ?problem.code, "a dispatch stays here");
                    continue;
                }
                Err(why) => return Err(why.into()),
            }
        }
        boxes.entry(sent.kit).or_default().push(sent.digest);
    }
    for (kit, ours) in boxes {
        for entry in session.box_of(&kit).await?.entries {
            if entry.taken_at.is_some() && ours.contains(&entry.digest) {
                ledger.dispatch_taken(entry.digest)?;
            }
        }
    }
    Ok(posted)
}
