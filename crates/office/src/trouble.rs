//! What can go wrong, in the administrator's terms, and what to do next. Words live in the locale files.

use serde::{Deserialize, Serialize};

/// A device of the kit, as a person names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// Document scanner.
    Scanner,
    /// Reader of machine readable zones.
    IdReader,
    /// Reader of chip cards.
    CardReader,
    /// A4 printer.
    Printer,
    /// Slip printer.
    SlipPrinter,
    /// Files of a stick or folder.
    Folder,
    /// The kit's battery.
    Battery,
}

impl DeviceKind {
    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Scanner => "scanner",
            Self::IdReader => "id_reader",
            Self::CardReader => "card_reader",
            Self::Printer => "printer",
            Self::SlipPrinter => "slip_printer",
            Self::Folder => "folder",
            Self::Battery => "battery",
        }
    }
}

/// Why a card was not read. The reader itself has the troubles of any device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "card", rename_all = "snake_case")]
pub enum CardTrouble {
    /// The system's card service does not run.
    ServiceStopped,
    /// No card lies on the reader.
    NotThere,
    /// Two identity cards lie on readers.
    Two,
    /// What lies there is another kind of card.
    AnotherKind,
    /// This card is opened by what its zone says.
    NeedsZone,
    /// The number is not this card's.
    WrongKey,
    /// After wrong numbers the next try must wait.
    Wait {
        /// Seconds.
        seconds: u32,
    },
    /// The number is not one of six digits, and the zone was not read.
    KeyMisshapen,
    /// The card was taken away in the middle.
    Removed,
    /// The data on the chip is not what was signed.
    Altered,
}

impl CardTrouble {
    /// All of them, with a second to wait: what words are tested with.
    pub const ALL: [Self; 10] = [
        Self::ServiceStopped,
        Self::NotThere,
        Self::Two,
        Self::AnotherKind,
        Self::NeedsZone,
        Self::WrongKey,
        Self::Wait { seconds: 1 },
        Self::KeyMisshapen,
        Self::Removed,
        Self::Altered,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::ServiceStopped => "card-service-stopped",
            Self::NotThere => "card-not-there",
            Self::Two => "card-two",
            Self::AnotherKind => "card-another-kind",
            Self::NeedsZone => "card-needs-zone",
            Self::WrongKey => "card-wrong-key",
            Self::Wait { .. } => "card-wait",
            Self::KeyMisshapen => "card-key-misshapen",
            Self::Removed => "card-removed",
            Self::Altered => "card-altered",
        }
    }
}

