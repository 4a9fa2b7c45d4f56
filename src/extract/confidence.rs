//! What an edge rests on, and how sure that makes it.
//!
//! The features are few and coarse on purpose, so that they hold for articles that nobody weighed
//! them on: the family of the rule, how the ends are named where it is said and how often they are
//! spoken of, how far the words reach, whether it is said again, and whether the text stands by it.

use std::collections::BTreeSet;

use crate::base::Status;
use crate::data::Confidence;
use crate::data::EdgeType;
use crate::extract::EntityId;
use crate::extract::Extraction;
use crate::extract::Mention;
use crate::extract::MentionForm;
use crate::extract::Relation;
use crate::extract::Thing;

/// The bytes that the words of a short edge have fewer of, and those of a long one as many.
const SHORT: usize = 30;
const LONG: usize = 90;

/// What is spoken of so many times is one of the things that the article is about.
const OFTEN: usize = 3;

/// Sets the confidence of each relation and role.
pub(in crate::extract) fn settle(extraction: &mut Extraction, confidence: &Confidence) {
    let again = extraction.said_again();
    let weigh = |relations: &[Relation]| -> Vec<f32> {
        relations
            .iter()
            .map(|relation| confidence.probability(&extraction.features(relation, &again)))
            .collect()
    };
    let (relations, roles) = (weigh(&extraction.relations), weigh(&extraction.roles));
    for (relation, value) in extraction.relations.iter_mut().zip(relations) {
        relation.confidence = value;
    }
    for (role, value) in extraction.roles.iter_mut().zip(roles) {
        role.confidence = value;
    }
}

impl Extraction {
    /// Collects the edges that more than one relation or role tells of.
    pub fn said_again(&self) -> BTreeSet<(Thing, EdgeType, Thing)> {
        let mut once = BTreeSet::new();
        let all = self.relations.iter().chain(&self.roles).map(edge);
        all.filter(|&edge| !once.insert(edge)).collect()
    }

    /// Lists what tells how sure a relation is, given the edges that are [said again](Self::said_again).
    pub fn features(
        &self,
        relation: &Relation,
        again: &BTreeSet<(Thing, EdgeType, Thing)>,
    ) -> Vec<String> {
        let mut features = vec![format!("rule {}", family(&relation.rule))];
        if relation.status != Status::Asserted {
            features.push("hedged".to_owned());
        }
        let length = relation.span.len();
        features.push(if length < SHORT {
            "short".to_owned()
        } else if length >= LONG {
            "long".to_owned()
        } else {
            "medium".to_owned()
        });
        if again.contains(&edge(relation)) {
            features.push("said again".to_owned());
        }
        for (side, thing) in [("source", relation.source), ("target", relation.target)] {
            let (how, times) = match thing {
                Thing::Entity(entity) => (
                    self.named_how(entity, relation),
                    self.entities[entity.index()].mentions.len(),
                ),
                Thing::Event(event) => ("event", self.events[event.index()].triggers.len()),
                Thing::Claim(_) => ("claim", 0),
            };
            features.push(format!("{side} {how}"));
            if times >= OFTEN {
                features.push(format!("{side} spoken of often"));
            }
        }
        features
    }

    /// Tells how an entity is named in the words of a relation: by its name, by another phrase
    /// or a pronoun that coreference joined with the name, or not by a name anywhere.
    fn named_how(&self, entity: EntityId, relation: &Relation) -> &'static str {
        let entity = &self.entities[entity.index()];
        if !entity.named {
            return "unnamed";
        }
        let mention = |id: crate::extract::MentionId| -> &Mention { &self.mentions[id.index()] };
        let first = entity
            .mentions
            .partition_point(|&id| mention(id).sentence < relation.sentence);
        let forms: Vec<MentionForm> = entity.mentions[first..]
            .iter()
            .map(|&id| mention(id))
            .take_while(|mention| mention.sentence == relation.sentence)
            .filter(|mention| relation.span.contains(mention.short))
            .map(|mention| mention.form)
            .collect();
        let by = |form| forms.contains(&form);
        if !by(MentionForm::Name) && (by(MentionForm::Nominal) || by(MentionForm::Pronoun)) {
            "referred to"
        } else {
            "named"
        }
    }
}

/// Source, type and target.
fn edge(relation: &Relation) -> (Thing, EdgeType, Thing) {
    (relation.source, relation.edge_type, relation.target)
}

/// The kind of reasoning that a rule belongs to.
fn family(rule: &str) -> &'static str {
    match rule.split(':').next().unwrap_or_default() {
        "event-role" => "role",
        "about" => "about",
        "speech" | "claims-event" => "speech",
        "verb" | "noun" | "pattern" => "deed",
        _ => "structure",
    }
}
