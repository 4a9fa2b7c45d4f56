use super::*;
use crate::analysis::Deprel;
use crate::data::DataSource;

fn model() -> Model {
    Model::load(&DataSource::embedded()).unwrap()
}

/// Reads sentences of words, apart by ` | `, and writes each word as `word/TAG(relation<head)`.
fn check(text: &str, expected: &str) {
    let mut words = Vec::new();
    let mut sentences = Vec::new();
    for sentence in text.split(" | ") {
        let start = words.len();
        words.extend(sentence.split(' ').filter(|word| !word.is_empty()));
        sentences.push(start..words.len());
    }
    let reading = model().read(&words, &sentences);
    let written: Vec<String> = words
        .iter()
        .zip(&reading.tags)
        .zip(&reading.dependencies)
        .map(|((word, tag), dependency)| {
            let head = dependency.head.map_or("", |head| words[head.index()]);
            format!("{word}/{}({}<{head})", tag.xpos, dependency.deprel.name())
        })
        .collect();
    assert_eq!(written.join(" "), expected);
}

#[test]
fn who_does_what_to_whom_is_read() {
    check(
        "The minister denied the report .",
        "The/DT(det<minister) minister/NN(nsubj<denied) denied/VBD(root<) the/DT(det<report) \
         report/NN(obj<denied) ./.(punct<denied)",
    );
    check(
        "She was killed | Who ?",
        "She/PRP(nsubj:pass<killed) was/VBD(aux:pass<killed) killed/VBN(root<) Who/WP(root<) \
         ?/.(punct<Who)",
    );
}

/// Each sentence must have one root, and each word must lead to it.
fn assert_trees(reading: &Reading, sentences: &[std::ops::Range<usize>]) {
    for sentence in sentences {
        let roots = reading.dependencies[sentence.clone()]
            .iter()
            .filter(|dependency| dependency.head.is_none())
            .count();
        assert_eq!(roots, usize::from(!sentence.is_empty()));
        for word in sentence.clone() {
            let mut at = word;
            let mut steps = 0;
            while let Some(head) = reading.dependencies[at].head {
                at = head.index();
                assert!(sentence.contains(&at), "an arc leaves its sentence");
                steps += 1;
                assert!(steps <= sentence.len(), "a cycle");
            }
            assert_eq!(reading.dependencies[at].deprel, Deprel::Root);
        }
    }
}

#[test]
fn sentences_of_any_length_become_trees() {
    let model = model();
    for length in [0, 1, 2, 199, 200, 201, 1000, 10_000] {
        let words: Vec<&str> = ["the", "of", ",", "Oslo", "ran", "\u{0}", "."]
            .into_iter()
            .cycle()
            .take(length + 2)
            .collect();
        let sentences = [0..1, 1..1 + length, 1 + length..length + 2];
        let reading = model.read(&words, &sentences);
        assert_eq!(reading.tags.len(), words.len());
        assert_trees(&reading, &sentences);
    }
}

#[test]
fn what_else_is_read_makes_no_difference() {
    let model = model();
    let words: Vec<&str> = "Mr. Diaz of Telcor left on Monday .".split(' ').collect();
    let sentence = std::slice::from_ref(&(0..8));
    let alone = model.read(&words, sentence);
    let filler: Vec<String> = (0..10_000).map(|i| format!("w{i}x{}", i * 7)).collect();
    let filler: Vec<&str> = filler.iter().map(String::as_str).collect();
    let ranges: Vec<_> = (0..1000).map(|i| i * 10..i * 10 + 10).collect();
    model.read(&filler, &ranges);
    assert_eq!(model.read(&words, sentence), alone);
    let twice: Vec<&str> = words.iter().chain(&words).copied().collect();
    let both = model.read(&twice, &[0..8, 8..16]);
    assert_eq!(both.dependencies[..8], alone.dependencies);
    assert_eq!(both.tags[8..], alone.tags);
}

#[test]
fn each_set_of_instructions_gives_the_same() {
    let words: Vec<&str> = "Rebels said on Monday that they had seized the port of Kora ."
        .split(' ')
        .collect();
    let sentence = std::slice::from_ref(&(0..13));
    let mut model = model();
    let expected = model.read(&words, sentence);
    for level in reader::levels() {
        model.set_level(level);
        assert_eq!(model.read(&words, sentence), expected, "{level:?}");
    }
}

#[test]
fn damaged_weights_are_refused() {
    let source = DataSource::embedded();
    let (_, bytes) = source.bytes("model/english.bin").unwrap();
    assert!(weights::Weights::from_bytes(&bytes).is_ok());
    assert!(weights::Weights::from_bytes(&bytes[..1000]).is_err());
    assert!(weights::Weights::from_bytes(b"").is_err());
    let mut damaged = bytes.to_vec();
    damaged[5000] ^= 1;
    assert!(weights::Weights::from_bytes(&damaged).is_err());
}
