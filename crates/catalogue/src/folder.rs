//! A folder of service folders, read and checked. Every mistake of every service is told, not only the first.
//!
//! Beside the services may lie a folder `fees` with the centre's own tables; they replace the shipped ones of that name.

use crate::bundle::Catalogue;
use crate::mistake::{Mistake, Remark};
use crate::table::Found;
use crate::{card, money, technological, xlsform};
use office::service::{BaseTable, Service};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file of the information card.
const CARD: &str = "card.toml";
/// The file of the technological card.
const TECHNOLOGICAL: &str = "technological.toml";
/// The file of the form.
const FORM: &str = "form.xlsx";
/// The folder of paper templates.
const PAPERS: &str = "papers";
/// The folder of tables of fees.
const FEES: &str = "fees";
/// The longest paper template that is taken.
const LONGEST_PAPER: usize = 64 * 1024;

/// The tables of fees that are shipped, by name.
const SHIPPED_FEES: [(&str, &str); 1] = [(
    "able-bodied-minimum",
    include_str!("../fees/able-bodied-minimum.toml"),
)];

/// Tables of fees by name.
pub(crate) type Bases = BTreeMap<String, BaseTable>;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The services that could be read; whole only where there are no mistakes. It has no version.
    pub catalogue: Catalogue,
    /// Everything that is wrong.
    pub mistakes: Vec<Mistake>,
    /// What the centre itself has to supply.
    pub supply: Vec<Remark>,
    /// The facts that nobody has compared with a primary source.
    pub unverified: Vec<Remark>,
}

impl Review {
    fn take<T>(&mut self, (value, found): (Option<T>, Found)) -> Option<T> {
        self.mistakes.extend(found.mistakes);
        self.unverified.extend(found.unverified);
        value
    }

    fn wrong(&mut self, file: &str, text: impl Into<String>) {
        self.mistakes.push(Mistake {
            file: file.to_owned(),
            text: text.into(),
            ..Mistake::default()
        });
    }

    /// The text of a file that must be there.
    fn text(&mut self, path: &Path, name: &str) -> Option<String> {
        let bytes = std::fs::read(path)
            .map_err(|error| self.wrong(name, error.to_string()))
            .ok()?;
        let text = String::from_utf8(bytes);
        if text.is_err() {
            self.wrong(name, "is no UTF-8 text; save it with that encoding");
        }
        text.ok()
    }
}

/// Reads and checks every service folder in `dir`, in the order of their names. The catalogue has no version yet.
///
/// # Errors
/// Every mistake found; an unreadable file and an empty folder are mistakes too.
pub fn check(dir: &Path) -> Result<Catalogue, Vec<Mistake>> {
    let review = review(dir);
    if review.mistakes.is_empty() {
        Ok(review.catalogue)
    } else {
        Err(review.mistakes)
    }
}

/// Reads and checks every service folder in `dir` as [`check`] does, and tells what is open in them too.
#[must_use]
pub fn review(dir: &Path) -> Review {
    let mut review = Review::default();
    let bases = bases(dir, &mut review);
    let mut ids = BTreeSet::new();
    for folder in folders(dir, &mut review) {
        if let Some(service) = service(&folder, &bases, &mut review) {
            if !service.id.0.is_empty() && !ids.insert(service.id.clone()) {
                review.mistakes.push(Mistake {
                    file: name_in(&folder, CARD),
                    column: "id".to_owned(),
                    text: format!("another service has the id {}", service.id),
                    ..Mistake::default()
                });
            }
            review.catalogue.services.push(service);
        }
    }
    review
}

fn folders(dir: &Path, review: &mut Review) -> Vec<PathBuf> {
    let name = dir.display().to_string();
    let Ok(entries) =
        std::fs::read_dir(dir).map_err(|error| review.wrong(&name, error.to_string()))
    else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir() && !is_hidden(path) && !path.ends_with(FEES))
        .collect();
    folders.sort();
    if folders.is_empty() {
        review.wrong(&name, format!("has no folder in it with a {CARD}"));
    }
    folders
}

