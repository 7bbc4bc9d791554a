//! The papers: the checklist on the left, the pages of one paper on the right.

use super::fee;
use crate::hand::Screen;
use crate::turn::{Turn, field};
use crate::{finding, rail};
use egui::{Ui, vec2};
use look::theme::{L, M, S, XS};
use look::widget::{Button, StepMark, Tone, card, chip, heading, rail_line, soft, strong, title};
use look::{Arg, Icon};
use office::Command;
use office::application::Stage;
use office::document::{FEE_PROOF, Form, PageRef, SIGNED_SHEET};
use office::finding::Finding;
use office::id::{DocumentKey, PageId};
use office::snapshot::{ApplicationView, DocumentView};
use std::path::PathBuf;

const LIST: f32 = 300.0;
const THUMB: egui::Vec2 = vec2(168.0, 216.0);

/// The paper into which F5 scans: the signed sheet on the review, else the chosen line of the checklist.
fn target(turn: &Turn<'_>) -> Option<DocumentKey> {
    let application = turn.application()?;
    match (turn.hand.screen, application.stage) {
        (Screen::Documents, Stage::Filling | Stage::Reviewed | Stage::Signed) => {
            chosen(turn, application).map(|document| document.key.clone())
        }
        (Screen::Review, Stage::Reviewed | Stage::Signed) => Some(DocumentKey::from(SIGNED_SHEET)),
        _elsewhere => None,
    }
}

pub(crate) fn may_scan(turn: &Turn<'_>) -> bool {
    turn.snapshot.work.is_none() && target(turn).is_some()
}

pub(crate) fn scan(turn: &mut Turn<'_>) {
    if let Some(document) = target(turn) {
        turn.send_once(Command::Scan { document });
    }
}

/// The papers of the checklist without the signed sheet, which the review asks for.
fn checklist(application: &ApplicationView) -> impl Iterator<Item = &DocumentView> {
    application
        .documents
        .iter()
        .filter(|document| document.key.0 != SIGNED_SHEET)
}

/// The line that is chosen, or the first that is wanted, or the first.
fn chosen<'v>(turn: &Turn<'_>, application: &'v ApplicationView) -> Option<&'v DocumentView> {
    let picked = turn.hand.document.as_ref();
    checklist(application)
        .find(|document| Some(&document.key) == picked)
        .or_else(|| checklist(application).find(|document| rail::wanted(application, document)))
        .or_else(|| checklist(application).next())
}

/// On: to the first paper that is wanted, else to the fee that nobody spoke of, else to the review.
pub(crate) fn go_on(turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        return;
    };
    match checklist(application).find(|document| rail::wanted(application, document)) {
        Some(document) => {
            turn.hand.document = Some(document.key.clone());
            turn.hold_at("scan");
        }
        None if application.findings.iter().any(asks_for_the_fee) => turn.hold_at("fee-how"),
        None => turn.go(Screen::Review),
    }
}

/// Whether nobody has said yet how the fee stands.
fn asks_for_the_fee(finding: &Finding) -> bool {
    finding.rule == "fee-open" && finding.is_open()
}

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        soft(ui, turn.t("lacking-service"));
        return;
    };
    ui.horizontal(|ui| {
        heading(ui, turn.t("documents"));
        let pages: usize = application
            .documents
            .iter()
            .map(|document| document.pages.len())
            .sum();
        let args = [
            ("n", Arg::from(pages)),
            ("size", Arg::from(turn.words.bytes(application.bytes))),
        ];
        chip(
            ui,
            Tone::Plain,
            turn.words.t_with("documents-weight", &args),
        );
    });
    let Some(document) = chosen(turn, application) else {
        soft(ui, turn.t("documents-none"));
        fee::draw(ui, turn, application);
        return;
    };
    let key = document.key.clone();
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(LIST);
            card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = XS;
                for line in checklist(application) {
                    self::line(ui, turn, application, line, line.key == key);
                }
            });
            fee::draw(ui, turn, application);
        });
        ui.add_space(S);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            card(ui, |ui| paper(ui, turn, application, document));
        });
    });
}

