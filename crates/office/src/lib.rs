//! Everything true about the work of a mobile service office, regardless of machine.
//!
//! This crate performs no I/O, reads no clock and draws no randomness (I1): whatever happens comes in as an
//! [`Input`], whatever is to be done goes out as an [`Effect`] (I2), time and entropy arrive in [`At`] (I13).
//!
//! Reading order: what a moment and an id are, who a person is, what a form asks, what a document is, what an
//! application is, and last the workflow that ties them together and the snapshot that a screen may show.

pub mod address;
pub mod application;
pub mod command;
pub mod deadline;
pub mod dispatch;
pub mod document;
pub mod dossier;
pub mod effect;
pub mod finding;
pub mod form;
pub mod id;
pub mod identity;
pub mod label;
pub mod number;
pub mod paper;
pub mod passphrase;
pub mod person;
pub mod profile;
pub mod residue;
pub mod service;
pub mod snapshot;
pub mod time;
pub mod trouble;
pub mod visit;
pub mod workflow;

pub use command::{Command, Input};
pub use effect::Effect;
pub use snapshot::{Picture, Pictures, Snapshot};
pub use time::{At, Moment};
pub use workflow::Workflow;
