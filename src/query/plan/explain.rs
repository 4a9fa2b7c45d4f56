//! Shows a plan: operators, what they work on, and in a profile their rows and time.

use std::time::Duration;

use crate::graph::Direction;
use crate::graph::Graph;
use crate::query::PlanNode;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::LabelTest;
use crate::query::eval::Slot;
use crate::query::plan::Body;
use crate::query::plan::Branch;
use crate::query::plan::Expand;
use crate::query::plan::ExpandMany;
use crate::query::plan::Op;
use crate::query::plan::OpKind;
use crate::query::plan::Pipe;
use crate::query::plan::Plan;
use crate::query::plan::PropertyTest;
use crate::query::plan::Step;
use crate::query::plan::Types;
use crate::query::plan::WriteOp;

/// What a profile counted for each operator, by its number.
pub(in crate::query) type Counts = [(u64, Duration)];

/// Draws a plan as a tree whose root gives the rows of the answer.
pub(in crate::query) fn explain(
    plan: &Plan,
    graph: &Graph,
    query: &str,
    counts: Option<&Counts>,
) -> PlanNode {
    let drawing = Drawing {
        plan,
        graph,
        query,
        counts,
    };
    let mut root = drawing.body(&plan.body);
    if !plan.columns.is_empty() {
        root = PlanNode {
            operator: "Answer".to_owned(),
            detail: plan.columns.join(", "),
            children: vec![root],
            ..PlanNode::default()
        };
    }
    root
}

struct Drawing<'d> {
    plan: &'d Plan,
    graph: &'d Graph,
    query: &'d str,
    counts: Option<&'d Counts>,
}

