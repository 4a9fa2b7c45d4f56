//! Words that signal relations and events: verbs and nouns with their frames, titles.
//!
//! The files say what a word means for the graph; how its arguments are found in a sentence
//! (passives, relative clauses, control, coordination) is grammar and stands in `extract`.
//!
//! # Slots
//!
//! A frame names its arguments by slot:
//!
//! | slot | is |
//! |---|---|
//! | `subj` | who does it, in the active voice: "by X" and the agent of a passive as well |
//! | `obj` | to whom it is done: the subject of a passive as well |
//! | `iobj` | the indirect object ("gave *them* aid") |
//! | `comp` | the clause that is the complement ("said *that …*", "urged them *to …*") |
//! | `poss` | of a noun: the possessor ("*Iran's* attack") or an adjective of nationality ("the *Iranian* attack") or a name before it ("the *Moscow* attack") |
//! | `self` | of a noun: what the noun itself stands for ("an *ally* of Iran") |
//! | any other word | the argument with that preposition: `against`, `of`, `to`, `with` |

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Factuality;
use crate::data::Happenings;
use crate::data::NounClass;
use crate::data::Ontology;
use crate::data::VerbClass;
use crate::data::WordClasses;
use crate::data::check;

/// What an argument of an event is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Role {
    /// It did it: AGENT_OF.
    Agent,
    /// It was done to it: TARGET_OF.
    Target,
    /// It took part: PARTICIPATED_IN.
    Participant,
    /// No part in the event.
    Nothing,
}

/// What kind of speaking a verb or noun is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Speech {
    /// say, state, announce, report: the complement is claimed.
    Claims,
    /// deny, dispute, reject as false.
    Denies,
    /// accuse, blame, charge.
    Accuses,
    /// ask, urge, demand, order.
    Asks,
    /// promise, vow, pledge.
    Promises,
    /// threaten, warn of what the speaker will do.
    Threatens,
    /// think, believe, expect, fear.
    Believes,
    /// want, hope, seek.
    Wants,
    /// criticise, condemn.
    Criticizes,
    /// praise, welcome, support in words.
    Praises,
}

/// What the verb makes of the clause that is its complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Complement {
    /// The clause holds when the verb does: manage to, begin to, know that, reveal that, cause to.
    Holds,
    /// The clause does not hold when the verb does: fail to, refuse to, avoid, prevent.
    Fails,
    /// Only the speaker says it: say, claim, report.
    Said,
    /// The speaker says that it is not so: deny.
    Denied,
    /// It may be so: seem, appear, is believed, suspect.
    Possible,
    /// It is planned, wanted, demanded: plan to, want, urge, order, be about to.
    Proposed,
}

/// A verb in one of its meanings. A verb with several meanings has several entries; the first
/// whose `needs` are met and whose kinds fit is taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verb {
    /// The lemma: `accuse`.
    pub lemma: String,
    /// The particle or fixed preposition that belongs to the verb: `down` in "crack down".
    #[serde(default)]
    pub particle: String,
    /// The slots that must be filled for this meaning.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Head words one of which must fill a slot: `[("obj", ["responsibility", "credit"])]`.
    #[serde(default)]
    pub words: Vec<(String, Vec<String>)>,
    /// The edge from source to target.
    #[serde(default)]
    pub edge: Option<String>,
    /// The slots where the edge starts, the first that is filled.
    #[serde(default = "subject")]
    pub source: Vec<String>,
    /// The slots where the edge ends, the first that is filled.
    #[serde(default = "object")]
    pub target: Vec<String>,
    /// Kinds or subtypes one of which the source must have; empty for any that the ontology allows.
    #[serde(default)]
    pub source_kinds: Vec<String>,
    /// Kinds or subtypes one of which the target must have; empty for any that the ontology allows.
    #[serde(default)]
    pub target_kinds: Vec<String>,
    /// The subtype of the Event that the verb tells of; none for a state or a mere act of speech.
    #[serde(default)]
    pub event: Option<String>,
    /// What the source is to the event. `Target` for verbs whose subject suffers: die, sink, collapse.
    #[serde(default = "agent")]
    pub source_role: Role,
    /// What the target is to the event.
    #[serde(default = "target")]
    pub target_role: Role,
    /// Whether it is a way of speaking; the complement or object becomes a Claim.
    #[serde(default)]
    pub speech: Option<Speech>,
    /// What the verb makes of its complement clause.
    #[serde(default)]
    pub complement: Option<Complement>,
    /// Whether joint subjects stand in the relation to each other: "A and B met".
    #[serde(default)]
    pub reciprocal: bool,
    /// The event's count that a number in the target gives: `killed`, `injured`, `arrested`, `displaced`.
    #[serde(default)]
    pub count: Option<String>,
    /// Whether the relation has ended: resign, quit.
    #[serde(default)]
    pub past: bool,
    /// For LINKED_TO, what the tie is: `owner`, `founder`, `kin`, `born-in`, `from`.
    #[serde(default)]
    pub relation: Option<String>,
    /// The pattern that the entry comes from; none for an entry of `verbs.ron`.
    #[serde(skip)]
    pub pattern: Option<String>,
}

