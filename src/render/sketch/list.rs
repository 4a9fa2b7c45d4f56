//! A list: each node in brackets, its edges as branches below it.
//!
//! A node that is reached twice is drawn once with its branches and then by name with `↑`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::render::Layout;
use crate::render::Role;
use crate::render::sketch::Picture;
use crate::render::width;

/// One edge as seen from one of its ends.
#[derive(Clone, Copy)]
struct Branch {
    edge: EdgeId,
    other: NodeId,
    forward: bool,
}

/// The drawn edge, and how many columns it takes.
struct Arm {
    text: String,
    columns: usize,
}

struct Drawing<'a> {
    graph: &'a Graph,
    layout: Layout,
    branches: BTreeMap<NodeId, Vec<Branch>>,
    drawn: BTreeSet<NodeId>,
    used: BTreeSet<EdgeId>,
    undirected: BTreeSet<EdgeId>,
    out: String,
}

/// Draws nodes and edges.
pub(super) fn draw(graph: &Graph, picture: &Picture, layout: Layout) -> String {
    let mut branches: BTreeMap<NodeId, Vec<Branch>> = BTreeMap::new();
    for &edge in &picture.edges {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        branches.entry(source).or_default().push(Branch {
            edge,
            other: target,
            forward: true,
        });
        if source != target {
            branches.entry(target).or_default().push(Branch {
                edge,
                other: source,
                forward: false,
            });
        }
    }
    let mut drawing = Drawing {
        graph,
        layout,
        branches,
        drawn: BTreeSet::new(),
        used: BTreeSet::new(),
        undirected: picture.undirected.clone(),
        out: String::new(),
    };
    let roots: Vec<NodeId> = picture
        .root
        .into_iter()
        .chain(drawing.roots(&picture.nodes))
        .collect();
    for root in roots {
        if drawing.drawn.contains(&root) {
            continue;
        }
        drawing.node(root, 0);
        drawing.out.push('\n');
        drawing.children(root, "");
    }
    drawing.out
}

impl Drawing<'_> {
    /// Orders the nodes as places to start from: the ends of a chain, then those with most edges.
    fn roots(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        let degree = |node: &NodeId| self.branches.get(node).map_or(0, Vec::len);
        let chain = nodes.iter().all(|node| degree(node) <= 2);
        let mut roots = nodes.to_vec();
        roots.sort_by_key(|node| {
            let degree = degree(node);
            let backward = self.branches.get(node).map_or(0, |branches| {
                branches.iter().filter(|branch| !branch.forward).count()
            });
            if chain {
                (usize::from(degree != 1), backward, *node)
            } else {
                (usize::MAX - degree, backward, *node)
            }
        });
        roots
    }

    /// Writes a node behind so many columns.
    fn node(&mut self, node: NodeId, before: usize) {
        let theme = self.layout.theme;
        let kind = self.graph.label_names(node).last().copied().unwrap_or("");
        let title = self.graph.title(node);
        let room = self.layout.width.unwrap_or(usize::MAX);
        let room = room
            .saturating_sub(before + width::width(kind) + 3)
            .clamp(8, 48);
        let title = width::fit(&width::clean(&title), room).into_owned();
        let again = !self.drawn.insert(node);
        let mark = match (again, self.layout.plain) {
            (false, _) => "",
            (true, false) => " ↑",
            (true, true) => " (above)",
        };
        self.out
            .push_str(&theme.paint(Role::Strong, &format!("[{title}]")));
        if !again && !kind.is_empty() {
            self.out
                .push_str(&theme.paint(Role::Dim, &format!(" {kind}")));
        }
        self.out.push_str(&theme.paint(Role::Dim, mark));
    }

    fn children(&mut self, node: NodeId, indent: &str) {
        let branches: Vec<Branch> = self
            .branches
            .get(&node)
            .into_iter()
            .flatten()
            .copied()
            .filter(|branch| !self.used.contains(&branch.edge))
            .collect();
        for (index, branch) in branches.iter().enumerate() {
            // An edge may have been drawn further down in the meantime.
            if !self.used.insert(branch.edge) {
                continue;
            }
            let last = branches[index + 1..]
                .iter()
                .all(|later| self.used.contains(&later.edge));
            let first_time = !self.drawn.contains(&branch.other);
            let arm = self.arm(*branch, last);
            self.out.push_str(indent);
            self.out.push_str(&arm.text);
            self.node(branch.other, width::width(indent) + arm.columns);
            self.out.push('\n');
            if first_time {
                let bar = match (last, self.layout.plain) {
                    (true, _) => "    ",
                    (false, false) => "│   ",
                    (false, true) => "|   ",
                };
                self.children(branch.other, &format!("{indent}{bar}"));
            }
        }
    }

    /// Draws the edge: `├─CLAIMS─▶ `.
    fn arm(&self, branch: Branch, last: bool) -> Arm {
        let theme = self.layout.theme;
        let status = self.graph.status(branch.edge).unwrap_or(Status::Asserted);
        let certain = status == Status::Asserted;
        let (corner, line, left, right) = match (self.layout.plain, certain) {
            (false, true) => (if last { "└" } else { "├" }, "─", "◀", "▶"),
            (false, false) => (if last { "└" } else { "├" }, "┄", "◁", "▷"),
            (true, true) => ("+", "-", "<", ">"),
            (true, false) => ("+", ".", "<", ">"),
        };
        let name = self.graph.type_name(branch.edge);
        let mut label = theme.paint(Role::Type, name);
        let mut columns = width::width(name);
        if !certain {
            label.push(' ');
            label.push_str(&theme.paint_status(status, status.name()));
            columns += 1 + status.name().len();
        }
        let (before, after) = match branch.forward {
            _ if self.undirected.contains(&branch.edge) => ("", line),
            true => ("", right),
            false => (left, line),
        };
        Arm {
            text: format!("{corner}{before}{line}{label}{line}{after} "),
            columns: columns + 4 + width::width(before) + width::width(after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::graph::sample;
    use crate::render::Layout;
    use crate::render::sketch::Picture;

    #[test]
    fn edges_are_branches_and_a_node_is_drawn_once() {
        let graph = sample::moscow();
        let picture = Picture {
            nodes: graph.nodes().take(4).collect(),
            edges: graph.edges().take(4).collect(),
            ..Picture::default()
        };
        let text = draw(&graph, &picture, Layout::PIPE);
        assert_eq!(
            text,
            "[IS-K] ArmedGroup\n\
             ├─CLAIMS─▶ [Moscow attack] Assault\n\
             │   ├◁┄AGENT_OF claimed┄┄ [IS-K] ↑\n\
             │   └─LOCATED_IN─▶ [Moscow] City\n\
             └─PART_OF─▶ [Islamic State] ArmedGroup\n",
            "\n{text}"
        );
    }
}
