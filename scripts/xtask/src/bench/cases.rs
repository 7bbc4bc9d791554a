//! Figures from lines of JSON that an example prints, a case each: `{"case", "value", "peer"}`.

use super::{Figure, Id, Peer};
use serde_json::Value;

/// What an example says, what it is in words, its unit and its bar.
pub(super) type Case = (Id, &'static str, &'static str, &'static str, Bar);

/// What a figure may be at most.
#[derive(Clone, Copy)]
pub(super) enum Bar {
    At(f64),
    /// So many times what stands beside it.
    OfThePeer(f64),
    /// It is told, and nothing more.
    None,
}

/// The figures of one measurement. A case without a line did not finish: it is infinite and holds no bar.
pub(super) fn figures(
    id: Id,
    lines: &str,
    cases: impl IntoIterator<Item = Case>,
    peer_name: &'static str,
) -> Vec<Figure> {
    let lines: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let figure = |(id, name, words, unit, bar): Case| {
        let line = lines.iter().find(|line| line["case"] == name);
        let number = |key: &str| line.and_then(|line| line[key].as_f64());
        let peer = number("peer");
        Figure {
            id,
            case: words.to_owned(),
            value: number("value").unwrap_or(f64::INFINITY),
            unit,
            bar: match bar {
                Bar::At(bar) => bar,
                Bar::OfThePeer(times) => peer.map_or(0.0, |peer| peer * times),
                Bar::None => f64::INFINITY,
            },
            peer: peer.map(|value| Peer {
                name: peer_name,
                value,
            }),
        }
    };
    let cases = cases.into_iter().filter(|(of, ..)| *of == id);
    cases.map(figure).collect()
}
