//! An application as a coordinator reads it: findings and overrides first, then who, what was answered, what came with it.
//! One reading order for the command line and the window. Reads only what was opened; never judges.

use std::fmt::Write as _;

use look::{Language, Words};
use office::{
    document::Form,
    label::Label,
    person::{DocumentKind, PersonField},
    visit::{Signer, VisitField},
};

use crate::{clock, folder::Folder, ledger::Application};

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

/// A text that came as data, in the language of `words`.
#[must_use]
pub fn text(label: &Label, words: Words) -> &str {
    label.text(match words.language() {
        Language::Uk => office::label::Language::Uk,
        Language::En => office::label::Language::En,
    })
}

impl Sheet {
    /// Reads `application`.
    #[must_use]
    pub fn of(application: &Application, folder: &Folder, words: Words) -> Self {
        let dossier = &application.dossier;
        let sections = [
            applicant(application, words),
            visit(application, folder, words),
            answers(application, words),
            documents(application, words),
            origin(application, folder, words),
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
            remarks: remarks(application, words),
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

fn remarks(application: &Application, words: Words) -> Vec<Remark> {
    let dossier = &application.dossier;
    let mut remarks = Vec::new();
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
    if dossier.consent.is_none() {
        remarks.push(Remark {
            mark: Mark::Look,
            text: words.t("console-no-consent"),
        });
    }
    if dossier.finished.is_doubtful() {
        remarks.push(Remark {
            mark: Mark::Note,
            text: words.t("console-clock-doubtful"),
        });
    }
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

fn applicant(application: &Application, words: Words) -> Vec<Section> {
    let person = &application.dossier.applicant;
    let value = |field: PersonField| {
        let text = person.text(field);
        if [
            PersonField::BirthDate,
            PersonField::DocumentIssued,
            PersonField::DocumentExpires,
        ]
        .contains(&field)
        {
            return day(text);
        }
        match DocumentKind::from_key(text) {
            Some(kind) if field == PersonField::DocumentKind => {
                words.t(&key("console-document", kind.key()))
            }
            _ if field == PersonField::Sex => words.t(&format!("sex-{text}")),
            _ => text.to_owned(),
        }
    };
    let rows = PersonField::ALL
        .into_iter()
        .map(|field| row(words, &key("console-person", field.key()), value(field)));
    section(words, "console-applicant", rows)
}

fn visit(application: &Application, folder: &Folder, words: Words) -> Vec<Section> {
    let dossier = &application.dossier;
    let mut rows = vec![
        row(
            words,
            "console-community",
            folder.community_name(&dossier.community.0),
        ),
        row(
            words,
            "console-basis",
            words.t(&key("console-basis", dossier.basis.key())),
        ),
        row(
            words,
            "console-arrived",
            format!(
                "{} {}",
                dossier.arrived.date_text(),
                dossier.arrived.clock_text()
            ),
        ),
        row(
            words,
            "console-finished",
            format!(
                "{} {}",
                dossier.finished.date_text(),
                dossier.finished.clock_text()
            ),
        ),
        row(
            words,
            "console-notice",
            words.t(&key("console-notice", dossier.notice.key())),
        ),
        row(
            words,
            "console-signer",
            words.t(match dossier.signer {
                Signer::Applicant => "console-signer-applicant",
                Signer::Representative => "console-signer-representative",
                Signer::CannotSign => "console-signer-cannot-sign",
            }),
        ),
    ];
    let texts = VisitField::ALL.into_iter().map(|field| {
        let text = dossier
            .visit_texts
            .get(field.key())
            .cloned()
            .unwrap_or_default();
        row(words, &key("console-visit", field.key()), text)
    });
    rows.extend(texts);
    section(words, "console-visit", rows)
}

/// The answers under the headings of the form.
fn answers(application: &Application, words: Words) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for answer in &application.dossier.answers {
        let heading = match text(&answer.section, words) {
            "" => words.t("console-answers"),
            heading => heading.to_owned(),
        };
        let row = Row {
            label: text(&answer.label, words).to_owned(),
            value: text(&answer.text, words).to_owned(),
        };
        match sections.last_mut() {
            Some(section) if section.heading == heading => section.rows.push(row),
            _ => sections.push(Section {
                heading,
                rows: vec![row],
            }),
        }
    }
    sections
}

fn documents(application: &Application, words: Words) -> Vec<Section> {
    let rows = application.dossier.documents.iter().map(|document| {
        let form = words.t(match document.form {
            Form::Original => "console-original",
            Form::Copy => "console-copy-form",
            Form::Seen => "console-seen",
        });
        let sheets = words.t_with("console-sheets", &[("n", document.pages.len().into())]);
        Row {
            label: text(&document.name, words).to_owned(),
            value: format!("{form}, {sheets}"),
        }
    });
    section(words, "console-documents", rows)
}

fn origin(application: &Application, folder: &Folder, words: Words) -> Vec<Section> {
    let dossier = &application.dossier;
    let consent = dossier
        .consent
        .as_ref()
        .map_or_else(String::new, |given| given.version.clone());
    let registered = application
        .registration
        .as_ref()
        .map_or_else(String::new, |one| {
            format!("{} ({})", one.number, clock::day_text(one.at))
        });
    let rows = [
        row(words, "console-official", registered),
        row(words, "console-kit", folder.kit_label(application.kit)),
        row(
            words,
            "console-administrator",
            dossier.administrator.clone(),
        ),
        row(words, "console-consent", consent),
        row(words, "console-opened", clock::day_text(application.opened)),
    ];
    section(words, "console-origin", rows)
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
fn key(family: &str, name: &str) -> String {
    format!("{family}-{}", name.replace('_', "-"))
}

/// `1987-03-12` as officials write it; any other text as it is.
fn day(iso: &str) -> String {
    let mut parts = iso.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) if year.len() == 4 => {
            format!("{day}.{month}.{year}")
        }
        _ => iso.to_owned(),
    }
}
