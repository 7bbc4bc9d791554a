//! One working day of a mobile office, from the scanner's lamp to the coordinator's ledger.

use crate::canary;
use crate::kit::{Kit, current};
use crate::programs::run_well;
use crate::residents::{
    BEDRIDDEN, BEDRIDDEN_ANSWERS, CALLER, CHILDREN, DISPLACED, DISPLACED_ANSWERS, canaries,
};
use crate::world::{PASSPHRASE, World};
use anyhow::{Result, bail, ensure};
use devices::sim::papers::{IDP_FAMILY_MRZ, scanned_set};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// Who listens to the story as it happens.
pub struct Teller<'a> {
    /// Told every step.
    pub say: &'a mut dyn FnMut(&str),
    /// Where pictures go; none without a window.
    pub pictures: Option<PathBuf>,
}

impl std::fmt::Debug for Teller<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Teller(pictures: {:?})", self.pictures)
    }
}

impl Teller<'_> {
    fn say(&mut self, words: &str) {
        (self.say)(words);
    }

    fn picture(&self, kit: &mut Kit, screen: &str, name: &str) -> Result<()> {
        let Some(folder) = &self.pictures else {
            return Ok(());
        };
        std::fs::create_dir_all(folder)?;
        kit.picture(screen, &folder.join(format!("{name}.png")))
    }
}

/// What came of the day.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The numbers on the slips.
    pub numbers: Vec<String>,
    /// Where the coordinator's exports lie.
    pub export: PathBuf,
}

/// Both visits, the locked delivery, the coordinator's morning, the search for traces.
///
/// # Errors
/// Anything that is not as it should be; the error says what.
pub fn play(world: &mut World, teller: &mut Teller<'_>) -> Result<Outcome> {
    let window = teller.pictures.is_some();
    let mut kit = world.kit(window)?;
    kit.wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")?;
    teller.picture(&mut kit, "", "01-lock")?;
    kit.unlock(PASSPHRASE)?;
    teller.say("The kit is unlocked with a passphrase; nothing was readable on it before.");
    teller.picture(&mut kit, "devices", "02-devices")?;

    // The office is out of coverage: the depot cannot be reached while the papers are taken.
    world.stop_depot();
    teller.say("Out of coverage: the depot does not answer. The day begins.");
    let mut outcome = Outcome::default();
    outcome
        .numbers
        .push(displaced_family(world, &mut kit, teller)?);
    outcome
        .numbers
        .push(bedridden_woman(world, &mut kit, teller)?);
    teller.picture(&mut kit, "today", "12-today")?;
    teller.picture(&mut kit, "outbox", "12-outbox-waiting")?;
    teller.picture(&mut kit, "journal", "12-journal")?;

    kit.lock()?;
    teller.say("The kit is locked: a new process that never held a key.");
    deliver_locked(world, &mut kit, teller)?;
    kit.quit()?;

    outcome.export = coordinators_morning(world, teller, &outcome.numbers)?;
    nothing_readable(world, teller)?;
    Ok(outcome)
}

/// What the lamp of a device shows.
fn lamp<'s>(seen: &'s Value, device: &str) -> &'s str {
    let devices = seen["devices"].as_array().into_iter().flatten();
    let mut lines = devices.filter(|line| line["device"] == *device);
    lines
        .next()
        .and_then(|line| line["lamp"].as_str())
        .unwrap_or_default()
}

