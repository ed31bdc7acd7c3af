//! The shortest scenario that shows each diagnostic of building positions.

use zopa_scenario::Code;

/// Two parties with a capability, and the given rest.
macro_rules! parties {
    ($($rest:literal),* $(,)?) => {
        concat!(
            "[scenario]\ntitle = \"Example\"\nteaching_example = true\n",
            "[party.tenants]\n[party.owner]\n[capability]\ntenants = 1\nowner = 2\n",
            $($rest),*
        )
    };
}

/// The same with salience on the rent.
macro_rules! stands {
    ($($rest:literal),* $(,)?) => {
        parties!(
            "[position.rent]\nsalience = { tenants = 0.9, owner = 0.6 }\n",
            $($rest),*
        )
    };
}

/// Two parties that vote, and the given rest.
macro_rules! votes {
    ($($rest:literal),* $(,)?) => {
        concat!(
            "[scenario]\ntitle = \"Example\"\nteaching_example = true\n",
            "[party.tenants]\n[party.owner]\n[position.rent]\n",
            "position = { tenants = 20, owner = 80 }\nsalience = { tenants = 0.9, owner = 0.6 }\n",
            $($rest),*
        )
    };
}

/// For each code of building positions, the shortest scenario that shows it.
pub static EXAMPLES: &[(Code, &str)] = &[
    (Code::OutsideScale, stands!("position = { tenants = 20, owner = 120 }\n")),
    (Code::NoScale, stands!("scale = [5, 5]\nposition = { tenants = 5, owner = 5 }\n")),
    (
        Code::MissingSalience,
        parties!(
            "[position.rent]\nposition = { tenants = 20, owner = 80 }\nsalience = { owner = 0.6 }\n",
        ),
    ),
    (
        Code::SalienceRange,
        parties!(
            "[position.rent]\nposition = { tenants = 20, owner = 80 }\n",
            "salience = { tenants = 90, owner = 0.6 }\n",
        ),
    ),
    (
        Code::MissingPosition,
        concat!(
            "[scenario]\ntitle = \"Example\"\nteaching_example = true\n",
            "[party.tenants]\n[party.owner]\n[party.town]\n",
            "[capability]\ntenants = 1\nowner = 2\ntown = 1\n",
            "[position.rent]\nposition = { tenants = 20, owner = 80 }\n",
            "salience = { tenants = 0.9, owner = 0.6, town = 0.1 }\n",
        ),
    ),
    (Code::MissingCapability, votes!("capability = { owner = 2 }\n")),
    (Code::CapabilityRange, votes!("capability = { tenants = -1, owner = 2 }\n")),
    (
        Code::TwoCapabilities,
        votes!(
            "[capability]\ntenants = 1\nowner = 2\n",
            "[voting]\nweights = { tenants = 3, owner = 2 }\nquota = 3\n",
        ),
    ),
    (Code::NotConstant, stands!("position = { tenants = 20, owner = \"2 * market\" }\n")),
    (Code::BadQuota, votes!("[voting]\nweights = { tenants = 3, owner = 2 }\nquota = 6\n")),
    (Code::MissingVotes, votes!("[voting]\nweights = { owner = 2 }\nquota = 2\n")),
    (Code::BadVotes, votes!("[voting]\nweights = { tenants = 1.5, owner = 2 }\nquota = 2\n")),
    (
        Code::BadPoint,
        stands!("points = { low = \"no rise\" }\nposition = { tenants = 20, owner = 80 }\n"),
    ),
    (Code::NoPosition, parties!("[position.rent]\n")),
    (
        Code::OneParty,
        parties!("[position.rent]\nposition = { owner = 80 }\nsalience = { owner = 0.6 }\n"),
    ),
    (
        Code::SetterStands,
        concat!(
            "[scenario]\ntitle = \"Example\"\nteaching_example = true\n",
            "[party.tenants]\n[party.owner]\n[party.town]\n",
            "[voting]\nweights = { tenants = 3, owner = 2 }\nquota = 3\nagenda_setter = \"town\"\n",
            "[position.rent]\nreference_point = 0\n",
            "position = { tenants = 20, owner = 80 }\nsalience = { tenants = 0.9, owner = 0.6 }\n",
        ),
    ),
    (
        Code::BadProcedure,
        votes!(
            "[voting]\nweights = { tenants = 3, owner = 2 }\nquota = 3\nprocedure = \"closed\"\n"
        ),
    ),
];
