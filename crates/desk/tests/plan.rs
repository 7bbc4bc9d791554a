//! Stories of the clock, the plan of the day, the hand-over and the journal, told by accessible names and keys alone.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sample/bench.rs"]
mod bench;
#[path = "sample/plan.rs"]
mod plan;
#[path = "sample/snapshots.rs"]
#[expect(dead_code, reason = "other stories need the rest of the day")]
mod snapshots;

use bench::{Bench, asked, draw_everywhere, field, on, press, write};
use desk::Screen;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use look::Language;
use office::Command;
use office::command::Secret;
use office::id::VisitId;
use office::paper::PaperOrder;
use office::visit::{Basis, Channel, VisitState};
use plan::{doubtful, mending, number, planned_day, pressing};
use snapshots::{busy_day, locked, new_visit, open};

const SAID: &str = "Якщо ні, введіть правильні";
const NUMBER: &str = "Номер заяви";
const WORDS: &str = "Що виправлено чи додано і чому";

fn visit(id: u8) -> VisitId {
    VisitId([id; 16])
}

/// Moves the focus to what has that name and presses the key there.
fn press_on(bench: &mut Bench<'_>, name: &str, key: Key) {
    bench.get_by_label(name).focus();
    bench.run();
    press(bench, key);
}

/// Longer than an Enter is pressed twice by a shaking hand.
fn pause(bench: &mut Bench<'_>) {
    for _ in 0..8 {
        bench.step();
    }
}

#[test]
fn a_clock_that_was_reset_is_confirmed_by_one_key() {
    let mut bench = on(doubtful(open()), Screen::Today);
    bench.get_by_label("01.01.1970, 02:03");
    pause(&mut bench);
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    let all = asked(&mut bench);
    assert_eq!(all[0], Command::ConfirmClock { said: None });
    bench.state_mut().snapshot = open();
    bench.run();
    assert!(bench.query_by_label("Чи правильні дата й час?").is_none());
}

#[test]
fn from_any_screen_one_press_leads_to_the_clock() {
    let mut bench = on(doubtful(mending()), Screen::Form);
    press_on(&mut bench, "Перевірте годинник", Key::Enter);
    assert_eq!(bench.state().hand.screen, Screen::Today);
    bench.get_by_label("01.01.1970, 02:03");
}

#[test]
fn the_right_time_is_typed_as_people_write_it() {
    let mut bench = on(doubtful(open()), Screen::Today);
    write(&mut bench, SAID, "22.11.2026 14:05");
    pause(&mut bench);
    press(&mut bench, Key::Enter);
    let said = Some("2026-11-22 14:05".to_owned());
    assert_eq!(asked(&mut bench), [Command::ConfirmClock { said }]);
    assert_eq!(
        field(&bench, SAID).value().as_deref(),
        Some("22.11.2026 14:05"),
        "what is not understood can be mended"
    );
}

#[test]
fn an_enter_that_was_meant_for_the_passphrase_does_not_answer_for_the_clock() {
    let mut bench = on(locked(None), Screen::Today);
    field_of_passphrase(&bench).type_text("лелека");
    bench.run();
    press(&mut bench, Key::Enter);
    bench.state_mut().snapshot = doubtful(open());
    bench.step();
    bench.key_press(Key::Enter);
    bench.step();
    bench.run();
    let passphrase = Secret("лелека".to_owned());
    assert_eq!(asked(&mut bench), [Command::Unlock { passphrase }]);
}

fn field_of_passphrase<'t>(bench: &'t bench::Bench<'_>) -> egui_kittest::Node<'t> {
    bench.get_by_role_and_label(egui::Role::PasswordInput, "Парольна фраза")
}

#[test]
fn a_doubtful_clock_stops_nobody() {
    let mut bench = on(doubtful(open()), Screen::Today);
    press_on(&mut bench, "Почати візит", Key::Enter);
    assert!(matches!(
        asked(&mut bench).as_slice(),
        [Command::NewVisit { .. }]
    ));
    let mut bench = on(doubtful(planned_day()), Screen::Today);
    pause(&mut bench);
    press_on(&mut bench, "Відхилити…: 09:15", Key::Enter);
    press(&mut bench, Key::Enter);
    assert_eq!(
        asked(&mut bench),
        [],
        "whoever types a reason has not looked at the clock"
    );
}

