//! Chip cards by the system's card service (PC/SC): every slot of every reader.
//!
//! Must never make its caller wait past a deadline: the service's calls cannot be stopped, so one thread makes them, and a
//! caller stops waiting for it. While that thread hangs no other is started (I9).

use std::{
    ffi::CString,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use pcsc::{Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State};

use crate::{card::CardError, clock::Deadline, driver::CardPort, protocol::chip::CardLink};

/// Longest answer: extended length and its two status bytes.
const ANSWER: usize = 65_538;

/// Requests that may wait for the thread: a release and a look behind a call that hangs.
const WAITING: usize = 4;

/// What the thread is asked.
#[derive(Debug)]
enum Ask {
    Look,
    PowerUp,
    Exchange { card: usize, command: Vec<u8> },
    Release,
}

/// What it answers: cards that lie there, or the bytes of one.
#[derive(Debug)]
enum Told {
    Cards(usize),
    Answer(Vec<u8>),
}

type Reply = Result<Told, CardError>;

/// The way to the thread that talks to the service.
#[derive(Debug)]
struct Clerk {
    asks: SyncSender<(Ask, SyncSender<Reply>)>,
}

impl Clerk {
    fn hire() -> Result<Self, CardError> {
        let (asks, inbox) = sync_channel(WAITING);
        thread::Builder::new()
            .name("pcsc".into())
            .spawn(move || serve(&inbox))
            .map_err(|_no_thread| CardError::ServiceStopped)?;
        Ok(Self { asks })
    }

    fn ask(&self, ask: Ask, deadline: Deadline) -> Reply {
        let (reply, told) = sync_channel(1);
        match self.asks.try_send((ask, reply)) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(CardError::TimedOut),
            Err(TrySendError::Disconnected(_)) => return Err(CardError::ServiceStopped),
        }
        match told.recv_timeout(deadline.remaining()) {
            Ok(told) => told,
            Err(RecvTimeoutError::Timeout) => Err(CardError::TimedOut),
            Err(RecvTimeoutError::Disconnected) => Err(CardError::ServiceStopped),
        }
    }
}

/// All slots of all readers that the service knows.
#[derive(Debug, Default)]
pub(crate) struct PcscPort {
    clerk: Option<Arc<Clerk>>,
}

impl PcscPort {
    fn clerk(&mut self) -> Result<Arc<Clerk>, CardError> {
        let clerk = match self.clerk.take() {
            Some(clerk) => clerk,
            None => Arc::new(Clerk::hire()?),
        };
        Ok(Arc::clone(self.clerk.insert(clerk)))
    }
}

impl CardPort for PcscPort {
    fn address(&self) -> String {
        "PC/SC".into()
    }

    fn look(&mut self, deadline: Deadline) -> Result<(), CardError> {
        self.clerk()?.ask(Ask::Look, deadline).map(drop)
    }

    fn power_up(&mut self, deadline: Deadline) -> Result<Vec<Box<dyn CardLink>>, CardError> {
        let clerk = self.clerk()?;
        let Told::Cards(count) = clerk.ask(Ask::PowerUp, deadline)? else {
            return Err(CardError::ServiceStopped);
        };
        let released = Arc::new(Released(clerk));
        let links = (0..count).map(|card| -> Box<dyn CardLink> {
            Box::new(PcscLink {
                card,
                service: Arc::clone(&released),
            })
        });
        Ok(links.collect())
    }
}

/// Lets the cards go when the last link to them is dropped, so that the next reading begins anew.
#[derive(Debug)]
struct Released(Arc<Clerk>);

impl Drop for Released {
    fn drop(&mut self) {
        let (reply, _nobody_waits) = sync_channel(1);
        drop(self.0.asks.try_send((Ask::Release, reply)));
    }
}

#[derive(Debug)]
struct PcscLink {
    card: usize,
    service: Arc<Released>,
}

