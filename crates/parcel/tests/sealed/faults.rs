//! Whatever is wrong with a part has its own name.

use std::io::Read;

use parcel::{
    Identity, Kind, Namespace, OpenFault, Piece, Recipients, Signature, Signed, Signer,
    VerifyError, open, open_summary,
};
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::scene::{Scene, With, digest, manifest, noise, replace, signer};

fn fault_of(scene: &Scene, piece: &Piece) -> OpenFault {
    open_summary(piece, &scene.identities, &scene.known).unwrap_err()
}

#[test]
fn a_flipped_bit_is_named() {
    let mut scene = Scene::new();
    let mut piece = scene.seal().summary.pieces.remove(0);
    piece.ciphertext[5000] ^= 1;
    assert_eq!(fault_of(&scene, &piece), OpenFault::Flipped);
}

#[test]
fn a_truncated_part_is_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let cut = piece.clone().with(piece.ciphertext[..8000].to_vec());
    let (expected, found) = (8192, 8000);
    assert_eq!(
        fault_of(&scene, &cut),
        OpenFault::Truncated { expected, found }
    );
}

#[test]
fn bytes_too_many_are_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let long = piece.clone().with([&piece.ciphertext[..], b"xy"].concat());
    assert_eq!(fault_of(&scene, &long), OpenFault::Lengthened { excess: 2 });
}

#[test]
fn what_was_sealed_damaged_is_told_from_damage_on_the_way() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let noise = scene.resign(&piece.with(vec![7; 8192]), &scene.kit, |manifest| {
        manifest.digest = parcel::digest_of(&[7; 8192]);
    });
    assert_eq!(fault_of(&scene, &noise), OpenFault::SealedDamaged);
}

/// A second kit that the opener knows as well.
fn another_kit(scene: &mut Scene) -> Scene {
    let other = Scene::new();
    let keys = scene.known.kits.entry(other.chain.kit()).or_default();
    keys.insert(other.kit.public_key().clone());
    other
}

#[test]
fn a_part_signed_again_by_another_kit_is_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let other = another_kit(&mut scene);
    let in_our_name = scene.resign(&piece, &other.kit, |_manifest| {});
    assert_eq!(fault_of(&scene, &in_our_name), OpenFault::Resigned);
    let own = other.chain.kit();
    let in_its_own_name = scene.resign(&piece, &other.kit, |manifest| manifest.kit = own);
    assert_eq!(fault_of(&scene, &in_its_own_name), OpenFault::Resigned);
}

#[test]
fn a_piece_of_pages_signed_again_by_another_kit_is_named() {
    let mut scene = Scene::new();
    let mut sealed = scene.try_seal(b"answers", &noise(300_000)).unwrap();
    let other = another_kit(&mut scene);
    let own = other.chain.kit();
    let last = sealed.pages.pieces.pop().unwrap();
    let again = scene.resign(&last, &other.kit, |manifest| manifest.kit = own);
    sealed.pages.pieces.push(again);
    let summary = &sealed.summary.pieces[0];
    let opened = open(
        summary,
        &sealed.pages.pieces,
        &scene.identities,
        &scene.known,
    );
    assert_eq!(opened.unwrap_err(), OpenFault::Resigned);
}

#[test]
fn an_unknown_signer_is_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let by_a_stranger = scene.resign(&piece, &signer(), |_manifest| {});
    assert_eq!(fault_of(&scene, &by_a_stranger), OpenFault::UnknownSigner);
}

#[test]
fn a_withdrawn_kit_key_is_named_from_the_profile_on_that_withdrew_it() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let (ours, next) = (scene.kit.public_key().clone(), signer());
    let administrator = scene.administrator.public_key().clone();
    scene.learn(7, &ours, &administrator);
    scene.learn(8, next.public_key(), &administrator);
    assert!(
        open_summary(&piece, &scene.identities, &scene.known).is_ok(),
        "it was sealed to profile 7, which names the key"
    );
    let mut scene = scene.sealing_to(8);
    let piece = scene.seal().summary.pieces.remove(0);
    assert_eq!(fault_of(&scene, &piece), OpenFault::SignerWithdrawn);
}

