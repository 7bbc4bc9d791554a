//! A kit with real keys in a folder of its own, made by the programs themselves.

use super::{BenchError, Build};
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Invented, for a kit that lives as long as the measurement.
pub(super) const PASSPHRASE: &str = "калина джерело сорока липень ковадло зірниця";

/// The kit and the programs that made it.
#[derive(Debug)]
pub(super) struct Kit {
    folder: TempDir,
    program: PathBuf,
}

impl Kit {
    /// Begins an office and enrols its kit.
    pub(super) fn make(workspace: &Workspace, build: Build) -> Result<Self, BenchError> {
        let built = |name: &str| {
            let path = workspace.target.join(build.folder()).join(name);
            if path.exists() {
                Ok(path)
            } else {
                Err(BenchError::NotBuilt {
                    path,
                    is_release: build == Build::Release,
                })
            }
        };
        let (program, console) = (built("valiza")?, built("valiza-console")?);
        let kit = Self {
            folder: TempDir::new()?,
            program,
        };
        fs::write(kit.passphrase(), PASSPHRASE)?;
        let mut begin = Command::new(console);
        begin
            .arg("begin")
            .arg(kit.office())
            .args(["--yes", "--kit", "42", "--services"]);
        begin
            .arg(workspace.root.join("crates/catalogue/services"))
            .arg("--passphrase-file")
            .arg(kit.passphrase());
        finish("valiza-console", "begin", &mut begin)?;
        let mut enrol = kit.command();
        enrol
            .arg("--profile")
            .arg(kit.office().join("kit-042"))
            .arg("enrol")
            .arg("--passphrase-file")
            .arg(kit.passphrase());
        finish("valiza", "enrol", &mut enrol)?;
        Ok(kit)
    }

    /// The kit's program on the kit's folder.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(self.data());
        // Papers go into a folder of the account where there is no printer.
        command.env("HOME", self.folder.path());
        command
    }

    /// The file of keys.
    pub(super) fn keys(&self) -> PathBuf {
        self.data().join("keys")
    }

    /// The kit's own folder.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("kit")
    }

    /// A folder for what is brought to the kit.
    pub(super) fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    /// The program's file.
    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    fn office(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    fn passphrase(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }
}

fn finish(
    program: &'static str,
    act: &'static str,
    command: &mut Command,
) -> Result<(), BenchError> {
    let output = command.output()?;
    let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() {
        Ok(())
    } else {
        Err(BenchError::Refused {
            program,
            act,
            words,
        })
    }
}
