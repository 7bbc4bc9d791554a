//! The journal of numbers: number, day, state, and which other number it belongs to. No person, no service, no reason.

use crate::place::{Store, StoreError};
use rusqlite::params;

/// What became of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberState {
    /// Drawn for a printed application that is not sealed yet.
    Drawn,
    /// Sealed; its parts wait.
    Sealed,
    /// The depot has every part.
    Delivered,
    /// Never used.
    Void,
}

impl NumberState {
    const ALL: [Self; 4] = [Self::Drawn, Self::Sealed, Self::Delivered, Self::Void];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Sealed => "sealed",
            Self::Delivered => "delivered",
            Self::Void => "void",
        }
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLine {
    /// Ten digits.
    pub number: String,
    /// Local day, ISO 8601.
    pub day: String,
    /// What became of it.
    pub state: NumberState,
    /// What it belongs to, where that was sealed before.
    pub belongs_to: Option<Kinship>,
}

/// How a number belongs to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinship {
    /// In which way, as a short word.
    pub kin: String,
    /// The other number.
    pub of: String,
}

impl Store {
    /// Writes a number down before anything carries it. Doing so twice changes nothing.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written.
    pub fn note_number(
        &self,
        number: &str,
        day: &str,
        belongs_to: Option<&Kinship>,
    ) -> Result<(), StoreError> {
        let kin = belongs_to.map(|kinship| &kinship.kin);
        let of = belongs_to.map(|kinship| &kinship.of);
        self.connection.execute(
            "INSERT OR IGNORE INTO number (number, day, state, kin, kin_of) VALUES (?1, ?2, 'drawn', ?3, ?4)",
            params![number, day, kin, of],
        )?;
        Ok(())
    }

    /// Marks a number that was printed and will not be used.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn void_number(&self, number: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE number SET state='void' WHERE number=?1 AND state='drawn'",
            [number],
        )?;
        Ok(())
    }

    /// The newest `limit` lines, newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn journal(&self, limit: u32) -> Result<Vec<NumberLine>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT number, day, state, kin, kin_of FROM number ORDER BY rowid DESC LIMIT ?1",
        )?;
        let rows = statement.query_map(params![limit], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?.zip(row.get(4)?),
            ))
        })?;
        let mut lines = Vec::new();
        for row in rows {
            let (number, day, word, belongs_to) = row?;
            let state = NumberState::ALL
                .into_iter()
                .find(|state| state.word() == word)
                .ok_or(StoreError::Garbled)?;
            lines.push(NumberLine {
                number,
                day,
                state,
                belongs_to: belongs_to.map(|(kin, of)| Kinship { kin, of }),
            });
        }
        Ok(lines)
    }
}
