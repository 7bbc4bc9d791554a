//! Turns what other crates say into what office understands, once (error rule 3), and office's papers into words.

use crate::press::PressError;
use devices::DeviceError;
use office::application::Matter;
use office::label::Language;
use office::paper as facts;
use office::trouble::{DeviceKind, Trouble};
use parcel::Community;
use std::collections::BTreeMap;

/// A device's trouble in the administrator's terms.
pub(crate) fn device_trouble(device: DeviceKind, error: DeviceError) -> Trouble {
    match error {
        DeviceError::NoPaper => Trouble::NoPaper(device),
        DeviceError::Jam { after_pages } => Trouble::Jam {
            device,
            pages: after_pages,
        },
        DeviceError::CoverOpen => Trouble::CoverOpen(device),
        DeviceError::NoInk => Trouble::NoInk,
        DeviceError::Refused { .. } | DeviceError::Garbled { .. } => Trouble::DeviceGarbled(device),
        DeviceError::TimedOut => Trouble::DeviceSlow(device),
        DeviceError::Gone => Trouble::DeviceGone(device),
        DeviceError::Busy => Trouble::DeviceBusy(device),
        DeviceError::NotPermitted => Trouble::DeviceDenied(device),
        DeviceError::Cancelled => Trouble::Stopped,
    }
}

/// A worker's trouble.
pub(crate) fn press_trouble(error: PressError) -> Trouble {
    match error {
        PressError::Unreadable | PressError::Lost => Trouble::FileUnreadable,
        PressError::TooLarge => Trouble::FileTooLarge,
        PressError::NotSet => Trouble::NotTypeset,
    }
}

/// The store's trouble while a draft is saved.
pub(crate) fn save_trouble(error: &store::StoreError) -> Trouble {
    match error {
        store::StoreError::Full => Trouble::DiskFull,
        store::StoreError::Unusable(_)
        | store::StoreError::FromTheFuture { .. }
        | store::StoreError::Garbled
        | store::StoreError::Missing => Trouble::NotSaved,
    }
}

/// Words of papers by group and key.
type Words = BTreeMap<String, BTreeMap<String, String>>;

