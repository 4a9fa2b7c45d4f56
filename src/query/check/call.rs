//! Calls of functions and procedures: whether they exist, and what they are given.

use crate::base::Span;
use crate::query::FunctionSignature;
use crate::query::ProcedureSignature;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::ast::Call;
use crate::query::ast::Clause;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Name;
use crate::query::ast::Yield;
use crate::query::check::Checker;
use crate::query::check::Column;
use crate::query::check::expression::Place;
use crate::query::check::scope::Scope;
use crate::query::check::scope::Shape;
use crate::query::nearest::did_you_mean;
use crate::query::nearest::nearest;

/// Functions of other languages, and what to write.
const FOREIGN: [(&str, &str); 29] = [
    (
        "len",
        "write `size(…)` for a list or text, `length(…)` for a path",
    ),
    ("strlen", "write `size(…)`"),
    ("array_length", "write `size(…)`"),
    ("lower", "write `toLower(…)`"),
    ("lcase", "write `toLower(…)`"),
    ("upper", "write `toUpper(…)`"),
    ("ucase", "write `toUpper(…)`"),
    ("str", "write `toString(…)`"),
    ("string", "write `toString(…)`"),
    ("int", "write `toInteger(…)`"),
    ("toint", "write `toInteger(…)`"),
    ("integer", "write `toInteger(…)`"),
    ("float", "write `toFloat(…)`"),
    (
        "cast",
        "write `toInteger(…)`, `toFloat(…)` or `toString(…)`",
    ),
    (
        "substr",
        "write `substring(text, start, length)`, counted from 0",
    ),
    ("instr", "write `text CONTAINS piece`"),
    ("contains", "write `text CONTAINS piece`"),
    ("startswith", "write `text STARTS WITH piece`"),
    ("endswith", "write `text ENDS WITH piece`"),
    ("concat", "write `a + b`"),
    ("ifnull", "write `coalesce(a, b)`"),
    ("nvl", "write `coalesce(a, b)`"),
    ("isnull", "write `x IS NULL`"),
    ("now", "write `datetime()`"),
    ("year", "write `.year`, as in `n.date.year`"),
    ("month", "write `.month`, as in `n.date.month`"),
    ("average", "write `avg(…)`"),
    ("mean", "write `avg(…)`"),
    ("group_concat", "write `collect(…)`"),
];

