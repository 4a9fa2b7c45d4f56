//! Which column a node stands in, in which order, and how high: numbers only.
//!
//! The steps are those of Sugiyama: turn round what runs backward, give each node a layer, order
//! the layers so that few lines cross, settle the nodes near their neighbours.

use std::collections::BTreeMap;

/// A line from one point to another, by their indices.
pub(super) type Line = (usize, usize);

/// Orders nodes so that most lines run forward: sources first, sinks last (Eades, Lin, Smyth).
pub(super) fn along_the_arrows(count: usize, arrows: &[Line]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..count).collect();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let inside = |node: &usize| left.contains(node);
        let degree = |node: usize| {
            let out = arrows
                .iter()
                .filter(|(from, to)| *from == node && inside(to));
            let into = arrows
                .iter()
                .filter(|(from, to)| *to == node && inside(from));
            (out.count(), into.count())
        };
        let sink = left.iter().position(|&node| degree(node).0 == 0);
        let source = left.iter().position(|&node| degree(node).1 == 0);
        if let Some(at) = source.filter(|&at| degree(left[at]).0 > 0) {
            first.push(left.remove(at));
        } else if let Some(at) = sink {
            last.push(left.remove(at));
        } else {
            let most = (0..left.len()).max_by_key(|&at| {
                let (out, into) = degree(left[at]);
                (out as i64 - into as i64, std::cmp::Reverse(at))
            });
            first.push(left.remove(most.unwrap_or(0)));
        }
    }
    first.extend(last.into_iter().rev());
    first
}

/// Orders nodes by their distance from one of them.
pub(super) fn outward(count: usize, lines: &[Line], root: usize) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    let degree = |node: usize| {
        lines
            .iter()
            .filter(|(a, b)| *a == node || *b == node)
            .count()
    };
    let mut next = Some(root);
    let mut done = 0;
    while let Some(start) = next {
        order.push(start);
        while let Some(&node) = order.get(done) {
            done += 1;
            for &(from, to) in lines {
                let other = match node {
                    _ if from == node => to,
                    _ if to == node => from,
                    _ => continue,
                };
                if !order.contains(&other) {
                    order.push(other);
                }
            }
        }
        next = (0..count)
            .filter(|node| !order.contains(node))
            .max_by_key(|&node| (degree(node), std::cmp::Reverse(node)));
    }
    order
}

/// Gives each node its layer: behind all that come before it in the order and are joined to it.
pub(super) fn layers(order: &[usize], lines: &[Line]) -> Vec<usize> {
    let mut rank = vec![0; order.len()];
    for (position, &node) in order.iter().enumerate() {
        rank[node] = position;
    }
    let mut layer = vec![0; order.len()];
    let earlier = |node: usize| {
        lines.iter().filter_map(move |&(from, to)| match node {
            _ if to == node => Some(from),
            _ if from == node => Some(to),
            _ => None,
        })
    };
    for &node in order {
        let before = earlier(node).filter(|&other| rank[other] < rank[node]);
        layer[node] = before.map(|other| layer[other] + 1).max().unwrap_or(0);
    }
    // What nothing comes before stands next to what comes after.
    for &node in order.iter().rev() {
        if earlier(node).all(|other| rank[other] > rank[node]) {
            let after = earlier(node).map(|other| layer[other]).min();
            layer[node] = after.map_or(0, |after| after - 1);
        }
    }
    layer
}

/// Orders each layer so that few lines cross. Each line joins a layer with the next one.
pub(super) fn arrange(columns: &mut [Vec<usize>], lines: &[Line]) {
    let mut best = columns.to_vec();
    let mut fewest = crossings(&best, lines);
    for sweep in 0..8 {
        if fewest == 0 {
            break;
        }
        let forward = sweep % 2 == 0;
        for step in 1..columns.len() {
            let (here, there) = if forward {
                (step, step - 1)
            } else {
                (columns.len() - 1 - step, columns.len() - step)
            };
            let position = positions(&columns[there]);
            let own = positions(&columns[here]);
            let key = |node: usize| {
                let found: Vec<usize> = lines
                    .iter()
                    .filter_map(|&(from, to)| {
                        let (near, far) = if forward { (to, from) } else { (from, to) };
                        (near == node)
                            .then(|| position.get(&far).copied())
                            .flatten()
                    })
                    .collect();
                match found.len() {
                    0 => own[&node] as f64,
                    many => found.iter().sum::<usize>() as f64 / many as f64,
                }
            };
            columns[here].sort_by(|&a, &b| key(a).total_cmp(&key(b)));
        }
        let count = crossings(columns, lines);
        if count < fewest {
            fewest = count;
            best = columns.to_vec();
        }
    }
    columns.clone_from_slice(&best);
}

