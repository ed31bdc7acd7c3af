//! The answer of `zopa stability` as JSON, written piece by piece: a conflict may have millions
//! of states.

use super::analysis::{Analysis, Solved};
use crate::exit::{Exit, Failure};
use fixedbitset::FixedBitSet;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{BufWriter, ErrorKind, Write};
use zopa_scenario::Code;

/// From so many states on, the text is not indented.
const INDENTED: usize = 2_000;

/// Writes the answer to standard output.
pub fn print(analysis: &Analysis<'_>) -> Result<(), Failure> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    let document = Document(analysis);
    let written = if analysis.named.states() < INDENTED {
        serde_json::to_writer_pretty(&mut out, &document)
    } else {
        serde_json::to_writer(&mut out, &document)
    };
    let written = written.map_err(std::io::Error::from);
    written.and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()).map_err(|error| {
        if error.kind() == ErrorKind::BrokenPipe {
            Failure::ReaderGone
        } else {
            Failure::coded(Exit::Wrong, Code::Output, format!("cannot write the output: {error}"))
        }
    })
}

struct Document<'a>(&'a Analysis<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let analysis = self.0;
        let named = analysis.named;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("ok", &true)?;
        map.serialize_entry("title", &named.title)?;
        let ids: Vec<&str> = named.parties.iter().map(|p| p.id.as_str()).collect();
        map.serialize_entry("parties", &ids)?;
        map.serialize_entry("party_names", &analysis.party_names())?;
        map.serialize_entry("options", &analysis.options())?;
        map.serialize_entry("states", &States(analysis))?;
        map.serialize_entry("labels", &Labels(analysis))?;
        map.serialize_entry("status_quo", &named.status_quo)?;
        map.serialize_entry("concepts", &Concepts(analysis))?;
        for part in &analysis.parts {
            map.serialize_entry(part.key, &part.data)?;
        }
        for (key, value) in &analysis.data {
            map.serialize_entry(key, value)?;
        }
        map.serialize_entry("manifest", &analysis.manifest)?;
        map.end()
    }
}

/// The names of all states.
struct States<'a>(&'a Analysis<'a>);

impl Serialize for States<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.0.named;
        serializer.collect_seq((0..named.states() as u32).map(|state| named.state_name(state)))
    }
}

/// The labels of states, where the conflict is small enough for people to read them.
struct Labels<'a>(&'a Analysis<'a>);

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.0.named;
        let shown = if named.states() < INDENTED { named.states() } else { 0 };
        serializer.collect_seq((0..shown as u32).map(|state| named.state_label(state)))
    }
}

struct Concepts<'a>(&'a Analysis<'a>);

impl Serialize for Concepts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let analysis = self.0;
        serializer.collect_map(
            analysis.solved.iter().map(|solved| (&solved.name, Concept { analysis, solved })),
        )
    }
}

struct Concept<'a> {
    analysis: &'a Analysis<'a>,
    solved: &'a Solved,
}

impl Serialize for Concept<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.solved.words)?;
        map.serialize_entry("equilibria", &self.solved.equilibria)?;
        map.serialize_entry("stable", &ByParty(self))?;
        map.end()
    }
}

struct ByParty<'a>(&'a Concept<'a>);

impl Serialize for ByParty<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parties = &self.0.analysis.named.parties;
        serializer.collect_map(
            parties.iter().zip(&self.0.solved.stable).map(|(party, bits)| (&party.id, Ones(bits))),
        )
    }
}

/// The indices of the states in a set.
struct Ones<'a>(&'a FixedBitSet);

impl Serialize for Ones<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.ones())
    }
}