impl CardLink for PcscLink {
    fn exchange(&mut self, command: &[u8], deadline: Deadline) -> Result<Vec<u8>, CardError> {
        let ask = Ask::Exchange {
            card: self.card,
            command: command.to_vec(),
        };
        match self.service.0.ask(ask, deadline)? {
            Told::Answer(answer) => Ok(answer),
            Told::Cards(_) => Err(CardError::ServiceStopped),
        }
    }
}

fn serve(inbox: &Receiver<(Ask, SyncSender<Reply>)>) {
    let mut held = Vec::new();
    while let Ok((ask, reply)) = inbox.recv() {
        let told = match ask {
            Ask::Look => slots().map(|(_, slots)| Told::Cards(slots.len())),
            Ask::PowerUp => power_up(&mut held),
            Ask::Exchange { card, command } => exchange(held.get(card), &command),
            Ask::Release => {
                held.drain(..).for_each(let_go);
                Ok(Told::Cards(0))
            }
        };
        let _nobody_waits_any_more = reply.try_send(told.map_err(meaning));
    }
    held.into_iter().for_each(let_go);
}

/// Cuts the power, so that the next reader of the card finds no open session.
fn let_go(card: Card) {
    drop(card.disconnect(Disposition::UnpowerCard));
}

/// The slots in which a card lies. The service's context is fresh each time: one from before a restart is dead.
fn slots() -> Result<(Context, Vec<CString>), Error> {
    let service = Context::establish(Scope::User)?;
    let names = service.list_readers_owned()?;
    if names.is_empty() {
        return Err(Error::NoReadersAvailable);
    }
    let mut states: Vec<ReaderState> = names
        .into_iter()
        .map(|name| ReaderState::new(name, State::UNAWARE))
        .collect();
    service.get_status_change(std::time::Duration::ZERO, &mut states)?;
    let filled: Vec<CString> = states
        .iter()
        .filter(|state| state.event_state().contains(State::PRESENT))
        .map(|state| state.name().to_owned())
        .collect();
    if filled.is_empty() {
        return Err(Error::NoSmartcard);
    }
    Ok((service, filled))
}

fn power_up(held: &mut Vec<Card>) -> Result<Told, Error> {
    held.drain(..).for_each(let_go);
    let (service, names) = slots()?;
    let mut last = Error::NoSmartcard;
    for name in names {
        match service.connect(&name, ShareMode::Exclusive, Protocols::ANY) {
            Ok(card) => held.push(card),
            Err(error) => last = error,
        }
    }
    if held.is_empty() {
        return Err(last);
    }
    Ok(Told::Cards(held.len()))
}

fn exchange(card: Option<&Card>, command: &[u8]) -> Result<Told, Error> {
    let mut buffer = vec![0; ANSWER];
    let card = card.ok_or(Error::RemovedCard)?;
    let answer = card.transmit(command, &mut buffer)?;
    if answer.len() < 2 {
        // Some drivers report a card that is taken away as an answer of nothing.
        return Err(Error::RemovedCard);
    }
    Ok(Told::Answer(answer.to_vec()))
}

/// The service's words in the kit's.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the service may find words that this list does not know; all of them end the session"
)]
fn meaning(error: Error) -> CardError {
    match error {
        Error::NoService | Error::ServiceStopped | Error::CommError | Error::InvalidHandle => {
            CardError::ServiceStopped
        }
        Error::SecurityViolation => CardError::NotPermitted,
        Error::NoReadersAvailable | Error::UnknownReader | Error::ReaderUnavailable => {
            CardError::NoReader
        }
        Error::NoSmartcard => CardError::NoCard,
        Error::SharingViolation => CardError::Busy,
        Error::Timeout => CardError::TimedOut,
        Error::RemovedCard | Error::ResetCard | Error::NotTransacted => CardError::Removed,
        Error::UnpoweredCard | Error::UnresponsiveCard | Error::UnsupportedCard => {
            CardError::NotIdCard
        }
        _ => CardError::Garbled {
            what: "the card service",
        },
    }
}
