//! Ten thousand changes of parts, manifests, heads and profiles: which are refused, and by what name.
//!
//! A change that is not refused, or is refused by a name that such a change cannot have, counts against us.

use crate::{
    office::{Office, noise},
    say,
};
use anyhow::Result;
use parcel::{
    Head, OpenFault, Piece, Profile, PublicKey, Sealed, Signature, Signed, Signer as _, Statement,
    VerifyError, open_pages, open_summary,
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;

const CHANGES: u64 = 10_000;

pub(crate) fn measure() -> Result<()> {
    let mut office = Office::open();
    let sealed = office.seal(b"{\"1\":\"yes\"}", &noise(400_000))?;
    let keys = [office.kit.public_key().clone()];
    let profile = Signed::<Profile>::sign(&profile(&office), &office.kit)?;
    profile.verify(&keys)?;
    sealed.head.verify(&keys)?;
    office.opened(&sealed)?;
    let mut unnamed = 0;
    for seed in 0..CHANGES {
        let mut dice = StdRng::seed_from_u64(seed);
        let named = match seed % 4 {
            0 => part(&office, &sealed, &mut dice),
            1 => manifest(&office, &sealed.summary.pieces[0], &mut dice),
            2 => statement::<Head>(&sealed.head, &keys, &mut dice),
            _ => statement::<Profile>(&profile, &keys, &mut dice),
        };
        unnamed += u64::from(!named);
    }
    say("changes", unnamed as f64, None);
    Ok(())
}

/// Bits, ends, and pieces taken for one another.
fn part(office: &Office, sealed: &Sealed, dice: &mut StdRng) -> bool {
    let mut pieces: Vec<Piece> = sealed
        .summary
        .pieces
        .iter()
        .chain(&sealed.pages.pieces)
        .cloned()
        .collect();
    let at = dice.gen_range(0..pieces.len());
    let bytes = &mut pieces[at].ciphertext;
    let wanted: fn(OpenFault) -> bool = match dice.gen_range(0..5) {
        0 => {
            let place = dice.gen_range(0..bytes.len());
            bytes[place] ^= 1 << dice.gen_range(0..8);
            |fault| fault == OpenFault::Flipped
        }
        1 => {
            bytes.truncate(dice.gen_range(0..bytes.len()));
            |fault| matches!(fault, OpenFault::Truncated { .. })
        }
        2 => {
            bytes.extend((0..dice.gen_range(1..100)).map(|_| dice.r#gen::<u8>()));
            |fault| matches!(fault, OpenFault::Lengthened { .. })
        }
        3 => {
            // One piece's bytes under another's manifest.
            let other = (at + dice.gen_range(1..pieces.len())) % pieces.len();
            pieces[at].ciphertext = pieces[other].ciphertext.clone();
            |fault| {
                matches!(
                    fault,
                    OpenFault::Truncated { .. } | OpenFault::Lengthened { .. } | OpenFault::Flipped
                )
            }
        }
        _ => {
            let last = pieces.len() - 1;
            pieces.remove(at.max(1).min(last));
            |fault| matches!(fault, OpenFault::PieceMissing { .. })
        }
    };
    let (summary, pages) = pieces.split_at(1);
    let opened = open_summary(&summary[0], &office.identities, &office.known)
        .and_then(|summary| open_pages(pages, &summary, &office.identities, &office.known));
    opened.is_err_and(wanted)
}

fn manifest(office: &Office, piece: &Piece, dice: &mut StdRng) -> bool {
    let changed = Piece {
        manifest: changed(&piece.manifest, dice),
        ciphertext: piece.ciphertext.clone(),
    };
    let opened = open_summary(&changed, &office.identities, &office.known);
    opened.is_err_and(|fault| {
        matches!(
            fault,
            OpenFault::ManifestForged(_) | OpenFault::UnknownSigner
        )
    })
}

fn statement<T: Statement>(signed: &Signed<T>, keys: &[PublicKey], dice: &mut StdRng) -> bool {
    let refused = changed(signed, dice).verify(keys);
    refused.is_err_and(|why| {
        matches!(
            why,
            VerifyError::SignatureInvalid
                | VerifyError::SignatureUnreadable
                | VerifyError::UnknownSigner
                | VerifyError::WrongNamespace
        )
    })
}

/// A statement of which one letter of the body or of the signature is another, or is gone.
fn changed<T: Statement>(signed: &Signed<T>, dice: &mut StdRng) -> Signed<T> {
    let mut body = signed.body().to_vec();
    let mut signature = signed.signature().as_str().as_bytes().to_vec();
    let text = if dice.gen_bool(0.6) {
        &mut body
    } else {
        &mut signature
    };
    let at = dice.gen_range(0..text.len());
    let old = text[at];
    if dice.gen_bool(0.2) && !old.is_ascii_whitespace() {
        text.remove(at);
    } else {
        while text[at] == old {
            text[at] = dice.gen_range(b' '..=b'~');
        }
    }
    let [body, signature] =
        [body, signature].map(|text| String::from_utf8_lossy(&text).into_owned());
    Signed::from_parts(body, Signature::from_pem(signature))
}

fn profile(office: &Office) -> Profile {
    let profile = serde_json::from_value(json!({
        "version": 1, "previous": null, "issued_at": 0, "valid_until": 0, "number": 7,
        "kit": office.chain.kit(), "kit_key": office.kit.public_key(),
        "communities": [{
            "id": "a", "name": "A", "katottg": "UA00000000000000000", "owner": "A",
            "letterhead": ["A"], "telephone": "0", "recipients": office.recipients,
        }],
        "depot": { "address": "http://127.0.0.1:1", "ca_pem": null },
        "receipt_signers": [], "coordinators": [], "administrators": [], "catalogue": "1",
        "quarantine": [], "transport_recipient": null,
        "danger": { "slip_only": false, "no_planned_visits": false },
    }));
    profile.expect("a profile of this version")
}
