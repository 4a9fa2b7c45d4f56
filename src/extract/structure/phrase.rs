//! Whose, of what, from where, in what: the phrases that hang on a name or noun.

use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::nominal;
use crate::extract::structure::affix;
use crate::extract::structure::bearer::bearers;
use crate::extract::structure::geography;
use crate::extract::structure::member;
use crate::extract::structure::nested::is_organ;
use crate::extract::structure::office;
use crate::extract::structure::pair::Pair;

/// The name or noun that the phrases hang on.
struct Phrase {
    head: TokenId,
    lemma: String,
    form: MentionForm,
    class: Class,
    plural: bool,
}

/// What a phrase says of its noun.
struct Tie {
    edge: &'static str,
    rule: &'static str,
    /// Whether the noun is the target.
    turned: bool,
    details: Details,
}

impl Tie {
    fn new(edge: &'static str, rule: &'static str) -> Option<Self> {
        Some(Tie {
            edge,
            rule,
            turned: false,
            details: Details::default(),
        })
    }

    fn turned(edge: &'static str, rule: &'static str) -> Option<Self> {
        Some(Tie {
            turned: true,
            ..Tie::new(edge, rule)?
        })
    }

    /// Tells whether the relation says no more than the words of an unnamed thing do: that "the
    /// leaders of Mali" lead Mali. Ministers, buildings and organs of a state are things of their
    /// own, and whose they are is worth telling.
    fn is_empty_of(&self, phrase: &Phrase) -> bool {
        match self.edge {
            "LEADS" => !self.turned,
            "PART_OF" => {
                matches!(
                    phrase.class,
                    Class::Organization | Class::ArmedGroup | Class::Actor
                ) && !is_organ(&phrase.lemma)
            }
            "OPERATES_IN" => true,
            _ => false,
        }
    }

    fn with(self, details: Details) -> Self {
        Tie { details, ..self }
    }
}

/// Relates what a mention stands for, or whom it is said of, to what its phrases name.
pub(in crate::extract) fn relate(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    if candidate.form == MentionForm::Pronoun || candidate.nested || candidate.is_adjective() {
        return;
    }
    let own = draft.entity_of[index];
    if !draft.entity(own).class.is_node() {
        return;
    }
    let phrase = Phrase {
        head: candidate.head,
        lemma: reading.lemma(candidate.head),
        form: candidate.form,
        class: candidate.class,
        plural: candidate.plural,
    };
    let (first, last, head) = (candidate.first, candidate.last, candidate.head);
    let bearers = match phrase.form {
        MentionForm::Nominal => bearers(draft, head, phrase.class),
        _ => Vec::new(),
    };
    let said = !bearers.is_empty();
    let bearers = if said { bearers } else { vec![(own, head)] };
    for (case, token) in reading.noun_arguments(head) {
        // A word of the name itself: "Church of Scientology".
        if first <= token && token <= last && phrase.form == MentionForm::Name {
            continue;
        }
        let (case, token) = match banner(draft, &case, token) {
            Some(owner) => ("under_banner".to_owned(), owner),
            None => (case, token),
        };
        let Some(target) = draft.node_at(token) else {
            continue;
        };
        let target_class = draft.entity(target).class;
        for &(source, bearer) in &bearers {
            if source == target {
                continue;
            }
            let span = reading.analysis.span(head);
            let span = span
                .cover(reading.analysis.span(token))
                .cover(reading.analysis.span(bearer));
            let pair = Pair {
                said,
                ..Pair::new(source, target, span, head)
            };
            let plain = !said && !draft.entity(source).named;
            if let Some(tie) = tie(draft, &phrase, &case, token, target_class) {
                if plain && tie.is_empty_of(&phrase) {
                    continue;
                }
                let pair = if tie.turned { pair.turned() } else { pair };
                pair.add_with(draft, tie.edge, tie.rule, tie.details);
            } else if reading.words.happenings().is_place(&case)
                && (target_class.is_place() || target_class == Class::State)
                && let Some(place) = draft.candidate_index(token)
                && (!plain || phrase.class.is_place())
            {
                let rule = if phrase.class.is_place() {
                    "place-in"
                } else {
                    "body-in"
                };
                if let Some(edge) = geography::edge(draft.entity(source).class, &case) {
                    geography::within(draft, pair, place, edge, &case, rule);
                }
            }
        }
    }
    member::including(draft, own, head, phrase.class);
    if phrase.class.is_actor() {
        affix::relate(draft, bearers[0].0, head);
    }
    if phrase.form == MentionForm::Nominal && phrase.plural {
        member::named(draft, own, head);
    }
}

