//! The template files of the papers: built in, each replaceable by a text a centre has edited.
//! A template never reaches the disk or the network: it sees its own files, our fonts and the paper's inputs.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use typst::diag::SourceDiagnostic;
use typst::foundations::Bytes;
use typst::syntax::{DiagSpan, DiagSpanKind, Source};
use typst::text::Font;
use typst_as_lib::TypstEngine;
use typst_as_lib::conversions::IntoSource;

/// Lists files of a folder with their text.
macro_rules! texts {
    ($folder:literal: $($file:literal),+ $(,)?) => {
        [$(($file, include_str!(concat!("../", $folder, "/", $file)))),+]
    };
}

const PAPERS: [(&str, &str); 19] = texts!("templates":
    "words.typ", "common.typ",
    "application.typ", "consent.typ", "inventory.typ", "route-sheet.typ", "slip.typ",
    "supplement.typ", "withdrawal.typ", "refusal.typ", "handover.typ", "payment.typ",
    "trip-sheet.typ", "journal.typ", "rekeying.typ",
    "recovery-sheet.typ", "kit-sheet.typ", "lost-kit.typ", "test-page.typ",
);

const MODELS: [(&str, &str); 8] = texts!("models":
    "model.typ",
    "decision.typ", "regulation.typ", "order.typ", "acceptance-act.typ", "request-log.typ",
    "road-map.typ", "council-note.typ",
);

/// Every template file by name; nothing else can be overridden.
static BUILT_IN: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| [&PAPERS[..], &MODELS].concat());

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

static SHIPPED: LazyLock<Templates> = LazyLock::new(|| Templates::of(&BTreeMap::new()));

/// Why edited templates cannot be used. Names template files only.
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
    /// No paper has a template of this name.
    #[error("there is no template {file}")]
    Unknown {
        /// The name that was given.
        file: String,
    },
}

/// A set of templates ready to print from; cheap to clone.
#[derive(Clone)]
pub struct Templates {
    sources: Arc<[Source]>,
    edited: Arc<[&'static str]>,
    engine: Arc<TypstEngine>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Templates({} edited)", self.edited.len())
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
        SHIPPED.clone()
    }

    /// The shipped templates with those replaced that `texts` has under the same file name, such as `slip.typ`.
    /// Whether they can be set is for [`check`](crate::check) to say.
    ///
    /// # Errors
    /// A name that no template has, or a text beyond 256 KiB.
    pub fn with_texts(texts: &BTreeMap<String, String>) -> Result<Self, TemplatesError> {
        let mut edited = BTreeMap::new();
        for (name, text) in texts {
            let Some(&(file, _)) = BUILT_IN.iter().find(|(file, _)| file == name) else {
                return Err(TemplatesError::Unknown { file: name.clone() });
            };
            if text.len() as u64 > MOST_BYTES {
                return Err(TemplatesError::TooLong { file });
            }
            edited.insert(file, text.clone());
        }
        Ok(Self::of(&edited))
    }

    /// The shipped templates with those files replaced that `folder` holds under the same name.
    ///
    /// # Errors
    /// A file is present but unreadable, too long or not text. An absent file or folder is no error.
    pub fn with_overrides(folder: &Path) -> Result<Self, TemplatesError> {
        let mut edited = BTreeMap::new();
        for &(file, _) in BUILT_IN.iter() {
            if let Some(text) = read_override(folder, file)? {
                edited.insert(file, text);
            }
        }
        Ok(Self::of(&edited))
    }

    /// File name and text of every shipped template, for whoever wants to edit one.
    pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
        BUILT_IN.iter().copied()
    }

    /// The files that were replaced.
    #[must_use]
    pub fn edited(&self) -> &[&'static str] {
        &self.edited
    }

    fn of(edited: &BTreeMap<&'static str, String>) -> Self {
        let source = |&(file, shipped): &(&'static str, &'static str)| {
            let text = edited.get(file).map_or(shipped, String::as_str);
            (file, text.to_owned()).into_source()
        };
        let sources: Vec<Source> = BUILT_IN.iter().map(source).collect();
        let engine = TypstEngine::builder()
            .fonts(FONTS.iter().cloned())
            .with_static_source_file_resolver(sources.iter().cloned())
            // Layout is memoised inside typst; nothing of a person may outlive its paper.
            .comemo_evict_max_age(Some(0))
            .build();
        Self {
            sources: sources.into(),
            edited: edited.keys().copied().collect(),
            engine: Arc::new(engine),
        }
    }

    pub(crate) fn engine(&self) -> &TypstEngine {
        &self.engine
    }

    /// File name and line (from 1) of a diagnostic: the edited file it came through, else where it arose.
    /// A wrong argument arises in a shipped file, but the edited one has to be mended.
    pub(crate) fn place(&self, diagnostic: &SourceDiagnostic) -> Option<(&'static str, usize)> {
        let calls = diagnostic
            .trace
            .iter()
            .map(|call| DiagSpan::from(call.span));
        let mut spans = std::iter::once(diagnostic.span).chain(calls);
        let arose = self.line(diagnostic.span);
        spans
            .find_map(|span| {
                self.line(span)
                    .filter(|(file, _)| self.edited.contains(file))
            })
            .or(arose)
    }

    fn line(&self, span: DiagSpan) -> Option<(&'static str, usize)> {
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
