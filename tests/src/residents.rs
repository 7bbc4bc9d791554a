//! Invented residents. Their numbers are valid; the people do not exist.

/// A displaced mother of two, with an ID card.
pub const DISPLACED: [(&str, &str); 6] = [
    ("surname", "Мельник"),
    ("given_name", "Оксана"),
    ("patronymic", "Петрівна"),
    ("phone", "+380671112233"),
    ("settlement", "Битків"),
    ("street", "вул. Шевченка, 12"),
];

/// The answers of the registration that identity does not fill.
pub const DISPLACED_ANSWERS: [(&str, &str); 15] = [
    ("/data/displacement/displaced_on", "2026-10-03"),
    ("/data/displacement/reason", "armed_conflict"),
    ("/data/displacement/moved_before", "no"),
    (
        "/data/previous_address/previous_settlement",
        "м. Оріхів, Оріхівська громада, Пологівський район, Запорізька область \
         | UA23100170010023304 | 2026-07-07",
    ),
    (
        "/data/previous_address/previous_street",
        "вул. Покровська, 45, кв. 7",
    ),
    ("/data/previous_address/registration_proof", "passport"),
    ("/data/present_address/housing", "rented"),
    ("/data/present_address/post_here", "yes"),
    ("/data/household/has_children", "yes"),
    ("/data/household/statuses", "many_children"),
    ("/data/needs/needs_list", "housing education"),
    (
        "/data/needs/needs_text",
        "Потрібне місце у школі для старшої доньки.",
    ),
    ("/data/allowance/wants_allowance", "yes"),
    ("/data/allowance/iban", "UA248999980314070617000013913"),
    ("/data/declaration/warned", "yes"),
];

/// Where she lived, with the flat as it should have been written.
pub const MENDED_STREET: &str = "вул. Покровська, 45, кв. 17";

/// Her children: name, birth date, certificate, relation.
pub const CHILDREN: [[&str; 4]; 2] = [
    [
        "Мельник Дарина Павлівна",
        "2014-05-20",
        "І-ЖС 123456",
        "daughter",
    ],
    ["Мельник Тарас Павлович", "2019-11-02", "І-ЖС 654321", "son"],
];

/// A bedridden woman of 83 with a passport book; her daughter called.
pub const BEDRIDDEN: [(&str, &str); 11] = [
    ("surname", "Гнатюк"),
    ("given_name", "Ганна"),
    ("patronymic", "Степанівна"),
    ("birth_date", "1943-02-14"),
    ("sex", "F"),
    ("document_kind", "passport_book"),
    ("document_number", "СН 246813"),
    ("document_issuer", "Городенківським РВ УМВС України"),
    ("document_issued", "1998-04-21"),
    ("settlement", "Делієве"),
    ("street", "вул. Лесі Українки, 8"),
];

/// Her answers.
pub const BEDRIDDEN_ANSWERS: [(&str, &str); 4] = [
    ("/data/photo/age", "45"),
    ("/data/photo/old_photo", "yes"),
    ("/data/photo/photos", "2"),
    ("/data/notice/notify_phone", "+380509876543"),
];

/// The same as the window asks for it, by the names of its fields.
pub const BEDRIDDEN_BY_NAME: [(&str, &str); 9] = [
    ("Прізвище", "Гнатюк"),
    ("Власне ім’я", "Ганна"),
    ("Дата народження", "14.02.1943"),
    ("Вид документа", "Паспорт-книжечка"),
    ("Серія та номер", "СН 246813"),
    ("Вклеювання після досягнення", "45 років"),
    ("Чи є в паспорті попередня фотокартка?", "Так"),
    ("Скільки фотокарток 3,5 × 4,5 см передано", "2"),
    ("Телефон, за яким повідомити про готовність", "380509876543"),
];

/// Her village, as it is typed in the window and as it is kept once it is picked there.
pub const VILLAGE: (&str, &str, &str) = (
    "Делієве",
    "с. Делієве, Дубовецька громада, Івано-Франківський район, Івано-Франківська область",
    "UA26040130050038958",
);

/// Who called for her.
pub const CALLER: [(&str, &str); 4] = [
    ("caller_name", "Бойко Марія Василівна"),
    ("caller_phone", "+380509876543"),
    ("caller_relation", "донька"),
    ("notes", "Погано чує: говорити голосно, великий друк."),
];

/// Every word that must be found nowhere on the kit or the depot after sealing.
#[must_use]
pub fn canaries() -> Vec<&'static str> {
    let identity = DISPLACED
        .iter()
        .chain(&BEDRIDDEN)
        .filter(|(field, _)| *field != "sex" && *field != "document_kind");
    identity
        .map(|(_, text)| *text)
        .chain(
            DISPLACED_ANSWERS
                .iter()
                .chain(&BEDRIDDEN_ANSWERS)
                .map(|(_, text)| *text)
                .filter(|text| is_told(text)),
        )
        .chain(CHILDREN.iter().flat_map(|child| child[..3].iter().copied()))
        .chain(
            CALLER
                .iter()
                .map(|(_, text)| *text)
                .filter(|text| text.chars().count() > 5),
        )
        .chain(["MELNYK", "19850312-00427", "009876543"])
        .collect()
}

/// Told by a person, and not the name of a choice that stands in the form for everybody.
fn is_told(answer: &str) -> bool {
    answer.chars().count() > 9
        && !answer
            .chars()
            .all(|c| c.is_ascii_lowercase() || c == '_' || c == ' ')
}
