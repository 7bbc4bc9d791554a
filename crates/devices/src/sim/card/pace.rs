//! The card's side of PACE with generic mapping over elliptic curves (ICAO 9303-11 4.4).
//!
//! Must never be a shortcut: every step is computed, so a reader with the wrong number fails where it fails at a real card.

use elliptic_curve::{
    Curve, CurveArithmetic, FieldBytes, FieldBytesSize, Group as _,
    group::Curve as _,
    ops::Reduce,
    sec1::{FromSec1Point, ModulusSize, Sec1Point, ToSec1Point},
};

use super::messaging::{Session, Strength, Way, aes, derive, token};
use crate::protocol::ber::{self, tlv};

/// Curves that the virtual card can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardCurve {
    /// NIST P-256 with AES-128.
    P256,
    /// Brainpool P256r1 with AES-256.
    BrainpoolP256,
    /// Brainpool P384r1 with AES-256.
    BrainpoolP384,
}

impl CardCurve {
    /// Number of the standardised domain parameters (ICAO 9303-11 9.5.1).
    fn parameter(self) -> u8 {
        match self {
            Self::P256 => 12,
            Self::BrainpoolP256 => 13,
            Self::BrainpoolP384 => 16,
        }
    }

    fn strength(self) -> Strength {
        match self {
            Self::P256 => Strength::Aes128,
            Self::BrainpoolP256 | Self::BrainpoolP384 => Strength::Aes256,
        }
    }

    /// id-PACE-ECDH-GM-AES-CBC-CMAC-128 or -256.
    fn protocol(self) -> [u8; 10] {
        let last = match self.strength() {
            Strength::Des | Strength::Aes128 => 2,
            Strength::Aes256 => 4,
        };
        [4, 0, 0x7f, 0, 7, 2, 2, 4, 2, last]
    }

    /// EF.CardAccess.
    pub(super) fn announcement(self) -> Vec<u8> {
        let announced = [
            tlv(0x06, &self.protocol()),
            tlv(0x02, &[2]),
            tlv(0x02, &[self.parameter()]),
        ];
        tlv(0x31, &tlv(0x30, &announced.concat()))
    }
}

/// Where a run of PACE stands.
#[derive(Debug)]
enum Step {
    Chosen,
    NonceSent {
        nonce: Vec<u8>,
    },
    Mapped {
        generator: Vec<u8>,
    },
    Agreed {
        session: Session,
        own: Vec<u8>,
        theirs: Vec<u8>,
    },
}

/// A run of PACE.
#[derive(Debug)]
pub(super) struct Pace {
    curve: CardCurve,
    password: Vec<u8>,
    step: Step,
}

/// What the card does next.
pub(super) enum Answer {
    Go(Vec<u8>),
    Done(Vec<u8>, Session),
    /// The token is wrong: so was the password.
    Refused,
    Nonsense,
}

impl Pace {
    /// Begins a run if the reader chose what was announced (MSE:Set AT).
    pub(super) fn choose(curve: CardCurve, chosen: &[u8], password: &[u8]) -> Option<Self> {
        (ber::find(chosen, 0x80)? == curve.protocol()).then(|| Self {
            curve,
            password: derive(password, 3, curve.strength()),
            step: Step::Chosen,
        })
    }

    /// One GENERAL AUTHENTICATE.
    pub(super) fn step(&mut self, data: &[u8]) -> Answer {
        let data = ber::find(data, 0x7c).unwrap_or_default();
        match self.curve {
            CardCurve::P256 => self.on::<p256::NistP256>(data),
            CardCurve::BrainpoolP256 => self.on::<bp256::BrainpoolP256r1>(data),
            CardCurve::BrainpoolP384 => self.on::<bp384::BrainpoolP384r1>(data),
        }
    }

