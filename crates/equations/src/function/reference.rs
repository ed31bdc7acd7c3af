//! The reference page of functions, written from the registry.

use super::{ENTRIES, Found, Group};

/// The page docs/src/functions.md: every function with its aliases, meaning and an example.
pub fn reference() -> String {
    let mut page = String::from(
        "# Functions\n\n\
         This page is written from the code. t is the time at the start of the step, h the step. \
         Names ignore case, and a space counts as an underscore, so the spellings of Vensim and \
         XMILE work. Arguments with `?` may be left out; `…` may repeat. Times and rates are in \
         the scenario's unit of time unless a unit is written.\n\n\
         `IF THEN ELSE(c, a, b)` and `if(c, a, b)` are `if c then a else b`; `:AND:`, `:OR:`, \
         `:NOT:` are `and`, `or`, `not`; `:NA:` is the number -2^109.\n",
    );
    for (group, heading) in Group::ALL {
        page.push_str(&format!("\n## {heading}\n\n"));
        page.push_str("| function | meaning | example |\n| --- | --- | --- |\n");
        for entry in ENTRIES.iter().filter(|e| e.group == group) {
            let mut name = format!("`{}`", Found::Entry(entry).signature());
            if !entry.aliases.is_empty() {
                let aliases: Vec<String> = entry.aliases.iter().map(|a| format!("`{a}`")).collect();
                name.push_str(&format!("<br>also {}", aliases.join(", ")));
            }
            page.push_str(&format!("| {name} | {} | `{}` |\n", entry.meaning, entry.example));
        }
        if group == Group::Theory {
            page.push_str("\n| closed form | meaning | formula | source |\n");
            page.push_str("| --- | --- | --- | --- |\n");
            let own = |name: &str| ENTRIES.iter().any(|e| e.name == name);
            for theory in zopa_theory::FUNCTIONS.iter().filter(|t| !own(t.name)) {
                let signature = Found::Theory(theory).signature();
                let (meaning, formula) = (cell(theory.meaning), cell(theory.formula));
                let source = cell(theory.source);
                page.push_str(&format!("| `{signature}` | {meaning} | `{formula}` | {source} |\n"));
            }
        }
    }
    page
}

/// Text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