/// The first visit: ID card on the reader, registration with two children, four documents of six pages.
///
/// # Errors
/// Anything that is not as it should be.
pub fn displaced_family(world: &World, kit: &mut Kit, teller: &mut Teller<'_>) -> Result<String> {
    begin_visit(kit, 0, "displaced")?;
    teller.say("First visit: a displaced family.");
    teller.picture(kit, "visit", "03-visit")?;
    kit.order(&json!({ "screen": "identity" }))?;
    kit.wait("the reader's lamp", |seen| {
        lamp(seen, "id_reader") == "ready"
    })?;
    world.play("present", &json!({ "lines": IDP_FAMILY_MRZ }))?;
    kit.wait("the card's fields", |seen| {
        seen["visit"]["visit"]["applicant"]["fields"]["document_number"]["text"] == "009876543"
    })?;
    teller.say("The ID card's machine readable zone is read: document, birth date, sex and expiry fill themselves.");
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))?;
    }
    kit.saved()?;
    teller.picture(kit, "identity", "04-identity")?;

    kit.ask("add_application", json!({ "service": "00169" }))?;
    kit.wait("the form", |seen| !current(seen).is_null())?;
    fill_registration(kit)?;
    teller.picture(kit, "form", "05-form")?;
    teller.say(
        "The registration is filled in: circumstances, addresses, two children, needs, allowance.",
    );

    for (document, pages) in [
        ("identity", 2),
        ("child-birth-certificate.1", 1),
        ("child-birth-certificate.2", 1),
        ("residence", 2),
    ] {
        scan(world, kit, document, pages)?;
    }
    teller.picture(kit, "documents", "06-documents")?;
    teller.say("Four documents, six pages, come from the scanner; each page is cleaned and encrypted at once.");
    let number = review_sign_seal(world, kit, teller, "07", true)?;
    Ok(number)
}

