//! The questions of a service: the one place that knows the form engine (`rxeval`), and the plain view of it.
//!
//! A form is an ODK XForm made from the service's XLSForm workbook by the catalogue. Clock and random functions of
//! a form are bound to inputs (I1); a bad answer is a finding, never an error (I15).

pub mod view;

pub use view::{Answer, Choice, FormView, Kind, Question, Row, Step};
