//! An examiner without a key: reads a kit's folder, and the raw disk below it, and states what is there (P11).
//!
//! Reads only, changes nothing, opens nothing: it has neither passphrase nor key, and it reads the database byte by byte
//! rather than with a program that would write beside it. What it finds is named by kind and place; no text of a person
//! is taken along (I12). What follows from the facts is said by [`office::residue`].
//!
//! Reading order: words in every spelling ([`spelling`]), what looks personal (`trace`), how a long file is read (`scan`),
//! the database (`sqlite`, `rows`), the folder (`folder`), and all of it together ([`examine`]).

pub mod spelling;

mod trace;

mod scan;

mod rows;
mod sqlite;

mod examine;
mod folder;

pub use examine::{ExamineError, Pace, Scene, examine};
pub use folder::is_known;
pub use spelling::Spellings;
