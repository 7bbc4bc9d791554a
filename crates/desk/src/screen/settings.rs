//! How everything looks: size of type, colours, language. What is chosen counts at once and until the program ends, a lock
//! in between included.

use crate::turn::Turn;
use egui::Ui;
use look::theme::{M, TypeSize};
use look::widget::{card, heading, soft, strong};
use look::{Language, Theme};

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("settings"));
    soft(ui, turn.t("settings-more"));
    ui.add_space(M);
    card(ui, |ui| {
        size(ui, turn);
        ui.add_space(M);
        let now = Some(turn.hand.appearance.theme);
        let themes = [Theme::Day, Theme::Night, Theme::Contrast];
        if let Some(theme) = turn.one_of(ui, "settings-theme", &themes, now, theme, "theme-{}") {
            turn.hand.appearance.theme = theme;
        }
        ui.add_space(M);
        let now = Some(turn.hand.language);
        let all = Language::ALL;
        if let Some(language) =
            turn.one_of(ui, "settings-language", &all, now, language, "language-{}")
        {
            turn.hand.language = language;
        }
    });
}

fn size(ui: &mut Ui, turn: &mut Turn<'_>) {
    let question = turn.t("settings-size");
    strong(ui, question.as_str());
    let sizes = TypeSize::STEPS.map(|points| points.to_string());
    let options: Vec<(&str, &str)> = sizes
        .iter()
        .map(|size| (size.as_str(), size.as_str()))
        .collect();
    let now = turn.hand.appearance.size.points().to_string();
    let picked = turn.choice(ui, "settings-size", &question, &options, Some(&now));
    if let Some(points) = picked.and_then(|size| size.parse().ok()) {
        turn.hand.appearance.size = TypeSize::at_most(points);
    }
}

fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Day => "day",
        Theme::Night => "night",
        Theme::Contrast => "contrast",
    }
}

fn language(language: Language) -> &'static str {
    match language {
        Language::Uk => "uk",
        Language::En => "en",
    }
}
