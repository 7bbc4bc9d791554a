//! U1 to U5, V1 to V3, R3, R5: what a bad link costs, what a lost answer costs, how much a depot takes; and partners on the wire.
//!
//! The example `carry` plays them with a depot in a process of its own. `@tus/server` and `tus-js-client` are measured in the
//! same run, in the versions that `tests/carriers/package.json` pins; so is the disk by itself.

use super::cases::{self, Bar, Case};
use super::peers::{from_npm, from_pypi, output};
use super::{BenchError, Build, Figure, Id};
use crate::codifier::example;
use crate::workspace::Workspace;

/// Where the scripts of the partners lie.
const CARRIERS: &str = "tests/carriers";
const TUS: &str = "tus-js-client to @tus/server, tuned";
const TCP: &str = "one plain TCP transfer of the same bytes over the same link";
const DISK: &str = "the disk by itself, same bytes appended, synced as often";
/// Seven tenths of the rate is this multiple of the time.
const OF_THE_RATE: f64 = 1.0 / 0.7;

const CASES: [Case; 28] = [
    (
        Id::U1,
        "4 MiB",
        "bytes on the wire over ciphertext, cut every 4 MiB",
        "",
        Bar::At(1.02),
    ),
    (
        Id::U1,
        "1 MiB",
        "bytes on the wire over ciphertext, cut every 1 MiB",
        "",
        Bar::At(1.03),
    ),
    (
        Id::U1,
        "256 KiB",
        "bytes on the wire over ciphertext, cut every 256 KiB",
        "",
        Bar::At(1.08),
    ),
    (
        Id::U2,
        "4 MiB",
        "lost per cut, cut every 4 MiB",
        "s",
        Bar::At(0.2),
    ),
    (
        Id::U2,
        "1 MiB",
        "lost per cut, cut every 1 MiB",
        "s",
        Bar::At(0.2),
    ),
    (
        Id::U2,
        "256 KiB",
        "lost per cut, cut every 256 KiB",
        "s",
        Bar::At(0.2),
    ),
    (
        Id::U3,
        "undisturbed",
        "10 MiB undisturbed, receipt in hand",
        "s",
        Bar::OfThePeer(1.0),
    ),
    (
        Id::U4,
        "too few",
        "answers too few that were lost after the commit, of 1000",
        "answers",
        Bar::At(0.0),
    ),
    (
        Id::U4,
        "lost",
        "parts lost over two paths",
        "parts",
        Bar::At(0.0),
    ),
    (
        Id::U4,
        "doubled",
        "parts doubled over two paths",
        "parts",
        Bar::At(0.0),
    ),
    (
        Id::U5,
        "summaries A",
        "coverage until all summaries of forty applications are there, 64 kbit/s, 300 ms, 2 % loss",
        "s",
        Bar::At(120.0),
    ),
    (
        Id::U5,
        "pages A",
        "coverage for the pages of eight applications, 2 % loss",
        "s",
        Bar::OfThePeer(1.15),
    ),
    (
        Id::U5,
        "summaries B",
        "coverage until all summaries of forty applications are there, 64 kbit/s, 300 ms, 10 % loss",
        "s",
        Bar::At(240.0),
    ),
    (
        Id::U5,
        "pages B",
        "coverage for the pages of eight applications, 10 % loss",
        "s",
        Bar::OfThePeer(1.15),
    ),
    (
        Id::V1,
        "part",
        "for each part of 6 KB, 32 clients, durable",
        "ms",
        Bar::At(1.0),
    ),
    (
        Id::V1,
        "part",
        "the same beside the disk",
        "ms",
        Bar::OfThePeer(OF_THE_RATE),
    ),
    (
        Id::V2,
        "part",
        "for each part of 1.5 MB, 8 clients, durable",
        "ms",
        Bar::At(10.0),
    ),
    (
        Id::V3,
        "peak",
        "memory of the depot at its most, after both loads",
        "MB",
        Bar::At(50.0),
    ),
    (
        Id::V3,
        "peak of many",
        "the same after a day of 300 kits with 40 applications each, all at once",
        "MB",
        Bar::At(50.0),
    ),
    (
        Id::V3,
        "lost by many",
        "of their 24 000 parts, lost",
        "parts",
        Bar::At(0.0),
    ),
    (
        Id::V3,
        "doubled by many",
        "of their 24 000 parts, doubled",
        "parts",
        Bar::At(0.0),
    ),
    (
        Id::R3,
        "wrongly named",
        "of three parts of five hundred that never came, wrongly or not named",
        "parts",
        Bar::At(0.0),
    ),
    (
        Id::R5,
        "left behind",
        "of a hundred parts with one poison, left behind",
        "parts",
        Bar::At(1.0),
    ),
    (
        Id::R5,
        "not named",
        "poison not named",
        "parts",
        Bar::At(0.0),
    ),
    (
        Id::Tus,
        "ours to @tus/server",
        "our client to @tus/server through cuts: bytes that differ",
        "",
        Bar::At(0.0),
    ),
    (
        Id::Tus,
        "tus-js-client to ours",
        "tus-js-client to our depot: not kept",
        "",
        Bar::At(0.0),
    ),
    (
        Id::Tus,
        "tuspy to ours",
        "tuspy to our depot: not kept",
        "",
        Bar::At(0.0),
    ),
    (
        Id::Tus,
        "aiotus to ours",
        "aiotus to our depot: not kept",
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
    let depot = workspace.target.join(build.folder()).join("valiza-depot");
    if !depot.exists() {
        return Err(BenchError::NotBuilt {
            path: depot,
            is_release,
        });
    }
    let mut program = example(workspace, "carry", is_release)?;
    program.arg(format!("{id:?}").to_uppercase());
    if [Id::U1, Id::U2, Id::U3, Id::Tus].contains(&id) {
        let peers = from_npm(workspace, "carriers", CARRIERS, "peer.mjs")?;
        program.arg(&peers);
        if id == Id::Tus {
            let script = workspace.root.join(CARRIERS).join("send.py");
            std::fs::copy(script, peers.join("send.py"))?;
            program.arg(from_pypi(workspace, "carriers", CARRIERS)?);
        }
    }
    let lines = output("the example carry", &mut program, &[])?;
    Ok(figures(id, &String::from_utf8_lossy(&lines)))
}

fn figures(id: Id, lines: &str) -> Vec<Figure> {
    let beside = if matches!(id, Id::V1 | Id::V2) {
        DISK
    } else if id == Id::U5 {
        TCP
    } else {
        TUS
    };
    cases::figures(id, lines, CASES, beside)
}

#[cfg(test)]
mod tests {
    use super::{Id, figures};

    #[test]
    fn an_upload_that_did_not_finish_holds_no_bar() {
        let told = figures(Id::U1, "{\"case\":\"4 MiB\",\"value\":1.01,\"peer\":1.0}");
        assert_eq!(told.len(), 3);
        assert!(told[0].holds() && !told[1].holds() && !told[2].holds());
    }

    #[test]
    fn seven_tenths_of_the_disk_are_asked_for() {
        let beside = |ours: f64| {
            let line = format!("{{\"case\":\"part\",\"value\":{ours},\"peer\":0.5}}");
            figures(Id::V1, &line)[1].holds()
        };
        assert!(beside(0.7) && !beside(0.75));
    }
}