#[test]
fn a_call_is_noted_by_the_keyboard_and_once_only() {
    let mut bench = on(open(), Screen::Today);
    press_on(
        &mut bench,
        "Підстава візиту: Не може пересуватися",
        Key::Space,
    );
    press_on(&mut bench, "Записати виклик…", Key::Enter);
    press_on(&mut bench, "Як надійшов виклик: Через старосту", Key::Space);
    let service = open().kit.services[1].clone();
    let tick = format!("Які послуги потрібні: {}", service.name.uk);
    press_on(&mut bench, &tick, Key::Space);
    assert_eq!(asked(&mut bench), []);
    bench.get_by_label("Записати виклик").focus();
    bench.run();
    bench.key_press(Key::Enter);
    bench.key_press(Key::Enter);
    bench.run();
    let all = asked(&mut bench);
    assert!(
        matches!(
            &all[0],
            Command::RequestVisit { basis: Basis::Immobile, channel: Channel::Elder, services, .. }
                if *services == [service.id]
        ),
        "{all:?}"
    );
    assert_eq!(all.len(), 1);
}

#[test]
fn escape_takes_a_question_about_the_plan_back() {
    let mut bench = on(open(), Screen::Today);
    press_on(&mut bench, "Записати виклик…", Key::Enter);
    bench.get_by_label("Записати виклик");
    press(&mut bench, Key::Escape);
    bench.get_by_label("Почати візит");
    assert_eq!(asked(&mut bench), []);
}

#[test]
fn every_state_offers_what_comes_next() {
    let who = "Їжакевич Євген Олександрович";
    let place = 2;
    for (name, wish) in [
        (
            "На місці: Гнатюк Галина Іванівна".to_owned(),
            Command::Arrive { visit: visit(11) },
        ),
        (
            format!("Виїхати: {who}"),
            Command::Depart { visit: visit(13) },
        ),
        (
            format!("Раніше: {who}"),
            Command::PlanVisit {
                visit: visit(13),
                place,
            },
        ),
        (
            "Додати до маршруту: Мельник Ольга Петрівна".to_owned(),
            Command::PlanVisit {
                visit: visit(14),
                place: u32::MAX,
            },
        ),
        (
            "Виїзд потрібен: 09:15".to_owned(),
            Command::ScreenVisit {
                visit: visit(15),
                fit: true,
                reason: "".into(),
            },
        ),
        ("Упорядкувати за селами".to_owned(), Command::PlanByVillage),
    ] {
        let mut bench = on(planned_day(), Screen::Today);
        press_on(&mut bench, &name, Key::Enter);
        assert_eq!(asked(&mut bench), [wish], "{name}");
    }
    let bench = on(planned_day(), Screen::Today);
    assert!(
        bench.query_by_label(&format!("Пізніше: {who}")).is_none(),
        "nothing comes after the last"
    );
    assert_eq!(
        bench
            .query_all_by_label("Запланувати знову: Бондар Ганна Юріївна")
            .count(),
        5,
        "whatever was broken off may be planned again"
    );
    bench.get_by_label("Двері замкнені, сусіди не знають");
    for state in VisitState::ALL {
        let words = look::Words::new(Language::Uk).t(&format!("visit-state-{}", state.key()));
        assert!(bench.query_all_by_label(&words).count() > 0, "{words}");
    }
}

#[test]
fn a_call_is_turned_down_with_a_reason_by_the_blank_only() {
    let mut bench = on(planned_day(), Screen::Today);
    press_on(&mut bench, "Відхилити…: 09:15", Key::Enter);
    assert!(field(&bench, "Чому виїзд не потрібен").is_focused());
    for _ in 0..3 {
        press(&mut bench, Key::Enter);
    }
    assert_eq!(asked(&mut bench), [], "without a reason nothing is sealed");
    write(&mut bench, "Чому виїзд не потрібен", "Живе в іншій громаді");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    assert_eq!(asked(&mut bench), []);
    press(&mut bench, Key::Space);
    let reason = "Живе в іншій громаді".into();
    let turned_down = Command::ScreenVisit {
        visit: visit(15),
        fit: false,
        reason,
    };
    assert_eq!(asked(&mut bench), [turned_down]);
}

