//! The shortest scenario that shows each diagnostic of reading.

use zopa_scenario::Code;

/// A scenario with a head and the given rest.
macro_rules! scenario {
    ($($rest:literal),* $(,)?) => {
        concat!("[scenario]\ntitle = \"Example\"\ntime = \"0 to 12 [month]\"\n", $($rest),*)
    };
}

/// A scenario with two parties and one issue of two options.
macro_rules! talks {
    ($($rest:literal),* $(,)?) => {
        scenario!(
            "[party.tenants]\n[party.owner]\n",
            "[issue.rent]\noptions = [{ id = \"low\" }, { id = \"high\" }]\n",
            $($rest),*
        )
    };
}

/// For each code of reading, the shortest scenario that shows it. One code may stand twice where
/// it has two faces.
pub static EXAMPLES: &[(Code, &str)] = &[
    (Code::NotToml, "[scenario\ntitle = \"Example\"\n"),
    (Code::DuplicateKey, scenario!("[input]\nrent = \"1 @assumption\"\nrent = 2\n")),
    (Code::WrongType, scenario!("[input]\nrent = [1, 2]\n")),
    (Code::WrongType, scenario!("[input]\nrent = nan\n")),
    (Code::UnknownField, scenario!("[party.owner]\nseats = \"mediator\"\n")),
    (Code::UnknownField, scenario!("[inputs]\nrent = \"1 @assumption\"\n")),
    (Code::MissingField, scenario!("[stock]\nflats = { start = \"100 @assumption\" }\n")),
    (
        Code::Unreadable,
        "x = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1",
    ),
    (Code::BadDate, "[scenario]\ntitle = \"Example\"\ntime = \"60 [month]\"\n"),
    (Code::BadName, scenario!("[input]\n\"rent-2024\" = \"1 @assumption\"\n")),
    (Code::BadExpression, scenario!("[input]\nrent = \"[EUR] @assumption\"\n")),
    (
        Code::UnknownName,
        scenario!("[input]\nrent = \"1 @assumption\"\n[lever.cheap]\nset = { rnet = 0 }\n"),
    ),
    (
        Code::DuplicateName,
        scenario!("[input]\nrent = \"1 @assumption\"\n[variable]\nrent = \"2 * time\"\n"),
    ),
    (Code::ConstantNeeded, talks!("[negotiation]\nevery = \"pi / 2\"\n")),
    (Code::OptionValues, talks!("[issue.rent.value]\nowner = [0]\n")),
    (
        Code::DuplicateOption,
        scenario!("[issue.rent]\noptions = [{ id = \"low\" }, { id = \"low\" }]\n"),
    ),
    (Code::Salience, talks!("[issue.rent.salience]\nowner = \"0.4 @assumption\"\n")),
    (Code::NoSource, scenario!("[input]\nrent = \"700 [EUR/month]\"\n")),
    (Code::Probability, scenario!("[party.owner]\nratifies = \"1.2 @assumption\"\n")),
    (Code::ValueRange, talks!("[issue.rent.value]\nowner = [0, \"10 @assumption\"]\n")),
    (Code::UnknownSource, scenario!("[input]\nrent = \"700 @survey\"\n")),
    (Code::UnknownReference, talks!("[issue.rent.value]\nowners = [0, 1]\n")),
    (Code::NoParties, scenario!("[negotiation]\nevery = 3\n")),
    (
        Code::BadCorrelation,
        scenario!(
            "[input]\nrent = \"1 @assumption\"\nwage = \"2 @assumption\"\n",
            "[[correlation]]\nbetween = [\"rent\", \"wage\"]\nrank = 1.5\nsource = \"assumption\"\n",
        ),
    ),
    (
        Code::LaterEvidence,
        "[scenario]\ntitle = \"Example\"\ntime = \"0 to 12 [month]\"\nas_of = 2025-02-15\n[source.survey]\ntitle = \"Survey\"\ndate = 2025-03-01\n",
    ),
    (Code::EveryRound, talks!("[negotiation]\nevery = \"10 [day]\"\n")),
    (
        Code::PackageSpace,
        scenario!(
            "[issue.a]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.b]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.c]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.d]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.e]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.f]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.g]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
            "[issue.h]\noptions = [{ id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }, { id = \"o4\" }, { id = \"o5\" }, { id = \"o6\" }, { id = \"o7\" }, { id = \"o8\" }]\n",
        ),
    ),
    (
        Code::PreferenceForm,
        scenario!(
            "[party.owner]\n[option.repair]\nparty = \"owner\"\n",
            "[preference.owner]\nstatements = [\"not repair\"]\nranking = [\"N\", \"Y\"]\n",
        ),
    ),
    (Code::Horizon, "[scenario]\ntitle = \"Example\"\ntime = \"0 to 1e9 [second]\"\n"),
    (
        Code::TooLarge,
        scenario!(
            "[party.a]\n[party.b]\n[party.c]\n[party.d]\n[party.e]\n[party.f]\n[party.g]\n[party.h]\n[party.i]\n",
            "[party.j]\n[party.k]\n[party.l]\n[party.m]\n[party.n]\n[party.o]\n[party.p]\n[party.q]\n",
        ),
    ),
];