fn line(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    document: &DocumentView,
    here: bool,
) {
    let mark = match (
        rail::wanted(application, document),
        document.pages.is_empty() && document.form != Form::Seen,
    ) {
        (true, _) => StepMark::Open,
        (false, true) => StepMark::Open,
        (false, false) => StepMark::Done,
    };
    if rail_line(ui, &name(turn, document), mark, here).clicked() {
        turn.hand.document = Some(document.key.clone());
        turn.hand.held_back = false;
    }
    let size: u64 = document.pages.iter().map(|page| page.size).sum();
    let below = if document.form == Form::Seen {
        turn.t("paper-form-seen")
    } else if document.pages.is_empty() {
        turn.t(if document.required {
            "required"
        } else {
            "optional"
        })
    } else {
        let args = [
            ("n", Arg::from(document.pages.len())),
            ("size", Arg::from(turn.words.bytes(size))),
        ];
        turn.words.t_with("pages-weight", &args)
    };
    ui.horizontal(|ui| {
        ui.add_space(36.0);
        let color = look::palette(ui).soft;
        ui.label(egui::RichText::new(below).small().color(color));
    });
}

fn paper(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView, document: &DocumentView) {
    title(ui, name(turn, document));
    alternatives(ui, turn, document);
    let place = format!("document.{}", document.key);
    finding::draw(
        ui,
        turn,
        finding::About::Application,
        &application.findings,
        &place,
    );
    form(ui, turn, document);
    ui.add_space(S);
    sheets(ui, turn, application, document);
    if document.form != Form::Seen {
        let idle = turn.snapshot.work.is_none();
        if turn.button(
            ui,
            "scan",
            Button::primary(turn.t("scan"))
                .icon(Icon::Scanner)
                .key("F5")
                .enabled(idle),
        ) {
            turn.send_once(Command::Scan {
                document: document.key.clone(),
            });
        }
        ui.add_space(M);
        pages(ui, turn, &document.pages);
        import(ui, turn, document, idle);
    }
    if turn.hand.removed > 0
        && Button::secondary(turn.t("page-restore"))
            .icon(Icon::Turn)
            .pressed(ui)
    {
        turn.hand.removed -= 1;
        turn.send_once(Command::RestorePage);
    }
}

/// What a paper is called, and for which row of the form it is asked.
fn name(turn: &Turn<'_>, document: &DocumentView) -> String {
    let name = if document.key.0 == FEE_PROOF {
        turn.t("fee-proof")
    } else {
        turn.label(&document.name).to_owned()
    };
    match document.row {
        None => name,
        Some(row) => {
            let args = [("name", Arg::from(name)), ("n", Arg::from(row))];
            turn.words.t_with("document-of-row", &args)
        }
    }
}

/// Papers of which any one will do, as long as none is there.
fn alternatives(ui: &mut Ui, turn: &Turn<'_>, document: &DocumentView) {
    if document.alternatives.is_empty() || !document.pages.is_empty() {
        return;
    }
    let names: Vec<&str> = document
        .alternatives
        .iter()
        .map(|one| turn.label(one))
        .collect();
    soft(
        ui,
        format!("{} {}.", turn.t("document-alternatives"), names.join("; ")),
    );
    ui.add_space(S);
}

/// Sheets of paper, where they are not as many as the pages: both sides of a sheet were scanned, or none.
fn sheets(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    document: &DocumentView,
) {
    if document.pages.is_empty() && document.form != Form::Seen {
        return;
    }
    let key = format!("sheets.{}.{}", application.id, document.key);
    let label = turn.t("paper-sheets");
    let edit = field(&key, &label).width(120.0);
    let typed = turn.text(ui, &key, &document.sheets.to_string(), edit);
    if let Some(sheets) = typed.and_then(|text| text.trim().parse().ok()) {
        turn.send(Command::SetSheets {
            document: document.key.clone(),
            sheets,
        });
    }
    ui.add_space(S);
}

