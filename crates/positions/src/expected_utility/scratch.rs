//! Working memory of the expected utility model, kept from one forecast to the next.

use super::octant::Octant;
use super::reading::Centre;

/// A position on which one or more parties stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// On the scale.
    pub x: f64,
    /// Distance from the lowest position as a share of the span.
    pub z: f64,
    /// Parties on it.
    pub count: f64,
    /// Sum of their weights (capability times salience, largest capability 1).
    pub weight: f64,
    /// Sum of their saliences.
    pub salience: f64,
}

/// Working memory for many forecasts one after the other, so that none of them allocates.
///
/// It carries nothing from one forecast to the next.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(super) x: Vec<f64>,
    pub(super) next: Vec<f64>,
    /// Weight: capability, as a share of the largest, times salience.
    pub(super) w: Vec<f64>,
    pub(super) s: Vec<f64>,
    /// Parties sorted by position.
    pub(super) order: Vec<usize>,
    pub(super) place_of: Vec<usize>,
    /// Positions taken, sorted.
    pub(super) places: Vec<Place>,
    /// Their distances from the lowest as shares of the span, once more in a row.
    pub(super) z: Vec<f64>,
    /// mu: on the scale, and from the lowest position as a share of the span; rounding on the
    /// scale.
    pub(super) centre: (f64, f64, f64),
    /// P of each ordered pair of places.
    pub(super) prevails: Vec<f64>,
    pub(super) threat: Vec<f64>,
    pub(super) risk: Vec<f64>,
    pub(super) prefix: Vec<f64>,
    pub(super) moment: Vec<f64>,
    pub(super) logarithms: Vec<f64>,
    pub(super) logarithms_up: Vec<f64>,
    pub(super) table: Vec<f64>,
    pub(super) below: Vec<f64>,
    pub(super) ranks: Vec<f64>,
    pub(super) row: Vec<f64>,
    pub(super) row_up: Vec<f64>,
    /// E_ij = base - gap * salience that weighs the contest; rows parties, columns places.
    pub(super) base: Vec<f64>,
    pub(super) gap: Vec<f64>,
    /// E_ji by the exponent of i, likewise.
    pub(super) base_back: Vec<f64>,
    pub(super) gap_back: Vec<f64>,
    /// E_ij and E_ji of one party i towards all others.
    pub(super) mine: Vec<f64>,
    pub(super) theirs: Vec<f64>,
    /// Positions after each round, the start first: rows of the length of the issue.
    pub(super) history: Vec<f64>,
    /// For each party that moved, round by round: by whose challenge and in which octant.
    pub(super) movers: Vec<Option<(usize, Octant)>>,
    /// Weighted median and mean after each round, the start first.
    pub(super) medians: Vec<f64>,
    pub(super) means: Vec<f64>,
    /// Two offers were equally good and led to different positions.
    pub(super) tie: bool,
    /// The round from which positions repeat, and after how many.
    pub(super) cycle: Option<(usize, usize)>,
}

impl Scratch {
    /// Empty working memory.
    pub fn new() -> Scratch {
        Scratch::default()
    }

    /// Sorts the parties by position and gathers those at one position; finds median and mean.
    pub(super) fn arrange(&mut self, start: f64, span: f64, centre: Centre) {
        let x = &self.x;
        self.order.sort_unstable_by(|&i, &j| x[i].total_cmp(&x[j]).then(i.cmp(&j)));
        self.places.clear();
        let mut total = 0.0;
        for &i in &self.order {
            let new = self.places.last().is_none_or(|place| place.x != x[i]);
            if new {
                let z = if span > 0.0 { (x[i] - start) / span } else { 0.0 };
                self.places.push(Place { x: x[i], z, ..Place::default() });
            }
            let at = self.places.len() - 1;
            self.place_of[i] = at;
            let place = &mut self.places[at];
            place.count += 1.0;
            place.weight += self.w[i];
            place.salience += self.s[i];
            total += self.w[i];
        }
        self.z.clear();
        self.z.extend(self.places.iter().map(|place| place.z));
        let (mut sum, mut moment) = (0.0, 0.0);
        let mut median = self.places.len() - 1;
        let mut found = false;
        for (at, place) in self.places.iter().enumerate() {
            sum += place.weight;
            moment += place.weight * (place.x - self.places[0].x);
            if !found && sum >= total / 2.0 - 1e-12 * total {
                median = at;
                found = true;
            }
        }
        self.medians.push(self.places[median].x);
        let (low, high) = (self.places[0].x, self.places[self.places.len() - 1].x);
        let mean = (low + moment / total).max(low).min(high);
        self.means.push(mean);
        self.centre = match centre {
            Centre::Median => (self.places[median].x, self.z[median], 0.0),
            Centre::Mean if span > 0.0 => (mean, (mean - start) / span, 1e-12 * span),
            Centre::Mean => (mean, 0.0, 0.0),
        };
    }
}
