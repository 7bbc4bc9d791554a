//! Papers that people bring, as pictures: invented families with invented documents, worn by a scanner or a telephone.
//!
//! Must never show a real person: every page carries the faint mark of a specimen. The same seed gives the same picture.
//! The texts are data (`papers/*.toml`), the drawing is here.

mod sheet;
mod specimen;
mod wear;

pub use self::specimen::{Specimen, Stamped, View, specimen, specimen_names};

use std::io::Cursor;

use image::{RgbImage, codecs::jpeg::JpegEncoder};
use serde::Deserialize;

use self::sheet::Sheet;
use super::SimError;

/// The sets that ship: name and text.
const SETS: [(&str, &str); 2] = [
    ("idp-family", include_str!("papers/idp-family.toml")),
    ("specimens", include_str!("papers/specimens.toml")),
];

/// What the feeder scans with.
const FEEDER_DPI: u16 = 200;

/// The zone of the card in the set `idp-family`: what a reader says when that card is presented.
pub const IDP_FAMILY_MRZ: [&str; 3] = [
    "I<UKR00987654321985031200427<<",
    "8503127F3304204UKR<<<<<<<<<<<4",
    "MELNYK<<OKSANA<<<<<<<<<<<<<<<<",
];

/// A set of papers: pages in the order in which they lie in the feeder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PaperSet {
    watermark: String,
    page: Vec<Page>,
}

/// One page: marks of each kind, drawn in the order of the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    /// What a single page is asked for by.
    #[serde(default)]
    name: String,
    /// Width and height; millimetres.
    #[serde(default = "a4_mm")]
    size: [f32; 2],
    /// Colour of the paper.
    #[serde(default = "white_paper")]
    paper: [u8; 3],
    /// Where it was folded across, from the top; millimetres.
    #[serde(default)]
    folds: Vec<f32>,
    #[serde(default)]
    panel: Vec<Panel>,
    #[serde(default)]
    portrait: Vec<Portrait>,
    #[serde(default)]
    rule: Vec<Rule>,
    #[serde(default)]
    text: Vec<Text>,
    #[serde(default)]
    stamp: Vec<Stamp>,
    #[serde(default)]
    signature: Vec<Scribble>,
}

fn a4_mm() -> [f32; 2] {
    [210.0, 297.0]
}

fn white_paper() -> [u8; 3] {
    sheet::PAPER
}

/// A tinted box with a frame; millimetres.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Panel {
    at: [f32; 2],
    size: [f32; 2],
    fill: [u8; 3],
    frame: [u8; 3],
}

/// The outline of a head and shoulders; millimetres.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Portrait {
    at: [f32; 2],
    size: [f32; 2],
}

/// A straight line; millimetres.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    from: [f32; 2],
    to: [f32; 2],
}

/// Text: the top left corner in millimetres (the top middle when centred), the size in points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    at: [f32; 2],
    size: f32,
    #[serde(default)]
    face: Face,
    #[serde(default)]
    centred: bool,
    /// Width at which it wraps.
    wrap: Option<f32>,
    ink: Option<[u8; 3]>,
    text: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Face {
    #[default]
    Plain,
    Bold,
    Mono,
    /// Slanted letters that dance, as by hand.
    Hand,
}

/// A round stamp; millimetres.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stamp {
    at: [f32; 2],
    radius: f32,
    ring: String,
    middle: String,
    #[serde(default = "stamp_ink")]
    ink: [u8; 3],
}

fn stamp_ink() -> [u8; 3] {
    sheet::STAMP
}

/// A signature in ink; millimetres.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scribble {
    at: [f32; 2],
    width: f32,
}

/// Where something goes on a page, as parts of its width and height: `Place { x: 0.5, y: 0.5 }` is the middle.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Place {
    /// From the left edge, 0 to 1.
    pub x: f32,
    /// From the upper edge, 0 to 1.
    pub y: f32,
}

/// The names of all sets.
pub fn set_names() -> impl Iterator<Item = &'static str> {
    SETS.iter().map(|(name, _)| *name)
}

/// A set of papers as a scanner sees them: A4 at 200 dpi, JPEG, in feeder order.
///
/// # Errors
/// [`SimError::NoSuchSet`].
pub fn scanned_set(name: &str, seed: u64) -> Result<Vec<Vec<u8>>, SimError> {
    let set = read(name)?;
    set.page
        .iter()
        .zip(seed..)
        .map(|(page, seed)| {
            let page = draw(page, &set.watermark, seed, FEEDER_DPI);
            jpeg(
                &wear::scanned(&page, page.dimensions(), FEEDER_DPI, seed).picture,
                85,
            )
        })
        .collect()
}

/// One page of a set as a telephone sees it on a table: aslant, unevenly lit, JPEG.
#[must_use]
pub fn phone_shot(seed: u64) -> Vec<u8> {
    let set = read("idp-family").ok();
    let page = set
        .as_ref()
        .and_then(|set| Some(draw(set.page.get(2)?, &set.watermark, seed, FEEDER_DPI)));
    let shot = |page| wear::photographed(&page, (1500, 2000), seed).picture;
    page.and_then(|page| jpeg(&shot(page), 80).ok())
        .unwrap_or_default()
}

