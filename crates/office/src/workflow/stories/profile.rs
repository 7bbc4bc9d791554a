//! A profile grows stale, and the next one comes on a stick.

use super::*;
use crate::profile::ProfileView;

fn kit_until(valid_until_s: i64) -> Workflow {
    Workflow::new(KitFacts {
        profile: ProfileView {
            version: 2,
            valid_until_s,
            ..ProfileView::default()
        },
        ..facts()
    })
}

fn at() -> At {
    At {
        moment: Moment {
            wall_s: SATURDAY,
            ..Moment::default()
        },
        entropy: [0; 32],
    }
}

fn unlocked(mut kit: Workflow) -> Workflow {
    let awakening = Awakening {
        has_card: true,
        ..Awakening::default()
    };
    kit.handle(Input::Unlocked(Box::new(awakening)), &at());
    kit
}

fn troubles(kit: &Workflow) -> Vec<Trouble> {
    let notices = kit.snapshot().notices;
    notices.into_iter().map(|notice| notice.trouble).collect()
}

#[test]
fn a_stale_profile_is_said_and_stops_nothing() {
    assert_eq!(troubles(&unlocked(kit_until(SATURDAY + DAY_S))), []);
    let mut kit = unlocked(kit_until(SATURDAY - DAY_S));
    assert_eq!(troubles(&kit), [Trouble::ProfileStale]);
    assert!(kit.snapshot().kit.profile.stale);
    let visit = Command::NewVisit {
        community: CommunityId::from("c"),
        basis: Basis::Immobile,
    };
    kit.handle(Input::Command(visit), &at());
    assert!(kit.snapshot().visit.is_some());
}

#[test]
fn a_profile_is_taken_when_the_kit_is_open_and_counts_from_the_next_unlocking() {
    let order = || {
        Input::Command(Command::TakeProfile {
            folder: "/media/stick".into(),
        })
    };
    let mut kit = kit_until(0);
    assert!(kit.handle(order(), &at()).is_empty(), "not while locked");
    let mut kit = unlocked(kit);
    let effects = kit.handle(order(), &at());
    assert_eq!(effects, [Effect::TakeProfile("/media/stick".into())]);
    kit.handle(Input::ProfileTaken { version: 3 }, &at());
    let shown = kit.snapshot().kit.profile;
    assert_eq!((shown.version, shown.next), (2, Some(3)));
}
