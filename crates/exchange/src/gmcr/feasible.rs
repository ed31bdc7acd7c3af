//! The feasible states left by patterns.

use zopa_stability::{FeasibleStates, Pattern};

/// Most feasible states that are listed.
pub(crate) const STATE_LIMIT: usize = 1 << 26;

/// The states of so many options (at most 64) that match no pattern, in increasing order. Options
/// are decided from the last to the first, and a branch is left as soon as a pattern matches.
/// `None` where there are more than [`STATE_LIMIT`].
pub(crate) fn without(patterns: &[Pattern], options: usize) -> Option<FeasibleStates> {
    let all_fit = options < 64 && 1_usize << options <= STATE_LIMIT;
    if patterns.is_empty() {
        return all_fit.then_some(FeasibleStates::All(options as u32));
    }
    // A pattern is decided with the lowest option that it speaks of.
    let mut decided_at: Vec<Vec<Pattern>> = vec![Vec::new(); options + 1];
    for &pattern in patterns {
        decided_at[(pattern.fixed.trailing_zeros() as usize).min(options)].push(pattern);
    }
    let mut states = Vec::new();
    if decided_at[options].is_empty() {
        list(0, options, &decided_at, &mut states)?;
    }
    Some(if all_fit && states.len() == 1 << options {
        FeasibleStates::All(options as u32)
    } else {
        FeasibleStates::Listed(states)
    })
}

fn list(state: u64, open: usize, decided: &[Vec<Pattern>], states: &mut Vec<u64>) -> Option<()> {
    let Some(option) = open.checked_sub(1) else {
        if states.len() == STATE_LIMIT {
            return None;
        }
        states.push(state);
        return Some(());
    };
    for state in [state, state | 1 << option] {
        if !decided[option].iter().any(|pattern| pattern.matches(state)) {
            list(state, option, decided, states)?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_left_only_where_every_state_matches() {
        // Patterns over five options from a small generator, against the definition.
        let mut seed = 7_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            seed >> 33
        };
        for _ in 0..500 {
            let patterns: Vec<Pattern> = (0..next() % 5)
                .map(|_| {
                    let fixed = next() & 31;
                    Pattern { fixed, value: next() & fixed }
                })
                .collect();
            let expected: Vec<u64> =
                (0..32).filter(|&s| !patterns.iter().any(|p| p.matches(s))).collect();
            let found = without(&patterns, 5).expect("few states");
            assert_eq!(found.len(), expected.len());
            assert!((0..expected.len()).all(|i| found.number(i as u32) == expected[i]));
        }
    }

    #[test]
    fn many_options_with_few_states_are_listed() {
        // Sixty-four options, each tied to the next: all or none.
        let mut patterns: Vec<Pattern> = Vec::new();
        for option in 0..63 {
            let fixed = 3 << option;
            patterns.push(Pattern { fixed, value: 1 << option });
            patterns.push(Pattern { fixed, value: 2 << option });
        }
        assert_eq!(without(&patterns, 64), Some(FeasibleStates::Listed(vec![0, u64::MAX])));
        assert_eq!(without(&[], 27), None);
        assert_eq!(without(&[Pattern::default()], 3), Some(FeasibleStates::Listed(Vec::new())));
    }
}
