//! `firmware-config` and `hardware` must agree with the code and with each other.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use devices::{Bay, DeviceConfig, DeviceKind, DeviceProfile, board::Pins};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Names of the files with this ending in a folder, without the ending.
fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    let files = fs::read_dir(root().join(folder)).unwrap();
    files
        .filter_map(|file| {
            file.unwrap()
                .file_name()
                .to_str()?
                .strip_suffix(ending)
                .map(str::to_owned)
        })
        .collect()
}

/// What stands in quotation marks after each occurrence of `key`.
fn quoted<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(move |line| {
            line.split(key)
                .skip(1)
                .filter_map(|rest| rest.split('"').nth(1))
        })
}

#[test]
fn every_profile_parses_and_is_shipped_and_has_a_sheet() {
    let files = stems("firmware-config/devices", ".toml");
    for key in &files {
        let text =
            fs::read_to_string(root().join(format!("firmware-config/devices/{key}.toml"))).unwrap();
        text.parse::<DeviceProfile>()
            .unwrap_or_else(|error| panic!("{key}: {error}"));
    }
    assert_eq!(
        files,
        DeviceProfile::shipped_keys().map(str::to_owned).collect()
    );
    assert_eq!(files, stems("hardware/devices", ".md"));
}

#[test]
fn every_usb_id_of_the_udev_rules_has_a_profile_and_every_serial_profile_id_a_rule() {
    let rules = fs::read_to_string(root().join("firmware-config/udev/60-valiza.rules")).unwrap();
    let vendors = quoted(&rules, "ATTRS{idVendor}==");
    let ruled: BTreeSet<String> = vendors
        .zip(quoted(&rules, "ATTRS{idProduct}=="))
        .map(|(vendor, product)| format!("{vendor}:{product}"))
        .collect();
    let profiles = DeviceProfile::shipped_keys().filter_map(DeviceProfile::shipped);
    // Card readers belong to pcscd and scanners to SANE, each with rules of its own.
    let serial =
        |profile: &DeviceProfile| matches!(profile.kind, DeviceKind::IdReader | DeviceKind::Slip);
    let profiled: BTreeSet<String> = profiles
        .filter(serial)
        .flat_map(|profile| profile.usb)
        .map(|id| id.to_string())
        .collect();
    assert_eq!(ruled, profiled);
}

#[test]
fn every_unit_starts_a_binary_that_is_built_here() {
    let built: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .filter_map(|member| fs::read_to_string(member.unwrap().path().join("Cargo.toml")).ok())
        .flat_map(|manifest| {
            let bins = manifest.split("[[bin]]").skip(1);
            bins.filter_map(|bin| bin.split('"').nth(1).map(str::to_owned))
                .collect::<Vec<_>>()
        })
        .collect();
    for unit in stems("firmware-config/systemd", ".service") {
        let text =
            fs::read_to_string(root().join(format!("firmware-config/systemd/{unit}.service")))
                .unwrap();
        let start = text
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="))
            .unwrap();
        let binary = start.split(' ').next().unwrap().rsplit('/').next().unwrap();
        assert!(
            built.contains(binary),
            "{unit}: {binary} is not among {built:?}"
        );
    }
}

#[test]
fn the_example_of_a_device_list_opens() {
    let path = root().join("firmware-config/profile.example/devices.toml");
    let list = DeviceConfig::read(&path).unwrap();
    assert!(Bay::open(&list).unwrap().scanner.is_some());
}

#[test]
fn the_wiring_names_the_pins_of_the_code() {
    let wiring = fs::read_to_string(root().join("hardware/wiring.md")).unwrap();
    let pins = Pins::default();
    for (what, pin) in [
        ("panic button", pins.panic),
        ("power lamp", pins.power),
        ("delivery lamp", pins.delivery),
        ("trouble lamp", pins.trouble),
    ] {
        let row = format!("| {what} | GPIO {pin} |");
        assert!(wiring.contains(&row), "hardware/wiring.md has no row {row}");
    }
}
