//! Snapshots of a day with invented people, for tests and for pictures of every screen.

use office::address::{FoundPlace, PlaceRef, Places};
use office::application::{FeeProof, Matter, Stage};
use office::document::{Form, PageRef, SIGNED_SHEET};
use office::finding::{Finding, Level};
use office::form::Meaning;
use office::form::view::{Answer, Choice, FormView, Kind, Question, Row, Step};
use office::id::{ApplicationId, CommunityId, PageId, VisitId};
use office::label::Label;
use office::number::Number;
use office::person::{Person, PersonField, Source};
use office::profile::{Fingerprint, ProfileView};
use office::service::Refusal;
use office::snapshot::{
    ApplicationView, Coverage, DeliveryState, DeviceLine, DocumentView, Gate, JournalLine,
    JournalState, Kit, Lamp, Notice, Outbox, OutboxItem, PaperState, PapersView, ServiceLine,
    Snapshot, VisitLine, VisitView, Work, WorkKind,
};
use office::trouble::{DeviceKind, Trouble};
use office::visit::{Basis, IdentityCheck, Visit, VisitField, VisitState};
use office::{Moment, Picture, Pictures};

/// A text in both languages.
pub(crate) fn label(uk: &str, en: &str) -> Label {
    Label {
        uk: uk.to_owned(),
        en: en.to_owned(),
    }
}

/// Pages as grey lines on white.
pub(crate) struct Sheets;

impl Pictures for Sheets {
    fn thumbnail(&self, page: PageId) -> Option<Picture> {
        let (width, height) = (160_u32, 226_u32);
        let blank = page.0[0] == 3;
        let mut rgba = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let line = y % 9 < 2
                    && (20..206).contains(&y)
                    && (16..140).contains(&x)
                    && (x * 7 + y * 13) % 31 > 6;
                let stamp = (90..130).contains(&x) && (170..206).contains(&y) && (x + y) % 3 == 0;
                let ink: [u8; 4] = match (blank, stamp, line) {
                    (false, true, _) => [70, 90, 170, 255],
                    (false, false, true) => [90, 90, 90, 255],
                    _paper => [252, 252, 250, 255],
                };
                rgba.extend_from_slice(&ink);
            }
        }
        Some(Picture {
            width,
            height,
            rgba: rgba.into(),
        })
    }
}

/// Three villages, two of one name, one of which had another.
pub(crate) struct Villages;

impl Places for Villages {
    fn find(&self, typed: &str, _community: &CommunityId, most: usize) -> Vec<FoundPlace> {
        let village = |name: &str, within: &str, code: &str, formerly: Option<&str>| FoundPlace {
            name: name.to_owned(),
            within: within.to_owned(),
            formerly: formerly.map(str::to_owned),
            place: PlaceRef {
                code: code.to_owned(),
                name_as_written: format!("{name}, {within}"),
                edition: "2026-07-07".to_owned(),
            },
        };
        let all = [
            village(
                "с. Дібрівка",
                "Соснівська громада, Лісовий район, Вигадана область",
                "UA99010010010000011",
                None,
            ),
            village(
                "с. Дібрівка",
                "Ставищенська громада, Заозерський район, Вигадана область",
                "UA99020020020000022",
                None,
            ),
            village(
                "м. Дібрівськ",
                "Дібрівська громада, Лісовий район, Вигадана область",
                "UA99010030010000033",
                Some("Красногвардійськ"),
            ),
        ];
        let typed = typed.trim().to_lowercase();
        let is_meant = |place: &FoundPlace| {
            let names = [Some(&place.name), place.formerly.as_ref()];
            let mut names = names.into_iter().flatten();
            names.any(|name| name.to_lowercase().contains(&typed))
        };
        all.into_iter().filter(is_meant).take(most).collect()
    }
}

pub(crate) fn service(id: &str, uk: &str, en: &str) -> ServiceLine {
    ServiceLine {
        id: id.into(),
        name: label(uk, en),
        fee: label("Безоплатно", "Free of charge"),
        term: label("10 робочих днів", "10 working days"),
    }
}

fn idp() -> ServiceLine {
    service(
        "00169",
        "Взяття на облік внутрішньо переміщеної особи",
        "Registration of an internally displaced person",
    )
}

fn photo() -> ServiceLine {
    service(
        "photo-25-45",
        "Вклеювання фотокартки до паспорта після 25 чи 45 років",
        "New photograph in the passport book at 25 or 45",
    )
}

