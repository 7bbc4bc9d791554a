//! What a kit is provisioned with: its communities, its depot, whom it believes.
//!
//! Profiles are versioned and chained by hash; an older or unchained one is refused, an expired one is a finding and
//! never stops intake (I15). A profile counts when as many root keys signed it as it asks for. It holds no secret.

use serde::{Deserialize, Serialize};

use crate::{
    Digest, KitName, MailboxAddress, Namespace, PublicKey, Recipients, Signed, Statement,
    VerifyError,
};

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
    /// Where fees are paid; a kit prints nothing to pay by without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
}

/// An account that fees are paid into. It is signed with the profile, so that nobody on the way puts another in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Short name by which a service card refers to it: `administrative-fee`.
    pub key: String,
    /// Who is paid.
    pub payee: String,
    /// Its code (EDRPOU), eight digits.
    pub edrpou: String,
    /// Its account: `UA` and 27 digits.
    pub iban: String,
    /// The bank, or the treasury.
    #[serde(default)]
    pub bank: String,
    /// The code of the budget's income, eight digits; empty where there is none.
    #[serde(default)]
    pub budget_code: String,
    /// Purpose of the payment; `{service}` and `{number}` are filled in, and no name of a person is.
    pub purpose: String,
    /// Whether the centre has compared it with its own papers.
    #[serde(default)]
    pub verified: bool,
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

/// How finely pages are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageBudget {
    /// The fewest bytes.
    Village,
    /// What an office is used to.
    #[default]
    Office,
    /// Fine enough for an expert.
    Evidence,
}

/// How the pages of papers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pages {
    /// How finely.
    pub budget: PageBudget,
    /// Whether somebody who reads them cannot read JBIG2: black and white is then CCITT Group 4.
    pub group4: bool,
}

impl Pages {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
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
    /// Where dispatches to that kit are sealed to, once it is enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<MailboxAddress>,
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
    /// How pages are kept.
    #[serde(default, skip_serializing_if = "Pages::is_usual")]
    pub pages: Pages,
    /// How many root keys must sign this profile and the next one of the chain; at least one.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub signatures: u32,
}

fn one() -> u32 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference over"
)]
fn is_one(count: &u32) -> bool {
    *count == 1
}

