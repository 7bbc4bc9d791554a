//! A pseudo terminal that stands for a serial cable: the counterpart holds one end, the driver opens the other by path.
//!
//! Must never echo: both ends are raw from the start.

use std::{
    fs,
    io::{self, ErrorKind},
    os::{fd::OwnedFd, unix::fs::symlink},
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{OptionalActions, tcgetattr, tcsetattr},
};

use crate::clock::Deadline;

/// A cable under a stable path (a link in a folder). Dropping it pulls the cable: the driver's end breaks, the link is gone.
#[derive(Debug)]
pub(super) struct Pty {
    near: OwnedFd,
    /// Held open so that bytes wait for the driver, as they wait in a real reader's buffer.
    _far: OwnedFd,
    link: PathBuf,
}

impl Pty {
    pub(super) fn plug(link: &Path) -> io::Result<Self> {
        let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&near)?;
        unlockpt(&near)?;
        let name = ptsname(&near, Vec::new())?
            .into_string()
            .map_err(io::Error::other)?;
        let far = rustix::fs::open(
            &name,
            OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
            Mode::empty(),
        )?;
        let mut settings = tcgetattr(&far)?;
        settings.make_raw();
        tcsetattr(&far, OptionalActions::Now, &settings)?;
        match fs::remove_file(link) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => symlink(&name, link)?,
        }
        Ok(Self {
            near,
            _far: far,
            link: link.to_owned(),
        })
    }

    /// Sends all bytes, or gives up after a second when nobody takes them.
    pub(super) fn send(&self, mut bytes: &[u8]) -> io::Result<()> {
        let deadline = Deadline::after(Duration::from_secs(1));
        while !bytes.is_empty() {
            if !self.wait(PollFlags::OUT, deadline.remaining())? {
                return Err(ErrorKind::TimedOut.into());
            }
            let chunk = bytes.get(..256).unwrap_or(bytes);
            let sent = rustix::io::write(&self.near, chunk)?;
            bytes = bytes.get(sent..).unwrap_or_default();
        }
        Ok(())
    }

    /// Receives some bytes within `patience`; none mean silence.
    pub(super) fn receive(&self, buffer: &mut [u8], patience: Duration) -> io::Result<usize> {
        if self.wait(PollFlags::IN, patience)? {
            Ok(rustix::io::read(&self.near, buffer)?)
        } else {
            Ok(0)
        }
    }

    fn wait(&self, what: PollFlags, patience: Duration) -> io::Result<bool> {
        let patience = Timespec::try_from(patience).map_err(io::Error::other)?;
        Ok(poll(&mut [PollFd::new(&self.near, what)], Some(&patience))? > 0)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.link));
    }
}
