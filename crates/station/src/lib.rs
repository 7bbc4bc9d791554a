//! The imperative shell of the kit: one event loop, worker threads and processes, the clock.
//!
//! It decides nothing (I2): it turns what happens into inputs of the workflow and carries out its effects. One thread
//! owns each device, one the database and the keys, one runtime the network (I8). Every queue is bounded (I9).
//!
//! Reading order: where things lie ([`place`]), what a kit is made of ([`parts`]), how it gets its keys ([`enrol`], [`invited`]),
//! how it keeps its memory ([`hygiene`]), the worker process ([`press`]), the threads (`worker`), and the loop that ties them together ([`reactor`]).

mod clock;
pub mod enrol;
pub mod hygiene;
pub mod invited;
pub mod parts;
pub mod place;
mod places;
pub mod press;
pub mod reactor;
mod stored_page;
mod translate;
mod worker;

pub use parts::{KitParts, PartsError};
pub use place::KitFolder;
pub use reactor::{Ending, Station, StationError};
