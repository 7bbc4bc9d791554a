//! Every screen of the kit: draws one immutable snapshot a frame and answers with commands (I7).
//!
//! Never waits, reads no clock, does no input or output: what must happen is a [`office::Command`], what has happened
//! is in the next [`office::Snapshot`]. The window keeps a [`Hand`] between frames: which screen is shown, what is
//! being typed, how everything looks.
//!
//! Enter goes on to the next answer that is required and then to the next step; it never skips one and never does
//! what cannot be undone. Escape goes back and loses nothing.

mod date;
mod finding;
mod form;
mod frame;
mod hand;
mod rail;
mod say;
mod screen;
mod turn;

pub use frame::draw;
pub use hand::{Hand, Screen};