#[test]
fn a_withdrawn_administrator_is_named_from_the_profile_on_that_withdrew_them() {
    let mut scene = Scene::new().sealing_to(8);
    let kit = scene.kit.public_key().clone();
    let administrator = scene.administrator.public_key().clone();
    // Profiles may be learnt in any order.
    scene.learn(8, &kit, signer().public_key());
    scene.learn(7, &kit, &administrator);
    let piece = scene.seal().summary.pieces.remove(0);
    assert_eq!(fault_of(&scene, &piece), OpenFault::AdministratorWithdrawn);
    scene.learn(9, &kit, &administrator);
    assert!(open_summary(&piece, &scene.identities, &scene.known).is_ok());
}

#[test]
fn a_part_in_the_place_of_another_is_named() {
    let mut scene = Scene::new();
    let sealed = scene.seal();
    let piece = &sealed.summary.pieces[0];
    let moved = scene.resign(piece, &scene.kit, |manifest| manifest.counter = 9);
    assert_eq!(fault_of(&scene, &moved), OpenFault::Swapped);
    let pages = &sealed.pages.pieces[0];
    assert_eq!(fault_of(&scene, pages), OpenFault::WrongKind);
    let renamed = scene.resign(pages, &scene.kit, |manifest| manifest.kind = Kind::Summary);
    assert_eq!(fault_of(&scene, &renamed), OpenFault::Swapped);
}

#[test]
fn changed_recipients_are_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let unknown = scene.resign(&piece, &scene.kit, |manifest| {
        manifest.recipients = digest(1)
    });
    assert_eq!(fault_of(&scene, &unknown), OpenFault::RecipientsUnknown);
    scene.known.recipients.insert(digest(1));
    assert_eq!(fault_of(&scene, &unknown), OpenFault::RecipientsChanged);
}

#[test]
fn a_part_for_others_does_not_open() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let fault = open_summary(&piece, &[Identity::generate()], &scene.known).unwrap_err();
    assert_eq!(fault, OpenFault::NoIdentity);
}

#[test]
fn padding_that_is_not_zero_is_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let message = scene.reseal(&piece, |mut content| {
        *content.last_mut().unwrap() = 1;
        content
    });
    assert_eq!(fault_of(&scene, &message), OpenFault::PaddingNotZero);
}

#[test]
fn padding_that_is_missing_or_doubled_is_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let bare = scene.reseal(&piece, |content| {
        zstd::encode_all(&zstd::decode_all(&content[..]).unwrap()[..], 3).unwrap()
    });
    assert_eq!(fault_of(&scene, &bare), OpenFault::PaddingMissing);
    let twice = scene.reseal(&piece, |content| {
        [content, vec![0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]].concat()
    });
    assert_eq!(fault_of(&scene, &twice), OpenFault::PaddingMissing);
}

#[test]
fn the_inside_is_believed_only_from_its_administrator() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let forged = scene.repack(&piece, |archive| {
        replace(archive, b"\"profile\":7", b"\"profile\":8")
    });
    assert_eq!(
        fault_of(&scene, &forged),
        OpenFault::HeaderForged(VerifyError::SignatureInvalid)
    );
    let changed = scene.repack(&piece, |archive| {
        replace(archive, b"{\"1\":\"yes\"}", b"{\"1\":\"not\"}")
    });
    assert_eq!(fault_of(&scene, &changed), OpenFault::FileChanged { at: 0 });
    let added = scene.repack(&piece, |archive| {
        let mut longer = tar::Builder::new(archive[..archive.len() - 1024].to_vec());
        let mut entry = tar::Header::new_ustar();
        entry.set_size(0);
        longer.append_data(&mut entry, "more", &[][..]).unwrap();
        longer.into_inner().unwrap()
    });
    assert_eq!(fault_of(&scene, &added), OpenFault::FileChanged { at: 1 });
    let empty = scene.repack(&piece, |_archive| vec![0; 1024]);
    assert_eq!(fault_of(&scene, &empty), OpenFault::SealedDamaged);
    scene.known.administrators.clear();
    assert_eq!(fault_of(&scene, &piece), OpenFault::AdministratorUnknown);
}

