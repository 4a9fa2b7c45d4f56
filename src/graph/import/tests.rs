use crate::data::DataError;
use crate::graph::Graph;
use crate::graph::import::Delimiters;
use crate::graph::import::Importer;
use crate::graph::import::node_link;

fn import(tables: &[&str]) -> Result<Graph, DataError> {
    let mut importer = Importer::new(Delimiters::default());
    for (number, table) in tables.iter().enumerate() {
        importer.add(&format!("{number}.csv"), table)?;
    }
    Ok(importer.finish())
}

/// Compares what a graph holds with lines such as `0 :A {name: "x"}` and `0 -R-> 1 {}`.
fn check(graph: &Graph, wanted: &[&str]) {
    let properties = |list: Vec<(&str, crate::graph::Property)>| {
        let list = list.into_iter();
        list.map(|(name, value)| format!(" {name}={value:?}"))
            .collect::<String>()
    };
    let mut found = Vec::new();
    for node in graph.nodes() {
        let labels = graph.label_names(node).join(":");
        found.push(format!(
            "{} :{labels}{}",
            node.0,
            properties(graph.node_properties(node))
        ));
    }
    for edge in graph.edges() {
        let (source, target) = graph.ends(edge).unwrap();
        let name = graph.type_name(edge);
        let properties = properties(graph.edge_properties(edge));
        found.push(format!("{} -{name}-> {}{properties}", source.0, target.0));
    }
    assert_eq!(found, wanted);
}

#[test]
fn tables_give_nodes_and_edges_with_typed_properties() {
    let nodes = "id:ID,name:string,seen:long,score:double,active:boolean,:LABEL\n\
                 10,Russia,3,0.5,true,State;Actor\n\
                 11,Ukraine,,,,State\n";
    let edges = ":START_ID,:END_ID,:TYPE,count:int\n10,11,BORDERS,2\n11,10,OPPOSES,\n";
    check(
        &import(&[nodes, edges]).unwrap(),
        &[
            "0 :State:Actor active=Bool(true) id=Int(10) name=Text(\"Russia\") score=Float(0.5) seen=Int(3)",
            "1 :State id=Int(11) name=Text(\"Ukraine\")",
            "0 -BORDERS-> 1 count=Int(2)",
            "1 -OPPOSES-> 0",
        ],
    );
}

#[test]
fn identifiers_that_are_not_all_numbers_stay_texts() {
    check(
        &import(&[
            "code:ID,:LABEL\n7,A\n07,A\n",
            ":START_ID,:END_ID,:TYPE\n7,07,R\n",
        ])
        .unwrap(),
        &[
            "0 :A code=Text(\"7\")",
            "1 :A code=Text(\"07\")",
            "0 -R-> 1",
        ],
    );
}

#[test]
fn each_space_has_its_own_identifiers() {
    let graph = import(&[
        ":ID(Person),:LABEL\n1,Person\n",
        ":ID(City),:LABEL\n1,City\n",
        ":START_ID(Person),:END_ID(City),:TYPE\n1,1,LIVES_IN\n",
    ]);
    check(
        &graph.unwrap(),
        &["0 :Person", "1 :City", "0 -LIVES_IN-> 1"],
    );
}

#[test]
fn quotes_hold_delimiters_line_ends_and_quotes() {
    let table = ":ID,text,other,:LABEL\r\n1,\"a, \"\"b\"\"\nc\",\"\",A\r\n\r\n2,,x,\r\n";
    check(
        &import(&[table]).unwrap(),
        &[
            "0 :A other=Text(\"\") text=Text(\"a, \\\"b\\\"\\nc\")",
            "1 : other=Text(\"x\")",
        ],
    );
}

#[test]
fn lists_and_dates_are_read_by_their_type() {
    let table = ":ID,names:string[],years:int[],day:date\n1,a;b,1999;2000,2024-03-22\n";
    check(
        &import(&[table]).unwrap(),
        &[
            "0 : day=Temporal(Date(Date { year: 2024, month: 3, day: 22 })) \
           names=List([Text(\"a\"), Text(\"b\")]) years=List([Int(1999), Int(2000)])",
        ],
    );
}

