//! Measures what must be zero and tells each figure as a line of JSON: `valiza-trial F1|F2|S1|S3|S5`.
//!
//! F1: a kit killed a thousand times. F2: every write of a day fails once, or is the last before a power cut. S1: a day on a
//! disk of its own, killed thirty times, searched each time. S3: the same kit locked and sending, and its memory. S5: ten
//! wrong guesses, and the disk searched for what the right passphrase would open.

use anyhow::{Context as _, Result, bail};
use journeys::blackout::power_cuts;
use journeys::finder::{DISK_MB, Scenery, in_memory, words};
use journeys::image::{Image, Mounted};
use journeys::kit::current;
use journeys::strokes;
use journeys::sweep::{Blow, Swept, random_kills, sweep};
use journeys::world::PASSPHRASE;
use std::path::Path;
use vault::{Cost, Passphrase, UnlockError, Vault};

/// Kills of F1.
const KILLS: usize = 1000;
/// The day of S1 has so many steps that killing after each makes more than thirty.
const EVERY: usize = 1;

fn main() -> Result<()> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let scratch = tempfile::tempdir()?;
    match wanted.as_str() {
        "F1" => kills(scratch.path()),
        "F2" => failing_writes(scratch.path()),
        "S1" => finder(scratch.path()),
        "S3" => locked(scratch.path()),
        "S5" => guesses(scratch.path()),
        other => bail!("what is {other}? F1, F2, S1, S3 or S5"),
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are told on standard output"
)]
fn figure(case: &str, value: usize) {
    println!("{}", serde_json::json!({ "case": case, "value": value }));
}

#[expect(
    clippy::print_stderr,
    reason = "what is behind a figure is told beside it"
)]
fn detail(lines: &[String]) {
    for line in lines {
        eprintln!("{line}");
    }
}

fn kills(scratch: &Path) -> Result<()> {
    let swept = random_kills(scratch, KILLS, 1)?;
    detail(&swept.broken);
    figure("kills", swept.blows as usize);
    figure("sealed lost", swept.sum.sealed as usize);
    figure("acknowledged revisions lost", swept.sum.saved as usize);
    figure("keys left behind", swept.sum.keys as usize);
    Ok(())
}

fn failing_writes(scratch: &Path) -> Result<()> {
    let mut all = Swept::default();
    for (name, blow) in [
        ("eio", Blow::Eio),
        ("full", Blow::Enospc),
        ("kill", Blow::Kill),
    ] {
        let swept = sweep(&scratch.join(name), blow, 1)?;
        all.blows += swept.blows;
        all.sum.sealed += swept.sum.sealed;
        all.sum.saved += swept.sum.saved;
        all.broken.extend(swept.broken);
    }
    let (cuts, broken) = power_cuts(&scratch.join("dark"), 1)?;
    all.broken.extend(broken.iter().cloned());
    detail(&all.broken);
    figure("blows", all.blows as usize);
    figure("sealed lost", all.sum.sealed as usize);
    figure("acknowledged revisions lost", all.sum.saved as usize);
    figure("power cuts", cuts as usize);
    figure("power cuts that lost something", broken.len());
    Ok(())
}

fn image(scratch: &Path) -> Result<Image> {
    match Image::mount(scratch, DISK_MB)? {
        Mounted::Here(image) => Ok(image),
        Mounted::Not(why) => bail!(why),
    }
}

fn finder(scratch: &Path) -> Result<()> {
    let mut scenery = Scenery::set(scratch, image(scratch)?)?;
    let searched = scenery.day_with_kills(EVERY)?;
    detail(&searched.found);
    detail(&searched.lost);
    figure("kills", searched.kills as usize);
    figure("words", searched.words);
    figure("traces", searched.found.len());
    figure("lost", searched.lost.len());
    Ok(())
}

fn locked(scratch: &Path) -> Result<()> {
    let mut scenery = Scenery::set(scratch, image(scratch)?)?;
    scenery.world.stop_depot();
    let mut kit = scenery.kit()?;
    kit.unlock(PASSPHRASE)?;
    let record = scenery.begin_application(&mut kit)?;
    let vault = scenery.vault_of_now()?;
    let (open_words, open_keys) = in_memory(kit.id(), &words(), &vault)?;
    let before = vault.keys_of(record, &scenery.image.bytes()?).len();
    scenery.seal_application(&mut kit)?;
    kit.lock()?;
    scenery.world.start_depot()?;
    kit.ask("try_now", serde_json::Value::Null)?;
    kit.wait("the delivery", |seen| {
        current(seen).is_null() && seen["outbox"]["coverage"] == "good"
    })?;
    let (found, keys) = in_memory(kit.id(), &words(), &vault)?;
    detail(&found);
    let on_disk = scenery.search(&words())?;
    detail(&on_disk);
    figure("words in memory while open", open_words.len());
    figure("keys in memory while open", open_keys);
    figure("words in memory while locked and sending", found.len());
    figure("keys in memory while locked and sending", keys);
    figure("traces on the disk", on_disk.len());
    figure("places that open the draft before its seal", before);
    let after = vault.keys_of(record, &scenery.image.bytes()?).len();
    figure("places that open the draft after its seal", after);
    Ok(())
}

fn guesses(scratch: &Path) -> Result<()> {
    let image = image(scratch)?;
    let path = strokes::keys(image.folder());
    let right = Passphrase::from_typed("the right words");
    let record = parcel::RecordId([5; 16]);
    let mut open = Vault::enrol(&path, &right, Cost::new(64 * 1024, 1)?)?;
    let pair = [parcel::Identity::generate(), parcel::Identity::generate()];
    open.new_record(
        record,
        &parcel::Recipients::parse(&pair.map(|one| one.recipient()))?,
    )?;
    let disk = image.bytes()?;
    let before = vault::slots_of(&path, &right, &disk)?.len() + open.keys_of(record, &disk).len();
    drop(open);
    let copy = scratch.join("keys-of-before");
    std::fs::copy(&path, &copy)?;
    let before_all = Vault::unlock(&copy, &right).context("the copy does not open")?;
    let mut tries = 0;
    loop {
        tries += 1;
        match Vault::unlock(&path, &Passphrase::from_typed("the wrong words")) {
            Err(UnlockError::WrongPassphrase { .. }) => {}
            Err(UnlockError::Destroyed) => break,
            other => bail!("guess {tries} ended as {other:?}"),
        }
    }
    let disk = image.bytes()?;
    let after =
        vault::slots_of(&path, &right, &disk)?.len() + before_all.keys_of(record, &disk).len();
    figure("guesses", tries);
    figure("places that open before", before);
    figure("places that open after", after);
    Ok(())
}