fn form(ui: &mut Ui, turn: &mut Turn<'_>, document: &DocumentView) {
    let forms = [
        ("original", Form::Original),
        ("copy", Form::Copy),
        ("seen", Form::Seen),
    ];
    let words = forms.map(|(name, _form)| turn.t(&format!("paper-form-{name}")));
    let options: Vec<(&str, &str)> = forms
        .iter()
        .map(|(name, _form)| *name)
        .zip(words.iter().map(String::as_str))
        .collect();
    let current = forms
        .iter()
        .find(|(_name, form)| *form == document.form)
        .map(|(name, _form)| *name);
    let question = turn.t("paper-form");
    let now = turn.choice(ui, "paper-form", &question, &options, current);
    if let Some((_name, form)) =
        now.and_then(|now| forms.into_iter().find(|(name, _form)| *name == now))
    {
        turn.send(Command::SetDocumentForm {
            document: document.key.clone(),
            form,
        });
    }
}

/// Files of a stick or of a hand scanner: a path typed or files dropped on the window.
fn import(ui: &mut Ui, turn: &mut Turn<'_>, document: &DocumentView, idle: bool) {
    ui.add_space(S);
    let key = "import-path";
    let (label, help) = (turn.t("import-path"), turn.t("import-path-help"));
    let typed = turn.typed(key).unwrap_or_default().to_owned();
    let edit = field(key, &label).help(&help);
    let typed = turn.text(ui, key, &typed, edit).unwrap_or(typed);
    let entered =
        turn.hand.typing.as_deref() == Some(key) && !typed.trim().is_empty() && turn.take_go_on();
    let button = Button::secondary(turn.t("import"))
        .icon(Icon::Folder)
        .enabled(idle && !typed.trim().is_empty());
    if button.pressed(ui) || (entered && idle) {
        turn.send_once(Command::Import {
            document: document.key.clone(),
            paths: vec![PathBuf::from(typed.trim())],
        });
        turn.hand.buffers.remove(key);
    }
    let dropped: Vec<PathBuf> = ui.input(|input| {
        input
            .raw
            .dropped_files
            .iter()
            .map(|file| file.path().to_owned())
            .collect()
    });
    if idle && !dropped.is_empty() {
        turn.send_once(Command::Import {
            document: document.key.clone(),
            paths: dropped,
        });
    }
}

/// The pages of a paper with what can be done to each.
pub(crate) fn pages(ui: &mut Ui, turn: &mut Turn<'_>, pages: &[PageRef]) {
    if pages.is_empty() {
        soft(ui, turn.t("pages-none"));
        return;
    }
    let cell = vec2(THUMB.x + S, THUMB.y + 84.0);
    let mut fit = 1;
    let mut room = ui.available_width() - cell.x;
    while room >= cell.x + L {
        room -= cell.x + L;
        fit += 1;
    }
    for (row, line) in pages.chunks(fit).enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = L;
            for (column, page) in line.iter().enumerate() {
                let index = row * fit + column;
                ui.push_id(page.id, |ui| {
                    let layout = egui::Layout::top_down(egui::Align::Min);
                    ui.allocate_ui_with_layout(cell, layout, |ui| {
                        ui.set_width(cell.x);
                        one_page(ui, turn, page, index, pages.len());
                    });
                });
            }
        });
        ui.add_space(M);
    }
}

