//! Turns office's papers, which are facts, into papers in words: each kind to its own template, in the centre's edition of it.
//! Never decides what is printed; never composes a ground, a sum or a term: these come from card and profile.
//!
//! The kit words what it prints at the bedside, the centre what it prints again from a summary; no machine is named here.

mod after;
mod day;
mod intake;

use office::id::ServiceId;
use office::label::Language;
use office::paper as facts;
use office::service::Service;
use papers::Sheet;
use parcel::Community;
use std::collections::BTreeMap;

/// Templates of papers that are about no service.
const OF_NO_SERVICE: [&str; 4] = ["slip", "trip-sheet", "journal", "test-page"];

/// Words of papers by group and key.
type Words = BTreeMap<String, BTreeMap<String, String>>;

/// What is painted on the case: its name is the same in every language.
#[must_use]
pub fn kit_name(number: u16) -> String {
    format!("{} {number:03}", word(&words(), "kit", "name"))
}

fn words() -> Words {
    toml::from_str(include_str!("../locales/uk.toml")).unwrap_or_default()
}

fn word(words: &Words, group: &str, key: &str) -> String {
    words
        .get(group)
        .and_then(|group| group.get(key))
        .cloned()
        .unwrap_or_else(|| key.to_owned())
}

/// Turns papers as facts into papers as words.
#[derive(Debug)]
pub struct Wording {
    words: Words,
    communities: BTreeMap<String, Community>,
    services: BTreeMap<ServiceId, Service>,
    kit: String,
}

impl Wording {
    /// Words for these communities and services, on papers of the kit of that name.
    #[must_use]
    pub fn new(
        communities: impl IntoIterator<Item = Community>,
        services: impl IntoIterator<Item = Service>,
        kit: String,
    ) -> Self {
        Self {
            words: words(),
            communities: communities
                .into_iter()
                .map(|community| (community.id.clone(), community))
                .collect(),
            services: services
                .into_iter()
                .map(|service| (service.id.clone(), service))
                .collect(),
            kit,
        }
    }

    /// The paper in Ukrainian, the language of every paper, and how many copies of it, in the size that the resident asked
    /// for. An inventory is followed by what to pay by, where a fee is due and the community has an account for it.
    #[must_use]
    pub fn sheets(&self, paper: &facts::Paper, copies: u32, printed_at: &str) -> Vec<(Sheet, u32)> {
        let service = match paper {
            facts::Paper::Application(paper) | facts::Paper::Consent(paper) => {
                Some(&paper.service_id)
            }
            facts::Paper::Inventory(paper) | facts::Paper::RouteSheet(paper) => {
                Some(&paper.service_id)
            }
            facts::Paper::Payment(paper) => Some(&paper.service_id),
            facts::Paper::Refusal(paper) => Some(&paper.service_id),
            facts::Paper::Slip(_)
            | facts::Paper::TripSheet(_)
            | facts::Paper::Journal(_)
            | facts::Paper::TestPage => None,
        };
        let templates = self.templates(service);
        let size = if paper.is_large() {
            papers::PrintSize::Large
        } else {
            papers::PrintSize::Regular
        };
        let sheet = |paper| Sheet {
            paper,
            size,
            templates: templates.clone(),
        };
        let first = self.paper(paper, printed_at);
        let mut sheets: Vec<_> = first
            .map(|first| (sheet(first), copies))
            .into_iter()
            .collect();
        if let facts::Paper::Inventory(paper) = paper {
            let payment = paper.payment().and_then(|payment| self.payment(&payment));
            sheets.extend(payment.map(|payment| (sheet(papers::Paper::Payment(payment)), 1)));
        }
        sheets
    }

    /// The templates that a centre put beside a service, by file name. A paper about no service takes those of the first
    /// service that has one.
    fn templates(&self, service: Option<&ServiceId>) -> BTreeMap<String, String> {
        let file = |(stem, text): (&String, &String)| (format!("{stem}.typ"), text.clone());
        match service {
            Some(id) => self
                .services
                .get(id)
                .map(|service| service.papers.iter().map(file).collect())
                .unwrap_or_default(),
            None => self
                .services
                .values()
                .rev()
                .flat_map(|service| &service.papers)
                .filter(|(stem, _)| OF_NO_SERVICE.contains(&stem.as_str()))
                .map(file)
                .collect(),
        }
    }

