//! Measures scanner and card reader against their virtual counterparts; one line of JSON for each case.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and tells what it saw"
)]

use std::{
    error::Error,
    io::Cursor,
    time::{Duration, Instant},
};

use devices::{
    Bay, Cancel, CardConfig, CardKey, CardOrder, CardSlots, DataProof, DeviceConfig, DeviceError,
    Flow, SaneConfig, ScanOrder, ScanSource, Scanner, ScannerConfig,
    sim::{CardCurve, CardFault, CardPlan, Fault, TestAuthority, VirtualCard, VirtualScanner},
};

type Measured = Result<(), Box<dyn Error>>;

/// Sides of twenty sheets.
const SIDES: u8 = 40;
/// 22 November 2026.
const NOW_S: u64 = 1_795_305_600;

fn main() -> Measured {
    match std::env::args().nth(1).as_deref() {
        Some("D1B") => scanning(),
        Some("D2") => cards(),
        _ => Err("what is measured: D1B or D2".into()),
    }
}

fn tell(case: &str, value: f64) {
    println!("{}", serde_json::json!({ "case": case, "value": value }));
}

fn scanning() -> Measured {
    let scanner = VirtualScanner::start()?;
    let mut driver = driver(ScannerConfig::Escl(scanner.address()))?;
    let both = ScanOrder {
        source: ScanSource::FeederBothSides,
        page_deadline: Duration::from_secs(8),
        ..ScanOrder::default()
    };

    scanner.load(sides())?;
    let (whole, _) = scan(&mut *driver, &both);
    tell("whole", wrong(&whole));

    scanner.load(sides())?;
    scanner.fault(Fault::JamAfter(17))?;
    let (mut seen, ended) = scan(&mut *driver, &both);
    let named = ended == Err(DeviceError::Jam { after_pages: 17 });
    scanner.fault(Fault::None)?;
    seen.extend(scan(&mut *driver, &both).0);
    tell("jammed", wrong(&seen) + f64::from(u8::from(!named)));

    scanner.load(sides())?;
    scanner.fault(Fault::Hang)?;
    let began = Instant::now();
    let (_, hung) = scan(&mut *driver, &both);
    let waited = began.elapsed().as_secs_f64();
    tell(
        "hung",
        if hung == Err(DeviceError::TimedOut) {
            waited
        } else {
            f64::MAX
        },
    );

    let cancel = Cancel::new();
    let order = ScanOrder {
        cancel: cancel.clone(),
        ..both
    };
    let ended = std::thread::scope(|scope| {
        let scanning = scope.spawn(|| scan(&mut *driver, &order));
        let _later = Cancel::new().wait(Duration::from_millis(500));
        let began = Instant::now();
        cancel.cancel();
        scanning.join().map(|_| began.elapsed().as_secs_f64())
    });
    tell("cancelled", ended.unwrap_or(f64::MAX));

    let drivers = tempfile::tempdir()?;
    std::fs::write(drivers.path().join("dll.conf"), "test\n")?;
    let sane = |options: &[&str]| {
        self::driver(ScannerConfig::Sane(SaneConfig {
            device: "test:0".into(),
            options: options.iter().map(|&option| option.into()).collect(),
            drivers: Some(drivers.path().to_owned()),
        }))
    };
    let small = ["-x", "20", "-y", "20"];
    let feeder = ScanOrder {
        page_deadline: Duration::from_secs(8),
        ..ScanOrder::default()
    };
    let mut pages = 0;
    sane(&small)?.scan(&feeder, &mut |_page| {
        pages += 1;
        Flow::Continue
    })?;
    tell("sane", f64::from(u8::abs_diff(pages, 10)));
    let slow = [
        "--read-limit=yes",
        "--read-limit-size=1",
        "--read-delay=yes",
        "--read-delay-duration=200000",
    ];
    let began = Instant::now();
    let hung = sane(&slow)?.scan(&feeder, &mut |_page| Flow::Continue);
    let waited = began.elapsed().as_secs_f64();
    tell(
        "sane-hung",
        if hung == Err(DeviceError::TimedOut) {
            waited
        } else {
            f64::MAX
        },
    );
    Ok(())
}

fn driver(scanner: ScannerConfig) -> Result<Box<dyn Scanner>, Box<dyn Error>> {
    let list = DeviceConfig {
        scanner: Some(scanner),
        ..DeviceConfig::default()
    };
    Ok(Bay::open(&list)?.scanner.ok_or("no scanner")?)
}

/// Pictures whose shade tells their number.
fn sides() -> Vec<Vec<u8>> {
    let side = |number: u8| {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::GrayImage::from_pixel(64, 96, image::Luma([number * 6]));
        let drawn = picture.write_to(&mut bytes, image::ImageFormat::Png);
        drawn.map(|()| bytes.into_inner()).unwrap_or_default()
    };
    (1..=SIDES).map(side).collect()
}

type Seen = (Vec<u8>, Result<(), DeviceError>);

fn scan(driver: &mut dyn Scanner, order: &ScanOrder) -> Seen {
    let mut numbers = Vec::new();
    let ended = driver.scan(order, &mut |page| {
        let shade =
            image::load_from_memory(&page.bytes).map(|page| page.to_luma8().get_pixel(5, 5).0[0]);
        numbers.push(shade.map_or(0, |shade| (shade + 3) / 6));
        Flow::Continue
    });
    (numbers, ended.map(drop))
}

/// Sides that are lost, doubled or out of order.
fn wrong(seen: &[u8]) -> f64 {
    let expected: Vec<u8> = (1..=SIDES).collect();
    let misplaced = expected
        .iter()
        .zip(seen)
        .filter(|(one, other)| one != other)
        .count();
    let difference = misplaced + expected.len().abs_diff(seen.len());
    u32::try_from(difference).map_or(f64::MAX, f64::from)
}

fn cards() -> Measured {
    let authority = TestAuthority::new();
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("csca.der"), authority.certificate())?;
    let bank = VirtualCard::start(&CardPlan::specimen(), &authority)?;
    bank.fault(CardFault::Foreign);
    let empty = VirtualCard::start(&CardPlan::specimen(), &authority)?;
    empty.lay(false);
    let zone = CardKey::Zone {
        document: "000031886".into(),
        born: "000213".into(),
        expires: "260309".into(),
    };
    for (case, curve) in [
        ("p256", Some(CardCurve::P256)),
        ("brainpool-256", Some(CardCurve::BrainpoolP256)),
        ("brainpool-384", Some(CardCurve::BrainpoolP384)),
        ("bac", None),
    ] {
        let plan = CardPlan {
            curve,
            ..CardPlan::specimen()
        };
        let card = VirtualCard::start(&plan, &authority)?;
        let list = DeviceConfig {
            card: Some(CardConfig {
                slots: CardSlots::Virtual(vec![bank.port(), empty.port(), card.port()]),
                authorities: Some(folder.path().to_owned()),
            }),
            ..DeviceConfig::default()
        };
        let mut reader = Bay::open(&list)?.card.ok_or("no reader")?;
        let order = CardOrder {
            key: match curve {
                Some(_) => CardKey::Can(plan.can),
                None => zone.clone(),
            },
            at_s: NOW_S,
        };
        let began = Instant::now();
        let reading = reader.read(&order, Duration::from_secs(20), &Cancel::new())?;
        let signed = reading.data == DataProof::Signed;
        tell(
            case,
            if signed {
                began.elapsed().as_secs_f64()
            } else {
                f64::MAX
            },
        );
    }
    Ok(())
}
