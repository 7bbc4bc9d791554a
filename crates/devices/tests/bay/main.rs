//! The drivers against the shipped counterparts: real protocols on ptys and loopback, in order and with every fault.

mod cards;
mod case;
mod hostile;
mod ippeve;
mod kit_folders;
mod peers;
mod printing;
mod reading;
mod sane;
mod scanning;
mod slips;
