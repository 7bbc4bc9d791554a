//! How an application ends or waits other than by a seal over a signature: refused by a person, put off, given up.
//!
//! A rule never does any of it: a person chooses, gives a ground and says it in words. None of it is done by Enter.

use super::visit::chosen;
use crate::hand::{ENDING_WORDS as WORDS, Ending};
use crate::say;
use crate::turn::{Turn, field, field_id};
use egui::Ui;
use look::Icon;
use look::theme::S;
use look::widget::{Button, Field, Tone, card, notice, soft, strong, title};
use office::Command;
use office::application::{PostponeGround, Postponement, RefusalToAccept, Stage};
use office::person::PersonalText;
use office::snapshot::{ApplicationView, PaperState};

/// The code of a ground that only the words say.
const OTHER: &str = "other";

/// The ways, behind one line each, and the form of the one that was taken.
pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let waits = application.refusal.is_some() || application.postponed.is_some();
    if waits || application.stage >= Stage::Sealing {
        return;
    }
    card(ui, |ui| {
        strong(ui, turn.t("ending"));
        ui.horizontal_wrapped(|ui| {
            for (way, icon) in [
                (Ending::Refuse, Icon::Cross),
                (Ending::Postpone, Icon::Clock),
                (Ending::GiveUp, Icon::Turn),
            ] {
                if way == Ending::Refuse && !application.matter.is_complete() {
                    continue;
                }
                let button = Button::secondary(turn.t(&format!("ending-{}", way.key())));
                if button.icon(icon).pressed(ui) {
                    begin(turn, way);
                }
            }
        });
        match turn.hand.ending {
            None => {}
            Some(Ending::Refuse) => refuse(ui, turn, application),
            Some(Ending::Postpone) => postpone(ui, turn),
            Some(Ending::GiveUp) => give_up(ui, turn, application),
        }
    });
}

/// Opens the form of a way, or closes it where it is open.
fn begin(turn: &mut Turn<'_>, way: Ending) {
    turn.hand.ending = (turn.hand.ending != Some(way)).then_some(way);
    turn.hand.ground.clear();
    turn.hand.buffers.remove(WORDS);
    turn.hand.wish = Some("ending-ground".to_owned());
    if way == Ending::GiveUp {
        turn.hand.wish = Some(WORDS.to_owned());
    }
}

/// A ground from the service card, or another in words only.
fn refuse(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    ui.add_space(S);
    let (what, remedy) = (turn.t("refuse"), turn.t("refuse-more"));
    notice(ui, Tone::Warn, &what, &remedy, |_ui| ());
    ui.add_space(S);
    let question = turn.t("refuse-ground");
    strong(ui, question.as_str());
    let other = turn.t("refuse-other");
    let mut options: Vec<(&str, &str)> = application
        .grounds
        .iter()
        .map(|ground| (ground.code.as_str(), turn.label(&ground.name)))
        .collect();
    options.push((OTHER, &other));
    if options.len() == 1 {
        soft(ui, turn.t("refuse-no-grounds"));
        OTHER.clone_into(&mut turn.hand.ground);
    }
    let ground = turn.hand.ground.clone();
    let picked = Some(ground.as_str()).filter(|ground| !ground.is_empty());
    if let Some(now) = turn.choice(ui, "ending-ground", &question, &options, picked) {
        turn.hand.ground = now;
    }
    ui.add_space(S);
    if let Some(words) = said(ui, turn, "refuse-words", "ending-refuse", picked.is_some()) {
        turn.send_once(Command::Refuse { ground, words });
    }
}

fn postpone(ui: &mut Ui, turn: &mut Turn<'_>) {
    ui.add_space(S);
    let all = PostponeGround::ALL;
    let ground = all
        .into_iter()
        .find(|one| one.key() == turn.hand.ground.as_str());
    let words = ("postpone-ground", "postponed");
    if let Some(now) = chosen(ui, turn, words, &all, PostponeGround::key, ground) {
        now.key().clone_into(&mut turn.hand.ground);
    }
    ui.add_space(S);
    if let Some(ground) = ground {
        propose(ui, turn, ground);
    }
}

/// Asks what is proposed, and puts the application off on this ground.
fn propose(ui: &mut Ui, turn: &mut Turn<'_>, ground: PostponeGround) {
    if let Some(proposal) = said(ui, turn, "postpone-proposal", "ending-postpone", true) {
        turn.send_once(Command::Postpone { ground, proposal });
    }
}

