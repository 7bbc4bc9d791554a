//! The outbox: sealed parts from the transaction that seals them to the purge that a receipt allows (I6, P7).

use crate::chunks;
use crate::place::{Store, StoreError, set_fact};
use parcel::{Chain, Head, Kind, Manifest, Piece, Receipt, ReceiptKind, Sealed, Signed};
use rusqlite::{OptionalExtension as _, params};

/// How long a delivered part is kept, in seconds of trusted time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// After the depot's receipt.
    pub stored_s: i64,
    /// After a coordinator has opened it.
    pub opened_s: i64,
}

impl Default for Holds {
    /// Thirty days and one day.
    fn default() -> Self {
        Self {
            stored_s: 30 * 86_400,
            opened_s: 86_400,
        }
    }
}

/// What one sealing hands over, to become durable in one transaction.
#[derive(Debug)]
pub struct SealedDraft<'a> {
    /// The parts and the head.
    pub sealed: &'a Sealed,
    /// The chain as it stands after them.
    pub chain: &'a Chain,
    /// The draft's record: entombed in the same transaction.
    pub record: &'a [u8; 16],
    /// The number that waits for these parts.
    pub number: &'a str,
    /// Random places in the order of sending, one a piece.
    pub ranks: &'a [u32],
}

/// Why a part does not travel by itself any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aside(pub &'static str);

/// A part as the outbox screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartLine {
    /// Its digest, hexadecimal.
    pub digest: String,
    /// True for a summary.
    pub summary: bool,
    /// True for documents.
    pub pages: bool,
    /// Its length in bytes.
    pub length: u64,
    /// Bytes that the depot is known to have.
    pub sent: u64,
    /// Whether a verified receipt is here.
    pub delivered: bool,
    /// Whether it waits for the end of the day; see [`Store::next_part`].
    pub rests: bool,
    /// Why it is set aside.
    pub aside: Option<String>,
    /// Whether a copy was put onto a stick.
    pub on_stick: bool,
}

/// Documents of so many applications are crowd enough to hide each of them.
const CROWD: u32 = 8;

/// The facts that say which documents rest: the day, and the last row that was sealed before the rest began.
const REST_DAY: &str = "rest day";
const REST_AFTER: &str = "rest after";

impl Store {
    /// The chain to continue, if this folder has sealed before.
    ///
    /// # Errors
    /// The database cannot be read, or the chain in it cannot be understood.
    pub fn chain(&self) -> Result<Option<Chain>, StoreError> {
        let Some(text) = self.fact("chain")? else {
            return Ok(None);
        };
        serde_json::from_str(&text)
            .map(Some)
            .map_err(|_unlike_a_chain| StoreError::Garbled)
    }

