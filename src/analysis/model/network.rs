//! One network: from rows of its tables to scores.

use fearless_simd::Simd;

use crate::analysis::model::activation::gate;
use crate::analysis::model::activation::squash;
use crate::analysis::model::feature::SLOTS;
use crate::analysis::model::kernel::Linear;
use crate::analysis::model::kernel::ONE;
use crate::analysis::model::kernel::dot;
use crate::analysis::model::kernel::fixed;
use crate::analysis::model::weights::DISTANCE_BUCKETS;
use crate::analysis::model::weights::NetworkWeights;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::Table;
use crate::analysis::model::weights::distance_bucket;

/// Keeps the sums of scores within 32 bits: what meets a head may be this many times as large.
const WIDE: f32 = 16.0;

/// A network that is ready for use.
#[derive(Debug)]
pub(super) struct Network {
    shape: Shape,
    words: Table,
    affixes: Table,
    dense: Linear,
    layers: Vec<Linear>,
    top: Linear,
    arc: Linear,
    arc_root: Vec<i16>,
    distance: [f32; DISTANCE_BUCKETS],
    label_root: Vec<f32>,
    label: Linear,
}

/// What is looked up for a word: its rows in the tables of words, vectors and affixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rows {
    pub(super) word: u32,
    pub(super) vector: u32,
    pub(super) affixes: [u32; SLOTS],
}

/// Working memory of one network, kept from one text to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// For each word seen: what enters the first layer.
    known_inputs: Vec<i16>,
    /// For each word seen: what the first layer's matrix makes of it.
    known_gates: Vec<f32>,
    fresh: Vec<i16>,
    states: Vec<i16>,
    gates: Vec<f32>,
    carry: Vec<f32>,
    dependents: Vec<i16>,
    heads: Vec<i16>,
    turned: Vec<f32>,
    row: Vec<i16>,
    /// What is read off the last layer, a row for each word of the batch.
    top: Vec<f32>,
}

impl Memory {
    /// Forgets the words that were seen.
    pub(super) fn forget(&mut self) {
        self.known_inputs.clear();
        self.known_gates.clear();
    }
}

impl Network {
    pub(super) fn new(shape: &Shape, weights: NetworkWeights) -> Self {
        let mut distance = [0.0; DISTANCE_BUCKETS];
        for (place, &x) in distance.iter_mut().zip(&weights.distance) {
            *place = x;
        }
        Network {
            shape: *shape,
            words: weights.words,
            affixes: weights.affixes,
            dense: Linear::new(&weights.dense),
            layers: weights.layers.iter().map(Linear::new).collect(),
            top: Linear::new(&weights.top),
            arc: Linear::new(&weights.arc),
            arc_root: weights.arc_root.iter().map(|&x| fixed(squash(x))).collect(),
            distance,
            label_root: weights.label_root,
            label: Linear::new(&weights.label),
        }
    }

    /// Takes words that were not seen before through the first layer's matrix.
    #[inline(always)]
    pub(super) fn see<S: Simd>(
        &self,
        simd: S,
        words: &[Rows],
        vectors: &Table,
        memory: &mut Memory,
    ) {
        let mut fresh = std::mem::take(&mut memory.fresh);
        fresh.clear();
        for rows in words {
            // Few rows of the tables are ever needed, so they stay packed.
            let mut take = |table: &Table, row: u32| {
                fresh.extend(table.row(row as usize).map(fixed));
            };
            take(&self.words, rows.word);
            take(vectors, rows.vector);
            for row in rows.affixes {
                take(&self.affixes, row);
            }
        }
        self.dense.apply(simd, &fresh, &mut memory.gates);
        fresh.clear();
        fresh.extend(memory.gates.iter().map(|&x| fixed(squash(x))));
        self.layers[0].apply(simd, &fresh, &mut memory.gates);
        memory.known_inputs.extend_from_slice(&fresh);
        memory.known_gates.extend_from_slice(&memory.gates);
        memory.fresh = fresh;
    }

    /// Reads sentences, given the number of each word among those seen, and how many words each
    /// sentence has.
    #[inline(always)]
    pub(super) fn read<S: Simd>(
        &self,
        simd: S,
        places: &[u32],
        lengths: &[usize],
        memory: &mut Memory,
    ) {
        let width = self.shape.width;
        memory.states.clear();
        for &place in places {
            let input = &memory.known_inputs[place as usize * width..][..width];
            memory.states.extend_from_slice(input);
        }
        let known = std::mem::take(&mut memory.known_gates);
        self.recur(lengths, memory, |word| {
            &known[places[word] as usize * 3 * width..][..3 * width]
        });
        memory.known_gates = known;
        for layer in &self.layers[1..] {
            let mut gates = std::mem::take(&mut memory.gates);
            layer.apply(simd, &memory.states, &mut gates);
            self.recur(lengths, memory, |word| {
                &gates[word * 3 * width..][..3 * width]
            });
            memory.gates = gates;
        }
        self.top.apply(simd, &memory.states, &mut memory.top);
    }

