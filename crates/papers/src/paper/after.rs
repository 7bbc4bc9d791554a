//! Papers beside and after the intake: supplement, withdrawal, refusal, payment, handing over.
//! Never words a ground or a right: these come from the service card and the profile.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::parts::closed;
use super::{Administrator, BankDetails, DocumentRow, Letterhead, Person, Section, Signer};

closed!(
    HandoverPaper,
    PaymentPaper,
    RefusalPaper,
    SupplementPaper,
    WithdrawalPaper
);

/// What the applicant adds to, or corrects in, an application given before.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The body that decides, as the service card names it.
    pub authority: String,
    /// Number of the application that is supplemented, in groups.
    pub number: String,
    /// Its official number, when known.
    pub official_number: String,
    /// Date and time of taking the supplement.
    pub taken_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Whose matter it is.
    pub applicant: Person,
    /// Who signs, when somebody else.
    pub signer: Option<Signer>,
    /// What the office asked for; may be empty.
    pub asked: String,
    /// The answers added or corrected.
    pub sections: Vec<Section>,
    /// The documents added.
    pub documents: Vec<DocumentRow>,
    /// Who took it.
    pub administrator: Administrator,
}

/// The applicant takes an application back.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The body that decides, as the service card names it.
    pub authority: String,
    /// Number of the application that is withdrawn, in groups.
    pub number: String,
    /// Its official number, when known.
    pub official_number: String,
    /// Date and time of taking the withdrawal.
    pub taken_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Whose matter it is.
    pub applicant: Person,
    /// Who signs, when somebody else.
    pub signer: Option<Signer>,
    /// Why, in the applicant's words; empty leaves lines to write on, for nobody has to say.
    pub reason: String,
    /// Originals that are given back.
    pub documents: Vec<DocumentRow>,
    /// How they are given back; may be empty.
    pub return_way: String,
    /// Who took it.
    pub administrator: Administrator,
}

/// Why an application was not taken; made in two copies.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// Number in groups, when one was drawn.
    pub number: String,
    /// Date and time of the refusal.
    pub refused_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Who was refused.
    pub applicant: Person,
    /// Who spoke for them, when somebody else.
    pub signer: Option<Signer>,
    /// The ground in the words of the service card.
    pub ground: String,
    /// Where that ground stands: act, clause, edition; may be empty.
    pub source: String,
    /// What in this case meets the ground, and what would mend it.
    pub remedy: String,
    /// How to complain, as the profile words it; may be empty.
    pub appeal: String,
    /// Who refused.
    pub administrator: Administrator,
}

/// The act of handing over a result, signed by who receives it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// Number of the application in groups.
    pub number: String,
    /// Its official number, when known.
    pub official_number: String,
    /// Date and time of handing over; empty leaves a line, for it is often printed before the trip.
    pub handed_at: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Whose matter it is, with the identity document that was shown.
    pub applicant: Person,
    /// Who receives, when somebody else, and on what ground.
    pub signer: Option<Signer>,
    /// What is handed over.
    pub documents: Vec<DocumentRow>,
    /// How: at a return visit, in the centre, by post with its number.
    pub way: String,
    /// Who hands over.
    pub administrator: Administrator,
}

/// What a service costs and where to pay it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// Number of the application in groups.
    pub number: String,
    /// Name of the service.
    pub service: String,
    /// Number of the service in the national guide; may be empty.
    pub service_code: String,
    /// Who pays; may be empty.
    pub payer: String,
    /// The sum in kopecks; 0 leaves a line to fill and a code without a sum.
    pub kopecks: u64,
    /// From what the sum follows and on which day it was valid; says so when nobody has checked it.
    pub basis: String,
    /// Where it goes.
    pub bank: BankDetails,
    /// The purpose of the payment; a code for banking programs takes its first 140 letters.
    pub purpose: String,
}
