//! Reads a SQLite database and its write-ahead log byte by byte (SQLite file format, sections 1, 2 and 4).
//!
//! Any program of SQLite would write an index beside the file and take locks; an examiner changes nothing. Damage is no
//! error: a page that cannot be understood is counted and passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Deeper than any tree of four thousand million pages.
const DEEPEST: usize = 20;
/// Bytes before a page in the log.
const FRAME: usize = 24;
/// Bytes at the beginning of the log.
const LOG_HEADER: usize = 32;

/// A value of a row: its kind, how long it is, and as much of it as stands in the row's own page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing, or a broken number; of no interest here.
    Other,
    /// A whole number.
    Number(i64),
    /// A text or blob.
    Bytes {
        is_text: bool,
        length: u64,
        head: Vec<u8>,
    },
}

impl Value {
    pub(crate) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Other | Self::Bytes { .. } => None,
        }
    }

    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Bytes { length, .. } => *length,
            Self::Number(_) | Self::Other => 0,
        }
    }

    pub(crate) fn head(&self) -> &[u8] {
        match self {
            Self::Bytes { head, .. } => head,
            Self::Number(_) | Self::Other => &[],
        }
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.head()).unwrap_or_default()
    }
}

/// An opened database.
pub(crate) struct Database {
    file: File,
    log: Option<File>,
    page_bytes: usize,
    /// Bytes at the end of each page that SQLite leaves alone.
    reserved: usize,
    pages: u32,
    /// Where the newest committed copy of a page begins in the log.
    newest: BTreeMap<u32, u64>,
    /// Whole frames behind the newest commit.
    pub(crate) old_log_pages: u32,
    pub(crate) unreadable: u32,
}

