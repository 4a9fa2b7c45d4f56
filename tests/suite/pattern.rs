//! Each pattern matches its own examples, and not its counter-examples.

use newsgraph::build::Reader;
use newsgraph::data::DataSource;
use newsgraph::extract::Extraction;
use newsgraph::extract::Thing;
use newsgraph::text::Document;

fn read(reader: &Reader, text: &str) -> Extraction {
    reader.read(&Document {
        id: "example".to_owned(),
        title: None,
        publisher: None,
        date: None,
        source: String::new(),
        text: text.to_owned(),
        pretokenized: false,
    })
}

fn name(extraction: &Extraction, thing: Thing) -> &str {
    match thing {
        Thing::Entity(entity) => &extraction.entities[entity.0 as usize].name,
        Thing::Event(event) => &extraction.events[event.0 as usize].name,
        Thing::Claim(_) => "",
    }
}

#[test]
fn each_pattern_matches_its_examples_and_no_others() {
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let mut wrong = Vec::new();
    for pattern in reader.extractor().words().patterns() {
        let rule = format!("pattern:{}", pattern.name);
        for example in &pattern.yes {
            let extraction = read(&reader, &example.text);
            let found = extraction.relations.iter().any(|relation| {
                let source = name(&extraction, relation.source);
                let target = name(&extraction, relation.target);
                let ends = (source.contains(&example.source) && target.contains(&example.target))
                    || (target.contains(&example.source) && source.contains(&example.target));
                relation.edge_type.name() == example.edge && ends
            });
            if !found {
                wrong.push(format!("{}: not found in: {}", pattern.name, example.text));
            }
        }
        for text in &pattern.no {
            let extraction = read(&reader, text);
            if extraction
                .relations
                .iter()
                .any(|relation| relation.rule == rule)
            {
                wrong.push(format!("{}: matches: {text}", pattern.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
