//! The information card of a service (`card.toml`), as a centre writes it; the README beside the services has every key.
//!
//! Laws, sums and terms are dated data, never constants in code; a fact that nobody has compared with its source says
//! so, and what only the centre can know is named for it. Nothing is made up here to fill a gap.

use crate::folder::Bases;
use crate::money;
use crate::table::{Found, Source, Table, one_of};
use office::deadline::Term;
use office::document::{Form as Expected, SIGNED_SHEET};
use office::form::Form;
use office::id::{DocumentKey, ServiceId};
use office::service::{
    Act, BaseTable, Condition, Consent, DocumentRule, Flags, Refusal, ResultWay, Service, Stage,
    Sum, Supply, Tariff, TermRule,
};
use std::collections::BTreeSet;

/// What a card may leave to the centre.
const SECTIONS: [&str; 10] = [
    "acts",
    "consent",
    "documents",
    "fee",
    "grounds",
    "receiving",
    "refusals",
    "results",
    "steps",
    "terms",
];

/// What the card is read against.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// The form, where it could be read.
    pub(crate) form: Option<&'a Form>,
    /// The tables of fees.
    pub(crate) bases: &'a Bases,
}

/// A card as it was read.
#[derive(Debug, Default)]
pub(crate) struct Card {
    /// The service without its form, technological card and papers.
    pub(crate) service: Service,
    /// Lines of what is to be supplied, in the order of `service.supply`.
    pub(crate) supply_lines: Vec<usize>,
}

/// Reads a card.
pub(crate) fn read(file: &str, text: &str, beside: Beside<'_>) -> (Option<Card>, Found) {
    Source::read(file, text, "card", |table| card(table, beside))
}

fn card(table: &Table<'_>, beside: Beside<'_>) -> Card {
    let (supply, supply_lines) = supply(table);
    let left = |section: &str| supply.iter().any(|one| one.of == section);
    let service = Service {
        id: ServiceId(key(table, "id")),
        name: table.label("name"),
        authority: table.label("authority"),
        ask_after_days: small(table.number("ask_after_days", 365)),
        flags: flags(table),
        acts: acts(table),
        grounds: facts(table, "grounds"),
        documents: documents(table, beside.form),
        terms: terms(table),
        term: table.label("term"),
        refusals: refusals(table),
        results: facts(table, "results"),
        receiving: receiving(table, left("receiving")),
        consent: consent(table),
        unverified: table.flag("unverified"),
        ..Service::default()
    };
    let (fee, tariffs) = fee(table, beside, left("fee"));
    let empty = [
        ("acts", service.acts.is_empty()),
        ("grounds", service.grounds.is_empty()),
        ("documents", service.documents.is_empty()),
        ("terms", service.terms.is_empty()),
        ("refusals", service.refusals.is_empty()),
        ("results", service.results.is_empty()),
    ];
    for (section, is_empty) in empty {
        if is_empty && !table.has_key(section) && !left(section) {
            table.wrong(
                section,
                format!("is missing; write [[{section}]], or say in [[supply]] of = \"{section}\" what the centre has to supply"),
            );
        }
    }
    Card {
        service: Service {
            fee,
            tariffs,
            supply,
            ..service
        },
        supply_lines,
    }
}

fn flags(table: &Table<'_>) -> Flags {
    let Some(table) = table.required_table("flags") else {
        return Flags::default();
    };
    let flags = Flags {
        needs_live_registry: table.flag("needs_live_registry"),
        personal_only: table.flag("personal_only"),
        representative_ok: table.flag("representative_ok"),
        email_required: table.flag("email_required"),
        photo_set: table.flag("photo_set"),
        special_kit: table.flag("special_kit"),
    };
    if flags.personal_only && flags.representative_ok {
        table.wrong(
            "representative_ok",
            "contradicts personal_only; one of the two is false",
        );
    }
    table.finish("flags");
    flags
}

fn supply(table: &Table<'_>) -> (Vec<Supply>, Vec<usize>) {
    table
        .tables("supply")
        .into_iter()
        .map(|table| {
            let words: Vec<_> = SECTIONS
                .iter()
                .map(|section| (*section, *section))
                .collect();
            let of = if table.text("of").is_empty() {
                None
            } else {
                table.choice("of", &words)
            };
            let supply = Supply {
                of: of.unwrap_or_default().to_owned(),
                text: table.label("text"),
            };
            table.finish("");
            (supply, table.line())
        })
        .unzip()
}

fn acts(table: &Table<'_>) -> Vec<Act> {
    each(table, "acts", |act| Act {
        title: act.text("title"),
        edition: act.day("edition"),
    })
}

/// Texts that are facts: each may be marked as unverified.
fn facts(table: &Table<'_>, section: &'static str) -> Vec<office::label::Label> {
    each(table, section, Table::as_label)
}

