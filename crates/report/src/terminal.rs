//! The summary for a terminal: one screen of plain text, findings first.

use zopa_ensemble::answer::{Answer, PartyAnswer, Proportion};

use crate::page::is_partial;
use crate::section::{
    binding, drivers, issue_name, measures, option_name, survival, terms, trade_off,
};
use crate::wording::{
    count, estimate, is_known, number, number_with_interval, percent, percent_with_interval, span,
    with_unit,
};

/// Narrowest and widest text.
const WIDTHS: (usize, usize) = (40, 120);

/// Column at which values begin, at most.
const NAMES: usize = 34;

/// The answer in one screen of plain text, at most `width` columns wide (40 to 120).
///
/// ```
/// use zopa_ensemble::answer::Answer;
/// let text = zopa_report::terminal(&Answer { title: "Wages".into(), ..Answer::default() }, 80);
/// assert!(text.starts_with("Wages\n"));
/// ```
pub fn terminal(answer: &Answer, width: usize) -> String {
    let mut screen = Screen { width: width.clamp(WIDTHS.0, WIDTHS.1), lines: Vec::new() };
    head(&mut screen, answer);
    findings(&mut screen, answer);
    deal(&mut screen, answer);
    the_terms(&mut screen, answer);
    conditions(&mut screen, answer);
    parties(&mut screen, answer);
    weights(&mut screen, answer);
    the_measures(&mut screen, answer);
    foot(&mut screen, answer);
    screen.lines.push(String::new());
    screen.lines.join("\n").replace('\u{a0}', " ")
}

struct Screen {
    width: usize,
    lines: Vec<String>,
}

impl Screen {
    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        self.wrapped("", text, 1);
    }

    /// Text in at most `most` lines, the first behind `lead`, the others indented as far.
    fn wrapped(&mut self, lead: &str, text: &str, most: usize) {
        let indent = " ".repeat(lead.chars().count());
        let room = self.width.saturating_sub(indent.len()).max(10);
        let mut lines = wrap(text, room);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = shortened(&format!("{last} …"), room);
                if !last.ends_with('…') {
                    last.push('…');
                }
            }
        }
        for (i, line) in lines.iter().enumerate() {
            let start = if i == 0 { lead } else { &indent };
            self.lines.push(format!("{start}{line}").trim_end().to_owned());
        }
    }

    /// Rows of a name and a value, the values aligned.
    fn rows(&mut self, rows: &[(String, String)], most: usize, rest: &str) {
        let shown = if rows.len() > most { most.saturating_sub(1) } else { rows.len() };
        let longest = rows.iter().take(shown).map(|(name, _)| name.chars().count()).max();
        let names = longest.unwrap_or(0).min(NAMES).min(self.width / 2);
        for (name, value) in rows.iter().take(shown) {
            let name = shortened(name, names);
            let pad = " ".repeat(names - name.chars().count());
            let room = self.width.saturating_sub(names + 4).max(8);
            self.lines
                .push(format!("  {name}{pad}  {}", shortened(value, room)).trim_end().to_owned());
        }
        if shown < rows.len() {
            self.lines.push(format!("  … {} more {rest} in the report", rows.len() - shown));
        }
    }
}

/// Lines of at most `room` letters, broken at spaces, long words cut.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split_whitespace() {
        let word = shortened(word, room);
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > room {
            lines.push(String::new());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(&word);
            length += letters;
        }
    }
    lines
}

