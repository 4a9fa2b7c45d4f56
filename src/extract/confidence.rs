//! What an edge rests on, and how sure that makes it.
//!
//! The features are few and coarse on purpose, so that they hold for articles that nobody weighed
//! them on: the family of the rule, the type of the edge, how its ends are named where it is said,
//! how far the words reach, and how the text stands to it.

use crate::data::Confidence;
use crate::extract::EntityId;
use crate::extract::Extraction;
use crate::extract::Mention;
use crate::extract::MentionForm;
use crate::extract::Relation;
use crate::extract::Thing;

/// The characters that the words of a short, and of a long edge take at most and at least.
const SHORT: usize = 30;
const LONG: usize = 90;

/// Sets the confidence of each relation and role.
pub(in crate::extract) fn settle(extraction: &mut Extraction, confidence: &Confidence) {
    let weigh = |relations: &[Relation]| -> Vec<f32> {
        relations
            .iter()
            .map(|relation| confidence.probability(&extraction.features(relation)))
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
    /// Lists what tells how sure a relation is.
    pub fn features(&self, relation: &Relation) -> Vec<String> {
        let family = relation.rule.split(':').next().unwrap_or_default();
        let mut features = vec![
            format!("rule {family}"),
            format!("edge {}", relation.edge_type.name()),
            format!("status {}", relation.status.name()),
        ];
        let length = relation.span.len();
        if length <= SHORT {
            features.push("short".to_owned());
        } else if length >= LONG {
            features.push("long".to_owned());
        }
        for (side, thing) in [("source", relation.source), ("target", relation.target)] {
            let how = match thing {
                Thing::Entity(entity) => self.named_how(entity, relation),
                Thing::Event(_) => "event",
                Thing::Claim(_) => "claim",
            };
            features.push(format!("{side} {how}"));
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
        if forms.contains(&MentionForm::Name) {
            "named"
        } else if forms.contains(&MentionForm::Nominal) {
            "described"
        } else if forms.contains(&MentionForm::Pronoun) {
            "pronoun"
        } else {
            "elsewhere"
        }
    }
}
