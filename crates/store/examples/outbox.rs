//! Measures sealing with everything that makes it durable: `cargo xtask bench C3` runs it.
//!
//! A hundred applications of 1.5 MB to three recipients, each in its own synced transaction; prints one line of JSON.

use anyhow::Result;
use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Identity, KitName, Moment, Recipients, SealOrder,
    SoftSigner, seal,
};
use rand::{RngCore as _, rngs::OsRng};
use std::time::{Duration, Instant};
use store::{SealedDraft, Store};

const APPLICATIONS: u32 = 100;
const DOCUMENT: usize = 1_500_000;

fn main() -> Result<()> {
    let folder = tempfile::tempdir_in(std::env::current_dir()?)?;
    let mut store = Store::open(&folder.path().join("kit.db"))?;
    let keys: Vec<_> = (0..3).map(|_| Identity::generate().recipient()).collect();
    let recipients = Recipients::parse(&keys)?;
    let [kit, administrator] = [(); 2].map(|()| SoftSigner::generate(&mut OsRng));
    let mut chain = Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
    let mut document = vec![0; DOCUMENT];
    let mut sealing = Duration::ZERO;
    let mut keeping = Duration::ZERO;
    for number in 0..APPLICATIONS {
        let number = number.to_string();
        store.note_number(&number, "2026-11-21", None)?;
        OsRng.fill_bytes(&mut document);
        let start = now();
        let order = SealOrder {
            application: ApplicationId::random(&mut OsRng),
            administrator: &administrator,
            profile: 1,
            catalogue: "1".to_owned(),
            recipients: &recipients,
            moment: Moment {
                wall: 0,
                since_boot: 1,
                anchor: 0,
                confirmed_day: None,
            },
            summary: vec![FileToSeal::new("summary.json", b"{}".to_vec())?],
            pages: vec![FileToSeal::new("01.pdf", document.clone())?],
        };
        let sealed = seal(&order, &mut chain, &kit)?;
        sealing += start.elapsed();
        let start = now();
        store.put_sealed(&SealedDraft {
            sealed: &sealed,
            chain: &chain,
            record: &[9; 16],
            number: &number,
            ranks: &[],
        })?;
        keeping += start.elapsed();
    }
    say(sealing, keeping);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "the answer to the bench")]
fn say(sealing: Duration, keeping: Duration) {
    let [sealing, keeping] = [sealing, keeping].map(|took| took.as_secs_f64());
    let line = serde_json::json!({
        "case": "hundred", "value": sealing + keeping, "sealing": sealing, "keeping": keeping,
    });
    println!("{line}");
}
