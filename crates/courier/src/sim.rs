//! Shipped simulators of bad links, used by tests, journeys and the demo. They speak plain TCP and change no byte.

mod cut;

pub use cut::{CutProxy, Cuts};
