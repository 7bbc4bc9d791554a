//! What is to be printed, as facts; how it looks is the business of `papers`.

mod day;

pub use day::{JournalPaper, TripSheetPaper, TripStop};

use crate::application::Matter;
use crate::form::Answer;
use crate::id::{ApplicationId, CommunityId, ServiceId};
use crate::label::Label;
use crate::number::Number;
use crate::service::Due;
use crate::visit::{Authority, Notice, ResultWay};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A paper to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// The application, for the signature in ink.
    Application(Box<ApplicationPaper>),
    /// The consent of an application on a sheet of its own.
    Consent(Box<ApplicationPaper>),
    /// The inventory («опис вхідного пакета документів»), two copies.
    Inventory(Box<InventoryPaper>),
    /// The route sheet («лист про проходження справи»): the same facts as the inventory's, without the documents.
    RouteSheet(Box<InventoryPaper>),
    /// The slip that the resident keeps: nobody's name, no service, no place (P10).
    Slip(SlipPaper),
    /// What to pay and by which account of the community.
    Payment(Box<PaymentPaper>),
    /// The answer to a resident whose application a person refused to accept.
    Refusal(Box<RefusalPaper>),
    /// The route that lies ahead, for the car.
    TripSheet(Box<TripSheetPaper>),
    /// The numbers of some days.
    Journal(Box<JournalPaper>),
    /// A page that shows that a printer prints.
    TestPage,
}

impl Paper {
    /// How many copies are printed: of what one side keeps and the other signs, two.
    #[must_use]
    pub fn copies(&self) -> u32 {
        match self {
            Self::Inventory(_) | Self::Refusal(_) => 2,
            Self::Application(paper) => match paper.matter {
                Matter::HandingOver { .. } => 2,
                Matter::Application
                | Matter::Supplement { .. }
                | Matter::Withdrawal { .. }
                | Matter::VisitReport => 1,
            },
            Self::Consent(_)
            | Self::RouteSheet(_)
            | Self::Slip(_)
            | Self::Payment(_)
            | Self::TripSheet(_)
            | Self::Journal(_)
            | Self::TestPage => 1,
        }
    }

    /// Whether the resident who reads it asked for large print.
    #[must_use]
    pub fn is_large(&self) -> bool {
        match self {
            Self::Application(paper) | Self::Consent(paper) => paper.large_print,
            Self::Inventory(paper) | Self::RouteSheet(paper) => paper.large_print,
            Self::Slip(paper) => paper.large_print,
            Self::Payment(paper) => paper.large_print,
            Self::Refusal(paper) => paper.large_print,
            Self::TripSheet(_) | Self::Journal(_) | Self::TestPage => false,
        }
    }
}

/// A paper that a person asks for by itself, beside those that the work prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum PaperOrder {
    /// The consent that was given to the current application.
    Consent,
    /// The inventory of the current application, two copies, as long as its print set is held.
    Inventory,
    /// The route sheet of the current application, as long as its print set is held.
    RouteSheet,
    /// What to pay for the current application, before it is sealed.
    Payment,
    /// The slip of the open visit.
    Slip,
    /// The route that lies ahead.
    TripSheet,
    /// The journal of the days from `from` to `until`, ISO 8601, both included.
    Journal {
        /// First day.
        from: String,
        /// Last day.
        until: String,
    },
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
    /// Who signs in the applicant's place.
    pub representative: Option<Representative>,
    /// The answers.
    pub answers: Vec<Answer>,
    /// The documents that go with it: name and sheets.
    pub documents: Vec<PaperDocument>,
    /// Consent text.
    pub consent: Label,
    /// Version of the consent text.
    pub consent_version: String,
    /// Who asked for the visit, where it was not the applicant: name and relation, and telephone.
    pub caller: (String, String),
    /// Whether the resident asked for large print.
    pub large_print: bool,
    /// Administrator's name.
    pub administrator: String,
}

/// See [`Paper::Inventory`] and [`Paper::RouteSheet`].
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
    /// The last day of the term, `04.12.2026`; empty where the card has several terms or none.
    pub due: String,
    /// Applicant's full name.
    pub applicant: String,
    /// Applicant's address.
    pub address: String,
    /// Applicant's telephone.
    pub phone: String,
    /// Who signs in the applicant's place.
    pub representative: Option<Representative>,
    /// The documents.
    pub documents: Vec<PaperDocument>,
    /// How the resident wants to be told.
    pub notice: Notice,
    /// How the resident wants to receive the result.
    pub result_way: ResultWay,
    /// What is still to be paid.
    pub to_pay: Option<ToPay>,
    /// Whether the resident asked for large print.
    pub large_print: bool,
    /// Administrator's name.
    pub administrator: String,
}

/// Who signs in the applicant's place. `Debug` names nobody (I12).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Full name.
    pub name: String,
    /// Their own identity document.
    pub document: String,
    /// The ground on which they sign.
    pub ground: Option<Authority>,
    /// The paper that shows it.
    pub ground_document: String,
}

impl fmt::Debug for Representative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Representative(..)")
    }
}

/// See [`Paper::Payment`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentPaper {
    /// Whose letterhead, and whose account.
    pub community: CommunityId,
    /// Number of the application.
    pub number: Number,
    /// Identifier of the service.
    pub service_id: ServiceId,
    /// Service.
    pub service: Label,
    /// Who pays.
    pub applicant: String,
    /// What.
    pub to_pay: ToPay,
    /// Whether the resident asked for large print.
    pub large_print: bool,
}

impl InventoryPaper {
    /// What is still to be paid for what it lists.
    #[must_use]
    pub fn payment(&self) -> Option<PaymentPaper> {
        Some(PaymentPaper {
            community: self.community.clone(),
            number: self.number.clone(),
            service_id: self.service_id.clone(),
            service: self.service.clone(),
            applicant: self.applicant.clone(),
            to_pay: self.to_pay.clone()?,
            large_print: self.large_print,
        })
    }
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
    /// Whether the resident asked for large print.
    pub large_print: bool,
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
    /// Whether the resident asked for large print.
    pub large_print: bool,
    /// Administrator's name.
    pub administrator: String,
}