/// The text without line breaks or control characters, in at most `room` letters.
fn shortened(text: &str, room: usize) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() <= room {
        return flat;
    }
    let mut short: String = flat.chars().take(room.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

fn head(screen: &mut Screen, answer: &Answer) {
    let title = if answer.title.is_empty() { "Untitled scenario" } else { &answer.title };
    screen.wrapped("", title, 2);
    let manifest = &answer.manifest;
    let as_of =
        if answer.as_of.is_empty() { String::new() } else { format!("as of {}, ", answer.as_of) };
    let settings = if manifest.settings.is_empty() {
        String::new()
    } else {
        format!(", with {}", manifest.settings.join(", "))
    };
    screen.wrapped(
        "",
        &format!("{as_of}{} draws, seed {}{settings}", count(manifest.draws_done), manifest.seed),
        2,
    );
    if is_partial(answer) {
        screen.wrapped(
            "PARTIAL: ",
            &format!(
                "stopped after {} of {} draws; every number may still move",
                count(manifest.draws_done),
                count(manifest.draws)
            ),
            2,
        );
    }
}

fn findings(screen: &mut Screen, answer: &Answer) {
    /// Lines for all findings together.
    const LINES: usize = 7;
    screen.blank();
    let start = screen.lines.len();
    for finding in &answer.findings {
        if screen.lines.len() - start + 2 <= LINES {
            screen.wrapped("- ", finding, 2);
        }
    }
    if answer.findings.is_empty() {
        screen.wrapped("- ", "The run recorded no finding in words.", 1);
    }
}

/// The chance of a deal, a column a time.
fn deal(screen: &mut Screen, answer: &Answer) {
    if answer.deal_by.is_empty() {
        screen.heading("Chance of a deal: not defined, the scenario states no negotiation");
        return;
    }
    const FIRST: usize = 18;
    const COLUMN: usize = 12;
    let all: Vec<(&str, &Proportion)> = answer.deal_by.iter().collect();
    let room = (screen.width - FIRST) / COLUMN;
    let shown: Vec<(&str, &Proportion)> = if all.len() <= room {
        all
    } else {
        let (last, first) = (all.len() - 1, room - 1);
        all.into_iter()
            .enumerate()
            .filter(|(i, _)| *i < first || *i == last)
            .map(|(_, entry)| entry)
            .collect()
    };
    let unit = &answer.time_unit;
    let mut row = |name: &str, value: &dyn Fn(&str, &Proportion) -> String| {
        let mut line = format!("{name:<FIRST$}");
        for (key, share) in &shown {
            line.push_str(&format!("{:>COLUMN$}", shortened(&value(key, share), COLUMN - 1)));
        }
        screen.lines.push(line.trim_end().to_owned());
    };
    row("", &|_, _| String::new());
    row("Deal signed within", &|key, _| span(key, unit));
    row("  share of draws", &|_, share| percent(share.p, share.n));
    row("  95 % interval", &|_, share| {
        if is_known(share) { interval(share) } else { String::new() }
    });
    let zone = &answer.zone_at_start;
    if is_known(zone) {
        let share = percent(answer.zone_share_at_start, zone.n);
        screen.wrapped(
            "  ",
            &format!(
                "room for agreement in the first round: {} of draws, {share} of packages",
                percent_with_interval(zone)
            ),
            2,
        );
    }
}

/// The interval of [`percent_with_interval`] without its brackets.
fn interval(share: &Proportion) -> String {
    let text = percent_with_interval(share);
    text.split_once('(').map_or(String::new(), |(_, ends)| ends.trim_end_matches(')').to_owned())
}

fn the_terms(screen: &mut Screen, answer: &Answer) {
    let leading = terms::leading(answer);
    if leading.is_empty() {
        return;
    }
    screen.heading("Most frequent terms, share of deals");
    let rows: Vec<(String, String)> = leading
        .iter()
        .map(|(issue, option, share)| {
            (
                issue_name(answer, issue),
                format!("{:>5}  {}", percent(share.p, share.n), option_name(answer, issue, option)),
            )
        })
        .collect();
    screen.rows(&rows, 10, "issues");
}

/// What stands in the way, whether deals hold, and what durability costs.
fn conditions(screen: &mut Screen, answer: &Answer) {
    let mut sentences = Vec::new();
    if let Some((id, share)) = binding::leading(answer) {
        let title = binding::title(answer, id, share);
        sentences.push(format!("{title}: {}", percent_with_interval(share)));
    }
    if let Some((key, point)) = survival::last(answer) {
        let n = survival::deals(answer);
        let share = Proportion { p: point.p, low: point.low, high: point.high, n };
        let title = survival::title(answer, key, point);
        let record = survival::record(answer).map_or(String::new(), |record| format!("; {record}"));
        sentences.push(format!("{title}: {}{record}", percent_with_interval(&share)));
    }
    if let Some(title) = answer.trade_off.as_ref().and_then(trade_off::title) {
        sentences.push(title);
    }
    if !sentences.is_empty() {
        screen.blank();
        for sentence in sentences {
            screen.wrapped("- ", &sentence, 2);
        }
    }
}

fn parties(screen: &mut Screen, answer: &Answer) {
    let known: Vec<(&str, &PartyAnswer)> = answer
        .parties
        .iter()
        .filter(|(_, party)| crate::section::parties::is_known(&party.gain))
        .collect();
    let Some((_, first)) = known.first() else { return };
    let unit = &first.gain.unit;
    let same = known.iter().all(|(_, party)| party.gain.unit == *unit);
    let rows: Vec<(String, String)> = known
        .iter()
        .map(|(id, party)| {
            let name = if party.name.is_empty() { id } else { party.name.as_str() };
            let gain = &party.gain;
            let value = format!(
                "{} against {}, gain {}",
                number(party.deal.mean),
                number(party.no_deal.mean),
                number_with_interval(gain.mean, gain.low, gain.high)
            );
            (name.to_owned(), if same { value } else { with_unit(value, &gain.unit) })
        })
        .collect();
    let unit = if same && !unit.is_empty() { format!(", {unit}") } else { String::new() };
    screen.heading(&format!("Deal against no deal, each party on its own scale{unit}"));
    screen.rows(&rows, 5, "parties");
}

fn weights(screen: &mut Screen, answer: &Answer) {
    let rows: Vec<(String, String)> = answer
        .drivers
        .iter()
        .filter_map(|drivers| {
            let driver = drivers::leading(drivers)?;
            Some((
                drivers.outcome.clone(),
                format!(
                    "{} ({} of variance)",
                    drivers::name(driver),
                    percent(driver.first_order, answer.manifest.draws_done)
                ),
            ))
        })
        .collect();
    if !rows.is_empty() {
        screen.heading("What weighs most");
        screen.rows(&rows, 3, "outcomes");
    }
}

fn the_measures(screen: &mut Screen, answer: &Answer) {
    // Where there is a negotiation the page has no room for measures beside it.
    if !answer.deal_by.is_empty() || answer.measures.is_empty() {
        return;
    }
    screen.heading("Measures, mean and 95 % interval");
    let rows: Vec<(String, String)> = answer
        .measures
        .iter()
        .map(|(key, measure)| (measures::label(key, measure).to_owned(), estimate(measure)))
        .collect();
    screen.rows(&rows, 10, "measures");
}

fn foot(screen: &mut Screen, answer: &Answer) {
    screen.blank();
    let evidence = &answer.evidence;
    if !evidence.rows.is_empty() {
        screen.wrapped("Evidence: ", &crate::section::evidence::title(answer), 1);
    }
    if let Some(limit) = answer.limits.first() {
        screen.wrapped("Limit: ", limit, 1);
    }
    if !answer.manifest.command.is_empty() {
        screen.wrapped("Again: ", &answer.manifest.command, 2);
    }
}
