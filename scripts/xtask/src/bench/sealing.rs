//! C1 to C6: how fast parcels are sealed and opened, what their padding costs, what is noticed, and who else opens them.
//!
//! The crate `age` is measured in the same process, Debian's program `age` in the same run. `rage` is no Debian package;
//! its library is the crate, and `pyrage` is its other face.

use super::cases::{self, Bar, Case};
use super::peers::{from_npm, from_pypi, names, output};
use super::{BenchError, Build, Figure, Id, Peer};
use crate::clock;
use crate::codifier::{example, example_with};
use crate::workspace::Workspace;
use std::path::Path;
use std::process::Command;

/// Where the scripts of other libraries lie.
const PARTNERS: &str = "tests/partners";
/// Nine tenths of the rate is this multiple of the time.
const OF_THE_RATE: f64 = 1.0 / 0.9;
const AGE_CRATE: &str = "the crate age, same process";
const AGE: &str = "age (Debian), same run";

/// What the examples print, and what it is in words.
const CASES: [Case; 8] = [
    (
        Id::C1,
        "envelope",
        "256 MiB encrypted to three recipients",
        "s",
        Bar::OfThePeer(OF_THE_RATE),
    ),
    (
        Id::C1,
        "whole",
        "250 MiB sealed: archive, digests, padding, envelope, pieces, signatures",
        "s",
        Bar::None,
    ),
    (
        Id::C2,
        "envelope",
        "250 MiB decrypted",
        "s",
        Bar::OfThePeer(OF_THE_RATE),
    ),
    (
        Id::C2,
        "whole",
        "250 MiB opened and everything about them checked",
        "s",
        Bar::None,
    ),
    (
        Id::C3,
        "hundred",
        "100 applications of 1.5 MB sealed to three recipients, each synced",
        "s",
        Bar::At(1.0),
    ),
    (
        Id::C4,
        "part",
        "padding on a pages part of 64 KiB to 4 MiB, at most",
        "%",
        Bar::At(25.0),
    ),
    (
        Id::C4,
        "day",
        "padding over a day of forty applications",
        "%",
        Bar::At(13.0),
    ),
    (
        Id::C5,
        "changes",
        "of 10 000 changed parts, manifests, heads and profiles, not refused by name",
        "",
        Bar::At(0.0),
    ),
];

pub(super) fn measure(
    id: Id,
    workspace: &Workspace,
    build: Build,
) -> Result<Vec<Figure>, BenchError> {
    let is_release = build == Build::Release;
    if id == Id::C6 {
        return partners(workspace, is_release);
    }
    let name = if id == Id::C3 { "outbox" } else { "sealing" };
    let mut program = example(workspace, name, is_release)?;
    program
        .arg(format!("{id:?}"))
        .current_dir(&workspace.target);
    let lines = output("the example", &mut program, &[])?;
    let mut figures = figures(id, &String::from_utf8_lossy(&lines));
    figures.extend(stock(id, workspace)?);
    Ok(figures)
}

fn figures(id: Id, lines: &str) -> Vec<Figure> {
    cases::figures(id, lines, CASES, AGE_CRATE)
}

/// The same work by Debian's `age`, told beside ours; no bar hangs on it.
fn stock(id: Id, workspace: &Workspace) -> Result<Vec<Figure>, BenchError> {
    let (case, files, bytes) = if [Id::C1, Id::C2].contains(&id) {
        (
            "256 MiB by the program age, from file to file",
            1,
            256 << 20,
        )
    } else if id == Id::C3 {
        (
            "100 files of 1.5 MB by the program age, unsynced",
            100,
            1_500_000,
        )
    } else {
        return Ok(Vec::new());
    };
    let folder = tempfile::tempdir_in(&workspace.target)?;
    let at = |name: &str| folder.path().join(name);
    let mut recipients = Vec::new();
    for name in ["1", "2", "3"] {
        output(
            "age-keygen",
            Command::new("age-keygen").arg("-o").arg(at(name)),
            &[],
        )?;
        let public = output(
            "age-keygen",
            Command::new("age-keygen").arg("-y").arg(at(name)),
            &[],
        )?;
        recipients.push(String::from_utf8_lossy(&public).trim().to_owned());
    }
    std::fs::write(at("plain"), noise(bytes)?)?;
    let encrypt = || {
        let mut age = Command::new("age");
        age.args(recipients.iter().flat_map(|key| ["-r", key]));
        run(age.arg("-o").arg(at("file.age")).arg(at("plain")))
    };
    let decrypt = || {
        let mut age = Command::new("age");
        run(age
            .arg("-d")
            .arg("-i")
            .arg(at("3"))
            .arg("-o")
            .arg(at("back"))
            .arg(at("file.age")))
    };
    encrypt()?;
    let began = clock::now();
    for _ in 0..files {
        if id == Id::C2 { decrypt()? } else { encrypt()? }
    }
    let value = began.elapsed().as_secs_f64();
    Ok(vec![Figure {
        id,
        case: case.to_owned(),
        value,
        unit: "s",
        bar: f64::INFINITY,
        peer: Some(Peer { name: AGE, value }),
    }])
}

