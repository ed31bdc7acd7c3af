//! A file for stability analysis alone has nothing that the equations could find wrong.

use zopa_equations::compile;
use zopa_syntax::read_scenario;

#[test]
fn a_conflict_without_dynamics_compiles_without_a_word() {
    let text = "[scenario]\ntitle = 'Wall'\n[party.anna]\n[party.bruno]\n[option.build]\nparty = 'anna'\n[stability]\nstatus_quo = 'N'\n[preference.anna]\nstatements = ['build']\n";
    let reading = read_scenario(text);
    assert_eq!(reading.diagnostics, []);
    assert_eq!(compile(&reading.scenario.unwrap()).diagnostics, []);
}

#[test]
fn what_a_party_wants_is_used() {
    let text = "[scenario]\ntitle = 'Wall'\ntime = '0 to 2 [year]'\n[party.anna]\n[variable]\nnoise = 'time'\n[preference.anna]\nvalue = '- noise'\n";
    let reading = read_scenario(text);
    assert_eq!(reading.diagnostics, []);
    assert_eq!(compile(&reading.scenario.unwrap()).diagnostics, []);
}
