//! The self-service corner: one question a page in large type, help by one key, and at the end a number to say at the desk.
//!
//! It sees one form and nothing else of the kit: there is no rail, no bar of keys and no screen to go to.

use crate::form;
use crate::turn::Turn;
use egui::{Align, CentralPanel, Key, Layout, Modifiers, Panel, ScrollArea, Ui};
use look::theme::{COLUMN, L, M, S, TOUCH, XL};
use look::widget::{Button, Tone, card, chip, heading, notice, soft, title};
use look::{Arg, Icon};
use office::Command;
use office::form::view::{FormView, Kind, Question, Step};
use office::snapshot::{ApplicationView, CornerView};

/// What stands on a page.
enum Page<'v> {
    Question(&'v Step, &'v Question),
    /// After the rows of a repeat: one more, or on.
    More(&'v Step),
    Done,
}

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>, view: &CornerView) {
    match &view.application {
        Some(application) => filling(ui, turn, view, application),
        None => over(ui, turn, view),
    }
}

fn filling(ui: &mut Ui, turn: &mut Turn<'_>, view: &CornerView, application: &ApplicationView) {
    let pages = pages(&application.form);
    turn.hand.step = turn.hand.step.min(pages.len().saturating_sub(1));
    let here = turn.hand.step;
    let Some(page) = pages.get(here) else { return };
    bar(ui, turn, view, page, here);
    let frame = crate::frame::page(ui);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let scroll = ScrollArea::vertical().id_salt(("corner", here));
        scroll.auto_shrink(false).show(ui, |ui| {
            let width = ui.available_width().min(COLUMN * 1.25);
            let left = (ui.available_width() - width) / 2.0;
            ui.horizontal_top(|ui| {
                ui.add_space(left);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    if view.help {
                        let (what, more) = (turn.t("corner-called"), turn.t("corner-called-more"));
                        notice(ui, Tone::Busy, &what, &more, |_ui| ());
                        ui.add_space(M);
                    }
                    let args = [("n", Arg::from(here + 1)), ("of", Arg::from(pages.len()))];
                    soft(ui, turn.words.t_with("form-step", &args));
                    draw_page(ui, turn, application, page);
                });
            });
        });
    });
    if turn.take_go_on() {
        go_on(turn, application, page);
    }
}

fn draw_page(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView, page: &Page<'_>) {
    match page {
        Page::Question(step, question) => {
            title(ui, turn.label(&step.label));
            card(ui, |ui| form::draw(ui, turn, application, question));
            let lacks = form::lacks(turn, application, &question.path);
            if turn.hand.held_back && lacks {
                ui.add_space(M);
                let (what, more) = (turn.t("corner-wanted"), turn.t("corner-wanted-more"));
                let skip = turn.t("corner-skip");
                notice(ui, Tone::Warn, &what, &more, |ui| {
                    if Button::secondary(skip).deliberate().pressed(ui) {
                        turn_page(turn, 1);
                    }
                });
            }
        }
        Page::More(step) => card(ui, |ui| {
            title(ui, turn.label(&step.label));
            let rows = step.rows.as_ref().map_or(0, Vec::len);
            soft(
                ui,
                turn.words.t_with("corner-rows", &[("n", Arg::from(rows))]),
            );
            ui.add_space(S);
            if Button::secondary(turn.t("row-add"))
                .icon(Icon::Plus)
                .pressed(ui)
            {
                turn.send_once(Command::AddRow {
                    path: step.path.clone(),
                });
            }
            if rows > 0
                && Button::secondary(turn.t("corner-row-remove"))
                    .icon(Icon::Cross)
                    .deliberate()
                    .pressed(ui)
            {
                turn.send_once(Command::RemoveRow {
                    path: step.path.clone(),
                    position: rows,
                });
            }
        }),
        Page::Done => card(ui, |ui| {
            heading(ui, turn.t("corner-ready"));
            soft(ui, turn.t("corner-ready-more"));
            let lacking = application.form.missing.len();
            if lacking > 0 {
                ui.add_space(S);
                chip(
                    ui,
                    Tone::Warn,
                    turn.words
                        .t_with("lacking-answers", &[("n", Arg::from(lacking))]),
                );
            }
            ui.add_space(L);
            if Button::primary(turn.t("corner-end"))
                .icon(Icon::Check)
                .deliberate()
                .pressed(ui)
            {
                turn.send_once(Command::EndCorner);
            }
        }),
    }
}

/// Back, help, on: where they always are.
fn bar(ui: &mut Ui, turn: &mut Turn<'_>, view: &CornerView, page: &Page<'_>, here: usize) {
    let frame = crate::frame::bar(ui);
    let by_key = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F1));
    Panel::bottom("corner")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(TOUCH + S);
                let back = Button::secondary(turn.t("go-back")).icon(Icon::Left);
                if back.enabled(here > 0).pressed(ui) {
                    turn.hand.step = here.saturating_sub(1);
                    turn.hand.held_back = false;
                }
                let words = if view.help {
                    "corner-call-off"
                } else {
                    "corner-call"
                };
                let call = Button::secondary(turn.t(words))
                    .icon(Icon::Person)
                    .key("F1");
                if call.pressed(ui) || by_key {
                    turn.send_once(Command::CallHelp { wanted: !view.help });
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let on = Button::primary(turn.t("go-on"))
                        .icon(Icon::Right)
                        .key("Enter");
                    if !matches!(page, Page::Done) && on.pressed(ui) {
                        turn.go_on = true;
                    }
                });
            });
        });
}

fn go_on(turn: &mut Turn<'_>, application: &ApplicationView, page: &Page<'_>) {
    match page {
        Page::Question(_, question) if form::lacks(turn, application, &question.path) => {
            turn.hold_at(&form::key(application, &question.path));
        }
        Page::Question(..) | Page::More(_) => turn_page(turn, 1),
        Page::Done => {}
    }
}

fn turn_page(turn: &mut Turn<'_>, by: usize) {
    turn.hand.step += by;
    turn.hand.held_back = false;
    turn.hand.wish_for(Vec::new());
}

fn pages(form: &FormView) -> Vec<Page<'_>> {
    let mut pages = Vec::new();
    for step in &form.steps {
        pages.extend(of_step(step));
    }
    pages.push(Page::Done);
    pages
}

fn of_step(step: &Step) -> Vec<Page<'_>> {
    let asked = |question: &&Question| !question.read_only || question.kind == Kind::Note;
    let page = |question| Page::Question(step, question);
    let mut pages: Vec<Page<'_>> = step.questions.iter().filter(asked).map(page).collect();
    for row in step.rows.iter().flatten() {
        pages.extend(row.questions.iter().filter(asked).map(page));
        pages.extend(row.inner.iter().flat_map(of_step));
    }
    if step.rows.is_some() && !step.counted {
        pages.push(Page::More(step));
    }
    pages
}

/// The number, until the administrator comes: the kit is shut but for the way to its lock.
fn over(ui: &mut Ui, turn: &mut Turn<'_>, view: &CornerView) {
    let frame = crate::frame::page(ui);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space((ui.available_height() * 0.12).min(96.0));
            heading(ui, turn.t("corner-over"));
            soft(ui, turn.t("corner-over-say"));
            let number = egui::RichText::new(view.number.to_string());
            ui.label(number.text_style(look::theme::display()));
            soft(ui, turn.t("corner-over-more"));
            ui.add_space(XL);
            if Button::secondary(turn.t("corner-unlock"))
                .icon(Icon::Lock)
                .deliberate()
                .pressed(ui)
            {
                turn.send_once(Command::Lock);
            }
        });
    });
}
