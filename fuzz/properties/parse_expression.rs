//! Parsing any text gives an expression or problems with places, never a panic.

/// The parser answers, and its places lie inside the text.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match zopa_equations::parser::parse(&text) {
        Ok(_) => {}
        Err(problems) => {
            assert!(!problems.is_empty(), "no expression and no problem");
            for problem in problems {
                assert!(problem.range.start <= problem.range.end, "{problem:?}");
                assert!(problem.range.end <= text.len(), "{problem:?}");
            }
        }
    }
    // The same text as a quantity of the command line.
    let _ = zopa_syntax::quantity_from_setting(&text);
}