fn terms(table: &Table<'_>) -> Vec<TermRule> {
    each(table, "terms", |rule| TermRule {
        name: rule.label("name"),
        term: term(rule),
    })
}

/// `working_days = 10` or `calendar_days = 30`, one of the two.
pub(crate) fn term(table: &Table<'_>) -> Term {
    let days = |key| {
        table
            .optional_number(key, 365)
            .map(|days| u16::try_from(days).unwrap_or(u16::MAX))
    };
    match (days("working_days"), days("calendar_days")) {
        (Some(days), None) => Term::WorkingDays(days),
        (None, Some(days)) => Term::CalendarDays(days),
        (Some(_), Some(_)) => {
            table.wrong(
                "calendar_days",
                "stands beside working_days; keep one of the two",
            );
            Term::CalendarDays(0)
        }
        (None, None) => {
            if !table.has_key("working_days") && !table.has_key("calendar_days") {
                table.wrong(
                    "working_days",
                    "is missing; write working_days = 10 or calendar_days = 30",
                );
            }
            Term::CalendarDays(0)
        }
    }
}

fn refusals(table: &Table<'_>) -> Vec<Refusal> {
    let mut codes = BTreeSet::new();
    each(table, "refusals", |refusal| Refusal {
        code: unique(refusal, "code", &mut codes),
        name: refusal.label("name"),
        stage: must(
            refusal,
            "stage",
            &[("intake", Stage::Intake), ("decision", Stage::Decision)],
        )
        .unwrap_or_default(),
    })
}

fn receiving(table: &Table<'_>, left: bool) -> Vec<ResultWay> {
    let ways = [
        ("in_person", ResultWay::InPerson),
        ("at_home", ResultWay::AtHome),
        ("post", ResultWay::Post),
        ("electronic", ResultWay::Electronic),
    ];
    if left && !table.has("receiving") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in table.texts("receiving") {
        match ways.iter().find(|(name, _)| *name == word) {
            Some((_, way)) if !found.contains(way) => found.push(*way),
            Some(_) => table.wrong("receiving", format!("names '{word}' twice; write it once")),
            None => table.wrong(
                "receiving",
                format!(
                    "names '{word}'; write {}",
                    one_of(ways.iter().map(|(name, _)| *name))
                ),
            ),
        }
    }
    found
}

fn consent(table: &Table<'_>) -> Consent {
    let Some(table) = table.required_table("consent") else {
        return Consent::default();
    };
    let consent = Consent {
        version: table.text("version"),
        text: table.label("text"),
    };
    table.finish("consent");
    consent
}

fn documents(table: &Table<'_>, form: Option<&Form>) -> Vec<DocumentRule> {
    let mut keys = BTreeSet::new();
    let rules = each(table, "documents", |document| {
        let key = unique(document, "key", &mut keys);
        if key == SIGNED_SHEET {
            document.wrong("key", "is kept for the signed sheet; write another key");
        }
        let for_each = document.optional_text("for_each").unwrap_or_default();
        if !for_each.is_empty() && form.is_some_and(|form| !form.repeats(&for_each)) {
            document.wrong(
                "for_each",
                format!("names no repeat of the form: {for_each}; write the path of its begin_repeat row, like /data/children"),
            );
        }
        DocumentRule {
            key: DocumentKey(key),
            name: document.label("name"),
            required: document.flag("required"),
            form: must(
                document,
                "form",
                &[
                    ("original", Expected::Original),
                    ("copy", Expected::Copy),
                    ("seen", Expected::Seen),
                ],
            )
            .unwrap_or_default(),
            alternatives: document.labels("alternatives"),
            one_of: document.optional_text("one_of").unwrap_or_default(),
            when: conditions(document, form, &for_each),
            for_each,
        }
    });
    for rule in &rules {
        let others = |other: &DocumentRule| other.key != rule.key && other.one_of == rule.one_of;
        if !rule.one_of.is_empty() && !rules.iter().any(others) {
            table.wrong(
                "documents",
                format!("have the group '{}' with one document in it; give a second document the same one_of, or leave it out", rule.one_of),
            );
        }
    }
    rules
}

/// The conditions of `when`: one table, or several in an array.
fn conditions(table: &Table<'_>, form: Option<&Form>, for_each: &str) -> Vec<Condition> {
    each(table, "when", |when| {
        let path = when.text("path");
        let negated = when.has("is_not");
        if negated && when.has("is") {
            when.wrong("is_not", "stands beside is; keep one of the two");
        }
        let any_of = when.texts(if negated { "is_not" } else { "is" });
        if let Some(form) = form.filter(|_| !path.is_empty()) {
            check_answer(when, form, &path, &any_of, for_each);
        }
        Condition {
            path,
            any_of,
            negated,
        }
    })
}

