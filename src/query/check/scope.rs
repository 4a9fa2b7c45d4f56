//! Variables, what is known of their values, and hints for names that are not there.

use std::collections::BTreeMap;

use crate::base::Span;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::VariableKind;
use crate::query::check::Checker;
use crate::query::nearest::did_you_mean;
use crate::query::nearest::nearest;

/// What is known of a value: its types and, if it is a list, its items.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) value_type: ValueType,
    pub(super) items: Option<Box<Shape>>,
}

impl Shape {
    pub(super) fn of(value_type: ValueType) -> Self {
        Shape {
            value_type,
            items: None,
        }
    }

    pub(super) fn any() -> Self {
        Shape::of(ValueType::ANY)
    }

    pub(super) fn list(items: Shape) -> Self {
        Shape {
            value_type: ValueType::LIST,
            items: Some(Box::new(items)),
        }
    }

    /// Gives what is known of the items of a list.
    pub(super) fn item(&self) -> Shape {
        self.items.as_deref().cloned().unwrap_or_else(Shape::any)
    }

    /// Tells whether a value of this shape can be of one of the types; null always can.
    pub(super) fn may_be(&self, value_type: ValueType) -> bool {
        self.value_type == ValueType::NULL || self.value_type.meets(value_type)
    }

    /// Gives the shape of a value that is of this or of the other.
    pub(super) fn or(self, other: Shape) -> Shape {
        let items = match (self.items, other.items) {
            (Some(left), Some(right)) => Some(Box::new(left.or(*right))),
            // What is known to be no list adds nothing to the items.
            (one, None) if !other.value_type.contains(ValueType::LIST) => one,
            (None, one) if !self.value_type.contains(ValueType::LIST) => one,
            _ => None,
        };
        Shape {
            value_type: self.value_type | other.value_type,
            items,
        }
    }

    pub(super) fn kind(&self) -> VariableKind {
        match self.value_type {
            ValueType::NODE => VariableKind::Node,
            ValueType::EDGE => VariableKind::Edge,
            ValueType::PATH => VariableKind::Path,
            ValueType::LIST if self.item().value_type == ValueType::EDGE => VariableKind::Edges,
            _ => VariableKind::Value,
        }
    }
}

impl From<VariableKind> for Shape {
    fn from(kind: VariableKind) -> Self {
        match kind {
            VariableKind::Node => Shape::of(ValueType::NODE),
            VariableKind::Edge => Shape::of(ValueType::EDGE),
            VariableKind::Edges => Shape::list(Shape::of(ValueType::EDGE)),
            VariableKind::Path => Shape::of(ValueType::PATH),
            VariableKind::Value => Shape::any(),
        }
    }
}

/// The variables that can be used at a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: BTreeMap<String, Shape>,
}

impl Scope {
    pub(super) fn find(&self, name: &str) -> Option<&Shape> {
        self.variables.get(name)
    }

    pub(super) fn bind(&mut self, name: &str, shape: Shape) {
        self.variables.insert(name.to_owned(), shape);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// Lists the variables in the order of their names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Shape)> {
        self.variables.iter()
    }

    /// Gives the scope with one more variable, which hides one of the same name.
    pub(super) fn with(&self, name: &str, shape: Shape) -> Scope {
        let mut scope = self.clone();
        scope.bind(name, shape);
        scope
    }
}

/// Words that stand for values in other languages.
const VALUES: [(&str, &str); 4] = [
    ("None", "NULL"),
    ("nil", "NULL"),
    ("undefined", "NULL"),
    ("NA", "NULL"),
];

impl Checker<'_> {
    /// Binds a variable and remembers its name for hints.
    pub(super) fn bind(&mut self, scope: &mut Scope, name: &str, shape: Shape) {
        self.seen.insert(name.to_owned());
        scope.bind(name, shape);
    }

    /// Makes the error for a variable that is not there, with the likeliest reason.
    pub(super) fn undefined(&self, name: &str, span: Span, scope: &Scope) -> QueryError {
        let known = scope.iter().map(|(name, _)| name.as_str());
        let value = VALUES.iter().find(|(word, _)| *word == name);
        let hint = if let Some((_, value)) = value {
            Some(format!("write `{value}`"))
        } else if self.labels.contains(name) {
            let hint = "a label stands only in a pattern, as in";
            Some(match scope.iter().next() {
                Some((variable, _)) => {
                    format!("`{name}` is a label; use the variable, as in `{variable}`")
                }
                None => format!("{hint} `(n:{name})`; then use `n`"),
            })
        } else if let Some(near) = nearest(name, known) {
            Some(did_you_mean(near))
        } else if self.seen.contains(name) {
            Some(format!("WITH did not pass `{name}` on; add it there"))
        } else if scope.iter().next().is_none() && self.seen.is_empty() && name.len() <= 2 {
            Some(format!("bring it in first, as in `MATCH ({name})`"))
        } else {
            Some(format!("for a text, write quotes around it: `'{name}'`"))
        };
        QueryErrorKind::UndefinedVariable {
            name: name.to_owned(),
            hint,
        }
        .at(span)
    }

    /// Makes the error for a name that is taken.
    pub(super) fn already_bound(name: &str, span: Span, hint: &str) -> QueryError {
        QueryErrorKind::VariableAlreadyBound {
            name: name.to_owned(),
            hint: Some(hint.to_owned()),
        }
        .at(span)
    }
}
