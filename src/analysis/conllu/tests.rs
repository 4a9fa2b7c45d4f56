use super::*;
use crate::analysis::NameType;
use crate::analysis::TokenId;

const TWO_SENTENCES: &str = "\
# newdoc id = note
# meta::title = A note
# meta::dateCreated = 2024-03-22
# newpar
# sent_id = note-1
# text = Ana Ruiz didn't go.
1\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t5\tnsubj\t_\tEntity=(1-person-new
2\tRuiz\tRuiz\tPROPN\tNNP\tNumber=Sing\t1\tflat\t_\tEntity=1)
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\tPolarity=Neg\t5\tadvmod\t_\t_
5\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5.1\tgone\tgo\tVERB\tVB\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# newpar
# sent_id = note-2
# text = Why?
1\tWhy\twhy\tADV\tWRB\tPronType=Int\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

";

#[test]
fn text_tokens_and_names_are_read() {
    let documents = read(TWO_SENTENCES).unwrap();
    let [(document, analysis)] = &documents[..] else {
        panic!("one document");
    };
    assert_eq!(document.text, "Ana Ruiz didn't go.\n\nWhy?");
    assert_eq!(document.title.as_deref(), Some("A note"));
    assert_eq!(document.date, "2024-03-22".parse().ok());
    let forms: Vec<_> = analysis
        .tokens()
        .iter()
        .map(|token| token.span.of(&document.text))
        .collect();
    assert_eq!(forms, ["Ana", "Ruiz", "did", "n't", "go", ".", "Why", "?"]);
    assert!(analysis.tokens()[2].joined && !analysis.tokens()[3].joined);
    assert_eq!(analysis.head(TokenId(0)), Some(TokenId(4)));
    assert_eq!(analysis.head(TokenId(7)), Some(TokenId(6)));
    let [name] = analysis.names() else {
        panic!("one name");
    };
    assert_eq!(
        (name.tokens.clone(), name.name_type),
        (0..2, NameType::Person)
    );
}

#[test]
fn what_is_written_reads_back_equal() {
    let documents = read(TWO_SENTENCES).unwrap();
    let mut written = String::new();
    for (document, analysis) in &documents {
        write(&mut written, document, analysis);
    }
    let again = read(&written).unwrap();
    let mut second = String::new();
    for (document, analysis) in &again {
        write(&mut second, document, analysis);
    }
    assert_eq!(written, second);
    assert!(written.contains("3-4\tdidn't\t_"));
    assert!(written.contains("5\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No"));
}

#[test]
fn trees_are_laid_over_text_with_other_white_space() {
    let text = "Ana  Ruiz\ndidn't go. Why?\n";
    let analysis = align(text, TWO_SENTENCES).unwrap();
    assert_eq!(analysis.span(TokenId(1)).of(text), "Ruiz");
    assert_eq!(analysis.sentences()[1].span.of(text), "Why?");
    assert!(align("Ana Ruiz went.", TWO_SENTENCES).is_none());
}

#[test]
fn a_faulty_line_is_named() {
    let error = read("1\tWhy\n\n").unwrap_err();
    assert_eq!(error.to_string(), "line 1: expected 10 columns, found 2");
    let error = read(&TWO_SENTENCES.replace("\t5\tnsubj", "\tx\tnsubj")).unwrap_err();
    assert_eq!(error.to_string(), "line 7: `x` is no number of a word");
    assert!(read(&TWO_SENTENCES.replace("\t5\tnsubj", "\t77\tnsubj")).is_err());
}

#[test]
fn titles_with_brackets_do_not_end_a_mention() {
    let conllu = TWO_SENTENCES.replace(
        "(1-person-new",
        "(1-person-new-s-cf1-1-coref-Ana_(judge)(2-place-new)",
    );
    let documents = read(&conllu).unwrap();
    let names = documents[0].1.names();
    assert_eq!(names.len(), 1);
    assert_eq!(names[0].tokens, 0..2);
}

#[test]
fn the_treebanks_read_and_write_back_where_they_are_at_hand() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let file = folder.join("ud/gum-dev.conllu");
    let Ok(conllu) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: {} is missing", file.display());
        return;
    };
    let documents = read(&conllu).unwrap();
    assert_eq!(documents.len(), 18);
    let names: usize = documents
        .iter()
        .map(|(_, analysis)| analysis.names().len())
        .sum();
    assert!(names > 400, "only {names} names");
    for entry in std::fs::read_dir(folder.join("gold/texts")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let gold = folder.join("eval/gum").join(format!("{stem}.conllu"));
        if let Ok(gold) = std::fs::read_to_string(gold) {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(align(&text, &gold).is_some(), "{stem} does not align");
        }
    }
}
