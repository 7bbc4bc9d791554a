//! Plays one working day with the real programs and prints it as it happens.
//!
//! `valiza-day FOLDER [--pictures]`: with pictures the kit's window is opened on the display at hand and driven;
//! without, the same engine runs without a window. `valiza-day FOLDER --by-hand` opens the window for a person who does
//! the visits, and the coordinator's side on what they sealed.

use anyhow::{Context as _, Result};
use devices::sim::papers::IDP_FAMILY_MRZ;
use journeys::day::{self, Teller};
use journeys::programs::run_well;
use journeys::{World, world};
use serde_json::json;
use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// How often the link is cut.
const CUTS: u64 = 2;
/// How often the window is looked for.
const PATIENCE: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("The day did not go as it should: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the story is told on standard output")]
fn tell(words: &str) {
    println!("{words}");
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(
        arguments
            .next()
            .context("which folder? valiza-day FOLDER [--pictures|--by-hand]")?,
    );
    let mode = arguments.next().unwrap_or_default();
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    let mut world = World::begin(&folder, CUTS)?;
    tell(
        "One kit, two communities with two recipients each, a depot on loopback, a virtual case: ready.",
    );
    if mode == "--by-hand" {
        return by_hand(world);
    }
    let pictures = (mode == "--pictures").then(|| folder.join("pictures"));
    let mut step = 0;
    let mut say = |words: &str| {
        step += 1;
        tell(&format!("{step:>3}. {words}"));
    };
    let outcome = day::play(
        &mut world,
        &mut Teller {
            say: &mut say,
            pictures: pictures.clone(),
        },
    )?;
    if let Some(pictures) = pictures {
        day::picture_papers(&world, &pictures)?;
        let mut names: Vec<_> = day::files(&pictures)?
            .into_iter()
            .map(|path| path.display().to_string())
            .collect();
        names.sort();
        tell("Pictures:");
        for name in names {
            tell(&format!("     {name}"));
        }
    }
    tell(&format!(
        "Numbers of the day: {}. Exports: {}",
        outcome.numbers.join(", "),
        outcome.export.display()
    ));
    Ok(())
}

/// Opens the kit's window for somebody who does the visits by hand; the terminal is the table beside the kit.
fn by_hand(mut world: World) -> Result<()> {
    tell(&format!(
        "\nPassphrase of the kit (invented):\n\n    {}\n",
        world::PASSPHRASE
    ));
    tell("On the table, whenever you need it (type the number and Enter):");
    tell("  1  put the ID card of the displaced woman on the reader");
    tell("  2  lay her ID card copies into the feeder (2 pages)");
    tell("  3  lay the birth certificate into the feeder (1 page)");
    tell("  4  lay the lease into the feeder (2 pages)");
    tell("  5  sign the application that was printed last, and lay it into the feeder");
    tell("  6  put a stick with a picture and a PDF beside the kit");
    tell("Close the window when both visits are done; the coordinator's side opens then.\n");
    let mut kit = Command::new(journeys::programs::program("valiza")?)
        .arg("--data")
        .arg(world.kit_data())
        .arg("--profile")
        .arg(world.kit_parcel())
        .stdin(Stdio::null())
        .spawn()
        .context("the kit's window does not open")?;
    let (hand, table) = std::sync::mpsc::sync_channel(8);
    std::thread::Builder::new()
        .name("table".into())
        .spawn(move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                if hand.send(line).is_err() {
                    return;
                }
            }
        })?;
    while kit.try_wait()?.is_none() {
        if let Ok(line) = table.recv_timeout(PATIENCE)
            && let Err(error) = lay(&world, line.trim())
        {
            tell(&format!("That did not work: {error:#}"));
        }
    }
    coordinators_side(&mut world)
}

fn lay(world: &World, what: &str) -> Result<()> {
    match what {
        "1" => world.play("present", &json!({ "lines": IDP_FAMILY_MRZ }))?,
        "2" => day::lay_pages(world, "identity")?,
        "3" => day::lay_pages(world, "child-birth-certificate.1")?,
        "4" => day::lay_pages(world, "residence")?,
        "5" => drop(world.sign_last_print()?),
        "6" => {
            let stick = day::stick_with_papers(world)?;
            tell(&format!("The stick: {}", stick.display()));
        }
        _ => tell("1 to 6"),
    }
    tell("Done.");
    Ok(())
}

/// The kit goes on delivering while it is locked; then the console shows what came.
fn coordinators_side(world: &mut World) -> Result<()> {
    tell("The kit is closed. It delivers what waits, locked, and the coordinator fetches it.");
    let mut kit = world.kit(false)?;
    kit.ask("try_now", serde_json::Value::Null)?;
    kit.wait("the delivery", |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        items
            .iter()
            .all(|item| item["state"]["state"] == "delivered")
    })?;
    kit.quit()?;
    for act in ["list", "fetch", "open", "inbox"] {
        tell(run_well(world.console()?.arg(act))?.trim_end());
    }
    let mut window = world.console()?;
    let closed = window
        .arg("window")
        .status()
        .context("the console's window does not open")?;
    if closed.success() {
        Ok(())
    } else {
        anyhow::bail!("the console's window ended badly")
    }
}
