//! One draw to one row; plan, run and merge an ensemble; manifest, progress, cancel.

pub mod answer;
