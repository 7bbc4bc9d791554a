//! Shipped simulators of bad links, used by tests, journeys and the demo. They speak plain TCP, and say what they harm.

mod cut;

pub use cut::{CutProxy, Cuts, Harm, STALL, Way};
