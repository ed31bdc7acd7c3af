//! The arrows between crates, compared with `architecture.toml`.

use crate::workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Folder of a member to folders of members that it uses or may use.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// What `architecture.toml` says.
struct Rules {
    /// Member to the members it may use; `*` stands for all.
    arrows: Arrows,
    /// Member to the further members that its tests may use.
    test_arrows: Arrows,
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
    let (found, in_tests) = arrows(root)?;
    let mut problems = breaches(&rules, &found, &in_tests);
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
    let arrows = |name: &str| -> Option<Arrows> {
        let lists = table.get(name)?.as_table()?;
        let entry = |(member, uses): (&String, &toml::Value)| {
            (member.clone(), words(Some(uses)).into_iter().collect())
        };
        Some(lists.iter().map(entry).collect())
    };
    let pure = table.get("pure").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    Ok(Rules {
        arrows: arrows("arrows").ok_or("architecture.toml has no table `arrows`")?,
        test_arrows: arrows("test_arrows").unwrap_or_default(),
        pure: words(pure.get("members")).into_iter().collect(),
        forbidden: words(pure.get("forbidden")),
    })
}

/// The arrows that exist, those of tests apart.
fn arrows(root: &Path) -> Result<(Arrows, Arrows), String> {
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
    let (mut found, mut in_tests) = (Arrows::new(), Arrows::new());
    for package in &packages {
        let Some(member) = folder(package) else { continue };
        found.entry(member.clone()).or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().and_then(|name| folders.get(name));
            let Some(used) = used else { continue };
            let arrows = if dependency["kind"] == "dev" { &mut in_tests } else { &mut found };
            arrows.entry(member.clone()).or_default().insert(used.clone());
        }
    }
    Ok((found, in_tests))
}

fn breaches(rules: &Rules, found: &Arrows, in_tests: &Arrows) -> Vec<String> {
    let mut problems = Vec::new();
    for (member, uses) in found {
        let Some(allowed) = rules.arrows.get(member) else {
            problems.push(format!("`{member}` is not listed in architecture.toml"));
            continue;
        };
        let open = |used: &&String| !allowed.contains("*") && !allowed.contains(*used);
        for used in uses.iter().filter(open) {
            problems
                .push(format!("`{member}` uses `{used}`: architecture.toml lists no such arrow"));
        }
        let further = rules.test_arrows.get(member);
        for used in in_tests.get(member).into_iter().flatten().filter(open) {
            if !further.is_some_and(|further| further.contains(used)) {
                problems.push(format!(
                    "tests of `{member}` use `{used}`: architecture.toml lists no such arrow"
                ));
            }
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
        let rules = rules(
            "[arrows]\na = []\nb = [\"a\"]\nc = [\"*\"]\ngone = []\n[test_arrows]\na = [\"c\"]\n",
        )
        .unwrap();
        let uses = |names: &[&str]| -> BTreeSet<String> {
            names.iter().map(|n| (*n).to_owned()).collect()
        };
        let found = BTreeMap::from([
            ("a".to_owned(), uses(&["b"])),
            ("b".to_owned(), uses(&["a"])),
            ("c".to_owned(), uses(&["a", "b"])),
            ("new".to_owned(), uses(&[])),
        ]);
        let in_tests =
            BTreeMap::from([("a".to_owned(), uses(&["c"])), ("b".to_owned(), uses(&["c"]))]);
        let problems = breaches(&rules, &found, &in_tests);
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems[0].contains("`a` uses `b`"));
        assert!(problems[1].contains("tests of `b` use `c`"));
        assert!(problems[2].contains("`new` is not listed"));
        assert!(problems[3].contains("`gone`"));
    }

    #[test]
    fn words_count_in_code_only() {
        let code = "// std::fs in a comment\nuse std::fs;\n#[cfg(test)]\nuse std::fs;\n";
        assert_eq!(forbidden_words(code, &["std::fs".to_owned()]), [(2, "std::fs".to_owned())]);
    }
}
