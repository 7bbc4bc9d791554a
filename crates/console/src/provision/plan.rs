//! What a beginning is told: who the communities are, where the depot stands, who works at the kit.
//! A plan is checked before the first key is drawn.

use std::path::PathBuf;

use parcel::{Account, PublicKey, words};
use rand::{CryptoRng, RngCore};
use serde::Deserialize;
use zeroize::Zeroizing;

/// How many words a drawn passphrase has; eight bits each, so 64 bits.
const PASSPHRASE_WORDS: usize = 8;

/// The answers taken where nobody gives others.
const DEFAULTS: &str = include_str!("../../data/begin.toml");

/// One community, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityPlan {
    /// Full name as on paper.
    pub name: String,
    /// Its code: `UA` and 17 digits (KATOTTG).
    pub code: String,
    /// The telephone that residents may call.
    pub telephone: String,
    /// Lines of its letterhead; empty = its name alone.
    #[serde(default)]
    pub letterhead: Vec<String>,
    /// Where its fees are paid.
    #[serde(default)]
    pub accounts: Vec<Account>,
}

/// Everything `begin` needs to know.
#[derive(Clone)]
pub struct Plan {
    /// One or more.
    pub communities: Vec<CommunityPlan>,
    /// Number on the kit's lid, 0 to 999.
    pub kit: u16,
    /// Name of the administrator as printed on papers.
    pub administrator: String,
    /// The depot's address.
    pub depot: String,
    /// The certificate authority of a depot that is reached by https, in PEM.
    pub depot_ca: Option<String>,
    /// Who signs the receipts of a depot that was founded already; nobody: a depot's folder is made beside the rest.
    pub receipt_signers: Vec<PublicKey>,
    /// Whose keys sign profiles beside the root's.
    pub cosigners: Vec<PublicKey>,
    /// How many of these keys must sign a profile.
    pub signatures: u32,
    /// The name of the first coordinator, for the list of keys; may be empty.
    pub coordinator: String,
    /// The folder of services.
    pub services: PathBuf,
    /// The version that the catalogue made of them gets.
    pub catalogue_version: String,
    /// Protects the coordinator's identities.
    pub passphrase: Zeroizing<String>,
    /// Protects the recovery identities.
    pub recovery_passphrase: Zeroizing<String>,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Plan({} communities, kit {:03})",
            self.communities.len(),
            self.kit
        )
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A community is not `NAME;CODE;TELEPHONE`.
    #[error("a community is written NAME;CODE;TELEPHONE, with semicolons between")]
    Community,
    /// The code is not a territory's.
    #[error("a community's code is UA and 17 digits, in Latin letters, as the codifier has it")]
    Code,
    /// The same code twice.
    #[error("two communities have the same code")]
    SameCode,
    /// A name, a telephone or the administrator is empty.
    #[error("a name or a telephone is empty")]
    Empty,
    /// The kit's number is beyond 999.
    #[error("a kit's number is 0 to 999")]
    Kit,
    /// More signatures than signers, or none.
    #[error("a profile needs at least one signature, and no more than there are signers")]
    Signatures,
}

/// The answers that stand where none is given.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// An invented community.
    pub community: CommunityPlan,
    /// The line above a community's name on its letterhead.
    pub office: String,
    /// Number on the kit's lid.
    pub kit: u16,
    /// An invented administrator.
    pub administrator: String,
    /// A depot on this machine.
    pub depot: String,
    /// Where packages put the services.
    pub services: PathBuf,
}

impl Defaults {
    /// The shipped answers.
    #[must_use]
    pub fn shipped() -> Self {
        toml::from_str(DEFAULTS).expect("the shipped answers are read by a test")
    }
}

impl std::str::FromStr for CommunityPlan {
    type Err = PlanError;

