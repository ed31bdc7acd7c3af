//! The reading [`super::Trading::Program`]: trades as the public program carries them out.

use super::decimal::Decimal;
use super::outcome::{ExchangeRound, Side, Trade};
use super::{PositionExchange, Table};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The decimal places of the binary number nearest to 0.4: what all parties drift less by, per
/// salience.
const DRIFT_BY_SALIENCE: &[u8; 53] = b"40000000000000002220446049250313080847263336181640625";
/// The same of 0.1: what every party drifts.
const DRIFT: &[u8; 55] = b"1000000000000000055511151231257827021181583404541015625";

/// What a salience of 0 is read as, since the program divides by saliences: half a hundredth, as in
/// the forecasts for the European Union that were computed with it.
const NO_SALIENCE: f64 = 0.005;

/// One stand, on a scale of 0 to 100.
#[derive(Debug, Clone, Copy)]
struct Stand {
    party: usize,
    /// Index in the issue as given.
    given: usize,
    position: Decimal,
    salience: Decimal,
    capability: Decimal,
    /// Capability times salience.
    weight: Decimal,
    /// The position times both.
    term: Decimal,
}

impl Stand {
    /// What a vote adds to the weighted sum.
    fn of(&self, vote: Decimal) -> Decimal {
        vote * self.salience * self.capability
    }
}

/// An issue with its stands in the order of the parties.
struct Matter {
    stands: Vec<Stand>,
    /// Sum of the weights.
    total: Decimal,
}

impl Matter {
    fn stand(&self, party: usize) -> Option<usize> {
        self.stands.binary_search_by_key(&party, |stand| stand.party).ok()
    }

    /// The weighted sum of the votes, where those of `votes` count in place of the positions and
    /// the first of them for a party holds.
    fn sum(&self, votes: &[(usize, Decimal)], last: Option<(usize, Decimal)>) -> Decimal {
        let mut sum = Decimal::ZERO;
        for (at, stand) in self.stands.iter().enumerate() {
            let vote = votes.iter().chain(&last).find(|(voter, _)| *voter == at);
            sum = sum + vote.map_or(stand.term, |(_, vote)| stand.of(*vote));
        }
        sum
    }

    /// The outcome where the supplier at `at` votes for `vote`, whatever was recorded of it.
    fn outcome(&self, record: &[(usize, Decimal)], at: usize, vote: Decimal) -> Decimal {
        let mut sum = Decimal::ZERO;
        for (voter, stand) in self.stands.iter().enumerate() {
            let known = record.iter().find(|(recorded, _)| *recorded == voter);
            sum = sum
                + match known {
                    _ if voter == at => stand.of(vote),
                    Some((_, vote)) => stand.of(*vote),
                    None => stand.term,
                };
        }
        sum / self.total
    }
}

/// What one partner supplies.
#[derive(Debug, Clone)]
struct Supply {
    party: usize,
    issue: usize,
    /// Index of the supplier among the stands.
    stand: usize,
    /// The partner's own position, which it asks for.
    demand: Decimal,
    /// The partner asks for more than the supplier's position.
    up: bool,
    from: Decimal,
    to: Decimal,
    before: Decimal,
    after: Decimal,
    /// Moves planned before the supplier last moved elsewhere, summed up.
    planned: Decimal,
    /// The move planned last.
    step: Decimal,
    /// The votes on this issue that the pair knows of.
    record: Vec<(usize, Decimal)>,
    gain: Decimal,
}

impl Supply {
    fn signed(&self, length: Decimal) -> Decimal {
        if self.up { length } else { -length }
    }
}

/// A possible trade: the first supplies the later issue, the second the earlier.
#[derive(Debug, Clone)]
struct Offer {
    sides: [Supply; 2],
    gain: Decimal,
    cut: bool,
    /// Favoured partner (the first or not) and the share of the other's gain that it takes.
    favour: Option<(bool, Decimal)>,
}