/// What went wrong. Each has a sentence (`trouble-KEY`) and a remedy (`remedy-KEY`) in every locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Trouble {
    /// The passphrase does not fit; so many tries are left.
    WrongPassphrase {
        /// Tries left before the slots are destroyed.
        left: u32,
    },
    /// Too many wrong tries: wait.
    WaitBeforeUnlock {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The slots are destroyed; the kit opens with a new vault only.
    KeysDestroyed,
    /// The code is not one of this kit's, or it was used.
    WrongCode,
    /// The kit was never given a one-time code.
    NoCode,
    /// What was typed back is not what was drawn.
    NotAsDrawn,
    /// The passphrase opens no colleague's vault; so many tries are left.
    NotAColleague {
        /// Tries left; an open kit never uses up the last one.
        left: u32,
    },
    /// As many people have a passphrase of this kit as can.
    NoRoomForKeys,
    /// The file of keys could not be written; what was wished has not happened.
    KeysNotWritten,
    /// There is no one-time card for this kit.
    NoCard,
    /// The device is not there or does not answer.
    DeviceGone(DeviceKind),
    /// The device works on something else.
    DeviceBusy(DeviceKind),
    /// The device took longer than its deadline.
    DeviceSlow(DeviceKind),
    /// The device may be seen but not opened.
    DeviceDenied(DeviceKind),
    /// The device answered something that cannot be understood.
    DeviceGarbled(DeviceKind),
    /// No paper.
    NoPaper(DeviceKind),
    /// Paper jam after so many pages that are safe.
    Jam {
        /// Which device.
        device: DeviceKind,
        /// Pages that arrived before.
        pages: u32,
    },
    /// A cover or door is open.
    CoverOpen(DeviceKind),
    /// Ink or toner is out.
    NoInk,
    /// A file is not a JPEG, PNG or PDF that can be read.
    FileUnreadable,
    /// A file has more bytes or pages than a document may have.
    FileTooLarge,
    /// The reading is no machine readable zone, or its check digits are wrong.
    ReadingUnclear,
    /// A card was not read.
    Card(CardTrouble),
    /// The battery will soon be empty.
    BatteryLow {
        /// Parts of a hundred that are left.
        percent: u32,
    },
    /// The disk is full; the open application can still be sealed from the reserve.
    DiskFull,
    /// The disk has room for less than one more busy day.
    DiskFillsSoon,
    /// A change could not be written; it is still on the screen and is tried again.
    NotSaved,
    /// The application could not be sealed; it stays a draft.
    NotSealed,
    /// A paper could not be laid out.
    NotTypeset,
    /// The centre's own template of a paper is wrong; the paper was set from the shipped one.
    TemplateWrong,
    /// The order was stopped by the administrator; what had arrived is kept.
    Stopped,
    /// A record of an earlier day could not be read; it was left where it is.
    RecordUnreadable,
    /// What belongs to a sealed application is taken on a visit: none is open.
    NoVisitOpen,
    /// There is nothing sealed under this number: it is a draft still, or void.
    NotSealedYet,
    /// What was said is no date and time.
    TimeUnclear,
    /// A dispatch is not for this kit's mailbox, damaged, or signed by nobody whom the profile names.
    DispatchUnreadable,
    /// A profile or catalogue that came by dispatch is not taken; the one in use stays.
    RenewalRefused,
    /// A new profile or catalogue is here; it counts from the next start.
    Renewed,
    /// The profile in use is stale.
    ProfileStale,
    /// The folder holds no profile that can be read.
    ProfileNotThere,
    /// The profile is older than the one in use, or does not follow from it.
    ProfileOlder,
    /// The profile is for another kit.
    ProfileForeign,
    /// Another root key, or too few, signed the profile.
    ProfileNotBelieved,
    /// There is no room on the stick; what is on it already is whole.
    StickFull,
}

