//! The way through a visit: the rail on the left, and what comes before and after each step.
//!
//! Going on by Enter never passes an answer, a paper or a consent that is still wanted; the rail leads anywhere.

use crate::hand::Screen;
use crate::turn::Turn;
use crate::{form, screen};
use egui::{Frame, Margin, Panel, ScrollArea, Stroke, Ui};
use look::theme::{M, S, XS};
use look::widget::{Button, StepMark, rail_line, soft};
use look::{Arg, Icon, palette};
use office::Command;
use office::application::Stage;
use office::document::{Form as PaperForm, SIGNED_SHEET};
use office::id::DocumentKey;
use office::snapshot::{ApplicationView, DocumentView, PaperState};

/// What comes before and after the screen, in words.
#[derive(Debug, Default)]
pub(crate) struct Way {
    pub(crate) before: Option<Screen>,
    pub(crate) next: Option<String>,
    pub(crate) lacking: String,
}

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.surface)
        .inner_margin(Margin::symmetric(8, 10))
        .stroke(Stroke::new(1.0, palette.line));
    Panel::left("rail")
        .exact_size(240.0)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            ScrollArea::vertical()
                .id_salt("rail")
                .auto_shrink(false)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    lines(ui, turn);
                });
        });
}

fn lines(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(view) = turn.visit() else { return };
    let open = |of_visit: bool| {
        let mut findings = view.findings.iter().filter(|finding| finding.is_open());
        findings.any(|finding| finding.place.starts_with("visit.") == of_visit)
    };
    let visit = mark(open(true), view.applications.is_empty());
    line(ui, turn, Screen::Visit, "step-visit", visit);
    let identity = mark(open(false), !screen::identity::lacking(turn).is_empty());
    line(ui, turn, Screen::Identity, "step-identity", identity);
    for application in &view.applications {
        ui.add_space(S);
        let name = screen::services::name(turn, application);
        ui.push_id(application.id, |ui| {
            if Some(application.id) == view.current {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    ui.add_space(M);
                    soft(ui, name);
                });
                ui.add_space(XS);
                steps(ui, turn, application);
            } else {
                let mark = if application.stage >= Stage::Sealed {
                    StepMark::Done
                } else {
                    StepMark::Open
                };
                if rail_line(ui, &name, mark, false).clicked() {
                    turn.send_once(Command::OpenApplication {
                        application: application.id,
                    });
                }
            }
        });
    }
    ui.add_space(S);
    if Button::quiet(turn.t("visit-close"))
        .icon(Icon::Cross)
        .pressed(ui)
    {
        turn.send_once(Command::CloseVisit);
    }
}

fn steps(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    if application.stage < Stage::Sealing && application.matter.has_form() {
        let open = |place: &str| {
            application.findings.iter().any(|finding| {
                finding.is_open()
                    && finding.rule != "form-missing"
                    && finding.place.starts_with(place)
            })
        };
        let lacks = application
            .form
            .missing
            .iter()
            .any(|path| form::lacks(turn, application, path));
        line(
            ui,
            turn,
            Screen::Form,
            "step-form",
            mark(open("form."), lacks),
        );
        let lacks = application
            .documents
            .iter()
            .any(|document| wanted(application, document));
        line(
            ui,
            turn,
            Screen::Documents,
            "step-documents",
            mark(open("document.") || open("fee"), lacks),
        );
    }
    if application.stage < Stage::Sealing {
        line(
            ui,
            turn,
            Screen::Review,
            "step-review",
            mark(
                application.postponed.is_some(),
                application.stage < Stage::Signed && application.refusal.is_none(),
            ),
        );
    }
    let done = application.stage == Stage::Sealed && !application.papers.held;
    line(ui, turn, Screen::Finish, "step-finish", mark(false, !done));
}

fn mark(warn: bool, lacks: bool) -> StepMark {
    match (warn, lacks) {
        (true, _) => StepMark::Warn,
        (false, true) => StepMark::Open,
        (false, false) => StepMark::Done,
    }
}

fn line(ui: &mut Ui, turn: &mut Turn<'_>, screen: Screen, key: &str, mark: StepMark) {
    let here = turn.hand.screen == screen;
    if rail_line(ui, &turn.t(key), mark, here).clicked() {
        turn.go(screen);
    }
}

/// Whether the application is incomplete without pages of this paper. The signed sheet has its own step.
pub(crate) fn wanted(application: &ApplicationView, document: &DocumentView) -> bool {
    document.required
        && document.key.0 != SIGNED_SHEET
        && document.pages.is_empty()
        && document.form != PaperForm::Seen
        && !excused(application, &document.key)
}

/// Whether somebody has said why this paper is not there.
fn excused(application: &ApplicationView, document: &DocumentKey) -> bool {
    let place = format!("document.{document}");
    application
        .findings
        .iter()
        .any(|finding| finding.place == place && finding.overridden.is_some())
}

/// Whether nothing but the sealing is left to do. A refusal waits for nothing.
pub(crate) fn ready(application: &ApplicationView) -> bool {
    if application.stage >= Stage::Sealing || application.postponed.is_some() {
        return false;
    }
    if application.refusal.is_some() {
        return true;
    }
    let signed = application.stage == Stage::Signed
        || application.stage == Stage::Reviewed
            && excused(application, &DocumentKey::from(SIGNED_SHEET));
    signed && open_findings(application) == 0
}

/// Findings that nobody has answered.
pub(crate) fn open_findings(application: &ApplicationView) -> usize {
    let open = application
        .findings
        .iter()
        .filter(|finding| finding.is_open());
    open.count()
}

/// The signed sheet of an application.
pub(crate) fn signed_sheet(application: &ApplicationView) -> Option<&DocumentView> {
    application
        .documents
        .iter()
        .find(|document| document.key.0 == SIGNED_SHEET)
}