fn kit() -> Kit {
    Kit {
        training: false,
        name: "Валіза 042".to_owned(),
        communities: vec![
            (
                "sosnivka".into(),
                label("Соснівська громада", "Sosnivka community"),
            ),
            (
                "richky".into(),
                label("Річківська громада", "Richky community"),
            ),
        ],
        services: vec![idp(), photo()],
        profile: ProfileView {
            version: 3,
            recipients: vec![
                Fingerprint {
                    of: "Соснівська громада".to_owned(),
                    words: "калина вересень джерело сорока місток липень ковадло зірниця"
                        .to_owned(),
                },
                Fingerprint {
                    of: "Річківська громада".to_owned(),
                    words: "обрій пшениця кобзар водограй стежка ластівка явір криниця".to_owned(),
                },
            ],
            ..ProfileView::default()
        },
    }
}

pub(crate) fn number(body: u32) -> Number {
    Number::draw(42, &[u8::try_from(body % 250).unwrap_or(7); 32], &|_| false)
}

fn part(short: &str, summary: bool, bytes: u64, sent: u64, state: DeliveryState) -> OutboxItem {
    OutboxItem {
        short: short.to_owned(),
        summary,
        bytes,
        sent,
        state,
        on_stick: summary,
    }
}

fn outbox() -> Outbox {
    Outbox {
        items: vec![
            part("7c19e0aa", true, 65_536, 41_000, DeliveryState::Sending),
            part("b2f4471d", false, 1_310_720, 0, DeliveryState::Waiting),
            part(
                "09aa31c7",
                false,
                524_288,
                300_000,
                DeliveryState::Retrying {
                    seconds: 40,
                    reason: "delivery-cut".to_owned(),
                },
            ),
            part(
                "e5d00b42",
                true,
                65_536,
                0,
                DeliveryState::Aside {
                    reason: "part-damaged".to_owned(),
                },
            ),
            part("1fae9931", true, 65_536, 65_536, DeliveryState::Delivered),
        ],
        coverage: Coverage::Good,
        bytes_left: 1_559_544,
        bytes_a_minute: Some(420_000),
    }
}

fn devices() -> Vec<DeviceLine> {
    let line = |device, model: &str, lamp, trouble| DeviceLine {
        device,
        model: model.to_owned(),
        lamp,
        trouble,
    };
    vec![
        line(DeviceKind::Scanner, "Epson DS-320", Lamp::Ready, None),
        line(DeviceKind::IdReader, "Elyctis ID BOX One", Lamp::Busy, None),
        line(
            DeviceKind::Printer,
            "Brother PJ-823",
            Lamp::Trouble,
            Some(Trouble::NoPaper(DeviceKind::Printer)),
        ),
        line(DeviceKind::SlipPrinter, "", Lamp::Absent, None),
    ]
}

fn journal() -> Vec<JournalLine> {
    [
        (3, "2026-11-21", JournalState::Drawn),
        (5, "2026-11-21", JournalState::Sealed),
        (8, "2026-11-20", JournalState::Delivered),
        (13, "2026-11-20", JournalState::Void),
        (21, "2026-11-19", JournalState::Delivered),
    ]
    .into_iter()
    .map(|(body, day, state)| JournalLine {
        number: number(body),
        day: day.to_owned(),
        state,
        belongs_to: None,
    })
    .collect()
}

fn visits() -> Vec<VisitLine> {
    let line = |id, who: &str, place: &str, time: &str, open, sealed| VisitLine {
        id: VisitId([id; 16]),
        applicant: who.to_owned(),
        place: place.to_owned(),
        community: "sosnivka".into(),
        time: time.to_owned(),
        state: VisitState::Begun,
        state_reason: String::new(),
        place_in_route: 0,
        caller: String::new(),
        day: String::new(),
        wanted: Vec::new(),
        open,
        postponed: 0,
        sealed,
        corner: Vec::new(),
    };
    vec![
        line(
            2,
            "Коваленко Марія Степанівна",
            "с. Ґринівка",
            "11:20",
            1,
            0,
        ),
        line(
            3,
            "Їжакевич Євгенія Олександрівна",
            "с. Щасливе",
            "10:05",
            0,
            2,
        ),
        line(4, "", "с. Річки", "09:30", 0, 0),
    ]
}

/// The kit before it is opened.
pub(crate) fn locked(refusal: Option<Trouble>) -> Snapshot {
    Snapshot {
        gate: Gate::Locked { refusal },
        outbox: outbox(),
        ..base()
    }
}

