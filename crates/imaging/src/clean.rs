//! One page from raw to kept: light, direction, a judgement, the fewest legible bytes.
//! Never hides what it did: every step is recorded with its numbers and goes with the page.

use std::fmt;

use image::{GrayImage, RgbImage};

use crate::area::{Area, apart};
use crate::binarise::Bilevel;
use crate::colour::Colours;
use crate::layers::{MOST_AREAS, Stack, cut_out};
use crate::record::{Doubt, Hints, InkMap, Layer, PageRecord, Step};
use crate::sheet::Sheet;
use crate::tone::{self, Light, Sight};
use crate::{Encoding, Keep, Page, Settings, binarise, colour, encode, geometry, upright};

/// A page as it is kept and sent.
#[derive(Clone, PartialEq)]
pub struct CleanPage {
    /// What the bytes are.
    pub record: PageRecord,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for CleanPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PageRecord {
            width_px,
            height_px,
            encoding,
            ..
        } = self.record;
        write!(
            f,
            "CleanPage({width_px} x {height_px}, {encoding:?}, {} bytes)",
            self.bytes.len()
        )
    }
}

/// Cleans one page: reduces, evens the light, straightens, decides what is worth keeping, encodes.
/// The same page and settings give the same bytes.
#[must_use]
pub fn clean(page: Page, settings: &Settings) -> CleanPage {
    Work::begin(page, settings).finish()
}

/// A smaller lean is not seen and costs sharpness to mend.
const LEAST_TURN_DEG: f32 = 0.05;

/// Of a page with less paper than this, in parts of a thousand, a photograph is kept.
const LEAST_PAPER: u16 = 500;

/// Pictures over more of a page than this are the page.
const MOST_PICTURE: f64 = 0.4;

/// A page and what was done to it so far.
struct Work<'a> {
    page: Page,
    settings: &'a Settings,
    steps: Vec<Step>,
    hints: Hints,
    /// Whether it has the size of an identity card, which is kept as a picture of itself.
    is_card: bool,
}

impl<'a> Work<'a> {
    fn begin(page: Page, settings: &'a Settings) -> Self {
        let mut work = Self {
            page,
            settings,
            steps: Vec::new(),
            hints: Hints::default(),
            is_card: false,
        };
        if let Some(from_dpi) = work.page.finer_dpi {
            let to_dpi = work.page.dpi;
            work.steps.push(Step::Reduced { from_dpi, to_dpi });
        }
        work.cut();
        if !work.is_card {
            work.reduce(settings.text_dpi);
        }
        work
    }

    /// Leaves out the table around a sheet, unless the picture is asked for as it is.
    fn cut(&mut self) {
        if self.settings.keep == Keep::Photo {
            return;
        }
        let Some(sheet) = Sheet::find(&self.page) else {
            return;
        };
        self.page.dpi = sheet.dpi;
        self.is_card = sheet.is_card();
        self.reduce(if self.is_card {
            self.settings.card_dpi
        } else {
            self.settings.text_dpi
        });
        self.page.pixels = sheet.cut(&self.page);
        let [width_mm, height_mm] = sheet.size_mm;
        self.steps.push(Step::Cut {
            corners: sheet.corners,
            width_mm,
            height_mm,
        });
    }

    fn reduce(&mut self, dpi: u16) {
        let from_dpi = self.page.dpi;
        geometry::reduce(&mut self.page, dpi);
        let to_dpi = self.page.dpi;
        if to_dpi != from_dpi {
            self.steps.push(Step::Reduced { from_dpi, to_dpi });
        }
    }

