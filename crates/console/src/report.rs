//! The quarterly report («статичний моніторинг»): the counts that a centre is asked for, from opened summaries alone; as
//! a table, as a picture and for a spreadsheet.
//! Counts only: no name, no number, no day of a person's.

use look::{Arg, Words};
use office::dossier::Counts;

use crate::{
    csv,
    folder::Folder,
    ledger::{Application, Event},
    printed, sheet,
};

/// One count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub label: String,
    /// How many.
    pub value: u64,
    /// Whether it is a part of the total above it.
    pub is_part: bool,
}

/// The first and the last day of a quarter, 1 to 4, ISO 8601.
#[must_use]
pub fn quarter(year: i16, quarter: i8) -> (String, String) {
    let (first, last) = match quarter {
        ..=1 => ("01-01", "03-31"),
        2 => ("04-01", "06-30"),
        3 => ("07-01", "09-30"),
        4.. => ("10-01", "12-31"),
    };
    (format!("{year:04}-{first}"), format!("{year:04}-{last}"))
}

/// The counts of days from `from` to `until`, ISO 8601 and both included, in reading order.
#[must_use]
pub fn rows(
    applications: &[Application],
    (from, until): (&str, &str),
    folder: &Folder,
    words: Words,
) -> Vec<Count> {
    let dossiers = applications.iter().map(|one| &one.dossier);
    let counts = Counts::of(dossiers, from, until);
    let row = |label: String, value: u64| Count {
        label,
        value,
        is_part: false,
    };
    let total = |key: &str, count| row(words.t(key), count);
    let part = |label: String, count: &u64| Count {
        label,
        value: *count,
        is_part: true,
    };

    let mut rows = vec![total("report-visits", counts.visits)];
    let by_basis = counts.visits_by_basis.iter();
    rows.extend(
        by_basis.map(|(basis, count)| part(words.t(&sheet::key("console-basis", basis)), count)),
    );
    let broken_off = counts.visits_broken_off.iter();
    rows.extend(broken_off.map(|(end, count)| {
        let end = words.t(&sheet::key("console-ended", end));
        let name = [("name", Arg::from(end))];
        row(words.t_with("report-broken-off", &name), *count)
    }));
    rows.push(total("report-applications", counts.applications));
    let by_service = counts.applications_by_service.iter();
    rows.extend(
        by_service
            .map(|(service, count)| part(service_name(applications, &service.0, words), count)),
    );
    rows.push(row(
        words.t("report-places"),
        counts.applications_by_place.len() as u64,
    ));
    let by_place = counts.applications_by_place.iter();
    rows.extend(by_place.map(|(place, count)| part(place.clone(), count)));
    rows.push(total(
        "report-refused",
        counts.refused_to_accept.values().sum(),
    ));
    let by_ground = counts.refused_to_accept.iter();
    rows.extend(by_ground.map(|(ground, count)| part(ground.clone(), count)));
    for (key, count) in [
        ("report-by-representative", counts.by_representative),
        ("report-supplements", counts.supplements),
        ("report-withdrawals", counts.withdrawals),
        ("report-handed-over", counts.handed_over),
        ("report-feedback", counts.feedback_total),
        ("report-feedback-positive", counts.feedback_positive),
        ("report-feedback-negative", counts.feedback_negative),
    ] {
        rows.push(total(key, count));
    }
    rows.extend(
        counts
            .minutes_an_application
            .map(|count| total("report-minutes", count)),
    );
    let taken: Vec<_> = printed::within(applications, (from, until))
        .into_iter()
        .filter(|one| one.dossier.matter.has_form())
        .collect();
    let complete = taken.iter().filter(|one| was_complete(one)).count();
    rows.push(total("report-complete", complete as u64));
    rows.push(total("report-kits", folder.setup().kits.len() as u64));
    rows.extend(folder.setup().kits.iter().map(|kit| {
        let label = words.t_with("report-kit", &[("name", folder.kit_label(kit.name).into())]);
        part(
            label,
            &(taken.iter().filter(|one| one.kit == kit.name).count() as u64),
        )
    }));
    rows
}

/// Whether an application was complete when it was first handed over: nothing was found wanting, nothing was sent back.
fn was_complete(application: &Application) -> bool {
    let dossier = &application.dossier;
    let returned = application
        .course
        .iter()
        .any(|turn| matches!(turn.event, Event::Returned { .. }));
    let open = dossier
        .findings
        .iter()
        .any(|key| !dossier.overrides.contains_key(key));
    !returned && !open && dossier.consent.is_some()
}

/// The counts as a table for a spreadsheet.
#[must_use]
pub fn csv(counts: &[Count], words: Words) -> String {
    let mut table = csv::BYTE_ORDER_MARK.to_owned();
    table.push_str(&csv::line([
        words.t("report-what"),
        words.t("report-how-many"),
    ]));
    for count in counts {
        table.push_str(&csv::line([count.label.clone(), count.value.to_string()]));
    }
    table
}

/// Height of one bar of the picture, in points.
const BAR: u64 = 26;

/// The counts as a picture (SVG): a bar each, as long as its share of the largest; black on white, so that it prints.
#[must_use]
pub fn picture(counts: &[Count]) -> String {
    let largest = counts
        .iter()
        .map(|count| count.value)
        .max()
        .unwrap_or_default()
        .max(1);
    let height = BAR * (counts.len() as u64 + 1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 {height}\" font-family=\"sans-serif\" font-size=\"14\">\n\
         <rect width=\"900\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for (line, count) in (0_u64..).zip(counts) {
        let (top, long) = (line * BAR + BAR / 2, count.value * 380 / largest);
        let (left, fill) = if count.is_part {
            (24, "#8a8a8a")
        } else {
            (8, "#222")
        };
        svg.push_str(&format!(
            "<text x=\"{left}\" y=\"{}\">{}</text><rect x=\"440\" y=\"{top}\" width=\"{long}\" height=\"16\" fill=\"{fill}\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>\n",
            top + 13,
            escaped(&count.label),
            448 + long,
            top + 13,
            count.value
        ));
    }
    svg.push_str("</svg>\n");
    svg
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// What a service is called in the newest summary that names it; its identifier where none does.
fn service_name(applications: &[Application], id: &str, words: Words) -> String {
    let named = applications.iter().rev().map(|one| &one.dossier);
    let mut named = named.filter(|dossier| dossier.service.0 == id);
    named.next().map_or_else(
        || id.to_owned(),
        |dossier| {
            let name = sheet::text(&dossier.service_name, words);
            if name.is_empty() {
                id.to_owned()
            } else {
                format!("{name} ({id})")
            }
        },
    )
}
