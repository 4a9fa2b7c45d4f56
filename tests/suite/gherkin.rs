//! Reads the scenarios of the openCypher conformance kit from `../shared/tck`.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// One scenario; of an outline, one row of its examples.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scenario {
    /// Feature and name, for messages.
    pub(crate) name: String,
    /// The steps, those of the background first.
    pub(crate) steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Step {
    /// The line after `Given`, `When` …
    pub(crate) text: String,
    /// The text between triple quotes.
    pub(crate) query: String,
    /// The rows of the table.
    pub(crate) table: Vec<Vec<String>>,
}

/// Reads all scenarios, or none, saying so, where the kit is not there.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tck/features");
    let scenarios = scenarios_under(&root);
    if scenarios.is_empty() {
        println!("skipped: no conformance kit at ../shared/tck");
    }
    scenarios
}

/// Reads all scenarios in a folder and the folders in it.
pub(crate) fn scenarios_under(root: &Path) -> Vec<Scenario> {
    let mut files = Vec::new();
    find(root, &mut files);
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "feature")
        {
            files.push(path);
        }
    }
}

fn read(file: &Path) -> Vec<Scenario> {
    let text = fs::read_to_string(file).unwrap();
    let feature = file.file_stem().unwrap().to_string_lossy().into_owned();
    let mut background = Vec::new();
    let mut scenarios = Vec::new();
    let mut current: Option<Outline> = None;
    let mut in_background = false;
    let mut in_examples = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(name) = trimmed
            .strip_prefix("Scenario Outline:")
            .or_else(|| trimmed.strip_prefix("Scenario:"))
        {
            scenarios.extend(current.take().into_iter().flat_map(Outline::expand));
            current = Some(Outline {
                name: format!("{feature} {}", name.trim()),
                steps: background.clone(),
                examples: Vec::new(),
            });
            (in_background, in_examples) = (false, false);
        } else if trimmed.starts_with("Background:") {
            in_background = true;
        } else if trimmed.starts_with("Examples:") {
            in_examples = true;
            if let Some(outline) = &mut current {
                outline.examples.push(Vec::new());
            }
        } else if trimmed.starts_with('|') {
            let row = cells(trimmed);
            if let Some(outline) = &mut current {
                if in_examples {
                    outline.examples.last_mut().unwrap().push(row);
                } else if let Some(step) = outline.steps.last_mut() {
                    step.table.push(row);
                }
            }
        } else if trimmed.starts_with("\"\"\"") {
            let indent = line.len() - line.trim_start().len();
            let mut query = Vec::new();
            for line in lines.by_ref() {
                if line.trim().starts_with("\"\"\"") {
                    break;
                }
                query.push(line.get(indent..).unwrap_or(line.trim_start()));
            }
            let steps = match &mut current {
                Some(outline) => &mut outline.steps,
                None => &mut background,
            };
            steps.last_mut().unwrap().query = query.join("\n");
        } else if let Some((_, step)) = ["Given ", "And ", "When ", "Then ", "But "]
            .iter()
            .find_map(|word| trimmed.strip_prefix(word).map(|step| (word, step)))
        {
            let step = Step {
                text: step.to_owned(),
                ..Step::default()
            };
            match &mut current {
                Some(outline) if !in_background => outline.steps.push(step),
                _ => background.push(step),
            }
        }
    }
    scenarios.extend(current.into_iter().flat_map(Outline::expand));
    scenarios
}

struct Outline {
    name: String,
    steps: Vec<Step>,
    /// Tables, the first row of each being the names.
    examples: Vec<Vec<Vec<String>>>,
}

impl Outline {
    fn expand(self) -> Vec<Scenario> {
        if self.examples.is_empty() {
            return vec![Scenario {
                name: self.name,
                steps: self.steps,
            }];
        }
        let mut scenarios = Vec::new();
        for table in &self.examples {
            let Some((names, rows)) = table.split_first() else {
                continue;
            };
            for row in rows {
                let fill = |text: &str| {
                    let pairs = names.iter().zip(row);
                    pairs.fold(text.to_owned(), |text, (name, cell)| {
                        text.replace(&format!("<{name}>"), cell)
                    })
                };
                let steps = self.steps.iter().map(|step| Step {
                    text: fill(&step.text),
                    query: fill(&step.query),
                    table: step
                        .table
                        .iter()
                        .map(|row| row.iter().map(|cell| fill(cell)).collect())
                        .collect(),
                });
                scenarios.push(Scenario {
                    name: format!("{} {row:?}", self.name),
                    steps: steps.collect(),
                });
            }
        }
        scenarios
    }
}

/// Cuts a row of a table at its bars; a backslash guards a bar, a backslash and an n.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = row.trim_start_matches('|').chars();
    while let Some(character) = characters.next() {
        let cell = cells.last_mut().unwrap();
        match character {
            '\\' => match characters.next() {
                Some('n') => cell.push('\n'),
                Some(guarded @ ('|' | '\\')) => cell.push(guarded),
                Some(other) => cell.extend(['\\', other]),
                None => cell.push('\\'),
            },
            '|' => cells.push(String::new()),
            _ => cell.push(character),
        }
    }
    // After the last bar there is nothing.
    cells.pop();
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}
