//! An authority of an invented country: makes its own certificate (CSCA), signers (DS), and the security objects of cards
//! (ICAO 9303-10 4.6, 9303-12 7).
//!
//! Must never be mistaken for a real one: its name says TEST, its keys live as long as the virtual case.

use p256::ecdsa::{DerSignature, SigningKey, signature::Signer as _};
use sha2::{Digest as _, Sha256};

use crate::protocol::ber::{self, tlv};

const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const ECDSA_SHA256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const EC_KEY: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const SIGNED_DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const CONTENT_TYPE: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
const LDS_SECURITY_OBJECT: [u8; 6] = [0x67, 0x81, 0x08, 0x01, 0x01, 0x01];
const KEY_USAGE: [u8; 3] = [0x55, 0x1d, 0x0f];
const BASIC_CONSTRAINTS: [u8; 3] = [0x55, 0x1d, 0x13];

/// An invented country's authority, with one signer.
#[derive(Debug)]
pub struct TestAuthority {
    key: SigningKey,
    certificate: Vec<u8>,
    signer: Issued,
}

#[derive(Debug)]
struct Issued {
    key: SigningKey,
    certificate: Vec<u8>,
    serial: u8,
}

/// What a certificate is for.
#[derive(Clone, Copy)]
enum Purpose {
    Vouching,
    Signing,
}

impl TestAuthority {
    /// An authority whose signer is good from 2020 to 2049.
    #[must_use]
    pub fn new() -> Self {
        Self::with_signer_until("491231235959Z")
    }

    /// The same, its signer's certificate run out at the end of 2021.
    #[must_use]
    pub fn with_stale_signer() -> Self {
        Self::with_signer_until("211231235959Z")
    }

    fn with_signer_until(end: &str) -> Self {
        let key = key();
        let name = name("TEST CSCA");
        let certificate = issue(
            &key,
            &name,
            &name,
            1,
            &key,
            "491231235959Z",
            Purpose::Vouching,
        );
        let own = self::key();
        let signer = Issued {
            certificate: issue(
                &key,
                &name,
                &self::name("TEST DS"),
                2,
                &own,
                end,
                Purpose::Signing,
            ),
            key: own,
            serial: 2,
        };
        Self {
            key,
            certificate,
            signer,
        }
    }

    /// The authority's certificate, DER: what a kit must know to believe its cards.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// A list that takes the signer's certificate back, DER.
    #[must_use]
    pub fn revocation(&self) -> Vec<u8> {
        let entry = tlv(
            0x30,
            &[
                tlv(0x02, &[self.signer.serial]),
                tlv(0x17, b"210101000000Z"),
            ]
            .concat(),
        );
        let body = [
            tlv(0x02, &[1]),
            tlv(0x30, &tlv(0x06, &ECDSA_SHA256)),
            name("TEST CSCA"),
            tlv(0x17, b"210101000000Z"),
            tlv(0x17, b"491231235959Z"),
            tlv(0x30, &entry),
        ];
        signed(&self.key, &tlv(0x30, &body.concat()))
    }

    /// The signed message alone (CMS), over a data group 1 of no card: for judges that know signatures but no cards.
    #[must_use]
    pub fn specimen_object(&self) -> Vec<u8> {
        let object = self.sign(&[(1, b"no card")]);
        ber::find(&object, 0x77).unwrap_or_default().to_vec()
    }

