//! The virtual office printer: IPP over HTTP (RFC 8010, 8011), paper as PDF files in a folder.
//!
//! Must never name a file after a job: sheets are numbered.

use std::{
    fs,
    io::{self, Cursor, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use ipp::{
    model::{DelimiterTag, IppVersion, JobState, Operation, PrinterState, StatusCode},
    parser::IppParser,
    prelude::{IppAttribute, IppRequestResponse, IppValue},
    reader::IppReader,
    value::IppKeyword,
};
use tiny_http::Method;

use super::{
    fault::Fault,
    http::{Asked, HttpDevice, Reply},
    lock, next_path,
};

/// Jobs that it remembers.
const JOBS: usize = 64;

struct Job {
    number: i32,
    state: JobState,
    copies: i32,
    pdf: Vec<u8>,
}

struct State {
    folder: PathBuf,
    fault: Fault,
    jobs: Vec<Job>,
    numbered: i32,
    printed: Vec<PathBuf>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "State({:?}, {} jobs)", self.fault, self.jobs.len())
    }
}

/// A printer on loopback. Dropping it switches it off.
#[derive(Debug)]
pub struct VirtualPrinter {
    state: Arc<Mutex<State>>,
    device: HttpDevice,
}

impl VirtualPrinter {
    /// Switches a printer on; documents appear in `folder`.
    ///
    /// # Errors
    /// When the system gives no port or thread.
    pub fn start(folder: &Path) -> io::Result<Self> {
        let state = State {
            folder: folder.to_owned(),
            fault: Fault::None,
            jobs: Vec::new(),
            numbered: 0,
            printed: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let device = HttpDevice::start("sim-printer", move |asked, address| {
            lock(&shared).answer(asked, address)
        })?;
        Ok(Self { state, device })
    }

    /// Its address, for the device list.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/ipp/print", self.device.address())
    }

    /// The documents so far, oldest first: PDF files, one for each copy.
    #[must_use]
    pub fn printed(&self) -> Vec<PathBuf> {
        lock(&self.state).printed.clone()
    }

    /// Sets or clears a fault: cover, paper, ink, jam, hang, off, nonsense.
    pub fn fault(&self, fault: Fault) {
        lock(&self.state).fault = fault;
        self.device.power(fault != Fault::Off);
    }
}

impl State {
    fn answer(&mut self, asked: Asked, address: SocketAddr) -> Reply {
        if self.fault == Fault::Hang {
            return Reply::Hang;
        }
        if self.fault == Fault::Nonsense {
            return Reply::body(
                200,
                "application/ipp",
                vec![1, 1, 0, 0, 0, 0, 0, 1, 0x47, 0xff, 0xff],
            );
        }
        if asked.method != Method::Post || asked.url != "/ipp/print" {
            return Reply::status(404);
        }
        let parsed = IppParser::new(IppReader::new(Cursor::new(asked.body))).parse();
        let answer = parsed
            .ok()
            .and_then(|request| self.operation(request, address).ok());
        match answer {
            Some(answer) => Reply::body(200, "application/ipp", answer.to_bytes().to_vec()),
            None => Reply::status(400),
        }
    }

    fn operation(
        &mut self,
        request: IppRequestResponse,
        address: SocketAddr,
    ) -> Result<IppRequestResponse, ipp::parser::IppParseError> {
        let id = request.header().request_id;
        let respond = |status| IppRequestResponse::new_response(IppVersion::v1_1(), status, id);
        let operation = request.header().operation_or_status;
        if operation == Operation::GetPrinterAttributes as i16 {
            let mut answer = respond(StatusCode::SuccessfulOk)?;
            self.describe(&mut answer, address)?;
            return Ok(answer);
        }
        if operation == Operation::PrintJob as i16 {
            let copies = integer(&request, DelimiterTag::JobAttributes, "copies")
                .unwrap_or(1)
                .clamp(1, 99);
            let mut pdf = Vec::new();
            if request.into_payload().read_to_end(&mut pdf).is_err() || !pdf.starts_with(b"%PDF-") {
                return respond(StatusCode::ClientErrorDocumentFormatNotSupported);
            }
            self.numbered += 1;
            self.jobs.push(Job {
                number: self.numbered,
                state: JobState::Pending,
                copies,
                pdf,
            });
            if self.jobs.len() > JOBS {
                self.jobs.remove(0);
            }
            return self.tell(self.numbered, address, respond(StatusCode::SuccessfulOk)?);
        }
        let number = integer(&request, DelimiterTag::OperationAttributes, "job-id").unwrap_or(0);
        if !self.jobs.iter().any(|job| job.number == number) {
            return respond(StatusCode::ClientErrorNotFound);
        }
        if operation == Operation::GetJobAttributes as i16 {
            self.advance(number);
            return self.tell(number, address, respond(StatusCode::SuccessfulOk)?);
        }
        if operation == Operation::CancelJob as i16 {
            let ended = [JobState::Completed, JobState::Canceled, JobState::Aborted];
            for job in self
                .jobs
                .iter_mut()
                .filter(|job| job.number == number && !ended.contains(&job.state))
            {
                job.state = JobState::Canceled;
            }
            return respond(StatusCode::SuccessfulOk);
        }
        respond(StatusCode::ServerErrorOperationNotSupported)
    }

