//! Swings of every member by the size of the coalition that it joins.

use super::halves::by_halves;
use super::{MOST_CELLS, MOST_HALVED, MOST_LISTED, Rule, VotingError, VotingGame};

/// For each member the number of coalitions of k others that it swings, k = 0 to n - 1.
pub(super) fn swings_by_size(game: &VotingGame) -> Result<Vec<Vec<u128>>, VotingError> {
    let members = game.members();
    let cells = usize::try_from(game.rules[0].total)
        .ok()
        .and_then(|total| total.checked_add(1))
        .and_then(|width| width.checked_mul(members + 1));
    match (cells, game.rules.len()) {
        (Some(cells), 1) if cells <= MOST_CELLS => Ok(by_generating_function(game)),
        (_, 1 | 2) if members <= MOST_HALVED => Ok(by_halves(game)),
        _ if members <= MOST_LISTED => Ok(one_by_one(game)),
        _ => Err(VotingError::TooManyVotes),
    }
}

fn by_generating_function(game: &VotingGame) -> Vec<Vec<u128>> {
    let members = game.members();
    let Rule { votes: all_votes, total, .. } = &game.rules[0];
    let width = *total as usize + 1;
    // coalitions[k * width + v]: coalitions of k members with v votes.
    let mut coalitions = vec![0_u128; (members + 1) * width];
    coalitions[0] = 1;
    for (joined, &votes) in all_votes.iter().enumerate() {
        let votes = votes as usize;
        // From large to small, so that the member joins each coalition once.
        for size in (0..=joined).rev() {
            let (smaller, larger) = coalitions.split_at_mut((size + 1) * width);
            let without = &smaller[size * width..];
            let with = &mut larger[votes..width];
            for (with, without) in with.iter_mut().zip(without) {
                *with += without;
            }
        }
    }
    let mut known: Vec<(u64, Vec<u128>)> = Vec::new();
    let mut without = vec![0_u128; members * width];
    all_votes
        .iter()
        .map(|&votes| {
            if let Some((_, swings)) = known.iter().find(|(of, _)| *of == votes) {
                return swings.clone();
            }
            let own = votes as usize;
            let swings: Vec<u128> = (0..members)
                .map(|size| {
                    let (smaller, from_here) = without.split_at_mut(size * width);
                    let row = &mut from_here[..width];
                    row.copy_from_slice(&coalitions[size * width..(size + 1) * width]);
                    if size > 0 {
                        let below = &smaller[(size - 1) * width..];
                        for (count, taken) in row[own..].iter_mut().zip(below) {
                            *count -= taken;
                        }
                    }
                    row.iter()
                        .enumerate()
                        .filter(|&(v, _)| {
                            let v = v as u64;
                            !game.wins(size, [v]) && game.wins(size + 1, [v + votes])
                        })
                        .map(|(_, count)| count)
                        .sum()
                })
                .collect();
            known.push((votes, swings.clone()));
            swings
        })
        .collect()
}

/// Goes through all 2^n coalitions, for few members under many rules.
fn one_by_one(game: &VotingGame) -> Vec<Vec<u128>> {
    let members = game.members();
    let mut swings = vec![vec![0_u128; members]; members];
    let mut inside = vec![false; members];
    let mut size = 0_usize;
    let mut votes = vec![0_u64; game.rules.len()];
    // Each coalition differs from the one before by one member (reflected binary code).
    for step in 1_u64..=1 << members {
        if !game.wins(size, votes.iter().copied()) {
            for member in (0..members).filter(|&member| !inside[member]) {
                let with =
                    votes.iter().zip(&game.rules).map(|(sum, rule)| sum + rule.votes[member]);
                if game.wins(size + 1, with) {
                    swings[member][size] += 1;
                }
            }
        }
        let member = step.trailing_zeros() as usize;
        if member < members {
            inside[member] = !inside[member];
            size = if inside[member] { size + 1 } else { size - 1 };
            for (sum, rule) in votes.iter_mut().zip(&game.rules) {
                let own = rule.votes[member];
                *sum = if inside[member] { *sum + own } else { *sum - own };
            }
        }
    }
    swings
}
