//! Whether a `style` attribute leaves anything of a text to be seen.
//! It knows single elements only: no style sheet, no inheritance.

use crate::html::Style;

/// Why the text of an element cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    /// Letters of no size; an element inside may have its own.
    Size,
    /// Letters without a colour, or in that of their ground; an element inside may have its own.
    Colour,
    /// Nothing of the element shows through, perhaps only until a script has run.
    Opacity,
    /// The element lies outside of the page.
    OffPage,
    /// The element has no extent, or all of it is cut away.
    Extent,
}

type Check<'a> = fn(&Style<'a>) -> bool;

impl<'a> Style<'a> {
    /// Whether the element makes no box, or an empty one.
    pub(super) fn is_hidden(&self) -> bool {
        self.is("display", &["none"]) || self.is("visibility", &["hidden", "collapse"])
    }

    /// Why the text of the element cannot be seen, if it cannot.
    pub(super) fn unseen(&self) -> Option<Unseen> {
        let checks: [(Unseen, Check<'a>); 5] = [
            (Unseen::Size, Style::is_sizeless),
            (Unseen::Colour, Style::is_colourless),
            (Unseen::Opacity, Style::is_clear),
            (Unseen::OffPage, Style::is_off_page),
            (Unseen::Extent, Style::is_without_extent),
        ];
        checks.into_iter().find(|(_, check)| check(self)).map(|(unseen, _)| unseen)
    }

    /// Whether the element gives its text back what an element around it took.
    pub(super) fn restores(&self, unseen: Unseen) -> bool {
        match unseen {
            Unseen::Size => self.has("font-size", |size| !is_tiny(size) && !is_relative(size)),
            Unseen::Colour => self.has("color", |own| !own.eq_ignore_ascii_case("inherit")),
            Unseen::OffPage => self.get("text-indent").is_some(),
            Unseen::Opacity | Unseen::Extent => false,
        }
    }

    fn is_sizeless(&self) -> bool {
        self.has("font-size", is_tiny)
    }

    /// Text that is painted by its ground, or by its shadow, has no colour and is seen.
    fn is_colourless(&self) -> bool {
        let Some(own) = self.get("color").and_then(colour) else { return false };
        let clips = ["background-clip", "-webkit-background-clip"];
        if self.get("text-shadow").is_some() || clips.iter().any(|name| self.is(name, &["text"])) {
            return false;
        }
        let ground = self.get("background-color").or_else(|| self.get("background")).and_then(colour);
        own[3] == 0 || ground == Some(own)
    }

    /// What moves while it appears is shown by a script.
    fn is_clear(&self) -> bool {
        let moves = ["transform", "-webkit-transform", "transition", "animation", "will-change"];
        let clear = |value: &str| number(value).is_some_and(|(opacity, _)| opacity < 0.02);
        self.has("opacity", clear) && !moves.iter().any(|name| self.get(name).is_some())
    }

    fn is_off_page(&self) -> bool {
        let placed = self.is("position", &["absolute", "fixed"]);
        placed && ["left", "right", "top", "bottom"].iter().any(|side| self.has(side, is_far))
            || ["margin-left", "margin-top", "text-indent"].iter().any(|side| self.has(side, is_far))
            || self.has("transform", |value| {
                arguments(value, "translate").is_some_and(|list| list.split(',').any(is_far))
            })
    }

    fn is_without_extent(&self) -> bool {
        let placed = self.is("position", &["absolute", "fixed"]);
        self.has("transform", |value| {
            arguments(value, "scale").is_some_and(|list| list.split(',').any(is_zero))
        }) || placed && self.has("clip", |value| arguments(value, "rect").is_some_and(all_tiny))
            || self.has("clip-path", cuts_all)
            || self.is_empty_box()
    }

    /// A box with padding shows what is placed on it.
    fn is_empty_box(&self) -> bool {
        let clipped =
            ["overflow", "overflow-x", "overflow-y"].iter().any(|name| self.is(name, &["hidden", "clip"]));
        let padded = self.declarations().any(|(name, value)| {
            name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("padding")) && !all_tiny(value)
        });
        let sides = ["height", "max-height", "width", "max-width"];
        clipped && !padded && sides.iter().any(|side| self.has(side, is_tiny))
    }
}

