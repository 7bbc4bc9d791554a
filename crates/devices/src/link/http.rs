//! The HTTP cable to scanners and printers on the table (RFC 9110).
//!
//! Must never leave the device it was pointed at: no redirects, no proxy, no answer without a size limit.

use std::{
    io::{self, ErrorKind},
    sync::mpsc,
    thread,
    time::Duration,
};

use ureq::http::{Request, Response, Uri};

use crate::{cancel::Cancel, clock::Deadline, error::DeviceError};

/// How often a waiting call looks whether it was cancelled.
const GLANCE: Duration = Duration::from_millis(50);

/// A client for one device. Clones share nothing but settings.
#[derive(Debug, Clone)]
pub(crate) struct HttpLink {
    agent: ureq::Agent,
}

/// What the device answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Value of the `Location` header.
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl HttpLink {
    pub(crate) fn new() -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .max_idle_connections(0)
            .timeout_connect(Some(Duration::from_secs(3)))
            .build()
            .new_agent();
        Self { agent }
    }

    /// One exchange: at most `patience` long, at most `limit` bytes in the answer.
    pub(crate) fn exchange(
        &self,
        request: Request<Vec<u8>>,
        patience: Duration,
        limit: u64,
    ) -> Result<Answer, DeviceError> {
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(Some(patience))
            .build();
        let answer: Response<ureq::Body> =
            self.agent.run(request).map_err(|error| fault(&error))?;
        let location = answer
            .headers()
            .get("location")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let status = answer.status().as_u16();
        let body = answer
            .into_body()
            .into_with_config()
            .limit(limit)
            .read_to_vec()
            .map_err(|error| fault(&error))?;
        Ok(Answer {
            status,
            location,
            body,
        })
    }

    /// The same on a side thread, so that a cancel is heard at once; the abandoned exchange ends by its own deadline.
    pub(crate) fn exchange_until(
        &self,
        request: Request<Vec<u8>>,
        patience: Duration,
        limit: u64,
        cancel: &Cancel,
    ) -> Result<Answer, DeviceError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let link = self.clone();
        let side = thread::Builder::new().name("device-http".into());
        side.spawn(move || drop(reply.send(link.exchange(request, patience, limit))))
            .map_err(|_cause| DeviceError::Busy)?;
        // The exchange keeps the deadline itself; this one only bounds a name lookup that hangs.
        let deadline = Deadline::after(patience + Duration::from_secs(2));
        loop {
            match answer.recv_timeout(GLANCE) {
                Ok(answer) => return answer,
                Err(mpsc::RecvTimeoutError::Disconnected) => return Err(DeviceError::Gone),
                Err(mpsc::RecvTimeoutError::Timeout) if cancel.is_cancelled() => {
                    return Err(DeviceError::Cancelled);
                }
                Err(mpsc::RecvTimeoutError::Timeout) if deadline.passed() => {
                    return Err(DeviceError::TimedOut);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

/// Parses an `http` or `ipp` address; `ipp` becomes `http` on port 631 (RFC 8010 5).
pub(crate) fn device_uri(address: &str) -> Option<Uri> {
    let uri: Uri = address.trim_end_matches('/').parse().ok()?;
    let authority = uri.authority()?;
    let authority = match (uri.scheme_str()?, authority.port_u16()) {
        ("http", _) | ("ipp", Some(_)) => authority.to_string(),
        ("ipp", None) => format!("{authority}:631"),
        _ => return None,
    };
    Uri::builder()
        .scheme("http")
        .authority(authority)
        .path_and_query(uri.path_and_query()?.clone())
        .build()
        .ok()
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list of errors is open; any other means that the answer cannot be read"
)]
fn fault(error: &ureq::Error) -> DeviceError {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => DeviceError::Gone,
        ureq::Error::Timeout(_) => DeviceError::TimedOut,
        ureq::Error::Io(error)
            if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) =>
        {
            DeviceError::TimedOut
        }
        ureq::Error::Io(error) if is_absence(error) => DeviceError::Gone,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => DeviceError::Gone,
        ureq::Error::BodyExceedsLimit(_) => DeviceError::Garbled {
            what: "the answer is larger than the limit",
        },
        _ => DeviceError::Garbled {
            what: "the answer is not HTTP",
        },
    }
}

fn is_absence(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::InvalidData | ErrorKind::InvalidInput
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_and_ipp_addresses_are_taken() {
        let uri = |address| device_uri(address).map(|uri| uri.to_string());
        assert_eq!(
            uri("ipp://printer/ipp/print").as_deref(),
            Some("http://printer:631/ipp/print")
        );
        assert_eq!(
            uri("http://10.0.0.5/eSCL/").as_deref(),
            Some("http://10.0.0.5/eSCL")
        );
        for bad in ["", "ftp://x/y", "https://x/y", "/eSCL", "http://"] {
            assert_eq!(uri(bad), None, "{bad}");
        }
    }
}
