//! Patterns: the variables they bind and use, and what updates allow in them.

use std::collections::BTreeSet;

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::VariableKind;
use crate::query::ast::Arrow;
use crate::query::ast::EdgePattern;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::GroupPattern;
use crate::query::ast::LabelExpr;
use crate::query::ast::Name;
use crate::query::ast::NodePattern;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Selector;
use crate::query::check::Checker;
use crate::query::check::expression::Place;
use crate::query::check::scope::Scope;
use crate::query::check::scope::Shape;

/// What a pattern is for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Purpose {
    /// To be found; its variables are bound.
    Match,
    /// To be made.
    Create,
    /// To be found or made.
    Merge,
    /// To be found as a condition; its variables are bound already.
    Predicate,
}

impl Purpose {
    fn clause(self) -> &'static str {
        match self {
            Purpose::Match | Purpose::Predicate => "MATCH",
            Purpose::Create => "CREATE",
            Purpose::Merge => "MERGE",
        }
    }

    fn updates(self) -> bool {
        matches!(self, Purpose::Create | Purpose::Merge)
    }
}

impl Checker<'_> {
    /// Checks patterns and binds their variables.
    pub(super) fn patterns(
        &mut self,
        patterns: &[PathPattern],
        scope: &mut Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        let outer = scope.clone();
        for pattern in patterns {
            self.bind_pattern(pattern, scope, purpose)?;
        }
        // Conditions inside a pattern may speak of any part of it. What is made cannot be looked
        // into before, so there the properties are checked on the way.
        if !purpose.updates() {
            for pattern in patterns {
                self.inside(&pattern.elements, scope, purpose)?;
                for element in &pattern.elements {
                    if let PatternElement::Group(group) = element {
                        self.inside_group(group, &outer, scope, purpose)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn bind_pattern(
        &mut self,
        pattern: &PathPattern,
        scope: &mut Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        if purpose.updates() && pattern.selector != Selector::All {
            return Err(QueryErrorKind::NotInUpdate {
                what: "a shortest path",
                clause: purpose.clause(),
            }
            .at(pattern.span));
        }
        let single = pattern.elements.len() == 1;
        let mut edges = BTreeSet::new();
        for element in &pattern.elements {
            match element {
                PatternElement::Node(node) => self.bind_node(node, scope, purpose, single)?,
                PatternElement::Edge(edge) => {
                    if let Some(variable) = &edge.variable
                        && !edges.insert(variable.text.as_str())
                        && !purpose.updates()
                    {
                        return Err(QueryErrorKind::EdgeTwiceInPattern {
                            name: variable.text.clone(),
                        }
                        .at(variable.span));
                    }
                    self.bind_edge(edge, scope, purpose)?;
                }
                PatternElement::Group(group) => self.bind_group(group, scope, purpose)?,
            }
        }
        if let Some(variable) = &pattern.variable {
            if scope.find(&variable.text).is_some() {
                return Err(Self::already_bound(
                    &variable.text,
                    variable.span,
                    "use another name for the path",
                ));
            }
            self.bind(scope, &variable.text, VariableKind::Path.into());
        }
        Ok(())
    }

    fn bind_node(
        &mut self,
        node: &NodePattern,
        scope: &mut Scope,
        purpose: Purpose,
        single: bool,
    ) -> Result<(), QueryError> {
        self.remember(node.labels.as_ref());
        if purpose.updates() {
            self.updating_node(node, scope, purpose)?;
        }
        let Some(variable) = &node.variable else {
            return Ok(());
        };
        let Some(shape) = scope.find(&variable.text) else {
            return self.bind_free(variable, VariableKind::Node, scope, purpose);
        };
        Self::agree(variable, shape, ValueType::NODE, VariableKind::Node)?;
        let says_more = node.labels.is_some() || node.properties.is_some();
        if purpose.updates() && (single || says_more) {
            let hint = if single {
                "use another name, or leave it out"
            } else {
                "leave labels and properties out where the node is there already"
            };
            return Err(Self::already_bound(&variable.text, variable.span, hint));
        }
        Ok(())
    }

    fn bind_edge(
        &mut self,
        edge: &EdgePattern,
        scope: &mut Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        self.remember(edge.types.as_ref());
        let Some(variable) = &edge.variable else {
            return self.updating_edge(edge, scope, purpose);
        };
        let (kind, value_type) = match edge.length {
            Some(_) => (VariableKind::Edges, ValueType::LIST),
            None => (VariableKind::Edge, ValueType::EDGE),
        };
        let Some(shape) = scope.find(&variable.text) else {
            self.updating_edge(edge, scope, purpose)?;
            return self.bind_free(variable, kind, scope, purpose);
        };
        Self::agree(variable, shape, value_type, kind)?;
        if purpose.updates() {
            return Err(Self::already_bound(
                &variable.text,
                variable.span,
                "use another name: each edge is made anew",
            ));
        }
        Ok(())
    }

    /// Binds the variables of a repeated pattern to lists.
    fn bind_group(
        &mut self,
        group: &GroupPattern,
        scope: &mut Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        if purpose.updates() {
            let (what, clause) = ("a repeated pattern", purpose.clause());
            return Err(QueryErrorKind::NotInUpdate { what, clause }.at(group.span));
        }
        let mut inner = Scope::default();
        for element in &group.elements {
            let (variable, kind, names) = match element {
                PatternElement::Node(node) => {
                    (&node.variable, VariableKind::Node, node.labels.as_ref())
                }
                PatternElement::Edge(edge) => {
                    (&edge.variable, VariableKind::Edge, edge.types.as_ref())
                }
                PatternElement::Group(_) => continue,
            };
            self.remember(names);
            let Some(variable) = variable else {
                continue;
            };
            match inner.find(&variable.text) {
                Some(_) if kind == VariableKind::Edge => {
                    let name = variable.text.clone();
                    return Err(QueryErrorKind::EdgeTwiceInPattern { name }.at(variable.span));
                }
                Some(shape) => Self::agree(variable, shape, ValueType::NODE, kind)?,
                None if scope.find(&variable.text).is_some() => {
                    return Err(Self::already_bound(
                        &variable.text,
                        variable.span,
                        "use another name: what stands in a repeated pattern is a list outside",
                    ));
                }
                None => inner.bind(&variable.text, kind.into()),
            }
        }
        for element in &group.elements {
            for variable in element.variables() {
                if scope.find(&variable.text).is_none()
                    && let Some(shape) = inner.find(&variable.text)
                {
                    let list = Shape::list(shape.clone());
                    if purpose == Purpose::Predicate {
                        self.bind_free(variable, VariableKind::Value, scope, purpose)?;
                    }
                    self.bind(scope, &variable.text, list);
                }
            }
        }
        Ok(())
    }

    /// Checks what a repeated pattern says of its own: there its variables stand for one node or
    /// edge, and of the rest what earlier clauses bound can be seen.
    fn inside_group(
        &mut self,
        group: &GroupPattern,
        outer: &Scope,
        scope: &Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        let mut inner = outer.clone();
        for element in &group.elements {
            for variable in element.variables() {
                let kind = match element {
                    PatternElement::Node(_) => VariableKind::Node,
                    _ => VariableKind::Edge,
                };
                inner.bind(&variable.text, kind.into());
            }
        }
        let checked = self
            .inside(&group.elements, &inner, purpose)
            .and_then(|()| self.condition(group.condition.as_deref(), &inner));
        checked.map_err(|mut error| {
            if let QueryErrorKind::UndefinedVariable { name, hint } = &mut error.kind
                && scope.find(name).is_some()
            {
                let reason =
                    "a repeated pattern sees its own variables and those of clauses before";
                *hint = Some(reason.to_owned());
            }
            error
        })
    }

    fn bind_free(
        &mut self,
        variable: &Name,
        kind: VariableKind,
        scope: &mut Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        if purpose == Purpose::Predicate {
            let mut error = self.undefined(&variable.text, variable.span, scope);
            if let QueryErrorKind::UndefinedVariable { hint, .. } = &mut error.kind
                && hint.as_deref().is_none_or(|hint| !hint.starts_with("did"))
            {
                *hint = Some("leave the name out, or write `EXISTS { … }` around it".to_owned());
            }
            return Err(error);
        }
        self.bind(scope, &variable.text, kind.into());
        Ok(())
    }

    /// Checks that a bound variable is what the pattern needs.
    fn agree(
        variable: &Name,
        shape: &Shape,
        value_type: ValueType,
        used: VariableKind,
    ) -> Result<(), QueryError> {
        let edges = used == VariableKind::Edges;
        let items = !edges || shape.item().may_be(ValueType::EDGE);
        if shape.may_be(value_type) && items {
            return Ok(());
        }
        Err(QueryErrorKind::VariableTypeConflict {
            name: variable.text.clone(),
            bound: shape.kind(),
            used,
        }
        .at(variable.span))
    }

    fn updating_node(
        &mut self,
        node: &NodePattern,
        scope: &Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        let clause = purpose.clause();
        if let Some(labels) = &node.labels
            && labels.conjunction().is_none()
        {
            let what = "a label expression";
            return Err(QueryErrorKind::NotInUpdate { what, clause }.at(node.span));
        }
        if let Some(condition) = &node.condition {
            let what = "a condition";
            return Err(QueryErrorKind::NotInUpdate { what, clause }.at(condition.span));
        }
        self.properties(node.properties.as_ref(), scope, purpose)
    }

    /// Checks an edge that is to be made; says nothing of others.
    fn updating_edge(
        &mut self,
        edge: &EdgePattern,
        scope: &Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        if !purpose.updates() {
            return Ok(());
        }
        let clause = purpose.clause();
        if let Some(length) = edge.length {
            return Err(QueryErrorKind::CreatingVarLength { clause }.at(length.span));
        }
        if !matches!(edge.types, Some(LabelExpr::Name(_))) {
            return Err(QueryErrorKind::NoSingleRelationshipType { clause }.at(edge.span));
        }
        if purpose == Purpose::Create && edge.direction == Arrow::Either {
            return Err(QueryErrorKind::RequiresDirectedRelationship.at(edge.span));
        }
        if let Some(condition) = &edge.condition {
            let what = "a condition";
            return Err(QueryErrorKind::NotInUpdate { what, clause }.at(condition.span));
        }
        self.properties(edge.properties.as_ref(), scope, purpose)
    }

    /// Checks the properties and conditions of the nodes and edges of a pattern that is matched.
    fn inside(
        &mut self,
        elements: &[PatternElement],
        scope: &Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        for element in elements {
            let (properties, condition) = match element {
                PatternElement::Node(node) => (&node.properties, &node.condition),
                PatternElement::Edge(edge) => (&edge.properties, &edge.condition),
                PatternElement::Group(_) => continue,
            };
            self.properties(properties.as_ref(), scope, purpose)?;
            // In `-[r* WHERE r.x]->` the name stands for each edge in turn.
            match element {
                PatternElement::Edge(EdgePattern {
                    variable: Some(variable),
                    length: Some(_),
                    ..
                }) => {
                    let each = scope.with(&variable.text, VariableKind::Edge.into());
                    self.condition(condition.as_deref(), &each)?;
                }
                _ => self.condition(condition.as_deref(), scope)?,
            }
        }
        Ok(())
    }

    fn properties(
        &mut self,
        properties: Option<&Expr>,
        scope: &Scope,
        purpose: Purpose,
    ) -> Result<(), QueryError> {
        let Some(properties) = properties else {
            return Ok(());
        };
        if let ExprKind::Parameter(name) = &properties.kind
            && purpose != Purpose::Create
        {
            return Err(QueryErrorKind::InvalidParameterUse {
                clause: purpose.clause(),
                parameter: format!("${name}"),
            }
            .at(properties.span));
        }
        self.value(properties, scope, Place::Pattern)?;
        Ok(())
    }

    /// Remembers labels and types for hints.
    pub(super) fn remember(&mut self, labels: Option<&LabelExpr>) {
        if let Some(labels) = labels {
            self.labels.extend(labels.names());
        }
    }

    /// Checks a pattern that is a condition or, for a shortest path, a value.
    pub(super) fn pattern_predicate(
        &mut self,
        pattern: &PathPattern,
        scope: &Scope,
    ) -> Result<(), QueryError> {
        let mut inner = scope.clone();
        self.patterns(
            std::slice::from_ref(pattern),
            &mut inner,
            Purpose::Predicate,
        )
    }
}