impl Checker<'_> {
    /// Checks the call of a function and gives what is known of its result.
    pub(super) fn function(
        &mut self,
        name: &Name,
        arguments: &[Expr],
        span: Span,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        let Some(signature) = self.signatures.function(&name.text) else {
            return Err(self.unknown_function(name, scope));
        };
        let signature = *signature;
        if signature.aggregate {
            self.aggregation(signature.name, span, place)?;
        }
        if !signature.deterministic && place == Place::Aggregation {
            let place = "an aggregation".to_owned();
            return Err(QueryErrorKind::NonConstantExpression { place }.at(span));
        }
        let count = arguments.len();
        if count < signature.least() || signature.most().is_some_and(|most| count > most) {
            return Err(QueryErrorKind::InvalidNumberOfArguments {
                name: signature.name.to_owned(),
                expected: arity(signature.least(), signature.most()),
                found: count,
                signature: signature.to_string(),
            }
            .at(span));
        }
        let inside = if signature.aggregate {
            Place::Aggregation
        } else {
            place
        };
        let mut shapes = Vec::with_capacity(count);
        for (index, argument) in arguments.iter().enumerate() {
            // `exists` asks whether a property or a pattern is there.
            let shape = if signature.name == "exists" {
                self.predicate(argument, scope, inside)?
            } else {
                self.value(argument, scope, inside)?
            };
            if let Some(formal) = signature.argument(index)
                && formal.early
            {
                let expected = widen(formal.value_type);
                if !shape.may_be(expected) {
                    return Err(QueryErrorKind::InvalidArgumentType {
                        place: format!("`{}`", signature.name),
                        expected: formal.value_type,
                        found: shape.value_type,
                    }
                    .at(argument.span));
                }
            }
            shapes.push(shape);
        }
        Ok(result(&signature, shapes))
    }

    /// Refuses an aggregation where there is nothing to aggregate.
    pub(super) fn aggregation(
        &self,
        function: &str,
        span: Span,
        place: Place,
    ) -> Result<(), QueryError> {
        let function = function.to_owned();
        match place {
            Place::Projection => Ok(()),
            Place::Aggregation => Err(QueryErrorKind::NestedAggregation { function }.at(span)),
            _ => {
                let place = place.words();
                Err(QueryErrorKind::InvalidAggregation { function, place }.at(span))
            }
        }
    }

    fn unknown_function(&self, name: &Name, scope: &Scope) -> QueryError {
        let foreign = FOREIGN
            .iter()
            .find(|(foreign, _)| foreign.eq_ignore_ascii_case(&name.text));
        let functions = self.signatures.functions();
        // `n.name.contains('x')`: elsewhere functions hang behind a value.
        let method = name.text.rsplit_once('.').map(|(owner, method)| {
            let infix = [
                ("contains", "CONTAINS"),
                ("startswith", "STARTS WITH"),
                ("endswith", "ENDS WITH"),
            ];
            let method = method.to_lowercase();
            let infix = infix.iter().find(|(known, _)| *known == method);
            let known = functions
                .iter()
                .find(|known| known.name.to_lowercase() == method);
            match (infix, known) {
                (Some((_, words)), _) => Some(format!("write `{owner} {words} …`")),
                (None, Some(known)) => Some(format!("write `{}({owner})`", known.name)),
                (None, None) => None,
            }
        });
        let hint = if let Some((_, hint)) = foreign {
            Some((*hint).to_owned())
        } else if let Some(Some(hint)) = method {
            Some(hint)
        } else if let Some(near) =
            nearest(&name.text, functions.iter().map(|function| function.name))
        {
            Some(did_you_mean(near))
        } else if self.signatures.procedure(&name.text).is_some() {
            Some(format!("it is a procedure: write `CALL {}(…)`", name.text))
        } else if scope.find(&name.text).is_some() {
            Some(format!(
                "`{}` is a variable; leave the parentheses out",
                name.text
            ))
        } else {
            None
        };
        QueryErrorKind::UnknownFunction {
            name: name.text.clone(),
            hint,
        }
        .at(name.span)
    }

    /// Checks `CALL …`; alone it gives its outputs as columns.
    pub(super) fn call(
        &mut self,
        call: &Call,
        scope: &mut Scope,
        clause: &Clause,
        standalone: bool,
    ) -> Result<Vec<Column>, QueryError> {
        let Some(signature) = self.signatures.procedure(&call.name.text) else {
            return Err(self.unknown_procedure(&call.name));
        };
        let signature = signature.clone();
        if signature.writes {
            self.check_write(clause)?;
        }
        match &call.arguments {
            Some(arguments) => self.procedure_arguments(&signature, arguments, call, scope)?,
            None if standalone => self.implicit_arguments(&signature, &call.name)?,
            None if signature.inputs.is_empty() => {}
            None => {
                return Err(QueryErrorKind::InvalidArgumentPassingMode {
                    name: signature.name.clone(),
                    signature: signature.to_string(),
                }
                .at(call.name.span));
            }
        }
        let columns = self.outputs(&signature, call, scope, standalone)?;
        self.condition(call.condition.as_ref(), scope)?;
        Ok(columns)
    }

    fn procedure_arguments(
        &mut self,
        signature: &ProcedureSignature,
        arguments: &[Expr],
        call: &Call,
        scope: &Scope,
    ) -> Result<(), QueryError> {
        let count = arguments.len();
        if count < signature.least() || count > signature.inputs.len() {
            return Err(QueryErrorKind::InvalidNumberOfArguments {
                name: signature.name.clone(),
                expected: arity(signature.least(), Some(signature.inputs.len())),
                found: count,
                signature: signature.to_string(),
            }
            .at(call.name.span));
        }
        for (argument, input) in arguments.iter().zip(&signature.inputs) {
            let shape = self.value(argument, scope, Place::Call)?;
            if !shape.may_be(widen(input.value_type)) {
                return Err(QueryErrorKind::InvalidArgumentType {
                    place: format!("`{}`", signature.name),
                    expected: input.value_type,
                    found: shape.value_type,
                }
                .at(argument.span));
            }
        }
        Ok(())
    }

    /// Checks that each input has a parameter of its name.
    fn implicit_arguments(
        &self,
        signature: &ProcedureSignature,
        name: &Name,
    ) -> Result<(), QueryError> {
        let Some(parameters) = self.parameters else {
            return Ok(());
        };
        let missing = signature
            .inputs
            .iter()
            .find(|input| !input.optional && !parameters.contains_key(&input.name));
        match missing {
            Some(input) => {
                let missing = input.name.clone();
                Err(QueryErrorKind::MissingParameter { name: missing }.at(name.span))
            }
            None => Ok(()),
        }
    }

    fn outputs(
        &mut self,
        signature: &ProcedureSignature,
        call: &Call,
        scope: &mut Scope,
        standalone: bool,
    ) -> Result<Vec<Column>, QueryError> {
        let mut columns = Vec::new();
        match &call.outputs {
            Yield::None | Yield::All(_) if standalone => {
                for output in &signature.outputs {
                    columns.push(Column {
                        name: output.name.clone(),
                        shape: Shape::of(output.value_type),
                    });
                }
            }
            // Without YIELD inside a query, only the number of rows matters.
            Yield::None => {}
            Yield::All(span) => {
                let names: Vec<_> = signature
                    .outputs
                    .iter()
                    .map(|output| output.name.as_str())
                    .collect();
                let outputs = names.join(", ");
                return Err(QueryErrorKind::YieldAllInQuery { outputs }.at(*span));
            }
            Yield::Items(items) => {
                for (name, alias) in items {
                    let Some(output) = signature
                        .outputs
                        .iter()
                        .find(|output| output.name == name.text)
                    else {
                        return Err(unknown_output(signature, name));
                    };
                    let bound = alias.as_ref().unwrap_or(name);
                    if scope.find(&bound.text).is_some() {
                        return Err(Self::already_bound(
                            &bound.text,
                            bound.span,
                            &format!("write `{} AS` and another name", name.text),
                        ));
                    }
                    let shape = Shape::of(output.value_type);
                    self.bind(scope, &bound.text, shape.clone());
                    if standalone {
                        let name = bound.text.clone();
                        columns.push(Column { name, shape });
                    }
                }
            }
        }
        Ok(columns)
    }

    fn unknown_procedure(&self, name: &Name) -> QueryError {
        let procedures = self.signatures.procedures();
        let names = procedures.iter().map(|procedure| procedure.name.as_str());
        // The same last part in another namespace is a likely slip too.
        let last = |name: &str| name.rsplit('.').next().unwrap_or("").to_lowercase();
        let elsewhere = procedures
            .iter()
            .find(|procedure| last(&procedure.name) == last(&name.text))
            .map(|procedure| procedure.name.as_str());
        let hint = match nearest(&name.text, names).or(elsewhere) {
            Some(near) => Some(did_you_mean(near)),
            None if self.signatures.function(&name.text).is_some() => {
                Some(format!("it is a function: write `RETURN {}(…)`", name.text))
            }
            None => None,
        };
        QueryErrorKind::ProcedureNotFound {
            name: name.text.clone(),
            hint,
        }
        .at(name.span)
    }
}

