//! Programs and libraries of others, from the registries of their languages, each into a folder of its own below the
//! target folder; nothing is installed into the system.

use super::BenchError;
use crate::workspace::Workspace;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Installs the packages that `package.json` in the folder `from` pins, and copies `script` beside them.
pub(super) fn from_npm(
    workspace: &Workspace,
    name: &str,
    from: &str,
    script: &str,
) -> Result<PathBuf, BenchError> {
    let folder = workspace.target.join(name);
    fs::create_dir_all(&folder)?;
    for file in ["package.json", script] {
        fs::copy(workspace.root.join(from).join(file), folder.join(file))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--silent"])
        .current_dir(&folder);
    output("npm", &mut npm, &[])?;
    Ok(folder)
}

/// A Python with the packages that `requirements.txt` in the folder `from` pins.
pub(super) fn from_pypi(
    workspace: &Workspace,
    name: &str,
    from: &str,
) -> Result<PathBuf, BenchError> {
    let folder = workspace.target.join(format!("{name}-python"));
    let python = folder.join("bin/python");
    if !python.exists() {
        let mut venv = Command::new("python3");
        output(
            "python3 -m venv",
            venv.args(["-m", "venv"]).arg(&folder),
            &[],
        )?;
    }
    let mut pip = Command::new(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
    ])
    .arg(workspace.root.join(from).join("requirements.txt"));
    output("pip", &mut pip, &[])?;
    Ok(python)
}

/// Gives `input` to a program and returns what it wrote, or what it complained of.
pub(super) fn output(
    program: &'static str,
    command: &mut Command,
    input: &[u8],
) -> Result<Vec<u8>, BenchError> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| refused(program, &error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input)?;
    }
    let output = child.wait_with_output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(refused(program, &String::from_utf8_lossy(&output.stderr)))
    }
}

fn refused(program: &'static str, words: &str) -> BenchError {
    BenchError::Refused {
        program,
        act: "run",
        words: words.trim().to_owned(),
    }
}

/// The files of a folder with this ending, without it, in order.
pub(super) fn names(folder: &Path, ending: &str) -> Result<Vec<String>, BenchError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(ending).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
