//! Named switches: the points on which a model's text is silent or its programs disagree.

/// A point on which readings of a model differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// Its name, as written in a reading: `q`, `choice`, `victory`.
    pub name: &'static str,
    /// What it decides, in one line.
    pub decides: &'static str,
    /// What it can be set to.
    pub values: Values,
}

/// What a switch can be set to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// One of these choices: its name, and what it means and where it is from.
    Choices(&'static [(&'static str, &'static str)]),
    /// A number within these bounds.
    Number {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// One of these choices, or a number within the bounds.
    Either {
        /// The choices.
        choices: &'static [(&'static str, &'static str)],
        /// The least number.
        low: f64,
        /// The greatest number.
        high: f64,
    },
}

/// Why a switch cannot be set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SwitchError {
    /// The model has no switch of this name.
    NoSwitch,
    /// The switch cannot be set to this.
    NoChoice(Switch),
}

impl Switch {
    /// Its choice of a name: the index among the choices.
    pub fn choice(&self, name: &str) -> Option<usize> {
        let choices = match self.values {
            Values::Choices(choices) | Values::Either { choices, .. } => choices,
            Values::Number { .. } => &[],
        };
        choices.iter().position(|(choice, _)| *choice == name)
    }

    /// The number that a text states, where the switch takes numbers and it lies within the bounds.
    ///
    /// ```
    /// use zopa_positions::{Switch, Values};
    /// let q = Switch { name: "q", decides: "", values: Values::Number { low: 0.0, high: 1.0 } };
    /// assert_eq!(q.number("0.5"), Some(0.5));
    /// assert_eq!(q.number("1.5"), None);
    /// ```
    pub fn number(&self, text: &str) -> Option<f64> {
        match self.values {
            Values::Choices(_) => None,
            Values::Number { low, high } | Values::Either { low, high, .. } => {
                text.parse().ok().filter(|number| (low..=high).contains(number))
            }
        }
    }

    /// What it can be set to, in words: `own, viewer`; `a number from 0 to 1`.
    pub fn expected(&self) -> String {
        let names = |choices: &[(&'static str, &'static str)]| {
            choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        match self.values {
            Values::Choices(choices) => names(choices),
            Values::Number { low, high } => format!("a number from {low} to {high}"),
            Values::Either { choices, low, high } => {
                format!("{}, or a number from {low} to {high}", names(choices))
            }
        }
    }

    /// The option of a list that a name stands for, the list in the order of the choices.
    ///
    /// # Errors
    /// [`SwitchError::NoChoice`] where no choice has the name.
    pub(crate) fn pick<T: Copy>(&self, options: &[T], name: &str) -> Result<T, SwitchError> {
        let index = self.choice(name).ok_or(SwitchError::NoChoice(*self))?;
        options.get(index).copied().ok_or(SwitchError::NoChoice(*self))
    }

    /// The name of an option of such a list.
    pub(crate) fn named<T: PartialEq>(&self, options: &[T], option: &T) -> Option<String> {
        let index = options.iter().position(|one| one == option)?;
        match self.values {
            Values::Choices(choices) | Values::Either { choices, .. } => {
                choices.get(index).map(|(name, _)| (*name).to_owned())
            }
            Values::Number { .. } => None,
        }
    }
}
