//! What a model says of an issue.

/// Something that the reader of a forecast must know.
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// Positions come back to where they were: from this round on, with this period.
    Cycle {
        /// The first round of the cycle.
        from: usize,
        /// Rounds until it repeats.
        period: usize,
    },
    /// The forecast has gone to an end of the scale at which nobody, or a minority, stood.
    RanToTheEnd,
    /// Positions still move in the last round: the answer depends on where the rounds stop.
    StillMoving {
        /// The largest move of the last round, in points of the scale.
        by: f64,
    },
    /// A weighted median is not unique: any point between the two serves.
    MedianTie {
        /// Lower median.
        low: f64,
        /// Upper median.
        high: f64,
    },
    /// Several answers are equally good; the first by the stated rule was taken.
    Tie,
    /// The model falls back to another answer; says why.
    FellBack(&'static str),
}

/// The positions after one round.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Round {
    /// Position of each stand, in the order of the issue.
    pub positions: Vec<f64>,
    /// The model's forecast if it stopped here.
    pub forecast: f64,
    /// For each stand that moved: whose challenge or exchange moved it (index of the stand).
    pub moved_by: Vec<Option<usize>>,
}

/// A model's forecast of an issue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forecast {
    /// The point forecast, on the scale.
    pub point: f64,
    /// Round by round, for models that have rounds.
    pub rounds: Vec<Round>,
    /// For models that yield a lottery over outcomes: outcome and probability.
    pub lottery: Vec<(f64, f64)>,
    /// What the reader must know.
    pub remarks: Vec<Remark>,
}

impl Forecast {
    /// A point and nothing else.
    pub fn point(point: f64) -> Self {
        Forecast { point, ..Forecast::default() }
    }
}
