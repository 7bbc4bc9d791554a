//! Which way up: whatever lies on its head or its side is turned, and nothing is turned the wrong way.

use devices::sim::papers::{View, specimen, specimen_names};
use imaging::{Limits, Page, PageRecord, Quarter, Settings, Step, clean, decode, rotate};

use super::sheet;

fn turned(record: &PageRecord) -> Option<Quarter> {
    record.steps.iter().find_map(|step| {
        if let Step::Turned { quarter } = step {
            Some(*quarter)
        } else {
            None
        }
    })
}

const WAYS: [(Option<Quarter>, Option<Quarter>); 4] = [
    (None, None),
    (Some(Quarter::Right), Some(Quarter::Left)),
    (Some(Quarter::Over), Some(Quarter::Over)),
    (Some(Quarter::Left), Some(Quarter::Right)),
];

fn laid(page: &Page, quarter: Option<Quarter>) -> Page {
    quarter.map_or_else(|| page.clone(), |quarter| rotate(page, quarter))
}

#[test]
fn every_paper_of_the_set_stands_up_whichever_way_it_was_laid() {
    for (name, seed) in specimen_names().unwrap().into_iter().zip(31..) {
        for view in [View::Scanned { dpi: 200 }, View::Photographed] {
            // The telephone's table is laid for sheets with the shape of A4.
            if name == "card" && view == View::Photographed {
                continue;
            }
            let seen = specimen(&name, view, seed).unwrap();
            let page = decode(&seen.picture, &Limits::default()).unwrap();
            let page = seen.dpi.map_or(page.clone(), |dpi| page.at_dpi(dpi));
            for (lying, needed) in WAYS {
                let found = turned(&clean(laid(&page, lying), &Settings::village()).record);
                assert_eq!(found, needed, "{name} {view:?} lying {lying:?}");
            }
        }
    }
}

#[test]
fn a_page_that_does_not_say_where_its_head_is_stays_as_it_lies() {
    // Capitals and figures without a dot, and an empty sheet.
    let bare = sheet::repaint(&sheet::text_page(0.0), |_, _, _, _| [250; 3]);
    let bars = sheet::repaint(&bare, |x, y, colour, _| {
        let is_bar = y % 40 < 18 && x % 22 < 9 && (150..1500).contains(&x);
        if is_bar { [20; 3] } else { colour }
    });
    for page in [bare, bars] {
        for (lying, _) in WAYS {
            let kept = clean(laid(&page, lying), &Settings::office());
            assert_eq!(turned(&kept.record), None);
        }
    }
}

#[test]
fn whoever_wants_pages_as_they_lie_gets_them_so() {
    let settings = Settings {
        upright: false,
        ..Settings::office()
    };
    let over = rotate(&sheet::text_page(0.0), Quarter::Over);
    assert_eq!(turned(&clean(over.clone(), &settings).record), None);
    assert_eq!(
        turned(&clean(over, &Settings::office()).record),
        Some(Quarter::Over)
    );
}
