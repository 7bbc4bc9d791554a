//! Turns office's papers, which are facts, into papers in words: each kind to its own template, in the centre's edition of it.
//! Never decides what is printed; never composes a ground, a sum or a term: these come from card and profile.

use crate::parts::KitParts;
use crate::press::Sheet;
use office::application::Matter;
use office::id::ServiceId;
use office::label::Language;
use office::paper as facts;
use office::service::Service;
use parcel::Community;
use std::collections::BTreeMap;

/// Templates of papers that are about no service.
const OF_NO_SERVICE: [&str; 2] = ["slip", "test-page"];

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
pub struct Wording {
    words: Words,
    communities: BTreeMap<String, Community>,
    services: BTreeMap<ServiceId, Service>,
    kit: String,
    size: papers::PrintSize,
}

impl Wording {
    /// What the papers of a kit are worded from.
    #[must_use]
    pub fn of(parts: &KitParts) -> Self {
        Self::new(
            parts.profile.communities.clone(),
            parts.catalogue.services.clone(),
            kit_name(parts.profile.number),
            parts.settings.large_print,
        )
    }

    /// Words for these communities and services, on papers of the kit of that name.
    #[must_use]
    pub fn new(
        communities: impl IntoIterator<Item = Community>,
        services: impl IntoIterator<Item = Service>,
        kit: String,
        large_print: bool,
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
            size: if large_print {
                papers::PrintSize::Large
            } else {
                papers::PrintSize::Regular
            },
        }
    }

    /// The paper in Ukrainian, the language of every paper, and how many copies of it. An inventory is followed by what to
    /// pay by, where a fee is due and the community has an account for it.
    #[must_use]
    pub fn sheets(&self, paper: &facts::Paper, copies: u32, printed_at: &str) -> Vec<(Sheet, u32)> {
        let service = match paper {
            facts::Paper::Application(paper) => Some(&paper.service_id),
            facts::Paper::Inventory(paper) => Some(&paper.service_id),
            facts::Paper::Refusal(paper) => Some(&paper.service_id),
            facts::Paper::Slip(_) | facts::Paper::TestPage => None,
        };
        let templates = self.templates(service);
        let sheet = |paper| Sheet {
            paper,
            size: self.size,
            templates: templates.clone(),
        };
        let mut sheets = vec![(sheet(self.paper(paper, printed_at)), copies)];
        if let facts::Paper::Inventory(paper) = paper {
            let payment = self.payment(paper).map(papers::Paper::Payment);
            sheets.extend(payment.map(|payment| (sheet(payment), 1)));
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

    fn paper(&self, paper: &facts::Paper, printed_at: &str) -> papers::Paper {
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
            service_code: guide_code(&paper.service_id),
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

    /// Why a supplement is given; no rows for an application.
    fn matter(&self, matter: &Matter) -> papers::Section {
        let row = |answer: &str| papers::Row {
            label: self.word("phrase", "reason"),
            answer: answer.to_owned(),
        };
        let words = Some(matter.words()).filter(|words| !words.is_empty());
        papers::Section {
            title: String::new(),
            rows: words.map(row).into_iter().collect(),
        }
    }

    /// What to pay by: the sum of the card, the account of the community's profile.
    fn payment(&self, paper: &facts::InventoryPaper) -> Option<papers::PaymentPaper> {
        let to_pay = paper.to_pay.as_ref()?;
        let accounts = &self.communities.get(&paper.community.0)?.accounts;
        let account = accounts.iter().find(|one| one.key == to_pay.account)?;
        let base = to_pay.due.base.map(|base| {
            format!(
                "{} 01.01.{}: {}",
                self.word("phrase", "base"),
                base.year,
                office::service::fee::hryvnias(base.kopiykas)
            )
        });
        let doubts = [
            (to_pay.due.unverified, "sum_unverified"),
            (!account.verified, "account_unverified"),
        ];
        let doubts = doubts
            .into_iter()
            .filter(|(stands, _)| *stands)
            .map(|(_, key)| self.word("phrase", key));
        let basis: Vec<String> = std::iter::once(to_pay.tariff.text(Language::Uk).to_owned())
            .chain(base)
            .chain(doubts)
            .collect();
        let code = guide_code(&paper.service_id);
        let name = paper.service.text(Language::Uk);
        let service = if code.is_empty() { name } else { &code };
        Some(papers::PaymentPaper {
            letterhead: self.letterhead(&paper.community.0),
            number: paper.number.to_string(),
            service: name.to_owned(),
            payer: paper.applicant.clone(),
            kopecks: to_pay.due.kopiykas,
            basis: basis.join("; "),
            bank: papers::BankDetails {
                recipient: account.payee.clone(),
                edrpou: account.edrpou.clone(),
                iban: account.iban.clone(),
                bank: account.bank.clone(),
                budget_code: account.budget_code.clone(),
            },
            purpose: account
                .purpose
                .replace("{service}", service)
                .replace("{number}", &paper.number.to_string()),
            service_code: code,
        })
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
        let mut whole = self.application(paper);
        let Some(number) = paper.matter.belongs_to().map(ToString::to_string) else {
            return papers::Paper::Application(whole);
        };
        // The paper is headed by the number of the application; its own number finds the sheet again.
        whole.taken_at = format!(
            "{}, {} {}",
            whole.taken_at,
            self.word("phrase", "own_number"),
            paper.number
        );
        match &paper.matter {
            Matter::Application | Matter::VisitReport => papers::Paper::Application(whole),
            Matter::Supplement { .. } => papers::Paper::Supplement(papers::SupplementPaper {
                letterhead: whole.letterhead,
                authority: whole.authority,
                number,
                taken_at: whole.taken_at,
                service: whole.service,
                service_code: whole.service_code,
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
                service_code: whole.service_code,
                applicant: whole.applicant,
                signer: whole.signer,
                reason: paper.matter.words().to_owned(),
                documents: whole.documents,
                administrator: whole.administrator,
                ..papers::WithdrawalPaper::default()
            }),
            Matter::HandingOver { .. } => papers::Paper::Handover(papers::HandoverPaper {
                letterhead: whole.letterhead,
                number,
                handed_at: whole.taken_at,
                service: whole.service,
                service_code: whole.service_code,
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
            service_code: guide_code(&paper.service_id),
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
        let issuer = field("document_issuer");
        if !issuer.is_empty() {
            line.push_str(&format!(", {} {issuer}", self.word("phrase", "issued")));
        }
        for (key, phrase) in [
            ("document_issued", "issued_on"),
            ("document_expires", "valid_until"),
        ] {
            let day = field(key);
            if !day.is_empty() {
                let day = written(&day);
                line.push_str(&format!(", {} {day}", self.word("phrase", phrase)));
            }
        }
        line
    }

    fn inventory(&self, paper: &facts::InventoryPaper) -> papers::InventoryPaper {
        papers::InventoryPaper {
            letterhead: self.letterhead(&paper.community.0),
            number: paper.number.to_string(),
            taken_at: self.taken_at(&paper.date, &paper.time, paper.clock_confirmed),
            service: paper.service.text(Language::Uk).to_owned(),
            service_code: guide_code(&paper.service_id),
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

/// `2026-11-21` as officials write it; anything else as it is.
fn written(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}.{month}.{year}"),
        _ => iso.to_owned(),
    }
}
