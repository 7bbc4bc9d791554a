//! Who looked at what: a list that only grows, each line bound to the one before it, kept for a year.
//!
//! A line names the application by its random id and never by a person. Taking a line out, or changing one, shows;
//! cutting off the end does not (the copy of an earlier hash elsewhere would show it).

use look::Words;
use office::Moment;
use parcel::{ApplicationId, Digest, canonical, digest_of};
use rusqlite::{OptionalExtension as _, params};
use serde_json::json;

use super::{Ledger, LedgerError};
use crate::sheet;

/// How long a line is kept, in seconds: a leap year.
const YEAR_S: i64 = 366 * 86_400;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It was decrypted for the first time.
    Open,
    /// It was shown.
    Show,
    /// A slip number was looked for.
    Search,
    /// It was written to files in the clear.
    Export,
    /// Files of an export were taken off the disk.
    Clear,
    /// A turn in its course was written down.
    Register,
    /// A signed archive of it was taken in.
    Enclose,
}

impl Act {
    /// Its name in the list and in locale keys: `act-KEY`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Show => "show",
            Self::Search => "search",
            Self::Export => "export",
            Self::Clear => "clear",
            Self::Register => "register",
            Self::Enclose => "enclose",
        }
    }
}

/// Where the coordinator sat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Source {
    /// A command.
    #[default]
    Terminal,
    /// The window.
    Window,
}

impl Source {
    fn key(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Window => "window",
        }
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When, seconds since 1970 UTC.
    pub at: i64,
    /// Which coordinator; empty in lines of before that was noted.
    pub who: String,
    /// What, by [`Act::key`].
    pub act: String,
    /// Which application; `-` where none was found.
    pub application: String,
    /// `terminal` or `window`; empty in lines of before that was noted.
    pub source: String,
    /// SHA-256 over this line and the hash before it.
    pub hash: String,
}

impl Look {
    /// The line as people read it.
    #[must_use]
    pub fn line(&self, words: Words) -> String {
        let at = Moment {
            wall_s: self.at,
            ..Moment::default()
        };
        let source = if self.source.is_empty() {
            "unknown"
        } else {
            &self.source
        };
        let parts = [
            format!("{} {}", at.date_text(), at.clock_text()),
            words.t(&format!("act-{}", self.act)),
            words.t(&format!("source-{source}")),
            self.application.clone(),
            self.who.clone(),
        ];
        sheet::joined(parts, "  ")
    }
}

impl Ledger {
    /// Says who sits here from now on; lines older than a year are let go.
    ///
    /// # Errors
    /// `Database`.
    pub fn sign_in(&mut self, who: &str, source: Source, now_s: i64) -> Result<(), LedgerError> {
        (self.who, self.source) = (who.to_owned(), source);
        self.let_go(now_s.saturating_sub(YEAR_S))
    }

    /// Who sits here.
    #[must_use]
    pub fn who(&self) -> &str {
        &self.who
    }

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
        self.add_line(at, act, &application.to_string())
    }

    /// Adds a line about nothing that is here: a search without a find.
    ///
    /// # Errors
    /// `Database`.
    pub fn log_in_vain(&mut self, at: i64, act: Act) -> Result<(), LedgerError> {
        self.add_line(at, act, "-")
    }

    fn add_line(&mut self, at: i64, act: Act, application: &str) -> Result<(), LedgerError> {
        let transaction = self.db.transaction()?;
        let before: Option<String> = transaction
            .query_row(
                "SELECT hash FROM opening ORDER BY line DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .or_else(|_none| transaction.query_row("SELECT hash FROM let_go", [], |row| row.get(0)))
            .optional()?;
        let mut look = Look {
            at,
            who: self.who.clone(),
            act: act.key().to_owned(),
            application: application.to_owned(),
            source: self.source.key().to_owned(),
            hash: String::new(),
        };
        look.hash = hash(&before.unwrap_or_default(), &look)?.to_string();
        transaction.execute(
            "INSERT INTO opening (at, act, application, hash, who, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![at, look.act, look.application, look.hash, look.who, look.source],
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
            .prepare("SELECT at, act, application, hash, who, source FROM opening ORDER BY line")?;
        let rows = statement.query_map([], |row| {
            Ok(Look {
                at: row.get(0)?,
                act: row.get(1)?,
                application: row.get(2)?,
                hash: row.get(3)?,
                who: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                source: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
            })
        })?;
        let looks = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let let_go: Option<String> = self
            .db
            .query_row("SELECT hash FROM let_go", [], |row| row.get(0))
            .optional()?;
        let mut before = let_go.as_deref().unwrap_or_default();
        for look in &looks {
            if hash(before, look)?.to_string() != look.hash {
                return Err(LedgerError::NotOurs);
            }
            before = &look.hash;
        }
        Ok(looks)
    }

    /// Lets go of the lines at the beginning that are older than `before`; the rest stays bound to the last of them.
    fn let_go(&mut self, before: i64) -> Result<(), LedgerError> {
        let transaction = self.db.transaction()?;
        let last: Option<(i64, String)> = transaction
            .query_row(
                "SELECT line, hash FROM opening
                 WHERE line < coalesce((SELECT min(line) FROM opening WHERE at >= ?1), 9223372036854775807)
                 ORDER BY line DESC LIMIT 1",
                [before],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        if let Some((line, hash)) = last {
            transaction.execute(
                "INSERT OR REPLACE INTO let_go (only, hash) VALUES (1, ?1)",
                [hash],
            )?;
            transaction.execute("DELETE FROM opening WHERE line <= ?1", [line])?;
        }
        transaction.commit()?;
        Ok(())
    }
}

fn hash(before: &str, look: &Look) -> Result<Digest, LedgerError> {
    let mut line = json!({
        "act": look.act, "application": look.application, "at": look.at, "before": before,
    });
    // A line of before these were noted keeps the hash that it has.
    if !look.source.is_empty() {
        line["who"] = json!(look.who);
        line["source"] = json!(look.source);
    }
    canonical::to_vec(&line)
        .map(|line| digest_of(&line))
        .map_err(|_why| LedgerError::Unreadable)
}
