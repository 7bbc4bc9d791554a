//! R2: ten thousand applications in a real ledger, listed and scrolled by the real window without a screen; a line of JSON.
//! Never counts the passphrase, which takes its second on purpose, nor the graphics card.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement may stop at the first surprise"
)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use console::{
    folder::Folder,
    inbox,
    keys::Keys,
    ledger::{Application, Ledger},
    provision::{self, Defaults, Plan},
    window::{Opening, Window},
};
use egui::{Context, Event, MouseWheelUnit, RawInput, Rect, Vec2};
use rand::rngs::OsRng;
use serde_json::json;
use zeroize::Zeroizing;

const COUNT: u128 = 10_000;
const PASSPHRASE: &str = "one two three";
const FRAMES: usize = 300;

#[expect(
    clippy::disallowed_methods,
    reason = "a measurement looks at the clock"
)]
fn clock() -> Instant {
    Instant::now()
}

fn main() {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    let place = place.unwrap();
    let folder = fill(place.path());
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();

    let began = clock();
    let ledger = Ledger::open(&folder.ledger(), keys.ledger()).unwrap();
    let groups = inbox::groups(ledger.outlines().unwrap(), &folder);
    let listed = began.elapsed();
    let count: usize = groups.iter().map(|group| group.entries.len()).sum();
    drop(ledger);

    let ctx = Context::default();
    let mut window = Window::new(&ctx, opening(folder)).unwrap();
    assert!(window.settle(Duration::from_secs(120)));
    let mut frames: Vec<Duration> = (0..FRAMES).map(|n| frame(&ctx, &mut window, n)).collect();
    let first = frames[1];
    frames.sort_unstable();
    let told = json!({
        "count": count,
        "listed_ms": millis(listed),
        "first_paint_ms": millis(listed + first),
        "frame_ms_worst": millis(frames[FRAMES - 2]),
        "frame_ms_middle": millis(frames[FRAMES / 2]),
    });
    say(&told);
}

#[expect(clippy::print_stdout, reason = "the answer to the bench")]
fn say(told: &serde_json::Value) {
    println!("{told}");
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn opening(folder: Folder) -> Opening {
    Opening {
        folder,
        passphrase: Some(Zeroizing::new(PASSPHRASE.to_owned())),
        language: look::Language::Uk,
        show: None,
        picture: None,
        idle_s: 3600,
        drive: false,
    }
}

/// Lays one frame out and cuts it into triangles, the wheel turned over the list.
fn frame(ctx: &Context, window: &mut Window, n: usize) -> Duration {
    let at = egui::pos2(150.0, 400.0);
    let turned = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -900.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    };
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(
            egui::Pos2::ZERO,
            Vec2::new(1366.0, 768.0),
        )),
        #[expect(clippy::cast_precision_loss, reason = "a few hundred frames")]
        time: Some(n as f64 / 60.0),
        events: vec![Event::PointerMoved(at), turned],
        ..RawInput::default()
    };
    let began = clock();
    let output = ctx.run_ui(input, |ui| window.draw(ui));
    let shapes = ctx.tessellate(output.shapes, output.pixels_per_point);
    assert!(!shapes.is_empty());
    began.elapsed()
}

/// A folder whose ledger holds so many applications.
fn fill(root: &Path) -> Folder {
    let defaults = Defaults::shipped();
    let plan = Plan {
        communities: vec![defaults.community],
        kit: defaults.kit,
        administrator: defaults.administrator,
        depot: defaults.depot,
        depot_ca: None,
        receipt_signers: Vec::new(),
        cosigners: Vec::new(),
        signatures: 1,
        coordinator: "Coordinator".to_owned(),
        services: Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/services"),
        catalogue_version: "1".to_owned(),
        passphrase: Zeroizing::new(PASSPHRASE.to_owned()),
        recovery_passphrase: Zeroizing::new("four five six".to_owned()),
    };
    provision::begin(root, &plan, 1_795_263_900, &mut OsRng).unwrap();
    let folder = Folder::open(root).unwrap();
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&folder.ledger(), keys.ledger()).unwrap();
    let kit = folder.setup().kits[0].name;
    let community = folder.profiles().next().unwrap().communities[0].id.clone();
    for n in 0..COUNT {
        ledger.enter(&application(n, kit, &community)).unwrap();
    }
    folder
}

fn application(n: u128, kit: parcel::KitName, community: &str) -> Application {
    let id = parcel::ApplicationId(n.to_be_bytes());
    let number = office::number::Number::draw(
        42,
        &{
            let mut entropy = [0; 32];
            entropy[..16].copy_from_slice(&n.to_le_bytes());
            entropy
        },
        &|_| false,
    );
    let moment = json!({"wall_s": 1_795_263_900 + i64::try_from(n % 500_000).unwrap(), "offset_s": 7200, "since_boot_ms": 0, "anchor_s": 0});
    let label = |text: &str| json!({"uk": text, "en": text});
    let fields = json!({
        "surname": {"text": "Мельник", "source": "typed"},
        "rnokpp": {"text": format!("{n:010}"), "source": "typed"},
    });
    let answers: Vec<_> = (0..30)
        .map(|at| json!({"section": label("Розділ"), "path": format!("/data/q{at}"), "label": label("Питання"), "text": label("Відповідь")}))
        .collect();
    let dossier = json!({
        "format": 1, "application": id.to_string(), "visit": format!("{n:032x}"), "number": number.digits(),
        "community": community, "service": "00169", "service_name": label("Довідка ВПО"),
        "last_day": "06.12.2026", "basis": "immobile",
        "arrived": moment, "started": moment, "finished": moment, "visit_texts": {},
        "applicant": {"fields": fields}, "signer": "applicant", "identity_check": "typed", "notice": "telephone",
        "answers": answers, "instance": "<data/>", "documents": [], "consent": {"version": "1", "at": moment},
        "overrides": {}, "findings": [], "administrator": "A",
    });
    Application {
        id,
        kit,
        dossier: serde_json::from_value(dossier).unwrap(),
        summary: parcel::digest_of(&n.to_be_bytes()),
        pages: Vec::new(),
        pages_fault: None,
        opened: 1_795_263_900,
        registration: None,
        course: Vec::new(),
    }
}
