//! Outlines: what a list shows of an application, sealed apart, so that ten thousand are listed without opening one of them.
//! Follows the application in the same transaction; never written by itself.

use std::collections::HashMap;

use office::{label::Label, number::Number, person::PersonField};
use parcel::{ApplicationId, KitName, RecordKey};
use rand::rngs::OsRng;
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use super::{Application, Ledger, LedgerError, Stage};

/// The kind of content that an outline is, in the associated data of its seal.
const OUTLINE: u16 = 3;

/// What a list shows of an application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Its name inside the parcel.
    pub id: ApplicationId,
    /// The kit that sealed it.
    pub kit: KitName,
    /// The number on the slip.
    pub number: Number,
    /// What kind of matter it is, by key.
    pub matter: String,
    /// The application that it is about.
    pub belongs_to: Option<Number>,
    /// The service.
    pub service: String,
    /// What the service is called.
    pub service_name: Label,
    /// The id of the community.
    pub community: String,
    /// When it was taken, seconds since 1970 UTC.
    pub taken: i64,
    /// The day it was taken on, ISO 8601, as the kit's clock had it.
    pub day: String,
    /// The last day of the term as the applicant was told it, `04.12.2026`; may be empty.
    pub last_day: String,
    /// Whether something wants a look before it is registered.
    pub look: bool,
    /// How far it has come.
    pub stage: Stage,
    /// The day of its last turn, ISO 8601; empty where there was none.
    pub since: String,
    /// Its official number.
    pub official: String,
    /// Exact identifiers of the applicant, each after its kind: `rnokpp 1234567890`.
    pub marks: Vec<String>,
}

impl std::fmt::Debug for Outline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outline({:?}, {})", self.id, self.stage.key())
    }
}

impl Outline {
    /// The outline of an application.
    #[must_use]
    pub fn of(application: &Application) -> Self {
        let dossier = &application.dossier;
        let unanswered = dossier.consent.is_none() && dossier.matter.has_form();
        let last = application.course.last().map(|turn| &turn.event);
        Self {
            id: application.id,
            kit: application.kit,
            number: dossier.number.clone(),
            matter: dossier.matter.key().to_owned(),
            belongs_to: dossier.matter.belongs_to().cloned(),
            service: dossier.service.0.clone(),
            service_name: dossier.service_name.clone(),
            community: dossier.community.0.clone(),
            taken: dossier.finished.wall_s,
            day: dossier.finished.iso_date(),
            last_day: dossier.last_day.clone(),
            look: unanswered
                || !dossier.findings.is_empty()
                || !dossier.overrides.is_empty()
                || dossier.refusal.is_some()
                || application.pages_fault.is_some(),
            stage: application.stage(),
            since: last.map_or_else(String::new, |event| event.on().to_owned()),
            official: application
                .registration
                .as_ref()
                .map_or_else(String::new, |one| one.number.clone()),
            marks: marks(application),
        }
    }

    /// Whether both name the same person exactly, by any of their numbers.
    #[must_use]
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        self.id != other.id && self.marks.iter().any(|mark| other.marks.contains(mark))
    }
}

/// The identifiers that are compared: taxpayer number, record number in the demographic register, document.
fn marks(application: &Application) -> Vec<String> {
    let person = &application.dossier.applicant;
    let squeezed = |field| -> String {
        let text = person.text(field).chars();
        text.filter(|one| !one.is_whitespace())
            .collect::<String>()
            .to_uppercase()
    };
    [
        PersonField::Rnokpp,
        PersonField::Unzr,
        PersonField::DocumentNumber,
    ]
    .into_iter()
    .filter_map(|field| {
        let text = squeezed(field);
        let kind = if field == PersonField::DocumentNumber {
            person.text(PersonField::DocumentKind)
        } else {
            field.key()
        };
        (!text.is_empty()).then(|| format!("{kind} {text}"))
    })
    .collect()
}

