//! How sure an edge is, by what it rests on.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::data::DataError;
use crate::data::DataSource;

/// The weights of a logistic regression, as `newsgraph learn --edges` fits them.
///
/// A feature that has no weight says nothing.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Confidence {
    /// The log odds of an edge of which nothing is known.
    pub bias: f32,
    /// What each feature adds to the log odds.
    pub weights: BTreeMap<String, f32>,
}

impl Confidence {
    /// Reads `confidence.ron`.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        source.ron("confidence.ron")
    }

    /// Gives the probability that an edge with these features is right, to two decimals.
    pub fn probability(&self, features: &[String]) -> f32 {
        let odds: f32 = features
            .iter()
            .filter_map(|feature| self.weights.get(feature))
            .sum();
        let probability = 1.0 / (1.0 + (-(self.bias + odds)).exp());
        (probability * 100.0).round() / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feature_moves_the_odds_and_an_unknown_one_does_not() {
        let confidence = Confidence {
            bias: 0.0,
            weights: BTreeMap::from([("good".to_owned(), 2.0), ("bad".to_owned(), -2.0)]),
        };
        let of = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|&one| one.to_owned()).collect();
            confidence.probability(&features)
        };
        assert_eq!(of(&[]), 0.5);
        assert_eq!(of(&["unheard"]), 0.5);
        assert_eq!(of(&["good"]), 0.88);
        assert_eq!(of(&["good", "bad"]), 0.5);
    }
}
