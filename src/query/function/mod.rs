//! The functions of openCypher and ours: one table, one file per family.
//!
//! An entry has the name, the arguments, the result, one line of help and the code; the checker,
//! completion and help read the same entries that run.

mod aggregate;
mod convert;
mod entity;
mod list;
mod number;
mod scalar;
mod temporal;
mod text;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::query::Argument;
use crate::query::FunctionSignature;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::describe;

pub(in crate::query) use aggregate::Accumulator;
pub(in crate::query) use aggregate::Aggregation;
pub(in crate::query) use temporal::fault as temporal_fault;

/// What computes a function's value.
type Body = fn(Context<'_>, &[Value]) -> Result<Value, Fault>;

/// A function: what it takes, what it gives, and how.
pub(in crate::query) struct Function {
    pub(in crate::query) signature: FunctionSignature,
    /// Whether a null among the arguments makes the result null, so that the code never sees one.
    strict: bool,
    pub(in crate::query) code: FunctionCode,
}

/// How a function computes.
pub(in crate::query) enum FunctionCode {
    /// From its arguments.
    Plain(Body),
    /// From all rows of a group.
    Aggregate(Aggregation),
}

impl std::fmt::Debug for Function {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.signature.name)
    }
}

impl Function {
    /// Makes a function that gives null for a null.
    const fn new(
        name: &'static str,
        arguments: &'static [Argument],
        result: ValueType,
        doc: &'static str,
        body: Body,
    ) -> Self {
        Function {
            signature: FunctionSignature {
                name,
                arguments,
                variadic: false,
                result,
                aggregate: false,
                deterministic: true,
                doc,
            },
            strict: true,
            code: FunctionCode::Plain(body),
        }
    }

    /// Makes an aggregating function.
    const fn aggregate(
        name: &'static str,
        arguments: &'static [Argument],
        result: ValueType,
        doc: &'static str,
        aggregation: Aggregation,
    ) -> Self {
        Function {
            signature: FunctionSignature {
                name,
                arguments,
                variadic: false,
                result,
                aggregate: true,
                deterministic: true,
                doc,
            },
            strict: false,
            code: FunctionCode::Aggregate(aggregation),
        }
    }

    /// Lets the code see nulls.
    const fn lenient(mut self) -> Self {
        self.strict = false;
        self
    }

    /// Lets the last argument repeat.
    const fn variadic(mut self) -> Self {
        self.signature.variadic = true;
        self
    }

    /// Marks it as giving another value each time.
    const fn random(mut self) -> Self {
        self.signature.deterministic = false;
        self
    }

    /// Computes the function; an aggregating one is computed elsewhere and gives null here.
    pub(in crate::query) fn call(
        &self,
        cx: Context<'_>,
        arguments: &[Value],
    ) -> Result<Value, Fault> {
        if self.strict && arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        match self.code {
            FunctionCode::Plain(body) => body(cx, arguments),
            FunctionCode::Aggregate(_) => Ok(Value::Null),
        }
    }
}

static TABLE: LazyLock<BTreeMap<String, &'static Function>> = LazyLock::new(|| {
    let families: [&'static [Function]; 8] = [
        aggregate::FUNCTIONS,
        convert::FUNCTIONS,
        entity::FUNCTIONS,
        list::FUNCTIONS,
        number::FUNCTIONS,
        scalar::FUNCTIONS,
        temporal::FUNCTIONS,
        text::FUNCTIONS,
    ];
    families
        .into_iter()
        .flatten()
        .map(|function| (function.signature.name.to_ascii_lowercase(), function))
        .collect()
});

/// Finds a function by its full dotted name, whatever the case.
pub(in crate::query) fn find(name: &str) -> Option<&'static Function> {
    TABLE.get(&name.to_ascii_lowercase()).copied()
}

/// Lists all functions by name.
pub(in crate::query) fn all() -> impl Iterator<Item = &'static Function> {
    TABLE.values().copied()
}

/// Says that an argument has a type that the function does not take.
fn wrong_type(function: &str, expected: &str, found: &Value) -> Fault {
    Fault::InvalidOperand {
        place: format!("`{function}()`"),
        expected: expected.to_owned(),
        found: describe(found),
    }
}

/// Says that an argument has a value that the function cannot take.
fn wrong_value(function: &str, found: &Value) -> Fault {
    Fault::InvalidArgumentValue {
        place: format!("`{function}()`"),
        found: describe(found),
    }
}

/// Takes an integer argument.
fn int(function: &str, value: &Value) -> Result<i64, Fault> {
    match value {
        Value::Int(number) => Ok(*number),
        other => Err(wrong_type(function, "an integer", other)),
    }
}

/// Takes a text argument.
fn text<'v>(function: &str, value: &'v Value) -> Result<&'v str, Fault> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(wrong_type(function, "a text", other)),
    }
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_function_has_a_line_of_help() {
        for function in all() {
            let doc = function.signature.doc;
            assert!(
                doc.ends_with('.') && doc.starts_with(char::is_uppercase),
                "{function:?}: {doc}"
            );
        }
        assert!(all().count() > 80);
    }
}
