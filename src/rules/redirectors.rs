//! Redirectors that carry their target: the address that a link leads to in the end. The network is never
//! asked, so that a short address stays what it is.

use super::codings::Coding;
use super::hosts::Hosts;
use super::urls::{Replaced, WebAddress, is_host, is_path, value};
use serde::Deserialize;

/// The table `redirectors.toml`.
#[derive(Debug, Deserialize)]
#[serde(from = "File")]
pub(crate) struct RedirectorTable {
    pub(crate) rules: Vec<RedirectorRule>,
    by_host: Hosts,
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<RedirectorRule>,
}

impl From<File> for RedirectorTable {
    fn from(File { rule: rules }: File) -> Self {
        let mut by_host = Hosts::default();
        for (number, rule) in rules.iter().enumerate() {
            rule.forms.iter().for_each(|form| by_host.add(&form.host, number));
        }
        RedirectorTable { rules, by_host }
    }
}

/// A rule about addresses that carry another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectorRule {
    pub(crate) name: String,
    pub(crate) why: String,
    forms: Vec<Form>,
}

/// `host/path?parameter`, where the parameter is the target; `host/path?parameter={coding}` where it is written
/// in another [`Coding`]; `host/path{coding}` where the target is the rest of the address.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Form {
    host: String,
    path: String,
    place: Place,
    coding: Coding,
}

/// Where in an address another one stands.
#[derive(Debug)]
enum Place {
    /// In the parameter of this name; the whole query for an empty one.
    Query(String),
    /// Behind the path.
    Rest,
}

impl TryFrom<String> for Form {
    type Error = String;

    fn try_from(text: String) -> Result<Form, String> {
        let (before, coding) = match text.strip_suffix('}').and_then(|text| text.split_once('{')) {
            Some((before, name)) => (before, Coding::named(name).ok_or(format!("{name} is no coding"))?),
            None => (text.as_str(), Coding::Percent),
        };
        let (before, place) = match before.split_once('?') {
            Some((before, name)) => (before, Place::Query(name.trim_end_matches('=').to_owned())),
            None if before.len() < text.len() => (before, Place::Rest),
            None => return Err(format!("{text} has no parameter")),
        };
        let slash = before.find('/').ok_or(format!("{text} has no path"))?;
        let (host, path) = before.split_at(slash);
        Ok(Form { host: host.to_owned(), path: path.to_owned(), place, coding })
    }
}

impl RedirectorTable {
    /// The address that a redirector carries.
    pub(crate) fn target(&self, parts: WebAddress<'_>) -> Option<Replaced<'_>> {
        let numbers = self.by_host.find(parts.host);
        // Percent-encoded or not, the first letters of a target never are.
        let is_plain = !numbers.is_empty() && parts.query.is_some_and(|query| query.contains("http"));
        numbers.into_iter().find_map(|number| {
            let rule = &self.rules[number];
            let mut forms = rule.forms.iter().filter(|form| form.coding != Coding::Percent || is_plain);
            let url = forms.find_map(|form| form.target(parts))?;
            Some(Replaced { url, rule: &rule.name, why: &rule.why })
        })
    }
}

impl Form {
    fn target(&self, parts: WebAddress<'_>) -> Option<String> {
        if !is_host(&self.host, parts.host) {
            return None;
        }
        let text = match &self.place {
            Place::Query(name) => value(parts.query.filter(|_| is_path(&self.path, parts.path))?, name)?,
            Place::Rest => {
                parts.path.strip_prefix(self.path.as_str())?;
                let at = parts.address.find(self.path.as_str())?;
                &parts.address[at + self.path.len()..]
            }
        };
        self.coding.decode(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Coding, Form, Place, WebAddress};
    use crate::options::Options;
    use crate::rules::{Rules, compile};

    fn rules() -> Rules {
        compile(&Options::default()).expect("no selectors")
    }

    fn target(address: &str) -> Option<String> {
        rules().built_in.redirectors.target(WebAddress::of(address)?).map(|replaced| replaced.url)
    }

    #[test]
    fn redirectors_give_up_their_target() {
        let cases = [
            (
                "https://shop.pvxt.net/c/1/2?u=https%3A%2F%2Fa.example%2F%3Fb%3D%25",
                Some("https://a.example/?b=%"),
            ),
            (
                "https://c.duomai.com/track.php?site_id=1&t=https://a.example/%20",
                Some("https://a.example/%20"),
            ),
            ("https://c.duomai.com/track.php?k=WP0ZSPklWdlZ", None),
            ("https://link.zhihu.com/?target=http%3A//a.example", Some("http://a.example")),
            ("https://LINK.zhihu.com/?a=b&amp;target=http%3A//a.example", Some("http://a.example")),
            ("https://link.zhihu.com/?target=javascript%3Aalert(1)//http", None),
            ("https://www.google.com/search?q=https://a.example", None),
            ("https://notpvxt.net/?u=https://a.example", None),
            ("https://href.li/?https://a.example/b?c=d", Some("https://a.example/b?c=d")),
            ("https://www.reddit.com/r/a/?url=https://a.example", None),
            ("https://a.example/?url=https://b.example", None),
            ("https://www.google.com/amp/s/a.example/b?c=d", Some("https://a.example/b?c=d")),
            ("https://www.google.com/amp/story", None),
            ("https://a-example.cdn.ampproject.org/c/s/a.example/b#c", Some("https://a.example/b#c")),
            ("https://urldefense.com/v3/__https://a.example/b?c__;!!DzL!E$", Some("https://a.example/b?c")),
            (
                "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUvYg&ntb=1",
                Some("https://a.example/b"),
            ),
            ("https://www.bing.com/search?q=a&u=a1aHR0cHM6Ly9hLmV4YW1wbGUvYg", None),
        ];
        for (before, after) in cases {
            assert_eq!(target(before).as_deref(), after, "{before}");
        }
    }

    /// Each row with a plain target, as it would be met; and on another host, where it must be left alone.
    #[test]
    fn each_form_leads_to_its_target() {
        let page = "https://a.example/b?c=d&e=%25";
        let encoded = "https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e%3D%2525";
        for rule in &rules().built_in.redirectors.rules {
            for Form { host, path, place, coding } in &rule.forms {
                let (Place::Query(parameter), Coding::Percent) = (place, coding) else { continue };
                let (host, path) = (host.replace('*', "x"), path.replace('*', "x"));
                let sign = if parameter.is_empty() { "" } else { "=" };
                let rest = format!("{path}?{parameter}{sign}{encoded}");
                assert_eq!(target(&format!("https://{host}{rest}")).as_deref(), Some(page), "{host}{rest}");
                assert_eq!(target(&format!("https://{host}.example{rest}")), None, "{host}{rest}");
            }
        }
    }
}
