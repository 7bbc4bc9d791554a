//! What a filled form says: to a screen, to a paper, to a rule.

use super::control::{Control, Offer};
use super::layout::{Item, Section};
use super::meaning::{Meaning, place_in};
use super::state::FormState;
use super::tree;
use super::view::{Answer, Choice, FormView, Kind, Question, Row, Step};
use super::words::Words;
use super::xpath::{Value, days};
use crate::finding::{Finding, Level};
use crate::identity::date;
use crate::label::Label;

impl FormState {
    /// The form as it stands: what is relevant, in reading order.
    #[must_use]
    pub fn view(&self) -> FormView {
        let sections = self.form.0.sections.iter();
        let steps: Vec<Step> = sections
            .filter_map(|section| self.step(section, ""))
            .collect();
        let asked = steps.iter().flat_map(Step::all_questions);
        let missing = asked
            .map(|question| question.path.clone())
            .filter(|path| self.standing.missing.contains(path))
            .collect();
        FormView { steps, missing }
    }

    /// The answered relevant questions in the form's order, in words. Questions filled from the identity are among them.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        self.asked()
            .into_iter()
            .filter(|(_, item, path)| {
                !matches!(item.control, Control::Note) && !self.value(path).is_empty()
            })
            .map(|(section, item, path)| Answer {
                section,
                label: self.filled(&item.label, &path),
                text: in_words(item, self.value(&path)),
                of_person: item.person.is_some(),
                path,
            })
            .collect()
    }

    /// What the rules of the form and of the meanings have to say about the answers, in the form's order.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let asked = self.asked().into_iter();
        asked
            .flat_map(|(_, item, path)| self.findings_of(item, &path))
            .collect()
    }

    fn findings_of(&self, item: &Item, path: &str) -> Vec<Finding> {
        let place = format!("form.{path}");
        let mut found = Vec::new();
        if self.standing.missing.contains(path) {
            found.push(Finding::new(&place, "form-missing", Level::Error));
        }
        if let Some(rule) = self.misfit(item, path) {
            // The other rules of this question have nothing sensible to say about such an answer.
            found.push(Finding::new(&place, rule, Level::Error));
            return found;
        }
        let value = self.value(path);
        // What the visit's identity filled in is judged there.
        let meaning = item
            .meaning
            .filter(|_| item.person.is_none() && !value.is_empty());
        if let Some(meaning) = meaning {
            found.extend(meaning.findings(&place, value, self.today_iso()));
        }
        if let Some(message) = self.problem(item, path) {
            found.push(Finding {
                message,
                ..Finding::new(&place, "form-constraint", Level::Warning)
            });
        }
        if self
            .failures()
            .iter()
            .any(|failure| failure.path == item.path)
        {
            found.push(Finding::new(&place, "form-unchecked", Level::Hint));
        }
        found
    }

    /// The rule that an answer breaks by its kind alone.
    fn misfit(&self, item: &Item, path: &str) -> Option<&'static str> {
        let value = self.value(path);
        let fits = |rule, fits: bool| (!fits).then_some(rule);
        if value.is_empty() {
            return None;
        }
        match &item.control {
            Control::Integer => fits("form-not-a-number", value.parse::<i64>().is_ok()),
            Control::Decimal => fits(
                "form-not-a-number",
                value.parse::<f64>().is_ok_and(f64::is_finite),
            ),
            Control::Date => fits("form-not-a-date", date::parse(value).is_some()),
            Control::Time => fits("form-not-a-time", days::part_of_day(value).is_some()),
            Control::Moment => fits("form-not-a-time", days::since_epoch(value).is_some()),
            Control::One(offer) => fits(
                "form-not-a-choice",
                self.offered(offer, path)
                    .iter()
                    .any(|choice| choice.name == value),
            ),
            Control::Many(offer) => {
                let offered = self.offered(offer, path);
                let known = |name: &str| offered.iter().any(|choice| choice.name == name);
                fits("form-not-a-choice", value.split_whitespace().all(known))
            }
            Control::Text
            | Control::LongText
            | Control::Barcode
            | Control::Tick
            | Control::Signature
            | Control::Note => None,
        }
    }

    fn problem(&self, item: &Item, path: &str) -> Option<Label> {
        let broken = self.standing.broken.contains(path);
        broken.then(|| self.filled(&item.message, path))
    }

    fn filled(&self, words: &Words, path: &str) -> Label {
        let (ground, place) = self.ground(path);
        words.fill(&ground, place)
    }

    /// Every relevant question with its heading and its path with positions.
    fn asked(&self) -> Vec<(Label, &Item, String)> {
        let mut asked = Vec::new();
        for section in &self.form.0.sections {
            self.ask(section, "", &mut asked);
        }
        asked
    }

    fn ask<'a>(
        &'a self,
        section: &'a Section,
        row: &str,
        asked: &mut Vec<(Label, &'a Item, String)>,
    ) {
        for (place, position) in self.places(section, row) {
            let mut heading = self.filled(&section.label, &place);
            if let Some(position) = position {
                heading = numbered(&heading, position);
            }
            for item in &section.items {
                let path = within(&item.path, &place);
                if !self.standing.hidden.contains(&path) {
                    asked.push((heading.clone(), item, path));
                }
            }
            for inner in &section.inner {
                self.ask(inner, &place, asked);
            }
        }
    }

    /// Where a section stands: once, or once for each of its rows.
    fn places(&self, section: &Section, row: &str) -> Vec<(String, Option<usize>)> {
        let path = within(&section.path, row);
        if !section.repeats {
            return vec![(path, None)];
        }
        let rows = 1..=tree::rows(&self.standing.seen, &path).len();
        rows.map(|position| (format!("{path}[{position}]"), Some(position)))
            .collect()
    }

    fn step(&self, section: &Section, row: &str) -> Option<Step> {
        let path = within(&section.path, row);
        if section.repeats && self.standing.hidden.contains(&path) {
            return None;
        }
        let questions = |place: &str| -> Vec<Question> {
            let items = section
                .items
                .iter()
                .map(|item| (item, within(&item.path, place)));
            items
                .filter(|(_, path)| !self.standing.hidden.contains(path))
                .map(|(item, path)| self.question(item, path))
                .collect()
        };
        let mut step = Step {
            label: self.filled(&section.label, row_or(&path, row)),
            counted: self.form.0.counts(&section.path),
            ..Step::default()
        };
        let places = self.places(section, row);
        if section.repeats {
            let rows: Vec<Row> = places
                .into_iter()
                .map(|(place, position)| Row {
                    position: position.unwrap_or(1),
                    questions: questions(&place),
                    inner: section
                        .inner
                        .iter()
                        .filter_map(|inner| self.step(inner, &place))
                        .collect(),
                })
                .collect();
            let blank = |row: &Row| row.questions.is_empty() && row.inner.is_empty();
            if (!rows.is_empty() && rows.iter().all(blank)) || (rows.is_empty() && step.counted) {
                return None;
            }
            step.rows = Some(rows);
        } else {
            step.questions = questions(&path);
            if step.questions.is_empty() {
                return None;
            }
        }
        step.path = path;
        Some(step)
    }

    fn question(&self, item: &Item, path: String) -> Question {
        Question {
            label: self.filled(&item.label, &path),
            hint: self.filled(&item.hint, &path),
            kind: self.kind(item, &path),
            meaning: item.meaning,
            value: self.value(&path).to_owned(),
            required: self.standing.required.contains(&path),
            read_only: item.read_only || self.standing.locked.contains(&path),
            problem: self.problem(item, &path),
            path,
        }
    }

    fn kind(&self, item: &Item, path: &str) -> Kind {
        match &item.control {
            Control::Text => Kind::Text,
            Control::LongText => Kind::LongText,
            Control::Barcode => Kind::Barcode,
            Control::Integer => Kind::Integer,
            Control::Decimal => Kind::Decimal,
            Control::Date => Kind::Date,
            Control::Time => Kind::Time,
            Control::Moment => Kind::Moment,
            Control::One(offer) => Kind::SelectOne(self.offered(offer, path)),
            Control::Many(offer) => Kind::SelectMany(self.offered(offer, path)),
            Control::Tick => Kind::Tick,
            Control::Signature => Kind::Signature,
            Control::Note => Kind::Note,
        }
    }

    /// The choices that are offered now. A filter that cannot be evaluated offers all: none would leave no answer.
    fn offered(&self, offer: &Offer, path: &str) -> Vec<Choice> {
        let (ground, place) = self.ground(path);
        let items = offer.filter.as_ref().zip(place);
        let items = items.and_then(|(filter, place)| ground.evaluate(filter, place).ok());
        let Some(Value::Nodes(_, items)) = items else {
            return offer.all.clone();
        };
        let list = &self.form.0.document;
        let name = |item| tree::named(list, item, &offer.name).first().copied();
        let names: Vec<&str> = items
            .into_iter()
            .filter_map(name)
            .map(|name| list.node(name).value.trim())
            .collect();
        let offered = offer
            .all
            .iter()
            .filter(|choice| names.contains(&choice.name.as_str()));
        offered.cloned().collect()
    }
}

