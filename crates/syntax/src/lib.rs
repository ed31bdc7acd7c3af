//! Scenario text to scenario and back: spans, diagnostics, formatter, JSON Schema.
