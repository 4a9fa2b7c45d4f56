//! Walks an expression.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::query::Entries;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::QuantifierKind;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Comprehension;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::Gather;
use crate::query::eval::MapEntry;
use crate::query::eval::Reduce;
use crate::query::eval::Result;
use crate::query::eval::access;
use crate::query::eval::access::entity_properties;
use crate::query::eval::arithmetic;
use crate::query::eval::describe;
use crate::query::eval::test;
use crate::query::plan::Subplan;
use crate::query::run::Flow;

impl Code {
    /// Computes the expression. Slots that it binds itself are written to `row`.
    pub(in crate::query) fn eval(&self, cx: Context<'_>, row: &mut [Value]) -> Result<Value> {
        let at = |fault: Fault| fault.at(self.span);
        match &self.kind {
            CodeKind::Constant(value) => Ok(value.clone()),
            CodeKind::Slot(slot) => Ok(row[*slot].clone()),
            CodeKind::Property(subject, key) => {
                // A variable is not cloned only to look into it.
                if let CodeKind::Slot(slot) = subject.kind {
                    return access::property(cx, &row[slot], key).map_err(at);
                }
                let subject = subject.eval(cx, row)?;
                access::property(cx, &subject, key).map_err(at)
            }
            CodeKind::List(items) => {
                let items: Result<Arc<[Value]>> =
                    items.iter().map(|item| item.eval(cx, row)).collect();
                nested(cx, Value::List(items?))
            }
            CodeKind::Map(entries) => {
                let entries: Result<Entries> = entries
                    .iter()
                    .map(|(key, code)| Ok((key.clone(), code.eval(cx, row)?)))
                    .collect();
                nested(cx, Value::Map(Arc::new(entries?)))
            }
            CodeKind::Index(subject, index) => {
                let subject = subject.eval(cx, row)?;
                let index = index.eval(cx, row)?;
                access::index(cx, &subject, &index).map_err(at)
            }
            CodeKind::Slice(list, from, to) => {
                let list = list.eval(cx, row)?;
                let from = from.as_ref().map(|code| code.eval(cx, row)).transpose()?;
                let to = to.as_ref().map(|code| code.eval(cx, row)).transpose()?;
                access::slice(&list, from.as_ref(), to.as_ref()).map_err(at)
            }
            CodeKind::MapProjection(subject, entries) => {
                self.map_projection(subject, entries, cx, row)
            }
            CodeKind::Negate(code) => arithmetic::negate(&code.eval(cx, row)?).map_err(at),
            CodeKind::Plus(code) => arithmetic::plus(code.eval(cx, row)?).map_err(at),
            CodeKind::Binary(op, a, b) if is_arithmetic(*op) => {
                let a = a.eval(cx, row)?;
                let b = b.eval(cx, row)?;
                // What is joined may be as long again as all before: refused before it is made.
                let bytes = joined_size(&a).saturating_add(joined_size(&b));
                if bytes > 1 << 16 {
                    cx.session.budget.take(bytes)?;
                }
                arithmetic::arithmetic(*op, &a, &b).map_err(at)
            }
            CodeKind::Call(function, arguments) => {
                let arguments: Result<SmallVec<[Value; 4]>> = arguments
                    .iter()
                    .map(|argument| argument.eval(cx, row))
                    .collect();
                function.call(cx, &arguments?).map_err(at)
            }
            CodeKind::Case(branches, otherwise) => {
                for (when, then) in branches {
                    if when.test(cx, row)? == Some(true) {
                        return then.eval(cx, row);
                    }
                }
                otherwise
                    .as_ref()
                    .map_or(Ok(Value::Null), |code| code.eval(cx, row))
            }
            CodeKind::CaseOf(subject, branches, otherwise) => {
                let subject = subject.eval(cx, row)?;
                for (when, then) in branches {
                    if subject.equals(&when.eval(cx, row)?) == Some(true) {
                        return then.eval(cx, row);
                    }
                }
                otherwise
                    .as_ref()
                    .map_or(Ok(Value::Null), |code| code.eval(cx, row))
            }
            CodeKind::Comprehension(parts) => comprehension(parts, cx, row),
            CodeKind::Reduce(parts) => reduce(parts, cx, row),
            CodeKind::Subquery(subplan, gather) => subquery(subplan, gather, cx, row),
            _ => Ok(self.test(cx, row)?.into()),
        }
    }

