//! What may come next at the cursor, and whether a text is a whole statement.
//!
//! The parser itself answers: it reads the tokens before the cursor, passes over what is broken,
//! and its notes at the end of them are what could follow. So completion knows whatever the
//! grammar knows, and cannot fall behind it.

use crate::base::Span;
use crate::query::ast::ClauseKind;
use crate::query::ast::Query;
use crate::query::lex;
use crate::query::lex::Token;
use crate::query::lex::TokenKind;
use crate::query::parse;
use crate::query::parse::Expected;
use crate::query::parse::Parser;

/// What may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectations {
    /// The word or text that is being typed, which a completion replaces; empty where none is.
    pub word: Span,
    /// The same with what stands before it and a dot, as in `db.la`: a part of the name of a
    /// procedure or function.
    pub dotted: Span,
    /// What may stand there, in no particular order.
    pub items: Vec<Expected>,
}

/// Finds what may stand at the byte `offset` of `text`; nothing inside a comment.
///
/// What follows the cursor plays no part.
pub fn expectations(text: &str, offset: usize) -> Expectations {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let nothing = Expectations {
        word: Span::new(end, end),
        dotted: Span::new(end, end),
        items: Vec::new(),
    };
    let mut tokens = lex::lex(before);
    let in_comment = tokens.iter().any(|token| {
        token.kind == TokenKind::UnclosedComment
            || token.kind == TokenKind::Comment
                && token.span.end as usize == end
                && !before.ends_with("*/")
    });
    if in_comment {
        return nothing;
    }
    tokens.retain(|token| token.kind != TokenKind::Comment);
    if let Some(semicolon) = tokens
        .iter()
        .rposition(|token| token.kind == TokenKind::Symbol(";"))
    {
        tokens.drain(..=semicolon);
    }
    let typed = typed_word(&tokens, before);
    let word = match typed {
        Some(token) => {
            tokens.remove(tokens.len() - 2);
            token.span
        }
        None => Span::new(end, end),
    };
    if let Some(last) = tokens.last_mut() {
        last.span = Span::new(word.start as usize, word.start as usize);
    }
    let dotted = dotted_before(&tokens, before).cover(word);
    let context = tokens.clone();
    let mut parser = Parser::recovering(before, tokens);
    // Broken or not, the notes are what counts.
    _ = parser.statement();
    let last = context.len() - 1;
    if let Some(token) = typed
        && token.kind == TokenKind::UnclosedText
    {
        let items = value(&parser, &context[..last], before)
            .into_iter()
            .collect();
        return Expectations {
            word,
            dotted: word,
            items,
        };
    }
    if parser.noted_at < last {
        return Expectations {
            word,
            dotted,
            ..nothing
        };
    }
    let mut items = parser.notes;
    // `$` is typed already, so only parameters go on from it.
    if word.of(before).starts_with('$') {
        items.retain(|item| *item == Expected::Parameter);
    }
    Expectations {
        word,
        dotted,
        items,
    }
}

/// Finds the token that ends at the cursor and may go on.
fn typed_word(tokens: &[Token], text: &str) -> Option<Token> {
    let token = *tokens.get(tokens.len().checked_sub(2)?)?;
    let at_cursor = token.span.end as usize == text.len();
    let goes_on = match token.kind {
        TokenKind::Word
        | TokenKind::Parameter
        | TokenKind::UnclosedText
        | TokenKind::UnclosedQuoted => true,
        TokenKind::Unknown => token.span.of(text) == "$",
        _ => false,
    };
    (at_cursor && goes_on).then_some(token)
}

/// Gives the span of the names with dots that end before the last token.
fn dotted_before(tokens: &[Token], text: &str) -> Span {
    let end = tokens
        .last()
        .map_or(text.len(), |end| end.span.start as usize);
    let mut start = end;
    let mut rest = &tokens[..tokens.len().saturating_sub(1)];
    while let [before @ .., name, dot] = rest
        && dot.kind == TokenKind::Symbol(".")
        && dot.span.end as usize == start
        && name.kind == TokenKind::Word
        && name.span.end == dot.span.start
    {
        start = name.span.start as usize;
        rest = before;
    }
    Span::new(start, end)
}

