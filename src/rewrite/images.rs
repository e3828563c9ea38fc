//! Images: one real address each, chosen from where scripts, `srcset` and `<picture>` keep it.

use super::{Context, srcset};
use crate::html::{Dom, NodeId};
use crate::rules::trim;

pub(super) fn rewrite(dom: &mut Dom, context: &mut Context<'_>) {
    name_images(dom, context);
    let is_image = |&id: &NodeId| dom.is(id, "img") && !is_formula(dom, id);
    let images: Vec<NodeId> = dom.descendants(dom.root()).filter(is_image).collect();
    for image in images {
        rewrite_image(dom, image, context);
    }
}

/// A formula's image is read together with its source, by whoever reads formulas.
fn is_formula(dom: &Dom, id: NodeId) -> bool {
    dom.attr(id, "data-formula").is_some()
        || dom.ancestors(id).any(|above| dom.attr(above, "data-formula").is_some())
}

/// Makes `img` of the other elements that stand for an image: those of AMP, drawings that are embedded,
/// a `<picture>` without an image of its own.
fn name_images(dom: &mut Dom, context: &Context<'_>) {
    let elements = &context.rules.built_in.images.elements;
    let all: Vec<NodeId> = dom.descendants(dom.root()).filter(|&id| dom.is_element(id)).collect();
    for id in all {
        let is_drawing = || {
            let kind = dom.attr(id, "data-type").or_else(|| dom.attr(id, "type")).unwrap_or("");
            dom.is(id, "embed")
                && (kind.starts_with("svg") || kind.starts_with("image/"))
                && !is_formula(dom, id)
        };
        if elements.contains(dom.name(id)) || is_drawing() {
            dom.rename(id, "img");
            while let Some(child) = dom.first_child(id) {
                dom.detach(child);
            }
        } else if dom.is(id, "picture") && !dom.descendants(id).any(|below| dom.is(below, "img")) {
            let image = dom.create_element("img");
            dom.append(id, image);
        }
    }
}

fn rewrite_image(dom: &mut Dom, image: NodeId, context: &mut Context<'_>) {
    if is_pixel(dom, image) {
        let why = "an image of one pixel shows nothing: it counts readers or keeps a distance";
        context.dropped("tracking-pixel", why, dom.attr(image, "src").unwrap_or(""));
        return dom.detach(image);
    }
    let Some((place, raw)) = choose(dom, image, context) else {
        let why = "no attribute names a file that could be fetched";
        context.dropped("no-image-url", why, dom.attr(image, "src").unwrap_or(""));
        return dom.detach(image);
    };
    let Ok(mut url) = context.resolve(&raw) else {
        let why = "an address of this kind must not be fetched";
        context.dropped("scheme", why, &raw);
        return dom.detach(image);
    };
    if place != "src" && dom.attr(image, "src") != Some(&*raw) {
        let why = "a placeholder made way for the image that a script would have loaded";
        context.replaced("lazy-image", why, dom.attr(image, "src").unwrap_or(""), &url);
    }
    if let Some(tidy) = context.rules.built_in.trackers.tidy(&url) {
        context.replaced(tidy.rule, tidy.why, &url, &tidy.url);
        url = tidy.url;
    }
    dom.set_attr(image, "src", &url);
    mend_words(dom, image, &raw, context);
}

/// The address of an image, and the attribute it stands in: deferred ones first, then `src`, then the
/// largest of a `srcset`, then the sources of a `<picture>`.
fn choose(dom: &Dom, image: NodeId, context: &Context<'_>) -> Option<(String, String)> {
    let table = &context.rules.built_in.images;
    let src = dom.attr(image, "src").map(trim).filter(|url| table.is_usable(url));
    let is_thumbnail = |large| src.is_some_and(|src| is_thumbnail(dom, image, src, large));
    if let Some((place, url)) = table.deferred(dom, image).filter(|(_, url)| !is_thumbnail(url)) {
        return Some((place.to_owned(), url.to_owned()));
    }
    if let Some(src) = src {
        return Some(("src".to_owned(), src.to_owned()));
    }
    let picture = dom.ancestors(image).take(2).find(|&above| dom.is(above, "picture"));
    let sources = picture.into_iter().flat_map(|picture| dom.descendants(picture));
    let sources = sources.filter(|&id| dom.is(id, "source"));
    std::iter::once(image).chain(sources).find_map(|id| {
        table.srcsets.iter().find_map(|place| {
            let url = srcset::largest(dom.attr(id, place)?).filter(|url| table.is_usable(url))?;
            Some((place.clone(), url.to_owned()))
        })
    })
}

/// Whether `src` is a small copy of a large image that a link around it leads to: both are wanted then,
/// each in its place. The copy bears the same file name; a placeholder would not.
fn is_thumbnail(dom: &Dom, image: NodeId, src: &str, large: &str) -> bool {
    let file = |url: &str| url.rsplit('/').next().map(str::to_owned);
    let link = dom.ancestors(image).find(|&above| dom.is(above, "a"));
    let leads_to_large = link.and_then(|link| dom.attr(link, "href")).is_some_and(|href| trim(href) == large);
    leads_to_large && src != large && file(src) == file(large)
}

/// Whether an image is one pixel large, or none.
fn is_pixel(dom: &Dom, id: NodeId) -> bool {
    let size = |name| {
        let own = dom.attr(id, name).map(|size| trim(size).trim_end_matches("px"));
        let styled = dom.attr(id, "style").and_then(|style| {
            let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
            let mut found = declarations.filter(|(own, _)| trim(own).eq_ignore_ascii_case(name));
            found.next_back().map(|(_, value)| trim(value).trim_end_matches("px"))
        });
        styled.or(own).map(|size| matches!(size, "0" | "1"))
    };
    size("width") == Some(true) && size("height") == Some(true)
}

/// Takes words off an image that say nothing: the name of its file, `image`, a title that repeats them.
fn mend_words(dom: &mut Dom, image: NodeId, raw: &str, context: &Context<'_>) {
    let says_nothing = |words: &str| {
        let words = trim(words);
        words.is_empty()
            || context.rules.built_in.images.is_noise(words)
            || is_file_name(words)
            || words.starts_with("f:id:")
            || words == raw
            || dom.attr(image, "src") == Some(words)
    };
    let alt = dom.attr(image, "alt").filter(|alt| !says_nothing(alt));
    let title = dom.attr(image, "title").filter(|title| !says_nothing(title) && Some(*title) != alt);
    let (no_alt, no_title) = (alt.is_none(), title.is_none());
    if no_alt {
        dom.remove_attr(image, "alt");
    }
    if no_title {
        dom.remove_attr(image, "title");
    }
}

/// `640.jpg`, `Screenshot 2024-01-01.png`: a name with the ending of an image.
fn is_file_name(words: &str) -> bool {
    const ENDINGS: &[&str] =
        &["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "tif", "tiff", "heic"];
    let Some((stem, ending)) = words.rsplit_once('.') else { return false };
    let is_ending = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_ending && !stem.is_empty() && !stem.contains(['\n', '。', '，', ','])
}
