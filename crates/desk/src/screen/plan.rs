//! The plan of the day: the visits ahead in the order of the route, and those that were, each with what can be done next.

use crate::date;
use crate::hand::Ask;
use crate::say;
use crate::turn::{Turn, field, field_id};
use egui::Ui;
use look::theme::{L, M, S, TOUCH};
use look::widget::{Button, Field, Tone, card, chip, soft, strong, title};
use look::{Arg, Icon};
use office::Command;
use office::id::VisitId;
use office::paper::PaperOrder;
use office::person::PersonalText;
use office::snapshot::{VisitLine, VisitView};
use office::visit::VisitState;

/// Beyond the end of any route.
const LAST: u32 = u32::MAX;
const WORDS: &str = "plan.words";

/// The visits ahead; nothing where there are none.
pub(crate) fn ahead(ui: &mut Ui, turn: &mut Turn<'_>) {
    let ahead = others(turn, true);
    if ahead.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        ui.set_min_height(TOUCH);
        title(ui, turn.t("visits-ahead"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if last_place(turn) > 1 && Button::secondary(turn.t("route-by-village")).pressed(ui) {
                turn.send_once(Command::PlanByVillage);
            }
        });
    });
    if last_place(turn) > 0 {
        let state = &turn.snapshot.day_papers.trip_sheet;
        super::papers::order(ui, turn, "trip-sheet", state, PaperOrder::TripSheet);
    }
    lines(ui, turn, &ahead);
    ui.add_space(L);
}

/// The visits that were begun, and those that ended.
pub(crate) fn rest(ui: &mut Ui, turn: &mut Turn<'_>) {
    title(ui, turn.t("visits"));
    let rest = others(turn, false);
    if rest.is_empty() {
        soft(ui, turn.t("visits-none"));
    }
    lines(ui, turn, &rest);
}

/// The visits but for the open one.
fn others<'a>(turn: &Turn<'a>, ahead: bool) -> Vec<&'a VisitLine> {
    let open = turn.visit().map(|view| view.visit.id);
    let others = turn.snapshot.visits.iter();
    others
        .filter(|line| Some(line.id) != open && line.state.is_ahead() == ahead)
        .collect()
}

fn lines(ui: &mut Ui, turn: &mut Turn<'_>, lines: &[&VisitLine]) {
    for line in lines {
        ui.add_space(S);
        ui.push_id(line.id, |ui| card(ui, |ui| visit(ui, turn, line)));
    }
}

fn visit(ui: &mut Ui, turn: &mut Turn<'_>, line: &VisitLine) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - 190.0).max(200.0));
            strong(
                ui,
                if line.applicant.is_empty() {
                    turn.t("visit-unnamed")
                } else {
                    line.applicant.clone()
                },
            );
            let when = if line.day.is_empty() {
                line.time.clone()
            } else {
                date::shown(&line.day)
            };
            let parts: Vec<&str> = [when.as_str(), line.place.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            soft(ui, parts.join(" · "));
            marks(ui, turn, line);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let who = [("who", Arg::from(who(line)))];
            if Button::secondary(turn.t("visit-open-it"))
                .name(turn.words.t_with("visit-go-on-with", &who))
                .icon(Icon::Right)
                .pressed(ui)
            {
                turn.send_once(Command::OpenVisit { visit: line.id });
            }
        });
    });
    actions(ui, turn, line);
}

/// Whom a visit is about where it is spoken of: the applicant, or the hour where they are not known.
fn who(line: &VisitLine) -> &str {
    if line.applicant.is_empty() {
        &line.time
    } else {
        &line.applicant
    }
}

/// How a visit stands: its state and place, who called, what is wanted, its applications.
pub(crate) fn marks(ui: &mut Ui, turn: &Turn<'_>, line: &VisitLine) {
    let caller = [("name", Arg::from(line.caller.as_str()))];
    if !line.caller.is_empty() {
        soft(ui, turn.words.t_with("visit-called-by", &caller));
    }
    if !line.wanted.is_empty() {
        let wanted: Vec<&str> = line
            .wanted
            .iter()
            .map(|service| turn.label(&service.name))
            .collect();
        let wanted = [("name", Arg::from(wanted.join("; ")))];
        soft(ui, turn.words.t_with("visit-wants", &wanted));
    }
    if !line.state_reason.is_empty() {
        soft(ui, &line.state_reason);
    }
    ui.horizontal_wrapped(|ui| {
        let (tone, words) = say::visit_state(turn.words, line.state);
        chip(ui, tone, words);
        let counts = [
            (
                Tone::Plain,
                "visit-place",
                usize::try_from(line.place_in_route).unwrap_or(0),
            ),
            (Tone::Busy, "visit-open", line.open),
            (Tone::Warn, "visit-postponed", line.postponed),
            (Tone::Good, "visit-sealed", line.sealed),
        ];
        for (tone, key, count) in counts {
            if count > 0 {
                chip(ui, tone, turn.words.t_with(key, &[("n", Arg::from(count))]));
            }
        }
        for number in &line.corner {
            let said = [("n", Arg::from(number.to_string()))];
            chip(ui, Tone::Busy, turn.words.t_with("corner-mark", &said));
        }
    });
}

