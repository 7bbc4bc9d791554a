//! Papers as a stranger reads them who cannot read our templates: by `pdftotext`. A picture of each stays for whoever tends
//! them.

use papers::Sheet;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

/// Where whoever tends the papers finds pictures of them.
pub(crate) fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn run(program: &str, arguments: &[&str]) -> String {
    let done = Program::new(program)
        .args(arguments)
        .current_dir(pictures())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program}: {said}");
    String::from_utf8(done.stdout).unwrap()
}

/// Letters and digits alone: lines may be broken and words divided.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).collect()
}

/// A sheet as a stranger reads it; its picture stays.
pub(crate) fn read(name: &str, sheet: &Sheet) -> String {
    let (options, unusable) = sheet.options();
    assert_eq!(unusable, None, "{name}");
    let pdf = papers::typeset(&sheet.paper, &options).unwrap();
    assert!(
        pdf.is_archival() && pdf.notice().is_none(),
        "{name}: {pdf:?}"
    );
    let file = format!("{name}.pdf");
    std::fs::write(pictures().join(&file), pdf.bytes()).unwrap();
    run(
        "pdftoppm",
        &[
            "-png",
            "-r",
            "70",
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            &file,
            name,
        ],
    );
    letters(&run("pdftotext", &["-raw", &file, "-"]))
}
