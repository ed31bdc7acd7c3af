//! The order in which combinations of options stand in an array: the options of each party side by
//! side, those it can change both ways first, and the others counted such that they go from 0 to 1.

use crate::{OptionForm, Reversibility};

/// The options of one party as bits of a place in the array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// First bit.
    pub(super) low: u32,
    /// Number of options that can be changed both ways, from `low` up.
    pub(super) reversible: u32,
    /// Number of options, beyond those, that can be changed from 0 to 1 only.
    pub(super) irreversible: u32,
}

impl Block {
    /// The bit after the last.
    pub(super) fn end(self) -> u32 {
        self.low + self.reversible + self.irreversible
    }
}

/// Where each combination of options stands.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// For each bit of a place the option it stands for.
    option: Vec<usize>,
    /// Bits of places that mean that an option is not taken.
    reversed: u64,
    /// Whether each combination stands at the place of its own number.
    pub(super) is_plain: bool,
    /// For each party its bits.
    pub(super) blocks: Vec<Block>,
    /// Bits that change from 0 to 1 only.
    pub(super) forward: u64,
    /// Number of options that a party owns; the bits of others, if any, come last.
    pub(super) owned: u32,
}

impl Layout {
    /// The layout of an option form.
    pub(super) fn new(form: &OptionForm) -> Self {
        let mut layout = Layout {
            option: Vec::with_capacity(form.options.len()),
            reversed: 0,
            is_plain: false,
            blocks: Vec::with_capacity(form.parties),
            forward: 0,
            owned: 0,
        };
        for party in 0..form.parties {
            let low = layout.option.len() as u32;
            for irreversible in [false, true] {
                for (option, described) in form.options.iter().enumerate() {
                    let reversible = described.reversibility == Reversibility::Both;
                    if described.owner == party && reversible != irreversible {
                        let bit = 1_u64 << layout.option.len();
                        if irreversible {
                            layout.forward |= bit;
                        }
                        if described.reversibility == Reversibility::Back {
                            layout.reversed |= bit;
                        }
                        layout.option.push(option);
                    }
                }
            }
            let irreversible = (layout.forward >> low).count_ones();
            let reversible = layout.option.len() as u32 - low - irreversible;
            layout.blocks.push(Block { low, reversible, irreversible });
        }
        layout.owned = layout.option.len() as u32;
        let nobodys = |&option: &usize| form.options[option].owner >= form.parties;
        layout.option.extend((0..form.options.len()).filter(nobodys));
        let in_order = layout.option.iter().enumerate().all(|(bit, &option)| bit == option);
        layout.is_plain = in_order && layout.reversed == 0;
        layout
    }

    /// Number of options.
    pub(super) fn options(&self) -> u32 {
        self.option.len() as u32
    }

    /// Where the combination with this number stands.
    pub(super) fn place(&self, number: u64) -> u64 {
        if self.is_plain {
            return number;
        }
        let moved = self
            .option
            .iter()
            .enumerate()
            .fold(0, |place, (bit, &option)| place | (number >> option & 1) << bit);
        moved ^ self.reversed
    }
}
