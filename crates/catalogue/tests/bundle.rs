//! The file of a catalogue: reproducible, believed only whole, of every released version.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use catalogue::{Bundle, Catalogue, CatalogueError};
use parcel::{
    Digest, Namespace, PublicKey, Signed, Signer as _, SoftSigner, Statement, VerifyError,
    digest_of,
};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn root() -> SoftSigner {
    SoftSigner::from_seed(&[1; 32])
}

fn keys() -> Vec<PublicKey> {
    vec![root().public_key().clone()]
}

fn bundle(version: &str) -> Bundle {
    catalogue::build(&here().join("tests/fixtures"), version).unwrap()
}

/// Version 2 of the probe, signed.
fn file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| bundle("2").sign(&root()).unwrap())
}

fn opened() -> Catalogue {
    catalogue::open(file(), &keys()).unwrap()
}

fn golden(version: &str) -> Catalogue {
    let folder = here().join("tests/golden").join(version);
    let key: PublicKey = fs::read_to_string(folder.join("root.pub"))
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    catalogue::open(&fs::read(folder.join("catalogue.json")).unwrap(), &[key]).unwrap()
}

#[test]
fn the_same_services_are_the_same_bytes_wherever_they_lie() {
    let dir = tempfile::tempdir().unwrap();
    let source = here().join("tests/fixtures/whole");
    let folder = dir.path().join("whole");
    fs::create_dir_all(folder.join("papers")).unwrap();
    // Written in another order than they are read in.
    for name in [
        "papers/slip.typ",
        "form.xlsx",
        "technological.toml",
        "card.toml",
    ] {
        fs::copy(source.join(name), folder.join(name)).unwrap();
    }
    let elsewhere = catalogue::build(dir.path(), "2").unwrap();
    assert_eq!(elsewhere.sign(&root()).unwrap(), file());
}

#[test]
fn a_flipped_bit_is_refused_or_harmless() {
    let whole = opened();
    let mut refused = 0;
    for at in (0..file().len()).step_by(7) {
        let mut damaged = file().to_vec();
        damaged[at] ^= 1 << (at % 8);
        match catalogue::open(&damaged, &keys()) {
            Ok(other) => assert_eq!(other, whole, "byte {at} changed what is believed"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn a_file_that_was_cut_off_is_refused_at_every_length() {
    for length in (0..file().len()).step_by(11) {
        assert!(
            catalogue::open(&file()[..length], &keys()).is_err(),
            "{length}"
        );
    }
}

#[test]
fn another_signer_and_another_purpose_are_refused() {
    let stranger = bundle("3").sign(&SoftSigner::from_seed(&[2; 32])).unwrap();
    assert!(matches!(
        catalogue::open(&stranger, &keys()),
        Err(CatalogueError::NotBelieved(VerifyError::UnknownSigner))
    ));
    let body = serde_json::from_slice::<File>(file()).unwrap().cover;
    let other = root().sign(Namespace::Receipt, body.body()).unwrap();
    let text = String::from_utf8(body.body().to_vec()).unwrap();
    let packed = serde_json::from_slice::<File>(file()).unwrap().packed;
    let forged = serde_json::to_vec(&File {
        cover: Signed::from_parts(text, other),
        packed,
    });
    assert!(matches!(
        catalogue::open(&forged.unwrap(), &keys()),
        Err(CatalogueError::NotBelieved(VerifyError::WrongNamespace))
    ));
}

#[test]
fn an_older_or_another_one_of_the_same_version_does_not_follow() {
    let in_use = opened();
    let accept = |version: &str| {
        catalogue::accept(
            &bundle(version).sign(&root()).unwrap(),
            &keys(),
            Some(&in_use),
        )
    };
    for newer in ["3", "2.1", "10", "2026-11-21"] {
        assert_eq!(accept(newer).unwrap().version, newer);
    }
    assert_eq!(accept("2").unwrap(), in_use);
    for older in ["1", "1.9", "0"] {
        assert!(
            matches!(accept(older), Err(CatalogueError::Older { .. })),
            "{older}"
        );
    }
    let changed = Catalogue {
        services: Vec::new(),
        ..in_use.clone()
    };
    assert!(matches!(
        catalogue::accept(file(), &keys(), Some(&changed)),
        Err(CatalogueError::SameVersion { .. })
    ));
    for nameless in ["", "autumn", "2..1", "-1", "1 2"] {
        assert!(
            catalogue::build(&here().join("tests/fixtures"), nameless).is_err(),
            "{nameless}"
        );
    }
}

/// The file's shape, to forge one with.
#[derive(Serialize, Deserialize)]
struct File {
    cover: Signed<Cover>,
    packed: String,
}

#[derive(Serialize, Deserialize)]
struct Cover {
    version: String,
    length: u64,
    digest: Digest,
}

impl Statement for Cover {
    const FORMAT: &'static str = "valiza.catalogue.v2";
    const NAMESPACE: Namespace = Namespace::Profile;
}

fn forged(length: u64, unpacked: &[u8], digest: Digest) -> Vec<u8> {
    let cover = Cover {
        version: "9".to_owned(),
        length,
        digest,
    };
    let file = File {
        cover: Signed::sign(&cover, &root()).unwrap(),
        packed: STANDARD.encode(zstd::encode_all(unpacked, 3).unwrap()),
    };
    serde_json::to_vec(&file).unwrap()
}

#[test]
fn a_bomb_is_never_unpacked_beyond_what_the_cover_allows() {
    let bomb = vec![b' '; 256 << 20];
    let digest = digest_of(b"");
    assert!(matches!(
        catalogue::open(&forged(100, &bomb, digest), &keys()),
        Err(CatalogueError::Damaged)
    ));
    assert!(matches!(
        catalogue::open(&forged(256 << 20, b"", digest), &keys()),
        Err(CatalogueError::TooLong)
    ));
    assert!(matches!(
        catalogue::open(&[b' '; (8 << 20) + 1], &keys()),
        Err(CatalogueError::TooLong)
    ));
    let respelt = b"{ \"services\": [], \"version\": \"9\" }";
    let length = u64::try_from(respelt.len()).unwrap();
    assert!(matches!(
        catalogue::open(&forged(length, respelt, digest_of(respelt)), &keys()),
        Err(CatalogueError::NotCanonical(_))
    ));
}

#[test]
fn a_catalogue_of_the_first_version_opens() {
    let catalogue = golden("v1");
    assert_eq!(catalogue.version, "1");
    let idp = &catalogue.services[0];
    assert_eq!((idp.id.0.as_str(), idp.documents.len()), ("00169", 3));
    let when = &idp.documents[1].when[0];
    assert_eq!(
        (when.path.as_str(), when.any_of.as_slice()),
        (
            "/data/household/has_children",
            ["yes".to_owned()].as_slice()
        )
    );
    assert!(idp.documents[0].when.is_empty() && idp.terms.is_empty());
}

#[test]
fn a_catalogue_of_the_second_version_opens() {
    let catalogue = golden("v2");
    assert_eq!(catalogue.version, "2");
    let service = &catalogue.services[0];
    assert_eq!(service.tariffs.len(), 2);
    assert_eq!(service.documents[2].for_each, "/data/children");
    assert_eq!(service.steps[1].roles.len(), 4);
    assert!(service.flags.needs_live_registry);
    assert!(office::form::Form::parse(&service.xform).is_ok());
}
