//! Writes the golden files of a version of the format that is not released yet: `cargo run --example golden FOLDER`.
//!
//! Every key is drawn anew and stands beside the files; nobody is meant by them. Once a version is released its folder is
//! never written again.

#[path = "sealing/office.rs"]
#[expect(dead_code, reason = "the measurements use the rest")]
mod office;

use anyhow::{Context as _, Result};
use office::Office;
use parcel::{
    Dispatch, DispatchContent, Enclosed, Letter, Mailbox, Piece, Profile, Receipt, ReceiptKind,
    RecordId, RecordKey, Signed, Signer as _, SoftSigner,
    emergency::{self, EmergencyContent, Sum},
};
use rand::rngs::OsRng;
use serde_json::json;
use std::path::PathBuf;

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("a folder is missing")?);
    std::fs::create_dir_all(&folder)?;
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes);
    let mut office = Office::open();
    // Two pieces: the document does not compress.
    let mut document = vec![0; 280_000];
    let mut state = 1_u32;
    for byte in &mut document {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    let sealed = office.seal(b"{\"1\":\"yes\"}", &document)?;
    let pieces: Vec<&Piece> = sealed
        .summary
        .pieces
        .iter()
        .chain(&sealed.pages.pieces)
        .collect();
    for (name, piece) in ["summary", "pages-1", "pages-2"].into_iter().zip(&pieces) {
        write(&format!("{name}.piece"), &piece.ciphertext)?;
        write(
            &format!("{name}.manifest.json"),
            &serde_json::to_vec(&piece.manifest)?,
        )?;
    }
    write("head.json", &serde_json::to_vec(&sealed.head)?)?;
    let manifest = pieces.first().context("no piece")?.manifest.claim()?;
    let depot = SoftSigner::generate(&mut OsRng);
    let receipt = Receipt {
        digest: manifest.digest,
        length: manifest.length,
        kit: manifest.kit,
        received_at: 1_795_263_900,
        depot: "depot".to_owned(),
        kind: ReceiptKind::Stored,
    };
    write(
        "receipt.json",
        &serde_json::to_vec(&Signed::sign(&receipt, &depot)?)?,
    )?;
    let root = SoftSigner::generate(&mut OsRng);
    let profile: Profile = serde_json::from_value(json!({
        "version": 1, "previous": null, "issued_at": 1_795_000_000, "valid_until": 1_826_536_000, "number": 7,
        "kit": manifest.kit, "kit_key": office.kit.public_key(),
        "communities": [{
            "id": "a", "name": "Вигадана громада", "katottg": "UA26120090000072057", "owner": "Вигадана рада",
            "letterhead": ["Вигадана громада"], "telephone": "+380342000001", "recipients": office.recipients,
        }],
        "depot": { "address": "https://depot.example", "ca_pem": null },
        "receipt_signers": [depot.public_key()], "coordinators": [],
        "administrators": [{ "name": "Вигадана Особа", "key": office.administrator.public_key() }],
        "catalogue": "1", "quarantine": [], "transport_recipient": null,
        "danger": { "slip_only": false, "no_planned_visits": false },
    }))?;
    write(
        "profile.json",
        &serde_json::to_vec(&Signed::sign(&profile, &root)?)?,
    )?;
    let key = RecordKey::generate(RecordId::random(&mut OsRng), &mut OsRng);
    let escrow = key.escrow(&office.recipients);
    let content = EmergencyContent {
        revision: 3,
        kind: 1,
        ciphertext: key.encrypt(3, 1, b"answers", &mut OsRng),
    };
    let mut sum = Sum::begin(&escrow);
    sum.add(&content);
    let place = (manifest.kit, manifest.epoch);
    let promise = emergency::promise(sum, key.record(), manifest.recipients, place, &office.kit)?;
    write("emergency.manifest.json", &serde_json::to_vec(&promise)?)?;
    let container = emergency::container(&escrow, std::slice::from_ref(&content))?;
    write("emergency.piece", &container)?;
    write("escrow.age", &escrow)?;
    write("record-1-3", &content.ciphertext)?;
    let enclosure = b"a catalogue".to_vec();
    let dispatch = Dispatch {
        kit: manifest.kit,
        issued_at: 1_795_263_900,
        content: DispatchContent::Catalogue(Enclosed::of(&enclosure)),
    };
    let (mailbox, coordinator) = (Mailbox::generate(), SoftSigner::generate(&mut OsRng));
    let letter = Letter {
        signed: Signed::sign(&dispatch, &coordinator)?,
        enclosures: vec![enclosure],
    };
    write("dispatch.age", &mailbox.address().seal(&letter)?)?;
    write("mailbox.txt", mailbox.to_secret().as_bytes())?;
    for (name, key) in [
        ("kit", office.kit.public_key()),
        ("administrator", office.administrator.public_key()),
        ("coordinator", coordinator.public_key()),
        ("depot", depot.public_key()),
        ("root", root.public_key()),
    ] {
        write(&format!("{name}.pub"), key.as_str().as_bytes())?;
    }
    let identity = office.identities.first().context("no identity")?;
    write("identity.txt", identity.to_secret().as_bytes())?;
    Ok(())
}
