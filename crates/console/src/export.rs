//! What leaves the ledger in the clear, at the coordinator's word: scans, data, and a line for the journal.
//!
//! Folders are named by the number alone (I12). Every export stands in the log. An export is the coordinator's to
//! protect: it is the one thing this program writes unsealed.

use std::{io, path::Path};

use look::Words;
use office::{
    document::Form,
    person::PersonField,
    visit::{Signer, VisitField},
};

use crate::{
    csv,
    folder::Folder,
    keys::Keys,
    ledger::{Act, Application, Ledger, LedgerError},
    opening, private, sheet,
};

/// Columns of the journal, by locale key (journal of applications, Model Regulation 588).
const COLUMNS: [&str; 18] = [
    "line",
    "date",
    "time",
    "number",
    "official",
    "service-id",
    "service",
    "applicant",
    "representative",
    "address",
    "phone",
    "documents",
    "sheets",
    "place",
    "administrator",
    "notice",
    "opened",
    "remarks",
];

/// Why an export ended early. What was written before stays.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A file could not be written.
    #[error(
        "a file could not be written ({0}). What was written before is whole; free some space and export again"
    )]
    Unwritten(#[from] io::Error),
}

/// What was written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Applications.
    pub applications: usize,
    /// Documents as PDF files.
    pub documents: usize,
    /// Numbers whose documents could not be opened, with the fault's key. Their data was written all the same.
    pub without_documents: Vec<(String, &'static str)>,
}

/// Writes `applications` below `target`: a folder each with `application.json`, `form.xml` and the scans, and
/// `journal.csv` with a line each.
///
/// # Errors
/// See [`ExportError`].
pub fn export(
    folder: &Folder,
    keys: &Keys,
    ledger: &mut Ledger,
    applications: &[Application],
    target: &Path,
    (words, now_s): (Words, i64),
) -> Result<Exported, ExportError> {
    private::folder(target)?;
    let mut exported = Exported::default();
    let mut journal = csv::BYTE_ORDER_MARK.to_owned();
    journal.push_str(&csv::line(
        COLUMNS
            .iter()
            .map(|column| words.t(&format!("journal-{column}"))),
    ));
    for (line, application) in (1_usize..).zip(applications) {
        let place = target.join(application.dossier.number.digits());
        private::folder(&place)?;
        let data = serde_json::to_vec_pretty(application).map_err(io::Error::from)?;
        private::write(&place.join("application.json"), &data)?;
        private::write(
            &place.join("form.xml"),
            application.dossier.instance.as_bytes(),
        )?;
        match opening::documents(folder, keys, ledger, application) {
            Ok(files) => {
                for file in &files {
                    // The opener lets only plain names through: letters, digits, dot, dash, no leading dot.
                    private::write(&place.join(&file.name), &file.content)?;
                    exported.documents += 1;
                }
            }
            Err(fault) => exported
                .without_documents
                .push((application.dossier.number.to_string(), fault)),
        }
        journal.push_str(&journal_line(line, application, folder, words));
        ledger.log(now_s, Act::Export, application.id)?;
        exported.applications += 1;
    }
    private::write(&target.join("journal.csv"), journal.as_bytes())?;
    Ok(exported)
}

fn journal_line(line: usize, application: &Application, folder: &Folder, words: Words) -> String {
    let dossier = &application.dossier;
    let documents: Vec<_> = dossier
        .documents
        .iter()
        .map(|one| sheet::text(&one.name, words))
        .collect();
    let sheets: usize = dossier
        .documents
        .iter()
        .filter(|one| one.form != Form::Seen)
        .map(|one| one.pages.len())
        .sum();
    let representative = match dossier.signer {
        Signer::Applicant | Signer::CannotSign => "",
        Signer::Representative => dossier
            .visit_texts
            .get(VisitField::Representative.key())
            .map_or("", String::as_str),
    };
    let place = format!(
        "{} ({})",
        folder.community_name(&dossier.community.0),
        dossier.community.0.to_uppercase()
    );
    let remarks = sheet::Sheet::of(application, folder, words).remarks;
    let remarks: Vec<_> = remarks.into_iter().map(|remark| remark.text).collect();
    csv::line([
        line.to_string(),
        dossier.finished.date_text(),
        dossier.finished.clock_text(),
        dossier.number.to_string(),
        application
            .registration
            .as_ref()
            .map_or_else(String::new, |one| one.number.clone()),
        dossier.service.0.clone(),
        sheet::text(&dossier.service_name, words).to_owned(),
        dossier.applicant.full_name(),
        representative.to_owned(),
        dossier.applicant.address(),
        dossier.applicant.text(PersonField::Phone).to_owned(),
        documents.join(", "),
        sheets.to_string(),
        place,
        dossier.administrator.clone(),
        words.t(&format!(
            "console-notice-{}",
            dossier.notice.key().replace('_', "-")
        )),
        crate::clock::day_text(application.opened),
        remarks.join(" / "),
    ])
}
