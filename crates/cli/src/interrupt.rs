//! Ctrl-C: the first press asks the run to end with what it has, the second ends the program.

use crate::output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Whether Ctrl-C has been pressed.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on; all who listen share one answer. Where the system has no such signal,
    /// nothing is ever pressed.
    pub fn listen() -> Interrupt {
        static SHARED: OnceLock<Interrupt> = OnceLock::new();
        SHARED.get_or_init(Interrupt::handled).clone()
    }

    fn handled() -> Interrupt {
        let interrupt = Interrupt::default();
        let pressed = interrupt.0.clone();
        let _ = ctrlc::set_handler(move || {
            if pressed.swap(true, Ordering::SeqCst) {
                output::status("\nstopped at once; what was written so far is not complete\n");
                end_now();
            }
            output::status("\nstopping; Ctrl-C again stops at once\n");
        });
        interrupt
    }

    /// Whether it has.
    pub fn pressed(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

#[allow(clippy::exit, reason = "the second Ctrl-C must end the program whatever it does")]
fn end_now() {
    std::process::exit(130);
}
