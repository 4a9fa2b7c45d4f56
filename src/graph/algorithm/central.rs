//! Who matters: by whom one is linked, and between whom one stands.

use crate::graph::algorithm::Part;
use crate::graph::algorithm::Stopped;

/// Computes PageRank: the share of a walker's time, who follows an edge or, once in `1 / (1 - damping)`
/// steps, starts anew anywhere. The numbers add up to 1.
pub fn page_rank(
    part: &Part,
    damping: f64,
    iterations: usize,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<f64>, Stopped> {
    let count = part.len();
    let even = 1.0 / count.max(1) as f64;
    let mut ranks = vec![even; count];
    let mut shares = vec![0.0; count];
    let degrees: Vec<f64> = (0..count as u32)
        .map(|position| part.targets(position).len() as f64)
        .collect();
    for _ in 0..iterations {
        if stop() {
            return Err(Stopped);
        }
        // A dead end hands its rank to all.
        let mut lost = 0.0;
        for ((share, rank), degree) in shares.iter_mut().zip(&ranks).zip(&degrees) {
            if *degree == 0.0 {
                lost += rank;
                *share = 0.0;
            } else {
                *share = rank / degree;
            }
        }
        let base = (1.0 - damping) * even + damping * lost * even;
        let mut change = 0.0;
        for (position, rank) in ranks.iter_mut().enumerate() {
            let sources = part.sources(position as u32).iter();
            let sum: f64 = sources.map(|&source| shares[source as usize]).sum();
            let next = base + damping * sum;
            change += (next - *rank).abs();
            *rank = next;
        }
        if change < 1e-12 {
            break;
        }
    }
    Ok(ranks)
}

/// Computes betweenness: over all pairs of others, the share of their shortest paths that lead through a node.
///
/// Edges are taken in their direction if `directed`. Takes time in nodes times edges.
pub fn betweenness(
    part: &Part,
    directed: bool,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<f64>, Stopped> {
    let count = part.len();
    let neighbours = (!directed).then(|| part.neighbours());
    let mut scores = vec![0.0; count];
    let mut paths = vec![0.0_f64; count];
    let mut distances = vec![u32::MAX; count];
    let mut credits = vec![0.0_f64; count];
    let mut order: Vec<u32> = Vec::with_capacity(count);
    for start in 0..count as u32 {
        if stop() {
            return Err(Stopped);
        }
        for &position in &order {
            let index = position as usize;
            (paths[index], distances[index], credits[index]) = (0.0, u32::MAX, 0.0);
        }
        order.clear();
        order.push(start);
        (paths[start as usize], distances[start as usize]) = (1.0, 0);
        let next = |position: u32| match &neighbours {
            Some(rows) => rows.of(position),
            None => part.targets(position),
        };
        let mut read = 0;
        while read < order.len() {
            let here = order[read];
            read += 1;
            for &there in next(here) {
                let index = there as usize;
                if distances[index] == u32::MAX {
                    distances[index] = distances[here as usize] + 1;
                    order.push(there);
                }
                if distances[index] == distances[here as usize] + 1 {
                    paths[index] += paths[here as usize];
                }
            }
        }
        for &here in order.iter().rev() {
            let index = here as usize;
            for &there in next(here) {
                let other = there as usize;
                if distances[other] == distances[index] + 1 {
                    credits[index] += paths[index] / paths[other] * (1.0 + credits[other]);
                }
            }
            if here != start {
                scores[index] += credits[index];
            }
        }
    }
    if !directed {
        // Each pair was met from both ends.
        scores.iter_mut().for_each(|score| *score /= 2.0);
    }
    Ok(scores)
}
