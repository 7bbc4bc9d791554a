//! Sealing: an application's dossier and pages become parts of the outbox, in one transaction with its number.
//!
//! Nothing here opens what it sealed (I4); whatever fails leaves the draft as it was.

use super::{INSTANCE_FILE, Keeper, STEPS_FILE, SUMMARY_FILE, SURPASSED};
use crate::place;
use crate::press::{Job, Product};
use crate::reactor::Event;
use crate::translate::{press_trouble, save_trouble};
use imaging::Step;
use office::dossier::{Dossier, SealedDocument};
use office::time::ClockSource;
use office::trouble::Trouble;
use office::{Input, Moment};
use parcel::{Chain, Epoch, FileToSeal, SealOrder};
use rand::RngCore as _;
use rand::rngs::OsRng;
use std::collections::BTreeMap;
use store::{SealedDraft, Store, StoreError};

impl Keeper {
    pub(super) fn seal(&mut self, dossier: &Dossier, moment: Moment) {
        let application = dossier.application;
        match self.seal_or_say_why(dossier, moment) {
            Ok(bytes) => {
                self.finish_what_was_sealed();
                self.pages.retain(|_, of| *of != application);
                self.tell(Input::Sealed { application, bytes });
                self.tell_journal();
                self.tell_outbox();
                let _the_kit_ends = self.events.send(Event::SomethingToSend);
                self.keep_copies();
            }
            Err(trouble) => self.tell(Input::NotSealed {
                application,
                trouble,
            }),
        }
    }

    fn seal_or_say_why(&mut self, dossier: &Dossier, moment: Moment) -> Result<u64, Trouble> {
        let mut chain = self.chain()?;
        let recipients = self
            .recipients
            .get(&dossier.community)
            .ok_or(Trouble::NotSealed)?;
        let (summary, pages) = self.files(dossier)?;
        let vault = self.vault.as_ref().ok_or(Trouble::NotSealed)?;
        let order = SealOrder {
            application: parcel::ApplicationId(dossier.application.0),
            administrator: vault.administrator_signer(),
            profile: self.parts.profile.version,
            catalogue: self.parts.catalogue.version.clone(),
            recipients,
            moment: parcel::Moment {
                wall: moment.wall_s,
                since_boot: moment.since_boot_ms / 1000,
                anchor: moment.anchor_s,
                confirmed_day: (dossier.clock == ClockSource::Confirmed)
                    .then(|| dossier.finished.day_number()),
            },
            summary,
            pages,
        };
        let sealed = parcel::seal(&order, &mut chain, vault.signer()).map_err(|error| {
            tracing::error!(%error, "sealing failed");
            Trouble::NotSealed
        })?;
        let pieces = sealed.summary.pieces.iter().chain(&sealed.pages.pieces);
        let bytes = pieces
            .clone()
            .map(|piece| piece.ciphertext.len() as u64)
            .sum();
        let ranks: Vec<u32> = pieces.map(|_| OsRng.next_u32()).collect();
        let draft = SealedDraft {
            sealed: &sealed,
            chain: &chain,
            record: &dossier.application.0,
            number: dossier.number.digits(),
            ranks: &ranks,
        };
        self.write_surely(|store| store.put_sealed(&draft))
            .map_err(|error| {
                if matches!(error, StoreError::Full) {
                    Trouble::DiskFull
                } else {
                    Trouble::NotSealed
                }
            })?;
        Ok(bytes)
    }

    /// The chain to continue: a new one where this folder has not sealed yet, is a copy, or was set back behind what
    /// the depot knows of it. Two installations that counted on from one point would fork the kit's word.
    fn chain(&mut self) -> Result<Chain, Trouble> {
        let fact = |store: &Store, name| store.fact(name).map_err(|error| save_trouble(&error));
        let known = self.store.chain().map_err(|error| save_trouble(&error))?;
        let kit = self.parts.profile.kit;
        let evidence = place::evidence(&self.parts.folder.database(), kit.as_bytes());
        if let Some(chain) = known {
            let surpassed = fact(&self.store, SURPASSED)? == Some(chain.epoch().to_string());
            if !surpassed && fact(&self.store, "evidence")?.as_ref() == Some(&evidence) {
                return Ok(chain);
            }
            tracing::warn!(
                surpassed,
                "this is a copy or was set back; a new epoch begins"
            );
        }
        let chain = Chain::new(kit, Epoch::random(&mut OsRng));
        self.write_surely(|store| store.open_epoch(&chain, &evidence))
            .map_err(|error| save_trouble(&error))?;
        Ok(chain)
    }

    fn files(&self, dossier: &Dossier) -> Result<(Vec<FileToSeal>, Vec<FileToSeal>), Trouble> {
        let not_sealed = |error: parcel::FileToSealError| {
            tracing::error!(%error, "a file cannot be sealed");
            Trouble::NotSealed
        };
        let json = parcel::canonical::to_vec(dossier).map_err(|error| {
            tracing::error!(%error, "a dossier cannot be written");
            Trouble::NotSealed
        })?;
        let summary = vec![
            FileToSeal::new(SUMMARY_FILE, json).map_err(not_sealed)?,
            FileToSeal::new(INSTANCE_FILE, dossier.instance.clone().into_bytes())
                .map_err(not_sealed)?,
        ];
        let (mut pages, mut log) = (Vec::new(), BTreeMap::new());
        for document in dossier
            .documents
            .iter()
            .filter(|document| !document.file.is_empty())
        {
            let (pdf, steps) = self.bind(document)?;
            pages.push(FileToSeal::new(&document.file, pdf).map_err(not_sealed)?);
            log.insert(document.file.as_str(), steps);
        }
        if !log.is_empty() {
            let log = serde_json::to_vec(&log).map_err(|error| {
                tracing::error!(%error, "what was done to the pages cannot be written");
                Trouble::NotSealed
            })?;
            pages.push(FileToSeal::new(STEPS_FILE, log).map_err(not_sealed)?);
        }
        Ok((summary, pages))
    }

    /// One PDF of a document's pages, and what was done to each of them.
    fn bind(&self, document: &SealedDocument) -> Result<(Vec<u8>, Vec<Vec<Step>>), Trouble> {
        let mut heads = Vec::new();
        let mut bytes = Vec::new();
        let mut steps = Vec::new();
        for reference in &document.pages {
            let page = self.page(reference.id).ok_or(Trouble::NotSealed)?.page;
            steps.push(page.record.steps.clone());
            heads.push((page.record, page.bytes.len() as u64, reference.turns));
            bytes.extend(page.bytes);
        }
        match self
            .press
            .run(&Job::Bind { pages: heads }, &bytes)
            .map_err(press_trouble)?
        {
            Product::Pdf(pdf) => Ok((pdf, steps)),
            Product::Pages(_) | Product::Paper { .. } | Product::Raster { .. } => {
                Err(Trouble::NotSealed)
            }
        }
    }
}
