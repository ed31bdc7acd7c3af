//! The expected utility model by its definition: nested loops straight from the formulas.

use zopa_positions::Issue;
use zopa_positions::expected_utility::{
    AlternativeOf, AlternativeSign, Centre, ChallengeSalience, Choice, Compromise, Confrontation,
    Denominator, Exponent, LeftAlone, Neighbours, Numerator, Reading, Span, Stop, tolerance,
};

/// Positions after each round, the start first.
pub struct Play {
    pub positions: Vec<Vec<f64>>,
    pub medians: Vec<f64>,
    pub means: Vec<f64>,
}

pub fn weighted_median(x: &[f64], w: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
    let total: f64 = w.iter().sum();
    let mut sum = 0.0;
    for &i in &order {
        sum += w[i];
        if sum >= total / 2.0 - 1e-12 * total {
            return x[i];
        }
    }
    x[order[x.len() - 1]]
}

pub fn weighted_mean(x: &[f64], w: &[f64]) -> f64 {
    let total: f64 = w.iter().sum();
    x.iter().zip(w).map(|(x, w)| x * w).sum::<f64>() / total
}

/// P[i][j] with each voter's distances raised to its exponent.
pub fn success(x: &[f64], w: &[f64], r: &[f64], span: f64, reading: &Reading) -> Vec<Vec<f64>> {
    let n = x.len();
    let distance = |k: usize, i: usize| libm::pow((x[k] - x[i]).abs() / span, r[k]);
    let votes = |i: usize, j: usize| {
        let (mut with, mut against) = (0.0, 0.0);
        for (k, weight) in w.iter().enumerate() {
            let vote = weight * (distance(k, j) - distance(k, i));
            if vote > 0.0 {
                with += vote;
            } else {
                against -= vote;
            }
        }
        (with, against)
    };
    let mut all = 0.0;
    for i in 0..n {
        for j in 0..n {
            let (with, against) = votes(i, j);
            all += with + against;
        }
    }
    let mut p = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            if x[i] == x[j] {
                continue;
            }
            let (with, against) = votes(i, j);
            let whole = match reading.denominator {
                Denominator::Pair => with + against,
                Denominator::AllPairs => all,
            };
            let support = match reading.numerator {
                Numerator::Supporters => with,
                Numerator::NetOfOpponents => (with - against).max(0.0),
            };
            p[i][j] = if whole > 0.0 { support / whole } else { 0.5 };
        }
    }
    p
}

struct Situation<'a> {
    x: &'a [f64],
    s: &'a [f64],
    p: Vec<Vec<f64>>,
    mu: f64,
    span: f64,
    reading: &'a Reading,
}

impl Situation<'_> {
    /// i challenges j; what happens otherwise is judged from the places of `alternative`.
    fn utility(
        &self,
        (i, j): (usize, usize),
        r: f64,
        salience: f64,
        alternative: (usize, usize),
    ) -> f64 {
        let d = (self.x[i] - self.x[j]).abs() / self.span;
        let (own, rival) = alternative;
        let m = (self.x[own] - self.mu).abs() / self.span;
        let power = |base: f64| 2.0 - 4.0 * libm::pow(base.max(0.0), r);
        let success = power(0.5 - 0.5 * d);
        let failure = power(0.5 + 0.5 * d);
        let better = power(0.5 - 0.25 * (m + d));
        let worse = power(0.5 + 0.25 * (m + d));
        let status_quo = power(0.5);
        let t = match self.reading.left_alone {
            LeftAlone::ByDistance => {
                let (x, mu) = (self.x, self.mu);
                // A mean is only known up to rounding.
                let rounding = match self.reading.centre {
                    Centre::Median => 0.0,
                    Centre::Mean => 1e-12 * self.span,
                };
                let closer = (x[own] - mu).abs() + rounding < (x[own] - x[rival]).abs();
                if closer { 1.0 } else { 0.0 }
            }
            LeftAlone::Constant(t) => t,
        };
        let (p, q) = (self.p[i][j], self.reading.stays);
        let sign = match self.reading.alternative_sign {
            AlternativeSign::Subtracted => 1.0,
            AlternativeSign::Added => -1.0,
        };
        salience * (p * success + (1.0 - p) * failure) + (1.0 - salience) * success
            - q * status_quo
            - sign * (1.0 - q) * (t * better + (1.0 - t) * worse)
    }

    /// j threatens i.
    fn threat(&self, j: usize, i: usize) -> f64 {
        let literal = self.reading.salience == ChallengeSalience::Literal;
        let salience = if literal { self.s[j] } else { self.s[i] };
        self.utility((j, i), 1.0, salience, (j, i))
    }

    /// j challenges i, judged by i with exponent r.
    fn challenge(&self, j: usize, i: usize, r: f64) -> f64 {
        let responder = self.reading.salience == ChallengeSalience::Responder;
        let salience = if responder { self.s[i] } else { self.s[j] };
        let alternative = match self.reading.alternative_of {
            AlternativeOf::Challenger => (j, i),
            AlternativeOf::Viewer => (i, j),
        };
        self.utility((j, i), r, salience, alternative)
    }
}

