//! Zone of possible agreement, Pareto set and bargaining solutions over a finite set of packages.
