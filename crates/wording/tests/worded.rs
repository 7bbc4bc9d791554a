//! Papers of the day and papers by themselves, from facts to words on paper, read off by a stranger.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sample/stranger.rs"]
mod stranger;

use office::application::{Kin, Kinship};
use office::label::Label;
use office::number::Number;
use office::paper::{JournalPaper, Paper, SlipPaper, TripSheetPaper, TripStop};
use office::snapshot::{JournalLine, JournalState};
use office::visit::Basis;
use parcel::{Community, Identity, Recipients};
use stranger::{letters, read};
use wording::Wording;

fn community(id: &str) -> Community {
    let keys = [
        Identity::generate().recipient(),
        Identity::generate().recipient(),
    ];
    Community {
        id: id.to_owned(),
        name: format!("Громада {id}"),
        katottg: "UA26060110000067890".to_owned(),
        owner: "Рада".to_owned(),
        letterhead: vec![format!("Громада {id}"), "Центр послуг".to_owned()],
        telephone: "0 800 000 000".to_owned(),
        recipients: Recipients::parse(&keys).unwrap(),
        accounts: Vec::new(),
    }
}

fn wording(communities: &[&str]) -> Wording {
    let communities: Vec<_> = communities.iter().map(|id| community(id)).collect();
    Wording::new(communities, Vec::new(), "Валіза 042".into())
}

fn number(seed: u8) -> Number {
    Number::draw(42, &[seed; 32], &|_| false)
}

fn printed(wording: &Wording, name: &str, paper: &Paper) -> String {
    let sheets = wording.sheets(paper, 1, "");
    assert_eq!(sheets.len(), 1, "{name}");
    letters(&read(name, &sheets[0].0))
}

fn holds(text: &str, told: &[&str]) {
    for one in told {
        assert!(text.contains(&letters(one)), "{one} is missing: {text}");
    }
}

#[test]
fn the_trip_sheet_says_who_waits_where_and_what_to_take_along() {
    let stop = |applicant: &str, basis| TripStop {
        applicant: applicant.to_owned(),
        address: "с. Ґринівка, вул. Лісова, 7".to_owned(),
        phones: vec![
            "+380671234567".to_owned(),
            "+380501112233, Оксана, донька".to_owned(),
        ],
        basis,
        services: vec![Label::same("Житлова субсидія"), Label::same("Облік")],
        notes: "собака, третій поверх".to_owned(),
    };
    let paper = Paper::TripSheet(Box::new(TripSheetPaper {
        community: "a".into(),
        date: "21.11.2026".to_owned(),
        administrator: "Петренко О. І.".to_owned(),
        stops: vec![
            stop("Їжакевич Євген", Basis::Age80),
            stop("Ґудзь Ольга", Basis::Inpatient),
        ],
    }));
    let text = printed(&wording(&["a", "b"]), "trip-sheet", &paper);
    holds(
        &text,
        &[
            "Маршрутний аркуш",
            "Громада a",
            "21.11.2026",
            "Валіза 042",
            "Петренко О. І.",
            "Їжакевич Євген",
            "Ґудзь Ольга",
            "+380501112233, Оксана, донька",
            "вік від 80 років",
            "у лікарні чи будинку догляду",
            "Житлова субсидія; Облік",
            "собака, третій поверх",
            "папір А4",
        ],
    );
}

#[test]
fn the_journal_says_numbers_days_what_became_of_them_and_what_belongs_together() {
    let line = |seed, day: &str, state, belongs_to| JournalLine {
        number: number(seed),
        day: day.to_owned(),
        state,
        belongs_to,
    };
    let of_the_first = Kinship {
        kin: Kin::Withdrawal,
        of: number(1),
    };
    let paper = Paper::Journal(Box::new(JournalPaper {
        from: "2026-11-01".to_owned(),
        until: "2026-11-30".to_owned(),
        lines: vec![
            line(1, "2026-11-20", JournalState::Delivered, None),
            line(2, "2026-11-20", JournalState::Void, None),
            line(3, "2026-11-21", JournalState::Sealed, Some(of_the_first)),
        ],
        administrator: "Петренко О. І.".to_owned(),
    }));
    let one = printed(&wording(&["a"]), "journal", &paper);
    let withdrawal = format!("відкликання {}", number(1));
    holds(
        &one,
        &[
            "Журнал реєстрації заяв",
            "01.11.2026",
            "30.11.2026",
            "20.11.2026",
            &number(2).to_string(),
            "номер не використано",
            "доставлено до центру",
            &withdrawal,
            "Громада a",
        ],
    );
    let two = printed(&wording(&["a", "b"]), "journal-of-two", &paper);
    assert!(
        !two.contains("Громада"),
        "a kit of several heads it by none"
    );
}

#[test]
fn whoever_asked_for_large_print_gets_no_small_letter() {
    let wording = wording(&["a"]);
    let slip = |large_print| {
        let paper = Paper::Slip(SlipPaper {
            numbers: vec![number(1)],
            phone: "0 800 000 000".to_owned(),
            ask_after: "01.12.2026".to_owned(),
            large_print,
        });
        wording.sheets(&paper, 1, "").remove(0).0.size
    };
    assert_eq!(slip(true), papers::PrintSize::Large);
    assert_eq!(slip(false), papers::PrintSize::Regular);
}