impl Offer {
    /// Works out how far each moves; `moved` tells whose own vote has changed. False where the
    /// program strikes the pair off.
    fn settle(&mut self, matters: &[Matter], moved: [bool; 2]) -> bool {
        let tiny = Decimal::from_f64(1e-10);
        let [i, j] = &self.sides;
        let (q, p) = (&matters[i.issue], &matters[j.issue]);
        let (iq, jp) = (&q.stands[i.stand], &p.stands[j.stand]);
        let (Some(ip), Some(jq)) = (p.stand(i.party), q.stand(j.party)) else { return false };
        let (ip, jq) = (p.stands[ip].salience, q.stands[jq].salience);
        if iq.weight.is_zero() || jp.weight.is_zero() {
            return false;
        }
        let room = |side: &Supply| side.signed(side.demand - side.from);
        let (room_i, room_j) = (room(i), room(j));
        if room_i <= Decimal::ZERO || room_j <= Decimal::ZERO {
            return false;
        }
        // Shift of an outcome by a move, and the move for a shift.
        let shift = |length: Decimal, of: &Stand, on: &Matter| of.of(length) / on.total;
        let length = |shift: Decimal, of: &Stand, on: &Matter| shift * on.total / of.weight;
        let (of_p, of_q) = (ip + jp.salience, iq.salience + jq);
        let gain_i = |dp: Decimal, dq: Decimal| ip * dp - iq.salience * dq;
        let gain_j = |dp: Decimal, dq: Decimal| jq * dq - jp.salience * dp;

        // The second all the way, or the first and the second a part of it.
        let (mut move_i, mut move_j) = (Decimal::ZERO, room_j);
        let mut dp = shift(move_j, jp, p);
        let mut dq = dp * (of_p / of_q);
        move_i = move_i + length(dq, iq, q);
        if move_i > room_i {
            move_i = room_i;
            dq = shift(move_i, iq, q);
            dp = dq * (of_q / of_p);
            move_j = length(dp, jp, p);
        }
        let mut gain = gain_i(dp, dq);
        for (side, step, moved) in [(i, move_i, moved[0]), (j, move_j, moved[1])] {
            let earlier = if moved { side.planned + side.step } else { side.planned };
            // Only moves up the scale count here.
            if earlier + side.signed(step) > Decimal::HUNDRED {
                return false;
            }
        }

        if move_i < tiny || move_j < tiny {
            return false;
        }

        // No outcome past the demanded position, unless it is there already.
        let mut before = [Decimal::ZERO; 2];
        let mut was_cut = false;
        for at in [0, 1] {
            let (side, on) = (&self.sides[at], [q, p][at]);
            before[at] = on.outcome(&side.record, side.stand, side.from);
            let to = side.from + side.signed([move_i, move_j][at]);
            let after = on.outcome(&side.record, side.stand, to);
            let past = |outcome: Decimal| side.signed(outcome - side.demand);
            if past(before[at]) >= Decimal::ZERO || past(after) <= Decimal::ZERO {
                continue;
            }
            // Here an earlier record of the supplier's vote counts before its vote of now.
            let sum = on.sum(&side.record, Some((side.stand, side.from)));
            let cut = side.signed(side.demand * on.total - sum) / on.stands[side.stand].weight;
            if at == 0 {
                move_i = cut;
                dq = shift(cut.abs(), iq, q);
                dp = dq * (of_q / of_p);
                move_j = length(dp, jp, p);
                gain = gain_j(dp, dq);
            } else {
                move_j = cut;
                dp = shift(cut.abs(), jp, p);
                dq = dp * (of_p / of_q);
                move_i = length(dq, iq, q);
                gain = gain_i(dp, dq);
            }
            was_cut = true;
        }
        if let Some((first_favoured, share)) = self.favour {
            // The other keeps 1 - share of its gain, and supplies more for that as long as it has
            // room and its outcome is short of the demand; beyond, the favoured supplies less.
            let kept = gain * (Decimal::ONE - share);
            let most = |at: usize, room: Decimal, of: &Stand, on: &Matter, now: Decimal| {
                let short = self.sides[at].signed(self.sides[at].demand - before[at]);
                let all = shift(room, of, on);
                let most = if short > Decimal::ZERO { all.min(short) } else { all };
                if was_cut { now } else { most.max(now) }
            };
            if first_favoured {
                let most = most(1, room_j, jp, p, dp);
                dp = ((jq * dq - kept) / jp.salience).min(most);
                dq = (kept + jp.salience * dp) / jq;
            } else {
                let most = most(0, room_i, iq, q, dq);
                dq = ((ip * dp - kept) / iq.salience).min(most);
                dp = (kept + iq.salience * dq) / ip;
            }
            move_i = length(dq, iq, q).min(room_i);
            move_j = length(dp, jp, p).min(room_j);
        }
        let gains = match self.favour {
            None => [gain; 2],
            Some(_) => [gain_i(dp, dq), gain_j(dp, dq)],
        };
        if move_i < tiny || move_j < tiny || gain < tiny || gains.iter().any(|&g| g < -tiny) {
            return false;
        }
        self.gain = gain;
        self.cut |= was_cut;
        for (at, (step, shift)) in [(move_i, dq), (move_j, dp)].into_iter().enumerate() {
            let side = &mut self.sides[at];
            let step = side.signed(step);
            side.to = side.from + step;
            if side.to < Decimal::ZERO || side.to > Decimal::HUNDRED {
                return false;
            }
            if moved[at] {
                side.planned = side.planned + side.step;
            }
            side.step = step;
            side.gain = gains[at];
            side.before = before[at];
            side.after = before[at] + side.signed(shift);
        }
        true
    }

