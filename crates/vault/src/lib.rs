//! The vault: who may unlock the kit, and the keys of what is unfinished (P2, P9).
//!
//! All key material lives in one fixed file, `keys`, whose sectors are overwritten in place; it never enters a
//! database, where an erased row survives. The vault knows no database and no form: it encrypts bytes under opaque
//! record ids. It holds nothing that opens a sealed parcel (I4). Keys in memory are wiped when dropped.
//!
//! Reading order: `keys` (the file), `cost` and `passphrase` (what guards it), `slot` and `keyring` (what is wrapped),
//! `unlock` (enrol, unlock, guessing), `draft` (records), `erase` (panic and duress), `kept` (what a locked kit can tell).

mod keys;

mod cost;
mod passphrase;

mod keyring;
mod slot;
mod wrapped;

mod draft;
mod erase;
mod kept;
mod unlock;

pub use cost::{Cost, CostRefused};
pub use draft::RecordError;
pub use erase::panic_erase;
pub use kept::kept_records;
pub use parcel::RecordId;
pub use passphrase::{Passphrase, bits};
pub use unlock::{AddError, EnrolError, OpenVault, Standing, UnlockError, Vault};