/// A condition that could never hold is a mistake: its question or its choice is not there, or it lies in other rows.
fn check_answer(when: &Table<'_>, form: &Form, path: &str, any_of: &[String], for_each: &str) {
    let Some(choices) = form.choices(path) else {
        when.wrong(
            "path",
            format!("names no question of the form: {path}; write it like /data/group/question"),
        );
        return;
    };
    for answer in any_of {
        if !choices.is_empty() && !choices.contains(&answer.as_str()) {
            when.wrong(
                "path",
                format!(
                    "asks for the answer '{answer}', which the form does not offer; write {}",
                    one_of(choices.iter().copied())
                ),
            );
        }
    }
    match form.repeat_of(path) {
        Some(repeat) if repeat != for_each => {
            when.wrong(
                "path",
                format!("lies in the rows of {repeat}; write for_each = \"{repeat}\" beside it"),
            );
        }
        Some(_) | None => {}
    }
}

fn fee(table: &Table<'_>, beside: Beside<'_>, left: bool) -> (office::label::Label, Vec<Tariff>) {
    let Some(table) = table.required_table("fee") else {
        return Default::default();
    };
    let free = table.optional_flag("free");
    let mut keys = BTreeSet::new();
    let tariffs = each(&table, "tariffs", |tariff| Tariff {
        key: unique(tariff, "key", &mut keys),
        name: tariff.label("name"),
        sum: sum(tariff, beside.bases),
        when: conditions(tariff, beside.form, ""),
        account: key(tariff, "account"),
    });
    if free && !tariffs.is_empty() {
        table.wrong(
            "free",
            "stands beside tariffs; a service is free or has tariffs",
        );
    }
    if !free && tariffs.is_empty() && !table.has_key("tariffs") && !left {
        table.wrong(
            "tariffs",
            "is missing; write [[fee.tariffs]], or free = true, or say in [[supply]] of = \"fee\" what the centre has to supply",
        );
    }
    let words = table.as_label();
    table.finish("fee");
    (words, tariffs)
}

fn sum(table: &Table<'_>, bases: &Bases) -> Sum {
    let fixed = table.optional_number("kopiykas", money::MOST_KOPIYKAS);
    let (percent, base) = (table.optional_text("percent"), table.optional_text("base"));
    match (fixed, percent, base) {
        (Some(kopiykas), None, None) => Sum::Fixed(kopiykas),
        (None, Some(percent), Some(base)) => {
            let percent_thousandths = money::percent(&percent);
            if percent_thousandths.is_none() {
                table.wrong(
                    "percent",
                    "is no percentage; write it like \"1.5\", with three places at most",
                );
            }
            let found: Option<&BaseTable> = bases.get(&base);
            if found.is_none() {
                let known = one_of(bases.keys().map(String::as_str));
                table.wrong(
                    "base",
                    format!("names no table of fees; write {known}, or add fees/{base}.toml"),
                );
            }
            match (percent_thousandths, found) {
                (Some(percent_thousandths), Some(base)) => Sum::Share {
                    percent_thousandths,
                    base: base.clone(),
                },
                (_, _) => Sum::Fixed(0),
            }
        }
        (_, _, _) => {
            if !(table.has_key("kopiykas") && fixed.is_none()) {
                table.wrong(
                    "kopiykas",
                    "does not say one sum; write either kopiykas = 3400, or percent = \"1.5\" and base = \"...\"",
                );
            }
            Sum::Fixed(0)
        }
    }
}

/// Reads every table of a section; each is a fact that may be marked as unverified.
pub(crate) fn each<'s, T>(
    table: &Table<'s>,
    section: &'static str,
    mut read: impl FnMut(&Table<'s>) -> T,
) -> Vec<T> {
    table
        .tables(section)
        .iter()
        .map(|one| {
            let value = read(one);
            one.finish(one.path());
            value
        })
        .collect()
}

/// One of these words, which must be there.
pub(crate) fn must<T: Copy>(
    table: &Table<'_>,
    name: &'static str,
    words: &[(&str, T)],
) -> Option<T> {
    if !table.has(name) {
        table.wrong(
            name,
            format!(
                "is missing; write {}",
                one_of(words.iter().map(|(word, _)| *word))
            ),
        );
        return None;
    }
    table.choice(name, words)
}

/// A short name: small Latin letters, digits and hyphens.
fn key(table: &Table<'_>, name: &'static str) -> String {
    let key = table.text(name);
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !key.bytes().all(plain) || key.len() > 64 {
        table.wrong(
            name,
            "is no short name; write small Latin letters, digits and hyphens, 64 at most",
        );
    }
    key
}

/// A short name that no other of its section has.
fn unique(table: &Table<'_>, name: &'static str, taken: &mut BTreeSet<String>) -> String {
    let key = key(table, name);
    if !key.is_empty() && !taken.insert(key.clone()) {
        table.wrong(
            name,
            format!("is '{key}' a second time; every one of the section has a name of its own"),
        );
    }
    key
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
