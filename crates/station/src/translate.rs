//! Turns what other crates say into what office understands, once (error rule 3).

use crate::parts::PartsError;
use crate::press::PressError;
use devices::{CardError, CardReading, ChipProof, DataProof, DeviceError, SignerDoubt};
use office::application::{Kin, Kinship};
use office::identity::{ChipFacts, ChipItself, ChipVerdict, DataVerdict};
use office::number::Number;
use office::trouble::{CardTrouble, DeviceKind, Trouble};
use parcel::ProfileError;

/// A device's trouble in the administrator's terms.
pub(crate) fn device_trouble(device: DeviceKind, error: DeviceError) -> Trouble {
    match error {
        DeviceError::NoPaper => Trouble::NoPaper(device),
        DeviceError::Jam { after_pages } => Trouble::Jam {
            device,
            pages: after_pages,
        },
        DeviceError::CoverOpen => Trouble::CoverOpen(device),
        DeviceError::NoInk => Trouble::NoInk,
        DeviceError::Refused { .. } | DeviceError::Garbled { .. } => Trouble::DeviceGarbled(device),
        DeviceError::TimedOut => Trouble::DeviceSlow(device),
        DeviceError::Gone => Trouble::DeviceGone(device),
        DeviceError::Busy => Trouble::DeviceBusy(device),
        DeviceError::NotPermitted => Trouble::DeviceDenied(device),
        DeviceError::Cancelled => Trouble::Stopped,
    }
}

/// Why a card was not read.
pub(crate) fn card_trouble(error: CardError) -> Trouble {
    let reader = DeviceKind::CardReader;
    Trouble::Card(match error {
        CardError::ServiceStopped => CardTrouble::ServiceStopped,
        CardError::NotPermitted => return Trouble::DeviceDenied(reader),
        CardError::NoReader => return Trouble::DeviceGone(reader),
        CardError::Busy => return Trouble::DeviceBusy(reader),
        CardError::Garbled { .. } => return Trouble::DeviceGarbled(reader),
        CardError::TimedOut => return Trouble::DeviceSlow(reader),
        CardError::Cancelled => return Trouble::Stopped,
        CardError::NoCard => CardTrouble::NotThere,
        CardError::TwoCards => CardTrouble::Two,
        CardError::NotIdCard => CardTrouble::AnotherKind,
        CardError::NeedsZone => CardTrouble::NeedsZone,
        CardError::WrongKey => CardTrouble::WrongKey,
        CardError::WaitBeforeTry { seconds } => CardTrouble::Wait { seconds },
        CardError::KeyMisshapen => CardTrouble::KeyMisshapen,
        CardError::Removed => CardTrouble::Removed,
    })
}

/// The key of a card as the reader takes it.
pub(crate) fn chip_key(key: &office::identity::CardKey) -> devices::CardKey {
    match key {
        office::identity::CardKey::Can(can) => devices::CardKey::Can(can.0.clone()),
        office::identity::CardKey::Zone {
            document,
            born,
            expires,
        } => devices::CardKey::Zone {
            document: document.0.clone(),
            born: born.0.clone(),
            expires: expires.0.clone(),
        },
    }
}

/// What a chip told. Altered data does not come this far; should it, nothing counts as proven.
pub(crate) fn chip_facts(reading: CardReading) -> ChipFacts {
    let data = match reading.data {
        DataProof::Signed => DataVerdict::Signed,
        DataProof::Intact(SignerDoubt::NoAuthorities) => DataVerdict::NoAuthorities,
        DataProof::Intact(SignerDoubt::UnknownAuthority) => DataVerdict::UnknownAuthority,
        DataProof::Intact(SignerDoubt::OutsideItsDates) => DataVerdict::OutsideItsDates,
        DataProof::Intact(SignerDoubt::NotForSigning) => DataVerdict::NotForSigning,
        DataProof::Intact(SignerDoubt::Revoked) => DataVerdict::Revoked,
        DataProof::Unsigned | DataProof::Altered => DataVerdict::Unsigned,
    };
    let chip = match reading.chip {
        ChipProof::Genuine => ChipItself::Genuine,
        ChipProof::NotOffered => ChipItself::NotOffered,
        ChipProof::Failed => ChipItself::Failed,
    };
    ChipFacts {
        lines: reading.zone.lines,
        name: reading.person.name.unwrap_or_default(),
        verdict: ChipVerdict { data, chip },
    }
}

/// A worker's trouble.
pub(crate) fn press_trouble(error: PressError) -> Trouble {
    match error {
        PressError::Unreadable | PressError::Lost => Trouble::FileUnreadable,
        PressError::TooLarge => Trouble::FileTooLarge,
        PressError::NotSet => Trouble::NotTypeset,
    }
}

/// The store's trouble while a draft is saved.
pub(crate) fn save_trouble(error: &store::StoreError) -> Trouble {
    match error {
        store::StoreError::Full => Trouble::DiskFull,
        store::StoreError::Unusable(_)
        | store::StoreError::FromTheFuture { .. }
        | store::StoreError::Garbled
        | store::StoreError::Missing => Trouble::NotSaved,
    }
}

/// What a number belongs to, as the store keeps it.
pub(crate) fn kept_kinship(kinship: &Kinship) -> store::Kinship {
    store::Kinship {
        kin: kinship.kin.key().to_owned(),
        of: kinship.of.digits().to_owned(),
    }
}

/// What the store kept of it; `None` where nobody knows the word.
pub(crate) fn kinship(kept: &store::Kinship) -> Option<Kinship> {
    let mut all = Kin::ALL.into_iter();
    Some(Kinship {
        kin: all.find(|kin| kin.key() == kept.kin)?,
        of: Number::parse(&kept.of).ok()?,
    })
}

/// Why a profile was not taken.
pub(crate) fn profile_trouble(error: &PartsError) -> Trouble {
    match error {
        PartsError::Profile(ProfileError::AnotherKit) => Trouble::ProfileForeign,
        PartsError::Profile(ProfileError::RollBack | ProfileError::ChainBroken) => {
            Trouble::ProfileOlder
        }
        PartsError::Profile(
            ProfileError::NotBelieved(_)
            | ProfileError::WrongRoot { .. }
            | ProfileError::TooFewSigners { .. }
            | ProfileError::NoCommunity,
        )
        | PartsError::Catalogue(_) => Trouble::ProfileNotBelieved,
        PartsError::Unreadable { .. }
        | PartsError::Unlike { .. }
        | PartsError::Devices(_)
        | PartsError::Depot(_) => Trouble::ProfileNotThere,
    }
}