/// Bytes that do not compress.
fn noise(length: usize) -> Result<Vec<u8>, BenchError> {
    use std::io::Read as _;
    let mut bytes = Vec::with_capacity(length);
    std::fs::File::open("/dev/urandom")?
        .take(length as u64)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn run(command: &mut Command) -> Result<(), BenchError> {
    output("age", command, &[]).map(drop)
}

/// Parcels opened by whoever else reads age files: how many did not come out as they went in.
fn partners(workspace: &Workspace, is_release: bool) -> Result<Vec<Figure>, BenchError> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let mut example = example(workspace, "sealing", is_release)?;
    output("the example sealing", example.arg("C6").arg(at), &[])?;
    let parts = names(at, ".age")?;
    let mut figures = Vec::new();
    for part in &parts {
        let mut age = Command::new("age");
        age.arg("-d").arg("-i").arg(at.join("identity.txt"));
        age.arg("-o")
            .arg(at.join(format!("{part}.out")))
            .arg(at.join(format!("{part}.age")));
        run(&mut age)?;
    }
    figures.push(came_out("age (Debian)", at, &parts)?);
    let node = from_npm(workspace, "c6", PARTNERS, "open.mjs")?;
    let mut script = Command::new("node");
    script
        .arg("open.mjs")
        .arg(at)
        .args(&parts)
        .current_dir(&node);
    output("node", &mut script, &[])?;
    figures.push(came_out("age-encryption (npm)", at, &parts)?);
    let python = from_pypi(workspace, "c6", PARTNERS)?;
    let mut script = Command::new(python);
    script
        .arg(workspace.root.join(PARTNERS).join("open.py"))
        .arg(at)
        .args(&parts);
    output("python", &mut script, &[])?;
    figures.push(came_out("pyrage (PyPI)", at, &parts)?);
    figures.extend(hybrid_partners(workspace, is_release)?);
    Ok(figures)
}

/// Parcels to hybrid recipients, which one other library knows: it opens ours, and we open what it sealed.
fn hybrid_partners(workspace: &Workspace, is_release: bool) -> Result<Vec<Figure>, BenchError> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let hybrid = || example_with(workspace, "hybrid", is_release, "parcel/pq");
    output("the example hybrid", hybrid()?.arg("lay").arg(at), &[])?;
    let parts = names(at, ".age")?;
    let mut figures = Vec::new();
    let script = |name: &str| -> Result<(), BenchError> {
        let node = from_npm(workspace, "c6", PARTNERS, name)?;
        let mut script = Command::new("node");
        script.arg(name).arg(at).args(&parts).current_dir(&node);
        output("node", &mut script, &[]).map(drop)
    };
    script("open.mjs")?;
    figures.push(came_out("age-encryption (npm), hybrid", at, &parts)?);
    script("seal.mjs")?;
    let mut ours = hybrid()?;
    output(
        "the example hybrid",
        ours.arg("open").arg(at).args(&parts),
        &[],
    )?;
    figures.push(came_out(
        "us, sealed hybrid by age-encryption (npm)",
        at,
        &parts,
    )?);
    Ok(figures)
}

/// Compares `NAME.out` with `NAME.tar.zst`, lets stock tar list it, and clears it away.
fn came_out(partner: &str, folder: &Path, parts: &[String]) -> Result<Figure, BenchError> {
    let mut wrong = 0.0;
    for part in parts {
        let out = folder.join(format!("{part}.out"));
        let same = std::fs::read(&out)? == std::fs::read(folder.join(format!("{part}.tar.zst")))?;
        let mut tar = Command::new("tar");
        let listed = output("tar", tar.args(["--zstd", "-tf"]).arg(&out), &[])?;
        if !same || !listed.starts_with(b"header.json\nheader.json.sig\n") {
            wrong += 1.0;
        }
        std::fs::remove_file(out)?;
    }
    Ok(Figure {
        id: Id::C6,
        case: format!("of {} parts, not opened by {partner} and tar", parts.len()),
        value: wrong,
        unit: "",
        bar: 0.0,
        peer: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Id, figures};

    #[test]
    fn nine_tenths_of_the_rate_are_asked_for_and_a_missing_line_holds_no_bar() {
        let line = |ours: f64| format!("{{\"case\":\"envelope\",\"value\":{ours},\"peer\":1.0}}");
        assert!(figures(Id::C1, &line(1.1))[0].holds());
        assert!(!figures(Id::C1, &line(1.2))[0].holds());
        assert!(!figures(Id::C5, "")[0].holds());
    }
}
