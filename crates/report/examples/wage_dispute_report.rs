//! Writes the report of an invented wage dispute: `cargo run --example wage_dispute_report DIRECTORY`.

#[path = "../tests/report/wage_dispute.rs"]
mod fixture;

fn main() -> std::io::Result<()> {
    let directory = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    for (name, answer) in [
        ("full", fixture::wage_dispute()),
        ("no-deal", fixture::no_deal()),
        ("partial", fixture::partial()),
        ("no-negotiation", fixture::no_negotiation()),
    ] {
        std::fs::write(directory.join(format!("{name}.html")), zopa_report::html(&answer))?;
        std::fs::write(directory.join(format!("{name}.txt")), zopa_report::terminal(&answer, 90))?;
    }
    Ok(())
}
