//! Papers of the bedside: application, consent, inventory, route sheet, slip; and the test page of a printer.
//! Never holds a rule: which row is shown and which date is right was decided before.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::parts::closed;
use super::{Administrator, DocumentRow, Letterhead, Person, Section, Signer};

closed!(
    ApplicationPaper,
    ConsentPaper,
    InventoryPaper,
    RouteSheetPaper,
    SlipPaper
);

/// The application («заява») with the permission to process personal data inside (Regulation 588).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The body that decides, as the service card names it.
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

/// The consent on a sheet of its own, for services or lawyers that want it apart from the application.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentPaper {
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
    /// Whose data they are.
    pub applicant: Person,
    /// Who signs, when somebody else.
    pub signer: Option<Signer>,
    /// The consent text as the profile words it.
    pub consent: String,
    /// Which edition of the text this is, so that its proof outlives an edit; may be empty.
    pub edition: String,
    /// Who explained it.
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
