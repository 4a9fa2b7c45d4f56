//! From clauses to steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::Graph;
use crate::query::Options;
use crate::query::QueryErrorKind;
use crate::query::Value;
use crate::query::ast::Arrow;
use crate::query::ast::Call;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::EdgePattern;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Imports;
use crate::query::ast::LabelExpr;
use crate::query::ast::MergeAction;
use crate::query::ast::Name;
use crate::query::ast::NodePattern;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Query;
use crate::query::ast::RemoveItem;
use crate::query::ast::Selector;
use crate::query::ast::SetItem;
use crate::query::ast::SingleQuery;
use crate::query::ast::Yield;
use crate::query::eval::Code;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::Body;
use crate::query::plan::CreateItem;
use crate::query::plan::MergePlan;
use crate::query::plan::OpKind;
use crate::query::plan::Part;
use crate::query::plan::PathPart;
use crate::query::plan::Pipe;
use crate::query::plan::Plan;
use crate::query::plan::ProcedureCall;
use crate::query::plan::SetAction;
use crate::query::plan::Step;
use crate::query::plan::WriteOp;
use crate::query::plan::expression::Planner;
use crate::query::plan::projection::Columns;
use crate::query::plan::scope::Scope;
use crate::query::plan::shape::aggregates;

/// Plans a checked query.
pub(in crate::query) fn plan(
    query: &Query,
    graph: &Graph,
    parameters: &BTreeMap<String, Value>,
    options: &Options,
    writes: bool,
) -> Result<Plan> {
    let mut planner = Planner {
        graph,
        parameters,
        procedures: &options.procedures,
        names: Vec::new(),
        ops: 0,
        plain: options.plain,
        stable: !writes && !options.plain,
        counted: false,
        paired: None,
    };
    let (mut body, columns) = planner.body(query, &Scope::default())?;
    planner.optimise(&mut body);
    Ok(Plan {
        mode: query.mode,
        columns: columns.into_iter().map(|(name, _)| name).collect(),
        body,
        width: planner.names.len(),
        names: planner.names,
        ops: planner.ops,
    })
}

/// The steps of a part so far.
#[derive(Default)]
struct Steps {
    steps: Vec<Step>,
    pipe: Pipe,
}

impl Steps {
    fn flush(&mut self) {
        if !self.pipe.ops.is_empty() {
            self.steps.push(Step::Read(std::mem::take(&mut self.pipe)));
        }
    }
}

