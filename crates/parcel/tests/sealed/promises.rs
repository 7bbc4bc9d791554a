//! Sizes, chains, and who can open.

use parcel::{
    FileToSeal, FileToSealError, Identity, Kind, KitName, Mailbox, OpenFault, PIECE_BYTES,
    SealError, Signer, open, open_summary,
};
use rand::rngs::OsRng;

use crate::scene::{Scene, manifest, noise, signer};

#[test]
fn each_recipient_opens_what_was_sealed() {
    let mut scene = Scene::new();
    let sealed = scene.seal();
    for identity in &scene.identities {
        let identity = std::slice::from_ref(identity);
        let opened = open(
            &sealed.summary.pieces[0],
            &sealed.pages.pieces,
            identity,
            &scene.known,
        )
        .unwrap();
        assert_eq!(
            opened.summary.file("answers.json").unwrap(),
            b"{\"1\":\"yes\"}"
        );
        assert_eq!(opened.pages.file("01.pdf").unwrap(), b"one page");
        assert_eq!(opened.summary.header.profile, 7);
        assert_eq!(
            opened.summary.header.administrator,
            *scene.administrator.public_key()
        );
        assert_eq!(opened.application, opened.pages.header.application);
    }
}

#[test]
fn the_kit_cannot_open_what_it_sealed() {
    let mut scene = Scene::new();
    let sealed = scene.seal();
    // The only secret for age that a kit ever holds is its mailbox's.
    let mailbox: Identity = Mailbox::generate().to_secret().parse().unwrap();
    let fault = open_summary(&sealed.summary.pieces[0], &[mailbox], &scene.known).unwrap_err();
    assert_eq!(fault, OpenFault::NoIdentity);
}

#[test]
fn every_ciphertext_has_the_length_of_a_class() {
    let mut scene = Scene::new();
    for (answers, document, summary_kib, pages_kib) in [
        (0, 0, 8, 64),
        (5_000, 50_000, 8, 64),
        (7_500, 66_000, 16, 80),
        (30_000, 110_000, 32, 112),
        (60_000, 135_000, 64, 160),
    ] {
        for _ in 0..4 {
            let sealed = scene.try_seal(&noise(answers), &noise(document)).unwrap();
            assert_eq!(
                sealed.summary.pieces[0].ciphertext.len(),
                summary_kib * 1024
            );
            assert_eq!(sealed.pages.pieces[0].ciphertext.len(), pages_kib * 1024);
        }
    }
}

#[test]
fn long_pages_are_cut_and_joined_again() {
    let mut scene = Scene::new();
    let document = noise(700_000);
    let mut sealed = scene.try_seal(b"answers", &document).unwrap();
    let lengths: Vec<_> = sealed
        .pages
        .pieces
        .iter()
        .map(|piece| piece.ciphertext.len())
        .collect();
    assert_eq!(lengths, [PIECE_BYTES, PIECE_BYTES, 192 * 1024]);
    sealed.pages.pieces.reverse();
    let opened = open(
        &sealed.summary.pieces[0],
        &sealed.pages.pieces,
        &scene.identities,
        &scene.known,
    )
    .unwrap();
    assert_eq!(opened.pages.file("01.pdf").unwrap(), document);
}

#[test]
fn summaries_are_chained_and_the_head_vouches_for_them() {
    let mut scene = Scene::new();
    let (first, second) = (scene.seal(), scene.seal());
    let [before, after] = [&first, &second].map(|sealed| &sealed.summary.pieces[0]);
    assert_eq!((manifest(before).counter, manifest(after).counter), (1, 2));
    assert_eq!(manifest(before).previous, None);
    assert_eq!(manifest(after).previous, Some(before.manifest.digest()));
    let head = second.head.verify([scene.kit.public_key()]).unwrap();
    assert_eq!((head.count(Kind::Summary), head.tips.len()), (2, 1));
    assert_eq!(head.day, 1_800_000_000 / 86_400);
}