    fn word(&self, group: &str, key: &str) -> String {
        word(&self.words, group, key)
    }

    /// `None` where a fee has no account to be paid to.
    fn paper(&self, paper: &facts::Paper, printed_at: &str) -> Option<papers::Paper> {
        Some(match paper {
            facts::Paper::Application(paper) => self.signed_paper(paper),
            facts::Paper::Consent(paper) => papers::Paper::Consent(self.consent(paper)),
            facts::Paper::Inventory(paper) => papers::Paper::Inventory(self.inventory(paper)),
            facts::Paper::RouteSheet(paper) => papers::Paper::RouteSheet(self.route_sheet(paper)),
            facts::Paper::Slip(paper) => papers::Paper::Slip(papers::SlipPaper {
                numbers: paper.numbers.iter().map(ToString::to_string).collect(),
                centre_phone: paper.phone.clone(),
                ask_after: paper.ask_after.clone(),
            }),
            facts::Paper::Payment(paper) => papers::Paper::Payment(self.payment(paper)?),
            facts::Paper::Refusal(paper) => papers::Paper::Refusal(self.refusal(paper)),
            facts::Paper::TripSheet(paper) => papers::Paper::TripSheet(self.trip_sheet(paper)),
            facts::Paper::Journal(paper) => papers::Paper::Journal(self.journal(paper)),
            facts::Paper::TestPage => papers::Paper::TestPage(papers::TestPagePaper {
                kit: self.kit.clone(),
                printer: String::new(),
                printed_at: printed_at.to_owned(),
            }),
        })
    }

    fn letterhead(&self, community: &str) -> papers::Letterhead {
        self.communities
            .get(community)
            .map(letterhead)
            .unwrap_or_default()
    }

    /// Date and time as the papers carry them: where the clock was doubtful, with the word of the administrator.
    fn taken_at(&self, date: &str, time: &str, confirmed: bool) -> String {
        if confirmed {
            format!("{date} {time}, {}", self.word("phrase", "clock_confirmed"))
        } else {
            format!("{date} {time}")
        }
    }

    fn administrator(&self, name: &str) -> papers::Administrator {
        papers::Administrator {
            name: name.to_owned(),
            post: self.word("post", "administrator"),
        }
    }
}

/// The head of a community's papers, from its profile.
#[must_use]
pub fn letterhead(community: &Community) -> papers::Letterhead {
    let line = |at: usize| community.letterhead.get(at).cloned();
    papers::Letterhead {
        community: line(0).unwrap_or_else(|| community.name.clone()),
        centre: line(1).unwrap_or_default(),
        address: line(2).unwrap_or_default(),
        phone: community.telephone.clone(),
    }
}

/// The number of a service in the national guide; a service of the centre's own has none.
fn guide_code(service: &ServiceId) -> String {
    let is_code = service.0.len() == 5 && service.0.bytes().all(|digit| digit.is_ascii_digit());
    if is_code {
        service.0.clone()
    } else {
        String::new()
    }
}

fn document_row(document: &facts::PaperDocument) -> papers::DocumentRow {
    papers::DocumentRow {
        name: document.name.text(Language::Uk).to_owned(),
        kind: match document.form {
            office::document::Form::Original => papers::DocumentKind::Original,
            office::document::Form::Copy => papers::DocumentKind::Copy,
            office::document::Form::Seen => papers::DocumentKind::Seen,
        },
        sheets: u16::try_from(document.sheets).unwrap_or(u16::MAX),
    }
}

/// The texts that are there, in one line.
fn joined(texts: impl IntoIterator<Item = String>, with: &str) -> String {
    let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(with)
}

/// `2026-11-21` as officials write it; anything else as it is.
fn written(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}.{month}.{year}"),
        _ => iso.to_owned(),
    }
}
