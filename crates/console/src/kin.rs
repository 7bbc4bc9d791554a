//! What belongs together: an application, and the supplements, withdrawals and results that name its number.
//! Judges nothing: a parcel that names a number nobody knows stands for itself.

use crate::ledger::Application;

/// Whether `later` is about `first`.
#[must_use]
pub fn belongs_to(later: &Application, first: &Application) -> bool {
    later.dossier.matter.belongs_to() == Some(&first.dossier.number)
}

/// What came later about `first`, in the order of `all`.
pub fn later<'a>(
    first: &'a Application,
    all: &'a [Application],
) -> impl Iterator<Item = &'a Application> {
    all.iter().filter(move |one| belongs_to(one, first))
}

/// The application among `all` that `later` is about.
#[must_use]
pub fn first<'a>(later: &Application, all: &'a [Application]) -> Option<&'a Application> {
    all.iter().find(|one| belongs_to(later, one))
}

/// Every application once: each that stands for itself, followed by what came later about it.
#[must_use]
pub fn in_families(all: &[Application]) -> Vec<&Application> {
    all.iter()
        .filter(|one| first(one, all).is_none())
        .flat_map(|one| std::iter::once(one).chain(later(one, all)))
        .collect()
}
