//! Draws every screen of the kit from invented snapshots and saves the pictures: `gallery FOLDER`.
//!
//! Ukrainian and English, 1366x768 and 1024x600, the day's theme and for some screens the others. Touches no device
//! and no store.

#[path = "../../desk/tests/sample/detours.rs"]
mod detours;
#[path = "../../desk/tests/sample/guarded.rs"]
mod guarded;
#[path = "../../desk/tests/sample/plan.rs"]
mod plan;
#[path = "../../desk/tests/sample/snapshots.rs"]
mod snapshots;

use anyhow::Context as _;
use desk::{Hand, Screen};
use detours::{cannot_sign, long_catalogue, put_off, refused, represented, with_fee, withdrawal};
use eframe::egui;
use guarded::{about_to_lock, with_drawn};
use look::{Appearance, Language, Theme, TypeSize};
use office::Snapshot;
use office::application::Stage;
use office::command::KeyWish;
use office::trouble::Trouble;
use plan::{doubtful, mending, planned_day, pressing};
use snapshots::{
    Sheets, Villages, busy_day, locked, new_visit, open, printed, scanning, sealed, with_findings,
    working,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// One picture: what is shown, how, and what is pressed before.
struct Scene {
    name: String,
    snapshot: Snapshot,
    screen: Screen,
    step: usize,
    keys: Vec<egui::Key>,
    /// What is typed after the keys.
    typed: &'static str,
    language: Language,
    appearance: Appearance,
    size: egui::Vec2,
}

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .context("which folder? gallery FOLDER")?;
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut scenes = scenes();
    scenes.reverse();
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1366.0, 768.0]),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "gallery",
        options,
        Box::new(move |context| {
            let (sender, receiver) = channel();
            look::install(&context.egui_ctx, Appearance::default());
            Ok(Box::new(Gallery {
                folder,
                scenes,
                hand: Hand::default(),
                frame: 0,
                sender,
                receiver,
            }))
        }),
    )
    .map_err(|error| anyhow::anyhow!("the window could not be opened: {error}"))
}

fn scenes() -> Vec<Scene> {
    let mut all = Vec::new();
    for (language, tag) in [(Language::Uk, "uk"), (Language::En, "en")] {
        for (size, width) in [
            (egui::vec2(1366.0, 768.0), "1366"),
            (egui::vec2(1024.0, 600.0), "1024"),
        ] {
            for (name, snapshot, screen, step, keys) in day() {
                all.push(Scene {
                    name: format!("{name}-{tag}-{width}"),
                    snapshot,
                    screen,
                    step,
                    keys,
                    typed: if name == "12-form-place" {
                        "дібр"
                    } else {
                        ""
                    },
                    language,
                    appearance: Appearance::default(),
                    size,
                });
            }
        }
    }
    for (theme, points, tag) in [
        (Theme::Night, 18, "night"),
        (Theme::Contrast, 20, "contrast"),
        (Theme::Day, 28, "large"),
    ] {
        for (name, snapshot, screen, step, keys) in day() {
            if [
                "05-today",
                "09-identity",
                "12-form-findings",
                "14-documents",
                "16-review-signed",
            ]
            .contains(&name)
            {
                all.push(Scene {
                    name: format!("{name}-{tag}"),
                    snapshot,
                    screen,
                    step,
                    keys,
                    typed: "",
                    language: Language::Uk,
                    appearance: Appearance {
                        theme,
                        size: TypeSize::at_most(points),
                    },
                    size: egui::vec2(1366.0, 768.0),
                });
            }
        }
    }
    all
}

