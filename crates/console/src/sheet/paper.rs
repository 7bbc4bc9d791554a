//! The sheet to enter an application by, on paper: what is entered, value by value with a box to tick, and room for the number
//! that the register gives.

use look::{Language, Words};
use office::identity::phone;
use papers::{Options, Paper, Pdf, RekeyingPaper, TypesetError};

use super::{Mark, Sheet, day, text};
use crate::{folder::Folder, ledger::Application, printed};

impl Sheet {
    /// The sheet as a PDF.
    ///
    /// # Errors
    /// The typesetter's.
    pub fn to_pdf(
        &self,
        folder: &Folder,
        application: &Application,
        words: Words,
    ) -> Result<Pdf, TypesetError> {
        let dossier = &application.dossier;
        let looks = self
            .remarks
            .iter()
            .filter(|remark| remark.mark == Mark::Look);
        let sections = self.sections.iter().filter(|section| section.is_entered);
        let paper = RekeyingPaper {
            letterhead: printed::letterhead(folder, &dossier.community.0),
            number: self.number.clone(),
            official_number: self.official.clone().unwrap_or_default(),
            taken_at: format!(
                "{} {}",
                day(&dossier.finished.iso_date()),
                dossier.finished.clock_text()
            ),
            service: self.service.clone(),
            service_code: dossier.service.0.clone(),
            phone: phone::written(dossier.applicant.text(office::person::PersonField::Phone)),
            authority: text(&dossier.authority, words).to_owned(),
            due_on: dossier.last_day.clone(),
            remarks: looks.map(|remark| remark.text.clone()).collect(),
            sections: sections
                .map(|section| papers::Section {
                    title: section.heading.clone(),
                    rows: section
                        .rows
                        .iter()
                        .map(|row| papers::Row {
                            label: row.label.clone(),
                            answer: row.value.clone(),
                        })
                        .collect(),
                })
                .collect(),
        };
        let language = match words.language() {
            Language::Uk => papers::Language::Uk,
            Language::En => papers::Language::En,
        };
        papers::typeset(
            &Paper::Rekeying(paper),
            &Options {
                language,
                ..Options::default()
            },
        )
    }
}
