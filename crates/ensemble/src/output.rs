//! The files of a run: draws, paths, answer, manifest.
//!
//! Every file is written under a name that ends in `.partial` and takes its own name only when it is
//! whole. The manifest comes last: a folder without one holds an unfinished run.

use crate::answer::Answer;
use crate::block::BlockResult;
use crate::run::RunError;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zopa_equations::model::Model;
use zopa_equations::tape::LANES;
use zopa_scenario::Scenario;

/// Names of the files of a run.
pub const FILES: [&str; 5] =
    ["manifest.json", "answer.json", "draws.parquet", "paths.parquet", "report.html"];

fn failed(path: &Path, problem: impl std::fmt::Display) -> RunError {
    RunError::Output { path: path.to_owned(), problem: problem.to_string() }
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

/// Makes the folder and takes away the files of an earlier run, the manifest first.
///
/// # Errors
/// Where the folder is a file or cannot be written.
pub fn prepare(folder: &Path) -> Result<(), RunError> {
    if folder.exists() && !folder.is_dir() {
        return Err(failed(folder, "it is a file, not a folder"));
    }
    fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
    for name in FILES {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(&path).map_err(|e| failed(&path, e))?;
        }
    }
    Ok(())
}

/// Writes a whole file at once, so that it is either complete or not there.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    let temporary = unfinished(path);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|e| {
        let _ = fs::remove_file(&temporary);
        failed(path, e)
    })
}

/// Writes `answer.json`, then `manifest.json`.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_answer(folder: &Path, answer: &Answer) -> Result<(), RunError> {
    let path = folder.join("answer.json");
    let text = serde_json::to_string_pretty(answer).map_err(|e| failed(&path, e))?;
    write_file(&path, format!("{text}\n").as_bytes())?;
    let path = folder.join("manifest.json");
    let text = serde_json::to_string_pretty(&answer.manifest).map_err(|e| failed(&path, e))?;
    write_file(&path, format!("{text}\n").as_bytes())
}

/// A column of the draws file.
enum Column {
    Draw,
    Input(usize),
    Sample(usize),
    DealTime,
    Option(usize),
    Deal(usize),
    NoDeal(usize),
    NoDealAtStart(usize),
    BreakdownTime,
    Deals,
    ZoneShare,
    BestSurplus,
    Measure(usize),
}

/// Writes `draws.parquet` row group by row group.
pub struct DrawsFile {
    path: PathBuf,
    writer: SerializedFileWriter<BufWriter<File>>,
    columns: Vec<Column>,
    option_names: Vec<Vec<ByteArray>>,
}

/// A name as a Parquet field: letters, digits, `_`, `.` and `:` stay.
fn field(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() || "_.".contains(c) { c } else { '_' })
        .collect()
}

