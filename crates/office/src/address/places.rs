//! Where a screen finds places while somebody types. Finding is all: what is picked comes back as a command.

use super::PlaceRef;
use crate::id::CommunityId;

/// A place that may be meant. `Debug` of the place in it shows no name (I12); its name alone is the codifier's, not a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPlace {
    /// Its name with the word for what it is.
    pub name: String,
    /// What it lies in, nearest first, each with its word: what tells it from its namesakes.
    pub within: String,
    /// The name that it once had, where that is the one that was typed.
    pub formerly: Option<String>,
    /// What is kept where it is picked.
    pub place: PlaceRef,
}

/// Where a screen asks for places. Never waits: as long as there is no codifier, nothing is found.
pub trait Places {
    /// At most `most` places that `typed` may mean, best first, and those of `community` before all others.
    fn find(&self, typed: &str, community: &CommunityId, most: usize) -> Vec<FoundPlace>;
}
