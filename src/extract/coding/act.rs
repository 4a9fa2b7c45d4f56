//! The act that a sentence tells of, and who stands on its two sides.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::CodeBook;
use crate::data::Way;
use crate::data::words::Role;
use crate::extract::Class;
use crate::extract::coding::Coding;
use crate::extract::coding::Party;
use crate::extract::coding::party::Parties;
use crate::extract::draft::Draft;
use crate::extract::frame;
use crate::extract::grammar::Arguments;
use crate::extract::nominal;
use crate::extract::reading::Reading;
use crate::extract::speech::is_negated;

/// How far complements are followed: "said that it had agreed to begin to withdraw".
const DEPTH: u8 = 6;

/// The prepositions under which the other side is looked for, the likeliest first.
const TOWARDS: &[&str] = &[
    "with",
    "against",
    "to",
    "on",
    "upon",
    "at",
    "towards",
    "toward",
    "from",
    "between",
    "by",
    "over",
    "about",
    "for",
    "of",
    "into",
    "in",
    "near",
    "through",
    "inside",
    "outside",
    "across",
    "along",
    "throughout",
    "as",
];

/// Codes the sentences of a document, one record a sentence at most.
pub(in crate::extract) fn find(draft: &Draft<'_>, book: &CodeBook) -> Vec<Coding> {
    let coder = Coder {
        reading: draft.reading,
        draft,
        book,
        parties: Parties::new(draft),
    };
    let sentences = draft.reading.analysis.sentences();
    sentences
        .iter()
        .filter_map(|sentence| coder.sentence(sentence.tokens.clone().map(TokenId)))
        .collect()
}

struct Coder<'a> {
    reading: &'a Reading<'a>,
    draft: &'a Draft<'a>,
    book: &'a CodeBook,
    parties: Parties<'a>,
}

/// An act before its sides have been weighed against each other.
#[derive(Clone, Debug)]
struct Act {
    code: String,
    trigger: TokenId,
    sources: Vec<TokenId>,
    targets: Vec<Party>,
}

