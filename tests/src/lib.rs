//! Whole-system stories: the real programs, real protocols on loopback, invented residents.
//!
//! Everything that is started is stopped by its own process id, and lives in a folder that goes when it is dropped.

pub mod blackout;
pub mod canary;
pub mod day;
pub mod finder;
pub mod image;
pub mod keyboard;
pub mod kit;
pub mod lines;
pub mod morning;
pub mod programs;
pub mod promises;
pub mod residents;
pub mod strokes;
pub mod sweep;
pub mod world;

pub use kit::Kit;
pub use world::World;
