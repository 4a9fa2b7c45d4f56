//! Mends what the network reads against the grammar.
//!
//! Only what a sentence cannot be is touched, and only where there is one way to put it right.

use std::ops::Range;

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::model::Reading;
use crate::analysis::name::span::is_weekday;
use crate::analysis::penn_tag;
use crate::analysis::tree::is_tree;

/// What mends one fault, where it is, in one sentence.
type Repair = fn(&[&str], Range<usize>, &mut Reading);

/// In the order in which they build on each other.
const REPAIRS: &[Repair] = &[
    |words, sentence, reading| _ = give_verb(words, sentence, reading),
    |words, sentence, reading| _ = raise_verb(words, sentence, reading),
    lift_subjects,
    lower_subjects,
    move_objects,
    perfect_verbs,
    move_prepositions,
    give_subjects,
    close_asides,
    complete_verbs,
    join_pairs,
    join_names,
    raise_due,
    head_names,
    join_last,
    join_objects,
    move_days,
];

/// Mends the trees of sentences; `words` are those of the whole text.
pub(super) fn repair(words: &[&str], sentences: &[Range<usize>], reading: &mut Reading) {
    let mut before = Vec::new();
    for sentence in sentences {
        let tokens = sentence.start as u32..sentence.end as u32;
        for repair in REPAIRS {
            before.clear();
            before.extend_from_slice(&reading.dependencies[sentence.clone()]);
            repair(words, sentence.clone(), reading);
            // Where the tree is odd, to move one arc may close a circle: it stays as it was.
            if before != reading.dependencies[sentence.clone()]
                && !is_tree(&reading.dependencies, tokens.clone())
            {
                reading.dependencies[sentence.clone()].copy_from_slice(&before);
            }
        }
    }
}

/// Gives "Kora lifted sanctions on Sula." its verb, where "lifted" was taken for a participle.
///
/// A sentence with a full stop and an object has a finite verb.
fn give_verb(words: &[&str], sentence: Range<usize>, reading: &mut Reading) -> Option<()> {
    let last = sentence.clone().last()?;
    let (tags, arcs) = (&reading.tags, &reading.dependencies);
    let is_finite = |word: usize| matches!(tags[word].xpos, "VBD" | "VBZ" | "VBP" | "VB" | "MD");
    if words[last] != "." || sentence.clone().any(is_finite) {
        return None;
    }
    let mut participles = sentence.clone().filter(|&word| tags[word].xpos == "VBN");
    let verb = participles.next()?;
    // "taken" is no past tense.
    if participles.next().is_some() || !words[verb].ends_with("ed") {
        return None;
    }
    let head = |word: usize| arcs[word].head.map(TokenId::index);
    let is_nominal = |word: usize| {
        matches!(tags[word].upos, Upos::Noun | Upos::Propn | Upos::Pron) && tags[word].xpos != "WDT"
    };
    let root = sentence.clone().find(|&word| head(word).is_none())?;
    if !is_nominal(root) || !matches!(arcs[verb].deprel, Deprel::Acl | Deprel::Amod) {
        return None;
    }
    let is_bare = |word: usize| {
        is_nominal(word)
            && !sentence
                .clone()
                .any(|child| head(child) == Some(word) && arcs[child].deprel == Deprel::Case)
    };
    let (subject, object) = if root > verb {
        // Read as "the lifted sanctions": whoever stands before the participle lifted them.
        let before = verb.checked_sub(1).filter(|word| sentence.contains(word))?;
        let subject = [Some(root), Some(verb)]
            .contains(&head(before))
            .then_some(before)?;
        (head(verb) == Some(root) && is_nominal(subject)).then_some((subject, root))?
    } else {
        // Read as "people killed": what follows without a preposition was killed.
        let object = (verb + 1..sentence.end).find(|&word| head(word) == Some(verb))?;
        let is_object = is_bare(object) && tags[object].upos != Upos::Pron;
        let by = matches!(
            arcs[object].deprel,
            Deprel::Obl | Deprel::Obj | Deprel::Nmod
        );
        (is_object && by).then_some((root, object))?
    };
    for word in sentence.clone() {
        let arc = &mut reading.dependencies[word];
        if word == verb {
            arc.head = None;
            arc.deprel = Deprel::Root;
        } else if word == subject || word == object {
            arc.head = Some(TokenId(verb as u32));
            arc.deprel = match word == subject {
                true => Deprel::Nsubj,
                false => Deprel::Obj,
            };
        } else if word == last {
            arc.head = Some(TokenId(verb as u32));
        } else if word < subject && arc.head.map(TokenId::index) == Some(object) {
            // "The Kora government lifted …": what hung on the object belongs to the subject.
            arc.head = Some(TokenId(subject as u32));
        }
    }
    reading.tags[verb].upos = Upos::Verb;
    reading.tags[verb].xpos = penn_tag("VBD")?;
    Some(())
}

