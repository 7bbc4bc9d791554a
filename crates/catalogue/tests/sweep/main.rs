//! Every key of a card is broken in turn, and each time the mistake is named with the line on which it stands.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod probe;

use catalogue::Mistake;
use probe::{Probe, read};

/// A key and its value as they stand in a text.
#[derive(Debug)]
struct Entry {
    line: usize,
    key: String,
    key_at: usize,
    value_at: usize,
}

/// Every `key = value` of a text, those of inline tables too.
fn entries(text: &str) -> Vec<Entry> {
    text.match_indices(" = ")
        .filter(|(at, _)| !text[..*at].rsplit('\n').next().unwrap().starts_with('#'))
        .map(|(at, equals)| {
            let before = &text[..at];
            let key_at = before.rfind([' ', '\n', '{']).map_or(0, |blank| blank + 1);
            Entry {
                line: before.matches('\n').count() + 1,
                key: before[key_at..].to_owned(),
                key_at,
                value_at: at + equals.len(),
            }
        })
        .collect()
}

/// A value of another kind in its place; none for tables and lists, whose keys are broken one by one.
fn of_another_kind(text: &str, entry: &Entry) -> Option<String> {
    let value = &text[entry.value_at..];
    let end = match value.chars().next().unwrap() {
        '"' => value[1..].find('"').unwrap() + 2,
        '{' | '[' => return None,
        _ => value.find(['\n', ' ', ',']).unwrap(),
    };
    Some(format!("{}7.5{}", &text[..entry.value_at], &value[end..]))
}

fn named(mistakes: &[Mistake], file: &str, line: usize, word: &str) -> bool {
    mistakes.iter().any(|mistake| {
        mistake.file == format!("whole/{file}")
            && mistake.row == Some(line)
            && mistake.column.split('.').any(|part| part == word)
            && !mistake.text.is_empty()
    })
}

fn every_key_is_named_with_its_line(file: &str) {
    let text = read(file);
    let entries = entries(&text);
    assert!(entries.len() >= 20, "the sweep sees {} keys", entries.len());
    for entry in &entries {
        let misspelt = format!("{}x{}", &text[..entry.key_at], &text[entry.key_at..]);
        let found = Probe::whole().with(file, &misspelt).mistakes();
        let wrong = format!("x{}", entry.key);
        assert!(
            named(&found, file, entry.line, &wrong),
            "{wrong} on line {} is not named: {found:?}",
            entry.line
        );

        if let Some(other) = of_another_kind(&text, entry) {
            let found = Probe::whole().with(file, &other).mistakes();
            assert!(
                named(&found, file, entry.line, &entry.key),
                "{} = 7.5 on line {} is not named: {found:?}",
                entry.key,
                entry.line
            );
        }
    }
}

#[test]
fn every_key_of_an_information_card_is_named_with_its_line() {
    every_key_is_named_with_its_line("card.toml");
}

#[test]
fn every_key_of_a_technological_card_is_named_with_its_line() {
    every_key_is_named_with_its_line("technological.toml");
}

/// What may be taken out of the probe without a mistake.
const MAY_BE_LEFT_OUT: [&str; 8] = [
    "unverified",
    "for_each",
    "one_of",
    "when",
    "alternatives",
    "acts",
    "tariffs",
    "documents",
];

#[test]
fn a_key_that_is_taken_out_is_named_with_the_line_of_its_table() {
    let text = read("card.toml");
    let lines: Vec<&str> = text.lines().collect();
    let mut header = 1;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('[') {
            header = at + 1;
        }
        let Some((key, _)) = line.split_once(" = ") else {
            continue;
        };
        if line.starts_with('#') || (MAY_BE_LEFT_OUT.contains(&key) && header > 1) {
            continue;
        }
        let mut rest = lines.clone();
        rest[at] = "";
        let found = Probe::whole()
            .with("card.toml", &rest.join("\n"))
            .mistakes();
        // One of the two ways of saying it is asked for by the first of them.
        let asked = match key {
            "calendar_days" => "working_days",
            "is_not" => "is",
            "percent" | "base" => "kopiykas",
            other => other,
        };
        assert!(
            named(&found, "card.toml", header, asked),
            "{key} of line {} is not missed: {found:?}",
            at + 1
        );
    }
}

