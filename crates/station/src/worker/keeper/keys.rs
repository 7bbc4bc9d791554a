//! The keeper's part in wishes about keys: what was drawn and typed back is set in the vault.
//!
//! What goes wrong is told as a trouble; a wish that was not carried out has changed nothing.

use super::{Keeper, raw, unlock_trouble};
use crate::parts::KitParts;
use crate::{enrol, place};
use office::Input;
use office::command::{KeyWish, RecordId, Secret};
use office::trouble::Trouble;
use parcel::PublicKey;
use vault::{AddError, HandOverError, OpenVault, RenewError, UnlockError, Vault};

impl Keeper {
    pub(super) fn set_key(&mut self, wish: KeyWish, passphrase: &Secret) {
        let trouble = self.try_to_set(wish, passphrase).err();
        self.tell(Input::KeySet { wish, trouble });
    }

    fn try_to_set(&mut self, wish: KeyWish, passphrase: &Secret) -> Result<(), Trouble> {
        let Some(vault) = &mut self.vault else {
            return Err(Trouble::KeysNotWritten);
        };
        let passphrase = enrol::typed(&passphrase.0);
        match wish {
            KeyWish::Passphrase => {
                let passphrase = match place::key_file() {
                    Some(content) if vault.needs_key_file() => passphrase.with_key_file(&content),
                    // The stick was taken out: without it the passphrase would guard less than before.
                    None if vault.needs_key_file() => return Err(Trouble::KeysNotWritten),
                    Some(_) | None => passphrase,
                };
                vault
                    .change_passphrase(&passphrase)
                    .map_err(|error| add_trouble(&error))
            }
            KeyWish::Duress => vault
                .set_duress(&passphrase)
                .map_err(|error| add_trouble(&error)),
            KeyWish::Colleague => {
                let key = vault
                    .add_administrator(&passphrase)
                    .map_err(|error| add_trouble(&error))?;
                write_card(&self.parts, vault, &key)
            }
            KeyWish::Card | KeyWish::Renewal => {
                enrol::give_codes(&self.parts, vault, &passphrase)
                    .map_err(|error| renew_trouble(&error))?;
                let key = vault.administrator_signer().public_key().clone();
                write_card(&self.parts, vault, &key)
            }
        }
    }

    /// The new vault is empty and has keys of its own: the coordinator admits the kit anew by its card. Until then intake
    /// goes on and delivery waits.
    pub(super) fn renew(&mut self, code: &Secret, passphrase: &Secret) {
        let renewed = Vault::renew(
            &self.parts.folder.keys(),
            &enrol::typed(&code.0),
            &enrol::typed(&passphrase.0),
        );
        match renewed {
            Ok(vault) => {
                let key = vault.administrator_signer().public_key().clone();
                // Codes of before open nothing any more.
                if let Err(error) = std::fs::remove_file(self.parts.folder.telephone_code()) {
                    tracing::debug!(%error, "there was no code for the telephone");
                }
                let _said_in_the_log = write_card(&self.parts, &vault, &key);
                self.enter(vault);
            }
            Err(error) => self.tell(Input::UnlockRefused(renew_trouble(&error))),
        }
    }

    pub(super) fn pass_on(&mut self, records: &[RecordId], passphrase: &Secret) {
        let ids: Vec<_> = records
            .iter()
            .map(|record| parcel::RecordId(raw(*record).0))
            .collect();
        let passed =
            self.vault
                .as_mut()
                .ok_or(Trouble::KeysNotWritten)
                .and_then(|vault: &mut OpenVault| {
                    vault
                        .hand_over(&ids, &enrol::typed_with_stick(&passphrase.0))
                        .map_err(|error| hand_over_trouble(&error))
                });
        self.tell(Input::PassedOn {
            trouble: passed.err(),
        });
    }
}

fn add_trouble(error: &AddError) -> Trouble {
    match error {
        AddError::Full => Trouble::NoRoomForKeys,
        AddError::PassphraseTaken | AddError::Disk(_) | AddError::Cost(_) => {
            tracing::error!(%error, "a passphrase was not set");
            Trouble::KeysNotWritten
        }
    }
}

fn hand_over_trouble(error: &HandOverError) -> Trouble {
    match error {
        HandOverError::NotAColleague { left } => Trouble::NotAColleague { left: *left },
        HandOverError::Disk(_) | HandOverError::Cost(_) => {
            tracing::error!(%error, "a visit was not handed over");
            Trouble::KeysNotWritten
        }
    }
}

fn renew_trouble(error: &RenewError) -> Trouble {
    match error {
        RenewError::WrongCode => Trouble::WrongCode,
        RenewError::NoCodes => Trouble::NoCode,
        RenewError::InUse => unlock_trouble(&UnlockError::InUse),
        RenewError::Damaged | RenewError::Disk(_) | RenewError::Cost(_) => {
            tracing::error!(%error, "the vault was not made anew");
            Trouble::KeysNotWritten
        }
    }
}

/// Writes the kit card anew; what went wrong is in the log.
fn write_card(parts: &KitParts, vault: &OpenVault, key: &PublicKey) -> Result<(), Trouble> {
    enrol::write_card(parts, vault, key)
        .map(drop)
        .map_err(|error| {
            tracing::error!(%error, "the kit card could not be written");
            Trouble::KeysNotWritten
        })
}
