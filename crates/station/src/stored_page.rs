//! How a page lies in its ciphertext: record, thumbnail, bytes. Version 1.

use crate::press::Cleaned;
use imaging::{CleanPage, PageRecord};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    record: PageRecord,
    thumbnail: usize,
}

pub(crate) fn pack(done: &Cleaned) -> Option<Vec<u8>> {
    let head = Head {
        format: 1,
        record: done.page.record.clone(),
        thumbnail: done.thumbnail.len(),
    };
    let head = serde_json::to_vec(&head).ok()?;
    let length = u32::try_from(head.len()).ok()?;
    Some(
        [
            &length.to_le_bytes(),
            head.as_slice(),
            &done.thumbnail,
            &done.page.bytes,
        ]
        .concat(),
    )
}

pub(crate) fn unpack(bytes: &[u8]) -> Option<Cleaned> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (head, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    let (thumbnail, page) = rest.split_at_checked(head.thumbnail)?;
    let page = CleanPage {
        record: head.record,
        bytes: page.to_vec(),
    };
    (head.format == 1).then(|| Cleaned {
        page,
        thumbnail: thumbnail.to_vec(),
    })
}
