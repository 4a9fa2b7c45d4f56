//! What is legal and probably not meant: names that the graph does not have, and `= NULL`.

use std::collections::BTreeSet;

use crate::base::Span;
use crate::graph::Graph;
use crate::query::ast::ClauseKind;
use crate::query::ast::CompareOp;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::LabelExpr;
use crate::query::ast::Name;
use crate::query::ast::Query;
use crate::query::nearest::did_you_mean;
use crate::query::nearest::nearest;
use crate::query::walk::Part;
use crate::query::walk::walk;

/// The names that a graph has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The labels of nodes.
    pub labels: BTreeSet<String>,
    /// The types of edges.
    pub types: BTreeSet<String>,
    /// The properties of nodes and edges.
    pub properties: BTreeSet<String>,
}

impl Schema {
    /// Collects the names that a graph has.
    pub fn of(graph: &Graph) -> Self {
        let name = |symbol| graph.name(symbol).to_owned();
        Schema {
            labels: graph
                .statistics()
                .labels()
                .map(|(label, _)| name(label))
                .collect(),
            types: graph
                .statistics()
                .types()
                .map(|(edge_type, _)| name(edge_type))
                .collect(),
            properties: graph
                .node_keys()
                .chain(graph.edge_keys())
                .map(name)
                .collect(),
        }
    }
}

/// Something that is no error and still worth saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is odd.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What may have been meant.
    pub hint: Option<String>,
}

/// Finds names that the graph does not have, types and labels without their colon, and comparisons
/// with null, in the order of the text.
///
/// A query that writes may well use new names; only what is looked for is noted, and what the
/// query itself makes counts as there.
pub fn notes(query: &Query, schema: &Schema) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut updates = false;
    let mut used = BTreeSet::new();
    walk(query, &mut |part| {
        if let Part::Expr(expr) = part
            && let ExprKind::Variable(name) = &expr.kind
        {
            used.insert(name.as_str());
        }
    });
    walk(query, &mut |part| {
        // Names in what a query makes are new; after that they may be looked for.
        if let Part::Clause(clause) = part {
            updates |= matches!(
                clause.kind,
                ClauseKind::Create(_)
                    | ClauseKind::Merge { .. }
                    | ClauseKind::Set(_)
                    | ClauseKind::Remove(_)
            );
        }
        if let Part::Expr(expr) = part {
            null_comparison(expr, &mut notes);
        }
        if updates {
            return;
        }
        match part {
            Part::Node(node) => {
                unknown_labels(node.labels.as_ref(), schema, &mut notes);
                if let (Some(name), None) = (&node.variable, &node.labels)
                    && !used.contains(name.text.as_str())
                {
                    without_colon(name, &schema.labels, "matches any node", &mut notes);
                }
                unknown_keys(node.properties.as_ref(), schema, &mut notes);
            }
            Part::Edge(edge) => {
                unknown_types(edge.types.as_ref(), schema, &mut notes);
                if let (Some(name), None) = (&edge.variable, &edge.types)
                    && !used.contains(name.text.as_str())
                {
                    without_colon(name, &schema.types, "matches any edge", &mut notes);
                }
                unknown_keys(edge.properties.as_ref(), schema, &mut notes);
            }
            Part::Expr(expr) => match &expr.kind {
                ExprKind::Property(owner, key) if matches!(owner.kind, ExprKind::Variable(_)) => {
                    // A temporal value or a map has keys that no node has.
                    let near = nearest(&key.text, schema.properties.iter().map(String::as_str));
                    if near.is_some() {
                        unknown_key(key, schema, &mut notes);
                    }
                }
                ExprKind::HasLabels(_, labels) => {
                    unknown_labels(Some(labels), schema, &mut notes);
                }
                _ => {}
            },
            Part::Clause(_) => {}
        }
    });
    notes.sort_by_key(|note| note.span);
    notes
}

fn null_comparison(expr: &Expr, notes: &mut Vec<Note>) {
    let ExprKind::Comparison(operands, operators) = &expr.kind else {
        return;
    };
    let null = operands
        .iter()
        .any(|operand| matches!(operand.kind, ExprKind::Null));
    if !null {
        return;
    }
    let hint = match operators.first() {
        Some(CompareOp::NotEqual) => "write `IS NOT NULL`",
        _ => "write `IS NULL`",
    };
    notes.push(Note {
        message: "nothing equals null, so this is never true".to_owned(),
        span: expr.span,
        hint: Some(hint.to_owned()),
    });
}

fn unknown_labels(labels: Option<&LabelExpr>, schema: &Schema, notes: &mut Vec<Note>) {
    each_name(labels, &mut |name| {
        let known = schema.labels.contains(&name.text);
        // A type of an edge is asked for as `r:TYPE` too.
        if known || schema.types.contains(&name.text) || schema.labels.is_empty() {
            return;
        }
        let labels = schema.labels.iter().map(String::as_str);
        notes.push(Note {
            message: format!("no node has the label `{}`", name.text),
            span: name.span,
            hint: nearest(&name.text, labels).map(did_you_mean),
        });
    });
}