    /// The newest head of each installation whose word is still needed: of the one in use, and of every earlier one of
    /// which a part is not delivered.
    ///
    /// # Errors
    /// The database cannot be read, or a head in it cannot be understood.
    pub fn heads(&self) -> Result<Vec<Signed<Head>>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT value FROM fact WHERE name = 'head' OR (name LIKE 'head of %' AND EXISTS
               (SELECT 1 FROM part WHERE confirmed IS NULL AND instr(manifest, substr(name, 9)) > 0))",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|text| serde_json::from_str(&text?).map_err(|_unlike_a_head| StoreError::Garbled))
            .collect()
    }

    /// Begins a new installation: its empty chain, and `evidence` of the machine and disk it runs on. What the one
    /// before it sealed stays, with the head that vouches for it.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written; then the installation before it goes on.
    pub fn open_epoch(&mut self, chain: &Chain, evidence: &str) -> Result<(), StoreError> {
        let before = self.chain()?;
        let transaction = self.connection.transaction()?;
        if let Some(before) = before {
            transaction.execute(
                "UPDATE OR REPLACE fact SET name = ?1 WHERE name = 'head'",
                [format!("head of {}", before.epoch())],
            )?;
        }
        set_fact(&transaction, "chain", &json(chain)?)?;
        set_fact(&transaction, "evidence", evidence)?;
        transaction.commit()?;
        Ok(())
    }

    /// Makes a sealing durable: parts, head, chain, number and the draft's tombstone in one transaction.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written; then nothing has changed and the draft is still a draft.
    pub fn put_sealed(&mut self, draft: &SealedDraft<'_>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        let pieces = draft
            .sealed
            .summary
            .pieces
            .iter()
            .chain(&draft.sealed.pages.pieces);
        for (index, piece) in pieces.enumerate() {
            let rank = draft.ranks.get(index).copied().unwrap_or(0);
            let digest = put_piece(&transaction, piece, rank)?;
            transaction.execute(
                "INSERT OR IGNORE INTO waits VALUES (?1, ?2)",
                [draft.number, &digest],
            )?;
        }
        set_fact(&transaction, "chain", &json(draft.chain)?)?;
        set_fact(&transaction, "head", &json(&draft.sealed.head)?)?;
        transaction.execute(
            "UPDATE number SET state='sealed' WHERE number=?1",
            [draft.number],
        )?;
        transaction.execute(
            "INSERT OR IGNORE INTO tombstone VALUES (?1)",
            [draft.record.as_slice()],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The part that should travel next: summaries before pages, those of a kind in random order.
    ///
    /// Whoever sees a part arrive must not learn from the time whose it is. So the documents of one `day` (days since
    /// 1970) rest until it is over, until those of eight applications are here, or until [`Self::take_up_again`].
    ///
    /// # Errors
    /// The database cannot be read or written.
    pub fn next_part(&self, day: i64) -> Result<Option<(Signed<Manifest>, u64)>, StoreError> {
        let same_day = self.fact(REST_DAY)? == Some(day.to_string());
        if !same_day || self.applications_resting()? >= CROWD {
            self.end_rest()?;
            self.set_fact(REST_DAY, &day.to_string())?;
        }
        let row = self
            .connection
            .query_row(
                "SELECT manifest, length FROM part WHERE confirmed IS NULL AND aside IS NULL AND quarantined=0
                   AND (kind <> 'pages' OR rowid <= ?1)
                 ORDER BY CASE kind WHEN 'summary' THEN 0 WHEN 'emergency' THEN 1 ELSE 2 END, rank, digest LIMIT 1",
                [self.rest_after()?],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
            )
            .optional()?;
        let Some((manifest, length)) = row else {
            return Ok(None);
        };
        let manifest =
            serde_json::from_str(&manifest).map_err(|_unlike_a_manifest| StoreError::Garbled)?;
        Ok(Some((manifest, u64::try_from(length).unwrap_or(0))))
    }

    fn rest_after(&self) -> Result<i64, StoreError> {
        let row = self.fact(REST_AFTER)?;
        Ok(row.and_then(|row| row.parse().ok()).unwrap_or(0))
    }

    fn applications_resting(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row(
            "SELECT count(*) FROM part WHERE kind = 'summary' AND rowid > ?1",
            [self.rest_after()?],
            |row| row.get(0),
        )?)
    }

    /// Everything that is here travels.
    fn end_rest(&self) -> Result<(), StoreError> {
        let newest: i64 =
            self.connection
                .query_row("SELECT coalesce(max(rowid), 0) FROM part", [], |row| {
                    row.get(0)
                })?;
        self.set_fact(REST_AFTER, &newest.to_string())
    }

    /// At most `up_to` bytes of a part from `offset` on.
    ///
    /// # Errors
    /// The part is not there, or the database cannot be read.
    pub fn read_part(
        &self,
        digest: &str,
        offset: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, StoreError> {
        chunks::read(&self.connection, digest, offset, up_to)
    }

    /// Notes how much the depot is known to have, for showing.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn note_sent(&self, digest: &str, sent: u64) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE part SET sent=?2 WHERE digest=?1",
            params![digest, i64::try_from(sent).unwrap_or(i64::MAX)],
        )?;
        Ok(())
    }

    /// Keeps a verified receipt. A quarantine receipt frees nothing: the part stays (security rule 5.6).
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn confirm(
        &mut self,
        signed: &Signed<Receipt>,
        receipt: &Receipt,
        anchor_s: i64,
    ) -> Result<(), StoreError> {
        let digest = receipt.digest.to_string();
        let transaction = self.connection.transaction()?;
        if receipt.kind == ReceiptKind::Quarantined {
            transaction.execute("UPDATE part SET quarantined=1 WHERE digest=?1", [&digest])?;
        } else {
            transaction.execute(
                "UPDATE part SET receipt=?2, confirmed=?3, sent=length WHERE digest=?1",
                params![digest, json(signed)?, anchor_s],
            )?;
            transaction.execute(
                "UPDATE number SET state='delivered' WHERE state='sealed' AND number IN (SELECT number FROM waits WHERE part=?1)
                 AND NOT EXISTS (SELECT 1 FROM waits w JOIN part p ON p.digest=w.part
                                 WHERE w.number=number.number AND p.confirmed IS NULL)",
                [&digest],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Leaves a part behind with its reason; nothing else waits for it.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn set_aside(&self, digest: &str, reason: Aside) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE part SET aside=?2 WHERE digest=?1",
            [digest, reason.0],
        )?;
        Ok(())
    }

    /// Puts everything that was set aside or rests back into the queue: a person asked for another try.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn take_up_again(&self) -> Result<(), StoreError> {
        self.end_rest()?;
        self.connection.execute("UPDATE part SET aside=NULL", [])?;
        Ok(())
    }

    /// Every part, waiting ones first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn parts(&self) -> Result<Vec<PartLine>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT digest, kind='summary', length, sent, confirmed IS NOT NULL, aside, kind='pages' AND rowid > ?1, kind='pages',
                    EXISTS (SELECT 1 FROM carried WHERE carried.part = digest) FROM part
             ORDER BY confirmed IS NOT NULL, CASE kind WHEN 'summary' THEN 0 ELSE 1 END, rank, digest",
        )?;
        let rows = statement.query_map([self.rest_after()?], |row| {
            Ok(PartLine {
                digest: row.get(0)?,
                summary: row.get(1)?,
                length: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
                sent: u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
                delivered: row.get(4)?,
                aside: row.get(5)?,
                rests: row.get(6)?,
                pages: row.get(7)?,
                on_stick: row.get(8)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Erases parts whose receipt is old enough, counted in trusted time: a shorter hold counts from a coordinator's word
    /// that the part was opened. Returns how many went.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn purge(&mut self, anchor_s: i64, holds: Holds) -> Result<usize, StoreError> {
        let over: Vec<String> = {
            let mut statement = self.connection.prepare(
                "SELECT digest FROM part WHERE confirmed IS NOT NULL
                 AND (?1 - confirmed >= ?2 OR ?1 - opened >= ?3)",
            )?;
            let rows = statement
                .query_map([anchor_s, holds.stored_s, holds.opened_s], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for digest in &over {
            self.erase(digest)?;
        }
        if !over.is_empty() {
            self.settle()?;
        }
        Ok(over.len())
    }

    fn erase(&mut self, digest: &str) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM chunk WHERE part=?1", [digest])?;
        transaction.execute(
            "DELETE FROM part WHERE digest=?1 AND confirmed IS NOT NULL",
            [digest],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

pub(crate) fn put_piece(
    connection: &rusqlite::Connection,
    piece: &Piece,
    rank: u32,
) -> Result<String, StoreError> {
    let digest = piece.digest().to_string();
    let kind = piece
        .manifest
        .claim()
        .map_err(|_unlike_a_manifest| StoreError::Garbled)?
        .kind;
    let word = match kind {
        Kind::Summary => "summary",
        Kind::Pages => "pages",
        Kind::Emergency => "emergency",
    };
    let length = i64::try_from(piece.ciphertext.len()).unwrap_or(i64::MAX);
    connection.execute(
        "INSERT INTO part (digest, kind, rank, length, manifest) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![digest, word, rank, length, json(&piece.manifest)?],
    )?;
    chunks::put(connection, &digest, &piece.ciphertext)?;
    Ok(digest)
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_unserialisable| StoreError::Garbled)
}
