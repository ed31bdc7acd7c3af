//! Closed forms of the literature on bargaining and war, one concept a file.