/// What is painted on the case: its name is the same in every language.
pub(crate) fn kit_name(number: u16) -> String {
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
pub(crate) struct Wording {
    words: Words,
    communities: BTreeMap<String, Community>,
    kit: String,
}

impl Wording {
    pub(crate) fn new(communities: impl IntoIterator<Item = Community>, kit: String) -> Self {
        let words = words();
        let communities = communities
            .into_iter()
            .map(|community| (community.id.clone(), community))
            .collect();
        Self {
            words,
            communities,
            kit,
        }
    }

    fn word(&self, group: &str, key: &str) -> String {
        word(&self.words, group, key)
    }

    /// The paper in Ukrainian, the language of every paper.
    pub(crate) fn paper(&self, paper: &facts::Paper, printed_at: &str) -> papers::Paper {
        match paper {
            facts::Paper::Application(paper) => self.signed_paper(paper),
            facts::Paper::Inventory(paper) => papers::Paper::Inventory(self.inventory(paper)),
            facts::Paper::Slip(paper) => papers::Paper::Slip(papers::SlipPaper {
                numbers: paper.numbers.iter().map(ToString::to_string).collect(),
                centre_phone: paper.phone.clone(),
                ask_after: paper.ask_after.clone(),
            }),
            facts::Paper::Refusal(paper) => papers::Paper::Refusal(self.refusal(paper)),
            facts::Paper::TestPage => papers::Paper::TestPage(papers::TestPagePaper {
                kit: self.kit.clone(),
                printer: String::new(),
                printed_at: printed_at.to_owned(),
            }),
        }
    }

    fn letterhead(&self, community: &str) -> papers::Letterhead {
        self.communities
            .get(community)
            .map_or_else(papers::Letterhead::default, |community| {
                papers::Letterhead {
                    community: community
                        .letterhead
                        .first()
                        .cloned()
                        .unwrap_or_else(|| community.name.clone()),
                    centre: community.letterhead.get(1).cloned().unwrap_or_default(),
                    address: community.letterhead.get(2).cloned().unwrap_or_default(),
                    phone: community.telephone.clone(),
                }
            })
    }

    fn application(&self, paper: &facts::ApplicationPaper) -> papers::ApplicationPaper {
        let field = |key: &str| {
            paper
                .identity
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, text)| text.clone())
                .unwrap_or_default()
        };
        let mut own = Vec::new();
        for key in ["birth_date", "sex", "unzr"] {
            let text = field(key);
            let answer = match key {
                "birth_date" => written(&text),
                "sex" if !text.is_empty() => self.word("sex", &text),
                _ => text,
            };
            if !answer.is_empty() {
                own.push(papers::Row {
                    label: self.word("field", key),
                    answer,
                });
            }
        }
        let mut sections = vec![
            self.matter(&paper.matter),
            papers::Section {
                title: self.word("phrase", "applicant"),
                rows: own,
            },
        ];
        for answer in paper.answers.iter().filter(|answer| !answer.of_person) {
            let title = answer.section.text(Language::Uk);
            let row = papers::Row {
                label: answer.label.text(Language::Uk).to_owned(),
                answer: answer.text.text(Language::Uk).to_owned(),
            };
            match sections.last_mut().filter(|section| section.title == title) {
                Some(section) => section.rows.push(row),
                None => sections.push(papers::Section {
                    title: title.to_owned(),
                    rows: vec![row],
                }),
            }
        }
        papers::ApplicationPaper {
            letterhead: self.letterhead(&paper.community.0),
            authority: paper.authority.text(Language::Uk).to_owned(),
            number: paper.number.to_string(),
            taken_at: self.taken_at(&paper.date, &paper.time, paper.clock_confirmed),
            service: paper.service.text(Language::Uk).to_owned(),
            service_code: String::new(),
            applicant: papers::Person {
                name: paper.applicant.clone(),
                rnokpp: field("rnokpp"),
                document: self.document_line(&field),
                address: [field("settlement"), field("street")]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
                phone: field("phone"),
            },
            caller: None,
            signer: (!paper.representative.is_empty()).then(|| papers::Signer {
                person: papers::Person {
                    name: paper.representative.clone(),
                    ..papers::Person::default()
                },
                basis: self.ground(paper),
            }),
            sections: sections
                .into_iter()
                .filter(|section| !section.rows.is_empty())
                .collect(),
            documents: paper.documents.iter().map(document_row).collect(),
            consent: paper.consent.text(Language::Uk).to_owned(),
            administrator: self.administrator(&paper.administrator),
        }
    }

    /// Date and time as the papers carry them: where the clock was doubtful, with the word of the administrator.
    fn taken_at(&self, date: &str, time: &str, confirmed: bool) -> String {
        if confirmed {
            format!("{date} {time}, {}", self.word("phrase", "clock_confirmed"))
        } else {
            format!("{date} {time}")
        }
    }

    /// What the paper is about where it belongs to an application that was sealed before; no rows for an application.
    fn matter(&self, matter: &Matter) -> papers::Section {
        let row = |key: &str, answer: String| papers::Row {
            label: self.word("phrase", key),
            answer,
        };
        let rows = matter.belongs_to().map_or_else(Vec::new, |number| {
            vec![
                row("belongs_to", number.to_string()),
                row("reason", matter.words().to_owned()),
            ]
        });
        papers::Section {
            title: self.word("matter", matter.key()),
            rows,
        }
    }

    /// The ground on which a representative signs, and the paper that shows it.
    fn ground(&self, paper: &facts::ApplicationPaper) -> String {
        let ground = paper
            .ground
            .map(|ground| self.word("authority", ground.key()));
        [ground.unwrap_or_default(), paper.ground_document.clone()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The paper that is signed: an application, or what belongs to one that is sealed and is headed by its number.
    fn signed_paper(&self, paper: &facts::ApplicationPaper) -> papers::Paper {
        let whole = self.application(paper);
        let Some(number) = paper.matter.belongs_to().map(ToString::to_string) else {
            return papers::Paper::Application(whole);
        };
        match &paper.matter {
            Matter::Application | Matter::VisitReport => papers::Paper::Application(whole),
            Matter::Supplement { .. } => papers::Paper::Supplement(papers::SupplementPaper {
                letterhead: whole.letterhead,
                authority: whole.authority,
                number,
                taken_at: whole.taken_at,
                service: whole.service,
                applicant: whole.applicant,
                signer: whole.signer,
                sections: whole.sections,
                documents: whole.documents,
                administrator: whole.administrator,
                ..papers::SupplementPaper::default()
            }),
            Matter::Withdrawal { .. } => papers::Paper::Withdrawal(papers::WithdrawalPaper {
                letterhead: whole.letterhead,
                authority: whole.authority,
                number,
                taken_at: whole.taken_at,
                service: whole.service,
                applicant: whole.applicant,
                signer: whole.signer,
                reason: paper.matter.words().to_owned(),
                administrator: whole.administrator,
                ..papers::WithdrawalPaper::default()
            }),
            Matter::HandingOver { .. } => papers::Paper::Handover(papers::HandoverPaper {
                letterhead: whole.letterhead,
                number,
                handed_at: whole.taken_at,
                service: whole.service,
                applicant: whole.applicant,
                signer: whole.signer,
                documents: vec![papers::DocumentRow {
                    name: paper.matter.words().to_owned(),
                    kind: papers::DocumentKind::Original,
                    sheets: 1,
                }],
                way: self.word("result", "at_home"),
                administrator: whole.administrator,
                ..papers::HandoverPaper::default()
            }),
        }
    }

    /// The answer to a resident whose application a person refused to accept.
    fn refusal(&self, paper: &facts::RefusalPaper) -> papers::RefusalPaper {
        papers::RefusalPaper {
            letterhead: self.letterhead(&paper.community.0),
            number: paper.number.to_string(),
            refused_at: self.taken_at(&paper.date, &paper.time, paper.clock_confirmed),
            service: paper.service.text(Language::Uk).to_owned(),
            applicant: papers::Person {
                name: paper.applicant.clone(),
                ..papers::Person::default()
            },
            ground: paper.ground.text(Language::Uk).to_owned(),
            remedy: paper.words.clone(),
            administrator: self.administrator(&paper.administrator),
            ..papers::RefusalPaper::default()
        }
    }

    fn document_line(&self, field: &dyn Fn(&str) -> String) -> String {
        let kind = field("document_kind");
        if kind.is_empty() {
            return String::new();
        }
        let mut line = format!(
            "{} {}",
            self.word("document", &kind),
            field("document_number")
        );
        let (issuer, issued) = (field("document_issuer"), field("document_issued"));
        if !issuer.is_empty() {
            line.push_str(&format!(", {} {issuer}", self.word("phrase", "issued")));
        }
        if !issued.is_empty() {
            line.push_str(&format!(
                ", {} {}",
                self.word("phrase", "issued_on"),
                written(&issued)
            ));
        }
        line
    }

    fn inventory(&self, paper: &facts::InventoryPaper) -> papers::InventoryPaper {
        papers::InventoryPaper {
            letterhead: self.letterhead(&paper.community.0),
            number: paper.number.to_string(),
            taken_at: self.taken_at(&paper.date, &paper.time, paper.clock_confirmed),
            service: paper.service.text(Language::Uk).to_owned(),
            service_code: String::new(),
            authority: paper.authority.text(Language::Uk).to_owned(),
            applicant: papers::Person {
                name: paper.applicant.clone(),
                address: paper.address.clone(),
                phone: paper.phone.clone(),
                ..papers::Person::default()
            },
            signer: None,
            object_address: String::new(),
            due_on: paper.term.text(Language::Uk).to_owned(),
            documents: paper.documents.iter().map(document_row).collect(),
            notice_way: self.word("notice", paper.notice.key()),
            result_way: self.word("result", paper.result_way.key()),
            administrator: self.administrator(&paper.administrator),
        }
    }

    fn administrator(&self, name: &str) -> papers::Administrator {
        papers::Administrator {
            name: name.to_owned(),
            post: self.word("post", "administrator"),
        }
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

/// `2026-11-21` as officials write it; anything else as it is.
fn written(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}.{month}.{year}"),
        _ => iso.to_owned(),
    }
}