/// A path of the form within a row that has a position: `/data/houses/owners` in `/data/houses[2]`.
fn within(path: &str, row: &str) -> String {
    let plain = tree::without_positions(row);
    match path.strip_prefix(&plain) {
        Some(rest) if !plain.is_empty() && (rest.is_empty() || rest.starts_with('/')) => {
            format!("{row}{rest}")
        }
        _ => path.to_owned(),
    }
}

/// Where the words of a heading look at answers from: its first row may not be there yet.
fn row_or<'a>(path: &'a str, row: &'a str) -> &'a str {
    if row.is_empty() { path } else { row }
}

fn numbered(label: &Label, row: usize) -> Label {
    let with = |text: &str| format!("{text} {row}").trim().to_owned();
    Label {
        uk: with(&label.uk),
        en: with(&label.en),
    }
}

/// An answer as people write it: choices by their words, days as `21.11.2026`, a place by its name and code.
fn in_words(item: &Item, value: &str) -> Label {
    let words = |offer: &Offer, name: &str| {
        let found = offer.all.iter().find(|choice| choice.name == name);
        found.map_or_else(|| Label::same(name), |choice| choice.label.clone())
    };
    match &item.control {
        Control::One(offer) => words(offer, value),
        Control::Many(offer) => {
            let all: Vec<Label> = value
                .split_whitespace()
                .map(|name| words(offer, name))
                .collect();
            let joined =
                |text: fn(&Label) -> &str| all.iter().map(text).collect::<Vec<_>>().join(", ");
            Label {
                uk: joined(uk),
                en: joined(en),
            }
        }
        Control::Date => Label::same(&date::written(value)),
        Control::Time => Label::same(hour_and_minute(value)),
        Control::Moment => Label::same(&match value.split_once('T') {
            Some((day, time)) => format!("{} {}", date::written(day), hour_and_minute(time)),
            None => date::written(value),
        }),
        Control::Text | Control::LongText if item.meaning == Some(Meaning::Place) => {
            let place = place_in(value);
            Label::same(&match place.code.as_str() {
                "" => place.name_as_written,
                code => format!("{} ({code})", place.name_as_written),
            })
        }
        Control::Text
        | Control::LongText
        | Control::Barcode
        | Control::Integer
        | Control::Decimal
        | Control::Note => Label::same(value),
        // A tick is a tick in every language.
        Control::Tick | Control::Signature => Label::same("+"),
    }
}

fn hour_and_minute(time: &str) -> &str {
    time.get(..5).unwrap_or(time)
}

fn uk(label: &Label) -> &str {
    label.text(crate::label::Language::Uk)
}

fn en(label: &Label) -> &str {
    label.text(crate::label::Language::En)
}