fn base() -> Snapshot {
    Snapshot {
        generation: 1,
        kit: kit(),
        date: "21.11.2026".to_owned(),
        time: "14:05".to_owned(),
        ..Snapshot::default()
    }
}

/// The open kit, no visit yet.
pub(crate) fn open() -> Snapshot {
    Snapshot {
        gate: Gate::Open {
            administrator: "Петренко О. І.".to_owned(),
        },
        ..base()
    }
}

/// The open kit in the middle of a day.
pub(crate) fn busy_day() -> Snapshot {
    Snapshot {
        visits: visits(),
        outbox: outbox(),
        journal: journal(),
        devices: devices(),
        ..open()
    }
}

/// A visit that has just begun.
pub(crate) fn new_visit() -> Snapshot {
    Snapshot {
        visit: Some(VisitView {
            visit: visit(Person::default()),
            findings: Vec::new(),
            applications: Vec::new(),
            current: None,
            saved: true,
        }),
        devices: devices(),
        ..open()
    }
}

fn visit(applicant: Person) -> Visit {
    Visit {
        revision: 3,
        texts: [(VisitField::CallerName, "Оксана, невістка".to_owned())].into(),
        applicant,
        identity_check: IdentityCheck::Typed,
        ..Visit::new(
            VisitId([1; 16]),
            "sosnivka".into(),
            Basis::Age80,
            VisitState::Begun,
            Moment::default(),
        )
    }
}

fn person() -> Person {
    let mut person = Person::default();
    for (field, text, source) in [
        (PersonField::Surname, "Ґудзенко-Їжакевич", Source::Typed),
        (PersonField::GivenName, "Євдокія", Source::Typed),
        (PersonField::Patronymic, "Щербинівна", Source::Typed),
        (PersonField::BirthDate, "1941-03-12", Source::Mrz),
        (PersonField::Sex, "F", Source::Mrz),
        (PersonField::DocumentKind, "id_card", Source::Mrz),
        (PersonField::DocumentNumber, "001234567", Source::Mrz),
        (PersonField::DocumentIssuer, "8036", Source::Typed),
        (PersonField::Rnokpp, "1504512345", Source::Typed),
        (
            PersonField::Settlement,
            "с. Ґринівка, Соснівська громада, Лісовий район, Вигадана область",
            Source::Typed,
        ),
        (
            PersonField::SettlementCode,
            "UA99010010020000044",
            Source::Typed,
        ),
        (PersonField::SettlementEdition, "2026-07-07", Source::Typed),
        (PersonField::Street, "вул. Лісова, 7", Source::Typed),
        (PersonField::Phone, "+380 67 123 45 67", Source::Typed),
    ] {
        person.set(field, text, source);
    }
    person
}

fn question(path: &str, words: Label, kind: Kind, value: &str) -> Question {
    Question {
        path: path.to_owned(),
        label: words,
        hint: Label::default(),
        kind,
        meaning: None,
        value: value.to_owned(),
        required: true,
        read_only: false,
        problem: None,
    }
}

fn choice(name: &str, uk: &str, en: &str) -> Choice {
    Choice {
        name: name.to_owned(),
        label: label(uk, en),
    }
}

fn yes_no() -> Kind {
    Kind::SelectOne(vec![choice("yes", "Так", "Yes"), choice("no", "Ні", "No")])
}

/// A place as an answer keeps it.
const PICKED: &str = "м. Дібрівськ, Дібрівська громада, Лісовий район, Вигадана область \
                      | UA99010030010000033 | 2026-07-07";