impl Planner<'_> {
    /// Plans the parts of a query that sees `scope`, and gives its columns.
    pub(super) fn body(&mut self, query: &Query, scope: &Scope) -> Result<(Body, Columns)> {
        let mut parts = Vec::new();
        let mut columns = Columns::new();
        for single in &query.parts {
            let (part, own) = self.single(single, scope)?;
            if parts.is_empty() {
                columns = own;
            }
            parts.push(part);
        }
        if parts.len() > 1 {
            for (name, slot) in &mut columns {
                *slot = self.slot(name);
            }
        }
        let body = Body {
            parts,
            distinct: query.unions.iter().any(|union| !union.all),
            outputs: columns.iter().map(|(_, slot)| *slot).collect(),
        };
        Ok((body, columns))
    }

    fn single(&mut self, single: &SingleQuery, scope: &Scope) -> Result<(Part, Columns)> {
        let mut scope = scope.clone();
        let mut steps = Steps::default();
        let mut columns = None;
        let mut clauses = single.clauses.as_slice();
        while let Some((clause, rest)) = clauses.split_first() {
            clauses = rest;
            match &clause.kind {
                ClauseKind::Match {
                    optional: true,
                    patterns,
                    condition,
                } => {
                    let pipe = &mut steps.pipe;
                    self.find_optional(patterns, condition.as_ref(), &mut scope, pipe)?;
                }
                ClauseKind::Match {
                    patterns,
                    condition,
                    ..
                } => {
                    let mut together = vec![(patterns.as_slice(), condition.as_ref())];
                    while !self.plain
                        && let Some((clause, rest)) = clauses.split_first()
                        && let Some(next) = joins(&clause.kind, &together, &scope)
                    {
                        together.push(next);
                        clauses = rest;
                    }
                    self.counted = !self.plain && clauses.first().is_some_and(counts);
                    self.paired = clauses.first().and_then(pair);
                    let found = self.find_all(&together, &mut scope, &mut steps.pipe);
                    self.counted = false;
                    self.paired = None;
                    found?;
                }
                ClauseKind::Unwind { list, variable } => {
                    let list = self.code(list, &scope)?;
                    let slot = self.slot(&variable.text);
                    scope.insert(&variable.text, slot);
                    self.push(&mut steps.pipe, OpKind::Unwind { slot, list });
                }
                ClauseKind::With {
                    projection,
                    condition,
                } => {
                    self.project(projection, condition.as_ref(), &mut scope, &mut steps.pipe)?;
                }
                ClauseKind::Return(projection) => {
                    let pipe = &mut steps.pipe;
                    columns = Some(self.project(projection, None, &mut scope, pipe)?);
                }
                ClauseKind::Create(patterns) => {
                    let mut items = Vec::new();
                    for pattern in patterns {
                        self.create(pattern, &mut scope, &mut items)?;
                    }
                    self.write(&mut steps, WriteOp::Create(items));
                }
                ClauseKind::Merge { pattern, actions } => {
                    let merge = self.merge(pattern, actions, &mut scope)?;
                    self.write(&mut steps, WriteOp::Merge(Box::new(merge)));
                }
                ClauseKind::Set(items) => {
                    let actions = self.set(items, &scope)?;
                    self.write(&mut steps, WriteOp::Set(actions));
                }
                ClauseKind::Remove(items) => {
                    let actions = self.remove(items, &scope)?;
                    self.write(&mut steps, WriteOp::Set(actions));
                }
                ClauseKind::Delete { detach, targets } => {
                    let targets: Result<Vec<Code>> = targets
                        .iter()
                        .map(|target| self.code(target, &scope))
                        .collect();
                    let delete = WriteOp::Delete {
                        targets: targets?,
                        detach: *detach,
                    };
                    self.write(&mut steps, delete);
                }
                ClauseKind::Call(call) => {
                    let outputs = self.call(call, &mut scope, &mut steps.pipe)?;
                    // A call that is the whole query gives what it yields.
                    if single.clauses.len() == 1 && !outputs.is_empty() {
                        columns = Some(outputs);
                    }
                }
                ClauseKind::Subquery { imports, query } => {
                    self.subquery_clause(imports, query, &mut scope, &mut steps)?;
                }
                ClauseKind::Finish => {
                    self.push(&mut steps.pipe, OpKind::Finish);
                }
            }
        }
        steps.flush();
        let returns = columns.is_some();
        let columns = columns.unwrap_or_default();
        Ok((
            Part {
                steps: steps.steps,
                outputs: columns.iter().map(|(_, slot)| *slot).collect(),
                returns,
            },
            columns,
        ))
    }

    fn write(&mut self, steps: &mut Steps, kind: WriteOp) {
        steps.flush();
        let op = self.op(kind);
        steps.steps.push(Step::Write(op));
    }

    fn find_optional(
        &mut self,
        patterns: &[PathPattern],
        condition: Option<&Expr>,
        scope: &mut Scope,
        pipe: &mut Pipe,
    ) -> Result<()> {
        let before = scope.slots();
        let mut inner = Pipe::default();
        self.find(patterns, condition, scope, &mut inner)?;
        let mut slots = scope.slots();
        slots.retain(|slot| !before.contains(slot));
        self.push(pipe, OpKind::Optional { pipe: inner, slots });
        Ok(())
    }

    fn subquery_clause(
        &mut self,
        imports: &Imports,
        query: &Query,
        scope: &mut Scope,
        steps: &mut Steps,
    ) -> Result<()> {
        let inner = match imports {
            Imports::All => scope.clone(),
            Imports::Names(names) => {
                let mut inner = scope.clone();
                inner.retain(|name| names.iter().any(|wanted| wanted.text == name));
                inner
            }
            Imports::Leading => {
                let leading = query.parts.iter().any(|part| {
                    part.clauses
                        .first()
                        .is_some_and(|clause| matches!(clause.kind, ClauseKind::With { .. }))
                });
                match leading {
                    true => scope.clone(),
                    false => Scope::default(),
                }
            }
        };
        let (body, columns) = self.body(query, &inner)?;
        for (name, slot) in &columns {
            scope.insert(name, *slot);
        }
        let returns = body.parts.iter().any(|part| part.returns);
        let body = Box::new(body);
        if body.writes() {
            self.write(steps, WriteOp::Apply { body, returns });
        } else {
            self.push(&mut steps.pipe, OpKind::Apply { body, returns });
        }
        Ok(())
    }

    fn call(&mut self, call: &Call, scope: &mut Scope, pipe: &mut Pipe) -> Result<Columns> {
        let name = &call.name;
        let Some(procedure) = self.procedures.find(&name.text) else {
            return Err(QueryErrorKind::ProcedureNotFound {
                name: name.text.clone(),
                hint: None,
            }
            .at(name.span));
        };
        let signature = &procedure.signature;
        let arguments = match &call.arguments {
            Some(arguments) => arguments
                .iter()
                .map(|argument| self.code(argument, scope))
                .collect::<Result<_>>()?,
            // Without parentheses the arguments are the parameters of the same names.
            None => {
                let mut arguments = Vec::new();
                for input in &signature.inputs {
                    match self.parameters.get(&input.name) {
                        Some(value) => arguments.push(Code::constant(value.clone())),
                        None if input.optional => break,
                        None => {
                            return Err(QueryErrorKind::MissingParameter {
                                name: input.name.clone(),
                            }
                            .at(name.span));
                        }
                    }
                }
                arguments
            }
        };
        let all = |signature: &crate::query::ProcedureSignature| {
            let names = signature.outputs.iter().map(|output| output.name.clone());
            names.enumerate().collect()
        };
        let chosen: Vec<(usize, String)> = match &call.outputs {
            Yield::None | Yield::All(_) => all(signature),
            Yield::Items(items) => items
                .iter()
                .map(|(output, alias)| {
                    let number = signature
                        .outputs
                        .iter()
                        .position(|known| known.name == output.text)
                        .ok_or_else(|| {
                            QueryErrorKind::UnknownOutput {
                                name: name.text.clone(),
                                output: output.text.clone(),
                                hint: None,
                            }
                            .at(output.span)
                        })?;
                    let variable = alias.as_ref().unwrap_or(output);
                    Ok((number, variable.text.clone()))
                })
                .collect::<Result<_>>()?,
        };
        let mut outputs = Vec::new();
        let mut columns = Columns::new();
        for (number, variable) in chosen {
            let slot = self.slot(&variable);
            scope.insert(&variable, slot);
            outputs.push((number, slot));
            columns.push((variable, slot));
        }
        let call_op = ProcedureCall {
            procedure,
            arguments,
            outputs,
            span: name.span,
        };
        self.push(pipe, OpKind::Call(Box::new(call_op)));
        if let Some(condition) = &call.condition {
            let code = self.code(condition, scope)?;
            self.push(pipe, OpKind::Filter(code));
        }
        Ok(columns)
    }

    /// Plans making a pattern: what is bound stays, the rest is made.
    fn create(
        &mut self,
        pattern: &PathPattern,
        scope: &mut Scope,
        items: &mut Vec<CreateItem>,
    ) -> Result<()> {
        let bound = scope.clone();
        self.make(pattern, &bound, scope, items)
    }

    /// Plans making what of a pattern is not in `bound`; slots that `scope` has already are used.
    fn make(
        &mut self,
        pattern: &PathPattern,
        bound: &Scope,
        scope: &mut Scope,
        items: &mut Vec<CreateItem>,
    ) -> Result<()> {
        let mut slots = Vec::new();
        for element in &pattern.elements {
            let (variable, node) = match element {
                PatternElement::Node(node) => (&node.variable, Some(node)),
                PatternElement::Edge(edge) => (&edge.variable, None),
                PatternElement::Group(_) => (&None, None),
            };
            let slot = self.place(variable.as_ref(), scope);
            slots.push(slot);
            let known = variable.as_ref().is_some_and(|name| {
                bound.get(&name.text).is_some()
                    || items.iter().any(
                        |item| matches!(item, CreateItem::Node { slot: made, .. } if *made == slot),
                    )
            });
            if let Some(node) = node
                && !known
            {
                let item = self.make_node(node, slot, scope)?;
                items.push(item);
            }
        }
        for (place, element) in pattern.elements.iter().enumerate() {
            if let PatternElement::Edge(edge) = element {
                let ends = (slots[place - 1], slots[place + 1]);
                let item = self.make_edge(edge, slots[place], ends, scope)?;
                items.push(item);
            }
        }
        if let Some(name) = &pattern.variable {
            let parts = pattern.elements.iter().zip(&slots);
            let parts = parts.map(|(element, slot)| match element {
                PatternElement::Node(_) => PathPart::Node(*slot),
                PatternElement::Edge(_) => PathPart::Edge(*slot),
                PatternElement::Group(_) => PathPart::Edges(*slot),
            });
            let parts = parts.collect();
            let slot = self.place(Some(name), scope);
            items.push(CreateItem::Path { slot, parts });
        }
        Ok(())
    }

    fn place(&mut self, variable: Option<&Name>, scope: &mut Scope) -> Slot {
        let Some(name) = variable else {
            return self.slot("");
        };
        match scope.get(&name.text) {
            Some(slot) => slot,
            None => {
                let slot = self.slot(&name.text);
                scope.insert(&name.text, slot);
                slot
            }
        }
    }

    fn make_node(&mut self, node: &NodePattern, slot: Slot, scope: &Scope) -> Result<CreateItem> {
        let properties = node.properties.as_ref();
        Ok(CreateItem::Node {
            slot,
            labels: label_names(node.labels.as_ref()),
            properties: properties
                .map(|properties| self.code(properties, scope))
                .transpose()?,
        })
    }

    fn make_edge(
        &mut self,
        edge: &EdgePattern,
        slot: Slot,
        (left, right): (Slot, Slot),
        scope: &Scope,
    ) -> Result<CreateItem> {
        let (from, to) = match edge.direction {
            Arrow::Left => (right, left),
            Arrow::Right | Arrow::Either => (left, right),
        };
        let properties = edge.properties.as_ref();
        Ok(CreateItem::Edge {
            slot,
            edge_type: label_names(edge.types.as_ref()).pop().unwrap_or_default(),
            from,
            to,
            properties: properties
                .map(|properties| self.code(properties, scope))
                .transpose()?,
            span: edge.span,
        })
    }

    fn merge(
        &mut self,
        pattern: &PathPattern,
        actions: &[MergeAction],
        scope: &mut Scope,
    ) -> Result<MergePlan> {
        let before = scope.clone();
        let properties = self.merge_properties(pattern, &before)?;
        // What has no name gets one, so that finding and making use the same slots.
        let mut named = pattern.clone();
        for (place, element) in named.elements.iter_mut().enumerate() {
            let (variable, span) = match element {
                PatternElement::Node(node) => (&mut node.variable, node.span),
                PatternElement::Edge(edge) => (&mut edge.variable, edge.span),
                PatternElement::Group(_) => continue,
            };
            if variable.is_none() {
                let text = format!(" {place}");
                *variable = Some(Name { text, span });
            }
        }
        let mut find = Pipe::default();
        self.find(std::slice::from_ref(&named), None, scope, &mut find)?;
        let mut create = Vec::new();
        self.make(&named, &before, scope, &mut create)?;
        scope.retain(|name| !name.starts_with(' '));
        let mut merge = MergePlan {
            find,
            create,
            on_create: Vec::new(),
            on_match: Vec::new(),
            properties,
        };
        for action in actions {
            let planned = self.set(&action.items, scope)?;
            match action.on_create {
                true => merge.on_create.extend(planned),
                false => merge.on_match.extend(planned),
            }
        }
        Ok(merge)
    }

    fn merge_properties(
        &mut self,
        pattern: &PathPattern,
        scope: &Scope,
    ) -> Result<Vec<(Arc<str>, Code)>> {
        let mut codes = Vec::new();
        for element in &pattern.elements {
            let properties = match element {
                PatternElement::Node(node) => &node.properties,
                PatternElement::Edge(edge) => &edge.properties,
                PatternElement::Group(_) => continue,
            };
            if let Some(properties) = properties
                && let ExprKind::Map(entries) = &properties.kind
            {
                for (key, value) in entries {
                    let code = self.code(value, scope)?;
                    codes.push((Arc::from(key.text.as_str()), code));
                }
            }
        }
        Ok(codes)
    }

    fn set(&mut self, items: &[SetItem], scope: &Scope) -> Result<Vec<SetAction>> {
        items
            .iter()
            .map(|item| {
                Ok(match item {
                    SetItem::Property { target, key, value } => SetAction::Property {
                        target: self.code(target, scope)?,
                        key: key.text.clone(),
                        value: self.code(value, scope)?,
                    },
                    SetItem::Properties {
                        variable,
                        value,
                        add,
                    } => SetAction::Properties {
                        target: self.named(variable, scope)?,
                        value: self.code(value, scope)?,
                        add: *add,
                    },
                    SetItem::Labels { variable, labels } => SetAction::AddLabels {
                        target: self.named(variable, scope)?,
                        labels: labels.iter().map(|label| label.text.clone()).collect(),
                    },
                })
            })
            .collect()
    }

    fn remove(&mut self, items: &[RemoveItem], scope: &Scope) -> Result<Vec<SetAction>> {
        items
            .iter()
            .map(|item| {
                Ok(match item {
                    RemoveItem::Property { target, key } => SetAction::Property {
                        target: self.code(target, scope)?,
                        key: key.text.clone(),
                        value: Code::constant(Value::Null),
                    },
                    RemoveItem::Labels { variable, labels } => SetAction::RemoveLabels {
                        target: self.named(variable, scope)?,
                        labels: labels.iter().map(|label| label.text.clone()).collect(),
                    },
                })
            })
            .collect()
    }

    fn named(&mut self, variable: &Name, scope: &Scope) -> Result<Code> {
        let expr = Expr {
            kind: ExprKind::Variable(variable.text.clone()),
            span: variable.span,
        };
        self.code(&expr, scope)
    }
}

