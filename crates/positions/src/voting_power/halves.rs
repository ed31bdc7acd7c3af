//! Counting winning coalitions by halves of the members, under one or two weighted rules.

use super::{VotingGame, binomials};

/// A coalition of members of one half.
#[derive(Clone, Copy)]
struct Part {
    /// Bit k: the half's member k belongs to it.
    members: u32,
    /// Its votes under both rules; the second is 0 where there is one rule.
    votes: [u64; 2],
}

/// For each member the number of coalitions of k others that it swings, k = 0 to n - 1.
///
/// With win(k) the number of winning coalitions of k members and win_i(k) of those with i, swings
/// are win_i(k + 1) - (win(k) - win_i(k)), since a winning coalition still wins with i.
pub(super) fn by_halves(game: &VotingGame) -> Vec<Vec<u128>> {
    let members = game.members();
    let middle = members / 2;
    let (first, second) = (parts(game, 0, middle), parts(game, middle, members));
    let mut wins = vec![0_u128; members + 1];
    let mut wins_with = vec![vec![0_u128; members + 1]; members];
    let quotas = [game.rules[0].quota, game.rules.get(1).map_or(0, |rule| rule.quota)];
    for (size, part) in first.iter().enumerate() {
        for (other_size, other) in second.iter().enumerate() {
            let k = size + other_size;
            if k < game.members_needed || game.unblocked(k) {
                continue;
            }
            matches(part, other, quotas, |part, matched| {
                wins[k] += matched;
                add(&mut wins_with[..middle], part.members, k, matched);
            });
            matches(other, part, quotas, |part, matched| {
                add(&mut wins_with[middle..], part.members, k, matched);
            });
        }
    }
    let (all, without_one) = (binomials(members), binomials(members - 1));
    for k in (0..=members).filter(|&k| game.unblocked(k)) {
        wins[k] = all[k];
        for with in &mut wins_with {
            with[k] = if k == 0 { 0 } else { without_one[k - 1] };
        }
    }
    let swings = |with: &Vec<u128>| (0..members).map(|k| with[k + 1] + with[k] - wins[k]).collect();
    wins_with.iter().map(swings).collect()
}

/// The coalitions of the members from `start` to before `end` by size, each list in rising order
/// of votes under the first rule.
fn parts(game: &VotingGame, start: usize, end: usize) -> Vec<Vec<Part>> {
    let mut by_size: Vec<Vec<Part>> = vec![Vec::new(); end - start + 1];
    by_size[0].push(Part { members: 0, votes: [0, 0] });
    for member in start..end {
        let own = [0, 1].map(|rule| game.rules.get(rule).map_or(0, |rule| rule.votes[member]));
        for size in (0..member - start + 1).rev() {
            let (smaller, larger) = by_size.split_at_mut(size + 1);
            larger[0].extend(smaller[size].iter().map(|part| Part {
                members: part.members | 1 << (member - start),
                votes: [part.votes[0] + own[0], part.votes[1] + own[1]],
            }));
        }
    }
    for parts in &mut by_size {
        parts.sort_by_key(|part| part.votes);
    }
    by_size
}

/// Calls `found` with each part and the number of others with which it reaches both quotas.
///
/// The parts are taken in rising order of their votes under the first rule, so that ever more of
/// the others suffice; those are held in a tree of sums (Fenwick 1994) by their votes under the
/// second.
fn matches(parts: &[Part], others: &[Part], quotas: [u64; 2], mut found: impl FnMut(&Part, u128)) {
    let mut second: Vec<u64> = others.iter().map(|part| part.votes[1]).collect();
    second.sort_unstable();
    let one_rule = quotas[1] == 0;
    let mut tree = vec![0_u32; if one_rule { 0 } else { others.len() + 1 }];
    let mut left = others.len();
    for part in parts {
        let needed = quotas[0].saturating_sub(part.votes[0]);
        while left > 0 && others[left - 1].votes[0] >= needed {
            left -= 1;
            if one_rule {
                continue;
            }
            // The rank from above, 1 for the most votes.
            let below = second.partition_point(|&votes| votes < others[left].votes[1]);
            let mut rank = second.len() - below;
            while rank < tree.len() {
                tree[rank] += 1;
                rank += rank & rank.wrapping_neg();
            }
        }
        let matched = if one_rule {
            others.len() - left
        } else {
            let needed = quotas[1].saturating_sub(part.votes[1]);
            let mut rank = second.len() - second.partition_point(|&votes| votes < needed);
            let mut sum = 0_usize;
            while rank > 0 {
                sum += tree[rank] as usize;
                rank &= rank - 1;
            }
            sum
        };
        if matched > 0 {
            found(part, matched as u128);
        }
    }
}

/// Adds a count to each member of a coalition.
fn add(counts: &mut [Vec<u128>], mut members: u32, size: usize, count: u128) {
    while members != 0 {
        counts[members.trailing_zeros() as usize][size] += count;
        members &= members - 1;
    }
}
