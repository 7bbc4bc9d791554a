//! Papers of invented people, from empty to overfull.

use papers::{
    ApplicationPaper, DocumentKind, DocumentRow, InventoryPaper, JournalPaper, Paper, Row, Section,
    SlipPaper, TestPagePaper, TripSheetPaper, specimens,
};

pub(crate) const NUMBER: &str = "042-843-0094";

/// The filled papers of one kind each, taken out of the shipped specimens.
macro_rules! of_specimens {
    ($($name:ident -> $kind:ident($paper:ty)),+ $(,)?) => {$(
        pub(crate) fn $name() -> $paper {
            let mut found = specimens().iter().filter_map(|paper| match paper {
                Paper::$kind(paper) => Some(paper.clone()),
                _ => None,
            });
            found.next().unwrap()
        }
    )+};
}

of_specimens!(
    application -> Application(ApplicationPaper),
    inventory -> Inventory(InventoryPaper),
    slip -> Slip(SlipPaper),
    trip_sheet -> TripSheet(TripSheetPaper),
    journal -> Journal(JournalPaper),
    test_page -> TestPage(TestPagePaper),
);

/// Every kind of paper with nothing filled in.
pub(crate) fn empties() -> Vec<Paper> {
    vec![
        Paper::Application(Default::default()),
        Paper::Consent(Default::default()),
        Paper::Inventory(Default::default()),
        Paper::RouteSheet(Default::default()),
        Paper::Slip(Default::default()),
        Paper::Supplement(Default::default()),
        Paper::Withdrawal(Default::default()),
        Paper::Refusal(Default::default()),
        Paper::Handover(Default::default()),
        Paper::Payment(Default::default()),
        Paper::TripSheet(Default::default()),
        Paper::Journal(Default::default()),
        Paper::Rekeying(Default::default()),
        Paper::RecoverySheet(Default::default()),
        Paper::KitSheet(Default::default()),
        Paper::LostKit(Default::default()),
        Paper::TestPage(Default::default()),
    ]
}

const LONG_NAME: &str =
    "Ґалаґан-Кирило-Мефодієвська Єлизавета-Вікторія-Анастасія Всеволодівна-Костянтинівна";

fn forty_documents() -> Vec<DocumentRow> {
    let name = |at| {
        format!(
            "Довідка № {at} про склад сім’ї або зареєстрованих у житловому приміщенні осіб, видана органом місцевого самоврядування"
        )
    };
    let document = |at| DocumentRow {
        name: name(at),
        kind: DocumentKind::Seen,
        sheets: at,
    };
    (1..=40).map(document).collect()
}

fn endless_words() -> Section {
    let row = Row {
        label: "дужедовгеслово".repeat(9),
        answer: "безпробілівібезкінця".repeat(12),
    };
    Section {
        title: "Додаткові відомості".into(),
        rows: vec![row; 3],
    }
}

/// Forty documents with long names, a name of many parts and words wider than their column.
pub(crate) fn overfull() -> ApplicationPaper {
    let mut paper = application();
    paper.applicant.name = LONG_NAME.into();
    paper.documents = forty_documents();
    paper.sections.push(endless_words());
    paper
}

/// Every kind of paper with more in it than anybody planned for.
pub(crate) fn overfulls() -> Vec<Paper> {
    let mut papers = specimens().to_vec();
    for paper in &mut papers {
        match paper {
            Paper::Application(paper) => *paper = overfull(),
            Paper::Consent(paper) => {
                paper.applicant.name = LONG_NAME.into();
                paper.consent = paper.consent.repeat(9);
            }
            Paper::Inventory(paper) => {
                paper.applicant.name = LONG_NAME.into();
                paper.documents = forty_documents();
                paper.notice_way = "телефоном сусідки, бо власного телефону немає; ".repeat(3);
            }
            Paper::RouteSheet(paper) => paper.service = paper.service.repeat(4),
            Paper::Slip(paper) => {
                paper.numbers = (0..9).map(|at| format!("042-843-009{at}")).collect();
            }
            Paper::Supplement(paper) => {
                paper.documents = forty_documents();
                paper.sections.push(endless_words());
            }
            Paper::Withdrawal(paper) => {
                paper.reason = "Передумала. ".repeat(200);
                paper.documents = forty_documents();
            }
            Paper::Refusal(paper) => paper.ground = paper.ground.repeat(12),
            Paper::Handover(paper) => {
                paper.applicant.name = LONG_NAME.into();
                paper.documents = forty_documents();
            }
            Paper::Payment(paper) => {
                paper.bank.recipient = paper.bank.recipient.repeat(4);
                paper.purpose = paper.purpose.repeat(4);
            }
            Paper::TripSheet(paper) => {
                paper.stops = vec![paper.stops.clone(); 5].concat();
                paper.stops[0].notes = "обережно: ".repeat(80);
            }
            Paper::Journal(paper) => {
                paper.entries = vec![paper.entries.clone(); 12].concat();
                paper.entries[0].applicant = LONG_NAME.into();
            }
            Paper::Rekeying(paper) => paper.sections.push(endless_words()),
            Paper::RecoverySheet(paper) => {
                paper.file = vec![paper.file[1].clone(); 60];
                paper.communities = vec![paper.communities.clone(); 9].concat();
            }
            Paper::KitSheet(paper) => {
                paper.administrators = vec![LONG_NAME.to_owned(); 8];
                paper.fingerprints = vec![paper.fingerprints.clone(); 9].concat();
            }
            Paper::LostKit(paper) => paper.known = vec![paper.known.clone(); 30].concat(),
            Paper::TestPage(paper) => paper.printer = "дуже довга назва принтера ".repeat(9),
        }
    }
    papers
}