impl Coder<'_> {
    fn sentence(&self, tokens: impl Iterator<Item = TokenId> + Clone) -> Option<Coding> {
        let reading = self.reading;
        let root = tokens
            .clone()
            .find(|&token| reading.head(token).is_none())?;
        let act = self.spoken(root).or_else(|| {
            // A headline, or a tree that is wrong at the top: the first clause that tells of an act.
            tokens
                .clone()
                .filter(|&token| token != root && reading.upos(token) == Upos::Verb)
                .filter(|&token| {
                    !matches!(
                        reading.deprel(token),
                        Deprel::Amod
                            | Deprel::Compound
                            | Deprel::Case
                            | Deprel::Mark
                            | Deprel::Advcl
                    )
                })
                .find_map(|token| self.clause(token, &[], DEPTH))
        })?;
        self.settle(act)
    }

    /// "The US must mediate, Mubarak said": what the speaker says must be is demanded.
    fn spoken(&self, root: TokenId) -> Option<Act> {
        let reading = self.reading;
        if let Some(obliged) = self.obliged(root) {
            let speaker = reading.children(root).iter().find_map(|&child| {
                let says = reading.deprel(child) == Deprel::Parataxis
                    && self.book.way(&reading.lemma(child)) == Some(Way::Says);
                says.then(|| reading.arguments(child).subject)
            });
            if let Some(speaker) = speaker.filter(|speaker| !speaker.is_empty()) {
                return Some(self.demand(root, speaker, &obliged, root));
            }
        }
        self.clause(root, &[], DEPTH)
    }

    /// Codes a clause; `outer` is the subject of what it is the complement of.
    fn clause(&self, at: TokenId, outer: &[TokenId], depth: u8) -> Option<Act> {
        if depth == 0 {
            return None;
        }
        let reading = self.reading;
        let arguments = reading.arguments(at);
        let sources = self.sources(&arguments, outer);
        if let Some(act) = self.in_protest(at, &arguments, &sources) {
            return Some(act);
        }
        let negated = is_negated(reading, at);
        let future = self.is_future(at);
        let way = self.way(at, &arguments);
        let led = match way {
            _ if negated => None,
            Some(Way::Says) => {
                return self.said(at, &arguments, &sources, depth);
            }
            Some(way) => self.led(at, way, &arguments, &sources, depth),
            None => None,
        };
        let mut act = match led {
            Some(act) => act,
            None => {
                // "will not accept refugees": whatever it is, it is refused.
                let refused = || {
                    let will = negated && future && !arguments.object.is_empty();
                    (will && reading.upos(at) == Upos::Verb && !sources.is_empty())
                        .then(|| "REJECT".to_owned())
                };
                let code = self.code(at, &arguments).or_else(refused)?;
                Act {
                    code,
                    trigger: at,
                    targets: self.targets(at, &arguments, &sources),
                    sources,
                }
            }
        };
        let hostile = self.book.is_conflict(&act.code);
        if negated {
            // "did not arrest them", "will not attack": nothing of the sort happens.
            if hostile || !(future || self.book.is_cooperation(&act.code)) {
                return None;
            }
            "REJECT".clone_into(&mut act.code);
        } else if future && self.book.is_cooperation(&act.code) {
            "AGREE".clone_into(&mut act.code);
        } else if future && hostile {
            "THREATEN".clone_into(&mut act.code);
        }
        Some(act)
    }

    fn way(&self, at: TokenId, arguments: &Arguments) -> Option<Way> {
        let reading = self.reading;
        let lemma = reading.lemma(at);
        let way = self
            .book
            .way(&lemma)
            .or_else(|| self.book.way(reading.lower(at)))?;
        // "called off the strike", "called him a liar": another meaning of the word.
        let other = way == Way::Demands
            && lemma == "call"
            && !arguments
                .oblique
                .iter()
                .any(|(case, _)| matches!(case.as_str(), "for" | "on" | "upon"))
            && arguments.complement.is_empty();
        (!other).then_some(way)
    }

    fn complements(&self, at: TokenId, arguments: &Arguments) -> Vec<TokenId> {
        let reading = self.reading;
        let mut found = arguments.complement.clone();
        // An infinitive that the tree hangs beside the verb, and not under it.
        found.extend(reading.children(at).iter().copied().filter(|&child| {
            child > at
                && matches!(reading.deprel(child), Deprel::Advcl | Deprel::Acl)
                && reading.is_infinitive(child)
        }));
        // "resorted to throwing stones".
        found.extend(reading.children(at).iter().copied().filter(|&child| {
            child > at
                && reading.deprel(child) == Deprel::Advcl
                && reading.analysis.tag(child).xpos == "VBG"
                && reading
                    .children(child)
                    .iter()
                    .any(|&mark| matches!(reading.lower(mark), "to" | "in" | "on") && mark < child)
        }));
        found
    }

    /// What was said is coded, not that it was said.
    fn said(
        &self,
        at: TokenId,
        arguments: &Arguments,
        sources: &[TokenId],
        depth: u8,
    ) -> Option<Act> {
        for &inner in &arguments.complement {
            if let Some(obliged) = self.obliged(inner)
                && !sources.is_empty()
                && !self.same(sources, &obliged)
            {
                return Some(self.demand(at, sources.to_vec(), &obliged, inner));
            }
            if let Some(act) = self.clause(inner, sources, depth - 1) {
                return Some(act);
            }
        }
        let code = self.code(at, arguments)?;
        let insisted = code == "REQUEST" || code == "THREATEN" || code == "ACCUSE";
        (insisted || arguments.complement.is_empty()).then(|| Act {
            code,
            trigger: at,
            sources: sources.to_vec(),
            targets: self.targets(at, arguments, sources),
        })
    }

    fn demand(
        &self,
        trigger: TokenId,
        sources: Vec<TokenId>,
        obliged: &[TokenId],
        clause: TokenId,
    ) -> Act {
        let mut targets: Vec<Party> = obliged
            .iter()
            .flat_map(|&token| self.parties.of(token))
            .collect();
        if targets.is_empty() {
            let arguments = self.reading.arguments(clause);
            targets = self.targets(clause, &arguments, &sources);
        }
        Act {
            code: "REQUEST".to_owned(),
            trigger,
            sources,
            targets,
        }
    }

    /// Codes a verb that leads another in.
    fn led(
        &self,
        at: TokenId,
        way: Way,
        arguments: &Arguments,
        sources: &[TokenId],
        depth: u8,
    ) -> Option<Act> {
        let complements = self.complements(at, arguments);
        let inner = || {
            complements
                .iter()
                .find_map(|&clause| self.clause(clause, sources, depth - 1))
        };
        let reached = |inner: Option<&Act>| -> Vec<Party> {
            let own = inner.map(|act| act.targets.clone()).unwrap_or_default();
            if !own.is_empty() {
                return own;
            }
            let within = complements
                .iter()
                .map(|&clause| self.targets(clause, &self.reading.arguments(clause), sources))
                .find(|found| found.iter().any(|party| party.country.is_some()));
            within.unwrap_or_else(|| self.targets(at, arguments, sources))
        };
        let act = |code: &str, targets: Vec<Party>| Act {
            code: code.to_owned(),
            trigger: at,
            sources: sources.to_vec(),
            targets,
        };
        match way {
            Way::Says => None,
            Way::Passes => {
                // "began a hunger strike to demand reforms": the object tells.
                let own = (!arguments.object.is_empty())
                    .then(|| self.book_code(at, arguments))
                    .flatten();
                if let Some(code) = own {
                    return Some(act(&code, self.targets(at, arguments, sources)));
                }
                inner().map(|inner| Act {
                    trigger: at,
                    sources: sources.to_vec(),
                    ..inner
                })
            }
            Way::Prepares => {
                let inner = inner()?;
                let code =
                    if self.reading.upos(at) == Upos::Adj && self.book.is_conflict(&inner.code) {
                        "THREATEN"
                    } else if self.book.is_conflict(&inner.code) {
                        "MOBILIZE"
                    } else {
                        "AGREE"
                    };
                Some(act(code, inner.targets))
            }
            Way::Intends => {
                if complements.is_empty() && self.reading.lemma(at) != "agree" {
                    return None;
                }
                let inner = inner();
                let hostile = inner.as_ref().is_some_and(|inner| {
                    self.book.is_conflict(&inner.code) || inner.code == "THREATEN"
                });
                // "are expected to", "is scheduled to": nobody commits to it.
                if arguments.passive && inner.is_none() {
                    return None;
                }
                let refuses = inner.as_ref().is_some_and(|inner| inner.code == "REJECT");
                let code = match () {
                    () if self.reading.lemma(at) == "agree" => "AGREE",
                    () if hostile => "THREATEN",
                    () if refuses => "REJECT",
                    () => "AGREE",
                };
                let targets = reached(inner.as_ref());
                Some(act(code, targets))
            }
            Way::Threatens => {
                let inner = inner();
                Some(act("THREATEN", reached(inner.as_ref())))
            }
            Way::Refuses => {
                let inner = inner();
                Some(act("REJECT", reached(inner.as_ref())))
            }
            Way::Demands => {
                let asked: Vec<TokenId> = arguments
                    .object
                    .iter()
                    .chain(&arguments.indirect)
                    .copied()
                    .chain(arguments.slot(self.reading, "on"))
                    .chain(arguments.slot(self.reading, "upon"))
                    .chain(arguments.slot(self.reading, "to"))
                    .chain(
                        complements
                            .iter()
                            .flat_map(|&clause| {
                                let inner = self.reading.arguments(clause);
                                if inner.passive {
                                    inner.object
                                } else {
                                    inner.subject
                                }
                            })
                            .filter(|token| !sources.contains(token)),
                    )
                    .collect();
                if asked.is_empty() && complements.is_empty() {
                    return self
                        .code(at, arguments)
                        .map(|code| act(&code, self.targets(at, arguments, sources)));
                }
                // "sought to", "asked to leave": wants it for himself.
                if self.reading.lemma(at) == "seek" {
                    return inner();
                }
                let targets = self.first_side(&asked, sources);
                let targets = if targets.is_empty() {
                    reached(None)
                } else {
                    targets
                };
                Some(act("REQUEST", targets))
            }
            Way::Allows => {
                let inner = inner();
                let access = self.mentions(at, &|lemma| self.book.is_access(lemma));
                let code = if access { "RETREAT" } else { "CONCEDE" };
                let mut targets = self.first_side(&arguments.object, sources);
                if targets.is_empty() {
                    targets = reached(inner.as_ref());
                }
                Some(act(code, targets))
            }
        }
    }

    /// "blocked a road to protest against the law", "a hunger strike in protest at his arrest".
    fn in_protest(&self, at: TokenId, arguments: &Arguments, sources: &[TokenId]) -> Option<Act> {
        let reading = self.reading;
        if sources.is_empty() || reading.upos(at) != Upos::Verb {
            return None;
        }
        let purpose = reading.children(at).iter().copied().find(|&child| {
            matches!(
                reading.deprel(child),
                Deprel::Advcl | Deprel::Xcomp | Deprel::Acl
            ) && child > at
                && reading.lemma(child) == "protest"
        });
        let phrase = reading
            .children(at)
            .iter()
            .copied()
            .chain(
                arguments
                    .object
                    .iter()
                    .flat_map(|&object| reading.children(object).iter().copied()),
            )
            .find(|&child| {
                matches!(reading.deprel(child), Deprel::Obl | Deprel::Nmod)
                    && reading.case(child).as_deref() == Some("in")
                    && matches!(reading.lemma(child).as_str(), "protest" | "defiance")
            });
        let found = purpose.or(phrase)?;
        let mut targets = if reading.upos(found) == Upos::Verb {
            self.targets(found, &reading.arguments(found), sources)
        } else {
            self.first_side(&[found], sources)
        };
        if targets.is_empty() {
            targets = self.targets(at, arguments, sources);
        }
        Some(Act {
            code: "PROTEST".to_owned(),
            trigger: at,
            sources: sources.to_vec(),
            targets,
        })
    }

    /// The code of a verb by itself: by the book, by the event it is in the graph, or by the noun
    /// that a light verb goes with.
    fn code(&self, at: TokenId, arguments: &Arguments) -> Option<String> {
        let reading = self.reading;
        if reading.upos(at) != Upos::Verb {
            let copula = reading.child(at, Deprel::Cop).is_some();
            let event = copula.then(|| self.noun_code(at)).flatten();
            return event.or_else(|| self.book_code(at, arguments));
        }
        if let Some(code) = self.book_code(at, arguments) {
            return Some(self.armed(code, at, arguments));
        }
        let entry = frame::choose(reading, at, arguments);
        let named = arguments
            .object
            .iter()
            .find_map(|&object| self.noun_code(object));
        let own = entry
            .and_then(|entry| entry.event.as_deref())
            .and_then(event_code);
        let suffers = entry.is_some_and(|entry| entry.source_role == Role::Target);
        if suffers {
            return None;
        }
        let code = match own {
            Some(code) => code.to_owned(),
            None if is_light(&reading.lemma(at)) => named?,
            None => return None,
        };
        Some(self.armed(code, at, arguments))
    }

    fn book_code(&self, at: TokenId, arguments: &Arguments) -> Option<String> {
        let reading = self.reading;
        let lemma = reading.lemma(at);
        let particle = format!("{lemma} {}", arguments.particle);
        let after = TokenId(at.0 + 1);
        let adverb = (after.index() < reading.analysis.tokens().len())
            .then(|| format!("{lemma} {}", reading.lower(after)));
        let found = self.book.verb(&lemma).find(|act| {
            let word = act
                .words
                .iter()
                .any(|word| *word == lemma || *word == particle || Some(word) == adverb.as_ref());
            let object = act.objects.is_empty() || {
                let oblique = arguments.oblique.iter().map(|(_, token)| token);
                let mut phrases = arguments
                    .object
                    .iter()
                    .chain(&arguments.indirect)
                    .chain(oblique);
                phrases.any(|&token| self.holds(token, &act.objects))
                    || self.complements(at, arguments).iter().any(|&token| {
                        reading.upos(token) != Upos::Verb && self.holds(token, &act.objects)
                    })
            };
            let subject = act.subjects.is_empty()
                || arguments
                    .subject
                    .iter()
                    .any(|&token| self.holds(token, &act.subjects))
                || (act.subjects.iter().any(|word| word == "joint")
                    && (arguments.subject.len() > 1
                        || arguments
                            .subject
                            .iter()
                            .any(|&token| self.parties.of(token).len() > 1)
                        || self.mentions(at, &|lemma| lemma == "joint")));
            word && object && subject
        })?;
        Some(found.code.clone())
    }

    /// Tells whether a noun phrase has one of the words as its head or before it, or as the head of
    /// a phrase in it: "a *state* of emergency".
    fn holds(&self, token: TokenId, words: &[String]) -> bool {
        let reading = self.reading;
        let base = |token: TokenId| {
            let (first, last) = nominal::base_phrase(reading, token);
            (first.0..=last.0).map(TokenId)
        };
        let inner = reading.noun_arguments(token);
        base(token)
            .chain(
                inner
                    .iter()
                    .filter(|(case, _)| matches!(case.as_str(), "of" | "for" | "to" | "on"))
                    .flat_map(|(_, token)| base(*token)),
            )
            .any(|token| {
                words
                    .iter()
                    .any(|word| *word == reading.lemma(token) || word == reading.lower(token))
            })
    }

    /// Tells whether a noun below a word is one that a test takes.
    fn mentions(&self, at: TokenId, takes: &dyn Fn(&str) -> bool) -> bool {
        let (first, last) = self.reading.extent(at);
        (first.0..=last.0)
            .map(TokenId)
            .any(|token| takes(&self.reading.lemma(token)))
    }

    fn noun_code(&self, token: TokenId) -> Option<String> {
        let reading = self.reading;
        let lemma = reading.lemma(token);
        if token.0 > 0 {
            let two = format!("{} {lemma}", reading.lower(TokenId(token.0 - 1)));
            if let Some(code) = self.book.noun(&two) {
                return Some(code.to_owned());
            }
        }
        if let Some(code) = self
            .book
            .noun(&lemma)
            .or_else(|| self.book.noun(reading.lower(token)))
        {
            return Some(code.to_owned());
        }
        let entries = nominal::entries(reading, token);
        entries
            .iter()
            .find_map(|entry| entry.event.as_deref())
            .and_then(event_code)
            .map(str::to_owned)
    }

    /// What armies do with their weapons is FIGHT.
    fn armed(&self, code: String, at: TokenId, arguments: &Arguments) -> String {
        if code != "ASSAULT" {
            return code;
        }
        let reading = self.reading;
        let personal = matches!(
            reading.lemma(at).as_str(),
            "torture"
                | "rape"
                | "beat"
                | "kidnap"
                | "abduct"
                | "assassinate"
                | "execute"
                | "hijack"
                | "murder"
        );
        let army = arguments.subject.iter().any(|&subject| {
            let (first, last) = nominal::base_phrase(reading, subject);
            (first.0..=last.0)
                .map(TokenId)
                .any(|token| self.book.is_military(&reading.lemma(token)))
        });
        let battle = arguments.oblique.iter().any(|(case, token)| {
            matches!(case.as_str(), "in" | "during")
                && self.noun_code(*token).as_deref() == Some("FIGHT")
        });
        if (army && !personal) || battle {
            "FIGHT".to_owned()
        } else {
            code
        }
    }

    fn is_future(&self, at: TokenId) -> bool {
        let reading = self.reading;
        let auxiliary = reading.children(at).iter().any(|&child| {
            reading.deprel(child) == Deprel::Aux
                && matches!(
                    reading.lower(child),
                    "will" | "would" | "shall" | "'ll" | "’ll" | "wo"
                )
        });
        let planned = reading.is_infinitive(at)
            && reading.children(at).iter().any(|&child| {
                matches!(reading.deprel(child), Deprel::Aux | Deprel::Cop)
                    && reading.lemma(child) == "be"
                    && child < at
            })
            && reading.head(at).is_none();
        auxiliary || planned
    }

    /// Who is said to be bound to do something: "China *must* drop barriers".
    fn obliged(&self, clause: TokenId) -> Option<Vec<TokenId>> {
        let reading = self.reading;
        let must = reading.children(clause).iter().any(|&child| {
            reading.deprel(child) == Deprel::Aux
                && matches!(reading.lower(child), "must" | "should" | "ought")
        });
        let has_to = matches!(reading.lemma(clause).as_str(), "have" | "need")
            && reading.children(clause).iter().any(|&child| {
                reading.deprel(child) == Deprel::Xcomp && reading.is_infinitive(child)
            });
        if !must && !has_to {
            return None;
        }
        let arguments = reading.arguments(clause);
        let subject = if arguments.passive {
            arguments.object
        } else {
            arguments.subject
        };
        (!subject.is_empty()).then_some(subject)
    }

    /// Who acts: the subject, or for a pronoun that takes up the speaker, the speaker.
    fn sources(&self, arguments: &Arguments, outer: &[TokenId]) -> Vec<TokenId> {
        let own = &arguments.subject;
        let pronoun = own.len() == 1
            && self.reading.upos(own[0]) == Upos::Pron
            && matches!(
                self.reading.lower(own[0]),
                "it" | "he" | "she" | "they" | "we" | "i"
            );
        if (own.is_empty() && !arguments.passive) || (pronoun && !outer.is_empty()) {
            return outer.to_vec();
        }
        own.clone()
    }

    fn same(&self, a: &[TokenId], b: &[TokenId]) -> bool {
        a.iter().any(|&a| {
            b.iter().any(|&b| {
                let entity = self.draft.entity_at(a);
                a == b || (entity.is_some() && entity == self.draft.entity_at(b))
            })
        })
    }

    /// The other side: the object, else the phrases beside the verb, the likeliest preposition first.
    fn targets(&self, at: TokenId, arguments: &Arguments, sources: &[TokenId]) -> Vec<Party> {
        let mut groups: Vec<Vec<TokenId>> = Vec::new();
        if let Some(entry) = frame::choose(self.reading, at, arguments) {
            for slot in &entry.target {
                groups.push(arguments.slot(self.reading, slot));
            }
        }
        groups.push(arguments.indirect.clone());
        groups.push(arguments.object.clone());
        for case in TOWARDS {
            groups.push(arguments.slot(self.reading, case));
        }
        groups.push(
            arguments
                .oblique
                .iter()
                .filter(|(case, _)| !TOWARDS.contains(&case.as_str()) && case != "according_to")
                .map(|(_, token)| *token)
                .collect(),
        );
        for &clause in self.complements(at, arguments).iter() {
            let inner = self.reading.arguments(clause);
            groups.push(inner.object.clone());
            groups.push(inner.oblique.iter().map(|(_, token)| *token).collect());
        }
        let known = groups
            .iter()
            .map(|group| {
                let others: Vec<TokenId> = group
                    .iter()
                    .copied()
                    .filter(|&token| !self.is_own(token, sources))
                    .collect();
                self.first_side(&others, sources)
            })
            .find(|found| !found.is_empty());
        if let Some(known) = known {
            return known;
        }
        // "strengthened its forces in Lebanon": where what is one's own stands.
        let own = groups
            .iter()
            .flatten()
            .filter(|&&token| self.is_own(token, sources))
            .flat_map(|&token| self.reading.noun_arguments(token))
            .filter(|(case, _)| case != "poss")
            .map(|(_, token)| self.first_side(&[token], sources))
            .find(|found| !found.is_empty());
        if let Some(own) = own {
            return own;
        }
        // Nobody's country is known: whom it is done to all the same.
        groups
            .iter()
            .flatten()
            .copied()
            .find(|&token| {
                !sources.contains(&token)
                    && self
                        .draft
                        .node_at(token)
                        .is_some_and(|entity| self.draft.entity(entity).class.is_actor())
            })
            .map(|token| vec![self.parties.plain(token)])
            .unwrap_or_default()
    }

    /// Tells whether a thing is the actor's own: "withdrew *its troops* from Cambodia".
    fn is_own(&self, token: TokenId, sources: &[TokenId]) -> bool {
        let reading = self.reading;
        reading.children(token).iter().any(|&child| {
            reading.deprel(child) == Deprel::NmodPoss
                && (self.same(&[child], sources)
                    || matches!(
                        reading.lower(child),
                        "its" | "their" | "his" | "her" | "our"
                    ))
        })
    }

    fn first_side(&self, tokens: &[TokenId], sources: &[TokenId]) -> Vec<Party> {
        let others: Vec<TokenId> = tokens
            .iter()
            .copied()
            .filter(|&token| !self.same(&[token], sources))
            .filter(|&token| {
                self.draft
                    .candidate_index(token)
                    .is_none_or(|index| self.draft.candidates[index].class != Class::Time)
            })
            .collect();
        let mut found: Vec<Party> = Vec::new();
        for token in others {
            for party in self.parties.of(token) {
                if !found.contains(&party) {
                    found.push(party);
                }
            }
        }
        found
    }

    /// Gives each side its countries, and both sides to a mutual act.
    fn settle(&self, act: Act) -> Option<Coding> {
        let mut sources: Vec<Party> = Vec::new();
        for &token in &act.sources {
            let found = self.parties.of(token);
            if found.is_empty() {
                sources.push(self.parties.plain(token));
            }
            for party in found {
                if !sources.contains(&party) {
                    sources.push(party);
                }
            }
        }
        let mut targets = act.targets;
        if sources.is_empty() && targets.is_empty() {
            return None;
        }
        let countries = |side: &[Party]| -> Vec<String> {
            let mut found: Vec<String> = side
                .iter()
                .filter_map(|party| party.country.clone())
                .collect();
            found.sort();
            found.dedup();
            found
        };
        let acting = countries(&sources);
        let mutual = matches!(
            act.code.as_str(),
            "AGREE" | "CONSULT" | "COOPERATE" | "SUPPORT"
        );
        if mutual && acting.len() > 1 {
            targets.clone_from(&sources);
        }
        // What a state does to people of no stated country, it does to its own.
        let struck = countries(&targets);
        if let [home] = acting.as_slice()
            && struck.is_empty()
        {
            for party in &mut targets {
                party.country = Some(home.clone());
            }
        }
        if let [home] = struck.as_slice()
            && acting.is_empty()
            && !matches!(home.as_str(), "IGO" | "NGO" | "IMG")
        {
            let body = |party: &Party| {
                let entity = party.entity.map(|entity| self.draft.entity(entity));
                entity.is_some_and(|entity| entity.named && entity.class != Class::Person)
            };
            for party in sources.iter_mut().filter(|party| !body(party)) {
                party.country = Some(home.clone());
            }
        }
        Some(Coding {
            code: act.code,
            trigger: act.trigger,
            sources,
            targets,
        })
    }
}

