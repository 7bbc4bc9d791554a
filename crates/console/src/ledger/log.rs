//! Who looked at what: a list that only grows, each line bound to the one before it.
//!
//! A line names the application by its random id and never by a person. Taking a line out, or changing one, shows;
//! cutting off the end does not (the copy of an earlier hash elsewhere would show it).

use parcel::{ApplicationId, Digest, canonical, digest_of};
use rusqlite::{OptionalExtension as _, params};
use serde_json::json;

use super::{Ledger, LedgerError};

/// What was done with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It was decrypted for the first time.
    Open,
    /// It was shown.
    Show,
    /// It was written to files in the clear.
    Export,
    /// It was given its official number.
    Register,
}

impl Act {
    fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Show => "show",
            Self::Export => "export",
            Self::Register => "register",
        }
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When, seconds since 1970 UTC.
    pub at: i64,
    /// What: `open`, `show`, `export`, `register`.
    pub act: String,
    /// Which application.
    pub application: String,
    /// SHA-256 over this line and the hash before it.
    pub hash: String,
}

impl Ledger {
    /// Adds a line.
    ///
    /// # Errors
    /// `Database`.
    pub fn log(
        &mut self,
        at: i64,
        act: Act,
        application: ApplicationId,
    ) -> Result<(), LedgerError> {
        let transaction = self.db.transaction()?;
        let before: Option<String> = transaction
            .query_row(
                "SELECT hash FROM opening ORDER BY line DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .optional()?;
        let application = application.to_string();
        let hash = hash(&before.unwrap_or_default(), at, act.key(), &application)?;
        transaction.execute(
            "INSERT INTO opening (at, act, application, hash) VALUES (?1, ?2, ?3, ?4)",
            params![at, act.key(), application, hash.to_string()],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The whole list, the oldest first.
    ///
    /// # Errors
    /// `Database`; `NotOurs` where a line was changed or taken out.
    pub fn looks(&self) -> Result<Vec<Look>, LedgerError> {
        let mut statement = self
            .db
            .prepare("SELECT at, act, application, hash FROM opening ORDER BY line")?;
        let rows = statement.query_map([], |row| {
            Ok(Look {
                at: row.get(0)?,
                act: row.get(1)?,
                application: row.get(2)?,
                hash: row.get(3)?,
            })
        })?;
        let looks = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut before = "";
        for look in &looks {
            if hash(before, look.at, &look.act, &look.application)?.to_string() != look.hash {
                return Err(LedgerError::NotOurs);
            }
            before = &look.hash;
        }
        Ok(looks)
    }
}

fn hash(before: &str, at: i64, act: &str, application: &str) -> Result<Digest, LedgerError> {
    let line = json!({"act": act, "application": application, "at": at, "before": before});
    canonical::to_vec(&line)
        .map(|line| digest_of(&line))
        .map_err(|_why| LedgerError::Unreadable)
}
