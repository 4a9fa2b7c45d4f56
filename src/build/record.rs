//! One article's extraction as a JSON object with character offsets, for scorers and other tools.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::TokenId;
use crate::base::CharacterIndex;
use crate::base::Span;
use crate::base::Status;
use crate::build::BuildOptions;
use crate::build::background;
use crate::data::Lexicon;
use crate::data::words::Role;
use crate::data::words::Speech;
use crate::extract::Class;
use crate::extract::Coding;
use crate::extract::Entity;
use crate::extract::EntityId;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::Extraction;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::Party;
use crate::extract::Quotation;
use crate::extract::Relation;
use crate::extract::Thing;
use crate::extract::event_code;
use crate::text::Document;

/// The version of the form.
const FORMAT_VERSION: u32 = 1;

/// Characters of the text, the end excluded.
#[derive(Clone, Debug, Serialize)]
struct SpanRecord {
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct TokenRecord {
    start: u32,
    end: u32,
    lemma: String,
    upos: &'static str,
    xpos: &'static str,
    head: i64,
    deprel: &'static str,
}

#[derive(Debug, Serialize)]
struct SentenceRecord {
    start: u32,
    end: u32,
    tokens: Vec<TokenRecord>,
}

#[derive(Debug, Serialize)]
struct MentionRecord {
    id: String,
    start: u32,
    end: u32,
    head: SpanRecord,
    #[serde(rename = "type")]
    mention_type: &'static str,
    form: &'static str,
    entity: String,
}

#[derive(Debug, Serialize)]
struct EntityRecord {
    id: String,
    name: String,
    kind: &'static str,
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
}

#[derive(Debug, Serialize)]
struct TimeRecord {
    id: String,
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    timex_type: &'static str,
    value: String,
    #[serde(rename = "mod", skip_serializing_if = "Option::is_none")]
    modifier: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct RelationRecord {
    id: String,
    source: String,
    target: String,
    #[serde(rename = "type")]
    edge_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<u32>,
    polarity: &'static str,
    modality: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributed_to: Option<String>,
    origin: &'static str,
    confidence: f32,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    past: bool,
}

#[derive(Debug, Serialize)]
struct ParticipantRecord {
    role: &'static str,
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
}

#[derive(Debug, Serialize)]
struct CasualtiesRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detained: Option<i64>,
}

#[derive(Debug, Serialize)]
struct EventRecord {
    id: String,
    #[serde(rename = "type")]
    event_type: String,
    codes: BTreeMap<&'static str, String>,
    trigger: SpanRecord,
    sentence: u32,
    participants: Vec<ParticipantRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    casualties: Option<CasualtiesRecord>,
    polarity: &'static str,
    modality: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributed_to: Option<String>,
    factuality: f32,
}

#[derive(Debug, Serialize)]
struct AttributionRecord {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SpanRecord>,
    cue: SpanRecord,
    content: Vec<SpanRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<String>,
    polarity: &'static str,
    stance: &'static str,
    quote: &'static str,
}

#[derive(Debug, Serialize)]
struct PredicateRecord {
    start: u32,
    end: u32,
    factuality: f32,
}

#[derive(Debug, Serialize)]
struct PhraseRecord {
    text: String,
    parts: Vec<SpanRecord>,
}

#[derive(Debug, Serialize)]
struct ClauseRecord {
    sentence: u32,
    subject: PhraseRecord,
    relation: PhraseRecord,
    arguments: Vec<PhraseRecord>,
    confidence: f32,
    polarity: &'static str,
}

/// One article in the document form, version 1.
#[derive(Debug, Serialize)]
pub struct DocumentRecord {
    format_version: u32,
    doc_id: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    sentences: Vec<SentenceRecord>,
    mentions: Vec<MentionRecord>,
    entities: Vec<EntityRecord>,
    times: Vec<TimeRecord>,
    relations: Vec<RelationRecord>,
    events: Vec<EventRecord>,
    attributions: Vec<AttributionRecord>,
    predicates: Vec<PredicateRecord>,
    clauses: Vec<ClauseRecord>,
}

/// Puts an article, its analysis and its extraction into the document form.
pub fn record(
    document: &Document,
    analysis: &Analysis,
    extraction: &Extraction,
    lexicon: &Lexicon,
    options: BuildOptions,
) -> DocumentRecord {
    let writer = Writer {
        document,
        analysis,
        extraction,
        characters: CharacterIndex::new(&document.text),
        countries: countries(extraction, lexicon),
        lexicon,
        options,
    };
    DocumentRecord {
        format_version: FORMAT_VERSION,
        doc_id: document.id.clone(),
        text: document.text.clone(),
        date: document.date.map(|date| date.to_string()),
        sentences: writer.sentences(),
        mentions: writer.mentions(),
        entities: writer.entities(),
        times: writer.times(),
        relations: writer.relations(),
        events: writer.events(),
        attributions: writer.attributions(),
        predicates: writer.predicates(),
        clauses: writer.clauses(),
    }
}

struct Writer<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    extraction: &'a Extraction,
    characters: CharacterIndex,
    /// The country that each entity acts for.
    countries: Vec<Option<String>>,
    lexicon: &'a Lexicon,
    options: BuildOptions,
}

