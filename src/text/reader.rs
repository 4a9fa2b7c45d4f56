//! Files, folders and streams to a sequence of documents.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use ignore::WalkBuilder;
use rustc_hash::FxHashSet;

use crate::text::decode;
use crate::text::document::Document;
use crate::text::error::DocumentError;
use crate::text::error::DocumentErrorKind;
use crate::text::format::Format;
use crate::text::heading;
use crate::text::html;
use crate::text::json_lines;
use crate::text::markdown;
use crate::text::mojibake;

/// Where articles come from.
pub enum Input {
    /// A file, or a folder that is walked.
    Path(PathBuf),
    /// Standard input or anything else that can be read once.
    Stream {
        /// How errors and ids name it.
        name: String,
        /// The form, where it is known; else the content tells.
        format: Option<Format>,
        /// The bytes.
        stream: Box<dyn Read>,
    },
    /// A text that is at hand, such as one compiled into the program.
    Text {
        /// The file's name, whose ending tells the form.
        name: String,
        /// The content.
        content: String,
    },
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        Input::Path(path)
    }
}

/// Reads the documents of all inputs, one after the other.
///
/// Files of a folder come in the order of their paths; those that an ignore file names, hidden
/// ones and those of other endings are passed over. Each id is used once: a document whose id is
/// taken gets its path for an id, and where that is taken too, a number behind it.
pub fn read(inputs: impl IntoIterator<Item = Input>) -> Reader {
    Reader {
        inputs: inputs.into_iter().collect(),
        walk: None,
        lines: None,
        ids: Ids::default(),
    }
}

/// The sequence that [`read`] gives.
pub struct Reader {
    inputs: VecDeque<Input>,
    walk: Option<Walk>,
    lines: Option<Lines>,
    ids: Ids,
}

/// A folder on the way.
struct Walk {
    folder: String,
    entries: ignore::Walk,
    found: bool,
}

/// A file of JSON lines on the way.
struct Lines {
    file: String,
    stem: String,
    stream: Box<dyn BufRead>,
    number: usize,
    found: bool,
}

impl Iterator for Reader {
    type Item = Result<Document, DocumentError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(Ok(document)) => {
                        let path = format!("{}:{}", lines.stem, lines.number);
                        return Some(Ok(self.named(document, &path)));
                    }
                    Some(Err(error)) => return Some(Err(error)),
                    None => {
                        let finished = self.lines.take();
                        if let Some(lines) = finished.filter(|lines| !lines.found) {
                            let error = DocumentError::new(lines.file, DocumentErrorKind::Empty);
                            return Some(Err(error));
                        }
                    }
                }
                continue;
            }
            if let Some(walk) = &mut self.walk {
                match walk.next() {
                    Some(Ok(path)) => {
                        if let Some(item) = self.open(&path) {
                            return Some(item);
                        }
                    }
                    Some(Err(error)) => return Some(Err(error)),
                    None => self.walk = None,
                }
                continue;
            }
            let item = match self.inputs.pop_front()? {
                Input::Path(path) if path.is_dir() => {
                    self.walk = Some(Walk::new(&path));
                    None
                }
                Input::Path(path) => self.open(&path),
                Input::Stream {
                    name,
                    format,
                    stream,
                } => self.open_stream(name, format, BufReader::new(stream)),
                Input::Text { name, content } => {
                    let format = Format::of_path(Path::new(&name));
                    let stream = BufReader::new(std::io::Cursor::new(content.into_bytes()));
                    self.open_stream(name, format, stream)
                }
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

impl Reader {
    /// Opens a file; `None` where it is of JSON lines, which come one by one.
    fn open(&mut self, path: &Path) -> Option<Result<Document, DocumentError>> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => self.open_stream(name, Format::of_path(path), BufReader::new(file)),
            Err(error) => Some(Err(DocumentError::new(name, error))),
        }
    }

    fn open_stream(
        &mut self,
        name: String,
        format: Option<Format>,
        mut stream: BufReader<impl Read + 'static>,
    ) -> Option<Result<Document, DocumentError>> {
        let start = match stream.fill_buf() {
            Ok(start) => start,
            Err(error) => return Some(Err(DocumentError::new(name, error))),
        };
        let format = format.unwrap_or_else(|| Format::of_content(start));
        // Lines of UTF-16 have to be decoded before they are lines.
        let wide = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
        if format == Format::JsonLines {
            let stem = stem(&name);
            let stream: Box<dyn BufRead> = if wide {
                match slurp(&mut stream)
                    .and_then(|bytes| Ok(decode::decode(&bytes, None)?.into_owned()))
                {
                    Ok(text) => Box::new(std::io::Cursor::new(text.into_bytes())),
                    Err(kind) => return Some(Err(DocumentError::new(name, kind))),
                }
            } else {
                Box::new(stream)
            };
            self.lines = Some(Lines {
                file: name,
                stem,
                stream,
                number: 0,
                found: false,
            });
            return None;
        }
        let document = slurp(&mut stream).and_then(|bytes| article(&bytes, format));
        Some(match document {
            Ok(mut document) => {
                document.source.clone_from(&name);
                document.id = stem(&name);
                Ok(self.named(document, &name))
            }
            Err(kind) => Err(DocumentError::new(name, kind)),
        })
    }

    fn named(&mut self, mut document: Document, path: &str) -> Document {
        document.id = self.ids.claim(&document.id, path);
        document
    }
}

