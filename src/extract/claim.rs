//! Claims and denials: who claims what, what it is about, and which claim a denial denies.

use std::collections::BTreeSet;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::base::Status;
use crate::data::words::Speech;
use crate::extract::Attribution;
use crate::extract::AttributionId;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::EntityId;
use crate::extract::MentionForm;
use crate::extract::Quotation;
use crate::extract::Thing;
use crate::extract::draft::ASSERTED;
use crate::extract::draft::Draft;
use crate::extract::draft::Standing;
use crate::extract::reading::Reading;
use crate::extract::speech::Utterance;

/// Says who the speakers are, which attributions make claims, and which claim each denial denies.
pub(in crate::extract) fn settle(draft: &mut Draft<'_>, utterances: &[Utterance]) {
    for utterance in utterances {
        let mut attribution = utterance.attribution.clone();
        attribution.speaker = utterance.speaker.and_then(|token| {
            animate(draft, token);
            speaker_at(draft, token, 2)
        });
        attribution.relays = utterance
            .more_speakers
            .iter()
            .filter_map(|&token| speaker_at(draft, token, 2))
            .filter(|other| Some(*other) != attribution.speaker)
            .collect();
        push_split(draft, attribution);
    }
    relay(draft);
    unwrap(draft);
    for index in 0..draft.attributions.len() {
        draft.attributions[index].claim = is_claim(draft, index);
    }
    for index in 0..draft.attributions.len() {
        if draft.attributions[index].claim && draft.attributions[index].denied {
            deny(draft, index);
        }
    }
}

/// The most words of a quote of several sentences that is one claim; a longer one makes a claim of
/// each sentence.
const LONGEST_CLAIM: usize = 30;

/// A sentence of fewer words says too little for a claim of its own: "It is good."
const SHORTEST_CLAIM: usize = 5;

/// A claim is about so many things at most.
const MOST_SUBJECTS: usize = 5;

/// How far below the main verb of a claim the things lie that it is about.
const DEEPEST_SUBJECT: u32 = 2;

/// Adds an attribution; a long quote of several sentences is as many claims.
fn push_split(draft: &mut Draft<'_>, attribution: Attribution) {
    let text = draft.reading.text;
    let [whole] = attribution.content.as_slice() else {
        draft.attributions.push(attribution);
        return;
    };
    if whole.of(text).split_whitespace().count() <= LONGEST_CLAIM {
        draft.attributions.push(attribution);
        return;
    }
    let pieces: Vec<Span> = draft
        .reading
        .analysis
        .sentences()
        .iter()
        .filter(|sentence| sentence.span.overlaps(*whole))
        .map(|sentence| {
            draft.reading.trim(Span {
                start: sentence.span.start.max(whole.start),
                end: sentence.span.end.min(whole.end),
            })
        })
        .filter(|piece| piece.of(text).split_whitespace().count() >= SHORTEST_CLAIM)
        .collect();
    for piece in pieces {
        let mut part = attribution.clone();
        part.content_token = part
            .content_token
            .filter(|&root| piece.contains(draft.reading.analysis.span(root)))
            .or_else(|| draft.reading.root_in(piece));
        part.content = vec![piece];
        draft.attributions.push(part);
    }
}

/// "According to ABC, Basya believes that …": both put forward what Basya believes.
fn relay(draft: &mut Draft<'_>) {
    for index in 0..draft.attributions.len() {
        let outer = &draft.attributions[index];
        let (Some(root), Some(speaker)) = (outer.content_token, outer.speaker) else {
            continue;
        };
        if outer.stance != Speech::Claims || outer.denied {
            continue;
        }
        let mut near = draft.attributions_near(outer.cue);
        let inner = near.find(|&inner| {
            let inner = &draft.attributions[inner];
            let length = |attribution: &Attribution| {
                attribution
                    .content
                    .iter()
                    .map(|piece| piece.len())
                    .sum::<usize>()
            };
            let most = outer.content.iter().any(|piece| piece.contains(inner.cue))
                && length(inner) * 2 >= length(outer);
            (inner.cue_token == root || most)
                && inner.speaker.is_some()
                && inner.speaker != Some(speaker)
                && matches!(
                    inner.stance,
                    Speech::Claims | Speech::Believes | Speech::Promises | Speech::Threatens
                )
        });
        if let Some(inner) = inner {
            let also: Vec<EntityId> = std::iter::once(speaker)
                .chain(outer.relays.clone())
                .collect();
            draft.attributions[inner].relays.extend(also);
            draft.attributions[index].relayed = true;
        }
    }
}

