//! How a question of a form is answered, and what it offers to choose from.

use super::error::{Column, FormError};
use super::rules::parsed;
use super::tree::{attribute, named};
use super::view::Choice;
use super::xform::{Bind, Model};
use rxeval::parser::{Expr, Step};
use rxeval::{Instance, NodeId};

/// How a question is answered.
#[derive(Clone)]
pub(super) enum Control {
    Text,
    LongText,
    Barcode,
    Integer,
    Decimal,
    Date,
    Time,
    Moment,
    One(Offer),
    Many(Offer),
    /// A tick that something was read or agreed to.
    Tick,
    /// A signature in ink on the printed paper; the answer says that it is there.
    Signature,
    Note,
}

/// The choices of a question.
#[derive(Clone)]
pub(super) struct Offer {
    /// Every choice of its list.
    pub(super) all: Vec<Choice>,
    /// The expression that names the items offered now, where another answer decides.
    pub(super) filter: Option<Expr>,
    /// The child of an item that holds the name.
    pub(super) name: String,
}

impl Control {
    pub(super) fn offer(&self) -> Option<&Offer> {
        match self {
            Self::One(offer) | Self::Many(offer) => Some(offer),
            Self::Text
            | Self::LongText
            | Self::Barcode
            | Self::Integer
            | Self::Decimal
            | Self::Date
            | Self::Time
            | Self::Moment
            | Self::Tick
            | Self::Signature
            | Self::Note => None,
        }
    }
}

/// A question of an XForm's body that is being read.
pub(super) struct Question<'a> {
    pub(super) document: &'a Instance,
    pub(super) model: &'a Model,
    pub(super) node: NodeId,
    pub(super) path: &'a str,
}

impl Question<'_> {
    /// # Errors
    /// [`FormError::Unsupported`] for a kind that no screen here can ask, with what to write instead.
    pub(super) fn control(
        &self,
        name: &str,
        bind: &Bind,
        appearance: &str,
    ) -> Result<Control, FormError> {
        let has = |word: &str| appearance.split_whitespace().any(|other| other == word);
        Ok(match (name, bind.kind.as_str()) {
            ("select1", _) => Control::One(self.offer()?),
            ("select", _) => Control::Many(self.offer()?),
            ("trigger", _) => Control::Tick,
            ("upload", _) if has("signature") => Control::Signature,
            ("upload", _) => {
                return Err(self.unsupported(
                    "a picture or file; ask for it as a document in card.toml, where it is scanned or photographed",
                ));
            }
            ("input", "int") => Control::Integer,
            ("input", "decimal") => Control::Decimal,
            ("input", "date") => Control::Date,
            ("input", "time") => Control::Time,
            ("input", "dateTime") => Control::Moment,
            ("input", "barcode") => Control::Barcode,
            ("input", "string" | "") if bind.read_only && !bind.calculated => Control::Note,
            ("input", "string" | "") if has("multiline") => Control::LongText,
            ("input", "string" | "") => Control::Text,
            ("range", _) => {
                return Err(self.unsupported("a range; use integer or decimal with a constraint"));
            }
            ("rank", _) => {
                return Err(self.unsupported("a ranking; use select_one for each place"));
            }
            (_, kind) => {
                let what = format!(
                    "a question of the kind {name} {kind}; use text, number, date, time, select or note"
                );
                return Err(self.unsupported(&what));
            }
        })
    }

    fn unsupported(&self, what: &str) -> FormError {
        FormError::Unsupported {
            path: self.path.to_owned(),
            column: Column::Type,
            what: what.to_owned(),
        }
    }

    fn offer(&self) -> Result<Offer, FormError> {
        let itemset = named(self.document, self.node, "itemset").first().copied();
        let itemset = itemset
            .ok_or_else(|| self.unsupported("a question without a choice list of the workbook"))?;
        let reference = |name: &str| {
            let child = named(self.document, itemset, name).first().copied();
            let text = child.and_then(|child| attribute(self.document, child, "ref"));
            text.unwrap_or_else(|| name.to_owned())
        };
        let (name, label) = (reference("value"), reference("label"));
        let nodeset = attribute(self.document, itemset, "nodeset").unwrap_or_default();
        let items = parsed(self.path, Column::ChoiceFilter, &nodeset)?;
        let (list, filtered) = list_of(&items).ok_or_else(|| {
            self.unsupported("choices in an order of chance or from outside; use a plain list")
        })?;
        let list = self.document.instance_named(list).ok_or_else(|| {
            self.unsupported("choices from outside the workbook; put the file beside it")
        })?;
        let mut all = Vec::new();
        for item in self.document.descendants(list) {
            if self.document.node(item).name != "item" {
                continue;
            }
            let words = self
                .model
                .words_of_choice(self.document, item, &label, self.path)?;
            let called = named(self.document, item, &name).first().copied();
            if let Some(called) = called {
                all.push(Choice {
                    name: self.document.node(called).value.trim().to_owned(),
                    label: words,
                });
            }
        }
        Ok(Offer {
            all,
            filter: filtered.then_some(items),
            name,
        })
    }
}

/// The list of `instance('list')/root/item`, and whether a filter follows.
fn list_of(items: &Expr) -> Option<(&str, bool)> {
    let Expr::Filter { base, steps, .. } = items else {
        return None;
    };
    let Expr::Function { name, args } = &**base else {
        return None;
    };
    let [Expr::Literal(id)] = args.as_slice() else {
        return None;
    };
    let filtered = steps.iter().any(|step: &Step| !step.predicates.is_empty());
    (name == "instance").then_some((id.as_str(), filtered))
}
