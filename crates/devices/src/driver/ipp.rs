//! Office printer over IPP (RFC 8010, RFC 8011; PWG 5100.14 "IPP Everywhere").
//!
//! Must never tell the printer a person's name: job and user are nameless (I12).

use std::{io::Cursor, time::Duration};

use ipp::{
    model::{DelimiterTag, JobState},
    parser::IppParser,
    prelude::{IppAttribute, IppOperationBuilder, IppPayload, IppRequestResponse, IppValue},
    reader::IppReader,
    value::IppKeyword,
};
use ureq::http::{Request, Uri};

use super::nameless;
use crate::{
    cancel::Cancel,
    clock::Deadline,
    config::ConfigError,
    error::DeviceError,
    link::http::{HttpLink, device_uri},
    printer::{PrintJob, Printed, Printer, Sides},
    sighting::{DeviceKind, Sighting},
};

/// Longest wait for an answer that carries no document.
const BRIEF: Duration = Duration::from_secs(5);
/// Pause between two looks at a running job.
const PAUSE: Duration = Duration::from_millis(250);
/// Largest answer; a full attribute list of a big printer is about 60 KiB.
const LIMIT: u64 = 1 << 20;
/// The user that every job belongs to.
const USER: &str = "valiza";

/// The states of a job (RFC 8011 5.3.7).
const JOB_STATES: [JobState; 7] = [
    JobState::Pending,
    JobState::PendingHeld,
    JobState::Processing,
    JobState::ProcessingStopped,
    JobState::Canceled,
    JobState::Aborted,
    JobState::Completed,
];

/// An IPP printer at one address.
#[derive(Debug)]
pub(crate) struct IppPrinter {
    /// Where requests go.
    uri: Uri,
    /// What they call the printer: the same address in the scheme `ipp` (RFC 8010 4.1.1).
    name: Uri,
    link: HttpLink,
}

impl IppPrinter {
    pub(crate) fn new(address: &str) -> Result<Self, ConfigError> {
        let uri = device_uri(address);
        let name = uri.as_ref().and_then(|uri| {
            let authority = uri.authority()?;
            let port = if authority.port().is_some() {
                ""
            } else {
                ":80"
            };
            format!("ipp://{authority}{port}{}", uri.path())
                .parse()
                .ok()
        });
        match (uri, name) {
            (Some(uri), Some(name)) => Ok(Self {
                uri,
                name,
                link: HttpLink::new(),
            }),
            _ => Err(ConfigError::Address {
                address: address.to_owned(),
            }),
        }
    }

    fn send(
        &self,
        request: impl ipp::operation::IppOperation,
        patience: Duration,
        cancel: &Cancel,
    ) -> Result<IppRequestResponse, DeviceError> {
        let mut body = Vec::new();
        let mut reader = request.into_ipp_request().into_read();
        std::io::Read::read_to_end(&mut reader, &mut body).map_err(|_cause| UNSAYABLE)?;
        let request = Request::post(self.uri.clone())
            .header("content-type", "application/ipp")
            .body(body);
        let answer = self.link.exchange_until(
            request.map_err(|_cause| UNSAYABLE)?,
            patience,
            LIMIT,
            cancel,
        )?;
        match answer.status {
            200 => {}
            401 | 403 => return Err(DeviceError::NotPermitted),
            503 => return Err(DeviceError::Busy),
            _ => {
                return Err(DeviceError::Refused {
                    what: "no printer under this address",
                });
            }
        }
        parse(answer.body)
    }

    /// What the printer itself complains of.
    fn complaint(&self, cancel: &Cancel) -> Result<(), DeviceError> {
        let wanted = [
            "printer-state",
            "printer-state-reasons",
            "printer-is-accepting-jobs",
        ];
        let request = IppOperationBuilder::get_printer_attributes(self.name.clone())
            .attributes(wanted)
            .build();
        let answer = self.send(request.map_err(|_cause| UNSAYABLE)?, BRIEF, cancel)?;
        success(&answer)?;
        reasons(keywords(
            &answer,
            DelimiterTag::PrinterAttributes,
            "printer-state-reasons",
        ))?;
        match value(
            &answer,
            DelimiterTag::PrinterAttributes,
            "printer-is-accepting-jobs",
        ) {
            Some(IppValue::Boolean(false)) => Err(DeviceError::Refused {
                what: "the printer takes no jobs",
            }),
            _ => Ok(()),
        }
    }

