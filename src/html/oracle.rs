//! The referee of the parser: `markup5ever_rcdom`, html5ever's own tree. On every input below the limits our
//! tree must equal it, node for node.

use super::dom::{Dom, Kind, NodeId};
use super::rcdom::from_rcdom;
use super::{parse_fragment, parse_page};
use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, QualName, local_name, ns};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::path::PathBuf;

#[test]
fn trees_equal_on_the_table_of_phenomena() {
    for html in super::oracle_inputs::PHENOMENA {
        assert_equal(html);
    }
}

#[test]
fn trees_equal_on_the_pages_of_a_folder() {
    let pages = corpus();
    for path in &pages {
        let bytes = std::fs::read(path).expect("the page can be read");
        assert_equal(&String::from_utf8_lossy(&bytes));
    }
    println!("{} pages compared", pages.len());
}

/// The files of the folder that `TAMIS_CORPUS` names, with those of its folders.
pub(super) fn corpus() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("TAMIS_CORPUS").map(PathBuf::from).into_iter().collect();
    if folders.is_empty() {
        println!("skipped: TAMIS_CORPUS names no folder of pages");
    }
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(folder).expect("TAMIS_CORPUS names a folder");
        let paths = entries.flatten().map(|entry| entry.path());
        let (inner, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        folders.extend(inner);
        pages.extend(files);
    }
    pages
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn trees_equal_on_tag_soup(pieces in proptest::collection::vec(piece(), 0..40)) {
        assert_equal(&pieces.concat());
    }
}

/// The same soup in each run, unless the environment asks for another.
pub(super) fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let rng_seed = match default.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        chosen => chosen,
    };
    ProptestConfig { cases: default.cases.max(1024), rng_seed, failure_persistence: None, ..default }
}

/// One piece of tag soup.
fn piece() -> impl Strategy<Value = String> {
    let name = || proptest::sample::select(super::oracle_inputs::TAGS);
    let attributes = proptest::sample::select(super::oracle_inputs::ATTRIBUTES);
    prop_oneof![
        6 => (name(), attributes).prop_map(|(name, attributes)| format!("<{name}{attributes}>")),
        4 => name().prop_map(|name| format!("</{name}>")),
        4 => proptest::sample::select(super::oracle_inputs::TEXTS).prop_map(str::to_owned),
        1 => "[ a-z<>&;/'\"=!-]{0,8}",
    ]
}

fn assert_equal(html: &str) {
    let mut notes = Vec::new();
    let page = dump(&parse_page(html, &mut notes));
    let fragment = dump(&parse_fragment(html, &mut notes));
    assert_eq!(notes, [], "the input is below the limits");

    // A byte order mark at the start of a page is no text. html5ever would drop one after each script too.
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        tokenizer: TokenizerOpts { discard_bom: false, ..Default::default() },
    };
    let of_page = html5ever::parse_document(RcDom::default(), opts.clone()).one(html);
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let of_fragment = html5ever::parse_fragment(RcDom::default(), opts, body, Vec::new(), false).one(html);
    for (ours, theirs) in [(page, of_page), (fragment, of_fragment)] {
        let expected = dump_rcdom(&theirs);
        assert_eq!(ours, expected, "{html}");
        assert_eq!(dump(&from_rcdom(&theirs, &mut notes)), expected, "{html}");
    }
}

/// A tree as text: a line for each node, indented, and `#template` before the contents of a template.
fn dump(dom: &Dom) -> String {
    let mut lines = String::new();
    let mut open = vec![(dom.root(), 0)];
    while let Some((id, depth)) = open.pop() {
        line(&mut lines, depth, &describe(dom, id));
        let children: Vec<NodeId> = dom.children(id).collect();
        open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        if let Some(contents) = dom.template(id) {
            open.push((contents, depth + 1));
        }
    }
    lines
}

fn describe(dom: &Dom, id: NodeId) -> String {
    match dom.kind(id) {
        Kind::Document => "#document".to_owned(),
        Kind::Doctype(own) => {
            format!("!doctype {:?}", [own.name, own.public_id, own.system_id].map(|slice| dom.str(slice)))
        }
        Kind::Text(text) => format!("{:?}", dom.str(*text)),
        Kind::Comment(text) => format!("<!-- {:?}", dom.str(*text)),
        Kind::ProcessingInstruction(own) => {
            format!("<? {:?}", [own.target, own.data].map(|slice| dom.str(slice)))
        }
        Kind::Element(element) => {
            let attributes: Vec<_> = dom.qualified_attrs(id).collect();
            let name = QualName::new(None, element.space.namespace().clone(), element.local.clone());
            format!("{name:?} {attributes:?} {}", dom.is_integration_point(id))
        }
    }
}

fn dump_rcdom(dom: &RcDom) -> String {
    let mut lines = String::new();
    let mut open = vec![(dom.document.clone(), 0)];
    while let Some((node, depth)) = open.pop() {
        line(&mut lines, depth, &describe_rcdom(&node));
        open.extend(node.children.borrow().iter().rev().map(|child| (child.clone(), depth + 1)));
        if let NodeData::Element { template_contents, .. } = &node.data
            && let Some(contents) = template_contents.borrow().clone()
        {
            open.push((contents, depth + 1));
        }
    }
    lines
}

fn describe_rcdom(node: &Handle) -> String {
    match &node.data {
        NodeData::Document => "#document".to_owned(),
        NodeData::Doctype { name, public_id, system_id } => {
            format!("!doctype {:?}", [name, public_id, system_id].map(|text| &**text))
        }
        NodeData::Text { contents } => format!("{:?}", &**contents.borrow()),
        NodeData::Comment { contents } => format!("<!-- {:?}", &**contents),
        NodeData::ProcessingInstruction { target, contents } => {
            format!("<? {:?}", [target, contents].map(|text| &**text))
        }
        NodeData::Element { name, attrs, mathml_annotation_xml_integration_point: point, .. } => {
            let attributes = attrs.borrow();
            let attributes: Vec<_> =
                attributes.iter().map(|a| (&a.name.ns, &a.name.local, &*a.value)).collect();
            format!("{name:?} {attributes:?} {point}")
        }
    }
}

fn line(lines: &mut String, depth: usize, text: &str) {
    lines.extend(std::iter::repeat_n("  ", depth));
    lines.push_str(text);
    lines.push('\n');
}
