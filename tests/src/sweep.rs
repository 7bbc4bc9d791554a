//! Kills a life at its n-th write, or lets that write fail, with `strace`; then asks whether every promise is kept.

use crate::programs::program;
use crate::promises::{Broken, Promises};
use crate::strokes;
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// Every call that changes a file, a folder, or what is safe of them.
pub const CALLS: [&str; 8] = [
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "unlink",
    "fallocate",
];

/// What happens at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// The power goes before it.
    Kill,
    /// The disk fails.
    Eio,
    /// The disk is full.
    Enospc,
}

impl Blow {
    fn spell(self) -> &'static str {
        match self {
            Self::Kill => "signal=KILL",
            Self::Eio => "error=EIO",
            Self::Enospc => "error=ENOSPC",
        }
    }
}

/// Which strokes a life does.
#[derive(Clone, Copy, Debug)]
pub enum Day {
    /// Each kind once.
    Short,
    /// So many as the dice fall.
    Long(usize),
}

/// What a life told before its end.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its lines.
    pub lines: String,
    /// Whether it ended by itself and well.
    pub well: bool,
}

/// The command of a life, ready to be started by itself or under `strace`.
fn life(folder: &Path, seed: u64, day: Day) -> Result<Vec<std::ffi::OsString>> {
    let strokes = match day {
        Day::Short => 0,
        Day::Long(strokes) => strokes,
    };
    Ok(vec![
        program("valiza-strokes")?.into(),
        folder.into(),
        seed.to_string().into(),
        strokes.to_string().into(),
    ])
}

/// Lives without a blow.
///
/// # Errors
/// The program is not built.
pub fn live(folder: &Path, seed: u64, day: Day) -> Result<Told> {
    let life = life(folder, seed, day)?;
    listen(Command::new(&life[0]).args(&life[1..]))
}

fn strace(folder: &Path) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq"]);
    for file in ["keys", "kit.db", "kit.db-wal", ""] {
        strace.arg("-P").arg(folder.join(file));
    }
    strace
}

/// How often each call comes in a life, counted on a folder that is thrown away.
///
/// # Errors
/// `strace` is not there or may not trace.
pub fn count(folder: &Path, seed: u64, day: Day) -> Result<BTreeMap<&'static str, usize>> {
    let log = folder.with_extension("calls");
    let life = life(folder, seed, day)?;
    let mut command = strace(folder);
    command.arg("-o").arg(&log);
    command.arg("-e").arg(format!("trace={}", CALLS.join(",")));
    let told = listen(command.args(&life))?;
    ensure!(
        told.well && told.lines.contains("done"),
        "a life without a blow did not end well; is the Debian package strace there, and may it trace?"
    );
    let text = std::fs::read_to_string(&log).context("strace wrote nothing")?;
    let times = |call: &str| {
        let open = format!("{call}(");
        let is_call = |line: &&str| {
            let named = line.split_whitespace().nth(1);
            named.is_some_and(|named| named.starts_with(&open))
        };
        text.lines().filter(is_call).count()
    };
    Ok(CALLS
        .into_iter()
        .map(|call| (call, times(call)))
        .filter(|(_, times)| *times > 0)
        .collect())
}

/// Lives with a blow at the `nth` of these calls.
///
/// # Errors
/// `strace` is not there.
pub fn live_with(
    folder: &Path,
    seed: u64,
    day: Day,
    (call, nth, blow): (&str, usize, Blow),
) -> Result<Told> {
    let life = life(folder, seed, day)?;
    let mut command = strace(folder);
    command.args(["-o", "/dev/null", "-e"]);
    command.arg(format!("trace={call}")).arg("-e");
    command.arg(format!("inject={call}:{}:when={nth}", blow.spell()));
    listen(command.args(&life))
}

fn listen(command: &mut Command) -> Result<Told> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .with_context(|| format!("{:?} cannot be started", command.get_program()))?;
    Ok(Told {
        lines: String::from_utf8_lossy(&output.stdout).into_owned(),
        well: output.status.success(),
    })
}

