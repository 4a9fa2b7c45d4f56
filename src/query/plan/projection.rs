//! `WITH` and `RETURN`: what goes on, in which groups, in which order, how much of it.

use crate::query::ast::BinaryOp;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::OrderItem;
use crate::query::ast::Projection;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::function;
use crate::query::function::Aggregation;
use crate::query::function::FunctionCode;
use crate::query::plan::Aggregate;
use crate::query::plan::AggregateItem;
use crate::query::plan::OpKind;
use crate::query::plan::Pipe;
use crate::query::plan::SortKey;
use crate::query::plan::expression::Computed;
use crate::query::plan::expression::Planner;
use crate::query::plan::scope::Scope;
use crate::query::plan::shape::aggregates;
use crate::query::plan::shape::aggregations;
use crate::query::plan::shape::repeatable;
use crate::query::plan::shape::shape;

/// A column: its name and what it holds.
struct Item {
    name: String,
    expr: Expr,
}

/// What an order may look at.
struct Order<'o> {
    visible: &'o Scope,
    computed: &'o Computed,
    /// What is handed on.
    after: &'o Scope,
    /// The condition on what is handed on.
    filter: &'o Option<Code>,
    /// What is computed only for the rows that are left.
    late: &'o [(Slot, Code)],
}

/// The columns in order, each with its slot.
pub(super) type Columns = Vec<(String, Slot)>;

