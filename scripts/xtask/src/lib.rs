//! The tool box of the house: what may depend on what, what a program can check about its own source, and measurements.
//!
//! Never part of a shipped program. Reading order: the files of the tree ([`tree`], [`source`]), the rules ([`arrows`],
//! [`tidy`]), the round of all checks ([`ci`]), measurements ([`bench`]), the
//! index of places ([`codifier`]).

pub mod source;
pub mod tree;

pub mod arrows;
pub mod tidy;

pub mod ci;

pub mod bench;

pub mod codifier;

mod clock;
mod workspace;

pub use workspace::{Workspace, WorkspaceError};
