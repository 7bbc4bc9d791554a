//! The virtual case as a whole: one device list, played by its control from outside.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, time::Duration};

use devices::{
    Access, Bay, Cancel, CardError, DeviceConfig, DeviceError, FileFormat, Flow, PrintJob, Raster,
    Reading, ScanOrder, SlipOrder,
    sim::{VirtualCase, papers::IDP_FAMILY_MRZ},
};

fn post(case: &VirtualCase, path: &str, body: &[u8]) -> (u16, String) {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut answer = agent
        .post(format!("{}{path}", case.control_url()))
        .send(body)
        .unwrap();
    (
        answer.status().as_u16(),
        answer.body_mut().read_to_string().unwrap(),
    )
}

#[test]
fn a_whole_visit_of_devices_runs_on_the_list_that_the_case_writes() {
    let folder = tempfile::tempdir().unwrap();
    let case = VirtualCase::start(folder.path()).unwrap();
    let list = DeviceConfig::read(&case.list_path()).unwrap();
    assert_eq!(&list, case.list());
    let Bay {
        scanner,
        id_reader,
        printer,
        slip,
        import,
        card,
    } = Bay::open(&list).unwrap();
    assert_eq!(card.unwrap().sight().seen, Err(CardError::NoCard));
    let (mut scanner, mut reader) = (scanner.unwrap(), id_reader.unwrap());
    let (mut printer, mut slip) = (printer.unwrap(), slip.unwrap());
    for sighting in [
        scanner.sight(),
        reader.sight(),
        printer.sight(),
        slip.sight(),
    ] {
        assert_eq!(sighting.access, Access::Ready, "{sighting:?}");
    }

    let swiped = format!(r#"{{"lines":["{}"]}}"#, IDP_FAMILY_MRZ.join(r#"",""#));
    assert_eq!(post(&case, "present", swiped.as_bytes()).0, 200);
    let reading = reader
        .read(Duration::from_secs(10), &Cancel::new())
        .unwrap();
    assert!(matches!(reading, Some(Reading::Mrz(zone)) if zone.lines == IDP_FAMILY_MRZ));

    let (status, state) = post(&case, "load", br#"{"set":"idp-family"}"#);
    assert_eq!(status, 200);
    assert!(state.contains(r#""feeder":5"#), "{state}");
    assert_eq!(
        post(
            &case,
            "fault",
            br#"{"device":"scanner","fault":{"jam_after":3}}"#
        )
        .0,
        200
    );
    let mut pages = Vec::new();
    let mut scan = |scanner: &mut dyn devices::Scanner| {
        scanner.scan(&ScanOrder::default(), &mut |page| {
            pages.push(page);
            Flow::Continue
        })
    };
    assert_eq!(
        scan(&mut *scanner),
        Err(DeviceError::Jam { after_pages: 3 })
    );
    assert_eq!(
        post(&case, "fault", br#"{"device":"scanner","fault":"none"}"#).0,
        200
    );
    assert_eq!(scan(&mut *scanner).unwrap().pages, 2);
    assert_eq!(pages.len(), 5);

    printer
        .print(&PrintJob::new(b"%PDF-1.7 sheet".to_vec()))
        .unwrap();
    assert_eq!(
        fs::read(&case.printer().printed()[0]).unwrap(),
        b"%PDF-1.7 sheet"
    );
    assert_eq!(post(&case, "sign", &pages[3].bytes).0, 200);
    let mut signed = Vec::new();
    scanner
        .scan(&ScanOrder::default(), &mut |page| {
            signed.push(page);
            Flow::Continue
        })
        .unwrap();
    assert_ne!(signed[0].bytes, pages[3].bytes);

    slip.print(&SlipOrder::new(
        Raster::new(576, 8, vec![0xaa; 576]).unwrap(),
    ))
    .unwrap();
    assert_eq!(case.slip().strips().len(), 1);

    let stick = import.unwrap();
    let files = stick.list().unwrap();
    assert_eq!(
        files.iter().map(|file| file.format).collect::<Vec<_>>(),
        [FileFormat::Jpeg]
    );
    assert!(!stick.read(&files[0]).unwrap().bytes.is_empty());
}

#[test]
fn the_control_says_what_it_does_not_understand() {
    let folder = tempfile::tempdir().unwrap();
    let case = VirtualCase::start(folder.path()).unwrap();
    assert_eq!(post(&case, "load", br#"{"set":"nobody"}"#).0, 409);
    assert_eq!(
        post(
            &case,
            "fault",
            br#"{"device":"id_reader","fault":"no_ink"}"#
        )
        .0,
        409
    );
    assert_eq!(post(&case, "feed", b"no picture").0, 409);
    assert_eq!(post(&case, "present", b"{").0, 400);
    assert_eq!(post(&case, "elsewhere", b"").0, 404);
}

#[test]
fn the_hand_lays_the_card_on_its_reader_and_takes_it_away() {
    let folder = tempfile::tempdir().unwrap();
    let case = VirtualCase::start(folder.path()).unwrap();
    let mut reader = Bay::open(case.list()).unwrap().card.unwrap();
    assert_eq!(reader.sight().seen, Err(CardError::NoCard));
    assert_eq!(post(&case, "card", br#"{"on_reader": true}"#).0, 200);
    assert_eq!(reader.sight().seen, Ok(()));
    assert_eq!(post(&case, "card", br#"{"on_reader": false}"#).0, 200);
    assert_eq!(reader.sight().seen, Err(CardError::NoCard));
    assert_eq!(post(&case, "card", br#"{"fault": "melted"}"#).0, 400);
}
