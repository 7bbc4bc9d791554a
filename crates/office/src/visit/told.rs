//! How the resident is told, how they receive the result, and the two questions they are asked in the end.

use serde::{Deserialize, Serialize};

/// How the resident wants to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// By telephone.
    #[default]
    Telephone,
    /// By post.
    Post,
    /// At the next visit of the office.
    NextVisit,
    /// By text message.
    Sms,
    /// By e-mail.
    Email,
}

impl Notice {
    /// Every way in the order a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::Telephone,
        Self::Sms,
        Self::Email,
        Self::Post,
        Self::NextVisit,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Post => "post",
            Self::NextVisit => "next_visit",
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }
}

/// One of the two questions that a resident may answer before the office leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Was everything clear?
    Clear,
    /// Are you content with how you were served?
    Content,
}

/// What a resident answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// Not asked, or did not want to say.
    #[default]
    None,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// The answers to the two questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Was everything clear?
    #[serde(default)]
    pub clear: Opinion,
    /// Content with how they were served?
    #[serde(default)]
    pub content: Opinion,
}

impl Feedback {
    /// Notes an answer.
    pub fn note(&mut self, question: Question, opinion: Opinion) {
        match question {
            Question::Clear => self.clear = opinion,
            Question::Content => self.content = opinion,
        }
    }

    /// Yes where nothing was a no, no where anything was, none where neither question was answered.
    #[must_use]
    pub fn whole(self) -> Opinion {
        match (self.clear, self.content) {
            (Opinion::No, _) | (_, Opinion::No) => Opinion::No,
            (Opinion::Yes, _) | (_, Opinion::Yes) => Opinion::Yes,
            (Opinion::None, Opinion::None) => Opinion::None,
        }
    }
}
