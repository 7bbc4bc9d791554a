//! The sections of a sheet: what the application is about, who, the visit, the identity check, the fee, answers, documents,
//! where it came from. Leaves out what nobody said; never judges.

use look::Words;
use office::{
    application::FeeProof,
    document::Form,
    person::{DocumentKind, PersonField},
    service::fee::hryvnias,
    time::Moment,
    visit::{
        CheckResult, Feedback, IdentityCheck, Opinion, Signature, Signer, VisitField, VisitState,
        Whose,
    },
};

use super::{Row, Section, day, key, row, section, text};
use crate::{
    clock,
    folder::Folder,
    kin,
    ledger::{Application, Event},
};

pub(super) fn applicant(application: &Application, words: Words) -> Vec<Section> {
    let person = &application.dossier.applicant;
    let value = |field: PersonField| {
        let text = person.text(field);
        if [
            PersonField::BirthDate,
            PersonField::DocumentIssued,
            PersonField::DocumentExpires,
            PersonField::SettlementEdition,
        ]
        .contains(&field)
        {
            return day(text);
        }
        match DocumentKind::from_key(text) {
            Some(kind) if field == PersonField::DocumentKind => {
                words.t(&key("console-document", kind.key()))
            }
            _ if field == PersonField::Sex && !text.is_empty() => words.t(&format!("sex-{text}")),
            _ => text.to_owned(),
        }
    };
    let rows = PersonField::ALL
        .into_iter()
        .map(|field| row(words, &key("console-person", field.key()), value(field)));
    let mut sections = section(words, "console-applicant", rows);
    sections
        .iter_mut()
        .for_each(|section| section.is_entered = true);
    sections
}

/// What a later parcel is, its number and day: `Supplement 042-117-5083, 21.11.2026`.
pub(super) fn about(later: &Application, words: Words) -> String {
    let dossier = &later.dossier;
    format!(
        "{} {}, {}: {}",
        words.t(&key("console-matter", dossier.matter.key())),
        dossier.number,
        dossier.finished.date_text(),
        dossier.matter.words()
    )
}

/// Which application it belongs to, and what came later about it.
pub(super) fn matter(application: &Application, all: &[Application], words: Words) -> Vec<Section> {
    let matter = &application.dossier.matter;
    let first = kin::first(application, all);
    let official = first.and_then(|one| one.registration.as_ref());
    let known = |text: Option<String>| text.unwrap_or_default();
    let rows = [
        row(
            words,
            "console-matter",
            words.t(&key("console-matter", matter.key())),
        ),
        row(
            words,
            "console-belongs-to",
            known(matter.belongs_to().map(ToString::to_string)),
        ),
        row(
            words,
            "console-official",
            known(official.map(|one| one.number.clone())),
        ),
        row(words, "console-reason", matter.words().to_owned()),
    ];
    let later = kin::later(application, all).map(|later| Row {
        label: words.t("console-later"),
        value: about(later, words),
    });
    section(words, "console-matter", rows.into_iter().chain(later))
}

/// What became of it after it was opened, a row each.
pub(super) fn course(application: &Application, words: Words) -> Vec<Section> {
    let rows = application.course.iter().map(|turn| {
        let event = &turn.event;
        let decision = match event {
            Event::Decided { decision, .. } => words.t(&key("decision", decision.key())),
            Event::Registered { .. }
            | Event::Returned { .. }
            | Event::Handed { .. }
            | Event::Told { .. }
            | Event::Delivered { .. } => String::new(),
        };
        let parts = [
            day(event.on()),
            event.words().to_owned(),
            decision,
            turn.by.clone(),
        ];
        Row {
            label: words.t(&key("stage", event.stage().key())),
            value: super::joined(parts, ", "),
        }
    });
    section(words, "console-course", rows)
}

