//! Standing relations that noun phrases tell of: offices, membership, nationality, parts, places.

mod affix;
mod bearer;
mod camp;
mod geography;
mod member;
mod nested;
mod office;
mod pair;
mod people;
mod phrase;

pub(in crate::extract) use bearer::settle as settle_bearers;
pub(in crate::extract) use geography::is_placing;

use crate::extract::draft::Draft;

pub(in crate::extract) fn relate(draft: &mut Draft<'_>) {
    for index in 0..draft.candidates.len() {
        nested::relate(draft, index);
        office::of_title(draft, index);
        phrase::relate(draft, index);
        geography::after_comma(draft, index);
        geography::lies_in(draft, index);
        geography::of_state(draft, index);
        geography::beside(draft, index);
        people::relate(draft, index);
    }
    geography::of_verbs(draft);
    geography::borders(draft);
    member::winners(draft);
    camp::relate(draft);
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::analysis::Analyzer;
    use crate::data::DataSource;
    use crate::extract::Extractor;
    use crate::extract::Thing;
    use crate::text::Document;

    static READER: LazyLock<(Analyzer, Extractor)> = LazyLock::new(|| {
        let source = DataSource::embedded();
        (
            Analyzer::load(&source).unwrap(),
            Extractor::load(&source).unwrap(),
        )
    });

    /// Expects the edges, written `source TYPE target`, and none of those after a `!`.
    fn check(text: &str, expected: &[&str]) {
        let (analyzer, extractor) = &*READER;
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let extraction = extractor.extract(&document, &analyzer.analyze(&document));
        let name = |thing: Thing| match thing {
            Thing::Entity(entity) => extraction.entities[entity.index()].name.clone(),
            Thing::Event(event) => extraction.events[event.index()].name.clone(),
            Thing::Claim(_) => String::new(),
        };
        let found: Vec<String> = extraction
            .relations
            .iter()
            .map(|relation| {
                let (source, target) = (name(relation.source), name(relation.target));
                format!("{source} {} {target}", relation.edge_type.name())
            })
            .collect();
        for edge in expected {
            match edge.strip_prefix('!') {
                Some(edge) => assert!(!found.iter().any(|one| one == edge), "{text}: {edge}"),
                None => assert!(found.iter().any(|one| one == edge), "{text}: {found:?}"),
            }
        }
    }

    #[test]
    fn a_predicate_noun_is_said_of_its_subject() {
        check(
            "Anna Lind is a Swedish politician.",
            &["Anna Lind CITIZEN_OF Sweden"],
        );
        check(
            "Karl Berg served as director of the Oslo Institute.",
            &["Karl Berg LEADS Oslo Institute"],
        );
        check(
            "Lind became leader of the Left Alliance in 2014.",
            &["Lind LEADS Left Alliance"],
        );
    }

    #[test]
    fn a_company_of_a_country_works_there_and_is_no_part_of_it() {
        check(
            "Norcom is a Danish software company headquartered in Aarhus, Denmark.",
            &[
                "Norcom OPERATES_IN Aarhus",
                "Norcom OPERATES_IN Denmark",
                "!Norcom PART_OF Denmark",
            ],
        );
    }

    #[test]
    fn a_place_lies_in_each_of_the_wider_ones_after_it() {
        check(
            "Derby is a city in Connecticut, United States.",
            &[
                "Derby LOCATED_IN Connecticut",
                "Derby LOCATED_IN United States",
                "Connecticut LOCATED_IN United States",
            ],
        );
        check(
            "Officials met in Ghent, Belgium and Italy.",
            &["!Ghent LOCATED_IN Italy"],
        );
    }

    #[test]
    fn who_is_born_somewhere_is_tied_to_the_place() {
        check(
            "Maria Olsen (born in Bergen) was a Danish composer.",
            &[
                "Maria Olsen LINKED_TO Bergen",
                "Maria Olsen CITIZEN_OF Denmark",
            ],
        );
    }

    #[test]
    fn a_camp_has_whoever_the_text_puts_in_it() {
        check(
            "The pro-reform camp beat the royalist camp. Royalist veteran Paul Reed lost. Other \
             pro-reform candidates elected were Ana Lind and Tom Berg.",
            &[
                "Paul Reed MEMBER_OF the royalist camp",
                "Ana Lind MEMBER_OF The pro-reform camp",
                "Tom Berg MEMBER_OF The pro-reform camp",
            ],
        );
    }

    #[test]
    fn who_fights_where_and_under_whose_flag() {
        check(
            "Fighters under the flag of Hezbollah operate on Syrian soil.",
            &["Fighters MEMBER_OF Hezbollah", "Fighters OPERATES_IN Syria"],
        );
        check(
            "Mali and Niger need to be in the forefront of the fight against Boko Haram.",
            &["Mali OPPOSES Boko Haram", "Niger OPPOSES Boko Haram"],
        );
    }

    #[test]
    fn the_government_is_that_of_the_state_the_text_is_about() {
        check(
            "Floods hit Kenya. Kenyan rescuers saved ten people. Japan and Norway offered aid. \
             Critics accused the government of ignoring warnings.",
            &["Critics ACCUSES Kenya", "!Critics ACCUSES Norway"],
        );
    }

    #[test]
    fn a_storm_attacks_nobody() {
        check(
            "Typhoon Olga struck the island of Luzon.",
            &["!Typhoon Olga ATTACKS Luzon"],
        );
    }

    #[test]
    fn an_offer_that_is_rejected_is_not_denied() {
        check(
            "Iran rejected an offer of talks from Norway.",
            &["!Iran DENIES "],
        );
    }

    #[test]
    fn a_candidate_belongs_to_the_party_before_the_word() {
        check(
            "Paul Reed, the Labour candidate, won the seat in Leeds.",
            &["Paul Reed MEMBER_OF Labour Party"],
        );
    }
}