impl Drawing<'_> {
    fn body(&self, body: &Body) -> PlanNode {
        let mut parts: Vec<PlanNode> = body
            .parts
            .iter()
            .map(|part| {
                let mut node = None;
                for step in &part.steps {
                    node = Some(match step {
                        Step::Read(pipe) => self.pipe(pipe, node),
                        Step::Write(op) => self.write(op, node),
                    });
                }
                node.unwrap_or_else(|| PlanNode {
                    operator: "Nothing".to_owned(),
                    ..PlanNode::default()
                })
            })
            .collect();
        if parts.len() == 1 {
            return parts.remove(0);
        }
        PlanNode {
            operator: if body.distinct { "Union" } else { "UnionAll" }.to_owned(),
            children: parts,
            ..PlanNode::default()
        }
    }

    fn pipe(&self, pipe: &Pipe, before: Option<PlanNode>) -> PlanNode {
        let mut node = before;
        for op in &pipe.ops {
            let (operator, detail, inner) = self.describe(&op.kind);
            node = Some(self.node(op, operator, detail, node, inner));
        }
        node.unwrap_or_else(|| PlanNode {
            operator: "OneRow".to_owned(),
            ..PlanNode::default()
        })
    }

    fn node<K>(
        &self,
        op: &Op<K>,
        operator: &str,
        detail: String,
        before: Option<PlanNode>,
        inner: Option<PlanNode>,
    ) -> PlanNode {
        let count = self.counts.and_then(|counts| counts.get(op.id));
        PlanNode {
            operator: operator.to_owned(),
            detail,
            estimate: op.estimate,
            rows: count.map(|(rows, _)| *rows),
            time: count.map(|(_, time)| *time),
            children: before.into_iter().chain(inner).collect(),
        }
    }

    fn write(&self, op: &Op<WriteOp>, before: Option<PlanNode>) -> PlanNode {
        let (operator, detail, inner) = match &op.kind {
            WriteOp::Create(items) => ("Create", format!("{} items", items.len()), None),
            WriteOp::Merge(merge) => ("Merge", String::new(), Some(self.pipe(&merge.find, None))),
            WriteOp::Set(_) => ("Set", String::new(), None),
            WriteOp::Delete { targets, detach } => {
                let name = if *detach { "DetachDelete" } else { "Delete" };
                (name, self.codes(targets.iter()), None)
            }
            WriteOp::Apply { body, .. } => ("Apply", String::new(), Some(self.body(body))),
        };
        self.node(op, operator, detail, before, inner)
    }

    fn describe(&self, kind: &OpKind) -> (&'static str, String, Option<PlanNode>) {
        let plain = |operator, detail| (operator, detail, None);
        match kind {
            OpKind::Nodes { slot, label, tests } => {
                let name = self.name(*slot);
                let tests = self.tests(tests);
                match label {
                    Some(label) => {
                        let label = self.graph.name(*label);
                        plain("NodesByLabel", format!("({name}:{label}{tests})"))
                    }
                    None => plain("AllNodes", format!("({name}{tests})")),
                }
            }
            OpKind::EdgesByType { hop, .. } => plain("EdgesByType", self.hop(hop, "")),
            OpKind::CountEdges(branch) => plain("CountEdges", self.branch(branch)),
            OpKind::CountMeetings(meeting) => plain(
                "CountMeetings",
                format!(
                    "{}, {}",
                    self.hop(&meeting.slow, ""),
                    self.hop(&meeting.fast, "")
                ),
            ),
            OpKind::CountPairs(pairs) => {
                let (first, second) = (pairs.first.hop.to, pairs.second.hop.to);
                let (first, second) = (self.name(first), self.name(second));
                let mut text = format!(
                    "{}, {}",
                    self.branch(&pairs.first),
                    self.branch(&pairs.second)
                );
                if pairs.nodes_differ {
                    text.push_str(&format!(" WHERE {first} <> {second}"));
                }
                if let Some(never) = &pairs.never {
                    let and = if pairs.nodes_differ { "AND" } else { "WHERE" };
                    text.push_str(&format!(" {and} NOT {}", self.hop(never, "")));
                }
                plain("CountPairs", text)
            }
            OpKind::NodesByProperty {
                slot,
                label,
                key,
                value,
            } => {
                let label = label.map_or(String::new(), |label| {
                    format!(":{}", self.graph.name(label))
                });
                let value = self.code(value);
                let name = self.name(*slot);
                plain(
                    "NodesByProperty",
                    format!("({name}{label} {{{}: {value}}})", key.name),
                )
            }
            OpKind::NodeById { slot, id } => plain(
                "NodeById",
                format!("({}) id {}", self.name(*slot), self.code(id)),
            ),
            OpKind::HasLabels { slot, test } => plain(
                "HasLabels",
                format!("({}:{})", self.name(*slot), self.test(test)),
            ),
            OpKind::Expand(hop) if hop.to_bound => plain("ExpandInto", self.hop(hop, "")),
            OpKind::Expand(hop) => plain("Expand", self.hop(hop, "")),
            OpKind::EdgeEnds(hop) => plain("EdgeEnds", self.hop(hop, "")),
            OpKind::ExpandMany(many) if many.reach => plain("Reach", self.many(many)),
            OpKind::ExpandMany(many) => plain("ExpandMany", self.many(many)),
            OpKind::FollowEdges(many) => plain("FollowEdges", self.many(many)),
            OpKind::Shortest(shortest) => plain("ShortestPath", self.many(&shortest.many)),
            OpKind::Repeat(repeat) => {
                let name = match repeat.shortest {
                    Some(_) => "ShortestRepeat",
                    None => "Repeat",
                };
                let detail = self.hop(&repeat.hop, &range(repeat.least, repeat.most));
                (name, detail, Some(self.pipe(&repeat.round.pipe, None)))
            }
            OpKind::Path { slot, .. } => plain("Path", self.name(*slot)),
            OpKind::Filter(code) => plain("Filter", self.code(code)),
            OpKind::Unwind { slot, list } => plain(
                "Unwind",
                format!("{} AS {}", self.code(list), self.name(*slot)),
            ),
            OpKind::Project(items) => plain("Project", self.assignments(items)),
            OpKind::Aggregate(aggregate) => {
                let items = aggregate.items.iter().map(|item| self.source(item.span));
                let items = items.collect::<Vec<_>>().join(", ");
                match self.assignments(&aggregate.keys) {
                    keys if keys.is_empty() => plain("Aggregate", items),
                    keys => plain("Aggregate", format!("{items} BY {keys}")),
                }
            }
            OpKind::Distinct { slots } => plain("Distinct", self.names(slots)),
            OpKind::DistinctProperties { items, .. } => plain("Distinct", self.assignments(items)),
            OpKind::Sort { keys, limit, .. } => {
                let keys: Vec<String> = keys
                    .iter()
                    .map(|key| {
                        let descending = if key.descending { " DESC" } else { "" };
                        format!("{}{descending}", self.code(&key.code))
                    })
                    .collect();
                match limit {
                    Some(limit) => plain(
                        "Top",
                        format!("{} BY {}", self.code(limit), keys.join(", ")),
                    ),
                    None => plain("Sort", keys.join(", ")),
                }
            }
            OpKind::Skip(code) => plain("Skip", self.code(code)),
            OpKind::Limit(code) => plain("Limit", self.code(code)),
            OpKind::Optional { pipe, slots } => {
                ("Optional", self.names(slots), Some(self.pipe(pipe, None)))
            }
            OpKind::Apply { body, .. } => ("Apply", String::new(), Some(self.body(body))),
            OpKind::Call(call) => {
                let arguments = self.codes(call.arguments.iter());
                let name = &call.procedure.signature.name;
                plain("Call", format!("{name}({arguments})"))
            }
            OpKind::Finish => plain("NoRows", String::new()),
        }
    }

    fn name(&self, slot: Slot) -> String {
        match self.plan.names.get(slot) {
            Some(name) if !name.is_empty() && !name.starts_with(' ') => name.clone(),
            _ => format!("_{slot}"),
        }
    }

    fn names(&self, slots: &[Slot]) -> String {
        let names: Vec<String> = slots.iter().map(|slot| self.name(*slot)).collect();
        names.join(", ")
    }

    fn source(&self, span: crate::base::Span) -> String {
        let text = span.of(self.query).split_whitespace();
        text.collect::<Vec<_>>().join(" ")
    }

    fn code(&self, code: &Code) -> String {
        match &code.kind {
            CodeKind::Slot(slot) if code.span.is_empty() => self.name(*slot),
            CodeKind::Binary(_, a, b) if code.span == b.span => {
                format!("{} + {}", self.code(a), self.code(b))
            }
            _ => self.source(code.span),
        }
    }

    fn codes<'c>(&self, codes: impl Iterator<Item = &'c Code>) -> String {
        let codes: Vec<String> = codes.map(|code| self.code(code)).collect();
        codes.join(", ")
    }

    fn assignments(&self, items: &[(Slot, Code)]) -> String {
        let items: Vec<String> = items
            .iter()
            .map(|(slot, code)| {
                let (name, code) = (self.name(*slot), self.code(code));
                match name == code {
                    true => name,
                    false => format!("{code} AS {name}"),
                }
            })
            .collect();
        items.join(", ")
    }

    fn test(&self, test: &LabelTest) -> String {
        let all = |tests: &[LabelTest], between: &str| {
            let tests: Vec<String> = tests.iter().map(|test| self.test(test)).collect();
            tests.join(between)
        };
        match test {
            LabelTest::Name(Some(name)) => self.graph.name(*name).to_owned(),
            LabelTest::Name(None) => "(unknown)".to_owned(),
            LabelTest::Any => "%".to_owned(),
            LabelTest::Not(test) => format!("!{}", self.test(test)),
            LabelTest::And(tests) => all(tests, "&"),
            LabelTest::Or(tests) => all(tests, "|"),
        }
    }

    fn hop(&self, hop: &Expand, length: &str) -> String {
        let types = match &hop.types {
            Types::Any => String::new(),
            Types::OneOf(types) => {
                let names: Vec<&str> = types.iter().map(|name| self.graph.name(*name)).collect();
                format!(":{}", names.join("|"))
            }
            Types::Test(test) => format!(":{}", self.test(test)),
        };
        let labels = hop
            .labels
            .as_ref()
            .map_or(String::new(), |test| format!(":{}", self.test(test)));
        let never: String = hop
            .never
            .iter()
            .map(|never| format!(" AND NOT {}", self.hop(never, "")))
            .collect();
        let (left, right) = match hop.direction {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        format!(
            "({}){left}[{}{types}{length}{}]{right}({}{labels}{}){never}",
            self.name(hop.from),
            self.name(hop.edge),
            self.tests(&hop.edge_tests),
            self.name(hop.to),
            self.tests(&hop.node_tests)
        )
    }

    fn branch(&self, branch: &Branch) -> String {
        let mut text = self.hop(&branch.hop, "");
        if branch.optional {
            text.insert_str(0, "OPTIONAL ");
        }
        let then: Vec<String> = branch
            .then
            .iter()
            .map(|branch| self.branch(branch))
            .collect();
        if !then.is_empty() {
            text.push_str(&format!(" THEN {}", then.join(" AND ")));
        }
        text
    }

    fn tests(&self, tests: &[PropertyTest]) -> String {
        let tests: Vec<String> = tests.iter().map(|test| self.source(test.span)).collect();
        match tests.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", tests.join(" AND ")),
        }
    }

    fn many(&self, many: &ExpandMany) -> String {
        self.hop(&many.hop, &range(many.least, many.most))
    }
}

fn range(least: usize, most: usize) -> String {
    match most {
        usize::MAX => format!("*{least}.."),
        most => format!("*{least}..{most}"),
    }
}
