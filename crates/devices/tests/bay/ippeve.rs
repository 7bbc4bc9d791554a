//! The IPP driver judged by CUPS's own printer, `ippeveprinter`. It wants Avahi, which a bare machine does not run: where it does
//! not start the test says so and ends.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, waits for a foreign program, and says when it is left out"
)]

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use devices::{
    Access, Bay, Cancel, DeviceConfig, DeviceError, PrintJob, Printer, PrinterLink, Remedy,
};

/// The printer; ends with the test.
struct Judge {
    child: Child,
    port: u16,
}

impl Judge {
    /// A printer that hands each job to this script; `None` where it cannot start.
    fn start(folder: &Path, script: &str) -> Option<Self> {
        let command = folder.join("print");
        fs::write(
            &command,
            format!("#!/bin/sh\ncd '{}'\n{script}\n", folder.display()),
        )
        .unwrap();
        fs::set_permissions(&command, fs::Permissions::from_mode(0o755)).unwrap();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let child = Command::new("ippeveprinter")
            .args(["-p", &port.to_string(), "-f", "application/pdf", "-c"])
            .arg(&command)
            .arg("-d")
            .arg(folder)
            .arg("Judge")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("install the Debian package cups-ipp-utils");
        let mut judge = Self { child, port };
        let began = Instant::now();
        let pause = Cancel::new();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = judge.child.try_wait().unwrap().is_some();
            if ended || began.elapsed() > Duration::from_secs(10) {
                eprintln!("not judged: ippeveprinter does not start without Avahi");
                return None;
            }
            assert!(!pause.wait(Duration::from_millis(50)));
        }
        Some(judge)
    }

    fn driver(&self) -> Box<dyn Printer> {
        let list = DeviceConfig {
            printer: Some(PrinterLink::Ipp(format!(
                "ipp://localhost:{}/ipp/print",
                self.port
            ))),
            ..DeviceConfig::default()
        };
        Bay::open(&list).unwrap().printer.unwrap()
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_foreign_printer_takes_our_job_byte_for_byte_and_its_end_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let Some(judge) = Judge::start(folder.path(), "cp \"$1\" got") else {
        return;
    };
    let mut driver = judge.driver();
    assert_eq!(driver.sight().access, Access::Ready);
    let pdf = b"%PDF-1.7 for a stranger".to_vec();
    driver.print(&PrintJob::new(pdf.clone())).unwrap();
    assert_eq!(fs::read(folder.path().join("got")).unwrap(), pdf);
}

#[test]
fn a_foreign_printer_that_breaks_off_or_hangs_is_told_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let Some(judge) = Judge::start(folder.path(), "exit 1") else {
        return;
    };
    let failed = judge.driver().print(&PrintJob::new(b"%PDF-1.7".to_vec()));
    assert!(
        matches!(failed, Err(DeviceError::Refused { .. })),
        "{failed:?}"
    );
    drop(judge);

    let Some(judge) = Judge::start(
        folder.path(),
        "echo 'STATE: +media-empty-error' >&2; sleep 20",
    ) else {
        return;
    };
    let job = PrintJob {
        deadline: Duration::from_secs(4),
        ..PrintJob::new(b"%PDF-1.7".to_vec())
    };
    let began = Instant::now();
    let empty = judge.driver().print(&job).unwrap_err();
    assert!(
        matches!(empty, DeviceError::NoPaper | DeviceError::TimedOut),
        "{empty:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(15));
    assert!(matches!(
        empty.remedy(),
        Remedy::LoadPaper | Remedy::RestartDevice
    ));
}