#[test]
fn an_administrator_who_signs_in_the_name_of_another_is_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let other = signer();
    let known = &mut scene.known.administrators;
    known.insert(other.public_key().clone());
    let borrowed = scene.repack(&piece, |archive| {
        let mut tar = tar::Archive::new(archive.as_slice());
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for entry in tar.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            files.push((entry.path().unwrap().display().to_string(), content));
        }
        let signature = other.sign(Namespace::Parcel, &files[0].1).unwrap();
        files[1].1 = signature.as_str().as_bytes().to_vec();
        let mut again = tar::Builder::new(Vec::new());
        for (name, content) in files {
            let mut entry = tar::Header::new_ustar();
            entry.set_size(content.len() as u64);
            again
                .append_data(&mut entry, name, content.as_slice())
                .unwrap();
        }
        again.into_inner().unwrap()
    });
    assert_eq!(fault_of(&scene, &borrowed), OpenFault::AdministratorChanged);
}

#[test]
fn a_part_of_another_parcel_is_named() {
    let mut scene = Scene::new();
    let (first, second) = (scene.seal(), scene.seal());
    let summary = &first.summary.pieces[0];
    let opened = open(
        summary,
        &second.pages.pieces,
        &scene.identities,
        &scene.known,
    );
    assert_eq!(opened.unwrap_err(), OpenFault::PartOfAnother);
}

#[test]
fn a_missing_piece_is_named_by_its_place() {
    let mut scene = Scene::new();
    let mut sealed = scene.try_seal(b"answers", &noise(700_000)).unwrap();
    let opened = |pages: &[Piece]| {
        let summary = &sealed.summary.pieces[0];
        open(summary, pages, &scene.identities, &scene.known)
    };
    assert!(opened(&sealed.pages.pieces).is_ok());
    assert_eq!(opened(&[]).unwrap_err(), OpenFault::PieceMissing { at: 0 });
    let mut some = sealed.pages.pieces.clone();
    some.remove(1);
    assert_eq!(
        opened(&some).unwrap_err(),
        OpenFault::PieceMissing { at: 1 }
    );
    // A summary that lists the pieces in another order was not sealed so.
    sealed.pages.pieces.swap(0, 1);
    let mut wrong = sealed.pages.pieces.clone();
    wrong[0].manifest = sealed.pages.pieces[1].manifest.clone();
    let summary = &sealed.summary.pieces[0];
    let opened = open(summary, &wrong, &scene.identities, &scene.known);
    assert_eq!(opened.unwrap_err(), OpenFault::Flipped);
}

#[test]
fn recipients_swapped_under_a_signed_manifest_are_noticed() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let (ours, theirs) = (Identity::generate(), Identity::generate());
    let others = Recipients::parse(&[ours.recipient(), theirs.recipient()]).unwrap();
    scene.known.recipients.insert(others.hash());
    let key: age::x25519::Identity = scene.identities[0].to_secret().parse().unwrap();
    let ciphertext = others.wrap(&age::decrypt(&key, &piece.ciphertext).unwrap());
    let forwarded = scene
        .resign(&piece, &scene.kit, |manifest| {
            manifest.digest = parcel::digest_of(&ciphertext);
            manifest.length = ciphertext.len() as u64;
            manifest.recipients = others.hash();
        })
        .with(ciphertext);
    let fault = open_summary(&forwarded, &[ours], &scene.known).unwrap_err();
    assert_eq!(fault, OpenFault::RecipientsChanged);
}

#[test]
fn a_signature_has_one_spelling() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    let pem = piece.manifest.signature().as_str();
    let body = String::from_utf8(piece.manifest.body().to_vec()).unwrap();
    for at in 0..pem.len() {
        let mut changed = pem.as_bytes().to_vec();
        changed[at] = if changed[at] == b'M' { b'N' } else { b'M' };
        let changed = Signature::from_pem(String::from_utf8(changed).unwrap());
        let manifest = Signed::from_parts(body.clone(), changed);
        let ciphertext = piece.ciphertext.clone();
        let fault = fault_of(
            &scene,
            &Piece {
                manifest,
                ciphertext,
            },
        );
        assert!(
            matches!(
                fault,
                OpenFault::ManifestForged(_) | OpenFault::UnknownSigner
            ),
            "letter {at}: {fault}"
        );
    }
}

