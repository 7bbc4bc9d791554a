//! What a banking program reads from the code of a payment sheet: the National Bank's form 002 of a credit transfer.
//! Never checks an account: who tells the details checked them. The form was not compared with the bank's own text (unverified).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::PaymentPaper;

const ADDRESS: &str = "https://bank.gov.ua/qr/";
const MOST_BYTES: usize = 331;
const RECIPIENT_LETTERS: usize = 70;
const PURPOSE_LETTERS: usize = 140;

/// The address to put into a code, or none while recipient, EDRPOU or IBAN is missing: no code is better than a wrong one.
pub(crate) fn address(paper: &PaymentPaper) -> Option<String> {
    let bank = &paper.bank;
    let iban: String = bank.iban.split_whitespace().collect();
    let is_iban = iban.len() == 29
        && iban
            .strip_prefix("UA")
            .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let recipient = line(&bank.recipient, RECIPIENT_LETTERS);
    let edrpou = line(&bank.edrpou, usize::MAX);
    if !is_iban || recipient.is_empty() || edrpou.is_empty() {
        return None;
    }
    let sum = match paper.kopecks {
        0 => String::new(),
        kopecks => format!("UAH{}.{:02}", kopecks / 100, kopecks % 100),
    };
    let head = format!("BCD\n002\n1\nUCT\n\n{recipient}\n{iban}\n{sum}\n{edrpou}\n\n\n");
    let mut purpose = line(&paper.purpose, PURPOSE_LETTERS);
    while head.len() + purpose.len() + 2 > MOST_BYTES && purpose.pop().is_some() {}
    let said = URL_SAFE_NO_PAD.encode(format!("{head}{}\n\n", purpose.trim_end()));
    Some(format!("{ADDRESS}{said}"))
}

/// One line of at most so many letters.
fn line(text: &str, letters: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(letters).collect()
}
