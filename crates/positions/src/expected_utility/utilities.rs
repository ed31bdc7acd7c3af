//! Expected utilities of challenges (eq. 5 to 7, 25a) and risk exponents (eq. 32 to 34).
//!
//! With `d = |x_i - x_j| / D` and `m = |x_i - mu| / D`, exponent `r`, status quo `Usq = 2 - 4 (1/2)^r`,
//! success `Us = 2 - 4 ((1 - d)/2)^r`, failure `Uf = 2 - 4 ((1 + d)/2)^r`, better without challenge
//! `Ub = 2 - 4 (1/2 - (m + d)/4)^r`, worse `Uw = 2 - 4 (1/2 + (m + d)/4)^r`:
//! `E_ij = s (P_ij Us + (1 - P_ij) Uf) + (1 - s) Us - Q Usq - (1 - Q) (T Ub + (1 - T) Uw)`
//! which is linear in the salience s that weighs the contest: `E_ij = base - s gap` with
//! `gap = (1 - P_ij)(Us - Uf)`. Base and gap depend on the other only through its position.

use super::contest;
use super::powers::{exp, ln, powers};
use super::reading::{AlternativeOf, ChallengeSalience, Exponent, Reading};
use super::scratch::{Place, Scratch};

/// T of a party at `from` towards a rival at `to`: whether mu is closer, strictly, by the
/// positions as given (a tie counts as not closer; a mean is only known up to rounding).
#[inline]
fn comes_closer(reading: &Reading, from: &Place, to: &Place, centre: f64, slack: f64) -> f64 {
    let closer = (from.x - centre).abs() + slack < (from.x - to.x).abs();
    reading.constant_t().unwrap_or(if closer { 1.0 } else { 0.0 })
}

/// Fills probabilities, risk exponents and expected utilities of the positions as arranged.
pub(super) fn fill(scratch: &mut Scratch, reading: &Reading) {
    let (n, m) = (scratch.x.len(), scratch.places.len());
    scratch.prevails.resize(m * m, 0.0);
    contest::by_distance(scratch, reading.denominator, reading.numerator);
    threats(scratch, reading);
    exponents(scratch);
    if reading.risk_in_votes {
        contest::by_risk(scratch, reading.denominator, reading.numerator);
    }
    for table in [&mut scratch.base, &mut scratch.gap] {
        table.resize(n * m, 0.0);
    }
    let back = reading.seen_otherwise();
    if back {
        scratch.base_back.resize(n * m, 0.0);
        scratch.gap_back.resize(n * m, 0.0);
    }
    scratch.row.resize(m, 0.0);
    scratch.row_up.resize(m, 0.0);
    contested(scratch, reading);
    if reading.q() < 1.0 {
        left_alone(scratch, reading, false);
        if back {
            left_alone(scratch, reading, true);
        }
    }
}

/// First pass, all exponents 1: what the others together expect of challenging each party.
///
/// There Us = 2d, Uf = -2d, Usq = 0, Ub = m + d, Uw = -(m + d).
fn threats(scratch: &mut Scratch, reading: &Reading) {
    let q = reading.q();
    let m = scratch.places.len();
    let places = &scratch.places;
    let (centre, mu, slack) = scratch.centre;
    let share = reading.alternative();
    // threat of a party at `a` with salience s: fixed - s * weighed (responder's salience).
    scratch.prefix.clear();
    scratch.moment.clear();
    for (a, place) in places.iter().enumerate() {
        let (mut fixed, mut weighed) = (0.0, 0.0);
        for (b, other) in places.iter().enumerate() {
            let d = (place.z - other.z).abs();
            let gap = 4.0 * d * (1.0 - scratch.prevails[b * m + a]);
            let others = if a == b { other.count - 1.0 } else { other.count };
            fixed += others * 2.0 * d;
            if q < 1.0 {
                let off = (other.z - mu).abs();
                let t = comes_closer(reading, other, place, centre, slack);
                fixed -= others * share * (2.0 * t - 1.0) * (off + d);
            }
            match reading.salience {
                ChallengeSalience::Responder | ChallengeSalience::LiteralInOctants => {
                    weighed += others * gap;
                }
                ChallengeSalience::Literal => fixed -= other.salience * gap,
            }
        }
        scratch.prefix.push(fixed);
        scratch.moment.push(weighed);
    }
    scratch.threat.clear();
    for (i, &place) in scratch.place_of.iter().enumerate() {
        scratch.threat.push(scratch.prefix[place] - scratch.s[i] * scratch.moment[place]);
    }
}

/// Risk exponents from threats: 1 for all where the threats are equal.
fn exponents(scratch: &mut Scratch) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for &threat in &scratch.threat {
        low = low.min(threat);
        high = high.max(threat);
    }
    scratch.risk.clear();
    let equal = high - low <= 1e-13 * (1.0 + high.abs().max(low.abs()));
    for &threat in &scratch.threat {
        let r = if equal { 0.0 } else { (2.0 * threat - high - low) / (high - low) };
        scratch.risk.push((1.0 - r / 3.0) / (1.0 + r / 3.0));
    }
}