/// A random change of one part, and whether the fault found is one that such a change may have.
fn mutate(piece: &Piece, dice: &mut StdRng) -> (Piece, fn(OpenFault) -> bool) {
    let mut ciphertext = piece.ciphertext.clone();
    match dice.gen_range(0..5) {
        0 => {
            let at = dice.gen_range(0..ciphertext.len());
            ciphertext[at] ^= 1 << dice.gen_range(0..8);
            (piece.clone().with(ciphertext), |fault| {
                fault == OpenFault::Flipped
            })
        }
        1 => {
            ciphertext.truncate(dice.gen_range(0..ciphertext.len()));
            (piece.clone().with(ciphertext), |fault| {
                matches!(fault, OpenFault::Truncated { .. })
            })
        }
        2 => {
            ciphertext.extend((0..dice.gen_range(1..100)).map(|_| dice.r#gen::<u8>()));
            (piece.clone().with(ciphertext), |fault| {
                matches!(fault, OpenFault::Lengthened { .. })
            })
        }
        3 => {
            let body = one_letter_changed(piece.manifest.body(), dice);
            let manifest = Signed::from_parts(body, piece.manifest.signature().clone());
            (
                Piece {
                    manifest,
                    ciphertext,
                },
                |fault| {
                    matches!(
                        fault,
                        OpenFault::ManifestForged(_) | OpenFault::UnknownSigner
                    )
                },
            )
        }
        _ => {
            let pem = one_letter_changed(piece.manifest.signature().as_str().as_bytes(), dice);
            let body = String::from_utf8(piece.manifest.body().to_vec()).unwrap();
            let manifest = Signed::from_parts(body, Signature::from_pem(pem));
            (
                Piece {
                    manifest,
                    ciphertext,
                },
                |fault| {
                    matches!(
                        fault,
                        OpenFault::ManifestForged(_) | OpenFault::UnknownSigner
                    )
                },
            )
        }
    }
}

fn one_letter_changed(text: &[u8], dice: &mut StdRng) -> String {
    let mut text = text.to_vec();
    let at = dice.gen_range(0..text.len());
    let old = text[at];
    while text[at] == old {
        text[at] = dice.gen_range(b' '..=b'~');
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn three_hundred_random_changes_are_all_named() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    assert_eq!(manifest(&piece).counter, 1);
    for seed in 0..300 {
        let (changed, acceptable) = mutate(&piece, &mut StdRng::seed_from_u64(seed));
        let fault = fault_of(&scene, &changed);
        assert!(acceptable(fault), "change {seed}: {fault}");
    }
}

/// What a bad kit sealed is either the administrator's files or refused by name; never anything else.
fn is_the_administrators_or_refused(scene: &Scene, piece: &Piece) {
    // A few bits of the zstd and tar containers mean nothing; all that means something is refused.
    if let Ok(part) = open_summary(piece, &scene.identities, &scene.known) {
        assert_eq!(part.file("answers.json").unwrap(), b"{\"1\":\"yes\"}");
        assert_eq!(part.files.len(), 1);
    }
}

#[test]
fn three_hundred_changed_archives_are_the_administrators_or_refused() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    for seed in 0..300 {
        let mut dice = StdRng::seed_from_u64(seed);
        let changed = scene.repack(&piece, |mut archive| {
            match dice.gen_range(0..3) {
                0 => archive.truncate(dice.gen_range(0..archive.len())),
                1 => archive.push(dice.r#gen()),
                _ => {
                    for _ in 0..dice.gen_range(1..5) {
                        let at = dice.gen_range(0..archive.len());
                        archive[at] = dice.r#gen();
                    }
                }
            }
            archive
        });
        is_the_administrators_or_refused(&scene, &changed);
    }
}

#[test]
fn three_hundred_changed_contents_are_the_administrators_or_refused() {
    let mut scene = Scene::new();
    let piece = scene.seal().summary.pieces.remove(0);
    for seed in 0..300 {
        let mut dice = StdRng::seed_from_u64(seed);
        let changed = scene.reseal(&piece, |mut content| {
            let data = content.iter().rposition(|&byte| byte != 0).unwrap();
            content[dice.gen_range(0..=data)] ^= 1 << dice.gen_range(0..8);
            content
        });
        is_the_administrators_or_refused(&scene, &changed);
    }
}
