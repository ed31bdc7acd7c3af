//! The template of `zopa new`.

/// A small complete scenario to start from, with this title: two neighbours, a wall and noise.
/// It reads without any diagnostic, and its layout is that of the formatter.
///
/// ```
/// let text = zopa_syntax::new_scenario("My conflict");
/// assert!(zopa_syntax::read_scenario(&text).diagnostics.is_empty());
/// ```
pub fn new_scenario(name: &str) -> String {
    let title: String = name
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            _ => vec![c],
        })
        .collect();
    include_str!("new_scenario.toml").replacen("TITLE", &title, 1)
}