impl Writer<'_> {
    fn offsets(&self, span: Span) -> (u32, u32) {
        (
            self.characters.character(span.start),
            self.characters.character(span.end),
        )
    }

    fn span(&self, span: Span) -> SpanRecord {
        let (start, end) = self.offsets(span);
        SpanRecord {
            start,
            end,
            text: Some(span.of(&self.document.text).to_owned()),
        }
    }

    fn sentences(&self) -> Vec<SentenceRecord> {
        self.analysis
            .sentences()
            .iter()
            .map(|sentence| {
                let (start, end) = self.offsets(sentence.span);
                let first = sentence.tokens.start;
                let tokens = sentence
                    .tokens
                    .clone()
                    .map(|at| {
                        let token = TokenId(at);
                        let (start, end) = self.offsets(self.analysis.span(token));
                        let tag = self.analysis.tag(token);
                        TokenRecord {
                            start,
                            end,
                            lemma: self.analysis.lemma(token).to_owned(),
                            upos: tag.upos.name(),
                            xpos: tag.xpos,
                            head: self
                                .analysis
                                .head(token)
                                .map_or(-1, |head| i64::from(head.0 - first)),
                            deprel: self.analysis.deprel(token).name(),
                        }
                    })
                    .collect();
                SentenceRecord { start, end, tokens }
            })
            .collect()
    }

    fn mentions(&self) -> Vec<MentionRecord> {
        // What only an adjective stands for ("a Danish firm") is shown by its first mention.
        let mentions = &self.extraction.mentions;
        let apart: BTreeSet<EntityId> = mentions
            .iter()
            .filter(|mention| mention.apart)
            .map(|mention| mention.entity)
            .collect();
        let mut seen = apart;
        let only: BTreeSet<usize> = (0..mentions.len())
            .filter(|&index| seen.insert(mentions[index].entity))
            .collect();
        let mut mentions: Vec<MentionRecord> = self
            .extraction
            .mentions
            .iter()
            .enumerate()
            .filter(|(index, mention)| mention.apart || only.contains(index))
            .map(|(index, mention)| {
                let (start, end) = self.offsets(mention.span);
                MentionRecord {
                    id: format!("m{index}"),
                    start,
                    end,
                    head: self.span(self.analysis.span(mention.head)),
                    mention_type: mention.class.type_name(),
                    form: match mention.form {
                        MentionForm::Name => "name",
                        MentionForm::Nominal => "nominal",
                        MentionForm::Pronoun => "pronoun",
                    },
                    entity: entity_id(mention.entity),
                }
            })
            .collect();
        mentions.sort_by_key(|mention| (mention.start, mention.end));
        mentions
    }

    fn entities(&self) -> Vec<EntityRecord> {
        self.extraction
            .entities
            .iter()
            .enumerate()
            .map(|(index, entity)| EntityRecord {
                id: entity_id(EntityId(index as u32)),
                name: entity.name.clone(),
                kind: entity.class.type_name(),
                aliases: entity.aliases.clone(),
                country: self.countries[index].clone(),
                sector: sector(entity, self.lexicon),
            })
            .collect()
    }

    fn times(&self) -> Vec<TimeRecord> {
        self.extraction
            .times
            .iter()
            .enumerate()
            .map(|(index, time)| {
                let (start, end) = self.offsets(time.span);
                TimeRecord {
                    id: format!("t{index}"),
                    start,
                    end,
                    timex_type: time.timex_type.name(),
                    value: time.value.clone(),
                    modifier: time.modifier,
                }
            })
            .collect()
    }

    fn relations(&self) -> Vec<RelationRecord> {
        let said = self.extraction.relations.iter().enumerate();
        let mut relations: Vec<RelationRecord> = said
            .map(|(index, relation)| self.relation(index, relation))
            .collect();
        if self.options.background {
            relations.extend(self.background());
        }
        relations
    }

    /// What no sentence says and the lexicon knows.
    fn background(&self) -> Vec<RelationRecord> {
        let entities = self.extraction.entities.iter().enumerate();
        let linked = entities
            .filter(|(_, entity)| entity.kept)
            .filter_map(|(index, entity)| Some((entity.link?, EntityId(index as u32))));
        let said: BTreeSet<(Thing, &str, Thing)> = self
            .extraction
            .relations
            .iter()
            .map(|relation| (relation.source, relation.edge_type.name(), relation.target))
            .collect();
        background::known(linked, self.lexicon)
            .into_iter()
            .filter(|&(source, edge_type, target)| {
                !said.contains(&(Thing::Entity(source), edge_type, Thing::Entity(target)))
            })
            .enumerate()
            .map(|(index, (source, edge_type, target))| RelationRecord {
                id: format!("b{index}"),
                source: entity_id(source),
                target: entity_id(target),
                edge_type: form_type(edge_type),
                start: None,
                end: None,
                sentence: None,
                polarity: "positive",
                modality: "asserted",
                attributed_to: None,
                origin: "background",
                confidence: 1.0,
                rule: "background".to_owned(),
                relation: None,
                past: false,
            })
            .collect()
    }

    fn relation(&self, index: usize, relation: &Relation) -> RelationRecord {
        let (start, end) = self.offsets(relation.span);
        let (polarity, modality) = polarity_and_modality(relation.status);
        RelationRecord {
            id: format!("r{index}"),
            source: self.thing_id(relation.source),
            target: self.thing_id(relation.target),
            edge_type: match relation.details.relation.as_deref() {
                // The form has a type for this tie.
                Some("born-in") => "born-in".to_owned(),
                _ => form_type(relation.edge_type.name()),
            },
            start: Some(start),
            end: Some(end),
            sentence: Some(relation.sentence),
            polarity,
            modality,
            attributed_to: relation.attributed_to.map(entity_id),
            origin: "text",
            confidence: relation.confidence,
            rule: relation.rule.clone(),
            relation: relation.details.relation.clone(),
            past: relation.details.past,
        }
    }

    fn events(&self) -> Vec<EventRecord> {
        let mut of_trigger: BTreeMap<TokenId, &Event> = BTreeMap::new();
        for event in &self.extraction.events {
            of_trigger.extend(event.triggers.iter().map(|&trigger| (trigger, event)));
        }
        let events = self.extraction.events.iter().enumerate();
        let codings = self.extraction.codings.iter().enumerate();
        events
            .map(|(index, event)| self.event(index, event))
            .chain(codings.map(|(index, coding)| {
                self.coding(index, coding, of_trigger.get(&coding.trigger).copied())
            }))
            .collect()
    }

    fn event(&self, index: usize, event: &Event) -> EventRecord {
        let (polarity, modality) = polarity_and_modality(event.status);
        let mut participants: Vec<ParticipantRecord> = Vec::new();
        for participant in &event.participants {
            let (start, end) = self.offsets(participant.span);
            let entity = match participant.thing {
                Thing::Entity(entity) => Some(entity),
                _ => None,
            };
            let country = entity.and_then(|entity| self.countries[entity.index()].clone());
            // Who meets, agrees or fights is on both sides.
            let roles: &[&'static str] = match participant.role {
                Role::Agent if is_mutual(event) => &["source", "target"],
                Role::Agent => &["source"],
                Role::Target => &["target"],
                Role::Participant => &["source", "target"],
                Role::Nothing => &[],
            };
            for &role in roles {
                participants.push(ParticipantRecord {
                    role,
                    start,
                    end,
                    entity: entity.map(entity_id),
                    country: country.clone(),
                });
            }
        }
        let count = |what: &str| {
            event
                .counts
                .iter()
                .find(|count| count.what == what)
                .map(|count| count.number)
        };
        let casualties = CasualtiesRecord {
            dead: count("killed"),
            injured: count("injured"),
            detained: count("arrested"),
        };
        let any = casualties
            .dead
            .or(casualties.injured)
            .or(casualties.detained);
        let plover = plover(&event.subtype);
        EventRecord {
            id: event_id(EventId(index as u32)),
            event_type: plover.to_lowercase(),
            codes: BTreeMap::from([
                ("plover", "OTHER".to_owned()),
                ("ontology", event.subtype.clone()),
            ]),
            trigger: self.span(event.span),
            sentence: event.sentence,
            participants,
            place: event.places.first().map(|&place| entity_id(place)),
            time: event.date.clone(),
            casualties: any.map(|_| casualties),
            polarity,
            modality,
            attributed_to: event.attributed_to.map(entity_id),
            factuality: event.factuality,
        }
    }

    /// PLOVER codes a sentence's main act, which is another question than what events the graph
    /// holds: its records stand after the events, and only they have a code.
    fn coding(&self, index: usize, coding: &Coding, event: Option<&Event>) -> EventRecord {
        let side = |role: &'static str, parties: &[Party]| -> Vec<ParticipantRecord> {
            parties
                .iter()
                .map(|party| {
                    let (start, end) = self.offsets(party.span);
                    ParticipantRecord {
                        role,
                        start,
                        end,
                        entity: party.entity.map(entity_id),
                        country: party.country.clone(),
                    }
                })
                .collect()
        };
        let mut participants = side("source", &coding.sources);
        participants.extend(side("target", &coding.targets));
        let span = self.analysis.span(coding.trigger);
        let (polarity, modality) =
            polarity_and_modality(event.map_or(Status::Asserted, |event| event.status));
        EventRecord {
            id: format!("c{index}"),
            event_type: coding.code.to_lowercase(),
            codes: BTreeMap::from([("plover", coding.code.clone())]),
            trigger: self.span(span),
            sentence: self.analysis.sentence_of(coding.trigger) as u32,
            participants,
            place: event.and_then(|event| event.places.first().map(|&place| entity_id(place))),
            time: event.and_then(|event| event.date.clone()),
            casualties: None,
            polarity,
            modality,
            attributed_to: event.and_then(|event| event.attributed_to.map(entity_id)),
            factuality: event.map_or(3.0, |event| event.factuality),
        }
    }

    /// Gives the first attribution with the same cue: the claims of one long quote are one here.
    fn first_of_cue(&self, index: usize) -> usize {
        let attributions = &self.extraction.attributions;
        let cue = attributions[index].cue;
        let mut first = index;
        while first > 0 && attributions[first - 1].cue == cue {
            first -= 1;
        }
        first
    }

    fn thing_id(&self, thing: Thing) -> String {
        match thing {
            Thing::Entity(entity) => entity_id(entity),
            Thing::Event(event) => event_id(event),
            Thing::Claim(claim) => format!("a{}", self.first_of_cue(claim.index())),
        }
    }

    fn attributions(&self) -> Vec<AttributionRecord> {
        let all = &self.extraction.attributions;
        (0..all.len())
            .filter(|&index| self.first_of_cue(index) == index)
            .map(|index| (index, &all[index]))
            .map(|(index, attribution)| AttributionRecord {
                id: format!("a{index}"),
                source: attribution.source.map(|source| self.span(source)),
                cue: self.span(attribution.cue),
                content: all[index..]
                    .iter()
                    .take_while(|part| part.cue == attribution.cue)
                    .flat_map(|part| &part.content)
                    .map(|&piece| self.span(piece))
                    .collect(),
                entity: attribution.speaker.map(entity_id),
                polarity: if attribution.denied || attribution.negated {
                    "negative"
                } else {
                    "positive"
                },
                stance: stance(attribution.stance),
                quote: match attribution.quotation {
                    Quotation::Direct => "direct",
                    Quotation::Indirect => "indirect",
                    Quotation::Mixed => "mixed",
                },
            })
            .collect()
    }

    fn predicates(&self) -> Vec<PredicateRecord> {
        self.extraction
            .predicates
            .iter()
            .map(|predicate| {
                let (start, end) = self.offsets(predicate.span);
                PredicateRecord {
                    start,
                    end,
                    factuality: predicate.factuality,
                }
            })
            .collect()
    }

    fn clauses(&self) -> Vec<ClauseRecord> {
        self.extraction
            .clauses
            .iter()
            .map(|clause| ClauseRecord {
                sentence: clause.sentence,
                subject: self.phrase(&clause.subject),
                relation: self.phrase(&clause.relation),
                arguments: clause
                    .arguments
                    .iter()
                    .map(|argument| self.phrase(argument))
                    .collect(),
                confidence: clause.confidence,
                polarity: if clause.negated {
                    "negative"
                } else {
                    "positive"
                },
            })
            .collect()
    }

    fn phrase(&self, parts: &[Span]) -> PhraseRecord {
        let words: Vec<&str> = parts
            .iter()
            .flat_map(|part| part.of(&self.document.text).split_whitespace())
            .collect();
        PhraseRecord {
            text: words.join(" "),
            parts: parts.iter().map(|&part| self.span(part)).collect(),
        }
    }
}