pub(super) fn visit(application: &Application, folder: &Folder, words: Words) -> Vec<Section> {
    let dossier = &application.dossier;
    let asked = dossier.request.as_ref().map(|request| {
        let way = words.t(&key("console-channel", request.channel.key()));
        format!("{}, {way}", at(&request.at))
    });
    let is_plain = [VisitState::Begun, VisitState::Done].contains(&dossier.visit_state);
    let state = (!is_plain).then(|| words.t(&key("console-ended", dossier.visit_state.key())));
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
        row(words, "console-asked", asked.unwrap_or_default()),
        row(words, "console-arrived", at(&dossier.arrived)),
        row(words, "console-started", at(&dossier.started)),
        row(words, "console-finished", at(&dossier.finished)),
        row(words, "console-visit-state", state.unwrap_or_default()),
        row(
            words,
            "console-visit-reason",
            dossier.visit_reason.0.clone(),
        ),
        row(
            words,
            "console-notice",
            words.t(&key("console-notice", dossier.notice.key())),
        ),
        row(
            words,
            "console-result-way",
            words.t(&key("console-result", dossier.result_way.key())),
        ),
        row(
            words,
            "console-print",
            if dossier.large_print {
                words.t("console-large-print")
            } else {
                String::new()
            },
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
        row(words, "console-ground", ground(&dossier.signature, words)),
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
    rows.extend(opinions(dossier.feedback, words));
    section(words, "console-visit", rows)
}

/// On what ground somebody else signed.
fn ground(signature: &Signature, words: Words) -> String {
    match signature {
        Signature::Representative {
            authority: Some(authority),
            ..
        } => words.t(&key("console-authority", authority.key())),
        Signature::None | Signature::Ink | Signature::Representative { .. } => String::new(),
    }
}

fn opinions(feedback: Feedback, words: Words) -> [Row; 2] {
    let said = |opinion| match opinion {
        Opinion::None => String::new(),
        Opinion::Yes => words.t("console-yes"),
        Opinion::No => words.t("console-no"),
    };
    [
        row(words, "console-clear", said(feedback.clear)),
        row(words, "console-content", said(feedback.content)),
    ]
}

/// Every check of an identity: whose, how, with what result, by whom, when.
pub(super) fn identity(application: &Application, words: Words) -> Vec<Section> {
    let rows = application.dossier.identity_log.iter().map(|checked| {
        let method = words.t(match checked.method {
            IdentityCheck::None => "console-check-none",
            IdentityCheck::Typed => "console-check-typed",
            IdentityCheck::MrzRead => "console-check-mrz",
            IdentityCheck::ChipRead => "console-check-chip",
        });
        let result = words.t(match checked.result {
            CheckResult::Agrees => "console-check-agrees",
            CheckResult::Differs => "console-check-differs",
            CheckResult::Unclear => "console-check-unclear",
        });
        let label = words.t(match checked.whose {
            Whose::Applicant => "console-applicant",
            Whose::Representative => "console-visit-representative",
        });
        let parts = [
            method,
            checked.number.0.clone(),
            result,
            checked.by.clone(),
            at(&checked.at),
        ];
        Row {
            label,
            value: parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        }
    });
    section(words, "console-identity", rows)
}

/// What it costs and how that stands; what was put off or given up on the same visit.
pub(super) fn outcome(application: &Application, words: Words) -> Vec<Section> {
    let dossier = &application.dossier;
    let fee = &dossier.fee;
    let due = fee.due.as_ref().map(|due| {
        let doubt = due.unverified.then(|| words.t("console-unverified"));
        let parts = [
            Some(hryvnias(due.kopiykas)),
            Some(fee.fund.clone()).filter(|fund| !fund.is_empty()),
            doubt,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let proof = match &fee.proof {
        FeeProof::Open => String::new(),
        FeeProof::Free => words.t("console-fee-free"),
        FeeProof::Shown => words.t("console-fee-shown"),
        FeeProof::ToBePaid { by } => {
            words.t_with("console-fee-to-be-paid", &[("of", day(by).into())])
        }
    };
    let mut rows = vec![
        row(words, "console-fee", text(&fee.words, words).to_owned()),
        row(words, "console-fee-due", due.unwrap_or_default()),
        row(words, "console-fee-proof", proof),
    ];
    rows.extend(dossier.postponed.iter().map(|(service, postponed)| {
        let value = format!("{service}: {}", postponed.proposal.0);
        row(words, "console-postponed", value)
    }));
    rows.extend(dossier.voids.iter().map(|void| {
        let number = void.number.as_ref().map(ToString::to_string);
        let value = format!("{} {}", number.unwrap_or_default(), void.reason.0);
        row(words, "console-void", value.trim().to_owned())
    }));
    section(words, "console-outcome", rows)
}

fn at(moment: &Moment) -> String {
    format!("{} {}", moment.date_text(), moment.clock_text())
}

/// The answers under the headings of the form.
pub(super) fn answers(application: &Application, words: Words) -> Vec<Section> {
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
                is_entered: true,
                rows: vec![row],
            }),
        }
    }
    sections
}

pub(super) fn documents(application: &Application, words: Words) -> Vec<Section> {
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

pub(super) fn origin(application: &Application, folder: &Folder, words: Words) -> Vec<Section> {
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
