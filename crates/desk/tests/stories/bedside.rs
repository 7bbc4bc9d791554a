//! Stories of what does not go the straight way at the bedside: many services, another who signs, nobody who can, a fee,
//! a refusal, a day put off, a number given up, an application taken back. All of it by keyboard.

use crate::bench::{Bench, asked, draw_everywhere, field, on, press, uk, write};
use crate::detours::{
    cannot_sign, long_catalogue, put_off, refused, represented, with_fee, withdrawal,
};
use crate::snapshots::{current, label, open, printed, working};
use desk::Screen;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use office::application::{FeeProof, PostponeGround, Stage, Void};
use office::finding::{Finding, Level};
use office::form::view::Step;
use office::paper::PaperOrder;
use office::service::ResultWay;
use office::visit::{CheckResult, IdentityCheck, Opinion, Question, Signer, Whose};
use office::{Command, Snapshot};

/// Gives the focus to what is called so and presses the blank key.
fn choose(bench: &mut Bench<'_>, name: &str) {
    bench.get_by_label(name).focus();
    bench.run();
    press(bench, Key::Space);
}

#[test]
fn a_service_is_found_by_a_few_letters_and_added_by_the_blank() {
    let mut bench = uk(open());
    bench.state_mut().snapshot = long_catalogue();
    bench.run();
    assert!(field(&bench, "Знайти послугу").is_focused());
    field(&bench, "Знайти послугу").type_text("ПОШКОДЖ");
    bench.run();
    assert!(
        bench
            .query_by_label_contains("Додати послугу: Житлова")
            .is_none()
    );
    press(&mut bench, Key::Enter);
    assert_eq!(asked(&mut bench), [], "Enter leads to the row");
    press(&mut bench, Key::Enter);
    assert_eq!(asked(&mut bench), [], "and does not press it");
    bench
        .get_by_label_contains("Додати послугу: Інформ")
        .focus();
    bench.run();
    press(&mut bench, Key::Space);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::AddApplication { service }] if service.0 == "damage")
    );
}

#[test]
fn an_arrow_leads_from_the_search_into_the_list() {
    let mut bench = uk(open());
    bench.state_mut().snapshot = long_catalogue();
    bench.run();
    press(&mut bench, Key::ArrowDown);
    press(&mut bench, Key::ArrowDown);
    press(&mut bench, Key::Space);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::AddApplication { service }] if service.0 == "photo-25-45")
    );
}

#[test]
fn a_long_list_is_folded_once_a_service_was_added() {
    let mut snapshot = working(Stage::Filling, true);
    snapshot.kit = long_catalogue().kit;
    let mut bench = on(snapshot, Screen::Visit);
    assert!(
        bench
            .query_by_label_contains("Додати послугу: Житлова")
            .is_none()
    );
    choose(&mut bench, "Ще одна послуга");
    assert!(field(&bench, "Знайти послугу").is_focused());
    bench.get_by_label_contains("Додати послугу: Житлова");
}

#[test]
fn who_signs_and_how_the_result_comes_are_chosen_by_the_blank() {
    let mut bench = on(working(Stage::Filling, true), Screen::Visit);
    choose(&mut bench, "Хто підписує заяву: Представник");
    choose(&mut bench, "Як отримати результат: Привезти додому");
    let asked = asked(&mut bench);
    assert_eq!(
        asked,
        [
            Command::SetSigner {
                signer: Signer::Representative
            },
            Command::SetResultWay {
                way: ResultWay::AtHome
            }
        ]
    );
}

#[test]
fn nobody_signs_for_who_can_not_and_the_application_is_put_off_instead() {
    let mut bench = on(cannot_sign(), Screen::Review);
    assert!(bench.query_by_label("Заявник згоден").is_none());
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert_eq!(bench.state().hand.screen, Screen::Visit);
    write(&mut bench, "Що пропонуєте заявникові", "нотаріус у середу");
    press(&mut bench, Key::Enter);
    assert_eq!(asked(&mut bench), []);
    press(&mut bench, Key::Space);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Postpone { ground: PostponeGround::CannotSign, proposal }] if proposal.0 == "нотаріус у середу")
    );
}

#[test]
fn an_identity_is_noted_in_two_choices() {
    let mut bench = on(represented(), Screen::Identity);
    choose(&mut bench, "Як перевірено особу заявника: Документа немає");
    assert_eq!(asked(&mut bench), [], "only the result makes it a check");
    choose(&mut bench, "Результат: Не встановлено");
    choose(&mut bench, "Особа представника: Є розбіжності");
    let asked = asked(&mut bench);
    assert_eq!(
        asked,
        [
            Command::NoteIdentity {
                whose: Whose::Applicant,
                method: IdentityCheck::None,
                result: CheckResult::Unclear
            },
            Command::NoteIdentity {
                whose: Whose::Representative,
                method: IdentityCheck::Typed,
                result: CheckResult::Differs
            }
        ]
    );
}