/// "He rejected claims that help came too late": what he rejects is that help came too late.
fn unwrap(draft: &mut Draft<'_>) {
    for index in 0..draft.attributions.len() {
        let outer = &draft.attributions[index];
        let Some(noun) = outer.content_token else {
            continue;
        };
        let inner = draft
            .attributions_near(outer.cue)
            .find(|&inner| inner != index && draft.attributions[inner].cue_token == noun);
        if let Some(inner) = inner
            && draft.reading.upos(noun) == Upos::Noun
            && outer.denied
        {
            let content = draft.attributions[inner].content.clone();
            let root = draft.attributions[inner].content_token;
            draft.attributions[index].content = content;
            draft.attributions[index].content_token = root;
        }
    }
}

/// Who speaks where the words for the source stand: an actor, or whose the report is that speaks.
fn speaker_at(draft: &Draft<'_>, token: TokenId, depth: u8) -> Option<EntityId> {
    // "One of the authors, Ana Lind, said": who the words before the name stand for.
    let apposed = draft
        .reading
        .child(token, Deprel::Appos)
        .filter(|_| !is_named(draft, token))
        .filter(|&name| is_named(draft, name))
        .and_then(|name| draft.actor_at(name));
    if let Some(actor) = apposed.or_else(|| draft.actor_at(token)) {
        return Some(actor);
    }
    // "other sites such as Gawker.com have stated".
    let included = draft.reading.included(token);
    if let Some(member) = included
        .into_iter()
        .find_map(|member| draft.actor_at(member))
    {
        return Some(member);
    }
    if depth == 0 {
        return None;
    }
    let noun = matches!(
        draft.reading.upos(token),
        Upos::Noun | Upos::Num | Upos::Adj
    );
    // A capital: a name that is not known as one, "German utility Westwind", not Germany's.
    if !noun || draft.reading.is_capital(token) && !is_first(draft.reading, token) {
        return None;
    }
    draft
        .reading
        .noun_arguments(token)
        .into_iter()
        .filter(|(case, _)| {
            matches!(
                case.as_str(),
                "of" | "by" | "from" | "poss" | "in" | "on" | "for" | "at"
            )
        })
        .find_map(|(_, token)| speaker_at(draft, token, depth - 1))
}

/// Tells whether a name, or a phrase that stands for one, is at a word.
fn is_named(draft: &Draft<'_>, token: TokenId) -> bool {
    draft
        .entity_at(token)
        .is_some_and(|entity| draft.entity(entity).named)
}

fn is_first(reading: &Reading<'_>, token: TokenId) -> bool {
    let sentence = &reading.analysis.sentences()[reading.sentence(token) as usize];
    sentence.tokens.start == token.0
}

/// A noun that speaks and is formed as nouns of persons are is a person: "one poster said".
fn animate(draft: &mut Draft<'_>, token: TokenId) {
    let Some(index) = draft.candidate_index(token) else {
        return;
    };
    let candidate = &draft.candidates[index];
    let lemma = draft.reading.lemma(token);
    let formed = ["er", "or", "ist", "ian", "ant"]
        .iter()
        .any(|ending| lemma.ends_with(ending));
    if candidate.form != MentionForm::Nominal
        || !matches!(candidate.class, Class::Abstract | Class::Object)
        || !formed
        || matches!(
            lemma.as_str(),
            "letter"
                | "paper"
                | "newspaper"
                | "number"
                | "matter"
                | "order"
                | "error"
                | "chapter"
                | "computer"
                | "power"
        )
    {
        return;
    }
    let plural = candidate.plural;
    let entity = draft.entity_of[index];
    draft.entities[entity.index()].class = if plural { Class::Group } else { Class::Person };
}

