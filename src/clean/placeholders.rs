//! Words between `<` and `>` that an author typed and the HTML parser took for tags: `<output_dir>`.

use super::removal::Ledger;
use crate::html::dom::Space;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};

/// Whether an element is such a word.
///
/// No element of HTML, SVG, MathML or a component has a low line or a full stop in its name and no
/// attributes: those are names of files and parameters. Letters that were capital come out small, as the
/// parser leaves them.
pub(super) fn is_placeholder(dom: &Dom, id: NodeId) -> bool {
    is_placeholder_name(dom.name(id)) && dom.space(id) == Space::Html && dom.attrs(id).next().is_none()
}

/// Writes the name of such an element where its tag stands; what it holds goes on behind it.
pub(super) fn restore_placeholders(dom: &mut Dom, found: &[NodeId], ledger: &mut Ledger<'_>) {
    let why = "no element has such a name: an author typed it between < and >";
    for &id in found {
        let name = format!("<{}>", dom.name(id));
        let note = Note::new(Action::Repaired, "placeholder", why).with_added(name.len());
        ledger.tell(note, |note| note.with_place(dom.path(id)).with_text(&name));
        let text = dom.create_text(&name);
        dom.insert_before(id, text);
        dom.unwrap(id);
    }
}

fn is_placeholder_name(name: &str) -> bool {
    name.bytes().any(|byte| matches!(byte, b'_' | b'.'))
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}
