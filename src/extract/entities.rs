//! Makes entities of the sets of mentions.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Class;
use crate::extract::Entity;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::MentionId;
use crate::extract::candidate::Candidate;
use crate::extract::coref::Clusters;
use crate::extract::gazetteer::Sense;
use crate::extract::reading::Reading;

/// The most words of a noun phrase that serves as a name.
const LONGEST_NAME: u32 = 9;

/// Makes an entity of each set, in the order of their first mentions; gives each candidate's too.
pub(in crate::extract) fn make(
    reading: &Reading<'_>,
    clusters: &Clusters<'_>,
) -> (Vec<Entity>, Vec<EntityId>) {
    let mut entities = Vec::new();
    let mut entity_of = vec![EntityId(0); clusters.candidates.len()];
    for set in clusters.sets() {
        let members = clusters.members(set);
        let id = EntityId(entities.len() as u32);
        for &member in members {
            entity_of[member] = id;
        }
        entities.push(entity(reading, clusters, members));
    }
    name_possessors(reading, clusters, &mut entities, &entity_of);
    (entities, entity_of)
}

/// Says whose it is: "his mother" becomes "Daniel Montalvo's mother".
fn name_possessors(
    reading: &Reading<'_>,
    clusters: &Clusters<'_>,
    entities: &mut [Entity],
    entity_of: &[EntityId],
) {
    let by_head: BTreeMap<TokenId, usize> = clusters
        .candidates
        .iter()
        .enumerate()
        .rev()
        .map(|(index, candidate)| (candidate.head, index))
        .collect();
    for (index, candidate) in clusters.candidates.iter().enumerate() {
        let entity = entity_of[index];
        if entities[entity.index()].named
            || candidate.form != MentionForm::Nominal
            || entities[entity.index()].mentions.first() != Some(&MentionId(index as u32))
        {
            continue;
        }
        // "the country's military": the words before the noun give way to the country's name.
        let phrase = reading
            .child(candidate.head, Deprel::NmodPoss)
            .filter(|&owner| reading.upos(owner) == Upos::Noun && owner > candidate.first)
            .and_then(|owner| Some((owner, *by_head.get(&owner)?)));
        if let Some((_, owner)) = phrase {
            let owner = &entities[entity_of[owner].index()];
            if owner.named && owner.class == Class::State {
                let words = entities[entity.index()].name.clone();
                let rest = words
                    .split_once("'s ")
                    .or_else(|| words.split_once("’s "))
                    .map(|(_, rest)| rest.to_owned());
                if let Some(rest) = rest {
                    let owned = possessive(&owner.name, &rest);
                    let entity = &mut entities[entity.index()];
                    entity.aliases.push(words);
                    entity.aliases.sort();
                    entity.aliases.dedup();
                    entity.name = owned;
                }
            }
            continue;
        }
        let first = candidate.first;
        if !matches!(
            reading.lower(first),
            "his" | "her" | "its" | "their" | "whose" | "our" | "my"
        ) {
            continue;
        }
        let owner = by_head
            .get(&first)
            .map(|&owner| entity_of[owner])
            .or_else(|| {
                let antecedent = reading.antecedent(first)?;
                by_head.get(&antecedent).map(|&owner| entity_of[owner])
            })
            .filter(|&owner| owner != entity);
        let words = entities[entity.index()].name.clone();
        let Some(rest) = words.split_once(' ').map(|(_, rest)| rest.to_owned()) else {
            continue;
        };
        let owned = match owner.map(|owner| &entities[owner.index()]) {
            Some(owner) if owner.named || is_short_noun(&owner.name) => {
                possessive(&owner.name, &rest)
            }
            _ => rest.clone(),
        };
        let entity = &mut entities[entity.index()];
        entity.aliases.push(words);
        entity.aliases.push(rest);
        entity.aliases.sort();
        entity.aliases.dedup();
        entity.name = owned;
    }
}

/// Tells whether a thing without a name is called by few words, of which none is "she" or "they".
fn is_short_noun(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.split(' ').count() <= 2
        && !matches!(
            lower.as_str(),
            "i" | "we" | "you" | "he" | "she" | "it" | "they" | "who" | "this" | "that"
        )
}

fn possessive(owner: &str, rest: &str) -> String {
    let bare = owner.trim_start_matches("the ").trim_start_matches("The ");
    let mark = if bare.ends_with('s') { "'" } else { "'s" };
    format!("{bare}{mark} {rest}")
}

