//! The stability concepts: what a party looks ahead to when it weighs a move.

/// A stability concept for one party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Concept {
    /// R: the party has no improvement (Nash 1950).
    Nash,
    /// GMR: every improvement can be met by moves of the others, at any cost to them, that leave
    /// the party no better off (Howard 1971).
    GeneralMetarational,
    /// SMR: as GMR, and the party cannot escape by one more move (Howard 1971).
    SymmetricMetarational,
    /// SEQ: as GMR, by moves that improve for those who make them (Fraser & Hipel 1979).
    Sequential,
    /// SSEQ: as SEQ, and the party cannot escape by one more move (Rego & Vieira 2015, 2017).
    SymmetricSequential,
    /// SIM: every improvement, made together with improvements that others start from the same
    /// state at the same moment, may leave the party no better off (Fraser & Hipel 1984).
    Simultaneous,
    /// SEQ or SIM, as in the worked studies of Fraser & Hipel (1984).
    SequentialOrSimultaneous,
    /// L_h: limited foresight of `h` moves, two parties (Kilgour 1985; Zagare 1984).
    LimitedMove(u32),
    /// NM: stable for every large horizon, two parties (Brams & Wittman 1981; Kilgour 1984).
    NonMyopic,
    /// Maximin_h: limited foresight of `h` moves against opponents who make the worst of it
    /// (Rego & Vieira 2020).
    Maximin(u32),
    /// MR_r: metarational with `r` rounds (Zeng, Fang, Hipel & Kilgour 2006, 2007).
    Metarational(u32),
    /// CMR_r: credible metarational with `r` rounds (the same papers).
    CredibleMetarational(u32),
}

impl Concept {
    /// The five concepts that are defined for every conflict by one step of sanction.
    pub const BASIC: [Concept; 5] = [
        Concept::Nash,
        Concept::GeneralMetarational,
        Concept::SymmetricMetarational,
        Concept::Sequential,
        Concept::SymmetricSequential,
    ];

    /// The abbreviation of the literature: `R`, `GMR`, `L3`, `MR2`.
    ///
    /// ```
    /// use zopa_stability::Concept;
    /// assert_eq!(Concept::LimitedMove(3).abbreviation(), "L3");
    /// assert_eq!(Concept::from_abbreviation("ssEQ"), Some(Concept::SymmetricSequential));
    /// assert_eq!(Concept::from_abbreviation("L0"), None);
    /// ```
    pub fn abbreviation(self) -> String {
        match self {
            Concept::Nash => "R".into(),
            Concept::GeneralMetarational => "GMR".into(),
            Concept::SymmetricMetarational => "SMR".into(),
            Concept::Sequential => "SEQ".into(),
            Concept::SymmetricSequential => "SSEQ".into(),
            Concept::Simultaneous => "SIM".into(),
            Concept::SequentialOrSimultaneous => "SEQ+SIM".into(),
            Concept::LimitedMove(h) => format!("L{h}"),
            Concept::NonMyopic => "NM".into(),
            Concept::Maximin(h) => format!("MAXIMIN{h}"),
            Concept::Metarational(r) => format!("MR{r}"),
            Concept::CredibleMetarational(r) => format!("CMR{r}"),
        }
    }

    /// The concept with this abbreviation, in any case of letters; `Nash` is read as `R`.
    pub fn from_abbreviation(text: &str) -> Option<Concept> {
        let text = text.trim().to_ascii_uppercase();
        let depth = |rest: &str| rest.parse::<u32>().ok().filter(|&depth| depth > 0);
        Some(match text.as_str() {
            "R" | "NASH" => Concept::Nash,
            "GMR" => Concept::GeneralMetarational,
            "SMR" => Concept::SymmetricMetarational,
            "SEQ" => Concept::Sequential,
            "SSEQ" => Concept::SymmetricSequential,
            "SIM" => Concept::Simultaneous,
            "SEQ+SIM" => Concept::SequentialOrSimultaneous,
            "NM" => Concept::NonMyopic,
            _ => {
                if let Some(rest) = text.strip_prefix("MAXIMIN") {
                    Concept::Maximin(depth(rest)?)
                } else if let Some(rest) = text.strip_prefix("CMR") {
                    Concept::CredibleMetarational(depth(rest)?)
                } else if let Some(rest) = text.strip_prefix("MR") {
                    Concept::Metarational(depth(rest)?)
                } else {
                    Concept::LimitedMove(depth(text.strip_prefix('L')?)?)
                }
            }
        })
    }

    /// The name in words.
    pub fn name(self) -> String {
        match self {
            Concept::Nash => "Nash stability".into(),
            Concept::GeneralMetarational => "general metarationality".into(),
            Concept::SymmetricMetarational => "symmetric metarationality".into(),
            Concept::Sequential => "sequential stability".into(),
            Concept::SymmetricSequential => "symmetric sequential stability".into(),
            Concept::Simultaneous => "simultaneous stability".into(),
            Concept::SequentialOrSimultaneous => "sequential or simultaneous stability".into(),
            Concept::LimitedMove(h) => format!("limited-move stability with horizon {h}"),
            Concept::NonMyopic => "non-myopic stability".into(),
            Concept::Maximin(h) => format!("maximin stability with horizon {h}"),
            Concept::Metarational(r) => format!("metarational stability in {r} rounds"),
            Concept::CredibleMetarational(r) => {
                format!("credible metarational stability in {r} rounds")
            }
        }
    }
}
