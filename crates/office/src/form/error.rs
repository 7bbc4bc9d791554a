//! What may go wrong with a form itself. An answer is never an error (I15); no variant holds one (I12).

/// Why a form cannot be used, or a wish cannot be met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The text is not an XForm that the engine can read.
    #[error("not a readable XForm: {why}")]
    Unreadable {
        /// The engine's words about the form's text.
        why: String,
    },
    /// The form uses something that would silently do nothing here.
    #[error("{path}: {what}")]
    Unsupported {
        /// Path of the question or group.
        path: String,
        /// What is used, and what to write instead.
        what: String,
    },
    /// An expression fails already on the empty form.
    #[error("{path}: {why}")]
    Expression {
        /// Path of the question.
        path: String,
        /// The engine's words; the form is empty, so they hold no answer.
        why: String,
    },
    /// The saved instance is not XML, or is of another form.
    #[error("the saved answers are not of this form")]
    ForeignInstance,
    /// The form asks no question of that path.
    #[error("the form asks no such question")]
    NoSuchQuestion,
    /// The question is calculated or filled from the identity of the visit.
    #[error("the question is not answered by hand")]
    ReadOnly,
    /// The path names no repeat, or the repeat has no such row.
    #[error("the form has no such row")]
    NoSuchRow,
}