fn check_mistake(tables: &[&str], message: &str, place: (usize, usize)) {
    let error = import(tables).unwrap_err();
    assert_eq!(error.message, message);
    assert_eq!(error.file, format!("{}.csv", tables.len() - 1));
    let position = error.position.unwrap();
    assert_eq!((position.line, position.column), place);
}

#[test]
fn a_mistake_has_its_line_and_column() {
    let nodes = ":ID,n:int,:LABEL\n1,1,A\n";
    check_mistake(&[":ID,n:int\n1,x\n"], "`x` is no whole number", (2, 3));
    check_mistake(
        &[":ID,n:integr\n1,1\n"],
        "`integr` is no type of value",
        (1, 5),
    );
    check_mistake(&["n:int\n1\n"], "the header has no column `:ID`", (1, 1));
    check_mistake(
        &[":ID,:START_ID\n1,1\n"],
        "the header has no column `:END_ID`",
        (1, 1),
    );
    check_mistake(
        &[nodes, ":ID,:LABEL\n1,A\n"],
        "there are two nodes `1`",
        (2, 1),
    );
    check_mistake(
        &[nodes, ":START_ID,:END_ID,:TYPE\n1,3,R\n"],
        "there is no node `3`",
        (2, 3),
    );
    check_mistake(
        &[":ID,a,b\n1,2\n"],
        "the header has 3 columns, this row has 2",
        (2, 3),
    );
    check_mistake(
        &[":ID,a\n1,2,3\n"],
        "the header has 2 columns, this row has more",
        (2, 5),
    );
    check_mistake(&[":ID,a\n1,\"2\n"], "the quote is never closed", (2, 3));
}

#[test]
fn node_link_json_gives_labels_types_and_evidence() {
    let text = r#"{"directed": true, "nodes": [
        {"id": "n0", "kind": "State", "labels": ["State"], "name": "Russia", "id_": 7},
        {"id": "b", "label": "Actor", "aliases": ["x"], "empty": null}],
      "links": [{"source": "n0", "target": "b", "key": 0, "type": "OPPOSES", "status": "asserted",
        "evidence": [{"document": "a.txt", "sentence": 2, "start": 5, "end": 9, "text": "Four"}]}]}"#;
    let graph = node_link("a.json", text).unwrap();
    check(
        &graph,
        &[
            "0 :State id=Int(7) name=Text(\"Russia\")",
            "1 :Actor aliases=List([Text(\"x\")]) id=Text(\"b\")",
            "0 -OPPOSES-> 1 status=Text(\"asserted\")",
        ],
    );
    assert_eq!(graph.documents(), ["a.txt"]);
    assert_eq!(graph.evidence(crate::graph::EdgeId(0))[0].text, "Four");
}

#[test]
fn broken_json_is_shown_at_its_place() {
    let error = node_link("a.json", "{\"nodes\": [\n{]}").unwrap_err();
    assert_eq!(error.message, "key must be a string");
    assert_eq!(
        error
            .position
            .map(|position| (position.line, position.column)),
        Some((2, 2))
    );
    let error = node_link("a.json", "{\"nodes\": []}").unwrap_err();
    assert_eq!(error.message, "there is no list `edges`");
}

#[test]
fn decimal_fractions_are_rounded_as_they_should_be() {
    for text in [
        "0",
        "-0.5",
        "0.1",
        "123456.789012345",
        "0.000000000000001",
        "999999999999999",
        "1e3",
        "12345678901234567890",
    ] {
        let graph = import(&[&format!(":ID,x:double\n1,{text}\n")]).unwrap();
        let wanted = crate::graph::Property::Float(text.parse().unwrap());
        let key = graph.symbol("x").unwrap();
        assert_eq!(
            graph.node_property(crate::graph::NodeId(0), key),
            Some(wanted)
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_table_makes_importing_panic(text in "(:ID|:LABEL|n:int|[,\"\n;a1\r]){0,20}") {
        let importer = Importer::new(Delimiters::default());
        importer.holds_edges(&text);
        _ = import(&[&text]);
    }
}
