//! A place for bytes in memory, which shows how little the trait asks for. For tests; it forgets everything when dropped.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use parcel::Digest;

use super::{BlobError, BlobStore, Capability};

#[derive(Debug, Default)]
struct Heaps {
    arriving: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<Digest, Vec<u8>>,
}

/// The place.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Heaps>);

impl Memory {
    fn heaps(&self) -> MutexGuard<'_, Heaps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn range(bytes: &[u8], at: u64, up_to: usize) -> Vec<u8> {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..up_to).unwrap_or(rest).to_vec()
}

impl BlobStore for Memory {
    fn held(&self, upload: &Capability) -> Result<u64, BlobError> {
        let heaps = self.heaps();
        Ok(heaps.arriving.get(upload.as_str()).map_or(0, Vec::len) as u64)
    }

    fn append(&self, upload: &Capability, at: u64, bytes: &[u8]) -> Result<(), BlobError> {
        let mut heaps = self.heaps();
        let held = heaps
            .arriving
            .entry(upload.as_str().to_owned())
            .or_default();
        if held.len() as u64 != at {
            return Err(BlobError::Disjoint);
        }
        held.extend_from_slice(bytes);
        Ok(())
    }

    fn cut(&self, upload: &Capability, to: u64) -> Result<(), BlobError> {
        let mut heaps = self.heaps();
        if let Some(held) = heaps.arriving.get_mut(upload.as_str()) {
            held.truncate(usize::try_from(to).unwrap_or(usize::MAX));
        }
        Ok(())
    }

    fn read_upload(
        &self,
        upload: &Capability,
        at: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, BlobError> {
        let heaps = self.heaps();
        let held = heaps.arriving.get(upload.as_str());
        Ok(held.map(|held| range(held, at, up_to)).unwrap_or_default())
    }

    fn keep(&self, upload: &Capability, digest: &Digest) -> Result<(), BlobError> {
        let mut heaps = self.heaps();
        let held = heaps.arriving.get(upload.as_str()).cloned();
        heaps
            .parts
            .entry(*digest)
            .or_insert(held.unwrap_or_default());
        Ok(())
    }

    fn discard(&self, upload: &Capability) -> Result<(), BlobError> {
        self.heaps().arriving.remove(upload.as_str());
        Ok(())
    }

    fn forget(&self, digest: &Digest) -> Result<(), BlobError> {
        self.heaps().parts.remove(digest);
        Ok(())
    }

    fn read(&self, digest: &Digest, at: u64, up_to: usize) -> Result<Option<Vec<u8>>, BlobError> {
        let heaps = self.heaps();
        Ok(heaps.parts.get(digest).map(|part| range(part, at, up_to)))
    }
}
