//! Closing an application: two parts that nobody at the kit can open again (P1).
//!
//! There is no way back in this module: it knows recipients and no identity (I4). Nothing is stored, sent or erased
//! here; a failed seal leaves the chain as it was.

use std::{fmt, io::Read};

use zeroize::Zeroizing;

use crate::{
    ApplicationId, Chain, Digest, Head, Header, Kind, Moment, PIECE_BYTES, Piece, Recipients,
    SealedFile, SignError, Signed, Signer, digest_of, pack, padding,
};

/// Why a file cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileToSealError {
    /// The name is not 1 to 80 of `a-z 0-9 . - _`, begins with a dot, or is a name of the format itself.
    #[error("the file name is not acceptable in an archive")]
    Name,
    /// The source ended with an error.
    #[error("the file's source could not be read")]
    Source,
    /// The source is longer than announced.
    #[error("the file is longer than {limit} bytes")]
    TooLong {
        /// How many bytes were allowed.
        limit: u64,
    },
}

/// One file on its way into a part; wiped when dropped.
pub struct FileToSeal {
    name: String,
    content: Zeroizing<Vec<u8>>,
}

impl FileToSeal {
    /// A file from memory.
    ///
    /// # Errors
    /// `Name`.
    pub fn new(name: &str, content: Vec<u8>) -> Result<Self, FileToSealError> {
        let content = Zeroizing::new(content);
        if pack::acceptable(name) {
            Ok(Self {
                name: name.to_owned(),
                content,
            })
        } else {
            Err(FileToSealError::Name)
        }
    }

    /// A file read to its end, at most `limit` bytes.
    ///
    /// # Errors
    /// `Name`, `Source`, `TooLong`.
    pub fn read(name: &str, source: impl Read, limit: u64) -> Result<Self, FileToSealError> {
        let mut file = Self::new(name, Vec::new())?;
        source
            .take(limit + 1)
            .read_to_end(&mut file.content)
            .map_err(|_why| FileToSealError::Source)?;
        if file.content.len() as u64 > limit {
            Err(FileToSealError::TooLong { limit })
        } else {
            Ok(file)
        }
    }
}

impl fmt::Debug for FileToSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileToSeal({} bytes)", self.content.len())
    }
}

/// Everything that one application's sealing needs.
pub struct SealOrder<'a> {
    /// Which application.
    pub application: ApplicationId,
    /// The administrator's key, which signs the inner headers.
    pub administrator: &'a dyn Signer,
    /// Version of the kit's profile.
    pub profile: u64,
    /// Version of the service catalogue.
    pub catalogue: String,
    /// Who may open it.
    pub recipients: &'a Recipients,
    /// When.
    pub moment: Moment,
    /// Files of the summary: answers, signature strokes, list of documents.
    pub summary: Vec<FileToSeal>,
    /// Files of the pages part: all documents. May be empty; the part is made all the same.
    pub pages: Vec<FileToSeal>,
}

impl fmt::Debug for SealOrder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SealOrder({} + {} files)",
            self.summary.len(),
            self.pages.len()
        )
    }
}

/// Why an application could not be sealed. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Two files of one part have the same name.
    #[error("two files of the {0} part have the same name")]
    SameName(Kind),
    /// The part is longer than its largest class: 64 KiB for a summary, 256 MiB for pages.
    #[error("the {0} part is too large")]
    TooLarge(Kind),
    /// A key did not sign.
    #[error("the application could not be signed: {0}")]
    NotSigned(#[from] SignError),
    /// The archive could not be written.
    #[error("the archive could not be written")]
    NotPacked,
}

/// One sealed part: a summary is one piece, pages are pieces of [`PIECE_BYTES`] and a last shorter one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPart {
    /// The pieces in order. Joined, their ciphertexts are one age file.
    pub pieces: Vec<Piece>,
}

/// A sealed application, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The summary: always one piece.
    pub summary: SealedPart,
    /// The documents.
    pub pages: SealedPart,
    /// How far the chains reach with it.
    pub head: Signed<Head>,
}

/// Seals an application with the kit's key and takes the chain its steps forward.
///
/// The caller persists `chain` and the result in one transaction.
///
/// # Errors
/// Each situation has its own [`SealError`]; `chain` is then unchanged.
pub fn seal(
    order: &SealOrder<'_>,
    chain: &mut Chain,
    kit: &dyn Signer,
) -> Result<Sealed, SealError> {
    let mut ahead = chain.clone();
    let pages = seal_part(order, Kind::Pages, Vec::new(), &mut ahead, kit)?;
    let digests = pages.pieces.iter().map(Piece::digest).collect();
    let summary = seal_part(order, Kind::Summary, digests, &mut ahead, kit)?;
    let head = ahead.head(order.moment.day(), kit)?;
    *chain = ahead;
    Ok(Sealed {
        summary,
        pages,
        head,
    })
}

fn seal_part(
    order: &SealOrder<'_>,
    kind: Kind,
    pages: Vec<Digest>,
    chain: &mut Chain,
    kit: &dyn Signer,
) -> Result<SealedPart, SealError> {
    let files = if kind == Kind::Summary {
        &order.summary
    } else {
        &order.pages
    };
    let header = header(order, kind, files, pages, chain)?;
    let header = Signed::sign(&header, order.administrator)?;
    let files: Vec<_> = files
        .iter()
        .map(|file| (file.name.as_str(), file.content.as_slice()))
        .collect();
    let data = pack::pack(&header, &files).map_err(|_why| SealError::NotPacked)?;
    let ciphertext = order.recipients.encrypt(|age_header, put| {
        let length = padding::content_length(kind, data.len(), age_header)
            .ok_or(SealError::TooLarge(kind))?;
        put(&data);
        put(&padding::frame(data.len(), length));
        Ok::<_, SealError>(())
    })?;
    drop(data);

    let mut pieces = Vec::with_capacity(ciphertext.len().div_ceil(PIECE_BYTES));
    for piece in ciphertext.chunks(PIECE_BYTES) {
        let named = (digest_of(piece), piece.len() as u64);
        let manifest = chain.manifest(kind, named, order.recipients.hash(), kit)?;
        if kind == Kind::Summary {
            chain.advance(&manifest);
        }
        pieces.push(Piece {
            manifest,
            ciphertext: piece.to_vec(),
        });
    }
    Ok(SealedPart { pieces })
}

fn header(
    order: &SealOrder<'_>,
    kind: Kind,
    files: &[FileToSeal],
    pages: Vec<Digest>,
    chain: &Chain,
) -> Result<Header, SealError> {
    let mut names: Vec<_> = files.iter().map(|file| &file.name).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(SealError::SameName(kind));
    }
    let listed = |file: &FileToSeal| SealedFile {
        name: file.name.clone(),
        digest: digest_of(&file.content),
        length: file.content.len() as u64,
    };
    Ok(Header {
        application: order.application,
        kind,
        kit: chain.kit(),
        administrator: order.administrator.public_key().clone(),
        epoch: chain.epoch(),
        counter: chain.next_counter(kind),
        profile: order.profile,
        catalogue: order.catalogue.clone(),
        recipients: order.recipients.hash(),
        moment: order.moment,
        files: files.iter().map(listed).collect(),
        pages,
    })
}
