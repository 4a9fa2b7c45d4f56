//! Any bytes, read as each form of article, analysed and searched for times.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use newsgraph::analysis::Analyzer;
use newsgraph::analysis::conllu;
use newsgraph::data::DataSource;
use newsgraph::extract::time;
use newsgraph::extract::time::TimeWords;
use newsgraph::text::Format;
use newsgraph::text::Input;

static TOOLS: LazyLock<(Analyzer, TimeWords)> = LazyLock::new(|| {
    let source = DataSource::embedded();
    let analyzer = Analyzer::load(&source).expect("the embedded data are sound");
    let words = TimeWords::load(&source).expect("the embedded data are sound");
    (analyzer, words)
});

fuzz_target!(|bytes: &[u8]| {
    let (analyzer, words) = &*TOOLS;
    let Some((&first, rest)) = bytes.split_first() else {
        return;
    };
    let format = match first % 4 {
        0 => Format::Text,
        1 => Format::Markdown,
        2 => Format::Html,
        _ => Format::JsonLines,
    };
    let input = Input::Stream {
        name: "fuzz".to_owned(),
        format: Some(format),
        stream: Box::new(std::io::Cursor::new(rest.to_vec())),
    };
    for document in newsgraph::text::read([input]).flatten() {
        let analysis = analyzer.analyze(&document);
        time::find(&document, &analysis, words);
        let mut written = String::new();
        conllu::write(&mut written, &document, &analysis);
        conllu::read(&written).expect("what is written can be read");
    }
});
