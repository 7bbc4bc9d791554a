//! The card reader through the system's own card service: pcscd and its virtual slots (vsmartcard-vpcd) are the judge.
//!
//! There is one card service on a machine, so everything about it is one test. Its socket lies where only root may write: for
//! anybody else the test says so and ends. The virtual slots must not be installed on a kit: they listen on every interface.
#![cfg(feature = "pcsc")]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, waits for a foreign program, and says when it is left out"
)]

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use devices::{
    Bay, Cancel, CardConfig, CardError, CardKey, CardOrder, CardReader, CardSlots, ChipProof,
    DataProof, DeviceConfig,
    sim::{CardFault, CardPlan, TestAuthority, VirtualCard},
};

/// The first two slots of vpcd.
const SLOTS: [u16; 2] = [35963, 35964];
const PATIENCE: Duration = Duration::from_secs(20);

/// pcscd in the foreground; ends with the test.
struct Service(Child);

impl Service {
    fn start() -> Self {
        let child = Command::new("pcscd")
            .arg("--foreground")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
        // What a killed service leaves would make the next one think that it runs.
        for left in ["pcscd.comm", "pcscd.pid"] {
            drop(std::fs::remove_file(Path::new("/run/pcscd").join(left)));
        }
    }
}

#[track_caller]
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    let pause = Cancel::new();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what}");
        assert!(!pause.wait(Duration::from_millis(50)));
    }
}

fn plug(slot: u16, authority: &TestAuthority) -> VirtualCard {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, slot));
    until("vpcd listens", || {
        VirtualCard::plug_into(address, &CardPlan::specimen(), authority).ok()
    })
}

fn seen(reader: &mut dyn CardReader, expected: Result<(), CardError>) {
    until(&format!("{expected:?} is seen"), || {
        (reader.sight().seen == expected).then_some(())
    });
}

#[test]
fn the_systems_card_service_reads_the_card_and_each_missing_piece_is_named() {
    if !rustix::process::geteuid().is_root() || Path::new("/run/pcscd/pcscd.comm").exists() {
        eprintln!("not judged: this needs root and a machine whose card service is not in use");
        return;
    }
    let authority = TestAuthority::new();
    let authorities = tempfile::tempdir().unwrap();
    std::fs::write(authorities.path().join("csca.der"), authority.certificate()).unwrap();
    let list = DeviceConfig {
        card: Some(CardConfig {
            slots: CardSlots::Pcsc,
            authorities: Some(authorities.path().to_owned()),
        }),
        ..DeviceConfig::default()
    };
    let mut reader = Bay::open(&list).unwrap().card.unwrap();
    let order = CardOrder {
        key: CardKey::Can("271828".into()),
        at_s: 1_795_305_600,
    };
    let read = |reader: &mut dyn CardReader| reader.read(&order, PATIENCE, &Cancel::new());

    assert_eq!(reader.sight().seen, Err(CardError::ServiceStopped));
    let service = Service::start();
    seen(&mut *reader, Err(CardError::NoCard));

    // In the second slot, so that the first one is found empty.
    let card = plug(SLOTS[1], &authority);
    seen(&mut *reader, Ok(()));
    let began = Instant::now();
    let reading = read(&mut *reader).unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(reading.zone.lines, CardPlan::specimen().lines);
    assert_eq!(
        (reading.data, reading.chip),
        (DataProof::Signed, ChipProof::Genuine)
    );

    let other = plug(SLOTS[0], &authority);
    until("two cards are seen", || {
        (read(&mut *reader) == Err(CardError::TwoCards)).then_some(())
    });
    drop(other);
    until("one card is left", || read(&mut *reader).ok());

    card.fault(CardFault::PulledAfter(12));
    assert_eq!(read(&mut *reader), Err(CardError::Removed));
    seen(&mut *reader, Err(CardError::NoCard));
    drop(card);

    // vpcd itself does not open a slot again from which a card vanished in the middle of a command.
    let card = plug(SLOTS[0], &authority);
    until("the card that came back is read", || {
        read(&mut *reader).ok()
    });
    card.fault(CardFault::Hang);
    let began = Instant::now();
    let hung = reader.read(&order, Duration::from_millis(500), &Cancel::new());
    assert_eq!(hung, Err(CardError::TimedOut));
    assert!(began.elapsed() < Duration::from_secs(2));
    drop(card);

    drop(service);
    seen(&mut *reader, Err(CardError::ServiceStopped));
}
