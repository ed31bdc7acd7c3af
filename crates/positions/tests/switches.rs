//! Named switches: every choice of every model can be set and read back, and readings stay models.

use zopa_positions::{Issue, Model, Named, Stand, SwitchError, Values, catalogue};

fn issue() -> Issue {
    let stand =
        |party, position, salience, capability| Stand { party, position, salience, capability };
    Issue {
        low: 0.0,
        high: 100.0,
        stands: vec![
            stand(0, 10.0, 0.9, 3.0),
            stand(1, 35.0, 0.4, 2.0),
            stand(2, 60.0, 0.7, 4.0),
            stand(3, 95.0, 0.8, 1.0),
        ],
        reference_point: Some(0.0),
    }
}

/// Values to try: every choice, both bounds of a number.
fn values(values: Values) -> Vec<String> {
    let names = |choices: &[(&str, &str)]| -> Vec<String> {
        choices.iter().map(|(name, _)| (*name).to_owned()).collect()
    };
    match values {
        Values::Choices(choices) => names(choices),
        Values::Number { low, high } => vec![low.to_string(), high.to_string()],
        Values::Either { choices, low, high } => {
            let mut all = names(choices);
            all.extend([low.to_string(), high.to_string()]);
            all
        }
    }
}

#[test]
fn every_choice_is_set_and_read_back_and_forecasts_within_the_scale() {
    let issue = issue();
    let (mut tried, mut differ) = (0, 0);
    for (index, model) in catalogue(5).iter().enumerate() {
        let plain = model.forecast(&issue).unwrap();
        for switch in model.switches() {
            let stated = model.setting(switch.name);
            assert!(stated.is_some(), "{} {}", model.name(), switch.name);
            assert!(!switch.decides.is_empty());
            for value in values(switch.values) {
                let model = catalogue(5).swap_remove(index);
                let mut reading = Named { name: format!("{}={value}", switch.name), model };
                assert_eq!(reading.set(switch.name, &value), Ok(()), "{} {value}", switch.name);
                assert_eq!(reading.setting(switch.name).as_deref(), Some(value.as_str()));
                let forecast = reading.forecast(&issue).unwrap();
                assert!((0.0..=100.0).contains(&forecast.point), "{} {}", reading.name(), value);
                tried += 1;
                differ += usize::from((forecast.point - plain.point).abs() > 1e-9);
            }
            let mut wrong = catalogue(5).swap_remove(index);
            assert_eq!(wrong.set(switch.name, "no such"), Err(SwitchError::NoChoice(*switch)));
            assert_eq!(wrong.setting(switch.name), stated, "a refused value changes nothing");
        }
        let mut wrong = catalogue(5).swap_remove(index);
        assert_eq!(wrong.set("no such", "1"), Err(SwitchError::NoSwitch));
    }
    assert!(tried > 40 && differ > 15, "{tried} {differ}");
}

#[test]
fn readings_equal_the_models_that_have_names_of_their_own() {
    let issue = issue();
    let models = catalogue(5);
    let find = |name: &str| models.iter().position(|model| model.name() == name).unwrap();
    let pairs = [
        ("median", [("weights", "capability_salience"), ("ties", "lower")], "weighted_median"),
        ("nash_far_linear", [("loss", "quadratic"), ("failure", "worst")], "nash_far_quadratic"),
        (
            "nash_far_quadratic",
            [("loss", "linear"), ("failure", "reference_point")],
            "nash_at_reference",
        ),
    ];
    for (base, settings, same) in pairs {
        let mut reading = catalogue(5).swap_remove(find(base));
        for (switch, value) in settings {
            reading.set(switch, value).unwrap();
        }
        assert_eq!(reading.forecast(&issue), models[find(same)].forecast(&issue), "{base}");
    }
}
