//! Tests properties right in their columns, without making values of them.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::graph::Column;
use crate::graph::Graph;
use crate::graph::Plain;
use crate::graph::Property;
use crate::graph::TextLists;
use crate::graph::Texts;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::eval::compare;
use crate::query::eval::test;
use crate::query::plan::PropertyOp;
use crate::query::plan::PropertyTest;

/// A test of a property, with the column it looks into.
#[derive(Clone)]
pub(super) enum ColumnTest<'g> {
    /// Nothing passes.
    Never,
    Int(&'g Plain<i64>, CompareOp, i64),
    Float(&'g Plain<f64>, CompareOp, f64),
    /// Texts with this code pass.
    Code(&'g Texts, u32),
    /// Texts whose code is marked pass.
    Codes(&'g Texts, Rc<[bool]>),
    /// Lists that hold the text with this code pass.
    Holds(&'g TextLists, u32),
    /// The value is made and tested.
    Other(&'g Column, &'g PropertyTest),
}

impl<'g> ColumnTest<'g> {
    /// Gets a test ready: `rows` is how many rows it may have to look at.
    pub(super) fn new(
        graph: &'g Graph,
        test: &'g PropertyTest,
        of_edge: bool,
        rows: usize,
    ) -> ColumnTest<'g> {
        let symbol = test.key.in_graph(graph);
        let column = symbol.and_then(|symbol| match of_edge {
            true => graph.edge_column(symbol),
            false => graph.node_column(symbol),
        });
        let Some(column) = column else {
            return ColumnTest::Never;
        };
        match (column, test.op, &test.value) {
            (Column::Int(column), PropertyOp::Compare(op), Value::Int(number)) => {
                ColumnTest::Int(column, op, *number)
            }
            (Column::Float(column), PropertyOp::Compare(op), Value::Float(number)) => {
                ColumnTest::Float(column, op, *number)
            }
            (Column::Text(column), PropertyOp::Compare(CompareOp::Equal), Value::Text(text)) => {
                match column.find(text) {
                    Some(code) => ColumnTest::Code(column, code),
                    None => ColumnTest::Never,
                }
            }
            (Column::Text(column), PropertyOp::Text(BinaryOp::Contains), Value::Text(piece)) => {
                let mut codes = vec![false; column.code_count()];
                for code in column.containing(piece) {
                    codes[code as usize] = true;
                }
                ColumnTest::Codes(column, codes.into())
            }
            // A dictionary much larger than what is looked at is not worth going through.
            (Column::Text(texts), _, _) if texts.code_count() <= rows => {
                let codes =
                    (0..texts.code_count() as u32).map(|code| accepts_text(test, texts.text(code)));
                ColumnTest::Codes(texts, codes.collect())
            }
            (Column::TextList(column), PropertyOp::Holds, Value::Text(text)) => {
                match column.find(text) {
                    Some(code) => ColumnTest::Holds(column, code),
                    None => ColumnTest::Never,
                }
            }
            _ => ColumnTest::Other(column, test),
        }
    }

    /// Tells whether the node or edge of that number passes; one without the property does not.
    #[inline]
    pub(super) fn accepts(&self, row: u32) -> bool {
        match self {
            ColumnTest::Never => false,
            ColumnTest::Int(column, op, wanted) => column
                .get(row)
                .is_some_and(|number| holds(*op, Some(number.cmp(wanted)))),
            ColumnTest::Float(column, op, wanted) => column
                .get(row)
                .is_some_and(|number| holds(*op, number.partial_cmp(wanted))),
            ColumnTest::Code(column, wanted) => column.code(row) == Some(*wanted),
            ColumnTest::Codes(column, codes) => column
                .code(row)
                .is_some_and(|code| codes.get(code as usize).copied().unwrap_or(false)),
            ColumnTest::Holds(column, wanted) => column
                .codes(row)
                .is_some_and(|codes| codes.contains(wanted)),
            ColumnTest::Other(Column::Text(texts), test) => {
                texts.get(row).is_some_and(|text| accepts_text(test, text))
            }
            ColumnTest::Other(column, test) => {
                column.get(row).is_some_and(|value| accepts(test, value))
            }
        }
    }
}

fn holds(op: CompareOp, order: Option<Ordering>) -> bool {
    let Some(order) = order else {
        // NaN differs from everything and is in no order with it.
        return op == CompareOp::NotEqual;
    };
    match op {
        CompareOp::Equal => order == Ordering::Equal,
        CompareOp::NotEqual => order != Ordering::Equal,
        CompareOp::Less => order == Ordering::Less,
        CompareOp::LessOrEqual => order != Ordering::Greater,
        CompareOp::Greater => order == Ordering::Greater,
        CompareOp::GreaterOrEqual => order != Ordering::Less,
    }
}

fn accepts_text(property_test: &PropertyTest, text: &str) -> bool {
    match (property_test.op, &property_test.value) {
        (PropertyOp::Compare(op), Value::Text(wanted)) => holds(op, Some(text.cmp(wanted))),
        (PropertyOp::Text(BinaryOp::StartsWith), Value::Text(start)) => text.starts_with(&**start),
        (PropertyOp::Text(BinaryOp::EndsWith), Value::Text(end)) => text.ends_with(&**end),
        _ => accepts(property_test, Property::from(text)),
    }
}

fn accepts(property_test: &PropertyTest, property: Property) -> bool {
    let value = Value::from(property);
    let wanted = &property_test.value;
    let truth = match property_test.op {
        PropertyOp::Compare(op) => compare(op, &value, wanted),
        PropertyOp::Text(op) => test(op, &value, wanted).unwrap_or(None),
        PropertyOp::OneOf => test(BinaryOp::In, &value, wanted).unwrap_or(None),
        PropertyOp::Holds => test(BinaryOp::In, wanted, &value).unwrap_or(None),
    };
    truth == Some(true)
}
