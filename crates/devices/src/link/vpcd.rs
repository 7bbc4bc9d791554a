//! A virtual card reader: the card listens, the reader calls it (the reversed connection of vpcd). For training and tests.
//!
//! Must never leave loopback: the device list can name no other host.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use crate::{card::CardError, clock::Deadline, driver::CardPort, protocol::chip::CardLink};

const POWER_ON: u8 = 1;
const ANSWER_TO_RESET: u8 = 4;
const CONNECT: Duration = Duration::from_secs(1);

/// Slots behind ports of this machine.
#[derive(Debug)]
pub(crate) struct VpcdPort {
    ports: Vec<u16>,
}

impl VpcdPort {
    pub(crate) fn new(ports: Vec<u16>) -> Self {
        Self { ports }
    }
}

impl CardPort for VpcdPort {
    fn address(&self) -> String {
        format!("vpcd:{:?}", self.ports)
    }

    fn look(&mut self, deadline: Deadline) -> Result<(), CardError> {
        self.power_up(deadline).map(drop)
    }

    fn power_up(&mut self, deadline: Deadline) -> Result<Vec<Box<dyn CardLink>>, CardError> {
        let mut links: Vec<Box<dyn CardLink>> = Vec::new();
        let mut missing = CardError::NoReader;
        for port in &self.ports {
            match VpcdLink::connect(*port, deadline) {
                Ok(link) => links.push(Box::new(link)),
                Err(CardError::NoReader) => {}
                Err(error) => missing = error,
            }
        }
        if links.is_empty() {
            return Err(missing);
        }
        Ok(links)
    }
}

#[derive(Debug)]
struct VpcdLink {
    stream: TcpStream,
}

impl VpcdLink {
    fn connect(port: u16, deadline: Deadline) -> Result<Self, CardError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let stream = TcpStream::connect_timeout(&address, CONNECT)
            .map_err(|_nobody_listens| CardError::NoReader)?;
        let _faster = stream.set_nodelay(true);
        let mut link = Self { stream };
        let answer = link
            .send(&[POWER_ON], deadline)
            .and_then(|()| link.send(&[ANSWER_TO_RESET], deadline))
            .and_then(|()| link.receive(deadline));
        match answer {
            Ok(_reset) => Ok(link),
            Err(error) if is_late(&error) => Err(CardError::TimedOut),
            Err(_closed) => Err(CardError::NoCard),
        }
    }

    fn send(&mut self, bytes: &[u8], deadline: Deadline) -> io::Result<()> {
        self.stream.set_write_timeout(Some(left(deadline)))?;
        let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
        self.stream
            .write_all(&[&length.to_be_bytes(), bytes].concat())
    }

    fn receive(&mut self, deadline: Deadline) -> io::Result<Vec<u8>> {
        let mut length = [0; 2];
        self.fill(&mut length, deadline)?;
        let mut answer = vec![0; u16::from_be_bytes(length).into()];
        self.fill(&mut answer, deadline)?;
        Ok(answer)
    }

    /// Reads exactly as much; a card that sends one byte a second does not stretch the deadline.
    fn fill(&mut self, mut buffer: &mut [u8], deadline: Deadline) -> io::Result<()> {
        while !buffer.is_empty() {
            if deadline.passed() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.stream.set_read_timeout(Some(left(deadline)))?;
            match self.stream.read(buffer)? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                count => buffer = buffer.get_mut(count..).unwrap_or_default(),
            }
        }
        Ok(())
    }
}

impl CardLink for VpcdLink {
    fn exchange(&mut self, command: &[u8], deadline: Deadline) -> Result<Vec<u8>, CardError> {
        self.send(command, deadline)
            .and_then(|()| self.receive(deadline))
            .map_err(|error| match is_late(&error) {
                true => CardError::TimedOut,
                false => CardError::Removed,
            })
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock)
}

/// Never zero: to a socket zero means "for ever".
fn left(deadline: Deadline) -> Duration {
    deadline.remaining().max(Duration::from_millis(1))
}
