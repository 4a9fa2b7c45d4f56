//! What hangs together, how tightly, and who has the same company.

use std::collections::VecDeque;

use petgraph::unionfind::UnionFind;

use crate::graph::algorithm::Part;
use crate::graph::algorithm::Stopped;

/// Numbers the components, directions left aside: from 0, in the order of their first nodes.
pub fn components(part: &Part) -> Vec<u32> {
    let mut sets = UnionFind::new(part.len());
    for position in 0..part.len() as u32 {
        for &target in part.targets(position) {
            sets.union(position, target);
        }
    }
    numbered((0..part.len() as u32).map(|position| sets.find(position)))
}

/// Gives new numbers from 0, in the order in which the old ones are first met.
pub(in crate::graph) fn numbered(old: impl ExactSizeIterator<Item = u32>) -> Vec<u32> {
    let mut new = vec![u32::MAX; old.len()];
    let mut count = 0;
    old.map(|old| {
        let slot = &mut new[old as usize];
        if *slot == u32::MAX {
            *slot = count;
            count += 1;
        }
        *slot
    })
    .collect()
}

/// Finds for each node the greatest k such that it is in a set where all have k neighbours within.
pub fn core_numbers(part: &Part) -> Vec<u32> {
    let neighbours = part.neighbours();
    let count = part.len();
    let mut degrees: Vec<u32> = (0..count as u32)
        .map(|position| neighbours.of(position).len() as u32)
        .collect();
    // Nodes sorted by degree, where a node can move one bucket down in constant time.
    let most = degrees.iter().copied().max().unwrap_or(0) as usize;
    let mut starts = vec![0_usize; most + 2];
    for &degree in &degrees {
        starts[degree as usize + 1] += 1;
    }
    for degree in 0..=most {
        starts[degree + 1] += starts[degree];
    }
    let mut order = vec![0_u32; count];
    let mut places = vec![0_usize; count];
    let mut next = starts.clone();
    for position in 0..count as u32 {
        let slot = &mut next[degrees[position as usize] as usize];
        places[position as usize] = *slot;
        order[*slot] = position;
        *slot += 1;
    }
    for index in 0..count {
        let position = order[index];
        let core = degrees[position as usize];
        for &other in neighbours.of(position) {
            let degree = degrees[other as usize];
            if degree <= core {
                continue;
            }
            // The first of its bucket changes places with it, and the bucket starts one later.
            let first = starts[degree as usize].max(index + 1);
            let moved = order[first];
            order.swap(first, places[other as usize]);
            places[moved as usize] = places[other as usize];
            places[other as usize] = first;
            starts[degree as usize] = first + 1;
            degrees[other as usize] = degree - 1;
        }
    }
    degrees
}

/// Counts the triangles that each node is a corner of, directions left aside.
pub fn triangles(part: &Part, stop: &dyn Fn() -> bool) -> Result<Vec<u64>, Stopped> {
    let neighbours = part.neighbours();
    let count = part.len();
    let rank = |position: u32| (neighbours.of(position).len(), position);
    // Each triangle is met once: from its least node, so that hubs are never gone through.
    let above: Vec<Vec<u32>> = (0..count as u32)
        .map(|position| {
            let row = neighbours.of(position).iter().copied();
            row.filter(|&other| rank(other) > rank(position)).collect()
        })
        .collect();
    let mut totals = vec![0; count];
    let mut marks = vec![u32::MAX; count];
    for position in 0..count as u32 {
        if position % 1024 == 0 && stop() {
            return Err(Stopped);
        }
        let row = &above[position as usize];
        for &other in row {
            marks[other as usize] = position;
        }
        for &other in row {
            for &third in &above[other as usize] {
                if marks[third as usize] == position {
                    for corner in [position, other, third] {
                        totals[corner as usize] += 1;
                    }
                }
            }
        }
    }
    Ok(totals)
}

/// Finds the nodes that share most neighbours with a node: the Jaccard index of their neighbours,
/// the greatest first, of equals the first.
pub fn similar(part: &Part, position: u32, limit: usize) -> Vec<(u32, f64)> {
    let neighbours = part.neighbours();
    let own = neighbours.of(position);
    let mut shared = vec![0_u32; part.len()];
    for &neighbour in own {
        for &other in neighbours.of(neighbour) {
            shared[other as usize] += 1;
        }
    }
    let mut found: Vec<(u32, f64)> = (0..part.len() as u32)
        .filter(|&other| other != position && shared[other as usize] > 0)
        .map(|other| {
            let common = shared[other as usize] as usize;
            let all = own.len() + neighbours.of(other).len() - common;
            (other, common as f64 / all as f64)
        })
        .collect();
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    found.truncate(limit);
    found
}
/// Finds a shortest way from one node to another, whichever way the edges point: breadth first, of ways
/// of one length that over the first nodes.
pub fn shortest_path(part: &Part, from: u32, to: u32) -> Option<Vec<u32>> {
    let neighbours = part.neighbours();
    let mut before: Vec<Option<u32>> = vec![None; part.len()];
    before[from as usize] = Some(from);
    let mut queue = VecDeque::from([from]);
    while before[to as usize].is_none() {
        let node = queue.pop_front()?;
        for &other in neighbours.of(node) {
            let slot = &mut before[other as usize];
            if slot.is_none() {
                *slot = Some(node);
                queue.push_back(other);
            }
        }
    }
    let mut path = vec![to];
    let mut at = to;
    while at != from {
        at = before[at as usize]?;
        path.push(at);
    }
    path.reverse();
    Some(path)
}
