//! A day of the real program on a disk of its own, killed again and again; after each kill the disk is searched as a finder
//! would: files, log, temporary folders, raw blocks. Then the same for a locked kit that sends, and for its memory.

use crate::day::{self, begin_visit, override_what_stands, scan};
use crate::image::{Image, memory_of};
use crate::kit::{Kit, current};
use crate::programs::program;
use crate::residents::{CALLER, CHILDREN, DISPLACED, DISPLACED_ANSWERS, canaries};
use crate::world::{PASSPHRASE, World};
use anyhow::{Context as _, Result, ensure};
use parcel::RecordId;
use residue::{Scene, Spellings, examine};
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use vault::{OpenVault, Passphrase, Vault};

/// Megabytes of the disk.
pub const DISK_MB: u64 = 160;

/// A world whose kit lies on a disk of its own, with its logs, its home and its temporary folder.
#[derive(Debug)]
pub struct Scenery {
    /// Everything that one story needs.
    pub world: World,
    /// The kit's disk.
    pub image: Image,
}

/// One thing that a person does.
#[derive(Clone, Copy, Debug)]
enum Step {
    Request,
    Begin,
    Person(&'static str, &'static str),
    Add,
    Answer(&'static str, &'static str),
    Children,
    Scan(&'static str, usize),
    Consent,
    Print,
    Sign,
    Seal,
    Close,
}

/// The day, step by step.
fn steps() -> Vec<Step> {
    let mut all = vec![Step::Request, Step::Begin];
    all.extend(DISPLACED.map(|(field, text)| Step::Person(field, text)));
    all.push(Step::Add);
    all.extend(DISPLACED_ANSWERS.map(|(path, value)| Step::Answer(path, value)));
    all.extend([
        Step::Children,
        Step::Scan("identity", 2),
        Step::Scan("child-birth-certificate.1", 1),
        Step::Scan("child-birth-certificate.2", 1),
        Step::Scan("residence", 2),
        Step::Consent,
        Step::Print,
        Step::Sign,
        Step::Seal,
        Step::Close,
    ]);
    all
}

/// What the search over a day has seen.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// How often the kit was killed.
    pub kills: u32,
    /// Words that were looked for.
    pub words: usize,
    /// Everything that was found, with the step after which.
    pub found: Vec<String>,
    /// Everything that was typed and acknowledged and was gone after a kill.
    pub lost: Vec<String>,
}

impl Scenery {
    /// Makes the world in `scratch`, its kit on `image`.
    ///
    /// # Errors
    /// A program is not built or does not start.
    pub fn set(scratch: &Path, image: Image) -> Result<Self> {
        let root = scratch.join("world");
        std::fs::create_dir_all(&root)?;
        for folder in ["kit", "logs", "home", "tmp"] {
            std::fs::create_dir_all(image.folder().join(folder))?;
        }
        for folder in ["kit", "logs"] {
            std::os::unix::fs::symlink(image.folder().join(folder), root.join(folder))?;
        }
        let world = World::begin(&root, 0)?;
        Ok(Self { world, image })
    }

    /// Starts the kit, locked, with home and temporary folder on its disk.
    ///
    /// # Errors
    /// It does not start.
    pub fn kit(&self) -> Result<Kit> {
        let mut command = Command::new(program("valiza")?);
        command.args(["--drive", "--no-window", "--data"]);
        command.arg(self.world.kit_data());
        command.arg("--profile").arg(self.world.kit_parcel());
        command
            .env("HOME", self.image.folder().join("home"))
            .env("TMPDIR", self.image.folder().join("tmp"));
        Kit::start_command(&mut command, &self.world.log("kit"))
    }