    fn finish(mut self) -> CleanPage {
        let light = Light::measure(&self.page.pixels, self.page.dpi);
        let (paper, picture) = light.shares();
        let mut seen = Sight {
            paper,
            picture,
            colour: 0,
        };
        let is_photo = match self.settings.keep {
            Keep::Judged => self.is_card || paper < LEAST_PAPER,
            Keep::Photo => true,
            Keep::Black | Keep::Mixed | Keep::Grey | Keep::Colour => false,
        };
        if is_photo {
            if self.is_card {
                self.stand_up();
            }
            let keep = Keep::Photo;
            self.steps.push(Step::Judged { seen, keep });
            return self.toned(keep);
        }

        light.even_out(&mut self.page.pixels);
        let grey = self.stand_up();
        self.straighten(&grey);
        drop(grey);
        let colours = Colours::measure(&self.page.pixels, self.page.dpi);
        seen.colour = colours.share();
        let keep = match self.settings.keep {
            Keep::Judged
                if seen.colour >= self.settings.colour_from
                    || seen.picture >= self.settings.picture_from =>
            {
                Keep::Mixed
            }
            Keep::Judged => Keep::Black,
            asked @ (Keep::Black | Keep::Mixed | Keep::Grey | Keep::Colour | Keep::Photo) => asked,
        };
        self.steps
            .extend([Step::Evened, Step::Judged { seen, keep }]);
        match keep {
            Keep::Black | Keep::Mixed => self.blackened(keep, &colours, &seen),
            Keep::Judged | Keep::Grey | Keep::Colour | Keep::Photo => self.toned(keep),
        }
    }

    /// Turns a page that lies on its head or its side, where that is plain; gives its greys.
    fn stand_up(&mut self) -> GrayImage {
        let grey = tone::grey(&self.page.pixels);
        if !self.settings.upright {
            return grey;
        }
        let Some(quarter) = upright::turn(&grey, self.page.dpi) else {
            return grey;
        };
        self.page.pixels = geometry::turned(&self.page.pixels, quarter);
        self.steps.push(Step::Turned { quarter });
        geometry::turned(&grey, quarter)
    }

    fn straighten(&mut self, grey: &GrayImage) {
        let skew = geometry::skew_deg(grey, self.page.dpi);
        if let Some(degrees) = skew.filter(|degrees| degrees.abs() >= LEAST_TURN_DEG) {
            self.page.pixels = geometry::straighten(&self.page.pixels, degrees);
            self.steps.push(Step::Straightened { degrees });
        }
    }

    /// Black and white, with colour and pictures where they are; in its shades where that would lose something.
    fn blackened(mut self, keep: Keep, colours: &Colours, seen: &Sight) -> CleanPage {
        let dpi = self.page.dpi;
        let mut grey = tone::grey(&self.page.pixels);
        colours.deepen(&mut grey, &self.page.pixels);
        let window_px = binarise::window_px(dpi);
        let mut text = binarise::threshold(&grey, window_px);
        self.steps.push(Step::Thresholded { window_px });
        let pictures = self.pictures(keep, seen);
        for area in &pictures {
            text.whiten(*area);
        }
        let doubt = self.mend(&mut text, &grey, &pictures);
        drop(grey);
        self.hints.ink = InkMap::of(&text);
        self.hints.is_blank = is_blank(&text, dpi) && keep == Keep::Black;
        if let Some(doubt) = doubt.filter(|_| self.settings.keep == Keep::Judged) {
            self.steps.push(Step::Doubted { doubt });
            let kept = if keep == Keep::Mixed {
                Keep::Colour
            } else {
                Keep::Grey
            };
            return self.toned(kept);
        }
        if keep == Keep::Black {
            let (encoding, bytes) = encode::bilevel(&text, self.settings.black, dpi);
            return self.encoded(encoding, 0, bytes, Vec::new());
        }
        self.mixed(text, colours, pictures)
    }

    /// Faint strokes in, stray dots and dark edges out; says where black and white is not to be trusted.
    fn mend(&mut self, text: &mut Bilevel, grey: &GrayImage, pictures: &[Area]) -> Option<Doubt> {
        let dpi = self.page.dpi;
        let trimmed = text.trim(millimetres(EDGE_MM, dpi));
        let faint = text.trace(grey, dpi, pictures);
        let black = text.black_dots();
        // A dot of an "i" at 200 dpi has seven.
        let dots = text.despeckle(u32::from(dpi) / 100);
        if trimmed > 0 {
            self.steps.push(Step::Trimmed { dots: trimmed });
        }
        if faint.strokes > 0 {
            let strokes = faint.strokes;
            self.steps.push(Step::Traced { strokes });
        }
        self.steps.push(Step::Despeckled { dots });
        let whole = text.black.len();
        if black > whole * 3 / 10 {
            Some(Doubt::TooDark)
        } else if dots as usize > (black / 8).max(whole / 1000) {
            Some(Doubt::TooGrainy)
        } else if faint.lost_dots as usize > (whole / 200).max(1000) {
            Some(Doubt::TooFaint)
        } else {
            None
        }
    }