/// What a sweep has seen.
#[derive(Clone, Debug, Default)]
pub struct Swept {
    /// Blows, and days after them.
    pub blows: u32,
    /// Blows that were felt: the life ended, or said that it was refused.
    pub felt: u32,
    /// Promises that were made in all.
    pub promises: usize,
    /// What was broken, with the blow that broke it.
    pub broken: Vec<String>,
    /// Sums of what was broken.
    pub sum: Broken,
}

impl Swept {
    fn note(&mut self, what: &str, promises: &Promises, checked: Result<Broken>) {
        self.blows += 1;
        self.promises += promises.count();
        match checked {
            Ok(broken) if broken == Broken::default() => {}
            Ok(broken) => {
                self.sum.sealed += broken.sealed;
                self.sum.saved += broken.saved;
                self.sum.keys += broken.keys;
                self.broken.push(format!("{what}: {broken:?}"));
            }
            Err(why) => {
                self.sum.sealed += 1;
                self.broken.push(format!("{what}: {why:#}"));
            }
        }
    }
}

/// A blow at every `step`-th of every call of a short day, each on a fresh kit; after a blow the kit is started again, does
/// another short day, and must have kept everything.
///
/// # Errors
/// A program is not there.
pub fn sweep(scratch: &Path, blow: Blow, step: usize) -> Result<Swept> {
    let fresh = scratch.join("fresh");
    strokes::enrol(&fresh)?;
    let counted = copy_of(&fresh, &scratch.join("counted"))?;
    let calls = count(&counted, 1, Day::Short)?;
    let mut swept = Swept::default();
    for (call, times) in calls {
        for nth in (1..=times).step_by(step) {
            let folder = copy_of(&fresh, &scratch.join("kit"))?;
            let told = live_with(&folder, 1, Day::Short, (call, nth, blow))?;
            let mut promises = Promises::default();
            promises.hear(&told.lines);
            swept.felt += u32::from(!told.well || told.lines.contains("refused"));
            let what = format!("{blow:?} at {call} {nth}");
            let checked = promises.check(&folder);
            let is_intact = checked.is_ok();
            swept.note(&what, &promises, checked);
            if is_intact {
                // Whatever was interrupted, the next start finishes it, and the day after is like any other.
                let next = live(&folder, 2, Day::Short)?;
                promises.hear(&next.lines);
                ensure!(
                    next.well && next.lines.contains("done"),
                    "after {what} the kit does not start: {}",
                    next.lines
                );
                swept.note(
                    &format!("the day after {what}"),
                    &promises,
                    promises.check(&folder),
                );
            }
        }
    }
    Ok(swept)
}

/// One kit, killed `kills` times at a call that the dice choose, each time started again where it stood.
///
/// # Errors
/// A program is not there.
pub fn random_kills(scratch: &Path, kills: usize, seed: u64) -> Result<Swept> {
    use rand::{Rng as _, SeedableRng as _};
    let folder = scratch.join("kit");
    strokes::enrol(&folder)?;
    let mut dice = rand::rngs::StdRng::seed_from_u64(seed);
    let mut promises = Promises::default();
    let mut swept = Swept::default();
    for kill in 0..kills {
        let call = ["pwrite64", "pwrite64", "fdatasync"][dice.gen_range(0..3)];
        let nth = dice.gen_range(1..60);
        let told = live_with(
            &folder,
            seed ^ kill as u64,
            Day::Long(60),
            (call, nth, Blow::Kill),
        )?;
        promises.hear(&told.lines);
        swept.felt += u32::from(!told.well);
        let what = format!("kill {kill} at {call} {nth}");
        swept.note(&what, &promises, promises.check(&folder));
    }
    Ok(swept)
}

/// A copy of a small folder, in place of whatever lay there.
pub(crate) fn copy_of(from: &Path, to: &Path) -> Result<std::path::PathBuf> {
    let _none_yet = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(to.to_owned())
}
