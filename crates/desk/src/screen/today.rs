//! Today: the visits on this kit, and the beginning of another.

use crate::turn::Turn;
use egui::Ui;
use look::theme::{L, M, S};
use look::widget::{Button, Choices, Tone, card, chip, heading, soft, strong, title};
use look::{Arg, Icon};
use office::Command;
use office::id::CommunityId;
use office::snapshot::VisitLine;
use office::visit::Basis;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("today"));
    if let Some(view) = turn.visit() {
        card(ui, |ui| {
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
            ui.add_space(S);
            ui.horizontal_wrapped(|ui| {
                if turn.button(
                    ui,
                    "visit-resume",
                    Button::primary(turn.t("visit-resume")).icon(Icon::Right),
                ) {
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
            });
        });
        if turn.take_go_on() {
            turn.hold_at("visit-resume");
        }
    } else {
        begin(ui, turn);
        if turn.take_go_on() {
            turn.hold_at("visit-begin");
        }
    }
    ui.add_space(L);
    title(ui, turn.t("visits"));
    let open = turn.visit().map(|view| view.visit.id);
    let others: Vec<&VisitLine> = turn
        .snapshot
        .visits
        .iter()
        .filter(|line| Some(line.id) != open)
        .collect();
    if others.is_empty() {
        soft(ui, turn.t("visits-none"));
    }
    for line in others {
        ui.add_space(S);
        ui.push_id(line.id, |ui| visit(ui, turn, line));
    }
}

fn begin(ui: &mut Ui, turn: &mut Turn<'_>) {
    card(ui, |ui| {
        title(ui, turn.t("visit-new"));
        let communities = &turn.snapshot.kit.communities;
        if turn.hand.begin.community.is_none() {
            turn.hand.begin.community = communities.first().map(|(id, _label)| id.clone());
        }
        if communities.len() > 1 {
            strong(ui, turn.t("visit-community"));
            let options: Vec<(&str, &str)> = communities
                .iter()
                .map(|(id, label)| (id.0.as_str(), turn.label(label)))
                .collect();
            let chosen = turn.hand.begin.community.clone().unwrap_or_default();
            let question = turn.t("visit-community");
            if let Some(now) = Choices::new(&question, &options, Some(&chosen.0))
                .show(ui)
                .now
            {
                turn.hand.begin.community = Some(CommunityId(now));
            }
            ui.add_space(S);
        }
        strong(ui, turn.t("visit-basis"));
        let words: Vec<String> = Basis::ALL
            .map(|basis| turn.t(&format!("basis-{}", basis.key())))
            .to_vec();
        let options: Vec<(&str, &str)> = Basis::ALL
            .iter()
            .map(|basis| basis.key())
            .zip(words.iter().map(String::as_str))
            .collect();
        let question = turn.t("visit-basis");
        let chosen = turn.hand.begin.basis.key();
        if let Some(now) = Choices::new(&question, &options, Some(chosen)).show(ui).now {
            turn.hand.begin.basis = basis_of(&now);
        }
        ui.add_space(M);
        let community = turn.hand.begin.community.clone();
        let button = Button::primary(turn.t("visit-begin"))
            .icon(Icon::Plus)
            .enabled(community.is_some());
        if turn.button(ui, "visit-begin", button)
            && let Some(community) = community
        {
            let basis = turn.hand.begin.basis;
            turn.send_once(Command::NewVisit { community, basis });
        }
        if turn.snapshot.kit.communities.is_empty() {
            soft(ui, turn.t("visit-no-community"));
        }
    });
}

/// The basis of that name; a route day where there is none.
pub(crate) fn basis_of(key: &str) -> Basis {
    Basis::ALL
        .into_iter()
        .find(|basis| basis.key() == key)
        .unwrap_or_default()
}

fn visit(ui: &mut Ui, turn: &mut Turn<'_>, line: &VisitLine) {
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - 210.0).max(200.0));
                let unnamed = line.applicant.is_empty();
                strong(
                    ui,
                    if unnamed {
                        turn.t("visit-unnamed")
                    } else {
                        line.applicant.clone()
                    },
                );
                let parts: Vec<&str> = [line.time.as_str(), line.place.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect();
                soft(ui, parts.join(" · "));
                ui.horizontal_wrapped(|ui| {
                    if line.open > 0 {
                        chip(
                            ui,
                            Tone::Busy,
                            turn.words
                                .t_with("visit-open", &[("n", Arg::from(line.open))]),
                        );
                    }
                    if line.sealed > 0 {
                        chip(
                            ui,
                            Tone::Good,
                            turn.words
                                .t_with("visit-sealed", &[("n", Arg::from(line.sealed))]),
                        );
                    }
                });
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let who = if line.applicant.is_empty() {
                    &line.time
                } else {
                    &line.applicant
                };
                let name = turn
                    .words
                    .t_with("visit-go-on-with", &[("who", who.as_str().into())]);
                if Button::secondary(turn.t("visit-open-it"))
                    .name(name)
                    .icon(Icon::Right)
                    .pressed(ui)
                {
                    turn.send_once(Command::OpenVisit { visit: line.id });
                }
            });
        });
    });
}
