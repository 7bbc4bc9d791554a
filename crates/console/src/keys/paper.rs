//! The recovery sheet: the protected key on paper, with what it opens and where it is kept.
//! Never prints the passphrase; whoever has the sheet alone opens nothing.

use papers::{Fingerprint, Letterhead, Options, Paper, Pdf, RecoverySheetPaper, TypesetError};
use parcel::Community;

use crate::clock;

/// Sets the sheet of a recovery key that lies protected in `file`.
///
/// # Errors
/// The typesetter's.
pub fn recovery_sheet(
    communities: &[Community],
    file: &[u8],
    made_s: i64,
    options: &Options,
) -> Result<Pdf, TypesetError> {
    let lines = String::from_utf8_lossy(file);
    let sheet = RecoverySheetPaper {
        letterhead: communities.first().map(letterhead).unwrap_or_default(),
        made_on: clock::day_text(made_s),
        communities: communities.iter().map(fingerprint).collect(),
        file: lines.lines().map(str::to_owned).collect(),
    };
    papers::typeset(&Paper::RecoverySheet(sheet), options)
}

/// The head of a paper of the office.
pub(crate) fn letterhead(community: &Community) -> Letterhead {
    let line = |at: usize| community.letterhead.get(at).cloned().unwrap_or_default();
    Letterhead {
        community: community.name.clone(),
        centre: line(1),
        address: line(2),
        phone: community.telephone.clone(),
    }
}

/// A community with the words of its recipients.
pub(crate) fn fingerprint(community: &Community) -> Fingerprint {
    Fingerprint {
        of: community.name.clone(),
        words: community.recipients.fingerprint_words().join(" "),
    }
}
