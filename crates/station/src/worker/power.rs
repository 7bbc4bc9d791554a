//! The battery's thread: tells its lamp, warns in time, and locks the kit before it goes out: what is open is saved by then, and a
//! locked kit still delivers. It never seals.

use crate::clock;
use crate::reactor::Event;
use devices::{Cancel, Charge, PowerGauge, Supply};
use office::snapshot::{DeviceLine, Lamp};
use office::trouble::{DeviceKind, Trouble};
use office::{Command, Input};
use std::path::Path;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

/// Where Linux tells of batteries.
const SUPPLIES: &str = "/sys/class/power_supply";
const LOOK: Duration = Duration::from_secs(30);
/// From here on a person is told.
const LOW_MINUTES: u32 = 20;
const LOW_PERCENT: u8 = 12;
/// The reserve: enough to write everything down and to lock.
const RESERVE_PERCENT: u8 = 3;

/// Watches until the kit ends. A machine without a battery has no line for one.
pub(crate) fn watch(ended: &Cancel, events: &SyncSender<Event>) {
    let mut gauge = PowerGauge::new(Path::new(SUPPLIES));
    let mut told = None;
    loop {
        let at = Duration::from_millis(clock::now(0).since_boot_ms);
        if let Some(charge) = gauge.read(at).filter(|charge| told != Some(*charge)) {
            let fell = told.is_none_or(|before: Charge| !is_at_reserve(before));
            told = Some(charge);
            let _the_kit_ends = events.send(Event::Lamp(line(charge)));
            if is_at_reserve(charge) && fell {
                let _the_kit_ends = events.send(Event::Input(Input::Command(Command::Lock)));
            }
        }
        if ended.wait(LOOK) {
            return;
        }
    }
}

fn is_at_reserve(charge: Charge) -> bool {
    charge.supply == Supply::Battery && charge.percent <= RESERVE_PERCENT
}

fn line(charge: Charge) -> DeviceLine {
    let few = charge
        .minutes_left
        .is_some_and(|minutes| minutes <= LOW_MINUTES);
    let low = charge.supply == Supply::Battery && (few || charge.percent <= LOW_PERCENT);
    let minutes = charge
        .minutes_left
        .map(|minutes| format!(", {}:{:02}", minutes / 60, minutes % 60));
    DeviceLine {
        device: DeviceKind::Battery,
        model: format!("{} %{}", charge.percent, minutes.unwrap_or_default()),
        lamp: if low { Lamp::Trouble } else { Lamp::Ready },
        trouble: low.then(|| Trouble::BatteryLow {
            percent: charge.percent.into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_battery_is_a_trouble_and_a_low_one_at_the_socket_is_not() {
        let charge = |percent, supply, minutes_left| Charge {
            percent,
            supply,
            minutes_left,
        };
        let tired = line(charge(40, Supply::Battery, Some(15)));
        assert_eq!(tired.trouble, Some(Trouble::BatteryLow { percent: 40 }));
        assert_eq!(tired.model, "40 %, 0:15");
        let fresh = line(charge(90, Supply::Battery, Some(190)));
        assert_eq!(
            (fresh.lamp, fresh.model.as_str()),
            (Lamp::Ready, "90 %, 3:10")
        );
        let filling = charge(2, Supply::Mains, None);
        assert_eq!(line(filling).trouble, None);
        assert!(!is_at_reserve(filling) && is_at_reserve(charge(3, Supply::Battery, None)));
    }
}