impl DrawsFile {
    /// Starts the file.
    ///
    /// # Errors
    /// Where it cannot be created.
    pub fn create(
        folder: &Path,
        scenario: &Scenario,
        model: &Model,
        header: &[(String, String)],
    ) -> Result<Self, RunError> {
        let path = folder.join("draws.parquet");
        let mut fields = vec!["required int64 draw;".to_owned()];
        let mut columns = vec![Column::Draw];
        let mut names = std::collections::BTreeSet::new();
        let mut add = |columns: &mut Vec<Column>, kind: &str, name: String, column: Column| {
            let mut name = field(&name);
            while !names.insert(name.clone()) {
                name.push('_');
            }
            fields.push(match kind {
                "text" => format!("optional binary {name} (UTF8);"),
                _ => format!("optional double {name};"),
            });
            columns.push(column);
        };
        for (i, input) in scenario.inputs.iter().enumerate() {
            add(&mut columns, "number", format!("input.{}", input.id), Column::Input(i));
        }
        for (i, sample) in model.samples.iter().enumerate() {
            if !matches!(sample.place, zopa_equations::formula::Place::Input(_)) {
                add(&mut columns, "number", format!("sample.{}", sample.site), Column::Sample(i));
            }
        }
        if model.talks.is_some() {
            add(&mut columns, "number", "deal_time".into(), Column::DealTime);
            for (i, issue) in scenario.issues.iter().enumerate() {
                add(&mut columns, "text", format!("package.{}", issue.id), Column::Option(i));
            }
            for (p, party) in scenario.parties.iter().enumerate() {
                add(&mut columns, "number", format!("deal.{}", party.id), Column::Deal(p));
                add(&mut columns, "number", format!("no_deal.{}", party.id), Column::NoDeal(p));
                let name = format!("no_deal_at_start.{}", party.id);
                add(&mut columns, "number", name, Column::NoDealAtStart(p));
            }
            add(&mut columns, "number", "breakdown_time".into(), Column::BreakdownTime);
            add(&mut columns, "number", "deals".into(), Column::Deals);
            add(&mut columns, "number", "zone_share_at_start".into(), Column::ZoneShare);
            add(&mut columns, "number", "best_surplus_at_start".into(), Column::BestSurplus);
        }
        for (m, measure) in scenario.measures.iter().enumerate() {
            add(&mut columns, "number", format!("measure.{}", measure.id), Column::Measure(m));
        }
        let message = format!("message draws {{ {} }}", fields.join(" "));
        let schema = parse_message_type(&message).map_err(|e| failed(&path, e))?;
        let mut properties = WriterProperties::builder()
            .set_created_by("zopa".to_owned())
            .set_dictionary_enabled(false)
            .set_compression(Compression::UNCOMPRESSED);
        for issue in &scenario.issues {
            let column = ColumnPath::from(field(&format!("package.{}", issue.id)));
            properties = properties.set_column_dictionary_enabled(column, true);
        }
        let properties = properties
            .set_key_value_metadata(Some(
                header.iter().map(|(k, v)| KeyValue::new(k.clone(), v.clone())).collect(),
            ))
            .build();
        let file = File::create(unfinished(&path)).map_err(|e| failed(&path, e))?;
        let writer =
            SerializedFileWriter::new(BufWriter::new(file), Arc::new(schema), Arc::new(properties))
                .map_err(|e| failed(&path, e))?;
        let option_names = scenario
            .issues
            .iter()
            .map(|i| i.options.iter().map(|o| ByteArray::from(o.id.text.as_str())).collect())
            .collect();
        Ok(DrawsFile { path, writer, columns, option_names })
    }

