//! What several papers share: whose letterhead, who is named, what was handed over, where to pay.
//! Never prints itself; every empty text is a line to fill or is left out.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Gives types that may hold personal data a `Debug` that shows their name alone.
macro_rules! closed {
    ($($paper:ident),+ $(,)?) => {$(
        impl fmt::Debug for $paper {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($paper), "(..)"))
            }
        }
    )+};
}
pub(super) use closed;

closed!(Administrator, DocumentRow, Person, Row, Section, Signer);

/// Whose paper it is: the head of the first page. Empty parts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// The community (hromada) in full.
    pub community: String,
    /// The administrative service centre.
    pub centre: String,
    /// Its postal address.
    pub address: String,
    /// Its telephone.
    pub phone: String,
}

/// A person as a paper names them. Empty parts are left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Surname, name, patronymic.
    pub name: String,
    /// Taxpayer number, or the words that stand for its absence.
    pub rnokpp: String,
    /// The identity document in one line.
    pub document: String,
    /// Address in one line.
    pub address: String,
    /// Telephones in one line.
    pub phone: String,
}

/// Who signs when it is not the applicant.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// The person who signs.
    pub person: Person,
    /// On what ground: power of attorney, guardianship, parenthood.
    pub basis: String,
}

/// The official who took the application.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administrator {
    /// Surname and initials.
    pub name: String,
    /// Post.
    pub post: String,
}

/// One answered question.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The question as the form asks it.
    pub label: String,
    /// The answer in words; empty prints as a dash.
    pub answer: String,
}

/// A group of answers under a heading.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; empty prints none.
    pub title: String,
    /// Answers in reading order.
    pub rows: Vec<Row>,
}

/// What was handed over of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// The original went with the case.
    Original,
    /// A copy made or certified at the visit.
    Copy,
    /// The original was looked at and given back; nothing was kept.
    Seen,
}

/// One line of the list of documents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// Name of the document.
    pub name: String,
    /// Original, copy or seen.
    pub kind: DocumentKind,
    /// Sheets of paper; 0 prints as a dash.
    pub sheets: u16,
}

/// Where a fee goes. What nobody has checked prints as such: sums and accounts change every year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankDetails {
    /// Name of the recipient; a code for banking programs takes its first 70 letters.
    pub recipient: String,
    /// EDRPOU code of the recipient.
    pub edrpou: String,
    /// IBAN: `UA` and 27 digits, with or without spaces.
    pub iban: String,
    /// Name of the bank.
    pub bank: String,
    /// Code of the budget classification; may be empty.
    pub budget_code: String,
}
