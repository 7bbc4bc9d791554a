//! Stories of papers that are asked for by themselves, and of a resident who reads large print only.

use crate::bench::{asked, on, press, uk};
use crate::snapshots::{current, new_visit, printed, sealed};
use desk::Screen;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use office::Command;
use office::application::Stage;
use office::paper::PaperOrder;
use office::snapshot::PaperState;
use office::trouble::{DeviceKind, Trouble};

fn order(order: PaperOrder) -> Command {
    Command::Print { order }
}

#[test]
fn after_the_seal_every_paper_is_printed_alone_by_its_name() {
    for (name, wanted) in [
        (
            "Надрукувати ще раз: Опис, два примірники",
            PaperOrder::Inventory,
        ),
        ("Надрукувати ще раз: Талон із номером", PaperOrder::Slip),
        (
            "Надрукувати: Лист про проходження справи",
            PaperOrder::RouteSheet,
        ),
    ] {
        let mut bench = on(sealed(), Screen::Finish);
        bench.get_by_label(name).focus();
        bench.run();
        press(&mut bench, Key::Space);
        assert_eq!(asked(&mut bench), [order(wanted)], "{name}");
    }
}

#[test]
fn once_the_papers_are_in_hand_only_the_slip_can_be_had_again() {
    let mut snapshot = sealed();
    current(&mut snapshot).unwrap().papers.held = false;
    let bench = on(snapshot, Screen::Finish);
    bench.get_by_label("Надрукувати ще раз: Талон із номером");
    for gone in [
        "Надрукувати ще раз: Опис, два примірники",
        "Надрукувати: Лист про проходження справи",
    ] {
        assert!(bench.query_by_label(gone).is_none(), "{gone}");
    }
}

#[test]
fn the_consent_is_printed_apart_once_it_was_given_and_says_why_it_was_not() {
    let mut bench = on(printed(Stage::Reviewed), Screen::Review);
    bench.get_by_label("Згода окремим аркушем").focus();
    bench.run();
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [order(PaperOrder::Consent)]);
    let table = bench.state_mut();
    let trouble = Trouble::NoPaper(DeviceKind::Printer);
    current(&mut table.snapshot).unwrap().papers.consent = PaperState::Failed(trouble);
    bench.run();
    bench.get_by_label_contains("немає паперу");
    let bench = on(printed(Stage::Filling), Screen::Review);
    assert!(bench.query_by_label("Згода окремим аркушем").is_none());
}

#[test]
fn large_print_is_one_tick_for_this_resident() {
    let tick = "Папери для заявника: Великим шрифтом";
    let mut bench = uk(new_visit());
    bench.state_mut().hand.screen = Screen::Visit;
    bench.run();
    for large in [true, false] {
        bench.get_by_label(tick).focus();
        bench.run();
        press(&mut bench, Key::Space);
        assert_eq!(asked(&mut bench), [Command::SetLargePrint { large }]);
        let view = bench.state_mut().snapshot.visit.as_mut().unwrap();
        view.visit.large_print = large;
        bench.run();
    }
}
