//! Scanner over eSCL (Mopria eSCL 2.97 section 7: job, `NextDocument` until 404).
//!
//! Must never follow the device to another host: of the job's address only the path counts.

use std::time::Duration;

use ureq::http::{Method, Request, Uri};

use crate::{
    cancel::Cancel,
    clock::Deadline,
    config::ConfigError,
    error::DeviceError,
    link::http::{Answer, HttpLink, device_uri},
    protocol::escl::{Capabilities, Status, scan_settings},
    scanner::{Flow, PageFormat, ScanOrder, ScanSource, ScanSummary, ScannedPage, Scanner},
    sighting::{DeviceKind, Sighting},
};

/// Longest wait for an answer that moves no paper.
const BRIEF: Duration = Duration::from_secs(5);
/// Largest XML answer.
const XML_LIMIT: u64 = 1 << 20;
/// Pause before asking a busy scanner for the page again.
const PAUSE: Duration = Duration::from_millis(250);

/// An eSCL scanner at one address.
#[derive(Debug)]
pub(crate) struct EsclScanner {
    root: Uri,
    link: HttpLink,
    capabilities: Option<Capabilities>,
}

impl EsclScanner {
    pub(crate) fn new(address: &str) -> Result<Self, ConfigError> {
        let root = device_uri(address).ok_or_else(|| ConfigError::Address {
            address: address.to_owned(),
        })?;
        Ok(Self {
            root,
            link: HttpLink::new(),
            capabilities: None,
        })
    }

    fn ask(&self, what: &str) -> Result<Vec<u8>, DeviceError> {
        let answer = self.link.exchange(
            self.request(Method::GET, what, Vec::new())?,
            BRIEF,
            XML_LIMIT,
        )?;
        match answer.status {
            200 => Ok(answer.body),
            503 => Err(DeviceError::Busy),
            _ => Err(DeviceError::Refused {
                what: "the scanner does not tell its state",
            }),
        }
    }

    fn status(&self) -> Result<Status, DeviceError> {
        Status::parse(&self.ask("ScannerStatus")?)
    }

    fn request(
        &self,
        method: Method,
        below_root: &str,
        body: Vec<u8>,
    ) -> Result<Request<Vec<u8>>, DeviceError> {
        self.request_at(method, &format!("{}/{below_root}", self.root.path()), body)
    }

    fn request_at(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
    ) -> Result<Request<Vec<u8>>, DeviceError> {
        let authority = self
            .root
            .authority()
            .map_or("", |authority| authority.as_str());
        Request::builder()
            .method(method)
            .uri(format!("http://{authority}{path}"))
            .header("content-type", "text/xml")
            .body(body)
            .map_err(|_cause| DeviceError::Garbled {
                what: "a job address that is none",
            })
    }

    fn capabilities(&mut self) -> Result<Capabilities, DeviceError> {
        if let Some(known) = &self.capabilities {
            return Ok(known.clone());
        }
        let told = Capabilities::parse(&self.ask("ScannerCapabilities")?)?;
        self.capabilities = Some(told.clone());
        Ok(told)
    }

    /// Opens the job; returns the path under which it answers.
    fn begin(&self, settings: String, source: ScanSource) -> Result<String, DeviceError> {
        let request = self.request(Method::POST, "ScanJobs", settings.into_bytes())?;
        let answer = self.link.exchange(request, BRIEF, XML_LIMIT)?;
        match answer.status {
            201 => {}
            503 => return Err(DeviceError::Busy),
            _ => {
                self.status()?.ready_for(source)?;
                return Err(DeviceError::Refused {
                    what: "the scanner does not take the job",
                });
            }
        }
        let location: Option<Uri> = answer.location.and_then(|location| location.parse().ok());
        let path = location
            .map(|uri| uri.path().trim_end_matches('/').to_owned())
            .filter(|path| path.starts_with('/'));
        path.ok_or(DeviceError::Garbled {
            what: "a job without an address",
        })
    }

    /// Draws one page; `None` when the paper has ended.
    fn next_page(
        &self,
        job: &str,
        order: &ScanOrder,
        done: u32,
    ) -> Result<Option<Vec<u8>>, DeviceError> {
        let deadline = Deadline::after(order.page_deadline);
        loop {
            if deadline.passed() {
                return Err(DeviceError::TimedOut);
            }
            let request =
                self.request_at(Method::GET, &format!("{job}/NextDocument"), Vec::new())?;
            let answer: Answer = self.link.exchange_until(
                request,
                deadline.remaining(),
                order.max_page_bytes,
                &order.cancel,
            )?;
            match answer.status {
                200 => return Ok(Some(answer.body)),
                // Some devices end a jammed job as if the paper had ended, so the feeder is asked in any case.
                404 | 410 => {
                    if order.source.is_fed() {
                        self.status()?.paper_path(done)?;
                    }
                    return Ok(None);
                }
                503 if self
                    .status()
                    .is_ok_and(|status| status.paper_path(done).is_ok()) =>
                {
                    if order.cancel.wait(PAUSE) {
                        return Err(DeviceError::Cancelled);
                    }
                }
                _ => {
                    self.status()?.paper_path(done)?;
                    return Err(DeviceError::Refused {
                        what: "the scanner broke off",
                    });
                }
            }
        }
    }

    fn pages(
        &self,
        job: &str,
        order: &ScanOrder,
        dpi: u16,
        sink: &mut dyn FnMut(ScannedPage) -> Flow,
    ) -> Result<(u32, Flow), DeviceError> {
        let mut done = 0;
        while done < order.max_pages {
            if order.cancel.is_cancelled() {
                return Err(DeviceError::Cancelled);
            }
            let Some(bytes) = self.next_page(job, order, done)? else {
                return Ok((done, Flow::Continue));
            };
            let format = PageFormat::of(&bytes).ok_or(DeviceError::Garbled {
                what: "a page that is no JPEG or PNG",
            })?;
            done += 1;
            if sink(ScannedPage { bytes, format, dpi }) == Flow::Stop {
                break;
            }
        }
        Ok((done, Flow::Stop))
    }

    /// Withdraws a job that did not end by itself. Best effort: the error that counts was seen before.
    fn withdraw(&self, job: &str) {
        if let Ok(request) = self.request_at(Method::DELETE, job, Vec::new()) {
            drop(
                self.link
                    .exchange_until(request, BRIEF, XML_LIMIT, &Cancel::new()),
            );
        }
    }
}

impl Scanner for EsclScanner {
    fn sight(&mut self) -> Sighting {
        let seen = self
            .capabilities()
            .and_then(|_| self.status())
            .and_then(|status| {
                status.paper_path(0)?;
                status.ready_for(ScanSource::Platen)
            });
        Sighting::of(DeviceKind::Scanner, self.root.to_string(), seen)
    }

    fn scan(
        &mut self,
        order: &ScanOrder,
        sink: &mut dyn FnMut(ScannedPage) -> Flow,
    ) -> Result<ScanSummary, DeviceError> {
        self.status()?.ready_for(order.source)?;
        let capabilities = self.capabilities()?;
        let caps = capabilities.source(order.source)?;
        let dpi = caps.nearest_dpi(order.dpi);
        let job = self.begin(
            scan_settings(order, caps, &capabilities.version, dpi),
            order.source,
        )?;

        let outcome = self.pages(&job, order, dpi, sink);
        if !matches!(outcome, Ok((_, Flow::Continue))) {
            self.withdraw(&job);
        }
        match outcome? {
            (0, Flow::Continue) => Err(DeviceError::NoPaper),
            (pages, _) => Ok(ScanSummary { pages, dpi }),
        }
    }
}