/// Verbs that leave the meaning to their object.
fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "begin"
            | "carry"
            | "commit"
            | "conduct"
            | "continue"
            | "have"
            | "hold"
            | "issue"
            | "launch"
            | "lead"
            | "make"
            | "mount"
            | "open"
            | "order"
            | "organise"
            | "organize"
            | "perform"
            | "resume"
            | "stage"
            | "start"
            | "take"
            | "undertake"
            | "wage"
    )
}

/// Gives the PLOVER type of a sort of event, where it has one.
pub fn event_code(subtype: &str) -> Option<&'static str> {
    Some(match subtype {
        "Assault" => "ASSAULT",
        "Conflict" => "FIGHT",
        "Coerce" | "Arrest" => "COERCE",
        "Mobilize" => "MOBILIZE",
        "Sanction" => "SANCTION",
        "Protest" => "PROTEST",
        "Threaten" => "THREATEN",
        "Reject" => "REJECT",
        "Accuse" => "ACCUSE",
        "Request" => "REQUEST",
        "Retreat" => "RETREAT",
        "Aid" => "AID",
        "Cooperate" => "COOPERATE",
        "Concede" => "CONCEDE",
        "Support" => "SUPPORT",
        "Consult" => "CONSULT",
        "Agree" => "AGREE",
        _ => return None,
    })
}
