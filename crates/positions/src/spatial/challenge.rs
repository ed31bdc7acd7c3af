//! Challenges: what an actor expects of confronting another, third parties included.
//!
//! All utilities are those that the viewer h ascribes: u_nj = (1 - d_nj)(1 + r_hn d_nj). Principals
//! i and j vote with weight S c (S the sum of an actor's saliences) between the two positions:
//! strengths A of i's side and B of j's, each 1e-10 plus the votes. A third party n votes plainly v
//! = vote(S_n c_n, u_ni - u_nj), which gives a little contest of i, j and n; what it then
//! contributes is the vote between the values of joining i and joining j:
//!
//! | commitment | n with i, i wins | n with i, j wins | n with j, i wins | n with j, j wins |
//! |---|---|---|---|---|
//! | full | 3 u_ni | 3 u_nj | 3 u_ni | 3 u_nj |
//! | semi | 2 u_ni + u_nn | 3 u_nj | 3 u_ni | 2 u_nj + u_nn |
//! | none | 2 u_ni + u_nn | 2 u_nj + u_nn | 2 u_ni + u_nn | 2 u_nj + u_nn |
//!
//! As the program: i wins with chance (A + max(v, 0)) / (A + B + |v|) whichever side n joins.
//! Sound: with chance (A + |v|) / (A + B + |v|) if n joins i, A / (A + B + |v|) if it joins j and A
//! / (A + B) if it abstains, which is worth 2 u_ni + u_nn or 2 u_nj + u_nn; n abstains if that is
//! worth more (by over 1e-9) than either side.
//!
//! The chance p of victory is i's coalition over both. The gain of actor k is
//! (1 - S_j) 2 u_ki + S_j (p 2 u_ki + (1 - p) 2 u_kj) - (u_ki + u_kj).
//!
//! Source: Efird, Lester and Wise (2016), and the KTAB program (2017), whose constants these are.

use super::options::{Commitment, Options, ThirdParties};
use super::state::{State, TIE};
use super::utility::{estimated_risk, utility};
use super::voting::{two_sides, with_vote};

/// Gains not above this are none.
const LEAST_GAIN: f64 = 1e-5;
/// What abstaining must be worth more than joining: where one side is sure to win, abstaining and
/// joining it are the same but for rounding.
const BETTER_OUTSIDE: f64 = 1e-9;
/// The least strength of a principal's side.
const LEAST_SIDE: f64 = 1e-10;

/// What a viewer expects of a challenge.
#[derive(Clone, Copy)]
pub(super) struct Prospect {
    /// The chance that the initiator prevails.
    pub probability: f64,
    /// What the initiator gains over the status quo.
    pub gain: f64,
}

/// The best challenge of an actor.
#[derive(Clone, Copy)]
pub(super) struct Target {
    /// Whom to challenge.
    pub actor: usize,
    /// What to expect.
    pub prospect: Prospect,
    /// Another target is as good.
    pub tied: bool,
}

/// Utilities as one actor sees them.
pub(super) struct View<'a> {
    state: &'a State<'a>,
    options: &'a Options,
    /// `utility[j * actors + n]`: of the position of j to n.
    utility: Vec<f64>,
    /// Of n's own position to n.
    own: Vec<f64>,
    /// S c of every third party; 0 for the principals of the contest in hand.
    weight: Vec<f64>,
    votes: Vec<f64>,
}

impl<'a> View<'a> {
    /// Room for one viewer at a time.
    pub fn new(state: &'a State<'a>, options: &'a Options) -> Self {
        let actors = state.actors();
        View {
            state,
            options,
            utility: vec![0.0; actors * actors],
            own: vec![0.0; actors],
            weight: state.politics.effort.clone(),
            votes: vec![0.0; actors],
        }
    }

    /// Sees the world as `viewer` does. O(actors^2).
    pub fn look(&mut self, viewer: usize) {
        let actors = self.state.actors();
        let risk: Vec<f64> = self
            .state
            .risk
            .iter()
            .map(|&other| {
                estimated_risk(self.state.risk[viewer], other, self.options.risk_estimate)
            })
            .collect();
        for (row, away) in
            self.utility.chunks_exact_mut(actors).zip(self.state.distance.chunks_exact(actors))
        {
            for n in 0..actors {
                row[n] = utility(away[n], risk[n]);
            }
        }
        for n in 0..actors {
            self.own[n] = self.utility[n * actors + n];
        }
    }