fn tie(
    draft: &Draft<'_>,
    phrase: &Phrase,
    case: &str,
    token: TokenId,
    target: Class,
) -> Option<Tie> {
    use Class::Actor;
    use Class::ArmedGroup;
    use Class::City;
    use Class::Facility;
    use Class::Group;
    use Class::Organization;
    use Class::Person;
    use Class::Region;
    use Class::State;
    let head = phrase.head;
    let nominal = phrase.form == MentionForm::Nominal;
    let organ = is_organ(&phrase.lemma);
    let former = || Details {
        past: is_modified_by(draft, head, "former"),
        ..Details::default()
    };
    match (phrase.class, case, target) {
        // The office of a nominal: "Thailand's foreign minister".
        (Person, "poss" | "of", _) if office::of_noun(draft.reading, head).is_some() => {
            let (words, edge) = office::of_noun(draft.reading, head)?;
            let edge = match office::edge_to(&edge, &words, target) {
                "LEADS" => "LEADS",
                "PART_OF" => "PART_OF",
                "LINKED_TO" => "LINKED_TO",
                _ => "MEMBER_OF",
            };
            let details = Details {
                relation: (edge == "LINKED_TO").then(|| words.clone()),
                role: (edge != "LINKED_TO").then_some(words),
                ..former()
            };
            Some(Tie::new(edge, "office")?.with(details))
        }
        (Person | Group, "poss", State) => {
            if organ {
                Tie::new("PART_OF", "organ")
            } else if is_adjective(draft, token)
                || (phrase.class == Group && is_population(&phrase.lemma))
            {
                Tie::new("CITIZEN_OF", "nationality")
            } else {
                None
            }
        }
        (Organization | ArmedGroup | Actor, "poss" | "of", State)
            if organ || (nominal && !phrase.plural) || phrase.class == ArmedGroup =>
        {
            // "a Dutch software company" works there; "the Dutch army" is of the state.
            if organ || !is_adjective(draft, token) || phrase.form == MentionForm::Name {
                Tie::new("PART_OF", "organ")
            } else {
                Tie::new("OPERATES_IN", "home")
            }
        }
        // "the Labour candidate", "the Arsenal midfielder".
        (Person, "poss", Organization) if nominal && is_party_role(&phrase.lemma) => {
            let details = Details {
                role: Some(phrase.lemma.clone()),
                ..former()
            };
            Some(Tie::new("MEMBER_OF", "party")?.with(details))
        }
        (Person, "of" | "from" | "poss" | "for" | "with" | "at", Organization | ArmedGroup)
            if !nominal || matches!(case, "of" | "from" | "for" | "at") =>
        {
            Some(Tie::new("MEMBER_OF", "person-of")?.with(former()))
        }
        (Group, "of" | "from" | "poss" | "within", Organization | ArmedGroup) => {
            if nominal_has_edge(draft, head) {
                return None;
            }
            let edge = if organ || phrase.lemma == "official" {
                "PART_OF"
            } else {
                "MEMBER_OF"
            };
            Some(Tie::new(edge, "group-of")?.with(former()))
        }
        (
            Organization | ArmedGroup | Actor,
            "of" | "poss" | "within",
            Organization | ArmedGroup | Actor,
        ) if !nominal_has_edge(draft, head) && (nominal || case == "poss") => {
            Tie::new("PART_OF", "part-of")
        }
        (Person | Group, "under_banner", Organization | ArmedGroup) => {
            Tie::new("MEMBER_OF", "banner")
        }
        (Facility, "of" | "poss" | "for", Organization | ArmedGroup) => {
            Tie::new("PART_OF", "part-of")
        }
        (Group | Person, "including" | "such_as", member) if member.is_actor() => {
            Tie::turned(member::edge(member), "such-as")
        }
        (Organization | ArmedGroup | Actor, "including" | "such_as", member)
            if member.is_actor() && phrase.plural =>
        {
            Tie::turned("PART_OF", "such-as")
        }
        (own, "of", State | Region | City) if own.is_place() && nominal => {
            Tie::new("LOCATED_IN", "place-of")
        }
        // "Thailand's Tak Province", "the Swiss town", "London's Crown Court".
        (own, "poss", State | Region | City) if own.is_place() => {
            Tie::new("LOCATED_IN", "place-of")
        }
        // "British band Lawson".
        (Organization, "poss", State) if !nominal && is_adjective(draft, token) => {
            Tie::new("OPERATES_IN", "home")
        }
        (Group | Person, "from", State) => Tie::new("CITIZEN_OF", "nationality"),
        (ArmedGroup, "poss", Person) => Tie::turned("LEADS", "forces-of"),
        (Organization, "poss", Person) if is_led(&phrase.lemma) => {
            Tie::turned("LEADS", "forces-of")
        }
        _ => None,
    }
}

