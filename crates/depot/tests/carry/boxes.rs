//! The way back: dispatch boxes at a real depot, emptied with a ticket through cuts.

use std::collections::BTreeMap;

use courier::sim::{CutProxy, Cuts};
use courier::wire::ProblemCode;
use courier::{Begun, ClientError, CollectError, Letterbox, OutboxError, collect};
use depot::clock::now;
use parcel::{Digest, Signed, Signer as _, Ticket, digest_of};

use crate::yard::{Kit, Yard, any_seed, client_at};

/// What a kit keeps of its dispatches.
#[derive(Default)]
struct Kept {
    ticket: Option<Signed<Ticket>>,
    letters: BTreeMap<Digest, Vec<u8>>,
    /// A full disk: nothing is kept.
    full: bool,
}

impl Kept {
    fn of(kit: &Kit, issued_at: i64) -> Self {
        Self {
            ticket: Some(Ticket::sign(kit.name, issued_at, &kit.key).unwrap()),
            ..Self::default()
        }
    }
}

impl Letterbox for Kept {
    async fn ticket(&mut self) -> Result<Option<Signed<Ticket>>, OutboxError> {
        Ok(self.ticket.clone())
    }

    async fn knows(&mut self, digest: &Digest) -> Result<bool, OutboxError> {
        Ok(self.letters.contains_key(digest))
    }

    async fn keep(&mut self, digest: &Digest, bytes: Vec<u8>) -> Result<(), OutboxError> {
        if self.full {
            return Err(OutboxError::Unreadable);
        }
        assert!(self.letters.insert(*digest, bytes).is_none(), "kept twice");
        Ok(())
    }
}

async fn post(yard: &Yard, bytes: &[u8]) -> Result<(), ClientError> {
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    session.post_dispatch(&yard.kit.name, bytes.to_vec()).await
}

fn refusal(outcome: Result<usize, CollectError>) -> Option<ProblemCode> {
    match outcome.unwrap_err() {
        CollectError::Client(error) => error.code(),
        CollectError::Letterbox(_) => None,
    }
}

#[tokio::test]
async fn a_locked_kit_empties_its_box_through_cuts_and_each_dispatch_comes_once() {
    let yard = Yard::plain().await;
    let letters = [vec![1; 8_192], vec![2; 900_000], vec![3; 40_000]];
    for letter in letters.iter().chain(&letters[..1]) {
        post(&yard, letter).await.unwrap();
    }
    let seed = any_seed();
    let cuts = Cuts {
        times: 6,
        after_bytes: 1_000..=300_000,
        seed,
    };
    let proxy = CutProxy::start(yard.address, cuts).unwrap();
    let client = client_at(proxy.address());
    let mut kept = Kept::of(&yard.kit, now());
    let (mut begun, mut rounds) = (Begun::default(), 0);
    while collect(&client, &mut kept, &mut begun).await.is_err() {
        rounds += 1;
        assert!(rounds < 50, "seed {seed}");
    }
    let expected: BTreeMap<_, _> = letters
        .iter()
        .map(|letter| (digest_of(letter), letter.clone()))
        .collect();
    assert_eq!(kept.letters, expected, "seed {seed}");

    post(&yard, &letters[0]).await.unwrap();
    let again = collect(&yard.client(), &mut kept, &mut begun).await;
    assert_eq!(again.unwrap(), 0, "what was taken does not come again");
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let seen = session.box_of(&yard.kit.name).await.unwrap().entries;
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|entry| entry.taken_at.is_some()));
}

#[tokio::test]
async fn what_the_kit_could_not_keep_stays_at_the_depot() {
    let mut yard = Yard::plain().await;
    post(&yard, b"a letter").await.unwrap();
    let mut kept = Kept::of(&yard.kit, now());
    kept.full = true;
    let client = yard.client();
    let full = collect(&client, &mut kept, &mut Begun::default()).await;
    assert_eq!(
        full,
        Err(CollectError::Letterbox(OutboxError::Unreadable)),
        "nothing is acknowledged"
    );
    yard.kill_and_restart().await;
    kept.full = false;
    let came = collect(&yard.client(), &mut kept, &mut Begun::default()).await;
    assert_eq!(came, Ok(1));
}

#[tokio::test]
async fn a_box_opens_to_its_own_kit_for_thirty_days_and_not_to_a_lost_one() {
    let yard = Yard::plain().await;
    post(&yard, b"a letter").await.unwrap();
    let client = yard.client();
    let try_with =
        async |mut kept: Kept| refusal(collect(&client, &mut kept, &mut Begun::default()).await);

    let over = Kept::of(&yard.kit, now() - parcel::dispatch::TICKET_LASTS_S - 60);
    assert_eq!(try_with(over).await, Some(ProblemCode::Session));
    let stranger = Kit::draw();
    let forged = Ticket::sign(yard.kit.name, now(), &stranger.key).unwrap();
    let forged = Kept {
        ticket: Some(forged),
        ..Kept::default()
    };
    assert_eq!(try_with(forged).await, Some(ProblemCode::Foreign));
    assert_eq!(
        try_with(Kept::of(&stranger, now())).await,
        Some(ProblemCode::Foreign)
    );

    let lost = yard
        .kit
        .key
        .public_key()
        .allowed_signers_line(&format!("lost-kit:{}", yard.kit.name));
    std::fs::write(yard.data().join(depot::signers::FILE), lost).unwrap();
    assert_eq!(
        try_with(Kept::of(&yard.kit, now())).await,
        Some(ProblemCode::NotAllowed)
    );
}

#[tokio::test]
async fn only_a_coordinator_posts_and_a_box_has_an_end() {
    let mut yard = Yard::plain().await;
    let client = yard.client();
    let Err(error) = client.session(&yard.kit.key).await else {
        panic!("a kit opened a coordinator's session");
    };
    assert!(matches!(
        error,
        courier::session::LoginError::Client(ClientError::Refused(_))
    ));
    let session = client.session(&yard.coordinator).await.unwrap();
    let nobody = session.post_dispatch(&Kit::draw().name, vec![1]).await;
    assert_eq!(nobody.unwrap_err().code(), Some(ProblemCode::Unknown));
    let huge = session
        .post_dispatch(&yard.kit.name, vec![0; 40 << 20])
        .await;
    assert!(
        matches!(&huge, Err(error) if error.code() == Some(ProblemCode::TooLarge))
            || huge == Err(ClientError::Cut),
        "{huge:?}"
    );
    yard.set("box_places", "2").await;
    for letter in [b"1", b"2"] {
        post(&yard, letter).await.unwrap();
    }
    let more = post(&yard, b"one more").await;
    assert_eq!(more.unwrap_err().code(), Some(ProblemCode::Full));
}
