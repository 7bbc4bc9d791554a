//! Scanning: pages come one by one, and every trouble of the feeder has its name.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{io::Cursor, time::Duration};

use devices::{
    Access, Bay, Cancel, Colour, DeviceConfig, DeviceError, Flow, PageFormat, ScanOrder,
    ScanSource, ScanSummary, ScannedPage, Scanner, ScannerConfig,
    sim::{Fault, VirtualScanner},
};

fn driver(scanner: &VirtualScanner) -> Box<dyn Scanner> {
    let list = DeviceConfig {
        scanner: Some(ScannerConfig::Escl(scanner.address())),
        ..Default::default()
    };
    Bay::open(&list).unwrap().scanner.unwrap()
}

/// A small page whose shade tells its number.
fn page(number: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(64, 96, image::Luma([number * 20]));
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn loaded(pages: u8) -> VirtualScanner {
    let scanner = VirtualScanner::start().unwrap();
    scanner.load((1..=pages).map(page)).unwrap();
    scanner
}

fn number(page: &ScannedPage) -> u8 {
    let picture = image::load_from_memory(&page.bytes).unwrap().to_luma8();
    (picture.get_pixel(5, 5).0[0] + 10) / 20
}

/// Scans and keeps every page.
pub(crate) fn scan(
    driver: &mut dyn Scanner,
    order: &ScanOrder,
) -> (Vec<ScannedPage>, Result<ScanSummary, DeviceError>) {
    let mut pages = Vec::new();
    let outcome = driver.scan(order, &mut |page| {
        pages.push(page);
        Flow::Continue
    });
    (pages, outcome)
}

#[test]
fn a_loaded_feeder_yields_its_pages_in_order_until_it_is_empty() {
    let scanner = loaded(5);
    let mut driver = driver(&scanner);
    assert_eq!(driver.sight().access, Access::Ready);
    let (pages, outcome) = scan(&mut *driver, &ScanOrder::default());
    assert_eq!(outcome, Ok(ScanSummary { pages: 5, dpi: 200 }));
    assert_eq!(
        pages.iter().map(number).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    assert!(
        pages
            .iter()
            .all(|page| page.format == PageFormat::Jpeg && page.dpi == 200)
    );
    assert_eq!(
        scan(&mut *driver, &ScanOrder::default()).1,
        Err(DeviceError::NoPaper)
    );
}

#[test]
fn a_finer_resolution_and_grey_are_delivered_as_ordered() {
    let scanner = loaded(1);
    let order = ScanOrder {
        dpi: 250,
        colour: Colour::Grey,
        ..Default::default()
    };
    let (pages, outcome) = scan(&mut *driver(&scanner), &order);
    assert_eq!(outcome, Ok(ScanSummary { pages: 1, dpi: 300 }));
    let picture = image::load_from_memory(&pages[0].bytes).unwrap();
    assert_eq!(
        (picture.width(), picture.height(), picture.color()),
        (96, 144, image::ColorType::L8)
    );
}

#[test]
fn the_glass_yields_exactly_one_page() {
    let scanner = loaded(3);
    scanner.lay(page(9)).unwrap();
    let order = ScanOrder {
        source: ScanSource::Platen,
        ..Default::default()
    };
    let (pages, outcome) = scan(&mut *driver(&scanner), &order);
    assert_eq!(outcome, Ok(ScanSummary { pages: 1, dpi: 200 }));
    assert_eq!(number(&pages[0]), 9);
    assert_eq!(scanner.loaded(), 3);
}

#[test]
fn a_jam_on_the_fourth_page_keeps_the_first_three() {
    let scanner = loaded(5);
    scanner.fault(Fault::JamAfter(3)).unwrap();
    let mut driver = driver(&scanner);
    let (pages, outcome) = scan(&mut *driver, &ScanOrder::default());
    assert_eq!(outcome, Err(DeviceError::Jam { after_pages: 3 }));
    assert_eq!(pages.iter().map(number).collect::<Vec<_>>(), [1, 2, 3]);

    assert_eq!(scanner.open_jobs(), 0, "a broken job is withdrawn");
    scanner.fault(Fault::None).unwrap();
    let (rest, outcome) = scan(&mut *driver, &ScanOrder::default());
    assert_eq!(outcome, Ok(ScanSummary { pages: 2, dpi: 200 }));
    assert_eq!(rest.iter().map(number).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn an_open_cover_is_named_and_seen() {
    let scanner = loaded(1);
    let mut driver = driver(&scanner);
    scanner.fault(Fault::CoverOpen).unwrap();
    assert_eq!(
        scan(&mut *driver, &ScanOrder::default()).1,
        Err(DeviceError::CoverOpen)
    );
    assert!(matches!(
        driver.sight().access,
        Access::Denied {
            reason: DeviceError::CoverOpen,
            ..
        }
    ));
}

#[test]
fn a_scanner_that_hangs_is_given_up_at_the_page_deadline() {
    let scanner = loaded(2);
    let mut driver = driver(&scanner);
    scanner.fault(Fault::Hang).unwrap();
    let order = ScanOrder {
        page_deadline: Duration::from_millis(300),
        ..Default::default()
    };
    assert_eq!(scan(&mut *driver, &order).1, Err(DeviceError::TimedOut));
}

#[test]
fn a_cancel_is_heard_while_the_scanner_hangs() {
    let scanner = loaded(2);
    let mut driver = driver(&scanner);
    scanner.fault(Fault::Hang).unwrap();
    let order = ScanOrder {
        page_deadline: Duration::from_secs(120),
        ..Default::default()
    };
    let cancel: Cancel = order.cancel.clone();
    std::thread::scope(|scope| {
        let scanning = scope.spawn(|| scan(&mut *driver, &order).1);
        while scanner.open_jobs() == 0 {
            std::thread::yield_now();
        }
        cancel.cancel();
        assert_eq!(scanning.join().unwrap(), Err(DeviceError::Cancelled));
    });
    assert_eq!(scanner.open_jobs(), 0);
}

#[test]
fn the_receiver_of_pages_may_stop_and_the_rest_stays_in_the_feeder() {
    let scanner = loaded(4);
    let outcome = driver(&scanner).scan(&ScanOrder::default(), &mut |_| Flow::Stop);
    assert_eq!(outcome, Ok(ScanSummary { pages: 1, dpi: 200 }));
    assert_eq!((scanner.loaded(), scanner.open_jobs()), (3, 0));
}

#[test]
fn a_scanner_that_is_switched_off_is_gone_and_comes_back() {
    let scanner = loaded(1);
    let mut driver = driver(&scanner);
    scanner.fault(Fault::Off).unwrap();
    assert_eq!(
        scan(&mut *driver, &ScanOrder::default()).1,
        Err(DeviceError::Gone)
    );
    scanner.fault(Fault::None).unwrap();
    assert!(scan(&mut *driver, &ScanOrder::default()).1.is_ok());
}

#[test]
fn nonsense_and_giant_pages_are_refused() {
    let scanner = loaded(1);
    let small = ScanOrder {
        max_page_bytes: 100,
        ..Default::default()
    };
    assert!(matches!(
        scan(&mut *driver(&scanner), &small).1,
        Err(DeviceError::Garbled { .. })
    ));
    scanner.fault(Fault::Nonsense).unwrap();
    assert!(matches!(
        scan(&mut *driver(&scanner), &ScanOrder::default()).1,
        Err(DeviceError::Garbled { .. })
    ));
}

#[test]
fn both_sides_of_every_sheet_come_in_order_and_after_a_jam_go_on_where_it_was() {
    let scanner = loaded(10);
    let mut driver = driver(&scanner);
    let both = ScanOrder {
        source: ScanSource::FeederBothSides,
        ..Default::default()
    };
    scanner.fault(Fault::JamAfter(4)).unwrap();
    let (mut pages, outcome) = scan(&mut *driver, &both);
    assert_eq!(outcome, Err(DeviceError::Jam { after_pages: 4 }));
    scanner.fault(Fault::None).unwrap();
    let (rest, outcome) = scan(&mut *driver, &both);
    assert_eq!(outcome.map(|done| done.pages), Ok(6));
    pages.extend(rest);
    assert_eq!(
        pages.iter().map(number).collect::<Vec<_>>(),
        (1..=10).collect::<Vec<_>>()
    );
}
