//! Errors, sorted by whose fault they are and what the caller can do about them.
//!
//! One enum of kinds for the whole project: the same words appear in the command line's
//! messages, in the package's `VectorizerError.kind` and in the page. A nested error type per
//! stage was rejected: callers act on the kind, people read the message, nobody matches deeper.

use std::fmt;

use serde::Serialize;

/// What went wrong, in the words that callers match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are not an image format that is read here.
    Unsupported,
    /// The bytes claim a known format and break its rules.
    Malformed,
    /// The bytes stop before the picture is complete.
    Truncated,
    /// The picture is over a limit of size, pixels or memory.
    TooLarge,
    /// One or more parameters are wrong; see [`Error::problems`].
    InvalidParams,
    /// The caller asked to stop.
    Cancelled,
    /// A time limit ran out.
    Timeout,
    /// The queue takes no more jobs now.
    QueueFull,
    /// Memory ran out.
    OutOfMemory,
    /// The worker that ran the job was lost, repeatedly.
    WorkerLost,
    /// The engine can't run here, or was disposed.
    Unavailable,
    /// A fault of Pathloom itself.
    Internal,
}

impl ErrorKind {
    /// The kind as it is spelled in messages and in TypeScript.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
            Self::Truncated => "truncated",
            Self::TooLarge => "too-large",
            Self::InvalidParams => "invalid-params",
            Self::Cancelled => "cancelled",
            Self::Timeout => "timeout",
            Self::QueueFull => "queue-full",
            Self::OutOfMemory => "out-of-memory",
            Self::WorkerLost => "worker-lost",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

/// One wrong parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The parameter's full name, such as `fit.tolerance`.
    pub field: String,
    /// What was given, as text.
    pub given: String,
    /// What is allowed, as text.
    pub allowed: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} is not allowed; {}", self.field, self.given, self.allowed)
    }
}

/// A failure, with a message that a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    problems: Vec<Problem>,
}

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of a kind, with what happened and what to do.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), problems: Vec::new() }
    }

    /// All wrong parameters at once.
    pub fn invalid_params(problems: Vec<Problem>) -> Self {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Self { kind: ErrorKind::InvalidParams, message: lines.join("\n"), problems }
    }

    /// The caller asked to stop.
    pub fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "The job was cancelled.")
    }

    /// A broken promise inside Pathloom.
    pub fn internal(message: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Internal, format!("{message} This is a fault in Pathloom; please report it."))
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What happened and what to do, for a person.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The wrong parameters; empty for every other kind.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
