//! What a frame costs where there is much: only what is in sight is drawn.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sample/bench.rs"]
#[expect(dead_code, reason = "stories need the rest of the bench")]
mod bench;
#[path = "sample/snapshots.rs"]
#[expect(dead_code, reason = "stories need the rest of the day")]
mod snapshots;

use bench::{Bench, on};
use desk::Screen;
use egui::{Event, Modifiers, MouseWheelUnit, Vec2};
use office::Snapshot;
use office::application::Stage;
use office::id::PageId;
use office::number::Number;
use snapshots::{busy_day, current, working};

fn many(items: usize, lines: usize) -> Snapshot {
    let mut day = busy_day();
    let part = day.outbox.items[1].clone();
    day.outbox.items = (0..items)
        .map(|at| {
            let mut part = part.clone();
            part.short = format!("{at:08x}");
            part
        })
        .collect();
    let line = day.journal[2].clone();
    day.journal = (0..lines)
        .map(|at| {
            let mut line = line.clone();
            let mut entropy = [7; 32];
            entropy[..8].copy_from_slice(&at.to_be_bytes());
            line.number = Number::draw(42, &entropy, &|_| false);
            line
        })
        .collect();
    day
}

/// Triangles that the card has to paint.
fn weight(bench: &Bench<'_>) -> usize {
    let output = bench.output();
    output.shapes.len()
}

fn scroll(bench: &mut Bench<'_>, points: f32) {
    bench.hover_at(egui::pos2(600.0, 400.0));
    bench.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -points),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    bench.run_ok();
}

#[test]
fn ten_thousand_parts_and_five_thousand_numbers_are_drawn_like_a_screenful() {
    for screen in [Screen::Outbox, Screen::Journal] {
        let few = weight(&on(many(40, 40), screen));
        let mut bench = on(many(10_000, 5_000), screen);
        assert!(
            weight(&bench) <= few + few / 10,
            "{screen:?}: {} over {few}",
            weight(&bench)
        );
        for _ in 0..20 {
            scroll(&mut bench, 900.0);
            assert!(
                weight(&bench) <= few * 2,
                "{screen:?}: {} over {few}",
                weight(&bench)
            );
        }
    }
}

#[test]
fn a_list_keeps_its_place_and_every_line_can_be_reached() {
    let mut bench = on(many(300, 300), Screen::Outbox);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..80 {
        scroll(&mut bench, 400.0);
        for shape in &bench.output().shapes {
            if let egui::Shape::Text(text) = &shape.shape {
                let words = text.galley.job.text.clone();
                if words.len() == 8 && words.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    seen.insert(words);
                }
            }
        }
    }
    assert_eq!(seen.len(), 300);
}

#[test]
fn sixty_pages_and_three_hundred_questions_draw_no_more_than_they_show() {
    let mut snapshot = working(Stage::Filling, true);
    let application = current(&mut snapshot).unwrap();
    let page = application.documents[0].pages[0].clone();
    application.documents[0].pages = (0..60)
        .map(|at| {
            let mut page = page.clone();
            page.id = PageId([at; 16]);
            page
        })
        .collect();
    let step = &mut application.form.steps[0];
    let question = step.questions[1].clone();
    step.questions = (0..300)
        .map(|at| {
            let mut question = question.clone();
            question.path = format!("/data/q{at}");
            question
        })
        .collect();
    for screen in [Screen::Documents, Screen::Form] {
        let bench = on(snapshot.clone(), screen);
        assert!(weight(&bench) < 700, "{screen:?}: {}", weight(&bench));
    }
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    for screen in [
        Screen::Today,
        Screen::Outbox,
        Screen::Devices,
        Screen::Settings,
    ] {
        let mut bench = on(busy_day(), screen);
        bench.run_steps(3);
        let next = bench
            .output()
            .viewport_output
            .values()
            .map(|one| one.repaint_delay)
            .min();
        assert_eq!(next, Some(std::time::Duration::MAX), "{screen:?}");
    }
}
