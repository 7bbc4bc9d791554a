//! Kits come and go: a coordinator's word admits one and declares it lost; an enrolment's messages pass through.

use courier::wire::ProblemCode;
use courier::{Address, Client, ClientError, Limits};
use parcel::enrolment::Step;
use parcel::standing::{KitStanding, Standing};
use parcel::{EnrolCode, Kind, ReceiptKind, Signed, Signer as _, SoftSigner};
use rand::rngs::OsRng;

use crate::carry;
use crate::yard::{Kit, Shelf, Yard};

fn word(kit: &Kit, standing: Standing, signer: &SoftSigner) -> Signed<KitStanding> {
    let said = KitStanding {
        kit: kit.name,
        kit_key: kit.key.public_key().clone(),
        standing,
        said_at: 0,
    };
    Signed::sign(&said, signer).unwrap()
}

#[tokio::test]
async fn a_coordinators_word_admits_a_kit_and_declares_it_lost_for_good() {
    let yard = Yard::plain().await;
    let client = yard.client();
    let mut kit = Kit::draw();
    let by_itself = word(&kit, Standing::Admitted, &kit.key);
    let refused = client.say_standing(&by_itself).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::Foreign));
    let admitted = word(&kit, Standing::Admitted, &yard.coordinator);
    client.say_standing(&admitted).await.unwrap();
    let mut shelf = Shelf::of([kit.part(Kind::Summary, 9_000)]);
    assert_eq!(carry(&yard, &client, &mut shelf).await.delivered, 1);

    let lost = word(&kit, Standing::Lost, &yard.coordinator);
    client.say_standing(&lost).await.unwrap();
    // Somebody repeats the older word.
    client.say_standing(&admitted).await.unwrap();
    shelf.parts.push(kit.part(Kind::Pages, 90_000));
    assert_eq!(carry(&yard, &client, &mut shelf).await.delivered, 1);
    let kinds: Vec<_> = shelf.confirmed.iter().map(|(_, one)| one.kind).collect();
    assert_eq!(kinds, [ReceiptKind::Stored, ReceiptKind::Quarantined]);
}

#[tokio::test]
async fn an_enrolments_messages_pass_through_a_depot_that_nothing_pins_yet() {
    let yard = Yard::secured().await;
    let url = format!("https://{}", yard.address);
    let kits = Client::new(Address::unpinned(&url).unwrap(), Limits::default());
    let coordinators = yard.pinned_client();
    let session = coordinators.session(&yard.coordinator).await.unwrap();

    let enrolment = EnrolCode::draw(&mut OsRng).derive();
    let id = enrolment.id();
    let nothing = |answer: Result<Vec<u8>, ClientError>| {
        assert_eq!(answer.unwrap_err().code(), Some(ProblemCode::Unknown));
    };
    nothing(kits.enrolment(id, Step::Invitation).await);
    let uninvited = kits.bring_card(id, b"card".to_vec()).await;
    assert_eq!(uninvited.unwrap_err().code(), Some(ProblemCode::Unknown));

    let sealed = enrolment.seal(Step::Invitation, &"come", &mut OsRng);
    session
        .lay_down(id, Step::Invitation, sealed)
        .await
        .unwrap();
    let message = kits.enrolment(id, Step::Invitation).await.unwrap();
    let said: String = enrolment.open(Step::Invitation, &message).unwrap();
    assert_eq!(said, "come");
    kits.bring_card(id, b"card".to_vec()).await.unwrap();
    let second = kits.bring_card(id, b"another".to_vec()).await;
    assert_eq!(second.unwrap_err().code(), Some(ProblemCode::NotAllowed));
    let card = coordinators.enrolment(id, Step::Card).await.unwrap();
    assert_eq!(card, b"card");
    nothing(kits.enrolment(id, Step::Profile).await);
}
