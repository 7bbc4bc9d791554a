//! One kit, its administrator and its coordinators.

use parcel::{
    ApplicationId, Chain, Digest, Epoch, FileToSeal, Identity, KitName, KnownSigners, Manifest,
    Moment, Piece, PublicKey, Recipients, SealError, SealOrder, Sealed, Signed, Signer, SoftSigner,
    digest_of, seal,
};
use rand::{RngCore, rngs::OsRng};

pub(crate) struct Scene {
    pub(crate) kit: SoftSigner,
    pub(crate) administrator: SoftSigner,
    pub(crate) identities: Vec<Identity>,
    pub(crate) recipients: Recipients,
    pub(crate) known: KnownSigners,
    pub(crate) chain: Chain,
    profile: u64,
}

pub(crate) fn signer() -> SoftSigner {
    SoftSigner::generate(&mut OsRng)
}

impl Scene {
    pub(crate) fn new() -> Self {
        let identities = vec![Identity::generate(), Identity::generate()];
        let texts: Vec<_> = identities.iter().map(Identity::recipient).collect();
        let recipients = Recipients::parse(&texts).unwrap();
        let (kit, administrator) = (signer(), signer());
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
            administrator,
            identities,
            recipients,
            known,
            chain,
            profile: 7,
        }
    }

    /// The same kit with another profile in use.
    pub(crate) fn sealing_to(self, profile: u64) -> Self {
        Self { profile, ..self }
    }

    /// The opener learns a profile of this kit in which these keys stand.
    pub(crate) fn learn(&mut self, version: u64, kit: &PublicKey, administrator: &PublicKey) {
        let profile = serde_json::from_value(serde_json::json!({
            "version": version, "previous": null, "issued_at": 0, "valid_until": 0, "number": 7,
            "kit": self.chain.kit(), "kit_key": kit, "communities": [],
            "depot": {"address": "http://127.0.0.1:1", "ca_pem": null},
            "receipt_signers": [], "coordinators": [], "catalogue": "1", "quarantine": [],
            "administrators": [{"name": "A", "key": administrator}], "transport_recipient": null,
            "danger": {"slip_only": false, "no_planned_visits": false},
        }));
        self.known.learn(&profile.unwrap());
    }

    /// Seals one summary file and one document of the given contents.
    pub(crate) fn try_seal(
        &mut self,
        answers: &[u8],
        document: &[u8],
    ) -> Result<Sealed, SealError> {
        let order = SealOrder {
            application: ApplicationId::random(&mut OsRng),
            administrator: &self.administrator,
            profile: self.profile,
            catalogue: "12".to_owned(),
            recipients: &self.recipients,
            moment: Moment {
                wall: 1_800_000_000,
                since_boot: 60,
                anchor: 1_799_000_000,
                confirmed_day: None,
            },
            summary: vec![FileToSeal::new("answers.json", answers.to_vec()).unwrap()],
            pages: vec![FileToSeal::new("01.pdf", document.to_vec()).unwrap()],
        };
        seal(&order, &mut self.chain, &self.kit)
    }

    pub(crate) fn seal(&mut self) -> Sealed {
        self.try_seal(b"{\"1\":\"yes\"}", b"one page").unwrap()
    }

    /// What a kit that went bad could make of a piece: other content under the same recipients, signed again.
    pub(crate) fn reseal(&self, piece: &Piece, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Piece {
        let key: age::x25519::Identity = self.identities[0].to_secret().parse().unwrap();
        let content = change(age::decrypt(&key, &piece.ciphertext).unwrap());
        let ciphertext = self.recipients.wrap(&content);
        self.resign(piece, &self.kit, |manifest| {
            manifest.digest = digest_of(&ciphertext);
            manifest.length = ciphertext.len() as u64;
        })
        .with(ciphertext)
    }

    /// The same, with the unpacked archive changed.
    pub(crate) fn repack(&self, piece: &Piece, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Piece {
        self.reseal(piece, |content| {
            let archive = change(zstd::decode_all(content.as_slice()).unwrap());
            let mut content = zstd::encode_all(archive.as_slice(), 3).unwrap();
            content.extend_from_slice(&[0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 0, 0, 0, 0]);
            content
        })
    }

    /// A piece with a changed manifest that somebody signed.
    pub(crate) fn resign(
        &self,
        piece: &Piece,
        by: &SoftSigner,
        change: impl FnOnce(&mut Manifest),
    ) -> Piece {
        let mut manifest = piece.manifest.claim().unwrap();
        change(&mut manifest);
        Piece {
            manifest: Signed::sign(&manifest, by).unwrap(),
            ciphertext: piece.ciphertext.clone(),
        }
    }
}

pub(crate) trait With {
    fn with(self, ciphertext: Vec<u8>) -> Self;
}

impl With for Piece {
    fn with(self, ciphertext: Vec<u8>) -> Self {
        Self { ciphertext, ..self }
    }
}

pub(crate) fn manifest(piece: &Piece) -> Manifest {
    piece.manifest.claim().unwrap()
}

/// Replaces the one occurrence of `old`.
pub(crate) fn replace(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let at = bytes
        .windows(old.len())
        .position(|window| window == old)
        .unwrap();
    bytes[at..at + old.len()].copy_from_slice(new);
    bytes
}

/// Bytes that do not compress.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

pub(crate) fn digest(byte: u8) -> Digest {
    Digest([byte; 32])
}