/// A noun in one of its meanings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// The lemma in the singular; several words where they belong together: `prime minister`, `civil war`.
    pub lemma: String,
    /// What it stands for: `Person`, `Group`, `Organization`, `ArmedGroup`, `City`, `Region`, `Facility`, `State`, `Claim`.
    /// None for an event noun, or a noun that never becomes a node.
    #[serde(default)]
    pub kind: Option<String>,
    /// The subtype of the Event that it names: `attack` is an `Assault`.
    #[serde(default)]
    pub event: Option<String>,
    /// The edge from source to target. `self` as source or target is what the noun stands for:
    /// `ally` SUPPORTS, source `self`, target `of`; `attack` ATTACKS, source `by`, target `on`.
    #[serde(default)]
    pub edge: Option<String>,
    /// The slots where the edge starts, the first that is filled.
    #[serde(default = "possessor")]
    pub source: Vec<String>,
    /// The slots where the edge ends, the first that is filled.
    #[serde(default = "complement")]
    pub target: Vec<String>,
    /// Kinds or subtypes one of which the target must have; empty for any.
    #[serde(default)]
    pub target_kinds: Vec<String>,
    /// What the source is to the event.
    #[serde(default = "agent")]
    pub source_role: Role,
    /// What the target is to the event.
    #[serde(default = "target")]
    pub target_role: Role,
    /// Whether it is a piece of speech: claim, denial, accusation, statement, demand.
    #[serde(default)]
    pub speech: Option<Speech>,
    /// What it makes of its complement ("the plan *to …*", "the claim *that …*").
    #[serde(default)]
    pub complement: Option<Complement>,
    /// The event's count that its number gives: `death` counts `killed`, `arrest` counts `arrested`.
    #[serde(default)]
    pub count: Option<String>,
    /// Whether joint possessors stand in the relation to each other: "talks between A and B".
    #[serde(default)]
    pub reciprocal: bool,
    /// For LINKED_TO, what the tie is.
    #[serde(default)]
    pub relation: Option<String>,
    /// `m` or `f` where the word tells: `woman`, `actress`.
    #[serde(default)]
    pub gender: Option<String>,
}

/// A sentence that a pattern must match, with the edge that must come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternExample {
    /// The sentence.
    pub text: String,
    /// The type of the edge.
    pub edge: String,
    /// Words of the name of the node where it starts.
    pub source: String,
    /// Words of the name of the node where it ends.
    pub target: String,
}

/// A construction of several words that tells of a relation, with its own tests.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Its name.
    pub name: String,
    /// The verb with the words that must go with it; tried before the verb's plain meanings.
    pub verb: Verb,
    /// Sentences that it matches.
    pub yes: Vec<PatternExample>,
    /// Sentences from which no such edge comes.
    pub no: Vec<String>,
}

/// The files of patterns, one a family of edge types.
const PATTERN_FILES: &[&str] = &[
    "pattern/speech.ron",
    "pattern/stance.ron",
    "pattern/structure.ron",
];

/// What sort of words before a name a title is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum TitleClass {
    /// Mr, Mrs, Dr, Sir: only a mark of a person.
    Honorific,
    /// General, Captain, Professor, Cardinal: what a person is called by.
    Rank,
    /// President, foreign minister, mayor, spokesman: an office *of* something.
    Office,
    /// Writer, actor, striker: what a person does; tied to nothing.
    Occupation,
}

/// Words that stand before a person's name, or for a person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// In lower case, the full stop left out: `president`, `gen`, `prime minister`.
    pub title: String,
    /// What sort it is.
    pub class: TitleClass,
    /// For an office, how its holder stands to what it is an office of: `LEADS`, `MEMBER_OF`, `PART_OF`.
    #[serde(default)]
    pub edge: Option<String>,
    /// For an office of a ministry, the ministry's usual name after the country's adjective:
    /// `Foreign Ministry` for `foreign minister`.
    #[serde(default)]
    pub body: Option<String>,
    /// `m` or `f` where the word tells.
    #[serde(default)]
    pub gender: Option<String>,
}

fn subject() -> Vec<String> {
    vec!["subj".to_owned()]
}