/// The document form's spelling of an edge type: `LOCATED_IN` is `located-in`.
fn form_type(edge_type: &str) -> String {
    edge_type.to_lowercase().replace('_', "-")
}

fn entity_id(entity: EntityId) -> String {
    format!("e{}", entity.0)
}

fn event_id(event: EventId) -> String {
    format!("v{}", event.0)
}

fn polarity_and_modality(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Asserted | Status::Claimed | Status::Disputed | Status::Background => {
            ("positive", "asserted")
        }
        Status::Denied | Status::Negated => ("negative", "asserted"),
        Status::Possible => ("positive", "possible"),
        Status::Proposed => ("positive", "future"),
    }
}

fn stance(speech: Speech) -> &'static str {
    match speech {
        Speech::Claims => "claims",
        Speech::Denies => "denies",
        Speech::Accuses => "accuses",
        Speech::Asks => "asks",
        Speech::Promises => "promises",
        Speech::Threatens => "threatens",
        Speech::Believes => "believes",
        Speech::Wants => "wants",
        Speech::Criticizes => "criticizes",
        Speech::Praises => "praises",
    }
}

/// Gives the PLOVER type; what PLOVER lacks is `OTHER`.
fn plover(subtype: &str) -> &'static str {
    event_code(subtype).unwrap_or("OTHER")
}

