use std::path::Path;

use super::*;

fn documents(folder: &Path) -> Vec<Result<Document, String>> {
    read([Input::Path(folder.to_owned())])
        .map(|item| item.map_err(|error| format!("{}: {error}", stem(&error.file))))
        .collect()
}

fn stem(file: &str) -> String {
    file.rsplit('/').next().unwrap_or(file).to_owned()
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn only(name: &str, content: impl AsRef<[u8]>) -> Result<Document, String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), name, content);
    let mut documents = documents(folder.path());
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

#[test]
fn folders_are_walked_in_order_and_ignore_files_honoured() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b.txt", "Second.");
    write(folder.path(), "a.md", "# First\n\nText.");
    write(folder.path(), "sub/b.txt", "Third, of the same name.");
    write(folder.path(), "draft.txt", "Ignored.");
    write(folder.path(), "picture.bmp", "Passed over.");
    write(folder.path(), ".gitignore", "draft.txt\n");
    let ids: Vec<_> = documents(folder.path())
        .into_iter()
        .map(|item| item.unwrap().id)
        .collect();
    assert_eq!(ids[..2], ["a", "b"]);
    assert!(ids[2].ends_with("sub/b.txt"), "{ids:?}");
}

#[test]
fn what_is_no_article_is_an_error_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    write(folder.path(), "b.txt", "");
    write(folder.path(), "c.txt", " \n\t ");
    write(folder.path(), "d.txt", "Good.");
    let found: Vec<_> = documents(folder.path())
        .into_iter()
        .map(|item| item.map(|document| document.text))
        .collect();
    assert_eq!(
        found,
        [
            Err("a.txt: is no text but a picture".to_owned()),
            Err("b.txt: has no text in it".to_owned()),
            Err("c.txt: has no text in it".to_owned()),
            Ok("Good.".to_owned()),
        ]
    );
    let missing = read([Input::Path("no/such/file.txt".into())])
        .next()
        .unwrap();
    let error = missing.unwrap_err();
    assert_eq!(error.file, "no/such/file.txt");
    assert!(error.to_string().starts_with("cannot be read: "));
}

#[test]
fn encodings_are_told_apart() {
    let utf_16: Vec<u8> = "Kyjev hlásí."
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xff\xfe".to_vec(), utf_16.clone()].concat();
    assert_eq!(only("a.txt", marked).unwrap().text, "Kyjev hlásí.");
    assert_eq!(only("a.txt", utf_16).unwrap().text, "Kyjev hlásí.");
    assert_eq!(only("a.txt", b"\xef\xbb\xbfKyiv").unwrap().text, "Kyiv");
    let latin = only("a.txt", b"The caf\xe9 in M\xe9rida was na\xefve, he said.").unwrap();
    assert_eq!(latin.text, "The café in Mérida was naïve, he said.");
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("Президент России прибыл в Киев.");
    assert_eq!(
        only("a.txt", cyrillic).unwrap().text,
        "Президент России прибыл в Киев."
    );
    let damaged = only("a.txt", b"\xe2\x80\x9cYes,\xe2\x80\x9d \xff he said.").unwrap();
    assert_eq!(damaged.text, "“Yes,” \u{fffd} he said.");
    let twice = only("a.txt", "donâ€™t, Ã©lan, â€œyesâ€\u{9d}").unwrap();
    assert_eq!(twice.text, "don’t, élan, “yes”");
}

#[test]
fn lines_of_json_are_read_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "a.jsonl",
        "{\"doc_id\": 7, \"text\": \"One.\", \"date\": \"2024-03-22\", \"title\": \"T\", \"x\": 1}\n\
         \n\
         {\"text\": \"Two\n\
         {\"id\": \"b\"}\n\
         [1]\n\
         {\"text\": \"a b\", \"pretokenized\": true, \"source\": \"http://example.org\"}\n",
    );
    let found = documents(folder.path());
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.id.as_str(), first.text.as_str()), ("7", "One."));
    assert_eq!(first.date, "2024-03-22".parse().ok());
    assert!(found[1].as_ref().unwrap_err().contains("EOF"));
    assert_eq!(
        found[2],
        Err("a.jsonl: expected the field `text`".to_owned())
    );
    assert_eq!(
        found[3],
        Err("a.jsonl: expected an object with the field `text`".to_owned())
    );
    let last = found[4].as_ref().unwrap();
    assert_eq!(
        (last.id.as_str(), last.source.as_str()),
        ("a:6", "http://example.org")
    );
    assert!(last.pretokenized);
    let lines: Vec<_> = read([Input::Path(folder.path().join("a.jsonl"))])
        .filter_map(|item| item.err()?.line)
        .collect();
    assert_eq!(lines, [3, 4, 5]);
}

#[test]
fn a_stream_without_a_name_is_known_by_its_content() {
    let stream = |content: &'static str| Input::Stream {
        name: "-".to_owned(),
        format: None,
        stream: Box::new(content.as_bytes()),
    };
    let texts: Vec<_> = read([
        stream("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}"),
        stream("<!DOCTYPE html><p>Three.</p>"),
        stream("Four.\r\nFive."),
    ])
    .map(|item| item.unwrap().text)
    .collect();
    assert_eq!(texts, ["One.", "Two.", "Three.", "Four.\nFive."]);
}

#[test]
fn ids_are_unique_whatever_the_records_say() {
    let content =
        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"a\",\"text\":\"Two.\"}\n{\"text\":\"Three.\"}";
    let input = |name: &str| Input::Text {
        name: name.to_owned(),
        content: content.to_owned(),
    };
    let ids: Vec<_> = read([input("x.jsonl"), input("y/x.jsonl")])
        .map(|item| item.unwrap().id)
        .collect();
    assert_eq!(ids, ["a", "x:2", "x:3", "x:1", "x:2#2", "x:3#2"]);
}
