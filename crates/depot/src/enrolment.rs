//! The first messages of kits: kept for a week under an address that nobody can guess, sealed so that nobody here can
//! read them.
//!
//! Coordinators lay down invitations and profiles; a kit brings its card once. Bounded: a number of enrolments, each
//! message up to a length. What is older than a week is cleared away when the next is laid down.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{self, State};
use axum::response::{IntoResponse, Response};
use courier::wire::ProblemCode;
use http_body_util::{BodyExt as _, Limited};
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use parcel::RecordId;
use parcel::enrolment::{LARGEST_MESSAGE, Step};

use crate::clock;
use crate::depot::{Depot, DepotError};
use crate::refusal::blocking;
use crate::shelf::coordinators_only;

/// How many enrolments may be under way.
const MOST: usize = 256;
/// How long one may take.
const LASTS: Duration = Duration::from_secs(7 * 86_400);

/// Where the messages lie.
#[derive(Debug)]
pub(crate) struct Enrolments {
    folder: PathBuf,
}

impl Enrolments {
    pub(crate) fn at(data: &Path) -> Self {
        Self {
            folder: data.join("enrolments"),
        }
    }

    fn path(&self, id: RecordId, step: Step) -> PathBuf {
        self.folder.join(format!("{id}.{}", step.as_str()))
    }

    fn read(&self, id: RecordId, step: Step) -> Result<Vec<u8>, ProblemCode> {
        let path = self.path(id, step);
        if is_over(&path) {
            return Err(ProblemCode::Unknown);
        }
        fs::read(path).map_err(|error| trouble_unless_absent(&error))
    }

    /// An invitation begins anew, a profile replaces the one before, a card stays the first.
    fn write(&self, id: RecordId, step: Step, message: &[u8]) -> Result<(), ProblemCode> {
        let invited = self.path(id, Step::Invitation).exists();
        match step {
            Step::Invitation => {
                fs::create_dir_all(&self.folder).or(Err(ProblemCode::Trouble))?;
                self.clear_away().or(Err(ProblemCode::Trouble))?;
                if !invited && self.under_way().or(Err(ProblemCode::Trouble))? >= MOST {
                    return Err(ProblemCode::Full);
                }
                for later in [Step::Card, Step::Profile] {
                    // What does not lie there need not be taken away.
                    fs::remove_file(self.path(id, later)).ok();
                }
            }
            Step::Card if !invited || is_over(&self.path(id, Step::Invitation)) => {
                return Err(ProblemCode::Unknown);
            }
            Step::Card if self.path(id, step).exists() => {
                let same = fs::read(self.path(id, step)).is_ok_and(|held| held == message);
                return if same {
                    Ok(())
                } else {
                    Err(ProblemCode::NotAllowed)
                };
            }
            Step::Profile if !invited => return Err(ProblemCode::Unknown),
            Step::Card | Step::Profile => {}
        }
        write_whole(&self.path(id, step), message).or(Err(ProblemCode::Trouble))
    }

    fn under_way(&self) -> io::Result<usize> {
        let mut count = 0;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            count += usize::from(path.extension().is_some_and(|step| step == "invitation"));
        }
        Ok(count)
    }

    fn clear_away(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if is_over(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

fn trouble_unless_absent(error: &io::Error) -> ProblemCode {
    if error.kind() == io::ErrorKind::NotFound {
        ProblemCode::Unknown
    } else {
        ProblemCode::Trouble
    }
}

/// Whether a message is older than an enrolment may take; one whose age cannot be told is not.
fn is_over(path: &Path) -> bool {
    let written = fs::metadata(path).and_then(|file| file.modified());
    let age = written.ok().and_then(|written| {
        let now = u64::try_from(clock::now()).ok()?;
        (UNIX_EPOCH + Duration::from_secs(now))
            .duration_since(written)
            .ok()
    });
    age.is_some_and(|age| age > LASTS)
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    let mut name = path.as_os_str().to_owned();
    name.push(".draft");
    let mut file = fs::File::create(&name)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&name, path)
}

type Place = extract::Path<(String, String)>;

fn place(id: &str, step: &str) -> Result<(RecordId, Step), DepotError> {
    Ok((
        id.parse().or(Err(ProblemCode::Unknown))?,
        step.parse().or(Err(ProblemCode::Unknown))?,
    ))
}

/// `GET /v1/enrolments/ID/STEP`: who can name the address was told the code.
pub(crate) async fn fetch(
    State(depot): State<Arc<Depot>>,
    extract::Path((id, step)): Place,
) -> Result<Response, DepotError> {
    let (id, step) = place(&id, &step)?;
    let message = blocking(&depot, move |depot| Ok(depot.enrolments.read(id, step)?)).await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], message).into_response())
}

/// `PUT /v1/enrolments/ID/STEP`: a card by whoever was told the code, the rest by coordinators in session.
pub(crate) async fn lay_down(
    State(depot): State<Arc<Depot>>,
    extract::Path((id, step)): Place,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, DepotError> {
    let (id, step) = place(&id, &step)?;
    match step {
        Step::Card => {}
        Step::Invitation | Step::Profile => coordinators_only(&depot, &headers)?,
    }
    let message = Limited::new(body, LARGEST_MESSAGE)
        .collect()
        .await
        .or(Err(ProblemCode::TooLarge))?
        .to_bytes();
    blocking(&depot, move |depot| {
        Ok(depot.enrolments.write(id, step, &message)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_card_is_taken_once_and_only_from_whom_was_invited() {
        let data = tempfile::tempdir().unwrap();
        let enrolments = Enrolments::at(data.path());
        let (ours, theirs) = (RecordId([1; 16]), RecordId([2; 16]));
        assert_eq!(
            enrolments.write(ours, Step::Card, b"card"),
            Err(ProblemCode::Unknown)
        );
        enrolments.write(ours, Step::Invitation, b"come").unwrap();
        assert_eq!(enrolments.read(ours, Step::Invitation).unwrap(), b"come");
        enrolments.write(ours, Step::Card, b"card").unwrap();
        enrolments.write(ours, Step::Card, b"card").unwrap();
        assert_eq!(
            enrolments.write(ours, Step::Card, b"another"),
            Err(ProblemCode::NotAllowed)
        );
        assert_eq!(enrolments.read(ours, Step::Card).unwrap(), b"card");
        assert_eq!(
            enrolments.read(theirs, Step::Card),
            Err(ProblemCode::Unknown)
        );
        enrolments.write(ours, Step::Invitation, b"again").unwrap();
        assert_eq!(enrolments.read(ours, Step::Card), Err(ProblemCode::Unknown));
    }

    #[test]
    fn what_took_longer_than_a_week_is_gone() {
        let data = tempfile::tempdir().unwrap();
        let enrolments = Enrolments::at(data.path());
        let (old, young) = (RecordId([1; 16]), RecordId([2; 16]));
        enrolments.write(old, Step::Invitation, b"come").unwrap();
        let path = enrolments.path(old, Step::Invitation);
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(written - LASTS - Duration::from_secs(60))
            .unwrap();
        assert_eq!(
            enrolments.read(old, Step::Invitation),
            Err(ProblemCode::Unknown)
        );
        assert_eq!(
            enrolments.write(old, Step::Card, b"card"),
            Err(ProblemCode::Unknown)
        );
        enrolments.write(young, Step::Invitation, b"come").unwrap();
        assert!(!path.exists());
    }
}
