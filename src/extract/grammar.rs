//! The arguments of predicates, whatever the construction.
//!
//! Passives, control, raising, relative clauses, participles, coordination and nominalisation are
//! undone here, once, for all words: "B was hit by A", "A, which hit B", "A wants to hit B",
//! "hitting B, A …" and "A's hit on B" all give `subj` A and `obj` B or the noun's slots.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::NounClass;
use crate::extract::reading::Reading;

/// What fills the slots of a predicate. The heads of joint phrases are all listed.
#[derive(Clone, Debug, Default)]
pub(in crate::extract) struct Arguments {
    pub(in crate::extract) subject: Vec<TokenId>,
    pub(in crate::extract) object: Vec<TokenId>,
    pub(in crate::extract) indirect: Vec<TokenId>,
    /// With their preposition.
    pub(in crate::extract) oblique: Vec<(String, TokenId)>,
    /// Clauses that are complements.
    pub(in crate::extract) complement: Vec<TokenId>,
    pub(in crate::extract) particle: String,
    pub(in crate::extract) passive: bool,
}

/// How far control is followed up the tree.
const DEPTH: u8 = 6;

impl Reading<'_> {
    /// Finds the arguments of a verb, or of a noun or adjective with a copula.
    pub(in crate::extract) fn arguments(&self, predicate: TokenId) -> Arguments {
        let mut arguments = Arguments {
            passive: self.is_passive(predicate),
            ..Arguments::default()
        };
        let bare = self.bare_object(predicate);
        arguments
            .object
            .extend(bare.iter().flat_map(|&object| self.nominals(object)));
        for &child in self.children(predicate) {
            match self.deprel(child) {
                _ if bare == Some(child) => {}
                Deprel::Obj => arguments.object.extend(self.nominals(child)),
                Deprel::Iobj => arguments.indirect.extend(self.nominals(child)),
                Deprel::Obl | Deprel::OblAgent => {
                    let case = self.case(child).unwrap_or_default();
                    for nominal in self.nominals(child) {
                        if case == "by" && arguments.passive {
                            arguments.subject.push(nominal);
                        } else {
                            // A conjunct may have a preposition of its own: "in A and near B".
                            let own = self.case(nominal).unwrap_or_else(|| case.clone());
                            arguments.oblique.push((own, nominal));
                        }
                    }
                }
                Deprel::CompoundPrt => self.lower(child).clone_into(&mut arguments.particle),
                Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass => {
                    arguments.complement.push(child);
                    if let Some(raised) = self.raised_object(child) {
                        arguments.object.extend(self.nominals(raised));
                    }
                }
                _ => {}
            }
        }
        // The same noun is no object of the infinitive after it.
        if let Some(raised) = self.raised_object(predicate) {
            let above = self.nominals(raised);
            arguments.object.retain(|object| !above.contains(object));
        }
        let surface = self.surface_subject(predicate, DEPTH);
        if arguments.passive {
            if arguments.object.is_empty() {
                arguments.object = surface;
            } else {
                // "They were given aid."
                arguments.indirect.extend(surface);
            }
        } else {
            arguments.subject.extend(surface);
        }
        if arguments.object.is_empty() && !arguments.passive {
            let relative = self.children(predicate).iter().find_map(|&child| {
                let antecedent = self.antecedent(child)?;
                (self.deprel(child) == Deprel::Nsubj && !arguments.subject.contains(&antecedent))
                    .then_some(antecedent)
            });
            arguments
                .object
                .extend(relative.or_else(|| self.gap(predicate)));
        }
        arguments
    }

    /// Finds the object that the tree takes for an adjunct: in "A blast on Tuesday killed 12
    /// people" the form of the verb is that of a participle, but what follows it has no preposition.
    fn bare_object(&self, predicate: TokenId) -> Option<TokenId> {
        let children = self.children(predicate);
        let has = |deprel: Deprel| children.iter().any(|&child| self.deprel(child) == deprel);
        if self.upos(predicate) != Upos::Verb
            || !(has(Deprel::Nsubj)
                || has(Deprel::NsubjPass)
                // "exploded, killing at least 12 people".
                || self.analysis.tag(predicate).xpos == "VBG")
            || has(Deprel::AuxPass)
            || has(Deprel::Obj)
            || has(Deprel::OblAgent)
        {
            return None;
        }
        children.iter().copied().find(|&child| {
            self.deprel(child) == Deprel::Obl
                && matches!(self.upos(child), Upos::Noun | Upos::Pron)
                && self.extent(child).0.0 == predicate.0 + 1
                && self.case(child).is_none()
                && self.words.noun_class(&self.lemma(child)) != Some(NounClass::Time)
        })
    }

    /// Tells whether a verb is in the passive voice, participles after nouns included.
    pub(in crate::extract) fn is_passive(&self, predicate: TokenId) -> bool {
        if self.upos(predicate) != Upos::Verb {
            return false;
        }
        if self.bare_object(predicate).is_some() {
            return false;
        }
        let mut active_auxiliary = false;
        for &child in self.children(predicate) {
            match self.deprel(child) {
                Deprel::AuxPass | Deprel::NsubjPass | Deprel::OblAgent => return true,
                Deprel::Aux => active_auxiliary = true,
                Deprel::Nsubj | Deprel::Obj => return false,
                _ => {}
            }
        }
        let tag = self.analysis.tag(predicate);
        if tag.xpos != "VBN" || active_auxiliary {
            return false;
        }
        match self.deprel(predicate) {
            Deprel::Acl | Deprel::Advcl | Deprel::Amod | Deprel::Xcomp => true,
            // "was detained and deported": the second shares the auxiliary.
            Deprel::Conj => self
                .head(predicate)
                .is_some_and(|head| self.is_passive(head)),
            // A headline leaves the auxiliary out: "Defector arrested after …".
            Deprel::Root | Deprel::Parataxis | Deprel::Ccomp => true,
            _ => false,
        }
    }

    /// The nominal heads of a joint phrase; relative pronouns give way to what they stand for.
    fn nominals(&self, token: TokenId) -> Vec<TokenId> {
        self.joined(token)
            .into_iter()
            .filter(|&one| one == token || !self.is_predicate(one))
            .map(|one| self.antecedent(one).unwrap_or(one))
            .collect()
    }

    /// Finds what a relative pronoun stands for: the noun that its clause hangs on.
    pub(in crate::extract) fn antecedent(&self, token: TokenId) -> Option<TokenId> {
        if !matches!(self.upos(token), Upos::Pron | Upos::Det)
            || !matches!(
                self.lower(token),
                "who" | "whom" | "which" | "that" | "whose"
            )
        {
            return None;
        }
        let mut at = token;
        while let Some(head) = self.head(at) {
            if matches!(self.deprel(at), Deprel::AclRelcl) {
                return Some(head);
            }
            // "the Taliban, whom IS-K opposes": hung on the verb, the clause still follows its noun.
            if self.deprel(at) == Deprel::Advcl && at > token {
                return self.noun_before(token);
            }
            if self.is_predicate(at)
                && !matches!(
                    self.deprel(at),
                    Deprel::Conj | Deprel::Xcomp | Deprel::Ccomp
                )
            {
                return None;
            }
            at = head;
        }
        None
    }

    /// Finds the noun right before a word, a comma between them or not.
    fn noun_before(&self, token: TokenId) -> Option<TokenId> {
        let mut at = token.0.checked_sub(1)?;
        if self.word(TokenId(at)) == "," {
            at = at.checked_sub(1)?;
        }
        let noun = TokenId(at);
        (matches!(self.upos(noun), Upos::Noun | Upos::Propn)
            && self.sentence(noun) == self.sentence(token)
            && self.analysis.tag(token).xpos.starts_with('W'))
        .then_some(noun)
    }

    /// Finds what stands in the place of the subject, in the clause itself or by control.
    pub(in crate::extract) fn surface_subject(
        &self,
        predicate: TokenId,
        depth: u8,
    ) -> Vec<TokenId> {
        let subjects: Vec<TokenId> = self
            .children(predicate)
            .iter()
            .copied()
            .filter(|&child| {
                matches!(
                    self.deprel(child),
                    Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter
                )
            })
            .collect();
        // "which IS-K has claimed": of two subjects the relative pronoun is none.
        let subject = subjects
            .iter()
            .copied()
            .find(|&subject| subjects.len() == 1 || self.antecedent(subject).is_none())
            .or(subjects.first().copied());
        if let Some(subject) = subject {
            let mut found = self.nominals(subject);
            // "Brazil and India signed it", read as "Brazil, and India signed it".
            if self.deprel(predicate) == Deprel::Conj
                && self.child(subject, Deprel::Cc).is_some()
                && let Some(other) = self.head(predicate).filter(|&head| {
                    head < subject
                        && matches!(self.upos(head), Upos::Noun | Upos::Propn)
                        && self.child(head, Deprel::Cop).is_none()
                })
            {
                found.insert(0, other);
            }
            return found;
        }
        if let Some(subject) = self.hidden_subject(predicate) {
            return self.nominals(subject);
        }
        let Some(head) = self.head(predicate) else {
            return Vec::new();
        };
        if depth == 0 {
            return Vec::new();
        }
        match self.deprel(predicate) {
            // "by financing and arming them", the first taken for a noun; "condemned the attack and
            // called for talks", the second verb hung on the noun.
            Deprel::Conj
                if self.upos(predicate) == Upos::Verb
                    && self.upos(head) == Upos::Noun
                    && (self.lower(head).ends_with("ing")
                        || self.child(predicate, Deprel::AuxPass).is_none()) =>
            {
                let mut above = head;
                while !self.is_predicate(above) {
                    match self.head(above) {
                        Some(next) => above = next,
                        None => return Vec::new(),
                    }
                }
                self.surface_subject(above, depth - 1)
            }
            Deprel::Conj if self.is_predicate(head) => self.surface_subject(head, depth - 1),
            // "Maria Olsen (born in Bergen)".
            Deprel::Parataxis
                if self.analysis.tag(predicate).xpos == "VBN"
                    && matches!(self.upos(head), Upos::Noun | Upos::Propn)
                    && self.child(head, Deprel::Cop).is_none() =>
            {
                vec![head]
            }
            Deprel::Xcomp => {
                // "urged them to leave": they leave; "promised them to leave": the promiser does.
                let object = self
                    .child(head, Deprel::Obj)
                    .or_else(|| self.child(head, Deprel::Iobj))
                    .or_else(|| self.raised_object(predicate));
                match object {
                    Some(object) if self.lemma(head) != "promise" => self.nominals(object),
                    _ => self.surface_subject(head, depth - 1),
                }
            }
            Deprel::Advcl if self.is_predicate(head) => {
                // "criticised Tehran for attacking them", "stopped her from leaving": the object's deed.
                if let Some(noun) = self.reduced(predicate) {
                    return vec![noun];
                }
                let object = self.child(head, Deprel::Obj);
                match object {
                    Some(object) if self.is_gerund_after(predicate, &["for", "of", "from"]) => {
                        self.nominals(object)
                    }
                    _ => self.surface_subject(head, depth - 1),
                }
            }
            Deprel::Acl => {
                let mark = self.children(predicate).iter().find(|&&child| {
                    matches!(self.deprel(child), Deprel::Mark | Deprel::Case)
                        && matches!(
                            self.lower(child),
                            "by" | "after" | "before" | "while" | "when"
                        )
                });
                if mark.is_some() {
                    // "made mistakes by arming them": who made them.
                    let mut above = head;
                    while !self.is_predicate(above) {
                        match self.head(above) {
                            Some(next) => above = next,
                            None => return Vec::new(),
                        }
                    }
                    return self.surface_subject(above, depth - 1);
                }
                if self.is_infinitive(predicate) {
                    // "they are on board to help": who is on board helps.
                    if self.child(head, Deprel::Cop).is_some() && self.case(head).is_some() {
                        return self.surface_subject(head, depth - 1);
                    }
                    // "Iran's attempt to …": the possessor's.
                    self.possessors(head)
                } else {
                    vec![head]
                }
            }
            Deprel::Amod => vec![head],
            _ => Vec::new(),
        }
    }

    /// The object that a relative clause leaves out: "the video they posted".
    fn gap(&self, predicate: TokenId) -> Option<TokenId> {
        let first = self.first_conjunct(predicate);
        if self.deprel(first) != Deprel::AclRelcl {
            return None;
        }
        let head = self.head(first)?;
        let subject = self.surface_subject(first, DEPTH);
        let relative = self
            .children(first)
            .iter()
            .any(|&child| self.antecedent(child).is_some());
        (!subject.is_empty() && !subject.contains(&head) && !relative).then_some(head)
    }

    /// The subject that the tree takes for something else: in "as these countries are the most
    /// vulnerable" for an adjunct with "as", in "states that border it" for an article.
    fn hidden_subject(&self, predicate: TokenId) -> Option<TokenId> {
        let children = self.children(predicate);
        if let Some(copula) = self.child(predicate, Deprel::Cop) {
            return children.iter().copied().find(|&child| {
                child < copula
                    && self.deprel(child) == Deprel::Obl
                    && matches!(
                        self.case(child).as_deref(),
                        Some("as" | "since" | "because")
                    )
            });
        }
        if self.deprel(predicate) != Deprel::AclRelcl
            || self.child(predicate, Deprel::Obj).is_none()
        {
            return None;
        }
        children.iter().copied().find(|&child| {
            child < predicate
                && self.deprel(child) == Deprel::Det
                && self.antecedent(child).is_some()
        })
    }

    /// The noun that a form in -ing right after it tells of, though the tree hangs the form on the
    /// verb: "in favour of forces fighting jihadists". What follows an object may be how the
    /// subject acts: "attacked rebels using tanks".
    fn reduced(&self, participle: TokenId) -> Option<TokenId> {
        let noun = TokenId(participle.0.checked_sub(1)?);
        let acts = self.analysis.tag(participle).xpos == "VBG"
            && self.upos(noun) == Upos::Noun
            && matches!(self.deprel(noun), Deprel::Nmod | Deprel::Obl)
            && !self
                .children(participle)
                .iter()
                .any(|&child| matches!(self.deprel(child), Deprel::Mark | Deprel::Aux));
        let entries = self.words.noun(&self.lemma(noun));
        let actor = entries.iter().any(|entry| {
            matches!(
                entry.kind.as_deref(),
                Some("Person" | "Group" | "ArmedGroup" | "Organization" | "Actor")
            )
        }) || matches!(
            self.words.noun_class(&self.lemma(noun)),
            Some(NounClass::Person)
        );
        (acts && actor).then_some(noun)
    }

    /// The noun between a verb and the infinitive that completes it, where the tree hangs it on the
    /// infinitive: in "urged Rwanda to hold talks" Rwanda is urged.
    fn raised_object(&self, infinitive: TokenId) -> Option<TokenId> {
        let head = self.head(infinitive)?;
        if self.deprel(infinitive) != Deprel::Xcomp || self.upos(head) != Upos::Verb {
            return None;
        }
        let to = self
            .children(infinitive)
            .iter()
            .copied()
            .find(|&child| self.deprel(child) == Deprel::Mark && self.lower(child) == "to")?;
        self.children(infinitive).iter().copied().find(|&child| {
            head < child && child < to && matches!(self.deprel(child), Deprel::Obj | Deprel::Nsubj)
        })
    }

    /// Tells whether a verb is a form in -ing that one of these prepositions leads in.
    fn is_gerund_after(&self, predicate: TokenId, prepositions: &[&str]) -> bool {
        self.analysis.tag(predicate).xpos == "VBG"
            && self.children(predicate).iter().any(|&child| {
                matches!(self.deprel(child), Deprel::Mark | Deprel::Case)
                    && prepositions.contains(&self.lower(child))
            })
    }

    /// Tells whether a verb is an infinitive with "to".
    pub(in crate::extract) fn is_infinitive(&self, predicate: TokenId) -> bool {
        self.children(predicate)
            .iter()
            .any(|&child| self.deprel(child) == Deprel::Mark && self.lower(child) == "to")
    }

    /// Who a noun belongs to: a genitive, a possessive pronoun, "by X", an adjective of
    /// nationality or a name before it.
    pub(in crate::extract) fn possessors(&self, noun: TokenId) -> Vec<TokenId> {
        let mut found = Vec::new();
        // "to probe Moscow's claims", where the tree has two possessors: the marked one is.
        let marked = |child: TokenId| {
            self.upos(child) != Upos::Noun || self.child(child, Deprel::Case).is_some()
        };
        let any = self
            .children(noun)
            .iter()
            .any(|&child| self.deprel(child) == Deprel::NmodPoss && marked(child));
        for &child in self.children(noun) {
            match self.deprel(child) {
                Deprel::NmodPoss if any && !marked(child) => {}
                Deprel::NmodPoss => found.extend(self.nominals(child)),
                Deprel::Nmod if self.case(child).as_deref() == Some("by") => {
                    found.extend(self.nominals(child));
                }
                _ => {}
            }
        }
        if !found.is_empty() {
            return found;
        }
        for &child in self.children(noun) {
            if matches!(
                self.deprel(child),
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc
            ) && self.is_capital(child)
            {
                found.extend(self.nominals(child));
            }
        }
        found
    }

    /// Finds the phrases that fill a noun's slots, with their preposition; `poss` for possessors.
    pub(in crate::extract) fn noun_arguments(&self, noun: TokenId) -> Vec<(String, TokenId)> {
        let mut found = Vec::new();
        for &child in self.children(noun) {
            match self.deprel(child) {
                Deprel::Nmod | Deprel::Obl => {
                    if let Some(case) = self.case(child) {
                        for nominal in self.nominals(child) {
                            let own = self.case(nominal).unwrap_or_else(|| case.clone());
                            found.push((own, nominal));
                        }
                    }
                }
                Deprel::NmodPoss => {
                    for nominal in self.nominals(child) {
                        found.push(("poss".to_owned(), nominal));
                    }
                }
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc if self.is_capital(child) => {
                    for nominal in self.nominals(child) {
                        found.push(("poss".to_owned(), nominal));
                    }
                    // "Kenyan Gen Anna Moi": the nationality hangs on the rank.
                    if self.upos(noun) == Upos::Propn && self.deprel(child) == Deprel::NmodDesc {
                        let of_rank = self.children(child).iter().copied().filter(|&adjective| {
                            self.deprel(adjective) == Deprel::Amod && self.is_capital(adjective)
                        });
                        found.extend(of_rank.map(|adjective| ("poss".to_owned(), adjective)));
                    }
                }
                _ => {}
            }
        }
        found
    }
}

