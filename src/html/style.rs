//! The `style` attribute of an element ([CSS Style Attributes](https://www.w3.org/TR/css-style-attr/)). It knows no
//! properties.

/// The declarations of a style, as CSS reads them: the last one of a property counts, an important one
/// above all.
pub(crate) struct Style<'a> {
    declarations: Vec<(&'a str, &'a str, bool)>,
}

impl<'a> Style<'a> {
    pub(crate) fn parse(style: &'a str) -> Self {
        let declaration = |text: &'a str| {
            let (name, value) = text.split_once(':')?;
            let (value, important) = match value.split_once('!') {
                Some((value, _)) => (value, true),
                None => (value, false),
            };
            Some((name.trim_ascii(), value.trim_ascii(), important))
        };
        Style { declarations: style.split(';').filter_map(declaration).collect() }
    }

    /// The value that counts, as it is written.
    pub(crate) fn get(&self, property: &str) -> Option<&'a str> {
        let own = self.declarations.iter().rev().filter(|(name, ..)| name.eq_ignore_ascii_case(property));
        let mut last = None;
        for (_, value, important) in own {
            if *important {
                return Some(value);
            }
            last = last.or(Some(*value));
        }
        last
    }

    /// Whether a property has one of some values.
    pub(crate) fn is(&self, property: &str, values: &[&str]) -> bool {
        self.get(property).is_some_and(|own| values.iter().any(|value| own.eq_ignore_ascii_case(value)))
    }

    /// Whether a property has a value of which something holds.
    pub(crate) fn has(&self, property: &str, test: impl Fn(&str) -> bool) -> bool {
        self.get(property).is_some_and(test)
    }

    /// All names and values, in their order.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.declarations.iter().map(|&(name, value, _)| (name, value))
    }
}
