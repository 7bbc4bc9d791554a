//! Clean pages of one document bound into one PDF (ISO 32000-1), the encoded pictures embedded as they are.
//! Never writes a date, a name or a program: the file says nothing but its pages.

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use crate::{CleanPage, Encoding};

/// Binds pages in the given order, each sheet as large as its picture at its resolution. The same pages give the same
/// bytes. No pages give a PDF without pages, which most readers refuse.
#[must_use]
pub fn to_pdf(pages: &[CleanPage]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let sheets: Vec<Ref> = (0..)
        .zip(pages)
        .map(|(at, _)| Ref::new(3 + 3 * at))
        .collect();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree)
        .kids(sheets.iter().copied())
        .count(whole(sheets.len()));
    for (page, &sheet) in pages.iter().zip(&sheets) {
        bind(&mut pdf, page, tree, sheet);
    }
    pdf.finish()
}

fn bind(pdf: &mut Pdf, page: &CleanPage, tree: Ref, sheet: Ref) {
    const PICTURE: Name<'_> = Name(b"P");
    let (picture, drawing) = (Ref::new(sheet.get() + 1), Ref::new(sheet.get() + 2));
    let record = &page.record;
    let points = |px: u32| px as f32 * 72.0 / f32::from(record.dpi.max(1));
    let (width_pt, height_pt) = (points(record.width_px), points(record.height_px));

    let mut leaf = pdf.page(sheet);
    leaf.parent(tree)
        .media_box(Rect::new(0.0, 0.0, width_pt, height_pt))
        .contents(drawing);
    leaf.resources().x_objects().pair(PICTURE, picture);
    leaf.finish();

    let mut content = Content::new();
    content
        .save_state()
        .transform([width_pt, 0.0, 0.0, height_pt, 0.0, 0.0]);
    content.x_object(PICTURE).restore_state();
    pdf.stream(drawing, &content.finish());

    let (columns, rows) = (
        whole(record.width_px as usize),
        whole(record.height_px as usize),
    );
    let mut image = pdf.image_xobject(picture, &page.bytes);
    image.width(columns).height(rows);
    match record.encoding {
        Encoding::Group4 => {
            image.filter(Filter::CcittFaxDecode);
            image.bits_per_component(1).color_space().device_gray();
            image.decode_parms().k(-1).columns(columns).rows(rows);
        }
        Encoding::JpegGrey => {
            image.filter(Filter::DctDecode);
            image.bits_per_component(8).color_space().device_gray();
        }
        Encoding::JpegColour => {
            image.filter(Filter::DctDecode);
            image.bits_per_component(8).color_space().device_rgb();
        }
    }
}

/// PDF counts in 32 bits with a sign; a page's limits keep far below.
fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