/// The answers of the registration.
///
/// # Errors
/// An answer does not arrive.
pub fn fill_registration(kit: &mut Kit) -> Result<()> {
    for (path, value) in DISPLACED_ANSWERS {
        kit.ask("set_answer", json!({ "path": path, "value": value }))?;
    }
    for (index, [name, born, certificate, relation]) in CHILDREN.into_iter().enumerate() {
        let position = index + 1;
        let rows = |seen: &Value| {
            let steps = current(seen)["form"]["steps"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            steps
                .iter()
                .filter_map(|step| step["rows"].as_array())
                .map(Vec::len)
                .sum::<usize>()
        };
        if rows(&kit.snapshot()?) < position {
            kit.ask("add_row", json!({ "path": "/data/children" }))?;
            kit.wait("a row for a child", |seen| rows(seen) >= position)?;
        }
        for (question, value) in [
            ("child_name", name),
            ("child_birth_date", born),
            ("child_certificate", certificate),
            ("child_relation", relation),
        ] {
            kit.ask(
                "set_answer",
                json!({ "path": format!("/data/children[{position}]/{question}"), "value": value }),
            )?;
        }
    }
    let seen = kit.saved()?;
    let missing = current(&seen)["form"]["missing"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let of_the_form = |path: &&Value| {
        !path
            .as_str()
            .is_some_and(|path| path.starts_with("/data/applicant/"))
    };
    let missing: Vec<_> = missing.iter().filter(of_the_form).collect();
    ensure!(
        missing.is_empty(),
        "questions without an answer: {missing:?}"
    );
    Ok(())
}

/// The second visit: typed identity, a short service, reader and scanner off, papers from a stick.
fn bedridden_woman(world: &World, kit: &mut Kit, teller: &mut Teller<'_>) -> Result<String> {
    begin_visit(kit, 1, "age80")?;
    for device in ["scanner", "id_reader"] {
        world.play("fault", &json!({ "device": device, "fault": "off" }))?;
    }
    teller.say("Second visit: a bedridden woman of 83, hard of hearing; her daughter called. Reader and scanner are off.");
    for (field, text) in CALLER {
        kit.ask("set_visit_text", json!({ "field": field, "text": text }))?;
    }
    for (field, text) in BEDRIDDEN {
        kit.ask("set_person", json!({ "field": field, "text": text }))?;
    }
    kit.ask("add_application", json!({ "service": "photo-25-45" }))?;
    kit.wait("the form", |seen| !current(seen).is_null())?;
    for (path, value) in BEDRIDDEN_ANSWERS {
        kit.ask("set_answer", json!({ "path": path, "value": value }))?;
    }
    let stick = stick_with_papers(world)?;
    for (document, file) in [("passport-pages", "IMG_0042.JPG"), ("photos", "scan.pdf")] {
        kit.ask(
            "import",
            json!({ "document": document, "paths": [stick.join(file)] }),
        )?;
        kit.wait("the file", |seen| {
            seen["work"].is_null() && pages_of(seen, document) > 0
        })?;
    }
    teller.picture(kit, "documents", "10-documents-from-a-stick")?;
    teller.say("Two papers come in as files from a stick: a telephone picture and a PDF.");
    for device in ["scanner", "id_reader"] {
        world.play("fault", &json!({ "device": device, "fault": "none" }))?;
    }
    review_sign_seal(world, kit, teller, "11", false)
}

/// A stick with a telephone picture and a PDF, as relatives bring them.
///
/// # Errors
/// The files cannot be written.
pub fn stick_with_papers(world: &World) -> Result<PathBuf> {
    let stick = world.root().join("stick");
    std::fs::create_dir_all(&stick)?;
    std::fs::write(
        stick.join("IMG_0042.JPG"),
        devices::sim::papers::phone_shot(83),
    )?;
    // What the printer of the case has made is a PDF like any other.
    let Some(pdf) = world.printed()?.into_iter().next() else {
        bail!("nothing was printed yet")
    };
    std::fs::copy(pdf, stick.join("scan.pdf"))?;
    Ok(stick)
}

/// Begins a visit in one of the communities of the profile.
///
/// # Errors
/// The kit does not open it.
pub fn begin_visit(kit: &mut Kit, community: usize, basis: &str) -> Result<()> {
    let seen = kit.snapshot()?;
    let id = seen["kit"]["communities"][community][0].clone();
    let before = seen["visit"]["visit"]["id"].clone();
    kit.ask("new_visit", json!({ "community": id, "basis": basis }))?;
    kit.wait("the visit", |seen| {
        !seen["visit"].is_null() && seen["visit"]["visit"]["id"] != before
    })?;
    Ok(())
}

/// How many pages a document of the open application has.
pub fn pages_of(seen: &Value, document: &str) -> usize {
    current(seen)["documents"]
        .as_array()
        .and_then(|documents| documents.iter().find(|known| known["key"] == document))
        .and_then(|document| document["pages"].as_array())
        .map_or(0, Vec::len)
}

/// Lays the right number of pages of the family's papers into the feeder and scans them.
///
/// # Errors
/// The pages do not arrive.
pub fn scan(world: &World, kit: &mut Kit, document: &str, pages: usize) -> Result<()> {
    lay_pages(world, document)?;
    kit.ask("scan", json!({ "document": document }))?;
    kit.wait("the pages", |seen| {
        seen["work"].is_null() && pages_of(seen, document) >= pages
    })?;
    let seen = kit.saved()?;
    ensure!(
        pages_of(&seen, document) == pages,
        "{document}: {} pages instead of {pages}",
        pages_of(&seen, document)
    );
    Ok(())
}

/// Lays the pages of one of the family's documents into the feeder.
///
/// # Errors
/// The virtual case does not take them.
pub fn lay_pages(world: &World, document: &str) -> Result<()> {
    // Drawing the family's papers takes seconds; they are the same each time.
    static PAPERS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    let drawn = match PAPERS.get() {
        Some(papers) => papers,
        None => {
            let papers = scanned_set("idp-family", 1)?;
            PAPERS.get_or_init(|| papers)
        }
    };
    let (first, count) = place_in_set(document);
    for page in drawn.iter().skip(first).take(count) {
        world.post("feed", page)?;
    }
    Ok(())
}

/// Where a document's pages lie among the family's papers: the first, and how many.
fn place_in_set(document: &str) -> (usize, usize) {
    match document {
        "identity" => (0, 2),
        "child-birth-certificate.1" | "child-birth-certificate.2" => (2, 1),
        _ => (3, 2),
    }
}

/// Consent, number, paper, ink, scan, seal; returns the number.
///
/// # Errors
/// Anything that is not as it should be.
pub fn review_sign_seal(
    world: &World,
    kit: &mut Kit,
    teller: &mut Teller<'_>,
    picture: &str,
    tell: bool,
) -> Result<String> {
    let seen = kit.saved()?;
    override_what_stands(kit, &seen)?;
    teller.picture(kit, "review", &format!("{picture}-review"))?;
    kit.ask("give_consent", Value::Null)?;
    kit.wait("the consent", |seen| current(seen)["stage"] == "reviewed")?;
    let printed = world.printed()?.len();
    kit.ask("print_application", Value::Null)?;
    let seen = kit.wait("the application on paper", |seen| {
        current(seen)["papers"]["application"]["state"] == "printed"
    })?;
    ensure!(
        world.printed()?.len() == printed + 1,
        "one application is printed"
    );
    let number = current(&seen)["number"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    if tell {
        teller.say(&format!(
            "Read over with the resident; consent given; number {number}; printed on A4."
        ));
    }
    world.sign_last_print()?;
    kit.ask("scan", json!({ "document": "signed-application" }))?;
    kit.wait("the signed sheet", |seen| {
        seen["work"].is_null() && current(seen)["stage"] == "signed"
    })?;
    if tell {
        teller.say("Signed in ink; the signed sheet is scanned back and bound to its application.");
    }
    let slips = world.slips()?.len();
    kit.ask("finish", Value::Null)?;
    let sealed = kit.wait("the sealing", |seen| current(seen)["stage"] == "sealed")?;
    ensure!(
        current(&sealed)["answers"]
            .as_array()
            .is_some_and(Vec::is_empty),
        "a sealed application shows no answers"
    );
    kit.wait("inventory and slip", |seen| {
        let papers = &current(seen)["papers"];
        papers["inventory"]["state"] == "printed" && papers["slip"]["state"] == "printed"
    })?;
    ensure!(world.slips()?.len() == slips + 1, "one slip is printed");
    teller.picture(kit, "finish", &format!("{picture}-sealed"))?;
    kit.ask("papers_in_hand", Value::Null)?;
    kit.ask("close_visit", Value::Null)?;
    kit.wait("the visit to be put away", |seen| seen["visit"].is_null())?;
    teller.say(&format!("Sealed to the community's two recipients as {number}; inventory twice and the slip are printed. The kit cannot open it any more."));
    Ok(number)
}

/// Warnings that stand are overridden with a reason, as an administrator would after looking.
///
/// # Errors
/// The kit does not take it.
pub fn override_what_stands(kit: &mut Kit, seen: &Value) -> Result<()> {
    let open = |findings: &Value| -> Vec<String> {
        let findings = findings.as_array().cloned().unwrap_or_default();
        findings
            .iter()
            .filter(|finding| finding["overridden"].is_null() && finding["level"] != "hint")
            .map(|finding| {
                format!(
                    "{}#{}",
                    finding["place"].as_str().unwrap_or(""),
                    finding["rule"].as_str().unwrap_or("")
                )
            })
            .collect()
    };
    for finding in open(&seen["visit"]["findings"]) {
        kit.ask(
            "override_person",
            json!({ "finding": finding, "reason": "звірено з документом" }),
        )?;
    }
    for finding in open(&current(seen)["findings"]) {
        kit.ask(
            "override",
            json!({ "finding": finding, "reason": "звірено з документом" }),
        )?;
    }
    kit.saved()?;
    Ok(())
}

/// The locked kit delivers everything over the link that is cut, and forgets what is receipted.
fn deliver_locked(world: &mut World, kit: &mut Kit, teller: &mut Teller<'_>) -> Result<()> {
    kit.wait("the parts that wait", |seen| {
        seen["outbox"]["items"]
            .as_array()
            .is_some_and(|items| !items.is_empty())
    })?;
    teller.picture(kit, "", "13-locked")?;
    world.start_depot()?;
    kit.ask("try_now", Value::Null)?;
    let seen = kit.wait_long("the delivery", Duration::from_secs(180), |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        seen["gate"]["gate"] == "locked"
            && items
                .iter()
                .all(|item| item["state"]["state"] == "delivered")
    })?;
    ensure!(seen["gate"]["gate"] == "locked", "it delivers locked");
    let (cuts, bytes) = world.link();
    teller.say(&format!("Locked, it delivers over a link that was cut {cuts} times ({bytes} bytes up); every part has a signed receipt."));
    kit.wait_long("the purge", Duration::from_secs(90), |seen| {
        seen["outbox"]["items"]
            .as_array()
            .is_some_and(Vec::is_empty)
    })?;
    teller.say("After the hold (none in this demonstration) the receipted parts are erased.");
    Ok(())
}

/// List, fetch, verify, open, show, export.
fn coordinators_morning(
    world: &World,
    teller: &mut Teller<'_>,
    numbers: &[String],
) -> Result<PathBuf> {
    let listed = run_well(world.console()?.arg("list"))?;
    teller.say(&format!(
        "The coordinator's console lists the batch: {}",
        listed.lines().last().unwrap_or_default()
    ));
    run_well(world.console()?.arg("fetch"))?;
    let opened = run_well(world.console()?.arg("open"))?;
    teller.say(&format!(
        "Fetched, verified, opened: {}",
        opened.lines().next().unwrap_or_default()
    ));
    for (number, word) in numbers.iter().zip([DISPLACED[0].1, BEDRIDDEN[0].1]) {
        let shown = run_well(world.console()?.arg("show").arg(number))?;
        ensure!(
            shown.contains(word),
            "the console does not show the applicant of {number}"
        );
    }
    teller.say("The answers are shown in Ukrainian, findings and overrides first.");
    let export = world.root().join("export");
    run_well(world.console()?.arg("export").arg(&export))?;
    let pdfs = files(&export)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "pdf"))
        .count();
    ensure!(pdfs >= 7, "the scans are written: {pdfs} PDF files");
    steps_are_told(&export)?;
    teller.say(&format!(
        "Scans ({pdfs} PDF files), data and a journal line are written to {}.",
        export.display()
    ));
    let gaps = run_well(world.console()?.arg("gaps"))?;
    teller.say(gaps.lines().next().unwrap_or_default());
    if let Some(pictures) = &teller.pictures {
        let mut window = world.console()?;
        window.env("LIBGL_ALWAYS_SOFTWARE", "1");
        run_well(
            window
                .arg("window")
                .arg("--picture")
                .arg(pictures.join("14-console.png")),
        )?;
    }
    Ok(export)
}

