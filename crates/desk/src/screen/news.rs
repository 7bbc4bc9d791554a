//! News of applications that the centre sent: what is wanted is said on the first screen, all of it in the journal.
//! Names nobody by itself; the words are the centre's.

use crate::turn::Turn;
use crate::{date, say};
use egui::Ui;
use look::Arg;
use look::theme::S;
use look::widget::{card, soft, strong};
use office::dispatch::{News, NewsKind};

/// What is named on the first screen; the journal names all.
const FIRST: usize = 3;

/// What is wanted and was not answered yet by a supplement, the newest first.
pub(crate) fn draw(ui: &mut Ui, turn: &Turn<'_>) {
    let supplemented = |news: &News| {
        let mut mended = turn.snapshot.mended.iter();
        mended.any(|line| line.of == news.number)
    };
    let wanted: Vec<_> = turn
        .snapshot
        .news
        .iter()
        .filter(|news| news.kind != NewsKind::Registered && !supplemented(news))
        .take(FIRST)
        .collect();
    if wanted.is_empty() {
        return;
    }
    card(ui, |ui| {
        strong(ui, turn.t("news"));
        for news in wanted {
            ui.add_space(S);
            let name = [("name", Arg::from(say::number(&news.number)))];
            ui.horizontal_wrapped(|ui| {
                strong(ui, turn.words.t_with("news-of", &name));
                soft(ui, date::shown(&news.day));
            });
            line(ui, turn, news);
        }
    });
    ui.add_space(S);
}

/// One piece of news, without its number.
pub(crate) fn line(ui: &mut Ui, turn: &Turn<'_>, news: &News) {
    let text = [("text", Arg::from(news.words.0.as_str()))];
    let key = format!("news-{}", news.kind.key());
    soft(ui, turn.words.t_with(&key, &text));
}