/// Tells which property a text at the end of `tokens` is a value of.
fn value(parser: &Parser, tokens: &[Token], text: &str) -> Option<Expected> {
    let mut rest = tokens;
    let word = |token: &Token| token.span.of(text);
    // Go back over what stands between the property and its value: `:`, `=`, `IN [`, `'a',` …
    while let [before @ .., last] = rest {
        let passed = match last.kind {
            TokenKind::Symbol(symbol) => ["=", "<>", "=~", ":", "[", ","].contains(&symbol),
            TokenKind::Word => ["CONTAINS", "STARTS", "ENDS", "WITH", "IN"]
                .iter()
                .any(|keyword| keyword.eq_ignore_ascii_case(word(last))),
            TokenKind::Text => true,
            _ => false,
        };
        if !passed {
            break;
        }
        rest = before;
    }
    let [owner @ .., key] = rest else {
        return None;
    };
    if rest.len() == tokens.len() || !matches!(key.kind, TokenKind::Word | TokenKind::Quoted) {
        return None;
    }
    let property = match key.kind {
        TokenKind::Quoted => lex::unquote(word(key)),
        _ => word(key).to_owned(),
    };
    let labels = match owner {
        [.., owner, dot] if dot.kind == TokenKind::Symbol(".") => parser
            .names
            .iter()
            .find(|known| known.name == word(owner))
            .map(|known| known.labels.clone())
            .unwrap_or_default(),
        [.., bracket] if matches!(bracket.kind, TokenKind::Symbol("{" | ",")) => {
            parser.map_labels.clone()
        }
        _ => return None,
    };
    Some(Expected::Value { property, labels })
}

/// Tells whether a text can be run as it is, or more lines are to come.
///
/// A semicolon ends a statement whatever is in it. Without one, a text waits for more where a
/// bracket, text, name or comment is open, where it breaks off, and where its last clause only
/// reads.
pub fn is_complete(text: &str) -> bool {
    let mut ends = true;
    for token in lex::lex(text) {
        match token.kind {
            TokenKind::UnclosedText | TokenKind::UnclosedQuoted | TokenKind::UnclosedComment => {
                return false;
            }
            TokenKind::Symbol(";") => ends = true,
            TokenKind::Comment | TokenKind::End => {}
            _ => ends = false,
        }
    }
    if ends {
        return true;
    }
    let start = lex::statements(text)
        .last()
        .map_or(0, |span| span.start as usize);
    let statement = &text[start..];
    match parse::parse(statement) {
        Ok(query) => ends_well(&query),
        Err(_) => {
            // An error before the end will not go away with more lines.
            let mut parser = Parser::noting(statement);
            let failed = parser.statement().is_err();
            !(failed && parser.noted_at + 1 >= parser.token_count())
        }
    }
}