#[test]
fn nothing_outside_tells_whose_the_pages_are() {
    let mut scene = Scene::new();
    let sealed = scene.try_seal(b"answers", &noise(700_000)).unwrap();
    let body = String::from_utf8(sealed.head.body().to_vec()).unwrap();
    assert!(!body.contains("pages"), "{body}");
    for piece in &sealed.pages.pieces {
        let mut outside = manifest(piece);
        let summary = manifest(&sealed.summary.pieces[0]);
        // What differs from piece to piece is a random digest and one of nine lengths.
        (outside.digest, outside.length) = (summary.digest, summary.length);
        (outside.kind, outside.counter) = (summary.kind, outside.counter + 1);
        assert_eq!(outside, summary);
    }
}

#[test]
fn a_failed_seal_leaves_the_chain_as_it_was() {
    let mut scene = Scene::new();
    scene.seal();
    let before = scene.chain.clone();
    let refused = scene.try_seal(&noise(70_000), b"").unwrap_err();
    assert_eq!(refused, SealError::TooLarge(Kind::Summary));
    assert_eq!(scene.chain, before);
}

#[test]
fn a_chain_survives_being_stored() {
    let mut scene = Scene::new();
    scene.seal();
    let stored = serde_json::to_string(&scene.chain).unwrap();
    assert_eq!(
        serde_json::from_str::<parcel::Chain>(&stored).unwrap(),
        scene.chain
    );
}

#[test]
fn the_outside_tells_nothing_but_the_kit_and_its_counters() {
    let mut scene = Scene::new();
    let sealed = scene.seal();
    let body = String::from_utf8(sealed.summary.pieces[0].manifest.body().to_vec()).unwrap();
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&body).unwrap();
    let names: Vec<_> = fields.keys().map(String::as_str).collect();
    let told = [
        "counter",
        "digest",
        "epoch",
        "format",
        "kind",
        "kit",
        "length",
        "previous",
        "recipients",
    ];
    assert_eq!(names.len(), told.len());
    assert!(told.iter().all(|name| fields.contains_key(*name)));
}

#[test]
fn a_signed_statement_travels_as_text() {
    let mut scene = Scene::new();
    let head = scene.seal().head;
    let text = serde_json::to_string(&head).unwrap();
    let again: parcel::Signed<parcel::Head> = serde_json::from_str(&text).unwrap();
    assert_eq!(again, head);
    assert!(again.verify([scene.kit.public_key()]).is_ok());
    assert_eq!(
        again.verify([signer().public_key()]),
        Err(parcel::VerifyError::UnknownSigner)
    );
    let renamed = parcel::Signed::<parcel::Receipt>::from_parts(
        String::from_utf8(head.body().to_vec()).unwrap(),
        head.signature().clone(),
    );
    assert_eq!(renamed.claim(), Err(parcel::VerifyError::WrongFormat));
}

#[test]
fn only_plain_names_stand_in_an_archive() {
    for name in [
        "",
        "../x",
        ".hidden",
        "header.json",
        "header.json.sig",
        "a/b",
        "A",
        "\u{456}",
    ] {
        assert_eq!(
            FileToSeal::new(name, Vec::new()).unwrap_err(),
            FileToSealError::Name,
            "{name}"
        );
    }
    assert!(FileToSeal::new("01-contract_a.pdf", Vec::new()).is_ok());
    let long = FileToSeal::read("a", &[0; 11][..], 10).unwrap_err();
    assert_eq!(long, FileToSealError::TooLong { limit: 10 });
}

#[test]
fn a_kit_that_no_profile_names_is_unknown() {
    let mut scene = Scene::new();
    let sealed = scene.seal();
    let mut known = scene.known.clone();
    known.kits = [(
        KitName::random(&mut OsRng),
        known.kits.remove(&scene.chain.kit()).unwrap(),
    )]
    .into();
    let fault = open_summary(&sealed.summary.pieces[0], &scene.identities, &known).unwrap_err();
    assert_eq!(fault, OpenFault::UnknownSigner);
}
