//! Measures sealing and opening: `cargo xtask bench C1` to `C6` run it, with the id as its argument.
//!
//! Prints one line of JSON for each case. For C6 it takes a folder as well and writes parcels into it that others open.
//! Keys and contents are drawn anew each time; nobody is meant by them.

#[path = "sealing/changes.rs"]
mod changes;
#[path = "sealing/office.rs"]
mod office;

use anyhow::{Context as _, Result, bail};
use office::{Office, noise};
use parcel::{Kind, PIECE_BYTES, Sealed, SealedPart, open};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;
use std::{
    io::{Read as _, Write as _},
    path::Path,
    time::{Duration, Instant},
};

/// What C1 and C2 encrypt: the size that the stock programs are measured with.
const LARGE: usize = 256 * 1024 * 1024;
/// The same inside a parcel, which may have 256 MiB in all.
const LARGE_DOCUMENT: usize = 250 * 1024 * 1024;
/// How often each side is measured; the fastest counts, for others work on the machine too.
const ROUNDS: u32 = 3;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("C1") => sealing_rate(),
        Some("C2") => opening_rate(),
        Some("C4") => padding(),
        Some("C5") => changes::measure(),
        Some("C6") => lay_out(Path::new(&arguments.next().context("a folder is missing")?)),
        _ => bail!("C1, C2, C4, C5 or C6 FOLDER"),
    }
}

/// One figure for `xtask bench`.
#[expect(clippy::print_stdout, reason = "the answer to the bench")]
fn say(case: &str, value: f64, peer: Option<f64>) {
    println!("{}", json!({ "case": case, "value": value, "peer": peer }));
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// The fastest of a few rounds of both, in turns, in seconds. What was made is dropped when the time is taken.
fn side_by_side<T>(
    ours: impl Fn() -> Result<T>,
    theirs: impl Fn() -> Result<T>,
) -> Result<(f64, f64)> {
    let mut best = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        let (made, took) = timed(&ours);
        best[0] = took.min(best[0]);
        drop(made?);
        let (made, took) = timed(&theirs);
        best[1] = took.min(best[1]);
        drop(made?);
    }
    let [ours, theirs] = best.map(|took| took.as_secs_f64());
    Ok((ours, theirs))
}

/// What the crate `age` does by itself with the same recipients.
fn age_encrypt(office: &Office, content: &[u8]) -> Result<Vec<u8>> {
    let keys = office.age_recipients()?;
    let encryptor = age::Encryptor::with_recipients(keys.iter().map(|key| key as _))?;
    let mut stream =
        encryptor.wrap_output(Vec::with_capacity(content.len() + content.len() / 1024))?;
    stream.write_all(content)?;
    Ok(stream.finish()?)
}

fn age_decrypt(office: &Office, file: &[u8]) -> Result<Vec<u8>> {
    let key: age::x25519::Identity = office.age_identity()?;
    let decryptor = age::Decryptor::new_buffered(file)?;
    let mut content = Vec::with_capacity(file.len());
    decryptor
        .decrypt(std::iter::once(&key as _))?
        .read_to_end(&mut content)?;
    Ok(content)
}

fn sealing_rate() -> Result<()> {
    let mut office = Office::open();
    let content = noise(LARGE);
    let envelope = side_by_side(
        || Ok(office.recipients.wrap(&content)),
        || age_encrypt(&office, &content),
    )?;
    say("envelope", envelope.0, Some(envelope.1));
    let whole = timed(|| office.seal(b"{}", &content[..LARGE_DOCUMENT]));
    whole.0?;
    say("whole", whole.1.as_secs_f64(), None);
    Ok(())
}

