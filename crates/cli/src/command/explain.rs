//! `zopa explain`: where a number comes from, step by step down to a paragraph of a source.

use crate::arguments::ExplainArguments;
use crate::exit::{Exit, Failure};
use crate::line_index::LineIndex;
use crate::marks;
use crate::numbers::short;
use crate::output::{self, FAINT, HEADING, NAME, RESET, count};
use crate::passes::{Passed, pass};
use crate::render;
use crate::scenario_file::{ScenarioFile, load};
use crate::wrap::{shortened, wrapped};
use serde_json::{Value, json};
use std::path::Path;
use zopa_equations::explain::{
    Citation, DistributionFact, EXAMPLES, Equation, Explanation, LEVELS, Link, Spread, Toward, Web,
};
use zopa_equations::function;
use zopa_scenario::Code;

/// Column at which text begins.
const INDENT: &str = "  ";
/// Most links shown of one kind.
const LINKS: usize = 14;

/// Explains a name of a scenario, a diagnostic code or a function.
pub fn explain(arguments: &ExplainArguments, json: bool) -> Result<Exit, Failure> {
    let words = &arguments.words;
    let (Some(first), rest) = (words.first(), words.get(1..).unwrap_or_default()) else {
        return Err(Failure::wrong("explain what?"));
    };
    if rest.is_empty() {
        if let Some(code) = Code::ALL.iter().find(|c| c.as_str().eq_ignore_ascii_case(first)) {
            return explain_code(*code, json);
        }
        if !Path::new(first).exists()
            && first != "-"
            && let Some(found) = function::find(first)
        {
            return explain_function(found, json);
        }
        return alone(first);
    }
    let file = load(Path::new(first))?;
    let passed = pass(&file);
    let (Some(scenario), Some(compiled)) = (&passed.scenario, &passed.compiled) else {
        output::status(&render::diagnostics(&file, &passed.diagnostics));
        output::status(&format!("{} cannot be read\n", file.shown));
        return Ok(Exit::No);
    };
    let web = Web::new(scenario, compiled);
    let reader = Reader { file: &file, index: LineIndex::new(&file.text), web, passed: &passed };
    reader.explain(&rest.join(" "), arguments.depth, json)
}

/// One word that is no code and no function: a file without a name, or an unknown code.
fn alone(word: &str) -> Result<Exit, Failure> {
    if Path::new(word).is_file() || word == "-" {
        let failure = Failure::wrong("the name to explain is missing");
        return Err(failure
            .hint(format!("write `zopa explain {word} NAME`"))
            .hint(format!("a good first name: zopa explain {word} chance_of_deal")));
    }
    let codes = Code::ALL.iter().map(|c| c.as_str());
    let upper = word.to_uppercase();
    let failure = Failure::wrong(format!("`{word}` is no diagnostic code, function or file"));
    let near = zopa_syntax::suggestion::closest(&upper, codes)
        .filter(|_| upper.starts_with('Z'))
        .or_else(|| function::suggest(word).first().copied());
    Err(match near {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("write `zopa explain SCENARIO NAME`, such as `zopa explain scenarios/wage-dispute.toml chance_of_deal`"),
    })
}

fn explain_code(code: Code, json: bool) -> Result<Exit, Failure> {
    let examples: Vec<&str> = EXAMPLES
        .iter()
        .chain(zopa_syntax::EXAMPLES)
        .chain(zopa_exchange::declared::EXAMPLES)
        .chain(zopa_exchange::positions::declared::EXAMPLES)
        .filter(|(c, _)| *c == code)
        .map(|(_, text)| *text)
        .collect();
    let severity = match code.severity() {
        zopa_scenario::Severity::Error => "error",
        zopa_scenario::Severity::Warning => "warning",
    };
    if json {
        output::json(&json!({
            "code": code.as_str(),
            "title": code.title(),
            "severity": severity,
            "explanation": code.explanation(),
            "examples": examples,
        }))?;
        return Ok(Exit::Fine);
    }
    let width = output::width();
    let mut text = format!("{HEADING}{code}{RESET}: {} ({severity})\n\n", code.title());
    text.push_str(&wrapped(INDENT, code.explanation(), width));
    for (i, example) in examples.iter().enumerate() {
        text.push_str(if i == 0 { "\nAn example\n\n" } else { "\nAnother\n\n" });
        for line in example.lines() {
            text.push_str(&format!("    {}\n", shortened(line, 110)));
        }
    }
    output::print(&text)?;
    Ok(Exit::Fine)
}

