//! Looking nodes up, and counting what there is.

use rustc_hash::FxHashMap;

use crate::graph::Column;
use crate::graph::Graph;
use crate::graph::NameIndex;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::Statistics;
use crate::graph::Symbol;
use crate::graph::store::LabelSet;
use crate::graph::store::REMOVED;

impl Graph {
    /// Finds the nodes whose property equals a value, in the order of their ids. 1 equals 1.0.
    pub fn nodes_with_value(&self, key: Symbol, value: &Property) -> Vec<NodeId> {
        let Some(column) = self.node_column(key) else {
            return Vec::new();
        };
        let rows = self
            .indexes
            .values
            .find(key, self.names.len(), column, value);
        rows.into_iter().map(NodeId).collect()
    }

    /// Gives the index of names and aliases.
    pub fn name_index(&self) -> &NameIndex {
        self.indexes.names.get_or_init(|| NameIndex::new(self))
    }

    /// Gives the counts that the planner estimates with.
    pub fn statistics(&self) -> &Statistics {
        self.indexes.statistics.get_or_init(|| self.count())
    }

    fn count(&self) -> Statistics {
        let mut statistics = Statistics {
            nodes: self.node_count,
            edges: self.edge_count,
            ..Statistics::default()
        };
        // There are few sets of labels, and they meet in few ways: so nodes and edges are counted
        // by set first.
        let (sets, names) = (self.label_sets.len(), self.names.len());
        let mut by_set = vec![0_usize; sets];
        for node in self.store.raw_nodes() {
            if let Some(count) = by_set.get_mut(node.weight.0 as usize) {
                *count += 1;
            }
        }
        for (labels, count) in self.label_sets.iter().zip(by_set) {
            for label in labels {
                *statistics.labels.entry(*label).or_default() += count;
            }
        }
        statistics.labels.retain(|_, count| *count > 0);
        let table = sets.saturating_mul(sets).saturating_mul(names);
        let mut dense = vec![0_usize; if table <= 1 << 16 { table } else { 0 }];
        let mut meetings: FxHashMap<(LabelSet, Symbol, LabelSet), usize> = FxHashMap::default();
        for edge in self.store.raw_edges() {
            if edge.weight == REMOVED {
                continue;
            }
            let (source, target) = (self.store[edge.source()], self.store[edge.target()]);
            let place = (source.0 as usize * sets + target.0 as usize) * names;
            match dense.get_mut(place.saturating_add(edge.weight.0 as usize)) {
                Some(count) => *count += 1,
                None => *meetings.entry((source, edge.weight, target)).or_default() += 1,
            }
            if edge.source() == edge.target() {
                *statistics.loops.entry(edge.weight).or_default() += 1;
            }
        }
        for (place, count) in dense.into_iter().enumerate() {
            if count > 0 {
                let (pair, edge_type) = (place / names, Symbol((place % names) as u32));
                let (source, target) = (pair / sets, pair % sets);
                let meeting = (LabelSet(source as u32), edge_type, LabelSet(target as u32));
                meetings.insert(meeting, count);
            }
        }
        #[allow(
            clippy::iter_over_hash_type,
            reason = "sums do not depend on the order"
        )]
        for ((source, edge_type, target), count) in meetings {
            *statistics.types.entry(edge_type).or_default() += count;
            let sources = &self.label_sets[source.0 as usize];
            let targets = &self.label_sets[target.0 as usize];
            for &source in sources {
                *statistics.sources.entry((source, edge_type)).or_default() += count;
                for &target in targets {
                    let triple = (source, edge_type, target);
                    *statistics.triples.entry(triple).or_default() += count;
                }
            }
            for &target in targets {
                *statistics.targets.entry((edge_type, target)).or_default() += count;
            }
        }
        statistics
    }

    /// Estimates how many different values a property of nodes has.
    pub fn distinct_values(&self, key: Symbol) -> usize {
        match self.node_column(key) {
            None => 0,
            Some(Column::Text(texts)) => texts.code_count(),
            Some(column) => {
                // A sample that hardly repeats itself stands for a property that hardly does.
                let rows = column.rows();
                let step = (rows.len() / 1024).max(1);
                let sample: Vec<Property> = rows
                    .step_by(step)
                    .filter_map(|row| column.get(row))
                    .collect();
                let mut texts: Vec<String> =
                    sample.iter().map(|value| format!("{value:?}")).collect();
                texts.sort_unstable();
                texts.dedup();
                if texts.len() * 2 > sample.len() {
                    texts.len() * step
                } else {
                    texts.len()
                }
            }
        }
    }
}
