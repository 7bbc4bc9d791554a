//! An application as a coordinator reads it: findings and overrides first, then who, what was answered, what came with it.
//! One reading order for the command line and the window. Reads only what was opened; never judges.

mod sections;

use std::fmt::Write as _;

use look::{Language, Words};
use office::{label::Label, time::ClockSource};

use crate::{folder::Folder, kin, ledger::Application};

/// How a line of a sheet is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Worth knowing.
    Note,
    /// Wants a look before it is registered.
    Look,
}

/// A finding, an override, or a trouble with the parcel.
#[derive(Clone, PartialEq, Eq)]
pub struct Remark {
    /// How it is meant.
    pub mark: Mark,
    /// What stands there.
    pub text: String,
}

/// A label and what stands beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// What was asked.
    pub label: String,
    /// What was answered.
    pub value: String,
}

/// Rows under one heading.
#[derive(Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The whole reading of one application.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// `042-117-5083`.
    pub number: String,
    /// What was asked for.
    pub service: String,
    /// Whose matter it is.
    pub applicant: String,
    /// For which community.
    pub community: String,
    /// The official number, once there is one.
    pub official: Option<String>,
    /// What to look at first.
    pub remarks: Vec<Remark>,
    /// Everything else, in reading order.
    pub sections: Vec<Section>,
}

macro_rules! reticent {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}
reticent!(Remark, Row, Section, Sheet);

/// The texts that are there, in one line.
pub(crate) fn joined(texts: impl IntoIterator<Item = String>, with: &str) -> String {
    let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(with)
}

/// A text that came as data, in the language of `words`.
#[must_use]
pub fn text(label: &Label, words: Words) -> &str {
    label.text(match words.language() {
        Language::Uk => office::label::Language::Uk,
        Language::En => office::label::Language::En,
    })
}

impl Sheet {
    /// Reads `application` with what else came about it among `all`.
    #[must_use]
    pub fn of(
        application: &Application,
        all: &[Application],
        folder: &Folder,
        words: Words,
    ) -> Self {
        let dossier = &application.dossier;
        let sections = [
            sections::matter(application, all, words),
            sections::applicant(application, words),
            sections::visit(application, folder, words),
            sections::identity(application, words),
            sections::outcome(application, words),
            sections::answers(application, words),
            sections::documents(application, words),
            sections::origin(application, folder, words),
        ];
        Self {
            number: dossier.number.to_string(),
            service: text(&dossier.service_name, words).to_owned(),
            applicant: dossier.applicant.full_name(),
            community: folder.community_name(&dossier.community.0),
            official: application
                .registration
                .as_ref()
                .map(|one| one.number.clone()),
            remarks: remarks(application, all, words),
            sections: sections
                .into_iter()
                .flatten()
                .filter(|section| !section.rows.is_empty())
                .collect(),
        }
    }

    /// The sheet as lines of text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!(
            "{}  {}\n{}\n{}\n",
            self.number, self.service, self.applicant, self.community
        );
        for remark in &self.remarks {
            let mark = if remark.mark == Mark::Look { '!' } else { '-' };
            writeln!(out, " {mark} {}", remark.text).expect("writing to a text does not fail");
        }
        for section in &self.sections {
            writeln!(out, "\n{}", section.heading.to_uppercase())
                .expect("writing to a text does not fail");
            let width = section
                .rows
                .iter()
                .map(|row| row.label.chars().count())
                .max()
                .unwrap_or(0)
                .min(40);
            for Row { label, value } in &section.rows {
                writeln!(out, "  {label:width$}  {value}")
                    .expect("writing to a text does not fail");
            }
        }
        out
    }
}

fn remarks(application: &Application, all: &[Application], words: Words) -> Vec<Remark> {
    let dossier = &application.dossier;
    let look = |text| Remark {
        mark: Mark::Look,
        text,
    };
    let mut remarks: Vec<Remark> = kin::later(application, all)
        .map(|later| look(sections::about(later, words)))
        .collect();
    if let Some(refusal) = &dossier.refusal {
        let words = words.t_with(
            "console-refused",
            &[
                ("ground", refusal.ground.as_str().into()),
                ("reason", refusal.words.0.as_str().into()),
            ],
        );
        remarks.push(look(words));
    }
    if let Some(fault) = &application.pages_fault {
        remarks.push(Remark {
            mark: Mark::Look,
            text: words.t(&format!("fault-{fault}")),
        });
    }
    for key in &dossier.findings {
        if !dossier.overrides.contains_key(key) {
            remarks.push(Remark {
                mark: Mark::Look,
                text: finding(application, key, words),
            });
        }
    }
    for (key, reason) in &dossier.overrides {
        let reason = words.t_with("console-overridden", &[("reason", reason.as_str().into())]);
        let text = format!("{}. {reason}", finding(application, key, words));
        remarks.push(Remark {
            mark: Mark::Look,
            text,
        });
    }
    if dossier.consent.is_none() && dossier.matter.has_form() && dossier.refusal.is_none() {
        remarks.push(Remark {
            mark: Mark::Look,
            text: words.t("console-no-consent"),
        });
    }
    let clock = match dossier.clock {
        ClockSource::Confirmed => Some("console-clock-confirmed"),
        ClockSource::Doubtful => Some("console-clock-doubtful"),
        ClockSource::Machine => dossier
            .finished
            .is_doubtful()
            .then_some("console-clock-doubtful"),
    };
    remarks.extend(clock.map(|key| Remark {
        mark: Mark::Note,
        text: words.t(key),
    }));
    remarks
}

/// A finding in words: where, then which rule.
fn finding(application: &Application, key: &str, words: Words) -> String {
    let (place, rule) = key.split_once('#').unwrap_or((key, ""));
    let place = match place.split_once('.') {
        Some(("person", field)) => words.t(&format!("console-person-{}", field.replace('_', "-"))),
        Some(("form", path)) => {
            let asked = application
                .dossier
                .answers
                .iter()
                .find(|answer| answer.path == path);
            asked.map_or_else(
                || path.to_owned(),
                |answer| text(&answer.label, words).to_owned(),
            )
        }
        Some(("document", key)) => {
            let document = application
                .dossier
                .documents
                .iter()
                .find(|one| one.key.0 == key);
            document.map_or_else(|| key.to_owned(), |one| text(&one.name, words).to_owned())
        }
        Some(_) | None => place.to_owned(),
    };
    let rule = format!("finding-{rule}");
    let rule = if words.knows(&rule) {
        words.t(&rule)
    } else {
        words.t("console-finding")
    };
    format!("{place}: {rule}")
}

fn section(words: Words, heading: &str, rows: impl IntoIterator<Item = Row>) -> Vec<Section> {
    let rows = rows
        .into_iter()
        .filter(|row| !row.value.is_empty())
        .collect();
    vec![Section {
        heading: words.t(heading),
        rows,
    }]
}

fn row(words: Words, label: &str, value: String) -> Row {
    Row {
        label: words.t(label),
        value,
    }
}

/// `console-person` and `birth_date` make `console-person-birth-date`.
pub(crate) fn key(family: &str, name: &str) -> String {
    format!("{family}-{}", name.replace('_', "-"))
}

/// `1987-03-12` as officials write it; any other text as it is.
pub(crate) fn day(iso: &str) -> String {
    let mut parts = iso.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) if year.len() == 4 => {
            format!("{day}.{month}.{year}")
        }
        _ => iso.to_owned(),
    }
}