fn one_page(ui: &mut Ui, turn: &mut Turn<'_>, page: &PageRef, index: usize, count: usize) {
    ui.spacing_mut().item_spacing = vec2(0.0, XS);
    let number = turn
        .words
        .t_with("page-number", &[("n", Arg::from(index + 1))]);
    thumbnail(ui, turn, page, &number);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        strong(ui, number.as_str());
        let color = look::palette(ui).soft;
        ui.label(
            egui::RichText::new(turn.words.bytes(page.size))
                .small()
                .color(color),
        );
    });
    if page.looks_blank {
        chip(ui, Tone::Warn, turn.t("page-blank"));
    }
    if page.looks_like.is_some_and(|like| is_there(turn, like)) {
        chip(ui, Tone::Warn, turn.t("page-twice"));
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let button = |icon, key: &str| {
            Button::secondary("")
                .icon(icon)
                .name(format!("{number}: {}", turn.words.t(key)))
        };
        if button(Icon::Turn, "page-turn").pressed(ui) {
            turn.commands.push(Command::TurnPage { page: page.id });
        }
        if button(Icon::Left, "page-earlier")
            .enabled(index > 0)
            .pressed(ui)
        {
            turn.commands.push(Command::MovePage {
                page: page.id,
                later: false,
            });
        }
        if button(Icon::Right, "page-later")
            .enabled(index + 1 < count)
            .pressed(ui)
        {
            turn.commands.push(Command::MovePage {
                page: page.id,
                later: true,
            });
        }
        if button(Icon::Cross, "page-remove").pressed(ui) {
            turn.hand.removed += 1;
            turn.commands.push(Command::RemovePage { page: page.id });
        }
    });
}

/// Whether a page was not removed since.
fn is_there(turn: &Turn<'_>, page: PageId) -> bool {
    turn.application().is_some_and(|application| {
        let pages = application
            .documents
            .iter()
            .flat_map(|document| &document.pages);
        pages.into_iter().any(|known| known.id == page)
    })
}

/// The small picture of a page, turned as a person turned it; a grey sheet until the picture is there.
fn thumbnail(ui: &mut Ui, turn: &mut Turn<'_>, page: &PageRef, name: &str) {
    let palette = look::palette(ui);
    let (rect, response) = ui.allocate_exact_size(THUMB, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    ui.painter().rect(
        rect,
        egui::CornerRadius::same(3),
        palette.ground,
        egui::Stroke::new(1.0, palette.line),
        egui::StrokeKind::Inside,
    );
    let ctx = ui.ctx();
    if !turn.hand.textures.contains_key(&page.id)
        && let Some(picture) = turn.pictures.thumbnail(page.id)
        && let Some(image) = image(&picture)
    {
        let texture = ctx.load_texture("page", image, egui::TextureOptions::LINEAR);
        turn.hand.textures.insert(page.id, texture);
    }
    let Some(texture) = turn.hand.textures.get(&page.id) else {
        Icon::Clock.paint(
            ui.painter(),
            egui::Rect::from_center_size(rect.center(), vec2(28.0, 28.0)),
            palette.soft,
        );
        return;
    };
    let sideways = page.turns % 2 == 1;
    let size = texture.size_vec2();
    let size = if sideways { vec2(size.y, size.x) } else { size };
    let room = THUMB - vec2(8.0, 8.0);
    let size = size * (room.x / size.x).min(room.y / size.y);
    let place = egui::Rect::from_center_size(rect.center(), size);
    let corners = [
        place.left_top(),
        place.right_top(),
        place.right_bottom(),
        place.left_bottom(),
    ];
    let uv = [
        egui::pos2(0.0, 0.0),
        egui::pos2(1.0, 0.0),
        egui::pos2(1.0, 1.0),
        egui::pos2(0.0, 1.0),
    ];
    let mut mesh = egui::Mesh::with_texture(texture.id());
    for (corner, at) in corners.into_iter().enumerate() {
        let uv = uv[(corner + 4 - usize::from(page.turns % 4)) % 4];
        mesh.vertices.push(egui::epaint::Vertex {
            pos: at,
            uv,
            color: egui::Color32::WHITE,
        });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    ui.painter().add(egui::Shape::mesh(mesh));
}

/// A picture whose bytes fit its size; anything else is not drawn.
fn image(picture: &office::Picture) -> Option<egui::ColorImage> {
    let size = [
        usize::try_from(picture.width).ok()?,
        usize::try_from(picture.height).ok()?,
    ];
    let fits = size[0].checked_mul(size[1])?.checked_mul(4)? == picture.rgba.len()
        && size[0] > 0
        && size[1] > 0;
    fits.then(|| egui::ColorImage::from_rgba_unmultiplied(size, &picture.rgba))
}