fn is_claim(draft: &Draft<'_>, index: usize) -> bool {
    let attribution = &draft.attributions[index];
    let Some(speaker) = attribution.speaker else {
        return false;
    };
    if attribution.relayed || (attribution.negated && !attribution.denied) {
        return false;
    }
    // "would not say whether", "did not deny": neither claims nor denies.
    let silent = attribution.denied != (attribution.stance == Speech::Denies);
    if silent && matches!(attribution.stance, Speech::Claims | Speech::Denies) {
        return false;
    }
    // "explained why it had closed": what is asked or explained is not put forward.
    if attribution.quotation == Quotation::Indirect
        && attribution.stance != Speech::Denies
        && is_question(draft.reading, attribution)
    {
        return false;
    }
    let fits = match attribution.stance {
        Speech::Claims
        | Speech::Denies
        | Speech::Promises
        | Speech::Threatens
        | Speech::Believes => true,
        Speech::Accuses => attribution
            .content_token
            .is_some_and(|token| draft.reading.is_predicate(token)),
        Speech::Asks | Speech::Criticizes | Speech::Praises => {
            attribution.quotation == Quotation::Direct
        }
        Speech::Wants => false,
    };
    // "said he believes that …": one claim, the inner one.
    let doubled = draft.attributions_near(attribution.cue).any(|other_index| {
        let other = &draft.attributions[other_index];
        other_index != index
            && other.speaker == Some(speaker)
            && other.content.iter().any(|outer| {
                outer.contains(attribution.cue)
                    && attribution
                        .content
                        .iter()
                        .all(|piece| outer.contains(*piece))
            })
            && matches!(
                other.stance,
                Speech::Claims | Speech::Denies | Speech::Believes
            )
    });
    let words = attribution
        .content
        .iter()
        .map(|piece| piece.of(draft.reading.text).split_whitespace().count())
        .sum::<usize>();
    let pronoun_denial = attribution.denied;
    let least = if draft.reading.upos(attribution.cue_token) == Upos::Noun {
        2
    } else {
        3
    };
    fits && !doubled && (words >= least || pronoun_denial)
}

/// Tells whether the words said begin as an indirect question does.
fn is_question(reading: &Reading<'_>, attribution: &Attribution) -> bool {
    let Some(piece) = attribution.content.first() else {
        return false;
    };
    let tokens = reading.analysis.tokens();
    let first = tokens.partition_point(|token| token.span.start < piece.start);
    first < tokens.len()
        && matches!(
            reading.lower(TokenId(first as u32)),
            "why" | "whether" | "how" | "if" | "when" | "where"
        )
        && attribution.content_token.is_some_and(|root| {
            let head = TokenId(first as u32);
            root == head
                || reading
                    .head(head)
                    .is_some_and(|above| above == root || reading.head(above) == Some(root))
        })
}

/// Finds the claim that a denial denies: the one whose words it repeats, or that "this", "the
/// allegations" refer to.
fn deny(draft: &mut Draft<'_>, index: usize) {
    let attribution = &draft.attributions[index];
    let words = content_words(draft, &attribution.content);
    let refers = attribution.content_token.is_some_and(|token| {
        let class = draft
            .candidate_index(token)
            .map(|index| draft.candidates[index].class);
        draft.reading.upos(token) == Upos::Pron || class == Some(Class::Speech)
    });
    let earlier = (index.saturating_sub(60)..index).rev().find(|&other| {
        let claim = &draft.attributions[other];
        if !claim.claim || claim.denied || claim.speaker == attribution.speaker {
            return false;
        }
        let theirs = content_words(draft, &claim.content);
        let shared = words.intersection(&theirs).count();
        let near = claim.sentence + 2 >= attribution.sentence;
        (refers && near) || (shared >= 2 && shared * 2 >= words.len().min(theirs.len()))
    });
    if let Some(earlier) = earlier {
        draft.attributions[index].same_as = Some(AttributionId(earlier as u32));
        draft.attributions[index].status = Status::Disputed;
        draft.attributions[earlier].status = Status::Disputed;
    } else {
        draft.attributions[index].status = Status::Denied;
        // "denied this" with nothing before it says nothing.
        if refers {
            draft.attributions[index].claim = false;
        }
    }
}