fn object() -> Vec<String> {
    vec!["obj".to_owned()]
}

fn possessor() -> Vec<String> {
    vec!["by".to_owned(), "poss".to_owned()]
}

fn complement() -> Vec<String> {
    vec!["of".to_owned()]
}

fn agent() -> Role {
    Role::Agent
}

fn target() -> Role {
    Role::Target
}

/// The noun of a verb: "arrest *of* five men", "attack *on* the town".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deverbal {
    /// The verb's lemma.
    pub verb: String,
    /// The noun.
    pub noun: String,
    /// What stands before whom it is done to.
    #[serde(default = "of")]
    pub preposition: String,
}

fn of() -> String {
    "of".to_owned()
}

/// Verbs, nouns and titles, found by their words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    verbs: BTreeMap<String, Vec<Verb>>,
    nouns: BTreeMap<String, Vec<Noun>>,
    titles: BTreeMap<String, Title>,
    classes: WordClasses,
    factuality: Factuality,
    happenings: Happenings,
    patterns: Vec<Pattern>,
    deverbal: BTreeMap<String, Deverbal>,
}

impl Words {
    /// Reads `lexicon/verbs.ron`, `nouns.ron`, `titles.ron`, `wordnet.ron` and the patterns, which
    /// are tried before the plain meanings of their verbs.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let mut patterns: Vec<Pattern> = Vec::new();
        for path in PATTERN_FILES {
            patterns.extend(source.ron::<Vec<Pattern>>(path)?);
        }
        let mut verbs: Vec<Verb> = patterns
            .iter()
            .map(|pattern| Verb {
                pattern: Some(pattern.name.clone()),
                ..pattern.verb.clone()
            })
            .collect();
        verbs.extend(source.ron::<Vec<Verb>>("lexicon/verbs.ron")?);
        let mut words = Words::new(
            verbs,
            source.ron("lexicon/nouns.ron")?,
            source.ron("lexicon/titles.ron")?,
        );
        words.classes = WordClasses::load(source)?;
        words.factuality = Factuality::load(source)?;
        words.happenings = Happenings::load(source)?;
        check::words(&words, &Ontology::load(source)?, source)?;
        words.patterns = patterns;
        for entry in source.ron::<Vec<Deverbal>>("lexicon/deverbal.ron")? {
            words.deverbal.insert(entry.verb.clone(), entry);
        }
        Ok(words)
    }

    /// Lists the patterns in the order of their files.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Indexes the entries.
    pub fn new(verbs: Vec<Verb>, nouns: Vec<Noun>, titles: Vec<Title>) -> Self {
        let mut words = Words::default();
        for verb in verbs {
            words
                .verbs
                .entry(verb.lemma.clone())
                .or_default()
                .push(verb);
        }
        for noun in nouns {
            words
                .nouns
                .entry(noun.lemma.clone())
                .or_default()
                .push(noun);
        }
        for title in titles {
            words.titles.insert(title.title.clone(), title);
        }
        words
    }

    /// Lists the meanings of a verb in the order of the file; none for an unknown verb.
    pub fn verb(&self, lemma: &str) -> &[Verb] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Lists the meanings of a noun in the order of the file; none for an unknown noun.
    pub fn noun(&self, lemma: &str) -> &[Noun] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Finds a title by its words in lower case.
    pub fn title(&self, title: &str) -> Option<&Title> {
        self.titles.get(title)
    }

    /// Gives the broad class of a common noun, by its lemma in the singular.
    pub fn noun_class(&self, lemma: &str) -> Option<NounClass> {
        self.classes.noun(lemma)
    }

    /// Gives the broad class of a verb, by its lemma.
    pub fn verb_class(&self, lemma: &str) -> Option<VerbClass> {
        self.classes.verb(lemma)
    }

    /// Gives the words that tell how sure a text is.
    pub fn factuality(&self) -> &Factuality {
        &self.factuality
    }

    /// Gives the words that help to read events.
    pub fn happenings(&self) -> &Happenings {
        &self.happenings
    }

    /// Gives the noun of a verb.
    pub fn deverbal(&self, lemma: &str) -> Option<&Deverbal> {
        self.deverbal.get(lemma)
    }

    /// Lists all verbs.
    pub fn verbs(&self) -> impl Iterator<Item = &Verb> {
        self.verbs.values().flatten()
    }

    /// Lists all nouns.
    pub fn nouns(&self) -> impl Iterator<Item = &Noun> {
        self.nouns.values().flatten()
    }

    /// Lists all titles.
    pub fn titles(&self) -> impl Iterator<Item = &Title> {
        self.titles.values()
    }
}
