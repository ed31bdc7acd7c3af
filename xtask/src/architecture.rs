//! The arrows between crates, compared with `architecture.toml`.

use crate::workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What `architecture.toml` says.
struct Rules {
    /// Member to the members it may use; `*` stands for all.
    arrows: BTreeMap<String, BTreeSet<String>>,
    /// Members that must not touch the world.
    pure: BTreeSet<String>,
    /// Words that must not stand in their code.
    forbidden: Vec<String>,
}

/// Checks that every member is listed, that no unlisted arrow exists, and that the pure members
/// name nothing of the outside world.
///
/// # Errors
/// All breaches, a line each.
pub fn check(root: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(root.join("architecture.toml"))
        .map_err(|error| format!("architecture.toml cannot be read: {error}"))?;
    let rules = rules(&text)?;
    let found = arrows(root)?;
    let mut problems = breaches(&rules, &found);
    for member in &rules.pure {
        for file in workspace::files(&root.join("crates").join(member).join("src"), &["rs"]) {
            let code = std::fs::read_to_string(&file).unwrap_or_default();
            for (line, word) in forbidden_words(&code, &rules.forbidden) {
                let file = workspace::relative(root, &file);
                problems.push(format!("{file}:{line}: `{word}` in a crate that must be pure"));
            }
        }
    }
    if problems.is_empty() {
        let count: usize = found.values().map(BTreeSet::len).sum();
        Ok(format!("{} members, {count} arrows, all listed in architecture.toml", found.len()))
    } else {
        Err(problems.join("\n"))
    }
}

fn rules(text: &str) -> Result<Rules, String> {
    let table: toml::Table =
        text.parse().map_err(|error| format!("architecture.toml cannot be read: {error}"))?;
    let words = |value: Option<&toml::Value>| -> Vec<String> {
        let list = value.and_then(toml::Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let arrows = table
        .get("arrows")
        .and_then(toml::Value::as_table)
        .ok_or("architecture.toml has no table `arrows`")?
        .iter()
        .map(|(member, uses)| (member.clone(), words(Some(uses)).into_iter().collect()))
        .collect();
    let pure = table.get("pure").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    Ok(Rules {
        arrows,
        pure: words(pure.get("members")).into_iter().collect(),
        forbidden: words(pure.get("forbidden")),
    })
}

/// The arrows that exist: folder of a member to the folders of the members it uses.
fn arrows(root: &Path) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let metadata = workspace::metadata(root)?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let folder = |package: &serde_json::Value| -> Option<String> {
        let manifest = Path::new(package["manifest_path"].as_str()?);
        Some(manifest.parent()?.file_name()?.to_string_lossy().into_owned())
    };
    let folders: BTreeMap<String, String> = packages
        .iter()
        .filter_map(|package| Some((package["name"].as_str()?.to_owned(), folder(package)?)))
        .collect();
    let mut found = BTreeMap::new();
    for package in &packages {
        let Some(member) = folder(package) else { continue };
        let uses = package["dependencies"].as_array().cloned().unwrap_or_default();
        let uses = uses
            .iter()
            .filter_map(|dependency| folders.get(dependency["name"].as_str()?).cloned())
            .collect();
        found.insert(member, uses);
    }
    Ok(found)
}

fn breaches(rules: &Rules, found: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut problems = Vec::new();
    for (member, uses) in found {
        let Some(allowed) = rules.arrows.get(member) else {
            problems.push(format!("`{member}` is not listed in architecture.toml"));
            continue;
        };
        for used in uses.iter().filter(|used| !allowed.contains("*") && !allowed.contains(*used)) {
            problems.push(format!("`{member}` uses `{used}`: architecture.toml lists no such arrow"));
        }
    }
    for member in rules.arrows.keys().filter(|member| !found.contains_key(*member)) {
        problems.push(format!("architecture.toml lists `{member}`, which is no member"));
    }
    problems
}

/// Lines of code, comments and tests left out, on which a forbidden word stands.
fn forbidden_words(code: &str, forbidden: &[String]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (i, line) in code.lines().enumerate() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        let line = line.split("//").next().unwrap_or("");
        for word in forbidden.iter().filter(|word| line.contains(word.as_str())) {
            found.push((i + 1, word.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_keeps_to_its_architecture() {
        let outcome = check(&workspace::root());
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }

    #[test]
    fn breaches_are_named() {
        let rules = rules("[arrows]\na = []\nb = [\"a\"]\nc = [\"*\"]\ngone = []\n").unwrap();
        let uses = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        let found = BTreeMap::from([
            ("a".to_owned(), uses(&["b"])),
            ("b".to_owned(), uses(&["a"])),
            ("c".to_owned(), uses(&["a", "b"])),
            ("new".to_owned(), uses(&[])),
        ]);
        let problems = breaches(&rules, &found);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].contains("`a` uses `b`"));
        assert!(problems[1].contains("`new` is not listed"));
        assert!(problems[2].contains("`gone`"));
    }

    #[test]
    fn words_count_in_code_only() {
        let code = "// std::fs in a comment\nuse std::fs;\n#[cfg(test)]\nuse std::fs;\n";
        assert_eq!(forbidden_words(code, &["std::fs".to_owned()]), [(2, "std::fs".to_owned())]);
    }
}