    /// The prospect of i challenging j, for i. O(actors).
    pub fn prospect(&mut self, i: usize, j: usize) -> Prospect {
        let actors = self.state.actors();
        let at_i = &self.utility[i * actors..][..actors];
        let at_j = &self.utility[j * actors..][..actors];
        let effort = &self.state.politics.effort;
        (self.weight[i], self.weight[j]) = (0.0, 0.0);
        let (mut with_i, mut with_j) = (LEAST_SIDE, LEAST_SIDE);
        with_vote!(self.options.voting_rule, vote => {
            for principal in [i, j] {
                let cast = vote(effort[principal], at_i[principal] - at_j[principal]);
                with_i += cast.max(0.0);
                with_j += (-cast).max(0.0);
            }
            let contest = Contest {
                sides: (with_i, with_j),
                at_i,
                at_j,
                own: &self.own,
                weight: &self.weight,
            };
            match self.options.third_parties {
                ThirdParties::AsProgram => {
                    contest.as_program(self.options.commitment, vote, &mut self.votes);
                }
                ThirdParties::Sound => {
                    contest.sound(self.options.commitment, vote, &mut self.votes);
                }
            }
        });
        (self.weight[i], self.weight[j]) = (effort[i], effort[j]);
        let (up, down) = two_sides(&self.votes);
        let (with_i, with_j) = (with_i + up, with_j + down);
        let probability = with_i / (with_i + with_j);
        let (mine, other) = (at_i[i], at_j[i]);
        let resistance = self.state.politics.total_salience[j];
        let contested = probability * (2.0 * mine) + (1.0 - probability) * (2.0 * other);
        let gain = (1.0 - resistance) * (2.0 * mine) + resistance * contested - (mine + other);
        Prospect { probability, gain }
    }

    /// The target with the largest gain for i; the first of several. O(actors^2).
    pub fn best_target(&mut self, i: usize) -> Option<Target> {
        let mut best: Option<Target> = None;
        for actor in (0..self.state.actors()).filter(|&j| j != i) {
            let prospect = self.prospect(i, actor);
            let bar = best.map_or(LEAST_GAIN, |found| found.prospect.gain);
            if prospect.gain > bar + TIE {
                best = Some(Target { actor, prospect, tied: false });
            } else if let Some(found) = &mut best {
                found.tied |= prospect.gain >= bar - TIE;
            }
        }
        best
    }
}

/// One contest before third parties have spoken.
struct Contest<'a> {
    /// Strengths of the two principals' sides.
    sides: (f64, f64),
    at_i: &'a [f64],
    at_j: &'a [f64],
    own: &'a [f64],
    weight: &'a [f64],
}

/// Which of a third party's outcomes are its own position kept (0) or the winner's taken (1): with
/// i and i wins, with i and j wins, with j and i wins, with j and j wins.
fn stakes(commitment: Commitment) -> [f64; 4] {
    match commitment {
        Commitment::Full => [1.0, 1.0, 1.0, 1.0],
        Commitment::Semi => [0.0, 1.0, 1.0, 0.0],
        Commitment::None => [0.0, 0.0, 0.0, 0.0],
    }
}

/// The worth of an outcome: two at the winner's position, the third there or at home.
#[inline(always)]
fn worth(winner: f64, own: f64, taken: f64) -> f64 {
    2.0 * winner + (taken * winner + (1.0 - taken) * own)
}

impl Contest<'_> {
    #[inline(always)]
    fn as_program<V: Fn(f64, f64) -> f64 + Copy>(
        &self,
        commitment: Commitment,
        vote: V,
        votes: &mut [f64],
    ) {
        let [a, b, c, d] = stakes(commitment);
        let actors = votes.len();
        let (side_i, side_j) = self.sides;
        let (at_i, at_j) = (&self.at_i[..actors], &self.at_j[..actors]);
        let (own, weight) = (&self.own[..actors], &self.weight[..actors]);
        for n in 0..actors {
            let (x, y, z, w) = (at_i[n], at_j[n], own[n], weight[n]);
            let plain = vote(w, x - y);
            let for_i = side_i + plain.max(0.0);
            let for_j = side_j + (-plain).max(0.0);
            let p = for_i / (for_i + for_j);
            let join_i = p * worth(x, z, a) + (1.0 - p) * worth(y, z, b);
            let join_j = p * worth(x, z, c) + (1.0 - p) * worth(y, z, d);
            votes[n] = vote(w, join_i - join_j);
        }
    }

    #[inline(always)]
    fn sound<V: Fn(f64, f64) -> f64 + Copy>(
        &self,
        commitment: Commitment,
        vote: V,
        votes: &mut [f64],
    ) {
        let [a, b, c, d] = stakes(commitment);
        let actors = votes.len();
        let (side_i, side_j) = self.sides;
        let even = side_i / (side_i + side_j);
        let (at_i, at_j) = (&self.at_i[..actors], &self.at_j[..actors]);
        let (own, weight) = (&self.own[..actors], &self.weight[..actors]);
        for n in 0..actors {
            let (x, y, z, w) = (at_i[n], at_j[n], own[n], weight[n]);
            let strength = vote(w, x - y).abs();
            let all = side_i + side_j + strength;
            let (p, q) = ((side_i + strength) / all, side_i / all);
            let join_i = p * worth(x, z, a) + (1.0 - p) * worth(y, z, b);
            let join_j = q * worth(x, z, c) + (1.0 - q) * worth(y, z, d);
            let abstain = even * worth(x, z, 0.0) + (1.0 - even) * worth(y, z, 0.0);
            let cast = vote(w, join_i - join_j);
            votes[n] = if abstain > join_i.max(join_j) + BETTER_OUTSIDE { 0.0 } else { cast };
        }
    }
}
