//! What a coordinator sends to a kit, signed, then sealed to the kit's mailbox.
//!
//! A dispatch never carries anything that opens a parcel. Its number lets the kit take each once, in any order.

use serde::{Deserialize, Serialize};

use crate::{KitName, Namespace, Profile, Receipt, Signed, Statement};

/// One thing sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DispatchItem {
    /// A parcel was verified and decrypted.
    Opened(Signed<Receipt>),
    /// The next profile of the chain.
    Profile(Signed<Profile>),
}

/// A message from the back office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    /// The kit it is for.
    pub kit: KitName,
    /// Its number among that kit's dispatches, from 1.
    pub number: u64,
    /// When it was signed, seconds since 1970 UTC: a trusted anchor for the kit's clock.
    pub issued_at: i64,
    /// What it brings.
    pub items: Vec<DispatchItem>,
}

impl Statement for Dispatch {
    const FORMAT: &'static str = "valiza.dispatch.v1";
    const NAMESPACE: Namespace = Namespace::Dispatch;
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Mailbox, Signer, SoftSigner, VerifyError, mailbox::MailboxError};
    use rand::rngs::OsRng;

    #[test]
    fn a_dispatch_reaches_its_mailbox_and_no_other() {
        let coordinator = SoftSigner::generate(&mut OsRng);
        let dispatch = Dispatch {
            kit: KitName::random(&mut OsRng),
            number: 1,
            issued_at: 0,
            items: Vec::new(),
        };
        let signed = Signed::sign(&dispatch, &coordinator).unwrap();
        let mailbox: Mailbox = Mailbox::generate().to_secret().parse().unwrap();
        let file = mailbox.address().seal(&signed);
        let trusted = [coordinator.public_key().clone()];
        assert_eq!(mailbox.open(&file, &trusted).unwrap(), dispatch);
        assert_eq!(
            Mailbox::generate().open(&file, &trusted),
            Err(MailboxError::NotForUs)
        );
        assert_eq!(
            mailbox.open(&file[..90], &trusted),
            Err(MailboxError::Damaged)
        );
        assert_eq!(
            mailbox.open(&file, &[]),
            Err(MailboxError::NotBelieved(VerifyError::UnknownSigner))
        );
    }
}
