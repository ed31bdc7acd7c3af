#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../properties/parse_scenario.rs"]
mod property;

fuzz_target!(|bytes: &[u8]| property::holds(bytes));
