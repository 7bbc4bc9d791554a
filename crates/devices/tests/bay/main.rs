//! The drivers against the shipped counterparts: real protocols on ptys and loopback, in order and with every fault.

mod case;
mod hostile;
mod kit_folders;
mod peers;
mod printing;
mod reading;
mod scanning;
mod slips;
