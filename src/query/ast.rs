//! What was written: a query as a tree, each part with its span in the text.
//!
//! The whole of openCypher 9, and from GQL and Cypher 25 what people expect of a shell today:
//! subqueries, label expressions, quantified relationships and patterns, `SHORTEST`, `FINISH`.

use crate::base::Span;

/// A name or keyword with the place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name, without backticks.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A whole statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// `EXPLAIN` or `PROFILE` before it.
    pub mode: Mode,
    /// The parts that `UNION` joins; at least one.
    pub parts: Vec<SingleQuery>,
    /// How part n and part n + 1 are joined; one fewer than `parts`.
    pub unions: Vec<Union>,
    /// All of it.
    pub span: Span,
}

/// What to do with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Run it.
    Run,
    /// Show the plan.
    Explain,
    /// Run it and show the plan with rows and time.
    Profile,
}

/// One `UNION`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Union {
    /// `UNION ALL` keeps repeats.
    pub all: bool,
    /// The keywords.
    pub span: Span,
}

/// Clauses in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    /// In the order written.
    pub clauses: Vec<Clause>,
    /// All of it.
    pub span: Span,
}

/// A clause and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What it does.
    pub kind: ClauseKind,
    /// All of it, keyword included.
    pub span: Span,
}

/// What a clause does.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `[OPTIONAL] MATCH … [WHERE …]`.
    Match {
        /// Whether rows without a match stay, with nulls.
        optional: bool,
        /// The patterns between commas.
        patterns: Vec<PathPattern>,
        /// The condition.
        condition: Option<Expr>,
    },
    /// `UNWIND list AS name`.
    Unwind {
        /// The list.
        list: Expr,
        /// The variable for its items.
        variable: Name,
    },
    /// `WITH … [WHERE …]`.
    With {
        /// What goes on.
        projection: Projection,
        /// The condition on what goes on.
        condition: Option<Expr>,
    },
    /// `RETURN …`.
    Return(Projection),
    /// `CREATE …`.
    Create(Vec<PathPattern>),
    /// `MERGE … [ON CREATE SET …] [ON MATCH SET …]`.
    Merge {
        /// What must be there.
        pattern: PathPattern,
        /// The `ON …` parts in the order written.
        actions: Vec<MergeAction>,
    },
    /// `SET …`.
    Set(Vec<SetItem>),
    /// `REMOVE …`.
    Remove(Vec<RemoveItem>),
    /// `[DETACH] DELETE …`.
    Delete {
        /// Whether edges of a node go with it.
        detach: bool,
        /// What to delete.
        targets: Vec<Expr>,
    },
    /// `CALL procedure(…) [YIELD …] [WHERE …]`.
    Call(Call),
    /// `CALL [(variables)] { … }`.
    Subquery {
        /// The variables taken in.
        imports: Imports,
        /// What runs for each row.
        query: Box<Query>,
    },
    /// `FINISH`.
    Finish,
}

/// What a `CALL { … }` subquery sees of the query around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Imports {
    /// Nothing in parentheses: only what a leading `WITH` takes in.
    Leading,
    /// `CALL (*) { … }`: everything.
    All,
    /// `CALL (a, b) { … }`: these.
    Names(Vec<Name>),
}

/// What `WITH` and `RETURN` have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Whether repeats are dropped.
    pub distinct: bool,
    /// `*`: everything in scope, before `items`.
    pub star: bool,
    /// The columns.
    pub items: Vec<ProjectionItem>,
    /// `ORDER BY`.
    pub order: Vec<OrderItem>,
    /// `SKIP`.
    pub skip: Option<Expr>,
    /// `LIMIT`.
    pub limit: Option<Expr>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// Its value.
    pub expr: Expr,
    /// `AS name`.
    pub alias: Option<Name>,
    /// The expression exactly as written: the column's name where there is no alias.
    pub text: String,
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderItem {
    /// The key.
    pub expr: Expr,
    /// `DESC`.
    pub descending: bool,
}

/// `ON CREATE SET …` or `ON MATCH SET …`.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeAction {
    /// `ON CREATE`, else `ON MATCH`.
    pub on_create: bool,
    /// What to set.
    pub items: Vec<SetItem>,
}