/// A number and its unit.
fn number(value: &str) -> Option<(f64, &str)> {
    let value = value.trim_ascii();
    let end = value.find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c)).unwrap_or(value.len());
    Some((value[..end].parse().ok()?, &value[end..]))
}

fn is_zero(value: &str) -> bool {
    number(value).is_some_and(|(size, _)| size == 0.0)
}

/// One pixel or less.
fn is_tiny(value: &str) -> bool {
    number(value).is_some_and(|(size, unit)| {
        size == 0.0 || (0.0..=1.0).contains(&size) && (unit.eq_ignore_ascii_case("px") || unit == "pt")
    })
}

fn all_tiny(values: &str) -> bool {
    let mut values = values.split([',', ' ']).filter(|value| !value.is_empty()).peekable();
    values.peek().is_some() && values.all(is_tiny)
}

/// A size that is a share of that around it: of nothing, it is nothing.
fn is_relative(value: &str) -> bool {
    let relative = |(_, unit): (f64, &str)| unit == "%" || unit.eq_ignore_ascii_case("em");
    number(value).is_some_and(relative) || ["inherit", "larger", "smaller"].contains(&value)
}

/// Further to the left or top than any page is wide; sliders move their slides by less.
fn is_far(value: &str) -> bool {
    number(value).is_some_and(|(size, unit)| match unit.to_ascii_lowercase().as_str() {
        "px" | "pt" | "" => size <= -2_000.0,
        "em" | "rem" => size <= -100.0,
        _ => size <= -500.0,
    })
}

/// What stands in the parentheses of a function whose name begins so: `scale` finds `scaleX(0)`.
fn arguments<'v>(value: &'v str, function: &str) -> Option<&'v str> {
    let at = value.to_ascii_lowercase().find(function)?;
    let (_, rest) = value.get(at..)?.split_once('(')?;
    rest.split(')').next()
}

fn cuts_all(value: &str) -> bool {
    let half = |value: &str| number(value).is_some_and(|(size, unit)| unit == "%" && size >= 50.0);
    arguments(value, "inset").is_some_and(|list| list.split_ascii_whitespace().all(half))
        || arguments(value, "circle").is_some_and(is_zero)
        || arguments(value, "polygon").is_some_and(all_tiny)
}

/// Red, green, blue and opacity, of the notations that pages use.
fn colour(value: &str) -> Option<[u8; 4]> {
    let value = value.to_ascii_lowercase();
    match value.as_str() {
        "transparent" => return Some([0; 4]),
        "white" => return Some([255; 4]),
        "black" => return Some([0, 0, 0, 255]),
        _ => {}
    }
    if let Some(digits) = value.strip_prefix('#') {
        return hexadecimal(digits);
    }
    let list = value.strip_prefix("rgba(").or_else(|| value.strip_prefix("rgb("))?.strip_suffix(')')?;
    let parts = list.split([',', '/', ' ']).filter(|part| !part.is_empty());
    let parts: Vec<(f64, &str)> = parts.map(number).collect::<Option<_>>()?;
    let channel = |(number, unit): (f64, &str), full: f64| {
        let number = if unit == "%" { number / 100.0 * full } else { number };
        (number / full * 255.0).round().clamp(0.0, 255.0) as u8
    };
    match parts[..] {
        [r, g, b] => Some([channel(r, 255.0), channel(g, 255.0), channel(b, 255.0), 255]),
        [r, g, b, a] => Some([channel(r, 255.0), channel(g, 255.0), channel(b, 255.0), channel(a, 1.0)])
            .map(|own| if own[3] == 0 { [0; 4] } else { own }),
        _ => None,
    }
}

