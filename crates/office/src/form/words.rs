//! Words of a form that may hold answers: `How old is ${name}?`.
//!
//! Answers stand in them between two marks that no text has; whoever shows the words puts the answers in.

use super::xpath::{Ground, Place};
use crate::label::Label;
use rxeval::parser::Expr;

/// Stand around an expression within the text of an XForm, once its `<output/>` elements are folded.
pub(super) const OPEN: char = '\u{e000}';
pub(super) const CLOSE: char = '\u{e001}';

/// A text in both languages, some of it answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    uk: Vec<Part>,
    en: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Answer(Expr),
}

impl Words {
    /// # Errors
    /// What is wrong with an expression in the text.
    pub(super) fn read(label: &Label) -> Result<Self, String> {
        Ok(Self {
            uk: parts(&label.uk)?,
            en: parts(&label.en)?,
        })
    }

    /// The expressions in it.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        self.uk
            .iter()
            .chain(&self.en)
            .filter_map(|part| match part {
                Part::Answer(expression) => Some(expression),
                Part::Text(_) => None,
            })
    }

    /// The words with the answers as they are now. An answer that cannot be evaluated is left out.
    pub(super) fn fill(&self, ground: &Ground<'_>, place: Option<Place>) -> Label {
        let fill = |parts: &[Part]| -> String {
            let texts = parts.iter().map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Answer(expression) => place
                    .and_then(|place| ground.text(expression, place).ok())
                    .unwrap_or_default(),
            });
            texts.collect()
        };
        Label {
            uk: fill(&self.uk),
            en: fill(&self.en),
        }
    }
}

fn parts(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (expression, tail) = after
            .split_once(CLOSE)
            .ok_or_else(|| "an answer in the text does not end".to_owned())?;
        parts.push(Part::Text(before.to_owned()));
        parts.push(Part::Answer(rxeval::parse(expression)?));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Ok(parts)
}

/// The text of an XForm with `<output value="X"/>` folded into marks, so that text around it stays in its place.
pub(super) fn fold_outputs(xform: &str) -> String {
    let mut folded = String::with_capacity(xform.len());
    let mut rest = xform;
    while let Some((before, tail)) = rest.split_once("<output ") {
        folded.push_str(before);
        let Some((tag, after)) = tail.split_once("/>") else {
            folded.push_str("<output ");
            rest = tail;
            continue;
        };
        let value = tag
            .split_once('"')
            .and_then(|(_, rest)| rest.split_once('"'));
        folded.push(OPEN);
        folded.push_str(value.map_or("''", |(value, _)| value));
        folded.push(CLOSE);
        rest = after;
    }
    folded.push_str(rest);
    folded
}