    /// Computes a condition; `None` stands for null.
    pub(in crate::query) fn test(
        &self,
        cx: Context<'_>,
        row: &mut [Value],
    ) -> Result<Option<bool>> {
        let at = |fault: Fault| fault.at(self.span);
        match &self.kind {
            CodeKind::Not(code) => Ok(code.test(cx, row)?.map(|truth| !truth)),
            CodeKind::And(codes) => {
                let mut result = Some(true);
                for code in codes {
                    match code.test(cx, row)? {
                        Some(true) => {}
                        Some(false) => return Ok(Some(false)),
                        None => result = None,
                    }
                }
                Ok(result)
            }
            CodeKind::Or(codes) => {
                let mut result = Some(false);
                for code in codes {
                    match code.test(cx, row)? {
                        Some(false) => {}
                        Some(true) => return Ok(Some(true)),
                        None => result = None,
                    }
                }
                Ok(result)
            }
            CodeKind::Xor(a, b) => {
                let (a, b) = (a.test(cx, row)?, b.test(cx, row)?);
                Ok(a.zip(b).map(|(a, b)| a != b))
            }
            CodeKind::Compare(op, a, b) => {
                // Constants and variables are compared in place.
                let (left, right);
                let a = match &a.kind {
                    CodeKind::Constant(value) => value,
                    _ => {
                        left = a.eval(cx, row)?;
                        &left
                    }
                };
                let b = match &b.kind {
                    CodeKind::Constant(value) => value,
                    CodeKind::Slot(slot) => &row[*slot],
                    _ => {
                        right = b.eval(cx, row)?;
                        &right
                    }
                };
                Ok(test::compare(*op, a, b))
            }
            CodeKind::Chain(operands, ops) => {
                let mut result = Some(true);
                let Some((first, rest)) = operands.split_first() else {
                    return Ok(result);
                };
                let mut left = first.eval(cx, row)?;
                for (operand, op) in rest.iter().zip(ops) {
                    let right = operand.eval(cx, row)?;
                    match test::compare(*op, &left, &right) {
                        Some(true) => {}
                        Some(false) => return Ok(Some(false)),
                        None => result = None,
                    }
                    left = right;
                }
                Ok(result)
            }
            CodeKind::Binary(op, a, b) if !is_arithmetic(*op) => {
                let a = a.eval(cx, row)?;
                let right;
                let b = match &b.kind {
                    CodeKind::Constant(value) => value,
                    _ => {
                        right = b.eval(cx, row)?;
                        &right
                    }
                };
                test::test(*op, &a, b).map_err(at)
            }
            CodeKind::MatchesConstant(subject, regex) => match subject.eval(cx, row)? {
                Value::Text(text) => Ok(Some(regex.is_match(&text))),
                _ => Ok(None),
            },
            CodeKind::IsNull(code) => Ok(Some(code.eval(cx, row)?.is_null())),
            CodeKind::HasLabels(subject, labels) => match subject.eval(cx, row)? {
                Value::Null => Ok(None),
                Value::Node(node) if cx.graph.contains_node(node) => {
                    Ok(Some(labels.accepts(cx.graph.labels(node))))
                }
                Value::Node(_) => Err(at(Fault::DeletedEntityAccess { what: "node" })),
                Value::Edge(edge) => {
                    let edge_type = cx.graph.edge_type(edge);
                    Ok(Some(labels.accepts(edge_type.as_slice())))
                }
                other => Err(at(Fault::InvalidOperand {
                    place: "`:`".to_owned(),
                    expected: "a node or an edge".to_owned(),
                    found: describe(&other),
                })),
            },
            CodeKind::Quantifier(kind, parts) => quantifier(*kind, parts, cx, row),
            _ => match self.eval(cx, row)? {
                Value::Bool(truth) => Ok(Some(truth)),
                Value::Null => Ok(None),
                other => Err(at(Fault::InvalidOperand {
                    place: "a condition".to_owned(),
                    expected: "a boolean".to_owned(),
                    found: describe(&other),
                })),
            },
        }
    }

