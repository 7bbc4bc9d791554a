//! The kit's battery as Linux tells it (`/sys/class/power_supply`), and the minutes that are left, learnt from the day.
//!
//! Must never decide anything: what is done when little is left is not for this crate. Never guesses where nothing is told.

use std::{
    collections::VecDeque,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// What is looked back at to learn how fast the battery empties.
const WINDOW: Duration = Duration::from_secs(60 * 60);
/// From so long a look back the day's own pace counts more than that of the moment.
const ENOUGH: Duration = Duration::from_secs(10 * 60);
/// Samples that are kept at most.
const SAMPLES: usize = 240;
/// Beyond a day nobody plans.
const MOST_MINUTES: u32 = 24 * 60;

/// What drives the kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// The socket, the car or a power bank; the battery fills or rests.
    Mains,
    /// The battery alone.
    Battery,
}

/// The battery at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// Full is 100.
    pub percent: u8,
    /// What drives the kit.
    pub supply: Supply,
    /// Minutes until it is empty; `None` on mains, and until anything is known about the pace.
    pub minutes_left: Option<u32>,
}

/// Reads the batteries below a folder; all of them count as one.
#[derive(Debug)]
pub struct PowerGauge {
    root: PathBuf,
    /// When, and the parts of a full charge that were left.
    seen: VecDeque<(Duration, f64)>,
}

impl PowerGauge {
    /// A gauge on `/sys/class/power_supply`, or a folder like it.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            seen: VecDeque::new(),
        }
    }

    /// The charge at the moment `at` (since any fixed moment, never going back); `None` where there is no battery.
    pub fn read(&mut self, at: Duration) -> Option<Charge> {
        let folders = fs::read_dir(&self.root).ok()?.flatten();
        let batteries: Vec<Battery> = folders
            .filter_map(|folder| Battery::read(&folder.path()))
            .collect();
        let (mut left, mut full, mut pace) = (0.0, 0.0, 0.0);
        for battery in &batteries {
            left += battery.left;
            full += battery.full;
            pace += battery.pace;
        }
        if batteries.is_empty() || full <= 0.0 {
            return None;
        }
        let part = (left / full).clamp(0.0, 1.0);
        let supply = match batteries.iter().any(|battery| battery.empties) {
            true => Supply::Battery,
            false => Supply::Mains,
        };
        let minutes_left = match supply {
            Supply::Mains => {
                self.seen.clear();
                None
            }
            Supply::Battery => self.minutes(at, part, pace / full),
        };
        Some(Charge {
            percent: (part * 100.0).round() as u8,
            supply,
            minutes_left,
        })
    }

    /// Minutes at the pace of the last hour, or, while that is too short to tell, of this moment (parts an hour).
    fn minutes(&mut self, at: Duration, part: f64, pace_now: f64) -> Option<u32> {
        self.seen.push_back((at, part));
        while self.seen.len() > SAMPLES
            || self
                .seen
                .front()
                .is_some_and(|(first, _)| at.saturating_sub(*first) > WINDOW)
        {
            self.seen.pop_front();
        }
        let (first_at, first) = *self.seen.front()?;
        let over = at.saturating_sub(first_at);
        let learnt = (first - part) / (over.as_secs_f64() / 3600.0);
        let pace = if over >= ENOUGH && learnt > 0.0 {
            learnt
        } else {
            pace_now
        };
        let minutes = part / pace * 60.0;
        (pace > 0.0).then(|| (minutes.round() as u32).min(MOST_MINUTES))
    }
}

/// One battery, in whatever unit its driver counts: energy, charge or parts of a hundred.
struct Battery {
    left: f64,
    full: f64,
    /// Of the same unit in an hour.
    pace: f64,
    empties: bool,
}

impl Battery {
    fn read(folder: &Path) -> Option<Self> {
        let word = |name: &str| {
            let text = fs::read_to_string(folder.join(name)).ok()?;
            Some(text.trim().to_owned())
        };
        let number = |name: &str| word(name)?.parse::<f64>().ok().map(f64::abs);
        // A mouse has a battery too, but it does not drive the kit.
        if word("type")? != "Battery" || word("scope").as_deref() == Some("Device") {
            return None;
        }
        let counted = |unit: &str, pace: &str| {
            Some((
                number(&format!("{unit}_now"))?,
                number(&format!("{unit}_full"))?,
                number(pace).unwrap_or_default(),
            ))
        };
        let (left, full, pace) = counted("energy", "power_now")
            .or_else(|| counted("charge", "current_now"))
            .or_else(|| Some((number("capacity")?, 100.0, 0.0)))?;
        Some(Self {
            left,
            full,
            pace,
            empties: word("status").as_deref() == Some("Discharging"),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    /// A folder like the kernel's.
    struct Machine(tempfile::TempDir);

    impl Machine {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn put(&self, supply: &str, values: &[(&str, &str)]) {
            let folder = self.0.path().join(supply);
            fs::create_dir_all(&folder).unwrap();
            for (name, value) in values {
                fs::write(folder.join(name), format!("{value}\n")).unwrap();
            }
        }

        fn discharging(&self, percent: &str) {
            self.put(
                "BAT0",
                &[
                    ("type", "Battery"),
                    ("status", "Discharging"),
                    ("capacity", percent),
                ],
            );
        }
    }

    fn minute(minute: u64) -> Duration {
        Duration::from_secs(60 * minute)
    }

    #[test]
    fn two_batteries_count_as_one_and_a_mouse_as_none() {
        let machine = Machine::new();
        let battery = [
            ("type", "Battery"),
            ("status", "Discharging"),
            ("energy_now", "20000000"),
            ("energy_full", "40000000"),
            ("power_now", "10000000"),
        ];
        machine.put("BAT0", &battery);
        machine.put("BAT1", &battery);
        machine.put(
            "mouse",
            &[("type", "Battery"), ("scope", "Device"), ("capacity", "3")],
        );
        machine.put("AC", &[("type", "Mains"), ("online", "0")]);
        let charge = PowerGauge::new(machine.0.path()).read(minute(0));
        let expected = Charge {
            percent: 50,
            supply: Supply::Battery,
            minutes_left: Some(120),
        };
        assert_eq!(charge, Some(expected));
    }

    #[test]
    fn the_pace_of_the_day_counts_where_the_battery_tells_none() {
        let machine = Machine::new();
        let mut gauge = PowerGauge::new(machine.0.path());
        machine.discharging("80");
        assert_eq!(gauge.read(minute(0)).unwrap().minutes_left, None);
        machine.discharging("70");
        assert_eq!(gauge.read(minute(30)).unwrap().minutes_left, Some(210));
        machine.put("BAT0", &[("status", "Charging")]);
        let charge = gauge.read(minute(31)).unwrap();
        assert_eq!((charge.supply, charge.minutes_left), (Supply::Mains, None));
        machine.discharging("71");
        assert_eq!(
            gauge.read(minute(32)).unwrap().minutes_left,
            None,
            "a new day begins"
        );
    }

    #[test]
    fn a_machine_without_a_battery_and_a_battery_that_tells_nonsense_are_none() {
        let machine = Machine::new();
        let mut gauge = PowerGauge::new(machine.0.path());
        assert_eq!(gauge.read(minute(0)), None);
        machine.put("BAT0", &[("type", "Battery"), ("capacity", "full")]);
        assert_eq!(gauge.read(minute(1)), None);
        machine.put("BAT0", &[("energy_now", "7"), ("energy_full", "0")]);
        assert_eq!(gauge.read(minute(2)), None);
        assert_eq!(PowerGauge::new(Path::new("/nowhere")).read(minute(0)), None);
    }
}
