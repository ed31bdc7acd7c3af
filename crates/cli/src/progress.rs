//! Progress of a run with the time left, on a terminal only, and only where it takes a while.

use crate::interrupt::Interrupt;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use zopa_ensemble::Observer;

/// A run that takes less shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows progress and hands on Ctrl-C.
pub struct Watch {
    interrupt: Interrupt,
    began: Instant,
    draws: u64,
    bar: OnceLock<ProgressBar>,
}

impl Watch {
    /// Begins to watch.
    pub fn new(interrupt: Interrupt, draws: u64) -> Watch {
        Watch { interrupt, began: Instant::now(), draws, bar: OnceLock::new() }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> ProgressBar {
        let style =
            ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} draws, {eta} left")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
        // Hidden where standard error is no terminal.
        ProgressBar::with_draw_target(Some(self.draws), ProgressDrawTarget::stderr())
            .with_style(style)
            .with_elapsed(self.began.elapsed())
    }
}

impl Observer for Watch {
    fn progress(&self, done: u64, _total: u64) {
        if self.began.elapsed() >= PATIENCE {
            self.bar.get_or_init(|| self.bar()).set_position(done);
        }
    }

    fn cancelled(&self) -> bool {
        self.interrupt.pressed()
    }
}
