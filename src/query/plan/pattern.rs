//! Gathers the patterns of one clause into a graph of nodes, edges and conditions.

use crate::query::QueryErrorKind;
use crate::query::ast::Arrow;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::ast::EdgePattern;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::GroupPattern;
use crate::query::ast::Name;
use crate::query::ast::NodePattern;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Selector;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Key;
use crate::query::eval::LabelTest;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::MOST_OPS;
use crate::query::plan::PathPart;
use crate::query::plan::Pipe;
use crate::query::plan::Round;
use crate::query::plan::Types;
use crate::query::plan::Wanted;
use crate::query::plan::expression::Planner;
use crate::query::plan::expression::flatten;
use crate::query::plan::op::EdgeTest;
use crate::query::plan::scope::Scope;

/// What one `MATCH` asks for, whatever the order it was written in.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    pub(super) nodes: Vec<PatternNode>,
    pub(super) edges: Vec<PatternEdge>,
    pub(super) conditions: Vec<Condition>,
    pub(super) paths: Vec<(Slot, Vec<PathPart>)>,
}

#[derive(Clone, Debug)]
pub(super) struct PatternNode {
    pub(super) slot: Slot,
    /// Whether an earlier clause bound it.
    pub(super) bound: bool,
    pub(super) labels: Vec<LabelTest>,
}

#[derive(Clone, Debug)]
pub(super) struct PatternEdge {
    pub(super) slot: Slot,
    /// Whether an earlier clause bound it.
    pub(super) bound: bool,
    /// The node to its left in the text, by its number in the pattern.
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) arrow: Arrow,
    pub(super) types: Types,
    /// How many edges in a row; `None` for just one.
    pub(super) length: Option<(usize, usize)>,
    pub(super) tests: Vec<EdgeTest>,
    /// The clause it stands in: an edge of the graph matches only one edge of each clause.
    pub(super) clause: usize,
    /// Whether only shortest paths count, and which.
    pub(super) shortest: Option<Wanted>,
    /// What is repeated, where that is more than an edge.
    pub(super) group: Option<Group>,
}

/// A repeated pattern, planned from its left end and from its right one.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) forward: Round,
    pub(super) back: Round,
}

impl Group {
    /// Lists the slots of the lists that its variables stand for.
    pub(super) fn lists(&self) -> impl Iterator<Item = Slot> {
        self.forward.variables.iter().map(|(_, list)| *list)
    }
}

/// A condition that has to hold for each match.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) code: Code,
    /// The slots of the pattern that it reads.
    pub(super) needs: Vec<Slot>,
    /// Where it says that a property of a node equals something: node slot, key, value.
    pub(super) equality: Option<(Slot, Key, Code)>,
    /// Where it says that the number of a node equals something.
    pub(super) id: Option<(Slot, Code)>,
}

