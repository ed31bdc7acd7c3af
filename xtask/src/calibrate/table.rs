//! A table of comma-separated values with a header line; fields may be quoted.

/// A row: column names with their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    fields: Vec<(String, String)>,
    line: usize,
}

impl Row {
    /// The text in a column.
    pub(super) fn text(&self, column: &str) -> Result<&str, String> {
        self.fields
            .iter()
            .find(|(name, _)| name == column)
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| format!("line {}: no column `{column}`", self.line))
    }

    /// The number in a column.
    pub(super) fn number(&self, column: &str) -> Result<f64, String> {
        let text = self.text(column)?;
        text.trim()
            .parse()
            .map_err(|_| format!("line {}: `{text}` in `{column}` is not a number", self.line))
    }
}

/// The fields of one line.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => {
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}

/// The rows of a table.
///
/// # Errors
///
/// A row whose number of fields differs from the header's.
pub(super) fn parse(text: &str) -> Result<Vec<Row>, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, header) = lines.next().ok_or("the table is empty")?;
    let header = split(header);
    lines
        .map(|(index, line)| {
            let values = split(line);
            if values.len() == header.len() {
                Ok(Row { fields: header.iter().cloned().zip(values).collect(), line: index + 1 })
            } else {
                Err(format!("line {}: {} fields, not {}", index + 1, values.len(), header.len()))
            }
        })
        .collect()
}

/// Days from 15 February 2025 to a date `YYYY-MM-DD` (proleptic Gregorian calendar); negative before.
pub(super) fn days_after_account(date: &str) -> Result<f64, String> {
    let bad = || format!("`{date}` is not a date");
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let mut next = || parts.next().and_then(Result::ok).ok_or_else(bad);
    let (year, month, day) = (next()?, next()?, next()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(bad());
    }
    let count = |year: i64, month: i64, day: i64| {
        // Years start in March, so that the leap day is the last of its year.
        let shifted = (month + 9) % 12;
        let year = if month <= 2 { year - 1 } else { year };
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * shifted + 2) / 5
            + day
    };
    Ok((count(year, month, day) - count(2025, 2, 15)) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_fields() {
        let rows = parse("a,b\n\"x, y\",2\n").unwrap();
        assert_eq!(rows[0].text("a").unwrap(), "x, y");
        assert_eq!(rows[0].number("b").unwrap(), 2.0);
        assert!(rows[0].number("a").is_err());
        assert!(rows[0].text("c").is_err());
        assert!(parse("a,b\n1\n").is_err());
    }

    #[test]
    fn days() {
        assert_eq!(days_after_account("2025-02-15").unwrap(), 0.0);
        assert_eq!(days_after_account("2024-02-15").unwrap(), -366.0);
        assert_eq!(days_after_account("2024-07-08").unwrap(), -222.0);
        assert!(days_after_account("2024-13-01").is_err());
        assert!(days_after_account("soon").is_err());
    }
}