fn unknown_output(signature: &ProcedureSignature, name: &Name) -> QueryError {
    let names = || signature.outputs.iter().map(|output| output.name.as_str());
    let hint = match nearest(&name.text, names()) {
        Some(near) => Some(did_you_mean(near)),
        None if signature.outputs.is_empty() => Some("leave YIELD out".to_owned()),
        None => {
            let names: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            Some(format!("it yields {}", names.join(", ")))
        }
    };
    QueryErrorKind::UnknownOutput {
        name: signature.name.clone(),
        output: name.text.clone(),
        hint,
    }
    .at(name.span)
}

/// An integer will do where a float is asked for.
fn widen(value_type: ValueType) -> ValueType {
    if value_type.contains(ValueType::FLOAT) {
        value_type | ValueType::INTEGER
    } else {
        value_type
    }
}

/// Names a number of arguments.
fn arity(least: usize, most: Option<usize>) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    match most {
        Some(0) => "no arguments".to_owned(),
        Some(most) if most == least => format!("{least} argument{}", plural(least)),
        Some(most) => format!("{least} to {most} arguments"),
        None => format!("at least {least} argument{}", plural(least)),
    }
}

/// Gives what is known of the result, with the items of the lists that matter in patterns.
fn result(signature: &FunctionSignature, arguments: Vec<Shape>) -> Shape {
    let first = arguments.into_iter().next();
    match signature.name {
        "nodes" => Shape::list(Shape::of(ValueType::NODE)),
        "relationships" | "rels" => Shape::list(Shape::of(ValueType::EDGE)),
        "collect" => Shape::list(first.unwrap_or_else(Shape::any)),
        _ => Shape::of(signature.result),
    }
}

impl Checker<'_> {
    /// Tells whether an expression aggregates rows.
    pub(super) fn aggregates(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::CountStar => true,
            ExprKind::Function { name, .. }
                if self
                    .signatures
                    .function(&name.text)
                    .is_some_and(|function| function.aggregate) =>
            {
                true
            }
            _ => expr
                .operands()
                .iter()
                .any(|operand| self.aggregates(operand)),
        }
    }
}
