//! Block filter: efficient points in four and more dimensions, block by block against the frontier.

use rayon::prelude::*;
use std::collections::BTreeMap;

/// Points compared at once.
const LANES: usize = 16;
/// Points tested against a fixed frontier before it grows.
const BLOCK: usize = 1024;

/// Points stored sixteen to a tile, coordinate by coordinate.
struct Tiles {
    data: Vec<i32>,
    parties: usize,
    points: usize,
}

impl Tiles {
    fn new(parties: usize) -> Self {
        Self { data: Vec::new(), parties, points: 0 }
    }

    fn push(&mut self, point: &[i32]) {
        let (tile, lane) = (self.points / LANES, self.points % LANES);
        let size = self.parties * LANES;
        if lane == 0 {
            // Below every grid position, so that an unused lane covers nothing.
            self.data.resize(self.data.len() + size, i32::MIN);
        }
        for (party, &q) in point.iter().enumerate() {
            self.data[tile * size + party * LANES + lane] = q;
        }
        self.points += 1;
    }

    /// Whether some stored point is at least `point` in every coordinate.
    fn covers(&self, point: &[i32]) -> bool {
        self.covering(point, 0).is_some()
    }

    /// Whether some stored point other than an equal one is at least `point` everywhere.
    fn dominates(&self, point: &[i32]) -> bool {
        let mut first = 0;
        while let Some((tile, mask)) = self.covering(point, first) {
            let lanes = &self.data[tile * self.parties * LANES..];
            let differs =
                |lane: usize| point.iter().enumerate().any(|(i, &q)| lanes[i * LANES + lane] != q);
            if (0..LANES).any(|lane| mask[lane] != 0 && differs(lane)) {
                return true;
            }
            first = tile + 1;
        }
        false
    }

    fn covering(&self, point: &[i32], first: usize) -> Option<(usize, [i32; LANES])> {
        let size = self.parties * LANES;
        let tiles = self.data.get(first * size..)?.chunks_exact(size);
        for (k, tile) in tiles.enumerate() {
            let mut mask = [-1i32; LANES];
            for (lanes, &q) in tile.as_chunks::<LANES>().0.iter().zip(point) {
                for (mask, &stored) in mask.iter_mut().zip(lanes) {
                    *mask &= -i32::from(stored >= q);
                }
            }
            if mask.iter().fold(0, |any, &m| any | m) != 0 {
                return Some((first + k, mask));
            }
        }
        None
    }
}

/// Frontier divided into cells by levels of each coordinate.
///
/// Only points of cells whose levels are all at least those of a point can dominate it.
pub(crate) struct Frontier {
    /// Ascending bounds between levels, per coordinate.
    bounds: Vec<Vec<i32>>,
    cells: Vec<(u64, Tiles)>,
    /// The first points pushed, tried before the cells.
    first: Tiles,
    places: BTreeMap<u64, usize>,
}

/// Bits of a packed level, the highest of which stays free for the comparison.
const LEVEL_BITS: usize = 4;
/// The free bits of sixteen packed levels.
const FREE: u64 = 0x8888_8888_8888_8888;
/// Points tried before the cells: those of largest sum dominate most.
const FIRST: usize = 64;
/// Cells at most, about.
const CELLS: usize = 1024;

impl Frontier {
    /// The frontier that consists of the given efficient rows.
    pub(crate) fn of(rows: &[i32], parties: usize) -> Self {
        let mut frontier = Self::new(rows, parties);
        for row in rows.chunks_exact(parties) {
            frontier.push(row);
        }
        frontier
    }

    /// Takes the bounds from quantiles of the given rows.
    fn new(rows: &[i32], parties: usize) -> Self {
        let points = rows.len() / parties;
        let mut levels = 1usize;
        while levels < 1 << (LEVEL_BITS - 1)
            && (levels + 1).checked_pow(parties as u32).is_some_and(|cells| cells <= CELLS)
        {
            levels += 1;
        }
        // Few points are sooner compared than divided.
        let levels = if points <= 4 * LANES { 1 } else { levels.max(2) };
        let bounds = (0..parties.min(u64::BITS as usize / LEVEL_BITS))
            .map(|i| {
                let mut column: Vec<i32> = rows.chunks_exact(parties).map(|r| r[i]).collect();
                column.sort_unstable();
                (1..levels).map(|l| column[points * l / levels]).collect()
            })
            .collect();
        Self { bounds, cells: Vec::new(), first: Tiles::new(parties), places: BTreeMap::new() }
    }

    fn levels(&self, point: &[i32]) -> u64 {
        self.bounds.iter().zip(point).enumerate().fold(0, |packed, (i, (bounds, q))| {
            let level = bounds.iter().filter(|bound| *bound <= q).count() as u64;
            packed | level << (i * LEVEL_BITS)
        })
    }

    /// Cells that may hold a point at least `point` in every coordinate.
    fn cells_above(&self, point: &[i32]) -> impl Iterator<Item = &Tiles> {
        let levels = self.levels(point);
        // A borrow clears the free bit of a coordinate whose level is lower.
        let above = move |cell: u64| ((cell | FREE) - levels) & FREE == FREE;
        self.cells.iter().filter(move |(cell, _)| above(*cell)).map(|(_, tiles)| tiles)
    }

    /// Whether some point is at least `point` in every coordinate.
    fn covers(&self, point: &[i32]) -> bool {
        self.first.covers(point) || self.cells_above(point).any(|tiles| tiles.covers(point))
    }

    /// Whether some point dominates `point`; an equal one does not.
    pub(crate) fn dominates(&self, point: &[i32]) -> bool {
        self.first.dominates(point) || self.cells_above(point).any(|tiles| tiles.dominates(point))
    }

    fn push(&mut self, point: &[i32]) {
        if self.first.points < FIRST {
            self.first.push(point);
            return;
        }
        let levels = self.levels(point);
        let place = *self.places.entry(levels).or_insert_with(|| {
            self.cells.push((levels, Tiles::new(point.len())));
            self.cells.len() - 1
        });
        self.cells[place].1.push(point);
    }
}

/// Marks the efficient ones of distinct points, none of which dominates one before it.
///
/// A point dominated by any is dominated by an efficient one, so comparing with the frontier of
/// the points before it is enough. Complexity: points times frontier at worst.
///
/// Source: Börzsönyi, Kossmann, Stocker (2001), The skyline operator; Chomicki, Godfrey, Gryz,
/// Liang (2003), Skyline with presorting; Chester, Šidlauskas, Assent, Bøgh (2015), Scalable
/// parallelization of skyline computation for multi-core processors.
pub(crate) fn block_filter(rows: &[i32], parties: usize) -> Vec<bool> {
    // The first rows have the largest sums and so resemble the frontier.
    let sample = &rows[..rows.len().min(4 * BLOCK * parties)];
    let mut frontier = Frontier::new(sample, parties);
    let mut efficient = Vec::with_capacity(rows.len() / parties);
    for block in rows.chunks(BLOCK * parties) {
        let open: Vec<bool> = block
            .par_chunks_exact(parties)
            .with_min_len(32)
            .map(|point| !frontier.covers(point))
            .collect();
        let mut fresh = Tiles::new(parties);
        for (point, open) in block.chunks_exact(parties).zip(open) {
            let keep = open && !fresh.covers(point);
            if keep {
                fresh.push(point);
                frontier.push(point);
            }
            efficient.push(keep);
        }
    }
    efficient
}
