//! A true beginning with the package: unpacked elsewhere, real keys, no virtual device, the person's own files.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::Kit;
use journeys::day::begin_visit;
use journeys::kit::current;
use journeys::programs::{Background, run_well, wait_for};
use journeys::residents::{BEDRIDDEN, BEDRIDDEN_ANSWERS};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// A one-page PDF that nothing of ours has made: a grey box on A5.
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R>>endobj\n\
4 0 obj<</Length 32>>stream\n0.4 g 60 60 300 400 re f\n        \nendstream endobj\n\
xref\n0 5\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000102 00000 n \n0000000177 00000 n \n\
trailer<</Size 5/Root 1 0 R>>\nstartxref\n262\n%%EOF\n";

struct Unpacked {
    root: PathBuf,
}

impl Unpacked {
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.root.join("system/usr/bin").join(name));
        command.env("HOME", self.root.join("home"));
        command
    }
}

fn unpack(root: &Path) -> Unpacked {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/package");
    let said = run_well(
        Command::new(script)
            .args(["--profile", "dev"])
            .arg(root.join("out")),
    )
    .unwrap();
    let package = said.lines().last().unwrap().trim().to_owned();
    run_well(
        Command::new("dpkg-deb")
            .arg("-x")
            .arg(package)
            .arg(root.join("system")),
    )
    .unwrap();
    std::fs::create_dir_all(root.join("home")).unwrap();
    Unpacked {
        root: root.to_owned(),
    }
}

#[test]
fn journey_a_package_unpacked_elsewhere_takes_a_first_application_with_own_files() {
    let folder = tempfile::tempdir().unwrap();
    let system = unpack(folder.path());
    let (office, data) = (folder.path().join("office"), folder.path().join("kit"));
    let passphrases = folder.path().join("passphrase");
    std::fs::write(&passphrases, "весна озеро камінь калина\n").unwrap();
    let depot_at = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();

    let mut begin = system.program("valiza-console");
    begin.arg("begin").arg(&office).args([
        "--yes",
        "--kit",
        "7",
        "--administrator",
        "Бондар Петро Ілліч",
    ]);
    begin.args([
        "--community",
        "Єзупільська громада;UA26040150000053322;+380342000000",
    ]);
    begin
        .arg("--services")
        .arg(system.root.join("system/usr/share/valiza/services"));
    begin.arg("--depot").arg(format!("http://{depot_at}"));
    begin
        .arg("--passphrase-file")
        .arg(&passphrases)
        .arg("--recovery-passphrase-file")
        .arg(&passphrases);
    run_well(&mut begin).unwrap();
    let log = folder.path().join("log");
    let port_file = folder.path().join("port");
    let mut serve = system.program("valiza-depot");
    serve
        .arg("serve")
        .arg("--data")
        .arg(office.join("depot"))
        .arg("--port-file")
        .arg(&port_file);
    let _depot = Background::start(&mut serve, &log).unwrap();
    wait_for("the depot", Duration::from_secs(30), || {
        Ok(port_file.exists().then_some(()))
    })
    .unwrap();

    let parcel = office.join("kit-007");
    std::fs::write(parcel.join("kit.toml"), "guess_memory_kib = 65536\n").unwrap();
    let mut enrol = system.program("valiza");
    enrol
        .arg("enrol")
        .arg("--profile")
        .arg(&parcel)
        .arg("--data")
        .arg(&data)
        .arg("--passphrase-file")
        .arg(&passphrases);
    run_well(&mut enrol).unwrap();
    let console = |arguments: &[&str]| {
        let mut command = system.program("valiza-console");
        command
            .arg("-C")
            .arg(&office)
            .arg("--passphrase-file")
            .arg(&passphrases)
            .args(arguments);
        run_well(&mut command).unwrap()
    };
    console(&["admit", data.join("kit-card.json").to_str().unwrap()]);

    let mut start = system.program("valiza");
    start
        .args(["--drive", "--no-window", "--data"])
        .arg(&data)
        .arg("--profile")
        .arg(&parcel);
    let mut kit = Kit::start_command(&mut start, &log).unwrap();
    kit.unlock("весна озеро камінь калина").unwrap();
    let number = first_application(&mut kit, folder.path());
    let papers = std::fs::read_dir(system.root.join("home/valiza-papers"))
        .unwrap()
        .count();
    assert!(
        papers >= 3,
        "application, inventory and slip are PDF files: {papers}"
    );
    kit.lock().unwrap();
    kit.ask("try_now", serde_json::Value::Null).unwrap();
    kit.wait("the delivery", |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        !items.is_empty()
            && items
                .iter()
                .all(|item| item["state"]["state"] == "delivered")
    })
    .unwrap();
    kit.quit().unwrap();

    console(&["fetch"]);
    console(&["open"]);
    let shown = console(&["show", &number]);
    assert!(
        shown.contains(BEDRIDDEN[0].1),
        "the coordinator reads the application"
    );
    let export = folder.path().join("export");
    console(&["export", export.to_str().unwrap()]);
}

/// Typed identity, the person's own files, a sheet signed and photographed.
fn first_application(kit: &mut Kit, folder: &Path) -> String {
    begin_visit(kit, 0, "immobile").unwrap();
    for (field, text) in BEDRIDDEN {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": "photo-25-45" }))
        .unwrap();
    for (path, value) in BEDRIDDEN_ANSWERS {
        kit.ask("set_answer", json!({ "path": path, "value": value }))
            .unwrap();
    }
    let (pdf, picture) = (folder.join("own.pdf"), folder.join("own.jpg"));
    std::fs::write(&pdf, PDF).unwrap();
    std::fs::write(&picture, devices::sim::papers::phone_shot(7_001)).unwrap();
    for (document, file) in [("passport-pages", &picture), ("photos", &pdf)] {
        import(kit, document, file);
    }
    let seen = kit.saved().unwrap();
    for finding in seen["visit"]["findings"]
        .as_array()
        .cloned()
        .unwrap_or_default()
    {
        let key = format!(
            "{}#{}",
            finding["place"].as_str().unwrap(),
            finding["rule"].as_str().unwrap()
        );
        kit.ask(
            "override_person",
            json!({ "finding": key, "reason": "звірено" }),
        )
        .unwrap();
    }
    kit.ask("give_consent", Value::Null).unwrap();
    kit.wait("the consent", |seen| current(seen)["stage"] == "reviewed")
        .unwrap();
    kit.ask("print_application", Value::Null).unwrap();
    let seen = kit
        .wait("the application as a file", |seen| {
            current(seen)["papers"]["application"]["state"] == "printed"
        })
        .unwrap();
    import(kit, "signed-application", &picture);
    kit.ask("finish", Value::Null).unwrap();
    kit.wait("the papers", |seen| {
        current(seen)["stage"] == "sealed" && current(seen)["papers"]["slip"]["state"] == "printed"
    })
    .unwrap();
    current(&seen)["number"].as_str().unwrap().to_owned()
}

fn import(kit: &mut Kit, document: &str, file: &Path) {
    kit.ask("import", json!({ "document": document, "paths": [file] }))
        .unwrap();
    kit.wait("the file's pages", |seen| {
        let documents = current(seen)["documents"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        seen["work"].is_null()
            && documents.iter().any(|known| {
                known["key"] == document
                    && known["pages"]
                        .as_array()
                        .is_some_and(|pages| !pages.is_empty())
            })
    })
    .unwrap();
}