fn unknown_types(types: Option<&LabelExpr>, schema: &Schema, notes: &mut Vec<Note>) {
    each_name(types, &mut |name| {
        if schema.types.contains(&name.text) || schema.types.is_empty() {
            return;
        }
        let types = schema.types.iter().map(String::as_str);
        let spaced = name.text.replace(['-', ' '], "_");
        let near = nearest(&name.text, types.clone()).or_else(|| nearest(&spaced, types));
        notes.push(Note {
            message: format!("no edge has the type `{}`", name.text),
            span: name.span,
            hint: match near {
                Some(near) => Some(did_you_mean(near)),
                None if schema.labels.contains(&name.text) => {
                    Some(format!("`{}` is a label of nodes", name.text))
                }
                None => None,
            },
        });
    });
}

/// Notes a variable that nothing uses and that has the name of a label or type: `-[KNOWS]->`.
fn without_colon(name: &Name, known: &BTreeSet<String>, does: &str, notes: &mut Vec<Note>) {
    let meant = known
        .iter()
        .find(|known| known.eq_ignore_ascii_case(&name.text));
    notes.extend(meant.map(|meant| Note {
        message: format!("`{}` is a variable here and {does}", name.text),
        span: name.span,
        hint: Some(did_you_mean(&format!(":{meant}"))),
    }));
}

fn unknown_keys(properties: Option<&Expr>, schema: &Schema, notes: &mut Vec<Note>) {
    if let Some(ExprKind::Map(entries)) = properties.map(|properties| &properties.kind) {
        for (key, _) in entries {
            unknown_key(key, schema, notes);
        }
    }
}

fn unknown_key(key: &Name, schema: &Schema, notes: &mut Vec<Note>) {
    if schema.properties.contains(&key.text) || schema.properties.is_empty() {
        return;
    }
    let properties = schema.properties.iter().map(String::as_str);
    notes.push(Note {
        message: format!("nothing has the property `{}`", key.text),
        span: key.span,
        hint: nearest(&key.text, properties).map(did_you_mean),
    });
}

/// Shows every name in a label expression, those under `!` too.
fn each_name<'a>(labels: Option<&'a LabelExpr>, show: &mut dyn FnMut(&'a Name)) {
    match labels {
        None | Some(LabelExpr::Any(_)) => {}
        Some(LabelExpr::Name(name)) => show(name),
        Some(LabelExpr::Not(inner)) => each_name(Some(inner), show),
        Some(LabelExpr::And(parts) | LabelExpr::Or(parts)) => {
            for part in parts {
                each_name(Some(part), show);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Schema;
    use super::notes;
    use crate::query::parse;

    /// Lists the notes as `piece: message (hint)`.
    fn check(text: &str, expected: &[&str]) {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let schema = Schema {
            labels: names(&["Person", "State"]),
            types: names(&["LEADS", "MEMBER_OF"]),
            properties: names(&["name", "born"]),
        };
        let query = parse(text).unwrap();
        let found: Vec<_> = notes(&query, &schema)
            .into_iter()
            .map(|note| match note.hint {
                Some(hint) => format!("{} ({hint})", note.message),
                None => note.message,
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_that_the_graph_lacks_are_noted_with_the_nearest() {
        check(
            "MATCH (a:person)-[:leads]->(b:State) RETURN a",
            &[
                "no node has the label `person` (did you mean `Person`?)",
                "no edge has the type `leads` (did you mean `LEADS`?)",
            ],
        );
        check(
            "MATCH (a {nmae: 'x'}) WHERE a.brn > 1900 RETURN a",
            &[
                "nothing has the property `nmae` (did you mean `name`?)",
                "nothing has the property `brn` (did you mean `born`?)",
            ],
        );
        check(
            "MATCH (a)-[:`MEMBER-OF`]->() RETURN a",
            &["no edge has the type `MEMBER-OF` (did you mean `MEMBER_OF`?)"],
        );
        check(
            "MATCH (a)-[:Person]->() RETURN a",
            &["no edge has the type `Person` (`Person` is a label of nodes)"],
        );
    }

    #[test]
    fn what_is_made_is_not_noted() {
        check("CREATE (a:Dog {age: 1}) RETURN a.age", &[]);
        check("MATCH (a:Person) RETURN a.name", &[]);
    }

    #[test]
    fn a_comparison_with_null_is_noted() {
        check(
            "MATCH (a) WHERE a.name = NULL RETURN a",
            &["nothing equals null, so this is never true (write `IS NULL`)"],
        );
        check(
            "MATCH (a) WHERE a.name <> NULL RETURN a",
            &["nothing equals null, so this is never true (write `IS NOT NULL`)"],
        );
    }
}
