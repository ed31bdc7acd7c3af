//! Expected cut of the rival's aid: belief that support ends raises the value of fighting on.
//!
//! A side believes with probability b that its rival's aid continues:
//! `V = b V_aid + (1 − b) V_cut`. The bargaining surplus `pie − V − V_other` falls as b falls
//! whenever `V_cut > V_aid`.
//! Known answer: b = 0.9, V_aid = 0.3, V_cut = 0.6, V_other = 0.3 gives 0.37.
//! Source: derived from Fearon (1995).

use crate::topic::{Argument, Output, Topic, admit, indicator, wrong_count};

/// Surplus of settling given the belief that the rival's aid continues.
///
/// ```
/// let surplus = zopa_theory::expected_aid_cut::surplus(0.9, 0.3, 0.6, 0.3, 1.0);
/// assert!((surplus - 0.37).abs() < 1e-12);
/// ```
pub fn surplus(belief: f64, value_aid: f64, value_cut: f64, value_other: f64, pie: f64) -> f64 {
    pie - (belief * value_aid + (1.0 - belief) * value_cut) - value_other
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("b", "belief that the rival's aid continues", 0.0, 1.0),
    Argument::required("V_aid", "war value of the believer if it continues", -1e6, 1e6),
    Argument::required("V_cut", "war value of the believer if it is cut", -1e6, 1e6),
    Argument::required("V_other", "war value of the other side", -1e6, 1e6),
    Argument::preset("pie", "what there is to divide", 1.0, -1e6, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "expected_aid_cut",
    aliases: &["expectation_of_an_aid_cut", "belief_in_aid_cut"],
    title: "Surplus lost to the expectation that the rival's aid will end",
    formula: "V = b*V_aid + (1-b)*V_cut; surplus = pie - V - V_other",
    assumptions: "the other side's war value does not depend on the belief",
    source: "derived from Fearon 1995",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("surplus", "pie - V - V_other"),
        Output::new("value", "war value V of the believer"),
        Output::new("deal", "1 if a division beats war for both"),
        Output::new("critical_b", "belief at which the surplus is zero; NaN if it has no effect"),
        Output::new("surplus_if_certain", "surplus when the aid surely continues"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[belief, aid, cut, other, pie] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let left = surplus(belief, aid, cut, other, pie);
        let critical = if cut == aid { f64::NAN } else { (cut + other - pie) / (cut - aid) };
        let certain = surplus(1.0, aid, cut, other, pie);
        Ok(vec![left, pie - other - left, indicator(left >= 0.0), critical, certain])
    },
    example: (&[0.9, 0.3, 0.6, 0.3, 1.0], 0, 0.37),
};
