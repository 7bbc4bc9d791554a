//! The sheet that an application is entered in another register by.
//! Leaves out what a register does not ask; never decides the order of values.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::parts::closed;
use super::{Letterhead, Section};

closed!(RekeyingPaper);

/// What is entered in another register, value by value in the order of the form.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RekeyingPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// Number of the application, in groups.
    pub number: String,
    /// Its official number, when known.
    pub official_number: String,
    /// Date and time of taking it.
    pub taken_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Whom to call where something is unclear; may be empty.
    pub phone: String,
    /// The body that decides.
    pub authority: String,
    /// The last day of the term; may be empty.
    pub due_on: String,
    /// What to look at before anything is entered.
    pub remarks: Vec<String>,
    /// The values.
    pub sections: Vec<Section>,
}
