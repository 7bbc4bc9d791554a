//! Hostile devices on the network: whatever they answer, the kit gets an error with a name, in time.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use devices::{
    Bay, DeviceConfig, DeviceError, Flow, PrintJob, PrinterLink, ScanOrder, ScannerConfig,
};

/// Runs `visit` while a server gives every caller the same answer; an endless one repeats its last byte.
fn with_server<T>(answer: &[u8], endless: bool, visit: impl FnOnce(SocketAddr) -> T) -> T {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while let Ok((mut caller, _)) = listener.accept() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                caller
                    .set_read_timeout(Some(Duration::from_secs(2)))
                    .unwrap();
                let mut request = [0; 2048];
                drop(caller.read(&mut request));
                let mut alive = caller.write_all(answer).is_ok();
                let tail = [answer.last().copied().unwrap_or(b'x'); 4096];
                while endless && alive {
                    alive = caller.write_all(&tail).is_ok();
                }
            }
        });
        let outcome = visit(address);
        over.store(true, Ordering::Relaxed);
        drop(std::net::TcpStream::connect(address));
        outcome
    })
}

fn scan_and_print(address: SocketAddr) -> (DeviceError, DeviceError) {
    let list = DeviceConfig {
        scanner: Some(ScannerConfig::Escl(format!("http://{address}/eSCL"))),
        printer: Some(PrinterLink::Ipp(format!("http://{address}/ipp/print"))),
        ..Default::default()
    };
    let bay = Bay::open(&list).unwrap();
    let order = ScanOrder {
        page_deadline: Duration::from_secs(2),
        ..Default::default()
    };
    let scanned = bay
        .scanner
        .unwrap()
        .scan(&order, &mut |_| Flow::Continue)
        .unwrap_err();
    let job = PrintJob {
        deadline: Duration::from_secs(2),
        ..PrintJob::new(b"%PDF-1.7".to_vec())
    };
    (scanned, bay.printer.unwrap().print(&job).unwrap_err())
}

#[test]
fn answers_that_are_no_http_are_garbled_or_gone() {
    for answer in [
        &b""[..],
        b"\0\0\0\0",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
    ] {
        let (scanned, printed) = with_server(answer, false, scan_and_print);
        for error in [scanned, printed] {
            let named = matches!(
                error,
                DeviceError::Garbled { .. } | DeviceError::Gone | DeviceError::TimedOut
            );
            assert!(named, "{error:?} for {}", String::from_utf8_lossy(answer));
        }
    }
}

#[test]
fn a_redirect_is_not_followed_to_another_host() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = elsewhere.local_addr().unwrap();
    let answer =
        format!("HTTP/1.1 302 Found\r\nLocation: http://{target}/\r\nContent-Length: 0\r\n\r\n");
    with_server(answer.as_bytes(), false, scan_and_print);
    elsewhere.set_nonblocking(true).unwrap();
    assert!(
        elsewhere.accept().is_err(),
        "somebody followed the redirect"
    );
}

#[test]
fn an_answer_without_end_is_cut_off_at_its_limit() {
    let (scanned, printed) = with_server(b"HTTP/1.1 200 OK\r\n\r\n<", true, scan_and_print);
    assert!(
        matches!(scanned, DeviceError::Garbled { .. }),
        "{scanned:?}"
    );
    assert!(
        matches!(printed, DeviceError::Garbled { .. }),
        "{printed:?}"
    );
    let (scanned, _) = with_server(b"HTTP/1.1 200 OK\r\nX: y", true, scan_and_print);
    assert!(
        matches!(scanned, DeviceError::Garbled { .. }),
        "{scanned:?}"
    );
}