/// A form of four steps; `filled` has every answer.
pub(crate) fn form(filled: bool) -> FormView {
    let full = |value: &'static str| if filled { value } else { "" };
    let mut hinted = question(
        "/data/move/date",
        label("Коли Ви переїхали?", "When did you move?"),
        Kind::Date,
        full("2022-03-24"),
    );
    hinted.hint = label(
        "Якщо точний день невідомий, зазначте перший день місяця.",
        "If the day is not known, give the first of the month.",
    );
    let mut name = question(
        "/data/move/name",
        label("Прізвище, ім’я, по батькові", "Full name"),
        Kind::Text,
        "Ґудзенко-Їжакевич Євдокія Щербинівна",
    );
    name.read_only = true;
    let mut needs = question(
        "/data/move/needs",
        label("Чого Ви потребуєте?", "What do you need?"),
        Kind::SelectMany(vec![
            choice("home", "Житла", "Housing"),
            choice(
                "medicine",
                "Ліків або медичної допомоги",
                "Medicine or care",
            ),
            choice("work", "Роботи", "Work"),
        ]),
        full("home medicine"),
    );
    needs.required = false;
    let note = question(
        "/data/move/note",
        label(
            "Довідка діє, доки Ви не повідомите про повернення.",
            "The certificate is valid until you report your return.",
        ),
        Kind::Note,
        "",
    );
    let child = |position: usize, who: &str| Row {
        position,
        questions: vec![
            question(
                &format!("/data/children[{position}]/name"),
                label("Прізвище та ім’я дитини", "Name of the child"),
                Kind::Text,
                who,
            ),
            question(
                &format!("/data/children[{position}]/birth_date"),
                label("Дата народження", "Date of birth"),
                Kind::Date,
                full("2015-06-01"),
            ),
        ],
        inner: Vec::new(),
    };
    let step = |path: &str, words: Label, questions: Vec<Question>| Step {
        path: path.to_owned(),
        label: words,
        questions,
        ..Step::default()
    };
    let mut from = question(
        "/data/from/place",
        label("Населений пункт", "Settlement"),
        Kind::Text,
        full(PICKED),
    );
    from.meaning = Some(Meaning::Place);
    let missing = if filled {
        Vec::new()
    } else {
        [
            "/data/move/date",
            "/data/move/allowance",
            "/data/from/place",
            "/data/children[1]/birth_date",
        ]
        .map(str::to_owned)
        .to_vec()
    };
    FormView {
        steps: vec![
            step(
                "/data/move",
                label("Обставини переміщення", "Circumstances of displacement"),
                vec![
                    name,
                    hinted,
                    question(
                        "/data/move/allowance",
                        label(
                            "Чи потрібна допомога на проживання?",
                            "Is a living allowance wanted?",
                        ),
                        yes_no(),
                        full("yes"),
                    ),
                    needs,
                    note,
                ],
            ),
            step(
                "/data/from",
                label("Попередня адреса", "Address before"),
                vec![from],
            ),
            Step {
                path: "/data/children".to_owned(),
                label: label("Дитина", "Child"),
                rows: Some(vec![child(1, "Їжакевич Оленка"), child(2, "")]),
                ..Step::default()
            },
        ],
        missing,
    }
}

fn page(id: u8, turns: u8) -> PageRef {
    PageRef {
        id: PageId([id; 16]),
        digest: String::new(),
        size: 41_300 + u64::from(id) * 977,
        width: 1240,
        height: 1754,
        turns,
        looks_blank: id == 3,
        looks_like: None,
    }
}

fn document(key: &str, name: Label, required: bool, pages: Vec<PageRef>) -> DocumentView {
    DocumentView {
        key: key.into(),
        name,
        row: None,
        alternatives: Vec::new(),
        required,
        form: Form::Original,
        sheets: u32::try_from(pages.len()).unwrap_or_default(),
        pages,
    }
}

/// An application at `stage`.
pub(crate) fn application(stage: Stage, filled: bool) -> ApplicationView {
    let scanned = if filled {
        vec![page(1, 0), page(2, 1), page(3, 0)]
    } else {
        Vec::new()
    };
    let printed = stage >= Stage::Reviewed;
    let answers = [
        ("Обставини переміщення", "Коли Ви переїхали?", "24.03.2022"),
        (
            "Обставини переміщення",
            "Чи потрібна допомога на проживання?",
            "Так",
        ),
        (
            "Обставини переміщення",
            "Чого Ви потребуєте?",
            "Житла; ліків або медичної допомоги",
        ),
        (
            "Попередня адреса",
            "Населений пункт",
            "м. Дібрівськ, Дібрівська громада, Лісовий район, Вигадана область (UA99010030010000033)",
        ),
        ("Діти 1", "Прізвище та ім’я дитини", "Їжакевич Оленка"),
        ("Діти 1", "Дата народження", "01.06.2015"),
    ];
    ApplicationView {
        id: ApplicationId([9; 16]),
        service: idp(),
        matter: Matter::Application,
        fee: FeeProof::Free,
        due: None,
        payable: false,
        grounds: vec![Refusal {
            code: "wrong-person".to_owned(),
            name: label(
                "Звернулася особа, яка не має на це права",
                "The person has no right to apply",
            ),
            stage: office::service::Stage::Intake,
        }],
        refusal: None,
        postponed: None,
        corner: None,
        stage,
        form: form(filled),
        answers: answers
            .into_iter()
            .map(|(section, question, text)| Answer {
                section: Label::same(section),
                path: String::new(),
                label: Label::same(question),
                text: Label::same(text),
                of_person: false,
            })
            .collect(),
        documents: vec![
            document(
                "id",
                label("Документ, що посвідчує особу", "Identity document"),
                true,
                scanned,
            ),
            document(
                "birth",
                label(
                    "Свідоцтво про народження дитини",
                    "Birth certificate of the child",
                ),
                true,
                if filled { vec![page(4, 0)] } else { Vec::new() },
            ),
            document(
                "lease",
                label("Договір оренди житла", "Lease"),
                false,
                Vec::new(),
            ),
            document(
                SIGNED_SHEET,
                Label::default(),
                true,
                if stage >= Stage::Signed {
                    vec![page(5, 0)]
                } else {
                    Vec::new()
                },
            ),
        ],
        findings: Vec::new(),
        consent_text: label(
            "Я даю згоду на обробку моїх персональних даних, зазначених у заяві та доданих документах, для надання мені цієї послуги.",
            "I consent to the processing of my personal data in the application and the documents for the purpose of this service.",
        ),
        consented: printed,
        number: printed.then(|| number(3)),
        papers: PapersView::default(),
        bytes: if filled { 171_000 } else { 0 },
    }
}