impl Database {
    /// Opens the database at `path` with its log beside it. `None` where it is no database.
    pub(crate) fn open(path: &Path, log: &Path) -> io::Result<Option<Self>> {
        let mut file = File::open(path)?;
        let mut header = [0; 100];
        let is_whole = file.read_exact(&mut header).is_ok();
        let mut database = Self {
            page_bytes: 4096,
            reserved: 0,
            pages: 0,
            newest: BTreeMap::new(),
            old_log_pages: 0,
            unreadable: 0,
            log: File::open(log).ok(),
            file,
        };
        if is_whole && header.starts_with(b"SQLite format 3\0") {
            database.page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
                1 => 65_536,
                bytes => usize::from(bytes),
            };
            database.reserved = usize::from(header[20]);
            let bytes = database.file.seek(SeekFrom::End(0))?;
            database.pages = u32::try_from(bytes / database.page_bytes as u64).unwrap_or(u32::MAX);
        }
        database.read_log()?;
        let is_database = database.pages > 0 && database.page_bytes >= 512;
        Ok(is_database.then_some(database))
    }

    /// Learns which pages the log has committed.
    fn read_log(&mut self) -> io::Result<()> {
        let Some(mut log) = self.log.take() else {
            return Ok(());
        };
        let mut bytes = Vec::new();
        log.read_to_end(&mut bytes)?;
        self.log = Some(log);
        let Some((header, frames)) = bytes.split_first_chunk::<LOG_HEADER>() else {
            return Ok(());
        };
        let (Some(magic @ (0x377f_0682 | 0x377f_0683)), Some(page_bytes)) =
            (word(header, 0), word(header, 8))
        else {
            return Ok(());
        };
        if self.pages == 0 {
            self.page_bytes = page_bytes as usize;
        }
        if page_bytes as usize != self.page_bytes || page_bytes < 512 {
            return Ok(());
        }
        let is_big = magic & 1 == 1;
        let mut sum = checksum(&header[..24], [0, 0], is_big);
        let (mut pending, mut committed) = (BTreeMap::new(), 0);
        let whole = frames.chunks_exact(FRAME + self.page_bytes);
        let all = whole.len();
        for (index, frame) in whole.enumerate() {
            let (head, page) = frame.split_at(FRAME);
            sum = checksum(page, checksum(&head[..8], sum, is_big), is_big);
            let is_ours = head[8..16] == header[16..24]
                && word(head, 16) == Some(sum[0])
                && word(head, 20) == Some(sum[1]);
            if !is_ours {
                break;
            }
            let at = LOG_HEADER + index * (FRAME + self.page_bytes) + FRAME;
            pending.insert(word(head, 0).unwrap_or(0), at as u64);
            if let Some(pages @ 1..) = word(head, 4) {
                self.newest.append(&mut pending);
                self.pages = pages;
                committed = index + 1;
            }
        }
        self.old_log_pages = u32::try_from(all - committed).unwrap_or(u32::MAX);
        Ok(())
    }

    /// How many pages wait in the log.
    pub(crate) fn log_pages(&self) -> u32 {
        u32::try_from(self.newest.len()).unwrap_or(u32::MAX)
    }

    fn page(&mut self, number: u32) -> Option<Vec<u8>> {
        let (file, at) = match (self.newest.get(&number), &mut self.log) {
            (Some(at), Some(log)) => (log, *at),
            _ => (
                &mut self.file,
                u64::from(number.checked_sub(1)?) * self.page_bytes as u64,
            ),
        };
        let mut bytes = vec![0; self.page_bytes];
        let read = file
            .seek(SeekFrom::Start(at))
            .and_then(|_| file.read_exact(&mut bytes));
        if read.is_err() {
            self.unreadable += 1;
            return None;
        }
        Some(bytes)
    }

    /// Free pages, and how many of them hold anything.
    pub(crate) fn free_pages(&mut self) -> (u32, u32) {
        let Some(first) = self.page(1) else {
            return (0, 0);
        };
        let (mut trunk, mut free, mut filled) = (word(&first, 32).unwrap_or(0), 0, 0);
        let mut seen = BTreeSet::new();
        while trunk != 0 && seen.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let leaves = word(&page, 4).unwrap_or(0) as usize;
            free += 1;
            // Behind its list a trunk page is as free as its leaves.
            filled += u32::from(
                page.get(8 + leaves * 4..)
                    .is_some_and(|rest| rest.iter().any(|byte| *byte != 0)),
            );
            for index in 0..leaves.min(self.page_bytes / 4) {
                let leaf = word(&page, 8 + index * 4).and_then(|leaf| self.page(leaf));
                free += 1;
                filled += u32::from(leaf.is_some_and(|leaf| leaf.iter().any(|byte| *byte != 0)));
            }
            trunk = word(&page, 0).unwrap_or(0);
        }
        (free, filled)
    }

    /// The tables by name, with their root pages.
    pub(crate) fn tables(&mut self) -> Vec<(String, u32)> {
        let mut tables = Vec::new();
        self.rows(1, &mut |row| {
            if let [kind, name, _of, root, ..] = row
                && kind.text() == "table"
                && let Some(root) = root.number().and_then(|root| u32::try_from(root).ok())
            {
                tables.push((name.text().to_owned(), root));
            }
        });
        tables
    }

    /// Every row of the tree at `root`; for a table without row ids these are the entries of its index.
    pub(crate) fn rows(&mut self, root: u32, look: &mut dyn FnMut(&[Value])) {
        self.walk(root, 0, &mut BTreeSet::new(), look);
    }

    fn walk(
        &mut self,
        number: u32,
        depth: usize,
        seen: &mut BTreeSet<u32>,
        look: &mut dyn FnMut(&[Value]),
    ) {
        if depth > DEEPEST || !seen.insert(number) {
            self.unreadable += 1;
            return;
        }
        let Some(page) = self.page(number) else {
            return;
        };
        let Some(children) = self.cells(&page, if number == 1 { 100 } else { 0 }, look) else {
            self.unreadable += 1;
            return;
        };
        for child in children {
            self.walk(child, depth + 1, seen, look);
        }
    }

    /// Gives the rows of one page of a tree to `look`, and its children back.
    fn cells(&self, page: &[u8], at: usize, look: &mut dyn FnMut(&[Value])) -> Option<Vec<u32>> {
        let kind = *page.get(at)?;
        let (is_leaf, is_index) = match kind {
            2 => (false, true),
            5 => (false, false),
            10 => (true, true),
            13 => (true, false),
            _ => return None,
        };
        let cells = usize::from(u16::from_be_bytes([*page.get(at + 3)?, *page.get(at + 4)?]));
        let mut children = Vec::new();
        let list = at + if is_leaf { 8 } else { 12 };
        if !is_leaf {
            children.push(word(page, at + 8)?);
        }
        for index in 0..cells {
            let place = list + index * 2;
            let mut cell = usize::from(u16::from_be_bytes([
                *page.get(place)?,
                *page.get(place + 1)?,
            ]));
            if !is_leaf {
                children.push(word(page, cell)?);
                cell += 4;
            }
            if !is_leaf && !is_index {
                continue;
            }
            let (payload, used) = varint(page.get(cell..)?)?;
            cell += used;
            if !is_index {
                cell += varint(page.get(cell..)?)?.1;
            }
            let local = self.local(payload, is_index);
            let row = row(page.get(cell..(cell + local).min(page.len()))?)?;
            look(&row);
        }
        Some(children)
    }

    /// How much of a payload stands in the page itself (section 1.6).
    fn local(&self, payload: u64, is_index: bool) -> usize {
        let usable = (self.page_bytes - self.reserved) as u64;
        let most = if is_index {
            (usable - 12) * 64 / 255 - 23
        } else {
            usable - 35
        };
        if payload <= most {
            return payload as usize;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let fit = least + (payload - least) % (usable - 4);
        (if fit <= most { fit } else { least }) as usize
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number of one to nine bytes, and how many it took (section 1.6).
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            return Some((value << 8 | u64::from(*byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

/// The values of a record (section 2.1), as far as they stand in `bytes`.
fn row(bytes: &[u8]) -> Option<Vec<Value>> {
    let (header, used) = varint(bytes)?;
    let header = usize::try_from(header).ok()?;
    let (mut at, mut body) = (used, header);
    let mut values = Vec::new();
    while at < header {
        let (kind, used) = varint(bytes.get(at..)?)?;
        at += used;
        let (value, length) = match kind {
            0 | 7 => (Value::Other, if kind == 7 { 8 } else { 0 }),
            1..=6 => {
                let length = [1, 2, 3, 4, 6, 8][kind as usize - 1];
                let number = bytes.get(body..body + length);
                (number.map_or(Value::Other, whole), length)
            }
            8 => (Value::Number(0), 0),
            9 => (Value::Number(1), 0),
            10 | 11 => return None,
            kind => {
                let length = (kind - 12) / 2;
                let end = body.saturating_add(usize::try_from(length).ok()?);
                let head = bytes.get(body.min(bytes.len())..end.min(bytes.len()))?;
                let value = Value::Bytes {
                    is_text: kind % 2 == 1,
                    length,
                    head: head.to_vec(),
                };
                (value, usize::try_from(length).ok()?)
            }
        };
        values.push(value);
        body = body.saturating_add(length);
    }
    Some(values)
}

/// A whole number with its sign.
fn whole(bytes: &[u8]) -> Value {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if negative { -1_i64 } else { 0 };
    Value::Number(
        bytes
            .iter()
            .fold(start, |number, byte| number << 8 | i64::from(*byte)),
    )
}

/// The checksum of the log (section 4.2).
fn checksum(bytes: &[u8], [mut first, mut second]: [u32; 2], is_big: bool) -> [u32; 2] {
    for pair in bytes.as_chunks::<8>().0 {
        let [a, b] = [
            [pair[0], pair[1], pair[2], pair[3]],
            [pair[4], pair[5], pair[6], pair[7]],
        ]
        .map(|four| {
            if is_big {
                u32::from_be_bytes(four)
            } else {
                u32::from_le_bytes(four)
            }
        });
        first = first.wrapping_add(a).wrapping_add(second);
        second = second.wrapping_add(b).wrapping_add(first);
    }
    [first, second]
}
