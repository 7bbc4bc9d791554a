//! A folder of service folders, read and checked. Every mistake of every service is told, not only the first.

use crate::bundle::Catalogue;
use crate::mistake::Mistake;
use crate::{card, xlsform};
use office::form::{FormClock, FormState};
use office::service::Service;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file of the information card.
const CARD: &str = "card.toml";
/// The file of the form.
const FORM: &str = "form.xlsx";

/// Reads and checks every service folder in `dir`, in the order of their names. The catalogue has no version yet.
///
/// # Errors
/// Every mistake found; an unreadable file and an empty folder are mistakes too.
pub fn check(dir: &Path) -> Result<Catalogue, Vec<Mistake>> {
    let mut services: Vec<Service> = Vec::new();
    let mut mistakes = Vec::new();
    let mut ids = BTreeSet::new();
    for folder in folders(dir).map_err(|mistake| vec![mistake])? {
        match service(&folder) {
            Ok(service) => {
                if !ids.insert(service.id.clone()) {
                    mistakes.push(Mistake {
                        file: name_in(&folder, CARD),
                        column: "id".to_owned(),
                        text: format!("another service has the id {}", service.id),
                        ..Mistake::default()
                    });
                }
                services.push(service);
            }
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() {
        Ok(Catalogue {
            version: String::new(),
            services,
        })
    } else {
        Err(mistakes)
    }
}

fn folders(dir: &Path) -> Result<Vec<PathBuf>, Mistake> {
    let at_dir = |text: String| Mistake {
        file: dir.display().to_string(),
        text,
        ..Mistake::default()
    };
    let entries = std::fs::read_dir(dir).map_err(|error| at_dir(error.to_string()))?;
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join(CARD).is_file())
        .collect();
    if folders.is_empty() {
        return Err(at_dir(format!("no folder in it has a {CARD}")));
    }
    folders.sort();
    Ok(folders)
}

fn service(folder: &Path) -> Result<Service, Vec<Mistake>> {
    let (card_name, form_name) = (name_in(folder, CARD), name_in(folder, FORM));
    let read = |file: &str, name: &str| {
        std::fs::read(folder.join(file)).map_err(|error| Mistake {
            file: name.to_owned(),
            text: error.to_string(),
            ..Mistake::default()
        })
    };
    let form = read(FORM, &form_name).and_then(|bytes| xlsform::convert(&form_name, &bytes));
    let card = read(CARD, &card_name)
        .and_then(|bytes| card::read(&card_name, &String::from_utf8_lossy(&bytes)));
    let (card, (xform, form)) = match (card, form) {
        (Ok(card), Ok(form)) => (card, form),
        (card, form) => return Err([card.err(), form.err()].into_iter().flatten().collect()),
    };
    let clock = FormClock {
        iso_date: "2000-01-01".to_owned(),
        iso_datetime: "2000-01-01T00:00:00+00:00".to_owned(),
    };
    let blank = FormState::start(&form, "", clock);
    let mistakes = card.mistakes(&card_name, |path| {
        blank.as_ref().is_ok_and(|blank| blank.asks(path))
    });
    if mistakes.is_empty() {
        Ok(card.into_service(xform))
    } else {
        Err(mistakes)
    }
}

fn name_in(folder: &Path, file: &str) -> String {
    let folder = folder.file_name().unwrap_or_default().to_string_lossy();
    format!("{folder}/{file}")
}
