//! Runs the stages of extraction in order.

use std::sync::Arc;

use crate::analysis::Analysis;
use crate::base::Span;
use crate::data::CodeBook;
use crate::data::Confidence;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::data::Ontology;
use crate::data::Words;
use crate::data::words::Role;
use crate::extract::Attribution;
use crate::extract::Coding;
use crate::extract::Details;
use crate::extract::Entity;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::Mention;
use crate::extract::OpenClause;
use crate::extract::Predicate;
use crate::extract::Relation;
use crate::extract::Thing;
use crate::extract::candidate::Candidate;
use crate::extract::claim;
use crate::extract::coding;
use crate::extract::confidence;
use crate::extract::coref;
use crate::extract::date;
use crate::extract::deed;
use crate::extract::draft::Draft;
use crate::extract::election;
use crate::extract::entities;
use crate::extract::gazetteer::Gazetteer;
use crate::extract::happening;
use crate::extract::name;
use crate::extract::nominal;
use crate::extract::open;
use crate::extract::phrase;
use crate::extract::predicate;
use crate::extract::quote;
use crate::extract::reading::Reading;
use crate::extract::speech;
use crate::extract::speech::Utterance;
use crate::extract::structure;
use crate::extract::time;
use crate::extract::time::TimeExpression;
use crate::extract::time::TimeWords;
use crate::extract::toll;
use crate::text::Document;

/// Everything that was read out of one document.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The sentences, in the order of the text.
    pub sentences: Vec<Span>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// By their first mention.
    pub entities: Vec<Entity>,
    /// By their first trigger.
    pub events: Vec<Event>,
    /// By their cue.
    pub attributions: Vec<Attribution>,
    /// In the order of the text.
    pub relations: Vec<Relation>,
    /// Who and what takes part in the events, and where they are; by event.
    pub roles: Vec<Relation>,
    /// In the order of the text.
    pub codings: Vec<Coding>,
    /// In the order of the text.
    pub predicates: Vec<Predicate>,
    /// In the order of the text.
    pub clauses: Vec<OpenClause>,
    /// In the order of the text.
    pub times: Vec<TimeExpression>,
}

/// Reads documents by the words of the data files.
pub struct Extractor {
    ontology: Ontology,
    lexicon: Arc<Lexicon>,
    words: Words,
    book: CodeBook,
    gazetteer: Gazetteer,
    time_words: TimeWords,
    confidence: Confidence,
}

impl Extractor {
    /// Loads the ontology, the lexicon and the words.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        Extractor::with(source, Arc::new(Lexicon::load(source)?))
    }

    /// Loads what goes with a lexicon.
    pub(crate) fn with(source: &DataSource, lexicon: Arc<Lexicon>) -> Result<Self, DataError> {
        Ok(Extractor {
            ontology: Ontology::load(source)?,
            gazetteer: Gazetteer::new(&lexicon),
            lexicon,
            words: Words::load(source)?,
            book: CodeBook::load(source)?,
            time_words: TimeWords::load(source)?,
            confidence: Confidence::load(source)?,
        })
    }

    /// Gives the ontology that the extractions follow.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// Gives the lexicon that entities are linked to.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Gives the verbs, nouns and titles.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Reads one document.
    pub fn extract(&self, document: &Document, analysis: &Analysis) -> Extraction {
        let reading = Reading::new(
            document,
            analysis,
            &self.ontology,
            &self.lexicon,
            &self.words,
            &self.gazetteer,
        );
        let names = name::find(&reading);
        let nominals = nominal::find(&reading, &names);
        let mut candidates = names;
        candidates.extend(nominals);
        candidates.sort_by_key(|candidate| (candidate.first, candidate.nested, candidate.last));
        let quotes = quote::find(reading.text);
        let utterances = speech::find(&reading, &quotes);

        let mut draft = Draft::new(&reading, candidates);
        let candidates = draft.candidates.clone();
        let speaker = |pronoun: &Candidate| speaker_of(&draft, &utterances, pronoun);
        let clusters = coref::resolve(&reading, &candidates, &speaker);
        let (entities, entity_of) = entities::make(&reading, &clusters);
        draft.members = coref::members(&reading, &clusters);
        draft.entities = entities;
        draft.entity_of = entity_of;
        structure::settle_bearers(&mut draft);

        claim::settle(&mut draft, &utterances);
        draft.weigh();
        let times = time::find(document, analysis, &self.time_words);
        happening::find(&mut draft, &times);
        toll::settle(&mut draft);
        date::settle(&mut draft, &times);
        deed::relate(&mut draft);
        election::relate(&mut draft);
        structure::relate(&mut draft);
        claim::relate(&mut draft);
        let codings = coding::find(&draft, &self.book);
        let mut extraction = Extraction {
            codings,
            ..finish(draft, times)
        };
        confidence::settle(&mut extraction, &self.confidence);
        extraction
    }
}