/// Lets "operate" head "Fighters of the group operate in Kora.", where the network hung it on the
/// fighters as if it told which: a sentence with a full stop has a finite verb at its head.
fn raise_verb(words: &[&str], sentence: Range<usize>, reading: &mut Reading) -> Option<()> {
    let last = sentence.clone().last().filter(|&last| words[last] == ".")?;
    let root = sentence
        .clone()
        .find(|&word| reading.dependencies[word].head.is_none())?;
    let clausal = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Cop, Deprel::Mark];
    let is_free = |word: usize| {
        children(reading, &sentence, word, &clausal)
            .next()
            .is_none()
    };
    if !matches!(reading.tags[root].upos, Upos::Noun | Upos::Propn) || !is_free(root) {
        return None;
    }
    let verb = children(
        reading,
        &sentence,
        root,
        &[Deprel::Nmod, Deprel::Acl, Deprel::Appos],
    )
    // "Photographs released Tuesday" is a caption.
    .find(|&word| {
        word > root
            && matches!(reading.tags[word].xpos, "VBP" | "VBZ" | "VBD")
            && !words[word].ends_with("ed")
    })
    .filter(|&verb| is_free(verb) && words[root..verb].iter().all(|&word| word != ","))?;
    for word in verb + 1..sentence.end {
        let arc = &mut reading.dependencies[word];
        if arc.head == Some(TokenId(root as u32)) && (word == last || arc.deprel != Deprel::Conj) {
            arc.head = Some(TokenId(verb as u32));
        }
    }
    reading.dependencies[verb].head = None;
    reading.dependencies[verb].deprel = Deprel::Root;
    reading.dependencies[root].head = Some(TokenId(verb as u32));
    reading.dependencies[root].deprel = Deprel::Nsubj;
    reading.tags[verb].upos = Upos::Verb;
    Some(())
}

/// Finds the words that hang on a word by one of some relations.
fn children<'a>(
    reading: &'a Reading,
    sentence: &Range<usize>,
    head: usize,
    relations: &'a [Deprel],
) -> impl Iterator<Item = usize> + 'a {
    sentence.clone().filter(move |&child| {
        let arc = &reading.dependencies[child];
        arc.head.map(TokenId::index) == Some(head) && relations.contains(&arc.deprel)
    })
}

/// The relations by which a word is the subject.
const SUBJECTS: &[Deprel] = &[
    Deprel::Nsubj,
    Deprel::NsubjPass,
    Deprel::NsubjOuter,
    Deprel::Csubj,
    Deprel::CsubjPass,
    Deprel::Expl,
];

/// Gives "Kora, believed to be rich, has grown." its subject, where it was given to the participle.
fn lift_subjects(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for participle in sentence.clone().skip(2) {
        let arc = &reading.dependencies[participle];
        let Some(verb) = arc
            .head
            .map(TokenId::index)
            .filter(|&verb| verb > participle)
        else {
            continue;
        };
        let free = reading.tags[participle].xpos == "VBN"
            && arc.deprel == Deprel::Advcl
            && words[participle - 1] == ","
            && children(
                reading,
                &sentence,
                participle,
                &[Deprel::Aux, Deprel::AuxPass],
            )
            .next()
            .is_none();
        let subject = children(reading, &sentence, participle, SUBJECTS)
            .find(|&subject| subject < participle);
        if let Some(subject) = subject
            && free
            && children(reading, &sentence, verb, SUBJECTS)
                .next()
                .is_none()
        {
            reading.dependencies[subject].head = Some(TokenId(verb as u32));
            reading.dependencies[subject].deprel = Deprel::Nsubj;
            reading.dependencies[participle].head = Some(TokenId(subject as u32));
            reading.dependencies[participle].deprel = Deprel::Acl;
        }
    }
}

