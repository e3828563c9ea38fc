//! Images: one real address each, chosen from where scripts, `srcset` and `<picture>` keep it.

use super::found::left;
use super::{Context, address, links, srcset, words};
use crate::assets;
use crate::html::{Dom, NodeId, is_space};
use crate::notes::{Action, Note};
use crate::rules::{ImageTable, Replaced, Rules, WebAddress, trim};
use crate::visible;

/// A `data:` URL up to this length only holds the place of an image that comes later.
const PLACEHOLDER: usize = 400;

pub(super) fn rewrite(dom: &mut Dom, images: &[NodeId], context: &mut Context<'_>) {
    let own: Vec<NodeId> = left(dom, images).filter(|&id| !is_formula(dom, id)).collect();
    for image in own {
        rewrite_image(dom, image, context);
    }
    drop_copies(dom, images, context);
}

/// A formula's image is read together with its source, by whoever reads formulas.
fn is_formula(dom: &Dom, id: NodeId) -> bool {
    dom.attr(id, "data-formula").is_some()
        || dom.ancestors(id).any(|above| dom.attr(above, "data-formula").is_some())
}

/// Whether an element other than `img` stands for an image: those of AMP, drawings that are embedded, `<picture>`.
pub(super) fn is_picture(dom: &Dom, id: NodeId, rules: &Rules) -> bool {
    let is_drawing = || {
        let kind = dom.attr(id, "data-type").or_else(|| dom.attr(id, "type")).unwrap_or("");
        ["svg", "image/"].iter().any(|own| kind.starts_with(own)) && !is_formula(dom, id)
    };
    let name = dom.name(id);
    let is_other = rules.built_in.images.elements.get(dom, id).is_some();
    is_other || matches!(name, "picture" | "embed") && dom.is(id, name) && (name == "picture" || is_drawing())
}

/// Makes `img` of such elements, and gives a `<picture>` without an image one of its own; tells whether it did.
pub(super) fn name_images(dom: &mut Dom, pictures: &[NodeId], context: &mut Context<'_>) -> bool {
    let mut changes = false;
    for &id in pictures {
        if !dom.is(id, "picture") {
            let fallback = dom.visible_chars(id);
            if fallback > 0 {
                let why = "what an element shows while its image is not there";
                context.dropped(dom, id, "image-fallback", why, &dom.text_content(id));
            }
            dom.rename(id, "img");
            while let Some(child) = dom.first_child(id) {
                dom.detach(child);
            }
            changes = true;
        } else if !dom.descendants(id).any(|below| dom.is(below, "img")) {
            let image = dom.create_element("img");
            dom.append(id, image);
            changes = true;
        }
    }
    changes
}

fn rewrite_image(dom: &mut Dom, image: NodeId, context: &mut Context<'_>) {
    if is_pixel(dom, image) {
        let why = "an image of one pixel shows nothing: it counts readers or keeps a distance";
        context.dropped(dom, image, "tracking-pixel", why, dom.attr(image, "src").unwrap_or(""));
        return dom.detach(image);
    }
    let Some((place, raw)) = choose(dom, image, context) else {
        return drop_or_extract(dom, image, context);
    };
    let raw = raw.to_owned();
    let Ok(mut url) = context.resolve(&raw) else {
        let why = "an address of this kind must not be fetched";
        context.dropped(dom, image, "scheme", why, &raw);
        return dom.detach(image);
    };
    if context.rules.built_in.images.is_counter(&url) {
        let why = "an image of a service that counts readers";
        context.dropped(dom, image, "tracking-pixel", why, &url);
        return dom.detach(image);
    }
    if place != "src" && dom.attr(image, "src") != Some(&*raw) {
        let why = "a placeholder made way for the image that a script would have loaded";
        let lazy = Replaced { url: url.clone().into_owned(), rule: "lazy-image", why };
        context.replaced(dom, image, &lazy, dom.attr(image, "src").unwrap_or(""));
    }
    if let Some(other) = other_size(dom, image, &url, context) {
        let why = "the link around the image leads to the same file in another size";
        let other = Replaced { url: other, rule: "other-size", why };
        context.replaced(dom, image, &other, &url);
        url = other.url.into();
    }
    if let Some(tidy) = WebAddress::of(&url).and_then(|parts| context.rules.built_in.trackers.tidy(parts)) {
        context.replaced(dom, image, &tidy, &url);
        url = tidy.url.into();
    }
    if dom.attr(image, "src") != Some(&url) {
        dom.set_attr(image, "src", &url);
    }
    words::mend(dom, image, &raw, context);
}