/// Gives the candidate who says the words in which a pronoun stands.
fn speaker_of(draft: &Draft<'_>, utterances: &[Utterance], pronoun: &Candidate) -> Option<usize> {
    let span = draft.reading.analysis.span(pronoun.head);
    let near = utterances.partition_point(|utterance| {
        utterance.attribution.cue.start.saturating_add(20_000) < span.start
    });
    utterances[near..]
        .iter()
        .take_while(|utterance| utterance.attribution.cue.start <= span.end.saturating_add(20_000))
        .filter(|utterance| {
            utterance
                .attribution
                .content
                .iter()
                .any(|piece| piece.contains(span))
        })
        .min_by_key(|utterance| {
            utterance
                .attribution
                .content
                .iter()
                .map(|piece| piece.len())
                .sum::<usize>()
        })
        .and_then(|utterance| utterance.speaker)
        .and_then(|token| draft.candidate_index(token))
}

fn finish(draft: Draft<'_>, times: Vec<TimeExpression>) -> Extraction {
    let reading = draft.reading;
    let spans: Vec<Span> = draft
        .candidates
        .iter()
        .map(|candidate| {
            let (first, last) = phrase::extent(reading, candidate);
            reading.cover(first, last)
        })
        .collect();
    let apart = phrase::apart(&draft.candidates, &draft.entity_of, &spans);
    let mentions = draft
        .candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| Mention {
            span: spans[index],
            short: reading.cover(candidate.first, candidate.last),
            head: candidate.head,
            form: candidate.form,
            class: candidate.class,
            entity: draft.entity_of[index],
            sentence: candidate.sentence,
            apart: apart[index],
        })
        .collect();
    let predicates = predicate::find(&draft);
    let clauses = open::find(reading);
    let roles = roles(&draft);
    let mut relations = draft.relations;
    relations.sort_by_key(|relation| {
        (
            relation.span,
            relation.edge_type,
            relation.source,
            relation.target,
        )
    });
    relations.dedup_by_key(|relation| {
        (
            relation.span,
            relation.edge_type,
            relation.source,
            relation.target,
        )
    });
    Extraction {
        codings: Vec::new(),
        sentences: reading
            .analysis
            .sentences()
            .iter()
            .map(|sentence| sentence.span)
            .collect(),
        mentions,
        entities: draft.entities,
        events: draft.events,
        attributions: draft.attributions,
        relations,
        roles,
        predicates,
        times,
        clauses,
    }
}

/// Lists who and what takes part in each event that is kept, and where it is.
fn roles(draft: &Draft<'_>) -> Vec<Relation> {
    let ontology = draft.reading.ontology;
    let mut roles = Vec::new();
    for (index, event) in draft.events.iter().enumerate() {
        if !event.kept {
            continue;
        }
        let this = Thing::Event(EventId(index as u32));
        let mut parts: Vec<(&str, Thing, Thing, Span)> = Vec::new();
        for participant in &event.participants {
            let edge = match participant.role {
                Role::Agent => "AGENT_OF",
                Role::Target => "TARGET_OF",
                Role::Participant => "PARTICIPATED_IN",
                Role::Nothing => continue,
            };
            parts.push((edge, participant.thing, this, participant.span));
        }
        for &place in &event.places {
            parts.push(("LOCATED_IN", this, Thing::Entity(place), event.span));
        }
        roles.extend(
            parts
                .into_iter()
                .filter_map(|(edge, source, target, span)| {
                    Some(Relation {
                        edge_type: ontology.edge_type(edge)?,
                        source,
                        target,
                        status: event.status,
                        attributed_to: event.attributed_to,
                        span: span.cover(event.span),
                        sentence: event.sentence,
                        rule: "event-role".to_owned(),
                        confidence: 0.0,
                        details: Details::default(),
                    })
                }),
        );
    }
    roles
}
