//! What leaves the ledger in the clear, at the coordinator's word: scans, data, and a line for the journal.
//!
//! Folders are named by the number alone (I12). Every export stands in the log. An export is the coordinator's to
//! protect: it is the one thing this program writes unsealed.

use std::{
    io,
    path::{Path, PathBuf},
};

use look::Words;
use office::dossier::JournalRow;

use crate::{
    csv,
    folder::Folder,
    keys::Keys,
    kin,
    ledger::{Application, Ledger},
    opening,
    outside::{Outside, OutsideError},
    private, sheet,
};

/// Columns of the journal, by locale key (journal of applications, Model Regulation 588).
const COLUMNS: [&str; 22] = [
    "line",
    "date",
    "time",
    "number",
    "official",
    "matter",
    "belongs-to",
    "service-id",
    "service",
    "applicant",
    "representative",
    "address",
    "phone",
    "documents",
    "sheets",
    "place",
    "basis",
    "administrator",
    "notice",
    "result-way",
    "opened",
    "remarks",
];

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

/// Writes `applications` below `target`: a folder each, within that of the application it belongs to, with `application.json`, `form.xml` and the scans, and
/// `journal.csv` with a line each.
///
/// # Errors
/// See [`OutsideError`].
pub fn export(
    folder: &Folder,
    keys: &Keys,
    ledger: &mut Ledger,
    applications: &[Application],
    target: &Path,
    (words, now_s): (Words, i64),
) -> Result<Exported, OutsideError> {
    private::folder(target)?;
    let mut journal_of = Outside::begin(ledger, &[], now_s)?;
    let mut exported = Exported::default();
    let mut journal = csv::BYTE_ORDER_MARK.to_owned();
    journal.push_str(&csv::line(
        COLUMNS
            .iter()
            .map(|column| words.t(&format!("journal-{column}"))),
    ));
    for (line, application) in (1_usize..).zip(kin::in_families(applications)) {
        let place = place(application, applications, target);
        private::folder(&place)?;
        let mut outside = Outside::begin(ledger, &[application.id], now_s)?;
        let data = serde_json::to_vec_pretty(application).map_err(io::Error::from)?;
        outside.write(ledger, &place.join("application.json"), &data)?;
        outside.write(
            ledger,
            &place.join("form.xml"),
            application.dossier.instance.as_bytes(),
        )?;
        match opening::documents(folder, keys, ledger, application) {
            Ok(files) => {
                for file in &files {
                    // The opener lets only plain names through: letters, digits, dot, dash, no leading dot.
                    outside.write(ledger, &place.join(&file.name), &file.content)?;
                    exported.documents += usize::from(file.name.ends_with(".pdf"));
                }
            }
            Err(fault) => exported
                .without_documents
                .push((application.dossier.number.to_string(), fault)),
        }
        journal.push_str(&journal_line(
            line,
            application,
            applications,
            folder,
            words,
        ));
        exported.applications += 1;
    }
    journal_of.write(ledger, &target.join("journal.csv"), journal.as_bytes())?;
    Ok(exported)
}

/// The folder of an application; what came later about it lies in that.
fn place(application: &Application, all: &[Application], target: &Path) -> PathBuf {
    let first = kin::first(application, all);
    let above = first.map_or_else(
        || target.to_owned(),
        |first| target.join(first.dossier.number.digits()),
    );
    above.join(application.dossier.number.digits())
}

fn journal_line(
    line: usize,
    application: &Application,
    all: &[Application],
    folder: &Folder,
    words: Words,
) -> String {
    let dossier = &application.dossier;
    let row = JournalRow::of(dossier);
    let handed = dossier
        .documents
        .iter()
        .filter(|one| !one.is_of_the_office());
    let documents: Vec<_> = handed.map(|one| sheet::text(&one.name, words)).collect();
    let (ground, document) = &row.representative_ground;
    let ground = match ground.as_str() {
        "" => String::new(),
        ground => words.t(&sheet::key("console-authority", ground)),
    };
    let place = format!(
        "{} ({})",
        folder.community_name(&dossier.community.0),
        dossier.community.0.to_uppercase()
    );
    let remarks = sheet::Sheet::of(application, all, folder, words).remarks;
    let remarks = remarks.into_iter().map(|remark| remark.text);
    let remarks = std::iter::once(row.remark).chain(remarks);
    let registered = application.registration.as_ref();
    let belongs_to = row.matter.belongs_to().map(ToString::to_string);
    csv::line([
        line.to_string(),
        sheet::day(&row.day),
        row.time,
        row.number.to_string(),
        registered.map_or_else(String::new, |one| one.number.clone()),
        words.t(&sheet::key("console-matter", row.matter.key())),
        belongs_to.unwrap_or_default(),
        row.service,
        sheet::text(&row.service_name, words).to_owned(),
        row.applicant,
        sheet::joined([row.representative, ground, document.clone()], ", "),
        row.address,
        row.phone,
        documents.join(", "),
        row.sheets.to_string(),
        place,
        words.t(&sheet::key("console-basis", row.basis.key())),
        row.administrator,
        words.t(&sheet::key("console-notice", row.notice.key())),
        words.t(&sheet::key("console-result", row.result_way.key())),
        crate::clock::day_text(application.opened),
        sheet::joined(remarks, " / "),
    ])
}
