//! The threads of the station: each owns what nobody else touches (I8).

pub(crate) mod bay;
pub(crate) mod card;
pub(crate) mod examiner;
pub(crate) mod keeper;
pub(crate) mod post;
pub(crate) mod power;
pub(crate) mod signals;
