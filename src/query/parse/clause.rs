//! Statements and their clauses.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::VariableKind;
use crate::query::ast::Call;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Imports;
use crate::query::ast::MergeAction;
use crate::query::ast::Mode;
use crate::query::ast::Name;
use crate::query::ast::Query;
use crate::query::ast::RemoveItem;
use crate::query::ast::SetItem;
use crate::query::ast::SingleQuery;
use crate::query::ast::Union;
use crate::query::ast::Yield;
use crate::query::lex::TokenKind;
use crate::query::parse::Expected;
use crate::query::parse::Parser;

/// The words a clause can start with.
pub(super) const CLAUSES: [&str; 13] = [
    "MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CREATE", "MERGE", "SET", "REMOVE", "DELETE",
    "DETACH", "CALL", "FINISH",
];

impl Parser<'_> {
    /// Reads everything: one query and, if there is one, the semicolon after it.
    pub(in crate::query) fn statement(&mut self) -> Result<Query, QueryError> {
        let mode = if self.eat("EXPLAIN") {
            Mode::Explain
        } else if self.eat("PROFILE") {
            Mode::Profile
        } else {
            Mode::Run
        };
        let mut query = self.query()?;
        query.mode = mode;
        if self.is_symbol(0, ";") {
            self.advance();
            if self.token().kind != TokenKind::End {
                return Err(self.fail_with("the end of the query", "run one query at a time"));
            }
        }
        if self.token().kind != TokenKind::End {
            return Err(self.no_next_clause());
        }
        Ok(query)
    }

    /// Reads single queries with `UNION` between.
    pub(super) fn query(&mut self) -> Result<Query, QueryError> {
        let start = self.position;
        let outer = self.names.clone();
        let mut parts = vec![self.single_query()?];
        let mut unions = Vec::new();
        while self.at("UNION") {
            let keyword = self.position;
            self.advance();
            let all = self.eat("ALL");
            if !all {
                _ = self.eat("DISTINCT");
            }
            unions.push(Union {
                all,
                span: self.since(keyword),
            });
            self.names.clone_from(&outer);
            parts.push(self.single_query()?);
        }
        Ok(Query {
            mode: Mode::Run,
            parts,
            unions,
            span: self.since(start),
        })
    }

    fn single_query(&mut self) -> Result<SingleQuery, QueryError> {
        let start = self.position;
        let mut clauses: Vec<Clause> = Vec::new();
        let depth = self.depth;
        loop {
            let begin = self.position;
            match self.clause() {
                Ok(Some(kind)) => clauses.push(Clause {
                    kind,
                    span: self.since(begin),
                }),
                Ok(None) if clauses.is_empty() && !self.recovers => {
                    return Err(self.no_clause());
                }
                Ok(None) => break,
                Err(error) => {
                    self.depth = depth;
                    self.bar_ends = false;
                    self.recover(begin, error)?;
                }
            }
        }
        Ok(SingleQuery {
            clauses,
            span: self.since(start),
        })
    }

    /// After an error, goes to the next clause, if errors are to be passed over.
    fn recover(&mut self, begin: usize, error: QueryError) -> Result<(), QueryError> {
        let end = self.tokens.len() - 1;
        if !self.recovers || self.noted_at >= end {
            return Err(error);
        }
        let from = self.noted_at.max(begin + 1);
        let next = (from..end).find(|&index| {
            self.position = index;
            CLAUSES.iter().any(|clause| self.is_word(0, clause))
        });
        match next {
            Some(next) => self.position = next,
            None => {
                self.position = end;
                self.note_clauses();
                return Err(error);
            }
        }
        Ok(())
    }

    fn note_clauses(&mut self) {
        for keyword in CLAUSES {
            self.note(Expected::Keyword(match keyword {
                "OPTIONAL" => "OPTIONAL MATCH",
                "DETACH" => "DETACH DELETE",
                _ => keyword,
            }));
        }
    }

    /// Reads one clause; none where no clause starts.
    fn clause(&mut self) -> Result<Option<ClauseKind>, QueryError> {
        let kind = if self.eat("MATCH") {
            self.match_clause(false)?
        } else if self.eat("OPTIONAL MATCH") {
            self.match_clause(true)?
        } else if self.eat("WITH") {
            let projection = self.projection(true)?;
            let condition = self.condition()?;
            ClauseKind::With {
                projection,
                condition,
            }
        } else if self.eat("RETURN") {
            ClauseKind::Return(self.projection(false)?)
        } else if self.eat("UNWIND") {
            let list = self.expr("a list")?;
            if !self.eat("AS") {
                return Err(self.fail_with("`AS` and a name", "write `UNWIND list AS x`"));
            }
            let variable = self.variable("a name for the items")?;
            self.bind(&variable, VariableKind::Value);
            ClauseKind::Unwind { list, variable }
        } else if self.at("CREATE") && !self.is_schema_command() {
            self.advance();
            ClauseKind::Create(self.patterns()?)
        } else if self.eat("MERGE") {
            let pattern = self.path_pattern()?;
            let mut actions = Vec::new();
            loop {
                let on_create = if self.eat("ON CREATE SET") {
                    true
                } else if self.eat("ON MATCH SET") {
                    false
                } else {
                    break;
                };
                let items = self.separated(Parser::set_item)?;
                actions.push(MergeAction { on_create, items });
            }
            ClauseKind::Merge { pattern, actions }
        } else if self.eat("SET") {
            ClauseKind::Set(self.separated(Parser::set_item)?)
        } else if self.eat("REMOVE") {
            ClauseKind::Remove(self.separated(Parser::remove_item)?)
        } else if self.eat("DETACH DELETE") {
            let targets = self.separated(|parser| parser.expr("what to delete"))?;
            ClauseKind::Delete {
                detach: true,
                targets,
            }
        } else if self.eat("DELETE") {
            let targets = self.separated(|parser| parser.expr("what to delete"))?;
            ClauseKind::Delete {
                detach: false,
                targets,
            }
        } else if self.eat("CALL") {
            self.call()?
        } else if self.eat("FINISH") {
            ClauseKind::Finish
        } else {
            return Ok(None);
        };
        Ok(Some(kind))
    }

    fn match_clause(&mut self, optional: bool) -> Result<ClauseKind, QueryError> {
        let patterns = self.patterns()?;
        let condition = self.condition()?;
        Ok(ClauseKind::Match {
            optional,
            patterns,
            condition,
        })
    }

    /// Reads `WHERE …`, if it is there.
    pub(super) fn condition(&mut self) -> Result<Option<Expr>, QueryError> {
        if self.eat("WHERE") {
            return self.expr("a condition").map(Some);
        }
        Ok(None)
    }

    /// Reads one or more things with commas between.
    pub(super) fn separated<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, QueryError>,
    ) -> Result<Vec<T>, QueryError> {
        let mut items = vec![read(self)?];
        while self.eat_symbol(",") {
            items.push(read(self)?);
        }
        Ok(items)
    }

    fn set_item(&mut self) -> Result<SetItem, QueryError> {
        let target = self.updated("what to set, as in `n.name = 'x'`")?;
        match target {
            Updated::Labels(variable, labels) => Ok(SetItem::Labels { variable, labels }),
            Updated::Property(target, key) => {
                if !self.eat_symbol("=") {
                    return Err(self.not_assigned());
                }
                let value = self.expr("a value")?;
                Ok(SetItem::Property { target, key, value })
            }
            Updated::Variable(variable) => {
                let add = self.eat_symbol("+=");
                if !add && !self.eat_symbol("=") {
                    return Err(self.not_assigned());
                }
                let value = self.expr("a map of properties")?;
                Ok(SetItem::Properties {
                    variable,
                    value,
                    add,
                })
            }
        }
    }

    fn remove_item(&mut self) -> Result<RemoveItem, QueryError> {
        match self.updated("what to remove, as in `n.name` or `n:Label`")? {
            Updated::Labels(variable, labels) => Ok(RemoveItem::Labels { variable, labels }),
            Updated::Property(target, key) => Ok(RemoveItem::Property { target, key }),
            Updated::Variable(_) => Err(self.fail_with(
                "`.` and a property, or `:` and a label",
                "to delete the node itself, write DELETE",
            )),
        }
    }

    /// Reads the left side of an update.
    fn updated(&mut self, what: &str) -> Result<Updated, QueryError> {
        let start = self.position;
        let target = self.postfix(what)?;
        let end = self.since(start);
        match target.kind {
            ExprKind::Property(owner, key) => Ok(Updated::Property(*owner, key)),
            ExprKind::HasLabels(owner, labels) => {
                let ExprKind::Variable(text) = owner.kind else {
                    return Err(self.expected_at(owner.span, "a variable"));
                };
                let names = labels.conjunction().ok_or_else(|| {
                    QueryErrorKind::NotInUpdate {
                        what: "a label expression",
                        clause: "SET",
                    }
                    .at(end)
                })?;
                let variable = Name {
                    text,
                    span: owner.span,
                };
                Ok(Updated::Labels(variable, names))
            }
            ExprKind::Variable(text) => Ok(Updated::Variable(Name {
                text,
                span: target.span,
            })),
            _ => Err(self.expected_at(end, what)),
        }
    }

    fn call(&mut self) -> Result<ClauseKind, QueryError> {
        if self.at_symbol("{") || self.is_symbol(0, "(") {
            return self.subquery_call();
        }
        let name = self.dotted_name("the name of a procedure", &Expected::Procedure)?;
        let arguments = if self.at_symbol("(") {
            Some(self.arguments()?)
        } else {
            None
        };
        let mut outputs = Yield::None;
        let mut condition = None;
        if self.eat("YIELD") {
            let start = self.position;
            if self.eat_symbol("*") || self.is_symbol(0, "-") && self.eat_symbol("-") {
                outputs = Yield::All(self.since(start));
            } else {
                outputs = Yield::Items(self.separated(|parser| {
                    if parser.notes_on {
                        parser.note(Expected::Output(name.text.clone()));
                    }
                    let output = parser.variable("an output of the procedure")?;
                    let alias = if parser.eat("AS") {
                        Some(parser.variable("a name for the output")?)
                    } else {
                        None
                    };
                    parser.bind(alias.as_ref().unwrap_or(&output), VariableKind::Value);
                    Ok((output, alias))
                })?);
            }
            condition = self.condition()?;
        }
        Ok(ClauseKind::Call(Call {
            name,
            arguments,
            outputs,
            condition,
        }))
    }

    fn subquery_call(&mut self) -> Result<ClauseKind, QueryError> {
        let outer = self.names.clone();
        let mut imports = Imports::Leading;
        if self.is_symbol(0, "(") {
            let open = self.position;
            self.advance();
            imports = if self.eat_symbol("*") {
                Imports::All
            } else if self.is_symbol(0, ")") {
                Imports::Names(Vec::new())
            } else {
                Imports::Names(self.separated(|parser| {
                    parser.note_variables();
                    parser.variable("a variable")
                })?)
            };
            self.close(open, ")", "`,` or `)`")?;
        }
        let query = self.braced(Parser::query)?;
        // The subquery adds its columns to what was known.
        for known in outer {
            if !self.names.contains(&known) {
                self.names.push(known);
            }
        }
        Ok(ClauseKind::Subquery {
            imports,
            query: Box::new(query),
        })
    }

    /// Reads something in braces, one level deeper.
    pub(super) fn braced<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        let open = self.position;
        self.expect_symbol("{", "`{` and a query")?;
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let result = self.nested(read)?;
        self.bar_ends = bar_ends;
        if !self.is_symbol(0, "}") && self.partners[open] != super::cursor::NONE {
            return Err(self.no_next_clause());
        }
        self.close(open, "}", "the next clause or `}`")?;
        Ok(result)
    }

    /// Reads a name with dots in it; spaces around the dots are not part of it.
    pub(super) fn dotted_name(&mut self, what: &str, kind: &Expected) -> Result<Name, QueryError> {
        let start = self.position;
        self.note(kind.clone());
        let mut text = self.name(what)?.text;
        while self.eat_symbol(".") {
            self.note(kind.clone());
            text.push('.');
            text.push_str(&self.name("the rest of the name")?.text);
        }
        Ok(Name {
            text,
            span: self.since(start),
        })
    }
}

/// The left side of `SET` or `REMOVE`.
enum Updated {
    Variable(Name),
    Property(Expr, Name),
    Labels(Name, Vec<Name>),
}
