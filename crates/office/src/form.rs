//! The questions of a service: the one place that knows the form engine (`rxeval`), and the plain view of it.
//!
//! A form is an ODK XForm made from the service's XLSForm workbook by the catalogue. Clock and random functions of
//! a form are bound to inputs (I1): `today()` and `now()` answer with [`FormClock`], and a form that draws randomness
//! is refused when it is read. A bad answer is a finding, never an error (I15).
//!
//! Findings carry these rules, each with the place `form.PATH`: `form-missing`, `form-constraint` (with the form's own
//! message), `form-not-a-number`, `form-not-a-date`, `form-not-a-time`, `form-not-a-choice`, and `form-unchecked` where a rule of the form
//! could not be evaluated for this answer.

pub mod view;

mod asked;
mod control;
mod error;
mod layout;
mod limits;
mod meaning;
mod reading;
mod rules;
mod settle;
mod state;
mod text;
mod tree;
mod words;
mod xform;
mod xpath;

pub use error::{Column, FormError};
pub use layout::Form;
pub use meaning::{Meaning, place_in, place_text};
pub use state::{FormClock, FormState, Ruling};
pub use text::normalise;
pub use view::{Answer, Choice, FormView, Kind, Question, Row, Step};