/// Makes "a member" an apposition in "Kora Lind, a member of the board, denies it", and lets the name
/// head "The group Kora denies it": a verb has one subject.
fn lower_subjects(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for second in sentence.clone().skip(1) {
        let Dependency { head, deprel } = reading.dependencies[second];
        let Some(verb) = head.map(TokenId::index).filter(|&verb| verb > second) else {
            continue;
        };
        let before = second - 1;
        if deprel.universal() == "nsubj"
            && reading.tags[second].upos == Upos::Propn
            && reading.tags[before].upos == Upos::Noun
            && reading.dependencies[before] == reading.dependencies[second]
        {
            reading.dependencies[before] = Dependency {
                head: Some(TokenId(second as u32)),
                deprel: Deprel::NmodDesc,
            };
            continue;
        }
        if deprel != Deprel::Nsubj
            || !matches!(reading.tags[second].upos, Upos::Noun | Upos::Propn)
            || children(reading, &sentence, second, &[Deprel::Cc])
                .next()
                .is_some()
        {
            continue;
        }
        let modifiers = [
            Deprel::Det,
            Deprel::Amod,
            Deprel::Compound,
            Deprel::NmodDesc,
        ];
        let start = children(reading, &sentence, second, &modifiers)
            .next()
            .map_or(second, |child| child.min(second));
        let open = start > sentence.start && words[start - 1] == ",";
        let closed = words[verb - 1] == ",";
        let first = children(reading, &sentence, verb, &[Deprel::Nsubj])
            .find(|&first| first + 1 < start)
            // "Today, Kora, Sula and others, …" lists; "he, a judge, …" explains.
            .filter(|&first| (first..start - 1).all(|word| words[word] != ","));
        if let Some(first) = first.filter(|_| open && closed) {
            reading.dependencies[second] = Dependency {
                head: Some(TokenId(first as u32)),
                deprel: Deprel::Appos,
            };
        }
    }
}

/// Gives "Kora" to the verb in "They warned Kora that it may rain": no name leads a clause in.
fn move_objects(_: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for name in sentence {
        let Dependency { head, deprel } = reading.dependencies[name];
        let clause = head.filter(|head| head.index() > name).map(TokenId::index);
        let Some(outer) = clause.map(|clause| reading.dependencies[clause]) else {
            continue;
        };
        if deprel == Deprel::Mark
            && matches!(reading.tags[name].upos, Upos::Propn | Upos::Noun)
            && outer.deprel == Deprel::Ccomp
            && outer.head.is_some_and(|verb| verb.index() < name)
        {
            reading.dependencies[name] = Dependency {
                head: outer.head,
                deprel: Deprel::Obj,
            };
        }
    }
}

/// Gives "They say ten men, including a judge, have been held." its subject, where the phrase
/// between the commas let the network take the men for the object of "say".
fn give_subjects(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for verb in sentence.clone() {
        if reading.dependencies[verb].deprel != Deprel::Ccomp
            || children(reading, &sentence, verb, SUBJECTS)
                .next()
                .is_some()
        {
            continue;
        }
        let auxiliaries = [Deprel::Aux, Deprel::AuxPass];
        let finite = children(reading, &sentence, verb, &auxiliaries)
            .next()
            .filter(|&first| matches!(reading.tags[first].xpos, "VBD" | "VBZ" | "VBP" | "MD"));
        let Some(first) = finite.filter(|&first| first > sentence.start && first < verb) else {
            continue;
        };
        if words[first - 1] != "," {
            continue;
        }
        let Some(comma) = (sentence.start..first - 1)
            .rev()
            .find(|&word| words[word] == ",")
        else {
            continue;
        };
        let Some(subject) = comma.checked_sub(1).filter(|&noun| {
            let arc = &reading.dependencies[noun];
            matches!(reading.tags[noun].upos, Upos::Noun | Upos::Propn)
                && matches!(arc.deprel, Deprel::Obj | Deprel::Obl)
                && arc.head.is_some_and(|head| head.index() < noun)
        }) else {
            continue;
        };
        let Some(speech) = reading.dependencies[subject].head else {
            continue;
        };
        let passive = children(reading, &sentence, verb, &[Deprel::AuxPass])
            .next()
            .is_some();
        reading.dependencies[subject].head = Some(TokenId(verb as u32));
        reading.dependencies[subject].deprel = match passive {
            true => Deprel::NsubjPass,
            false => Deprel::Nsubj,
        };
        reading.dependencies[verb].head = Some(speech);
    }
}

/// Makes one verb of "Kora had in the past dealt with it", where the words between let the network
/// take "had" for a verb of its own.
fn perfect_verbs(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for have in sentence.clone() {
        if reading.tags[have].upos != Upos::Verb || !matches!(words[have], "have" | "has" | "had") {
            continue;
        }
        let participle = children(reading, &sentence, have, &[Deprel::Xcomp, Deprel::Ccomp])
            .find(|&word| word > have && reading.tags[word].xpos == "VBN");
        let Some(participle) = participle else {
            continue;
        };
        let object = children(reading, &sentence, have, &[Deprel::Obj])
            .next()
            .is_some();
        let auxiliaries = [Deprel::Aux, Deprel::AuxPass];
        if object
            || children(reading, &sentence, participle, SUBJECTS)
                .next()
                .is_some()
            || children(reading, &sentence, participle, &auxiliaries)
                .next()
                .is_some()
        {
            continue;
        }
        let outer = reading.dependencies[have];
        for word in sentence.clone() {
            let arc = &mut reading.dependencies[word];
            if arc.head.map(TokenId::index) == Some(have) {
                arc.head = Some(TokenId(participle as u32));
            }
        }
        reading.dependencies[participle] = outer;
        reading.dependencies[have].head = Some(TokenId(participle as u32));
        reading.dependencies[have].deprel = Deprel::Aux;
        reading.tags[have].upos = Upos::Aux;
    }
}

