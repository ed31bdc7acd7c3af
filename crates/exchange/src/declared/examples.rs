//! The shortest scenario that shows each diagnostic of building a conflict.

use zopa_scenario::Code;

/// Two parties with one option each, and the given rest.
macro_rules! conflict {
    ($($rest:literal),* $(,)?) => {
        concat!(
            "[scenario]\ntitle = \"Example\"\n[party.tenants]\n[party.owner]\n",
            "[option.strike]\nparty = \"tenants\"\n[option.repair]\nparty = \"owner\"\n",
            $($rest),*
        )
    };
}

/// The same with preferences.
macro_rules! ranked {
    ($($rest:literal),* $(,)?) => {
        conflict!(
            "[preference.tenants]\nstatements = [\"repair\", \"not strike\"]\n",
            "[preference.owner]\nstatements = [\"not strike\", \"not repair\"]\n",
            $($rest),*
        )
    };
}

/// For each code of building a conflict, the shortest scenario that shows it.
pub static EXAMPLES: &[(Code, &str)] = &[
    (Code::BadPattern, ranked!("[stability]\ninfeasible = [\"YYN\"]\n")),
    (Code::BadStatement, ranked!("[stability]\ninfeasible = [\"strike and\"]\n")),
    (Code::UnknownOption, ranked!("[stability]\ninfeasible = [\"strike and repairs\"]\n")),
    (
        Code::UnknownState,
        ranked!("[stability]\nnames = { calm = \"NN\" }\nstatus_quo = \"clam\"\n"),
    ),
    (Code::InfeasibleState, ranked!("[stability]\ninfeasible = [\"YY\"]\nstatus_quo = \"YY\"\n")),
    (Code::NotOneState, ranked!("[stability]\nstatus_quo = \"strike\"\n")),
    (Code::NoState, ranked!("[stability]\ninfeasible = [\"Y-\", \"N-\"]\n")),
    (
        Code::TooManyStates,
        concat!(
            "[scenario]\ntitle = \"Example\"\n[party.owner]\n",
            "[preference.owner]\nranking = [\"o1\"]\n[option]\n",
            "o0 = { party = \"owner\" }\n",
            "o1 = { party = \"owner\" }\n",
            "o2 = { party = \"owner\" }\n",
            "o3 = { party = \"owner\" }\n",
            "o4 = { party = \"owner\" }\n",
            "o5 = { party = \"owner\" }\n",
            "o6 = { party = \"owner\" }\n",
            "o7 = { party = \"owner\" }\n",
            "o8 = { party = \"owner\" }\n",
            "o9 = { party = \"owner\" }\n",
            "o10 = { party = \"owner\" }\n",
            "o11 = { party = \"owner\" }\n",
            "o12 = { party = \"owner\" }\n",
            "o13 = { party = \"owner\" }\n",
            "o14 = { party = \"owner\" }\n",
            "o15 = { party = \"owner\" }\n",
            "o16 = { party = \"owner\" }\n",
            "o17 = { party = \"owner\" }\n",
            "o18 = { party = \"owner\" }\n",
            "o19 = { party = \"owner\" }\n",
            "o20 = { party = \"owner\" }\n",
            "o21 = { party = \"owner\" }\n",
            "o22 = { party = \"owner\" }\n",
            "o23 = { party = \"owner\" }\n",
            "o24 = { party = \"owner\" }\n",
            "o25 = { party = \"owner\" }\n",
            "o26 = { party = \"owner\" }\n",
        ),
    ),
    (
        Code::MissingState,
        conflict!(
            "[preference.tenants]\nstatements = [\"repair\"]\n",
            "[preference.owner]\nranking = [\"NN\", \"NY\", \"YY\"]\n",
        ),
    ),
    (
        Code::RepeatedState,
        conflict!(
            "[preference.tenants]\nstatements = [\"repair\"]\n",
            "[preference.owner]\nranking = [\"NN\", \"NY\", [\"YY\", \"NN\"], \"YN\"]\n",
        ),
    ),
    (Code::NoPreference, conflict!("[preference.owner]\nstatements = [\"not strike\"]\n")),
    (
        Code::Contradiction,
        conflict!(
            "[preference.tenants]\nstatements = [\"repair\"]\n",
            "[preference.owner]\npairs = [\"NN > NY\", \"NY > YY\", \"YY > NN\"]\n",
        ),
    ),
    (Code::Overlap, ranked!("[stability]\ncoalesced = { quiet = \"N-\", better = \"repair\" }\n")),
    (
        Code::MergedPreference,
        conflict!(
            "[preference.tenants]\nstatements = [\"not strike\"]\n",
            "[preference.owner]\nstatements = [\"repair\"]\n",
            "[stability]\ncoalesced = { unrest = \"strike\" }\n",
        ),
    ),
    (Code::ModelForm, ranked!("[stability]\nstates = [\"s1\", \"s2\"]\n")),
    (
        Code::BadComparison,
        conflict!(
            "[preference.tenants]\nstatements = [\"repair\"]\n",
            "[preference.owner]\npairs = [\"NN before NY\"]\n",
        ),
    ),
];
