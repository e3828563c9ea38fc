//! Images that a service draws of the TeX in their address.

use url::form_urlencoded;

/// Where in an address the TeX stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the parameter of this name, as forms write it (WHATWG URL, application/x-www-form-urlencoded).
    Parameter(&'static str),
    /// It is the whole query.
    Query,
    /// It is what follows of the path.
    Path,
}

use Place::{Parameter, Path, Query};

/// Hosts, what the path begins with, and the place.
#[rustfmt::skip]
const SERVICES: &[(&str, &str, Place)] = &[
    ("latex.codecogs.com",             "/",                Query),
    ("math.codecogs.com",              "/",                Query),
    ("private.codecogs.com",           "/",                Query),
    ("www.codecogs.com",               "/eq.latex",        Query),
    ("latex.csdn.net",                 "/eq",              Query),
    ("www.zhihu.com",                  "/equation",        Parameter("tex")),
    ("juejin.cn",                      "/equation",        Parameter("tex")),
    ("math.jianshu.com",               "/math",            Parameter("formula")),
    ("render.githubusercontent.com",   "/render/math",     Parameter("math")),
    ("chart.googleapis.com",           "/chart",           Parameter("chl")),
    ("chart.apis.google.com",          "/chart",           Parameter("chl")),
    ("s0.wp.com",                      "/latex.php",       Parameter("latex")),
    ("l.wordpress.com",                "/latex.php",       Parameter("latex")),
    ("i.upmath.me",                    "/svg/",            Path),
    ("tex.s2cms.ru",                   "/svg/",            Path),
];

/// What is for the service and no TeX, at the beginning: CodeCogs has such commands.
const COMMANDS: &[&str] = &["\\inline", "\\dpi{", "\\bg_", "\\fn_"];

/// The TeX that an address holds, if it is that of a drawing of it.
pub(super) fn tex_of(address: &str) -> Option<String> {
    let rest = ["https://", "http://", "//"].iter().find_map(|start| address.strip_prefix(start))?;
    let (host, rest) = rest.split_at(rest.find('/')?);
    let mut services = SERVICES.iter().filter(|(own, path, _)| *own == host && rest.starts_with(path));
    let &(_, start, place) = services.next()?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let tex = match place {
        // The same service draws charts of other things.
        Parameter("chl") if !query.contains("cht=tx") => None,
        Parameter(name) => form_urlencoded::parse(query.as_bytes())
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.into_owned()),
        Query => Some(decoded(&query.replace("&space;", " ").replace("&plus;", "+"))),
        Path => Some(decoded(&path[start.len()..])),
    }?;
    Some(without_commands(&tex).to_owned())
}

/// Undoes percent-encoding, in which all other signs stand for themselves.
fn decoded(text: &str) -> String {
    let form = format!("={}", text.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(form.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

fn without_commands(mut tex: &str) -> &str {
    loop {
        tex = tex.trim_start_matches(' ');
        let Some(rest) = COMMANDS.iter().find_map(|command| tex.strip_prefix(command)) else { return tex };
        tex = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).trim_start_matches('}');
    }
}

#[cfg(test)]
mod tests {
    use super::tex_of;

    #[test]
    fn addresses_of_drawings_hold_their_tex() {
        for (address, expected) in [
            ("https://latex.codecogs.com/svg.image?%5Cfrac%7Ba%7D%7Bb%7D", Some("\\frac{a}{b}")),
            (
                "//latex.codecogs.com/gif.latex?\\inline&space;\\dpi{120}\\bg_white&space;a+b&space;\\&c",
                Some("a+b \\&c"),
            ),
            ("http://www.codecogs.com/eq.latex?x^2", Some("x^2")),
            ("https://latex.csdn.net/eq?%5Calpha%20%3D%201", Some("\\alpha = 1")),
            ("https://www.zhihu.com/equation?tex=x%2By+%3D+1", Some("x+y = 1")),
            ("https://math.jianshu.com/math?formula=e%5Ex", Some("e^x")),
            ("https://chart.googleapis.com/chart?cht=tx&chl=%5Cpi", Some("\\pi")),
            ("https://chart.googleapis.com/chart?cht=p3&chl=Hello", None),
            ("https://i.upmath.me/svg/%5Csqrt%202?x", Some("\\sqrt 2")),
            ("https://latex.codecogs.com/", Some("")),
            ("https://example.org/svg.image?x", None),
            ("https://www.zhihu.com/people?tex=x", None),
            ("/equation?tex=x", None),
            ("https://www.zhihu.com", None),
        ] {
            assert_eq!(tex_of(address).as_deref(), expected, "{address}");
        }
    }
}