impl Reading<'_> {
    /// Lists who a group is said to include: "members, including A and B", "sites such as C".
    pub(in crate::extract) fn included(&self, noun: TokenId) -> Vec<TokenId> {
        let mut found = Vec::new();
        for &child in self.children(noun) {
            match self.deprel(child) {
                Deprel::Acl if self.lower(child) == "including" => {
                    found.extend(self.arguments(child).object);
                }
                Deprel::Nmod
                    if matches!(self.case(child).as_deref(), Some("including" | "such_as")) =>
                {
                    found.extend(self.nominals(child));
                }
                // "those states, particularly Pakistan".
                Deprel::Appos | Deprel::Conj | Deprel::Dep | Deprel::Parataxis
                    if self.children(child).iter().any(|&adverb| {
                        matches!(
                            self.lower(adverb),
                            "particularly" | "especially" | "notably" | "namely"
                        )
                    }) =>
                {
                    found.extend(self.nominals(child));
                }
                _ => {}
            }
        }
        found.extend(self.included_apart(noun));
        // "A, and those states, particularly B": the tree joins B to A.
        if self.deprel(noun) == Deprel::Conj
            && let Some(head) = self.head(noun)
        {
            let end = self.extent(noun).1;
            found.extend(self.children(head).iter().copied().filter(|&other| {
                self.deprel(other) == Deprel::Conj
                    && end < other
                    && other.0 <= end.0 + 4
                    && self.children(other).iter().any(|&adverb| {
                        matches!(
                            self.lower(adverb),
                            "particularly" | "especially" | "notably" | "namely"
                        )
                    })
            }));
        }
        found
    }
}

