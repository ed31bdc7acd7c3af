//! A scenario file as bytes: from a path, or from standard input for `-`.

use crate::exit::{Exit, Failure};
use std::io::Read;
use std::path::Path;
use zopa_scenario::Code;

/// A file that was read.
pub struct ScenarioFile {
    /// The path, for messages: `-` is shown as `<standard input>`.
    pub shown: String,
    /// Its bytes, at most one more than the size limit of a scenario.
    pub bytes: Vec<u8>,
    /// The same as text, with a mark for what is not UTF-8.
    pub text: String,
}

impl ScenarioFile {
    /// The BLAKE3 hash of its bytes, in hexadecimal digits.
    pub fn hash(&self) -> String {
        blake3::hash(&self.bytes).to_hex().to_string()
    }
}

/// Whether the path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a file, no further than the size limit of a scenario.
///
/// # Errors
/// Z006 with exit code 2 where there is nothing to read.
pub fn load(path: &Path) -> Result<ScenarioFile, Failure> {
    load_up_to(path, zopa_syntax::SIZE_LIMIT as u64)
}

/// Reads a file, no further than one byte beyond the limit.
///
/// # Errors
/// Z006 with exit code 2 where there is nothing to read.
pub fn load_up_to(path: &Path, limit: u64) -> Result<ScenarioFile, Failure> {
    let standard = is_standard_input(path);
    let shown = if standard { "<standard input>".to_owned() } else { path.display().to_string() };
    let refuse = |what: String| Failure::coded(Exit::Wrong, Code::Unreadable, what);
    if !standard && path.is_dir() {
        return Err(refuse(format!("`{shown}` is a folder, not a scenario file")));
    }
    let limit = limit + 1;
    let mut bytes = Vec::new();
    let read = if standard {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    if let Err(error) = read {
        let failure = refuse(match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no file `{shown}`"),
            std::io::ErrorKind::PermissionDenied => format!("`{shown}` may not be read"),
            _ => format!("`{shown}` cannot be read: {error}"),
        });
        return Err(match neighbour(path) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure,
        });
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(ScenarioFile { shown, bytes, text })
}

/// A scenario file beside the path with a name like it.
fn neighbour(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let mut names: Vec<String> = std::fs::read_dir(folder.unwrap_or(Path::new(".")))
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| [".toml", ".gmcr", ".json", ".csv"].iter().any(|end| name.ends_with(end)))
        .take(1_000)
        .collect();
    names.sort();
    let near =
        zopa_syntax::suggestion::closest(&wanted, names.iter().map(String::as_str))?.to_owned();
    Some(folder.map_or(near.clone(), |folder| folder.join(&near).display().to_string()))
}
