//! Closed forms of the literature on bargaining and war, one concept a file.
//!
//! Each module states a formula, its assumptions and its source and offers plain functions;
//! [`CATALOGUE`] lists them as topics with named arguments, ranges and outputs, and [`FUNCTIONS`]
//! lists those with one number as result for use in equations.
//!
//! ```
//! let walk = zopa_theory::find("fort walk").unwrap();
//! let values = walk.compute(&[("p", 0.55), ("X", 5.0), ("N", 10.0)]).unwrap();
//! assert!((values[walk.output("duration").unwrap()] - 23.171_740_118).abs() < 1e-6);
//!
//! let win = zopa_theory::function("fort_walk_win").unwrap();
//! assert!(((win.evaluate)(&[0.5, 3.0, 10.0]) - 0.3).abs() < 1e-12);
//! ```

mod catalogue;
mod error;
mod topic;

pub mod alternating_offers;
pub mod bargaining_range;
pub mod belief_gap;
pub mod breakdown_risk;
pub mod breakdown_weight;
pub mod complementary_error;
pub mod conditional_threat;
pub mod contest_with_draw;
pub mod deal_value;
pub mod deterrence_threshold;
pub mod difference_contest;
pub mod dissatisfaction;
pub mod divergent_beliefs;
pub mod early_concession;
pub mod economic_strain;
pub mod egalitarian;
pub mod expected_aid_cut;
pub mod fort_walk;
pub mod fort_walk_discounted;
pub mod frontier;
pub mod guarantee_strength;
pub mod inclusion;
pub mod indivisibility;
pub mod inefficiency_condition;
pub mod inside_options;
pub mod kalai_smorodinsky;
pub mod lanchester_linear;
pub mod lanchester_mixed;
pub mod lanchester_reinforced;
pub mod lanchester_square;
pub mod learning_from_battles;
pub mod learning_from_refusal;
pub mod linkage;
pub mod logit_equilibrium;
pub mod logit_response;
pub mod logrolling;
pub mod majority_bargaining;
pub mod minimum_guarantee;
pub mod nash_bargaining;
pub mod outside_option;
pub mod preventive_war;
pub mod private_cost_offer;
pub mod ratification;
pub mod ratio_contest;
pub mod ripeness;
pub mod self_enforcement;
pub mod stubborn_types;
pub mod two_level_game;
pub mod unanimity_bargaining;
pub mod veto_players;
pub mod war_of_attrition;
pub mod war_value;
pub mod weariness;
pub mod weibull_spell;
pub mod win_set;

pub use catalogue::{CATALOGUE, FUNCTIONS, find, function};
pub use error::TheoryError;
pub use topic::{Argument, Output, ScalarFunction, Topic};