fn service(folder: &Path, bases: &Bases, review: &mut Review) -> Option<Service> {
    strangers(folder, review);
    let form_name = name_in(folder, FORM);
    // Only what lies in the folder itself.
    let beside = |name: &str| {
        let plain = Path::new(name).file_name().is_some_and(|own| own == name);
        plain
            .then(|| std::fs::read(folder.join(name)).ok())
            .flatten()
    };
    let form = std::fs::read(folder.join(FORM))
        .map_err(|error| vec![Mistake::of_file(&form_name, error.to_string())])
        .and_then(|bytes| xlsform::check(&form_name, &bytes, &beside));
    let (xform, form) = form
        .map_err(|mistakes| review.mistakes.extend(mistakes))
        .map(|checked| (checked.xform, checked.form))
        .ok()
        .unzip();

    let card_name = name_in(folder, CARD);
    let text = review.text(&folder.join(CARD), &card_name)?;
    let beside = card::Beside {
        form: form.as_ref(),
        bases,
    };
    let facts_before = review.unverified.len();
    let card = review.take(card::read(&card_name, &text, beside))?;
    let steps = steps(folder, &card, review);
    let unverified_facts = review.unverified[facts_before..]
        .iter()
        .map(|remark| remark.fact.clone())
        .filter(|fact| fact != "card")
        .collect();
    for (supply, line) in card.service.supply.iter().zip(&card.supply_lines) {
        review.supply.push(Remark {
            file: card_name.clone(),
            line: *line,
            fact: supply.of.clone(),
            text: supply.text.uk.clone(),
        });
    }
    Some(Service {
        steps,
        unverified_facts,
        papers: papers(folder, review),
        xform: xform.unwrap_or_default(),
        ..card.service
    })
}

fn steps(folder: &Path, card: &card::Card, review: &mut Review) -> Vec<office::service::Step> {
    let name = name_in(folder, TECHNOLOGICAL);
    let path = folder.join(TECHNOLOGICAL);
    if !path.exists() {
        if !card
            .service
            .supply
            .iter()
            .any(|supply| supply.of == "steps")
        {
            review.wrong(
                &name,
                format!("is missing; write it, or say in the [[supply]] of {CARD} of = \"steps\" what the centre has to supply"),
            );
        }
        return Vec::new();
    }
    let read = review
        .text(&path, &name)
        .and_then(|text| review.take(technological::read(&name, &text)));
    read.unwrap_or_default()
}

fn papers(folder: &Path, review: &mut Review) -> BTreeMap<String, String> {
    let mut papers = BTreeMap::new();
    for path in files(&folder.join(PAPERS)) {
        let file = file_name(&path);
        let name = format!("{}/{file}", name_in(folder, PAPERS));
        let Some(paper) = file.strip_suffix(".typ") else {
            review.wrong(
                &name,
                "is no paper template; name it like application.typ, or take it away",
            );
            continue;
        };
        match review.text(&path, &name) {
            Some(text) if text.len() > LONGEST_PAPER => {
                review.wrong(
                    &name,
                    format!("is longer than {LONGEST_PAPER} bytes; shorten it"),
                );
            }
            Some(text) => {
                papers.insert(paper.to_owned(), text);
            }
            None => {}
        }
    }
    papers
}

fn bases(dir: &Path, review: &mut Review) -> Bases {
    let mut bases = Bases::new();
    let own: Vec<PathBuf> = files(&dir.join(FEES));
    for path in &own {
        let file = file_name(path);
        let name = format!("{FEES}/{file}");
        let Some(key) = file.strip_suffix(".toml") else {
            review.wrong(
                &name,
                "is no table of fees; name it like able-bodied-minimum.toml, or take it away",
            );
            continue;
        };
        let base = review
            .text(path, &name)
            .and_then(|text| review.take(money::read_base(&name, key, &text)));
        bases.extend(base.map(|base| (key.to_owned(), base)));
    }
    for (key, text) in SHIPPED_FEES {
        if !own
            .iter()
            .any(|path| path.file_stem().is_some_and(|stem| stem == key))
        {
            let base = review.take(money::read_base(&format!("{FEES}/{key}.toml"), key, text));
            bases.extend(base.map(|base| (key.to_owned(), base)));
        }
    }
    bases
}

/// A misspelt file would be passed over in silence otherwise.
fn strangers(folder: &Path, review: &mut Review) {
    let known = [CARD, TECHNOLOGICAL, FORM, PAPERS, "README.md"];
    for path in entries(folder) {
        let name = file_name(&path);
        let is_list = path.extension().is_some_and(|extension| extension == "csv");
        if !known.contains(&name.as_str()) && !is_list {
            review.wrong(
                &name_in(folder, &name),
                format!(
                    "is not read by anybody; a service has {}, and lists in .csv files",
                    known.join(", ")
                ),
            );
        }
    }
}

/// The files of a folder that may be missing, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_file())
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| !is_hidden(path))
        .collect();
    entries.sort();
    entries
}

/// What an editor or a spreadsheet leaves beside a file while it is open.
fn is_hidden(path: &Path) -> bool {
    let name = file_name(path);
    name.starts_with(['.', '~']) || name.ends_with('~')
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn name_in(folder: &Path, file: &str) -> String {
    format!("{}/{file}", file_name(folder))
}