/// Base and gap without the term of an unchallenged rival.
fn contested(scratch: &mut Scratch, reading: &Reading) {
    let m = scratch.places.len();
    let q = reading.q();
    let (back, viewer) = (reading.seen_otherwise(), reading.exponent == Exponent::Viewer);
    scratch.logarithms.resize(m * m, 0.0);
    scratch.logarithms_up.resize(m * m, 0.0);
    let (down, up) = (&mut scratch.logarithms, &mut scratch.logarithms_up);
    for a in 0..m {
        let z = scratch.z[a];
        let rows = down[a * m + a..][..m - a].iter_mut().zip(&mut up[a * m + a..][..m - a]);
        for ((down, up), other) in rows.zip(&scratch.z[a..]) {
            let half = 0.5 * (other - z);
            *down = ln(0.5 - half);
            *up = ln(0.5 + half);
        }
        for b in 0..a {
            down[a * m + b] = down[b * m + a];
            up[a * m + b] = up[b * m + a];
        }
    }
    for i in 0..scratch.x.len() {
        let (a, risk) = (scratch.place_of[i], scratch.risk[i]);
        powers(&mut scratch.row, risk, &scratch.logarithms[a * m..][..m]);
        powers(&mut scratch.row_up, risk, &scratch.logarithms_up[a * m..][..m]);
        let status_quo = q * (2.0 - 4.0 * exp(-risk * std::f64::consts::LN_2));
        let base = &mut scratch.base[i * m..][..m];
        let gap = &mut scratch.gap[i * m..][..m];
        let chances = &scratch.prevails[a * m..][..m];
        let powers = scratch.row.iter().zip(&scratch.row_up).zip(chances);
        for (((down, up), chance), (base, gap)) in powers.zip(base.iter_mut().zip(gap)) {
            *base = (2.0 - 4.0 * down) - status_quo;
            *gap = (1.0 - chance) * (4.0 * (up - down));
        }
        if back {
            scratch.base_back[i * m..][..m].copy_from_slice(base);
        }
        if viewer {
            let gap_back = &mut scratch.gap_back[i * m..][..m];
            let powers = scratch.row_up.iter().zip(&scratch.row);
            for (b, (gap, (up, down))) in gap_back.iter_mut().zip(powers).enumerate() {
                *gap = (1.0 - scratch.prevails[b * m + a]) * (4.0 * (up - down));
            }
        }
    }
}

/// Takes (1 - Q)(T Ub + (1 - T) Uw) from the base: of i towards each place by the exponent of i.
///
/// Where `back`, from what the viewers find in challenges: rows are those whose exponent counts.
fn left_alone(scratch: &mut Scratch, reading: &Reading, back: bool) {
    let m = scratch.places.len();
    let share = reading.alternative();
    let (centre, mu, slack) = scratch.centre;
    // Whether the distance to mu and T are those of the party at the place of the column.
    let turned = back
        && (reading.exponent == Exponent::Viewer)
            == (reading.alternative_of == AlternativeOf::Challenger);
    for a in 0..m {
        for b in 0..m {
            let (from, to) = (scratch.places[a].z, scratch.places[b].z);
            let off = if turned { (to - mu).abs() } else { (from - mu).abs() };
            let reach = 0.25 * (off + (from - to).abs());
            scratch.logarithms[a * m + b] = ln(0.5 - reach);
            scratch.logarithms_up[a * m + b] = ln(0.5 + reach);
        }
    }
    for i in 0..scratch.x.len() {
        let (a, risk) = (scratch.place_of[i], scratch.risk[i]);
        powers(&mut scratch.row, risk, &scratch.logarithms[a * m..][..m]);
        powers(&mut scratch.row_up, risk, &scratch.logarithms_up[a * m..][..m]);
        let table = if back { &mut scratch.base_back } else { &mut scratch.base };
        let base = &mut table[i * m..][..m];
        let here = &scratch.places[a];
        for (b, base) in base.iter_mut().enumerate() {
            let there = &scratch.places[b];
            let (from, to) = if turned { (there, here) } else { (here, there) };
            let t = comes_closer(reading, from, to, centre, slack);
            let better = 2.0 - 4.0 * scratch.row[b];
            let worse = 2.0 - 4.0 * scratch.row_up[b];
            *base -= share * (t * better + (1.0 - t) * worse);
        }
    }
}

/// Fills `scratch.mine` and `scratch.theirs`: E_ij and E_ji, as i sees them, for all j.
pub(super) fn view(scratch: &mut Scratch, reading: &Reading, i: usize) {
    let m = scratch.places.len();
    let a = scratch.place_of[i];
    let (base, gap) = (&scratch.base[i * m..][..m], &scratch.gap[i * m..][..m]);
    scratch.mine.clear();
    let others = scratch.place_of.iter().zip(&scratch.s);
    scratch.mine.extend(others.map(|(&b, s)| base[b] - s * gap[b]));
    let s_i = scratch.s[i];
    let back = |s_j: f64| match reading.salience {
        ChallengeSalience::Responder => s_i,
        ChallengeSalience::Literal | ChallengeSalience::LiteralInOctants => s_j,
    };
    scratch.theirs.clear();
    match reading.exponent {
        Exponent::Own => {
            let base = if reading.seen_otherwise() { &scratch.base_back } else { &scratch.base };
            let rows = base.chunks_exact(m).zip(scratch.gap.chunks_exact(m));
            let rows = rows.zip(&scratch.s);
            scratch.theirs.extend(rows.map(|((base, gap), &s_j)| base[a] - back(s_j) * gap[a]));
        }
        Exponent::Viewer => {
            let (base, gap) = (&scratch.base_back[i * m..][..m], &scratch.gap_back[i * m..][..m]);
            let others = scratch.place_of.iter().zip(&scratch.s);
            scratch.theirs.extend(others.map(|(&b, &s_j)| base[b] - back(s_j) * gap[b]));
        }
    }
}