#[test]
fn nobody_home_is_said_in_three_presses_and_never_by_enter() {
    let mut bench = on(new_visit(), Screen::Today);
    press_on(&mut bench, "Перервати візит…", Key::Enter);
    let end = "Чому візит перервано: Нікого немає вдома";
    assert!(bench.get_by_label(end).is_focused());
    press(&mut bench, Key::Space);
    press_on(&mut bench, "Перервати візит", Key::Enter);
    assert_eq!(asked(&mut bench), []);
    press(&mut bench, Key::Space);
    let reason = "".into();
    let end = VisitState::NobodyHome;
    assert_eq!(asked(&mut bench), [Command::BreakOff { end, reason }]);
}

#[test]
fn what_will_miss_its_hand_over_is_named_with_what_helps() {
    let bench = on(pressing(), Screen::Today);
    bench.get_by_label("4 заяви ще не передано");
    bench.get_by_label(&number(5).to_string().replace('-', " "));
    bench.get_by_label("1. Скопіюйте запечатане на носій і передайте до центру.");
    bench.get_by_label("та ще 1 номер: клавіша F8");
    let bench = on(pressing(), Screen::Outbox);
    bench.get_by_label("строк 23.11.2026");
    let calm = on(busy_day(), Screen::Outbox);
    assert!(calm.query_by_label_contains("ще не передано").is_none());
}

#[test]
fn a_number_that_was_read_wrong_is_explained() {
    let mut bench = on(mending(), Screen::Journal);
    let right = number(8).digits().to_owned();
    let mut swapped: Vec<char> = right.chars().collect();
    let at = swapped.windows(2).position(|two| two[0] != two[1]).unwrap();
    swapped.swap(at, at + 1);
    write(&mut bench, NUMBER, &swapped.iter().collect::<String>());
    bench.get_by_label("Контрольна цифра не збігається");
    press(&mut bench, Key::Enter);
    assert!(field(&bench, NUMBER).is_focused());
    write(&mut bench, NUMBER, "1");
    bench.get_by_label("У номері має бути десять цифр");
    bench.get_by_label_contains("Введено 11 цифр.");
    assert_eq!(asked(&mut bench), []);
}

#[test]
fn the_route_ahead_is_printed_for_the_car() {
    let mut bench = on(planned_day(), Screen::Today);
    press_on(&mut bench, "Надрукувати маршрутний аркуш", Key::Space);
    let order = PaperOrder::TripSheet;
    assert_eq!(asked(&mut bench), [Command::Print { order }]);
    let bench = on(open(), Screen::Today);
    assert!(
        bench
            .query_by_label("Надрукувати маршрутний аркуш")
            .is_none()
    );
}

#[test]
fn the_journal_of_today_is_printed_at_once_and_that_of_other_days_by_typing_them() {
    let order = |from: &str, until: &str| Command::Print {
        order: PaperOrder::Journal {
            from: from.to_owned(),
            until: until.to_owned(),
        },
    };
    let mut bench = on(mending(), Screen::Journal);
    press_on(&mut bench, "Надрукувати журнал", Key::Space);
    assert_eq!(asked(&mut bench), [order("2026-11-21", "2026-11-21")]);
    pause(&mut bench);
    write(&mut bench, "З дня", "01102026");
    press(&mut bench, Key::Enter);
    assert!(
        field(&bench, "По день").is_focused(),
        "not the number above"
    );
    press(&mut bench, Key::Enter);
    assert!(bench.get_by_label("Надрукувати журнал").is_focused());
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [order("2026-10-01", "2026-11-21")]);
    write(&mut bench, "По день", "вчора");
    bench.get_by_label_contains("Зазначте два дні");
    press_on(&mut bench, "Надрукувати журнал", Key::Space);
    assert_eq!(asked(&mut bench), []);
}