fn is_mutual(event: &Event) -> bool {
    matches!(
        event.subtype.as_str(),
        "Agree" | "Consult" | "Cooperate" | "Conflict"
    ) && event
        .participants
        .iter()
        .filter(|participant| participant.role == Role::Agent)
        .count()
        > 1
}

fn sector(entity: &Entity, lexicon: &Lexicon) -> Option<String> {
    match entity.link {
        Some(Link::Actor(actor)) => lexicon.actors.get(actor as usize)?.sector.clone(),
        Some(Link::State(_)) if entity.class == Class::State => Some("GOV".to_owned()),
        Some(Link::Person(_)) => Some("GOV".to_owned()),
        _ => match entity.class {
            Class::ArmedGroup => Some("REB".to_owned()),
            _ => None,
        },
    }
}

/// Finds the country that each entity acts for: its own, its home, or that of what it belongs to.
fn countries(extraction: &Extraction, lexicon: &Lexicon) -> Vec<Option<String>> {
    let mut countries: Vec<Option<String>> = extraction
        .entities
        .iter()
        .map(|entity| match entity.link? {
            Link::State(state) => Some(lexicon.states.get(state as usize)?.iso3.clone()),
            Link::Actor(actor) => lexicon.actors.get(actor as usize)?.states.first().cloned(),
            Link::Person(person) => lexicon
                .people
                .get(person as usize)?
                .citizen
                .first()
                .cloned(),
            Link::Place(place) => lexicon.places.get(place as usize)?.state.clone(),
        })
        .collect();
    // "Romanian refugees", "the head of the Russian navy": at most two steps.
    for _ in 0..2 {
        for relation in &extraction.relations {
            let (Thing::Entity(source), Thing::Entity(target)) = (relation.source, relation.target)
            else {
                continue;
            };
            let belongs = matches!(
                relation.edge_type.name(),
                "PART_OF" | "MEMBER_OF" | "LEADS" | "CITIZEN_OF" | "LOCATED_IN"
            );
            if belongs && countries[source.index()].is_none() {
                let country = countries[target.index()].clone();
                countries[source.index()] = country;
            }
        }
    }
    countries
}