fn positions(column: &[usize]) -> BTreeMap<usize, usize> {
    column
        .iter()
        .enumerate()
        .map(|(position, &node)| (node, position))
        .collect()
}

fn crossings(columns: &[Vec<usize>], lines: &[Line]) -> usize {
    let mut count = 0;
    for pair in columns.windows(2) {
        let (left, right) = (positions(&pair[0]), positions(&pair[1]));
        let ends: Vec<Line> = lines
            .iter()
            .filter_map(|(from, to)| Some((*left.get(from)?, *right.get(to)?)))
            .collect();
        for (index, a) in ends.iter().enumerate() {
            for b in &ends[index + 1..] {
                if (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1) {
                    count += 1;
                }
            }
        }
    }
    count
}

/// Puts things of some heights above one another, each as near as may be to where it wants to be.
///
/// Things that would overlap share the shift: isotonic regression by pooling neighbours.
pub(super) fn settle(wanted: &[f64], heights: &[usize]) -> Vec<i64> {
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(heights.len());
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (want, height) in wanted.iter().zip(heights) {
        let mut pool = (want - offset as f64, 1);
        offsets.push(offset as i64);
        while let Some(&(mean, size)) = pools.last()
            && mean > pool.0
        {
            pools.pop();
            let all = size + pool.1;
            pool = (
                (mean * size as f64 + pool.0 * pool.1 as f64) / all as f64,
                all,
            );
        }
        pools.push(pool);
        offset += height;
    }
    let shifts = pools
        .into_iter()
        .flat_map(|(mean, size)| std::iter::repeat_n(mean.round() as i64, size));
    shifts.zip(offsets).map(|(a, b)| a + b).collect()
}

#[cfg(test)]
mod tests {
    use super::along_the_arrows;
    use super::arrange;
    use super::layers;
    use super::outward;
    use super::settle;

    #[test]
    fn a_cycle_is_cut_once() {
        let arrows = [(0, 1), (1, 2), (2, 0)];
        let order = along_the_arrows(3, &arrows);
        let backward = arrows.iter().filter(|(from, to)| {
            let rank = |node| order.iter().position(|known| *known == node);
            rank(*from) > rank(*to)
        });
        assert_eq!(backward.count(), 1, "{order:?}");
    }

    #[test]
    fn a_source_stands_next_to_its_target() {
        // 0 → 1 → 2 and 3 → 2: 3 belongs beside 1.
        let arrows = [(0, 1), (1, 2), (3, 2)];
        let order = along_the_arrows(4, &arrows);
        assert_eq!(layers(&order, &arrows), [0, 1, 2, 1]);
    }

    #[test]
    fn from_a_root_the_layers_are_distances() {
        let lines = [(1, 0), (2, 0), (2, 3)];
        assert_eq!(layers(&outward(4, &lines, 0), &lines), [0, 1, 1, 2]);
    }

    #[test]
    fn crossing_lines_are_untangled() {
        let mut columns = [vec![0, 1], vec![2, 3]];
        arrange(&mut columns, &[(0, 3), (1, 2)]);
        assert_eq!(columns, [vec![0, 1], vec![3, 2]]);
    }

    #[test]
    fn what_wants_one_place_shares_it() {
        assert_eq!(settle(&[5.0, 5.0], &[3, 3]), [4, 7]);
        assert_eq!(settle(&[0.0, 9.0], &[3, 3]), [0, 9]);
    }
}