/// The address of an image, and the attribute it stands in: deferred ones first, then `src`, then the
/// largest of a `srcset`, then the sources of a `<picture>`.
fn choose<'d>(dom: &'d Dom, image: NodeId, context: &Context<'_>) -> Option<(&'static str, &'d str)> {
    let table = &context.rules.built_in.images;
    let src = dom.attr(image, "src").map(trim).filter(|url| table.is_usable(url));
    let is_thumbnail = |large| src.is_some_and(|src| is_thumbnail(dom, image, src, large));
    if let Some(deferred) = table.deferred(dom, image).filter(|(_, url)| !is_thumbnail(url)) {
        return Some(deferred);
    }
    if let Some(src) = src {
        return Some(("src", src));
    }
    let picture = dom.ancestors(image).take(2).find(|&above| dom.is(above, "picture"));
    let sources = picture.into_iter().flat_map(|picture| dom.descendants(picture));
    let sources = sources.filter(|&id| dom.is(id, "source"));
    std::iter::once(image).chain(sources).find_map(|id| {
        table.srcsets.iter().find_map(|place| {
            let url = srcset::largest(dom.attr(id, place)?).filter(|url| table.is_usable(url))?;
            Some((place.as_str(), url))
        })
    })
}

/// Whether `src` is a small copy of a large image that a link around it leads to: both are wanted then,
/// each in its place. The copy bears the same file name; a placeholder would not.
fn is_thumbnail(dom: &Dom, image: NodeId, src: &str, large: &str) -> bool {
    fn file(url: &str) -> Option<&str> {
        url.rsplit('/').next()
    }
    let link = dom.ancestors(image).find(|&above| dom.is(above, "a"));
    let leads_to_large = link.and_then(|link| dom.attr(link, "href")).is_some_and(|href| trim(href) == large);
    leads_to_large && src != large && file(src) == file(large)
}

/// The same file in another size, when that is where the link around an image leads: the addresses differ in
/// the query alone. A small copy that is a file of its own stays beside its link.
fn other_size(dom: &Dom, image: NodeId, url: &str, context: &Context<'_>) -> Option<String> {
    let link = dom.ancestors(image).take(4).find(|&above| dom.is(above, "a"))?;
    let other = address::resolve(dom.attr(link, "href")?, context.base).ok()?.url;
    let path = path(url);
    let is_other =
        other != url && path == self::path(&other) && words::is_file_name(path.rsplit('/').next()?);
    (is_other && links::sole_image(dom, link) == Some(image)).then(|| other.into_owned())
}

/// An address without query and fragment.
fn path(url: &str) -> &str {
    &url[..memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len())]
}

/// An image without an address that could be fetched: it may hold itself.
fn drop_or_extract(dom: &mut Dom, image: NodeId, context: &mut Context<'_>) {
    let src = dom.attr(image, "src").map(trim).unwrap_or("");
    let holds_itself = src.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if holds_itself && context.rules.user.extract_images && assets::read(src).is_some() {
        let src = src.to_owned();
        dom.set_attr(image, "src", &src);
        return words::mend(dom, image, &src, context);
    }
    let src = src.to_owned();
    if holds_itself {
        let kind = src.split([';', ',']).next().unwrap_or("");
        let what = format!("{kind}, {} bytes", src.len());
        let (rule, why) = if src.len() > PLACEHOLDER {
            (
                "data-image",
                "an image that the page holds in itself; it can be written to a file, if that is asked for",
            )
        } else {
            NO_URL
        };
        context.dropped(dom, image, rule, why, &what);
    } else {
        leave_words(dom, image, &src, context);
    }
    dom.detach(image);
}

const NO_URL: (&str, &str) = ("no-image-url", "no attribute names a file that could be fetched");

