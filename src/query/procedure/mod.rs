//! Procedures: what `CALL` can call.

mod algorithm;
mod schema;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::query::FunctionSignature;
use crate::query::ProcedureSignature;
use crate::query::Signatures;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::function;

/// What a procedure gives: rows with one value for each output.
pub(in crate::query) type Rows = Vec<Vec<Value>>;

/// What computes the rows of a procedure.
type Body = fn(Context<'_>, &[Value]) -> Result<Rows, Fault>;

/// A procedure: what it takes, what it gives, and how.
#[derive(Clone, Debug)]
pub(in crate::query) struct Procedure {
    pub(in crate::query) signature: ProcedureSignature,
    code: ProcedureCode,
}

#[derive(Clone, Debug)]
enum ProcedureCode {
    Plain(Body),
    /// A table: the first columns are the inputs, the rest the outputs.
    Table(Rows),
}

impl Procedure {
    /// Makes a procedure from its signature, `name(a :: TYPE) :: (b :: TYPE)`.
    fn new(signature: &str, doc: &str, body: Body) -> Self {
        let mut signature =
            ProcedureSignature::parse(signature).expect("the signatures of the table can be read");
        signature.doc = doc.to_owned();
        Procedure {
            signature,
            code: ProcedureCode::Plain(body),
        }
    }

    /// Lets the inputs after so many be left out.
    fn with_required(mut self, count: usize) -> Self {
        for input in self.signature.inputs.iter_mut().skip(count) {
            input.optional = true;
        }
        self
    }

    /// Computes the rows.
    pub(in crate::query) fn call(
        &self,
        cx: Context<'_>,
        arguments: &[Value],
    ) -> Result<Rows, Fault> {
        let mut given = Vec::with_capacity(arguments.len());
        for (input, argument) in self.signature.inputs.iter().zip(arguments) {
            given.push(accept(&self.signature.name, input, argument)?);
        }
        match &self.code {
            ProcedureCode::Plain(body) => body(cx, &given),
            ProcedureCode::Table(rows) => Ok(rows
                .iter()
                .filter(|row| row.iter().zip(&given).all(|(cell, given)| cell == given))
                .map(|row| row[given.len().min(row.len())..].to_vec())
                .collect()),
        }
    }
}

/// Checks the type of an argument; an integer is accepted for a float.
fn accept(
    name: &str,
    input: &crate::query::ProcedureField,
    argument: &Value,
) -> Result<Value, Fault> {
    let wanted = input.value_type;
    let own = type_of(argument);
    if argument.is_null()
        || wanted.contains(own)
        || wanted.contains(ValueType::FLOAT) && own == ValueType::INTEGER
    {
        return Ok(argument.clone());
    }
    Err(Fault::InvalidArgumentType {
        place: format!("`{name}`"),
        expected: wanted,
        found: own,
    })
}

/// Gives the type of a value.
pub(in crate::query) fn type_of(value: &Value) -> ValueType {
    use crate::base::temporal::TemporalKind as Kind;
    match value {
        Value::Null => ValueType::NULL,
        Value::Bool(_) => ValueType::BOOLEAN,
        Value::Int(_) => ValueType::INTEGER,
        Value::Float(_) => ValueType::FLOAT,
        Value::Text(_) => ValueType::TEXT,
        Value::List(_) => ValueType::LIST,
        Value::Map(_) => ValueType::MAP,
        Value::Node(_) => ValueType::NODE,
        Value::Edge(_) => ValueType::EDGE,
        Value::Path(_) => ValueType::PATH,
        Value::Temporal(value) => match value.kind() {
            Kind::Date => ValueType::DATE,
            Kind::Time => ValueType::TIME,
            Kind::LocalTime => ValueType::LOCAL_TIME,
            Kind::DateTime => ValueType::DATE_TIME,
            Kind::LocalDateTime => ValueType::LOCAL_DATE_TIME,
            Kind::Duration => ValueType::DURATION,
        },
    }
}

/// The procedures that queries may call: the built-in ones and those registered.
#[derive(Clone, Debug)]
pub struct Procedures {
    table: BTreeMap<String, Arc<Procedure>>,
}

impl Default for Procedures {
    /// The built-in ones.
    fn default() -> Self {
        let mut procedures = Procedures {
            table: BTreeMap::new(),
        };
        for procedure in schema::procedures()
            .into_iter()
            .chain(algorithm::procedures())
        {
            procedures.insert(procedure);
        }
        procedures
    }
}

impl Procedures {
    /// Registers a table as a procedure, under a signature such as
    /// `name(a :: STRING?) :: (b :: INTEGER?)`: the first columns of each row are the inputs, the
    /// rest the outputs. Tells whether the signature could be read.
    pub fn register(&mut self, signature: &str, rows: Vec<Vec<Value>>) -> bool {
        let Some(signature) = ProcedureSignature::parse(signature) else {
            return false;
        };
        self.insert(Procedure {
            signature,
            code: ProcedureCode::Table(rows),
        });
        true
    }

    fn insert(&mut self, procedure: Procedure) {
        let name = procedure.signature.name.clone();
        self.table.insert(name, Arc::new(procedure));
    }

    pub(in crate::query) fn find(&self, name: &str) -> Option<Arc<Procedure>> {
        self.table.get(name).cloned()
    }
}

impl Signatures for Procedures {
    fn function(&self, name: &str) -> Option<&FunctionSignature> {
        function::find(name).map(|function| &function.signature)
    }

    fn functions(&self) -> Vec<&FunctionSignature> {
        function::all()
            .map(|function| &function.signature)
            .collect()
    }

    fn procedure(&self, name: &str) -> Option<&ProcedureSignature> {
        self.table.get(name).map(|procedure| &procedure.signature)
    }

    fn procedures(&self) -> Vec<&ProcedureSignature> {
        self.table
            .values()
            .map(|procedure| &procedure.signature)
            .collect()
    }
}