    /// Runs a recurrent layer over `memory.states`, from both sides.
    #[inline(always)]
    fn recur<'g>(
        &self,
        lengths: &[usize],
        memory: &mut Memory,
        gates: impl Fn(usize) -> &'g [f32],
    ) {
        let width = self.shape.width;
        let half = width / 2;
        let mut first = 0;
        for length in lengths {
            let end = first + length;
            memory.carry.clear();
            memory.carry.resize(width, 0.0);
            let (from_left, from_right) = memory.carry.split_at_mut(half);
            for word in first..end {
                let gates = &gates(word)[..3 * half];
                step(gates, from_left, &mut memory.states[word * width..][..half]);
            }
            for word in (first..end).rev() {
                let gates = &gates(word)[3 * half..];
                let states = &mut memory.states[word * width + half..][..half];
                step(gates, from_right, states);
            }
            first = end;
        }
    }

    /// Adds the scores of a word's pairs of tags.
    #[inline(always)]
    pub(super) fn add_tags(&self, word: usize, memory: &Memory, scores: &mut [f32]) {
        let row = &memory.top[word * self.top.outputs()..][..self.shape.tags];
        add(scores, row);
    }

    /// Adds the scores of a word's labels in names.
    #[inline(always)]
    pub(super) fn add_names(&self, word: usize, memory: &Memory, scores: &mut [f32]) {
        let row = &memory.top[word * self.top.outputs()..][..self.top.outputs()];
        add(scores, &row[self.top.outputs() - self.shape.names..]);
    }

    /// Adds the scores of the arcs of a sentence of `count` words.
    #[inline(always)]
    pub(super) fn add_arcs<S: Simd>(
        &self,
        simd: S,
        first: usize,
        count: usize,
        memory: &mut Memory,
        scores: &mut [f32],
    ) {
        let (size, width) = (self.shape.arc, self.top.outputs());
        memory.dependents.clear();
        memory.heads.clear();
        memory.heads.extend_from_slice(&self.arc_root);
        for row in memory.top[first * width..][..count * width].chunks_exact(width) {
            let (dependent, head) = row[self.shape.tags..][..2 * size].split_at(size);
            let rounded = |part: &[f32], out: &mut Vec<i16>| {
                out.extend(part.iter().map(|&x| fixed(squash(x))));
            };
            rounded(dependent, &mut memory.dependents);
            rounded(head, &mut memory.heads);
        }
        self.arc.apply(simd, &memory.dependents, &mut memory.turned);
        let rows = scores.chunks_exact_mut(count + 1);
        for (word, (turned, scores)) in memory.turned.chunks_exact(size).zip(rows).enumerate() {
            memory.row.clear();
            let turned = turned.iter();
            memory
                .row
                .extend(turned.map(|&x| fixed(x.clamp(-15.9, 15.9) * (1.0 / WIDE))));
            for (head, (vector, place)) in memory.heads.chunks_exact(size).zip(scores).enumerate() {
                let score = dot(&memory.row, vector) as f32 * (WIDE / (ONE * ONE));
                let distance = match head.checked_sub(1) {
                    Some(head) => self.distance[distance_bucket(word, head)],
                    None => 0.0,
                };
                *place += score + distance;
            }
        }
    }

    /// Adds the scores of the labels of a sentence's arcs.
    #[inline(always)]
    pub(super) fn add_labels<S: Simd>(
        &self,
        simd: S,
        first: usize,
        heads: &[usize],
        memory: &mut Memory,
        scores: &mut [f32],
    ) {
        let (size, width) = (self.shape.label, self.top.outputs());
        let dependents_at = self.shape.tags + 2 * self.shape.arc;
        let heads_at = dependents_at + size;
        memory.dependents.clear();
        for (word, &head) in heads.iter().enumerate() {
            let of_head = match head.checked_sub(1) {
                Some(head) => &memory.top[(first + head) * width + heads_at..][..size],
                None => &self.label_root,
            };
            let dependent = &memory.top[(first + word) * width + dependents_at..][..size];
            let sums = dependent.iter().zip(of_head);
            memory
                .dependents
                .extend(sums.map(|(a, b)| fixed(squash(a + b))));
        }
        self.label
            .apply(simd, &memory.dependents, &mut memory.turned);
        add(scores, &memory.turned);
    }
}

/// One step of a recurrent layer in one direction, over all its units.
#[inline(always)]
fn step(gates: &[f32], carry: &mut [f32], states: &mut [i16]) {
    let half = carry.len();
    let (values, rest) = gates.split_at(half);
    let (forget, output) = rest.split_at(half);
    let units = values.iter().zip(forget).zip(output);
    for (((&value, &forget), &output), (carry, state)) in
        units.zip(carry.iter_mut().zip(states.iter_mut()))
    {
        let forget = gate(forget);
        let output = gate(output);
        *carry = forget * *carry + (1.0 - forget) * value;
        let input = f32::from(*state) * (1.0 / ONE);
        *state = fixed(output * squash(*carry) + (1.0 - output) * input);
    }
}

#[inline(always)]
fn add(places: &mut [f32], numbers: &[f32]) {
    for (place, x) in places.iter_mut().zip(numbers) {
        *place += x;
    }
}
