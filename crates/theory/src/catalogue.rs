//! The catalogue of topics and of functions, and how to find an entry by name.

use crate::topic::{ScalarFunction, Topic, plain};
use crate::{
    alternating_offers, bargaining_range, belief_gap, breakdown_risk, breakdown_weight,
    complementary_error, conditional_threat, contest_with_draw, deal_value, deterrence_threshold,
    difference_contest, dissatisfaction, divergent_beliefs, early_concession, economic_strain,
    egalitarian, expected_aid_cut, fort_walk, fort_walk_discounted, guarantee_strength, inclusion,
    indivisibility, inefficiency_condition, inside_options, kalai_smorodinsky, lanchester_linear,
    lanchester_mixed, lanchester_reinforced, lanchester_square, learning_from_battles,
    learning_from_refusal, linkage, logit_equilibrium, logit_response, logrolling,
    majority_bargaining, minimum_guarantee, nash_bargaining, outside_option, preventive_war,
    private_cost_offer, ratification, ratio_contest, ripeness, self_enforcement, stubborn_types,
    two_level_game, unanimity_bargaining, veto_players, war_of_attrition, war_value, weariness,
    weibull_spell, win_set,
};

/// Every closed form, grouped by subject.
pub static CATALOGUE: &[Topic] = &[
    bargaining_range::TOPIC,
    indivisibility::TOPIC,
    private_cost_offer::TOPIC,
    preventive_war::TOPIC,
    inefficiency_condition::TOPIC,
    dissatisfaction::TOPIC,
    alternating_offers::TOPIC,
    outside_option::TOPIC,
    inside_options::TOPIC,
    breakdown_risk::TOPIC,
    majority_bargaining::TOPIC,
    unanimity_bargaining::TOPIC,
    nash_bargaining::TOPIC,
    nash_bargaining::ASYMMETRIC,
    kalai_smorodinsky::TOPIC,
    egalitarian::TOPIC,
    logrolling::TOPIC,
    early_concession::TOPIC,
    linkage::TOPIC,
    conditional_threat::TOPIC,
    expected_aid_cut::TOPIC,
    inclusion::TOPIC,
    ratio_contest::FUNCTION,
    ratio_contest::EQUILIBRIUM,
    difference_contest::FUNCTION,
    difference_contest::EQUILIBRIUM,
    contest_with_draw::FUNCTION,
    contest_with_draw::EQUILIBRIUM,
    lanchester_square::TOPIC,
    lanchester_linear::TOPIC,
    lanchester_mixed::TOPIC,
    lanchester_reinforced::TOPIC,
    war_of_attrition::TOPIC,
    stubborn_types::TOPIC,
    fort_walk::TOPIC,
    fort_walk_discounted::TOPIC,
    war_value::TOPIC,
    divergent_beliefs::TOPIC,
    belief_gap::TOPIC,
    belief_gap::CONVERGENCE,
    learning_from_battles::TOPIC,
    learning_from_refusal::TOPIC,
    logit_response::TOPIC,
    logit_response::SEVERAL,
    logit_equilibrium::TOPIC,
    self_enforcement::TOPIC,
    minimum_guarantee::TOPIC,
    deterrence_threshold::TOPIC,
    guarantee_strength::TOPIC,
    breakdown_weight::TOPIC,
    weibull_spell::TOPIC,
    deal_value::TOPIC,
    two_level_game::TOPIC,
    veto_players::TOPIC,
    win_set::TOPIC,
    weariness::TOPIC,
    economic_strain::TOPIC,
    ripeness::TOPIC,
    ratification::TOPIC,
];

/// Every closed form with one number as result.
pub static FUNCTIONS: &[ScalarFunction] = &[
    bargaining_range::LOWER,
    bargaining_range::UPPER,
    bargaining_range::SURPLUS,
    preventive_war::INCENTIVE,
    dissatisfaction::GAP,
    alternating_offers::SHARE,
    outside_option::SHARE,
    inside_options::SHARE,
    breakdown_risk::SHARE,
    nash_bargaining::SHARE,
    conditional_threat::VALUE,
    ratio_contest::WIN,
    ratio_contest::EFFORT,
    difference_contest::WIN,
    contest_with_draw::WIN,
    lanchester_square::A,
    lanchester_square::B,
    lanchester_linear::A,
    lanchester_linear::B,
    lanchester_mixed::A,
    lanchester_mixed::B,
    war_of_attrition::DURATION,
    war_of_attrition::FIRST,
    stubborn_types::HORIZON,
    stubborn_types::AT_ONCE,
    fort_walk::WIN,
    fort_walk::DURATION,
    fort_walk_discounted::WIN,
    fort_walk_discounted::LOSS,
    war_value::VALUE,
    divergent_beliefs::SURPLUS,
    belief_gap::MEAN,
    learning_from_battles::POSTERIOR,
    learning_from_battles::GAIN,
    learning_from_refusal::POSTERIOR,
    logit_response::RESPONSE,
    self_enforcement::CRITICAL,
    minimum_guarantee::MINIMUM,
    deterrence_threshold::THRESHOLD,
    guarantee_strength::FORCE,
    breakdown_weight::WEIGHT,
    weibull_spell::SURVIVAL,
    weibull_spell::HAZARD,
    weibull_spell::MEAN_HAZARD,
    deal_value::VALUE,
    two_level_game::LENGTH,
    veto_players::ALL,
    weariness::PATH,
    ripeness::INDEX,
    complementary_error::SCALED,
];

/// The topic called `name`, by its name or an alias; case, spaces, `_`, `-` and other marks do not matter.
///
/// ```
/// assert_eq!(zopa_theory::find("Rubinstein").unwrap().name, "alternating_offers");
/// assert!(zopa_theory::find("phlogiston").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Topic> {
    let wanted = plain(name);
    CATALOGUE.iter().find(|topic| plain(topic.name) == wanted).or_else(|| {
        CATALOGUE.iter().find(|topic| topic.aliases.iter().any(|alias| plain(alias) == wanted))
    })
}

/// The function called `name`; case, spaces, `_`, `-` and other marks do not matter.
///
/// ```
/// let share = zopa_theory::function("rubinstein_share").unwrap();
/// assert!(((share.evaluate)(&[0.9, 0.9]) - 0.526_315_789).abs() < 1e-9);
/// ```
pub fn function(name: &str) -> Option<&'static ScalarFunction> {
    let wanted = plain(name);
    FUNCTIONS.iter().find(|function| plain(function.name) == wanted)
}
