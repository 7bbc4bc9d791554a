//! `catalogue check` and `catalogue build` as a coordinator types them.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::Path};

use clap::Parser as _;
use console::{
    folder::Folder,
    terminal::{Arguments, run},
};

/// What the program printed, or why it stopped; its exit code comes first.
fn typed(words: &[&str]) -> (String, String) {
    let arguments = Arguments::parse_from(["valiza-console"].iter().chain(words));
    let mut out = Vec::new();
    let code = match run(&arguments, &mut std::io::empty(), &mut out) {
        Ok(code) => format!("{code:?}"),
        Err(why) => format!("{why:#}"),
    };
    (code, String::from_utf8(out).unwrap())
}

fn probe() -> String {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    crates
        .join("catalogue/tests/fixtures")
        .display()
        .to_string()
}

#[test]
fn a_check_tells_mistakes_and_what_is_open_and_needs_no_keys() {
    let done = format!("{:?}", std::process::ExitCode::SUCCESS);
    let (code, told) = typed(&["catalogue", "check", &probe()]);
    assert_eq!(code, done);
    assert!(
        told.starts_with("1 services read\n\nMistakes: 0\n"),
        "{told}"
    );
    assert!(
        told.contains("\n  whole/card.toml, line 108, acts: "),
        "{told}"
    );
    assert!(
        told.contains("\n  whole/card.toml, line 11, authority\n"),
        "{told}"
    );

    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("empty")).unwrap();
    let (code, told) = typed(&["catalogue", "check", place.path().to_str().unwrap()]);
    assert_eq!(code, format!("{:?}", std::process::ExitCode::FAILURE));
    assert!(told.contains("\n  empty/card.toml: "), "{told}");
    assert!(told.contains("\n  empty/form.xlsx: "), "{told}");
}

#[test]
fn an_edited_paper_is_tried_and_its_mistake_named_by_file_and_line() {
    let place = tempfile::tempdir().unwrap();
    let whole = place.path().join("whole");
    fs::create_dir_all(whole.join("papers")).unwrap();
    for file in ["card.toml", "form.xlsx", "technological.toml"] {
        fs::copy(
            Path::new(&probe()).join("whole").join(file),
            whole.join(file),
        )
        .unwrap();
    }
    let check = |paper: &str, text: &str| {
        fs::write(whole.join("papers").join(paper), text).unwrap();
        typed(&["catalogue", "check", place.path().to_str().unwrap()])
    };
    let (code, told) = check("consent.typ", "Own words\n\n#nobody-wrote-this");
    assert_eq!(code, format!("{:?}", std::process::ExitCode::FAILURE));
    assert!(
        told.contains("\n  whole/papers/consent.typ, line 3: "),
        "{told}"
    );
    let (_, told) = check("consent.typ", "Own words");
    assert!(told.contains("\nMistakes: 0\n"), "{told}");
    let (_, told) = check("poster.typ", "");
    assert!(
        told.contains("\n  whole/papers/poster.typ: there is no paper"),
        "{told}"
    );
}

#[test]
fn model_documents_carry_what_the_profile_and_the_file_of_values_say() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).display().to_string();
    fs::write(path("passphrase"), "one two three\n").unwrap();
    let told = typed(&[
        "--passphrase-file",
        &path("passphrase"),
        "begin",
        &path("office"),
        "--yes",
        "--services",
        &probe(),
    ]);
    assert!(told.1.contains("What to do next"), "{told:?}");
    fs::write(path("values.toml"), "head = 'Remembered'\n").unwrap();
    let documents = |values: &str| {
        typed(&[
            "-C",
            &path("office"),
            "documents",
            &path("drafts"),
            "--values",
            &path(values),
        ])
    };
    let (code, told) = documents("values.toml");
    assert_eq!(
        code,
        format!("{:?}", std::process::ExitCode::SUCCESS),
        "{told}"
    );
    let drafts = place.path().join("drafts/UA26040130000010870");
    assert_eq!(fs::read_dir(&drafts).unwrap().count(), 7);
    let decision = std::process::Command::new("pdftotext")
        .arg(drafts.join("decision.pdf"))
        .arg("-")
        .output()
        .unwrap();
    let decision = String::from_utf8(decision.stdout).unwrap();
    for word in ["Дубовецька", "Remembered"] {
        assert!(decision.contains(word), "{word}: {decision}");
    }
    fs::write(path("typo.toml"), "haed = 'A'\n").unwrap();
    let (why, _) = documents("typo.toml");
    assert!(why.contains("no document asks for haed"), "{why}");
}

#[test]
fn a_build_is_signed_by_the_root_key_and_lies_where_the_kits_fetch_it() {
    let place = tempfile::tempdir().unwrap();
    let office = place.path().join("office");
    let passphrase = place.path().join("passphrase");
    fs::write(&passphrase, "one two three\n").unwrap();
    let (code, told) = typed(&[
        "--passphrase-file",
        passphrase.to_str().unwrap(),
        "begin",
        office.to_str().unwrap(),
        "--yes",
        "--services",
        &probe(),
    ]);
    assert!(told.contains("What to do next"), "{code}");
    let build = |dir: &str, version: &str, file: &Path| {
        typed(&[
            "-C",
            office.to_str().unwrap(),
            "--passphrase-file",
            passphrase.to_str().unwrap(),
            "catalogue",
            "build",
            dir,
            "--catalogue-version",
            version,
            "--out",
            file.to_str().unwrap(),
        ])
    };
    let first = place.path().join("first.json");
    let (code, told) = build(&probe(), "2", &first);
    assert!(told.contains("1 services, version 2"), "{code} {told}");
    let bytes = fs::read(&first).unwrap();
    let root = Folder::open(&office).unwrap().setup().root.clone();
    assert_eq!(catalogue::open(&bytes, &[root]).unwrap().version, "2");
    for place in ["catalogue.json", "kit-042/catalogue.json"] {
        assert_eq!(fs::read(office.join(place)).unwrap(), bytes, "{place}");
    }

    let none = place.path().join("none.json");
    let (why, _) = build(&probe(), "1", &none);
    assert!(why.contains("older than version 2"), "{why}");

    let broken = place.path().join("broken");
    fs::create_dir_all(broken.join("service")).unwrap();
    let (why, told) = build(broken.to_str().unwrap(), "3", &none);
    assert!(why.contains("nothing was written"), "{why}");
    assert!(told.contains("service/card.toml"), "{told}");

    let papers = place.path().join("edited/whole/papers");
    fs::create_dir_all(&papers).unwrap();
    for file in ["card.toml", "form.xlsx", "technological.toml"] {
        let from = Path::new(&probe()).join("whole").join(file);
        fs::copy(from, papers.join("..").join(file)).unwrap();
    }
    fs::write(papers.join("slip.typ"), "#nobody-wrote-this").unwrap();
    let edited = place.path().join("edited");
    let (why, told) = build(edited.to_str().unwrap(), "3", &none);
    assert!(why.contains("nothing was written"), "{why}");
    assert!(told.contains("papers/slip.typ, line 1"), "{told}");
    assert!(!none.exists());
}