#[test]
fn a_supplement_begins_by_a_typed_number_and_enter() {
    let mut bench = on(mending(), Screen::Journal);
    write(&mut bench, NUMBER, &number(5).to_string());
    press(&mut bench, Key::Enter);
    assert!(
        field(&bench, WORDS).is_focused(),
        "the reason is wanted next"
    );
    write(&mut bench, WORDS, "Квартира 14, не 41");
    press(&mut bench, Key::Enter);
    bench.key_press(Key::Enter);
    bench.key_press(Key::Enter);
    bench.run();
    let supplement = Command::Supplement {
        number: number(5),
        service: None,
        reason: "Квартира 14, не 41".into(),
    };
    assert_eq!(asked(&mut bench), [supplement]);
    assert_eq!(field(&bench, WORDS).value().as_deref(), Some(""));
}

#[test]
fn a_number_is_chosen_from_its_line_and_withdrawn() {
    let mut bench = on(mending(), Screen::Journal);
    let spoken = number(8).to_string().replace('-', " ");
    press_on(&mut bench, &format!("Обрати номер {spoken}"), Key::Space);
    press_on(&mut bench, "Що зробити: Відкликати заяву", Key::Space);
    assert_eq!(field(&bench, NUMBER).value().as_deref(), Some(&*spoken));
    write(&mut bench, "Чому відкликають", "Передумала");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    let withdrawn = Command::Withdraw {
        number: number(8),
        service: None,
        reason: "Передумала".into(),
    };
    assert_eq!(asked(&mut bench), [withdrawn]);
}

#[test]
fn a_number_of_another_kit_is_believed_and_its_service_asked() {
    let mut bench = on(mending(), Screen::Journal);
    write(&mut bench, NUMBER, &number(201).to_string());
    bench.get_by_label_contains("такого номера немає");
    let service = mending().kit.services[0].clone();
    press_on(
        &mut bench,
        &format!("Послуга: {}", service.name.uk),
        Key::Space,
    );
    write(&mut bench, WORDS, "Ще одна сторінка");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    let supplement = Command::Supplement {
        number: number(201),
        service: Some(service.id),
        reason: "Ще одна сторінка".into(),
    };
    assert_eq!(asked(&mut bench), [supplement]);
}

#[test]
fn what_the_office_will_turn_down_stays_in_its_fields() {
    let mut bench = on(mending(), Screen::Journal);
    write(&mut bench, NUMBER, &number(13).to_string());
    press_on(&mut bench, "Що зробити: Видати результат", Key::Space);
    write(&mut bench, "Що видано", "Довідка");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    assert!(matches!(
        asked(&mut bench).as_slice(),
        [Command::HandOver { .. }]
    ));
    assert_eq!(
        field(&bench, "Що видано").value().as_deref(),
        Some("Довідка")
    );
}

#[test]
fn without_a_visit_the_journal_leads_to_one() {
    let mut bench = on(busy_day(), Screen::Journal);
    bench.get_by_label("Потрібен відкритий візит");
    press_on(&mut bench, "До візитів", Key::Enter);
    assert_eq!(bench.state().hand.screen, Screen::Today);
}

#[test]
fn the_journal_joins_what_belongs_together() {
    let bench = on(mending(), Screen::Journal);
    let spoken = |body| number(body).to_string().replace('-', " ");
    bench.get_by_label(&format!("Доповнено: {}", spoken(3)));
    bench.get_by_label(&format!("Доповнення до {}", spoken(8)));
    bench.get_by_label("Відкликано: ще не запечатано");
}

#[test]
fn every_picture_of_the_plan_has_every_glyph_and_every_name() {
    let scenes = || {
        [
            (doubtful(busy_day()), Screen::Today),
            (planned_day(), Screen::Today),
            (new_visit(), Screen::Today),
            (pressing(), Screen::Outbox),
            (mending(), Screen::Journal),
        ]
    };
    draw_everywhere(scenes, |_bench| ());
}
