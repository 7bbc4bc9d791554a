//! The quarterly report («статичний моніторинг»): the counts that a centre is asked for, from opened summaries alone.
//! Counts only: no name, no number, no day of a person's.

use look::{Arg, Words};
use office::dossier::Counts;

use crate::{
    ledger::Application,
    sheet::{self, Row},
};

/// The counts of days from `from` to `until`, ISO 8601 and both included, in reading order.
#[must_use]
pub fn rows(applications: &[Application], from: &str, until: &str, words: Words) -> Vec<Row> {
    let dossiers = applications.iter().map(|one| &one.dossier);
    let counts = Counts::of(dossiers, from, until);
    let row = |label: String, count: u64| Row {
        label,
        value: count.to_string(),
    };
    let total = |key: &str, count| row(words.t(key), count);
    let part = |label: String, count: &u64| row(format!("  {label}"), *count);

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
    rows
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
