//! An independent judge: Debian's `python3-stdnum` is asked about thousands of numbers, right, mistyped and torn.
//!
//! Where it judges otherwise is told here: it takes ten zeros for a taxpayer number; it never takes a code of an organisation
//! whose second turn leaves 10; it lets an account have letters.

use crate::numbers::{
    Judge, account, edrpou_is_right, edrpou_rests, iban_is_right, rnokpp_is_right, swaps,
    with_check_digit, wrong_digits,
};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Reads lines of `["kind", "number"]`, answers each with `true` or `false`.
const SCRIPT: &str = r#"
import json, sys
from stdnum import iban
from stdnum.ua import edrpou, rntrc
judges = {"rnokpp": rntrc, "edrpou": edrpou, "iban": iban}
lines = sys.stdin.read().splitlines()
print("\n".join(json.dumps(judges[kind].is_valid(number)) for kind, number in map(json.loads, lines)))
"#;

/// Debian's own interpreter: its packages are not seen by any other.
const PYTHON: &str = "/usr/bin/python3";

fn judged(numbers: &[(&str, String)]) -> Vec<bool> {
    let missing = "the Debian package python3-stdnum is needed: apt-get install python3-stdnum";
    let mut judge = Command::new(PYTHON)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect(missing);
    let lines: String = numbers
        .iter()
        .map(|question| serde_json::to_string(question).unwrap() + "\n")
        .collect();
    // It reads to the end before it answers; where it never began, its end says why.
    let sent = judge.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = judge.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        sent.is_ok() && output.status.success(),
        "{missing}\n{words}"
    );
    let answers = String::from_utf8(output.stdout).unwrap();
    answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Numbers that look drawn, the same in every run.
fn drawn(count: usize, digits: usize) -> impl Iterator<Item = String> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut digit = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'0' + u8::try_from(state % 10).unwrap())
    };
    (0..count).map(move |_| (0..digits).map(|_| digit()).collect())
}

/// A right number, a wrong digit, a swap, a digit too few and one too many.
fn with_slips(number: String, at: usize) -> Vec<String> {
    let mut all = Vec::new();
    for slips in [wrong_digits(&number), swaps(&number)] {
        all.extend(slips.get(at % slips.len().max(1)).cloned());
    }
    all.push(number[1..].to_owned());
    all.push(format!("{number}0"));
    all.push(number);
    all
}

#[test]
fn an_independent_program_judges_the_same_numbers_alike() {
    let right = |digits, judge: Judge| {
        drawn(800, digits).filter_map(move |head| with_check_digit(&head, judge))
    };
    let kinds: [(&str, Vec<String>, Judge); 3] = [
        (
            "rnokpp",
            right(9, rnokpp_is_right).collect(),
            rnokpp_is_right,
        ),
        (
            "edrpou",
            right(7, edrpou_is_right).collect(),
            edrpou_is_right,
        ),
        (
            "iban",
            drawn(800, 25).map(|digits| account(&digits)).collect(),
            iban_is_right,
        ),
    ];
    let mut questions = Vec::new();
    let mut ours = Vec::new();
    for (kind, numbers, judge) in kinds {
        let drawn = numbers.into_iter().enumerate();
        for number in drawn.flat_map(|(at, number)| with_slips(number, at)) {
            ours.push(judge(&number));
            questions.push((kind, number));
        }
    }
    let theirs = judged(&questions);
    assert!(questions.len() > 10_000 && theirs.len() == questions.len());
    for ((question, ours), theirs) in questions.iter().zip(ours).zip(theirs) {
        let known = question.0 == "edrpou"
            && question.1.len() == 8
            && edrpou_rests(&question.1) == [10, 10];
        assert!(
            ours == theirs || known && ours && !theirs,
            "{question:?}: {ours}, {theirs}"
        );
    }
}

#[test]
fn where_an_independent_program_judges_otherwise_is_known() {
    let questions: Vec<(&str, String)> = [
        ("rnokpp", "0000000000"),
        ("edrpou", "32000510"),
        ("iban", "UA398999980A14070617000013913"),
        ("iban", "GB82WEST12345698765432"),
    ]
    .map(|(kind, number)| (kind, number.to_owned()))
    .to_vec();
    let ours = [
        rnokpp_is_right(&questions[0].1),
        edrpou_is_right(&questions[1].1),
        iban_is_right(&questions[2].1),
        iban_is_right(&questions[3].1),
    ];
    assert_eq!(judged(&questions), [true, false, true, true]);
    assert_eq!(ours, [false, true, false, true]);
}
