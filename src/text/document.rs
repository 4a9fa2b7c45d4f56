//! What all reading ends in.

use jiff::civil::Date;

/// One article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// A name for it, unique in a run: the file's name without its ending, or the id in the record.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The day of publication, the anchor of "Friday" and "last month".
    pub date: Option<Date>,
    /// Its file or address.
    pub source: String,
    /// The whole text, headline and date line included where the source has them.
    pub text: String,
    /// Whether the tokens are the runs of non-space characters and each line is a sentence.
    pub pretokenized: bool,
}