impl Trouble {
    /// The key of its words: `trouble-KEY`, `remedy-KEY`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::WrongPassphrase { .. } => "wrong-passphrase",
            Self::WaitBeforeUnlock { .. } => "wait-before-unlock",
            Self::KeysDestroyed => "keys-destroyed",
            Self::WrongCode => "wrong-code",
            Self::NoCode => "no-code",
            Self::NotAsDrawn => "not-as-drawn",
            Self::NotAColleague { .. } => "not-a-colleague",
            Self::NoRoomForKeys => "no-room-for-keys",
            Self::KeysNotWritten => "keys-not-written",
            Self::NoCard => "no-card",
            Self::DeviceGone(_) => "device-gone",
            Self::DeviceBusy(_) => "device-busy",
            Self::DeviceSlow(_) => "device-slow",
            Self::DeviceDenied(_) => "device-denied",
            Self::DeviceGarbled(_) => "device-garbled",
            Self::NoPaper(_) => "no-paper",
            Self::Jam { .. } => "jam",
            Self::CoverOpen(_) => "cover-open",
            Self::NoInk => "no-ink",
            Self::FileUnreadable => "file-unreadable",
            Self::FileTooLarge => "file-too-large",
            Self::ReadingUnclear => "reading-unclear",
            Self::Card(trouble) => trouble.key(),
            Self::BatteryLow { .. } => "battery-low",
            Self::DiskFull => "disk-full",
            Self::DiskFillsSoon => "disk-fills-soon",
            Self::NotSaved => "not-saved",
            Self::NotSealed => "not-sealed",
            Self::NotTypeset => "not-typeset",
            Self::TemplateWrong => "template-wrong",
            Self::Stopped => "stopped",
            Self::RecordUnreadable => "record-unreadable",
            Self::NoVisitOpen => "no-visit-open",
            Self::NotSealedYet => "not-sealed-yet",
            Self::TimeUnclear => "time-unclear",
            Self::DispatchUnreadable => "dispatch-unreadable",
            Self::RenewalRefused => "renewal-refused",
            Self::Renewed => "renewed",
            Self::ProfileStale => "profile-stale",
            Self::ProfileNotThere => "profile-not-there",
            Self::ProfileOlder => "profile-older",
            Self::ProfileForeign => "profile-foreign",
            Self::ProfileNotBelieved => "profile-not-believed",
            Self::StickFull => "stick-full",
        }
    }

    /// The device it is about, if any; its name is an argument of the words.
    #[must_use]
    pub fn device(&self) -> Option<DeviceKind> {
        match self {
            Self::DeviceGone(device)
            | Self::DeviceBusy(device)
            | Self::DeviceSlow(device)
            | Self::DeviceDenied(device)
            | Self::DeviceGarbled(device)
            | Self::NoPaper(device)
            | Self::Jam { device, .. }
            | Self::CoverOpen(device) => Some(*device),
            Self::NoInk => Some(DeviceKind::Printer),
            Self::FileUnreadable | Self::FileTooLarge => Some(DeviceKind::Folder),
            Self::ReadingUnclear => Some(DeviceKind::IdReader),
            Self::Card(_) => Some(DeviceKind::CardReader),
            Self::BatteryLow { .. } => Some(DeviceKind::Battery),
            Self::WrongPassphrase { .. }
            | Self::WaitBeforeUnlock { .. }
            | Self::KeysDestroyed
            | Self::WrongCode
            | Self::NoCode
            | Self::NotAsDrawn
            | Self::NotAColleague { .. }
            | Self::NoRoomForKeys
            | Self::KeysNotWritten
            | Self::NoCard
            | Self::DiskFull
            | Self::DiskFillsSoon
            | Self::NotSaved
            | Self::NotSealed
            | Self::NotTypeset
            | Self::TemplateWrong
            | Self::Stopped
            | Self::RecordUnreadable
            | Self::NoVisitOpen
            | Self::NotSealedYet
            | Self::TimeUnclear
            | Self::DispatchUnreadable
            | Self::RenewalRefused
            | Self::Renewed
            | Self::ProfileStale
            | Self::ProfileNotThere
            | Self::ProfileOlder
            | Self::ProfileForeign
            | Self::ProfileNotBelieved
            | Self::StickFull => None,
        }
    }

    /// The number that its words carry (tries, seconds, pages), if any.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        match self {
            Self::WrongPassphrase { left } | Self::NotAColleague { left } => Some(*left),
            Self::WaitBeforeUnlock { seconds } => Some(*seconds),
            Self::Jam { pages, .. } => Some(*pages),
            Self::BatteryLow { percent } => Some(*percent),
            Self::Card(trouble) => match trouble {
                CardTrouble::Wait { seconds } => Some(*seconds),
                CardTrouble::ServiceStopped
                | CardTrouble::NotThere
                | CardTrouble::Two
                | CardTrouble::AnotherKind
                | CardTrouble::NeedsZone
                | CardTrouble::WrongKey
                | CardTrouble::KeyMisshapen
                | CardTrouble::Removed
                | CardTrouble::Altered => None,
            },
            Self::KeysDestroyed
            | Self::WrongCode
            | Self::NoCode
            | Self::NotAsDrawn
            | Self::NoRoomForKeys
            | Self::KeysNotWritten
            | Self::NoCard
            | Self::DeviceGone(_)
            | Self::DeviceBusy(_)
            | Self::DeviceSlow(_)
            | Self::DeviceDenied(_)
            | Self::DeviceGarbled(_)
            | Self::NoPaper(_)
            | Self::CoverOpen(_)
            | Self::NoInk
            | Self::FileUnreadable
            | Self::FileTooLarge
            | Self::ReadingUnclear
            | Self::DiskFull
            | Self::DiskFillsSoon
            | Self::NotSaved
            | Self::NotSealed
            | Self::NotTypeset
            | Self::TemplateWrong
            | Self::Stopped
            | Self::RecordUnreadable
            | Self::NoVisitOpen
            | Self::NotSealedYet
            | Self::TimeUnclear
            | Self::DispatchUnreadable
            | Self::RenewalRefused
            | Self::Renewed
            | Self::ProfileStale
            | Self::ProfileNotThere
            | Self::ProfileOlder
            | Self::ProfileForeign
            | Self::ProfileNotBelieved
            | Self::StickFull => None,
        }
    }
}
