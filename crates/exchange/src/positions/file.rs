//! Any file of positions: its kind is told by its content.

use super::cells::unreadable;
use super::{PositionsReading, table_csv, toolkit_csv, toolkit_xml};

/// Reads a file of positions: XML as [`toolkit_xml`], a table whose second line begins with `Actor`
/// as [`toolkit_csv`], any other as [`table_csv`]. `ending` is that of the file's name (`xml`,
/// `csv`); it decides only where the text is blank. `name` stands for what the file does not
/// name itself. Linear in the length of the text.
///
/// ```
/// let text = "actor,position,salience,capability\nNorth,10,0.5,1\nSouth,90,1,3\n";
/// let read = zopa_exchange::positions::file::read(text, "csv", "border");
/// let positions = read.positions.expect("positions");
/// assert_eq!(positions.parties[1].name, "South");
/// assert_eq!(positions.issues[0].issue.stands[1].weight(), 3.0);
/// ```
pub fn read(text: &str, ending: &str, name: &str) -> PositionsReading {
    if let Some(problem) = unreadable(text) {
        return PositionsReading { positions: None, diagnostics: vec![problem] };
    }
    let content = text.trim_start_matches('\u{feff}').trim_start();
    let xml = ending.trim_start_matches('.').eq_ignore_ascii_case("xml");
    if content.starts_with('<') || (content.is_empty() && xml) {
        toolkit_xml::read(text, name)
    } else if toolkit_csv::recognised(text) {
        toolkit_csv::read(text, name)
    } else {
        table_csv::read(text, name)
    }
}