    /// Plays the day; kills the kit after every `every`-th step and searches its disk.
    ///
    /// # Errors
    /// Something does not go as it should; what is found or lost is no error.
    pub fn day_with_kills(&mut self, every: usize) -> Result<Searched> {
        self.world.stop_depot();
        let words = words();
        let mut searched = Searched {
            words: words.len(),
            ..Searched::default()
        };
        let mut kit = self.kit()?;
        kit.unlock(PASSPHRASE)?;
        for (index, step) in steps().into_iter().enumerate() {
            self.step(&mut kit, step)
                .with_context(|| format!("at {step:?}"))?;
            if (index + 1) % every != 0 {
                continue;
            }
            let before = kit.snapshot()?;
            kit.kill();
            searched.kills += 1;
            let found = self.search(&words)?;
            searched.found.extend(
                found
                    .into_iter()
                    .map(|leak| format!("after {step:?}: {leak}")),
            );
            kit = self.kit()?;
            let after = resume(&mut kit)?;
            if !is_kept(&before, &after) {
                searched.lost.push(format!("after {step:?}"));
            }
        }
        kit.quit()?;
        let found = self.search(&words)?;
        searched
            .found
            .extend(found.into_iter().map(|leak| format!("at the end: {leak}")));
        Ok(searched)
    }

    fn step(&self, kit: &mut Kit, step: Step) -> Result<()> {
        match step {
            Step::Request => {
                let seen = kit.snapshot()?;
                let community = seen["kit"]["communities"][0][0].clone();
                kit.ask(
                    "request_visit",
                    json!({ "community": community, "basis": "age80", "channel": "telephone" }),
                )?;
                kit.wait("the request", |seen| !seen["visit"].is_null())?;
                for (field, text) in CALLER {
                    kit.ask("set_visit_text", json!({ "field": field, "text": text }))?;
                }
                kit.saved()?;
                kit.ask("close_visit", Value::Null)?;
                kit.wait("the visit to be put away", |seen| seen["visit"].is_null())?;
            }
            Step::Begin => {
                begin_visit(kit, 0, "displaced")?;
                kit.saved()?;
            }
            Step::Person(field, text) => {
                kit.ask("set_person", json!({ "field": field, "text": text }))?;
                kit.saved()?;
            }
            Step::Add => {
                kit.ask("add_application", json!({ "service": "00169" }))?;
                kit.wait("the form", |seen| !current(seen).is_null())?;
                kit.saved()?;
            }
            Step::Answer(path, value) => {
                kit.ask("set_answer", json!({ "path": path, "value": value }))?;
                kit.saved()?;
            }
            Step::Children => day::fill_registration(kit)?,
            Step::Scan(document, pages) => scan(&self.world, kit, document, pages)?,
            Step::Consent => {
                let seen = kit.saved()?;
                override_what_stands(kit, &seen)?;
                kit.ask("give_consent", Value::Null)?;
                kit.wait("the consent", |seen| current(seen)["stage"] == "reviewed")?;
                kit.saved()?;
            }
            Step::Print => {
                kit.ask("print_application", Value::Null)?;
                kit.wait("the application on paper", |seen| {
                    current(seen)["papers"]["application"]["state"] == "printed"
                })?;
                kit.saved()?;
            }
            Step::Sign => {
                self.world.sign_last_print()?;
                kit.ask("scan", json!({ "document": "signed-application" }))?;
                kit.wait("the signed sheet", |seen| {
                    seen["work"].is_null() && current(seen)["stage"] == "signed"
                })?;
                kit.saved()?;
            }
            Step::Seal => {
                kit.ask("finish", Value::Null)?;
                kit.wait("the seal", |seen| {
                    seen["outbox"]["items"]
                        .as_array()
                        .is_some_and(|items| items.len() == 2)
                        && current(seen)["stage"] == "sealed"
                })?;
            }
            Step::Close => {
                kit.ask("close_visit", Value::Null)?;
                kit.wait("the visit to be put away", |seen| seen["visit"].is_null())?;
            }
        }
        Ok(())
    }

    /// Everything that is found on the kit's disk, as sentences.
    ///
    /// # Errors
    /// The disk cannot be read.
    pub fn search(&self, words: &[String]) -> Result<Vec<String>> {
        let scene = Scene {
            folder: self.world.kit_data(),
            disk: Some(self.image.settled()?.to_owned()),
            words: words.to_vec(),
        };
        let residue = examine(&scene, &mut |_pace| ControlFlow::Continue(()))?;
        let mut found: Vec<String> = residue
            .leaks
            .iter()
            .map(|leak| format!("{leak:?}"))
            .collect();
        let disk = residue.disk.context("the disk was not read")?;
        if disk.pictures > 0 {
            found.push(format!("{} pictures on the raw disk", disk.pictures));
        }
        for folder in ["home", "tmp"] {
            for file in day::files(&self.image.folder().join(folder))? {
                found.push(format!("a file in {folder}: {}", file.display()));
            }
        }
        Ok(found)
    }

