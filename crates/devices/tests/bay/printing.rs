//! Printing: the paper is what was sent, and every trouble of the printer has its name.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, time::Duration};

use devices::{
    Access, Bay, DeviceConfig, DeviceError, PrintJob, Printer, PrinterLink,
    sim::{Fault, VirtualPrinter},
};
use tempfile::TempDir;

const PDF: &[u8] = b"%PDF-1.7\nnot much of a document, but it must arrive unchanged\n%%EOF";

fn driver(link: PrinterLink) -> Box<dyn Printer> {
    Bay::open(&DeviceConfig {
        printer: Some(link),
        ..Default::default()
    })
    .unwrap()
    .printer
    .unwrap()
}

fn bench() -> (TempDir, VirtualPrinter, Box<dyn Printer>) {
    let folder = tempfile::tempdir().unwrap();
    let printer = VirtualPrinter::start(folder.path()).unwrap();
    let driver = driver(PrinterLink::Ipp(printer.address()));
    (folder, printer, driver)
}

#[test]
fn a_document_arrives_unchanged_once_for_each_copy() {
    let (_folder, printer, mut driver) = bench();
    assert_eq!(driver.sight().access, Access::Ready);
    driver
        .print(&PrintJob {
            copies: 2,
            ..PrintJob::new(PDF.to_vec())
        })
        .unwrap();
    let printed = printer.printed();
    assert_eq!(printed.len(), 2);
    assert!(printed.iter().all(|sheet| fs::read(sheet).unwrap() == PDF));
}

#[test]
fn each_trouble_of_the_printer_has_its_name_and_nothing_is_printed() {
    let (_folder, printer, mut driver) = bench();
    for (fault, named) in [
        (Fault::NoPaper, DeviceError::NoPaper),
        (Fault::CoverOpen, DeviceError::CoverOpen),
        (Fault::NoInk, DeviceError::NoInk),
        (Fault::JamAfter(0), DeviceError::Jam { after_pages: 0 }),
        (Fault::Off, DeviceError::Gone),
    ] {
        printer.fault(fault);
        assert_eq!(
            driver.print(&PrintJob::new(PDF.to_vec())),
            Err(named),
            "{fault:?}"
        );
        assert!(
            matches!(driver.sight().access, Access::Denied { reason, .. } if reason == named),
            "{fault:?}"
        );
    }
    printer.fault(Fault::None);
    assert_eq!(printer.printed().len(), 0);
    assert!(driver.print(&PrintJob::new(PDF.to_vec())).is_ok());
}

#[test]
fn a_printer_that_answers_nonsense_or_refuses_the_document_does_not_confuse_the_kit() {
    let (_folder, printer, mut driver) = bench();
    assert!(matches!(
        driver.print(&PrintJob::new(b"a poem".to_vec())),
        Err(DeviceError::Refused { .. })
    ));
    printer.fault(Fault::Nonsense);
    assert!(matches!(
        driver.print(&PrintJob::new(PDF.to_vec())),
        Err(DeviceError::Garbled { .. })
    ));
}

#[test]
fn a_printer_that_hangs_is_left_when_the_administrator_cancels() {
    let (_folder, printer, mut driver) = bench();
    printer.fault(Fault::Hang);
    let job = PrintJob::new(PDF.to_vec());
    job.cancel.cancel();
    assert_eq!(driver.print(&job), Err(DeviceError::Cancelled));
}

#[test]
fn a_job_that_is_not_done_in_time_is_withdrawn() {
    let (_folder, printer, mut driver) = bench();
    let job = PrintJob {
        deadline: Duration::from_millis(1),
        ..PrintJob::new(PDF.to_vec())
    };
    assert_eq!(driver.print(&job), Err(DeviceError::TimedOut));
    assert_eq!(printer.printed().len(), 0);
}

#[test]
fn a_queue_of_a_machine_without_a_print_system_is_gone_or_refuses() {
    let mut driver = driver(PrinterLink::Cups("no-such-queue-here".into()));
    let outcome = driver.print(&PrintJob::new(PDF.to_vec()));
    assert!(
        matches!(
            outcome,
            Err(DeviceError::Gone | DeviceError::Refused { .. })
        ),
        "{outcome:?}"
    );
}
