//! The papers beside and after an intake in words: what to pay by, a refusal, and what belongs to a sealed application.

use crate::{Wording, guide_code};
use office::application::Matter;
use office::label::Language;
use office::paper as facts;

impl Wording {
    /// The paper that is signed: an application, or what belongs to one that is sealed and is headed by its number.
    pub(super) fn signed_paper(&self, paper: &facts::ApplicationPaper) -> papers::Paper {
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
    pub(super) fn refusal(&self, paper: &facts::RefusalPaper) -> papers::RefusalPaper {
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

    /// What to pay by: the sum of the card, the account of the community's profile.
    pub(super) fn payment(&self, paper: &facts::PaymentPaper) -> Option<papers::PaymentPaper> {
        let to_pay = &paper.to_pay;
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
}