/// A visit with one application; identity complete where `filled`, findings with it.
pub(crate) fn working(stage: Stage, filled: bool) -> Snapshot {
    let mut snapshot = new_visit();
    let mut finding = Finding::new("person.rnokpp", "rnokpp-check-digit", Level::Warning);
    finding.overridden = Some("Так у картці платника.".to_owned());
    snapshot.visit = Some(VisitView {
        visit: visit(if filled { person() } else { Person::default() }),
        findings: if filled { vec![finding] } else { Vec::new() },
        applications: vec![application(stage, filled), second()],
        current: Some(ApplicationId([9; 16])),
        saved: true,
    });
    snapshot
}

fn second() -> ApplicationView {
    let mut other = application(Stage::Filling, false);
    other.id = ApplicationId([8; 16]);
    other.service = photo();
    other
}

/// The application on which `working` works, to change it.
pub(crate) fn current(snapshot: &mut Snapshot) -> Option<&mut ApplicationView> {
    snapshot
        .visit
        .as_mut()
        .and_then(|view| view.applications.first_mut())
}

/// A form with an answer that breaks a condition, and one that was kept for a reason.
pub(crate) fn with_findings() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(application) = current(&mut snapshot) {
        let mut broken = Finding::new("form./data/move/date", "form-constraint", Level::Warning);
        broken.message = label(
            "Дата не може бути раніше 24 лютого 2022 року.",
            "The date cannot be before 24 February 2022.",
        );
        let mut kept = Finding::new(
            "form./data/move/allowance",
            "form-unchecked",
            Level::Warning,
        );
        kept.overridden = Some("Заявниця вирішить пізніше.".to_owned());
        application.findings = vec![broken, kept];
    }
    snapshot
}

/// Pages are coming from the scanner, and the time before that something went wrong.
pub(crate) fn scanning() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    snapshot.work = Some(Work {
        kind: WorkKind::Scanning,
        pages: 3,
    });
    snapshot.notices = vec![Notice {
        id: 1,
        trouble: Trouble::Jam {
            device: DeviceKind::Scanner,
            pages: 3,
        },
    }];
    snapshot
}

/// The application is printed and waits for the signed sheet, or is signed.
pub(crate) fn printed(stage: Stage) -> Snapshot {
    let mut snapshot = working(stage, true);
    if let Some(application) = current(&mut snapshot) {
        application.papers.application = PaperState::Printed;
    }
    snapshot
}

/// Sealed; the slip could not be printed.
pub(crate) fn sealed() -> Snapshot {
    let mut snapshot = printed(Stage::Sealed);
    if let Some(application) = current(&mut snapshot) {
        application.papers = PapersView {
            application: PaperState::Printed,
            inventory: PaperState::Printed,
            route_sheet: PaperState::None,
            consent: PaperState::None,
            payment: PaperState::None,
            slip: PaperState::Failed(Trouble::NoPaper(DeviceKind::SlipPrinter)),
            held: true,
        };
        application.form = FormView::default();
        application.answers = Vec::new();
        application.documents = Vec::new();
    }
    snapshot
}
