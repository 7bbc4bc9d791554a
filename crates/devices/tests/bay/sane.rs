//! The driver of the system's scanner programs, judged by SANE's own `test` back-end and by a program that misbehaves.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and measures how long a person waits"
)]

use std::{
    fs,
    time::{Duration, Instant},
};

use devices::{
    Access, Bay, Cancel, DeviceConfig, DeviceError, Flow, PageFormat, SaneConfig, ScanOrder,
    ScanSource, ScanSummary, ScannedPage, Scanner, ScannerConfig,
};
use tempfile::TempDir;

use crate::scanning::scan;

/// The `test` back-end alone, small pages, with more options.
fn driver(options: &[&str]) -> (TempDir, Box<dyn Scanner>) {
    let drivers = TempDir::new().unwrap();
    fs::write(drivers.path().join("dll.conf"), "test\n").unwrap();
    let small = ["-x", "20", "-y", "20", "--test-picture=Color pattern"];
    let list = DeviceConfig {
        scanner: Some(ScannerConfig::Sane(SaneConfig {
            device: "test:0".into(),
            options: small
                .iter()
                .chain(options)
                .map(|&option| option.into())
                .collect(),
            drivers: Some(drivers.path().to_owned()),
        })),
        ..DeviceConfig::default()
    };
    let scanner = Bay::open(&list).unwrap().scanner.unwrap();
    (drivers, scanner)
}

fn rooms() -> Vec<fs::DirEntry> {
    let entries = fs::read_dir("/dev/shm").unwrap().flatten();
    let ours = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("valiza-");
    entries.filter(ours).collect()
}

#[test]
fn the_feeder_of_sane_gives_its_ten_pages_one_by_one_and_the_glass_one() {
    let (_drivers, mut driver) = driver(&[]);
    assert_eq!(driver.sight().access, Access::Ready);
    let order = ScanOrder {
        dpi: 100,
        ..ScanOrder::default()
    };
    let (pages, outcome) = scan(&mut *driver, &order);
    assert_eq!(
        outcome,
        Ok(ScanSummary {
            pages: 10,
            dpi: 100
        })
    );
    for page in &pages {
        assert_eq!(page.format, PageFormat::Png);
        let picture = image::load_from_memory(&page.bytes).unwrap();
        assert_eq!(picture.color(), image::ColorType::Rgb8);
    }
    let glass = ScanOrder {
        source: ScanSource::Platen,
        ..order
    };
    assert_eq!(scan(&mut *driver, &glass).1.map(|done| done.pages), Ok(1));
}

#[test]
fn every_status_of_sane_has_its_own_words() {
    for (status, expected) in [
        ("JAMMED", DeviceError::Jam { after_pages: 0 }),
        ("COVER_OPEN", DeviceError::CoverOpen),
        ("DEVICE_BUSY", DeviceError::Busy),
        ("NO_DOCS", DeviceError::NoPaper),
        ("IO_ERROR", DeviceError::Gone),
        ("ACCESS_DENIED", DeviceError::NotPermitted),
    ] {
        let option = format!("--read-return-value=SANE_STATUS_{status}");
        let (_drivers, mut driver) = driver(&[&option]);
        // Now and then the test back-end's own child dies of a broken pipe first; scanimage then ends as if nothing had been, or
        // waits for that child for ever.
        let order = ScanOrder {
            page_deadline: Duration::from_secs(3),
            ..ScanOrder::default()
        };
        let outcomes = std::iter::repeat_with(|| scan(&mut *driver, &order));
        let ended = |outcome: &(Vec<ScannedPage>, _)| match outcome.1 {
            Err(DeviceError::TimedOut) => false,
            Err(DeviceError::NoPaper) => expected == DeviceError::NoPaper,
            _ => true,
        };
        let (pages, outcome) = outcomes.take(8).find(ended).unwrap();
        assert_eq!((pages.len(), outcome), (0, Err(expected)), "{status}");
    }
}

#[test]
fn an_absent_scanner_is_gone_and_says_so_before_a_scan() {
    let list = DeviceConfig {
        scanner: Some(ScannerConfig::Sane(SaneConfig {
            device: "nosuch:0".into(),
            options: Vec::new(),
            drivers: None,
        })),
        ..DeviceConfig::default()
    };
    let mut driver = Bay::open(&list).unwrap().scanner.unwrap();
    assert!(matches!(
        driver.sight().access,
        Access::Denied {
            reason: DeviceError::Gone,
            ..
        }
    ));
    assert_eq!(
        scan(&mut *driver, &ScanOrder::default()).1,
        Err(DeviceError::Gone)
    );
}

#[test]
fn a_driver_that_hangs_is_killed_by_the_watchdog_and_by_a_cancel() {
    // Each read waits for a long time: no page is ever whole.
    let slow = [
        "--read-limit=yes",
        "--read-limit-size=1",
        "--read-delay=yes",
        "--read-delay-duration=200000",
    ];
    let (_drivers, mut driver) = driver(&slow);
    let order = ScanOrder {
        page_deadline: Duration::from_millis(300),
        ..ScanOrder::default()
    };
    let began = Instant::now();
    assert_eq!(scan(&mut *driver, &order).1, Err(DeviceError::TimedOut));
    assert!(began.elapsed() < Duration::from_secs(6));

    let cancel = Cancel::new();
    let order = ScanOrder {
        cancel: cancel.clone(),
        ..ScanOrder::default()
    };
    let outcome = std::thread::scope(|scope| {
        let scanning = scope.spawn(|| scan(&mut *driver, &order).1);
        assert!(!Cancel::new().wait(Duration::from_millis(300)));
        cancel.cancel();
        scanning.join().unwrap()
    });
    assert_eq!(outcome, Err(DeviceError::Cancelled));
}

#[test]
fn whoever_has_enough_pages_stops_and_no_page_stays_behind() {
    let (_drivers, mut driver) = driver(&[]);
    let mut seen = 0;
    let outcome = driver.scan(&ScanOrder::default(), &mut |_page| {
        seen += 1;
        match seen {
            3 => Flow::Stop,
            _ => Flow::Continue,
        }
    });
    assert_eq!((outcome.map(|done| done.pages), seen), (Ok(3), 3));
    let limited = ScanOrder {
        max_page_bytes: 100,
        ..ScanOrder::default()
    };
    assert!(matches!(
        scan(&mut *driver, &limited).1,
        Err(DeviceError::Garbled { .. })
    ));
    // Other tests of this file scan at the same time: what is left must go with its scan.
    let began = Instant::now();
    while rooms().iter().any(|room| room.path().join("4").exists()) {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "a page stayed behind"
        );
        assert!(!Cancel::new().wait(Duration::from_millis(50)));
    }
}
