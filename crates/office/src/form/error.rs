//! What may go wrong with a form itself. An answer is never an error (I15); no variant holds one (I12).

/// Why a form cannot be used, or a wish cannot be met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The text is not an XForm that can be read.
    #[error("not a readable XForm: {why}")]
    Unreadable {
        /// The reader's words about the form's text.
        why: String,
    },
    /// The form uses something that would silently do nothing here.
    #[error("{path}, {}: {what}", column.heading())]
    Unsupported {
        /// Path of the question or group.
        path: String,
        /// Where in its row.
        column: Column,
        /// What is used, and what to write instead.
        what: String,
    },
    /// An expression that cannot be read or evaluated.
    #[error("{path}, {}: {why}", column.heading())]
    Expression {
        /// Path of the question or group.
        path: String,
        /// Where in its row.
        column: Column,
        /// What is wrong with it; the form is empty, so it holds no answer.
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

/// The column of a workbook that a mistake comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What kind of question.
    Type,
    /// Its words.
    Label,
    /// Help below it.
    Hint,
    /// Whether it is asked.
    Relevant,
    /// Which answers fit.
    Constraint,
    /// What is said where one does not.
    ConstraintMessage,
    /// Its value.
    Calculation,
    /// Whether it has to be answered.
    Required,
    /// Whether it can be.
    ReadOnly,
    /// Its answer before anybody answers.
    Default,
    /// Which choices are offered.
    ChoiceFilter,
    /// How it looks and what it means.
    Appearance,
    /// How many rows there are.
    RepeatCount,
}

impl Column {
    /// The heading that XLSForm gives it.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Label => "label",
            Self::Hint => "hint",
            Self::Relevant => "relevant",
            Self::Constraint => "constraint",
            Self::ConstraintMessage => "constraint_message",
            Self::Calculation => "calculation",
            Self::Required => "required",
            Self::ReadOnly => "readonly",
            Self::Default => "default",
            Self::ChoiceFilter => "choice_filter",
            Self::Appearance => "appearance",
            Self::RepeatCount => "repeat_count",
        }
    }
}
