//! Signals of the system as commands: SIGUSR1 locks, SIGUSR2 is panic, SIGTERM, SIGINT and SIGHUP end the program.
//!
//! A lid, a button on the case or a power guard needs no more than `kill`. Nothing is decided here (I2).

use crate::reactor::Event;
use std::sync::mpsc::SyncSender;

/// Listens until the engine has ended.
#[cfg(unix)]
pub(crate) async fn listen(events: SyncSender<Event>) {
    use office::{Command, Input};
    use tokio::signal::unix::{Signal, SignalKind, signal};

    let hear = |kind| {
        signal(kind)
            .map_err(|error| tracing::error!(%error, "a signal will not be heard"))
            .ok()
    };
    let mut lock = hear(SignalKind::user_defined1());
    let mut panic = hear(SignalKind::user_defined2());
    let mut end = [
        hear(SignalKind::terminate()),
        hear(SignalKind::interrupt()),
        hear(SignalKind::hangup()),
    ];
    let [term, int, hup] = &mut end;
    async fn next(signal: &mut Option<Signal>) {
        let heard = match signal {
            Some(signal) => signal.recv().await,
            None => None,
        };
        if heard.is_none() {
            std::future::pending::<()>().await;
        }
    }
    loop {
        let command = tokio::select! {
            () = next(&mut panic) => Command::Panic,
            () = next(&mut lock) => Command::Lock,
            () = next(term) => Command::Quit,
            () = next(int) => Command::Quit,
            () = next(hup) => Command::Quit,
        };
        if events.send(Event::Input(Input::Command(command))).is_err() {
            return;
        }
    }
}

/// There are no such signals.
#[cfg(not(unix))]
pub(crate) async fn listen(_events: SyncSender<Event>) {
    std::future::pending().await
}
