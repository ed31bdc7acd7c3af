//! The division of one unit among equal members.

use super::BargainingError;

/// What the members get when the first proposal passes, as it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Division {
    /// Share that the proposer keeps.
    pub proposer: f64,
    /// Share of each member whose vote is bought.
    pub partner: f64,
    /// Members whose votes are bought.
    pub partners: usize,
    /// Share that a member expects before the proposer is drawn: 1 / n.
    pub expected: f64,
}

/// Stationary equilibrium of dividing one unit among n equal members under a closed rule.
///
/// Each member is drawn with probability 1/n, `votes_needed` = k of n votes pass a proposal, the
/// proposer's among them, and the future is discounted by delta in [0, 1]. A member votes for what
/// is worth waiting for, delta / n; the proposer buys k - 1 votes and keeps 1 - delta (k - 1) / n.
/// With n odd and a simple majority k = (n + 1) / 2 that is 1 - delta (n - 1) / (2n).
///
/// ```
/// use zopa_positions::legislative_bargaining::divide;
/// let three = divide(3, 2, 1.0)?;
/// assert!((three.proposer - 2.0 / 3.0).abs() < 1e-15);
/// assert!((three.partner - 1.0 / 3.0).abs() < 1e-15);
/// assert_eq!(three.partners, 1);
/// # Ok::<(), zopa_positions::legislative_bargaining::BargainingError>(())
/// ```
///
/// # Errors
/// Where delta lies outside [0, 1], nobody takes part or no number of votes suffices.
///
/// Source: Baron and Ferejohn (1989), *Bargaining in legislatures*.
pub fn divide(
    members: usize,
    votes_needed: usize,
    discount: f64,
) -> Result<Division, BargainingError> {
    if !(0.0..=1.0).contains(&discount) {
        return Err(BargainingError::BadDiscount { discount });
    }
    if votes_needed == 0 || votes_needed > members {
        return Err(BargainingError::BadQuota { quota: votes_needed as f64 });
    }
    let expected = 1.0 / members as f64;
    let partners = votes_needed - 1;
    Ok(Division {
        proposer: 1.0 - discount * partners as f64 / members as f64,
        partner: discount * expected,
        partners,
        expected,
    })
}
