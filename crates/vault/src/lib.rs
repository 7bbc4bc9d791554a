//! The vault: who may unlock the kit, and the keys of what is unfinished (P2, P9).
//!
//! All key material lives in one fixed file, `keys`, whose sectors are overwritten in place; it never enters a
//! database, where an erased row survives. The vault knows no database and no form: it encrypts bytes under opaque
//! record ids. It holds nothing that opens a sealed parcel (I4). Keys in memory are wiped when dropped.
//!
//! Reading order: `keys` (the file), `cost`, `passphrase` and `header` (what guards it), `slot` and `keyring` (what is
//! wrapped), `unlock` (enrol, unlock, guessing), `members` (several administrators, duress), `renew` (a vault made anew by
//! a one-time code), `draft` (records), `confine` (one record alone), `erase` (panic and duress), `examine` and `kept` (what it tells without
//! a key).

mod keys;

mod cost;
mod header;
mod passphrase;

mod keyring;
mod slot;
mod wrapped;

mod confine;
mod draft;
mod erase;
mod examine;
mod kept;
mod members;
mod renew;
mod unlock;

pub use confine::OneRecord;
pub use cost::{Cost, CostRefused};
pub use draft::RecordError;
pub use erase::panic_erase;
pub use examine::{BLOCK, KeysSeen, examine, key_sector, slots_of};
pub use kept::kept_records;
pub use members::{AddError, HandOverError};
pub use parcel::RecordId;
pub use passphrase::Passphrase;
pub use renew::RenewError;
pub use unlock::{EnrolError, OpenVault, Standing, UnlockError, Vault};