#[test]
fn a_section_that_is_taken_out_is_missed() {
    let text = read("card.toml");
    let sections: Vec<&str> = text.split("\n\n").collect();
    let mut missed = 0;
    for (at, section) in sections.iter().enumerate().skip(1) {
        let name = section
            .trim_matches(['[', ']', '\n'])
            .split(']')
            .next()
            .unwrap();
        let several = text.matches(&format!("[[{name}]]")).count() > 1;
        if several || MAY_BE_LEFT_OUT.contains(&name) || name == "supply" {
            continue;
        }
        let mut rest = sections.clone();
        rest.remove(at);
        let found = Probe::whole()
            .with("card.toml", &rest.join("\n\n"))
            .mistakes();
        let missing =
            |one: &Mistake| one.row.is_some() && one.column.split('.').next() == Some(name);
        assert!(
            found.iter().any(missing),
            "[{name}] is not missed: {found:?}"
        );
        missed += 1;
    }
    assert!(missed >= 8, "{missed}");
}

#[test]
fn what_could_never_work_is_named_with_a_remedy() {
    let cases = [
        (
            "id = \"whole\"",
            "id = \"Whole thing\"",
            "small Latin letters",
        ),
        ("ask_after_days = 30", "ask_after_days = 366", "0 to 365"),
        (
            "\"at_home\"",
            "\"by_pigeon\"",
            "'in_person', 'at_home', 'post' or 'electronic'",
        ),
        ("\"at_home\"", "\"post\"", "write it once"),
        (
            "personal_only = false",
            "personal_only = true",
            "contradicts",
        ),
        (
            "uk = \"Збір\"",
            "free = true\nuk = \"Збір\"",
            "free or has tariffs",
        ),
        ("percent = \"2.5\"", "percent = \"2.5 %\"", "like \"1.5\""),
        (
            "base = \"able-bodied-minimum\"",
            "base = \"minimum\"",
            "'able-bodied-minimum'",
        ),
        (
            "kopiykas = 4542",
            "kopiykas = 4542\npercent = \"1\"",
            "either kopiykas",
        ),
        ("key = \"in-time\"", "key = \"late\"", "a second time"),
        (
            "working_days = 10",
            "working_days = 10\ncalendar_days = 10",
            "one of the two",
        ),
        (
            "edition = \"2024-02-29\"",
            "edition = \"2025-02-29\"",
            "is no day",
        ),
        (
            "form = \"copy\"",
            "form = \"scan\"",
            "'original', 'copy' or 'seen'",
        ),
        (
            "key = \"lease\"",
            "key = \"signed-application\"",
            "kept for the signed sheet",
        ),
        (
            "one_of = \"basis\"\nname = { uk = \"Договір",
            "one_of = \"base\"\nname = { uk = \"Договір",
            "one document in it",
        ),
        (
            "for_each = \"/data/children\"",
            "for_each = \"/data/home\"",
            "begin_repeat",
        ),
        (
            "for_each = \"/data/children\"\n",
            "",
            "write for_each = \"/data/children\"",
        ),
        (
            "is_not = \"owner\"",
            "is_not = \"landlord\"",
            "'owner', 'lease' or 'other'",
        ),
        (
            "is_not = \"owner\"",
            "is_not = \"owner\", is = \"lease\"",
            "one of the two",
        ),
        (
            "/data/home/is_late\", is = \"yes\"",
            "/data/home/late\", is = \"yes\"",
            "names no question",
        ),
        (
            "code = \"false-data\"",
            "code = \"incomplete\"",
            "a second time",
        ),
        (
            "stage = \"intake\"",
            "stage = \"door\"",
            "'intake' or 'decision'",
        ),
        ("of = \"acts\"", "of = \"laws\"", "'acts', 'consent'"),
        ("uk = \"Орган\"", "uk = \"  \"", "is empty"),
        ("uk = \"Орган\"", "uk = \"Орган", "is no TOML here"),
    ];
    let text = read("card.toml");
    for (right, wrong, remedy) in cases {
        assert!(text.contains(right), "{right}");
        let broken = text.replacen(right, wrong, 1);
        let found = Probe::whole().with("card.toml", &broken).mistakes();
        let line = |mistake: &Mistake| mistake.row.is_some();
        assert!(
            found.iter().all(line) && found.iter().any(|one| one.text.contains(remedy)),
            "{wrong}: {found:?}"
        );
    }
}