    /// Reads `NAME;CODE;TELEPHONE`.
    fn from_str(text: &str) -> Result<Self, PlanError> {
        let mut fields = text.split(';').map(str::trim);
        let (Some(name), Some(code), Some(telephone), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(PlanError::Community);
        };
        Ok(Self {
            name: name.to_owned(),
            code: code.to_owned(),
            telephone: telephone.to_owned(),
            letterhead: Vec::new(),
            accounts: Vec::new(),
        })
    }
}

impl CommunityPlan {
    /// Its short stable name inside profiles.
    #[must_use]
    pub fn id(&self) -> String {
        self.code.to_ascii_lowercase()
    }
}

impl Plan {
    /// Checks the answers against each other.
    ///
    /// # Errors
    /// The first [`PlanError`] found.
    pub fn check(&self) -> Result<(), PlanError> {
        let is_code = |code: &str| {
            code.strip_prefix("UA").is_some_and(|digits| {
                digits.len() == 17 && digits.bytes().all(|b| b.is_ascii_digit())
            })
        };
        let mut codes: Vec<_> = self
            .communities
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        codes.sort_unstable();
        if self.communities.is_empty() {
            return Err(PlanError::Community);
        }
        if !codes.iter().all(|code| is_code(code)) {
            return Err(PlanError::Code);
        }
        if codes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(PlanError::SameCode);
        }
        let empty = |one: &CommunityPlan| one.name.is_empty() || one.telephone.is_empty();
        if self.administrator.is_empty() || self.communities.iter().any(empty) {
            return Err(PlanError::Empty);
        }
        if self.kit > 999 {
            return Err(PlanError::Kit);
        }
        let signers = u32::try_from(self.cosigners.len()).unwrap_or(u32::MAX);
        if (1..=signers.saturating_add(1)).contains(&self.signatures) {
            Ok(())
        } else {
            Err(PlanError::Signatures)
        }
    }
}

/// Draws a passphrase of eight plain words: 64 bits, to be written on paper.
pub fn generate_passphrase<R: RngCore + CryptoRng>(rng: &mut R) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; PASSPHRASE_WORDS]);
    rng.fill_bytes(&mut *bytes);
    Zeroizing::new(words::words(&*bytes).join(" "))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn plan(communities: &[&str]) -> Plan {
        let defaults = Defaults::shipped();
        Plan {
            communities: communities
                .iter()
                .map(|text| text.parse().unwrap())
                .collect(),
            kit: defaults.kit,
            administrator: defaults.administrator,
            depot: defaults.depot,
            depot_ca: None,
            receipt_signers: Vec::new(),
            cosigners: Vec::new(),
            signatures: 1,
            coordinator: String::new(),
            services: defaults.services,
            catalogue_version: "1".to_owned(),
            passphrase: Zeroizing::new(String::new()),
            recovery_passphrase: Zeroizing::new(String::new()),
        }
    }

    #[test]
    fn two_communities_make_a_plan() {
        let told = [
            "A;UA26040130000010870;+380342000000",
            "B; UA26120090000072057 ;+380342000001",
        ];
        assert_eq!(plan(&told).check(), Ok(()));
    }

    #[test]
    fn a_wrong_answer_is_named() {
        assert_eq!("A;B".parse::<CommunityPlan>(), Err(PlanError::Community));
        assert_eq!(
            plan(&["A;\u{423}\u{410}26040130000010870;1"]).check(),
            Err(PlanError::Code)
        );
        assert_eq!(
            plan(&["A;UA26040130000010870;1", "B;UA26040130000010870;1"]).check(),
            Err(PlanError::SameCode)
        );
        assert_eq!(
            plan(&[";UA26040130000010870;1"]).check(),
            Err(PlanError::Empty)
        );
        assert_eq!(
            Plan {
                kit: 1000,
                ..plan(&["A;UA26040130000010870;1"])
            }
            .check(),
            Err(PlanError::Kit)
        );
    }

    #[test]
    fn a_drawn_passphrase_has_eight_words() {
        assert_eq!(
            generate_passphrase(&mut rand::rngs::OsRng)
                .split(' ')
                .count(),
            8
        );
    }
}
