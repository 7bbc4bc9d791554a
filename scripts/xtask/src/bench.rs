//! Measurements with a bar: each figure says what was measured, what it may be at most, and whether it holds.

mod bay;
mod carry;
mod cases;
mod d1;
mod driven;
mod forms;
mod kit;
mod lock;
mod outside;
mod panic;
mod peers;
mod places;
mod process;
mod pyxform;
mod r1;
mod r2;
mod s4;
mod s6;
mod sealing;
mod trial;
mod window;

use crate::workspace::Workspace;
use std::path::PathBuf;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum Id {
    /// Form engines: the same answers, the same rulings; wants node, npm and a network.
    X1,
    /// The kit's window: start, memory, size, idle.
    X2,
    /// The search for places: how long the slowest takes.
    Places,
    /// Pages: what they weigh, cost and lose; wants poppler-utils, tesseract-ocr-ukr and img2pdf, takes ocrmypdf along.
    D1,
    /// Scanning: no page lost or doubled, no hang; wants sane-utils.
    D1b,
    /// A card on the reader, to its facts.
    D2,
    /// Locking: a neutral screen, and the lock screen of a new process image.
    Lock,
    /// Panic: no key left, at any number of pages.
    Panic,
    /// Unlocking: as long as it should, and under duress as long as ever.
    S4,
    /// Two administrators at one kit: nothing crosses.
    S6,
    /// A kit killed a thousand times: what it lost.
    F1,
    /// Every write fails once, and the power goes between all of them: what was lost.
    F2,
    /// A kit killed through its day, its raw disk searched each time.
    S1,
    /// A kit locked and sending: its disk and its memory searched.
    S3,
    /// Ten wrong guesses: what the right passphrase still opens on the raw disk.
    S5,
    /// Encrypting 256 MiB.
    C1,
    /// Decrypting 250 MiB.
    C2,
    /// A hundred applications sealed and kept.
    C3,
    /// What padding adds.
    C4,
    /// Changes that are not noticed.
    C5,
    /// Who else opens parcels; wants node, npm, python3-venv and a network.
    C6,
    /// A hundred applications fetched, verified and opened by the coordinator.
    R1,
    /// Ten thousand applications listed and scrolled; wants cargo build -p console --example ten_thousand.
    R2,
    /// What a depot can guess; wants python3-venv and a network.
    S2,
    /// Bytes on the wire through cuts; wants node, npm and a network, as do U2 and U3.
    U1,
    /// Time lost per cut.
    U2,
    /// An upload that nothing disturbs.
    U3,
    /// A thousand answers lost over two paths.
    U4,
    /// A day over 64 kbit/s with loss and windows of coverage; takes ten minutes.
    U5,
    /// Small parts: how many a second a depot keeps.
    V1,
    /// Large parts.
    V2,
    /// Memory of the depot.
    V3,
    /// Parts that never came: are they named?
    R3,
    /// One poison part of a hundred.
    R5,
    /// Other programs on the same wire; wants node, npm, python3-venv and a network.
    Tus,
}

/// Which build is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Build {
    /// What tests run.
    Dev,
    /// What is packaged.
    Release,
}

impl Build {
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A program is not built.
    #[error("{} is not there; build it first: cargo build {} --workspace", path.display(), if *is_release { "--release" } else { "" })]
    NotBuilt {
        /// Where it was looked for.
        path: PathBuf,
        /// Whether the release build was asked for.
        is_release: bool,
    },
    /// The screen in memory did not start.
    #[error("Xvfb did not start; install the Debian package xvfb")]
    NoScreen,
    /// A program answered with an error.
    #[error("{program} {act} failed: {words}")]
    Refused {
        /// Which program.
        program: &'static str,
        /// What it was asked for.
        act: &'static str,
        /// What it said.
        words: String,
    },
    /// The kit did not come to a state in time.
    #[error("the kit was waited for in vain: {0}")]
    TimedOut(&'static str),
    /// The system refused something.
    #[error("the system refused: {0}")]
    System(#[from] std::io::Error),
}

/// What else was measured the same way, in the same run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peer {
    /// What it is.
    pub name: &'static str,
    /// Its figure.
    pub value: f64,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which measurement it belongs to.
    pub id: Id,
    /// What was measured, in words.
    pub case: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
    /// What it may be at most; infinite where it is only told.
    pub bar: f64,
    /// What it stands beside, where something does.
    pub peer: Option<Peer>,
}

impl Figure {
    /// Whether the bar is held. What was not measured holds none.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.value.is_finite() && self.value <= self.bar
    }

    /// The figure as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let rounded = |value: f64| (value * 1000.0).round() / 1000.0;
        serde_json::json!({
            "id": format!("{:?}", self.id).to_uppercase(),
            "case": self.case,
            "value": rounded(self.value),
            "unit": self.unit,
            "peer": self.peer.map(|peer| peer.name),
            "peer_value": self.peer.map(|peer| rounded(peer.value)),
            "bar": self.bar,
            "holds": self.holds(),
        })
        .to_string()
    }
}

/// Measures.
///
/// # Errors
/// The programs are not built, or the kit does not come up.
pub fn measure(id: Id, workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    match id {
        Id::X1 => forms::measure(workspace),
        Id::X2 => window::measure(workspace, build),
        Id::Places => places::measure(workspace, build),
        Id::D1 => d1::measure(workspace, build),
        Id::D1b | Id::D2 => bay::measure(id, workspace, build),
        Id::Lock => lock::measure(workspace, build),
        Id::Panic => panic::measure(workspace, build),
        Id::S4 => s4::measure(workspace, build),
        Id::S6 => s6::measure(workspace, build),
        Id::F1 => trial::measure(trial::Trial::F1, workspace, build),
        Id::F2 => trial::measure(trial::Trial::F2, workspace, build),
        Id::S1 => trial::measure(trial::Trial::S1, workspace, build),
        Id::S3 => trial::measure(trial::Trial::S3, workspace, build),
        Id::S5 => trial::measure(trial::Trial::S5, workspace, build),
        Id::C1 | Id::C2 | Id::C3 | Id::C4 | Id::C5 | Id::C6 => {
            sealing::measure(id, workspace, build)
        }
        Id::R1 => r1::measure(workspace, build),
        Id::R2 => r2::measure(workspace, build),
        Id::S2 => outside::measure(workspace, build),
        Id::U1
        | Id::U2
        | Id::U3
        | Id::U4
        | Id::U5
        | Id::V1
        | Id::V2
        | Id::V3
        | Id::R3
        | Id::R5
        | Id::Tus => carry::measure(id, workspace, build),
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Id};

    #[test]
    fn a_figure_says_whether_its_bar_is_held() {
        let figure = Figure {
            id: Id::X2,
            case: "start".to_owned(),
            value: 0.41239,
            unit: "s",
            bar: 1.0,
            peer: None,
        };
        let line = figure.to_json();
        assert!(
            line.contains("\"id\":\"X2\"")
                && line.contains("\"value\":0.412")
                && line.contains("\"holds\":true")
        );
        assert!(
            !Figure {
                value: 1.01,
                ..figure
            }
            .holds()
        );
    }
}