#[test]
fn a_latin_letter_for_an_action_is_told_the_cyrillic_ones() {
    let text = read("technological.toml").replacen("action = \"В\"", "action = \"B\"", 1);
    let found = Probe::whole().with("technological.toml", &text).mistakes();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "whole/technological.toml, line 6, steps.1.roles.1.action: is 'B'; write 'В', 'У', 'П' or 'З'",
        ]
    );
}

#[test]
fn a_file_that_nobody_reads_is_named() {
    let told: Vec<String> = Probe::whole()
        .with("technologial.toml", "")
        .with(".~lock.form.xlsx#", "")
        .with("villages.csv", "list_name,name\n")
        .with("papers/slip.docx", "")
        .with("papers/application.typ", &"x".repeat(65 * 1024))
        .mistakes()
        .iter()
        .map(|mistake| format!("{}: {}", mistake.file, mistake.text))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("whole/technologial.toml: is not read by anybody"));
    assert!(told[1].starts_with("whole/papers/application.typ: is longer than 65536"));
    assert!(told[2].starts_with("whole/papers/slip.docx: is no paper template"));
}

#[test]
fn a_centre_may_bring_its_own_table_of_fees() {
    let table = "as_of = \"1 January\"\nname = { uk = \"Мінімум\", en = \"Minimum\" }\n\n[[years]]\nyear = 2027\nkopiykas = 400000\nsource = \"Закон\"\n";
    let probe = Probe::whole().beside("fees/able-bodied-minimum.toml", table);
    let service = probe.review().catalogue.services.remove(0);
    let due = service.tariffs[0].sum.due(jiff::civil::date(2027, 5, 1));
    assert_eq!((due.kopiykas, due.unverified), (10_000, false));

    let twice = format!("{table}\n[[years]]\nyear = 2027\nkopiykas = 1\nsource = \"x\"\n");
    let found = Probe::whole()
        .beside("fees/able-bodied-minimum.toml", &twice)
        .mistakes();
    assert!(
        found[0].text.contains("2027 stands in the table twice"),
        "{found:?}"
    );
}

#[test]
fn what_is_open_is_told_with_its_line() {
    let review = Probe::whole().review();
    assert_eq!(review.mistakes, []);
    let supply: Vec<String> = review.supply.iter().map(ToString::to_string).collect();
    assert_eq!(supply, ["whole/card.toml, line 108, acts: Рішення ради"]);
    let unverified: Vec<&str> = review
        .unverified
        .iter()
        .filter(|remark| remark.file.starts_with("whole/"))
        .map(|remark| remark.fact.as_str())
        .collect();
    assert_eq!(
        unverified,
        [
            "authority",
            "fee.tariffs.in-time",
            "terms.2",
            "refusals.false-data",
            "steps.2"
        ]
    );
    let service = &review.catalogue.services[0];
    assert_eq!(service.unverified_facts, unverified);
    assert!(service.is_unverified("terms.2") && !service.is_unverified("terms.1"));
    assert_eq!(service.papers.keys().collect::<Vec<_>>(), ["slip"]);
}
