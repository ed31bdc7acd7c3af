//! The switches of the spatial model by name.

use super::{line, three_dimensions};
use zopa_positions::spatial::{Options, SpatialModel, Transition, endings, simulate};
use zopa_positions::{Model, SwitchError, Values};

/// Every value to try for a switch: its choices, or numbers within and at its bounds.
fn values(values: Values) -> Vec<String> {
    match values {
        Values::Choices(choices) => choices.iter().map(|(name, _)| (*name).to_owned()).collect(),
        Values::Number { high, .. } if high > 1.0 => {
            ["0", "1", "7", "1000"].map(String::from).into()
        }
        _ => ["0", "0.02", "0.5", "1"].map(String::from).into(),
    }
}

#[test]
fn every_choice_of_every_switch_goes_in_and_comes_out() {
    let mut tried = 0;
    let mut names = std::collections::BTreeSet::new();
    for switch in Options::SWITCHES {
        assert!(names.insert(switch.name), "{}", switch.name);
        assert!(!switch.decides.is_empty());
        if let Values::Choices(choices) = switch.values {
            assert!(choices.len() > 1 && choices.iter().all(|(_, meaning)| meaning.len() > 5));
        }
        for value in values(switch.values) {
            let mut options = Options::sound();
            options.set(switch.name, &value).expect("a choice");
            assert_eq!(options.setting(switch.name), Some(value.clone()));
            // Nothing else has changed.
            for other in Options::SWITCHES.iter().filter(|other| other.name != switch.name) {
                assert_eq!(options.setting(other.name), Options::sound().setting(other.name));
            }
            let mut model = SpatialModel::closing();
            model.set(switch.name, &value).expect("a choice");
            assert_eq!(model.setting(switch.name), Some(value));
            tried += 1;
        }
        let mut options = Options::default();
        for bad in ["", "loud", "-1", "1e9", "nan"] {
            assert_eq!(options.set(switch.name, bad), Err(SwitchError::NoChoice(*switch)));
        }
        assert_eq!(options, Options::default());
    }
    // 5 + 6 + 3 + 3 + 3 + 5 + 3 + 3 + 2 + 2 + 2 + 2 choices and 3 numbers with 4 values.
    assert_eq!(tried, 51);
    let mut options = Options::default();
    assert_eq!(options.set("colour", "red"), Err(SwitchError::NoSwitch));
    assert_eq!(options.setting("colour"), None);
    assert!(options.set("most_turns", "2.5").is_err());
}

#[test]
fn settings_make_the_two_readings() {
    let mut options = Options::as_program();
    for (switch, value) in
        [("third_parties", "sound"), ("receiver_view", "sound"), ("capability_unit", "shares")]
    {
        options.set(switch, value).expect("a choice");
    }
    assert_eq!(options, Options::sound());
    let stream = Transition::Stochastic { seed: 9, draw: 4 };
    let mut options = Options { transition: stream, ..Options::default() };
    options.set("transition", "stochastic").expect("a choice");
    assert_eq!(options.transition, stream);
}

#[test]
fn the_stage_is_a_switch_of_the_model_of_one_issue() {
    assert_eq!(SpatialModel::SWITCHES.len(), Options::SWITCHES.len() + 1);
    assert_eq!(SpatialModel::SWITCHES, SpatialModel::closing().switches());
    let issue = line(&[3.0, 27.0, 41.0, 66.0, 88.0], 0.0, 100.0);
    let mut model = SpatialModel::closing();
    assert_eq!(model.setting("stage").as_deref(), Some("closing"));
    let closing = model.forecast(&issue).expect("f").point;
    model.set("stage", "opening").expect("a choice");
    let opening = model.forecast(&issue).expect("f").point;
    assert_eq!(opening, SpatialModel::first_election().forecast(&issue).expect("f").point);
    assert_ne!(opening, closing);
    assert!(matches!(model.set("stage", "middle"), Err(SwitchError::NoChoice(_))));
}

#[test]
fn endings_take_a_stream_for_each_draw_whatever_the_threads() {
    let mut options = Options::as_program();
    options.set("transition", "stochastic").expect("a choice");
    let politics = three_dimensions();
    let runs: Vec<_> = [1, 3]
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
            pool.install(|| endings(60, &options, |_| politics.clone()).expect("valid"))
        })
        .into();
    assert_eq!(runs[0], runs[1]);
    assert_eq!((runs[0].each.len(), runs[0].failed), (60, 0));
    for (draw, ending) in runs[0].each.iter().enumerate().take(5) {
        let transition = Transition::Stochastic { seed: 1, draw: draw as u64 };
        let history = simulate(&politics, &Options { transition, ..options }).expect("valid");
        assert_eq!(ending.expected, history.closing().expect("a turn").expected);
        assert_eq!(ending.steps, history.steps());
    }
    let (low, high) = runs[0].interval(0.8, |ending| ending.expected[1]);
    let mean = runs[0].mean(|ending| ending.expected[1]);
    assert!(low < mean && mean < high);
    // Draws that cannot be simulated are counted; none at all is an error.
    let half = |draw: u64| {
        let mut politics = politics.clone();
        if draw % 2 == 1 {
            politics.position[0][0] = 2.0;
        }
        politics
    };
    let found = endings(10, &Options::as_program(), half).expect("five");
    assert_eq!((found.each.len(), found.failed), (5, 5));
    let broken = |_| zopa_positions::spatial::Politics::default();
    assert!(endings(3, &Options::as_program(), broken).is_err());
}