#[test]
fn nobody_can_claim_that_a_document_was_read() {
    let bench = on(working(Stage::Filling, true), Screen::Identity);
    assert!(
        bench
            .query_by_label("Як перевірено особу заявника: Документ зчитано")
            .is_none()
    );
}

#[test]
fn sheets_are_counted_apart_from_pages() {
    let mut bench = on(working(Stage::Filling, true), Screen::Documents);
    field(&bench, "Аркушів").focus();
    bench.run();
    press(&mut bench, Key::Backspace);
    field(&bench, "Аркушів").type_text("2");
    bench.run();
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::SetSheets { document, sheets: 2 }] if document.0 == "id")
    );
}

#[test]
fn the_fee_is_told_with_its_base_and_how_it_stands_is_chosen() {
    let mut bench = on(with_fee(), Screen::Documents);
    bench.get_by_label("45,42 грн станом на 21.11.2026");
    bench.get_by_label("Від 3028,00 грн, база на 01.01.2025");
    bench.get_by_label("Свідоцтво про народження дитини, запис 2");
    bench.get_by_label_contains("Посвідка на проживання");
    choose(&mut bench, "Надрукувати реквізити з QR-кодом");
    let order = PaperOrder::Payment;
    assert_eq!(asked(&mut bench), [Command::Print { order }]);
    choose(&mut bench, "Чи сплачено: Сплачено, є документ");
    field(&bench, "Сплатити до").focus();
    bench.run();
    for _ in 0..10 {
        press(&mut bench, Key::Backspace);
    }
    field(&bench, "Сплатити до").type_text("05122026");
    bench.run();
    let asked = asked(&mut bench);
    assert_eq!(
        asked[0],
        Command::SetFee {
            proof: FeeProof::Shown
        }
    );
    let by = "2026-12-05".to_owned();
    assert_eq!(
        asked.last(),
        Some(&Command::SetFee {
            proof: FeeProof::ToBePaid { by }
        })
    );
}

#[test]
fn enter_does_not_pass_a_fee_that_nobody_spoke_of() {
    let mut snapshot = with_fee();
    let application = current(&mut snapshot).unwrap();
    application.fee = FeeProof::Open;
    application
        .findings
        .push(Finding::new("fee", "fee-open", Level::Warning));
    let mut bench = on(snapshot, Screen::Documents);
    for _ in 0..20 {
        bench.key_press(Key::Enter);
        bench.step();
    }
    bench.run();
    assert_eq!(bench.state().hand.screen, Screen::Documents);
}

#[test]
fn a_number_that_is_void_is_named_with_its_reason() {
    let mut snapshot = working(Stage::Reviewed, true);
    let number = current(&mut snapshot).unwrap().number.clone();
    let view = snapshot.visit.as_mut().unwrap();
    view.visit.voids.push(Void {
        number: number.clone(),
        reason: "передумала".into(),
        at: office::Moment::default(),
    });
    let bench = on(snapshot, Screen::Visit);
    let number = number.unwrap().to_string().replace('-', " ");
    bench.get_by_label(&format!("Номер {number} анульовано"));
    bench.get_by_label("передумала");
}

#[test]
fn a_person_refuses_with_a_ground_of_the_card_and_words() {
    let mut bench = on(working(Stage::Filling, true), Screen::Review);
    choose(&mut bench, "Відмовити у прийнятті");
    write(&mut bench, "Що сказано заявникові", "заяву подає власник");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [], "without a ground nothing is refused");
    choose(
        &mut bench,
        "Підстава відмови: Звернулася особа, яка не має на це права",
    );
    write(&mut bench, "Що сказано заявникові", " ");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Refuse { ground, words }] if ground == "wrong-person" && words.0 == "заяву подає власник")
    );
}

#[test]
fn a_refusal_is_printed_and_sealed_or_taken_back() {
    let mut bench = on(refused(), Screen::Review);
    bench.get_by_label("Звернулася особа, яка не має на це права");
    choose(&mut bench, "Надрукувати відмову");
    choose(&mut bench, "Скасувати відмову");
    assert_eq!(
        asked(&mut bench),
        [Command::PrintApplication, Command::Reopen]
    );
    press(&mut bench, Key::Enter);
    assert_eq!(bench.state().hand.screen, Screen::Finish);
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [Command::Finish]);
}

#[test]
fn what_was_put_off_says_why_and_is_taken_up_again() {
    let mut bench = on(put_off(), Screen::Review);
    bench.get_by_label_contains("Бракує документа");
    bench.get_by_label("Донька привезе свідоцтво у вівторок.");
    press(&mut bench, Key::Enter);
    assert_eq!(bench.state().hand.screen, Screen::Review);
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [Command::Reopen]);
}

