//! One pair of parties and one pair of issues: who supplies what, and how much.

use super::{Side, Table, Trade};

/// Moves and gains below this are none.
const NOTHING: f64 = 1e-10;

/// What one partner supplies, on a scale of 0 to 100.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supply {
    pub party: usize,
    pub issue: usize,
    /// Index of the supplier among the stands of the issue.
    pub stand: usize,
    /// What the partner asks for: its own position.
    pub demand: f64,
    /// +1 if the supplier moves up the scale, -1 if down.
    direction: f64,
    /// Shift of the outcome for a move of one point.
    leverage: f64,
    /// The supplier's salience on this issue.
    cost: f64,
    /// The partner's salience on this issue.
    worth: f64,
    pub from: f64,
    pub to: f64,
    before: f64,
    after: f64,
}

impl Supply {
    fn room(&self) -> f64 {
        (self.demand - self.from) * self.direction
    }

    fn shift(&self) -> f64 {
        (self.to - self.from) * self.direction * self.leverage
    }

    /// How far the outcome still is from the demanded position; 0 at it, negative past it.
    fn distance(&self) -> f64 {
        let distance = (self.demand - self.before) * self.direction;
        if distance.abs() < 1e-9 { 0.0 } else { distance }
    }

    /// The move that takes the outcome to the demanded position, where it would go past it.
    fn cut(&self, length: f64) -> Option<f64> {
        let distance = self.distance();
        (distance > 0.0 && length * self.leverage > distance + 1e-12)
            .then(|| distance / self.leverage)
    }
}

/// A possible trade: the first supplies the later issue, the second the earlier.
pub(super) struct Pair {
    pub sides: [Supply; 2],
    cut: bool,
    /// Favoured partner (the first or not) and the share of the other's gain that it takes.
    pub favour: Option<(bool, f64)>,
}

impl Pair {
    /// The pair, if it has something to trade on its issues `[p, q]`, p before q.
    pub fn new(
        table: &Table<'_>,
        positions: &[Vec<f64>],
        outcomes: &[f64],
        [a, b]: [usize; 2],
        [p, q]: [usize; 2],
    ) -> Option<Pair> {
        let stand = |party: usize, issue: usize| table.stand_of[issue].get(&party).copied();
        let [ap, aq, bp, bq] = [stand(a, p)?, stand(a, q)?, stand(b, p)?, stand(b, q)?];
        let right = |issue: usize, at: usize| positions[issue][at] > outcomes[issue];
        if right(p, ap) == right(p, bp) || right(q, aq) == right(q, bq) {
            return None;
        }
        let salience = |issue: usize, at: usize| table.issues[issue].stands[at].salience;
        let (ratio_a, ratio_b) =
            (salience(p, ap) * salience(q, bq), salience(p, bp) * salience(q, aq));
        if ratio_a == ratio_b {
            return None;
        }
        // The one that cares relatively less about p supplies p; `first` supplies q.
        let (first, second) =
            if ratio_a < ratio_b { ((b, bp, bq), (a, ap, aq)) } else { ((a, ap, aq), (b, bp, bq)) };
        let supply = |party: usize, issue: usize, at: usize, partner: usize| {
            let (from, demand) = (positions[issue][at], positions[issue][partner]);
            Supply {
                party,
                issue,
                stand: at,
                demand,
                direction: if demand > from { 1.0 } else { -1.0 },
                leverage: table.weights[issue][at] / table.total[issue],
                cost: salience(issue, at),
                worth: salience(issue, partner),
                from,
                to: from,
                before: outcomes[issue],
                after: outcomes[issue],
            }
        };
        Some(Pair {
            sides: [supply(first.0, q, first.2, second.2), supply(second.0, p, second.1, first.1)],
            cut: false,
            favour: None,
        })
    }

