//! How a worker is spoken to over its pipes: blocks that say their length first. What it answers is believed in nothing but
//! its lengths.

use super::{Cleaned, PressError, Product};
use imaging::{CleanPage, PageRecord};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// The longest head of a job or an answer.
pub(super) const HEAD_BYTES: u64 = 64 << 20;

/// The head of an answer; the bytes follow.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Pages(Vec<(PageRecord, u64, u64)>),
    Pdf(u64),
    Paper {
        length: u64,
        notice: Option<String>,
    },
    Raster {
        width: u32,
        height: u32,
        length: u64,
        notice: Option<String>,
    },
    Failed(PressError),
}

impl Answer {
    /// The head of what came of a job, and the bytes that follow it.
    fn of(done: Result<Product, PressError>) -> (Self, Vec<Vec<u8>>) {
        match done {
            Ok(Product::Pages(pages)) => {
                let heads = pages
                    .iter()
                    .map(|done| {
                        (
                            done.page.record.clone(),
                            done.page.bytes.len() as u64,
                            done.thumbnail.len() as u64,
                        )
                    })
                    .collect();
                let blobs = pages
                    .into_iter()
                    .flat_map(|done| [done.page.bytes, done.thumbnail]);
                (Self::Pages(heads), blobs.collect())
            }
            Ok(Product::Pdf(pdf)) => (Self::Pdf(pdf.len() as u64), vec![pdf]),
            Ok(Product::Paper { pdf, notice }) => {
                let length = pdf.len() as u64;
                (Self::Paper { length, notice }, vec![pdf])
            }
            Ok(Product::Raster {
                width,
                height,
                bits,
                notice,
            }) => {
                let head = Self::Raster {
                    width,
                    height,
                    length: bits.len() as u64,
                    notice,
                };
                (head, vec![bits])
            }
            Err(error) => (Self::Failed(error), Vec::new()),
        }
    }
}

/// Writes what came of a job.
pub(super) fn write_answer(
    output: &mut impl Write,
    done: Result<Product, PressError>,
) -> io::Result<()> {
    let (answer, blobs) = Answer::of(done);
    write_block(output, &serde_json::to_vec(&answer)?)?;
    for blob in blobs {
        output.write_all(&blob)?;
    }
    output.flush()
}

/// Reads what came of a job.
pub(super) fn read_answer(answer: &[u8]) -> Result<Product, PressError> {
    let mut rest = answer;
    let head = read_block(&mut rest, HEAD_BYTES).map_err(|_short| PressError::Lost)?;
    let head: Answer = serde_json::from_slice(&head).map_err(|_nonsense| PressError::Lost)?;
    let mut take = |length: u64| -> Result<Vec<u8>, PressError> {
        let length = usize::try_from(length).map_err(|_too_long| PressError::Lost)?;
        let (own, after) = rest.split_at_checked(length).ok_or(PressError::Lost)?;
        rest = after;
        Ok(own.to_vec())
    };
    match head {
        Answer::Pages(heads) => heads
            .into_iter()
            .map(|(record, length, thumbnail)| {
                Ok(Cleaned {
                    page: CleanPage {
                        record,
                        bytes: take(length)?,
                    },
                    thumbnail: take(thumbnail)?,
                })
            })
            .collect::<Result<_, _>>()
            .map(Product::Pages),
        Answer::Pdf(length) => take(length).map(Product::Pdf),
        Answer::Paper { length, notice } => take(length).map(|pdf| Product::Paper { pdf, notice }),
        Answer::Raster {
            width,
            height,
            length,
            notice,
        } => take(length).map(|bits| Product::Raster {
            width,
            height,
            bits,
            notice,
        }),
        Answer::Failed(error) => Err(error),
    }
}

pub(super) fn write_block(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&(bytes.len() as u64).to_le_bytes())?;
    output.write_all(bytes)
}

pub(super) fn read_block(input: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written() {
        let products = [
            Ok(Product::Pdf(b"%PDF-1".to_vec())),
            Ok(Product::Paper {
                pdf: b"%PDF-2".to_vec(),
                notice: Some("template slip.typ is wrong at line 3".to_owned()),
            }),
            Ok(Product::Raster {
                width: 8,
                height: 2,
                bits: vec![1, 2],
                notice: None,
            }),
            Err(PressError::TooLarge),
        ];
        for product in products {
            let mut answer = Vec::new();
            write_answer(&mut answer, product.clone()).unwrap();
            assert_eq!(read_answer(&answer), product);
        }
    }

    #[test]
    fn a_cut_answer_is_lost() {
        assert_eq!(read_answer(&[1, 2, 3]), Err(PressError::Lost));
        let mut answer = Vec::new();
        write_answer(&mut answer, Ok(Product::Pdf(vec![7; 100]))).unwrap();
        answer.pop();
        assert_eq!(read_answer(&answer), Err(PressError::Lost));
    }
}
