//! What can be done about a sealed application, by its number: a supplement, a withdrawal, a result handed over.
//!
//! Nothing sealed is opened for it: each becomes a draft of the open visit, with a paper to sign.

use crate::hand::{Buffer, Mend, Screen};
use crate::say;
use crate::turn::{Turn, field, field_id};
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, Field, Tone, lamp, notice, soft, title};
use look::{Arg, Icon};
use office::Command;
use office::id::ServiceId;
use office::number::{Number, NumberError};
use office::person::PersonalText;
use office::snapshot::JournalState;

const NUMBER: &str = "mend.number";
const WORDS: &str = "mend.words";
const BEGIN: &str = "mend.begin";
/// Digits of a number: fewer are not judged while they are being typed.
const DIGITS: usize = 10;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    title(ui, turn.t("mend"));
    if turn.visit().is_none() {
        let (what, why) = (turn.t("mend-needs-visit"), turn.t("mend-needs-visit-more"));
        notice(ui, Tone::Plain, &what, &why, |ui| {
            if Button::secondary(turn.t("mend-to-visits"))
                .icon(Icon::Right)
                .pressed(ui)
            {
                turn.go(Screen::Today);
            }
        });
        return;
    }
    let now = turn.hand.mend;
    if let Some(wish) = turn.one_of(ui, "mend-wish", &Mend::ALL, Some(now), Mend::key, "mend-{}") {
        turn.hand.mend = wish;
    }
    ui.add_space(S);
    let number = number(ui, turn);
    service(ui, turn, number.as_ref().ok());
    let label = turn.t(&format!("mend-words-{}", turn.hand.mend.key()));
    let typed = turn.typed(WORDS).unwrap_or_default().to_owned();
    let edit = field(WORDS, &label).rows(2);
    let words = turn.text(ui, WORDS, &typed, edit).unwrap_or(typed);
    let words = words.trim();
    ui.add_space(S);
    let button = Button::primary(turn.t("mend-begin")).icon(Icon::Right);
    let pressed = turn.button(ui, BEGIN, button);
    let entered = turn.take_go_on();
    match number {
        Ok(number) if !words.is_empty() => {
            if pressed {
                begin(ui, turn, number, words);
            } else if entered {
                turn.hold_at(BEGIN);
            }
        }
        Ok(_lacks_words) if pressed || entered => turn.hold_at(WORDS),
        Err(_not_a_number) if pressed || entered => turn.hold_at(NUMBER),
        Ok(_) | Err(_) => {}
    }
}

/// Takes a number of the journal into the field.
pub(crate) fn choose(turn: &mut Turn<'_>, number: &Number) {
    let text = say::number(number);
    let buffer = Buffer { text, sent: None };
    turn.hand.buffers.insert(NUMBER.to_owned(), buffer);
    turn.hand.wish = Some(WORDS.to_owned());
}

/// The field of the number, and what is to be said of it.
fn number(ui: &mut Ui, turn: &mut Turn<'_>) -> Result<Number, NumberError> {
    let (label, help) = (turn.t("mend-number"), turn.t("mend-number-help"));
    let typed = turn.typed(NUMBER).unwrap_or_default().to_owned();
    let edit = field(NUMBER, &label).help(&help).width(320.0);
    let typed = turn.text(ui, NUMBER, &typed, edit).unwrap_or(typed);
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let number = Number::parse(&typed);
    match &number {
        Ok(number) => match turn
            .snapshot
            .journal
            .iter()
            .find(|line| line.number == *number)
        {
            Some(line) => {
                let (tone, words) = say::journal(turn.words, line.state);
                lamp(ui, tone, words);
            }
            None => soft(ui, turn.t("mend-unknown")),
        },
        Err(NumberError::CheckDigit) => {
            let keys = ["number-check-digit", "number-check-digit-more"];
            explain(ui, turn, keys, digits);
        }
        Err(NumberError::Length) if digits > DIGITS || turn.hand.held_back => {
            explain(ui, turn, ["number-length", "number-length-more"], digits);
        }
        Err(NumberError::Length) => {}
    }
    ui.add_space(S);
    number
}

fn explain(ui: &mut Ui, turn: &Turn<'_>, keys: [&str; 2], digits: usize) {
    let count = [("n", Arg::from(digits))];
    let [what, more] = keys.map(|key| turn.words.t_with(key, &count));
    notice(ui, Tone::Warn, &what, &more, |_ui| ());
}

/// Which service it was, for the form and for the paper, where the kit does not know it any more.
fn service(ui: &mut Ui, turn: &mut Turn<'_>, number: Option<&Number>) {
    let known = turn.visit().is_some_and(|view| {
        let mut applications = view.applications.iter();
        number.is_some() && applications.any(|one| one.number.as_ref() == number)
    });
    if known || number.is_none() {
        return;
    }
    let question = turn.t("mend-service");
    let none = turn.t("mend-service-none");
    let services = &turn.snapshot.kit.services;
    let mut options = vec![("", none.as_str())];
    options.extend(
        services
            .iter()
            .map(|service| (service.id.0.as_str(), turn.label(&service.name))),
    );
    look::widget::strong(ui, question.as_str());
    let chosen = turn.hand.mend_service.clone();
    if let Some(now) = turn.choice(ui, "mend-service", &question, &options, Some(&chosen.0)) {
        turn.hand.mend_service = ServiceId(now);
    }
    ui.add_space(M);
}

fn begin(ui: &Ui, turn: &mut Turn<'_>, number: Number, words: &str) {
    let words = PersonalText::from(words);
    // What office will turn down stays in its fields; everything else goes on in a draft.
    let refused = turn.snapshot.journal.iter().any(|line| {
        line.number == number && matches!(line.state, JournalState::Drawn | JournalState::Void)
    });
    if !refused {
        for key in [NUMBER, WORDS] {
            Field::forget(ui, field_id(key));
            turn.hand.buffers.remove(key);
        }
    }
    let service = Some(std::mem::take(&mut turn.hand.mend_service));
    let service = service.filter(|service| !service.0.is_empty());
    turn.send_once(match turn.hand.mend {
        Mend::Supplement => Command::Supplement {
            number,
            service,
            reason: words,
        },
        Mend::Withdraw => Command::Withdraw {
            number,
            service,
            reason: words,
        },
        Mend::HandOver => Command::HandOver {
            number,
            service,
            result: words,
        },
    });
}