    /// Where photographs and fills are, by the cells without paper of the straightened page.
    fn pictures(&self, keep: Keep, seen: &Sight) -> Vec<Area> {
        if keep != Keep::Mixed || seen.picture < self.settings.picture_from {
            return Vec::new();
        }
        Light::measure(&self.page.pixels, self.page.dpi).pictures()
    }

    fn mixed(mut self, mut text: Bilevel, colours: &Colours, pictures: Vec<Area>) -> CleanPage {
        let (dpi, settings) = (self.page.dpi, self.settings);
        let pixels = &self.page.pixels;
        let (mut pictures, mut inks) = (pictures, Vec::new());
        for area in colours.areas(pixels) {
            if pictures
                .iter()
                .any(|picture| picture.around(area) == *picture)
            {
                continue;
            }
            match colours.lift(area, &mut text, pixels) {
                Some(ink) => inks.push((area, ink)),
                None => pictures.push(area),
            }
        }
        let pictures = apart(pictures, MOST_AREAS);
        let covered: u64 = pictures.iter().map(|area| area.dots()).sum();
        let whole = u64::from(pixels.width()) * u64::from(pixels.height());
        if covered as f64 > whole as f64 * MOST_PICTURE {
            return self.toned(Keep::Colour);
        }
        let mut stack = Stack::default();
        let (quality, black) = (settings.jpeg_quality, settings.black);
        for area in &pictures {
            text.whiten(*area);
            let picture = cut_out(pixels, dpi, *area, settings.tone_dpi);
            stack.put_picture(*area, &picture, quality, settings.tone_dpi);
        }
        for (area, ink) in &inks {
            let tint = colour::tint(pixels, *area, ink, dpi, settings.ink_dpi);
            stack.put_ink(*area, ink, &tint, black, quality, dpi);
        }
        stack.put_text(&text, black, dpi);
        self.steps.push(Step::Separated {
            inks: inks.len() as u32,
            pictures: pictures.len() as u32,
        });
        self.encoded(Encoding::Mixed, quality, stack.bytes, stack.layers)
    }

    fn toned(mut self, keep: Keep) -> CleanPage {
        self.reduce(if self.is_card {
            self.settings.card_dpi
        } else {
            self.settings.tone_dpi
        });
        let quality = self.settings.jpeg_quality;
        let pixels: &RgbImage = &self.page.pixels;
        let (encoding, bytes) = if keep == Keep::Grey {
            let grey = tone::grey(pixels);
            (
                Encoding::JpegGrey,
                encode::jpeg_grey(&grey, quality, self.page.dpi),
            )
        } else {
            (
                Encoding::JpegColour,
                encode::jpeg_colour(pixels, quality, self.page.dpi),
            )
        };
        self.encoded(encoding, quality, bytes, Vec::new())
    }

    fn encoded(
        mut self,
        encoding: Encoding,
        quality: u8,
        bytes: Vec<u8>,
        layers: Vec<Layer>,
    ) -> CleanPage {
        self.steps.push(Step::Encoded { encoding, quality });
        let record = PageRecord {
            width_px: self.page.width_px(),
            height_px: self.page.height_px(),
            dpi: self.page.dpi,
            encoding,
            layers,
            steps: self.steps,
            hints: self.hints,
        };
        CleanPage { record, bytes }
    }
}

/// How far the dark edge of a sheet may reach inwards: nearer to the edge nobody prints.
const EDGE_MM: f32 = 3.0;

/// Less ink than a short line of small letters is none.
const BLANK_MM2: f32 = 4.0;

fn is_blank(text: &Bilevel, dpi: u16) -> bool {
    let dots_a_mm = f32::from(dpi) / 25.4;
    (text.black_dots() as f32) < BLANK_MM2 * dots_a_mm * dots_a_mm
}

fn millimetres(length: f32, dpi: u16) -> u32 {
    (length * f32::from(dpi) / 25.4).round() as u32
}
