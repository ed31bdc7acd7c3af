//! Bargains: where two actors would go after a challenge.

use super::options::Interpolation;

/// Keeps both at home where neither cares or neither can press.
const LEAST_WEIGHT: f64 = 1e-6;

/// A bargain between a challenger and the challenged.
pub(super) struct Bargain {
    /// Who challenged.
    pub initiator: usize,
    /// Who was challenged.
    pub receiver: usize,
    /// Where the initiator goes.
    pub of_initiator: Vec<f64>,
    /// Where the receiver goes.
    pub of_receiver: Vec<f64>,
}

/// Rounded to four decimals, half up, as the program does.
fn four_decimals(x: f64) -> f64 {
    (0.5 + x * 10_000.0).floor() / 10_000.0
}

/// The positions (of the initiator, of the receiver) in one dimension: each side is (position,
/// salience, chance).
///
/// The chances may lie outside [0, 1] when the program's reading of the receiver's view is used.
pub(super) fn interpolate(
    rule: Interpolation,
    (theta_i, s_i, p_i): (f64, f64, f64),
    (theta_j, s_j, p_j): (f64, f64, f64),
) -> (f64, f64) {
    let (weight_i, weight_j) = match rule {
        Interpolation::S1P1 => (s_i * p_i, s_j * p_j),
        Interpolation::S2P2 => ((s_i * s_i) * (p_i * p_i), (s_j * s_j) * (p_j * p_j)),
        Interpolation::S2PMax => {
            let fraction = |edge: f64, mine: f64, others: f64| {
                let pull = edge * (others * others);
                let total = pull + LEAST_WEIGHT + (1.0 - edge) * (mine * mine);
                // An edge above 1 comes from a chance outside [0, 1] only.
                if total > 0.0 { pull / total } else { 1.0 }
            };
            let moves_i = fraction((p_j - p_i).max(0.0), s_i, s_j);
            let moves_j = fraction((p_i - p_j).max(0.0), s_j, s_i);
            return (
                theta_i + moves_i * (theta_j - theta_i),
                theta_j + moves_j * (theta_i - theta_j),
            );
        }
    };
    let total = weight_i + LEAST_WEIGHT + weight_j;
    if total <= 0.0 {
        // Only a chance outside [0, 1] leads here: no mean is defined, both stay.
        return (theta_i, theta_j);
    }
    let of_i = ((weight_i + LEAST_WEIGHT) * theta_i + weight_j * theta_j) / total;
    let of_j = (weight_i * theta_i + (LEAST_WEIGHT + weight_j) * theta_j) / total;
    (four_decimals(of_i), four_decimals(of_j))
}

/// The bargain that follows from a chance of the initiator's victory.
pub(super) fn bargain(
    rule: Interpolation,
    probability: f64,
    (initiator, theta_i, s_i): (usize, &[f64], &[f64]),
    (receiver, theta_j, s_j): (usize, &[f64], &[f64]),
) -> Bargain {
    let (of_initiator, of_receiver) = (0..theta_i.len())
        .map(|k| {
            let (of_i, of_j) = interpolate(
                rule,
                (theta_i[k], s_i[k], probability),
                (theta_j[k], s_j[k], 1.0 - probability),
            );
            // Only a chance outside [0, 1] can lead out of the scale.
            (of_i.clamp(0.0, 1.0), of_j.clamp(0.0, 1.0))
        })
        .unzip();
    Bargain { initiator, receiver, of_initiator, of_receiver }
}

/// The mean of two bargains of the same pair.
pub(super) fn compromise(
    first: &Bargain,
    second: &Bargain,
    weight_first: f64,
    weight_second: f64,
) -> Bargain {
    let total = weight_first + weight_second;
    let share = if total > 0.0 { weight_first / total } else { 0.5 };
    let mean = |a: &[f64], b: &[f64]| -> Vec<f64> {
        a.iter().zip(b).map(|(x, y)| share * x + (1.0 - share) * y).collect()
    };
    Bargain {
        initiator: first.initiator,
        receiver: first.receiver,
        of_initiator: mean(&first.of_initiator, &second.of_initiator),
        of_receiver: mean(&first.of_receiver, &second.of_receiver),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sides_meet_in_the_middle_and_the_stronger_moves_less() {
        let (x, y) = interpolate(Interpolation::S2P2, (0.2, 0.5, 0.5), (0.8, 0.5, 0.5));
        assert!((x - 0.5).abs() < 1e-9 && (y - 0.5).abs() < 1e-9);
        let (x, y) = interpolate(Interpolation::S1P1, (0.2, 0.5, 0.75), (0.8, 0.5, 0.25));
        assert!((x - 0.35).abs() < 1e-9 && (y - 0.35).abs() < 1e-9);
        let (x, y) = interpolate(Interpolation::S2PMax, (0.2, 0.5, 0.75), (0.8, 0.5, 0.25));
        // Only j moves, by about half.
        assert!(x == 0.2 && (y - 0.5).abs() < 1e-5, "{x} {y}");
    }

    #[test]
    fn whoever_does_not_care_stays_when_neither_does() {
        assert_eq!(interpolate(Interpolation::S2P2, (0.1, 0.0, 0.5), (0.9, 0.0, 0.5)), (0.1, 0.9));
    }
}
