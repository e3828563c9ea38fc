//! Which rules are about a host: looked up, so that an address of any other host costs next to nothing.

use super::word_map::WordMap;

/// Numbers of rules by patterns of hosts: `example.org`, or `*.example.org` for the domain and all below it.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    whole: WordMap<Vec<usize>>,
    domains: WordMap<Vec<usize>>,
}

impl Hosts {
    pub(super) fn add(&mut self, pattern: &str, number: usize) {
        let (table, name) = match pattern.strip_prefix("*.") {
            Some(domain) => (&mut self.domains, domain),
            None => (&mut self.whole, pattern),
        };
        table.entry(name).push(number);
    }

    /// The rules about a host, in their order, each once.
    pub(super) fn find(&self, host: &str) -> Vec<usize> {
        let small;
        let host = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            small = host.to_ascii_lowercase();
            &small
        } else {
            host
        };
        let mut found = self.whole.get(host).cloned().unwrap_or_default();
        let mut domain = host;
        loop {
            if let Some(numbers) = self.domains.get(domain) {
                found.extend_from_slice(numbers);
            }
            match memchr::memchr(b'.', domain.as_bytes()) {
                Some(dot) => domain = &domain[dot + 1..],
                None => break,
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn patterns_have_stars() {
        let mut hosts = Hosts::default();
        for (number, pattern) in ["a.example", "*.a.example", "*.b.example", "a.example"].iter().enumerate() {
            hosts.add(pattern, number);
        }
        assert_eq!(hosts.find("A.example"), [0, 1, 3]);
        assert_eq!(hosts.find("x.y.a.example"), [1]);
        assert_eq!(hosts.find("xb.example"), [0; 0]);
        assert_eq!(hosts.find(""), [0; 0]);
    }
}
