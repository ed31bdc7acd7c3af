//! The shortest scenario that shows each diagnostic of the equations, and commands for those that
//! a file alone cannot show.

use zopa_scenario::Code;

/// A scenario with a head and the given rest.
macro_rules! scenario {
    ($($rest:literal),* $(,)?) => {
        concat!("[scenario]\ntitle = \"Example\"\ntime = \"0 to 12 [month]\"\n", $($rest),*)
    };
}

/// Examples of the codes that compiling gives.
pub static EQUATIONS: &[(Code, &str)] = &[
    (Code::BadExpression, scenario!("[variable]\nrent = \"2 * (3 + 4\"\n")),
    (
        Code::UnknownName,
        scenario!("[input]\nwages = \"3 @assumption\"\n[measure]\ncost = \"2 * wage\"\n"),
    ),
    (Code::UnknownFunction, scenario!("[measure]\npeak = \"maximum(1, 2)\"\n")),
    (Code::WrongArguments, scenario!("[measure]\nroot = \"sqrt(4, 2)\"\n")),
    (Code::ChainedComparison, scenario!("[measure]\nfair = \"0 < 0.4 < 1\"\n")),
    (
        Code::Circle,
        scenario!(
            "[variable]\nprices = \"1 + 0.5 * wages\"\nwages = \"1 + 0.5 * prices\"\n",
            "[measure]\nlast = \"wages at end\"\n",
        ),
    ),
    (
        Code::InitialCircle,
        scenario!(
            "[stock]\nleft = { start = \"right\", change = 0 }\n",
            "right = { start = \"left\", change = 0 }\n",
        ),
    ),
    (
        Code::NotHere,
        scenario!("[variable]\nlater = \"2 * deal_time\"\n[measure]\nlast = \"later at end\"\n"),
    ),
    (
        Code::UnitMismatch,
        scenario!(
            "[input]\nworkers = \"2000 [people] @assumption\"\nwage = \"3 [EUR/month] @assumption\"\n",
            "[measure]\nodd = \"workers + wage\"\n",
        ),
    ),
    (
        Code::UnitMismatch,
        scenario!(
            "[input]\nrecruits = \"30 [thousand people/month] @assumption\"\nlosses = \"40 [people/month] @assumption\"\n",
            "[measure]\nnet = \"recruits - losses\"\n",
        ),
    ),
    (
        Code::BadUnit,
        scenario!("[input]\nwage = \"3 [EUR//month] @assumption\"\n[measure]\npay = \"wage\"\n"),
    ),
    (
        Code::UnknownUnit,
        scenario!(
            "[input]\nstaff = \"2 [people] @assumption\"\nguests = \"3 [people] @assumption\"\n",
            "pay = \"4 [EUR/peopel] @assumption\"\n[measure]\nsum = \"staff * pay + guests * pay\"\n",
        ),
    ),
    (Code::Unused, scenario!("[input]\nrent = \"700 @assumption\"\n")),
    (
        Code::BadDistribution,
        scenario!(
            "[input]\nrent = \"triangular(3, 1, 2) @assumption\"\n[measure]\npaid = \"rent\"\n"
        ),
    ),
    (Code::NotADistribution, scenario!("[measure]\npaid = \"2 * uniform(0, 1)\"\n")),
    (
        Code::StepTooLong,
        scenario!("[input]\norders = \"5 @assumption\"\n[measure]\nlate = \"delay3(orders, 1)\"\n"),
    ),
    (
        Code::NotFinite,
        scenario!(
            "[stock]\nprices = { start = \"1 @assumption\", change = \"prices / (time - 3)\" }\n",
            "[measure]\nlast = \"prices at end\"\n",
        ),
    ),
];

/// Codes that a file alone cannot show, and the command that does.
pub static COMMANDS: &[(Code, &str)] = &[
    (Code::Draws, "zopa run scenarios/wage-dispute.toml --draws 1000000000"),
    (Code::NotFinite, "zopa run example.toml"),
    (Code::BadSetting, "zopa run scenarios/wage-dispute.toml --set staf=3"),
    (Code::Output, "zopa run scenarios/wage-dispute.toml --out README.md"),
];

/// Every example of a code, those of the reader first.
pub fn of(code: Code) -> Vec<&'static str> {
    zopa_syntax::EXAMPLES
        .iter()
        .chain(zopa_exchange::declared::EXAMPLES)
        .chain(zopa_exchange::positions::declared::EXAMPLES)
        .chain(EQUATIONS)
        .filter(|(of, _)| *of == code)
        .map(|(_, text)| *text)
        .collect()
}

/// The command that shows a code, where it needs one.
pub fn command(code: Code) -> Option<&'static str> {
    COMMANDS.iter().find(|(of, _)| *of == code).map(|(_, command)| *command)
}