/// Beside the papers of every application lies what was done to each of their pages, and no word of the scanner.
fn steps_are_told(export: &Path) -> Result<()> {
    let logs: Vec<PathBuf> = files(export)?
        .into_iter()
        .filter(|path| path.ends_with("pages.json"))
        .collect();
    ensure!(!logs.is_empty(), "nothing is told of the cleaning");
    for log in logs {
        let text = std::fs::read_to_string(&log)?;
        let told: BTreeMap<String, Vec<Vec<Value>>> = serde_json::from_str(&text)?;
        for (file, pages) in told {
            let beside = log.with_file_name(&file);
            ensure!(
                beside.exists(),
                "the log is about {file}, which is not there"
            );
            let ends = pages.iter().filter_map(|steps| steps.last());
            let encoded = ends.filter(|step| step["step"] == "encoded").count();
            ensure!(
                encoded == pages.len() && encoded > 0,
                "{file}: not every page tells how it was encoded"
            );
        }
        for word in [
            "escl",
            "serial",
            "model",
            "maker",
            "virtual scanner",
            "5d0c3b9e",
        ] {
            let found = text.to_lowercase().contains(word);
            ensure!(!found, "the log of the cleaning speaks of a {word}");
        }
    }
    Ok(())
}

/// Everything below a folder.
///
/// # Errors
/// A folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found.push(path)
            }
        }
    }
    Ok(found)
}

