//! U5: a day of forty applications over 64 kbit/s with windows of coverage, beside one plain TCP transfer of the same bytes.
//!
//! Each case has a link, namespaces and a process of its own; they run side by side, since a slow link needs no processor.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::time::Duration;

use courier::{Reins, State, deliver};
use serde_json::Value;

use crate::air::{self, Air, BEYOND, Radio};
use crate::say;
use crate::yard::{Shelf, Yard};

const APPLICATIONS: u64 = 40;
/// Five pages of documents: one whole piece, and a last one.
const PIECES: [usize; 2] = [256 * 1024, 64 * 1024];
/// Of how many applications the pages are carried.
const WITH_PAGES: usize = 8;
const PORT: u16 = 8443;
/// How long one case may take.
const DEADLINE: Duration = Duration::from_secs(1500);
/// The two links of the bar, and after how much coverage all summaries are due.
const LINKS: [(&str, u32); 2] = [("A", 2), ("B", 10)];

fn radio(loss_percent: u32) -> Radio {
    Radio {
        kbit: 64,
        delay_ms: 150,
        loss_percent,
        on_s: 120,
        off_s: 10,
    }
}

/// Runs the four cases and says what they took.
pub(crate) fn measure() {
    let me = std::env::current_exe().unwrap();
    let play = |what: &str, loss: u32| {
        let mut command = air::alone(&me);
        command.args(["U5", what]).arg(loss.to_string());
        command.stdout(Stdio::piped()).spawn().unwrap()
    };
    let playing = LINKS.map(|(name, loss)| (name, play("ours", loss), play("plain", loss)));
    for (name, ours, plain) in playing {
        let told = |child: std::process::Child| -> Vec<f64> {
            let output = child.wait_with_output().unwrap();
            let line: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
            let values = line.as_array().cloned().unwrap_or_default();
            values.iter().filter_map(Value::as_f64).collect()
        };
        // What did not finish has no figure, and the bench takes that for the worst.
        if let ([summaries, pages], [plain]) = (&*told(ours), &*told(plain)) {
            say(&format!("summaries {name}"), *summaries, None);
            say(&format!("pages {name}"), *pages, Some(*plain));
        }
    }
}

/// One case, in its own network.
pub(crate) async fn play(what: &str, loss: &str) {
    let radio = radio(loss.parse().unwrap());
    match what {
        "ours" => tokio::time::timeout(DEADLINE, ours(radio)).await.unwrap(),
        "plain" => plain(radio),
        "sink" => sink(),
        other => panic!("what is {other}?"),
    }
}

async fn ours(radio: Radio) {
    let air = Air::open(radio);
    let mut yard = Yard::beyond(&air, PORT).await;
    let mut shelf = Shelf::day(&mut yard.kit, APPLICATIONS, &PIECES.repeat(WITH_PAGES));
    let client = yard.pinned_client();
    let begun = air.covered();
    let (mut delivered, mut summaries) = (0, None);
    let reins = Reins::default();
    let carrying = deliver(
        &client,
        &yard.receipt_signers,
        &mut shelf,
        &reins,
        |event| {
            delivered += u64::from(event.state == State::Delivered);
            if delivered == APPLICATIONS && summaries.is_none() {
                summaries = Some(air.covered());
            }
        },
    );
    carrying.await.unwrap();
    let (summaries, ended) = (summaries.unwrap(), air.covered());
    tell(&[
        (summaries - begun).as_secs_f64(),
        (ended - summaries).as_secs_f64(),
    ]);
}

/// The same bytes of pages by one TCP connection and nothing else; over when the other end says that it has them.
fn plain(radio: Radio) {
    let air = Air::open(radio);
    let mut command = air.there(&std::env::current_exe().unwrap());
    let mut sink = command
        .args(["U5", "sink", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    sink.stdout.take().unwrap().read_exact(&mut [0]).unwrap();
    let bytes = vec![7; WITH_PAGES * PIECES.iter().sum::<usize>()];
    let begun = air.covered();
    let mut stream = TcpStream::connect((BEYOND, PORT)).unwrap();
    stream.write_all(&bytes).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    stream.read_exact(&mut [0]).unwrap();
    tell(&[(air.covered() - begun).as_secs_f64()]);
    sink.wait().unwrap();
}

/// The other end: says that it listens, takes everything, and says that it has it.
fn sink() {
    let listener = TcpListener::bind((BEYOND, PORT)).unwrap();
    std::io::stdout().write_all(b"!").unwrap();
    std::io::stdout().flush().unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    stream.write_all(&[1]).unwrap();
}

#[expect(
    clippy::print_stdout,
    reason = "the answer to the process that began this one"
)]
fn tell(values: &[f64]) {
    println!("{}", serde_json::json!(values));
}
