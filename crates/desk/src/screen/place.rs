//! A place, found as it is typed: the rows below the field are what it may mean, told apart by what they lie in.
//!
//! Nobody has to pick one. What is typed is kept as it is, with a finding that it has no code; a name that is changed loses
//! the code of the one before.

use crate::hand::{Buffer, Picking};
use crate::turn::{Turn, field, field_id};
use egui::{Key, Modifiers, Rect, Ui};
use look::Arg;
use look::theme::M;
use look::widget::{Pick, Picks, soft};
use office::address::{FoundPlace, PlaceRef};

/// Rows below a field; the kit's smallest screen shows them with the field above.
const ROWS: usize = 6;

/// A field that asks for a place.
pub(crate) struct Asked<'a> {
    pub(crate) key: &'a str,
    pub(crate) label: &'a str,
    pub(crate) aside: &'a str,
    /// A sentence between label and field; empty for how to type a place.
    pub(crate) help: &'a str,
    pub(crate) enabled: bool,
    /// What the snapshot has.
    pub(crate) place: &'a PlaceRef,
}

/// Draws the field and what belongs to it; gives the place that was typed or picked.
pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>, asked: &Asked<'_>) -> Option<PlaceRef> {
    let help = if asked.help.is_empty() && asked.enabled {
        turn.t("place-help")
    } else {
        asked.help.to_owned()
    };
    let edit = field(asked.key, asked.label)
        .aside(asked.aside)
        .help(&help)
        .enabled(asked.enabled);
    // Asked before it is drawn: a field gives the focus away with the Enter that is pressed in it.
    let focused = ui.memory(|memory| memory.has_focus(field_id(asked.key)));
    let at = ui.cursor().min;
    let typed = turn.text(ui, asked.key, &asked.place.name_as_written, edit);
    let own = Rect::from_min_max(at, ui.min_rect().max);
    if let Some(typed) = &typed {
        search(turn, asked.key, typed);
    }
    steer(ui, turn, asked.key, focused);
    let picked = rows(ui, turn, asked, own);
    if !is_open(turn, asked.key) && !asked.place.code.is_empty() {
        let args = [
            ("name", Arg::from(asked.place.code.as_str())),
            ("date", Arg::from(crate::date::shown(&asked.place.edition))),
        ];
        soft(ui, turn.words.t_with("place-code", &args));
    }
    picked.or_else(|| typed.map(|typed| PlaceRef::named(&typed)))
}

/// Whether rows are shown below the field `key`.
pub(crate) fn is_open(turn: &Turn<'_>, key: &str) -> bool {
    turn.hand
        .picking
        .as_ref()
        .is_some_and(|open| open.key == key)
}

fn search(turn: &mut Turn<'_>, key: &str, typed: &str) {
    let community = turn.community();
    turn.hand.picking = community
        .filter(|_| !typed.trim().is_empty())
        .map(|community| Picking {
            key: key.to_owned(),
            // One more than is shown tells that there are more.
            found: turn.places.find(typed, community, ROWS + 1),
            fresh: true,
            lead: false,
        });
}

/// The keys of the field: the arrow opens the rows and, like Enter, leads to the first; Escape puts them away. Another field that has
/// the focus puts them away too.
fn steer(ui: &Ui, turn: &mut Turn<'_>, key: &str, focused: bool) {
    let here = turn.hand.typing.as_deref() == Some(key);
    if !here {
        turn.hand.picking.take_if(|open| open.key == key);
        return;
    }
    let pressed = |wanted| ui.input_mut(|input| input.consume_key(Modifiers::NONE, wanted));
    if focused && !is_open(turn, key) && pressed(Key::ArrowDown) {
        let typed = turn.typed(key).unwrap_or_default().to_owned();
        search(turn, key, &typed);
        return;
    }
    let Some(open) = turn.hand.picking.as_ref().filter(|open| open.key == key) else {
        return;
    };
    let has_rows = !open.found.is_empty();
    if pressed(Key::Escape) {
        turn.hand.picking = None;
        turn.hand.wish = Some(key.to_owned());
    } else if focused && has_rows && (pressed(Key::ArrowDown) || turn.take_go_on()) {
        turn.hand
            .picking
            .iter_mut()
            .for_each(|open| open.lead = true);
    }
}

/// The rows, as long as they are open; gives the place that was picked.
fn rows(ui: &mut Ui, turn: &mut Turn<'_>, asked: &Asked<'_>, own: Rect) -> Option<PlaceRef> {
    let mut open = turn.hand.picking.take_if(|open| open.key == asked.key)?;
    let below = match open.found.len() {
        0 => turn.t("place-none"),
        count if count > ROWS => turn.t("place-more"),
        _all => String::new(),
    };
    let shown = open.found.iter().take(ROWS);
    let rows: Vec<Pick> = shown.map(|found| row(turn, found)).collect();
    let lead = std::mem::take(&mut open.lead);
    let picked = Picks::new(&rows, &below).focus(lead).show(ui);
    let area = own.union(picked.response.rect);
    if std::mem::take(&mut open.fresh) || lead {
        ui.scroll_to_rect(area.expand(M), None);
    }
    if let Some(found) = picked.now.and_then(|at| open.found.get(at)) {
        let buffer = Buffer {
            text: found.place.name_as_written.clone(),
            sent: Some(turn.snapshot.generation),
        };
        turn.hand.buffers.insert(asked.key.to_owned(), buffer);
        turn.hand.wish = Some(asked.key.to_owned());
        return Some(found.place.clone());
    }
    let elsewhere = ui.input(|input| {
        let pointer = &input.pointer;
        pointer.any_pressed() && pointer.interact_pos().is_some_and(|at| !area.contains(at))
    });
    if !elsewhere {
        turn.hand.picking = Some(open);
    }
    None
}

fn row(turn: &Turn<'_>, found: &FoundPlace) -> Pick {
    let formerly = found.formerly.as_ref().map(|name| {
        let name = [("name", Arg::from(name.as_str()))];
        turn.words.t_with("place-formerly", &name)
    });
    let aside: Vec<&str> = formerly
        .iter()
        .map(String::as_str)
        .chain([found.within.as_str()])
        .filter(|part| !part.is_empty())
        .collect();
    let spoken = [&[found.name.as_str()][..], &aside].concat().join(", ");
    let spoken = [("name", Arg::from(spoken))];
    Pick {
        words: found.name.clone(),
        aside: aside.join(" · "),
        name: turn.words.t_with("place-pick", &spoken),
    }
}
