//! The shortest scenario that shows each diagnostic of compiling and running.

use zopa_scenario::Code;

/// A scenario of a year in months with the given rest.
macro_rules! scenario {
    ($($rest:literal),* $(,)?) => {
        concat!("[scenario]\ntitle = \"Example\"\ntime = \"0 to 12 [month]\"\n", $($rest),*)
    };
}

/// For each code of compiling and running, the shortest scenario that shows it. Codes of the
/// command line have none.
pub static EXAMPLES: &[(Code, &str)] = &[
    (Code::BadExpression, scenario!("[variable]\nrent = \"2 * (3 + \"\n")),
    (
        Code::UnknownName,
        scenario!("[input]\nrent = \"700 @assumption\"\n[variable]\nyearly = \"12 * rnet\"\n"),
    ),
    (Code::UnknownFunction, scenario!("[variable]\nrent = \"maximum(1, time)\"\n")),
    (Code::WrongArguments, scenario!("[variable]\nrent = \"sqrt(time, 2)\"\n")),
    (Code::ChainedComparison, scenario!("[variable]\nearly = \"0 < time < 6\"\n")),
    (Code::Circle, scenario!("[variable]\nprice = \"2 * wage\"\nwage = \"price / 2\"\n")),
    (
        Code::InitialCircle,
        scenario!(
            "[stock]\na = { start = \"b\", change = \"0\" }\nb = { start = \"a\", change = \"0\" }\n"
        ),
    ),
    (Code::NotHere, scenario!("[input]\nrent = \"2 * time\"\n")),
    (Code::ConstantNeeded, scenario!("[measure]\nlate = \"time at time\"\n")),
    (
        Code::UnitMismatch,
        scenario!(
            "[input]\nrent = \"700 [EUR/month] @assumption\"\narea = \"60 [m2] @assumption\"\n",
            "[variable]\nboth = \"rent + area\"\n",
        ),
    ),
    (Code::BadUnit, scenario!("[input]\nrent = \"700 [EUR//month] @assumption\"\n")),
    (
        Code::UnknownUnit,
        scenario!(
            "[input]\nrent = \"700 [EUR/month] @assumption\"\ncosts = \"50 [EUR/month] @assumption\"\n",
            "fees = \"9 [Eur/month] @assumption\"\n",
        ),
    ),
    (Code::Unused, scenario!("[input]\nrent = \"700 @assumption\"\n")),
    (Code::BadDistribution, scenario!("[input]\nrent = \"triangular(5, 1, 9) @assumption\"\n")),
    (Code::NotADistribution, scenario!("[variable]\nrent = \"uniform(1, 2)\"\n")),
    (
        Code::NotFinite,
        scenario!("[stock]\ndebt = { start = \"1 @assumption\", change = \"1 / (time - 6)\" }\n"),
    ),
    (Code::StepTooLong, scenario!("[variable]\nrent = \"smooth(time, 0.5 [month])\"\n")),
];