/// Gives the preposition in "of Gen Anna Tarvel" to the whole name, where it was given to a later
/// word of it, and that in "of forces fighting rebels" to the forces.
fn move_prepositions(_: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for preposition in sentence.clone() {
        let arc = reading.dependencies[preposition];
        let Some(word) = arc.head.map(TokenId::index) else {
            continue;
        };
        let within = reading.dependencies[word];
        let above = within.head.map(TokenId::index);
        if arc.deprel != Deprel::Case || above.is_none_or(|above| above <= preposition) {
            continue;
        }
        if within.deprel == Deprel::Flat {
            reading.dependencies[preposition].head = within.head;
            continue;
        }
        // No word that a preposition leads in stands behind its own head.
        let nearer = (preposition + 1..word).find(|&noun| {
            let arc = reading.dependencies[noun];
            matches!(arc.deprel, Deprel::Nmod | Deprel::Obl)
                && arc.head.is_some_and(|head| head.index() < preposition)
                && above.is_some_and(|above| noun < above && above < word)
                && children(reading, &sentence, noun, &[Deprel::Case])
                    .next()
                    .is_none()
        });
        if let Some(noun) = nearer {
            reading.dependencies[preposition].head = Some(TokenId(noun as u32));
        }
    }
}

/// Joins "thousands of Kora – Sulans and others – rebels", where an aside parts an adjective from
/// its noun: what stands between the dashes is said beside the noun.
fn close_asides(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    let is_dash = |word: usize| matches!(words[word], "—" | "–" | "--");
    let dashes: Vec<usize> = sentence.clone().filter(|&word| is_dash(word)).collect();
    for pair in dashes.windows(2) {
        let (open, close) = (pair[0], pair[1]);
        let (Some(adjective), noun) = (open.checked_sub(1), close + 1) else {
            continue;
        };
        if !sentence.contains(&adjective)
            || !sentence.contains(&noun)
            || reading.tags[adjective].xpos != "JJ"
            || reading.tags[noun].upos != Upos::Noun
        {
            continue;
        }
        let mut outer = reading.dependencies[adjective];
        // "thousands of Kora" may be given to "Sulans" of the aside.
        if let Some(inner) = outer.head.map(TokenId::index)
            && open < inner
            && inner < close
            && matches!(outer.deprel, Deprel::Nmod | Deprel::Amod)
        {
            outer = reading.dependencies[inner];
        }
        let Some(head) = outer.head.map(TokenId::index) else {
            continue;
        };
        // "The army is strong – they say – men fear it": the adjective stands for itself.
        let cut = head < adjective && outer.deprel == Deprel::Nmod;
        if !cut || reading.dependencies[noun].head == Some(TokenId(adjective as u32)) {
            continue;
        }
        for word in sentence.clone() {
            let arc = &mut reading.dependencies[word];
            let inside = open < word && word < close;
            let to_outside = arc
                .head
                .is_none_or(|head| head.index() <= open || head.index() >= close);
            if inside && to_outside {
                arc.head = Some(TokenId(noun as u32));
                if arc.deprel != Deprel::Punct {
                    arc.deprel = Deprel::Parataxis;
                }
            } else if arc.head == Some(TokenId(adjective as u32)) {
                arc.head = Some(TokenId(noun as u32));
            }
        }
        reading.dependencies[noun] = outer;
        reading.dependencies[adjective].head = Some(TokenId(noun as u32));
        reading.dependencies[adjective].deprel = Deprel::Amod;
    }
}

/// Makes "need to be in the lead" a verb with its complement: no adjunct has "to be".
fn complete_verbs(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for noun in sentence.clone() {
        if reading.dependencies[noun].deprel == Deprel::Obl
            && children(reading, &sentence, noun, &[Deprel::Cop])
                .next()
                .is_some()
            && children(reading, &sentence, noun, &[Deprel::Mark]).any(|mark| words[mark] == "to")
        {
            reading.dependencies[noun].deprel = Deprel::Xcomp;
        }
    }
}

