//! Octants: what two expected utilities say of the relation between two parties.

/// Expected utilities closer to each other, or to 0, than this count as equal.
///
/// `1e-15 + 1e-13 max(|a|, |b|)`: rounding alone makes such differences. Ties of symmetric issues
/// would otherwise be decided by the last bit of a sum, hence by the order of the parties.
#[inline(always)]
pub fn tolerance(a: f64, b: f64) -> f64 {
    1e-15 + 1e-13 * a.abs().max(b.abs())
}

/// The relation of a party to another as the party sees it, from the utility `a` that it expects
/// of a challenge and the utility `b` that the other expects of challenging it.
///
/// Source: Scholz, Calbert and Smith 2011, figures 5 and 6.
///
/// ```
/// use zopa_positions::expected_utility::Octant;
/// assert_eq!(Octant::of(0.2, 0.5), Octant::ConfrontationLost);
/// assert_eq!(Octant::of(-0.2, 0.5), Octant::CompromiseLost);
/// assert_eq!(Octant::of(-0.5, 0.2), Octant::CompelLost);
/// assert_eq!(Octant::of(-0.5, -0.2), Octant::Stalemate);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Octant {
    /// a, b > 0 and b > a: the party would have to take the other's position.
    ConfrontationLost,
    /// a, b > 0 and a > b: the other would have to move.
    ConfrontationWon,
    /// a < 0 < b and b > |a|: the party moves part of the way.
    CompromiseLost,
    /// b < 0 < a and a > |b|: the other moves part of the way.
    CompromiseWon,
    /// a < 0 < b and b <= |a|: the party gives in.
    CompelLost,
    /// b < 0 < a and a <= |b|: the other gives in.
    CompelWon,
    /// a, b < 0: nobody moves.
    Stalemate,
    /// On an edge (a or b is 0, or both are equal and above 0), or at one position: nobody moves.
    None,
}

impl Octant {
    /// The relation in a word.
    pub fn manner(self) -> &'static str {
        match self {
            Octant::ConfrontationLost | Octant::ConfrontationWon => "confrontation",
            Octant::CompromiseLost | Octant::CompromiseWon => "compromise",
            Octant::CompelLost | Octant::CompelWon => "capitulation",
            Octant::Stalemate => "stalemate",
            Octant::None => "no contest",
        }
    }

    /// The octant of the two expected utilities.
    pub fn of(mine: f64, theirs: f64) -> Octant {
        let none = tolerance(mine, theirs);
        let (positive, negative) = (|v: f64| v > none, |v: f64| v < -none);
        if positive(mine) && positive(theirs) {
            if positive(theirs - mine) {
                Octant::ConfrontationLost
            } else if positive(mine - theirs) {
                Octant::ConfrontationWon
            } else {
                Octant::None
            }
        } else if negative(mine) && positive(theirs) {
            if positive(theirs + mine) { Octant::CompromiseLost } else { Octant::CompelLost }
        } else if positive(mine) && negative(theirs) {
            if positive(mine + theirs) { Octant::CompromiseWon } else { Octant::CompelWon }
        } else if negative(mine) && negative(theirs) {
            Octant::Stalemate
        } else {
            Octant::None
        }
    }
}

/// A party's relation to another in one round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// E_ij: utility that the party expects of challenging the other.
    pub mine: f64,
    /// E_ji: utility that the other expects of challenging the party, as the party sees it.
    pub theirs: f64,
    /// P_ij: probability that the party prevails; 0 at the same position.
    pub prevails: f64,
    /// What follows.
    pub octant: Octant,
}

/// All relations of one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Views {
    /// Positions before the round.
    pub positions: Vec<f64>,
    /// Risk exponent r_i of each party, in [0.5, 2].
    pub risk: Vec<f64>,
    /// `views[i][j]`: party i's relation to j, in the order of the issue.
    pub views: Vec<Vec<View>>,
}