    /// Takes over of a trade what this pair can see, and works out its own again. False where the
    /// pair is struck off.
    fn see(&mut self, done: &Offer, matters: &[Matter]) -> bool {
        let (mut moved, mut touched) = ([false; 2], false);
        let parties = self.sides.each_ref().map(|side| side.party);
        for (at, side) in self.sides.iter_mut().enumerate() {
            for (by, supply) in done.sides.iter().enumerate() {
                if supply.issue != side.issue {
                    continue;
                }
                if supply.party == side.party {
                    side.from = supply.to;
                    moved[at] = true;
                }
                // Of what others supply to a party its pairs know, of each supplier the first.
                if done.sides[1 - by].party == parties[1 - at] {
                    touched = true;
                    if side.record.iter().all(|(voter, _)| *voter != supply.stand) {
                        side.record.push((supply.stand, supply.to));
                    }
                }
            }
        }
        !(touched || moved[0] || moved[1]) || self.settle(matters, moved)
    }

    fn trade(&self, table: &Table<'_>, matters: &[Matter]) -> Trade {
        let mut others = BTreeMap::new();
        for side in &self.sides {
            for stand in &matters[side.issue].stands {
                if self.sides.iter().any(|partner| partner.party == stand.party) {
                    continue;
                }
                let nearer =
                    (side.before - stand.position).abs() - (side.after - stand.position).abs();
                *others.entry(stand.party).or_insert(0.0) += (stand.salience * nearer).to_f64();
            }
        }
        let [first, second] = self.sides.each_ref().map(|side| {
            let own_scale = |value: Decimal| table.own_scale(side.issue, value.to_f64());
            Side {
                party: side.party,
                issue: side.issue,
                from: own_scale(side.from),
                to: own_scale(side.to),
                outcome_before: own_scale(side.before),
                outcome_after: own_scale(side.after),
                gain: side.gain.to_f64(),
            }
        });
        Trade { first, second, cut: self.cut, externalities: others.into_iter().collect() }
    }
}

/// All trades that are possible, in the order in which the program draws them up: by pairs of
/// issues; first who is right of both outcomes with who is left of both, then who is left of the
/// first and right of the second with the opposite; by parties.
fn offers(model: &PositionExchange, round: usize, matters: &[Matter]) -> Vec<Offer> {
    let outcomes: Vec<Decimal> =
        matters.iter().map(|matter| matter.sum(&[], None) / matter.total).collect();
    let mut offers = Vec::new();
    for (p, on_p) in matters.iter().enumerate() {
        for (q, on_q) in matters.iter().enumerate().skip(p + 1) {
            let mut groups: [Vec<[usize; 2]>; 4] = Default::default();
            for (at_p, stand) in on_p.stands.iter().enumerate() {
                let Some(at_q) = on_q.stand(stand.party) else { continue };
                let right_p = stand.position > outcomes[p];
                let right_q = on_q.stands[at_q].position > outcomes[q];
                groups[2 * usize::from(right_p) + usize::from(right_q)].push([at_p, at_q]);
            }
            for (left, right) in [(3, 0), (1, 2)] {
                for &a in &groups[left] {
                    for &b in &groups[right] {
                        let Some(mut offer) = offer(matters, &outcomes, [p, q], a, b) else {
                            continue;
                        };
                        let parties = [on_p.stands[a[0]].party, on_p.stands[b[0]].party];
                        offer.favour = model
                            .favour(round, parties, [p, q])
                            .map(|(who, share)| (who, Decimal::from_f64(share)));
                        if offer.settle(matters, [false; 2]) {
                            offers.push(offer);
                        }
                    }
                }
            }
        }
    }
    offers
}

fn offer(
    matters: &[Matter],
    outcomes: &[Decimal],
    [p, q]: [usize; 2],
    a: [usize; 2],
    b: [usize; 2],
) -> Option<Offer> {
    let stand = |issue: usize, at: usize| &matters[issue].stands[at];
    let ratio = |of: [usize; 2]| stand(p, of[0]).salience / stand(q, of[1]).salience;
    let (ratio_a, ratio_b) = (ratio(a), ratio(b));
    if ratio_a == ratio_b {
        return None;
    }
    // The one that cares relatively less about p supplies p; the first supplies q.
    let (i, j) = if ratio_a < ratio_b { (b, a) } else { (a, b) };
    let supply = |issue: usize, at: usize, partner: usize| {
        let (own, demand) = (stand(issue, at), stand(issue, partner).position);
        Supply {
            party: own.party,
            issue,
            stand: at,
            demand,
            up: demand > own.position,
            from: own.position,
            to: own.position,
            before: outcomes[issue],
            after: outcomes[issue],
            planned: Decimal::ZERO,
            step: Decimal::ZERO,
            record: Vec::new(),
            gain: Decimal::ZERO,
        }
    };
    Some(Offer {
        sides: [supply(q, i[1], j[1]), supply(p, j[0], i[0])],
        gain: Decimal::ZERO,
        cut: false,
        favour: None,
    })
}

