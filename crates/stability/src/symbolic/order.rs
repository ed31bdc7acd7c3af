//! The order of options in the diagrams: options that are spoken of together stand together.

/// Rounds of moving options to the centres of gravity; it settles in far fewer.
const ROUNDS: usize = 200;

/// An order of options in which the sets given (as bits) span few places: the options, first to
/// last. The sum over sets of the distance between their first and last option is made small by
/// moving every option to the mean centre of the sets it belongs to, again and again (FORCE;
/// Aloul, Markov & Sakallah 2003), from the order given and from one that follows the sets; the
/// best order met is kept. Takes `O(rounds * sum of the sizes of the sets)`.
pub(super) fn option_order(options: usize, sets: &[u64]) -> Vec<usize> {
    let sets: Vec<Vec<usize>> = sets
        .iter()
        .map(|set| (0..options).filter(|option| set >> option & 1 == 1).collect::<Vec<_>>())
        .filter(|set| set.len() > 1)
        .collect();
    let mut best: Vec<usize> = (0..options).collect();
    let mut least = span(&best, &sets);
    for start in [best.clone(), by_neighbours(options, &sets)] {
        let mut order = start;
        for _ in 0..ROUNDS {
            let now = span(&order, &sets);
            if now < least {
                (least, best) = (now, order.clone());
            }
            let moved = moved_to_centres(&order, &sets);
            if moved == order {
                break;
            }
            order = moved;
        }
    }
    best
}

fn places(order: &[usize]) -> Vec<usize> {
    let mut place = vec![0; order.len()];
    for (at, &option) in order.iter().enumerate() {
        place[option] = at;
    }
    place
}

/// The sum over sets of the distance between their first and last option.
fn span(order: &[usize], sets: &[Vec<usize>]) -> usize {
    let place = places(order);
    let length = |set: &Vec<usize>| {
        let places = set.iter().map(|&option| place[option]);
        places.clone().max().unwrap_or(0) - places.min().unwrap_or(0)
    };
    sets.iter().map(length).sum()
}

fn moved_to_centres(order: &[usize], sets: &[Vec<usize>]) -> Vec<usize> {
    let place = places(order);
    let mut sum = vec![(0.0, 0.0); order.len()];
    for set in sets {
        let centre = set.iter().map(|&option| place[option] as f64).sum::<f64>() / set.len() as f64;
        for &option in set {
            sum[option].0 += centre;
            sum[option].1 += 1.0;
        }
    }
    let wanted = |option: usize| match sum[option] {
        (_, 0.0) => place[option] as f64,
        (total, count) => total / count,
    };
    let mut moved = order.to_vec();
    moved.sort_by(|&a, &b| wanted(a).total_cmp(&wanted(b)));
    moved
}

/// Breadth first along the sets, beginning each time with the option that is in fewest of them.
fn by_neighbours(options: usize, sets: &[Vec<usize>]) -> Vec<usize> {
    let count = |option: usize| sets.iter().filter(|set| set.contains(&option)).count();
    let mut starts: Vec<usize> = (0..options).collect();
    starts.sort_by_key(|&option| count(option));
    let mut order: Vec<usize> = Vec::with_capacity(options);
    let mut next = 0;
    for start in starts {
        if !order.contains(&start) {
            order.push(start);
        }
        while next < order.len() {
            let option = order[next];
            next += 1;
            for &neighbour in sets.iter().filter(|set| set.contains(&option)).flatten() {
                if !order.contains(&neighbour) {
                    order.push(neighbour);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scattered_chain_is_put_in_line() {
        // 0-3-6-1-4-7-2-5: links between options that are three apart, modulo eight.
        let sets: Vec<u64> = (0..7).map(|i| 1 << (3 * i % 8) | 1 << (3 * (i + 1) % 8)).collect();
        let order = option_order(8, &sets);
        let chain: Vec<usize> = (0..8).map(|i| 3 * i % 8).collect();
        assert!(order == chain || order.iter().rev().eq(&chain), "{order:?}");
    }

    #[test]
    fn nothing_said_keeps_the_order() {
        assert_eq!(option_order(4, &[]), [0, 1, 2, 3]);
    }
}