fn explain_function(found: function::Found, json: bool) -> Result<Exit, Failure> {
    let (meaning, example, aliases, source) = match found {
        function::Found::Entry(entry) => {
            (entry.meaning.to_owned(), entry.example, entry.aliases.join(", "), "")
        }
        function::Found::Theory(theory) => {
            (format!("{}: {}", theory.meaning, theory.formula), "", String::new(), theory.source)
        }
    };
    if json {
        output::json(&json!({
            "function": found.name(),
            "signature": found.signature(),
            "meaning": meaning,
            "aliases": aliases,
            "example": example,
            "source": source,
        }))?;
        return Ok(Exit::Fine);
    }
    let width = output::width();
    let mut text = format!("{HEADING}{}{RESET}: a function of the language\n\n", found.signature());
    text.push_str(&wrapped(INDENT, &meaning, width));
    for (lead, line) in [
        ("  also written  ", aliases.as_str()),
        ("  example       ", example),
        ("  source        ", source),
    ] {
        if !line.is_empty() {
            text.push_str(&wrapped(lead, line, width));
        }
    }
    output::print(&text)?;
    Ok(Exit::Fine)
}

struct Reader<'a> {
    file: &'a ScenarioFile,
    index: LineIndex,
    web: Web<'a>,
    passed: &'a Passed,
}