    /// Adds a row group of these blocks.
    ///
    /// # Errors
    /// Where the disk is full or the file cannot be written.
    pub fn add(&mut self, blocks: &[BlockResult]) -> Result<(), RunError> {
        let path = self.path.clone();
        let columns = &self.columns;
        let names = &self.option_names;
        let mut group = self.writer.next_row_group().map_err(|e| failed(&path, e))?;
        for column in columns {
            write_column(&mut group, column, blocks, names).map_err(|e| failed(&path, e))?;
        }
        group.close().map(|_| ()).map_err(|e| failed(&path, e))
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self, partial: bool) -> Result<(), RunError> {
        let path = self.path;
        let mut writer = self.writer;
        if partial {
            writer
                .append_key_value_metadata(KeyValue::new("partial".to_owned(), "true".to_owned()));
        }
        let buffer = writer.into_inner().map_err(|e| failed(&path, e))?;
        let file = buffer.into_inner().map_err(|e| failed(&path, e))?;
        file.sync_all().map_err(|e| failed(&path, e))?;
        fs::rename(unfinished(&path), &path).map_err(|e| failed(&path, e))
    }
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, BufWriter<File>>,
    column: &Column,
    blocks: &[BlockResult],
    names: &[Vec<ByteArray>],
) -> parquet::errors::Result<()> {
    let Some(mut writer) = group.next_column()? else { return Ok(()) };
    match column {
        Column::Draw => {
            let values: Vec<i64> = blocks
                .iter()
                .flat_map(|b| (0..b.lanes as u64).map(|lane| (b.first + lane) as i64))
                .collect();
            writer.typed::<Int64Type>().write_batch(&values, None, None)?;
        }
        Column::Option(issue) => {
            let (mut values, mut levels) = (Vec::new(), Vec::new());
            for block in blocks {
                for lane in 0..block.lanes {
                    let signed = !block.deal_time[lane].is_nan();
                    levels.push(i16::from(signed));
                    if signed {
                        let option = block.package[issue * LANES + lane] as usize;
                        values.push(names[*issue][option].clone());
                    }
                }
            }
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        }
        _ => {
            let (mut values, mut levels) = (Vec::new(), Vec::new());
            for block in blocks {
                let from = match column {
                    Column::Input(i) => &block.inputs[i * LANES..],
                    Column::Sample(i) => &block.samples[i * LANES..],
                    Column::DealTime => &block.deal_time[..],
                    Column::Deal(p) => &block.deal[p * LANES..],
                    Column::NoDeal(p) => &block.no_deal[p * LANES..],
                    Column::NoDealAtStart(p) => &block.no_deal_at_start[p * LANES..],
                    Column::BreakdownTime => &block.breakdown_time[..],
                    Column::Deals => &block.deals[..],
                    Column::ZoneShare => &block.zone_share[..],
                    Column::BestSurplus => &block.best_surplus[..],
                    Column::Measure(m) => &block.measures[m * LANES..],
                    Column::Draw | Column::Option(_) => &[],
                };
                for &x in from.iter().take(block.lanes) {
                    let there = x.is_finite();
                    levels.push(i16::from(there));
                    if there {
                        values.push(x);
                    }
                }
            }
            writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        }
    }
    writer.close()
}

/// Writes `paths.parquet`: one row per variable and time, with the mean and quantiles over draws.
///
/// # Errors
/// Where it cannot be written.
pub fn write_paths(folder: &Path, answer: &Answer) -> Result<(), RunError> {
    let path = folder.join("paths.parquet");
    let levels: Vec<String> = answer
        .paths
        .iter()
        .next()
        .map(|(_, p)| p.quantiles.iter().map(|(level, _)| level.to_owned()).collect())
        .unwrap_or_default();
    let mut message = "message paths { required binary variable (UTF8); required binary unit (UTF8); required double time; required double mean;".to_owned();
    for level in &levels {
        message.push_str(&format!(" required double {};", field(&format!("q{level}"))));
    }
    message.push('}');
    let write = || -> parquet::errors::Result<()> {
        let schema = parse_message_type(&message)?;
        let properties = WriterProperties::builder()
            .set_created_by("zopa".to_owned())
            .set_compression(Compression::SNAPPY)
            .build();
        let file = File::create(unfinished(&path))?;
        let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        let mut texts = [Vec::new(), Vec::new()];
        let mut numbers: Vec<Vec<f64>> = vec![Vec::new(); 2 + levels.len()];
        for (name, p) in answer.paths.iter() {
            for (i, &time) in p.times.iter().enumerate() {
                texts[0].push(ByteArray::from(name));
                texts[1].push(ByteArray::from(p.unit.as_str()));
                numbers[0].push(time);
                numbers[1].push(p.mean[i]);
                for (k, (_, values)) in p.quantiles.iter().enumerate() {
                    numbers[2 + k].push(values[i]);
                }
            }
        }
        for text in &texts {
            if let Some(mut column) = group.next_column()? {
                column.typed::<ByteArrayType>().write_batch(text, None, None)?;
                column.close()?;
            }
        }
        for values in &numbers {
            if let Some(mut column) = group.next_column()? {
                column.typed::<DoubleType>().write_batch(values, None, None)?;
                column.close()?;
            }
        }
        group.close()?;
        writer.close()?;
        Ok(())
    };
    write().map_err(|e| failed(&path, e))?;
    fs::rename(unfinished(&path), &path).map_err(|e| failed(&path, e))
}
