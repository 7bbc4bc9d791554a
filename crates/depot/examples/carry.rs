//! Measures carrying and keeping: `cargo xtask bench U1` to `U5`, `V1` to `V3`, `R3`, `R5`, `TUS` run it, with the id, the folder
//! of the peers and their Python as arguments.
//!
//! Prints one line of JSON for each case. The depot is a process of its own beside this program; parts are random bytes.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement may stop at the first surprise"
)]

#[path = "../tests/carry/air.rs"]
mod air;
#[path = "carry/links.rs"]
mod links;
#[path = "carry/load.rs"]
mod load;
#[path = "carry/losses.rs"]
mod losses;
#[path = "carry/partners.rs"]
mod partners;
#[path = "carry/peers.rs"]
mod peers;
#[path = "carry/radio.rs"]
mod radio;
#[path = "../tests/carry/yard.rs"]
#[expect(dead_code, reason = "the tests of the depot need more of it")]
mod yard;

use std::path::Path;

use serde_json::json;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let id = arguments.next().unwrap_or_default();
    let (word, loss) = (
        arguments.next().unwrap_or_default(),
        arguments.next().unwrap_or_default(),
    );
    let (peers, python) = (Path::new(&word), Path::new(&loss));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        match id.as_str() {
            "U1" | "U2" | "U3" => links::measure(&id, peers).await,
            "U4" => losses::answers().await,
            "U5" if word.is_empty() => radio::measure(),
            "U5" => radio::play(&word, &loss).await,
            "V1" => load::small().await,
            "V2" => load::large().await,
            "V3" => load::memory().await,
            "R3" => losses::gaps().await,
            "R5" => losses::poison().await,
            "TUS" => partners::measure(peers, python).await,
            other => panic!("what is {other}? U1 to U5, V1 to V3, R3, R5 or TUS"),
        }
    });
}

/// One figure for `xtask bench`.
#[expect(clippy::print_stdout, reason = "the answer to the bench")]
fn say(case: &str, value: f64, peer: Option<f64>) {
    println!("{}", json!({ "case": case, "value": value, "peer": peer }));
}