impl Reader<'_> {
    fn explain(&self, name: &str, depth: usize, json: bool) -> Result<Exit, Failure> {
        let found = self.web.find(name);
        if found.is_empty() {
            return self.other(name, json);
        }
        let explanations = self.web.explain(name);
        if json {
            let data: Vec<Value> = explanations.iter().map(|e| self.data(e)).collect();
            output::json(&json!({ "explanations": data }))?;
            return Ok(Exit::Fine);
        }
        let mut text = String::new();
        for (i, explanation) in explanations.iter().enumerate() {
            if i > 0 {
                text.push('\n');
            }
            text.push_str(&self.text(explanation));
            if explanation.kind == "source" {
                let (source, locator) = match name.trim_start_matches('@').split_once(':') {
                    Some((source, locator)) => (source, Some(locator)),
                    None => (explanation.name.as_str(), None),
                };
                text.push_str(&self.citing(source, locator));
            }
            if let (true, Some(&index)) = (depth > 1, found.get(i)) {
                text.push_str(&self.tree(index, depth));
            }
            text.push_str(&self.next(explanation));
        }
        let errors = self.passed.counts().0;
        if errors > 0 {
            text.push_str(&format!(
                "\n{} in the scenario, so axes and quantiles are missing: zopa check {}\n",
                count(errors, "error"),
                self.file.shown
            ));
        }
        output::print(&text)?;
        Ok(Exit::Fine)
    }

    /// A name that is none of the scenario's own: a mark in comments, a function, or unknown.
    fn other(&self, name: &str, json: bool) -> Result<Exit, Failure> {
        let lines = marks::lines_with(&self.file.text, name);
        if !lines.is_empty() {
            return self.mark(name, &lines, json);
        }
        if let Some(found) = function::find(name) {
            return explain_function(found, json);
        }
        if let Some(code) = Code::ALL.iter().find(|c| c.as_str().eq_ignore_ascii_case(name)) {
            return explain_code(*code, json);
        }
        let failure = Failure::wrong(format!("`{name}` is no name of {}", self.file.shown));
        let near = self.web.suggest(name);
        let holding = self.web.holding(name, 6);
        Err(if let Some(first) = near.first() {
            let others: Vec<String> = near.iter().skip(1).map(|n| format!(", `{n}`")).collect();
            failure.hint(format!("did you mean `{first}`{}?", others.concat()))
        } else if !holding.is_empty() {
            failure.hint(format!("names with it: {}", holding.join(", ")))
        } else {
            failure.hint(format!("`zopa show {}` lists every name", self.file.shown))
        })
    }

    /// The names beside which a mark stands.
    fn mark(&self, mark: &str, lines: &[usize], json: bool) -> Result<Exit, Failure> {
        let mut rows: Vec<(usize, String, String)> = Vec::new();
        for &line in lines {
            let range = self.index.range(line);
            let here = |span: zopa_scenario::Span| span.end > 0 && range.contains(&span.start);
            let mut names: Vec<String> = Vec::new();
            for subject in &self.web.subjects {
                let own = subject.span.is_some_and(here);
                let formulas =
                    subject.formulas.iter().filter_map(|f| self.web.compiled.formulas.get(*f));
                if own || formulas.into_iter().any(|f| here(f.quantity.span)) {
                    names.push(subject.name.clone());
                }
            }
            names.dedup();
            let text = self.file.text.get(range.clone()).unwrap_or_default().trim();
            rows.push((line + 1, names.join(", "), text.to_owned()));
        }
        if json {
            let data: Vec<Value> = rows
                .iter()
                .map(|(line, names, text)| json!({ "line": line, "names": names, "text": text }))
                .collect();
            output::json(&json!({ "mark": mark, "beside": data }))?;
            return Ok(Exit::Fine);
        }
        let width = output::width();
        let mut text =
            format!("{HEADING}{mark}{RESET}: a mark in the comments of {}\n\n", self.file.shown);
        for (line, names, source) in &rows {
            let shown = shortened(if names.is_empty() { source } else { names }, width - 12);
            text.push_str(&format!("  line {line:<5} {NAME}{shown}{RESET}\n"));
        }
        output::print(&text)?;
        Ok(Exit::Fine)
    }

    fn place(&self, byte: usize) -> String {
        let (line, _) = self.index.position(&self.file.text, byte);
        format!("{}:{line}", self.file.shown)
    }

    fn comment(&self, explanation: &Explanation) -> Option<String> {
        let places = explanation
            .span
            .into_iter()
            .chain(explanation.equations.iter().take(4).map(|e| e.span))
            .filter(|span| span.end > 0);
        let mut comments: Vec<&str> = Vec::new();
        for span in places {
            if let Some(found) = marks::comment(&self.file.text, &self.index, span.start)
                && !comments.contains(&found)
            {
                comments.push(found);
            }
        }
        (!comments.is_empty()).then(|| comments.join("; "))
    }

    fn text(&self, e: &Explanation) -> String {
        let width = output::width();
        let label = if e.label.is_empty() { String::new() } else { format!(" “{}”", e.label) };
        let mut text = format!("{HEADING}{}{RESET}{label}: {}\n", e.name, e.kind);
        let mut line = |lead: &str, content: &str| {
            text.push_str(&wrapped(&format!("  {lead:<13}"), content, width));
        };
        line("meaning", &e.meaning);
        if let Some(span) = e.span.filter(|span| span.end > 0) {
            line("declared", &self.place(span.start));
        }
        if let Some(comment) = self.comment(e) {
            line("comment", &comment);
        }
        for note in &e.notes {
            line("note", note);
        }
        if let Some(unit) = &e.unit {
            line("unit", if unit == "1" { "1 (no unit)" } else { unit });
        }
        if let Some(axes) = &e.axes {
            let mut varies: Vec<String> = Vec::new();
            if axes.draw {
                varies.push("draws".to_owned());
            }
            if axes.time {
                varies.push("time".to_owned());
            }
            if !axes.issues.is_empty() {
                varies.push(format!("packages (issues {})", axes.issues.join(", ")));
            }
            if axes.round {
                varies.push("rounds of talks".to_owned());
            }
            let words = if varies.is_empty() {
                "nothing: a constant".to_owned()
            } else {
                varies.join(", ")
            };
            line("varies over", &words);
        }
        text.push_str(&equations(&e.equations, width));
        text.push_str(&distributions(e));
        text.push_str(&citations(&e.citations, width));
        text.push_str(&links("uses", &e.uses, width));
        text.push_str(&links("used by", &e.used_by, width));
        for (kind, lead) in [
            ("measure", "measures that depend on it"),
            ("lever", "levers that move it"),
            ("claim", "claims that run through it"),
        ] {
            let some: Vec<&Link> = e.touched_by.iter().filter(|l| l.kind == kind).collect();
            if !some.is_empty() {
                let mut names: Vec<&str> =
                    some.iter().take(LINKS).map(|l| l.name.as_str()).collect();
                let more = format!("and {} more", some.len() - names.len());
                if some.len() > names.len() {
                    names.push(&more);
                }
                text.push_str(&format!("\n{lead}\n"));
                text.push_str(&wrapped(INDENT, &names.join(", "), width));
            }
        }
        if e.way.len() > 1 {
            text.push_str("\nshortest way to a source\n");
            let last = e.way.len() - 1;
            let steps: Vec<String> = e
                .way
                .iter()
                .enumerate()
                .map(|(i, n)| if i == last { format!("@{n}") } else { n.clone() })
                .collect();
            text.push_str(&wrapped(INDENT, &steps.join(" → "), width));
        }
        text
    }

    fn citing(&self, source: &str, locator: Option<&str>) -> String {
        let found = self.web.cited_by(source, locator);
        if found.is_empty() && locator.is_some() {
            return format!("\nnothing cites this place; `{source}` alone lists all places\n");
        }
        let at = locator.map_or(String::new(), |l| format!(" at {l}"));
        let mut text = format!("\ncited{at} by\n");
        if found.is_empty() {
            text.push_str("  nothing\n");
        }
        for (link, places) in &found {
            let places = if places.is_empty() { String::new() } else { format!(" at {places}") };
            let kind = format!("{}{places}", link.kind);
            text.push_str(&format!("  {NAME}{:<34}{RESET} {kind}\n", link.name));
        }
        text
    }

    fn tree(&self, index: usize, depth: usize) -> String {
        let width = output::width();
        let mut text = String::new();
        for (toward, heading) in [(Toward::Uses, "rests on"), (Toward::UsedBy, "leads to")] {
            let rows = self.web.tree(index, depth, toward);
            if rows.is_empty() {
                continue;
            }
            text.push_str(&format!("\n{heading}, {depth} levels\n"));
            for (level, link) in rows.iter().take(400) {
                let lead = "  ".repeat(*level);
                let label = if link.label.is_empty() { &link.kind } else { &link.label };
                let room = width.saturating_sub(lead.len() + link.name.chars().count() + 2);
                let label = shortened(label, room.max(10));
                text.push_str(&format!(
                    "{lead}{NAME}{}{RESET}  {FAINT}{label}{RESET}\n",
                    link.name
                ));
            }
            if rows.len() > 400 {
                text.push_str(&format!("  … and {} more\n", rows.len() - 400));
            }
        }
        text
    }

    fn next(&self, explanation: &Explanation) -> String {
        if explanation.next.is_empty() {
            return String::new();
        }
        let mut text = "\nnext\n".to_owned();
        for name in &explanation.next {
            text.push_str(&format!("  zopa explain {} {NAME}{name}{RESET}\n", self.file.shown));
        }
        text
    }

    fn data(&self, e: &Explanation) -> Value {
        let link = |l: &Link| json!({ "name": l.name, "kind": l.kind, "label": l.label });
        let line =
            e.span.filter(|s| s.end > 0).map(|s| self.index.position(&self.file.text, s.start).0);
        let sources: Vec<Value> = e
            .citations
            .iter()
            .map(|c| {
                json!({
                    "source": c.source,
                    "locator": c.locator,
                    "title": c.title,
                    "from": c.from,
                    "date": c.date,
                    "grade": c.grade,
                    "url": c.url,
                    "note": c.note,
                    "cited_by": c.cited_by,
                })
            })
            .collect();
        json!({
            "name": e.name,
            "kind": e.kind,
            "label": e.label,
            "meaning": e.meaning,
            "line": line,
            "unit": e.unit,
            "axes": e.axes.as_ref().map(|a| json!({
                "draw": a.draw, "time": a.time, "issues": a.issues, "round": a.round,
            })),
            "equations": e.equations.iter().map(|q| json!({
                "name": q.name,
                "written": q.written,
                "typeset": q.typeset,
                "unit": q.unit,
                "sources": q.sources,
            })).collect::<Vec<_>>(),
            "distributions": e.distributions.iter().map(|d| json!({
                "site": d.site,
                "family": d.family,
                "reading": d.reading,
                "parameters": d.parameters,
                "values": d.spread.as_ref().map(spread_data),
            })).collect::<Vec<_>>(),
            "values": e.spread.as_ref().map(spread_data),
            "sources": sources,
            "notes": e.notes,
            "comment": self.comment(e),
            "uses": e.uses.iter().map(link).collect::<Vec<_>>(),
            "used_by": e.used_by.iter().map(link).collect::<Vec<_>>(),
            "touched_by": e.touched_by.iter().map(link).collect::<Vec<_>>(),
            "way": e.way,
            "next": e.next,
        })
    }
}