/// Why a profile is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// It is not readable, or a signature does not belong to it.
    #[error("the profile is not believed: {0}")]
    NotBelieved(#[from] VerifyError),
    /// None of its signers is a root key of this kit.
    #[error("the profile is signed by another root: {signer}")]
    WrongRoot {
        /// The fingerprint of who signed it, as `ssh-keygen -l` shows it.
        signer: String,
    },
    /// Fewer root keys signed it than it, or the one before it, asks for.
    #[error("the profile is signed by {found} of {needed} root keys")]
    TooFewSigners {
        /// How many root keys signed it.
        found: usize,
        /// How many have to.
        needed: u32,
    },
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
        let profile = offered.claim()?;
        let in_use = current.map(Signed::claim).transpose()?;
        let asked = in_use.as_ref().map_or(1, |in_use| in_use.signatures);
        let needed = profile.signatures.max(asked).max(1);
        believe(offered, roots, needed)?;
        if profile.communities.is_empty() {
            return Err(ProfileError::NoCommunity);
        }
        if let Some((signed, in_use)) = current.zip(in_use) {
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

/// Whether enough of `roots` signed.
fn believe(
    offered: &Signed<Profile>,
    roots: &[PublicKey],
    needed: u32,
) -> Result<(), ProfileError> {
    let signers = offered.signers()?;
    let ours = signers.iter().filter(|key| roots.contains(key)).count();
    match u32::try_from(ours) {
        Ok(0) => Err(ProfileError::WrongRoot {
            signer: signers
                .first()
                .map(PublicKey::fingerprint)
                .unwrap_or_default(),
        }),
        Ok(found) if found < needed => Err(ProfileError::TooFewSigners {
            found: ours,
            needed,
        }),
        Ok(_) | Err(_) => Ok(()),
    }
}

impl Statement for Profile {
    const FORMAT: &'static str = "valiza.profile.v1";
    const NAMESPACE: Namespace = Namespace::Profile;
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Identity, Signer, SoftSigner};
    use rand::rngs::OsRng;

    struct Scene {
        root: SoftSigner,
        first: Profile,
    }

    impl Scene {
        fn new() -> Self {
            let keys = [
                Identity::generate().recipient(),
                Identity::generate().recipient(),
            ];
            let community = Community {
                id: "a".to_owned(),
                name: "\u{413}\u{440}\u{43e}\u{43c}\u{430}\u{434}\u{430}".to_owned(),
                katottg: "UA00000000000000000".to_owned(),
                owner: "A".to_owned(),
                letterhead: vec!["A".to_owned()],
                telephone: "0".to_owned(),
                recipients: Recipients::parse(&keys).unwrap(),
                accounts: Vec::new(),
            };
            let first = Profile {
                version: 1,
                previous: None,
                issued_at: 1_000,
                valid_until: 2_000,
                kit: KitName::random(&mut OsRng),
                number: 7,
                kit_key: None,
                mailbox: None,
                communities: vec![community],
                depot: Depot {
                    address: "http://127.0.0.1:1".to_owned(),
                    ca_pem: None,
                },
                receipt_signers: Vec::new(),
                coordinators: Vec::new(),
                administrators: Vec::new(),
                catalogue: "1".to_owned(),
                quarantine: Vec::new(),
                transport_recipient: None,
                danger: Danger::default(),
                pages: Pages::default(),
                signatures: 1,
            };
            Self {
                root: SoftSigner::generate(&mut OsRng),
                first,
            }
        }

        fn sign(&self, profile: &Profile) -> Signed<Profile> {
            Signed::sign(profile, &self.root).unwrap()
        }

        fn accept(
            &self,
            offered: &Profile,
            current: Option<&Profile>,
        ) -> Result<Profile, ProfileError> {
            let roots = [self.root.public_key().clone()];
            let current = current.map(|profile| self.sign(profile));
            Profile::accept(&self.sign(offered), &roots, current.as_ref())
        }

        fn second(&self) -> Profile {
            let previous = Some(self.sign(&self.first).digest());
            Profile {
                version: 2,
                previous,
                ..self.first.clone()
            }
        }
    }

    #[test]
    fn a_profile_is_taken_only_as_the_next_of_its_chain() {
        let scene = Scene::new();
        let (first, second) = (&scene.first, &scene.second());
        assert_eq!(&scene.accept(first, None).unwrap(), first);
        assert_eq!(&scene.accept(second, Some(first)).unwrap(), second);
        assert_eq!(
            scene.accept(first, Some(second)),
            Err(ProfileError::RollBack)
        );
        assert_eq!(
            scene.accept(second, Some(second)),
            Err(ProfileError::RollBack)
        );
        let unchained = Profile {
            previous: None,
            ..second.clone()
        };
        assert_eq!(
            scene.accept(&unchained, Some(first)),
            Err(ProfileError::ChainBroken)
        );
        let skipping = Profile {
            version: 3,
            ..second.clone()
        };
        assert_eq!(
            scene.accept(&skipping, Some(first)),
            Err(ProfileError::ChainBroken)
        );
        let foreign = Profile {
            kit: KitName([7; 8]),
            ..second.clone()
        };
        assert_eq!(
            scene.accept(&foreign, Some(first)),
            Err(ProfileError::AnotherKit)
        );
        let empty = Profile {
            communities: Vec::new(),
            ..first.clone()
        };
        assert_eq!(scene.accept(&empty, None), Err(ProfileError::NoCommunity));
    }

    #[test]
    fn a_profile_of_a_stranger_is_not_believed() {
        let (scene, stranger) = (Scene::new(), Scene::new());
        let roots = [scene.root.public_key().clone()];
        let refused = Profile::accept(&stranger.sign(&scene.first), &roots, None);
        let signer = stranger.root.public_key().fingerprint();
        assert_eq!(refused, Err(ProfileError::WrongRoot { signer }));
    }

    #[test]
    fn two_of_three_roots_sign_where_two_are_asked_for() {
        let scene = Scene::new();
        let roots = [0, 1, 2].map(|_| SoftSigner::generate(&mut OsRng));
        let trusted = roots.each_ref().map(|root| root.public_key().clone());
        let asking = Profile {
            signatures: 2,
            ..scene.first.clone()
        };
        let alone = Signed::sign(&asking, &roots[0]).unwrap();
        let too_few = ProfileError::TooFewSigners {
            found: 1,
            needed: 2,
        };
        assert_eq!(
            Profile::accept(&alone, &trusted, None),
            Err(too_few.clone())
        );
        let by = |root: &SoftSigner| root.sign(Namespace::Profile, alone.body()).unwrap();
        let twice_the_same = alone.clone().cosigned(by(&roots[0]));
        assert_eq!(
            Profile::accept(&twice_the_same, &trusted, None),
            Err(too_few.clone())
        );
        let with_a_stranger = alone.clone().cosigned(by(&scene.root));
        assert_eq!(
            Profile::accept(&with_a_stranger, &trusted, None),
            Err(too_few.clone())
        );
        let together = alone.clone().cosigned(by(&roots[2]));
        assert_eq!(Profile::accept(&together, &trusted, None).unwrap(), asking);

        // Who holds one key cannot lower the number: the profile in use asks for two.
        let lowered = Profile {
            version: 2,
            previous: Some(together.digest()),
            signatures: 1,
            ..asking
        };
        let lowered = Signed::sign(&lowered, &roots[0]).unwrap();
        assert_eq!(
            Profile::accept(&lowered, &trusted, Some(&together)),
            Err(too_few)
        );
    }

    #[test]
    fn a_signature_for_something_else_spoils_the_profile() {
        let scene = Scene::new();
        let signed = scene.sign(&scene.first);
        let odd = scene.root.sign(Namespace::Head, signed.body()).unwrap();
        let roots = [scene.root.public_key().clone()];
        assert_eq!(
            Profile::accept(&signed.cosigned(odd), &roots, None),
            Err(ProfileError::NotBelieved(VerifyError::WrongNamespace))
        );
    }

    #[test]
    fn an_expired_profile_is_still_taken() {
        let scene = Scene::new();
        assert!(scene.first.expired(2_001));
        assert!(scene.accept(&scene.first, None).is_ok());
    }

    #[test]
    fn a_single_recipient_cannot_be_smuggled_into_a_profile() {
        let scene = Scene::new();
        let key = &scene.first.communities[0].recipients.as_slice()[0];
        let mut value = serde_json::to_value(&scene.first).unwrap();
        value["communities"][0]["recipients"] = serde_json::json!([key]);
        assert!(serde_json::from_value::<Profile>(value).is_err());
    }
}
