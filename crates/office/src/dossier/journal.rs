//! The registration journal («журнал реєстрації заяв») from dossiers alone: one line for each, in the columns that a
//! centre keeps. What happens after the kit is filled in by the coordinator and has no column here.

use super::Dossier;
use crate::application::Matter;
use crate::label::Label;
use crate::number::Number;
use crate::person::PersonField;
use crate::visit::{Basis, Notice, ResultWay, Signature, VisitField, VisitState};
use serde::{Deserialize, Serialize};

/// What came of it on the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Taken in.
    Accepted,
    /// A person refused to accept it, with a ground.
    RefusedToAccept,
    /// The visit came to nothing; its state says why.
    NothingTaken,
}

/// One line of the journal. It is personal data like the dossier that it is made of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRow {
    /// The kit's number.
    pub number: Number,
    /// Local day of reception, ISO 8601.
    pub day: String,
    /// Local time of reception, `14:05`.
    pub time: String,
    /// True where the administrator confirmed day and time because the clock was doubtful.
    pub clock_confirmed: bool,
    /// What it is about, and which application it belongs to.
    pub matter: Matter,
    /// What came of it.
    pub outcome: Outcome,
    /// The ground of a refusal, or the words with which a visit was broken off.
    pub remark: String,
    /// Identifier of the service.
    pub service: String,
    /// Its name.
    pub service_name: Label,
    /// Applicant's full name.
    pub applicant: String,
    /// Who signed in the applicant's place.
    pub representative: String,
    /// Key of the ground on which they did ([`crate::visit::Authority::key`]), and its document.
    pub representative_ground: (String, String),
    /// Applicant's address.
    pub address: String,
    /// The settlement's code, as the place of reception.
    pub place: String,
    /// Applicant's telephone.
    pub phone: String,
    /// Documents handed over or seen, without the signed sheet.
    pub documents: u32,
    /// Sheets of paper handed over.
    pub sheets: u32,
    /// On what ground the office came.
    pub basis: Basis,
    /// How the visit ended.
    pub visit: VisitState,
    /// How the resident wants to be told.
    pub notice: Notice,
    /// How the resident wants to receive the result.
    pub result_way: ResultWay,
    /// Who took it.
    pub administrator: String,
}

impl std::fmt::Debug for JournalRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "JournalRow({})", self.number)
    }
}

impl JournalRow {
    /// The line of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> Self {
        let (representative, representative_ground) = match &dossier.signature {
            Signature::None | Signature::Ink => Default::default(),
            Signature::Representative {
                authority,
                name,
                document,
            } => {
                let ground = authority.map(|ground| ground.key().to_owned());
                (
                    name.0.clone(),
                    (ground.unwrap_or_default(), document.0.clone()),
                )
            }
        };
        let handed = || {
            dossier
                .documents
                .iter()
                .filter(|document| !document.is_of_the_office())
        };
        let remark = dossier.refusal.as_ref().map_or_else(
            || match &dossier.matter {
                Matter::VisitReport => dossier.visit_reason.0.clone(),
                Matter::Application
                | Matter::Supplement { .. }
                | Matter::Withdrawal { .. }
                | Matter::HandingOver { .. } => dossier.matter.words().to_owned(),
            },
            |refusal| format!("{}: {}", refusal.ground, refusal.words.0),
        );
        Self {
            number: dossier.number.clone(),
            day: dossier.finished.iso_date(),
            time: dossier.finished.clock_text(),
            clock_confirmed: dossier.clock == crate::time::ClockSource::Confirmed,
            matter: dossier.matter.clone(),
            outcome: dossier.outcome(),
            remark,
            service: dossier.service.0.clone(),
            service_name: dossier.service_name.clone(),
            applicant: dossier.applicant.full_name(),
            representative,
            representative_ground,
            address: dossier.applicant.address(),
            place: dossier
                .applicant
                .text(PersonField::SettlementCode)
                .to_owned(),
            phone: dossier.telephone().to_owned(),
            documents: u32::try_from(handed().count()).unwrap_or(u32::MAX),
            sheets: handed().map(|document| document.sheets).sum(),
            basis: dossier.basis,
            visit: dossier.visit_state,
            notice: dossier.notice,
            result_way: dossier.result_way,
            administrator: dossier.administrator.clone(),
        }
    }
}

impl Dossier {
    /// What came of it on the visit.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.refusal.is_some() {
            Outcome::RefusedToAccept
        } else if self.matter == Matter::VisitReport {
            Outcome::NothingTaken
        } else {
            Outcome::Accepted
        }
    }

    /// The applicant's telephone, or that of whoever called for them.
    fn telephone(&self) -> &str {
        let own = self.applicant.text(PersonField::Phone);
        if own.is_empty() {
            self.visit_texts
                .get(VisitField::CallerPhone.key())
                .map_or("", String::as_str)
        } else {
            own
        }
    }
}
