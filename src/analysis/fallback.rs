//! Tags and trees without a model: by lists of function words, endings and capitals.
//!
//! Every word hangs on the first verb of its sentence, or on its last noun. That is rough, but it
//! makes a complete analysis of any text where no weights are at hand.

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::Features;
use crate::analysis::Sentence;
use crate::analysis::Tag;
use crate::analysis::Token;
use crate::analysis::TokenId;
use crate::analysis::Upos;

/// Function words with their tags.
const WORDS: &[(Upos, &str, &str)] = &[
    (
        Upos::Det,
        "DT",
        "the a an this that these those every each some any no all both another",
    ),
    (
        Upos::Adp,
        "IN",
        "of in on at by for with from into over under after before against between among during about near off through since until without within along across behind despite per upon via toward towards",
    ),
    (Upos::Part, "TO", "to"),
    (Upos::Part, "RB", "not n't n’t"),
    (Upos::Part, "POS", "'s ’s ' ’"),
    (Upos::Cconj, "CC", "and or but nor yet"),
    (
        Upos::Sconj,
        "IN",
        "that because if while although though whether unless as than",
    ),
    (
        Upos::Pron,
        "PRP",
        "i you he she it we they him her them us me himself herself itself themselves",
    ),
    (Upos::Pron, "PRP$", "his its their our my your"),
    (Upos::Pron, "WP", "who whom what which whose"),
    (Upos::Adv, "WRB", "when where why how"),
    (
        Upos::Adv,
        "RB",
        "also now then there here very too so just only still again already never ever even not however",
    ),
    (Upos::Aux, "VBZ", "is has does"),
    (Upos::Aux, "VBD", "was were had did"),
    (Upos::Aux, "VBP", "are am have do 're 've"),
    (Upos::Aux, "VB", "be"),
    (Upos::Aux, "VBN", "been"),
    (Upos::Aux, "VBG", "being having"),
    (
        Upos::Aux,
        "MD",
        "will would can could may might must shall should 'll 'd",
    ),
    (
        Upos::Verb,
        "VBD",
        "said told made took came went saw gave met held left won lost led began became found killed",
    ),
    (Upos::Verb, "VBZ", "says"),
    (
        Upos::Num,
        "CD",
        "one two three four five six seven eight nine ten hundred thousand million billion",
    ),
];

/// Tags the tokens of one sentence.
pub(super) fn tag(text: &str, tokens: &[Token]) -> Vec<Tag> {
    tokens
        .iter()
        .enumerate()
        .map(|(index, token)| {
            let (upos, xpos) = tag_word(token.span.of(text), index == 0);
            Tag {
                upos,
                xpos,
                features: Features::default(),
            }
        })
        .collect()
}

fn tag_word(word: &str, first: bool) -> (Upos, &'static str) {
    let lower = word.to_lowercase();
    if let Some((upos, xpos, _)) = WORDS
        .iter()
        .find(|(_, _, words)| words.split(' ').any(|other| other == lower))
    {
        return (*upos, xpos);
    }
    let Some(start) = word.chars().next() else {
        return (Upos::X, "XX");
    };
    if !word.contains(char::is_alphanumeric) {
        return match word {
            "$" | "€" | "£" => (Upos::Sym, "$"),
            "%" | "+" | "=" | "&" => (Upos::Sym, "SYM"),
            "," => (Upos::Punct, ","),
            "-" => (Upos::Punct, "HYPH"),
            "(" | "[" => (Upos::Punct, "-LRB-"),
            ")" | "]" => (Upos::Punct, "-RRB-"),
            "“" | "‘" | "``" => (Upos::Punct, "``"),
            "\"" | "”" | "’" | "'" | "''" => (Upos::Punct, "''"),
            ":" | ";" | "--" | "—" | "–" | "..." | "…" => (Upos::Punct, ":"),
            "." | "!" | "?" => (Upos::Punct, "."),
            _ => (Upos::Punct, "NFP"),
        };
    }
    if start.is_numeric() {
        return (Upos::Num, "CD");
    }
    if start.is_uppercase() && !first {
        return (Upos::Propn, "NNP");
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&["ly"]) {
        (Upos::Adv, "RB")
    } else if ends(&["ing"]) {
        (Upos::Verb, "VBG")
    } else if ends(&["ed"]) {
        (Upos::Verb, "VBD")
    } else if ends(&["ous", "ful", "ive", "able", "ible", "ical", "ish", "less"]) {
        (Upos::Adj, "JJ")
    } else if lower.len() > 3 && ends(&["s"]) && !ends(&["ss", "us", "is"]) {
        (Upos::Noun, "NNS")
    } else {
        (Upos::Noun, "NN")
    }
}

/// Hangs the words of a sentence on its main word.
pub(super) fn parse(sentence: &Sentence, tags: &[Tag]) -> Vec<Dependency> {
    let first = sentence.tokens.start;
    let finite = |tag: &Tag| matches!(tag.xpos, "VBD" | "VBZ" | "VBP") && tag.upos == Upos::Verb;
    let root = tags
        .iter()
        .position(finite)
        .or_else(|| tags.iter().position(|tag| tag.upos == Upos::Verb))
        .or_else(|| {
            tags.iter()
                .rposition(|tag| matches!(tag.upos, Upos::Noun | Upos::Propn))
        })
        .unwrap_or(0);
    let nominal = |tag: &Tag| matches!(tag.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    let mut subject = false;
    (0..tags.len())
        .map(|index| {
            if index == root {
                return Dependency {
                    head: None,
                    deprel: Deprel::Root,
                };
            }
            let next_nominal = (index + 1..tags.len().min(index + 6))
                .find(|&other| nominal(&tags[other]) && other != index);
            let (head, deprel) = match tags[index].upos {
                Upos::Punct => (root, Deprel::Punct),
                Upos::Det => (next_nominal.unwrap_or(root), Deprel::Det),
                Upos::Adp => (next_nominal.unwrap_or(root), Deprel::Case),
                Upos::Adj => (next_nominal.unwrap_or(root), Deprel::Amod),
                Upos::Aux => (root, Deprel::Aux),
                Upos::Cconj => (root, Deprel::Cc),
                Upos::Sconj => (root, Deprel::Mark),
                Upos::Adv | Upos::Part => (root, Deprel::Advmod),
                _ if nominal(&tags[index])
                    && next_nominal == Some(index + 1)
                    && index + 1 != root =>
                {
                    (index + 1, Deprel::Compound)
                }
                _ if nominal(&tags[index]) && index < root && !subject => {
                    subject = true;
                    (root, Deprel::Nsubj)
                }
                _ if nominal(&tags[index]) && index > root => (root, Deprel::Obj),
                _ => (root, Deprel::Dep),
            };
            Dependency {
                head: Some(TokenId(first + head as u32)),
                deprel,
            }
        })
        .collect()
}
