//! What a filled form says: to a screen, to a paper, to a rule.

use super::layout::{Control, Item, Offer, Section};
use super::state::FormState;
use super::tree;
use super::view::{Answer, Choice, FormView, Kind, Question, Row, Step};
use crate::finding::{Finding, Level};
use crate::identity::date;
use crate::label::Label;
use rxeval::{Context, Fixed, evaluate};

impl FormState {
    /// The form as it stands: what is relevant, in reading order.
    #[must_use]
    pub fn view(&self) -> FormView {
        let steps = self
            .form
            .0
            .sections
            .iter()
            .filter_map(|section| self.step(section))
            .collect();
        let missing = self
            .asked()
            .map(|(_, _, _, path)| path)
            .filter(|path| self.standing.missing.contains(path));
        FormView {
            steps,
            missing: missing.collect(),
        }
    }

    /// The answered relevant questions in the form's order, in words. Questions filled from the identity are among them.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        self.asked()
            .filter(|(_, item, _, path)| {
                !matches!(item.control, Control::Note) && !self.value(path).is_empty()
            })
            .map(|(section, item, row, path)| Answer {
                section: row.map_or_else(
                    || section.label.clone(),
                    |row| numbered(&section.label, row),
                ),
                label: item.label.clone(),
                text: in_words(&item.control, self.value(&path)),
                of_person: item.person.is_some(),
                path,
            })
            .collect()
    }

    /// What the rules of the form have to say about the answers, in the form's order.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.asked()
            .flat_map(|(_, item, _, path)| self.findings_of(item, &path))
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
        if let Some(message) = self.problem(item, path) {
            found.push(Finding {
                message,
                ..Finding::new(&place, "form-constraint", Level::Warning)
            });
        }
        if self
            .standing
            .failed
            .iter()
            .any(|(failed, _)| failed == path || *failed == item.path)
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
            Control::One(offer) => fits(
                "form-not-a-choice",
                self.offered(item, offer)
                    .iter()
                    .any(|choice| choice.name == value),
            ),
            Control::Many(offer) => {
                let offered = self.offered(item, offer);
                let known = |name: &str| offered.iter().any(|choice| choice.name == name);
                fits("form-not-a-choice", value.split_whitespace().all(known))
            }
            Control::Text | Control::LongText | Control::Note => None,
        }
    }

    fn problem(&self, item: &Item, path: &str) -> Option<Label> {
        let broken = self.standing.broken.contains(path);
        broken.then(|| {
            self.form
                .0
                .messages
                .get(&item.path)
                .cloned()
                .unwrap_or_default()
        })
    }

    /// Every relevant question with its section, its row in a repeat and its path with position.
    fn asked(&self) -> impl Iterator<Item = (&Section, &Item, Option<usize>, String)> {
        self.form.0.sections.iter().flat_map(move |section| {
            let rows = if section.repeats {
                (1..=tree::rows(&self.tree, &section.path).len())
                    .map(Some)
                    .collect()
            } else {
                vec![None]
            };
            rows.into_iter().flat_map(move |row| {
                section.items.iter().filter_map(move |item| {
                    let path = place(section, item, row);
                    (!self.standing.hidden.contains(&path)).then_some((section, item, row, path))
                })
            })
        })
    }

    fn step(&self, section: &Section) -> Option<Step> {
        if section.repeats && self.standing.hidden.contains(&section.path) {
            return None;
        }
        let questions = |row| -> Vec<Question> {
            let items = section
                .items
                .iter()
                .map(|item| (item, place(section, item, row)));
            items
                .filter(|(_, path)| !self.standing.hidden.contains(path))
                .map(|(item, path)| self.question(item, path))
                .collect()
        };
        let mut step = Step {
            path: section.path.clone(),
            label: section.label.clone(),
            ..Step::default()
        };
        if section.repeats {
            let count = tree::rows(&self.tree, &section.path).len();
            let rows: Vec<Row> = (1..=count)
                .map(|position| Row {
                    position,
                    questions: questions(Some(position)),
                })
                .collect();
            if count > 0 && rows.iter().all(|row| row.questions.is_empty()) {
                return None;
            }
            step.rows = Some(rows);
        } else {
            step.questions = questions(None);
            if step.questions.is_empty() {
                return None;
            }
        }
        Some(step)
    }

    fn question(&self, item: &Item, path: String) -> Question {
        Question {
            label: item.label.clone(),
            hint: item.hint.clone(),
            kind: self.kind(item),
            meaning: item.meaning,
            value: self.value(&path).to_owned(),
            required: self.is_required(item, &path),
            read_only: item.read_only,
            problem: self.problem(item, &path),
            path,
        }
    }

    fn kind(&self, item: &Item) -> Kind {
        match &item.control {
            Control::Text => Kind::Text,
            Control::LongText => Kind::LongText,
            Control::Integer => Kind::Integer,
            Control::Decimal => Kind::Decimal,
            Control::Date => Kind::Date,
            Control::One(offer) => Kind::SelectOne(self.offered(item, offer)),
            Control::Many(offer) => Kind::SelectMany(self.offered(item, offer)),
            Control::Note => Kind::Note,
        }
    }

    fn offered(&self, item: &Item, offer: &Offer) -> Vec<Choice> {
        let names = if offer.filtered {
            self.form.0.engine.choices(&self.tree, &item.path)
        } else {
            None
        };
        match names {
            None => offer.choices.clone(),
            Some(names) => {
                let offered = |choice: &&Choice| names.iter().any(|(name, _)| *name == choice.name);
                offer.choices.iter().filter(offered).cloned().collect()
            }
        }
    }

    /// Whether the form demands an answer now; an expression that reads a list counts as no.
    fn is_required(&self, item: &Item, path: &str) -> bool {
        let rule = self
            .form
            .0
            .engine
            .rules
            .bindings
            .iter()
            .find(|binding| binding.path == item.path);
        let rule = rule.and_then(|binding| binding.required.as_ref());
        let (Some(rule), Some(node)) = (rule, tree::resolve(&self.tree, path)) else {
            return false;
        };
        let clock = Fixed {
            today: self.clock.iso_date.clone(),
            now: self.clock.iso_datetime.clone(),
        };
        evaluate(rule, &self.tree, Context::at(node), &clock)
            .is_ok_and(|value| value.to_boolean(&self.tree))
    }
}

fn place(section: &Section, item: &Item, row: Option<usize>) -> String {
    match (row, item.path.strip_prefix(section.path.as_str())) {
        (Some(row), Some(rest)) => format!("{}[{row}]{rest}", section.path),
        _ => item.path.clone(),
    }
}

fn numbered(label: &Label, row: usize) -> Label {
    let with = |text: &str| format!("{text} {row}").trim().to_owned();
    Label {
        uk: with(&label.uk),
        en: with(&label.en),
    }
}

/// An answer as people write it: choices by their words, days as `21.11.2026`.
fn in_words(control: &Control, value: &str) -> Label {
    let words = |offer: &Offer, name: &str| {
        let found = offer.choices.iter().find(|choice| choice.name == name);
        found.map_or_else(|| Label::same(name), |choice| choice.label.clone())
    };
    match control {
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
        Control::Text | Control::LongText | Control::Integer | Control::Decimal | Control::Note => {
            Label::same(value)
        }
    }
}

fn uk(label: &Label) -> &str {
    label.text(crate::label::Language::Uk)
}

fn en(label: &Label) -> &str {
    label.text(crate::label::Language::En)
}
