//! Inefficiency condition: when shifting power makes fighting unavoidable.
//!
//! B is the value of the whole stream, `M_i(t)` what side i can lock in by fighting at t. Side 2
//! must be promised `δ M2(t+1)` for tomorrow; the most that today's division can add or take back
//! is `B − M1(t) − M2(t)`. Fighting is unavoidable iff
//! `δ M2(t+1) − M2(t) > B − M1(t) − M2(t)`, that is iff `M2(t+1) > (B − M1)/δ`.
//! Source: Powell (2004), *American Political Science Review* 98:231; Powell (2006), *IO* 60:169.

use crate::topic::{Argument, Output, Topic, admit, indicator, wrong_count};

/// Excess of the foreseen gain over the surplus; above 0 means fighting.
///
/// ```
/// let excess = zopa_theory::inefficiency_condition::excess(10.0, 4.0, 3.0, 0.9, 8.0);
/// assert!((excess - 1.2).abs() < 1e-12);
/// ```
pub fn excess(whole: f64, lock1: f64, lock2: f64, delta: f64, lock2_next: f64) -> f64 {
    delta * lock2_next - lock2 - (whole - lock1 - lock2)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("B", "value of the whole stream", 0.0, f64::INFINITY),
    Argument::required("M1", "what side 1 can lock in by fighting now", 0.0, f64::INFINITY),
    Argument::required("M2", "what side 2 can lock in by fighting now", 0.0, f64::INFINITY),
    Argument::required("delta", "discount factor per period", f64::MIN_POSITIVE, 1.0),
    Argument::optional("M2next", "what side 2 can lock in next period", 0.0, f64::INFINITY),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "inefficiency_condition",
    aliases: &["powell", "inefficient_use_of_power"],
    title: "Shifts of power that make fighting unavoidable",
    formula: "fight iff delta*M2next - M2 > B - M1 - M2; critical M2next = (B - M1)/delta",
    assumptions: "full information, no commitment across periods",
    source: "Powell 2004, APSR 98:231; Powell 2006, International Organization 60:169",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("excess", "delta*M2next - M2 - (B - M1 - M2); above 0 means fighting"),
        Output::new("fight", "1 if fighting is unavoidable"),
        Output::new("critical_M2next", "M2next above which fighting is unavoidable"),
        Output::new("surplus", "B - M1 - M2"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[whole, lock1, lock2, delta, next] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let over = excess(whole, lock1, lock2, delta, next);
        let fight = if over.is_nan() { f64::NAN } else { indicator(over > 0.0) };
        Ok(vec![over, fight, (whole - lock1) / delta, whole - lock1 - lock2])
    },
    example: (&[10.0, 4.0, 3.0, 0.9, 8.0], 0, 1.2),
};
