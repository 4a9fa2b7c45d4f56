//! How sure a text is of each thing that its words say happens, from −3 to +3.
//!
//! One walk down each tree. Every word has the value of the *setting* in which its clause stands,
//! which is what the words above make of it ("said that", "failed to", "if"), and its *own* value,
//! which is what "not", modals and hedges on it leave. The two are joined as the links of a chain:
//! it is as strong as the weakest, and what is denied of what is not so is so after all.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::data::factuality::Form;
use crate::data::factuality::Over;
use crate::data::factuality::Signature;
use crate::data::words::Complement;
use crate::data::words::Speech;
use crate::extract::Attribution;
use crate::extract::frame;
use crate::extract::nominal;
use crate::extract::predicate::is_event_noun;
use crate::extract::reading::Reading;
use crate::extract::speech::is_negated;

/// Certainly so.
const SURE: f32 = 3.0;

/// How sure the author is of each word of a document.
#[derive(Clone, Debug, Default)]
pub(in crate::extract) struct Factualities {
    weights: Vec<Weight>,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    /// How sure the clause is in which the word stands, or which it heads.
    setting: f32,
    /// How sure what the word says is.
    value: f32,
    /// How sure what is said around a speaker's words is: "He left, *she said*".
    outer: f32,
}

impl Factualities {
    /// Weighs all words; the attributions tell whose words a sentence in quotation marks is.
    pub(in crate::extract) fn new(reading: &Reading<'_>, attributions: &[Attribution]) -> Self {
        let quoted = quoted(reading, attributions);
        let mut weights = vec![Weight::default(); reading.analysis.tokens().len()];
        let mut open: Vec<TokenId> = Vec::new();
        for sentence in reading.analysis.sentences() {
            open.extend(
                sentence
                    .tokens
                    .clone()
                    .map(TokenId)
                    .filter(|&token| reading.head(token).is_none()),
            );
            while let Some(token) = open.pop() {
                let weight = weigh(reading, &weights, token, quoted[token.index()]);
                weights[token.index()] = weight;
                open.extend(reading.children(token));
            }
        }
        Factualities { weights }
    }

    /// Gives how sure the author is of what a word says, to a tenth.
    pub(in crate::extract) fn of(&self, token: TokenId) -> f32 {
        let value = self
            .weights
            .get(token.index())
            .map_or(SURE, |weight| weight.value);
        // Adding nothing turns -0.0, which would be shown, into 0.0.
        (value * 10.0).round() / 10.0 + 0.0
    }
}

/// Marks the roots of what somebody is quoted with where the tree does not show it.
fn quoted(reading: &Reading<'_>, attributions: &[Attribution]) -> Vec<bool> {
    let mut quoted = vec![false; reading.analysis.tokens().len()];
    for attribution in attributions {
        if !matches!(
            attribution.stance,
            Speech::Claims | Speech::Accuses | Speech::Believes | Speech::Criticizes
        ) {
            continue;
        }
        if let Some(root) = attribution.content_token
            && !is_under(reading, root, attribution.cue_token)
        {
            quoted[root.index()] = true;
        }
        // A quote may run over several sentences.
        for piece in &attribution.content {
            mark_roots(reading, *piece, attribution.cue_token, &mut quoted);
        }
    }
    quoted
}

/// Tells whether a word stands under a verb of speech that sets it by itself.
fn is_under(reading: &Reading<'_>, token: TokenId, cue: TokenId) -> bool {
    std::iter::successors(Some(token), |&at| reading.head(at))
        .take(60)
        .any(|at| at == cue)
}

/// Marks the roots of the sentences that lie in a span.
fn mark_roots(reading: &Reading<'_>, span: Span, cue: TokenId, quoted: &mut [bool]) {
    let sentences = reading.analysis.sentences();
    let first = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    for sentence in sentences[first..]
        .iter()
        .take_while(|sentence| sentence.span.start < span.end)
    {
        for token in sentence.tokens.clone().map(TokenId) {
            if reading.head(token).is_none()
                && token != cue
                && span.contains(reading.analysis.span(token))
            {
                quoted[token.index()] = true;
            }
        }
    }
}

