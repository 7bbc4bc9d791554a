//! The office printer as the rest of the kit sees it: a PDF goes in, and the call ends when the paper is out.
//!
//! Must never name a job after its content: job names are random (I12).

use std::{fmt, time::Duration};

use crate::{cancel::Cancel, error::DeviceError, sighting::Sighting};

/// A printer that takes PDF.
pub trait Printer: Send + fmt::Debug {
    /// Looks at the device; takes at most a few seconds and prints nothing.
    fn sight(&mut self) -> Sighting;

    /// Prints and follows the job to its end.
    ///
    /// # Errors
    /// Any [`DeviceError`]. After [`DeviceError::TimedOut`] or [`DeviceError::Gone`] some sheets may have come out: a person
    /// looks. A job that ends with an error is withdrawn from the device where the device allows it.
    fn print(&mut self, job: &PrintJob) -> Result<Printed, DeviceError>;
}

/// One side or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sides {
    /// Each page on its own sheet.
    #[default]
    One,
    /// Two pages on a sheet, turned along the long edge.
    Two,
}

/// What to print and how long to wait for it.
#[derive(Clone)]
pub struct PrintJob {
    /// A whole PDF document.
    pub pdf: Vec<u8>,
    /// Copies, 1 to 99.
    pub copies: u8,
    /// Sides of the sheet.
    pub sides: Sides,
    /// Longest wait until the last sheet is out.
    pub deadline: Duration,
    /// Withdraws the job.
    pub cancel: Cancel,
}

impl PrintJob {
    /// One copy on one side, with three minutes of patience.
    #[must_use]
    pub fn new(pdf: Vec<u8>) -> Self {
        Self {
            pdf,
            copies: 1,
            sides: Sides::One,
            deadline: Duration::from_secs(180),
            cancel: Cancel::new(),
        }
    }
}

impl fmt::Debug for PrintJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PrintJob({} bytes, {} copies, {:?})",
            self.pdf.len(),
            self.copies,
            self.sides
        )
    }
}

/// A job that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// Sheets that came out, where the device counts them.
    pub sheets: Option<u32>,
}
