//! The hand that plays with the virtual case from outside: presents cards, loads papers, breaks devices.
//!
//! Must never be needed by a driver: it is the person at the table, not a part of a device.

use std::{fs, path::PathBuf};

use serde::Deserialize;
use serde_json::json;
use tiny_http::Method;

use super::{
    CardFault, Fault, SimError,
    case::Counterparts,
    http::{Asked, Reply},
    papers::{self, Place},
};
use crate::sighting::DeviceKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Present {
    lines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Load {
    Set { set: String },
    Files { files: Vec<PathBuf> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    device: DeviceKind,
    fault: Fault,
}

/// What is done with the identity card.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lay {
    on_reader: bool,
    #[serde(default)]
    fault: CardFault,
}

/// Where the applicant signs unless told otherwise: near the foot, to the right.
const SIGNATURE_LINE: Place = Place { x: 0.58, y: 0.86 };

/// Does what a request asks.
///
/// * `POST present {"lines": [..]}` to the reader
/// * `POST card {"on_reader": true, "fault": "altered"}`: lays the identity card on its reader or takes it away
/// * `POST load {"set": "idp-family"}` or `{"files": [..]}` into the feeder
/// * `POST feed` with a JPEG or PNG as body: one page into the feeder
/// * `POST sign[?x=0.58&y=0.86]` with a JPEG or PNG as body: the same, signed in ink at that part of the page
/// * `POST fault {"device": "scanner", "fault": {"jam_after": 3}}`
/// * `GET state`
pub(super) fn answer(devices: &Counterparts, asked: &Asked) -> Reply {
    let (path, query) = asked.url.split_once('?').unwrap_or((&asked.url, ""));
    let done = match (&asked.method, path) {
        (Method::Get, "/state") => return state(devices),
        (Method::Post, "/present") => {
            parse(asked).map(|Present { lines }| devices.reader.present(&lines).map_err(Into::into))
        }
        (Method::Post, "/card") => parse(asked).map(|Lay { on_reader, fault }| {
            devices.card.fault(fault);
            devices.card.lay(on_reader);
            Ok(())
        }),
        (Method::Post, "/load") => parse(asked).map(|order| load(devices, order)),
        (Method::Post, "/fault") => {
            parse(asked).map(|Break { device, fault }| devices.fault(device, fault))
        }
        (Method::Post, "/feed") => Ok(devices.scanner.load([asked.body.clone()])),
        (Method::Post, "/sign") => Ok(sign(devices, &asked.body, query)),
        _ => return Reply::status(404),
    };
    match done {
        Ok(Ok(())) => state(devices),
        Ok(Err(refusal)) => Reply::body(409, "text/plain", format!("{refusal}\n").into_bytes()),
        Err(fault) => Reply::body(400, "text/plain", format!("{fault}\n").into_bytes()),
    }
}

fn parse<'a, T: Deserialize<'a>>(asked: &'a Asked) -> Result<T, serde_json::Error> {
    serde_json::from_slice(&asked.body)
}

fn load(devices: &Counterparts, order: Load) -> Result<(), SimError> {
    match order {
        Load::Set { set } => devices.load(&set).map(drop),
        Load::Files { files } => {
            let pictures = files
                .into_iter()
                .map(fs::read)
                .collect::<Result<Vec<_>, _>>()?;
            devices.scanner.load(pictures)
        }
    }
}

fn sign(devices: &Counterparts, picture: &[u8], query: &str) -> Result<(), SimError> {
    let part = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    };
    let place = Place {
        x: part("x").unwrap_or(SIGNATURE_LINE.x),
        y: part("y").unwrap_or(SIGNATURE_LINE.y),
    };
    devices
        .scanner
        .load([papers::handwritten_signature(picture, place, 1)?])
}

fn state(devices: &Counterparts) -> Reply {
    let state = json!({
        "feeder": devices.scanner.loaded(),
        "printed": devices.printer.printed(),
        "slips": devices.slip.strips(),
        "sets": papers::set_names().collect::<Vec<_>>(),
    });
    Reply::body(200, "application/json", format!("{state}\n").into_bytes())
}
