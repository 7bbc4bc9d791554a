//! Words are drawn, written down, typed back, and only then set.

use super::*;
use crate::command::KeyWish;
use crate::snapshot::Gate;

impl Office {
    fn draw(&mut self, wish: KeyWish) -> String {
        assert_eq!(self.ask(Command::DrawKey { wish }), []);
        self.shown()
            .drawn
            .map(|drawn| drawn.words.0.clone())
            .unwrap()
    }

    fn type_back(&mut self, words: &str) -> Vec<Effect> {
        self.ask(Command::SetKey {
            passphrase: Secret(words.into()),
        })
    }
}

#[test]
fn a_key_is_set_only_when_its_words_were_typed_back() {
    for wish in KeyWish::OPEN {
        let mut office = Office::open();
        let words = office.draw(wish);
        assert_eq!(words.split(' ').count(), crate::passphrase::DRAWN);
        assert_eq!(office.type_back("калина"), []);
        assert_eq!(office.last_trouble(), Some(Trouble::NotAsDrawn));
        let typed = words.to_uppercase();
        let effects = office.type_back(&typed);
        assert!(
            matches!(effects.as_slice(), [Effect::SetKey { wish: set, passphrase }] if *set == wish && passphrase.0 == typed)
        );
        assert_eq!(office.type_back(&words), [], "it is being set");
        assert_eq!(office.last_trouble(), None);
        office.hear(Input::KeySet {
            wish,
            trouble: None,
        });
        assert_eq!(office.shown().drawn, None);
    }
}

#[test]
fn words_that_were_given_up_are_forgotten() {
    let mut office = Office::open();
    let words = office.draw(KeyWish::Passphrase);
    office.ask(Command::LeaveKey);
    assert_eq!(office.shown().drawn, None);
    assert_eq!(office.type_back(&words), []);
    assert_ne!(office.draw(KeyWish::Passphrase), words);
}

#[test]
fn a_locked_kit_draws_for_a_new_vault_only_and_a_mistake_in_typing_costs_nothing() {
    let mut office = Office::new();
    office.ask(Command::DrawKey {
        wish: KeyWish::Passphrase,
    });
    assert_eq!(office.shown().drawn, None);
    let words = office.draw(KeyWish::Renewal);
    let renew = |passphrase: &str| Command::Renew {
        code: Secret("code".into()),
        passphrase: Secret(passphrase.into()),
    };
    assert_eq!(office.ask(renew("калина")), []);
    assert!(matches!(
        office.shown().gate,
        Gate::Locked {
            refusal: Some(Trouble::NotAsDrawn)
        }
    ));
    assert_eq!(office.ask(renew(&words)).len(), 1);
    assert_eq!(office.shown().gate, Gate::Trying);
    office.hear(Input::UnlockRefused(Trouble::WrongCode));
    assert!(
        office.shown().drawn.is_some(),
        "the same words may be tried with another code"
    );
    assert_eq!(office.ask(renew(&words)).len(), 1);
    office.hear(Input::Unlocked(Box::default()));
    assert_eq!(office.shown().drawn, None);
    assert_eq!(
        office.last_trouble(),
        Some(Trouble::NoCard),
        "the card is used up"
    );
}

#[test]
fn a_visit_that_was_handed_over_is_the_colleagues_alone() {
    let mut office = Office::filled();
    let visit = office.visit().visit.id;
    let pass_on = || Command::PassOn {
        passphrase: Secret("x".into()),
    };
    let effects = office.ask(pass_on());
    let Some(Effect::PassOn { records, .. }) = effects.first() else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (records.len(), records.last()),
        (2, Some(&RecordId::Visit(visit)))
    );
    office.hear(Input::PassedOn {
        trouble: Some(Trouble::NotAColleague { left: 8 }),
    });
    assert!(office.shown().visit.is_some());
    office.ask(pass_on());
    office.hear(Input::PassedOn { trouble: None });
    let shown = office.shown();
    assert_eq!((shown.visit, shown.visits.len()), (None, 0));
}
