//! What a kit is provisioned with: its communities, its depot, whom it believes.
//!
//! Profiles are versioned and chained by hash; an older or unchained one is refused, an expired one is a finding and
//! never stops intake (I15). A profile holds no secret.

use serde::{Deserialize, Serialize};

use crate::{Digest, KitName, Namespace, PublicKey, Recipients, Signed, Statement, VerifyError};

/// A community whose residents are served; a visit belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Community {
    /// Short stable name inside the profile.
    pub id: String,
    /// Full name as on paper.
    pub name: String,
    /// Code of the territory (KATOTTG, UA + 17 digits).
    pub katottg: String,
    /// The owner of the data, as the consent names it.
    pub owner: String,
    /// Lines of the letterhead.
    pub letterhead: Vec<String>,
    /// The telephone that residents may call.
    pub telephone: String,
    /// Who may open what is sealed for it.
    pub recipients: Recipients,
}

/// Where parcels are delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Depot {
    /// `https://...`; plain `http` is for loopback only.
    pub address: String,
    /// The pinned certificate authority in PEM; none = public certificates.
    pub ca_pem: Option<String>,
}

/// Somebody who may work at the kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Administrator {
    /// Name as printed on papers.
    pub name: String,
    /// The key that signs inner headers.
    pub key: PublicKey,
}

/// What makes an area dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Danger {
    /// The resident keeps the slip alone; no inventory that names them is printed (P10).
    pub slip_only: bool,
    /// Planned visits are not sent to the kit ahead of time.
    pub no_planned_visits: bool,
}

/// The whole of it, signed by the root key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// From 1, upward.
    pub version: u64,
    /// Digest of the profile before it, none for the first.
    pub previous: Option<Digest>,
    /// When it was signed, seconds since 1970 UTC.
    pub issued_at: i64,
    /// After this it is stale, seconds since 1970 UTC.
    pub valid_until: i64,
    /// The kit it is for.
    pub kit: KitName,
    /// What is painted on the case, 0 to 999; the first digits of every number that it gives out.
    pub number: u16,
    /// That kit's signing key, once it is enrolled.
    pub kit_key: Option<PublicKey>,
    /// Whom the kit serves; at least one.
    pub communities: Vec<Community>,
    /// Where its parcels go.
    pub depot: Depot,
    /// Whose receipts count; two overlap while one is replaced.
    pub receipt_signers: Vec<PublicKey>,
    /// Whose dispatches count.
    pub coordinators: Vec<PublicKey>,
    /// Who may work at the kit.
    pub administrators: Vec<Administrator>,
    /// The service catalogue to use.
    pub catalogue: String,
    /// Kits declared lost.
    pub quarantine: Vec<KitName>,
    /// Where sticks and colleagues' kits are sealed to, `age1...`.
    pub transport_recipient: Option<String>,
    /// What the area demands.
    pub danger: Danger,
}

/// Why a profile is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// It is not signed by a root key, or not readable.
    #[error("the profile is not believed: {0}")]
    NotBelieved(#[from] VerifyError),
    /// It is for another kit.
    #[error("the profile is for another kit")]
    AnotherKit,
    /// It is not newer than the one in use.
    #[error("the profile is older than the one in use")]
    RollBack,
    /// It does not follow from the one in use.
    #[error("the profile does not continue the chain")]
    ChainBroken,
    /// It names no community.
    #[error("the profile names no community")]
    NoCommunity,
}

impl Profile {
    /// Whether it has expired: a finding, not a stop. `now` in seconds since 1970 UTC.
    pub fn expired(&self, now: i64) -> bool {
        now > self.valid_until
    }

    /// Takes a first profile (`current` = none) or the next one of the chain.
    ///
    /// # Errors
    /// Each reason for not taking it has its own [`ProfileError`].
    pub fn accept(
        offered: &Signed<Self>,
        roots: &[PublicKey],
        current: Option<&Signed<Self>>,
    ) -> Result<Self, ProfileError> {
        let profile = offered.verify(roots)?;
        if profile.communities.is_empty() {
            return Err(ProfileError::NoCommunity);
        }
        if let Some(signed) = current {
            let in_use = signed.verify(roots)?;
            if profile.kit != in_use.kit {
                return Err(ProfileError::AnotherKit);
            }
            if profile.version <= in_use.version {
                return Err(ProfileError::RollBack);
            }
            if profile.version != in_use.version + 1 || profile.previous != Some(signed.digest()) {
                return Err(ProfileError::ChainBroken);
            }
        }
        Ok(profile)
    }
}

impl Statement for Profile {
    const FORMAT: &'static str = "valiza.profile.v1";
    const NAMESPACE: Namespace = Namespace::Profile;
}