impl Reading<'_> {
    /// Lists who a plural is said to include by a phrase that the tree hangs on a verb: "letting
    /// militants operate there, including foreigners, will …".
    fn included_apart(&self, noun: TokenId) -> Vec<TokenId> {
        if !self.analysis.tag(noun).features.has("Number", "Plur") {
            return Vec::new();
        }
        let sentence = &self.analysis.sentences()[self.sentence(noun) as usize];
        let end = sentence.tokens.end.min(noun.0 + 12);
        for at in noun.0 + 1..end {
            let token = TokenId(at);
            if self.lower(token) == "including" && self.deprel(token) == Deprel::Case {
                let Some(member) = self.head(token) else {
                    return Vec::new();
                };
                let governor = self.head(member);
                let on_verb = matches!(
                    self.deprel(member),
                    Deprel::Obj | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass
                ) && governor.is_some_and(|head| self.upos(head) == Upos::Verb);
                let apart = matches!(self.word(TokenId(at - 1)), "," | "—" | "–" | "-");
                return match on_verb && apart {
                    true => self.nominals(member),
                    false => Vec::new(),
                };
            }
            // A nearer plural is what the phrase may belong to.
            if self.analysis.tag(token).features.has("Number", "Plur")
                && matches!(self.upos(token), Upos::Noun | Upos::Propn)
            {
                return Vec::new();
            }
        }
        Vec::new()
    }
}

impl Arguments {
    /// Lists what fills a slot as the data files name it; `obj/for` is the phrase with "for" that
    /// hangs on the object.
    pub(in crate::extract) fn slot(&self, reading: &Reading<'_>, slot: &str) -> Vec<TokenId> {
        if let Some((outer, inner)) = slot.split_once('/') {
            return self
                .slot(reading, outer)
                .into_iter()
                .flat_map(|noun| reading.noun_arguments(noun))
                .filter(|(case, _)| case == inner)
                .map(|(_, token)| token)
                .collect();
        }
        match slot {
            "subj" => self.subject.clone(),
            // "asked schools to pay": whom one asks is now called an indirect object.
            "obj" if self.object.is_empty() => self.indirect.clone(),
            "obj" => self.object.clone(),
            "iobj" => self.indirect.clone(),
            "comp" => self.complement.clone(),
            preposition => self
                .oblique
                .iter()
                .filter(|(case, _)| case == preposition)
                .map(|(_, token)| *token)
                .collect(),
        }
    }
}
