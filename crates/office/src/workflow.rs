//! The workflow: `handle(Input, At) -> Vec<Effect>`, the only place where anything is decided (I2).

/// The workflow of one kit.
#[derive(Debug, Default)]
pub struct Workflow;
