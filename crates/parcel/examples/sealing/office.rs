//! A kit, its administrator and three recipients, drawn for one measurement.

use anyhow::{Context as _, Result, anyhow};
use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Identity, KitName, KnownSigners, Moment, Recipients,
    SealOrder, Sealed, Signer as _, SoftSigner, seal,
};
use rand::{RngCore as _, rngs::OsRng};

/// Everybody who takes part.
pub(crate) struct Office {
    pub(crate) kit: SoftSigner,
    pub(crate) identities: Vec<Identity>,
    pub(crate) recipients: Recipients,
    pub(crate) known: KnownSigners,
    pub(crate) chain: Chain,
    pub(crate) administrator: SoftSigner,
}

/// Bytes that do not compress, as pages do not.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

impl Office {
    pub(crate) fn open() -> Self {
        let identities: Vec<Identity> = (0..3).map(|_| Identity::generate()).collect();
        let texts: Vec<_> = identities.iter().map(Identity::recipient).collect();
        let recipients = Recipients::parse(&texts).expect("three different recipients");
        let [kit, administrator] = [(); 2].map(|()| SoftSigner::generate(&mut OsRng));
        let chain = Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
        let mut known = KnownSigners::default();
        known
            .kits
            .entry(chain.kit())
            .or_default()
            .insert(kit.public_key().clone());
        known
            .administrators
            .insert(administrator.public_key().clone());
        known.recipients.insert(recipients.hash());
        Self {
            kit,
            identities,
            recipients,
            known,
            chain,
            administrator,
        }
    }

    /// Seals one summary file and one document.
    pub(crate) fn seal(&mut self, answers: &[u8], document: &[u8]) -> Result<Sealed> {
        let order = SealOrder {
            application: ApplicationId::random(&mut OsRng),
            administrator: &self.administrator,
            profile: 1,
            catalogue: "1".to_owned(),
            recipients: &self.recipients,
            moment: Moment {
                wall: 1_795_263_900,
                since_boot: 60,
                anchor: 1_795_000_000,
                confirmed_day: None,
            },
            summary: vec![FileToSeal::new("answers.json", answers.to_vec())?],
            pages: vec![FileToSeal::new("01.pdf", document.to_vec())?],
        };
        Ok(seal(&order, &mut self.chain, &self.kit)?)
    }

    /// The recipients as the crate `age` knows them.
    pub(crate) fn age_recipients(&self) -> Result<Vec<age::x25519::Recipient>> {
        let texts = self.recipients.as_slice().iter();
        texts
            .map(|text| text.parse().map_err(|why| anyhow!("{why}")))
            .collect()
    }

    /// The first identity as the crate `age` knows it.
    pub(crate) fn age_identity(&self) -> Result<age::x25519::Identity> {
        let first = self.identities.first().context("no identity")?;
        first.to_secret().parse().map_err(|why| anyhow!("{why}"))
    }
}