impl Planner<'_> {
    /// Plans the search for patterns, and adds the variables they bind to `scope`.
    pub(super) fn find(
        &mut self,
        patterns: &[PathPattern],
        condition: Option<&Expr>,
        scope: &mut Scope,
        pipe: &mut Pipe,
    ) -> Result<()> {
        self.find_all(&[(patterns, condition)], scope, pipe)
    }

    /// Plans the search for the patterns of clauses in a row, in whatever order is cheapest.
    pub(super) fn find_all(
        &mut self,
        clauses: &[(&[PathPattern], Option<&Expr>)],
        scope: &mut Scope,
        pipe: &mut Pipe,
    ) -> Result<()> {
        let paths = || clauses.iter().flat_map(|(paths, _)| *paths);
        if paths().map(|path| path.elements.len()).sum::<usize>() > MOST_OPS {
            let first = paths().next().map(|path| path.span);
            let kind = QueryErrorKind::TooManySteps { limit: MOST_OPS };
            return Err(kind.at(first.unwrap_or_default()));
        }
        let pattern = self.pattern(clauses, scope)?;
        self.join(pattern, pipe);
        Ok(())
    }

    fn pattern(
        &mut self,
        clauses: &[(&[PathPattern], Option<&Expr>)],
        scope: &mut Scope,
    ) -> Result<Pattern> {
        let outer = scope.clone();
        let mut pattern = Pattern::default();
        // First every variable gets its slot, since a condition may read what stands after it.
        let mut places = Vec::new();
        let paths = || {
            let clauses = clauses.iter().enumerate();
            clauses
                .flat_map(|(number, (patterns, _))| patterns.iter().map(move |path| (number, path)))
        };
        for (_, path) in paths() {
            let mut slots = Vec::new();
            for element in &path.elements {
                let variable = match element {
                    PatternElement::Node(node) => &node.variable,
                    PatternElement::Edge(edge) => &edge.variable,
                    PatternElement::Group(group) => {
                        for name in element.variables() {
                            self.element_slot(Some(name), scope);
                        }
                        match only_edge(group) {
                            Some(edge) => &edge.variable,
                            None => &None,
                        }
                    }
                };
                slots.push(self.element_slot(variable.as_ref(), scope));
            }
            if let Some(name) = &path.variable {
                let slot = self.slot(&name.text);
                scope.insert(&name.text, slot);
            }
            places.push(slots);
        }
        for ((clause, path), slots) in paths().zip(&places) {
            let first = pattern.edges.len();
            self.path(path, slots, &outer, scope, &mut pattern)?;
            for edge in &mut pattern.edges[first..] {
                edge.clause = clause;
            }
        }
        for condition in clauses.iter().filter_map(|(_, condition)| *condition) {
            let mut conjuncts = Vec::new();
            flatten(condition, BinaryOp::And, &mut conjuncts);
            for conjunct in conjuncts {
                let code = self.code(conjunct, scope)?;
                add_condition(&mut pattern, code);
            }
        }
        let own: Vec<Slot> = pattern.own_slots();
        for condition in &mut pattern.conditions {
            let mut needs = Vec::new();
            condition.code.visit_slots(&mut |slot| needs.push(slot));
            needs.retain(|slot| own.contains(slot));
            needs.sort_unstable();
            needs.dedup();
            condition.needs = needs;
        }
        Ok(pattern)
    }

    fn element_slot(&mut self, variable: Option<&Name>, scope: &mut Scope) -> Slot {
        let Some(name) = variable else {
            return self.slot("");
        };
        if let Some(slot) = scope.get(&name.text) {
            return slot;
        }
        let slot = self.slot(&name.text);
        scope.insert(&name.text, slot);
        slot
    }

    fn path(
        &mut self,
        path: &PathPattern,
        slots: &[Slot],
        outer: &Scope,
        scope: &Scope,
        pattern: &mut Pattern,
    ) -> Result<()> {
        let bound = outer.slots();
        let mut parts = Vec::new();
        let mut numbers = Vec::new();
        for (element, slot) in path.elements.iter().zip(slots) {
            if let PatternElement::Node(node) = element {
                numbers.push(self.node(node, *slot, bound.contains(slot), scope, pattern)?);
                parts.push(PathPart::Node(*slot));
            } else {
                numbers.push(usize::MAX);
                parts.push(PathPart::Edge(*slot));
            }
        }
        let shortest = match path.selector {
            Selector::All => None,
            Selector::Shortest => Some(Wanted::Paths(1)),
            Selector::AllShortest => Some(Wanted::Groups(1)),
            Selector::ShortestK(count) => Some(Wanted::Paths(count)),
            Selector::ShortestGroups(count) => Some(Wanted::Groups(count)),
        };
        for (place, element) in path.elements.iter().enumerate() {
            let repeated;
            let mut group = None;
            let edge = match element {
                PatternElement::Node(_) => continue,
                PatternElement::Edge(edge) => edge,
                PatternElement::Group(pattern) => {
                    repeated = match only_edge(pattern) {
                        Some(edge) => EdgePattern {
                            length: Some(pattern.length),
                            ..edge.clone()
                        },
                        None => {
                            group = Some(Group {
                                forward: self.round(pattern, true, outer, scope)?,
                                back: self.round(pattern, false, outer, scope)?,
                            });
                            EdgePattern {
                                variable: None,
                                types: None,
                                length: Some(pattern.length),
                                properties: None,
                                condition: None,
                                direction: Arrow::Either,
                                span: pattern.span,
                            }
                        }
                    };
                    &repeated
                }
            };
            let (slot, left, right) = (slots[place], numbers[place - 1], numbers[place + 1]);
            let many = edge.length.is_some() || shortest.is_some();
            if many {
                parts[place] = PathPart::Edges(slot);
            }
            let edge = self.edge(edge, slot, (left, right), shortest, scope, pattern)?;
            pattern.edges.push(PatternEdge {
                bound: bound.contains(&slot),
                group,
                ..edge
            });
        }
        if let Some(name) = &path.variable
            && let Some(slot) = scope.get(&name.text)
        {
            pattern.paths.push((slot, parts));
        }
        Ok(())
    }

    fn node(
        &mut self,
        node: &NodePattern,
        slot: Slot,
        bound: bool,
        scope: &Scope,
        pattern: &mut Pattern,
    ) -> Result<usize> {
        let number = match pattern.nodes.iter().position(|known| known.slot == slot) {
            Some(number) => number,
            None => {
                pattern.nodes.push(PatternNode {
                    slot,
                    bound,
                    labels: Vec::new(),
                });
                pattern.nodes.len() - 1
            }
        };
        if let Some(labels) = &node.labels {
            let test = self.label_test(labels);
            pattern.nodes[number].labels.push(test);
        }
        for code in self.property_tests(slot, node.properties.as_ref(), scope)? {
            add_condition(pattern, code);
        }
        if let Some(condition) = &node.condition {
            let code = self.code(condition, scope)?;
            add_condition(pattern, code);
        }
        Ok(number)
    }

    fn edge(
        &mut self,
        edge: &EdgePattern,
        slot: Slot,
        (left, right): (usize, usize),
        shortest: Option<Wanted>,
        scope: &Scope,
        pattern: &mut Pattern,
    ) -> Result<PatternEdge> {
        let length = match &edge.length {
            Some(length) => Some((
                length.least.map_or(1, |least| least as usize),
                length.most.map_or(usize::MAX, |most| most as usize),
            )),
            None => shortest.map(|_| (1, 1)),
        };
        let mut tests = Vec::new();
        if length.is_none() {
            for code in self.property_tests(slot, edge.properties.as_ref(), scope)? {
                add_condition(pattern, code);
            }
            if let Some(condition) = &edge.condition {
                let code = self.code(condition, scope)?;
                add_condition(pattern, code);
            }
        } else if edge.properties.is_some() || edge.condition.is_some() {
            // Each edge of the list stands in a slot of its own while it is tested.
            let each = self.slot("");
            for condition in self.property_tests(each, edge.properties.as_ref(), scope)? {
                tests.push(EdgeTest {
                    slot: each,
                    condition,
                });
            }
            if let Some(condition) = &edge.condition {
                let mut inner = scope.clone();
                if let Some(name) = &edge.variable {
                    inner.insert(&name.text, each);
                }
                tests.push(EdgeTest {
                    slot: each,
                    condition: self.code(condition, &inner)?,
                });
            }
        }
        let types = match &edge.types {
            None => Types::Any,
            Some(types) => types_of(self.label_test(types)),
        };
        Ok(PatternEdge {
            slot,
            bound: false,
            left,
            right,
            arrow: edge.direction,
            types,
            length,
            tests,
            clause: 0,
            shortest,
            group: None,
        })
    }

    /// Plans one match of a repeated pattern, from its left end or from its right one; `lists` has
    /// the slots that its variables stand for outside.
    fn round(
        &mut self,
        group: &GroupPattern,
        forward: bool,
        outer: &Scope,
        lists: &Scope,
    ) -> Result<Round> {
        // What has no name gets one, so that its slot can be found.
        let mut elements = group.elements.clone();
        let mut names = Vec::new();
        for (place, element) in elements.iter_mut().enumerate() {
            let (variable, span) = match element {
                PatternElement::Node(node) => (&mut node.variable, node.span),
                PatternElement::Edge(edge) => (&mut edge.variable, edge.span),
                PatternElement::Group(group) => {
                    let kind = QueryErrorKind::TooDeep { limit: 1 };
                    return Err(kind.at(group.span));
                }
            };
            let text = format!(" {place}");
            let span = Name { text, span };
            names.push(variable.get_or_insert(span).text.clone());
        }
        let (enter, leave) = match (forward, names.as_slice()) {
            (true, [first, .., last]) => (first, last),
            (_, [first, .., last]) => (last, first),
            (_, [only]) => (only, only),
            (_, []) => return Err(QueryErrorKind::TooDeep { limit: 1 }.at(group.span)),
        };
        let mut scope = outer.clone();
        let slot = self.slot(enter.trim_start());
        scope.insert(enter, slot);
        let path = PathPattern {
            variable: None,
            selector: Selector::All,
            elements,
            span: group.span,
        };
        let mut pipe = Pipe::default();
        let hints = (
            std::mem::take(&mut self.counted),
            std::mem::take(&mut self.paired),
        );
        let condition = group.condition.as_deref();
        let found = self.find(
            std::slice::from_ref(&path),
            condition,
            &mut scope,
            &mut pipe,
        );
        (self.counted, self.paired) = hints;
        found?;
        let place = |name: &String| scope.get(name).unwrap_or(slot);
        let edges = names.iter().skip(1).step_by(2).map(place).collect();
        let mut variables: Vec<(Slot, Slot)> = names
            .iter()
            .filter(|name| !name.starts_with(' '))
            .filter_map(|name| Some((place(name), lists.get(name)?)))
            .collect();
        variables.sort_unstable();
        variables.dedup();
        Ok(Round {
            pipe,
            enter: slot,
            leave: place(leave),
            edges,
            variables,
        })
    }

    /// Turns `{key: value}` in a pattern into one condition for each key.
    fn property_tests(
        &mut self,
        slot: Slot,
        properties: Option<&Expr>,
        scope: &Scope,
    ) -> Result<Vec<Code>> {
        let Some(properties) = properties else {
            return Ok(Vec::new());
        };
        let ExprKind::Map(entries) = &properties.kind else {
            return Err(QueryErrorKind::InvalidParameterUse {
                clause: "MATCH",
                parameter: "the parameter".to_owned(),
            }
            .at(properties.span));
        };
        let mut codes = Vec::new();
        for (key, value) in entries {
            let key_of = Key::new(&key.text, self.graph);
            let property = CodeKind::Property(Box::new(Code::slot(slot)), key_of);
            let value = self.code(value, scope)?;
            codes.push(Code::new(
                CodeKind::Compare(
                    CompareOp::Equal,
                    Box::new(Code::new(property, key.span)),
                    Box::new(value),
                ),
                key.span,
            ));
        }
        Ok(codes)
    }
}

