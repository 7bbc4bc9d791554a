//! Reading cards and codes: content decides, and a pulled cable is found again.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::time::Duration;

use devices::{
    Access, Bay, Cancel, DeviceConfig, DeviceError, FrameEnd, Framing, IdReaderConfig, LineReader,
    Reading,
    sim::{Fault, VirtualReader, papers::IDP_FAMILY_MRZ},
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(10);

fn driver(reader: &VirtualReader, framing: Framing) -> Box<dyn LineReader> {
    let reader = IdReaderConfig {
        serial: reader.path().into(),
        profile: None,
        framing: Some(framing),
    };
    Bay::open(&DeviceConfig {
        id_reader: Some(reader),
        ..Default::default()
    })
    .unwrap()
    .id_reader
    .unwrap()
}

fn bench() -> (TempDir, VirtualReader, Box<dyn LineReader>) {
    let folder = tempfile::tempdir().unwrap();
    let reader = VirtualReader::start(&folder.path().join("tty")).unwrap();
    let driver = driver(
        &reader,
        Framing {
            ends_with: FrameEnd::Etx,
            ..Default::default()
        },
    );
    (folder, reader, driver)
}

fn read(driver: &mut dyn LineReader) -> Result<Option<Reading>, DeviceError> {
    driver.read(PATIENCE, &Cancel::new())
}

#[test]
fn a_presented_card_is_read_as_its_printed_lines() {
    let (_folder, reader, mut driver) = bench();
    assert_eq!(driver.sight().access, Access::Ready);
    reader.present(&IDP_FAMILY_MRZ).unwrap();
    match read(&mut *driver) {
        Ok(Some(Reading::Mrz(zone))) => assert_eq!(zone.lines, IDP_FAMILY_MRZ),
        other => panic!("{other:?}"),
    }
    assert!(
        driver
            .read(Duration::from_millis(20), &Cancel::new())
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_card_read_wrong_is_garbled_and_a_code_is_text() {
    let (_folder, reader, mut driver) = bench();
    let [one, _, three] = IDP_FAMILY_MRZ;
    reader
        .present(&[one, "8503127F3304204UKR<<<<<<<<<<<5", three])
        .unwrap();
    assert!(matches!(
        read(&mut *driver),
        Err(DeviceError::Garbled { .. })
    ));
    reader.present(&["VALIZA 7K3F 92QX"]).unwrap();
    assert!(
        matches!(read(&mut *driver), Ok(Some(Reading::Barcode(code))) if code.text == "VALIZA 7K3F 92QX")
    );
}

#[test]
fn a_frame_is_ended_by_silence_when_its_end_is_lost() {
    let (_folder, reader, mut driver) = bench();
    reader
        .send(format!("{}\r\n", IDP_FAMILY_MRZ.join("\r\n")).as_bytes())
        .unwrap();
    assert!(matches!(read(&mut *driver), Ok(Some(Reading::Mrz(_)))));
}

#[test]
fn a_reader_with_length_header_is_armed_and_understood() {
    let (_folder, reader, _) = bench();
    let framing = Framing {
        ends_with: FrameEnd::Length,
        arm: "43000101".into(),
        ..Default::default()
    };
    let mut driver = driver(&reader, framing);
    assert_eq!(driver.sight().access, Access::Ready);
    reader
        .send(&[b"I\0\x5a", IDP_FAMILY_MRZ.concat().as_bytes()].concat())
        .unwrap();
    assert!(matches!(read(&mut *driver), Ok(Some(Reading::Mrz(_)))));
}

#[test]
fn a_pulled_cable_is_gone_and_a_plugged_one_reads_again() {
    let (_folder, reader, mut driver) = bench();
    assert_eq!(driver.sight().access, Access::Ready);
    reader.fault(Fault::Off).unwrap();
    assert_eq!(read(&mut *driver), Err(DeviceError::Gone));
    let soon = Duration::from_millis(50);
    assert_eq!(driver.read(soon, &Cancel::new()), Err(DeviceError::Gone));
    assert!(matches!(
        driver.sight().access,
        Access::Denied {
            reason: DeviceError::Gone,
            ..
        }
    ));
    reader.fault(Fault::None).unwrap();
    reader.present(&IDP_FAMILY_MRZ).unwrap();
    assert!(matches!(read(&mut *driver), Ok(Some(Reading::Mrz(_)))));
}

#[test]
fn a_reader_that_another_program_holds_is_busy() {
    let (_folder, reader, mut first) = bench();
    assert_eq!(first.sight().access, Access::Ready);
    let mut second = driver(&reader, Framing::default());
    assert!(matches!(
        second.sight().access,
        Access::Denied {
            reason: DeviceError::Busy,
            ..
        }
    ));
}

#[test]
fn a_cancel_ends_the_wait_for_a_card() {
    let (_folder, _reader, mut driver) = bench();
    let cancel = Cancel::new();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| driver.read(Duration::from_secs(120), &cancel));
        cancel.cancel();
        assert_eq!(waiting.join().unwrap(), Err(DeviceError::Cancelled));
    });
}

#[test]
fn a_broken_reader_that_never_stops_sending_is_garbled() {
    let (_folder, reader, mut driver) = bench();
    std::thread::scope(|scope| {
        let flood = scope.spawn(|| (0..20).try_for_each(|_| reader.send(&[b'<'; 500])));
        assert!(matches!(
            read(&mut *driver),
            Err(DeviceError::Garbled { .. })
        ));
        while !flood.is_finished() {
            drop(driver.read(Duration::from_millis(20), &Cancel::new()));
        }
        assert!(flood.join().unwrap().is_ok());
    });
    reader.fault(Fault::Nonsense).unwrap();
    assert!(matches!(
        read(&mut *driver),
        Err(DeviceError::Garbled { .. }) | Ok(_)
    ));
}
