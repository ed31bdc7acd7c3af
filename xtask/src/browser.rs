//! The report in a real browser: drawn at desktop and phone width, and printed.

use crate::tally::Tally;
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Widths in pixels at which the page must fit without sideways scrolling.
const WIDTHS: [u32; 3] = [1280, 375, 320];

/// Switches that keep the browser from asking for anything by itself.
const QUIET: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
];

/// Makes a report with few draws and looks at it; skipped where there is no Chromium.
pub fn check(root: &Path) -> (Tally, String) {
    let Some(browser) = chromium() else {
        return (Tally::skip(), "skipped: no chromium on the path".to_owned());
    };
    let mut sum = Tally::default();
    let mut said = Vec::new();
    let folder = std::env::temp_dir().join(format!("zopa-browser-{}", std::process::id()));
    match look(root, &browser, &folder) {
        Ok(results) => {
            for (what, passed) in results {
                sum.add(Tally::one(passed));
                if !passed {
                    said.push(what);
                }
            }
        }
        Err(problem) => {
            sum.add(Tally::one(false));
            said.push(problem);
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    (sum, said.join("\n"))
}

/// [`check`] as a command of its own.
///
/// # Errors
/// What is not as it should be.
pub fn report(root: &Path) -> Result<String, String> {
    let (tally, said) = check(root);
    if tally.failed == 0 { Ok(format!("{tally}\n{said}")) } else { Err(format!("{said}\n{tally}")) }
}

fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().map(PathBuf::from).find(|name| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    })
}

/// Scenarios whose reports are looked at, and with how many draws.
const REPORTS: [(&str, &str); 2] = [("wage-dispute", "256"), ("ukraine-2025", "128")];

/// What was looked at, and whether it was as it should be.
fn look(root: &Path, browser: &Path, folder: &Path) -> Result<Vec<(String, bool)>, String> {
    let zopa = workspace::zopa(root)?;
    let mut results = Vec::new();
    for (scenario, draws) in REPORTS {
        let folder = folder.join(scenario);
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let run = Command::new(&zopa)
            .args(["run", &format!("scenarios/{scenario}.toml"), "--draws", draws, "--out"])
            .arg(&folder)
            .current_dir(root)
            .output()
            .map_err(|error| format!("{} cannot be run: {error}", zopa.display()))?;
        if !run.status.success() {
            return Err(String::from_utf8_lossy(&run.stderr).into_owned());
        }
        for (what, passed) in look_at(browser, &folder)? {
            results.push((format!("{scenario}: {what}"), passed));
        }
    }
    Ok(results)
}

/// Looks at the report in a folder.
fn look_at(browser: &Path, folder: &Path) -> Result<Vec<(String, bool)>, String> {
    let page = folder.join("report.html");
    let mut results = Vec::new();
    let dom = dump(browser, &page)?;
    results.push(("charts are drawn".to_owned(), dom.contains("main-svg")));
    results.push(("the page has one main heading".to_owned(), dom.matches("<h1").count() == 1));
    results.push(("there are tables".to_owned(), dom.contains("<table")));
    for width in WIDTHS {
        let overflow = overflow(browser, folder, &page, width)?;
        results.push((format!("fits {width} pixels: {overflow} too wide"), overflow <= 0));
    }
    let paper = folder.join("report.pdf");
    Command::new(browser)
        .args(QUIET)
        .arg(format!("--print-to-pdf={}", paper.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .map_err(|error| error.to_string())?;
    let printed = std::fs::read(&paper).unwrap_or_default();
    results.push(("prints".to_owned(), printed.starts_with(b"%PDF") && printed.len() > 20_000));
    Ok(results)
}

fn dump(browser: &Path, page: &Path) -> Result<String, String> {
    let output = Command::new(browser)
        .args(QUIET)
        .args(["--virtual-time-budget=8000", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// By how many pixels the page is wider than a window of this width. The page stands in a frame,
/// since a browser without a screen has a least width of its own, and tells its width to the frame.
fn overflow(browser: &Path, folder: &Path, page: &Path, width: u32) -> Result<i64, String> {
    const TELL: &str = "<script>addEventListener('load', () => setTimeout(() => \
        parent.postMessage(document.documentElement.scrollWidth - innerWidth, '*'), 3000));</script>";
    let problem = |error: std::io::Error| error.to_string();
    let text = std::fs::read_to_string(page).map_err(problem)?;
    let telling = folder.join("telling.html");
    std::fs::write(&telling, text.replacen("</body>", &format!("{TELL}</body>"), 1))
        .map_err(problem)?;
    let frame = folder.join(format!("frame-{width}.html"));
    std::fs::write(
        &frame,
        format!(
            "<!DOCTYPE html><body><p id=width>none</p><script>onmessage = event => \
             document.getElementById('width').textContent = 'overflow=' + event.data;</script>\
             <iframe src=telling.html width={width} height=900 style='border:0'></iframe></body>"
        ),
    )
    .map_err(problem)?;
    let dom = dump(browser, &frame)?;
    dom.split("id=\"width\">overflow=")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| format!("the width of the page at {width} pixels is unknown"))
}
