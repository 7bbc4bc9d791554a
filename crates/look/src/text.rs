//! Words: every visible text of our own, in Fluent files that are built in. Texts that come as data (service names,
//! questions) are not here.
//!
//! A key that is missing shows as the key itself; tests see to it that none is.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// An argument of a text: a number (which chooses the plural) or a text.
pub use fluent_bundle::FluentValue as Arg;

/// The languages of the screens. A language is added by one folder of locale files and one line here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Ukrainian.
    #[default]
    Uk,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order a person turns through them.
    pub const ALL: [Self; 2] = [Self::Uk, Self::En];

    /// The language that follows.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Uk => Self::En,
            Self::En => Self::Uk,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::En => "en",
        }
    }

    /// The locale files of this language, name and text; the same names in every language.
    #[must_use]
    pub fn files(self) -> [(&'static str, &'static str); 6] {
        macro_rules! folder {
            ($language:literal) => {
                [
                    (
                        "look",
                        include_str!(concat!("../locales/", $language, "/look.ftl")),
                    ),
                    (
                        "desk",
                        include_str!(concat!("../locales/", $language, "/desk.ftl")),
                    ),
                    (
                        "office",
                        include_str!(concat!("../locales/", $language, "/office.ftl")),
                    ),
                    (
                        "console",
                        include_str!(concat!("../locales/", $language, "/console.ftl")),
                    ),
                    (
                        "residue",
                        include_str!(concat!("../locales/", $language, "/residue.ftl")),
                    ),
                    (
                        "keys",
                        include_str!(concat!("../locales/", $language, "/keys.ftl")),
                    ),
                ]
            };
        }
        match self {
            Self::Uk => folder!("uk"),
            Self::En => folder!("en"),
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> Bundle {
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Isolation marks are for mixed directions; they have no glyph.
    bundle.set_use_isolating(false);
    for (_name, text) in language.files() {
        // What of a damaged file could be read is kept: words are missing then, the window is not. A test reads every file.
        let resource =
            FluentResource::try_new(text.to_owned()).unwrap_or_else(|(some, _faults)| some);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

static UK: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Uk));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::En));

/// The words of one language; cheap to copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(Language);

impl Words {
    /// The words of `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self(language)
    }

    /// Whose words these are.
    #[must_use]
    pub fn language(self) -> Language {
        self.0
    }

    fn bundle(self) -> &'static Bundle {
        match self.0 {
            Language::Uk => &UK,
            Language::En => &EN,
        }
    }

    /// The text under `key`.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        self.t_with(key, &[])
    }

    /// The text under `key` with its arguments.
    #[must_use]
    pub fn t_with(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }

    /// Whether there is a text under `key`: for texts whose key comes as data and may be of a later version.
    #[must_use]
    pub fn knows(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    /// Bytes as a person reads them: `412 KB`, `1,3 MB`.
    #[must_use]
    pub fn bytes(self, bytes: u64) -> String {
        if bytes < 1_000_000 {
            self.t_with("kilobytes", &[("n", Arg::from(bytes.div_ceil(1000)))])
        } else {
            let tenths = bytes / 100_000;
            let mark = match self.0 {
                Language::Uk => ',',
                Language::En => '.',
            };
            let text = format!("{}{mark}{}", tenths / 10, tenths % 10);
            self.t_with("megabytes", &[("n", Arg::from(text))])
        }
    }
}
