//! Papers of an invented applicant, from plain to overfull.

use papers::{
    Administrator, ApplicationPaper, DocumentKind, DocumentRow, InventoryPaper, Letterhead, Person,
    RouteSheetPaper, Row, Section, Signer, SlipPaper, TestPagePaper,
};

pub(crate) const NUMBER: &str = "K07-26325-014-9";

pub(crate) fn letterhead() -> Letterhead {
    Letterhead {
        community: "Зразківська міська територіальна громада".into(),
        centre: "Центр надання адміністративних послуг".into(),
        address: "вул. Соборна, 1, м. Зразків, 00000".into(),
        phone: "0 800 000 000".into(),
    }
}

pub(crate) fn applicant() -> Person {
    Person {
        name: "Прикладенко Євгенія Ґеоргіївна".into(),
        rnokpp: "3412509870".into(),
        document: "паспорт № 000123456, видано 12.03.2021, орган 4501".into(),
        address: "вул. Їжакевича, буд. 12, кв. 3, с. Нове, Зразківський район".into(),
        phone: "+380 67 000 00 00".into(),
    }
}

pub(crate) fn administrator() -> Administrator {
    Administrator {
        name: "Щасливець О. І.".into(),
        post: "адміністратор".into(),
    }
}

fn row(label: &str, answer: &str) -> Row {
    Row {
        label: label.into(),
        answer: answer.into(),
    }
}

fn document(name: &str, kind: DocumentKind, sheets: u16) -> DocumentRow {
    DocumentRow {
        name: name.into(),
        kind,
        sheets,
    }
}

pub(crate) fn documents() -> Vec<DocumentRow> {
    vec![
        document(
            "Паспорт громадянина України у формі картки",
            DocumentKind::Copy,
            2,
        ),
        document("Свідоцтво про народження дитини", DocumentKind::Seen, 0),
        document(
            "Договір оренди житлового приміщення, засвідчений виконавчим комітетом",
            DocumentKind::Original,
            4,
        ),
    ]
}

pub(crate) fn application() -> ApplicationPaper {
    ApplicationPaper {
        letterhead: letterhead(),
        authority: "Виконавчому комітету Зразківської міської ради".into(),
        number: NUMBER.into(),
        taken_at: "21.11.2026, 14:35".into(),
        service: "Взяття на облік внутрішньо переміщеної особи".into(),
        service_code: "00169".into(),
        applicant: applicant(),
        caller: Some(Person {
            name: "Прикладенко Ілля Семенович".into(),
            phone: "+380 50 000 00 00".into(),
            ..Person::default()
        }),
        signer: None,
        sections: vec![
            Section {
                title: "Зареєстроване місце проживання".into(),
                rows: vec![
                    row("Область", "Зразківська"),
                    row("Населений пункт", "с. Старе, код UA00000000000000001"),
                    row("Вулиця, будинок, квартира", "вул. Лісова, 5"),
                ],
            },
            Section {
                title: "Переміщення".into(),
                rows: vec![
                    row("Дата переміщення", "03.10.2026"),
                    row("Обставини, що спричинили переміщення", "збройний конфлікт, загроза життю та здоров’ю"),
                    row("Чи прибули з вами діти?", "так, одна дитина"),
                    row("Електронна пошта", ""),
                    row("Потреба в житлі", "є; тимчасово проживає в родичів, строк — до весни, потребує окремої кімнати на першому поверсі"),
                ],
            },
        ],
        documents: documents(),
        consent: "Я, Прикладенко Євгенія Ґеоргіївна, даю згоду на обробку, використання та зберігання моїх персональних даних у межах, необхідних для надання адміністративної послуги. Повідомлена про володільця, мету, склад даних, мої права за статтею 8 Закону України «Про захист персональних даних» та осіб, яким передаються дані.".into(),
        administrator: administrator(),
    }
}

pub(crate) fn inventory() -> InventoryPaper {
    InventoryPaper {
        letterhead: letterhead(),
        number: NUMBER.into(),
        taken_at: "21.11.2026, 14:35".into(),
        service: "Взяття на облік внутрішньо переміщеної особи".into(),
        service_code: "00169".into(),
        authority: "Управління соціального захисту населення".into(),
        applicant: applicant(),
        signer: Some(Signer {
            person: Person {
                name: "Прикладенко Ілля Семенович".into(),
                ..Person::default()
            },
            basis: "довіреність від 01.09.2026 № 412".into(),
        }),
        object_address: String::new(),
        due_on: "24.11.2026".into(),
        documents: documents(),
        notice_way: "телефоном".into(),
        result_way: "особисто, під час повторного виїзду".into(),
        administrator: administrator(),
    }
}

pub(crate) fn route_sheet() -> RouteSheetPaper {
    RouteSheetPaper {
        letterhead: letterhead(),
        number: NUMBER.into(),
        taken_at: "21.11.2026, 14:35".into(),
        service: "Взяття на облік внутрішньо переміщеної особи".into(),
        service_code: "00169".into(),
        authority: "Управління соціального захисту населення".into(),
        applicant: "Прикладенко Євгенія Ґеоргіївна".into(),
        due_on: "24.11.2026".into(),
        administrator: administrator(),
    }
}

pub(crate) fn slip() -> SlipPaper {
    SlipPaper {
        numbers: vec![NUMBER.into(), "K07-26325-015-6".into()],
        centre_phone: "0 800 000 000".into(),
        ask_after: "24 листопада 2026".into(),
    }
}

pub(crate) fn test_page() -> TestPagePaper {
    TestPagePaper {
        kit: "K07".into(),
        printer: "термопринтер 80 мм".into(),
        printed_at: "21.11.2026, 08:05".into(),
    }
}

/// Forty documents with long names, a name of many parts and one word wider than its column.
pub(crate) fn overfull() -> ApplicationPaper {
    let mut paper = application();
    paper.applicant.name =
        "Ґалаґан-Кирило-Мефодієвська Єлизавета-Вікторія-Анастасія Всеволодівна-Костянтинівна"
            .into();
    paper.documents = (1..=40)
        .map(|at| {
            let name = format!("Довідка № {at} про склад сім’ї або зареєстрованих у житловому приміщенні осіб, видана органом місцевого самоврядування");
            document(&name, DocumentKind::Copy, at)
        })
        .collect();
    paper.sections.push(Section {
        title: "Додаткові відомості".into(),
        rows: vec![
            row(
                &"дужедовгеслово".repeat(9),
                &"безпробілівібезкінця".repeat(12)
            );
            3
        ],
    });
    paper
}
