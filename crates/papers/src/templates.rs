//! The template files of the papers: built in, each replaceable by a file a centre has edited.
//! A template never reaches the disk or the network: it sees its own files, our fonts and the paper's inputs.

use std::fmt;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use typst::foundations::Bytes;
use typst::syntax::{DiagSpan, DiagSpanKind, Source};
use typst::text::Font;
use typst_as_lib::TypstEngine;
use typst_as_lib::conversions::IntoSource;

/// Every template file by name; nothing else in an override folder is read.
const BUILT_IN: [(&str, &str); 7] = [
    ("words.typ", include_str!("../templates/words.typ")),
    ("common.typ", include_str!("../templates/common.typ")),
    (
        "application.typ",
        include_str!("../templates/application.typ"),
    ),
    ("inventory.typ", include_str!("../templates/inventory.typ")),
    (
        "route-sheet.typ",
        include_str!("../templates/route-sheet.typ"),
    ),
    ("slip.typ", include_str!("../templates/slip.typ")),
    ("test-page.typ", include_str!("../templates/test-page.typ")),
];

/// A template is text a person writes; anything longer is a mistake.
const MOST_BYTES: u64 = 256 * 1024;

const FONT_FILES: [&[u8]; 6] = [
    include_bytes!("../fonts/PTS55F.ttf"),
    include_bytes!("../fonts/PTS56F.ttf"),
    include_bytes!("../fonts/PTS75F.ttf"),
    include_bytes!("../fonts/PTF55F.ttf"),
    include_bytes!("../fonts/PTF75F.ttf"),
    include_bytes!("../fonts/PTM55F.ttf"),
];

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files = FONT_FILES.into_iter().map(Bytes::new);
    files.flat_map(Font::iter).collect()
});

/// Why a folder of edited templates cannot be used. Names template files only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplatesError {
    /// The file is there but cannot be read.
    #[error("template {file} cannot be read")]
    Unreadable {
        /// Which file.
        file: &'static str,
    },
    /// The file is longer than 256 KiB.
    #[error("template {file} is too long")]
    TooLong {
        /// Which file.
        file: &'static str,
    },
    /// The file is not UTF-8 text.
    #[error("template {file} is not text")]
    NotText {
        /// Which file.
        file: &'static str,
    },
}

/// A set of templates ready to print from; cheap to clone.
#[derive(Clone)]
pub struct Templates {
    sources: Arc<[Source]>,
    engine: Arc<TypstEngine>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Templates({})", self.sources.len())
    }
}

impl Default for Templates {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Templates {
    /// The templates shipped with the program.
    #[must_use]
    pub fn built_in() -> Self {
        Self::of(BUILT_IN.map(IntoSource::into_source).into())
    }

    /// The shipped templates with those files replaced that `folder` holds under the same name.
    ///
    /// # Errors
    /// A file is present but unreadable, too long or not text. An absent file or folder is no error.
    pub fn with_overrides(folder: &Path) -> Result<Self, TemplatesError> {
        let sources = BUILT_IN.map(|(file, shipped)| {
            let edited = read_override(folder, file)?;
            Ok((file, edited.unwrap_or_else(|| shipped.to_owned())).into_source())
        });
        Ok(Self::of(sources.into_iter().collect::<Result<_, _>>()?))
    }

    fn of(sources: Vec<Source>) -> Self {
        let engine = TypstEngine::builder()
            .fonts(FONTS.iter().cloned())
            .with_static_source_file_resolver(sources.iter().cloned())
            // Layout is memoised inside typst; nothing of a person may outlive its paper.
            .comemo_evict_max_age(Some(0))
            .build();
        Self {
            sources: sources.into(),
            engine: Arc::new(engine),
        }
    }

    pub(crate) fn engine(&self) -> &TypstEngine {
        &self.engine
    }

    /// File name and line (from 1) of a diagnostic, as far as it points into a template.
    pub(crate) fn place(&self, span: DiagSpan) -> Option<(&'static str, usize)> {
        let at = self
            .sources
            .iter()
            .position(|source| Some(source.id()) == span.id())?;
        let source = self.sources.get(at)?;
        let byte = match span.get() {
            DiagSpanKind::Detached => None,
            DiagSpanKind::Number { num, .. } => source.range(num, None).map(|range| range.start),
            DiagSpanKind::Range { range, .. } => Some(range.start),
        };
        let line = source.lines().byte_to_line(byte?)?;
        Some((BUILT_IN.get(at)?.0, line + 1))
    }
}

fn read_override(folder: &Path, file: &'static str) -> Result<Option<String>, TemplatesError> {
    let opened = match std::fs::File::open(folder.join(file)) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(TemplatesError::Unreadable { file }),
    };
    let mut bytes = Vec::new();
    match opened.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
        Ok(read) if read as u64 > MOST_BYTES => Err(TemplatesError::TooLong { file }),
        Ok(_) => String::from_utf8(bytes)
            .map(Some)
            .or(Err(TemplatesError::NotText { file })),
        Err(_) => Err(TemplatesError::Unreadable { file }),
    }
}