/// Weighs a word whose head has been weighed.
fn weigh(reading: &Reading<'_>, weights: &[Weight], token: TokenId, quoted: bool) -> Weight {
    let Some(head) = reading.head(token) else {
        let setting = if quoted { 2.0 } else { SURE };
        return Weight {
            setting,
            value: join(setting, own(reading, token)),
            outer: SURE,
        };
    };
    let above = weights[head.index()];
    let clause = is_clause(reading, token);
    let mut setting = if clause {
        clause_setting(reading, weights, token, head)
    } else {
        phrase_setting(reading, above, token, head)
    };
    let outer = setting;
    if quoted && setting > 2.0 {
        setting = 2.0;
    }
    if !clause && !is_event_noun(reading, token) {
        // A thing: it passes on how the clause around it stands.
        let frame = above_frame(reading, above, head);
        return Weight {
            setting: frame,
            value: join(setting, own(reading, token)),
            outer: frame,
        };
    }
    let mut own = own(reading, token);
    if reading.deprel(token) == Deprel::Conj && clause && shares_auxiliaries(reading, token, head) {
        own = join(self::own(reading, head), own);
    }
    Weight {
        setting,
        value: join(setting, own),
        outer: if clause {
            outer
        } else {
            above_frame(reading, above, head)
        },
    }
}

/// Joins two links: as sure as the less sure of them, and so where both are so or neither is.
fn join(above: f32, own: f32) -> f32 {
    let least = above.abs().min(own.abs());
    if (above < 0.0) == (own < 0.0) {
        least
    } else {
        -least
    }
}

/// The setting of the clause that a phrase stands in.
fn above_frame(reading: &Reading<'_>, above: Weight, head: TokenId) -> f32 {
    if is_clause(reading, head) {
        above.setting
    } else {
        above.outer
    }
}

/// Tells whether a word heads a clause.
fn is_clause(reading: &Reading<'_>, token: TokenId) -> bool {
    match reading.upos(token) {
        Upos::Verb => !matches!(reading.deprel(token), Deprel::Amod | Deprel::Compound),
        Upos::Aux => reading.deprel(token) == Deprel::Root,
        _ => {
            reading.child(token, Deprel::Cop).is_some()
                || matches!(
                    reading.deprel(token),
                    Deprel::Ccomp | Deprel::Advcl | Deprel::AclRelcl | Deprel::Root
                )
        }
    }
}

/// Gives the form of a clause under another.
fn form(reading: &Reading<'_>, clause: TokenId, deprel: Deprel) -> Form {
    let tag = reading.analysis.tag(clause);
    let finite = reading.children(clause).iter().any(|&child| {
        (reading.deprel(child) == Deprel::Mark
            && matches!(reading.lower(child), "that" | "whether" | "if"))
            || (matches!(
                reading.deprel(child),
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop
            ) && matches!(
                reading.analysis.tag(child).xpos,
                "VBD" | "VBZ" | "VBP" | "MD"
            ))
    });
    if finite || matches!(tag.xpos, "VBD" | "VBZ" | "VBP") {
        return Form::That;
    }
    if reading.is_infinitive(clause) || (tag.xpos == "VB" && deprel != Deprel::Ccomp) {
        return Form::To;
    }
    if tag.xpos == "VBG" {
        let from = reading
            .children(clause)
            .iter()
            .any(|&child| child < clause && reading.lower(child) == "from");
        return if from { Form::From } else { Form::Ing };
    }
    match deprel {
        Deprel::Xcomp => Form::To,
        _ => Form::That,
    }
}

/// How sure a clause is that stands under a word.
fn clause_setting(reading: &Reading<'_>, weights: &[Weight], token: TokenId, head: TokenId) -> f32 {
    let above = weights[head.index()];
    let deprel = reading.deprel(token);
    match deprel {
        Deprel::Conj => above.setting,
        Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter => {
            let form = form(reading, token, deprel);
            let asks = form == Form::That
                && reading.children(token).iter().any(|&child| {
                    reading.deprel(child) == Deprel::Mark
                        && matches!(reading.lower(child), "whether" | "if")
                });
            if asks {
                return 0.0;
            }
            match signature(reading, head, form, reading.is_infinitive(token)) {
                Some(signature) => apply(signature, above),
                None => above.value,
            }
        }
        // "the claim that the mine leaked", taken for a relative clause.
        Deprel::AclRelcl
            if let Some(signature) = known_signature(reading, head, Form::That)
                && leads_in_a_statement(reading, token) =>
        {
            apply(signature, above)
        }
        // "allowed the man to leave", the infinitive hung on the man.
        Deprel::Acl
            if reading
                .child(token, Deprel::Mark)
                .is_some_and(|mark| !matches!(reading.lower(mark), "that" | "to" | "whether")) =>
        {
            adverbial(reading, above, token, head)
        }
        Deprel::Acl if let Some((verb, signature)) = controller(reading, token, head) => {
            apply(signature, weights[verb.index()])
        }
        Deprel::Acl => {
            let form = form(reading, token, deprel);
            let marked = reading.child(token, Deprel::Mark).is_some();
            if form == Form::To || marked {
                match signature(reading, head, form, true) {
                    Some(signature) => apply(signature, above),
                    None => frame_value(reading, above, head),
                }
            } else {
                above_frame(reading, above, head)
            }
        }
        Deprel::Advcl => adverbial(reading, above, token, head),
        // "He left, she said": that she spoke is sure.
        Deprel::Parataxis if is_cue(reading, token, head) => above.outer,
        _ => above_frame(reading, above, head),
    }
}

