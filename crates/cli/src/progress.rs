//! Progress of a run with the time left, on a terminal only, and only where it takes a while.

use crate::interrupt::Interrupt;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use zopa_ensemble::Observer;

/// A run that takes less shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows progress and hands on Ctrl-C.
pub struct Watch {
    interrupt: Interrupt,
    bar: ProgressBar,
    /// What is counted: `draws`, `forecasts`.
    what: &'static str,
    /// Whether any of it is known to be done, so that the time left can be told.
    begun: AtomicBool,
    finished: Sender<()>,
    patience: JoinHandle<()>,
}

impl Watch {
    /// Begins to watch `total` of `what`: `draws`, `forecasts`.
    pub fn new(interrupt: Interrupt, total: u64, what: &'static str) -> Watch {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        bar.set_style(style(&format!("{{spinner}} {{human_len}} {what}, {{elapsed}} so far")));
        let (finished, waiting) = channel();
        let shown = bar.clone();
        let patience = std::thread::spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // Stays hidden where standard error is no terminal.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(250));
            }
        });
        Watch { interrupt, bar, what, begun: AtomicBool::new(false), finished, patience }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        let _ = self.finished.send(());
        let _ = self.patience.join();
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Observer for Watch {
    fn progress(&self, done: u64, _total: u64) {
        if !self.begun.swap(true, Ordering::Relaxed) {
            let what = self.what;
            let template =
                format!("{{bar:30}} {{human_pos}} of {{human_len}} {what}, {{eta}} left");
            self.bar.set_style(style(&template));
        }
        self.bar.set_position(done);
    }

    fn cancelled(&self) -> bool {
        self.interrupt.pressed()
    }
}