fn hexadecimal(digits: &str) -> Option<[u8; 4]> {
    let nibbles: Vec<u8> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    match nibbles[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17, 255]),
        [_, _, _, 0] | [_, _, _, _, _, _, 0, 0] => Some([0; 4]),
        [r, g, b, a] => Some([r * 17, g * 17, b * 17, a * 17]),
        [r, s, g, h, b, c] => Some([r * 16 + s, g * 16 + h, b * 16 + c, 255]),
        [r, s, g, h, b, c, a, d] => Some([r * 16 + s, g * 16 + h, b * 16 + c, a * 16 + d]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Unseen;
    use crate::html::Style;

    #[test]
    fn styles_are_read_as_declarations() {
        let hiding = [
            "display:none",
            "DISPLAY : None !important",
            "color:red; visibility:hidden",
            "display:block;display:none",
            "display:none!important;display:block",
        ];
        for style in hiding {
            assert!(Style::parse(style).is_hidden(), "{style}");
        }
        let shown = [
            "",
            "display:block",
            "display:none;display:block",
            "list-style:none",
            "--display:none",
            "backface-visibility:hidden",
            "overflow:hidden",
        ];
        for style in shown {
            assert!(!Style::parse(style).is_hidden(), "{style}");
        }
    }

    #[test]
    fn text_that_cannot_be_seen() {
        let cases = [
            ("font-size:0", Unseen::Size),
            ("FONT-SIZE: .5px", Unseen::Size),
            ("color:transparent", Unseen::Colour),
            ("color:rgba(0, 0, 0, 0)", Unseen::Colour),
            ("color:rgb(1 2 3 / 0%)", Unseen::Colour),
            ("color:#12345600", Unseen::Colour),
            ("color:#fff;background:#FFFFFF", Unseen::Colour),
            ("background-color:white;color:rgb(255,255,255)", Unseen::Colour),
            ("opacity:0.0", Unseen::Opacity),
            ("position:absolute;left:-9999px", Unseen::OffPage),
            ("position:fixed;top:-200em", Unseen::OffPage),
            ("text-indent:-9999px", Unseen::OffPage),
            ("transform:translate(-9999px, 0)", Unseen::OffPage),
            ("height:0;overflow:hidden", Unseen::Extent),
            ("max-height:0px;overflow:clip", Unseen::Extent),
            ("width:1px;height:1px;overflow:hidden", Unseen::Extent),
            ("clip:rect(0,0,0,0);position:absolute", Unseen::Extent),
            ("clip:rect(1px 1px 1px 1px);position:absolute", Unseen::Extent),
            ("clip-path:inset(100%)", Unseen::Extent),
            ("clip-path:polygon(0 0, 0 0, 0 0)", Unseen::Extent),
            ("transform:scale(0)", Unseen::Extent),
            ("transform:rotate(2deg) scaleY(0)", Unseen::Extent),
        ];
        for (style, unseen) in cases {
            assert_eq!(Style::parse(style).unseen(), Some(unseen), "{style}");
        }
    }

    #[test]
    fn text_that_can_be_seen() {
        let cases = [
            "font-size:12px",
            "font-size:0.9em",
            "color:#fff",
            "color:#fff;background:#000",
            "color:transparent;-webkit-background-clip:text;background-image:linear-gradient(red,blue)",
            "color:transparent;text-shadow:0 0 5px #000",
            "opacity:0.5",
            "opacity:0;transform:translateY(20px)",
            "position:absolute;left:-20px",
            "left:-9999px",
            "text-indent:2em",
            "text-indent:-2em",
            "height:0;padding-bottom:56.25%;overflow:hidden",
            "height:0",
            "overflow:hidden",
            "clip-path:inset(10%)",
            "clip-path:polygon(0 0, 100% 0, 50% 100%)",
            "transform:scale(1.05)",
        ];
        for style in cases {
            assert_eq!(Style::parse(style).unseen(), None, "{style}");
        }
    }
}
