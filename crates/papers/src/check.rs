//! Tries edited templates before they leave for the bedside: on invented people, empty forms, both sizes and both languages.
//! Never prints and never falls back: what is wrong is named by file and line.

use std::sync::LazyLock;

use crate::manuscript::{Manuscript, Stock};
use crate::typeset::lay_out_strictly;
use crate::{Language, Model, ModelValues, Options, Paper, PrintSize, Templates, TypesetError};

static SPECIMENS: LazyLock<Vec<Paper>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../specimens/papers.json")).unwrap_or_default()
});

static SPECIMEN_VALUES: LazyLock<ModelValues> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../specimens/community.json")).unwrap_or_default()
});

/// One filled paper of every kind, about invented people: to try templates on, to print as an example.
#[must_use]
pub fn specimens() -> &'static [Paper] {
    &SPECIMENS
}

/// An invented community, to try model documents on.
#[must_use]
pub fn specimen_values() -> &'static ModelValues {
    &SPECIMEN_VALUES
}

/// What is wrong with the edited ones among `templates`; nothing when none was edited. Takes seconds: do it when a
/// catalogue is made, not at the bedside. A template that never ends is not found: run this where there is a deadline.
#[must_use]
pub fn check(templates: &Templates) -> Vec<TypesetError> {
    let mut wrong: Vec<TypesetError> = Vec::new();
    if templates.edited().is_empty() {
        return wrong;
    }
    for (manuscript, language, print_size, stock) in trials() {
        let options = Options {
            language,
            print_size,
            templates: templates.clone(),
            made_on: None,
        };
        let tried = manuscript.and_then(|it| lay_out_strictly(&it, &options, stock).map(drop));
        wrong.extend(tried.err().filter(|error| !wrong.contains(error)));
    }
    wrong
}

type Trial = (Result<Manuscript, TypesetError>, Language, PrintSize, Stock);

fn trials() -> impl Iterator<Item = Trial> {
    use Language::{En, Uk};
    use PrintSize::{Large, Regular};
    let papers = specimens().iter().flat_map(|paper| {
        let (full, empty) = (
            || Manuscript::of_paper(paper),
            || Manuscript::of_paper(&emptied(paper)),
        );
        let roll = Stock::Roll { dots: 384 };
        let on_roll = matches!(paper, Paper::Slip(_) | Paper::TestPage(_));
        let sheets = [
            (full(), Uk, Regular, Stock::Sheet),
            (full(), Uk, Large, Stock::Sheet),
            (full(), En, Regular, Stock::Sheet),
            (empty(), Uk, Regular, Stock::Sheet),
        ];
        let rolls = on_roll.then(|| (full(), Uk, Regular, roll));
        sheets.into_iter().chain(rolls)
    });
    let models = Model::ALL.into_iter().flat_map(|model| {
        [specimen_values(), &ModelValues::default()].map(|values| {
            (
                Manuscript::of_model(model, values),
                Uk,
                Regular,
                Stock::Sheet,
            )
        })
    });
    papers.chain(models)
}

/// The same kind of paper with nothing filled in.
fn emptied(paper: &Paper) -> Paper {
    match paper {
        Paper::Application(_) => Paper::Application(Default::default()),
        Paper::Consent(_) => Paper::Consent(Default::default()),
        Paper::Inventory(_) => Paper::Inventory(Default::default()),
        Paper::RouteSheet(_) => Paper::RouteSheet(Default::default()),
        Paper::Slip(_) => Paper::Slip(Default::default()),
        Paper::Supplement(_) => Paper::Supplement(Default::default()),
        Paper::Withdrawal(_) => Paper::Withdrawal(Default::default()),
        Paper::Refusal(_) => Paper::Refusal(Default::default()),
        Paper::Handover(_) => Paper::Handover(Default::default()),
        Paper::Payment(_) => Paper::Payment(Default::default()),
        Paper::TripSheet(_) => Paper::TripSheet(Default::default()),
        Paper::Journal(_) => Paper::Journal(Default::default()),
        Paper::Rekeying(_) => Paper::Rekeying(Default::default()),
        Paper::RecoverySheet(_) => Paper::RecoverySheet(Default::default()),
        Paper::KitSheet(_) => Paper::KitSheet(Default::default()),
        Paper::LostKit(_) => Paper::LostKit(Default::default()),
        Paper::TestPage(_) => Paper::TestPage(Default::default()),
    }
}