/// Tells whether a clause after a noun is complete without it: "that the mine leaked".
fn leads_in_a_statement(reading: &Reading<'_>, clause: TokenId) -> bool {
    let children = reading.children(clause);
    let that = children
        .iter()
        .copied()
        .find(|&child| child < clause && reading.lower(child) == "that");
    that.is_some_and(|that| {
        !matches!(reading.deprel(that), Deprel::Nsubj | Deprel::NsubjPass)
            && children.iter().any(|&child| {
                child != that && matches!(reading.deprel(child), Deprel::Nsubj | Deprel::NsubjPass)
            })
    })
}

/// Finds the verb whose object does what an infinitive says, where the tree hung it on the object.
fn controller(
    reading: &Reading<'_>,
    clause: TokenId,
    noun: TokenId,
) -> Option<(TokenId, Signature)> {
    let verb = reading.head(noun)?;
    if !matches!(reading.deprel(noun), Deprel::Obj | Deprel::Iobj)
        || !reading.is_infinitive(clause)
        || reading.upos(verb) != Upos::Verb
        || known_signature(reading, noun, Form::To).is_some()
        || is_event_noun(reading, noun)
    {
        return None;
    }
    Some((verb, known_signature(reading, verb, Form::To)?))
}

/// The value of an infinitive under a noun of which nothing is known: "the man to see".
fn frame_value(reading: &Reading<'_>, above: Weight, head: TokenId) -> f32 {
    join(above_frame(reading, above, head), 1.0)
}

/// Tells whether a clause beside another says whose words those are.
fn is_cue(reading: &Reading<'_>, token: TokenId, head: TokenId) -> bool {
    head < token && reading.upos(token) == Upos::Verb && {
        let arguments = reading.arguments(token);
        frame::choose(reading, token, &arguments).is_some_and(|entry| entry.speech.is_some())
    }
}

/// How sure an adverbial clause is.
fn adverbial(reading: &Reading<'_>, above: Weight, token: TokenId, head: TokenId) -> f32 {
    let frame = above_frame(reading, above, head);
    let words = reading.words.factuality();
    let marks: Vec<TokenId> = reading
        .children(token)
        .iter()
        .copied()
        .filter(|&child| {
            matches!(
                reading.deprel(child),
                Deprel::Mark | Deprel::Case | Deprel::Advmod
            ) && child < token
        })
        .collect();
    let infinitive = reading.is_infinitive(token);
    if is_governed(reading, token, head)
        && let Some(signature) = known_signature(reading, head, form(reading, token, Deprel::Advcl))
    {
        return apply(signature, above);
    }
    // "stopped short of promising"
    if let Some(&mark) = marks.first()
        && mark.0 > 0
        && reading.lower(mark) == "of"
        && reading.lower(TokenId(mark.0 - 1)) == "short"
    {
        return join(-SURE, above.value);
    }
    for &mark in &marks {
        let mut name = reading.lower(mark).to_owned();
        for &fixed in reading.children(mark) {
            if reading.deprel(fixed) == Deprel::Fixed {
                name.push('_');
                name.push_str(reading.lower(fixed));
            }
        }
        if let Some(value) = words.mark(&name) {
            // "will leave when the war ends": as sure as what it hangs on.
            let ahead = matches!(
                reading.lower(mark),
                "when" | "after" | "before" | "until" | "once" | "as"
            ) && is_present(reading, token)
                && above.value > 0.0;
            if infinitive && name == "to" && above.value <= 0.0 {
                return 0.0;
            }
            return join(value, if ahead { above.value } else { frame });
        }
    }
    if infinitive {
        let purpose = words.mark("to").unwrap_or(SURE);
        return join(purpose, above.value.max(0.0));
    }
    // "Leaving the hall, he fell": beside the main clause, and as sure.
    if reading.analysis.tag(token).xpos == "VBG" {
        return above.value.max(0.0).min(frame);
    }
    frame
}

