//! Counting what passed, failed and was skipped.

use std::fmt;

/// How many tests passed, failed and were skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
    /// Tests that could not be made here.
    pub skipped: u64,
}

impl Tally {
    /// One test.
    pub fn one(passed: bool) -> Self {
        Tally { passed: u64::from(passed), failed: u64::from(!passed), skipped: 0 }
    }

    /// One test that could not be made.
    pub fn skip() -> Self {
        Tally { skipped: 1, ..Tally::default() }
    }

    /// Adds another count.
    pub fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// The sum of all lines `test result: … N passed; N failed; N ignored` in the output of
    /// `cargo test`.
    pub fn of_cargo_test(output: &str) -> Self {
        let mut sum = Tally::default();
        for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result:")) {
            let words: Vec<&str> = line.split([' ', ';', '.']).filter(|w| !w.is_empty()).collect();
            for pair in words.windows(2) {
                let Ok(number) = pair[0].parse::<u64>() else { continue };
                match pair[1] {
                    "passed" => sum.passed += number,
                    "failed" => sum.failed += number,
                    "ignored" => sum.skipped += number,
                    _ => {}
                }
            }
        }
        sum
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_are_summed() {
        let output = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 9.20s
the words 7 passed elsewhere do not count
";
        let tally = Tally::of_cargo_test(output);
        assert_eq!(tally, Tally { passed: 13, failed: 2, skipped: 1 });
        assert_eq!(tally.to_string(), "13 passed, 2 failed, 1 skipped");
        assert_eq!(Tally::one(true).to_string(), "1 passed, 0 failed");
    }
}