/// What has an address, but none that an image is fetched from, is a broken image: its words are shown.
fn leave_words(dom: &mut Dom, image: NodeId, src: &str, context: &mut Context<'_>) {
    words::mend(dom, image, src, context);
    let words = dom.attr(image, "alt").filter(|_| !src.is_empty()).unwrap_or("").to_owned();
    let (rule, why) = NO_URL;
    let note = Note::new(Action::Dropped, rule, why).with_added(visible::count(&words));
    context.tell(dom, image, note.with_change("", src));
    let text = dom.create_text(&words);
    dom.insert_before(image, text);
    context.has_new_text |= words.contains("://");
}

/// Takes out the copies that viewers put beside an image, or that are there for other screens: with nothing to
/// read between the two.
fn drop_copies(dom: &mut Dom, images: &[NodeId], context: &mut Context<'_>) {
    let images: Vec<NodeId> = left(dom, images).collect();
    // Of a copy and its image, there is none between the two that is another.
    if !images.windows(2).any(|pair| dom.attr(pair[0], "src") == dom.attr(pair[1], "src")) {
        return;
    }
    let table = &context.rules.built_in.images;
    let mut copies: Vec<(NodeId, NodeId, CopyFor)> = Vec::new();
    let mut last: Option<NodeId> = None;
    for id in dom.descendants(dom.root()) {
        if dom.text(id).is_some() && dom.visible_chars(id) > 0 {
            last = None;
        } else if dom.is(id, "img") {
            let first = last.filter(|&first| dom.attr(first, "src") == dom.attr(id, "src"));
            match first.and_then(|first| Some((first, id, CopyFor::of(dom, first, id, table)?))) {
                Some(copy) => copies.push(copy),
                None => last = Some(id),
            }
        }
    }
    for (first, copy, kind) in copies {
        if dom.attr(first, "alt").is_none()
            && let Some(alt) = dom.attr(copy, "alt").map(str::to_owned)
        {
            dom.set_attr(first, "alt", &alt);
        }
        let (rule, why) = kind.reason();
        context.dropped(dom, copy, rule, why, dom.attr(copy, "src").unwrap_or(""));
        dom.detach(copy);
    }
}

/// What the second of two images of one address is there for, where it is a copy of the first.
#[derive(Clone, Copy)]
enum CopyFor {
    Viewer,
    Screen,
}

/// Two images that are said so much of, in the same words, are one.
const WORDS_OF_ONE: usize = 4;

impl CopyFor {
    fn of(dom: &Dom, first: NodeId, second: NodeId, table: &ImageTable) -> Option<CopyFor> {
        let in_viewer =
            |id| std::iter::once(id).chain(dom.ancestors(id).take(4)).any(|node| table.is_viewer(dom, node));
        if in_viewer(first) || in_viewer(second) {
            return Some(CopyFor::Viewer);
        }
        let figure = |id| dom.ancestors(id).find(|&above| dom.is(above, "figure"));
        let alt = dom
            .attr(first, "alt")
            .filter(|alt| alt.split(is_space).filter(|word| !word.is_empty()).count() >= WORDS_OF_ONE);
        let is_said_twice = alt.is_some() && alt == dom.attr(second, "alt");
        let share_figure = figure(first).is_some() && figure(first) == figure(second);
        (is_said_twice || share_figure).then_some(CopyFor::Screen)
    }

    fn reason(self) -> (&'static str, &'static str) {
        match self {
            CopyFor::Viewer => ("viewer-copy", "the copy of an image that a viewer shows at full size"),
            CopyFor::Screen => ("screen-copy", "the copy of an image for screens of another size"),
        }
    }
}

/// Whether an image is one pixel large, or none.
fn is_pixel(dom: &Dom, id: NodeId) -> bool {
    let size = |name, own: Option<&str>| {
        let own = own.map(|size| trim(size).trim_end_matches("px"));
        let styled = dom.attr(id, "style").and_then(|style| {
            let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
            let mut found = declarations.filter(|(own, _)| trim(own).eq_ignore_ascii_case(name));
            found.next_back().map(|(_, value)| trim(value).trim_end_matches("px"))
        });
        styled.or(own).map(|size| matches!(size, "0" | "1"))
    };
    size("width", dom.attr(id, "width")) == Some(true) && size("height", dom.attr(id, "height")) == Some(true)
}