fn is_present(reading: &Reading<'_>, clause: TokenId) -> bool {
    let present = |token: TokenId| matches!(reading.analysis.tag(token).xpos, "VBZ" | "VBP" | "VB");
    present(clause)
        || reading.children(clause).iter().any(|&child| {
            matches!(
                reading.deprel(child),
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop
            ) && present(child)
        })
}

/// How sure a phrase is of which a noun is the head.
fn phrase_setting(reading: &Reading<'_>, above: Weight, token: TokenId, head: TokenId) -> f32 {
    let frame = above_frame(reading, above, head);
    let words = reading.words.factuality();
    let deprel = reading.deprel(token);
    let clause = is_clause(reading, head);
    let carried = |definite: f32| {
        if is_definite(reading, token) && !words.is_light(&reading.lemma(head)) {
            definite
        } else {
            above.value
        }
    };
    match deprel {
        Deprel::Obj | Deprel::NsubjPass | Deprel::Iobj if clause => {
            match known_signature(reading, head, Form::Event) {
                Some(signature) => apply(signature, above),
                None => carried(frame),
            }
        }
        Deprel::Nsubj if clause => {
            // "No talks took place": what happens is its subject.
            if words.is_light(&reading.lemma(head)) && reading.child(head, Deprel::Obj).is_none()
                || reading.lemma(head) == "be"
            {
                above.value
            } else {
                frame
            }
        }
        Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => {
            let case = reading.case(token).unwrap_or_default();
            if let Some(value) = words.mark(&case)
                && (value < SURE)
                && case != "to"
            {
                return join(value, frame);
            }
            let governed = if clause {
                matches!(
                    case.as_str(),
                    "for" | "of" | "from" | "against" | "with" | "on" | "about"
                )
            } else {
                matches!(case.as_str(), "of" | "for" | "about" | "on")
            };
            // "called for talks", but not "called the talks useful".
            let pair = format!("{} {case}", reading.lemma(head));
            if let Some(signature) = words.signature(Over::Verb, Form::Event, &pair) {
                return apply(signature, above);
            }
            if governed && let Some(signature) = known_signature(reading, head, Form::Event) {
                return apply(signature, above);
            }
            match case.as_str() {
                "for" | "to" | "into" | "in" if clause => carried(frame),
                "of" if !clause => above.value,
                _ => frame,
            }
        }
        Deprel::Conj => {
            if reading.child(token, Deprel::Det).is_some() {
                above.setting
            } else {
                above.value
            }
        }
        Deprel::Appos | Deprel::Xcomp => above.value,
        _ => frame,
    }
}

/// Tells whether a noun is spoken of as known: "the attack", "their talks".
fn is_definite(reading: &Reading<'_>, noun: TokenId) -> bool {
    reading.children(noun).iter().any(|&child| {
        reading.deprel(child) == Deprel::NmodPoss
            || (reading.deprel(child) == Deprel::Det
                && matches!(
                    reading.lower(child),
                    "the" | "this" | "that" | "these" | "those"
                ))
    })
}

/// What a word makes of what stands under it.
fn apply(signature: Signature, above: Weight) -> f32 {
    if signature.presupposes {
        join(signature.holds, above.setting.abs())
    } else if above.value > 0.0 {
        join(signature.holds, above.value)
    } else {
        join(signature.fails, above.value.abs())
    }
}

