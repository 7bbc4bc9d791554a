//! The fee of the day: the sum, the base it was reckoned from, and how it stands. Nothing is paid here.

use crate::date;
use crate::finding::{self, About};
use crate::screen::visit::chosen;
use crate::turn::{Turn, field};
use egui::Ui;
use look::Arg;
use look::theme::{S, XS};
use look::widget::{card, soft, strong, title};
use office::Command;
use office::application::{FeeProof, Stage};
use office::paper::PaperOrder;
use office::service::{Due, fee::hryvnias};
use office::snapshot::ApplicationView;

/// The key of the day by which it is to be paid.
const BY: &str = "fee-by";

/// A card below the checklist; nothing where no fee is due.
pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let Some(due) = &application.due else { return };
    ui.add_space(S);
    card(ui, |ui| {
        title(ui, turn.t("fee"));
        sum(ui, turn, due);
        ui.add_space(S);
        ui.add_enabled_ui(application.stage == Stage::Filling, |ui| {
            proof(ui, turn, application);
        });
        if application.payable && application.stage < Stage::Sealing {
            ui.add_space(S);
            let state = &application.papers.payment;
            super::papers::order(ui, turn, "fee-print", state, PaperOrder::Payment);
        }
        let about = About::Application;
        finding::draw(ui, turn, about, &application.findings, "fee");
    });
}

/// The sum of today, and what it was reckoned from.
fn sum(ui: &mut Ui, turn: &Turn<'_>, due: &Due) {
    let args = [
        ("sum", Arg::from(hryvnias(due.kopiykas))),
        ("date", Arg::from(turn.snapshot.date.as_str())),
    ];
    strong(ui, turn.words.t_with("fee-due", &args));
    if let Some(base) = due.base {
        let args = [
            ("sum", Arg::from(hryvnias(base.kopiykas))),
            ("date", Arg::from(format!("01.01.{}", base.year))),
        ];
        soft(ui, turn.words.t_with("fee-base", &args));
    }
    if due.unverified {
        soft(ui, turn.t("fee-unverified"));
    }
}

fn proof(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let to_be_paid = FeeProof::ToBePaid { by: String::new() };
    let all = [&FeeProof::Shown, &to_be_paid, &FeeProof::Free];
    let now = all
        .into_iter()
        .find(|proof| proof.key() == application.fee.key());
    let words = ("fee-how", "fee-is");
    if let Some(proof) = chosen(ui, turn, words, &all, FeeProof::key, now) {
        turn.send(Command::SetFee {
            proof: proof.clone(),
        });
    }
    let FeeProof::ToBePaid { by } = &application.fee else {
        return;
    };
    ui.add_space(XS);
    let key = format!("{BY}.{}", application.id);
    let label = turn.t(BY);
    let edit = field(&key, &label).width(200.0);
    if let Some(text) = turn.text(ui, &key, &date::shown(by), edit) {
        let by = date::to_iso(&text);
        turn.send(Command::SetFee {
            proof: FeeProof::ToBePaid { by },
        });
    }
}
