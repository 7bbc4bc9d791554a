//! Where a fee is paid: an account of the community, and the text of a code that a banking program reads.
//!
//! Neither names the payer: the purpose holds the service and the number of the application only (I12).

use serde::{Deserialize, Serialize};

/// An account as the community's profile gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Short name by which a tariff refers to it: `administrative-fee`.
    pub key: String,
    /// Who is paid.
    pub payee: String,
    /// Its code (EDRPOU), eight digits.
    pub edrpou: String,
    /// Its account: `UA` and 27 digits.
    pub iban: String,
    /// The bank, or the treasury.
    pub bank: String,
    /// The code of the budget's income, eight digits; empty where there is none.
    pub budget_code: String,
    /// Purpose of the payment; `{service}` and `{number}` are filled in.
    pub purpose: String,
    /// True where nobody has compared it with the centre's own papers.
    pub unverified: bool,
}

impl Account {
    /// The purpose of a payment for that service and application.
    #[must_use]
    pub fn purpose_of(&self, service: &str, number: &str) -> String {
        self.purpose
            .replace("{service}", service)
            .replace("{number}", number)
    }

    /// The text of a payment code, in the order of the National Bank's version 002, twelve lines of UTF-8:
    /// `BCD`, version, character set, `UCT`, bank, payee, account, sum, payee's code, reason, reference, purpose.
    ///
    /// The order has not been compared with the bank's rules: whoever prints the code says so, and prints the account beside it.
    #[must_use]
    pub fn payment_code(&self, kopiykas: u64, purpose: &str) -> String {
        let sum = format!("UAH{}.{:02}", kopiykas / 100, kopiykas % 100);
        [
            "BCD",
            "002",
            "1",
            "UCT",
            "",
            &one_line(&self.payee),
            &self.iban,
            &sum,
            &self.edrpou,
            "",
            "",
            &one_line(purpose),
        ]
        .join("\n")
    }
}

/// A line that cannot become two.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_code_has_its_twelve_lines_whatever_the_names_hold() {
        let account = Account {
            payee: "Treasury\nof A".to_owned(),
            edrpou: "00032129".to_owned(),
            iban: "UA248999980314070617000013913".to_owned(),
            purpose: "Fee, service {service},\r\nno. {number}".to_owned(),
            ..Account::default()
        };
        let code = account.payment_code(4_542, &account.purpose_of("00034", "042-117-5083"));
        let lines: Vec<&str> = code.lines().collect();
        assert_eq!(lines.len(), 12);
        assert_eq!(lines[5], "Treasury of A");
        assert_eq!(
            lines[6..9],
            ["UA248999980314070617000013913", "UAH45.42", "00032129"]
        );
        assert_eq!(lines[11], "Fee, service 00034, no. 042-117-5083");
    }
}
