//! Compiling whatever was read gives a model or diagnostics, never a panic.

/// The compiler answers: a model without errors, or errors without a model.
pub fn holds(bytes: &[u8]) {
    let Some(scenario) = zopa_syntax::read_bytes(bytes).scenario else { return };
    let compiled = zopa_equations::compile(&scenario);
    let errors = compiled.diagnostics.iter().any(|diagnostic| diagnostic.is_error());
    assert_eq!(compiled.model.is_none(), errors, "{:?}", compiled.diagnostics);
}