/// The proposal alone where the ground is known; what was put off already says so.
pub(crate) fn offer_to_postpone(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    ground: PostponeGround,
) {
    match &application.postponed {
        Some(postponed) => put_off(ui, turn, postponed),
        None if application.stage < Stage::Sealing => propose(ui, turn, ground),
        None => {}
    }
}

fn give_up(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    ui.add_space(S);
    let what = match &application.number {
        Some(number) => {
            let name = say::number(number);
            turn.words
                .t_with("give-up-number", &[("name", name.into())])
        }
        None => turn.t("give-up"),
    };
    notice(ui, Tone::Warn, &what, &turn.t("give-up-more"), |_ui| ());
    ui.add_space(S);
    if let Some(reason) = said(ui, turn, "finding-reason", "ending-give_up", true) {
        turn.send_once(Command::GiveUp { reason });
    }
}

/// Asks for the words and gives them once the button is pressed; without words it can not be.
fn said(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    question: &str,
    act: &str,
    ready: bool,
) -> Option<PersonalText> {
    let label = turn.t(question);
    let typed = turn.typed(WORDS).unwrap_or_default().to_owned();
    let edit = field(WORDS, &label).rows(2);
    let typed = turn.text(ui, WORDS, &typed, edit).unwrap_or(typed);
    let words = typed.trim();
    if turn.hand.typing.as_deref() == Some(WORDS) && turn.take_go_on() {
        // Enter leads to the button; it does not press it.
        turn.hand.wish = Some(if words.is_empty() { WORDS } else { act }.to_owned());
    }
    let button = Button::primary(turn.t(act))
        .deliberate()
        .enabled(ready && !words.is_empty());
    let pressed = turn.button(ui, act, button);
    super::review::by_blank(ui, turn);
    pressed.then(|| {
        let words = PersonalText::from(words);
        turn.hand.ending = None;
        turn.hand.ground.clear();
        turn.hand.buffers.remove(WORDS);
        Field::forget(ui, field_id(WORDS));
        words
    })
}

/// An application that waits for another day: why, what was proposed, and the way back to it.
pub(crate) fn put_off(ui: &mut Ui, turn: &mut Turn<'_>, postponed: &Postponement) {
    let ground = turn.t(&format!("postponed-{}", postponed.ground.key()));
    let args = [
        ("reason", ground.into()),
        ("date", postponed.at.date_text().into()),
    ];
    let what = turn.words.t_with("postponed", &args);
    notice(ui, Tone::Warn, &what, &postponed.proposal.0, |ui| {
        let resume = Button::secondary(turn.t("postponed-resume")).deliberate();
        if turn.button(ui, "ending-resume", resume.icon(Icon::Left)) {
            turn.send_once(Command::Reopen);
        }
    });
}

/// A refusal that was spoken: its ground, its paper for the resident, and the way back.
pub(crate) fn refused(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    refusal: &RefusalToAccept,
) {
    card(ui, |ui| {
        title(ui, turn.t("refused"));
        let ground = application
            .grounds
            .iter()
            .find(|ground| ground.code == refusal.ground)
            .map_or_else(
                || turn.t("refuse-other"),
                |ground| turn.label(&ground.name).to_owned(),
            );
        strong(ui, ground);
        soft(ui, refusal.words.0.as_str());
        soft(ui, format!("{}, {}", refusal.by, refusal.at.date_text()));
        ui.add_space(S);
        let state = &application.papers.application;
        let (tone, words, remedy) = say::paper(turn.words, state);
        if *state != PaperState::None {
            notice(ui, tone, &words, &remedy, |_ui| ());
            ui.add_space(S);
        }
        let print = Button::primary(turn.t("refused-print"))
            .icon(Icon::Printer)
            .deliberate()
            .enabled(*state != PaperState::Printing);
        if turn.button(ui, "refused-print", print) {
            turn.send_once(Command::PrintApplication);
        }
        let back = Button::secondary(turn.t("refused-back"))
            .icon(Icon::Left)
            .deliberate();
        if turn.button(ui, "refused-back", back) {
            turn.send_once(Command::Reopen);
        }
        ui.add_space(S);
        soft(ui, turn.t("refused-more"));
    });
}