    fn submit(&self, job: &PrintJob, deadline: Deadline) -> Result<i32, DeviceError> {
        let sides = match job.sides {
            Sides::One => "one-sided",
            Sides::Two => "two-sided-long-edge",
        };
        let keyword = |word: &str| {
            IppKeyword::new(word)
                .map(IppValue::Keyword)
                .map_err(|_cause| UNSAYABLE)
        };
        let attributes = [
            ("copies", IppValue::Integer(job.copies.into())),
            ("sides", keyword(sides)?),
            ("media", keyword("iso_a4_210x297mm")?),
        ];
        let mut request = IppOperationBuilder::print_job(
            self.name.clone(),
            IppPayload::new(Cursor::new(job.pdf.clone())),
        )
        .user_name(USER)
        .job_title(nameless())
        .document_format("application/pdf");
        for (name, value) in attributes {
            request = request
                .attribute(IppAttribute::with_name(name, value).map_err(|_cause| UNSAYABLE)?);
        }
        let answer = self.send(
            request.build().map_err(|_cause| UNSAYABLE)?,
            deadline.remaining(),
            &job.cancel,
        )?;
        success(&answer)?;
        match value(&answer, DelimiterTag::JobAttributes, "job-id") {
            Some(IppValue::Integer(id)) => Ok(*id),
            _ => Err(DeviceError::Garbled {
                what: "a job without a number",
            }),
        }
    }

    /// Follows a job to its end.
    fn follow(&self, id: i32, job: &PrintJob, deadline: Deadline) -> Result<Printed, DeviceError> {
        loop {
            let request = IppOperationBuilder::get_job_attributes(self.name.clone(), id)
                .user_name(USER)
                .build();
            let answer = self.send(request.map_err(|_cause| UNSAYABLE)?, BRIEF, &job.cancel)?;
            success(&answer)?;
            let state = match value(&answer, DelimiterTag::JobAttributes, "job-state") {
                Some(IppValue::Enum(state)) => {
                    JOB_STATES.into_iter().find(|known| *known as i32 == *state)
                }
                _ => None,
            };
            match state.ok_or(DeviceError::Garbled {
                what: "a job without a state",
            })? {
                JobState::Completed => {
                    return Ok(Printed {
                        sheets: sheets(&answer),
                    });
                }
                JobState::Canceled => return Err(DeviceError::Cancelled),
                JobState::Aborted => {
                    self.complaint(&job.cancel)?;
                    return Err(DeviceError::Refused {
                        what: "the printer gave the job up",
                    });
                }
                JobState::ProcessingStopped => self.complaint(&job.cancel)?,
                JobState::Pending | JobState::PendingHeld | JobState::Processing => {}
            }
            if deadline.passed() {
                self.complaint(&job.cancel)?;
                return Err(DeviceError::TimedOut);
            }
            if job.cancel.wait(PAUSE.min(deadline.remaining())) {
                return Err(DeviceError::Cancelled);
            }
        }
    }

    /// Withdraws a job that did not end well. Best effort: the error that counts was seen before.
    fn withdraw(&self, id: i32) {
        if let Ok(request) = IppOperationBuilder::cancel_job(self.name.clone(), id)
            .user_name(USER)
            .build()
        {
            drop(self.send(request, BRIEF, &Cancel::new()));
        }
    }
}

impl Printer for IppPrinter {
    fn sight(&mut self) -> Sighting {
        Sighting::of(
            DeviceKind::Printer,
            self.uri.to_string(),
            self.complaint(&Cancel::new()),
        )
    }

    fn print(&mut self, job: &PrintJob) -> Result<Printed, DeviceError> {
        let deadline = Deadline::after(job.deadline);
        self.complaint(&job.cancel)?;
        let id = self.submit(job, deadline)?;
        let outcome = self.follow(id, job, deadline);
        if outcome.is_err() {
            self.withdraw(id);
        }
        outcome
    }
}