impl Walk {
    fn new(folder: &Path) -> Self {
        let mut builder = WalkBuilder::new(folder);
        builder
            .sort_by_file_path(|a, b| a.cmp(b))
            // An ignore file counts whether or not the folder is under version control.
            .require_git(false);
        Walk {
            folder: folder.display().to_string(),
            entries: builder.build(),
            found: false,
        }
    }

    fn next(&mut self) -> Option<Result<PathBuf, DocumentError>> {
        for entry in self.entries.by_ref() {
            match entry {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file())
                        || entry.path_is_symlink() && entry.path().is_file();
                    if is_file && Format::of_path(entry.path()).is_some() {
                        self.found = true;
                        return Some(Ok(entry.into_path()));
                    }
                }
                Err(error) => {
                    self.found = true;
                    return Some(Err(DocumentError::new(self.folder.clone(), error)));
                }
            }
        }
        if self.found {
            return None;
        }
        self.found = true;
        let folder = self.folder.clone();
        Some(Err(DocumentError::new(
            folder,
            DocumentErrorKind::NoArticles,
        )))
    }
}

impl Lines {
    fn next(&mut self) -> Option<Result<Document, DocumentError>> {
        loop {
            let mut line = Vec::new();
            match self.stream.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => (),
                Err(error) => {
                    // Whatever follows cannot be read either.
                    self.stream = Box::new(std::io::empty());
                    self.found = true;
                    return Some(Err(DocumentError::new(self.file.clone(), error)));
                }
            }
            self.number += 1;
            if let Some(item) = json_lines::read(&line, &self.file, self.number) {
                self.found = true;
                return Some(item);
            }
        }
    }
}

/// The bytes of the largest article. The longest novels have four million letters; what is
/// larger is a dump, which would take gigabytes to analyse in one piece.
pub(in crate::text) const LARGEST_ARTICLE: usize = 32 << 20;

fn slurp(stream: &mut impl Read) -> Result<Vec<u8>, DocumentErrorKind> {
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to know.
    stream
        .take(LARGEST_ARTICLE as u64 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST_ARTICLE {
        return Err(DocumentErrorKind::TooLarge);
    }
    Ok(bytes)
}

/// Makes the document of a file that holds one article.
fn article(bytes: &[u8], format: Format) -> Result<Document, DocumentErrorKind> {
    let declared = (format == Format::Html)
        .then(|| html::declared_encoding(bytes))
        .flatten();
    let text = mojibake::repair(decode::decode(bytes, declared)?);
    if text.len() > LARGEST_ARTICLE {
        return Err(DocumentErrorKind::TooLarge);
    }
    let document = match format {
        Format::Html => html::read(&text),
        Format::Markdown => markdown::read(&text),
        Format::Text | Format::JsonLines => {
            let text = if text.contains('\r') {
                text.replace("\r\n", "\n").replace('\r', "\n")
            } else {
                text.into_owned()
            };
            let heading = heading::read(&text);
            Document {
                title: heading.title,
                publisher: heading.publisher,
                date: heading.date,
                text,
                ..Document::default()
            }
        }
    };
    if document.text.contains(char::is_alphanumeric) {
        Ok(document)
    } else {
        Err(DocumentErrorKind::Empty)
    }
}

/// Gives a file's name without its folders and its ending.
fn stem(name: &str) -> String {
    let path = Path::new(name);
    let known = Format::of_path(path).is_some();
    let stem = if known {
        path.file_stem()
    } else {
        path.file_name()
    };
    stem.map_or_else(
        || name.to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

/// The ids that are taken, as hashes, so that a million cost little.
#[derive(Default)]
struct Ids {
    taken: FxHashSet<u64>,
}

impl Ids {
    fn claim(&mut self, id: &str, path: &str) -> String {
        if !id.is_empty() && self.take(id) {
            return id.to_owned();
        }
        if self.take(path) {
            return path.to_owned();
        }
        let mut number = 2;
        loop {
            let id = format!("{path}#{number}");
            if self.take(&id) {
                return id;
            }
            number += 1;
        }
    }

    fn take(&mut self, id: &str) -> bool {
        use std::hash::BuildHasher;
        let hash = rustc_hash::FxBuildHasher.hash_one(id);
        self.taken.insert(hash)
    }
}
