//! Applications as they were opened, sealed again under the ledger's key.
//! The documents are not kept twice: they are opened anew from their parts whenever they are looked at.

use office::dossier::Dossier;
use parcel::{ApplicationId, Digest, KitName};
use rand::rngs::OsRng;
use rusqlite::{OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use super::{APPLICATION, Ledger, LedgerError, Stage, Turn, outline};

/// One application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its name inside the parcel.
    pub id: ApplicationId,
    /// The kit that sealed it.
    pub kit: KitName,
    /// What was sealed.
    pub dossier: Dossier,
    /// The summary part.
    pub summary: Digest,
    /// The pieces of the pages part, in order.
    pub pages: Vec<Digest>,
    /// Whether all documents were opened; if not, why: a fault key, `pages-on-their-way` where they have not come yet.
    pub pages_fault: Option<String>,
    /// When it was opened first, seconds since 1970 UTC.
    pub opened: i64,
    /// Its official number.
    pub registration: Option<Registration>,
    /// What became of it, in the order in which it was written down.
    #[serde(default)]
    pub course: Vec<Turn>,
}

/// An application's place in the official register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The number, as the register has it.
    pub number: String,
    /// When it was written down here, seconds since 1970 UTC.
    pub at: i64,
}

impl Application {
    /// How far it has come.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match (self.course.last(), &self.registration) {
            (Some(turn), _) => turn.event.stage(),
            (None, Some(_)) => Stage::Registered,
            (None, None) => Stage::New,
        }
    }
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Application({:?}, {} pieces of pages)",
            self.id,
            self.pages.len()
        )
    }
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Registration")
    }
}

impl Ledger {
    /// Writes an application down, over what was known of it.
    ///
    /// # Errors
    /// `Database`.
    pub fn enter(&mut self, application: &Application) -> Result<(), LedgerError> {
        let transaction = self.db.transaction()?;
        let id = application.id.to_string();
        let revision: i64 = transaction.query_row(
            "SELECT coalesce(max(revision), 0) + 1 FROM application WHERE id = ?1",
            [&id],
            |row| row.get(0),
        )?;
        let plaintext = zeroize::Zeroizing::new(
            serde_json::to_vec(application).map_err(|_why| LedgerError::Unreadable)?,
        );
        let key =
            parcel::RecordKey::from_bytes(parcel::RecordId(application.id.0), self.key.clone());
        let sealed = key.encrypt(revision.unsigned_abs(), APPLICATION, &plaintext, &mut OsRng);
        transaction.execute(
            "INSERT OR REPLACE INTO application (id, revision, sealed) VALUES (?1, ?2, ?3)",
            params![id, revision, sealed],
        )?;
        outline::enter(&transaction, &key, revision, application)?;
        transaction.commit()?;
        Ok(())
    }

    /// Every application, the oldest first.
    ///
    /// # Errors
    /// `Database`; `NotOurs` where a row does not open with this key.
    pub fn applications(&self) -> Result<Vec<Application>, LedgerError> {
        let mut statement = self
            .db
            .prepare("SELECT id, revision, sealed FROM application")?;
        let rows = statement.query_map([], stored)?;
        let mut applications = rows
            .map(|row| self.opened(&row?))
            .collect::<Result<Vec<_>, _>>()?;
        applications.sort_by_key(|one: &Application| (one.dossier.finished.wall_s, one.id));
        Ok(applications)
    }

    /// The application of that inner name.
    ///
    /// # Errors
    /// As [`Self::applications`].
    pub fn application(&self, id: ApplicationId) -> Result<Option<Application>, LedgerError> {
        let row = self
            .db
            .query_row(
                "SELECT id, revision, sealed FROM application WHERE id = ?1",
                [id.to_string()],
                stored,
            )
            .optional()?;
        row.map(|row| self.opened(&row)).transpose()
    }

    /// The application of that number (`042-117-5083`, with or without dashes) or inner name.
    ///
    /// # Errors
    /// As [`Self::applications`].
    pub fn find(&self, wanted: &str) -> Result<Option<Application>, LedgerError> {
        if let Ok(id) = wanted.parse() {
            return self.application(id);
        }
        let Ok(number) = office::number::Number::parse(wanted) else {
            return Ok(None);
        };
        let outlines = self.outlines()?;
        let found = outlines.iter().find(|one| one.number == number);
        found.map_or(Ok(None), |found| self.application(found.id))
    }

    fn opened(&self, (id, revision, sealed): &Stored) -> Result<Application, LedgerError> {
        let id: ApplicationId = id.parse().map_err(|_why| LedgerError::Unreadable)?;
        let plaintext = self
            .seal_key(id)
            .decrypt(revision.unsigned_abs(), APPLICATION, sealed)
            .map_err(|_why| LedgerError::NotOurs)?;
        serde_json::from_slice(&plaintext).map_err(|_why| LedgerError::Unreadable)
    }
}

/// A row as it is stored: name, revision, seal.
type Stored = (String, i64, Vec<u8>);

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}