/// Tells whether the last clause gives rows or changes something.
fn ends_well(query: &Query) -> bool {
    let last = query.parts.last().and_then(|part| part.clauses.last());
    last.is_some_and(|clause| {
        !matches!(
            clause.kind,
            ClauseKind::Match { .. } | ClauseKind::Unwind { .. } | ClauseKind::With { .. }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::expectations;
    use super::is_complete;
    use crate::query::Expected;

    /// Gives what is expected at the bar in `marked`.
    fn at(marked: &str) -> Vec<Expected> {
        let offset = marked.find('¦').unwrap();
        expectations(&marked.replace('¦', ""), offset).items
    }

    fn keywords(marked: &str) -> Vec<&'static str> {
        at(marked)
            .into_iter()
            .filter_map(|item| match item {
                Expected::Keyword(keyword) => Some(keyword),
                _ => None,
            })
            .collect()
    }

    fn variables(marked: &str) -> Vec<String> {
        at(marked)
            .into_iter()
            .filter_map(|item| match item {
                Expected::Variable(known) => Some(known.name),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_query_starts_with_a_clause() {
        assert!(keywords("¦").contains(&"MATCH"));
        assert!(keywords("MA¦").contains(&"MATCH"));
        assert!(keywords("RETURN 1; ¦").contains(&"MATCH"));
    }

    #[test]
    fn labels_and_types_come_after_their_colons() {
        assert!(at("MATCH (n:¦").contains(&Expected::Label));
        assert!(at("MATCH (n:A|Pe¦").contains(&Expected::Label));
        assert!(at("MATCH (n)-[r:¦").contains(&Expected::Type));
        assert!(!at("MATCH (n)-[r:¦").contains(&Expected::Label));
    }

    #[test]
    fn a_pattern_goes_on_or_gets_a_condition() {
        let found = keywords("MATCH (n) ¦");
        for keyword in ["WHERE", "RETURN", "WITH", "OPTIONAL MATCH"] {
            assert!(found.contains(&keyword), "{keyword}");
        }
        assert!(at("MATCH (n)¦").contains(&Expected::Symbol("-")));
    }

    #[test]
    fn properties_know_the_labels_of_their_owner() {
        let person = Expected::Property {
            labels: vec!["Person".to_owned()],
            types: Vec::new(),
        };
        assert!(at("MATCH (n:Person) RETURN n.¦").contains(&person));
        assert!(at("MATCH (n:Person) WHERE n.na¦").contains(&person));
        assert!(at("MATCH (n:Person {¦").contains(&person));
        assert!(at("MATCH (x:Person) WITH x AS n RETURN n.¦").contains(&person));
    }

    #[test]
    fn variables_in_scope_are_offered() {
        assert_eq!(variables("MATCH (a)-[r]->(b) RETURN ¦"), ["a", "r", "b"]);
        assert_eq!(variables("MATCH (a)-->(b) WITH a AS x RETURN ¦"), ["x"]);
        assert_eq!(
            variables("MATCH (a) RETURN [y IN a.list WHERE ¦"),
            ["a", "y"]
        );
        assert_eq!(variables("UNWIND [1] AS x RETURN x ORDER BY ¦"), ["x"]);
    }

    #[test]
    fn what_is_broken_before_is_passed_over() {
        assert_eq!(variables("MATCH (a:A {x 1}) MATCH (b) RETURN ¦"), ["b"]);
        assert!(keywords("MATCH ((( WITH 1 AS x RETURN x ¦").contains(&"LIMIT"));
    }

    #[test]
    fn a_text_knows_its_property() {
        let name = |labels: &[&str]| Expected::Value {
            property: "name".to_owned(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        };
        assert_eq!(at("MATCH (n:State {name: 'Uk¦"), [name(&["State"])]);
        assert_eq!(
            at("MATCH (n:State) WHERE n.name = \"Uk¦"),
            [name(&["State"])]
        );
        assert_eq!(at("MATCH (n) WHERE n.name IN ['a', 'b¦"), [name(&[])]);
        assert_eq!(at("MATCH (n) WHERE n.name STARTS WITH '¦"), [name(&[])]);
        assert_eq!(at("RETURN '¦"), []);
    }

    #[test]
    fn comments_are_left_alone() {
        assert_eq!(at("MATCH (n) // ¦"), []);
        assert_eq!(at("MATCH (n) /* ¦"), []);
        assert_ne!(at("MATCH (n) /* x */¦"), []);
    }

    #[test]
    fn parameters_functions_and_procedures_are_expected_where_they_stand() {
        assert_eq!(at("RETURN $¦"), [Expected::Parameter]);
        assert!(at("RETURN toU¦").contains(&Expected::Function));
        assert!(at("CALL db.¦").contains(&Expected::Procedure));
        assert!(at("RETURN date.tru¦").contains(&Expected::Function));
        let text = "RETURN 1 + date.tru";
        assert_eq!(expectations(text, text.len()).dotted.of(text), "date.tru");
        let output = Expected::Output("db.labels".to_owned());
        assert!(at("CALL db.labels() YIELD ¦").contains(&output));
    }

    #[test]
    fn every_place_of_a_long_query_has_an_answer() {
        let text = "MATCH (n:A {x: 'é'})-[r:T*1..3]->(m) WHERE n.x > 1 AND EXISTS { (n)-->() } \
                    RETURN count(DISTINCT n) AS c, [x IN m.l WHERE x | x.y] ORDER BY c LIMIT 3";
        for offset in 0..=text.len() + 2 {
            expectations(text, offset);
        }
    }

    #[test]
    fn a_statement_is_complete_when_nothing_is_open() {
        let check = |text: &str, complete: bool| assert_eq!(is_complete(text), complete, "{text}");
        check("MATCH (n) RETURN n", true);
        check("MATCH (n) RETURN n;", true);
        check("MATCH (n", false);
        check("MATCH (n)", false);
        check("MATCH (n) RETURN", false);
        check("MATCH (n) RETURN n LIMIT", false);
        check("RETURN 'a", false);
        check("RETURN 1 /* a", false);
        check("MATCH (n) RETRUN n", true);
        check("MATCH (n;", true);
        check("RETURN 1; MATCH (n)", false);
        check("", true);
        check("CREATE (n)", true);
    }
}