/// Searches the kit's folder, the logs and the depot's folder for every invented fact.
///
/// # Errors
/// Something was found.
pub fn nothing_readable(world: &World, teller: &mut Teller<'_>) -> Result<()> {
    let words = canaries();
    for folder in [
        world.kit_data(),
        world.depot_data(),
        world.root().join("logs"),
    ] {
        let traces = canary::search(&folder, &words)?;
        ensure!(traces.is_empty(), "traces of applicants: {traces:?}");
    }
    teller.say(&format!(
        "Searched the kit's disk, the depot's and all logs for {} facts in UTF-8, UTF-16, base64 and JSON: nothing readable.",
        words.len()
    ));
    Ok(())
}

/// Pictures of what was printed, for a reader of the demonstration.
///
/// # Errors
/// `pdftoppm` is not there.
pub fn picture_papers(world: &World, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for (index, pdf) in world.printed()?.iter().enumerate() {
        let stem = folder.join(format!("paper-{:02}", index + 1));
        run_well(
            Command::new("pdftoppm")
                .args(["-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile"])
                .arg(pdf)
                .arg(stem),
        )?;
    }
    for (index, slip) in world.slips()?.iter().enumerate() {
        std::fs::copy(slip, folder.join(format!("slip-{:02}.png", index + 1)))?;
    }
    Ok(())
}
