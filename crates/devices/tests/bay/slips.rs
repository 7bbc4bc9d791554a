//! Slips: the strip shows the raster dot for dot, and a printer without paper gets none.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{io::Read, net::TcpListener, time::Duration};

use devices::{
    Access, Bay, DeviceConfig, DeviceError, Raster, SlipConfig, SlipLink, SlipOrder, SlipPrinter,
    SlipQuirks,
    sim::{Fault, VirtualSlip},
};
use tempfile::TempDir;

fn driver(slip: &VirtualSlip, quirks: SlipQuirks) -> Box<dyn SlipPrinter> {
    let slip = SlipConfig {
        link: SlipLink::Serial(slip.path().into()),
        profile: None,
        quirks: Some(quirks),
    };
    Bay::open(&DeviceConfig {
        slip: Some(slip),
        ..Default::default()
    })
    .unwrap()
    .slip
    .unwrap()
}

fn bench() -> (TempDir, VirtualSlip, Box<dyn SlipPrinter>) {
    let folder = tempfile::tempdir().unwrap();
    let slip = VirtualSlip::start(&folder.path().join("tty"), folder.path(), 384).unwrap();
    let driver = driver(
        &slip,
        SlipQuirks {
            band_rows: 24,
            ..Default::default()
        },
    );
    (folder, slip, driver)
}

/// Slanted stripes, so that a lost byte shows.
fn stripes() -> Raster {
    let bits = (0..600_u32)
        .flat_map(|row| (0..48_u32).map(move |byte| (row * 7 + byte * 13) as u8))
        .collect();
    Raster::new(384, 600, bits).unwrap()
}

#[test]
fn the_strip_shows_the_raster_dot_for_dot() {
    let (_folder, slip, mut driver) = bench();
    assert_eq!(driver.sight().access, Access::Ready);
    driver.print(&SlipOrder::new(stripes())).unwrap();

    let strip = image::open(&slip.strips()[0]).unwrap().to_luma8();
    let raster = stripes();
    for (y, row) in raster.rows().enumerate() {
        for x in 0..384 {
            let black = row[x / 8] >> (7 - x % 8) & 1 == 1;
            assert_eq!(
                strip.get_pixel(x as u32, y as u32).0[0] < 128,
                black,
                "dot {x} of row {y}"
            );
        }
    }
    driver.print(&SlipOrder::new(stripes())).unwrap();
    assert_eq!(slip.strips().len(), 2);
}

#[test]
fn an_open_cover_and_an_empty_roll_are_named_before_anything_is_sent() {
    let (_folder, slip, mut driver) = bench();
    for (fault, named) in [
        (Fault::CoverOpen, DeviceError::CoverOpen),
        (Fault::NoPaper, DeviceError::NoPaper),
    ] {
        slip.fault(fault).unwrap();
        assert_eq!(driver.print(&SlipOrder::new(stripes())), Err(named));
    }
    slip.fault(Fault::None).unwrap();
    driver.print(&SlipOrder::new(stripes())).unwrap();
    assert_eq!(slip.strips().len(), 1);
}

#[test]
fn a_printer_that_hangs_or_talks_nonsense_times_out() {
    let (_folder, slip, mut driver) = bench();
    for fault in [Fault::Hang, Fault::Nonsense] {
        slip.fault(fault).unwrap();
        let order = SlipOrder {
            deadline: Duration::from_millis(400),
            ..SlipOrder::new(stripes())
        };
        assert_eq!(
            driver.print(&order),
            Err(DeviceError::TimedOut),
            "{fault:?}"
        );
    }
}

#[test]
fn a_pulled_cable_is_gone_and_a_plugged_one_prints_again() {
    let (_folder, slip, mut driver) = bench();
    driver.print(&SlipOrder::new(stripes())).unwrap();
    slip.fault(Fault::Off).unwrap();
    assert_eq!(
        driver.print(&SlipOrder::new(stripes())),
        Err(DeviceError::Gone)
    );
    slip.fault(Fault::None).unwrap();
    driver.print(&SlipOrder::new(stripes())).unwrap();
}

#[test]
fn a_slip_wider_than_the_paper_is_refused() {
    let (_folder, slip, _) = bench();
    let mut narrow = driver(
        &slip,
        SlipQuirks {
            width_dots: 200,
            ..Default::default()
        },
    );
    assert!(matches!(
        narrow.print(&SlipOrder::new(stripes())),
        Err(DeviceError::Refused { .. })
    ));
}

#[test]
fn a_printer_that_cannot_answer_prints_all_the_same() {
    let (_folder, slip, _) = bench();
    let mut mute = driver(
        &slip,
        SlipQuirks {
            two_way: false,
            ..Default::default()
        },
    );
    mute.print(&SlipOrder::new(stripes())).unwrap();
    let deadline = Duration::from_secs(10);
    let pause = devices::Cancel::new();
    let mut waited = Duration::ZERO;
    while slip.strips().is_empty() && waited < deadline {
        assert!(!pause.wait(Duration::from_millis(10)));
        waited += Duration::from_millis(10);
    }
    assert_eq!(slip.strips().len(), 1);
}

#[test]
fn a_slip_reaches_a_network_printer_whole() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let link = SlipLink::Tcp(listener.local_addr().unwrap().to_string());
    let quirks = SlipQuirks {
        two_way: false,
        ..Default::default()
    };
    let slip = SlipConfig {
        link,
        profile: None,
        quirks: Some(quirks),
    };
    let mut driver = Bay::open(&DeviceConfig {
        slip: Some(slip),
        ..Default::default()
    })
    .unwrap()
    .slip
    .unwrap();
    std::thread::scope(|scope| {
        let printer = scope.spawn(|| {
            let mut bytes = Vec::new();
            listener
                .accept()
                .unwrap()
                .0
                .read_to_end(&mut bytes)
                .unwrap();
            bytes
        });
        driver.print(&SlipOrder::new(stripes())).unwrap();
        drop(driver);
        let bytes = printer.join().unwrap();
        assert!(bytes.starts_with(b"\x1b@\x1dv0\0\x30\0"));
        assert!(bytes.ends_with(b"\x1bd\x05\x1dVB\0"));
        assert!(bytes.len() > 48 * 600);
    });
}
