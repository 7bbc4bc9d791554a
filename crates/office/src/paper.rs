//! What is to be printed, as facts; how it looks is the business of `papers`.

use crate::application::Matter;
use crate::form::Answer;
use crate::id::{ApplicationId, CommunityId, ServiceId};
use crate::label::Label;
use crate::number::Number;
use crate::service::Due;
use crate::visit::{Authority, Notice, ResultWay};
use serde::{Deserialize, Serialize};

/// A paper to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// The application, for the signature in ink.
    Application(Box<ApplicationPaper>),
    /// The inventory («опис вхідного пакета документів»), two copies.
    Inventory(Box<InventoryPaper>),
    /// The slip that the resident keeps: nobody's name, no service, no place (P10).
    Slip(SlipPaper),
    /// The answer to a resident whose application a person refused to accept.
    Refusal(Box<RefusalPaper>),
    /// A page that shows that a printer prints.
    TestPage,
}

/// See [`Paper::Application`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationPaper {
    /// Which application.
    pub application: ApplicationId,
    /// An application, or what belongs to one that is sealed: supplement, withdrawal, handing over.
    pub matter: Matter,
    /// Whose letterhead.
    pub community: CommunityId,
    /// Its number.
    pub number: Number,
    /// Local date, `21.11.2026`.
    pub date: String,
    /// Local time, `14:05`.
    pub time: String,
    /// True where the clock was doubtful and the administrator confirmed date and time.
    pub clock_confirmed: bool,
    /// Identifier of the service; empty where the paper is about none.
    pub service_id: ServiceId,
    /// Service.
    pub service: Label,
    /// Authority it is addressed to.
    pub authority: Label,
    /// Applicant's full name.
    pub applicant: String,
    /// Identity rows: field key (`birth_date`) and text.
    pub identity: Vec<(String, String)>,
    /// Representative; empty where the applicant signs.
    pub representative: String,
    /// The ground on which the representative signs.
    pub ground: Option<Authority>,
    /// The paper that shows it.
    pub ground_document: String,
    /// The answers.
    pub answers: Vec<Answer>,
    /// The documents that go with it: name and sheets.
    pub documents: Vec<PaperDocument>,
    /// Consent text.
    pub consent: Label,
    /// Administrator's name.
    pub administrator: String,
}

/// See [`Paper::Inventory`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryPaper {
    /// Whose letterhead.
    pub community: CommunityId,
    /// Its number.
    pub number: Number,
    /// Local date.
    pub date: String,
    /// Local time.
    pub time: String,
    /// True where the clock was doubtful and the administrator confirmed date and time.
    pub clock_confirmed: bool,
    /// An application, or what belongs to one that is sealed.
    pub matter: Matter,
    /// Identifier of the service; empty where the paper is about none.
    pub service_id: ServiceId,
    /// Service.
    pub service: Label,
    /// Authority that decides.
    pub authority: Label,
    /// Term in words.
    pub term: Label,
    /// Applicant's full name.
    pub applicant: String,
    /// Applicant's address.
    pub address: String,
    /// Applicant's telephone.
    pub phone: String,
    /// The documents.
    pub documents: Vec<PaperDocument>,
    /// How the resident wants to be told.
    pub notice: Notice,
    /// How the resident wants to receive the result.
    pub result_way: ResultWay,
    /// What is still to be paid.
    pub to_pay: Option<ToPay>,
    /// Administrator's name.
    pub administrator: String,
}

/// A fee that is due and not shown to be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToPay {
    /// In which case it is paid, as the card says it.
    pub tariff: Label,
    /// How much, and from which base.
    pub due: Due,
    /// Key of the account in the community's profile.
    pub account: String,
}

/// A line of an inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperDocument {
    /// What it is.
    pub name: Label,
    /// Original, copy or seen.
    pub form: crate::document::Form,
    /// Sheets.
    pub sheets: u32,
}

/// See [`Paper::Slip`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipPaper {
    /// The numbers given out in this visit.
    pub numbers: Vec<Number>,
    /// Telephone of the centre; a telephone names no place.
    pub phone: String,
    /// Local date after which the resident may ask.
    pub ask_after: String,
}

/// See [`Paper::Refusal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalPaper {
    /// Whose letterhead.
    pub community: CommunityId,
    /// Its number.
    pub number: Number,
    /// Local date.
    pub date: String,
    /// Local time.
    pub time: String,
    /// True where the clock was doubtful and the administrator confirmed date and time.
    pub clock_confirmed: bool,
    /// Identifier of the service; empty where the paper is about none.
    pub service_id: ServiceId,
    /// Service.
    pub service: Label,
    /// Applicant's full name.
    pub applicant: String,
    /// The ground in the words of the service card; its code where the card has none.
    pub ground: Label,
    /// What was said to the resident.
    pub words: String,
    /// Administrator's name.
    pub administrator: String,
}
