//! Cables: bytes in and out, with a deadline on every exchange.
//!
//! Must never understand what it carries, and never mistake silence for an empty answer.

pub(crate) mod bytes;
pub(crate) mod http;
#[cfg(feature = "pcsc")]
pub(crate) mod pcsc;
pub(crate) mod vpcd;