/// What comes before and after the screen that is shown.
pub(crate) fn way(turn: &Turn<'_>) -> Way {
    let count = |key: &str, n: usize| match n {
        0 => String::new(),
        n => turn.words.t_with(key, &[("n", Arg::from(n))]),
    };
    let application = turn.application();
    let next = Some(turn.t("go-on"));
    match turn.hand.screen {
        Screen::Visit => Way {
            before: None,
            next,
            lacking: if application.is_none() {
                turn.t("lacking-service")
            } else {
                String::new()
            },
        },
        Screen::Identity => Way {
            before: Some(Screen::Visit),
            next,
            lacking: count("lacking-answers", screen::identity::lacking(turn).len()),
        },
        Screen::Form => Way {
            before: Some(Screen::Identity),
            next,
            lacking: application.map_or_else(String::new, |application| {
                let paths = &application.form.missing;
                count(
                    "lacking-answers",
                    paths
                        .iter()
                        .filter(|path| form::lacks(turn, application, path))
                        .count(),
                )
            }),
        },
        Screen::Documents => Way {
            before: Some(Screen::Form),
            next,
            lacking: application.map_or_else(String::new, |application| {
                count(
                    "lacking-papers",
                    application
                        .documents
                        .iter()
                        .filter(|document| wanted(application, document))
                        .count(),
                )
            }),
        },
        Screen::Review => Way {
            before: match application {
                Some(application) if !application.matter.has_form() => Some(Screen::Identity),
                Some(_) | None => Some(Screen::Documents),
            },
            next,
            lacking: application.map_or_else(String::new, |application| {
                match review_key(turn, application) {
                    Some("to-finding") if screen::review::nobody_can_sign(turn) => {
                        turn.t("cannot-sign")
                    }
                    Some("consent") if !application.matter.has_form() => turn.t("lacking-confirm"),
                    Some(key) => turn.t(&format!("lacking-{key}")),
                    None => String::new(),
                }
            }),
        },
        Screen::Finish => Way {
            before: application
                .filter(|application| application.stage < Stage::Sealing)
                .map(|_| Screen::Review),
            next: application
                .filter(|application| {
                    application.stage == Stage::Sealed && !application.papers.held
                })
                .map(|_| turn.t("finish-next")),
            lacking: String::new(),
        },
        Screen::Today
        | Screen::Outbox
        | Screen::Devices
        | Screen::Journal
        | Screen::Keys
        | Screen::Residue
        | Screen::Readiness
        | Screen::Settings => Way::default(),
    }
}

/// What the review still wants, as the key of its button.
pub(crate) fn review_key(turn: &Turn<'_>, application: &ApplicationView) -> Option<&'static str> {
    if application.postponed.is_some() {
        return Some("ending-resume");
    }
    if application.refusal.is_some() {
        return None;
    }
    match application.stage {
        Stage::Filling if screen::review::is_held(turn, application) => Some("to-finding"),
        Stage::Filling => Some("consent"),
        Stage::Reviewed if application.papers.application != PaperState::Printed => Some("print"),
        Stage::Reviewed if !excused(application, &DocumentKey::from(SIGNED_SHEET)) => {
            Some("signed-sheet")
        }
        Stage::Reviewed => None,
        Stage::Signed | Stage::Sealing | Stage::Sealed => None,
    }
}

/// Back: within a form to the step before, else to the screen before.
pub(crate) fn go_back(turn: &mut Turn<'_>, before: Screen) {
    if turn.hand.screen == Screen::Form && turn.hand.step > 0 {
        turn.hand.step -= 1;
    } else {
        turn.go(before);
    }
}

/// On: to the next answer that is wanted, else to the next step.
pub(crate) fn go_on(turn: &mut Turn<'_>) {
    match turn.hand.screen {
        Screen::Visit => match turn.application() {
            Some(_) => {
                turn.go(Screen::Identity);
                turn.hand.wish_for(screen::identity::lacking(turn));
            }
            None => turn.hold_at("service"),
        },
        Screen::Identity => match next_of(turn, &screen::identity::lacking(turn)) {
            Some(key) => turn.hold_at(&key),
            None => after_identity(turn),
        },
        Screen::Form => screen::form::go_on(turn),
        Screen::Documents => screen::documents::go_on(turn),
        Screen::Review => {
            let Some(application) = turn.application() else {
                return;
            };
            match review_key(turn, application) {
                Some(key) => turn.hold_at(key),
                None => turn.go(Screen::Finish),
            }
        }
        Screen::Finish => screen::finish::go_on(turn),
        Screen::Today
        | Screen::Outbox
        | Screen::Devices
        | Screen::Journal
        | Screen::Keys
        | Screen::Residue
        | Screen::Readiness
        | Screen::Settings => {}
    }
}

fn after_identity(turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        turn.go(Screen::Visit);
        turn.hold_at("service");
        return;
    };
    match application.stage {
        Stage::Filling if application.matter.has_form() => {
            turn.go(Screen::Form);
            turn.hand.step = 0;
        }
        Stage::Filling | Stage::Reviewed => turn.go(Screen::Review),
        Stage::Signed | Stage::Sealing | Stage::Sealed => turn.go(Screen::Finish),
    }
}

/// The field that has the focus where it is one of `keys`, or else the first of them: an empty answer that is wanted
/// holds Enter until it is given or overridden.
pub(crate) fn next_of(turn: &Turn<'_>, keys: &[String]) -> Option<String> {
    let here = turn.hand.typing.as_ref();
    keys.iter()
        .find(|key| Some(*key) == here)
        .or_else(|| keys.first())
        .cloned()
}
