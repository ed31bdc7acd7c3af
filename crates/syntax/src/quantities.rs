//! Every quantity of a scenario with the part it plays.

use zopa_scenario::{LeverChange, Quantity, Scenario};

/// The part a quantity plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A number from outside.
    Input,
    /// Starting value or flow of a stock.
    Stock,
    /// Bound of a stock.
    Bound,
    /// Equation of a variable.
    Variable,
    /// Definition of a measure.
    Measure,
    /// Attribute of an option.
    Attribute,
    /// A party's value of an option.
    Value,
    /// A party's weight of an issue.
    Salience,
    /// An interaction of options.
    Interaction,
    /// Value of a package or of going on without one, or bargaining power.
    Worth,
    /// A probability: ratification, chance of signature, durability.
    Probability,
    /// A party's position, salience, capability or votes, or a point of an issue's scale.
    Position,
    /// A hazard.
    Hazard,
    /// A stock's value after a breakdown.
    Reset,
    /// A value set by a lever that cites evidence for all its changes.
    EvidencedLever,
    /// A value set by a lever without evidence of its own.
    Lever,
}

/// Calls `visit` with every quantity, in the order of the vocabulary.
pub fn each_quantity<'s>(scenario: &'s Scenario, mut visit: impl FnMut(&'s Quantity, Role)) {
    for input in &scenario.inputs {
        visit(&input.value, Role::Input);
    }
    for stock in &scenario.stocks {
        visit(&stock.start, Role::Stock);
        visit(&stock.change, Role::Stock);
        stock.minimum.iter().chain(&stock.maximum).for_each(|bound| visit(bound, Role::Bound));
    }
    for variable in &scenario.variables {
        visit(&variable.value, Role::Variable);
    }
    for measure in &scenario.measures {
        visit(&measure.value, Role::Measure);
    }
    for issue in &scenario.issues {
        for (_, attribute) in issue.options.iter().flat_map(|option| &option.attributes) {
            visit(attribute, Role::Attribute);
        }
        issue.values.iter().flat_map(|row| &row.values).for_each(|v| visit(v, Role::Value));
        issue.salience.iter().for_each(|scalar| visit(&scalar.value, Role::Salience));
    }
    for party in &scenario.parties {
        let worth = party.deal.iter().chain(&party.no_deal).chain(&party.power);
        worth.for_each(|quantity| visit(quantity, Role::Worth));
        party.ratifies.iter().for_each(|quantity| visit(quantity, Role::Probability));
        party.interactions.iter().for_each(|i| visit(&i.value, Role::Interaction));
    }
    for lever in &scenario.levers {
        let role = if lever.sources.is_empty() { Role::Lever } else { Role::EvidencedLever };
        for change in &lever.set {
            if let LeverChange::Value { value, .. } = change {
                visit(value, role);
            }
        }
    }
    for chance in scenario.negotiation.iter().filter_map(|talks| talks.chance.as_ref()) {
        visit(chance, Role::Probability);
    }
    if let Some(hold) = &scenario.hold {
        hold.hazard.iter().for_each(|quantity| visit(quantity, Role::Hazard));
        hold.durability.iter().for_each(|quantity| visit(quantity, Role::Probability));
        hold.resumes.iter().for_each(|reset| visit(&reset.value, Role::Reset));
    }
    for position in &scenario.positions {
        let points = position.reference_point.iter().chain(&position.outcome);
        points.for_each(|quantity| visit(quantity, Role::Position));
        let stands = position.position.iter().chain(&position.salience).chain(&position.capability);
        stands.for_each(|scalar| visit(&scalar.value, Role::Position));
    }
    scenario.capability.iter().for_each(|scalar| visit(&scalar.value, Role::Position));
    if let Some(voting) = &scenario.voting {
        for rule in std::iter::once(&voting.rule).chain(&voting.rules) {
            rule.weights.iter().for_each(|scalar| visit(&scalar.value, Role::Position));
            rule.quota.iter().for_each(|quantity| visit(quantity, Role::Position));
        }
    }
}
