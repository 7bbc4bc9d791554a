//! Every screen as people meet it: both languages, three sizes, two sizes of type, three themes.
//!
//! A program looks for what it can see (`gallery/faults.rs`); what is read aloud is kept beside, one text and one picture a
//! screen, and a change of the text fails until somebody has looked at it:
//! `VALIZA_GALLERY=1 cargo test -p desk --test gallery` writes both anew, `VALIZA_GALLERY=all` paints every rendition into the
//! target folder too, which takes a quarter of an hour.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "the kept texts are read, and a variable says that they are to be written"
)]

#[path = "sample/bench.rs"]
#[expect(dead_code, reason = "stories need the rest of the bench")]
mod bench;
#[path = "sample/corner.rs"]
mod corner;
#[path = "sample/detours.rs"]
mod detours;
#[path = "gallery/faults.rs"]
mod faults;
#[path = "sample/guarded.rs"]
mod guarded;
#[path = "gallery/paint.rs"]
mod paint;
#[path = "sample/plan.rs"]
mod plan;
#[path = "gallery/scenes.rs"]
mod scenes;
#[path = "sample/snapshots.rs"]
mod snapshots;
#[path = "gallery/told.rs"]
mod told;

use bench::Bench;
use egui::{Color32, Rect};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use look::theme::TypeSize;
use look::{Appearance, Language, Theme};
use paint::Textures;
use scenes::Scene;
use std::path::{Path, PathBuf};

const SIZES: [[u16; 2]; 3] = [[1024, 600], [1366, 768], [1920, 1080]];
const THEMES: [Theme; 3] = [Theme::Day, Theme::Night, Theme::Contrast];
const TYPES: [u8; 2] = [18, 28];

/// Whether texts (`text`), pictures too (`1`), are to be kept anew, or every rendition is to be painted as well (`all`).
fn wish() -> String {
    std::env::var("VALIZA_GALLERY").unwrap_or_default()
}

/// Where texts and pictures are kept.
fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery/kept")
}

fn kept(scene: &str, kind: &str) -> PathBuf {
    shelf().join(format!("{scene}.{kind}"))
}

fn save(bench: &Bench<'_>, textures: &Textures, size: [u16; 2], to: &Path) {
    let [width, height] = size.map(usize::from);
    let edge = usize::from(EDGE);
    let laid = [width + 2 * edge, height + 2 * edge];
    let picture = textures.picture(&bench.ctx, bench.output(), laid);
    let rows = picture.pixels.chunks(laid[0]).skip(edge).take(height);
    // Thirty-two shades a colour do for the edges of letters, and halve the file.
    let bytes: Vec<u8> = rows
        .flat_map(|row| &row[edge..edge + width])
        .flat_map(|dot: &Color32| [dot.r(), dot.g(), dot.b()])
        .map(|shade| (u16::from(shade) * 31 + 127) / 255 * 255 / 31)
        .map(|shade| u8::try_from(shade).unwrap())
        .collect();
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    let file = std::io::BufWriter::new(std::fs::File::create(to).unwrap());
    PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive)
        .write_image(
            &bytes,
            u32::from(size[0]),
            u32::from(size[1]),
            ExtendedColorType::Rgb8,
        )
        .unwrap();
}

/// The bed that a test lays a window in has an edge of so many points, which is no part of the picture.
const EDGE: u16 = 8;

fn wear(bench: &mut Bench<'_>, size: [u16; 2], appearance: Appearance) {
    bench.set_size(size.map(|side| f32::from(side + 2 * EDGE)).into());
    bench.state_mut().hand.appearance = appearance;
    bench.run_ok();
}

/// How a scene is looked at: every size of screen and of type by day; the other themes, which change no layout, once. With
/// `VALIZA_GALLERY=all` everything in everything.
fn renditions() -> Vec<([u16; 2], Appearance)> {
    let mut all = Vec::new();
    for theme in THEMES {
        for size in SIZES {
            for points in TYPES {
                let once = size == SIZES[1] && points == TYPES[0];
                if theme == Theme::Day || once || wish() == "all" {
                    let size_of_type = TypeSize::at_most(points);
                    let appearance = Appearance {
                        theme,
                        size: size_of_type,
                    };
                    all.push((size, appearance));
                }
            }
        }
    }
    all
}

/// Every rendition of a scene; gives what is wrong with them.
fn look_at(scene: &Scene, language: Language) -> Vec<String> {
    let textures = Textures::default();
    let mut bench = scene.bench(language, textures.clone());
    let mut wrong = Vec::new();
    for (size, appearance) in renditions() {
        wear(&mut bench, size, appearance);
        let corner = egui::Pos2::new(f32::from(EDGE), f32::from(EDGE));
        let screen = Rect::from_min_size(corner, size.map(f32::from).into());
        let rendition = format!(
            "{} {language:?} {}x{} {} {:?}",
            scene.name,
            size[0],
            size[1],
            appearance.size.points(),
            appearance.theme
        );
        let faults = faults::faults(bench.output(), &bench.root(), screen);
        wrong.extend(
            faults
                .into_iter()
                .map(|fault| format!("{rendition}: {fault}")),
        );
        if wish() == "all" {
            let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
            let name = format!("{rendition}.png").replace(' ', "_");
            save(&bench, &textures, size, &all.join(name));
        }
    }
    wrong
}

fn look_at_all(language: Language) {
    let wrong: Vec<String> = scenes::all()
        .iter()
        .flat_map(|scene| look_at(scene, language))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn nothing_is_cut_faint_or_too_small_in_ukrainian() {
    look_at_all(Language::Uk);
}

#[test]
fn nothing_is_cut_faint_or_too_small_in_english() {
    look_at_all(Language::En);
}

#[test]
fn every_screen_is_read_aloud_as_it_is_kept() {
    let size = [1366, 768];
    let mut other = Vec::new();
    for scene in scenes::all() {
        let textures = Textures::default();
        let mut bench = scene.bench(Language::Uk, textures.clone());
        wear(&mut bench, size, Appearance::default());
        assert_eq!(
            bench.unnamed_widgets(),
            Vec::<String>::new(),
            "{}",
            scene.name
        );
        let told = told::told(&bench.root());
        if wish() == "1" || wish() == "all" {
            save(&bench, &textures, size, &kept(scene.name, "png"));
        }
        if !wish().is_empty() {
            std::fs::write(kept(scene.name, "txt"), &told).unwrap();
        }
        assert!(
            kept(scene.name, "png").exists(),
            "{} has no picture",
            scene.name
        );
        let was = std::fs::read_to_string(kept(scene.name, "txt")).unwrap_or_default();
        if was != told {
            other.push(format!("{}:\n{told}", scene.name));
        }
    }
    assert!(
        other.is_empty(),
        "look at these and keep them:\n{}",
        other.join("\n")
    );
}

#[test]
fn nothing_is_kept_of_a_screen_that_is_gone() {
    let names: Vec<&str> = scenes::all().iter().map(|scene| scene.name).collect();
    for entry in std::fs::read_dir(shelf()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(names.contains(&stem), "{stem}");
    }
}