/// Joins "in Kora as well as Sula" where both names hang on the noun: the second has no
/// preposition, but an "and".
fn join_last(_: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for last in sentence.clone() {
        let arc = &reading.dependencies[last];
        if !matches!(arc.deprel, Deprel::Nmod | Deprel::Obl)
            || children(reading, &sentence, last, &[Deprel::Case])
                .next()
                .is_some()
        {
            continue;
        }
        let Some(head) = arc.head.map(TokenId::index) else {
            continue;
        };
        let Some(and) = children(reading, &sentence, last, &[Deprel::Cc]).next() else {
            continue;
        };
        let first = children(reading, &sentence, head, &[Deprel::Nmod, Deprel::Obl])
            .filter(|&first| first < and)
            .last();
        if let Some(first) = first
            && reading.tags[first].upos == reading.tags[last].upos
        {
            reading.dependencies[last].head = Some(TokenId(first as u32));
            reading.dependencies[last].deprel = Deprel::Conj;
        }
    }
}

/// Joins "Kora and Sula signed" where both hang on the verb.
fn join_pairs(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for and in sentence.clone() {
        if and == sentence.start || and + 1 == sentence.end {
            continue;
        }
        let arcs = &mut reading.dependencies;
        let (before, after) = (and - 1, and + 1);
        let verb = arcs[after].head;
        let is_name = |word: usize| reading.tags[word].upos == Upos::Propn;
        if matches!(words[and], "and" | "or")
            && arcs[and].deprel == Deprel::Cc
            && verb.is_some_and(|verb| verb.index() > after)
            && arcs[before].head == verb
            && [verb, Some(TokenId(after as u32))].contains(&arcs[and].head)
            && arcs[before].deprel.universal() == "nsubj"
            && is_name(before)
            && is_name(after)
        {
            arcs[after].head = Some(TokenId(before as u32));
            arcs[after].deprel = Deprel::Conj;
            arcs[and].head = Some(TokenId(after as u32));
        }
    }
}

/// Makes one name of "Ana Lind" in "two ministers, Ana Lind and Bo Ek, left", where both words were
/// hung on the noun, and joins the other name to it.
fn join_names(_: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for second in sentence.clone().skip(1) {
        let first = second - 1;
        let arc = reading.dependencies[second];
        let is_name = |word: usize| reading.tags[word].upos == Upos::Propn;
        if arc.deprel != Deprel::Appos
            || arc != reading.dependencies[first]
            || !is_name(first)
            || !is_name(second)
        {
            continue;
        }
        for word in sentence.clone() {
            let other = &mut reading.dependencies[word];
            let joined = word > second
                && other.head == arc.head
                && other.deprel == Deprel::Conj
                && reading.tags[word].upos == Upos::Propn;
            if joined || other.head == Some(TokenId(second as u32)) {
                other.head = Some(TokenId(first as u32));
            }
        }
        reading.dependencies[second] = Dependency {
            head: Some(TokenId(first as u32)),
            deprel: Deprel::Flat,
        };
    }
}

/// Lets "Ana" head "Ana Lind" in "the winner was Ana Lind" where the rest of the clause hangs on
/// "Ana" and that on "Lind": a compound has no subject of its own.
fn head_names(_: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for first in sentence.clone() {
        let arc = reading.dependencies[first];
        let Some(last) = arc.head.map(TokenId::index).filter(|&last| last > first) else {
            continue;
        };
        let is_name = |word: usize| reading.tags[word].upos == Upos::Propn;
        let clausal = [Deprel::Nsubj, Deprel::Cop];
        if arc.deprel != Deprel::Compound
            || !is_name(first)
            || !is_name(last)
            || children(reading, &sentence, first, &clausal).count() < 2
        {
            continue;
        }
        reading.dependencies[first] = reading.dependencies[last];
        for word in sentence.clone() {
            let arc = &mut reading.dependencies[word];
            if arc.head.map(TokenId::index) == Some(last) {
                arc.head = Some(TokenId(first as u32));
            }
        }
        reading.dependencies[last].head = Some(TokenId(first as u32));
        reading.dependencies[last].deprel = Deprel::Flat;
    }
}

/// Makes "due" the predicate of "is due to arrive", where it was taken for a mark of the infinitive.
fn raise_due(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for due in sentence.start..sentence.end.saturating_sub(2) {
        let verb = due + 2;
        let arcs = &mut reading.dependencies;
        let hangs = |word: usize, head: usize| arcs[word].head == Some(TokenId(head as u32));
        if words[due] != "due"
            || words[due + 1] != "to"
            || reading.tags[verb].xpos != "VB"
            || arcs[due].deprel != Deprel::Mark
            || !hangs(due, verb)
            || !(sentence.start..due)
                .any(|word| hangs(word, verb) && arcs[word].deprel == Deprel::Cop)
        {
            continue;
        }
        arcs[due] = arcs[verb];
        arcs[verb].head = Some(TokenId(due as u32));
        arcs[verb].deprel = Deprel::Xcomp;
        for word in sentence.clone() {
            let arc = &mut arcs[word];
            let is_mark = arc.deprel == Deprel::Punct;
            if arc.head == Some(TokenId(verb as u32)) && (word < due || is_mark) {
                arc.head = Some(TokenId(due as u32));
                if arc.deprel.universal() == "nsubj" {
                    arc.deprel = Deprel::Nsubj;
                }
            }
        }
        reading.tags[due].upos = Upos::Adj;
    }
}