fn content_words(draft: &Draft<'_>, pieces: &[Span]) -> BTreeSet<String> {
    let reading = draft.reading;
    let tokens = reading.analysis.tokens();
    pieces
        .iter()
        .flat_map(|piece| {
            let first = tokens.partition_point(|token| token.span.start < piece.start);
            (first..tokens.len())
                .take_while(|&at| tokens[at].span.end <= piece.end)
                .map(|at| TokenId(at as u32))
                .filter(|&token| {
                    matches!(
                        reading.upos(token),
                        Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num
                    )
                })
                .map(|token| reading.lemma(token))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Lays down CLAIMS, DENIES and ABOUT, when all other relations are known.
pub(in crate::extract) fn relate(draft: &mut Draft<'_>) {
    for index in 0..draft.attributions.len() {
        if !draft.attributions[index].claim {
            continue;
        }
        let attribution = draft.attributions[index].clone();
        let cue = attribution.cue_token;
        let this = attribution.same_as.unwrap_or(AttributionId(index as u32));
        let edge = if attribution.denied {
            "DENIES"
        } else {
            "CLAIMS"
        };
        // Speech within speech is only claimed; that the outermost spoke is a fact.
        let outer = draft.standing(cue);
        let standing = match outer.attributed_to {
            Some(other)
                if Some(other) != attribution.speaker && !attribution.relays.contains(&other) =>
            {
                Standing {
                    status: Status::Claimed,
                    attributed_to: Some(other),
                    ..ASSERTED
                }
            }
            None if matches!(outer.status, Status::Negated | Status::Proposed) => outer,
            _ => ASSERTED,
        };
        let mut span = attribution.cue;
        if let Some(source) = attribution.source {
            span = span.cover(source);
        }
        for piece in &attribution.content {
            if piece.len() < 400 {
                span = span.cover(*piece);
            }
        }
        for speaker in attribution
            .speaker
            .into_iter()
            .chain(attribution.relays.clone())
        {
            draft.relate(
                edge,
                Thing::Entity(speaker),
                Thing::Claim(this),
                standing,
                span,
                cue,
                "speech",
                if attribution.quotation == Quotation::Indirect {
                    0.85
                } else {
                    0.9
                },
                Details::default(),
            );
        }
        if attribution.same_as.is_none() {
            about(draft, index);
        }
    }
}

/// A claim is about what its main clause speaks of, not each thing that a clause within it names.
fn about(draft: &mut Draft<'_>, index: usize) {
    let attribution = draft.attributions[index].clone();
    let this = Thing::Claim(AttributionId(index as u32));
    let tokens = draft.reading.analysis.tokens();
    let mut found: Vec<(u32, TokenId, Thing)> = Vec::new();
    for piece in &attribution.content {
        let first = tokens.partition_point(|token| token.span.start < piece.start);
        for (at, here) in tokens.iter().enumerate().skip(first) {
            if here.span.end > piece.end {
                break;
            }
            let token = TokenId(at as u32);
            let Some(thing) = about_at(draft, token) else {
                continue;
            };
            if thing == Thing::Entity(attribution.speaker.unwrap_or(EntityId(u32::MAX)))
                || found.iter().any(|(_, _, other)| *other == thing)
            {
                continue;
            }
            let depth = depth(draft.reading, token, *piece);
            if depth <= DEEPEST_SUBJECT {
                found.push((depth, token, thing));
            }
        }
    }
    found.sort_by_key(|&(depth, token, thing)| {
        let named = matches!(thing, Thing::Entity(entity) if draft.entity(entity).named);
        (depth.saturating_sub(u32::from(named)), token)
    });
    found.truncate(MOST_SUBJECTS);
    for (_, token, thing) in found {
        draft.relate(
            "ABOUT",
            this,
            thing,
            ASSERTED,
            draft.reading.analysis.span(token),
            token,
            "about",
            0.7,
            Details::default(),
        );
    }
}

/// Counts the phrases and clauses between a word and the main verb of the words that hold it; a
/// clause counts twice.
fn depth(reading: &Reading<'_>, mut token: TokenId, piece: Span) -> u32 {
    let mut depth = 0;
    while let Some(head) = reading.head(token) {
        if !piece.contains(reading.analysis.span(head)) {
            break;
        }
        depth += match reading.deprel(token) {
            Deprel::Obl
            | Deprel::Nmod
            | Deprel::NmodPoss
            | Deprel::Compound
            | Deprel::Amod
            | Deprel::Appos => 1,
            Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl => 2,
            _ => 0,
        };
        token = head;
    }
    depth
}

fn about_at(draft: &Draft<'_>, token: TokenId) -> Option<Thing> {
    if let Some(event) = draft.event_at(token) {
        return draft.events[event.index()]
            .kept
            .then_some(Thing::Event(event));
    }
    let entity = draft.node_at(token)?;
    let index = draft.candidate_index(token)?;
    let candidate = &draft.candidates[index];
    // "Thailand's foreign minister": the claim is about the minister.
    if matches!(
        draft.reading.deprel(token),
        Deprel::NmodPoss | Deprel::Compound | Deprel::Amod
    ) && draft
        .reading
        .head(token)
        .is_some_and(|head| draft.node_at(head).is_some_and(|other| other != entity))
    {
        return None;
    }
    let entry = draft.entity(entity);
    // A common noun only where it is a node for another reason, or people who act.
    let telling = entry.kept || (candidate.form == MentionForm::Nominal && entry.class.is_actor());
    telling.then_some(Thing::Entity(entity))
}
