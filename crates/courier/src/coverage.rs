//! Coverage as it is sensed: a network, somebody who answers, the depot itself. Never assumed, and steady enough to be read.
//!
//! Good news counts at once. Bad news counts once it has lasted for [`STEADY`] without an answer in between: a radio that is cut
//! every minute and comes back within seconds must not make the screen flicker. Sensing sends nothing by itself.

use std::time::Duration;

use crate::deliver::{State, Wait};

/// How long nothing may be heard before coverage counts as gone.
pub const STEADY: Duration = Duration::from_secs(10);

/// What is known of coverage.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Nothing was tried yet.
    #[default]
    Unknown,
    /// No route leads off this machine.
    NoNetwork,
    /// There is a network, and nobody answers on it.
    Silent,
    /// Somebody answers who is not the depot: a portal, most likely.
    Stranger,
    /// The depot answers.
    Depot,
}

impl State {
    /// What a step of a delivery says of coverage; most say nothing.
    #[must_use]
    pub fn coverage(&self) -> Option<Coverage> {
        match self {
            Self::Reaching | Self::SetAside(_) | Self::Empty => None,
            // Bytes move only after the depot has said from where on.
            Self::Sending | Self::Delivered | Self::Quarantined => Some(Coverage::Depot),
            Self::Waiting { why, .. } => Some(match why {
                Wait::Network => Coverage::NoNetwork,
                Wait::Coverage | Wait::Connection => Coverage::Silent,
                Wait::Portal | Wait::TrustedDepot => Coverage::Stranger,
                Wait::Admission | Wait::Room | Wait::Recovery => Coverage::Depot,
            }),
        }
    }
}

/// Coverage with its recent past.
#[derive(Debug, Default)]
pub struct Sense {
    shown: Coverage,
    /// Since when nothing good was heard.
    missed_at: Option<Duration>,
}

impl Sense {
    /// Takes in what was sensed at `now`, a steady time, and says what counts.
    pub fn hear(&mut self, sensed: Coverage, now: Duration) -> Coverage {
        if sensed == Coverage::Depot {
            self.missed_at = None;
            self.shown = sensed;
            return sensed;
        }
        let missed_at = *self.missed_at.get_or_insert(now);
        if self.shown != Coverage::Depot || now.saturating_sub(missed_at) >= STEADY {
            self.shown = sensed;
        }
        self.shown
    }

    /// What counts.
    #[must_use]
    pub fn shown(&self) -> Coverage {
        self.shown
    }
}

/// Whether a route leads off this machine. Where that cannot be seen, there is one: trying costs little.
#[must_use]
pub(crate) fn has_network() -> bool {
    let table = |name| std::fs::read_to_string(name).ok();
    match (table("/proc/net/route"), table("/proc/net/ipv6_route")) {
        (None, None) => true,
        (v4, v6) => leads_off(&v4.unwrap_or_default(), &v6.unwrap_or_default()),
    }
}

/// The kernel's tables (proc(5), `/proc/net/route`): the device is the first word of a line in the one and the last in the other.
/// Addresses that hold on one link only, and those of groups, lead nowhere.
fn leads_off(v4: &str, v6: &str) -> bool {
    let v4 = v4
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .any(|device| device != "lo");
    v4 || v6.lines().any(|line| {
        let device = line.split_whitespace().next_back().unwrap_or("lo");
        device != "lo" && !line.starts_with("fe80") && !line.starts_with("ff")
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Coverage, STEADY, Sense, leads_off};

    #[test]
    fn a_short_cut_does_not_flicker_and_a_long_one_is_said() {
        let mut sense = Sense::default();
        let at = Duration::from_secs;
        assert_eq!(
            sense.hear(Coverage::Silent, at(0)),
            Coverage::Silent,
            "nothing was known"
        );
        assert_eq!(
            sense.hear(Coverage::Depot, at(1)),
            Coverage::Depot,
            "good news at once"
        );
        assert_eq!(sense.hear(Coverage::Silent, at(5)), Coverage::Depot);
        assert_eq!(sense.hear(Coverage::Depot, at(6)), Coverage::Depot);
        assert_eq!(
            sense.hear(Coverage::Silent, at(14)),
            Coverage::Depot,
            "counted anew"
        );
        assert_eq!(
            sense.hear(Coverage::Stranger, at(14) + STEADY),
            Coverage::Stranger
        );
        assert_eq!(sense.hear(Coverage::NoNetwork, at(30)), Coverage::NoNetwork);
        assert_eq!(sense.shown(), Coverage::NoNetwork);
    }

    #[test]
    fn a_machine_alone_has_no_network() {
        let header = "Iface\tDestination\tGateway\n";
        let loopback = "00000000000000000000000000000001 80 0 00 0 0 1 0 0 lo\n";
        let link = "fe800000000000000000000000000000 40 0 00 0 0 1 0 0 wwan0\n";
        let groups = "ff000000000000000000000000000000 08 0 00 0 0 1 0 0 wwan0\n";
        assert!(!leads_off(header, &[loopback, link, groups].concat()));
        assert!(leads_off(
            &format!("{header}wwan0\t00000000\t0101A8C0\n"),
            loopback
        ));
        let global = "20010db8000000000000000000000000 40 0 00 0 0 1 0 0 wwan0\n";
        assert!(leads_off(header, global));
    }
}
