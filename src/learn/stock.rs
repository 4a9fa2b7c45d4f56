//! Names to put in the place of others, so that no name is learned by heart.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::NameType;
use crate::analysis::model::name_label;
use crate::data::DataError;
use crate::data::DataSource;
use crate::learn::random::Random;
use crate::learn::treebank::Sample;

/// Given and family names.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    lists: Arc<[Vec<String>; 2]>,
    sets: Arc<[BTreeSet<String>; 2]>,
}

impl Stock {
    pub(super) fn load(source: &DataSource) -> Result<Self, DataError> {
        let mut lists: [Vec<String>; 2] = Default::default();
        for (list, path) in lists.iter_mut().zip(["given", "family"]) {
            let (_, text) = source.text(&format!("gazetteer/{path}.tsv"))?;
            list.extend(text.lines().map(str::to_owned));
        }
        let set = |list: &Vec<String>| list.iter().cloned().collect();
        Ok(Stock {
            sets: Arc::new([set(&lists[0]), set(&lists[1])]),
            lists: Arc::new(lists),
        })
    }

    /// Puts a given name for each given name and a family name for each family name, where people's names may stand; gives none
    /// where there is nothing to swap.
    pub(super) fn swap(&self, sample: &Sample, random: &mut Random) -> Option<Vec<String>> {
        let person =
            1u16 << name_label(NameType::Person, true) | 1 << name_label(NameType::Person, false);
        let mut words: Option<Vec<String>> = None;
        for (place, word) in sample.words.iter().enumerate() {
            let names = sample.names[place];
            // Where names are marked by their trees alone, any type is possible.
            if names & 1 == 1 || names & person == 0 {
                continue;
            }
            let of_kind = |set: &BTreeSet<String>| set.contains(word);
            let Some(kind) = self.sets.iter().position(of_kind) else {
                continue;
            };
            let list = &self.lists[kind];
            let other = &list[random.below(list.len())];
            words.get_or_insert_with(|| sample.words.clone())[place].clone_from(other);
        }
        words
    }
}
