//! Finds names in the lexicon that lead nowhere: a kind that the ontology lacks, a state, a parent
//! or a body that no entry has.

use rustc_hash::FxHashSet;

use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::data::Ontology;
use crate::data::Words;

const STATES: &str = "lexicon/states.ron";
const ACTORS: &str = "lexicon/actors.ron";
const PEOPLE: &str = "lexicon/people.ron";
const PLACES: &str = "lexicon/places.ron";
const VERBS: &str = "lexicon/verbs.ron";
const NOUNS: &str = "lexicon/nouns.ron";
const TITLES: &str = "lexicon/titles.ron";

/// Checks what the names refer to.
pub(in crate::data) fn names(
    lexicon: &Lexicon,
    ontology: &Ontology,
    source: &DataSource,
) -> Result<(), DataError> {
    let codes = Known::new(
        "state has the code",
        lexicon.states.iter().map(|state| &state.iso3),
    );
    let actors = Known::new(
        "actor is named",
        lexicon.actors.iter().map(|actor| &actor.name),
    );
    let bodies = Known::new(
        "state, actor or place is named",
        lexicon
            .states
            .iter()
            .map(|state| &state.name)
            .chain(lexicon.actors.iter().map(|actor| &actor.name))
            .chain(lexicon.places.iter().map(|place| &place.name)),
    );
    let actor_kinds = Known::subtypes(ontology, "Actor");
    let place_kinds = Known::subtypes(ontology, "Place");
    let states = lexicon.states.iter().flat_map(|state| &state.neighbours);
    codes.all(source, STATES, states)?;
    let kinds = lexicon.actors.iter().map(|actor| &actor.kind);
    actor_kinds.all(source, ACTORS, kinds)?;
    for actor in &lexicon.actors {
        codes.all(source, ACTORS, actor.members.iter().chain(&actor.states))?;
        actors.all(source, ACTORS, &actor.parents)?;
    }
    let kinds = lexicon.places.iter().map(|place| &place.kind);
    place_kinds.all(source, PLACES, kinds)?;
    let states = lexicon
        .places
        .iter()
        .filter_map(|place| place.state.as_ref());
    codes.all(source, PLACES, states)?;
    for person in &lexicon.people {
        codes.all(source, PEOPLE, &person.citizen)?;
        bodies.all(
            source,
            PEOPLE,
            person.offices.iter().map(|office| &office.of),
        )?;
    }
    Ok(())
}

/// Checks that the edges, events and kinds of verbs, nouns and titles are in the ontology.
pub(in crate::data) fn words(
    words: &Words,
    ontology: &Ontology,
    source: &DataSource,
) -> Result<(), DataError> {
    let edges: Vec<String> = ontology
        .edge_types()
        .map(|(edge, _)| edge.name().to_owned())
        .collect();
    let edges = Known::new("edge type is named", &edges);
    let events = Known::subtypes(ontology, "Event");
    let labels: Vec<String> = ontology
        .kinds()
        .flat_map(|(_, entry)| std::iter::once(&entry.name).chain(&entry.subtypes))
        .cloned()
        .collect();
    let labels = Known::new("kind or subtype is named", &labels);
    for verb in words.verbs() {
        edges.all(source, VERBS, &verb.edge)?;
        events.all(source, VERBS, &verb.event)?;
        let kinds = verb.source_kinds.iter().chain(&verb.target_kinds);
        labels.all(source, VERBS, kinds)?;
    }
    for noun in words.nouns() {
        edges.all(source, NOUNS, &noun.edge)?;
        events.all(source, NOUNS, &noun.event)?;
        let kinds = noun.kind.iter().chain(&noun.target_kinds);
        labels.all(source, NOUNS, kinds)?;
    }
    for title in words.titles() {
        edges.all(source, TITLES, &title.edge)?;
    }
    Ok(())
}

