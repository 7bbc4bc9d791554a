//! Who somebody is: the numbers, names and papers of a person, normalised and checked.
//!
//! Nothing here refuses anything (I15): official examples are narrower than the people a kit visits, so whatever looks
//! wrong is a [`Finding`](crate::finding::Finding) that a person may override with a reason. Each module spells what was typed
//! (`normalise`), reads what it says (`read`) and tells which rules it breaks (`unmet`); [`check`] does so for a whole person
//! and compares the values with each other. [`Rule`] has every rule and its level.

pub mod alphabet;
pub mod apostrophe;
pub mod chip;
pub mod code;
pub mod date;
pub mod document;
pub mod edrpou;
pub mod email;
pub mod iban;
pub mod mrz;
pub mod name;
pub mod phone;
pub mod rnokpp;
pub mod translit;
pub mod unzr;
pub mod validity;

mod check;
mod rule;

pub use check::{check, fold_number, folding, normalise};
pub use chip::{CardKey, ChipFacts, ChipItself, ChipVerdict, DataVerdict};
pub use mrz::{MrzError, MrzFacts, apply, facts_from_mrz};
pub use rule::Rule;
