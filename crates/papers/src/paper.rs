//! What each paper says: plain words, already formatted for a reader.
//! Never holds a rule: which row is shown and which date is right was decided before. Debug names the paper only (I12).

use std::fmt;

use serde::{Deserialize, Serialize};

/// One paper with all that is printed on it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "kebab-case")]
pub enum Paper {
    /// The filled application for signature in ink.
    Application(ApplicationPaper),
    /// The inventory of the incoming package; print it twice, one stays with the resident.
    Inventory(InventoryPaper),
    /// The route sheet that travels with the case.
    RouteSheet(RouteSheetPaper),
    /// The slip the resident keeps.
    Slip(SlipPaper),
    /// Proof that a printer prints every letter.
    TestPage(TestPagePaper),
}

impl Paper {
    /// The stem of the template file that sets this paper.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Application(_) => "application",
            Self::Inventory(_) => "inventory",
            Self::RouteSheet(_) => "route-sheet",
            Self::Slip(_) => "slip",
            Self::TestPage(_) => "test-page",
        }
    }
}

impl fmt::Debug for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paper({})", self.template())
    }
}

/// Gives types that may hold personal data a `Debug` that shows their name alone.
macro_rules! closed {
    ($($paper:ident),+) => {$(
        impl fmt::Debug for $paper {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($paper), "(..)"))
            }
        }
    )+};
}

closed!(
    Administrator,
    ApplicationPaper,
    DocumentRow,
    InventoryPaper,
    Person,
    RouteSheetPaper,
    Row,
    Section,
    Signer,
    SlipPaper
);

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

/// The application («заява») with the permission to process personal data inside (Regulation 588).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The body that decides, in the dative as the applicant addresses it.
    pub authority: String,
    /// Number of the intake in groups, as it is read aloud.
    pub number: String,
    /// Date and time of the intake in words or figures.
    pub taken_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Whose matter it is.
    pub applicant: Person,
    /// Who asked for the visit, when somebody else.
    pub caller: Option<Person>,
    /// Who signs, when somebody else.
    pub signer: Option<Signer>,
    /// The answers.
    pub sections: Vec<Section>,
    /// The documents attached.
    pub documents: Vec<DocumentRow>,
    /// The consent text as the profile words it.
    pub consent: String,
    /// Who took it.
    pub administrator: Administrator,
}

/// The inventory («опис вхідного пакета документів»), Regulation 588; made in two copies.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// Number of the intake in groups.
    pub number: String,
    /// Date and time of the intake: the law asks for the time too.
    pub taken_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// The body that decides.
    pub authority: String,
    /// Whose matter it is.
    pub applicant: Person,
    /// Who signs, when somebody else.
    pub signer: Option<Signer>,
    /// Address of the object the matter is about; may be empty.
    pub object_address: String,
    /// The term of consideration as a date.
    pub due_on: String,
    /// The documents taken.
    pub documents: Vec<DocumentRow>,
    /// How the resident wants to be told: telephone, SMS, e-mail.
    pub notice_way: String,
    /// How the resident wants to receive the result: in person, by post, by a return visit.
    pub result_way: String,
    /// Who took it.
    pub administrator: Administrator,
}

/// The route sheet («лист про проходження справи»): an integral part of the case.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteSheetPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// Number of the intake in groups.
    pub number: String,
    /// Date and time of the intake.
    pub taken_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// The body that decides.
    pub authority: String,
    /// Name of the applicant.
    pub applicant: String,
    /// The term of consideration as a date.
    pub due_on: String,
    /// Who took it.
    pub administrator: Administrator,
}

/// The slip: safe to carry, for it names no person, service, authority or place.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipPaper {
    /// The numbers of one visit in groups; each gets a QR code and a line to write on by hand.
    pub numbers: Vec<String>,
    /// Telephone to ask at.
    pub centre_phone: String,
    /// The date after which asking makes sense.
    pub ask_after: String,
}

/// The test page of a printer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestPagePaper {
    /// The kit by its short name.
    pub kit: String,
    /// The printer as the kit calls it.
    pub printer: String,
    /// Date and time of printing.
    pub printed_at: String,
}
