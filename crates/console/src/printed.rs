//! The registration journal of a period on paper, from opened summaries alone.
//! Decides nothing; what happened after the kit and is not registered here stays free for a hand to write.

use std::collections::BTreeSet;

use look::Words;
use office::{
    application::Matter,
    dossier::{JournalRow, Outcome},
};
use papers::{JournalEntry, JournalPaper, Letterhead, Options, Pdf, TypesetError};

use crate::{folder::Folder, ledger::Application, sheet};

/// The registration journal of days from `from` to `until`, ISO 8601 and both included, the oldest first.
///
/// # Errors
/// The paper cannot be set.
pub fn journal(
    applications: &[Application],
    (from, until): (&str, &str),
    folder: &Folder,
    words: Words,
) -> Result<Pdf, TypesetError> {
    let taken = within(applications, (from, until));
    let communities: BTreeSet<_> = taken.iter().map(|one| &one.dossier.community.0).collect();
    let only = communities.first().filter(|_| communities.len() == 1);
    let paper = JournalPaper {
        letterhead: only.map_or_else(Letterhead::default, |id| letterhead(folder, id)),
        period: format!("{} \u{2013} {}", sheet::day(from), sheet::day(until)),
        entries: taken
            .into_iter()
            .map(|one| entry(one, folder, words))
            .collect(),
    };
    papers::typeset(&papers::Paper::Journal(paper), &Options::default())
}

/// What was finished on these days, the oldest first.
#[must_use]
pub fn within<'a>(
    applications: &'a [Application],
    (from, until): (&str, &str),
) -> Vec<&'a Application> {
    let mut taken: Vec<_> = applications
        .iter()
        .filter(|one| {
            let day = one.dossier.finished.iso_date();
            from <= day.as_str() && day.as_str() <= until
        })
        .collect();
    taken.sort_by_key(|one| one.dossier.finished.wall_s);
    taken
}

pub(crate) fn letterhead(folder: &Folder, id: &str) -> Letterhead {
    let profile = folder.profiles().next_back();
    let community = profile.and_then(|profile| {
        let mut communities = profile.communities.iter();
        communities.find(|community| community.id == id)
    });
    community.map(wording::letterhead).unwrap_or_default()
}

fn entry(application: &Application, folder: &Folder, words: Words) -> JournalEntry {
    let dossier = &application.dossier;
    let row = JournalRow::of(dossier);
    let (ground, document) = row.representative_ground;
    let ground = match ground.as_str() {
        "" => ground,
        ground => words.t(&sheet::key("console-authority", ground)),
    };
    let matter = match &row.matter {
        Matter::Application => String::new(),
        Matter::Supplement { .. }
        | Matter::Withdrawal { .. }
        | Matter::HandingOver { .. }
        | Matter::VisitReport => words.t(&sheet::key("console-matter", row.matter.key())),
    };
    let of = row.matter.belongs_to().map(ToString::to_string);
    let refused = match row.outcome {
        Outcome::RefusedToAccept => words.t("journal-refused"),
        Outcome::Accepted | Outcome::NothingTaken => String::new(),
    };
    let is_code = row.service.len() == 5 && row.service.bytes().all(|one| one.is_ascii_digit());
    JournalEntry {
        taken_at: format!("{} {}", sheet::day(&row.day), row.time),
        number: row.number.to_string(),
        official_number: application
            .registration
            .as_ref()
            .map(|one| one.number.clone())
            .unwrap_or_default(),
        service_code: if is_code { row.service } else { String::new() },
        service: sheet::text(&row.service_name, words).to_owned(),
        applicant: row.applicant,
        representative: sheet::joined([row.representative, ground, document], ", "),
        address: row.address,
        phone: office::identity::phone::written(&row.phone),
        documents: format!("{} / {}", row.documents, row.sheets),
        place: format!(
            "{}, {}",
            folder.community_name(&dossier.community.0),
            words.t(&sheet::key("console-basis", row.basis.key()))
        ),
        administrator: row.administrator,
        authority: sheet::text(&dossier.authority, words).to_owned(),
        due_on: dossier.last_day.clone(),
        remarks: sheet::joined(
            [
                sheet::joined([matter, of.unwrap_or_default()], " "),
                refused,
                row.remark,
            ],
            "; ",
        ),
        ..JournalEntry::default()
    }
}
