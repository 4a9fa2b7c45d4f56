//! A few functions and procedures to check queries against in tests.

use crate::query::Argument;
use crate::query::FunctionSignature;
use crate::query::ProcedureSignature;
use crate::query::Signatures;
use crate::query::ValueType;

const fn function(
    name: &'static str,
    arguments: &'static [Argument],
    result: ValueType,
) -> FunctionSignature {
    FunctionSignature {
        name,
        arguments,
        variadic: false,
        result,
        aggregate: false,
        deterministic: true,
        doc: "",
    }
}

const fn aggregate(name: &'static str, result: ValueType) -> FunctionSignature {
    let mut signature = function(name, VALUE, result);
    signature.aggregate = true;
    signature
}

const fn random(mut signature: FunctionSignature) -> FunctionSignature {
    signature.deterministic = false;
    signature
}

const VALUE: &[Argument] = &[Argument::new("value", ValueType::ANY)];
const PATH: &[Argument] = &[Argument::new("path", ValueType::PATH)];
const TEXT: &[Argument] = &[Argument::new("text", ValueType::TEXT)];

static FUNCTIONS: [FunctionSignature; 14] = [
    aggregate("count", ValueType::INTEGER),
    aggregate("sum", ValueType::NUMBER),
    aggregate("avg", ValueType::NUMBER),
    aggregate("collect", ValueType::LIST),
    random(function("rand", &[], ValueType::FLOAT)),
    function(
        "exists",
        &[Argument::new("value", ValueType::ANY)],
        ValueType::BOOLEAN,
    ),
    function(
        "size",
        &[Argument::new("list", ValueType::LIST)],
        ValueType::INTEGER,
    ),
    function("length", PATH, ValueType::INTEGER),
    function("nodes", PATH, ValueType::LIST),
    function(
        "type",
        &[Argument::new("edge", ValueType::EDGE)],
        ValueType::TEXT,
    ),
    function(
        "labels",
        &[Argument::new("node", ValueType::NODE)],
        ValueType::LIST,
    ),
    function("toUpper", TEXT, ValueType::TEXT),
    function("toLower", TEXT, ValueType::TEXT),
    function(
        "head",
        &[Argument::new("list", ValueType::LIST)],
        ValueType::ANY,
    ),
];

/// The functions and procedures of the tests.
pub(in crate::query) struct Known {
    procedures: Vec<ProcedureSignature>,
}

impl Known {
    pub(in crate::query) fn new() -> Self {
        let signatures = [
            "db.labels() :: (label :: STRING)",
            "test.find(name :: STRING, count :: FLOAT) :: (node :: NODE, score :: FLOAT)",
            "test.nothing() :: ()",
        ];
        Known {
            procedures: signatures
                .iter()
                .map(|signature| ProcedureSignature::parse(signature).unwrap())
                .collect(),
        }
    }
}

impl Signatures for Known {
    fn function(&self, name: &str) -> Option<&FunctionSignature> {
        FUNCTIONS
            .iter()
            .find(|function| function.name.eq_ignore_ascii_case(name))
    }

    fn functions(&self) -> Vec<&FunctionSignature> {
        FUNCTIONS.iter().collect()
    }

    fn procedure(&self, name: &str) -> Option<&ProcedureSignature> {
        self.procedures
            .iter()
            .find(|procedure| procedure.name == name)
    }

    fn procedures(&self) -> Vec<&ProcedureSignature> {
        self.procedures.iter().collect()
    }
}
