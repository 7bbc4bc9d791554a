//! The depot: takes sealed parts in, keeps them, says so under its signature, and gives them to coordinators.
//!
//! It is blind (P5, I5): it knows pseudonyms, counters, sizes and digests, and holds no key that opens anything. It never
//! overwrites, never answers for bytes that are not on disk, and writes nothing about anybody into its log (I12).
//!
//! Reading order: what is configured (`config`, `found`), who may do what (`signers`, `session`), where bytes and rows live
//! (`blob`, `index`, `backup`), what the depot does with them (`depot`, `claim`, `metrics`), and how it is asked (`refusal`, `upload`, `shelf`,
//! `server`).

pub mod clock;
pub mod config;
pub mod found;

pub mod signers;

mod session;

pub mod backup;
pub mod blob;
pub mod index;

mod claim;
pub mod depot;
mod enrolment;
mod metrics;

mod boxes;
mod refusal;
mod shelf;
mod upload;

mod sweep;

pub mod server;

pub use config::Config;
pub use depot::Depot;
pub use server::Server;
