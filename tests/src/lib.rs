//! Whole-system stories: the real programs, real protocols on loopback, invented residents.
//!
//! Everything that is started is stopped by its own process id, and lives in a folder that goes when it is dropped.

pub mod canary;
pub mod day;
pub mod keyboard;
pub mod kit;
pub mod programs;
pub mod residents;
pub mod world;

pub use kit::Kit;
pub use world::World;
