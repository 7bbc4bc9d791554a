//! The inventory («опис вхідного пакета документів») from a dossier alone: what the resident holds in the hand is what was
//! sealed, and the centre can print it again.

use super::{Dossier, SealedDocument, SealedFee};
use crate::application::FeeProof;
use crate::paper::{InventoryPaper, PaperDocument, Representative, ToPay};
use crate::person::PersonField;
use crate::time::ClockSource;
use crate::visit::{Signature, VisitField};

impl InventoryPaper {
    /// The inventory of what was taken; `None` where nothing was, or where nothing is listed but the paper that was signed.
    #[must_use]
    pub fn of(dossier: &Dossier) -> Option<Self> {
        if !dossier.matter.has_form() || dossier.refusal.is_some() {
            return None;
        }
        Some(Self {
            community: dossier.community.clone(),
            number: dossier.number.clone(),
            date: dossier.finished.date_text(),
            time: dossier.finished.clock_text(),
            clock_confirmed: dossier.clock == ClockSource::Confirmed,
            matter: dossier.matter.clone(),
            service_id: dossier.service.clone(),
            service: dossier.service_name.clone(),
            authority: dossier.authority.clone(),
            term: dossier.term.clone(),
            due: dossier.last_day.clone(),
            applicant: dossier.applicant.full_name(),
            address: dossier.applicant.address(),
            phone: dossier.applicant.text(PersonField::Phone).to_owned(),
            representative: representative(dossier),
            documents: dossier
                .documents
                .iter()
                .filter(|document| !document.is_of_the_office())
                .map(line)
                .collect(),
            notice: dossier.notice,
            result_way: dossier.result_way,
            to_pay: dossier.fee.to_pay(),
            large_print: dossier.large_print,
            administrator: dossier.administrator.clone(),
        })
    }
}

fn line(document: &SealedDocument) -> PaperDocument {
    PaperDocument {
        name: document.name.clone(),
        form: document.form,
        sheets: document.sheets,
    }
}

fn representative(dossier: &Dossier) -> Option<Representative> {
    let own = dossier
        .visit_texts
        .get(VisitField::RepresentativeDocument.key());
    match &dossier.signature {
        Signature::None | Signature::Ink => None,
        Signature::Representative {
            authority,
            name,
            document,
        } => Some(Representative {
            name: name.0.clone(),
            document: own.cloned().unwrap_or_default(),
            ground: *authority,
            ground_document: document.0.clone(),
        }),
    }
}

impl SealedFee {
    /// What is still to be paid: nothing where payment was shown or nothing is due.
    pub(crate) fn to_pay(&self) -> Option<ToPay> {
        match self.proof {
            FeeProof::Free | FeeProof::Shown => return None,
            FeeProof::Open | FeeProof::ToBePaid { .. } => {}
        }
        let due = self.due.as_ref().filter(|due| due.kopiykas > 0)?;
        Some(ToPay {
            tariff: self.tariff.clone(),
            due: due.clone(),
            account: self.fund.clone(),
        })
    }
}
