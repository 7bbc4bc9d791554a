//! What the numbers of people promise, tried on many: which slips are seen, that spelling comes to rest, that no text is too
//! strange, and that an independent program judges as we do.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "identity/numbers.rs"]
mod numbers;
#[path = "identity/oracle.rs"]
mod oracle;
#[path = "identity/slips.rs"]
mod slips;
#[path = "identity/spelling.rs"]
mod spelling;
