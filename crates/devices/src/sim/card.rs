//! The virtual identity card: an ICAO 9303 chip that speaks the vpcd protocol, either listening as a slot of its own or
//! plugged into the system's card service through vpcd.
//!
//! Must never hold a real person: whoever personalises it invents one. Not constant-time.

mod authority;
mod chip;
mod messaging;
mod pace;

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use serde::{Deserialize, Serialize};

pub use authority::TestAuthority;
use chip::Chip;
pub use pace::CardCurve;

use super::lock;

/// How often a waiting thread looks at its switches.
const GLANCE: Duration = Duration::from_millis(20);
/// Answer to reset of a contactless card (PC/SC part 3), without a maker's bytes.
const RESET: [u8; 5] = [0x3b, 0x80, 0x80, 0x01, 0x01];

/// What stands on and in a card.
#[derive(Debug, Clone)]
pub struct CardPlan {
    /// The zone: three lines of thirty (TD1).
    pub lines: [String; 3],
    /// Card access number, six digits.
    pub can: String,
    /// The curve of PACE; none for an older card that knows only its zone (BAC).
    pub curve: Option<CardCurve>,
    /// Full name in the national script, parts split by `<`.
    pub name: String,
    /// Personal number.
    pub number: String,
}

impl CardPlan {
    /// An invented citizen's card.
    #[must_use]
    pub fn specimen() -> Self {
        Self {
            lines: [
                "I<UKR00003188662000021301467<<".into(),
                "0002130F2603092UKR<<<<<<<<<<<8".into(),
                "ZRAZOK<<OLENA<<<<<<<<<<<<<<<<<".into(),
            ],
            can: "271828".into(),
            curve: Some(CardCurve::P256),
            name: include_str!("card/specimen-name.txt").trim_end().into(),
            number: "20000213-01467".into(),
        }
    }
}

/// What goes wrong in a card, until another fault is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardFault {
    /// In order.
    #[default]
    None,
    /// Every file says that it is four gigabytes long.
    Endless,
    /// Files end before their length; the status says that all is well.
    ShortReads,
    /// Every answer is a status word that no card has.
    Gibberish,
    /// It takes commands and never answers.
    Hang,
    /// It is taken away after so many more commands.
    PulledAfter(u32),
    /// One letter of the zone was changed after signing.
    Altered,
    /// The chip is a copy: the data of another one, without its key.
    Copied,
    /// Another kind of card: it knows neither the application nor the file that announces PACE.
    Foreign,
}

/// A card behind a port of this machine. Dropping it takes card and slot away.
#[derive(Debug)]
pub struct VirtualCard {
    port: u16,
    board: Arc<Board>,
    thread: Option<JoinHandle<()>>,
}

/// What the card's thread and its owner share.
#[derive(Debug)]
struct Board {
    inserted: AtomicBool,
    ended: AtomicBool,
    fault: Mutex<CardFault>,
}

impl VirtualCard {
    /// Opens a slot on a port that the system chooses and lays a card on it.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub fn start(plan: &CardPlan, authority: &TestAuthority) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Self::run(port, plan, authority, move |chip, board| {
            while !board.ended.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) if board.inserted.load(Ordering::Relaxed) => {
                        let _pulled = chip.serve(&stream, board);
                    }
                    Ok(_no_card_lies_here) => {}
                    Err(_nobody_calls) => thread::park_timeout(GLANCE),
                }
            }
        })
    }

    /// Plugs a card into a slot of the system's card service, at vpcd's port.
    ///
    /// # Errors
    /// When nobody listens there, or the system gives no thread.
    pub fn plug_into(
        vpcd: SocketAddr,
        plan: &CardPlan,
        authority: &TestAuthority,
    ) -> io::Result<Self> {
        let stream = TcpStream::connect(vpcd)?;
        Self::run(vpcd.port(), plan, authority, move |chip, board| {
            let _pulled = chip.serve(&stream, board);
        })
    }

    fn run(
        port: u16,
        plan: &CardPlan,
        authority: &TestAuthority,
        work: impl FnOnce(&mut Chip, &Board) + Send + 'static,
    ) -> io::Result<Self> {
        let board = Arc::new(Board {
            inserted: AtomicBool::new(true),
            ended: AtomicBool::new(false),
            fault: Mutex::new(CardFault::None),
        });
        let mut chip = Chip::personalise(plan, authority);
        let shared = Arc::clone(&board);
        let thread = thread::Builder::new()
            .name("sim-card".into())
            .spawn(move || work(&mut chip, &shared))?;
        Ok(Self {
            port,
            board,
            thread: Some(thread),
        })
    }

    /// The port for the device list.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Lays the card on its slot, or takes it away, in the middle of a reading too.
    pub fn lay(&self, inserted: bool) {
        self.board.inserted.store(inserted, Ordering::Relaxed);
    }

    /// Sets or clears a fault.
    pub fn fault(&self, fault: CardFault) {
        *lock(&self.board.fault) = fault;
    }
}

impl Drop for VirtualCard {
    fn drop(&mut self) {
        self.board.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}

impl Chip {
    /// Speaks on one connection until it ends or the card is taken away.
    fn serve(&mut self, mut stream: &TcpStream, board: &Board) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(GLANCE))?;
        self.reset();
        loop {
            let mut length = [0; 2];
            fill(stream, &mut length, board)?;
            let mut message = vec![0; u16::from_be_bytes(length).into()];
            fill(stream, &mut message, board)?;
            let answer = match message.as_slice() {
                [4] => RESET.to_vec(),
                [_power_or_reset] => {
                    self.reset();
                    continue;
                }
                command => match self.hear(command, board)? {
                    Some(answer) => answer,
                    None => continue,
                },
            };
            let length = u16::try_from(answer.len()).map_err(io::Error::other)?;
            stream.write_all(&[&length.to_be_bytes(), answer.as_slice()].concat())?;
        }
    }

    /// A command under the fault that is set; `None` is no answer at all.
    fn hear(&mut self, command: &[u8], board: &Board) -> io::Result<Option<Vec<u8>>> {
        let fault = {
            let mut fault = lock(&board.fault);
            if let CardFault::PulledAfter(left) = &mut *fault {
                match left.checked_sub(1) {
                    Some(less) => *left = less,
                    None => {
                        board.inserted.store(false, Ordering::Relaxed);
                        return Err(ErrorKind::ConnectionAborted.into());
                    }
                }
            }
            *fault
        };
        Ok(match fault {
            CardFault::Hang => None,
            CardFault::Gibberish => Some(vec![0x12, 0x34]),
            CardFault::Foreign => Some(vec![0x6a, 0x82]),
            CardFault::None
            | CardFault::Endless
            | CardFault::ShortReads
            | CardFault::PulledAfter(_)
            | CardFault::Altered
            | CardFault::Copied => Some(self.answer(command, fault)),
        })
    }
}

/// Reads exactly as much; ends when the card is taken away.
fn fill(mut stream: &TcpStream, mut buffer: &mut [u8], board: &Board) -> io::Result<()> {
    while !buffer.is_empty() {
        if board.ended.load(Ordering::Relaxed) || !board.inserted.load(Ordering::Relaxed) {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        match stream.read(buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => buffer = buffer.get_mut(count..).unwrap_or_default(),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