/// One assignment of `SET`.
#[derive(Clone, Debug, PartialEq)]
pub enum SetItem {
    /// `target.key = value`.
    Property {
        /// Whose property.
        target: Expr,
        /// Its name.
        key: Name,
        /// The new value.
        value: Expr,
    },
    /// `variable = value` or, adding, `variable += value`.
    Properties {
        /// Whose properties.
        variable: Name,
        /// A map, node or edge.
        value: Expr,
        /// `+=`: keep the others.
        add: bool,
    },
    /// `variable:Label…`.
    Labels {
        /// The node.
        variable: Name,
        /// The labels.
        labels: Vec<Name>,
    },
}

/// One item of `REMOVE`.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoveItem {
    /// `target.key`.
    Property {
        /// Whose property.
        target: Expr,
        /// Its name.
        key: Name,
    },
    /// `variable:Label…`.
    Labels {
        /// The node.
        variable: Name,
        /// The labels.
        labels: Vec<Name>,
    },
}

/// A procedure call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The full dotted name.
    pub name: Name,
    /// The arguments; `None` where no parentheses were written, so that parameters are taken by name.
    pub arguments: Option<Vec<Expr>>,
    /// `YIELD`.
    pub outputs: Yield,
    /// `WHERE` after `YIELD`.
    pub condition: Option<Expr>,
}

/// What a call yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Yield {
    /// Nothing was written.
    None,
    /// `YIELD *` or `YIELD -`.
    All(Span),
    /// `YIELD name [AS variable], …`.
    Items(Vec<(Name, Option<Name>)>),
}

/// A pattern of nodes and edges in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPattern {
    /// `name = …`.
    pub variable: Option<Name>,
    /// Whether all paths or the shortest are meant.
    pub selector: Selector,
    /// Nodes in turn with edges or repeated patterns, starting and ending with a node.
    pub elements: Vec<PatternElement>,
    /// All of it.
    pub span: Span,
}

/// Which of the paths that fit are meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// All.
    All,
    /// `shortestPath(…)`, `ANY SHORTEST …`, and `ANY …`, for which a shortest one will do.
    Shortest,
    /// `allShortestPaths(…)`, `ALL SHORTEST …`.
    AllShortest,
    /// `SHORTEST k …`.
    ShortestK(u64),
    /// `SHORTEST k GROUPS …`: all paths of the k least lengths.
    ShortestGroups(u64),
}

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum PatternElement {
    /// `(…)`.
    Node(NodePattern),
    /// `-[…]-`.
    Edge(EdgePattern),
    /// `((…)-[…]-(…)){1,3}`.
    Group(GroupPattern),
}

/// `((a)-[r]->(b) WHERE …){1,3}`: a pattern that is matched so often in a row. Outside of it, its
/// variables stand for lists.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPattern {
    /// Nodes and edges in turn.
    pub elements: Vec<PatternElement>,
    /// What holds for each match.
    pub condition: Option<Box<Expr>>,
    /// How often.
    pub length: Length,
    /// All of it.
    pub span: Span,
}

/// `(variable:Labels {properties} WHERE …)`.
#[derive(Clone, Debug, PartialEq)]
pub struct NodePattern {
    /// The variable.
    pub variable: Option<Name>,
    /// The labels.
    pub labels: Option<LabelExpr>,
    /// A map or a parameter.
    pub properties: Option<Expr>,
    /// `WHERE` inside the parentheses.
    pub condition: Option<Box<Expr>>,
    /// All of it.
    pub span: Span,
}

/// `-[variable:TYPES*1..3 {properties} WHERE …]->`.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgePattern {
    /// The variable.
    pub variable: Option<Name>,
    /// The types.
    pub types: Option<LabelExpr>,
    /// `*…` or `{m,n}`, `+`, `*` after the arrow.
    pub length: Option<Length>,
    /// A map or a parameter.
    pub properties: Option<Expr>,
    /// `WHERE` inside the brackets.
    pub condition: Option<Box<Expr>>,
    /// Which way the arrow points.
    pub direction: Arrow,
    /// All of it.
    pub span: Span,
}

/// Which way an arrow points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// `<--`.
    Left,
    /// `-->`.
    Right,
    /// `--` or `<-->`.
    Either,
}

/// How many edges in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// At least; 1 where not written.
    pub least: Option<u64>,
    /// At most; no bound where not written.
    pub most: Option<u64>,
    /// All of it.
    pub span: Span,
}

