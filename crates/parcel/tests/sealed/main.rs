//! What a sealed application promises, tried from outside.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod faults;
mod golden;
mod promises;
mod scene;
mod stock_tools;
