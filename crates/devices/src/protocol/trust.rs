//! Whose signature stands under a chip's data: Passive Authentication with the checks of dates, purpose and revocation
//! (ICAO 9303-11 5.1, 9303-12 7).
//!
//! Must never call data *signed* while any of these is open, nor refuse to read a card because of one (I15).

use std::{fs, path::Path, time::Duration};

use dmrtd::auth::passive::{self, ChainStatus, DataGroup, TrustAnchor};
use x509_cert::{
    Certificate,
    crl::CertificateList,
    der::Decode,
    ext::pkix::{BasicConstraints, KeyUsage, KeyUsages},
};

use crate::{
    card::{DataProof, SignerDoubt},
    protocol::ber,
};

/// Largest certificate or revocation list that is read.
const LIMIT: u64 = 4 << 20;
/// Files of the folder that are looked at.
const MOST: usize = 2000;

/// Certificates of the authorities that sign documents (CSCA), and what they have taken back.
///
/// The folder is believed as it is: whoever may write there decides whom the kit knows. Lists of revoked certificates
/// are believed by the same right, and only against the authority that they name.
#[derive(Debug, Default)]
pub(crate) struct Authorities {
    anchors: Vec<(Certificate, TrustAnchor)>,
    revoked: Vec<CertificateList>,
}

impl Authorities {
    /// Reads the `*.der`, `*.cer`, `*.crt` and `*.crl` files (DER) of a folder. What is none of these is passed over.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut found = Self::default();
        for entry in fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .take(MOST)
        {
            let path = entry.path();
            let small = entry
                .metadata()
                .is_ok_and(|file| file.is_file() && file.len() <= LIMIT);
            let Some(bytes) = small.then(|| fs::read(&path).ok()).flatten() else {
                continue;
            };
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("der" | "cer" | "crt") => {
                    found.anchors.extend(
                        Certificate::from_der(&bytes)
                            .ok()
                            .zip(TrustAnchor::from_certificate(&bytes).ok()),
                    );
                }
                Some("crl") => found.revoked.extend(CertificateList::from_der(&bytes)),
                _ => {}
            }
        }
        found
    }

    /// Judges what was read of a chip: the security object and the data groups by number.
    pub(crate) fn judge(&self, sod: &[u8], groups: &[(u8, &[u8])], at_s: u64) -> DataProof {
        let groups: Vec<DataGroup<'_>> = groups
            .iter()
            .map(|(number, bytes)| DataGroup {
                number: *number,
                bytes,
            })
            .collect();
        let vouching = |anchor: &TrustAnchor| {
            passive::verify(sod, &groups, std::slice::from_ref(anchor))
                .map(|proof| matches!(proof.chain, ChainStatus::Trusted { .. }))
        };
        match passive::verify(sod, &groups, &[]) {
            Ok(_) => {}
            Err(_altered_or_forged) => return DataProof::Altered,
        }
        if self.anchors.is_empty() {
            return DataProof::Intact(SignerDoubt::NoAuthorities);
        }
        // An authority renews its certificate and keeps its name: any of them that vouches without a doubt is enough.
        let doubts: Vec<Option<SignerDoubt>> = self
            .anchors
            .iter()
            .filter(|(_, anchor)| vouching(anchor) == Ok(true))
            .map(|(authority, _)| self.doubt(authority, sod, at_s))
            .collect();
        match doubts
            .iter()
            .find(|doubt| doubt.is_none())
            .or(doubts.first())
        {
            Some(None) => DataProof::Signed,
            Some(Some(doubt)) => DataProof::Intact(*doubt),
            None => DataProof::Intact(SignerDoubt::UnknownAuthority),
        }
    }

    fn doubt(&self, authority: &Certificate, sod: &[u8], at_s: u64) -> Option<SignerDoubt> {
        let signers = signers(sod);
        if signers.is_empty() || !may_vouch(authority) || !signers.iter().all(may_sign) {
            Some(SignerDoubt::NotForSigning)
        } else if signers
            .iter()
            .any(|signer| self.has_revoked(authority, signer))
        {
            Some(SignerDoubt::Revoked)
        } else if !signers
            .iter()
            .chain([authority])
            .all(|certificate| is_good_at(certificate, at_s))
        {
            Some(SignerDoubt::OutsideItsDates)
        } else {
            None
        }
    }

    fn has_revoked(&self, authority: &Certificate, signer: &Certificate) -> bool {
        let lists = self.revoked.iter();
        lists
            .filter(|list| list.tbs_cert_list.issuer == *authority.tbs_certificate().subject())
            .flat_map(|list| list.tbs_cert_list.revoked_certificates.iter().flatten())
            .any(|entry| entry.serial_number == *signer.tbs_certificate().serial_number())
    }
}

/// The certificates that the security object carries. All must stand, so it does not matter which of them signed.
fn signers(sod: &[u8]) -> Vec<Certificate> {
    let signed = ber::down(sod, &[0x77, 0x30, 0xa0, 0x30]).or(ber::down(sod, &[0x30, 0xa0, 0x30]));
    let certificates = signed.and_then(|signed| ber::find(signed, 0xa0));
    certificates
        .into_iter()
        .flat_map(ber::all)
        .filter_map(|found| Certificate::from_der(found.whole).ok())
        .collect()
}

fn usage(certificate: &Certificate) -> Option<KeyUsage> {
    let found = certificate.tbs_certificate().get_extension::<KeyUsage>();
    found.ok().flatten().map(|(_critical, usage)| usage)
}

fn may_sign(signer: &Certificate) -> bool {
    usage(signer).is_some_and(|usage| usage.0.contains(KeyUsages::DigitalSignature))
}

fn may_vouch(authority: &Certificate) -> bool {
    let ca = authority
        .tbs_certificate()
        .get_extension::<BasicConstraints>();
    ca.is_ok_and(|found| found.is_some_and(|(_critical, limits)| limits.ca))
        && usage(authority).is_some_and(|usage| usage.0.contains(KeyUsages::KeyCertSign))
}

fn is_good_at(certificate: &Certificate, at_s: u64) -> bool {
    let validity = certificate.tbs_certificate().validity();
    let dates = validity.not_before.to_unix_duration()..=validity.not_after.to_unix_duration();
    dates.contains(&Duration::from_secs(at_s))
}
