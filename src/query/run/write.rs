//! Runs the operators that write.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Changes;
use crate::query::Entries;
use crate::query::Value;
use crate::query::eval::Code;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::Loose;
use crate::query::eval::Result;
use crate::query::eval::Session;
use crate::query::eval::describe;
use crate::query::eval::entity_properties;
use crate::query::plan::Body;
use crate::query::plan::CreateItem;
use crate::query::plan::MergePlan;
use crate::query::plan::Part;
use crate::query::plan::SetAction;
use crate::query::plan::Step;
use crate::query::plan::WriteOp;
use crate::query::run::path;
use crate::query::run::pipe::Flow;

/// A graph that is being written, and what was changed so far.
pub(super) struct Writer<'g> {
    pub(super) graph: &'g mut Graph,
    pub(super) session: &'g Session<'g>,
    pub(super) changes: Changes,
}

type Rows = Vec<Vec<Value>>;

impl Writer<'_> {
    fn cx(&self) -> Context<'_> {
        Context {
            graph: self.graph,
            session: self.session,
        }
    }

    /// Runs the parts of a body on one row, and gives the rows with the columns in `outputs`.
    pub(super) fn body(&mut self, body: &Body, row: &[Value]) -> Result<Rows> {
        let mut all = Rows::new();
        let mut seen = BTreeSet::new();
        for part in &body.parts {
            let rows = self.part(part, row.to_vec())?;
            if !part.returns {
                continue;
            }
            for mut row in rows {
                if body.parts.len() > 1 {
                    for (from, to) in part.outputs.iter().zip(&body.outputs) {
                        row[*to] = row[*from].clone();
                    }
                    let key: Vec<Value> =
                        body.outputs.iter().map(|slot| row[*slot].clone()).collect();
                    if body.distinct && !seen.insert(key) {
                        continue;
                    }
                }
                all.push(row);
            }
        }
        Ok(all)
    }

    fn part(&mut self, part: &Part, row: Vec<Value>) -> Result<Rows> {
        let mut blank = row.clone();
        let mut rows = vec![row];
        for step in &part.steps {
            match step {
                Step::Read(pipe) => {
                    let cx = self.cx();
                    let mut found = Rows::new();
                    pipe.run_all(cx, rows, &mut blank, &mut |row| {
                        cx.session.budget.take(size_of_val(row))?;
                        found.push(row.to_vec());
                        Ok(Flow::Continue)
                    })?;
                    rows = found;
                }
                Step::Write(op) => {
                    rows = self.write(&op.kind, rows)?;
                    if let Some(profile) = &self.session.profile {
                        profile.borrow_mut()[op.id].0 += rows.len() as u64;
                    }
                }
            }
        }
        Ok(rows)
    }

    fn write(&mut self, op: &WriteOp, mut rows: Rows) -> Result<Rows> {
        match op {
            WriteOp::Create(items) => {
                for row in &mut rows {
                    self.session.budget.tick()?;
                    self.create(items, row)?;
                }
            }
            WriteOp::Set(actions) => {
                for row in &mut rows {
                    self.session.budget.tick()?;
                    self.set(actions, row)?;
                }
            }
            WriteOp::Delete { targets, detach } => self.delete(targets, *detach, &mut rows)?,
            WriteOp::Merge(merge) => {
                let mut all = Rows::new();
                for row in rows {
                    self.session.budget.tick()?;
                    self.merge(merge, row, &mut all)?;
                }
                return Ok(all);
            }
            WriteOp::Apply { body, returns } => {
                let mut all = Rows::new();
                for row in rows {
                    let found = self.body(body, &row)?;
                    match returns {
                        true => all.extend(found),
                        false => all.push(row),
                    }
                }
                return Ok(all);
            }
        }
        Ok(rows)
    }

    fn create(&mut self, items: &[CreateItem], row: &mut [Value]) -> Result<()> {
        for item in items {
            match item {
                CreateItem::Node {
                    slot,
                    labels,
                    properties,
                } => {
                    let properties = self.properties(properties.as_ref(), row)?;
                    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
                    let node = self.graph.add_node(&labels);
                    self.changes.nodes_created += 1;
                    self.changes.labels_added += self.graph.labels(node).len() as u64;
                    for (key, property) in properties {
                        self.graph.set_node_property(node, &key, Some(property));
                        self.changes.properties_set += 1;
                    }
                    row[*slot] = Value::Node(node);
                }
                CreateItem::Edge {
                    slot,
                    edge_type,
                    from,
                    to,
                    properties,
                    span,
                } => {
                    let properties = self.properties(properties.as_ref(), row)?;
                    let node = |value: &Value| match value {
                        Value::Node(node) if self.graph.contains_node(*node) => Ok(*node),
                        Value::Node(_) => {
                            Err(Fault::DeletedEntityAccess { what: "node" }.at(*span))
                        }
                        other => Err(Fault::InvalidOperand {
                            place: "an end of the edge".to_owned(),
                            expected: "a node".to_owned(),
                            found: describe(other),
                        }
                        .at(*span)),
                    };
                    let (from, to) = (node(&row[*from])?, node(&row[*to])?);
                    let edge = self.graph.add_edge(from, edge_type, to);
                    self.changes.relationships_created += 1;
                    for (key, property) in properties {
                        self.graph.set_edge_property(edge, &key, Some(property));
                        self.changes.properties_set += 1;
                    }
                    row[*slot] = Value::Edge(edge);
                }
                CreateItem::Path { slot, parts } => {
                    row[*slot] = path::make(self.graph, parts, row);
                }
            }
        }
        Ok(())
    }

    /// Computes the properties to store, without nulls.
    fn properties(
        &self,
        code: Option<&Code>,
        row: &mut [Value],
    ) -> Result<Vec<(Arc<str>, Property)>> {
        let Some(code) = code else {
            return Ok(Vec::new());
        };
        let value = code.eval(self.cx(), row)?;
        let at = |fault: Fault| fault.at(code.span);
        let entries = entity_properties(self.graph, &value).map_err(at)?;
        let mut properties = Vec::new();
        for (key, value) in entries.iter().flat_map(|entries| entries.iter()) {
            if !value.is_null() {
                properties.push((key.clone(), storable(key, value).map_err(at)?));
            }
        }
        Ok(properties)
    }

    fn merge(&mut self, merge: &MergePlan, mut row: Vec<Value>, all: &mut Rows) -> Result<()> {
        let cx = self.cx();
        for (key, code) in &merge.properties {
            if code.eval(cx, &mut row)?.is_null() {
                let key = key.to_string();
                return Err(Fault::MergeReadOwnWrites { key }.at(code.span));
            }
        }
        let mut found = Rows::new();
        merge.find.run(cx, &mut row, &mut |row| {
            found.push(row.to_vec());
            Ok(Flow::Continue)
        })?;
        if found.is_empty() {
            self.create(&merge.create, &mut row)?;
            self.set(&merge.on_create, &mut row)?;
            all.push(row);
        }
        for mut row in found {
            self.set(&merge.on_match, &mut row)?;
            all.push(row);
        }
        Ok(())
    }

    fn set(&mut self, actions: &[SetAction], row: &mut [Value]) -> Result<()> {
        for action in actions {
            match action {
                SetAction::Property { target, key, value } => {
                    let entity = target.eval(self.cx(), row)?;
                    let new = value.eval(self.cx(), row)?;
                    let property = match &new {
                        Value::Null => None,
                        new => Some(storable(key, new).map_err(|fault| fault.at(value.span))?),
                    };
                    self.set_property(&entity, key, property)
                        .map_err(|fault| fault.at(target.span))?;
                }
                SetAction::Properties { target, value, add } => {
                    self.set_properties(target, value, *add, row)?;
                }
                SetAction::AddLabels { target, labels } => {
                    if let Some(node) = self.node_of(target, row)? {
                        for label in labels {
                            self.changes.labels_added +=
                                u64::from(self.graph.add_label(node, label));
                        }
                    }
                }
                SetAction::RemoveLabels { target, labels } => {
                    if let Some(node) = self.node_of(target, row)? {
                        for label in labels {
                            self.changes.labels_removed +=
                                u64::from(self.graph.remove_label(node, label));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn set_properties(
        &mut self,
        target: &Code,
        value: &Code,
        add: bool,
        row: &mut [Value],
    ) -> Result<()> {
        let entity = target.eval(self.cx(), row)?;
        let new = value.eval(self.cx(), row)?;
        if entity.is_null() || (new.is_null() && add) {
            return Ok(());
        }
        let at = |fault: Fault| fault.at(value.span);
        let entries = match entity_properties(self.graph, &new).map_err(at)? {
            Some(entries) => entries,
            None if new.is_null() => Arc::new(Entries::new()),
            None => {
                return Err(at(Fault::InvalidOperand {
                    place: "`SET`".to_owned(),
                    expected: "a map, a node or an edge".to_owned(),
                    found: describe(&new),
                }));
            }
        };
        let target_at = |fault: Fault| fault.at(target.span);
        if !add {
            let old = entity_properties(self.graph, &entity).map_err(target_at)?;
            for key in old.iter().flat_map(|old| old.keys()) {
                if entries.get(key).is_none_or(Value::is_null) {
                    self.set_property(&entity, key, None).map_err(target_at)?;
                }
            }
        }
        for (key, value) in entries.iter() {
            let property = match value {
                Value::Null => None,
                value => Some(storable(key, value).map_err(at)?),
            };
            self.set_property(&entity, key, property)
                .map_err(target_at)?;
        }
        Ok(())
    }

    fn set_property(
        &mut self,
        entity: &Value,
        key: &str,
        property: Option<Property>,
    ) -> Result<(), Fault> {
        let symbol = self.graph.symbol(key);
        let absent = |held: Option<Property>| property.is_none() && held.is_none();
        match entity {
            Value::Null => return Ok(()),
            Value::Node(node) if self.graph.contains_node(*node) => {
                if absent(symbol.and_then(|key| self.graph.node_property(*node, key))) {
                    return Ok(());
                }
                self.graph.set_node_property(*node, key, property);
            }
            Value::Edge(edge) if self.graph.contains_edge(*edge) => {
                if absent(symbol.and_then(|key| self.graph.edge_property(*edge, key))) {
                    return Ok(());
                }
                self.graph.set_edge_property(*edge, key, property);
            }
            Value::Node(_) => return Err(Fault::DeletedEntityAccess { what: "node" }),
            Value::Edge(_) => return Err(Fault::DeletedEntityAccess { what: "edge" }),
            other => {
                return Err(Fault::InvalidOperand {
                    place: "`SET`".to_owned(),
                    expected: "a node or an edge".to_owned(),
                    found: describe(other),
                });
            }
        }
        self.changes.properties_set += 1;
        Ok(())
    }

    fn node_of(&self, target: &Code, row: &mut [Value]) -> Result<Option<NodeId>> {
        match target.eval(self.cx(), row)? {
            Value::Null => Ok(None),
            Value::Node(node) if self.graph.contains_node(node) => Ok(Some(node)),
            Value::Node(_) => Err(Fault::DeletedEntityAccess { what: "node" }.at(target.span)),
            other => Err(Fault::InvalidOperand {
                place: "a label".to_owned(),
                expected: "a node".to_owned(),
                found: describe(&other),
            }
            .at(target.span)),
        }
    }

    /// Removes what all rows name, edges first, so that a node may go together with its edges.
    fn delete(&mut self, targets: &[Code], detach: bool, rows: &mut Rows) -> Result<()> {
        let mut nodes = BTreeSet::new();
        let mut edges = BTreeSet::new();
        for row in rows.iter_mut() {
            for target in targets {
                match target.eval(self.cx(), row)? {
                    Value::Null => {}
                    Value::Node(node) => _ = nodes.insert(node),
                    Value::Edge(edge) => _ = edges.insert(edge),
                    Value::Path(path) => {
                        nodes.extend(&path.nodes);
                        edges.extend(&path.edges);
                    }
                    other => {
                        return Err(Fault::InvalidOperand {
                            place: "`DELETE`".to_owned(),
                            expected: "a node, an edge or a path".to_owned(),
                            found: describe(&other),
                        }
                        .at(target.span));
                    }
                }
            }
        }
        for edge in edges {
            self.remove_edge(edge);
        }
        for node in nodes {
            for edge in self.graph.edges_of(node, Direction::Both) {
                if detach {
                    self.remove_edge(edge);
                } else {
                    // A later clause may delete the edge; if none does, the query fails in the end.
                    let span = targets.first().map(|target| target.span);
                    let ends = self.graph.ends(edge).unwrap_or((node, node)).into();
                    let span = span.unwrap_or_default();
                    self.note_type(edge);
                    self.graph.remove_edge(edge);
                    let mut loose = self.session.loose_edges.borrow_mut();
                    loose.insert(edge, Loose { ends, span });
                }
            }
            if detach {
                let mut loose = self.session.loose_edges.borrow_mut();
                let before = loose.len();
                loose.retain(|_, loose| !loose.ends.contains(&node));
                self.changes.relationships_deleted += (before - loose.len()) as u64;
            }
            self.changes.nodes_deleted += u64::from(self.graph.remove_node(node));
        }
        Ok(())
    }

    fn remove_edge(&mut self, edge: EdgeId) {
        self.note_type(edge);
        let loose = self
            .session
            .loose_edges
            .borrow_mut()
            .remove(&edge)
            .is_some();
        let removed = self.graph.remove_edge(edge) || loose;
        self.changes.relationships_deleted += u64::from(removed);
    }

    fn note_type(&mut self, edge: EdgeId) {
        if let Some(edge_type) = self.graph.edge_type(edge) {
            let mut types = self.session.deleted_types.borrow_mut();
            types.insert(edge, edge_type);
        }
    }

    /// Fails where a node was deleted and an edge of it was not.
    pub(super) fn check_deleted(&self) -> Result<()> {
        match self.session.loose_edges.borrow().values().next() {
            Some(loose) => Err(Fault::DeleteConnectedNode.at(loose.span)),
            None => Ok(()),
        }
    }
}

/// Turns a value into what can be stored.
fn storable(key: &str, value: &Value) -> Result<Property, Fault> {
    value
        .to_property()
        .ok_or_else(|| Fault::InvalidPropertyType {
            key: key.to_owned(),
            found: describe(value),
        })
}