/// Finds what a word makes of what stands under it, where it says so.
fn known_signature(reading: &Reading<'_>, head: TokenId, form: Form) -> Option<Signature> {
    let words = reading.words.factuality();
    let lemma = reading.lemma(head);
    let find = |over| {
        let known = words.signature(over, form, &lemma);
        let known = known.or_else(|| {
            (form == Form::From)
                .then(|| words.signature(over, Form::Ing, &lemma))
                .flatten()
        });
        known.or_else(|| {
            // British spellings of one ending.
            let stem = lemma.strip_suffix("ise")?;
            words.signature(over, form, &format!("{stem}ize"))
        })
    };
    match reading.upos(head) {
        Upos::Verb => find(Over::Verb).or_else(|| {
            // "was set to", "is expected to".
            (form == Form::To)
                .then(|| words.signature(Over::Adjective, form, reading.lower(head)))
                .flatten()
        }),
        Upos::Noun => find(Over::Noun),
        Upos::Adj | Upos::Adv => find(Over::Adjective),
        _ => None,
    }
}

/// Gives what a word makes of a clause under it, as a status has it: "likely to", "unable to",
/// "acquitted of stealing".
pub(in crate::extract) fn complement(
    reading: &Reading<'_>,
    clause: TokenId,
    head: TokenId,
) -> Option<Complement> {
    let form = form(reading, clause, reading.deprel(clause));
    let signature = known_signature(reading, head, form)?;
    Some(match signature.holds {
        holds if holds >= 2.0 => Complement::Holds,
        holds if holds <= -1.0 => Complement::Fails,
        holds if holds == 0.0 && signature.fails > 0.0 => Complement::Denied,
        // "ready to leave" plans; "possible that he left" does not.
        _ if form == Form::To && signature.holds < 1.5 => Complement::Proposed,
        _ => Complement::Possible,
    })
}

/// Tells whether a clause that the tree takes for an adverbial is what the verb before it is about:
/// "forced him to leave", "kept them from leaving", "accused of stealing", "discussed leaving".
pub(in crate::extract) fn is_governed(
    reading: &Reading<'_>,
    clause: TokenId,
    head: TokenId,
) -> bool {
    if clause < head {
        return false;
    }
    if reading.is_infinitive(clause) {
        return true;
    }
    let mut marks = reading.children(clause).iter().filter(|&&child| {
        child < clause && matches!(reading.deprel(child), Deprel::Mark | Deprel::Case)
    });
    reading.analysis.tag(clause).xpos == "VBG"
        && match marks.next() {
            Some(&mark) => matches!(
                reading.lower(mark),
                "about" | "against" | "for" | "from" | "in" | "into" | "of" | "on" | "with"
            ),
            None => reading.extent(clause).0.0 == head.0 + 1,
        }
}

/// Finds what a word makes of a clause, by what is known of its meaning or else by its form.
fn signature(
    reading: &Reading<'_>,
    head: TokenId,
    form: Form,
    infinitive: bool,
) -> Option<Signature> {
    let plain = |holds, fails| {
        Some(Signature {
            holds,
            fails,
            presupposes: false,
        })
    };
    if let Some(signature) = known_signature(reading, head, form) {
        return Some(signature);
    }
    match reading.upos(head) {
        Upos::Verb => {
            if form == Form::To && reading.lower(head) == "going" {
                return plain(2.0, -2.0);
            }
            if form == Form::To && reading.lemma(head) == "have" && infinitive {
                return has_to(reading, head);
            }
            let arguments = reading.arguments(head);
            let entry = frame::choose(reading, head, &arguments);
            let complement = entry.and_then(|entry| entry.complement);
            let speech = entry.and_then(|entry| entry.speech);
            match (complement, form) {
                (Some(Complement::Holds), Form::That) => Some(Signature {
                    holds: SURE,
                    fails: SURE,
                    presupposes: true,
                }),
                (Some(Complement::Holds), _) => plain(SURE, -SURE),
                (Some(Complement::Fails), _) => plain(-SURE, 1.0),
                (Some(Complement::Denied), _) => plain(0.0, 1.0),
                (Some(Complement::Possible), _) => plain(1.5, -0.75),
                (Some(Complement::Proposed), _) => plain(1.0, -0.75),
                (Some(Complement::Said), Form::To) => plain(1.0, 0.0),
                (Some(Complement::Said), _) => plain(2.0, 0.75),
                (None, _) if matches!(speech, Some(Speech::Asks | Speech::Wants)) => {
                    plain(0.75, -0.75)
                }
                (None, Form::That) => plain(2.0, 0.75),
                (None, Form::Ing | Form::From | Form::Event) => None,
                (None, Form::To) => plain(1.0, -1.0),
            }
        }
        Upos::Noun => {
            let complement = nominal::entries(reading, head)
                .iter()
                .find_map(|entry| entry.complement);
            match (complement, form) {
                (Some(Complement::Said), Form::That) => plain(2.0, 1.0),
                (Some(Complement::Denied), _) => plain(0.0, 0.0),
                (Some(Complement::Fails), _) => plain(-2.0, 1.0),
                (_, Form::To) => plain(1.0, -1.0),
                (_, Form::That) => plain(1.5, 0.0),
                _ => None,
            }
        }
        // "Did they leave?", hung on its auxiliary.
        Upos::Aux => None,
        _ if form == Form::To => plain(1.0, -1.0),
        _ => None,
    }
}