#[test]
fn giving_up_says_that_the_number_is_void() {
    let mut snapshot = working(Stage::Reviewed, true);
    let number = current(&mut snapshot).unwrap().number.clone().unwrap();
    let number = number.to_string().replace('-', " ");
    let mut bench = on(snapshot, Screen::Review);
    choose(&mut bench, "Припинити оформлення");
    bench.get_by_label(&format!(
        "Номер {number} буде анульовано й більше не використано"
    ));
    assert!(field(&bench, "Причина").is_focused());
    press(&mut bench, Key::Enter);
    assert_eq!(
        asked(&mut bench),
        [],
        "without a reason nothing is given up"
    );
    write(&mut bench, "Причина", "передумала");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::GiveUp { reason }] if reason.0 == "передумала")
    );
}

#[test]
fn a_finding_holds_the_consent_and_the_way_leads_to_it() {
    let mut snapshot = working(Stage::Filling, true);
    let view = snapshot.visit.as_mut().unwrap();
    view.findings
        .push(Finding::new("person.unzr", "unzr-format", Level::Warning));
    let mut bench = on(snapshot, Screen::Review);
    assert!(bench.query_by_label("Заявник згоден").is_none());
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert_eq!(bench.state().hand.screen, Screen::Identity);
    bench.run();
    assert!(field(&bench, "УНЗР").is_focused());
}

#[test]
fn the_two_questions_are_asked_while_the_answers_can_still_be_sealed() {
    let mut bench = on(printed(Stage::Signed), Screen::Finish);
    choose(&mut bench, "Усе було зрозуміло?: Так");
    choose(&mut bench, "Чи задоволені Ви обслуговуванням?: Ні");
    let asked = asked(&mut bench);
    let answer = |question, opinion| Command::SetFeedback { question, opinion };
    assert_eq!(
        asked,
        [
            answer(Question::Clear, Opinion::Yes),
            answer(Question::Content, Opinion::No)
        ]
    );
}

#[test]
fn a_withdrawal_has_its_own_words_and_asks_for_no_form() {
    let mut bench = on(withdrawal(), Screen::Identity);
    press(&mut bench, Key::Enter);
    assert_eq!(bench.state().hand.screen, Screen::Review);
    bench.get_by_label("Заявник підписує відкликання своєї заяви.");
    bench.get_by_label("2. Відкликання на підпис");
    assert!(bench.query_by_label("Анкета").is_none());
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [Command::GiveConsent]);
}

#[test]
fn every_such_screen_is_drawn_in_both_languages_with_every_glyph_and_every_name() {
    let scenes = || {
        [
            (long_catalogue(), Screen::Visit),
            (represented(), Screen::Visit),
            (represented(), Screen::Identity),
            (cannot_sign(), Screen::Visit),
            (cannot_sign(), Screen::Review),
            (with_fee(), Screen::Documents),
            (refused(), Screen::Review),
            (refused(), Screen::Finish),
            (put_off(), Screen::Review),
            (withdrawal(), Screen::Review),
        ]
    };
    draw_everywhere(scenes, |_bench| ());
}

/// A house with an owner: rows within a row.
fn houses() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    let application = current(&mut snapshot).unwrap();
    let rows = application.form.steps.pop().unwrap();
    let mut house = rows.rows.clone().unwrap().remove(0);
    for question in &mut house.questions {
        question.path = question.path.replace("children", "houses");
    }
    house.inner = vec![Step {
        path: "/data/houses[1]/owners".to_owned(),
        label: label("Власник", "Owner"),
        ..rows
    }];
    application.form.steps = vec![Step {
        path: "/data/houses".to_owned(),
        label: label("Дім", "House"),
        rows: Some(vec![house]),
        ..Step::default()
    }];
    snapshot
}

#[test]
fn rows_within_a_row_are_asked_added_and_removed_by_their_own_names() {
    let mut bench = on(houses(), Screen::Form);
    for name in ["Дім 1", "Власник 1", "Власник 2"] {
        bench.get_by_label(name);
    }
    choose(&mut bench, "Додати запис: Власник");
    choose(&mut bench, "Вилучити: Власник 2");
    let (house, owners) = ("/data/houses", "/data/houses[1]/owners");
    let asked = asked(&mut bench);
    assert_eq!(
        asked,
        [
            Command::AddRow {
                path: owners.to_owned()
            },
            Command::RemoveRow {
                path: owners.to_owned(),
                position: 2
            }
        ]
    );
    choose(&mut bench, "Додати запис: Дім");
    assert_eq!(
        crate::bench::asked(&mut bench),
        [Command::AddRow {
            path: house.to_owned()
        }]
    );
    assert_eq!(bench.unnamed_widgets(), Vec::<String>::new());
}