    /// EF.SOD over these data groups, as its signer signs it.
    pub(super) fn sign(&self, groups: &[(u8, &[u8])]) -> Vec<u8> {
        let algorithm = tlv(0x30, &tlv(0x06, &SHA256));
        let digests: Vec<u8> = groups
            .iter()
            .flat_map(|(number, file)| {
                let digest = tlv(0x04, &Sha256::digest(file));
                tlv(0x30, &[tlv(0x02, &[*number]), digest].concat())
            })
            .collect();
        let content = [tlv(0x02, &[0]), algorithm.clone(), tlv(0x30, &digests)];
        let content = tlv(0x30, &content.concat());
        let attribute =
            |kind: &[u8], value: Vec<u8>| tlv(0x30, &[tlv(0x06, kind), tlv(0x31, &value)].concat());
        let attributes = [
            attribute(&CONTENT_TYPE, tlv(0x06, &LDS_SECURITY_OBJECT)),
            attribute(&MESSAGE_DIGEST, tlv(0x04, &Sha256::digest(&content))),
        ]
        .concat();
        // What is signed is the set itself, not its tag within the message (RFC 5652 5.4).
        let signature: DerSignature = self.signer.key.sign(&tlv(0x31, &attributes));
        let signer = [
            tlv(0x02, &[1]),
            tlv(
                0x30,
                &[name("TEST CSCA"), tlv(0x02, &[self.signer.serial])].concat(),
            ),
            algorithm.clone(),
            tlv(0xa0, &attributes),
            tlv(0x30, &tlv(0x06, &ECDSA_SHA256)),
            tlv(0x04, signature.as_bytes()),
        ];
        let message = [
            tlv(0x02, &[3]),
            tlv(0x31, &algorithm),
            tlv(
                0x30,
                &[
                    tlv(0x06, &LDS_SECURITY_OBJECT),
                    tlv(0xa0, &tlv(0x04, &content)),
                ]
                .concat(),
            ),
            tlv(0xa0, &self.signer.certificate),
            tlv(0x31, &tlv(0x30, &signer.concat())),
        ];
        let message = tlv(0xa0, &tlv(0x30, &message.concat()));
        tlv(
            0x77,
            &tlv(0x30, &[tlv(0x06, &SIGNED_DATA), message].concat()),
        )
    }
}

impl Default for TestAuthority {
    fn default() -> Self {
        Self::new()
    }
}

pub(super) fn key() -> SigningKey {
    // All but one in 2^32 random strings are a key.
    std::iter::repeat_with(rand::random::<[u8; 32]>)
        .find_map(|bytes| SigningKey::from_slice(&bytes).ok())
        .unwrap_or_else(|| unreachable!("an endless row has an end"))
}

fn name(common: &str) -> Vec<u8> {
    let part = |kind: u8, text: Vec<u8>| {
        tlv(
            0x31,
            &tlv(0x30, &[tlv(0x06, &[0x55, 0x04, kind]), text].concat()),
        )
    };
    let parts = [
        part(6, tlv(0x13, b"UT")),
        part(3, tlv(0x0c, common.as_bytes())),
    ];
    tlv(0x30, &parts.concat())
}

/// SubjectPublicKeyInfo.
pub(super) fn public(key: &SigningKey) -> Vec<u8> {
    let point = key.verifying_key().to_sec1_point(false);
    let algorithm = tlv(0x30, &[tlv(0x06, &EC_KEY), tlv(0x06, &P256)].concat());
    tlv(0x30, &[algorithm, bits(0, point.as_bytes())].concat())
}

fn bits(unused: u8, bytes: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[unused], bytes].concat())
}

fn issue(
    authority: &SigningKey,
    issuer: &[u8],
    subject: &[u8],
    serial: u8,
    key: &SigningKey,
    end: &str,
    purpose: Purpose,
) -> Vec<u8> {
    let extension = |kind: &[u8], value: Vec<u8>| {
        tlv(
            0x30,
            &[tlv(0x06, kind), tlv(0x01, &[0xff]), tlv(0x04, &value)].concat(),
        )
    };
    let extensions = match purpose {
        Purpose::Vouching => [
            extension(&KEY_USAGE, bits(1, &[0x06])),
            extension(&BASIC_CONSTRAINTS, tlv(0x30, &tlv(0x01, &[0xff]))),
        ]
        .concat(),
        Purpose::Signing => extension(&KEY_USAGE, bits(7, &[0x80])),
    };
    let body = [
        tlv(0xa0, &tlv(0x02, &[2])),
        tlv(0x02, &[serial]),
        tlv(0x30, &tlv(0x06, &ECDSA_SHA256)),
        issuer.to_vec(),
        tlv(
            0x30,
            &[tlv(0x17, b"200101000000Z"), tlv(0x17, end.as_bytes())].concat(),
        ),
        subject.to_vec(),
        public(key),
        tlv(0xa3, &tlv(0x30, &extensions)),
    ];
    signed(authority, &tlv(0x30, &body.concat()))
}

/// A body, the algorithm, and the signature over the body.
fn signed(key: &SigningKey, body: &[u8]) -> Vec<u8> {
    let signature: DerSignature = key.sign(body);
    let algorithm = tlv(0x30, &tlv(0x06, &ECDSA_SHA256));
    tlv(
        0x30,
        &[body, &algorithm, &bits(0, signature.as_bytes())].concat(),
    )
}