/// Risk exponents, E_ij and E_ji as i sees it.
pub fn considered(
    x: &[f64],
    c: &[f64],
    s: &[f64],
    span: f64,
    reading: &Reading,
) -> (Vec<f64>, Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let n = x.len();
    let w: Vec<f64> = c.iter().zip(s).map(|(c, s)| c * s).collect();
    let mut now = Situation {
        x,
        s,
        p: success(x, &w, &vec![1.0; n], span, reading),
        mu: match reading.centre {
            Centre::Median => weighted_median(x, &w),
            Centre::Mean => weighted_mean(x, &w),
        },
        span,
        reading,
    };
    let threats: Vec<f64> =
        (0..n).map(|i| (0..n).filter(|&j| j != i).map(|j| now.threat(j, i)).sum()).collect();
    let high = threats.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let low = threats.iter().copied().fold(f64::INFINITY, f64::min);
    let equal = high - low <= 1e-13 * (1.0 + high.abs().max(low.abs()));
    let r: Vec<f64> = threats
        .iter()
        .map(|t| if equal { 0.0 } else { (2.0 * t - high - low) / (high - low) })
        .map(|big| (1.0 - big / 3.0) / (1.0 + big / 3.0))
        .collect();
    if reading.risk_in_votes {
        now.p = success(x, &w, &r, span, reading);
    }
    let mut mine = vec![vec![0.0; n]; n];
    let mut theirs = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            mine[i][j] = now.utility((i, j), r[i], s[j], (i, j));
            let by = match reading.exponent {
                Exponent::Own => r[j],
                Exponent::Viewer => r[i],
            };
            theirs[i][j] = now.challenge(j, i, by);
        }
    }
    (r, mine, theirs)
}

/// The rounds; offers equally good to 1e-12 go to the party that comes first.
pub fn play(issue: &Issue, reading: &Reading) -> Play {
    let column = |f: fn(&zopa_positions::Stand) -> f64| issue.stands.iter().map(f).collect();
    let mut x: Vec<f64> = column(|stand| stand.position);
    let c: Vec<f64> = column(|stand| stand.capability);
    let s: Vec<f64> = column(|stand| stand.salience);
    let w: Vec<f64> = c.iter().zip(&s).map(|(c, s)| c * s).collect();
    let spread = |x: &[f64]| {
        let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        high - x.iter().copied().fold(f64::INFINITY, f64::min)
    };
    let initial = spread(&x);
    let mut played = Play {
        positions: vec![x.clone()],
        medians: vec![weighted_median(&x, &w)],
        means: vec![weighted_mean(&x, &w)],
    };
    let mut quiet = 0;
    for round in 1..=reading.stop.at_most() {
        let span = match reading.span {
            Span::Initial => initial,
            Span::Current => spread(&x),
            Span::Scale => issue.high - issue.low,
        };
        if spread(&x) > 0.0 {
            let (_, mine, theirs) = considered(&x, &c, &s, span, reading);
            let new =
                (0..x.len()).map(|i| take(&x, i, &mine[i], &theirs[i], span, reading)).collect();
            x = new;
        }
        played.medians.push(weighted_median(&x, &w));
        played.means.push(weighted_mean(&x, &w));
        played.positions.push(x.clone());
        if let Stop::MedianSettles { shift, times, .. } = reading.stop {
            let moved = (played.medians[round] - played.medians[round - 1]).abs();
            quiet = if round > 1 && moved < shift { quiet + 1 } else { 0 };
            if quiet >= times {
                break;
            }
        }
    }
    played
}

/// Where i ends up, given all positions as it sees them.
fn take(x: &[f64], i: usize, mine: &[f64], theirs: &[f64], span: f64, reading: &Reading) -> f64 {
    struct Offer {
        class: usize,
        to: f64,
        average: f64,
        utility: f64,
    }
    let mut offers = Vec::new();
    for j in 0..x.len() {
        if i == j || (x[j] == x[i] && reading.neighbours == Neighbours::AtPeace) {
            continue;
        }
        let (a, b) = (mine[j], theirs[j]);
        let average = (-a * x[i] + b * x[j]) / (b - a);
        let none = tolerance(a, b);
        let (mut class, mut to) = (9, x[j]);
        if b > none && a > none {
            if b - a > none && reading.confrontation == Confrontation::LoserMoves {
                class = 0;
            }
        } else if b > none && a < -none {
            if a + b > none {
                class = 1;
                to = match reading.compromise {
                    Compromise::Ratio => x[i] + (x[j] - x[i]) * (-a / b),
                    Compromise::WeightedAverage => average,
                };
            } else if reading.capitulation {
                class = 2;
            }
        }
        if reading.choice == Choice::StrongestChallenger && b > none {
            to = if class < 9 { to } else { x[i] };
            offers.push(Offer { class: j, to, average, utility: b });
        } else if class < 9 {
            offers.push(Offer { class, to, average, utility: b });
        }
    }
    if matches!(reading.choice, Choice::HighestProposerUtility | Choice::StrongestChallenger) {
        let best = offers.iter().map(|offer| offer.utility).fold(f64::NEG_INFINITY, f64::max);
        offers.retain(|offer| offer.utility >= best - tolerance(best, best));
    } else {
        let best = offers.iter().map(|offer| offer.class).min().unwrap_or(0);
        offers.retain(|offer| offer.class == best);
    }
    let rank = |offer: &Offer| {
        if reading.choice == Choice::LowestAverage && offer.class == 1 {
            offer.average
        } else if reading.choice == Choice::StrongestChallenger {
            (x[offer.class] - x[i]).abs()
        } else {
            (offer.to - x[i]).abs()
        }
    };
    let best = offers.iter().map(rank).fold(f64::INFINITY, f64::min);
    let taken = offers.iter().find(|offer| rank(offer) <= best + 1e-12 * span);
    taken.map_or(x[i], |offer| offer.to)
}