fn opening_rate() -> Result<()> {
    let mut office = Office::open();
    let content = noise(LARGE_DOCUMENT);
    let file = age_encrypt(&office, &content)?;
    let sealed = office.seal(b"{}", &content)?;
    drop(content);
    let key = &office.identities[0];
    let (ours, theirs) = side_by_side(
        || Ok(key.unwrap_up_to(&file, LARGE as u64)?),
        || Ok(age_decrypt(&office, &file)?.into()),
    )?;
    say("envelope", ours, Some(theirs));
    let whole = timed(|| office.opened(&sealed));
    whole.0?;
    say("whole", whole.1.as_secs_f64(), None);
    Ok(())
}

/// What padding adds: to one pages part at most, and over a day of applications, all parts and envelopes together.
fn padding() -> Result<()> {
    let mut office = Office::open();
    let mut dice = StdRng::seed_from_u64(4);
    let mut worst: f64 = 0.0;
    let lengths = (0..300).map(|_| {
        let octave: f64 = dice.gen_range(16.0..22.0);
        octave.exp2() as usize
    });
    for length in lengths.collect::<Vec<_>>() {
        let sealed = office.seal(b"{}", &noise(length))?;
        let (zeros, whole) = office.padding_of(&sealed.pages)?;
        worst = worst.max(zeros as f64 / (whole - zeros) as f64);
    }
    say("part", worst * 100.0, None);
    // Forty applications, as the figures of the peers have it: black and white, and one in eight with pages in grey.
    let (mut zeros, mut all) = (0, 0);
    for number in 0..40 {
        let pages = dice.gen_range(1..=9);
        let page = if number % 8 == 0 { 250_000 } else { 54_500 };
        let length = (0..pages)
            .map(|_| dice.gen_range(page / 2..page * 3 / 2))
            .sum();
        let sealed = office.seal(&noise(dice.gen_range(2_500..5_000)), &noise(length))?;
        for part in [&sealed.summary, &sealed.pages] {
            let (padding, whole) = office.padding_of(part)?;
            (zeros, all) = (zeros + padding, all + whole);
        }
    }
    say("day", zeros as f64 * 100.0 / (all - zeros) as f64, None);
    Ok(())
}

/// Parcels for other programs: `NAME.age` beside `NAME.tar`, which must come out of it, and the identity.
fn lay_out(folder: &Path) -> Result<()> {
    let mut office = Office::open();
    std::fs::write(
        folder.join("identity.txt"),
        office.identities[1].to_secret().as_bytes(),
    )?;
    for (name, length) in [
        ("small", 20_000),
        ("pieces", 3 * PIECE_BYTES),
        ("large", 5_000_000),
    ] {
        let sealed = office.seal(b"{\"1\":\"yes\"}", &noise(length))?;
        for (kind, part) in [
            (Kind::Summary, &sealed.summary),
            (Kind::Pages, &sealed.pages),
        ] {
            let file: Vec<u8> = joined(part);
            let content = age_decrypt(&office, &file)?;
            std::fs::write(folder.join(format!("{name}-{kind}.age")), file)?;
            std::fs::write(folder.join(format!("{name}-{kind}.tar.zst")), content)?;
        }
    }
    Ok(())
}

/// The age file of a part.
fn joined(part: &SealedPart) -> Vec<u8> {
    part.pieces
        .iter()
        .flat_map(|piece| piece.ciphertext.iter().copied())
        .collect()
}

impl Office {
    /// Opens everything; what comes out is checked by its header.
    fn opened(&self, sealed: &Sealed) -> Result<()> {
        let summary = &sealed.summary.pieces[0];
        open(summary, &sealed.pages.pieces, &self.identities, &self.known)?;
        Ok(())
    }

    /// How many bytes of a part's age file are padding, and how many it has.
    fn padding_of(&self, part: &SealedPart) -> Result<(usize, usize)> {
        let file = joined(part);
        let content = age_decrypt(self, &file)?;
        let data = zstd::zstd_safe::find_frame_compressed_size(&content)
            .map_err(|_code| anyhow::anyhow!("no frame"))?;
        Ok((content.len() - data, file.len()))
    }
}