const UNSAYABLE: DeviceError = DeviceError::Refused {
    what: "the job cannot be said in IPP",
};

fn parse(body: Vec<u8>) -> Result<IppRequestResponse, DeviceError> {
    let parsed = IppParser::new(IppReader::new(Cursor::new(body))).parse();
    parsed.map_err(|_cause| DeviceError::Garbled {
        what: "an answer that is not IPP",
    })
}

fn success(answer: &IppRequestResponse) -> Result<(), DeviceError> {
    match answer.header().operation_or_status {
        0x0000..=0x00ff => Ok(()),
        // server-error-busy, server-error-temporary-error, server-error-not-accepting-jobs (RFC 8011 B.1.5).
        0x0505..=0x0507 => Err(DeviceError::Busy),
        0x0401..=0x0403 => Err(DeviceError::NotPermitted),
        0x040a => Err(DeviceError::Refused {
            what: "the printer does not take PDF",
        }),
        _ => Err(DeviceError::Refused {
            what: "the printer does not take the job",
        }),
    }
}

fn value<'a>(
    answer: &'a IppRequestResponse,
    group: DelimiterTag,
    name: &str,
) -> Option<&'a IppValue> {
    answer
        .attributes()
        .groups_of(group)
        .find_map(|group| group.get(name))
        .map(IppAttribute::value)
}

fn keywords(answer: &IppRequestResponse, group: DelimiterTag, name: &str) -> Vec<String> {
    value(answer, group, name)
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only a number is a count")]
fn sheets(answer: &IppRequestResponse) -> Option<u32> {
    match value(
        answer,
        DelimiterTag::JobAttributes,
        "job-media-sheets-completed",
    )? {
        IppValue::Integer(count) => u32::try_from(*count).ok(),
        _ => None,
    }
}

/// Turns `printer-state-reasons` (RFC 8011 5.4.12) into situations; reports and warnings ("-low") do not stop printing.
fn reasons(words: Vec<String>) -> Result<(), DeviceError> {
    for word in words
        .iter()
        .filter(|word| !word.ends_with("-report") && !word.ends_with("-warning"))
    {
        match word.trim_end_matches("-error") {
            "media-empty" | "media-needed" | "input-tray-missing" => {
                return Err(DeviceError::NoPaper);
            }
            "media-jam" => return Err(DeviceError::Jam { after_pages: 0 }),
            "cover-open" | "door-open" | "interlock-open" => return Err(DeviceError::CoverOpen),
            "marker-supply-empty" | "toner-empty" => return Err(DeviceError::NoInk),
            "shutdown" | "connecting-to-device" => return Err(DeviceError::Gone),
            "paused" | "moving-to-paused" => {
                return Err(DeviceError::Refused {
                    what: "the printer is paused",
                });
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn printer_complaints_become_situations_and_warnings_do_not_stop() {
        let say = |word: &str| reasons(vec!["none".into(), word.into()]);
        assert_eq!(say("media-empty-error"), Err(DeviceError::NoPaper));
        assert_eq!(say("door-open"), Err(DeviceError::CoverOpen));
        assert_eq!(say("marker-supply-empty-error"), Err(DeviceError::NoInk));
        assert_eq!(say("media-empty-warning"), Ok(()));
        assert_eq!(say("marker-supply-low"), Ok(()));
    }

    proptest! {
        #[test]
        fn hostile_answers_never_panic(
            random in proptest::collection::vec(any::<u8>(), 0..400),
            marked in proptest::collection::vec(prop_oneof![Just(4_u8), Just(0x44), Just(0x34), Just(0x4a), 0..9_u8], 0..200),
        ) {
            let header = [1, 1, 0, 0, 0, 0, 0, 1];
            for body in [random.clone(), [&header[..], &random].concat(), [&header[..], &marked].concat()] {
                if let Ok(answer) = parse(body) {
                    let words = keywords(&answer, DelimiterTag::PrinterAttributes, "printer-state-reasons");
                    prop_assert_ne!(reasons(words), Err(DeviceError::Cancelled));
                    prop_assert_ne!(success(&answer), Err(DeviceError::Cancelled));
                    prop_assert_ne!(sheets(&answer), Some(u32::MAX));
                }
            }
        }
    }
}
