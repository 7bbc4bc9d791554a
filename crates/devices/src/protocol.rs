//! Codecs: bytes to meaning and back, without any cable.
//!
//! Must never wait, open or spawn anything; must never panic on hostile bytes (I10).

pub(crate) mod ber;
pub(crate) mod chip;
pub(crate) mod escl;
pub(crate) mod escpos;
pub(crate) mod frame;
pub(crate) mod sane;
pub(crate) mod trust;
