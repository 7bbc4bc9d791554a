//! Byte cables: a serial line (or pty) and a TCP connection.
//!
//! Must never guess a path: the device list names it.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    path::Path,
    time::Duration,
};

use crate::{clock::Deadline, error::DeviceError};

/// Longest wait for a TCP connection to a printer on the same table.
const CONNECT: Duration = Duration::from_secs(3);
/// A serial line that says "ready" has room for this many bytes, so that one write cannot outlast its deadline.
const CHUNK: usize = 256;

/// An open cable.
pub(crate) enum ByteLink {
    Serial(Box<dyn serialport::SerialPort>),
    Tcp(TcpStream),
}

impl std::fmt::Debug for ByteLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Serial(_) => "ByteLink(serial)",
            Self::Tcp(_) => "ByteLink(tcp)",
        })
    }
}

impl ByteLink {
    /// Opens a serial device, 8 data bits, no parity, one stop bit.
    pub(crate) fn serial(path: &Path, baud: u32) -> Result<Self, DeviceError> {
        let port = serialport::new(path.to_string_lossy(), baud)
            .timeout(Duration::from_millis(100))
            .open();
        port.map(Self::Serial).map_err(|error| {
            if error.kind() == serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied) {
                DeviceError::NotPermitted
            } else if ["busy", "lock"]
                .iter()
                .any(|word| error.description.contains(word))
            {
                DeviceError::Busy
            } else {
                DeviceError::Gone
            }
        })
    }

    /// Connects to `host:port`.
    pub(crate) fn tcp(address: &str) -> Result<Self, DeviceError> {
        let addresses = address
            .to_socket_addrs()
            .map_err(|_cause| DeviceError::Gone)?;
        let stream = addresses
            .into_iter()
            .find_map(|address| TcpStream::connect_timeout(&address, CONNECT).ok())
            .ok_or(DeviceError::Gone)?;
        Ok(Self::Tcp(stream))
    }

    /// Sends all bytes by the deadline.
    pub(crate) fn send(&mut self, mut bytes: &[u8], deadline: Deadline) -> Result<(), DeviceError> {
        while !bytes.is_empty() {
            let left = time_left(deadline)?;
            let chunk = bytes.get(..CHUNK).unwrap_or(bytes);
            let sent = match self {
                Self::Serial(port) => port
                    .set_timeout(left)
                    .map_err(io::Error::from)
                    .and_then(|()| port.write(chunk)),
                Self::Tcp(stream) => stream
                    .set_write_timeout(Some(left))
                    .and_then(|()| stream.write(chunk)),
            };
            match sent {
                Ok(0) => return Err(DeviceError::Gone),
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(error) => passing(&error)?,
            }
        }
        Ok(())
    }

    /// Receives some bytes within `patience`; zero bytes mean silence.
    pub(crate) fn receive(
        &mut self,
        buffer: &mut [u8],
        patience: Duration,
    ) -> Result<usize, DeviceError> {
        let patience = patience.max(Duration::from_millis(1));
        let received = match self {
            Self::Serial(port) => port
                .set_timeout(patience)
                .map_err(io::Error::from)
                .and_then(|()| port.read(buffer)),
            Self::Tcp(stream) => stream
                .set_read_timeout(Some(patience))
                .and_then(|()| stream.read(buffer)),
        };
        match received {
            Ok(0) => Err(DeviceError::Gone),
            Ok(count) => Ok(count),
            Err(error) => passing(&error).map(|()| 0),
        }
    }
}

/// The time left, which is never zero: zero means "for ever" to a socket.
fn time_left(deadline: Deadline) -> Result<Duration, DeviceError> {
    let left = deadline.remaining();
    if left.is_zero() {
        Err(DeviceError::TimedOut)
    } else {
        Ok(left.max(Duration::from_millis(1)))
    }
}

/// Errors that pass by themselves; every other one means that the cable is out (EIO, EPIPE, ENXIO alike).
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list of kinds is open; any other means that the cable is out"
)]
fn passing(error: &io::Error) -> Result<(), DeviceError> {
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(()),
        _ => Err(DeviceError::Gone),
    }
}