impl Pattern {
    /// Lists the slots that a match fills.
    pub(super) fn own_slots(&self) -> Vec<Slot> {
        let nodes = self.nodes.iter().filter(|node| !node.bound);
        let edges = self.edges.iter().filter(|edge| !edge.bound);
        let groups = self.edges.iter().filter_map(|edge| edge.group.as_ref());
        nodes
            .map(|node| node.slot)
            .chain(edges.map(|edge| edge.slot))
            .chain(groups.flat_map(Group::lists))
            .chain(self.paths.iter().map(|(slot, _)| *slot))
            .collect()
    }
}

/// Gives the edge of a repeated pattern, where nothing is said of its nodes: then it is no more
/// than an edge of variable length.
fn only_edge(group: &GroupPattern) -> Option<&EdgePattern> {
    let bare = |node: &NodePattern| {
        node.variable.is_none()
            && node.labels.is_none()
            && node.properties.is_none()
            && node.condition.is_none()
    };
    match group.elements.as_slice() {
        [
            PatternElement::Node(left),
            PatternElement::Edge(edge),
            PatternElement::Node(right),
        ] if bare(left) && bare(right) && group.condition.is_none() => Some(edge),
        _ => None,
    }
}

fn types_of(test: LabelTest) -> Types {
    match test {
        LabelTest::Name(name) => Types::OneOf(name.into_iter().collect()),
        LabelTest::Or(tests) if tests.iter().all(|test| matches!(test, LabelTest::Name(_))) => {
            let mut types = Vec::new();
            for test in tests {
                if let LabelTest::Name(Some(name)) = test
                    && !types.contains(&name)
                {
                    types.push(name);
                }
            }
            Types::OneOf(types)
        }
        LabelTest::Any => Types::Any,
        test => Types::Test(test),
    }
}