/// Tells whether a clause takes rows together: it aggregates, or drops repeats.
fn counts(clause: &Clause) -> bool {
    let (ClauseKind::With { projection, .. } | ClauseKind::Return(projection)) = &clause.kind
    else {
        return false;
    };
    projection.distinct || projection.items.iter().any(|item| aggregates(&item.expr))
}

/// Gives the two variables whose different pairs, or pairs of properties, are all that is wanted.
fn pair(clause: &Clause) -> Option<[String; 2]> {
    let (ClauseKind::With { projection, .. } | ClauseKind::Return(projection)) = &clause.kind
    else {
        return None;
    };
    let variable = |expr: &Expr| match &expr.kind {
        ExprKind::Variable(name) => Some(name.clone()),
        ExprKind::Property(subject, _) => match &subject.kind {
            ExprKind::Variable(name) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    };
    match projection.items.as_slice() {
        [first, second] if projection.distinct => {
            Some([variable(&first.expr)?, variable(&second.expr)?])
        }
        _ => None,
    }
}

/// What one `MATCH` says: its patterns and its condition.
type Match<'q> = (&'q [PathPattern], Option<&'q Expr>);

/// Tells whether a clause can be matched together with those before it: a `MATCH` that names no
/// edge or path which is known already.
fn joins<'q>(kind: &'q ClauseKind, together: &[Match<'q>], scope: &Scope) -> Option<Match<'q>> {
    let ClauseKind::Match {
        optional: false,
        patterns,
        condition,
    } = kind
    else {
        return None;
    };
    let names = |patterns: &'q [PathPattern]| {
        let paths = patterns.iter().filter_map(|path| path.variable.as_ref());
        let edges = patterns.iter().flat_map(|path| &path.elements);
        let edges = edges.filter_map(|element| match element {
            PatternElement::Edge(edge) => edge.variable.as_ref(),
            PatternElement::Node(_) | PatternElement::Group(_) => None,
        });
        paths.chain(edges).map(|name| name.text.as_str())
    };
    let known: Vec<&str> = together
        .iter()
        .flat_map(|(patterns, _)| names(patterns))
        .collect();
    let fresh = names(patterns).all(|name| scope.get(name).is_none() && !known.contains(&name));
    // A search for shortest paths, and what a repeated pattern says of its own, depend on what is
    // bound before it.
    let plain = patterns
        .iter()
        .chain(together.iter().flat_map(|(patterns, _)| *patterns))
        .all(|path| {
            let group = |element: &PatternElement| matches!(element, PatternElement::Group(_));
            path.selector == Selector::All && !path.elements.iter().any(group)
        });
    (fresh && plain).then_some((patterns.as_slice(), condition.as_ref()))
}

fn label_names(labels: Option<&LabelExpr>) -> Vec<String> {
    match labels {
        Some(LabelExpr::Name(name)) => vec![name.text.clone()],
        Some(LabelExpr::And(labels) | LabelExpr::Or(labels)) => labels
            .iter()
            .flat_map(|label| label_names(Some(label)))
            .collect(),
        _ => Vec::new(),
    }
}