/// Joins "police used tear gas" and "the court jailed banker Nils Tarvel", where both nouns were read as the object: a verb has one.
fn join_objects(_: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for first in sentence.clone().rev().skip(1) {
        let (tags, arcs) = (&reading.tags, &mut reading.dependencies);
        let second = first + 1;
        let is_object = |word: usize| arcs[word].deprel == Deprel::Obj;
        let joined = match (tags[first].xpos, tags[second].xpos) {
            ("NN" | "NNS", "NN" | "NNS") => Deprel::Compound,
            ("NN" | "NNS", "NNP") => Deprel::NmodDesc,
            _ => continue,
        };
        if is_object(first) && is_object(second) && arcs[first].head == arcs[second].head {
            arcs[first].head = Some(TokenId(second as u32));
            arcs[first].deprel = joined;
        }
    }
}

/// Gives the day in "A court on Tuesday jailed him" to the verb, where it was given to the court.
fn move_days(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for day in sentence.clone() {
        let arcs = &mut reading.dependencies;
        if arcs[day].deprel != Deprel::Nmod || !is_weekday(words[day]) {
            continue;
        }
        let Some(subject) = arcs[day].head.map(TokenId::index) else {
            continue;
        };
        let verb = arcs[subject].head;
        let between = subject < day && verb.is_some_and(|verb| verb.index() > day);
        if between && arcs[subject].deprel.universal() == "nsubj" {
            arcs[day].head = verb;
            arcs[day].deprel = Deprel::Obl;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Tag;

    /// Reads words written as `word/TAG(relation<number of the head>)` and checks what becomes of them.
    fn check(given: &str, expected: &str) {
        let mut words = Vec::new();
        let mut reading = Reading::default();
        for written in given.split(' ') {
            let (word, rest) = written.split_once('/').unwrap();
            let (tag, rest) = rest.split_once('(').unwrap();
            let (deprel, head) = rest.trim_end_matches(')').split_once('<').unwrap();
            let upos = match tag {
                "NNP" => Upos::Propn,
                "NN" | "NNS" => Upos::Noun,
                "VBN" | "VBD" | "VBP" => Upos::Verb,
                _ => Upos::X,
            };
            words.push(word);
            reading.tags.push(Tag {
                upos,
                xpos: penn_tag(tag).unwrap(),
                features: Default::default(),
            });
            let head: u32 = head.parse().unwrap();
            reading.dependencies.push(Dependency {
                head: head.checked_sub(1).map(TokenId),
                deprel: Deprel::from_name(deprel).unwrap(),
            });
        }
        repair(
            &words,
            std::slice::from_ref(&(0..words.len())),
            &mut reading,
        );
        let written: Vec<String> = words
            .iter()
            .zip(&reading.tags)
            .zip(&reading.dependencies)
            .map(|((word, tag), arc)| {
                let head = arc.head.map_or(0, |head| head.0 + 1);
                format!("{word}/{}({}<{head})", tag.xpos, arc.deprel.name())
            })
            .collect();
        assert_eq!(written.join(" "), expected);
    }

    #[test]
    fn a_sentence_with_an_object_has_a_finite_verb() {
        check(
            "Kora/NNP(compound<2) lifted/VBN(amod<3) sanctions/NNS(root<0) on/IN(case<5) \
             Sula/NNP(nmod<3) ./.(punct<3)",
            "Kora/NNP(nsubj<2) lifted/VBD(root<0) sanctions/NNS(obj<2) on/IN(case<5) \
             Sula/NNP(nmod<3) ./.(punct<2)",
        );
        check(
            "Explosions/NNS(root<0) today/NN(nmod<1) killed/VBN(acl<2) people/NNS(obl<3) \
             ./.(punct<1)",
            "Explosions/NNS(nsubj<3) today/NN(nmod<1) killed/VBD(root<0) people/NNS(obj<3) \
             ./.(punct<3)",
        );
        let caption = "People/NNS(root<0) killed/VBN(acl<1) in/IN(case<4) Kora/NNP(obl<2) \
                       ./.(punct<1)";
        check(caption, caption);
    }

    #[test]
    fn a_verb_has_one_subject() {
        check(
            "Lind/NNP(nsubj<6) ,/,(punct<1) a/DT(det<4) member/NN(nsubj<6) ,/,(punct<4) denies/VBZ(root<0)",
            "Lind/NNP(nsubj<6) ,/,(punct<1) a/DT(det<4) member/NN(appos<1) ,/,(punct<4) denies/VBZ(root<0)",
        );
    }

    #[test]
    fn a_name_between_commas_is_an_apposition() {
        check(
            "group/NN(nsubj<5) ,/,(punct<1) Kora/NNP(nsubj<5) ,/,(punct<3) denies/VBZ(root<0)",
            "group/NN(nsubj<5) ,/,(punct<1) Kora/NNP(appos<1) ,/,(punct<3) denies/VBZ(root<0)",
        );
    }

    #[test]
    fn a_name_heads_the_noun_before_it() {
        check(
            "groups/NNS(nsubj<3) Kora/NNP(nsubj<3) denies/VBZ(root<0)",
            "groups/NNS(nmod:desc<2) Kora/NNP(nsubj<3) denies/VBZ(root<0)",
        );
    }

    #[test]
    fn names_in_apposition_are_whole_and_joined() {
        check(
            "ministers/NNS(nsubj<9) ,/,(punct<3) Ana/NNP(appos<1) Lind/NNP(appos<1) and/CC(cc<6) \
             Bo/NNP(conj<1) Ek/NNP(flat<6) ,/,(punct<1) left/VBD(root<0)",
            "ministers/NNS(nsubj<9) ,/,(punct<3) Ana/NNP(appos<1) Lind/NNP(flat<3) and/CC(cc<6) \
             Bo/NNP(conj<3) Ek/NNP(flat<6) ,/,(punct<1) left/VBD(root<0)",
        );
    }

    #[test]
    fn no_name_leads_a_clause_in() {
        check(
            "They/PRP(nsubj<2) warned/VBD(root<0) Kora/NNP(mark<6) that/IN(mark<6) it/PRP(nsubj<6) rains/VBZ(ccomp<2)",
            "They/PRP(nsubj<2) warned/VBD(root<0) Kora/NNP(obj<2) that/IN(mark<6) it/PRP(nsubj<6) rains/VBZ(ccomp<2)",
        );
    }

    #[test]
    fn a_finite_verb_heads_the_sentence() {
        check(
            "Fighters/NNS(root<0) of/IN(case<3) Kora/NNP(nmod<1) operate/VBP(nmod<1) here/RB(advmod<4) ./.(punct<1)",
            "Fighters/NNS(nsubj<4) of/IN(case<3) Kora/NNP(nmod<1) operate/VBP(root<0) here/RB(advmod<4) ./.(punct<4)",
        );
        let caption =
            "Fighters/NNS(root<0) who/WP(nsubj<3) left/VBD(acl<1) Kora/NNP(obj<3) ./.(punct<1)";
        check(caption, caption);
    }

    #[test]
    fn a_name_with_a_subject_heads_its_other_words() {
        check(
            "Winners/NNS(nsubj<3) were/VBD(cop<3) Ana/NNP(compound<4) Lind/NNP(root<0) ./.(punct<4)",
            "Winners/NNS(nsubj<3) were/VBD(cop<3) Ana/NNP(root<0) Lind/NNP(flat<3) ./.(punct<3)",
        );
    }

    #[test]
    fn what_is_due_to_happen_hangs_on_due() {
        check(
            "Ministers/NNS(nsubj<5) are/VBP(cop<5) due/JJ(mark<5) to/TO(mark<5) meet/VB(root<0) ./.(punct<5)",
            "Ministers/NNS(nsubj<3) are/VBP(cop<3) due/JJ(root<0) to/TO(mark<5) meet/VB(xcomp<3) ./.(punct<3)",
        );
    }

    #[test]
    fn two_names_before_a_verb_are_a_pair() {
        check(
            "Kora/NNP(nsubj<4) and/CC(cc<4) Sula/NNP(advmod<4) signed/VBD(root<0) ./.(punct<4)",
            "Kora/NNP(nsubj<4) and/CC(cc<3) Sula/NNP(conj<1) signed/VBD(root<0) ./.(punct<4)",
        );
    }

    #[test]
    fn a_day_between_subject_and_verb_is_the_verbs() {
        check(
            "Courts/NNS(nsubj<4) on/IN(case<3) Tuesday/NNP(nmod<1) jailed/VBD(root<0) ./.(punct<4)",
            "Courts/NNS(nsubj<4) on/IN(case<3) Tuesday/NNP(obl<4) jailed/VBD(root<0) ./.(punct<4)",
        );
    }

    #[test]
    fn a_verb_has_one_object() {
        check(
            "Police/NNS(nsubj<2) used/VBD(root<0) tear/NN(obj<2) gas/NN(obj<2) ./.(punct<2)",
            "Police/NNS(nsubj<2) used/VBD(root<0) tear/NN(compound<4) gas/NN(obj<2) ./.(punct<2)",
        );
    }

    #[test]
    fn a_participle_between_commas_has_no_subject() {
        check(
            "Kora/NNP(nsubj<3) ,/,(punct<3) believed/VBN(advcl<6) rich/JJ(xcomp<3) ,/,(punct<3) \
             grew/VBD(root<0)",
            "Kora/NNP(nsubj<6) ,/,(punct<3) believed/VBN(acl<1) rich/JJ(xcomp<3) ,/,(punct<3) \
             grew/VBD(root<0)",
        );
    }

    #[test]
    fn a_finite_verb_behind_a_comma_has_the_noun_before_the_pair_of_commas_as_subject() {
        check(
            "They/PRP(nsubj<2) say/VBP(root<0) men/NNS(obj<2) ,/,(punct<5) including/VBG(nmod<3) \
             ,/,(punct<5) have/VBP(aux<9) been/VBN(aux:pass<9) held/VBN(ccomp<2)",
            "They/PRP(nsubj<2) say/VBP(root<0) men/NNS(nsubj:pass<9) ,/,(punct<5) \
             including/VBG(nmod<3) ,/,(punct<5) have/VBP(aux<9) been/VBN(aux:pass<9) \
             held/VBN(ccomp<2)",
        );
    }

    #[test]
    fn an_aside_parts_no_adjective_from_its_noun() {
        check(
            "thousands/NNS(nsubj<8) of/IN(case<3) Koran/JJ(nmod<1) —/:(punct<5) Sulans/NNPS(nmod<1) \
             —/:(punct<5) rebels/NNS(nsubj<8) fought/VBD(root<0)",
            "thousands/NNS(nsubj<8) of/IN(case<7) Koran/JJ(amod<7) —/:(punct<5) Sulans/NNPS(parataxis<7) \
             —/:(punct<5) rebels/NNS(nmod<1) fought/VBD(root<0)",
        );
    }

    #[test]
    fn an_adjective_is_not_given_to_the_aside() {
        check(
            "thousands/NNS(nsubj<8) of/IN(case<3) Koran/JJ(nmod<5) —/:(punct<5) Sulans/NNPS(nmod<1) \
             —/:(punct<5) rebels/NNS(nsubj<8) fought/VBD(root<0)",
            "thousands/NNS(nsubj<8) of/IN(case<7) Koran/JJ(amod<7) —/:(punct<5) Sulans/NNPS(parataxis<7) \
             —/:(punct<5) rebels/NNS(nmod<1) fought/VBD(root<0)",
        );
    }

    #[test]
    fn what_follows_as_well_as_is_joined_to_what_stands_before() {
        check(
            "attacks/NNS(root<0) in/IN(case<3) Kora/NNP(nmod<1) and/CC(cc<5) Sula/NNP(nmod<1)",
            "attacks/NNS(root<0) in/IN(case<3) Kora/NNP(nmod<1) and/CC(cc<5) Sula/NNP(conj<3)",
        );
    }

    #[test]
    fn words_between_part_no_auxiliary_from_its_verb() {
        check(
            "Kora/NNP(nsubj<2) had/VBD(root<0) often/RB(advmod<2) dealt/VBN(xcomp<2) ./.(punct<2)",
            "Kora/NNP(nsubj<4) had/VBD(aux<4) often/RB(advmod<4) dealt/VBN(root<0) ./.(punct<4)",
        );
    }

    #[test]
    fn a_preposition_belongs_to_the_whole_name() {
        check(
            "death/NN(root<0) of/IN(case<4) Gen/NNP(nmod<1) Tarvel/NNP(flat<3)",
            "death/NN(root<0) of/IN(case<3) Gen/NNP(nmod<1) Tarvel/NNP(flat<3)",
        );
    }

    #[test]
    fn a_preposition_belongs_to_what_follows_it() {
        check(
            "support/NN(root<0) of/IN(case<5) forces/NNS(nmod<1) fighting/VBG(acl<3) rebels/NNS(obj<4)",
            "support/NN(root<0) of/IN(case<3) forces/NNS(nmod<1) fighting/VBG(acl<3) rebels/NNS(obj<4)",
        );
    }

    #[test]
    fn a_repair_that_would_close_a_circle_is_left() {
        let odd = "say/VBP(advcl<7) men/NNS(obj<1) ,/,(punct<4) including/VBG(nmod<2) ,/,(punct<4) \
                   have/VBP(aux<7) held/VBN(ccomp<8) think/VBP(root<0)";
        check(odd, odd);
    }
}