fn equations(all: &[Equation], width: usize) -> String {
    let mut text = String::new();
    if all.is_empty() {
        return text;
    }
    text.push_str(if all.len() == 1 { "\nequation\n" } else { "\nequations\n" });
    for one in all {
        let unit =
            one.unit.as_ref().filter(|u| *u != "1").map_or(String::new(), |u| format!(" [{u}]"));
        let sources: Vec<String> = one.sources.iter().map(|s| format!(" @{s}")).collect();
        let written = format!("{}{unit}{}", one.written, sources.concat());
        text.push_str(&wrapped(&format!("  {} = ", one.name), &written, width));
        let plain = |s: &str| s.split_whitespace().collect::<String>();
        if plain(&one.typeset) != plain(&one.written) {
            text.push_str(&format!(
                "{FAINT}{}{RESET}",
                wrapped("    typeset: ", &one.typeset, width)
            ));
        }
    }
    text
}

fn spread_line(spread: &Spread) -> String {
    if spread.is_constant() {
        return short(spread.mean);
    }
    let [q5, q25, q50, q75, q95] = spread.quantiles.map(short);
    let estimated =
        if spread.draws > 0 { format!(" (from {} draws)", spread.draws) } else { String::new() };
    format!(
        "mean {}; quantiles 5 %: {q5}, 25 %: {q25}, 50 %: {q50}, 75 %: {q75}, 95 %: {q95}{estimated}",
        short(spread.mean)
    )
}

