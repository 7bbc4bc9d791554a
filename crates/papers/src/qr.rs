//! A text as a QR code (ISO/IEC 18004, level M) drawn in SVG, one unit a module.
//! Never adds to the text: the code of a slip carries its number, no address to follow, no name.

use qrcode::{Color, EcLevel, QrCode};

use crate::TypesetError;

/// The light margin ISO/IEC 18004 7.3.5 asks for, in modules.
const QUIET: usize = 4;

/// Draws `said`.
pub(crate) fn svg(said: &str) -> Result<String, TypesetError> {
    let code =
        QrCode::with_error_correction_level(said, EcLevel::M).or(Err(TypesetError::CodeTooLong))?;
    let (width, modules) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut drawn = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" shape-rendering="crispEdges"><path d=""#
    );
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                drawn += &format!("M{left} {top}h{long}v1h-{long}z");
            }
            x += run.len();
        }
    }
    drawn.push_str(r#""/></svg>"#);
    Ok(drawn)
}