    fn on<C>(&mut self, data: &[u8]) -> Answer
    where
        C: CurveArithmetic,
        C::AffinePoint: FromSec1Point<C> + ToSec1Point<C>,
        FieldBytesSize<C>: ModulusSize,
    {
        let strength = self.curve.strength();
        let sent = ber::next(data).map(|(part, _)| (part.tag, part.value));
        let (step, answer) = match (std::mem::replace(&mut self.step, Step::Chosen), sent) {
            (_, None) => {
                let nonce = rand::random::<[u8; 16]>().to_vec();
                let secret = aes(&self.password, &[0; 16], &nonce, Way::Close);
                (Step::NonceSent { nonce }, tlv(0x80, &secret))
            }
            (Step::NonceSent { nonce }, Some((0x81, point))) => {
                let Some(theirs) = point_of::<C>(point) else {
                    return Answer::Nonsense;
                };
                let own = random::<C>();
                let generator =
                    C::ProjectivePoint::generator() * scalar::<C>(&nonce) + theirs * own;
                (
                    Step::Mapped {
                        generator: bytes_of::<C>(generator),
                    },
                    tlv(0x82, &bytes_of::<C>(C::ProjectivePoint::generator() * own)),
                )
            }
            (Step::Mapped { generator }, Some((0x83, point))) => {
                let (Some(generator), Some(theirs)) =
                    (point_of::<C>(&generator), point_of::<C>(point))
                else {
                    return Answer::Nonsense;
                };
                let own = random::<C>();
                let shared = bytes_of::<C>(theirs * own);
                let x = shared.get(1..=C::ORDER_BYTES).unwrap_or_default();
                let public = bytes_of::<C>(generator * own);
                (
                    Step::Agreed {
                        session: Session::new(x, strength, 0),
                        own: public.clone(),
                        theirs: point.to_vec(),
                    },
                    tlv(0x84, &public),
                )
            }
            (
                Step::Agreed {
                    session,
                    own,
                    theirs,
                },
                Some((0x85, sent)),
            ) => {
                if self.token(&session, &own) != sent {
                    return Answer::Refused;
                }
                let answer = tlv(0x7c, &tlv(0x86, &self.token(&session, &theirs)));
                return Answer::Done(answer, session);
            }
            (_, Some(_)) => return Answer::Nonsense,
        };
        self.step = step;
        Answer::Go(tlv(0x7c, &answer))
    }

    fn token(&self, session: &Session, point: &[u8]) -> Vec<u8> {
        let input = [tlv(0x06, &self.curve.protocol()), tlv(0x86, point)].concat();
        token(session.seal_key(), &tlv(0x7f49, &input))
    }
}

/// Length of a coordinate.
trait OrderBytes {
    const ORDER_BYTES: usize;
}

impl<C: Curve> OrderBytes for C {
    const ORDER_BYTES: usize =
        <FieldBytesSize<C> as elliptic_curve::array::typenum::Unsigned>::USIZE;
}

fn scalar<C: CurveArithmetic>(bytes: &[u8]) -> C::Scalar {
    let mut wide = FieldBytes::<C>::default();
    let start = wide.len().saturating_sub(bytes.len());
    wide.iter_mut()
        .skip(start)
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    <C::Scalar as Reduce<FieldBytes<C>>>::reduce(&wide)
}

fn random<C: CurveArithmetic>() -> C::Scalar {
    let bytes: Vec<u8> = (0..C::ORDER_BYTES).map(|_| rand::random()).collect();
    scalar::<C>(&bytes)
}

fn point_of<C>(bytes: &[u8]) -> Option<C::ProjectivePoint>
where
    C: CurveArithmetic,
    C::AffinePoint: FromSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    let encoded = Sec1Point::<C>::from_bytes(bytes).ok()?;
    let point: Option<C::AffinePoint> = C::AffinePoint::from_sec1_point(&encoded).into();
    point.map(C::ProjectivePoint::from)
}

fn bytes_of<C>(point: C::ProjectivePoint) -> Vec<u8>
where
    C: CurveArithmetic,
    C::AffinePoint: ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    point.to_affine().to_sec1_point(false).as_bytes().to_vec()
}