/// An expression over labels or types.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelExpr {
    /// `A`.
    Name(Name),
    /// `%`: any.
    Any(Span),
    /// `!A`.
    Not(Box<LabelExpr>),
    /// `A&B` or, in the old form, `:A:B`.
    And(Vec<LabelExpr>),
    /// `A|B`.
    Or(Vec<LabelExpr>),
}

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A text.
    Text(String),
    /// `$name`.
    Parameter(String),
    /// A variable.
    Variable(String),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{key: value}`.
    Map(Vec<(Name, Expr)>),
    /// `subject.key`.
    Property(Box<Expr>, Name),
    /// `subject[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `subject[from..to]`.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `variable {.key, key: value, .*, other}`.
    MapProjection(Box<Expr>, Vec<MapItem>),
    /// `NOT`, `-`, `+`.
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`, `a AND b`, `a IN b` …
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a < b <= c`: one more operand than operators.
    Comparison(Vec<Expr>, Vec<CompareOp>),
    /// `a IS NULL`; negated, `a IS NOT NULL`.
    IsNull(Box<Expr>, bool),
    /// `a:Label`, `a IS Label`.
    HasLabels(Box<Expr>, LabelExpr),
    /// `name(DISTINCT arguments)`.
    Function {
        /// The full dotted name.
        name: Name,
        /// `DISTINCT` before the arguments.
        distinct: bool,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `count(*)`.
    CountStar,
    /// `CASE [subject] WHEN … THEN … ELSE … END`.
    Case {
        /// What is compared; none where each `WHEN` is a condition.
        subject: Option<Box<Expr>>,
        /// The `WHEN … THEN …` pairs.
        branches: Vec<(Expr, Expr)>,
        /// `ELSE`.
        otherwise: Option<Box<Expr>>,
    },
    /// `[x IN list WHERE … | …]`.
    ListComprehension {
        /// The variable for the items.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// `WHERE`.
        condition: Option<Box<Expr>>,
        /// What follows `|`.
        result: Option<Box<Expr>>,
    },
    /// `[p = (a)-->(b) WHERE … | …]`.
    PatternComprehension {
        /// The pattern; it may name the path.
        pattern: Box<PathPattern>,
        /// `WHERE`.
        condition: Option<Box<Expr>>,
        /// What follows `|`.
        result: Box<Expr>,
    },
    /// `all(x IN list WHERE …)` and its kin.
    Quantifier {
        /// Which.
        kind: QuantifierKind,
        /// The variable for the items.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// `WHERE`.
        condition: Option<Box<Expr>>,
    },
    /// `reduce(sum = 0, x IN list | sum + x)`.
    Reduce {
        /// The variable for the sum.
        accumulator: Name,
        /// Its first value.
        initial: Box<Expr>,
        /// The variable for the items.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// What follows `|`.
        step: Box<Expr>,
    },
    /// A pattern as a condition, `(a)-->(b)`; also the argument of `shortestPath` as an expression.
    Pattern(Box<PathPattern>),
    /// `EXISTS { … }`, `COUNT { … }`, `COLLECT { … }`.
    Subquery(SubqueryKind, Box<Query>),
}

/// One item of a map projection.
#[derive(Clone, Debug, PartialEq)]
pub enum MapItem {
    /// `.key`.
    Property(Name),
    /// `.*`.
    All,
    /// `key: value`.
    Entry(Name, Expr),
    /// `variable`.
    Variable(Name),
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `NOT`.
    Not,
    /// `-`.
    Minus,
    /// `+`.
    Plus,
}

/// An operator between its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `OR`.
    Or,
    /// `XOR`.
    Xor,
    /// `AND`.
    And,
    /// `+`.
    Add,
    /// `||`: two texts or two lists in one.
    Concat,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `^`.
    Power,
    /// `IN`.
    In,
    /// `STARTS WITH`.
    StartsWith,
    /// `ENDS WITH`.
    EndsWith,
    /// `CONTAINS`.
    Contains,
    /// `=~`.
    Matches,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

impl CompareOp {
    /// Gives the comparison that says the same with the operands changed about.
    pub fn turned(self) -> Self {
        match self {
            CompareOp::Less => CompareOp::Greater,
            CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
            CompareOp::Greater => CompareOp::Less,
            CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
            same => same,
        }
    }
}

/// Which quantifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantifierKind {
    /// `all`.
    All,
    /// `any`.
    Any,
    /// `none`.
    None,
    /// `single`.
    Single,
}

/// What a subquery in an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubqueryKind {
    /// Whether there is a row. A bare pattern inside stands for `MATCH` of it.
    Exists,
    /// How many rows.
    Count,
    /// The list of the only column.
    Collect,
}

