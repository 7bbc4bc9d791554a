//! Who somebody is: the numbers, names and papers of a person, normalised and checked.
//!
//! Nothing here refuses anything (I15): official examples are narrower than the people a kit visits, so whatever looks
//! wrong is a [`Finding`](crate::finding::Finding) that a person may override with a reason. The rules, by place:
//!
//! | place | rules |
//! | --- | --- |
//! | `person.surname`, `person.given_name`, `person.patronymic` | `name-characters` |
//! | `person.birth_date`, `person.document_issued`, `person.document_expires` | `date-format` |
//! | `person.birth_date` | `birth-date-implausible` |
//! | `person.sex` | `sex-unknown` |
//! | `person.document_number` | `document-number-format`, `mrz-check-digit` |
//! | `person.document_issued` | `document-issued-implausible` |
//! | `person.document_expires` | `document-expired` |
//! | `person.rnokpp` | `rnokpp-format`, `rnokpp-check-digit`, `rnokpp-birth-date`, `rnokpp-sex` |
//! | `person.unzr` | `unzr-format`, `unzr-check-digit`, `unzr-birth-date` |
//! | `person.phone` | `phone-format` |
//! | `person.settlement_code` | `settlement-code-format` |
//! | `person.latin_name` | `latin-name-mismatch` |
//! | any field that was typed | `mrz-mismatch` (from [`mrz::apply`]) |

pub mod code;
pub mod date;
pub mod document;
pub mod iban;
pub mod mrz;
pub mod name;
pub mod phone;
pub mod rnokpp;

pub mod translit;
pub mod unzr;

mod check;
mod rule;

pub use check::{check, fold_number, normalise};
pub use mrz::{MrzError, MrzFacts, apply, facts_from_mrz};
pub use rule::Rule;
