//! Questions on the terminal. A secret is read without being shown.

use std::io::{self, BufRead, Write};

use zeroize::Zeroizing;

/// Asks, and gives the answer without its line end; empty where the input has ended.
pub(super) fn line(
    question: &str,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<String> {
    write!(out, "{question}")?;
    out.flush()?;
    let mut answer = String::new();
    input.read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// Asks for a secret on standard error, the terminal's echo off while it is typed.
pub(super) fn secret(question: &str, input: &mut dyn BufRead) -> io::Result<Zeroizing<String>> {
    let mut screen = io::stderr();
    write!(screen, "{question}")?;
    screen.flush()?;
    let silence = Silence::begin();
    let mut answer = Zeroizing::new(String::with_capacity(256));
    input.read_line(&mut answer)?;
    drop(silence);
    writeln!(screen)?;
    Ok(Zeroizing::new(
        answer.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

/// The terminal's echo is off while this lives.
#[cfg(unix)]
struct Silence(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Silence {
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        // An input that is no terminal has no echo.
        let Ok(before) = tcgetattr(io::stdin()) else {
            return Self(None);
        };
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        match tcsetattr(io::stdin(), OptionalActions::Flush, &silent) {
            Ok(()) => Self(Some(before)),
            Err(_) => Self(None),
        }
    }
}

#[cfg(unix)]
impl Drop for Silence {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.0 {
            // The terminal may be gone by now; then there is nothing to put back.
            tcsetattr(io::stdin(), OptionalActions::Now, before).ok();
        }
    }
}

#[cfg(not(unix))]
struct Silence;

#[cfg(not(unix))]
impl Silence {
    fn begin() -> Self {
        Self
    }
}