fn entity(reading: &Reading<'_>, clusters: &Clusters<'_>, members: &[usize]) -> Entity {
    let first = members[0];
    let candidates = clusters.candidates;
    let class = clusters.class(first);
    let link = clusters.link(first);
    let mut aliases: BTreeSet<String> = BTreeSet::new();
    let mut names: Vec<String> = Vec::new();
    let mut nominals: Vec<String> = Vec::new();
    let mut proper: Option<String> = None;
    for &member in members {
        let candidate = &candidates[member];
        match candidate.form {
            MentionForm::Name => {
                let name = words(reading, candidate);
                if link.is_none() || candidate.class == Class::Group {
                    names.push(name.clone());
                }
                aliases.insert(name);
                if let Some(titled) = titled(reading, candidate) {
                    aliases.insert(titled);
                }
            }
            MentionForm::Nominal => {
                let (short, long) = nominal_names(reading, candidate);
                if long.split(' ').count() > 1 || candidate.plural {
                    nominals.push(long.clone());
                }
                // A bare common noun is no alias: "group", "people".
                if short.split(' ').count() > 1 {
                    aliases.insert(short);
                }
                if long.split(' ').count() > 1 {
                    aliases.insert(long);
                }
            }
            MentionForm::Pronoun => {}
        }
    }
    let linked_group = candidates[first].meaning.filter(|_| class == Class::Group);
    if let (Some(link), None) = (link, linked_group) {
        proper = lexicon_name(reading, link);
    }
    let named = !names.is_empty() || proper.is_some();
    // The longest of the names that persons and bodies go by; the first of equals.
    let longest = names
        .iter()
        .enumerate()
        .max_by_key(|(index, name)| (name.split(' ').count().min(8), std::cmp::Reverse(*index)))
        .map(|(_, name)| name.clone());
    let name = proper
        .or(longest)
        .or_else(|| nominals.first().cloned())
        .unwrap_or_else(|| words(reading, &candidates[first]));
    aliases.remove(&name);
    if named {
        aliases.retain(|alias| !is_bare(alias));
    }
    Entity {
        name,
        class,
        aliases: aliases.into_iter().collect(),
        title: members
            .iter()
            .filter_map(|&member| candidates[member].title)
            .max_by_key(|title| (title.len(), std::cmp::Reverse(title.start)))
            .map(|title| one_line(title.of(reading.text))),
        mentions: members
            .iter()
            .map(|&member| MentionId(member as u32))
            .collect(),
        link,
        named,
        kept: named && class.is_node(),
    }
}

/// Tells whether words say only that a country is meant: "the country", "their own country".
fn is_bare(alias: &str) -> bool {
    let mut words = alias.rsplit(' ');
    matches!(words.next(), Some("country" | "nation" | "homeland"))
        && words.all(|word| {
            matches!(
                word.to_lowercase().as_str(),
                "the" | "this" | "that" | "his" | "her" | "its" | "their" | "our" | "my" | "own"
            )
        })
}

/// Gives the canonical name of an entry.
pub(in crate::extract) fn lexicon_name(reading: &Reading<'_>, link: Link) -> Option<String> {
    let lexicon = reading.lexicon;
    match link {
        Link::State(index) => lexicon
            .states
            .get(index as usize)
            .map(|entry| entry.name.clone()),
        Link::Actor(index) => lexicon
            .actors
            .get(index as usize)
            .map(|entry| entry.name.clone()),
        Link::Person(index) => lexicon
            .people
            .get(index as usize)
            .map(|entry| entry.name.clone()),
        Link::Place(index) => lexicon
            .places
            .get(index as usize)
            .map(|entry| entry.name.clone()),
    }
}

/// Folds white space.
pub(in crate::extract) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(reading: &Reading<'_>, candidate: &Candidate) -> String {
    one_line(
        reading
            .cover(candidate.first, candidate.last)
            .of(reading.text),
    )
}

/// The name with its title and what stands before: "Iranian Gen Qassem Soleimani".
fn titled(reading: &Reading<'_>, candidate: &Candidate) -> Option<String> {
    let title = candidate.title?;
    let name = reading.cover(candidate.first, candidate.last);
    Some(one_line(title.cover(name).of(reading.text)))
}

/// Gives the phrase up to its head, and with the phrases that follow it.
pub(in crate::extract) fn nominal_names(
    reading: &Reading<'_>,
    candidate: &Candidate,
) -> (String, String) {
    let short = without_aside(&one_line(
        reading
            .cover(candidate.first, candidate.last)
            .of(reading.text),
    ));
    let mut last = candidate.last;
    for &child in reading.children(candidate.head) {
        if child <= last {
            continue;
        }
        let fits = match reading.deprel(child) {
            Deprel::Nmod => reading.case(child).is_some_and(|case| {
                matches!(
                    case.as_str(),
                    "of" | "for"
                        | "in"
                        | "from"
                        | "against"
                        | "to"
                        | "within"
                        | "near"
                        | "at"
                        | "on"
                        | "with"
                )
            }),
            Deprel::Flat => true,
            _ => false,
        };
        let (start, end) = reading.extent(child);
        let (start, end) = plain_extent(reading, child, start, end);
        // "militancy, including in the north": an aside is no part of the name.
        if !fits
            || reading.word(start) == ","
            || start.0 != last.0 + 1
            || end.0 - candidate.first.0 >= LONGEST_NAME
        {
            break;
        }
        last = end;
    }
    let long = without_aside(&one_line(
        reading
            .trim(reading.cover(candidate.first, last))
            .of(reading.text),
    ));
    (short, long)
}

/// Leaves out what stands between two dashes: "Russian — Chechens and others — jihadists".
fn without_aside(words: &str) -> String {
    for dash in [" — ", " – ", " -- "] {
        if let Some((before, rest)) = words.split_once(dash)
            && let Some((_, after)) = rest.split_once(dash)
        {
            return format!("{before} {after}");
        }
    }
    words.to_owned()
}

/// Leaves a relative clause or apposition at the end of a phrase out.
fn plain_extent(
    reading: &Reading<'_>,
    head: TokenId,
    start: TokenId,
    mut end: TokenId,
) -> (TokenId, TokenId) {
    for &child in reading.children(head) {
        if child > head
            && matches!(
                reading.deprel(child),
                Deprel::Acl | Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis | Deprel::Punct
            )
        {
            let (first, _) = reading.extent(child);
            if first.0 > start.0 {
                end = end.min(TokenId(first.0 - 1));
            }
        }
    }
    (start, end)
}

/// Tells whether a candidate names a people: "Bangladeshis".
pub(in crate::extract) fn is_people(candidate: &Candidate) -> bool {
    candidate
        .meaning
        .is_some_and(|meaning| meaning.sense == Sense::People)
}
