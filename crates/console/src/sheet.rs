//! An application as a coordinator reads it: findings and overrides first, then who, what was answered, what came with it.
//! One reading order for the command line and the window. Reads only what was opened; never judges.

mod paper;
mod sections;

use std::fmt::Write as _;

use look::{Language, Words};
use office::{label::Label, time::ClockSource};

use crate::{
    folder::Folder,
    kin,
    ledger::{Application, Outline},
};

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
    /// Whether it is part of the form, so that its values are entered in the register.
    pub is_entered: bool,
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
            sections::course(application, words),
            sections::matter(application, all, words),
            sections::applicant(application, words),
            sections::answers(application, words),
            sections::documents(application, words),
            sections::outcome(application, words),
            sections::visit(application, folder, words),
            sections::identity(application, words),
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

    /// The values that are entered in the register, in the order of the form.
    pub fn entered(&self) -> impl Iterator<Item = &Row> {
        let sections = self.sections.iter().filter(|section| section.is_entered);
        sections.flat_map(|section| &section.rows)
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
    remarks.extend(twins(application, all, words));
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

/// Who else names the same person exactly: a warning where it is the same service, a note where it is another.
fn twins<'a>(
    application: &Application,
    all: &'a [Application],
    words: Words,
) -> impl Iterator<Item = Remark> + 'a {
    let own = Outline::of(application);
    let is_kin = move |one: &Outline| one.belongs_to.is_some() || own.belongs_to.is_some();
    let own = Outline::of(application);
    all.iter()
        .map(Outline::of)
        .filter(move |one| own.is_of_the_same(one) && !is_kin(one))
        .map({
            let service = application.dossier.service.0.clone();
            move |one| {
                let args = [
                    ("name", one.number.to_string().into()),
                    ("of", day(&one.day).into()),
                    ("what", text(&one.service_name, words).to_owned().into()),
                ];
                let (mark, key) = if one.service == service {
                    (Mark::Look, "console-twin")
                } else {
                    (Mark::Note, "console-same-person")
                };
                Remark {
                    mark,
                    text: words.t_with(key, &args),
                }
            }
        })
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
        is_entered: false,
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
