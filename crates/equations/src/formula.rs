//! The formulas of a scenario: every quantity, with its place, parsed.

use crate::expression::Expression;
use zopa_scenario::{Quantity, Scenario, Text};

/// Where a formula stands in the scenario; indices follow the scenario's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Input.
    Input(usize),
    /// Starting value of a stock.
    StockStart(usize),
    /// Net flow of a stock.
    StockChange(usize),
    /// Lower bound of a stock.
    StockMinimum(usize),
    /// Upper bound of a stock.
    StockMaximum(usize),
    /// Variable.
    Variable(usize),
    /// Attribute of an option: issue, option, attribute.
    Attribute(usize, usize, usize),
    /// Value of an option to a party: issue, row, option.
    OptionValue(usize, usize, usize),
    /// Salience of an issue to a party: issue, entry.
    Salience(usize, usize),
    /// Interaction: party, entry.
    Interaction(usize, usize),
    /// Value of a package to a party.
    Deal(usize),
    /// Value of no deal to a party.
    NoDeal(usize),
    /// Probability of ratification by a party.
    Ratifies(usize),
    /// Bargaining weight of a party.
    Power(usize),
    /// Measure.
    Measure(usize),
    /// A condition that takes packages off the table.
    OffTable(usize),
    /// Chance of signature.
    Chance,
    /// Hazard of breakdown.
    Hazard,
    /// Durability of a package.
    Durability,
    /// Value of a stock after a breakdown.
    Reset(usize),
}

/// One parsed quantity.
#[derive(Debug, Clone)]
pub struct Formula {
    /// Where it stands.
    pub place: Place,
    /// A stable name for it, used for random sites and messages: `russia_troops.start`,
    /// `force.large.troops`, `deal.ukraine`, `negotiation.chance`.
    pub name: String,
    /// The quantity as written.
    pub quantity: Quantity,
    /// Its expression; `None` where it could not be parsed (a diagnostic says so).
    pub expression: Option<Expression>,
}

impl Formula {
    /// The text of the expression.
    pub fn text(&self) -> &Text {
        &self.quantity.expression
    }
}

/// Every quantity of the scenario with its place and name, in a fixed order.
pub fn quantities(scenario: &Scenario) -> Vec<(Place, String, Quantity)> {
    let mut all = Vec::new();
    let mut add = |place: Place, name: String, quantity: &Quantity| {
        all.push((place, name, quantity.clone()));
    };
    for (i, input) in scenario.inputs.iter().enumerate() {
        add(Place::Input(i), input.id.text.clone(), &input.value);
    }
    for (i, stock) in scenario.stocks.iter().enumerate() {
        add(Place::StockStart(i), format!("{}.start", stock.id), &stock.start);
        add(Place::StockChange(i), format!("{}.change", stock.id), &stock.change);
        if let Some(q) = &stock.minimum {
            add(Place::StockMinimum(i), format!("{}.minimum", stock.id), q);
        }
        if let Some(q) = &stock.maximum {
            add(Place::StockMaximum(i), format!("{}.maximum", stock.id), q);
        }
    }
    for (i, variable) in scenario.variables.iter().enumerate() {
        add(Place::Variable(i), variable.id.text.clone(), &variable.value);
    }
    for (i, issue) in scenario.issues.iter().enumerate() {
        for (o, option) in issue.options.iter().enumerate() {
            for (a, (name, q)) in option.attributes.iter().enumerate() {
                let site = format!("{}.{}.{}", issue.id, option.id, name);
                add(Place::Attribute(i, o, a), site, q);
            }
        }
        for (r, row) in issue.values.iter().enumerate() {
            for (o, q) in row.values.iter().enumerate() {
                let option = issue.options.get(o).map_or("?", |o| o.id.text.as_str());
                let site = format!("{}.{}.value.{}", issue.id, option, row.party);
                add(Place::OptionValue(i, r, o), site, q);
            }
        }
        for (s, entry) in issue.salience.iter().enumerate() {
            let site = format!("{}.salience.{}", issue.id, entry.party);
            add(Place::Salience(i, s), site, &entry.value);
        }
    }
    for (p, party) in scenario.parties.iter().enumerate() {
        for (k, interaction) in party.interactions.iter().enumerate() {
            let options: Vec<String> =
                interaction.options.iter().map(|(i, o)| format!("{i}.{o}")).collect();
            let site = format!("interaction.{}.{}", party.id, options.join("+"));
            add(Place::Interaction(p, k), site, &interaction.value);
        }
        for (place, word, q) in [
            (Place::Deal(p), "deal", &party.deal),
            (Place::NoDeal(p), "no_deal", &party.no_deal),
            (Place::Ratifies(p), "ratifies", &party.ratifies),
            (Place::Power(p), "power", &party.power),
        ] {
            if let Some(q) = q {
                add(place, format!("{word}.{}", party.id), q);
            }
        }
    }
    for (i, measure) in scenario.measures.iter().enumerate() {
        add(Place::Measure(i), measure.id.text.clone(), &measure.value);
    }
    if let Some(negotiation) = &scenario.negotiation {
        for (k, condition) in negotiation.off_table.iter().enumerate() {
            let quantity = Quantity {
                expression: condition.clone(),
                span: condition.span,
                ..Quantity::default()
            };
            add(Place::OffTable(k), format!("negotiation.off_table[{k}]"), &quantity);
        }
        if let Some(q) = &negotiation.chance {
            add(Place::Chance, "negotiation.chance".to_owned(), q);
        }
    }
    if let Some(hold) = &scenario.hold {
        if let Some(q) = &hold.hazard {
            add(Place::Hazard, "hold.hazard".to_owned(), q);
        }
        if let Some(q) = &hold.durability {
            add(Place::Durability, "hold.durability".to_owned(), q);
        }
        for (k, reset) in hold.resumes.iter().enumerate() {
            add(Place::Reset(k), format!("hold.resumes.{}", reset.stock), &reset.value);
        }
    }
    all
}