    /// A copy of the keys file as it is, opened: it knows what a passphrase knows at this moment, and is not the kit's own.
    ///
    /// # Errors
    /// It cannot be copied or does not open.
    pub fn vault_of_now(&self) -> Result<OpenVault> {
        let copy = self.world.root().join("keys-of-now");
        std::fs::copy(self.world.kit_data().join("keys"), &copy)?;
        let opened = Vault::unlock(&copy, &Passphrase::from_typed(PASSPHRASE));
        opened.context("the copy of the keys does not open")
    }

    /// Begins a visit with an application in it, and gives its record.
    ///
    /// # Errors
    /// The kit does not take it.
    pub fn begin_application(&self, kit: &mut Kit) -> Result<RecordId> {
        self.step(kit, Step::Begin)?;
        for (field, text) in DISPLACED {
            kit.ask("set_person", json!({ "field": field, "text": text }))?;
        }
        self.step(kit, Step::Add)?;
        let seen = kit.saved()?;
        let id = current(&seen)["id"].as_str().context("no application")?;
        Ok(id.parse()?)
    }

    /// Takes that application to its seal, and closes the visit.
    ///
    /// # Errors
    /// The kit does not take it.
    pub fn seal_application(&self, kit: &mut Kit) -> Result<()> {
        let rest = steps();
        let from = rest
            .iter()
            .position(|step| matches!(step, Step::Answer(..)))
            .context("no answers")?;
        rest.into_iter()
            .skip(from)
            .try_for_each(|step| self.step(kit, step))
    }
}

/// Everything that must be found nowhere: what residents told, whoever called, and the passphrase.
#[must_use]
pub fn words() -> Vec<String> {
    let mut words: Vec<String> = canaries().into_iter().map(str::to_owned).collect();
    words.push(PASSPHRASE.to_owned());
    // Two words of a passphrase are as bad as all.
    let of_passphrase: Vec<&str> = PASSPHRASE.split(' ').collect();
    words.extend(of_passphrase.windows(2).map(|pair| pair.join(" ")));
    words.extend(CHILDREN.iter().map(|child| child[0].to_owned()));
    words
}

/// Words in a process's memory, and keys of `vault` in it.
///
/// # Errors
/// Its memory cannot be read.
pub fn in_memory(
    process: u32,
    words: &[String],
    vault: &OpenVault,
) -> Result<(Vec<String>, usize)> {
    let spellings = Spellings::of(words);
    let (mut found, mut keys) = (Vec::new(), 0);
    let regions = memory_of(process)?;
    let bytes: usize = regions.iter().map(Vec::len).sum();
    ensure!(
        bytes > 10_000_000,
        "a program has more memory than {bytes} bytes"
    );
    for region in regions {
        found.extend(
            spellings
                .find(&region)
                .map(|hit| format!("word {} in {}", hit.word, hit.spelling)),
        );
        keys += vault.secrets_in(&region);
    }
    Ok((found, keys))
}

/// Opens the kit after a kill, and the visit that was open, if it still is one.
fn resume(kit: &mut Kit) -> Result<Value> {
    let seen = kit.unlock(PASSPHRASE)?;
    let visits = seen["visits"].as_array().cloned().unwrap_or_default();
    let begun = visits.iter().find(|visit| visit["state"] == "begun");
    if let Some(visit) = begun {
        kit.ask("open_visit", json!({ "visit": visit["id"] }))?;
        kit.wait("the visit", |seen| !seen["visit"].is_null())?;
    }
    kit.snapshot()
}

/// Whether everything that was acknowledged before a kill is there after it.
fn is_kept(before: &Value, after: &Value) -> bool {
    let sealed = |seen: &Value| seen["outbox"]["items"].as_array().map_or(0, Vec::len);
    let person = |seen: &Value| seen["visit"]["visit"]["applicant"].clone();
    let (was, is) = (current(before), current(after));
    let draft = was["stage"] == "sealed"
        || (was["answers"] == is["answers"] && was["documents"] == is["documents"]);
    sealed(before) <= sealed(after)
        && (was["stage"] == "sealed" || person(before) == person(after))
        && draft
}
