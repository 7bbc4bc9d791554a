//! The body of a question: of known length, whole or fed while it is sent, so that a part is never held in memory twice.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::mpsc;

/// Bytes to send; the length is announced beforehand.
#[derive(Debug)]
pub(crate) struct Outgoing {
    whole: Option<Bytes>,
    fed: Option<mpsc::Receiver<Bytes>>,
    left: u64,
}

impl Outgoing {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            left: bytes.len() as u64,
            whole: Some(bytes).filter(|bytes| !bytes.is_empty()),
            fed: None,
        }
    }

    pub(crate) fn empty() -> Self {
        Self::whole(Bytes::new())
    }

    /// A body of `length` bytes and the end that feeds it. At most two pieces wait.
    pub(crate) fn fed(length: u64) -> (mpsc::Sender<Bytes>, Self) {
        let (feed, fed) = mpsc::channel(2);
        (
            feed,
            Self {
                whole: None,
                fed: Some(fed),
                left: length,
            },
        )
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    /// A feeder that stops early ends the body early; hyper then breaks the connection, since fewer bytes than announced came.
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = match (self.whole.take(), self.fed.as_mut()) {
            (Some(bytes), _) => Poll::Ready(Some(bytes)),
            (None, Some(fed)) => fed.poll_recv(cx),
            (None, None) => Poll::Ready(None),
        };
        next.map(|bytes| {
            bytes.map(|bytes| {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                Ok(Frame::data(bytes))
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
