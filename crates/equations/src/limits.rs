//! Limits that keep a model within memory and time.

use crate::graph::Graph;
use crate::model::StockModel;
use zopa_scenario::{Code, Diagnostic, Scenario};

/// Most packages.
pub const PACKAGES: u64 = 4_000_000;
/// Most operations in a model.
pub const OPERATIONS: usize = 1_000_000;
/// Most stocks, hidden ones included.
pub const STOCKS: usize = 20_000;

/// Reports what exceeds a limit.
pub fn check(
    scenario: &Scenario,
    graph: &Graph,
    stocks: &[StockModel],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let packages = scenario.package_count();
    if scenario.negotiation.is_some() && packages.is_none_or(|n| n > PACKAGES) {
        let count = packages.map_or("more than 10^19".to_owned(), |n| n.to_string());
        let span = scenario.issues.last().map(|i| i.id.span).unwrap_or_default();
        diagnostics.push(
            Diagnostic::new(
                Code::PackageSpace,
                format!("the issues make {count} packages; the limit is {PACKAGES}"),
            )
            .at(span)
            .hint("merge options or issues, or take options off the table"),
        );
    }
    if graph.len() > OPERATIONS {
        let message =
            format!("the equations make {} operations; the limit is {OPERATIONS}", graph.len());
        diagnostics.push(Diagnostic::new(Code::TooLarge, message));
    }
    if stocks.len() > STOCKS {
        let message = format!(
            "the model has {} stocks, those hidden in delays and smoothing included; the limit is {STOCKS}",
            stocks.len()
        );
        diagnostics.push(Diagnostic::new(Code::TooLarge, message));
    }
}