/// The rounds as the program runs them.
pub(super) fn run(model: &PositionExchange, table: &Table<'_>) -> Vec<ExchangeRound> {
    let places = |digits: &[u8]| digits.iter().map(|digit| digit - b'0').collect::<Vec<u8>>();
    let (by_salience, always) = (places(DRIFT_BY_SALIENCE), places(DRIFT));
    let mut matters: Vec<Matter> = table.issues.iter().map(matter).collect();
    let mut rounds = Vec::new();
    for round in 0..model.rounds.max(1) {
        let positions: Vec<Vec<Decimal>> =
            matters.iter().map(|m| m.stands.iter().map(|stand| stand.position).collect()).collect();
        let mut votes = positions.clone();
        let mut offers = offers(model, round, &matters);
        let mut result = ExchangeRound {
            positions: tell(table, &matters, &positions),
            outcomes_before: outcomes(table, &matters, &positions),
            ..ExchangeRound::default()
        };
        offers.sort_by_key(|offer| Reverse(offer.gain));
        result.opportunities = offers.iter().map(|offer| offer.trade(table, &matters)).collect();
        let tie = Decimal::from_f64(super::TIE);
        while !offers.is_empty() {
            offers.sort_by_key(|offer| Reverse(offer.gain));
            let done = offers.remove(0);
            let equal = offers.first().is_some_and(|next| done.gain - next.gain < tie);
            result.ties += usize::from(equal);
            result.trades.push(done.trade(table, &matters));
            for side in &done.sides {
                votes[side.issue][side.stand] = side.to;
            }
            offers.retain_mut(|offer| offer.see(&done, &matters));
        }
        result.outcomes_after = outcomes(table, &matters, &votes);
        result.votes = tell(table, &matters, &votes);
        rounds.push(result);
        for (matter, votes) in matters.iter_mut().zip(&votes) {
            for (stand, &vote) in matter.stands.iter_mut().zip(votes) {
                if vote == stand.position {
                    continue;
                }
                let weight = (Decimal::ONE - stand.salience).times_fraction(&by_salience);
                let rest = Decimal::ONE - weight - Decimal::ONE.times_fraction(&always);
                stand.position =
                    weight * vote + vote.times_fraction(&always) + rest * stand.position;
                stand.term = stand.of(stand.position);
            }
        }
    }
    rounds
}

fn matter(issue: &crate::Issue) -> Matter {
    let (low, high) = (Decimal::from_f64(issue.low), Decimal::from_f64(issue.high));
    let step = Decimal::HUNDRED / (high - low);
    let mut stands: Vec<Stand> = issue
        .stands
        .iter()
        .enumerate()
        .map(|(given, stand)| {
            let salience = if stand.salience == 0.0 { NO_SALIENCE } else { stand.salience };
            let (salience, capability) =
                (Decimal::from_f64(salience), Decimal::from_f64(stand.capability));
            let position = (Decimal::from_f64(stand.position) - low) * step;
            Stand {
                party: stand.party,
                given,
                position,
                salience,
                capability,
                weight: salience * capability,
                term: position * salience * capability,
            }
        })
        .collect();
    stands.sort_by_key(|stand| stand.party);
    let total = stands.iter().fold(Decimal::ZERO, |sum, stand| sum + stand.weight);
    Matter { stands, total }
}

fn outcomes(table: &Table<'_>, matters: &[Matter], votes: &[Vec<Decimal>]) -> Vec<f64> {
    let outcome = |(issue, (matter, votes)): (usize, (&Matter, &Vec<Decimal>))| {
        let votes: Vec<(usize, Decimal)> = votes.iter().copied().enumerate().collect();
        table.own_scale(issue, (matter.sum(&votes, None) / matter.total).to_f64())
    };
    matters.iter().zip(votes).enumerate().map(outcome).collect()
}

/// Votes on the issues' own scales, in the order of the stands as given.
fn tell(table: &Table<'_>, matters: &[Matter], votes: &[Vec<Decimal>]) -> Vec<Vec<f64>> {
    let told = |(issue, (matter, votes)): (usize, (&Matter, &Vec<Decimal>))| {
        let mut told = vec![0.0; votes.len()];
        for (stand, vote) in matter.stands.iter().zip(votes) {
            told[stand.given] = table.own_scale(issue, vote.to_f64());
        }
        told
    };
    matters.iter().zip(votes).enumerate().map(told).collect()
}
