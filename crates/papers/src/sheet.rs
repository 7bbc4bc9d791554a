//! A paper with how it is set, as one value: it is handed to a worker process, or set at once.
//! Never reads a template from a disk: their texts are inside.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Options, Paper, PrintSize, Templates, TemplatesError};

/// A paper with how it is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What stands on it.
    pub paper: Paper,
    /// How large.
    pub size: PrintSize,
    /// Templates that the centre edited, by file name (`slip.typ`); all others are the shipped ones.
    pub templates: BTreeMap<String, String>,
}

impl Sheet {
    /// How it is set in Ukrainian. Where its templates cannot be used it says why, and the shipped ones stand in (I15).
    #[must_use]
    pub fn options(&self) -> (Options, Option<TemplatesError>) {
        let (templates, unusable) = match Templates::with_texts(&self.templates) {
            Ok(templates) => (templates, None),
            Err(error) => (Templates::built_in(), Some(error)),
        };
        let options = Options {
            print_size: self.size,
            templates,
            ..Options::default()
        };
        (options, unusable)
    }
}