impl Expr {
    /// Lists the expressions it is directly made of, in order; those inside of a subquery or a
    /// pattern are not among them.
    pub fn operands(&self) -> Vec<&Expr> {
        let mut operands: Vec<&Expr> = Vec::new();
        match &self.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Text(_)
            | ExprKind::Parameter(_)
            | ExprKind::Variable(_)
            | ExprKind::CountStar
            | ExprKind::Pattern(_)
            | ExprKind::Subquery(..) => {}
            ExprKind::List(items) | ExprKind::Comparison(items, _) => operands.extend(items),
            ExprKind::Map(entries) => operands.extend(entries.iter().map(|(_, value)| value)),
            ExprKind::Property(owner, _)
            | ExprKind::Unary(_, owner)
            | ExprKind::IsNull(owner, _)
            | ExprKind::HasLabels(owner, _) => operands.push(owner),
            ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => {
                operands.extend([&**left, &**right]);
            }
            ExprKind::Slice(owner, from, to) => {
                operands.push(owner);
                operands.extend(from.as_deref());
                operands.extend(to.as_deref());
            }
            ExprKind::MapProjection(subject, items) => {
                operands.push(subject);
                operands.extend(items.iter().filter_map(|item| match item {
                    MapItem::Entry(_, value) => Some(value),
                    _ => None,
                }));
            }
            ExprKind::Function { arguments, .. } => operands.extend(arguments),
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => {
                operands.extend(subject.as_deref());
                for (when, then) in branches {
                    operands.extend([when, then]);
                }
                operands.extend(otherwise.as_deref());
            }
            ExprKind::ListComprehension {
                list,
                condition,
                result,
                ..
            } => {
                operands.push(list);
                operands.extend(condition.as_deref());
                operands.extend(result.as_deref());
            }
            ExprKind::PatternComprehension {
                condition, result, ..
            } => {
                operands.extend(condition.as_deref());
                operands.push(result);
            }
            ExprKind::Quantifier {
                list, condition, ..
            } => {
                operands.push(list);
                operands.extend(condition.as_deref());
            }
            ExprKind::Reduce {
                initial,
                list,
                step,
                ..
            } => operands.extend([&**initial, &**list, &**step]),
        }
        operands
    }

    /// Lists the variables that it binds for its own operands.
    pub fn locals(&self) -> Vec<&str> {
        match &self.kind {
            ExprKind::ListComprehension { variable, .. }
            | ExprKind::Quantifier { variable, .. } => vec![&variable.text],
            ExprKind::Reduce {
                accumulator,
                variable,
                ..
            } => vec![&accumulator.text, &variable.text],
            ExprKind::PatternComprehension { pattern, .. } => pattern
                .variables()
                .map(|variable| variable.text.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }
}

impl PathPattern {
    /// Lists the variables it names, the path first, then as they stand.
    pub fn variables(&self) -> impl Iterator<Item = &Name> {
        let elements = self.elements.iter().flat_map(PatternElement::variables);
        self.variable.iter().chain(elements)
    }
}

impl PatternElement {
    /// Lists the variables it names, as they stand.
    pub fn variables(&self) -> impl Iterator<Item = &Name> {
        let own = match self {
            PatternElement::Node(node) => node.variable.as_ref(),
            PatternElement::Edge(edge) => edge.variable.as_ref(),
            PatternElement::Group(_) => None,
        };
        let inner = match self {
            PatternElement::Group(group) => group.elements.as_slice(),
            _ => &[],
        };
        let inner = inner.iter().filter_map(|element| match element {
            PatternElement::Node(node) => node.variable.as_ref(),
            PatternElement::Edge(edge) => edge.variable.as_ref(),
            PatternElement::Group(_) => None,
        });
        own.into_iter().chain(inner)
    }
}

impl LabelExpr {
    /// Lists the names that a match is sure to have one of.
    pub fn names(&self) -> Vec<String> {
        match self {
            LabelExpr::Name(name) => vec![name.text.clone()],
            LabelExpr::Any(_) | LabelExpr::Not(_) => Vec::new(),
            LabelExpr::And(parts) | LabelExpr::Or(parts) => {
                parts.iter().flat_map(LabelExpr::names).collect()
            }
        }
    }

    /// Gives the names where all of them are meant and nothing else is said.
    pub fn conjunction(&self) -> Option<Vec<Name>> {
        match self {
            LabelExpr::Name(name) => Some(vec![name.clone()]),
            LabelExpr::And(parts) => {
                let names: Option<Vec<Vec<Name>>> =
                    parts.iter().map(LabelExpr::conjunction).collect();
                Some(names?.concat())
            }
            _ => None,
        }
    }
}
