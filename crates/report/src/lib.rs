//! Tables, charts and the self-contained HTML page of an answer.