/// Whose flag it is in "fighters under the flag of X".
fn banner(draft: &Draft<'_>, case: &str, token: TokenId) -> Option<TokenId> {
    let reading = draft.reading;
    let flag = case == "under" && matches!(reading.lemma(token).as_str(), "flag" | "banner");
    flag.then(|| reading.noun_arguments(token))?
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "poss" | "of"))
        .map(|(_, owner)| owner)
        .find(|&owner| draft.actor_at(owner).is_some())
}

/// Bodies that are called by who leads them: "Assad's regime".
fn is_led(lemma: &str) -> bool {
    matches!(
        lemma,
        "regime" | "government" | "administration" | "party" | "cabinet"
    )
}

/// Nouns for the people of a state.
fn is_population(lemma: &str) -> bool {
    matches!(
        lemma,
        "citizen" | "national" | "resident" | "voter" | "people"
    )
}

/// What one is for the party or team that is named before it.
fn is_party_role(lemma: &str) -> bool {
    matches!(
        lemma,
        "candidate"
            | "nominee"
            | "hopeful"
            | "politician"
            | "lawmaker"
            | "legislator"
            | "councillor"
            | "councilor"
            | "mp"
            | "mep"
            | "senator"
            | "congressman"
            | "congresswoman"
            | "deputy"
            | "backbencher"
            | "incumbent"
            | "activist"
            | "employee"
            | "executive"
            | "reporter"
            | "journalist"
            | "correspondent"
            | "columnist"
            | "player"
            | "forward"
            | "winger"
            | "veteran"
    )
}

fn is_adjective(draft: &Draft<'_>, token: TokenId) -> bool {
    draft
        .candidate_index(token)
        .is_some_and(|index| draft.candidates[index].is_adjective())
}

fn is_modified_by(draft: &Draft<'_>, head: TokenId, word: &str) -> bool {
    draft
        .reading
        .children(head)
        .iter()
        .any(|&child| draft.reading.lower(child) == word)
}

fn nominal_has_edge(draft: &Draft<'_>, head: TokenId) -> bool {
    nominal::entries(draft.reading, head).iter().any(|entry| {
        let own = |slots: &[String]| slots.iter().any(|slot| slot == "self");
        entry.edge.is_some() && (own(&entry.source) || own(&entry.target))
    })
}
