//! The virtual case: counterparts of every device, speaking the real protocols on real transports.
//!
//! Must never be a shortcut past a driver: what runs against these in training and in tests is the production code.
//! All of them listen on loopback or on a pty, on addresses that the system chooses.

mod card;
mod case;
mod control;
mod escpos;
mod fault;
mod http;
pub mod papers;
mod printer;
mod pty;
mod reader;
mod scanner;
mod slip;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use thiserror::Error;

pub use card::{CardCurve, CardFault, CardPlan, TestAuthority, VirtualCard};
pub use case::VirtualCase;
pub use fault::Fault;
pub use printer::VirtualPrinter;
pub use reader::VirtualReader;
pub use scanner::VirtualScanner;
pub use slip::VirtualSlip;

/// A counterpart cannot be brought up or does not take what it is given.
#[derive(Debug, Error)]
pub enum SimError {
    /// No pty, no port, no folder.
    #[error("virtual case: {0}")]
    Place(#[from] io::Error),
    /// The device list cannot be written.
    #[error("virtual case: {0}")]
    List(#[from] crate::config::ConfigError),
    /// No such set of papers.
    #[error("virtual case: no set of papers of this name")]
    NoSuchSet,
    /// Not a JPEG or PNG picture.
    #[error("virtual case: not a JPEG or PNG picture")]
    NotAPicture,
    /// This counterpart cannot have this fault.
    #[error("virtual case: this device cannot have this fault")]
    NoSuchFault,
}

/// A panic of another thread does not make a simulator's plain state wrong.
fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next path of a numbered row that is not taken: earlier runs in the same folder keep their paper.
fn next_path(folder: &Path, stem: &str, ending: &str) -> PathBuf {
    let paths = (1..).map(|number: u32| folder.join(format!("{stem}-{number:04}.{ending}")));
    paths
        .into_iter()
        .find(|path| !path.exists())
        .unwrap_or_default()
}