type Moment = (&'static str, Snapshot, Screen, usize, Vec<egui::Key>);

/// What guards the kit.
fn keys_of_the_kit() -> Vec<Moment> {
    let still = Vec::new;
    vec![
        (
            "02-unlock-destroyed",
            locked(Some(Trouble::KeysDestroyed)),
            Screen::Today,
            0,
            still(),
        ),
        (
            "02-unlock-renewal",
            with_drawn(KeyWish::Renewal, locked(None)),
            Screen::Today,
            0,
            still(),
        ),
        (
            "40-keys",
            working(Stage::Filling, false),
            Screen::Keys,
            0,
            still(),
        ),
        (
            "41-keys-drawn",
            with_drawn(KeyWish::Card, open()),
            Screen::Keys,
            0,
            still(),
        ),
        (
            "42-about-to-lock",
            about_to_lock(),
            Screen::Form,
            0,
            still(),
        ),
    ]
}

/// The screens in the order of a day.
fn day() -> Vec<Moment> {
    [
        before_the_papers(),
        from_the_papers_on(),
        other_ways(),
        keys_of_the_kit(),
    ]
    .concat()
}

fn before_the_papers() -> Vec<Moment> {
    let still = Vec::new;
    vec![
        ("01-unlock", locked(None), Screen::Today, 0, still()),
        (
            "02-unlock-refused",
            locked(Some(Trouble::WrongPassphrase { left: 4 })),
            Screen::Today,
            0,
            still(),
        ),
        (
            "03-today-clock",
            doubtful(open()),
            Screen::Today,
            0,
            still(),
        ),
        ("04-today-empty", open(), Screen::Today, 0, still()),
        ("05-today", busy_day(), Screen::Today, 0, still()),
        ("05-today-plan", planned_day(), Screen::Today, 0, still()),
        ("05-today-pressing", pressing(), Screen::Today, 0, still()),
        ("05-today-visit", mending(), Screen::Today, 0, still()),
        (
            "05-today-break-off",
            mending(),
            Screen::Today,
            0,
            [
                vec![egui::Key::Enter],
                vec![egui::Key::Tab; 2],
                vec![egui::Key::Enter],
            ]
            .concat(),
        ),
        (
            "05-today-call",
            open(),
            Screen::Today,
            0,
            vec![egui::Key::Enter, egui::Key::Tab, egui::Key::Enter],
        ),
        (
            "06-visit-new",
            new_visit(),
            Screen::Visit,
            0,
            vec![egui::Key::Enter],
        ),
        (
            "07-visit",
            working(Stage::Filling, true),
            Screen::Visit,
            0,
            still(),
        ),
        (
            "08-identity-empty",
            working(Stage::Filling, false),
            Screen::Identity,
            0,
            vec![egui::Key::Enter],
        ),
        (
            "09-identity",
            working(Stage::Filling, true),
            Screen::Identity,
            0,
            still(),
        ),
        (
            "10-form",
            working(Stage::Filling, false),
            Screen::Form,
            0,
            vec![egui::Key::Enter],
        ),
        (
            "11-form-rows",
            working(Stage::Filling, false),
            Screen::Form,
            2,
            still(),
        ),
        (
            "12-form-place",
            working(Stage::Filling, false),
            Screen::Form,
            1,
            vec![egui::Key::Enter],
        ),
        (
            "12-form-picked",
            working(Stage::Filling, true),
            Screen::Form,
            1,
            still(),
        ),
        (
            "12-form-findings",
            with_findings(),
            Screen::Form,
            0,
            still(),
        ),
    ]
}

fn from_the_papers_on() -> Vec<Moment> {
    let still = Vec::new;
    vec![
        (
            "13-documents-empty",
            working(Stage::Filling, false),
            Screen::Documents,
            0,
            vec![egui::Key::Enter],
        ),
        (
            "14-documents",
            working(Stage::Filling, true),
            Screen::Documents,
            0,
            still(),
        ),
        (
            "14-documents-scanning",
            scanning(),
            Screen::Documents,
            0,
            still(),
        ),
        (
            "15-review",
            working(Stage::Filling, true),
            Screen::Review,
            0,
            vec![egui::Key::Enter],
        ),
        (
            "16-review-signed",
            printed(Stage::Signed),
            Screen::Review,
            0,
            still(),
        ),
        (
            "17-finish",
            printed(Stage::Signed),
            Screen::Finish,
            0,
            still(),
        ),
        ("18-finish-sealed", sealed(), Screen::Finish, 0, still()),
        ("19-outbox", busy_day(), Screen::Outbox, 0, still()),
        ("19-outbox-pressing", pressing(), Screen::Outbox, 0, still()),
        ("20-devices", busy_day(), Screen::Devices, 0, still()),
        ("21-journal", busy_day(), Screen::Journal, 0, still()),
        ("21-journal-mending", mending(), Screen::Journal, 0, still()),
        ("22-help", busy_day(), Screen::Today, 0, vec![egui::Key::F1]),
    ]
}

/// Visits that do not go straight.
fn other_ways() -> Vec<Moment> {
    [
        ("31-services", long_catalogue(), Screen::Visit),
        ("32-represented", represented(), Screen::Visit),
        ("33-check", represented(), Screen::Identity),
        ("34-cannot-sign", cannot_sign(), Screen::Visit),
        ("35-cannot-sign-review", cannot_sign(), Screen::Review),
        ("36-fee", with_fee(), Screen::Documents),
        ("37-refused", refused(), Screen::Review),
        ("38-refused-finish", refused(), Screen::Finish),
        ("39-put-off", put_off(), Screen::Review),
        ("40-withdrawal", withdrawal(), Screen::Review),
    ]
    .map(|(name, snapshot, screen)| (name, snapshot, screen, 0, Vec::new()))
    .into()
}

struct Gallery {
    folder: PathBuf,
    scenes: Vec<Scene>,
    hand: Hand,
    frame: u32,
    sender: Sender<Arc<egui::ColorImage>>,
    receiver: Receiver<Arc<egui::ColorImage>>,
}

/// The frames that a scene gets: to size the window, to follow the snapshot, to press its keys one by one, to settle.
const SIZE: u32 = 0;
const SHOW: u32 = 3;
const PRESS: u32 = 5;
const TAKE: u32 = 18;

impl eframe::App for Gallery {
    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        let Some(scene) = self.scenes.last() else {
            return;
        };
        // A window that nobody has turned to keeps no focus, and the rings would be missing.
        input.focused = true;
        let next = self.frame.checked_sub(PRESS).map(usize::try_from);
        let key = next.and_then(|next| scene.keys.get(next.ok()?));
        if next == Some(Ok(scene.keys.len() + 1)) && !scene.typed.is_empty() {
            input.events.push(egui::Event::Text(scene.typed.to_owned()));
        }
        if let Some(key) = key {
            input
                .events
                .extend([true, false].map(|pressed| egui::Event::Key {
                    key: *key,
                    physical_key: None,
                    pressed,
                    repeat: false,
                    modifiers: egui::Modifiers::NONE,
                }));
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        ctx.request_repaint();
        let Some(scene) = self.scenes.last() else {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        };
        match self.frame {
            SIZE => {
                self.hand = Hand::new(scene.language, scene.appearance);
                ctx.send_viewport_cmd(egui::ViewportCommand::InnerSize(scene.size));
            }
            SHOW => {
                self.hand.screen = scene.screen;
                self.hand.step = scene.step;
            }
            TAKE => {
                let sender = self.sender.clone();
                let callback = egui::ScreenshotCallback::new(move |image| {
                    // Nobody listens once the gallery is closed.
                    let _closed = sender.send(image);
                });
                ctx.send_viewport_cmd(egui::ViewportCommand::Screenshot(callback));
            }
            _between => {}
        }
        let _nothing_is_done = desk::draw(ui, &mut self.hand, &scene.snapshot, &Sheets, &Villages);
        self.frame += 1;
        if let Ok(image) = self.receiver.try_recv() {
            save(&self.folder.join(format!("{}.png", scene.name)), &image);
            self.scenes.pop();
            self.frame = 0;
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a picture that is not saved is said where the tool was called"
)]
fn save(path: &std::path::Path, image: &egui::ColorImage) {
    let [width, height] = image.size.map(|side| u32::try_from(side).unwrap_or(0));
    let bytes: Vec<u8> = image
        .pixels
        .iter()
        .flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()])
        .collect();
    if let Err(error) = image::save_buffer(path, &bytes, width, height, image::ColorType::Rgb8) {
        eprintln!("{}: {error}", path.display());
    }
}
