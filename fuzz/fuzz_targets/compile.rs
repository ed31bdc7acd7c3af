#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../properties/compile.rs"]
mod property;

fuzz_target!(|bytes: &[u8]| property::holds(bytes));
