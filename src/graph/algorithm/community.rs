//! Who belongs together: the Leiden method, which moves nodes between communities while that
//! raises modularity, splits what does not hang together, and goes on with communities as nodes.

use crate::graph::algorithm::Part;
use crate::graph::algorithm::Stopped;
use crate::graph::algorithm::structure::numbered;

/// A graph with weights, in which a node may stand for many.
struct Weighted {
    starts: Vec<usize>,
    entries: Vec<(u32, f64)>,
    /// The weight of all ends of edges at a node, loops twice.
    strengths: Vec<f64>,
    loops: Vec<f64>,
    /// The weight of all ends of edges.
    total: f64,
}

impl Weighted {
    fn new(count: usize, mut pairs: Vec<(u32, u32, f64)>) -> Self {
        pairs.sort_unstable_by_key(|(from, to, _)| (*from, *to));
        let mut graph = Weighted {
            starts: vec![0; count + 1],
            entries: Vec::new(),
            strengths: vec![0.0; count],
            loops: vec![0.0; count],
            total: 0.0,
        };
        let mut last = None;
        for (from, to, weight) in pairs {
            graph.strengths[from as usize] += weight;
            graph.total += weight;
            if from == to {
                graph.loops[from as usize] += weight;
                continue;
            }
            match graph.entries.last_mut() {
                Some(entry) if last == Some((from, to)) => entry.1 += weight,
                _ => {
                    graph.entries.push((to, weight));
                    graph.starts[from as usize + 1] += 1;
                }
            }
            last = Some((from, to));
        }
        for index in 0..count {
            graph.starts[index + 1] += graph.starts[index];
        }
        graph
    }

    fn len(&self) -> usize {
        self.strengths.len()
    }

    fn of(&self, node: u32) -> &[(u32, f64)] {
        &self.entries[self.starts[node as usize]..self.starts[node as usize + 1]]
    }

    /// Makes one node of each community.
    fn joined(&self, communities: &[u32], count: usize) -> Self {
        let mut pairs = Vec::with_capacity(self.entries.len());
        for node in 0..self.len() as u32 {
            let own = communities[node as usize];
            if self.loops[node as usize] > 0.0 {
                pairs.push((own, own, self.loops[node as usize]));
            }
            for &(other, weight) in self.of(node) {
                pairs.push((own, communities[other as usize], weight));
            }
        }
        Weighted::new(count, pairs)
    }
}

