//! Consent to the processing of personal data: which text, how it was given, when.

use crate::label::Language;
use crate::service::Consent;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The resident's consent to the processing of their data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// Version of the text that was read out.
    pub version: String,
    /// SHA-256 of the Ukrainian text as UTF-8, hexadecimal: the version says which text, this proves it.
    #[serde(default)]
    pub digest: String,
    /// When.
    pub at: Moment,
}

impl ConsentGiven {
    /// The consent to exactly this text.
    #[must_use]
    pub fn to(consent: &Consent, at: Moment) -> Self {
        let digest = Sha256::digest(consent.text.text(Language::Uk).as_bytes());
        Self {
            version: consent.version.clone(),
            digest: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Label;

    #[test]
    fn a_changed_text_under_the_same_version_shows() {
        let consent = |text: &str| Consent {
            version: "1".to_owned(),
            text: Label::same(text),
        };
        let given = |text: &str| ConsentGiven::to(&consent(text), Moment::default());
        assert_ne!(given("abc").digest, given("abd").digest);
        assert_eq!(
            given("abc").digest,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
