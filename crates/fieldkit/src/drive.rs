//! The kit without a window: orders in, snapshots out, the same engine.

use crate::FAREWELL;
use crate::orders::{Asked, NoMoreOrders, Order, Orders, SETTLED, answer, tell_snapshot};
use crate::training::Guests;
use anyhow::{Context as _, Result};
use office::Command;
use station::{Ending, KitParts, Station};
use std::time::Duration;

/// How long the line of orders is waited for before the end of the engine is looked for.
const PATIENCE: Duration = Duration::from_millis(50);

/// Runs until the engine ends.
pub(crate) fn run(parts: KitParts, orders: Option<Orders>) -> Result<Option<Ending>> {
    let orders = orders.context("without a window the kit takes orders: start it with --drive")?;
    let station = Station::start(parts, Box::new(|| {}))
        .context("the kit cannot start; nothing on it is lost")?;
    let mut guests = Guests::default();
    loop {
        for command in guests.invite(&station.snapshot()) {
            if !station.send(command) {
                tracing::error!("the engine is behind; a guest was not invited");
            }
        }
        if let Some(ending) = station.ending() {
            return Ok(Some(ending));
        }
        match orders.wait(PATIENCE) {
            Ok(Some(Order::Do(command))) => {
                let name = command.name();
                let taken = station.send(command);
                answer(&serde_json::json!({ "did": name, "taken": taken }));
            }
            Ok(Some(Order::Ask {
                ask: Asked::Snapshot,
            })) => tell_snapshot(&station.settled_snapshot(SETTLED)),
            Ok(Some(
                Order::Ask { ask: Asked::Names }
                | Order::Picture { .. }
                | Order::Screen { .. }
                | Order::Language { .. }
                | Order::Size { .. },
            )) => {
                answer(&serde_json::json!({ "error": "there is no window" }));
            }
            Ok(None) => {}
            Err(NoMoreOrders) => {
                let _full = station.send(Command::Quit);
                return Ok(station.wait_for_ending(FAREWELL));
            }
        }
    }
}