/// A page with a signature in blue ink drawn from `place` to the right: what comes back when the applicant has signed.
///
/// # Errors
/// [`SimError::NotAPicture`] unless `picture` is a JPEG or PNG.
pub fn handwritten_signature(picture: &[u8], place: Place, seed: u64) -> Result<Vec<u8>, SimError> {
    let picture = image::load_from_memory(picture).map_err(|_cause| SimError::NotAPicture)?;
    let mut sheet = Sheet::over(picture.to_rgb8());
    let (width, height) = sheet.size_mm();
    sheet.scribble([place.x * width, place.y * height], width * 0.2, seed);
    jpeg(&sheet.into_image(), 88)
}

fn read(name: &str) -> Result<PaperSet, SimError> {
    let (_, text) = SETS
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or(SimError::NoSuchSet)?;
    toml::from_str(text).map_err(|_cause| SimError::NoSuchSet)
}

fn draw(page: &Page, watermark: &str, seed: u64, dpi: u16) -> RgbImage {
    let mut sheet = Sheet::blank(page.size, page.paper, dpi);
    for panel in &page.panel {
        sheet.panel(panel.at, panel.size, panel.fill, panel.frame);
    }
    for portrait in &page.portrait {
        sheet.portrait(portrait.at, portrait.size);
    }
    sheet.watermark(watermark);
    for rule in &page.rule {
        sheet.line(rule.from, rule.to, 0.25, sheet::BLACK);
    }
    for text in &page.text {
        let at = if text.centred {
            sheet::Anchor::Middle(text.at)
        } else {
            sheet::Anchor::Left(text.at)
        };
        sheet.text(
            at,
            text.size,
            text.face,
            text.ink.unwrap_or(sheet::BLACK),
            text.wrap,
            &text.text,
        );
    }
    for stamp in &page.stamp {
        sheet.stamp(
            stamp.at,
            stamp.radius,
            stamp.ink,
            &stamp.ring,
            &stamp.middle,
        );
    }
    for (scribble, seed) in page.signature.iter().zip(seed..) {
        sheet.scribble(scribble.at, scribble.width, seed);
    }
    for fold in &page.folds {
        sheet.fold(*fold);
    }
    sheet.into_image()
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, SimError> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    picture
        .write_with_encoder(encoder)
        .map_err(|_cause| SimError::NotAPicture)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn the_family_brings_five_a4_pages_that_are_the_same_each_time() {
        let pages = scanned_set("idp-family", 7).unwrap();
        assert_eq!(pages.len(), 5);
        for page in &pages {
            let picture = image::load_from_memory(page).unwrap();
            assert_eq!((picture.width(), picture.height()), (1654, 2339));
        }
        let set = read("idp-family").unwrap();
        let page = draw(&set.page[0], &set.watermark, 7, FEEDER_DPI);
        let again = wear::scanned(&page, page.dimensions(), FEEDER_DPI, 7);
        assert_eq!(pages[0], jpeg(&again.picture, 85).unwrap());
        assert!(matches!(scanned_set("nobody", 7), Err(SimError::NoSuchSet)));
    }

    #[test]
    fn the_card_of_the_family_has_a_zone_whose_check_digits_agree() {
        let [one, two, three] = IDP_FAMILY_MRZ;
        assert!(mrz::parse_td1(one, two, three).unwrap().valid());
        let printed = &read("idp-family").unwrap().page[1].text;
        assert!(
            IDP_FAMILY_MRZ
                .iter()
                .all(|line| printed.iter().any(|text| text.text == *line))
        );
    }

    #[test]
    fn a_signature_adds_blue_ink_where_it_was_asked_and_nowhere_else() {
        let white = RgbImage::from_pixel(1654, 2339, image::Rgb([250, 250, 250]));
        let signed =
            handwritten_signature(&jpeg(&white, 90).unwrap(), Place { x: 0.6, y: 0.8 }, 3).unwrap();
        let signed = image::load_from_memory(&signed).unwrap().to_rgb8();
        let blue = |x: u32, y: u32| {
            let [red, _, blue] = signed.get_pixel(x, y).0;
            blue > red.saturating_add(60)
        };
        let inked = (0..1654)
            .flat_map(|x| (0..2339).map(move |y| (x, y)))
            .filter(|(x, y)| blue(*x, *y));
        let (mut count, mut outside) = (0, 0);
        for (x, y) in inked {
            count += 1;
            outside += usize::from(!(900..1500).contains(&x) || !(1700..2050).contains(&y));
        }
        assert!(
            count > 400 && outside == 0,
            "{count} dots, {outside} outside"
        );
    }

    #[test]
    fn a_telephone_picture_is_a_jpeg_of_its_own_shape() {
        let shot = image::load_from_memory(&phone_shot(1)).unwrap();
        assert!(shot.width() > 1000 && shot.height() > shot.width());
    }
}
