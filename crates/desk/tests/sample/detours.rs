//! Snapshots of what does not go the straight way at the bedside, with invented people.

use crate::snapshots::{current, label, new_visit, number, service, working};
use office::Moment;
use office::application::{FeeProof, Matter, PostponeGround, Postponement, RefusalToAccept, Stage};
use office::form::FormView;
use office::service::Due;
use office::service::fee::BaseUsed;
use office::snapshot::Snapshot;
use office::visit::{
    Authority, CheckResult, IdentityCheck, IdentityChecked, Signer, VisitField, Whose,
};

/// The moment that the samples show: 21.11.2026, 14:05 in Kyiv.
const AT: Moment = Moment {
    wall_s: 1_795_262_700,
    offset_s: 7200,
    since_boot_ms: 0,
    anchor_s: 0,
};

/// The same visit with a catalogue that is too long to be seen at once.
pub(crate) fn long_catalogue() -> Snapshot {
    let mut snapshot = new_visit();
    let more = [
        ("00034", "Декларування місця проживання", "Residence"),
        ("00037", "Зняття з місця проживання", "Deregistration"),
        (
            "care",
            "Компенсація фізичній особі, яка доглядає",
            "Care compensation",
        ),
        (
            "damage",
            "Інформаційне повідомлення про пошкоджене та знищене нерухоме майно",
            "Notice of damaged property",
        ),
        ("equipment", "Засоби реабілітації", "Rehabilitation aids"),
        ("home-visit", "Візит адміністратора додому", "Visit at home"),
        ("subsidy", "Житлова субсидія", "Housing subsidy"),
        ("owner", "Згода власника житла", "Consent of the owner"),
        ("social", "Соціальні послуги", "Social services"),
    ];
    let services = &mut snapshot.kit.services;
    services.extend(more.map(|(id, uk, en)| service(id, uk, en)));
    snapshot
}

/// A representative signs, and both identities were checked.
pub(crate) fn represented() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(view) = &mut snapshot.visit {
        let visit = &mut view.visit;
        visit.signer = Signer::Representative;
        visit.authority = Some(Authority::PowerOfAttorney);
        for (field, text) in [
            (VisitField::Representative, "Їжакевич Оксана Петрівна"),
            (VisitField::RepresentativeDocument, "ID-картка 007654321"),
            (VisitField::AuthorityDocument, "Довіреність від 14.10.2026"),
        ] {
            visit.texts.insert(field, text.to_owned());
        }
        visit.identity_log = [Whose::Applicant, Whose::Representative]
            .map(|whose| IdentityChecked {
                whose,
                method: IdentityCheck::Typed,
                kind: None,
                number: "001234567".into(),
                result: CheckResult::Agrees,
                by: "Петренко О. І.".to_owned(),
                at: AT,
            })
            .to_vec();
    }
    snapshot
}

/// The applicant can not sign.
pub(crate) fn cannot_sign() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(view) = &mut snapshot.visit {
        view.visit.signer = Signer::CannotSign;
    }
    snapshot
}

/// A fee is due, and of the first paper another would do as well.
pub(crate) fn with_fee() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(application) = current(&mut snapshot) {
        application.fee = FeeProof::ToBePaid {
            by: "2026-12-01".to_owned(),
        };
        application.due = Some(Due {
            kopiykas: 4542,
            base: Some(BaseUsed {
                kopiykas: 302_800,
                year: 2025,
                asked_year: 2026,
            }),
            unverified: true,
        });
        application.payable = true;
        application.documents[1].row = Some(2);
        application.documents[0].pages.clear();
        application.documents[0].alternatives = vec![
            label("Паспорт громадянина України", "Passport of Ukraine"),
            label("Посвідка на проживання", "Residence permit"),
        ];
    }
    snapshot
}

/// A person has refused to accept it.
pub(crate) fn refused() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(application) = current(&mut snapshot) {
        application.refusal = Some(RefusalToAccept {
            ground: "wrong-person".to_owned(),
            words: "Заяву подає власник житла.".into(),
            by: "Петренко О. І.".to_owned(),
            at: AT,
        });
    }
    snapshot
}

/// It waits for another day.
pub(crate) fn put_off() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(application) = current(&mut snapshot) {
        application.postponed = Some(Postponement {
            ground: PostponeGround::PaperMissing,
            proposal: "Донька привезе свідоцтво у вівторок.".into(),
            at: AT,
        });
    }
    snapshot
}

/// The applicant takes back an application of another day.
pub(crate) fn withdrawal() -> Snapshot {
    let mut snapshot = working(Stage::Filling, true);
    if let Some(application) = current(&mut snapshot) {
        application.matter = Matter::Withdrawal {
            of: number(21),
            reason: "Переїзд до іншої громади.".into(),
        };
        application.form = FormView::default();
        application.answers = Vec::new();
        application.documents = Vec::new();
    }
    snapshot
}
