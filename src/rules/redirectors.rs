//! Redirectors that carry their target: the address that a link leads to in the end. The network is never
//! asked, so that a short address stays what it is.

use super::urls::{Parts, Replaced, decoded, is_host, is_path, value};
use serde::Deserialize;

/// The table `redirectors.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectorTable {
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<RedirectorRule>,
}

/// A rule about addresses that carry another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectorRule {
    pub(crate) name: String,
    pub(crate) why: String,
    forms: Vec<Form>,
}

/// `host/path?parameter`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Form {
    host: String,
    path: String,
    parameter: String,
}

impl TryFrom<String> for Form {
    type Error = String;

    fn try_from(text: String) -> Result<Form, String> {
        let (before, parameter) = text.split_once('?').ok_or(format!("{text} has no parameter"))?;
        let slash = before.find('/').ok_or(format!("{text} has no path"))?;
        let (host, path) = before.split_at(slash);
        Ok(Form { host: host.to_owned(), path: path.to_owned(), parameter: parameter.to_owned() })
    }
}

impl RedirectorTable {
    /// The address that a redirector carries.
    pub(crate) fn target(&self, address: &str) -> Option<Replaced<'_>> {
        // A target is an http address in the query, percent-encoded or not; its first letters never are.
        let at = memchr::memchr(b'?', address.as_bytes())?;
        memchr::memmem::find(&address.as_bytes()[at..], b"http")?;
        let parts = Parts::of(address)?;
        self.rules.iter().find_map(|rule| {
            let url = rule.forms.iter().find_map(|form| form.target(parts))?;
            Some(Replaced { url, rule: &rule.name, why: &rule.why })
        })
    }
}

impl Form {
    fn target(&self, parts: Parts<'_>) -> Option<String> {
        let fits = is_host(&self.host, parts.host) && is_path(&self.path, parts.path);
        decoded(value(parts.query.filter(|_| fits)?, &self.parameter)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::options::Options;
    use crate::rules::{Rules, compile};

    fn rules() -> Rules {
        compile(&Options::default()).expect("no selectors")
    }

    fn target(address: &str) -> Option<String> {
        rules().built_in.redirectors.target(address).map(|replaced| replaced.url)
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
        ];
        for (before, after) in cases {
            assert_eq!(target(before).as_deref(), after, "{before}");
        }
    }

    /// Each row of the table, as it would be met; and on another host, where it must be left alone.
    #[test]
    fn each_form_leads_to_its_target() {
        let page = "https://a.example/b?c=d&e=%25";
        let encoded = "https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e%3D%2525";
        for rule in &rules().built_in.redirectors.rules {
            for Form { host, path, parameter } in &rule.forms {
                let (host, path) = (host.replace('*', "x"), path.replace('*', "x"));
                let sign = if parameter.is_empty() { "" } else { "=" };
                let rest = format!("{path}?{parameter}{sign}{encoded}");
                assert_eq!(target(&format!("https://{host}{rest}")).as_deref(), Some(page), "{host}{rest}");
                assert_eq!(target(&format!("https://{host}.example{rest}")), None, "{host}{rest}");
            }
        }
    }
}
