//! Sheets for tests: real letters set by a PDF reader, then skewed, shaded, stained and stamped by known amounts.

use imaging::{Limits, Page, import_pdf};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

const A4_PT: (f32, f32) = (595.28, 841.89);

/// A PDF of A4 sheets full of text whose lines fall to the right by `skew_deg`.
pub(crate) fn text_pdf(sheets: i32, skew_deg: f32) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let [catalog, tree, font, words] = [1, 2, 3, 4].map(Ref::new);
    let leaves: Vec<Ref> = (0..sheets).map(|at| Ref::new(10 + at)).collect();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).kids(leaves.iter().copied()).count(sheets);
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    pdf.stream(words, &text(skew_deg));
    for leaf in leaves {
        let mut page = pdf.page(leaf);
        page.parent(tree)
            .contents(words)
            .media_box(Rect::new(0.0, 0.0, A4_PT.0, A4_PT.1));
        page.resources().fonts().pair(Name(b"F"), font);
        page.finish();
    }
    pdf.finish()
}

fn text(skew_deg: f32) -> Vec<u8> {
    let (sin, cos) = (-skew_deg).to_radians().sin_cos();
    let (mid_x, mid_y) = (A4_PT.0 / 2.0, A4_PT.1 / 2.0);
    let mut content = Content::new();
    for line in 0..46 {
        let (x, y) = (70.0 - mid_x, 780.0 - 15.5 * line as f32 - mid_y);
        let at = (mid_x + x * cos - y * sin, mid_y + x * sin + y * cos);
        content.begin_text().set_font(Name(b"F"), 10.5);
        content.set_text_matrix([cos, sin, -sin, cos, at.0, at.1]);
        let mut words = String::new();
        for word in 0..(9 + (line * 5) % 5) {
            let from = (line * 7 + word * 3) % 20;
            words += &"application for residence housing"[from..from + 3 + (word * line) % 8];
            words.push(' ');
        }
        content.show(Str(words.as_bytes())).end_text();
    }
    content.finish().to_vec()
}

/// One page of that text at 200 dpi.
pub(crate) fn text_page(skew_deg: f32) -> Page {
    import_pdf(text_pdf(1, skew_deg), &Limits::default())
        .unwrap()
        .remove(0)
}

/// The page changed pixel by pixel: place, colour and a reproducible draw of 0 to 255 to a colour.
pub(crate) fn repaint(
    page: &Page,
    mut paint: impl FnMut(u32, u32, [u8; 3], u8) -> [u8; 3],
) -> Page {
    let mut draw = 0x2545_F491_4F6C_DD1D_u64;
    let mut rgb = Vec::with_capacity(page.rgb().len());
    for (at, colour) in (0..).zip(page.rgb().chunks_exact(3)) {
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        let (x, y) = (at % page.width_px(), at / page.width_px());
        rgb.extend(paint(x, y, colour.try_into().unwrap(), (draw >> 24) as u8));
    }
    Page::from_rgb(
        page.width_px(),
        page.height_px(),
        page.dpi(),
        rgb,
        &Limits::default(),
    )
    .unwrap()
}

/// Yellowish paper, lit from one corner down to half the light, with grain of a dozen greys.
pub(crate) fn badly_lit(page: &Page) -> Page {
    let reach = f32::from(u16::MAX).min((page.width_px() + page.height_px()) as f32);
    repaint(page, |x, y, colour, draw| {
        let light = 1.0 - 0.5 * (x + y) as f32 / reach;
        let tint = [250.0, 245.0, 228.0];
        let grain = f32::from(draw) / 255.0 * 12.0 - 6.0;
        std::array::from_fn(|channel| {
            let ink = 40.0 + f32::from(colour[channel]) / 255.0 * (tint[channel] - 40.0);
            (ink * light + grain).clamp(0.0, 255.0) as u8
        })
    })
}

/// A blue ring of 38 mm, as stamps are.
pub(crate) fn stamped(page: &Page) -> Page {
    let mm = f32::from(page.dpi()) / 25.4;
    repaint(page, |x, y, colour, _| {
        let (dx, dy) = (x as f32 / mm - 150.0, y as f32 / mm - 240.0);
        if (18.2..19.0).contains(&dx.hypot(dy)) {
            [60, 70, 170]
        } else {
            colour
        }
    })
}

/// A grey photograph of 35 x 45 mm.
pub(crate) fn with_portrait(page: &Page) -> Page {
    let mm = f32::from(page.dpi()) / 25.4;
    repaint(page, |x, y, colour, draw| {
        let (across, down) = (x as f32 / mm - 30.0, y as f32 / mm - 200.0);
        if (0.0..35.0).contains(&across) && (0.0..45.0).contains(&down) {
            [(60.0 + across + down + f32::from(draw) / 32.0) as u8; 3]
        } else {
            colour
        }
    })
}

/// The upper left part of a page.
pub(crate) fn cut(page: &Page, width: u32, height: u32) -> Page {
    let rows = page.rgb().chunks_exact(page.width_px() as usize * 3);
    let rgb = rows
        .take(height as usize)
        .flat_map(|row| &row[..width as usize * 3]);
    Page::from_rgb(
        width,
        height,
        page.dpi(),
        rgb.copied().collect(),
        &Limits::default(),
    )
    .unwrap()
}