    fn map_projection(
        &self,
        subject: &Code,
        entries: &[MapEntry],
        cx: Context<'_>,
        row: &mut [Value],
    ) -> Result<Value> {
        let subject = subject.eval(cx, row)?;
        if subject.is_null() {
            return Ok(Value::Null);
        }
        let mut map = Entries::new();
        for entry in entries {
            match entry {
                MapEntry::Entry(key, code) => {
                    map.insert(key.clone(), code.eval(cx, row)?);
                }
                MapEntry::All => {
                    let all = entity_properties(cx.graph, &subject)
                        .map_err(|fault| fault.at(self.span))?;
                    for (key, value) in all.iter().flat_map(|entries| entries.iter()) {
                        map.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        Ok(Value::Map(Arc::new(map)))
    }
}

/// Gives the bytes that joining a text or list copies.
fn joined_size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(items) => size_of_val(&**items),
        _ => 0,
    }
}

fn is_arithmetic(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Add
            | BinaryOp::Concat
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Modulo
            | BinaryOp::Power
    )
}

/// Computes a list that has to be one; `None` stands for null.
fn list_of(code: &Code, cx: Context<'_>, row: &mut [Value]) -> Result<Option<Arc<[Value]>>> {
    match code.eval(cx, row)? {
        Value::Null => Ok(None),
        Value::List(items) => Ok(Some(items)),
        other => Err(Fault::InvalidOperand {
            place: "`IN`".to_owned(),
            expected: "a list".to_owned(),
            found: describe(&other),
        }
        .at(code.span)),
    }
}

fn comprehension(parts: &Comprehension, cx: Context<'_>, row: &mut [Value]) -> Result<Value> {
    let Some(items) = list_of(&parts.list, cx, row)? else {
        return Ok(Value::Null);
    };
    let mut results = Vec::new();
    for item in items.iter() {
        cx.session.budget.tick()?;
        row[parts.slot] = item.clone();
        if let Some(condition) = &parts.condition
            && condition.test(cx, row)? != Some(true)
        {
            continue;
        }
        results.push(match &parts.result {
            Some(result) => result.eval(cx, row)?,
            None => item.clone(),
        });
    }
    nested(cx, Value::list(results))
}

fn reduce(parts: &Reduce, cx: Context<'_>, row: &mut [Value]) -> Result<Value> {
    let mut sum = parts.initial.eval(cx, row)?;
    let Some(items) = list_of(&parts.list, cx, row)? else {
        return Ok(Value::Null);
    };
    for (number, item) in items.iter().enumerate() {
        cx.session.budget.tick()?;
        row[parts.accumulator] = sum;
        row[parts.slot] = item.clone();
        sum = parts.step.eval(cx, row)?;
        // A value that grows inside of itself shall not grow too deep to be dropped.
        if number % 16 == 15 && !same_list(&sum, &row[parts.accumulator]) {
            cx.session.budget.look_into(&sum)?;
        }
    }
    Ok(sum)
}

/// Gives a list or map that was just made, if it is not too large all in all: one that holds
/// another twice, which holds another twice, and so on, is small only in memory.
fn nested(cx: Context<'_>, value: Value) -> Result<Value> {
    let first = |value: &Value| match value {
        Value::List(items) => items.first().cloned(),
        Value::Map(entries) => entries.values().next().cloned(),
        _ => None,
    };
    if first(&value)
        .as_ref()
        .and_then(first)
        .is_some_and(|inner| first(&inner).is_some())
    {
        cx.session.budget.look_into(&value)?;
    }
    Ok(value)
}

fn same_list(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
        (Value::Map(a), Value::Map(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

fn quantifier(
    kind: QuantifierKind,
    parts: &Comprehension,
    cx: Context<'_>,
    row: &mut [Value],
) -> Result<Option<bool>> {
    let Some(items) = list_of(&parts.list, cx, row)? else {
        return Ok(None);
    };
    let (mut yes, mut unknown) = (0, 0);
    for item in items.iter() {
        cx.session.budget.tick()?;
        row[parts.slot] = item.clone();
        let truth = match &parts.condition {
            Some(condition) => condition.test(cx, row)?,
            None => Some(true),
        };
        match (kind, truth) {
            (QuantifierKind::All, Some(false)) => return Ok(Some(false)),
            (QuantifierKind::Any, Some(true)) => return Ok(Some(true)),
            (QuantifierKind::None, Some(true)) => return Ok(Some(false)),
            (QuantifierKind::Single, Some(true)) if yes == 1 => return Ok(Some(false)),
            (_, Some(true)) => yes += 1,
            (_, Some(false)) => {}
            (_, None) => unknown += 1,
        }
    }
    Ok(match kind {
        _ if unknown > 0 => None,
        QuantifierKind::All | QuantifierKind::None => Some(true),
        QuantifierKind::Any => Some(false),
        QuantifierKind::Single => Some(yes == 1),
    })
}

fn subquery(
    subplan: &Subplan,
    gather: &Gather,
    cx: Context<'_>,
    row: &mut [Value],
) -> Result<Value> {
    if matches!(gather, Gather::Exists)
        && let Some(found) = subplan.joined(cx, row)?
    {
        return Ok(Value::Bool(found));
    }
    let mut count = 0_i64;
    let mut values = Vec::new();
    subplan.each(cx, row, &mut |row| {
        count += 1;
        match gather {
            Gather::Exists => return Ok(Flow::Stop),
            Gather::Count => {}
            Gather::Collect(code) => values.push(code.eval(cx, row)?),
            Gather::First(code) => {
                values.push(code.eval(cx, row)?);
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    })?;
    Ok(match gather {
        Gather::Exists => Value::Bool(count > 0),
        Gather::Count => Value::Int(count),
        Gather::Collect(_) => nested(cx, Value::list(values))?,
        Gather::First(_) => values.pop().unwrap_or(Value::Null),
    })
}
