//! The screens, in the order of a day.

pub(crate) mod check;
pub(crate) mod clock;
pub(crate) mod devices;
pub(crate) mod documents;
pub(crate) mod ending;
pub(crate) mod fee;
pub(crate) mod finish;
pub(crate) mod form;
pub(crate) mod handover;
pub(crate) mod identity;
pub(crate) mod journal;
pub(crate) mod keys;
pub(crate) mod mend;
pub(crate) mod news;
pub(crate) mod outbox;
pub(crate) mod papers;
pub(crate) mod place;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod residue;
pub(crate) mod review;
pub(crate) mod services;
pub(crate) mod today;
pub(crate) mod unlock;
pub(crate) mod visit;