fn spread_data(spread: &Spread) -> Value {
    let quantiles: serde_json::Map<String, Value> = LEVELS
        .iter()
        .zip(spread.quantiles)
        .map(|(level, value)| (level.to_string(), json!(value)))
        .collect();
    json!({ "mean": spread.mean, "quantiles": quantiles, "draws": spread.draws })
}

fn distributions(e: &Explanation) -> String {
    let width = output::width();
    let mut text = String::new();
    // The spread of a quantity that is one distribution is that distribution's.
    let alone = e.distributions.len() == 1
        && e.distributions.first().and_then(|d| d.spread.as_ref()) == e.spread.as_ref();
    if !e.distributions.is_empty() {
        text.push_str(if e.distributions.len() == 1 {
            "\ndistribution\n"
        } else {
            "\ndistributions\n"
        });
    }
    for one in &e.distributions {
        text.push_str(&wrapped(&format!("  {}: ", one.site), &in_words(one), width));
        if !one.reading.is_empty() {
            text.push_str(&wrapped("    ", &one.reading, width));
        }
        if let Some(spread) = &one.spread {
            text.push_str(&wrapped("    ", &spread_line(spread), width));
        }
    }
    if let Some(spread) = e.spread.as_ref().filter(|s| !alone && !s.is_constant()) {
        text.push_str("\nvalues over draws\n");
        text.push_str(&wrapped(INDENT, &spread_line(spread), width));
    }
    text
}

fn in_words(fact: &DistributionFact) -> String {
    if fact.parameters.is_empty() {
        return format!("{}, its parameters depend on other inputs", fact.family);
    }
    let listed: Vec<String> = fact.parameters.iter().map(|p| short(*p)).collect();
    format!("{}({})", fact.family, listed.join(", "))
}

fn citations(all: &[Citation], width: usize) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut text = "\nsources\n".to_owned();
    for c in all {
        let locator = c.locator.as_ref().map_or(String::new(), |l| format!(":{l}"));
        let grade = if c.grade.is_empty() { String::new() } else { format!(", grade {}", c.grade) };
        let place = c.locator.as_ref().map_or(String::new(), |l| format!(", at {l}"));
        let from = if c.from.is_empty() { String::new() } else { format!(", {}", c.from) };
        let date = if c.date.is_empty() { String::new() } else { format!(", {}", c.date) };
        text.push_str(&format!("  {NAME}@{}{locator}{RESET}\n", c.source));
        text.push_str(&wrapped("      ", &format!("{}{from}{date}{grade}{place}", c.title), width));
        for line in [&c.url, &c.note] {
            if !line.is_empty() {
                text.push_str(&wrapped("      ", line, width));
            }
        }
        if c.cited_by.len() > 1 {
            let names = shortened(&c.cited_by.join(", "), 300);
            text.push_str(&wrapped("      ", &format!("for {names}"), width));
        }
    }
    text
}

fn links(heading: &str, all: &[Link], width: usize) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{heading}\n");
    for link in all.iter().take(LINKS) {
        // Kinds of several words are described by their label alone.
        let label = match (link.label.is_empty(), link.kind.contains([' ', '-'])) {
            (true, _) => link.kind.clone(),
            (false, true) => link.label.clone(),
            (false, false) => format!("{}: {}", link.kind, link.label),
        };
        let room = width.saturating_sub(38).max(20);
        text.push_str(&format!("  {NAME}{:<34}{RESET}  {}\n", link.name, shortened(&label, room)));
    }
    if all.len() > LINKS {
        text.push_str(&format!("  … and {} more; `--json` lists all of them\n", all.len() - LINKS));
    }
    text
}
