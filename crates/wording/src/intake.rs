//! The papers of the bedside in words: application, consent, inventory, route sheet.

use crate::{Wording, document_row, guide_code, joined, written};
use office::application::Matter;
use office::identity::phone;
use office::label::Language;
use office::paper as facts;

impl Wording {
    pub(super) fn application(&self, paper: &facts::ApplicationPaper) -> papers::ApplicationPaper {
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
                address: joined([field("settlement"), field("street")], ", "),
                phone: phone::written(&field("phone")),
            },
            caller: caller(&paper.caller),
            signer: paper.representative.as_ref().map(|one| self.signer(one)),
            sections: sections
                .into_iter()
                .filter(|section| !section.rows.is_empty())
                .collect(),
            documents: paper.documents.iter().map(document_row).collect(),
            consent: paper.consent.text(Language::Uk).to_owned(),
            administrator: self.administrator(&paper.administrator),
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

    /// The consent alone, on a sheet that stands for itself.
    pub(super) fn consent(&self, paper: &facts::ApplicationPaper) -> papers::ConsentPaper {
        let whole = self.application(paper);
        papers::ConsentPaper {
            letterhead: whole.letterhead,
            number: whole.number,
            taken_at: whole.taken_at,
            service: whole.service,
            service_code: whole.service_code,
            applicant: whole.applicant,
            signer: whole.signer,
            consent: whole.consent,
            edition: paper.consent_version.clone(),
            administrator: whole.administrator,
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

    pub(super) fn inventory(&self, paper: &facts::InventoryPaper) -> papers::InventoryPaper {
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
                phone: phone::written(&paper.phone),
                ..papers::Person::default()
            },
            signer: paper.representative.as_ref().map(|one| self.signer(one)),
            object_address: String::new(),
            due_on: self.term(paper),
            documents: paper.documents.iter().map(document_row).collect(),
            notice_way: self.word("notice", paper.notice.key()),
            result_way: self.word("result", paper.result_way.key()),
            administrator: self.administrator(&paper.administrator),
        }
    }

    /// The route sheet, from the facts of the inventory.
    pub(super) fn route_sheet(&self, paper: &facts::InventoryPaper) -> papers::RouteSheetPaper {
        let whole = self.inventory(paper);
        papers::RouteSheetPaper {
            letterhead: whole.letterhead,
            number: whole.number,
            taken_at: whole.taken_at,
            service: whole.service,
            service_code: whole.service_code,
            authority: whole.authority,
            applicant: whole.applicant.name,
            due_on: whole.due_on,
            administrator: whole.administrator,
        }
    }

    /// The term in the words of the card, with its last day where there is only one term.
    fn term(&self, paper: &facts::InventoryPaper) -> String {
        let words = paper.term.text(Language::Uk);
        if paper.due.is_empty() {
            words.to_owned()
        } else {
            format!("{words} ({} {})", self.word("phrase", "until"), paper.due)
        }
    }

    /// Who signs in the applicant's place, on which ground and by which paper.
    fn signer(&self, representative: &facts::Representative) -> papers::Signer {
        let ground = representative
            .ground
            .map(|ground| self.word("authority", ground.key()))
            .unwrap_or_default();
        papers::Signer {
            person: papers::Person {
                name: representative.name.clone(),
                document: representative.document.clone(),
                ..papers::Person::default()
            },
            basis: joined([ground, representative.ground_document.clone()], ", "),
        }
    }
}

/// Who asked for the visit; nobody where it was the applicant.
fn caller((name, number): &(String, String)) -> Option<papers::Person> {
    (!name.is_empty() || !number.is_empty()).then(|| papers::Person {
        name: name.clone(),
        phone: phone::written(number),
        ..papers::Person::default()
    })
}
