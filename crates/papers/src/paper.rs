//! What each paper says: plain words, already formatted for a reader.
//! Never holds a rule: which row is shown and which date is right was decided before. Debug names the paper only (I12).

mod after;
mod day;
mod intake;
mod keys;
mod parts;
mod rekeying;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use after::{HandoverPaper, PaymentPaper, RefusalPaper, SupplementPaper, WithdrawalPaper};
pub use day::{JournalEntry, JournalPaper, TripSheetPaper, TripStop};
pub use intake::{
    ApplicationPaper, ConsentPaper, InventoryPaper, RouteSheetPaper, SlipPaper, TestPagePaper,
};
pub use keys::{Fingerprint, KitSheetPaper, LostKitPaper, RecoverySheetPaper};
pub use parts::{
    Administrator, BankDetails, DocumentKind, DocumentRow, Letterhead, Person, Row, Section, Signer,
};
pub use rekeying::RekeyingPaper;

/// One paper with all that is printed on it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "kebab-case")]
pub enum Paper {
    /// The filled application for signature in ink.
    Application(ApplicationPaper),
    /// The consent on a sheet of its own.
    Consent(ConsentPaper),
    /// The inventory of the incoming package; print it twice, one stays with the resident.
    Inventory(InventoryPaper),
    /// The route sheet that travels with the case.
    RouteSheet(RouteSheetPaper),
    /// The slip the resident keeps.
    Slip(SlipPaper),
    /// What is added to an application.
    Supplement(SupplementPaper),
    /// An application taken back.
    Withdrawal(WithdrawalPaper),
    /// An application not taken, with the ground; print it twice.
    Refusal(RefusalPaper),
    /// A result handed over against signature; print it twice.
    Handover(HandoverPaper),
    /// What to pay, where to, and a code for a banking program.
    Payment(PaymentPaper),
    /// The route of one day.
    TripSheet(TripSheetPaper),
    /// The journal of applications, on its side.
    Journal(JournalPaper),
    /// What is entered in another register, value by value.
    Rekeying(RekeyingPaper),
    /// The recovery key and where it is kept.
    RecoverySheet(RecoverySheetPaper),
    /// A kit's own sheet, annexed to the act of acceptance.
    KitSheet(KitSheetPaper),
    /// What a lost kit may have held.
    LostKit(LostKitPaper),
    /// Proof that a printer prints every letter.
    TestPage(TestPagePaper),
}

impl Paper {
    /// The stem of the template file that sets this paper.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Application(_) => "application",
            Self::Consent(_) => "consent",
            Self::Inventory(_) => "inventory",
            Self::RouteSheet(_) => "route-sheet",
            Self::Slip(_) => "slip",
            Self::Supplement(_) => "supplement",
            Self::Withdrawal(_) => "withdrawal",
            Self::Refusal(_) => "refusal",
            Self::Handover(_) => "handover",
            Self::Payment(_) => "payment",
            Self::TripSheet(_) => "trip-sheet",
            Self::Journal(_) => "journal",
            Self::Rekeying(_) => "rekeying",
            Self::RecoverySheet(_) => "recovery-sheet",
            Self::KitSheet(_) => "kit-sheet",
            Self::LostKit(_) => "lost-kit",
            Self::TestPage(_) => "test-page",
        }
    }

    /// Whether a resident reads or signs it: such a paper can be had in large print.
    #[must_use]
    pub fn is_for_resident(&self) -> bool {
        match self {
            Self::Application(_)
            | Self::Consent(_)
            | Self::Inventory(_)
            | Self::Slip(_)
            | Self::Supplement(_)
            | Self::Withdrawal(_)
            | Self::Refusal(_)
            | Self::Handover(_)
            | Self::Payment(_) => true,
            Self::RouteSheet(_)
            | Self::TripSheet(_)
            | Self::Journal(_)
            | Self::Rekeying(_)
            | Self::RecoverySheet(_)
            | Self::KitSheet(_)
            | Self::LostKit(_)
            | Self::TestPage(_) => false,
        }
    }
}

impl fmt::Debug for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paper({})", self.template())
    }
}
