//! The button and the lamps on the kit's board: the logic is pure, the pins are behind the feature `board`.
//!
//! Must never fire on a bounce or on a knock against the case: the panic button destroys keys.

use std::time::Duration;

/// How long the panic button must be held.
pub const PANIC_HOLD: Duration = Duration::from_secs(3);
/// A contact counts as steady after this long.
pub const SETTLE: Duration = Duration::from_millis(30);

/// What the button did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Held long enough: now. Said once for each hold.
    Held,
    /// Let go before the time.
    Released,
}

/// Tells a held button from bounces, fed with samples. Time is a duration since any fixed moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct HoldButton {
    raw_down: bool,
    raw_since: Duration,
    down_since: Option<Duration>,
    fired: bool,
}

impl HoldButton {
    /// A button that is up.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one sample of the contact; samples must come in order and at least every [`SETTLE`].
    pub fn sample(&mut self, level: Level, at: Duration) -> Option<Press> {
        let down = level == Level::Down;
        if down != self.raw_down {
            self.raw_down = down;
            self.raw_since = at;
        }
        if at.saturating_sub(self.raw_since) < SETTLE {
            return None;
        }
        match (down, self.down_since) {
            (true, None) => {
                self.down_since = Some(self.raw_since);
                self.fired = false;
                None
            }
            (true, Some(since)) if !self.fired && at.saturating_sub(since) >= PANIC_HOLD => {
                self.fired = true;
                Some(Press::Held)
            }
            (false, Some(_)) => {
                self.down_since = None;
                (!self.fired).then_some(Press::Released)
            }
            _ => None,
        }
    }
}

/// Level of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Pressed.
    Down,
    /// Not pressed.
    Up,
}

/// The lamps of the kit: three, told apart by place and by blinking as well as by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lamps {
    /// Steady: the kit is on; blinking: unlocked.
    pub power: Lamp,
    /// Blinking: parcels are going out; steady: all are delivered.
    pub delivery: Lamp,
    /// Steady: a device wants a hand.
    pub trouble: Lamp,
}

/// One lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lamp {
    /// Dark.
    #[default]
    Off,
    /// Lit.
    Steady,
    /// Half a second on, half a second off.
    Blinking,
}

impl Lamp {
    /// Whether the lamp is lit at this time since any fixed moment.
    #[must_use]
    pub fn lit(self, at: Duration) -> bool {
        match self {
            Self::Off => false,
            Self::Steady => true,
            Self::Blinking => at.subsec_millis() < 500,
        }
    }
}

/// GPIO numbers (BCM) of the board, as in `hardware/wiring.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pins {
    /// Panic button to ground, with the internal pull-up.
    pub panic: u8,
    /// Power lamp.
    pub power: u8,
    /// Delivery lamp.
    pub delivery: u8,
    /// Trouble lamp.
    pub trouble: u8,
}

impl Default for Pins {
    fn default() -> Self {
        Self {
            panic: 17,
            power: 22,
            delivery: 23,
            trouble: 24,
        }
    }
}

#[cfg(feature = "board")]
pub use pins::{Board, BoardError};

#[cfg(feature = "board")]
mod pins {
    //! The pins of a Raspberry Pi, by `rppal`.

    use std::time::Duration;

    use rppal::gpio::{Gpio, InputPin, OutputPin};
    use thiserror::Error;

    use super::{HoldButton, Lamps, Level, Pins, Press};

    /// There is no such board, or its pins are taken.
    #[derive(Debug, Error)]
    #[error("board: {0}")]
    pub struct BoardError(#[from] rppal::gpio::Error);

    /// An open board. Dropping it turns the lamps off.
    #[derive(Debug)]
    pub struct Board {
        panic: InputPin,
        button: HoldButton,
        lamps: [OutputPin; 3],
    }

    impl Board {
        /// Opens the pins.
        ///
        /// # Errors
        /// [`BoardError`] on any machine that is not a Raspberry Pi.
        pub fn open(pins: Pins) -> Result<Self, BoardError> {
            let gpio = Gpio::new()?;
            let lamp = |pin| Ok::<_, BoardError>(gpio.get(pin)?.into_output_low());
            Ok(Self {
                panic: gpio.get(pins.panic)?.into_input_pullup(),
                button: HoldButton::new(),
                lamps: [lamp(pins.power)?, lamp(pins.delivery)?, lamp(pins.trouble)?],
            })
        }

        /// Samples the button and sets the lamps; to be called about every 20 ms.
        pub fn tick(&mut self, lamps: Lamps, at: Duration) -> Option<Press> {
            let wanted = [lamps.power, lamps.delivery, lamps.trouble];
            for (pin, lamp) in self.lamps.iter_mut().zip(wanted) {
                pin.write(lamp.lit(at).into());
            }
            let level = if self.panic.is_low() {
                Level::Down
            } else {
                Level::Up
            };
            self.button.sample(level, at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds a contact that is down in the given spans of milliseconds, sampled every 10 ms.
    fn play(down: &[std::ops::Range<u64>], until: u64) -> Vec<(u64, Press)> {
        let mut button = HoldButton::new();
        (0..until)
            .step_by(10)
            .filter_map(|at| {
                let level = if down.iter().any(|span| span.contains(&at)) {
                    Level::Down
                } else {
                    Level::Up
                };
                button
                    .sample(level, Duration::from_millis(at))
                    .map(|press| (at, press))
            })
            .collect()
    }

    #[test]
    fn a_button_held_three_seconds_fires_once() {
        assert_eq!(
            play(&[100..9000, 9500..9600], 10_000),
            [(3100, Press::Held), (9630, Press::Released)]
        );
    }

    #[test]
    fn knocks_and_bounces_never_fire() {
        let knocks: Vec<_> = (0..500).map(|n| n * 20..n * 20 + 10).collect();
        assert_eq!(play(&knocks, 10_000), []);
        assert_eq!(
            play(&[100..2900, 3000..5000], 6000),
            [(2930, Press::Released), (5030, Press::Released)]
        );
    }

    #[test]
    fn a_blinking_lamp_is_lit_half_of_each_second() {
        assert!(
            Lamp::Blinking.lit(Duration::from_millis(1200))
                && !Lamp::Blinking.lit(Duration::from_millis(1700))
        );
    }
}
