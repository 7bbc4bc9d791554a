//! A kit's first messages on their way: laid down and fetched under the address that comes out of the code.
//!
//! They are sealed under the code ([`parcel::enrolment`]), so neither depot nor stick has to be believed. A card is taken
//! once: whoever comes second with the same code is told so.

use hyper::Method;
use parcel::enrolment::Step;
use parcel::standing::KitStanding;
use parcel::{RecordId, Signed};

use crate::body::Outgoing;
use crate::client::{Client, ClientError, Question, json_body};
use crate::session::Session;

/// Where the messages of enrolments are: below it the address of an enrolment, and the step.
pub const ENROLMENTS: &str = "/v1/enrolments";

fn path(id: RecordId, step: Step) -> String {
    format!("{ENROLMENTS}/{id}/{}", step.as_str())
}

impl Client {
    /// Fetches a message of an enrolment.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when it is not there, or not any more.
    pub async fn enrolment(&self, id: RecordId, step: Step) -> Result<Vec<u8>, ClientError> {
        let question = Question::new(Method::GET, path(id, step));
        let answer = self.ask(question, Outgoing::empty()).await?;
        Ok(answer.body.to_vec())
    }

    /// Brings the card of a kit that was invited.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `not-allowed` when a card was brought before.
    pub async fn bring_card(&self, id: RecordId, card: Vec<u8>) -> Result<(), ClientError> {
        let question = Question::new(Method::PUT, path(id, Step::Card));
        self.ask(question, Outgoing::whole(card)).await.map(drop)
    }

    /// Tells the depot how a kit stands; the signature is the right to say it.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `foreign` when the signer may not say it.
    pub async fn say_standing(&self, said: &Signed<KitStanding>) -> Result<(), ClientError> {
        let question = Question::new(Method::POST, "/v1/standings");
        self.ask(question, json_body(said)?).await.map(drop)
    }
}

impl Session<'_> {
    /// Lays down an invitation or a profile for a kit; an invitation begins its enrolment anew.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn lay_down(
        &self,
        id: RecordId,
        step: Step,
        message: Vec<u8>,
    ) -> Result<(), ClientError> {
        self.put(path(id, step), message).await
    }
}