    /// A job moves on each time it is looked at, and stands still while the printer has a fault.
    fn advance(&mut self, number: i32) {
        let fault = self.fault;
        let Some(job) = self.jobs.iter_mut().find(|job| job.number == number) else {
            return;
        };
        job.state = match job.state {
            JobState::Pending => JobState::Processing,
            JobState::Processing | JobState::ProcessingStopped if fault != Fault::None => {
                JobState::ProcessingStopped
            }
            JobState::Processing | JobState::ProcessingStopped => {
                for _ in 0..job.copies {
                    let path = next_path(&self.folder, "print", "pdf");
                    match fs::write(&path, &job.pdf) {
                        Ok(()) => self.printed.push(path),
                        Err(error) => {
                            tracing::warn!(%error, "virtual printer: the sheet cannot be written")
                        }
                    }
                }
                job.pdf.clear();
                JobState::Completed
            }
            ended @ (JobState::PendingHeld
            | JobState::Canceled
            | JobState::Aborted
            | JobState::Completed) => ended,
        };
    }

    fn tell(
        &self,
        number: i32,
        address: SocketAddr,
        mut answer: IppRequestResponse,
    ) -> Result<IppRequestResponse, ipp::parser::IppParseError> {
        let state = self
            .jobs
            .iter()
            .find(|job| job.number == number)
            .map_or(JobState::Aborted, |job| job.state);
        let uri = IppValue::Uri(format!("ipp://{address}/ipp/print/{number}").try_into()?);
        let reason = if state == JobState::ProcessingStopped {
            "printer-stopped"
        } else {
            "none"
        };
        for (name, value) in [
            ("job-id", IppValue::Integer(number)),
            ("job-uri", uri),
            ("job-state", IppValue::Enum(state as i32)),
            (
                "job-state-reasons",
                IppValue::Keyword(IppKeyword::new(reason)?),
            ),
        ] {
            answer.attributes_mut().add(
                DelimiterTag::JobAttributes,
                IppAttribute::with_name(name, value)?,
            );
        }
        Ok(answer)
    }

    fn describe(
        &self,
        answer: &mut IppRequestResponse,
        address: SocketAddr,
    ) -> Result<(), ipp::parser::IppParseError> {
        let (state, reason) = match self.fault {
            Fault::None | Fault::Hang | Fault::Off | Fault::Nonsense => {
                (PrinterState::Idle, "none")
            }
            Fault::CoverOpen => (PrinterState::Stopped, "cover-open-error"),
            Fault::NoPaper => (PrinterState::Stopped, "media-empty-error"),
            Fault::NoInk => (PrinterState::Stopped, "marker-supply-empty-error"),
            Fault::JamAfter(_) => (PrinterState::Stopped, "media-jam-error"),
        };
        let keyword = |word: &str| IppKeyword::new(word).map(IppValue::Keyword);
        for (name, value) in [
            (
                "printer-uri-supported",
                IppValue::Uri(format!("ipp://{address}/ipp/print").try_into()?),
            ),
            ("uri-security-supported", keyword("none")?),
            ("uri-authentication-supported", keyword("none")?),
            (
                "printer-name",
                IppValue::NameWithoutLanguage("Valiza-virtual".to_owned().try_into()?),
            ),
            ("printer-state", IppValue::Enum(state as i32)),
            (
                "printer-state-reasons",
                IppValue::Array(vec![keyword(reason)?]),
            ),
            ("printer-is-accepting-jobs", IppValue::Boolean(true)),
            ("ipp-versions-supported", keyword("1.1")?),
            (
                "document-format-supported",
                IppValue::MimeMediaType("application/pdf".to_owned().try_into()?),
            ),
            (
                "sides-supported",
                IppValue::Array(vec![keyword("one-sided")?, keyword("two-sided-long-edge")?]),
            ),
            ("media-supported", keyword("iso_a4_210x297mm")?),
        ] {
            answer.attributes_mut().add(
                DelimiterTag::PrinterAttributes,
                IppAttribute::with_name(name, value)?,
            );
        }
        Ok(())
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only a number is a number")]
fn integer(request: &IppRequestResponse, group: DelimiterTag, name: &str) -> Option<i32> {
    match request
        .attributes()
        .groups_of(group)
        .find_map(|group| group.get(name))?
        .value()
    {
        IppValue::Integer(number) => Some(*number),
        _ => None,
    }
}
