//! Reading any bytes gives a scenario or diagnostics, never a panic.

/// The reader answers, its places lie inside the text, and formatting keeps what was read.
pub fn holds(bytes: &[u8]) {
    let reading = zopa_syntax::read_bytes(bytes);
    let said = !reading.diagnostics.is_empty();
    assert!(reading.scenario.is_some() || said, "nothing read and nothing said");
    for diagnostic in &reading.diagnostics {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
        for label in &diagnostic.labels {
            assert!(label.span.start <= label.span.end, "{diagnostic:?}");
            assert!(label.span.end <= bytes.len(), "{diagnostic:?}");
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(once) = zopa_syntax::format(text) {
        let twice = zopa_syntax::format(&once);
        assert_eq!(twice.ok().as_deref(), Some(once.as_str()), "formatting twice changes the text");
    }
}
