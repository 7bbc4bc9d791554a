//! Independent programs as partners: what a stranger's client makes of our counterparts.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, io::Cursor, process::Command};

use devices::sim::{Fault, VirtualPrinter, VirtualScanner};

/// Runs Debian's `scanimage` with its eSCL back-end against a scanner; returns its exit code and the pages it saved.
fn scanimage(scanner: &VirtualScanner) -> (Option<i32>, Vec<image::RgbImage>) {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("dll.conf", "airscan\n");
    put(
        "airscan.conf",
        &format!(
            "[devices]\n\"Virtual\" = {}, eSCL\n[options]\ndiscovery = disable\n",
            scanner.address()
        ),
    );
    let batch = folder.path().join("page%02d.png");
    let outcome = Command::new("timeout")
        .args([
            "60",
            "scanimage",
            "-d",
            "airscan:e0:Virtual",
            "--source",
            "ADF",
            "--resolution",
            "200",
        ])
        .args(["--mode", "Color", "--format=png"])
        .arg(format!("--batch={}", batch.display()))
        .env("SANE_CONFIG_DIR", folder.path())
        .output()
        .unwrap();
    let missing = outcome.status.code() == Some(127);
    assert!(
        !missing,
        "install the Debian packages sane-utils and sane-airscan"
    );
    let pages = (1..100)
        .map_while(|number| image::open(folder.path().join(format!("page{number:02}.png"))).ok());
    (
        outcome.status.code(),
        pages.map(|page| page.to_rgb8()).collect(),
    )
}

fn page(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(1654, 2339, image::Rgb([shade; 3]));
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[test]
fn sane_scans_the_feeder_of_the_virtual_scanner_page_by_page() {
    let scanner = VirtualScanner::start().unwrap();
    scanner.load([page(40), page(120), page(200)]).unwrap();
    let (_, pages) = scanimage(&scanner);
    let shades: Vec<u8> = pages
        .iter()
        .map(|page| page.get_pixel(800, 1100).0[0])
        .collect();
    assert_eq!(shades.len(), 3, "{shades:?}");
    assert!(
        shades
            .iter()
            .zip([40, 120, 200])
            .all(|(seen, loaded)| seen.abs_diff(loaded) < 4),
        "{shades:?}"
    );
}

#[test]
fn sane_names_the_jam_of_the_virtual_scanner() {
    const SANE_STATUS_JAMMED: i32 = 6;
    let scanner = VirtualScanner::start().unwrap();
    scanner.load([page(40), page(120), page(200)]).unwrap();
    scanner.fault(Fault::JamAfter(2)).unwrap();
    let (code, pages) = scanimage(&scanner);
    assert_eq!((code, pages.len()), (Some(SANE_STATUS_JAMMED), 2));
}

#[test]
fn ipptool_prints_on_the_virtual_printer_and_follows_its_job() {
    const FOLLOW: &str = r#"{
        NAME "Follow the job" OPERATION Get-Job-Attributes
        GROUP operation-attributes-tag
        ATTR charset attributes-charset utf-8
        ATTR language attributes-natural-language en
        ATTR uri printer-uri $uri
        ATTR integer job-id 1
        ATTR name requesting-user-name $user
        STATUS successful-ok
        EXPECT job-state OF-TYPE enum WITH-VALUE 9 REPEAT-NO-MATCH
        REPEAT-LIMIT 5
        DELAY 0.01
    }"#;
    let folder = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::start(folder.path()).unwrap();
    let [document, follow] = ["document", "follow.test"].map(|name| folder.path().join(name));
    fs::write(&document, b"%PDF-1.7 from a stranger").unwrap();
    fs::write(&follow, FOLLOW).unwrap();
    let outcome = Command::new("timeout")
        .args([
            "60",
            "ipptool",
            "-t",
            "-d",
            "filetype=application/pdf",
            "-f",
        ])
        .arg(&document)
        .args([
            &printer.address().replacen("http", "ipp", 1),
            "print-job.test",
        ])
        .arg(&follow)
        .output()
        .unwrap();
    assert!(
        outcome.status.code() != Some(127),
        "install the Debian package cups-ipp-utils"
    );
    assert!(
        outcome.status.success(),
        "{}",
        String::from_utf8_lossy(&outcome.stdout)
    );
    assert_eq!(
        fs::read(&printer.printed()[0]).unwrap(),
        b"%PDF-1.7 from a stranger"
    );
}
