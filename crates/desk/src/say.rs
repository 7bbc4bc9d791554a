//! Facts of the snapshot in words.

use look::widget::Tone;
use look::{Arg, Words};
use office::number::Number;
use office::snapshot::{Coverage, DeliveryState, JournalState, Lamp, PaperState};
use office::trouble::{DeviceKind, Trouble};
use office::visit::VisitState;

/// What is wrong, and what to do.
pub(crate) fn trouble(words: Words, trouble: &Trouble) -> (String, String) {
    let device = trouble
        .device()
        .map_or_else(String::new, |kind| device(words, kind));
    let args = [
        ("device", Arg::from(device)),
        ("n", Arg::from(trouble.count().unwrap_or_default())),
    ];
    (
        words.t_with(&format!("trouble-{}", trouble.key()), &args),
        words.t_with(&format!("remedy-{}", trouble.key()), &args),
    )
}

pub(crate) fn device(words: Words, device: DeviceKind) -> String {
    words.t(&format!("device-{}", device.key()))
}

/// A number in its groups, as it is read aloud.
pub(crate) fn number(number: &Number) -> String {
    number.to_string().replace('-', " ")
}

pub(crate) fn lamp(words: Words, lamp: Lamp) -> (Tone, String) {
    let (tone, key) = match lamp {
        Lamp::Absent => (Tone::Plain, "lamp-absent"),
        Lamp::Ready => (Tone::Good, "lamp-ready"),
        Lamp::Busy => (Tone::Busy, "lamp-busy"),
        Lamp::Trouble => (Tone::Bad, "lamp-trouble"),
    };
    (tone, words.t(key))
}

pub(crate) fn coverage(words: Words, coverage: Coverage) -> (Tone, String) {
    let (tone, key) = match coverage {
        Coverage::Unknown => (Tone::Plain, "coverage-unknown"),
        Coverage::None => (Tone::Plain, "coverage-none"),
        Coverage::Portal => (Tone::Warn, "coverage-portal"),
        Coverage::Good => (Tone::Good, "coverage-good"),
    };
    (tone, words.t(key))
}

/// Where a part stands: a word, and a sentence where there is more to say.
pub(crate) fn delivery(words: Words, state: &DeliveryState) -> (Tone, String, String) {
    match state {
        DeliveryState::Waiting => (Tone::Plain, words.t("delivery-waiting"), String::new()),
        DeliveryState::Resting => (
            Tone::Plain,
            words.t("delivery-resting"),
            words.t("delivery-rest-why"),
        ),
        DeliveryState::Sending => (Tone::Busy, words.t("delivery-sending"), String::new()),
        DeliveryState::Retrying { seconds, reason } => (
            Tone::Warn,
            words.t_with("delivery-retrying", &[("n", Arg::from(*seconds))]),
            known(words, reason),
        ),
        DeliveryState::Delivered => (Tone::Good, words.t("delivery-delivered"), String::new()),
        DeliveryState::Aside { reason } => {
            (Tone::Bad, words.t("delivery-aside"), known(words, reason))
        }
    }
}

/// A reason that came as a key: its words, or that it is not known.
fn known(words: Words, key: &str) -> String {
    if words.knows(key) {
        words.t(key)
    } else {
        words.t("delivery-reason-unknown")
    }
}

pub(crate) fn journal(words: Words, state: JournalState) -> (Tone, String) {
    let (tone, key) = match state {
        JournalState::Drawn => (Tone::Warn, "journal-drawn"),
        JournalState::Sealed => (Tone::Busy, "journal-sealed"),
        JournalState::Delivered => (Tone::Good, "journal-delivered"),
        JournalState::Void => (Tone::Plain, "journal-void"),
    };
    (tone, words.t(key))
}

pub(crate) fn visit_state(words: Words, state: VisitState) -> (Tone, String) {
    let tone = match state {
        VisitState::Requested
        | VisitState::Screened
        | VisitState::Rejected
        | VisitState::Planned => Tone::Plain,
        VisitState::EnRoute | VisitState::Begun => Tone::Busy,
        VisitState::Done => Tone::Good,
        VisitState::NobodyHome
        | VisitState::SuspendedAlarm
        | VisitState::Unwell
        | VisitState::Refused
        | VisitState::Postponed => Tone::Warn,
    };
    (tone, words.t(&format!("visit-state-{}", state.key())))
}

/// How a paper stands: a lamp, and what to do where it is not printed.
pub(crate) fn paper(words: Words, state: &PaperState) -> (Tone, String, String) {
    match state {
        PaperState::None => (Tone::Plain, words.t("paper-none"), String::new()),
        PaperState::Printing => (Tone::Busy, words.t("paper-printing"), String::new()),
        PaperState::Printed => (Tone::Good, words.t("paper-printed"), String::new()),
        PaperState::Failed(why) => {
            let (what, remedy) = trouble(words, why);
            (Tone::Bad, what, remedy)
        }
    }
}
