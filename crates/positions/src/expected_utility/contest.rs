//! Probability of success: who prevails if one party challenges another and all others vote.
//!
//! Votes (Scholz, Calbert and Smith 2011, eq. 30 and 31): with `a_k = |x_k - x_j| - |x_k - x_i|`,
//! `P_ij = sum of c_k s_k a_k over a_k > 0, divided by sum of c_k s_k |a_k|`. On sorted positions
//! the supporters of one side are all on one side of the midpoint, so that prefix sums give each
//! pair in constant time: O(m^2) for m different positions, against O(n^3) by the definition.

use super::powers::{exp, ln};
use super::reading::{Denominator, Numerator};
use super::scratch::{Place, Scratch};

/// Fills `scratch.prevails` with P of each ordered pair of positions, distances as they are.
pub(super) fn by_distance(scratch: &mut Scratch, denominator: Denominator, numerator: Numerator) {
    let m = scratch.places.len();
    let (sum, moment) = (&mut scratch.prefix, &mut scratch.moment);
    sum.clear();
    moment.clear();
    sum.push(0.0);
    moment.push(0.0);
    let (mut w, mut wz) = (0.0, 0.0);
    for place in &scratch.places {
        w += place.weight;
        wz += place.weight * place.z;
        sum.push(w);
        moment.push(wz);
    }
    let (sum, moment) = (&scratch.prefix, &scratch.moment);
    let grand = match denominator {
        Denominator::Pair => None,
        Denominator::AllPairs => {
            ranks(&scratch.z, &scratch.places, scratch.x.len(), &mut scratch.ranks);
            let mut grand = 0.0;
            for (a, place) in scratch.places.iter().enumerate() {
                let row = scratch.ranks[a * m..][..m].iter().zip(&scratch.z);
                let sum: f64 = row.map(|(rank, z)| rank * (z - place.z).abs()).sum();
                grand += place.weight * sum;
            }
            Some(grand)
        }
    };
    let places = &scratch.places;
    for a in 0..m {
        scratch.prevails[a * m + a] = 0.0;
        let mut beyond = a + 1;
        for b in a + 1..m {
            let both = places[a].z + places[b].z;
            while beyond < b && 2.0 * places[beyond].z < both {
                beyond += 1;
            }
            let distance = places[b].z - places[a].z;
            let for_a = distance * sum[a + 1] + both * (sum[beyond] - sum[a + 1])
                - 2.0 * (moment[beyond] - moment[a + 1]);
            let for_b = distance * (w - sum[b]) + 2.0 * (moment[b] - moment[beyond])
                - both * (sum[b] - sum[beyond]);
            let (p, back) = chances(for_a, for_b, grand, numerator);
            scratch.prevails[a * m + b] = p;
            scratch.prevails[b * m + a] = back;
        }
    }
}

/// The same with each voter's distances raised to its own risk exponent.
pub(super) fn by_risk(scratch: &mut Scratch, denominator: Denominator, numerator: Numerator) {
    let m = scratch.places.len();
    let n = scratch.x.len();
    scratch.table.resize(n * m, 0.0);
    scratch.logarithms.resize(m * m, 0.0);
    for a in 0..m {
        for b in a..m {
            scratch.logarithms[a * m + b] = ln(scratch.z[b] - scratch.z[a]);
        }
        for b in 0..a {
            scratch.logarithms[a * m + b] = scratch.logarithms[b * m + a];
        }
    }
    for k in 0..n {
        let place = scratch.place_of[k];
        let (risk, logarithms) = (scratch.risk[k], &scratch.logarithms[place * m..][..m]);
        let row = &mut scratch.table[k * m..][..m];
        for (out, logarithm) in row.iter_mut().zip(logarithms) {
            *out = exp(risk * logarithm);
        }
        row[place] = 0.0;
    }
    let mut grand = 0.0;
    if denominator == Denominator::AllPairs {
        for k in 0..n {
            let row = scratch.table[k * m..][..m].iter();
            let ranks = &scratch.ranks[scratch.place_of[k] * m..][..m];
            grand += scratch.w[k] * row.zip(ranks).map(|(d, rank)| d * rank).sum::<f64>();
        }
    }
    // below[t][b]: weighted distances to position b of all voters on positions before t.
    let mut below = std::mem::take(&mut scratch.below);
    below.clear();
    below.resize((m + 1) * m, 0.0);
    for &k in &scratch.order {
        let at = (scratch.place_of[k] + 1) * m;
        for (sum, d) in below[at..at + m].iter_mut().zip(&scratch.table[k * m..][..m]) {
            *sum += scratch.w[k] * d;
        }
    }
    for at in m..(m + 1) * m {
        below[at] += below[at - m];
    }
    let grand = (denominator == Denominator::AllPairs).then_some(grand);
    let places = &scratch.places;
    for a in 0..m {
        scratch.prevails[a * m + a] = 0.0;
        let mut beyond = a + 1;
        for b in a + 1..m {
            let both = places[a].z + places[b].z;
            while beyond < b && 2.0 * places[beyond].z < both {
                beyond += 1;
            }
            let (to_a, to_b) = (below[beyond * m + a], below[beyond * m + b]);
            let for_a = to_b - to_a;
            let for_b = (below[m * m + a] - to_a) - (below[m * m + b] - to_b);
            let (p, back) = chances(for_a, for_b, grand, numerator);
            scratch.prevails[a * m + b] = p;
            scratch.prevails[b * m + a] = back;
        }
    }
    scratch.below = below;
}

/// Probabilities of both sides from the votes for each.
fn chances(for_a: f64, for_b: f64, grand: Option<f64>, numerator: Numerator) -> (f64, f64) {
    let (for_a, for_b) = (for_a.max(0.0), for_b.max(0.0));
    let whole = grand.unwrap_or(for_a + for_b);
    if whole <= 0.0 {
        return (0.5, 0.5);
    }
    let (a, b) = match numerator {
        Numerator::Supporters => (for_a, for_b),
        Numerator::NetOfOpponents => ((for_a - for_b).max(0.0), (for_b - for_a).max(0.0)),
    };
    ((a / whole).min(1.0), (b / whole).min(1.0))
}

/// Coefficients that turn a voter's distances to all positions into the sum, over all ordered
/// pairs of parties, of the difference of its distances to them.
///
/// A distance counts once for each party that is nearer and is taken off once for each that is
/// further away, so the coefficient is 2 parties (nearer - further), whatever the exponent. Nearer
/// ones are found by merging the two sides of the voter's position: O(m^2) for all voters.
fn ranks(z: &[f64], places: &[Place], parties: usize, ranks: &mut Vec<f64>) {
    let m = z.len();
    ranks.resize(m * m, 0.0);
    for (a, row) in ranks.chunks_exact_mut(m).enumerate() {
        let (mut left, mut right) = (a, a + 1);
        row[a] = 0.0;
        let mut nearer = places[a].count;
        while left > 0 || right < m {
            let take_left = left > 0 && (right == m || z[a] - z[left - 1] <= z[right] - z[a]);
            let place = if take_left {
                left -= 1;
                left
            } else {
                right += 1;
                right - 1
            };
            let count = places[place].count;
            row[place] = 2.0 * count * (2.0 * nearer + count - parties as f64);
            nearer += count;
        }
    }
}
