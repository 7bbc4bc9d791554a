//! Turns in the course of an application: written down here, and told to the kit it came from where an administrator has to know.
//! Never fails for a kit that cannot be told: the register comes first.

use office::dossier::Dossier;
use parcel::{ApplicationId, Word, WordKind};

use super::{Desk, DispatchError};
use crate::{
    ledger::{Act, Application, Event, LedgerError, Registration, Turn},
    sheet,
};

impl Desk<'_> {
    /// Writes a turn down; the kit is told the official number, and why an application came back. None where there is no
    /// such application.
    ///
    /// # Errors
    /// Each situation has its own [`DispatchError`]; what the ledger took stays written.
    pub fn turn(
        &mut self,
        id: ApplicationId,
        event: Event,
    ) -> Result<Option<Application>, DispatchError> {
        let Some(mut application) = self.ledger.application(id)? else {
            return Ok(None);
        };
        let word = word(&application.dossier, &event);
        self.write_down(&mut application, event)?;
        if let Some(word) = word {
            match self.queue_word(application.kit, word) {
                Ok(_) => {}
                Err(why @ DispatchError::NoMailbox(_)) => {
                    tracing::warn!(%why, "the kit is not told")
                }
                Err(why) => return Err(why),
            }
        }
        Ok(Some(application))
    }

    fn write_down(
        &mut self,
        application: &mut Application,
        event: Event,
    ) -> Result<(), LedgerError> {
        if let Event::Registered { number, .. } = &event {
            application.registration = Some(Registration {
                number: number.clone(),
                at: self.now_s,
            });
        }
        application.course.push(Turn {
            at: self.now_s,
            by: self.ledger.who().to_owned(),
            event,
        });
        self.ledger.enter(application)?;
        self.ledger.log(self.now_s, Act::Register, application.id)
    }
}

/// What the kit is told of a turn.
fn word(dossier: &Dossier, event: &Event) -> Option<Word> {
    let (kind, text) = match event {
        Event::Registered { number, .. } => (WordKind::Registered, number),
        Event::Returned { because, .. } => (WordKind::Wanted, because),
        Event::Handed { .. }
        | Event::Decided { .. }
        | Event::Told { .. }
        | Event::Delivered { .. } => return None,
    };
    Some(Word {
        number: dossier.number.digits().to_owned(),
        kind,
        text: text.clone(),
    })
}

/// The official number as it was typed or pasted: one line, no blanks around it; none where nothing is left.
#[must_use]
pub fn official(typed: &str) -> Option<String> {
    let words: Vec<_> = typed.split_whitespace().map(str::to_owned).collect();
    let number = sheet::joined(words, " ");
    (!number.is_empty()).then_some(number)
}