/// Finds communities, directions left aside: a number from 0 for each node, in the order of their
/// first nodes. A greater `resolution` gives more and smaller ones; 1 is usual.
pub fn communities(
    part: &Part,
    resolution: f64,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<u32>, Stopped> {
    let mut pairs = Vec::with_capacity(part.edge_count() * 2);
    for position in 0..part.len() as u32 {
        for &target in part.targets(position) {
            pairs.push((position, target, 1.0));
            pairs.push((target, position, 1.0));
        }
    }
    let mut graph = Weighted::new(part.len(), pairs);
    // Which node of the present graph each node of the first one is part of.
    let mut whereabouts: Vec<u32> = (0..part.len() as u32).collect();
    let mut communities: Vec<u32> = (0..part.len() as u32).collect();
    loop {
        let before = communities.clone();
        move_nodes(&graph, &mut communities, resolution, stop)?;
        let communities_now = numbered(communities.iter().copied());
        let refined = refine(&graph, &communities_now, resolution, stop)?;
        let count = refined.iter().max().map_or(0, |most| *most as usize + 1);
        let finished = count == graph.len() && numbered(before.into_iter()) == communities_now;
        if finished {
            let of_node = |node: &u32| communities_now[*node as usize];
            return Ok(numbered(whereabouts.iter().map(of_node)));
        }
        // The parts become nodes, each still in the community that it was found in.
        let mut of_part = vec![0; count];
        for (part, community) in refined.iter().zip(&communities_now) {
            of_part[*part as usize] = *community;
        }
        for node in &mut whereabouts {
            *node = refined[*node as usize];
        }
        graph = graph.joined(&refined, count);
        communities = numbered_within(of_part);
    }
}

/// Numbers communities so that each bears the number of its first node.
fn numbered_within(communities: Vec<u32>) -> Vec<u32> {
    let most = communities
        .iter()
        .max()
        .map_or(0, |most| *most as usize + 1);
    let mut first = vec![u32::MAX; most];
    let mut numbers = Vec::with_capacity(communities.len());
    for (node, community) in communities.into_iter().enumerate() {
        let slot = &mut first[community as usize];
        *slot = (*slot).min(node as u32);
        numbers.push(*slot);
    }
    numbers
}

/// Moves each node to the community where it raises modularity most, until none wants to move.
fn move_nodes(
    graph: &Weighted,
    communities: &mut [u32],
    resolution: f64,
    stop: &dyn Fn() -> bool,
) -> Result<(), Stopped> {
    let count = graph.len();
    let mut strengths = vec![0.0; count];
    for (node, community) in communities.iter().enumerate() {
        strengths[*community as usize] += graph.strengths[node];
    }
    let mut weights = vec![0.0; count];
    let mut met: Vec<u32> = Vec::new();
    let mut queue: std::collections::VecDeque<u32> = (0..count as u32).collect();
    let mut waits = vec![true; count];
    let mut moves = 0_usize;
    while let Some(node) = queue.pop_front() {
        moves += 1;
        if moves.is_multiple_of(4096) && stop() {
            return Err(Stopped);
        }
        waits[node as usize] = false;
        let own = communities[node as usize];
        met.clear();
        for &(other, weight) in graph.of(node) {
            let community = communities[other as usize];
            if weights[community as usize] == 0.0 {
                met.push(community);
            }
            weights[community as usize] += weight;
        }
        let strength = graph.strengths[node as usize];
        strengths[own as usize] -= strength;
        let gain = |community: u32, weight: f64| {
            weight - resolution * strength * strengths[community as usize] / graph.total
        };
        let mut best = (gain(own, weights[own as usize]), own);
        for &community in &met {
            let here = gain(community, weights[community as usize]);
            // By more than rounding, so that two nodes do not change places for ever.
            if here > best.0 + 1e-10 {
                best = (here, community);
            }
        }
        strengths[best.1 as usize] += strength;
        for community in met.drain(..) {
            weights[community as usize] = 0.0;
        }
        if best.1 != own {
            communities[node as usize] = best.1;
            for &(other, _) in graph.of(node) {
                if communities[other as usize] != best.1 && !waits[other as usize] {
                    waits[other as usize] = true;
                    queue.push_back(other);
                }
            }
        }
    }
    Ok(())
}

/// Splits communities into parts that hang together: nodes that are still alone join the part of
/// their community that they are tied to best.
fn refine(
    graph: &Weighted,
    communities: &[u32],
    resolution: f64,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<u32>, Stopped> {
    let count = graph.len();
    let mut parts: Vec<u32> = (0..count as u32).collect();
    let mut sizes = vec![1_u32; count];
    let mut strengths = graph.strengths.clone();
    let mut weights = vec![0.0; count];
    let mut met: Vec<u32> = Vec::new();
    for node in 0..count as u32 {
        if node % 4096 == 0 && stop() {
            return Err(Stopped);
        }
        if sizes[parts[node as usize] as usize] != 1 {
            continue;
        }
        for &(other, weight) in graph.of(node) {
            if communities[other as usize] == communities[node as usize] {
                let part = parts[other as usize];
                if weights[part as usize] == 0.0 {
                    met.push(part);
                }
                weights[part as usize] += weight;
            }
        }
        let strength = graph.strengths[node as usize];
        let mut best = (1e-10, parts[node as usize]);
        for part in met.drain(..) {
            let weight = std::mem::take(&mut weights[part as usize]);
            let gain = weight - resolution * strength * strengths[part as usize] / graph.total;
            if gain > best.0 {
                best = (gain, part);
            }
        }
        let own = parts[node as usize];
        if best.1 != own {
            sizes[own as usize] -= 1;
            strengths[own as usize] -= strength;
            sizes[best.1 as usize] += 1;
            strengths[best.1 as usize] += strength;
            parts[node as usize] = best.1;
        }
    }
    Ok(numbered(parts.into_iter()))
}

/// Measures how much more weight lies within communities than chance would put there.
pub fn modularity(part: &Part, communities: &[u32], resolution: f64) -> f64 {
    let total = part.edge_count() as f64 * 2.0;
    if total == 0.0 {
        return 0.0;
    }
    let most = communities
        .iter()
        .max()
        .map_or(0, |most| *most as usize + 1);
    let mut strengths = vec![0.0; most];
    let mut within = 0.0;
    for position in 0..part.len() as u32 {
        let own = communities[position as usize];
        let (leaving, reaching) = part.degrees(position);
        strengths[own as usize] += (leaving + reaching) as f64;
        let targets = part.targets(position).iter();
        within += targets
            .filter(|&&target| communities[target as usize] == own)
            .count() as f64
            * 2.0;
    }
    let expected: f64 = strengths.iter().map(|strength| strength * strength).sum();
    within / total - resolution * expected / (total * total)
}
