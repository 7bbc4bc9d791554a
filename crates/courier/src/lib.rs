//! Carries sealed parts to the depot and back: the wire's types, a client that resumes at any byte, and the delivery loop.
//!
//! It knows bytes, lengths, digests and signatures. It never learns what a part contains or whose it is (I5), never counts a
//! part as delivered without a verified receipt (I6), and never waits without a deadline (I9).
//!
//! Reading order: what travels ([`wire`]), how much and how long ([`limits`]), where to ([`address`]), one question and its
//! answer ([`client`] over a [`pipe`]), uploads ([`upload`]), a coordinator's visit ([`session`]), what the kit offers ([`outbox`]), and the loop
//! that ties them together ([`deliver`]), what it senses of [`coverage`]; then the way back ([`letterbox`]).

pub mod wire;

pub mod limits;

pub mod address;

pub mod pipe;

mod body;

pub mod client;

pub mod upload;

pub mod session;

pub mod enrolment;

pub mod outbox;

pub mod reins;

pub mod deliver;

pub mod coverage;

pub mod letterbox;

pub mod sim;

pub use address::{Address, AddressError};
pub use client::{Client, ClientError};
pub use coverage::{Coverage, Sense};
pub use deliver::{Event, Sitting, State, deliver};
pub use letterbox::{Begun, CollectError, Letterbox, collect};
pub use limits::Limits;
pub use outbox::{AsideReason, Lease, Outbox, OutboxError};
pub use reins::Reins;
pub use session::Session;
