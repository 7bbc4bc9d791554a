//! Clean pages of one document bound into one PDF (ISO 32000-1), the encoded pictures embedded as they are.
//! Never writes a date, a name or a program: the file says nothing but its pages.

use pdf_writer::types::OutputIntentSubtype;
use pdf_writer::writers::ImageXObject;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, TextStr};

use crate::layers::{Part, parts};
use crate::record::{Layer, PageRecord};
use crate::{CleanPage, Encoding, Quarter, archive};

/// Pictures are drawn a breath smaller than their boxes: an edge that lies exactly between two dots of a screen belongs to
/// both for some readers, which then stretch a picture by one dot and blur all of it.
const INSET_PT: f32 = 0.002;

/// Binds pages in the given order, each sheet as large as its picture at its resolution, as PDF/A-2b (ISO 19005-2). The
/// same pages give the same bytes. No pages give a PDF without pages, which most readers refuse.
#[must_use]
pub fn to_pdf(pages: &[CleanPage]) -> Vec<u8> {
    bind(pages.iter().map(|page| (page, None)))
}

/// The same of pages that a person has turned: the sheet is turned (ISO 32000-1, 7.7.3.3), its bytes stay as they were.
#[must_use]
pub fn bind<'a>(pages: impl IntoIterator<Item = (&'a CleanPage, Option<Quarter>)>) -> Vec<u8> {
    let mut binding = Binding {
        pdf: Pdf::new(),
        last: 2,
        seed: Vec::new(),
    };
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let sheets: Vec<Ref> = pages
        .into_iter()
        .map(|(page, quarter)| binding.bind(page, quarter, tree))
        .collect();
    let count = whole(sheets.len());
    let (note, profile) = (binding.next(), binding.next());
    let Binding { mut pdf, seed, .. } = binding;
    let mut root = pdf.catalog(catalog);
    root.pages(tree).metadata(note);
    let mut intents = root.output_intents();
    let mut intent = intents.push();
    intent
        .subtype(OutputIntentSubtype::PDFA)
        .output_condition_identifier(TextStr(archive::COLOURS))
        .info(TextStr(archive::COLOURS))
        .dest_output_profile(profile);
    intent.finish();
    intents.finish();
    root.finish();
    pdf.pages(tree).kids(sheets).count(count);
    pdf.metadata(note, archive::NOTE.as_bytes());
    pdf.icc_profile(profile, &archive::colours()).n(3);
    let identity = archive::identity(&seed);
    pdf.set_file_id((identity.clone(), identity));
    pdf.finish()
}

/// A file and the number of its last object.
struct Binding {
    pdf: Pdf,
    last: i32,
    /// What tells this file from others: the identities of its pages and how they lie.
    seed: Vec<u8>,
}

impl Binding {
    fn next(&mut self) -> Ref {
        self.last += 1;
        Ref::new(self.last)
    }

    fn bind(&mut self, page: &CleanPage, quarter: Option<Quarter>, tree: Ref) -> Ref {
        let degrees = quarter.map_or(0, Quarter::degrees);
        self.seed.extend(archive::identity(&page.bytes));
        self.seed.extend(degrees.to_be_bytes());
        let record = &page.record;
        let points = |px: u32| px as f32 * 72.0 / f32::from(record.dpi.max(1));
        let (width_pt, height_pt) = (points(record.width_px), points(record.height_px));
        let (sheet, drawing) = (self.next(), self.next());
        let pictures = self.pictures(page);
        let names: Vec<String> = (0..pictures.len()).map(|at| format!("P{at}")).collect();

        let mut leaf = self.pdf.page(sheet);
        leaf.parent(tree)
            .media_box(Rect::new(0.0, 0.0, width_pt, height_pt))
            .contents(drawing);
        if degrees > 0 {
            leaf.rotate(degrees);
        }
        let mut resources = leaf.resources();
        let mut objects = resources.x_objects();
        for (name, (picture, _)) in names.iter().zip(&pictures) {
            objects.pair(Name(name.as_bytes()), *picture);
        }
        objects.finish();
        resources.finish();
        leaf.finish();

        let mut content = Content::new();
        for (name, (_, [left, top, right, bottom])) in names.iter().zip(&pictures) {
            let (width, height) = (points(right - left), points(bottom - top));
            let (x, y) = (points(*left), height_pt - points(*bottom));
            let inset = |length: f32| length - 2.0 * INSET_PT;
            content
                .save_state()
                .transform([
                    inset(width),
                    0.0,
                    0.0,
                    inset(height),
                    x + INSET_PT,
                    y + INSET_PT,
                ])
                .x_object(Name(name.as_bytes()))
                .restore_state();
        }
        self.pdf.stream(drawing, &content.finish());
        sheet
    }

    /// The pictures of a page and where they lie, lowest first.
    fn pictures(&mut self, page: &CleanPage) -> Vec<(Ref, [u32; 4])> {
        let record = &page.record;
        if record.encoding == Encoding::Mixed {
            // A record that does not fit its bytes binds as an empty sheet.
            let parts = parts(record, &page.bytes).unwrap_or_default();
            return parts
                .iter()
                .map(|part| (self.layer(part), part.layer.area_px))
                .collect();
        }
        let PageRecord {
            width_px,
            height_px,
            ..
        } = *record;
        let picture = self.next();
        let mut image = self.pdf.image_xobject(picture, &page.bytes);
        describe(&mut image, record.encoding, width_px, height_px);
        colour_space(&mut image, record.encoding);
        vec![(picture, [0, 0, width_px, height_px])]
    }

    fn layer(&mut self, part: &Part<'_>) -> Ref {
        let Layer {
            area_px: [left, top, right, bottom],
            columns,
            rows,
            encoding,
            ..
        } = *part.layer;
        let stencil = part.stencil.map(|(encoding, bytes)| {
            let stencil = self.next();
            let mut image = self.pdf.image_xobject(stencil, bytes);
            describe(&mut image, encoding, right - left, bottom - top);
            image.image_mask(true);
            stencil
        });
        let picture = self.next();
        let mut image = self.pdf.image_xobject(picture, part.bytes);
        describe(&mut image, encoding, columns, rows);
        if encoding.is_bilevel() {
            // Painted in the colour that a page begins with: black.
            image.image_mask(true);
        } else {
            colour_space(&mut image, encoding);
        }
        if let Some(stencil) = stencil {
            image.stencil_mask(stencil);
        }
        picture
    }
}

fn describe(image: &mut ImageXObject<'_>, encoding: Encoding, columns: u32, rows: u32) {
    let (columns, rows) = (whole(columns as usize), whole(rows as usize));
    image.width(columns).height(rows);
    match encoding {
        Encoding::Group4 => {
            image.filter(Filter::CcittFaxDecode);
            image.bits_per_component(1);
            image.decode_parms().k(-1).columns(columns).rows(rows);
        }
        Encoding::Jbig2 => {
            image.filter(Filter::Jbig2Decode);
            image.bits_per_component(1);
        }
        Encoding::JpegGrey | Encoding::JpegColour | Encoding::Mixed => {
            image.filter(Filter::DctDecode);
            image.bits_per_component(8);
        }
    }
}

fn colour_space(image: &mut ImageXObject<'_>, encoding: Encoding) {
    match encoding {
        Encoding::Group4 | Encoding::Jbig2 | Encoding::JpegGrey => {
            image.color_space().device_gray();
        }
        Encoding::JpegColour | Encoding::Mixed => image.color_space().device_rgb(),
    }
}

/// PDF counts in 32 bits with a sign; a page's limits keep far below.
fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