/// What can be done next about a visit, as far as its state goes.
pub(crate) fn actions(ui: &mut Ui, turn: &mut Turn<'_>, line: &VisitLine) {
    let visit = line.id;
    let last = Command::PlanVisit { visit, place: LAST };
    let fit = Command::ScreenVisit {
        visit,
        fit: true,
        reason: PersonalText::default(),
    };
    let steps = match line.state {
        VisitState::Requested => vec![("visit-fit", fit)],
        VisitState::Rejected => vec![("visit-fit-after-all", fit)],
        VisitState::Screened => vec![("visit-plan", last)],
        VisitState::Planned => route_steps(turn, line),
        VisitState::EnRoute => vec![("visit-arrive", Command::Arrive { visit })],
        VisitState::NobodyHome
        | VisitState::SuspendedAlarm
        | VisitState::Unwell
        | VisitState::Refused
        | VisitState::Postponed => vec![("visit-plan-again", last)],
        VisitState::Begun | VisitState::Done => return,
    };
    ui.add_space(S);
    ui.horizontal_wrapped(|ui| {
        for (key, command) in steps {
            let words = turn.t(key);
            let args = [
                ("name", Arg::from(words.as_str())),
                ("who", Arg::from(who(line))),
            ];
            let name = turn.words.t_with("visit-named", &args);
            if Button::secondary(&words).name(name).pressed(ui) {
                turn.send_once(command);
            }
        }
        let may_be_rejected = matches!(
            line.state,
            VisitState::Requested | VisitState::Screened | VisitState::Planned
        );
        if may_be_rejected && turn.hand.ask != Some(Ask::Reject(visit)) {
            let words = turn.t("visit-reject");
            let args = [
                ("name", Arg::from(words.as_str())),
                ("who", Arg::from(who(line))),
            ];
            let name = turn.words.t_with("visit-named", &args);
            if Button::secondary(&words).name(name).pressed(ui) {
                turn.hand.ask = Some(Ask::Reject(visit));
                turn.hand.wish = Some(WORDS.to_owned());
            }
        }
    });
    if turn.hand.ask == Some(Ask::Reject(visit)) {
        reject(ui, turn, visit);
    }
}

/// Out, or another place in the route.
fn route_steps(turn: &Turn<'_>, line: &VisitLine) -> Vec<(&'static str, Command)> {
    let (visit, place) = (line.id, line.place_in_route);
    let mut steps = vec![("visit-depart", Command::Depart { visit })];
    if place > 1 {
        let place = place - 1;
        steps.push(("visit-earlier", Command::PlanVisit { visit, place }));
    }
    if place < last_place(turn) {
        let place = place.saturating_add(1);
        steps.push(("visit-later", Command::PlanVisit { visit, place }));
    }
    steps
}

/// The last place of the route; 0 where there is none.
fn last_place(turn: &Turn<'_>) -> u32 {
    let ahead = turn.snapshot.visits.iter();
    let places = ahead
        .filter(|line| line.state.is_ahead())
        .map(|line| line.place_in_route);
    places.max().unwrap_or(0)
}

fn reject(ui: &mut Ui, turn: &mut Turn<'_>, visit: VisitId) {
    if let Some(reason) = ask(ui, turn, "visit-reject-reason", "visit-reject-now", false) {
        turn.send_once(Command::ScreenVisit {
            visit,
            fit: false,
            reason,
        });
    }
}

/// Offers to break the open visit off, as long as it has not ended.
pub(crate) fn break_off_offer(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let asked = Some(Ask::BreakOff(view.visit.id));
    if view.visit.state.is_ended() || turn.hand.ask == asked {
        return;
    }
    if Button::secondary(turn.t("visit-break-off")).pressed(ui) {
        turn.hand.ask = asked;
        turn.hand.wish = Some("visit-end".to_owned());
    }
}

/// Asks how the open visit was broken off, where that was wished.
pub(crate) fn break_off(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    if view.visit.state.is_ended() || turn.hand.ask != Some(Ask::BreakOff(view.visit.id)) {
        return;
    }
    ui.add_space(M);
    let (all, chosen) = (&VisitState::BROKEN_OFF, turn.hand.end);
    if let Some(end) = turn.one_of(
        ui,
        "visit-end",
        all,
        chosen,
        VisitState::key,
        "visit-state-{}",
    ) {
        turn.hand.end = Some(end);
    }
    let said = ask(ui, turn, "visit-end-reason", "visit-break-off-now", true);
    if let (Some(end), Some(reason)) = (turn.hand.end, said) {
        turn.hand.end = None;
        turn.send_once(Command::BreakOff { end, reason });
    }
}

/// Asks for words and gives them where the button is pressed, by the blank or a finger: what follows is sealed. A reason
/// must be given where no `end` was to be chosen.
fn ask(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    question: &str,
    button: &str,
    by_end: bool,
) -> Option<PersonalText> {
    ui.add_space(S);
    let label = turn.t(question);
    let typed = turn.typed(WORDS).unwrap_or_default().to_owned();
    let typed = turn
        .text(ui, WORDS, &typed, field(WORDS, &label).rows(2))
        .unwrap_or(typed);
    soft(ui, turn.t("visit-end-told"));
    let enough = if by_end {
        turn.hand.end.is_some()
    } else {
        !typed.trim().is_empty()
    };
    let said = ui.horizontal_wrapped(|ui| {
        let confirm = Button::secondary(turn.t(button))
            .deliberate()
            .enabled(enough);
        let said = turn.button(ui, button, confirm);
        if Button::secondary(turn.t("cancel")).pressed(ui) {
            turn.hand.ask = None;
            turn.hand.end = None;
        }
        said
    });
    super::review::by_blank(ui, turn);
    if turn.hand.typing.as_deref() == Some(WORDS) && turn.take_go_on() {
        turn.hold_at(if enough { button } else { WORDS });
    }
    said.inner.then(|| {
        turn.hand.ask = None;
        Field::forget(ui, field_id(WORDS));
        turn.hand.buffers.remove(WORDS);
        PersonalText::from(typed.trim())
    })
}
