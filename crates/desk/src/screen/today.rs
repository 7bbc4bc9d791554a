//! Today: the clock where it is doubtful, what presses, the open visit or the beginning of one, and the plan of the day.

use crate::hand::Ask;
use crate::turn::Turn;
use egui::Ui;
use look::Icon;
use look::theme::{L, M, S};
use look::widget::{Button, Choices, Tick, card, heading, soft, strong, title};
use office::Command;
use office::id::CommunityId;
use office::snapshot::VisitView;
use office::visit::{Basis, Channel};

const RESUME: &str = "visit-resume";
const BEGIN: &str = "visit-begin";
const CALL: &str = "call-note";
/// Hand-overs that are named here; the outbox names them all.
const PRESSING: usize = 3;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    ui.horizontal_wrapped(|ui| {
        heading(ui, turn.t("today"));
        if Button::quiet(turn.t("readiness"))
            .icon(Icon::Check)
            .pressed(ui)
        {
            turn.go(crate::Screen::Readiness);
        }
    });
    super::clock::draw(ui, turn);
    super::handover::draw(ui, turn, PRESSING);
    super::news::draw(ui, turn);
    let next = match turn.visit() {
        Some(view) => {
            card(ui, |ui| open_visit(ui, turn, view));
            RESUME
        }
        None => {
            super::plan::ahead(ui, turn);
            card(ui, |ui| begin(ui, turn));
            if turn.hand.ask == Some(Ask::Call) {
                CALL
            } else {
                BEGIN
            }
        }
    };
    ui.add_space(L);
    if turn.visit().is_some() {
        super::plan::ahead(ui, turn);
    }
    super::plan::rest(ui, turn);
    if turn.take_go_on() {
        turn.hold_at(next);
    }
}

/// The next thing to do, unless the clock is asked about first.
fn next_step(turn: &Turn<'_>, words: &str) -> Button {
    if super::clock::is_asked(turn) {
        Button::secondary(turn.t(words))
    } else {
        Button::primary(turn.t(words))
    }
}

fn open_visit(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let name = view.visit.applicant.full_name();
    title(
        ui,
        if name.is_empty() {
            turn.t("visit-unnamed")
        } else {
            name
        },
    );
    soft(ui, turn.t("visit-open-now"));
    let line = turn
        .snapshot
        .visits
        .iter()
        .find(|line| line.id == view.visit.id);
    if let Some(line) = line {
        super::plan::marks(ui, turn, line);
    }
    ui.add_space(S);
    ui.horizontal_wrapped(|ui| {
        let resume = next_step(turn, "visit-resume").icon(Icon::Right);
        if turn.button(ui, RESUME, resume) {
            let before = turn.hand.before;
            turn.go(if before.is_of_visit() {
                before
            } else {
                crate::Screen::Visit
            });
        }
        if Button::secondary(turn.t("visit-close")).pressed(ui) {
            turn.send_once(Command::CloseVisit);
        }
        super::plan::break_off_offer(ui, turn, view);
    });
    if let Some(line) = line {
        super::plan::actions(ui, turn, line);
    }
    super::plan::break_off(ui, turn, view);
}

fn begin(ui: &mut Ui, turn: &mut Turn<'_>) {
    title(ui, turn.t("visit-new"));
    community(ui, turn);
    let chosen = Some(turn.hand.begin.basis);
    if let Some(basis) = turn.one_of(
        ui,
        "visit-basis",
        &Basis::ALL,
        chosen,
        Basis::key,
        "basis-{}",
    ) {
        turn.hand.begin.basis = basis;
    }
    ui.add_space(M);
    let calling = turn.hand.ask == Some(Ask::Call);
    if calling {
        call(ui, turn);
    }
    let community = turn.hand.begin.community.clone();
    ui.horizontal_wrapped(|ui| {
        let (key, icon) = if calling {
            (CALL, Icon::Check)
        } else {
            (BEGIN, Icon::Plus)
        };
        let button = next_step(turn, key).icon(icon).enabled(community.is_some());
        if turn.button(ui, key, button)
            && let Some(community) = community
        {
            start(turn, community, calling);
        }
        let (other, next) = if calling {
            ("cancel", None)
        } else {
            ("call-offer", Some(Ask::Call))
        };
        if Button::secondary(turn.t(other)).pressed(ui) {
            turn.hand.ask = next;
        }
    });
    if turn.snapshot.kit.communities.is_empty() {
        soft(ui, turn.t("visit-no-community"));
    }
}

fn start(turn: &mut Turn<'_>, community: CommunityId, calling: bool) {
    let basis = turn.hand.begin.basis;
    if calling {
        turn.hand.ask = None;
        let channel = turn.hand.begin.channel;
        let services = std::mem::take(&mut turn.hand.begin.services);
        turn.send_once(Command::RequestVisit {
            community,
            basis,
            channel,
            services,
        });
    } else {
        turn.send_once(Command::NewVisit { community, basis });
    }
}

fn community(ui: &mut Ui, turn: &mut Turn<'_>) {
    let communities = &turn.snapshot.kit.communities;
    if turn.hand.begin.community.is_none() {
        turn.hand.begin.community = communities.first().map(|(id, _label)| id.clone());
    }
    if communities.len() < 2 {
        return;
    }
    let question = turn.t("visit-community");
    strong(ui, question.as_str());
    let options: Vec<(&str, &str)> = communities
        .iter()
        .map(|(id, label)| (id.0.as_str(), turn.label(label)))
        .collect();
    let chosen = turn.hand.begin.community.clone().unwrap_or_default();
    if let Some(now) = Choices::new(&question, &options, Some(&chosen.0))
        .show(ui)
        .now
    {
        turn.hand.begin.community = Some(CommunityId(now));
    }
    ui.add_space(S);
}

/// How a call came and what is wanted; who called, from where and what to know is written in the visit's folder.
fn call(ui: &mut Ui, turn: &mut Turn<'_>) {
    let chosen = Some(turn.hand.begin.channel);
    if let Some(channel) = turn.one_of(
        ui,
        "call-channel",
        &Channel::ALL,
        chosen,
        Channel::key,
        "channel-{}",
    ) {
        turn.hand.begin.channel = channel;
    }
    ui.add_space(S);
    let question = turn.t("call-wanted");
    strong(ui, question.as_str());
    for service in &turn.snapshot.kit.services {
        let place = turn
            .hand
            .begin
            .services
            .iter()
            .position(|wanted| *wanted == service.id);
        let tick = Tick::any(&question, turn.label(&service.name), place.is_some()).wide();
        if tick.show(ui).clicked() {
            match place {
                Some(place) => {
                    turn.hand.begin.services.remove(place);
                }
                None => turn.hand.begin.services.push(service.id.clone()),
            }
        }
    }
    soft(ui, turn.t("call-more"));
    ui.add_space(S);
}
