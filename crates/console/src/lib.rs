//! The coordinator's side: begin a community's keys and kits, fetch sealed parcels, open them, hand them to the register.
//!
//! Only holder of the recipients' identities (I4). What it writes to disk of an applicant is sealed; in the clear it
//! writes only what a coordinator exports. One bad parcel never stops the rest (P6).
//!
//! Reading order: where everything lies ([`folder`], [`keys`], [`provision`]), what is remembered ([`ledger`]), what
//! comes in ([`collect`], [`opening`], [`gaps`]), what is to be done ([`inbox`], [`due`]), what goes back ([`dispatch`]), what
//! goes out ([`sheet`], [`export`], [`archive`], [`outside`], [`printed`], [`report`]), and who asks ([`seat`], [`terminal`],
//! [`window`]).

pub mod clock;

pub mod folder;
pub mod keys;
pub mod kin;
pub mod private;
pub mod provision;
pub mod seat;

pub mod ledger;

pub mod collect;
pub mod dispatch;
pub mod gaps;
pub mod opening;

pub mod due;
pub mod inbox;

pub mod archive;
pub mod csv;
pub mod export;
pub mod outside;
pub mod printed;
pub mod report;
pub mod sheet;
mod typed;

pub mod terminal;
pub mod window;
