//! Checks of identifiers and names.