/// "had to leave" and did; "has to leave" may; "has yet to leave" has not.
fn has_to(reading: &Reading<'_>, have: TokenId) -> Option<Signature> {
    let next = TokenId(have.0 + 1);
    let yet = next.index() < reading.analysis.tokens().len() && reading.lower(next) == "yet";
    let holds = match reading.analysis.tag(have).xpos {
        _ if yet => -SURE,
        "VBD" => SURE,
        _ => 1.0,
    };
    Some(Signature {
        holds,
        fails: 0.0,
        presupposes: false,
    })
}

/// Tells whether a conjunct without auxiliaries of its own has those of the first: "will attack
/// and occupy", but not "did not stay and left".
fn shares_auxiliaries(reading: &Reading<'_>, token: TokenId, head: TokenId) -> bool {
    let own = reading.children(token).iter().any(|&child| {
        matches!(
            reading.deprel(child),
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass
        )
    });
    !own && reading.upos(token) == Upos::Verb
        && reading.analysis.tag(token).xpos == reading.analysis.tag(head).xpos
        && matches!(reading.analysis.tag(token).xpos, "VB" | "VBN" | "VBG")
        && !reading
            .children(token)
            .iter()
            .any(|&child| reading.deprel(child) == Deprel::Cc && reading.lower(child) == "but")
}

/// What stands on the word itself leaves of it, from −3 to +3.
fn own(reading: &Reading<'_>, token: TokenId) -> f32 {
    let words = reading.words.factuality();
    let verbal = reading.upos(token) == Upos::Verb || reading.child(token, Deprel::Cop).is_some();
    let mut negated = verbal && is_negated(reading, token);
    let mut limit = SURE;
    let mut turned = None;
    let mut modal = None;
    let mut perfect = false;
    let mut to = None;
    let mut be = None;
    for &child in reading.children(token) {
        let word = reading.lower(child);
        match reading.deprel(child) {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                if let Some(found) = words.modal(word) {
                    modal = Some(found);
                }
                if child < token && reading.lemma(child) == "have" {
                    perfect = true;
                }
                // "is to be held": the first of the two.
                if be.is_none() && reading.lemma(child) == "be" {
                    be = Some(child);
                }
            }
            Deprel::Mark if word == "to" => to = Some(child),
            Deprel::Advmod | Deprel::Discourse | Deprel::Obl => {
                if let Some(most) = words.adverb(word) {
                    limit = limit.min(most);
                }
                if child < token
                    && let Some(value) = words.nearly(word)
                {
                    turned = Some(value);
                }
                // "no longer": the parts hang on each other either way.
                if word == "longer" && child.0 > 0 && reading.lower(TokenId(child.0 - 1)) == "no" {
                    negated = true;
                }
            }
            Deprel::Det if !verbal && matches!(word, "no" | "neither") => negated = true,
            Deprel::Amod | Deprel::Compound if !verbal => {
                if let Some(most) = words.attribute(word) {
                    limit = limit.min(most);
                }
                if let Some(value) = words.undone(word) {
                    turned = Some(value);
                }
            }
            _ => {}
        }
    }
    // "neither … nor": the second part has only its "nor".
    if reading.deprel(token) == Deprel::Conj
        && reading
            .children(token)
            .iter()
            .any(|&child| reading.deprel(child) == Deprel::Cc && reading.lower(child) == "nor")
    {
        negated = true;
    }
    let mut value = match modal {
        Some(modal) if perfect && negated => modal.perfect.1,
        Some(modal) if perfect => modal.perfect.0,
        Some(modal) if negated => modal.fails,
        Some(modal) => modal.holds,
        None if negated => -SURE,
        None => SURE,
    };
    if modal.is_none() {
        // "is to visit", "are to be tried".
        if let (Some(be), Some(to)) = (be, to)
            && be < to
        {
            value = if negated { -2.0 } else { 2.0 };
        }
        if is_order(reading, token) {
            value = if negated { -0.75 } else { 0.75 };
        }
    }
    if let Some(turned) = turned {
        value = turned * value.signum();
    }
    if is_asked(reading, token) {
        value = 0.0;
    }
    // "would be cancelled if it rained".
    if value > 0.0 && verbal && has_condition(reading, token) {
        value = value.min(1.5);
    }
    value.clamp(-limit, limit)
}