impl Planner<'_> {
    /// Plans a projection; `scope` becomes what can be seen after it.
    pub(super) fn project(
        &mut self,
        projection: &Projection,
        condition: Option<&Expr>,
        scope: &mut Scope,
        pipe: &mut Pipe,
    ) -> Result<Columns> {
        let items = items(projection, scope);
        let grouped = items.iter().any(|item| aggregates(&item.expr));
        let mut computed = Computed::new();
        // The first rows of an order are found before anything else of them is computed.
        let mut late = Vec::new();
        let columns = match grouped {
            true => self.group(&items, &projection.order, scope, &mut computed, pipe)?,
            false => self.compute(&items, scope, &mut computed, &mut late)?,
        };
        let waits = !self.plain
            && !projection.order.is_empty()
            && projection.limit.is_some()
            && !projection.distinct
            && condition.is_none()
            && items.iter().all(|item| repeatable(&item.expr))
            && projection.order.iter().all(|item| repeatable(&item.expr));
        if !waits && !late.is_empty() {
            self.push(pipe, OpKind::Project(std::mem::take(&mut late)));
        }
        let mut after = Scope::default();
        for (name, slot) in &columns {
            after.insert(name, *slot);
        }
        if projection.distinct {
            let slots = columns.iter().map(|(_, slot)| *slot).collect();
            self.push(pipe, OpKind::Distinct { slots });
        }
        // Without groups, an order or a condition may look back at what is not handed on.
        let mut visible = match grouped || projection.distinct {
            true => Scope::default(),
            false => scope.clone(),
        };
        visible.extend(&after);
        let filter = condition
            .map(|condition| self.code_with(condition, &visible, &computed))
            .transpose()?;
        let order = Order {
            visible: &visible,
            computed: &computed,
            after: &after,
            filter: &filter,
            late: &late,
        };
        self.order_and_cut(projection, &order, pipe)?;
        if !late.is_empty() {
            self.push(pipe, OpKind::Project(late));
        }
        if let Some(filter) = filter {
            self.push(pipe, OpKind::Filter(filter));
        }
        *scope = after;
        Ok(columns)
    }

    fn compute(
        &mut self,
        items: &[Item],
        scope: &Scope,
        computed: &mut Computed,
        codes: &mut Vec<(Slot, Code)>,
    ) -> Result<Columns> {
        let mut columns = Columns::new();
        for item in items {
            if let Some(slot) = plain(&item.expr, scope) {
                columns.push((item.name.clone(), slot));
                continue;
            }
            let code = self.code(&item.expr, scope)?;
            let slot = self.slot(&item.name);
            codes.push((slot, code));
            computed.push((shape(&item.expr), slot));
            columns.push((item.name.clone(), slot));
        }
        Ok(columns)
    }

    fn group(
        &mut self,
        items: &[Item],
        order: &[OrderItem],
        scope: &Scope,
        computed: &mut Computed,
        pipe: &mut Pipe,
    ) -> Result<Columns> {
        let mut keys = Vec::new();
        let mut calls = Vec::new();
        let mut slots = vec![None; items.len()];
        let mut seen = Scope::default();
        for (item, slot) in items.iter().zip(&mut slots) {
            if aggregates(&item.expr) {
                aggregations(&item.expr, &mut calls);
                continue;
            }
            let code = self.code(&item.expr, scope)?;
            let key = match plain(&item.expr, scope) {
                Some(slot) => slot,
                None => self.slot(&item.name),
            };
            if let ExprKind::Variable(name) = &item.expr.kind {
                seen.insert(name, key);
            }
            keys.push((key, code));
            computed.push((shape(&item.expr), key));
            *slot = Some(key);
        }
        for key in order {
            aggregations(&key.expr, &mut calls);
        }
        let mut aggregate_items = Vec::new();
        for call in calls {
            let shape = shape(call);
            if computed.iter().any(|(known, _)| *known == shape) {
                continue;
            }
            let item = self.aggregate_item(call, scope)?;
            computed.push((shape, item.slot));
            aggregate_items.push(item);
        }
        self.push(
            pipe,
            OpKind::Aggregate(Box::new(Aggregate {
                keys,
                items: aggregate_items,
            })),
        );
        let mut codes = Vec::new();
        let mut columns = Columns::new();
        for (item, slot) in items.iter().zip(slots) {
            let slot = match slot {
                Some(slot) => slot,
                None => {
                    let code = self.code_with(&item.expr, &seen, computed)?;
                    match code.kind {
                        CodeKind::Slot(slot) => slot,
                        _ => {
                            let slot = self.slot(&item.name);
                            codes.push((slot, code));
                            computed.push((shape(&item.expr), slot));
                            slot
                        }
                    }
                }
            };
            columns.push((item.name.clone(), slot));
        }
        if !codes.is_empty() {
            self.push(pipe, OpKind::Project(codes));
        }
        Ok(columns)
    }

    fn aggregate_item(&mut self, call: &Expr, scope: &Scope) -> Result<AggregateItem> {
        let mut item = AggregateItem {
            slot: self.slot("aggregate"),
            aggregation: Aggregation::Count,
            distinct: false,
            value: None,
            second: None,
            span: call.span,
        };
        if let ExprKind::Function {
            name,
            distinct,
            arguments,
        } = &call.kind
        {
            if let Some(function) = function::find(&name.text)
                && let FunctionCode::Aggregate(aggregation) = function.code
            {
                item.aggregation = aggregation;
            }
            item.distinct = *distinct;
            item.value = arguments
                .first()
                .map(|argument| self.code(argument, scope))
                .transpose()?;
            item.second = arguments
                .get(1)
                .map(|argument| self.code(argument, scope))
                .transpose()?;
        }
        Ok(item)
    }

    fn order_and_cut(
        &mut self,
        projection: &Projection,
        order: &Order<'_>,
        pipe: &mut Pipe,
    ) -> Result<()> {
        let nothing = Scope::default();
        let skip = projection.skip.as_ref();
        let skip = skip.map(|skip| self.code(skip, &nothing)).transpose()?;
        let limit = projection.limit.as_ref();
        let limit = limit.map(|limit| self.code(limit, &nothing)).transpose()?;
        if !projection.order.is_empty() {
            let mut keys = Vec::new();
            for item in &projection.order {
                let mut code = self.code_with(&item.expr, order.visible, order.computed)?;
                code.put(order.late);
                keys.push(SortKey {
                    code,
                    descending: item.descending,
                });
            }
            let is_late = |slot: Slot| order.late.iter().any(|(late, _)| *late == slot);
            let mut live = order.after.slots();
            live.retain(|slot| !is_late(*slot));
            let mut note = |slot: Slot| live.push(slot);
            order
                .filter
                .iter()
                .for_each(|filter| filter.visit_slots(&mut note));
            order
                .late
                .iter()
                .for_each(|(_, code)| code.visit_slots(&mut note));
            live.sort_unstable();
            live.dedup();
            let most = match (&skip, &limit) {
                (Some(skip), Some(limit)) => Some(Code::new(
                    CodeKind::Binary(
                        BinaryOp::Add,
                        Box::new(skip.clone()),
                        Box::new(limit.clone()),
                    ),
                    limit.span,
                )),
                (_, limit) => limit.clone(),
            };
            self.push(
                pipe,
                OpKind::Sort {
                    keys,
                    live,
                    limit: most,
                },
            );
        }
        if let Some(skip) = skip {
            self.push(pipe, OpKind::Skip(skip));
        }
        if let Some(limit) = limit {
            self.push(pipe, OpKind::Limit(limit));
        }
        Ok(())
    }
}

fn items(projection: &Projection, scope: &Scope) -> Vec<Item> {
    let mut items = Vec::new();
    if projection.star {
        for (name, _) in scope.visible() {
            items.push(Item {
                name: name.to_owned(),
                expr: Expr {
                    kind: ExprKind::Variable(name.to_owned()),
                    span: Default::default(),
                },
            });
        }
    }
    for item in &projection.items {
        let name = match (&item.alias, &item.expr.kind) {
            (Some(alias), _) => alias.text.clone(),
            (None, ExprKind::Variable(name)) => name.clone(),
            (None, _) => item.text.clone(),
        };
        items.push(Item {
            name,
            expr: item.expr.clone(),
        });
    }
    items
}

/// Gives the slot of an expression that is only a variable.
fn plain(expr: &Expr, scope: &Scope) -> Option<Slot> {
    match &expr.kind {
        ExprKind::Variable(name) => scope.get(name),
        _ => None,
    }
}