    /// Works out how far each moves; false where there is nothing (more) to gain.
    pub fn settle(&mut self) -> bool {
        let [first, second] = &mut self.sides;
        if first.leverage <= 0.0 || second.leverage <= 0.0 {
            return false;
        }
        // Who has what it asks for asks no more.
        if first.distance() <= 0.0 || second.distance() <= 0.0 {
            return false;
        }
        // Shift of the first's issue for a unit shift of the second's.
        let ratio = (second.worth + second.cost) / (first.worth + first.cost);
        let first_for = |z: f64| z * second.leverage * ratio / first.leverage;
        let second_for = |z: f64| z * first.leverage / ratio / second.leverage;
        let mut move_second = second.room();
        let mut move_first = first_for(move_second);
        if move_first > first.room() {
            move_first = first.room();
            move_second = second_for(move_first);
        }
        let mut at_demand = [false; 2];
        if let Some(z) = first.cut(move_first) {
            (move_first, move_second) = (z, second_for(z));
            at_demand = [true, false];
        }
        if let Some(z) = second.cut(move_second) {
            (move_first, move_second) = (first_for(z), z);
            at_demand = [false, true];
        }
        self.cut |= at_demand[0] || at_demand[1];
        if let Some((first_favoured, share)) = self.favour {
            // The other keeps 1 - share of its gain, and supplies more for that as long as it has
            // room and its outcome is short of the demand; beyond, the favoured supplies less.
            let (dq, dp) = (move_first * first.leverage, move_second * second.leverage);
            let kept = (1.0 - share) * (first.worth * dq - second.cost * dp);
            let was_cut = at_demand[0] || at_demand[1];
            let most = |side: &Supply, now: f64| {
                let all = (side.room() * side.leverage).min(side.distance());
                if was_cut { now } else { all.max(now) }
            };
            let (dq, dp) = if first_favoured {
                let dp = ((first.worth * dq - kept) / second.cost).min(most(second, dp));
                ((kept + second.cost * dp) / first.worth, dp)
            } else {
                let dq = ((second.worth * dp - kept) / first.cost).min(most(first, dq));
                (dq, (kept + first.cost * dq) / second.worth)
            };
            move_first = (dq / first.leverage).min(first.room());
            move_second = (dp / second.leverage).min(second.room());
            at_demand = [false; 2];
        }
        if !(move_first >= NOTHING && move_second >= NOTHING) {
            return false;
        }
        for ((side, length), exact) in
            [first, second].into_iter().zip([move_first, move_second]).zip(at_demand)
        {
            side.to = side.from + side.direction * length;
            side.after = if exact {
                side.demand
            } else {
                side.before + side.direction * length * side.leverage
            };
            if !(-1e-9..=100.0 + 1e-9).contains(&side.to) {
                return false;
            }
            side.to = side.to.clamp(0.0, 100.0);
        }
        let [a, b] = self.gains();
        // A favoured partner may leave the other with next to nothing, but not with a loss.
        self.gain() >= NOTHING && a >= -NOTHING && b >= -NOTHING
    }

    /// What the first and the second gain.
    fn gains(&self) -> [f64; 2] {
        let [first, second] = &self.sides;
        let (dq, dp) = (first.shift(), second.shift());
        [second.worth * dp - first.cost * dq, first.worth * dq - second.cost * dp]
    }

    /// The mean gain of the two: with equal gains, what each gains.
    pub fn gain(&self) -> f64 {
        let [a, b] = self.gains();
        0.5 * (a + b)
    }

    /// Takes over the votes as they are after a trade; true if that concerns this pair.
    pub fn see_votes(&mut self, done: &Pair, votes: &[Vec<f64>], outcomes: &[f64]) -> bool {
        let mut touched = false;
        for side in &mut self.sides {
            if done.sides.iter().any(|supply| supply.issue == side.issue) {
                side.from = votes[side.issue][side.stand];
                side.before = outcomes[side.issue];
                touched = true;
            }
        }
        touched
    }

    /// The trade as it is told, on the issues' own scales.
    pub fn trade(&self, table: &Table<'_>, positions: &[Vec<f64>]) -> Trade {
        let gains = self.gains();
        let mut others = std::collections::BTreeMap::new();
        for side in &self.sides {
            for (stand, given) in table.issues[side.issue].stands.iter().enumerate() {
                if self.sides.iter().any(|partner| partner.party == given.party) {
                    continue;
                }
                let x = positions[side.issue][stand];
                let nearer = (side.before - x).abs() - (side.after - x).abs();
                *others.entry(given.party).or_insert(0.0) += given.salience * nearer;
            }
        }
        let tell = |side: &Supply, gain: f64| Side {
            party: side.party,
            issue: side.issue,
            from: table.own_scale(side.issue, side.from),
            to: table.own_scale(side.issue, side.to),
            outcome_before: table.own_scale(side.issue, side.before),
            outcome_after: table.own_scale(side.issue, side.after),
            gain,
        };
        Trade {
            first: tell(&self.sides[0], gains[0]),
            second: tell(&self.sides[1], gains[1]),
            cut: self.cut,
            externalities: others.into_iter().collect(),
        }
    }
}
