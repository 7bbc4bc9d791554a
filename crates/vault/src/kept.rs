//! Which records still have their keys, as far as a locked kit can tell: the names stand in the clear beside the wrappings.
//! Whose a key is, and whether anybody can unwrap it, is not told here.

use std::{collections::BTreeSet, io, path::Path};

use parcel::RecordId;

use crate::keys::{Keys, RECORDS};

/// The records whose data keys lie in the file at `path`, whoever has it open. A record that is not among them opens by its
/// escrow alone.
///
/// # Errors
/// When the file cannot be read or is no keys file; then nothing is known.
pub fn kept_records(path: &Path) -> io::Result<BTreeSet<RecordId>> {
    let keys = Keys::open_unlocked(path)?;
    let mut kept = BTreeSet::new();
    for sector in RECORDS {
        let content = keys.read(sector)?;
        kept.extend(content.and_then(|content| content.first_chunk::<16>().copied().map(RecordId)));
    }
    Ok(kept)
}
