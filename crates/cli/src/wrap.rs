//! Text in lines of limited width.

/// Words of `text` in lines of at most `width` columns; the first line behind `lead`, the others
/// behind as many spaces. Line breaks in the text stay.
pub fn wrapped(lead: &str, text: &str, width: usize) -> String {
    let indent = " ".repeat(lead.chars().count());
    let room = width.saturating_sub(indent.len()).max(20);
    let mut out = String::new();
    let mut start = lead;
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split_whitespace() {
            let letters = word.chars().count();
            if length > 0 && length + 1 + letters > room {
                out.push_str(&format!("{start}{line}\n"));
                start = &indent;
                line.clear();
                length = 0;
            }
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += letters;
        }
        out.push_str(&format!("{start}{line}\n"));
        start = &indent;
    }
    if text.is_empty() {
        out.push_str(&format!("{}\n", lead.trim_end()));
    }
    out
}

/// At most `most` characters, with `…` where something is left out.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