impl Ledger {
    /// Every outline, the oldest first.
    ///
    /// # Errors
    /// `Database`; `NotOurs` where a row does not open with this key.
    pub fn outlines(&self) -> Result<Vec<Outline>, LedgerError> {
        let mut statement = self.db.prepare(
            "SELECT application.id, application.revision, outline.sealed FROM application
             LEFT JOIN outline ON outline.id = application.id AND outline.revision = application.revision",
        )?;
        let mut rows = statement.query([])?;
        let mut outlines = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, revision): (String, i64) = (row.get(0)?, row.get(1)?);
            let id: ApplicationId = id.parse().map_err(|_why| LedgerError::Unreadable)?;
            outlines.push(match row.get::<_, Option<Vec<u8>>>(2)? {
                Some(sealed) => {
                    let plaintext = self
                        .seal_key(id)
                        .decrypt(revision.unsigned_abs(), OUTLINE, &sealed)
                        .map_err(|_why| LedgerError::NotOurs)?;
                    serde_json::from_slice(&plaintext).map_err(|_why| LedgerError::Unreadable)?
                }
                // Entered by a version that knew no outlines.
                None => Outline::of(&self.application(id)?.ok_or(LedgerError::Unreadable)?),
            });
        }
        outlines.sort_by_key(|one: &Outline| (one.taken, one.id));
        Ok(outlines)
    }

    /// Those that belong together with `first`: what it is about, what came later about it, and what names the same person.
    ///
    /// # Errors
    /// As [`Self::outlines`].
    pub fn family(&self, first: &Application) -> Result<Vec<Application>, LedgerError> {
        let outlines = self.outlines()?;
        self.family_among(first, &outlines)
    }

    /// The same where the outlines are at hand.
    ///
    /// # Errors
    /// As [`Self::outlines`].
    pub fn family_among(
        &self,
        first: &Application,
        outlines: &[Outline],
    ) -> Result<Vec<Application>, LedgerError> {
        let own = Outline::of(first);
        let near = |one: &&Outline| {
            one.id == own.id
                || one.belongs_to.as_ref() == Some(&own.number)
                || own.belongs_to.as_ref() == Some(&one.number)
                || own.is_of_the_same(one)
        };
        let near: Vec<_> = outlines.iter().filter(near).map(|one| one.id).collect();
        near.into_iter()
            .filter_map(|id| self.application(id).transpose())
            .collect()
    }
}

/// Seals the outline of an application beside it.
pub(super) fn enter(
    transaction: &Transaction<'_>,
    key: &RecordKey,
    revision: i64,
    application: &Application,
) -> Result<(), LedgerError> {
    let plaintext = zeroize::Zeroizing::new(
        serde_json::to_vec(&Outline::of(application)).map_err(|_why| LedgerError::Unreadable)?,
    );
    let sealed = key.encrypt(revision.unsigned_abs(), OUTLINE, &plaintext, &mut OsRng);
    transaction.execute(
        "INSERT OR REPLACE INTO outline (id, revision, sealed) VALUES (?1, ?2, ?3)",
        params![application.id.to_string(), revision, sealed],
    )?;
    Ok(())
}

/// The applications that name the same person for the same service, by application: probably taken twice.
#[must_use]
pub fn twins(outlines: &[Outline]) -> HashMap<ApplicationId, Vec<Number>> {
    let mut by_mark: HashMap<(&str, &str), Vec<&Outline>> = HashMap::new();
    for one in outlines.iter().filter(|one| one.belongs_to.is_none()) {
        for mark in &one.marks {
            by_mark.entry((mark, &one.service)).or_default().push(one);
        }
    }
    let mut twins: HashMap<ApplicationId, Vec<Number>> = HashMap::new();
    for same in by_mark.into_values().filter(|same| same.len() > 1) {
        for one in &same {
            let numbers = twins.entry(one.id).or_default();
            for other in same.iter().filter(|other| other.id != one.id) {
                if !numbers.contains(&other.number) {
                    numbers.push(other.number.clone());
                }
            }
        }
    }
    twins
}
