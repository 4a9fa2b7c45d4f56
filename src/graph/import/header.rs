//! The first line of a table: what each column holds.

use crate::base::temporal::TemporalKind;

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::graph) enum Role {
    /// The name of the node within its space.
    Id {
        /// The space.
        space: String,
        /// The property that keeps it, if any.
        key: Option<String>,
    },
    /// The labels of the node.
    Labels,
    /// The node that the edge starts at, in a space.
    Start(String),
    /// The node that the edge ends at, in a space.
    End(String),
    /// The type of the edge.
    EdgeType,
    /// A property.
    Property {
        /// Its name.
        key: String,
        /// What its text stands for.
        form: Form,
        /// Whether it holds several.
        list: bool,
    },
    /// Nothing that is wanted.
    Ignored,
}

/// What the text of a value stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::graph) enum Form {
    Int,
    Float,
    Bool,
    Text,
    Temporal(TemporalKind),
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum Rows {
    Nodes,
    Edges,
}

/// A header that cannot be used.
pub(in crate::graph) struct Wrong {
    /// The column at fault; none where one is missing.
    pub(in crate::graph) column: Option<usize>,
    pub(in crate::graph) message: String,
    pub(in crate::graph) hint: Option<String>,
}

impl Wrong {
    fn at(column: usize, message: String, hint: Option<&str>) -> Self {
        Wrong {
            column: Some(column),
            message,
            hint: hint.map(str::to_owned),
        }
    }
}

/// Reads a header such as `id:ID`, `name:string`, `aliases:string[]`, `:LABEL`.
pub(in crate::graph) fn read(names: &[String]) -> Result<(Rows, Vec<Role>), Wrong> {
    let mut roles = Vec::with_capacity(names.len());
    for (column, name) in names.iter().enumerate() {
        roles.push(role(name).map_err(|(message, hint)| Wrong::at(column, message, hint))?);
    }
    let has = |wanted: fn(&Role) -> bool| roles.iter().any(wanted);
    let (start, end) = (
        has(|role| matches!(role, Role::Start(_))),
        has(|role| matches!(role, Role::End(_))),
    );
    let rows = if start || end {
        Rows::Edges
    } else {
        Rows::Nodes
    };
    let missing = |what: &str| Wrong {
        column: None,
        message: format!("the header has no column `{what}`"),
        hint: Some("nodes have `:ID`, edges have `:START_ID`, `:END_ID` and `:TYPE`".to_owned()),
    };
    if rows == Rows::Edges {
        for (there, what) in [
            (start, ":START_ID"),
            (end, ":END_ID"),
            (has(|role| *role == Role::EdgeType), ":TYPE"),
        ] {
            if !there {
                return Err(missing(what));
            }
        }
    } else if !has(|role| matches!(role, Role::Id { .. })) {
        return Err(missing(":ID"));
    }
    for (column, role) in roles.iter().enumerate() {
        let misplaced = match role {
            Role::Id { .. } | Role::Labels => rows == Rows::Edges,
            Role::EdgeType => rows == Rows::Nodes,
            _ => false,
        };
        if misplaced {
            let message = format!("`{}` does not belong into this table", names[column]);
            return Err(Wrong::at(column, message, None));
        }
        let unique = !matches!(role, Role::Property { .. } | Role::Ignored | Role::Labels);
        let kind = std::mem::discriminant(role);
        let again = |other: &Role| std::mem::discriminant(other) == kind;
        if unique && roles[..column].iter().any(again) {
            let message = format!("`{}` is a second column of its sort", names[column]);
            return Err(Wrong::at(column, message, None));
        }
    }
    Ok((rows, roles))
}

fn role(text: &str) -> Result<Role, (String, Option<&'static str>)> {
    let (name, form) = text.split_once(':').unwrap_or((text, "string"));
    // Options such as `{id-type: long}` say how others should store it.
    let form = form.split('{').next().unwrap_or(form).trim();
    let (form, space) = match form.split_once('(') {
        Some((form, space)) => (form, space.trim_end_matches(')').to_owned()),
        None => (form, String::new()),
    };
    let key = name.trim();
    let upper = form.to_ascii_uppercase();
    match upper.as_str() {
        "ID" => {
            return Ok(Role::Id {
                space,
                key: (!key.is_empty()).then(|| key.to_owned()),
            });
        }
        "LABEL" => return Ok(Role::Labels),
        "START_ID" => return Ok(Role::Start(space)),
        "END_ID" => return Ok(Role::End(space)),
        "TYPE" => return Ok(Role::EdgeType),
        "IGNORE" => return Ok(Role::Ignored),
        _ => {}
    }
    if key.is_empty() {
        return Err((
            format!("`{text}` is no column of a node or an edge"),
            Some("write a property as `name:string`"),
        ));
    }
    let (form, list) = match form.strip_suffix("[]") {
        Some(form) => (form, true),
        None => (form, false),
    };
    let form = match form.to_ascii_lowercase().as_str() {
        "int" | "integer" | "long" | "short" | "byte" => Form::Int,
        "float" | "double" => Form::Float,
        "boolean" | "bool" => Form::Bool,
        "string" | "char" | "" => Form::Text,
        "date" => Form::Temporal(TemporalKind::Date),
        "localtime" => Form::Temporal(TemporalKind::LocalTime),
        "time" => Form::Temporal(TemporalKind::Time),
        "localdatetime" => Form::Temporal(TemporalKind::LocalDateTime),
        "datetime" => Form::Temporal(TemporalKind::DateTime),
        "duration" => Form::Temporal(TemporalKind::Duration),
        _ => {
            return Err((
                format!("`{form}` is no type of value"),
                Some(
                    "types are int, long, float, double, boolean, string, date, localtime, time, \
                     localdatetime, datetime, duration",
                ),
            ));
        }
    };
    Ok(Role::Property {
        key: key.to_owned(),
        form,
        list,
    })
}