fn add_condition(pattern: &mut Pattern, code: Code) {
    if let CodeKind::HasLabels(subject, test) = &code.kind
        && let CodeKind::Slot(slot) = subject.kind
        && let Some(node) = pattern.nodes.iter_mut().find(|node| node.slot == slot)
        && !node.bound
    {
        node.labels.push(test.clone());
        return;
    }
    let (equality, id) = match &code.kind {
        CodeKind::Compare(CompareOp::Equal, a, b) => {
            let equality = equality(pattern, a, b).or_else(|| equality(pattern, b, a));
            (equality, id(pattern, a, b).or_else(|| id(pattern, b, a)))
        }
        _ => (None, None),
    };
    pattern.conditions.push(Condition {
        code,
        needs: Vec::new(),
        equality,
        id,
    });
}

/// Reads `node.key = value`, where the value does not depend on the node.
fn equality(pattern: &Pattern, property: &Code, value: &Code) -> Option<(Slot, Key, Code)> {
    let CodeKind::Property(subject, key) = &property.kind else {
        return None;
    };
    let slot = node_slot(pattern, subject)?;
    independent(value, slot).then(|| (slot, key.clone(), value.clone()))
}

/// Reads `id(node) = value`.
fn id(pattern: &Pattern, call: &Code, value: &Code) -> Option<(Slot, Code)> {
    let CodeKind::Call(function, arguments) = &call.kind else {
        return None;
    };
    if function.signature.name != "id" {
        return None;
    }
    let slot = node_slot(pattern, arguments.first()?)?;
    independent(value, slot).then(|| (slot, value.clone()))
}

fn node_slot(pattern: &Pattern, code: &Code) -> Option<Slot> {
    match code.kind {
        CodeKind::Slot(slot) => pattern
            .nodes
            .iter()
            .any(|node| node.slot == slot)
            .then_some(slot),
        _ => None,
    }
}

fn independent(code: &Code, slot: Slot) -> bool {
    let mut free = true;
    code.visit_slots(&mut |other| free &= other != slot);
    free
}
