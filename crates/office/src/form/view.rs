//! What a screen may know of a form being filled in: plain data, no engine.

use super::meaning::Meaning;
use crate::label::Label;
use serde::{Deserialize, Serialize};

/// A form as it stands: only what is relevant, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormView {
    /// The form's groups, each a step of the screen.
    pub steps: Vec<Step>,
    /// Required questions that have no answer yet, by path.
    pub missing: Vec<String>,
}

/// A group of questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Path of the group; for a repeat the path of its rows.
    pub path: String,
    /// Heading.
    pub label: Label,
    /// Present where the group repeats (a row a child): the rows.
    pub rows: Option<Vec<Row>>,
    /// Whether an earlier answer says how many rows there are; then none is added or removed by hand.
    #[serde(default)]
    pub counted: bool,
    /// The questions of a group that does not repeat.
    pub questions: Vec<Question>,
}

impl Step {
    /// Every question of the step in reading order, those of its rows and of rows within rows too.
    #[must_use]
    pub fn all_questions(&self) -> Vec<&Question> {
        let mut all: Vec<&Question> = self.questions.iter().collect();
        for row in self.rows.iter().flatten() {
            all.extend(&row.questions);
            all.extend(row.inner.iter().flat_map(Self::all_questions));
        }
        all
    }
}

/// One row of a repeat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Position from 1.
    pub position: usize,
    /// Its questions, their paths carrying the position.
    pub questions: Vec<Question>,
    /// Rows within this row, their paths carrying its position.
    #[serde(default)]
    pub inner: Vec<Step>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Path within the instance, unique: `/data/children[2]/birth_date`.
    pub path: String,
    /// What is asked.
    pub label: Label,
    /// Help below it.
    pub hint: Label,
    /// How it is answered.
    pub kind: Kind,
    /// What the answer means beyond its kind.
    #[serde(default)]
    pub meaning: Option<Meaning>,
    /// The answer as the instance holds it (ISO dates, choice names parted by blanks).
    pub value: String,
    /// Whether the form cannot be finished without it (a person may still override, I15).
    pub required: bool,
    /// Whether it is shown but not typed: calculated, or filled from the identity of the visit.
    pub read_only: bool,
    /// The constraint's message where the answer breaks one.
    pub problem: Option<Label>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "choices", rename_all = "snake_case")]
pub enum Kind {
    /// A line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A calendar day, ISO 8601.
    Date,
    /// A time of day: `14:05:00`.
    Time,
    /// A day and a time: `2026-11-21T14:05:00`.
    Moment,
    /// What a reader reads off a paper, or a person types.
    Barcode,
    /// One of a list.
    SelectOne(Vec<Choice>),
    /// Any of a list; the value is names parted by blanks.
    SelectMany(Vec<Choice>),
    /// A tick that something was read or agreed to; the value is `OK`.
    Tick,
    /// A signature in ink on the printed paper; the value is `ink` once it is there.
    Signature,
    /// Nothing to answer, something to read.
    Note,
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The name that the answer holds.
    pub name: String,
    /// The words shown.
    pub label: Label,
}

/// One answered question, for the review, the paper and the coordinator: in the form's order, with words instead of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Heading of the group, for repeats with the row: `Діти 2`.
    pub section: Label,
    /// Path within the instance.
    pub path: String,
    /// What was asked.
    pub label: Label,
    /// The answer in words (choice labels, dates as `21.11.2026`).
    pub text: Label,
    /// True where the identity of the visit filled it: a paper that names the applicant above need not say it again.
    #[serde(default)]
    pub of_person: bool,
}
