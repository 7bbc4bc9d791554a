//! The virtual slip printer: ESC/POS on a pty, paper as PNG files in a folder.
//!
//! Must never print while its cover is open or its roll is empty: it holds the bytes back, as the real one does.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use super::{
    SimError,
    escpos::{Command, PrintHead},
    fault::Fault,
    lock, next_path,
    pty::Pty,
};

/// How often the thread looks whether it should end.
const GLANCE: Duration = Duration::from_millis(50);

#[derive(Debug)]
struct State {
    cable: Option<Pty>,
    head: PrintHead,
    fault: Fault,
    strips: Vec<PathBuf>,
}

/// A slip printer behind a path. Dropping it pulls the cable and ends its thread.
#[derive(Debug)]
pub struct VirtualSlip {
    path: PathBuf,
    state: Arc<Mutex<State>>,
    stop: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl VirtualSlip {
    /// Plugs a printer in; `path` becomes the device path for the driver, strips appear in `folder`.
    ///
    /// # Errors
    /// When the system gives no pty or thread, or the link cannot be made.
    pub fn start(path: &Path, folder: &Path, width_dots: u16) -> io::Result<Self> {
        let state = State {
            cable: Some(Pty::plug(path)?),
            head: PrintHead::new(width_dots),
            fault: Fault::None,
            strips: Vec::new(),
        };
        let (state, stop) = (
            Arc::new(Mutex::new(state)),
            Arc::new(AtomicBool::new(false)),
        );
        let thread = thread::Builder::new().name("sim-slip".into()).spawn({
            let (state, stop, folder) = (Arc::clone(&state), Arc::clone(&stop), folder.to_owned());
            move || {
                while !stop.load(Ordering::Relaxed) {
                    let cable_is_in = lock(&state).turn(&folder);
                    if !cable_is_in {
                        thread::park_timeout(GLANCE);
                    }
                }
            }
        })?;
        Ok(Self {
            path: path.to_owned(),
            state,
            stop,
            thread: Some(thread),
        })
    }

    /// The path for the driver.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The strips so far, oldest first: PNG files.
    #[must_use]
    pub fn strips(&self) -> Vec<PathBuf> {
        lock(&self.state).strips.clone()
    }

    /// Sets or clears a fault: cover, paper, hang, off, nonsense.
    ///
    /// # Errors
    /// [`SimError::NoSuchFault`] for what a slip printer cannot have; otherwise as [`VirtualSlip::start`].
    pub fn fault(&self, fault: Fault) -> Result<(), SimError> {
        let mut state = lock(&self.state);
        match fault {
            Fault::NoInk | Fault::JamAfter(_) => return Err(SimError::NoSuchFault),
            Fault::Off => state.cable = None,
            Fault::None | Fault::CoverOpen | Fault::NoPaper | Fault::Hang | Fault::Nonsense => {
                if state.cable.is_none() {
                    state.cable = Some(Pty::plug(&self.path)?);
                }
            }
        }
        state.fault = fault;
        Ok(())
    }
}

impl Drop for VirtualSlip {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl State {
    /// Takes what the cable brings and answers it; says whether there is a cable.
    fn turn(&mut self, folder: &Path) -> bool {
        let mut buffer = [0; 4096];
        let Some(cable) = &self.cable else {
            return false;
        };
        let received = cable
            .receive(&mut buffer, Duration::from_millis(5))
            .unwrap_or(0);
        if self.fault == Fault::Hang {
            return received > 0;
        }
        self.head.push(buffer.get(..received).unwrap_or_default());
        let stands_still = matches!(self.fault, Fault::CoverOpen | Fault::NoPaper);
        if let Some(question) = stands_still.then(|| self.head.urgent()).flatten() {
            self.answer(self.realtime(question));
        }
        while !stands_still && let Some(command) = self.head.next() {
            match command {
                Command::AskNow(question) => self.answer(self.realtime(question)),
                Command::AskInTurn => self.answer(0),
                Command::Cut => self.tear_off(folder),
                Command::Done => {}
            }
        }
        received > 0
    }

    /// The four status bytes of `DLE EOT`.
    fn realtime(&self, question: u8) -> u8 {
        let says = match (self.fault, question) {
            (Fault::CoverOpen, 2) => 0x04,
            (Fault::NoPaper, 2) => 0x20,
            (Fault::NoPaper, 4) => 0x60,
            (Fault::CoverOpen | Fault::NoPaper, 1) => 0x08,
            _ => 0,
        };
        0x12 | says
    }

    fn answer(&self, byte: u8) {
        let byte = if self.fault == Fault::Nonsense {
            0xff
        } else {
            byte
        };
        if let Some(cable) = &self.cable {
            drop(cable.send(&[byte]));
        }
    }

    fn tear_off(&mut self, folder: &Path) {
        if self.head.is_blank() {
            return;
        }
        let path = next_path(folder, "slip", "png");
        match self.head.tear_off().save(&path) {
            Ok(()) => self.strips.push(path),
            Err(error) => {
                tracing::warn!(%error, "virtual slip printer: the strip cannot be written")
            }
        }
    }
}
