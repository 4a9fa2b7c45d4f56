//! Clauses: what they read, bind and change.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Imports;
use crate::query::ast::Name;
use crate::query::ast::Projection;
use crate::query::ast::Query;
use crate::query::ast::RemoveItem;
use crate::query::ast::SetItem;
use crate::query::check::Checker;
use crate::query::check::Column;
use crate::query::check::Frame;
use crate::query::check::expression::Place;
use crate::query::check::keyword;
use crate::query::check::pattern::Purpose;
use crate::query::check::scope::Scope;
use crate::query::check::scope::Shape;

impl Checker<'_> {
    /// Checks a clause, changes the scope as it does, and gives the columns if it returns some.
    pub(super) fn clause(
        &mut self,
        clause: &Clause,
        scope: &mut Scope,
        outer: &Scope,
        frame: Frame,
        standalone: bool,
    ) -> Result<Vec<Column>, QueryError> {
        if let ClauseKind::Create(_)
        | ClauseKind::Merge { .. }
        | ClauseKind::Set(_)
        | ClauseKind::Remove(_)
        | ClauseKind::Delete { .. } = clause.kind
        {
            self.check_write(clause)?;
        }
        match &clause.kind {
            ClauseKind::Match {
                patterns,
                condition,
                ..
            } => {
                self.patterns(patterns, scope, Purpose::Match)?;
                self.condition(condition.as_ref(), scope)?;
            }
            ClauseKind::Unwind { list, variable } => {
                let shape = self.value(list, scope, Place::Unwind)?;
                let item = match shape.value_type {
                    ValueType::LIST => shape.item(),
                    // What is no list is a list of itself.
                    _ => Shape::any(),
                };
                self.bind_new(variable, item, scope)?;
            }
            ClauseKind::With {
                projection,
                condition,
            } => {
                let base = match frame {
                    Frame::Expression => outer.clone(),
                    _ => Scope::default(),
                };
                let columns = self.projection(projection, scope, clause)?;
                let before = std::mem::replace(scope, base);
                for column in columns {
                    self.bind(scope, &column.name, column.shape);
                }
                self.with_condition(projection, condition.as_ref(), &before, scope)?;
            }
            ClauseKind::Return(projection) => return self.projection(projection, scope, clause),
            ClauseKind::Create(patterns) => self.patterns(patterns, scope, Purpose::Create)?,
            ClauseKind::Merge { pattern, actions } => {
                self.patterns(std::slice::from_ref(pattern), scope, Purpose::Merge)?;
                for action in actions {
                    self.set_items(&action.items, scope)?;
                }
            }
            ClauseKind::Set(items) => self.set_items(items, scope)?,
            ClauseKind::Remove(items) => {
                for item in items {
                    match item {
                        RemoveItem::Property { target, .. } => self.updated(target, scope)?,
                        RemoveItem::Labels { variable, .. } => {
                            self.updated_name(variable, scope, ValueType::NODE)?;
                        }
                    }
                }
            }
            ClauseKind::Delete { targets, .. } => {
                for target in targets {
                    self.deleted(target, scope)?;
                }
            }
            ClauseKind::Call(call) => return self.call(call, scope, clause, standalone),
            ClauseKind::Subquery { imports, query } => self.subquery(imports, query, scope)?,
            ClauseKind::Finish => {}
        }
        Ok(Vec::new())
    }

    /// Notes that something is written, and refuses it where nothing may be.
    pub(super) fn check_write(&mut self, clause: &Clause) -> Result<(), QueryError> {
        if let Some(place) = self.reads_only {
            return Err(QueryErrorKind::InvalidClauseComposition {
                message: format!("{} cannot stand in {place}", keyword(clause)),
                hint: Some("a subquery inside an expression only reads".to_owned()),
            }
            .at(clause.span.first(keyword(clause).len())));
        }
        self.writes = true;
        Ok(())
    }

    /// Checks the condition of a `WHERE`.
    pub(super) fn condition(
        &mut self,
        condition: Option<&Expr>,
        scope: &Scope,
    ) -> Result<(), QueryError> {
        let Some(condition) = condition else {
            return Ok(());
        };
        let shape = self.predicate(condition, scope, Place::Where)?;
        self.expect_type(&shape, ValueType::BOOLEAN, "`WHERE`", condition.span)
    }

    /// Binds a name that must be free.
    pub(super) fn bind_new(
        &mut self,
        name: &Name,
        shape: Shape,
        scope: &mut Scope,
    ) -> Result<(), QueryError> {
        if scope.find(&name.text).is_some() {
            return Err(Self::already_bound(
                &name.text,
                name.span,
                "use another name",
            ));
        }
        self.bind(scope, &name.text, shape);
        Ok(())
    }

    fn set_items(&mut self, items: &[SetItem], scope: &Scope) -> Result<(), QueryError> {
        for item in items {
            match item {
                SetItem::Property { target, value, .. } => {
                    self.updated(target, scope)?;
                    self.value(value, scope, Place::Set)?;
                }
                SetItem::Properties {
                    variable, value, ..
                } => {
                    self.updated_name(variable, scope, ValueType::ENTITY)?;
                    let shape = self.value(value, scope, Place::Set)?;
                    let map = ValueType::MAP | ValueType::ENTITY;
                    self.expect_type(&shape, map, "`SET`", value.span)?;
                }
                SetItem::Labels { variable, .. } => {
                    self.updated_name(variable, scope, ValueType::NODE)?;
                }
            }
        }
        Ok(())
    }

    /// Checks something whose property is set or removed.
    fn updated(&mut self, target: &Expr, scope: &Scope) -> Result<(), QueryError> {
        let shape = self.value(target, scope, Place::Set)?;
        // Maps are values: setting a key of one would change nothing.
        self.expect_type(&shape, ValueType::ENTITY, "an update", target.span)
    }

    fn updated_name(
        &mut self,
        variable: &Name,
        scope: &Scope,
        value_type: ValueType,
    ) -> Result<(), QueryError> {
        let Some(shape) = scope.find(&variable.text) else {
            return Err(self.undefined(&variable.text, variable.span, scope));
        };
        self.expect_type(&shape.clone(), value_type, "an update", variable.span)
    }

    fn deleted(&mut self, target: &Expr, scope: &Scope) -> Result<(), QueryError> {
        if let ExprKind::HasLabels(owner, _) = &target.kind {
            self.value(owner, scope, Place::Delete)?;
            let name = crate::query::print::print_expr(owner);
            let edge = matches!(&owner.kind, ExprKind::Variable(name)
                if scope.find(name).is_some_and(|shape| shape.value_type == ValueType::EDGE));
            let (what, hint) = if edge {
                ("a type", format!("write `DELETE {name}` for the edge"))
            } else {
                let target = crate::query::print::print_expr(target);
                (
                    "a label",
                    format!("write `REMOVE {target}` for the label, `DELETE {name}` for the node"),
                )
            };
            return Err(QueryErrorKind::InvalidDelete {
                what: what.to_owned(),
                hint,
            }
            .at(target.span));
        }
        let shape = self.value(target, scope, Place::Delete)?;
        if let ExprKind::Property(owner, key) = &target.kind
            && matches!(owner.kind, ExprKind::Variable(_))
            && !shape.may_be(ValueType::ENTITY)
        {
            return Err(QueryErrorKind::InvalidDelete {
                what: "a property".to_owned(),
                hint: format!("write `REMOVE` and `.{}`", key.text),
            }
            .at(target.span));
        }
        let deletable = ValueType::ENTITY | ValueType::PATH;
        self.expect_type(&shape, deletable, "`DELETE`", target.span)
    }

    fn subquery(
        &mut self,
        imports: &Imports,
        query: &Query,
        scope: &mut Scope,
    ) -> Result<(), QueryError> {
        let (inner, frame) = match imports {
            Imports::Leading => (scope.clone(), Frame::Call),
            Imports::All => (scope.clone(), Frame::CallWithImports),
            Imports::Names(names) => {
                let mut inner = Scope::default();
                for name in names {
                    let Some(shape) = scope.find(&name.text) else {
                        return Err(self.undefined(&name.text, name.span, scope));
                    };
                    inner.bind(&name.text, shape.clone());
                }
                (inner, Frame::CallWithImports)
            }
        };
        let columns = self.query(query, &inner, frame)?;
        for column in columns {
            if scope.find(&column.name).is_some() {
                return Err(Self::already_bound(
                    &column.name,
                    query.span,
                    "give the column another name with `AS` in the subquery",
                ));
            }
            self.bind(scope, &column.name, column.shape);
        }
        Ok(())
    }

    /// Checks the `WITH` by which a subquery takes in variables: names alone.
    pub(super) fn import(
        &mut self,
        projection: &Projection,
        outer: &Scope,
        clause: &Clause,
    ) -> Result<Scope, QueryError> {
        let mut scope = Scope::default();
        let columns = self.projection(projection, outer, clause)?;
        for column in columns {
            scope.bind(&column.name, column.shape);
        }
        Ok(scope)
    }
}
