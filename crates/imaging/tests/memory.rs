//! How much memory the finest scan takes, in a program that does nothing else.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;
use std::process::Command;

use devices::sim::papers::{View, specimen};
use imaging::{Limits, Settings, clean, decode_scan, to_pdf};

const SCAN: &str = "scan.jpg";

#[test]
fn a_page_of_600_dpi_is_cleaned_within_64_megabytes_above_its_file() {
    // What memory this program uses for the scan says nothing of the cleaning: it begins anew where the scan lies.
    if Path::new(SCAN).exists() {
        return clean_what_lies_here();
    }
    let folder = tempfile::tempdir().unwrap();
    let scan = specimen("form", View::Scanned { dpi: 600 }, 11).unwrap();
    std::fs::write(folder.path().join(SCAN), scan.picture).unwrap();
    let name = "a_page_of_600_dpi_is_cleaned_within_64_megabytes_above_its_file";
    let alone = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&alone.stdout);
    let is_done = alone.status.success() && said.contains("1 passed");
    assert!(is_done, "{said}");
}

fn clean_what_lies_here() {
    let scan = std::fs::read(SCAN).unwrap();
    let before = kilobytes("VmRSS:");
    // From the coarsest to the finest: the peak of each is above that of those before it.
    for settings in [
        Settings::village(),
        Settings::office(),
        Settings::evidence(),
    ] {
        let page = decode_scan(&scan, &Limits::default(), 600, settings.finest_dpi()).unwrap();
        let kept = clean(page, &settings);
        assert!(!to_pdf(std::slice::from_ref(&kept)).is_empty());
        let above = kilobytes("VmHWM:").saturating_sub(before) / 1024;
        assert!(above <= 64, "{above} MB above the file");
    }
}

/// A figure of this program in kilobytes, as the system tells it.
fn kilobytes(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