/// The names that there are of one sort.
struct Known<'a> {
    /// How a message goes on after "no": "state has the code".
    sort: String,
    names: FxHashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(sort: &str, names: impl IntoIterator<Item = &'a String>) -> Self {
        Known {
            sort: sort.to_owned(),
            names: names.into_iter().map(String::as_str).collect(),
        }
    }

    fn subtypes(ontology: &'a Ontology, kind: &str) -> Self {
        let entry = ontology
            .kinds()
            .find(|(_, entry)| entry.name == kind)
            .map(|(_, entry)| entry);
        Known::new(
            &format!("subtype of `{kind}` is named"),
            entry.into_iter().flat_map(|entry| &entry.subtypes),
        )
    }

    /// Fails on the first of the names that is not known.
    fn all<'b>(
        &self,
        source: &DataSource,
        path: &str,
        names: impl IntoIterator<Item = &'b String>,
    ) -> Result<(), DataError> {
        match names
            .into_iter()
            .find(|name| !self.names.contains(name.as_str()))
        {
            None => Ok(()),
            Some(name) => Err(self.unknown(source, path, name)),
        }
    }

    fn unknown(&self, source: &DataSource, path: &str, name: &str) -> DataError {
        let message = format!("no {} `{name}`", self.sort);
        let (file, text) = match source.text(path) {
            Ok(found) => found,
            Err(error) => return error,
        };
        let mut error = DataError::at_word(file, &text, &format!("\"{name}\""), message);
        let nearest = self
            .names
            .iter()
            .map(|known| (strsim::jaro_winkler(known, name), *known))
            .max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)));
        if let Some((likeness, known)) = nearest
            && likeness > 0.8
        {
            error.hint = Some(format!("did you mean `{known}`?"));
        }
        error
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Loads the lexicon with one file in place of the embedded one, and gives the error.
    fn check(path: &str, text: &str) -> (String, Option<String>, Option<usize>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let source = DataSource::folder(folder.path().to_owned());
        let error = match Lexicon::load(&source) {
            Err(error) => error,
            Ok(_) => Words::load(&source).err().unwrap(),
        };
        assert_eq!(error.file, file.display().to_string());
        let line = error.position.map(|position| position.line);
        (error.message, error.hint, line)
    }

    #[test]
    fn a_wrong_kind_is_named_with_its_line_and_the_nearest_right_one() {
        let (message, hint, line) = check(
            "lexicon/places.ron",
            "[\n(name: \"Kyiv\", kind: \"Citty\"),\n]",
        );
        assert_eq!(message, "no subtype of `Place` is named `Citty`");
        assert_eq!(hint.as_deref(), Some("did you mean `City`?"));
        assert_eq!(line, Some(2));
    }

    #[test]
    fn an_actor_is_no_place() {
        let (message, _, _) = check("lexicon/places.ron", "[(name: \"Kyiv\", kind: \"Person\")]");
        assert_eq!(message, "no subtype of `Place` is named `Person`");
    }

    #[test]
    fn a_parent_must_be_an_actor_of_the_file() {
        let text = "[(name: \"IS-K\", kind: \"ArmedGroup\", description: \"\", parents: [\"IS\"])]";
        let (message, _, _) = check("lexicon/actors.ron", text);
        assert_eq!(message, "no actor is named `IS`");
    }

    #[test]
    fn an_office_is_of_something_known() {
        let text = "[(name: \"Ana Ruiz\", gender: \"f\",\n offices: [(title: \"mayor\", of: \"Kyyiv\", from: \"2020\")])]";
        let (message, hint, line) = check("lexicon/people.ron", text);
        assert_eq!(message, "no state, actor or place is named `Kyyiv`");
        assert_eq!(hint.as_deref(), Some("did you mean `Kyiv`?"));
        assert_eq!(line, Some(2));
    }

    #[test]
    fn a_verb_draws_an_edge_of_the_ontology() {
        let text = "[(lemma: \"bomb\", edge: \"ATACKS\")]";
        let (message, hint, _) = check("lexicon/verbs.ron", text);
        assert_eq!(message, "no edge type is named `ATACKS`");
        assert_eq!(hint.as_deref(), Some("did you mean `ATTACKS`?"));
    }
}