/// Tells whether a verb gives an order: "Close the door."
fn is_order(reading: &Reading<'_>, token: TokenId) -> bool {
    let (first, _) = reading.extent(token);
    let opens = (first.0..=token.0)
        .map(TokenId)
        .find(|&at| reading.upos(at) != Upos::Punct);
    // A subject that the tree has lost stands first: "Scientists … did not find".
    let opens = opens.is_some_and(|at| {
        at == token
            || matches!(
                reading.lower(at),
                "do" | "please" | "never" | "always" | "don"
            )
    });
    opens
        && reading.upos(token) == Upos::Verb
        && reading.analysis.tag(token).xpos == "VB"
        && matches!(reading.deprel(token), Deprel::Root | Deprel::Parataxis)
        && !reading.children(token).iter().any(|&child| {
            matches!(
                reading.deprel(child),
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Mark | Deprel::Expl
            ) || (reading.deprel(child) == Deprel::Aux && reading.lemma(child) != "do")
        })
}

/// Tells whether a clause asks whether it is so: an auxiliary stands before the subject, and no
/// word asks for a part.
fn is_asked(reading: &Reading<'_>, token: TokenId) -> bool {
    if reading.head(token).is_some() && reading.deprel(token) != Deprel::Parataxis {
        return false;
    }
    let children = reading.children(token);
    // "Did they leave?"
    let aux = reading.upos(token) == Upos::Aux && reading.extent(token).0 == token;
    let sentence = &reading.analysis.sentences()[reading.sentence(token) as usize];
    let ends_asking = sentence
        .tokens
        .clone()
        .rev()
        .take(3)
        .any(|at| reading.word(TokenId(at)).contains('?'));
    if !ends_asking || aux {
        return ends_asking;
    }
    let auxiliary = children.iter().copied().find(|&child| {
        matches!(
            reading.deprel(child),
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop
        )
    });
    let subject = children.iter().copied().find(|&child| {
        matches!(
            reading.deprel(child),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl
        )
    });
    let Some(auxiliary) = auxiliary else {
        return false;
    };
    let (first, _) = reading.extent(token);
    let asks_for_a_part =
        (first.0..auxiliary.0).any(|at| reading.analysis.tag(TokenId(at)).xpos.starts_with('W'));
    subject.is_some_and(|subject| auxiliary < subject) && !asks_for_a_part
}

/// Tells whether a clause hangs on a condition.
fn has_condition(reading: &Reading<'_>, token: TokenId) -> bool {
    reading.children(token).iter().any(|&child| {
        reading.deprel(child) == Deprel::Advcl
            && reading.children(child).iter().any(|&mark| {
                reading.deprel(mark) == Deprel::Mark
                    && matches!(reading.lower(mark), "if" | "unless")
            })
    })
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analyzer;
    use crate::data::DataSource;
    use crate::extract::Extractor;
    use crate::text::Document;

    #[test]
    fn every_sentence_of_the_data_file_has_its_value() {
        let source = DataSource::embedded();
        let analyzer = Analyzer::load(&source).unwrap();
        let extractor = Extractor::load(&source).unwrap();
        let examples = extractor.words().factuality().examples();
        let mut wrong = Vec::new();
        for example in examples {
            let document = Document {
                text: example.text.clone(),
                ..Document::default()
            };
            let analysis = analyzer.analyze(&document);
            let extraction = extractor.extract(&document, &analysis);
            let found = extraction
                .predicates
                .iter()
                .find(|predicate| predicate.span.of(&example.text) == example.word)
                .map(|predicate| predicate.factuality);
            if found.is_none_or(|value| (value - example.is).abs() > 0.06) {
                wrong.push(format!("{}: {} {found:?}", example.text, example.is));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(examples.len() >= 100);
    }
}
