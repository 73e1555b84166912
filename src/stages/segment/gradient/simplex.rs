//! Downhill search without derivatives (Nelder and Mead, 1965).
//!
//! The cost of a ramp's direction or centre is the residual of a profile: cheap to evaluate,
//! kinked, and of two to four variables. Gauss–Newton was rejected: it needs derivatives through
//! the profile's changing bins and gained nothing in accuracy.

/// A place and its cost.
pub(super) type Vertex<const N: usize> = ([f64; N], f64);

/// When to stop searching.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    /// Most rounds.
    pub rounds: usize,
    /// A cost that is good enough.
    pub enough: f64,
}

/// The lowest vertex found from `start`, with a first simplex that reaches `step` along each axis.
pub(super) fn minimize<const N: usize>(
    start: [f64; N],
    step: [f64; N],
    budget: Budget,
    mut cost: impl FnMut(&[f64; N]) -> f64,
) -> Vertex<N> {
    let mut simplex: Vec<Vertex<N>> = Vec::with_capacity(N + 1);
    simplex.push((start, cost(&start)));
    for axis in 0..N {
        let mut at = start;
        at[axis] += step[axis];
        simplex.push((at, cost(&at)));
    }
    for _ in 0..budget.rounds {
        simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (simplex[0], simplex[N]);
        if best.1 < budget.enough || worst.1 - best.1 < 1e-4 * best.1 {
            break;
        }
        let centre: [f64; N] =
            std::array::from_fn(|i| simplex[..N].iter().map(|v| v.0[i]).sum::<f64>() / N as f64);
        // The point at `k` times the worst vertex's distance from the centre of the others.
        let along =
            |k: f64| -> [f64; N] { std::array::from_fn(|i| centre[i] + k * (worst.0[i] - centre[i])) };
        let mut evaluate = |at: [f64; N]| (at, cost(&at));

        let reflected = evaluate(along(-1.0));
        if reflected.1 < best.1 {
            let expanded = evaluate(along(-2.0));
            simplex[N] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < simplex[N - 1].1 {
            simplex[N] = reflected;
        } else {
            let contracted = evaluate(along(0.5));
            if contracted.1 < worst.1 {
                simplex[N] = contracted;
            } else {
                for vertex in &mut simplex[1..] {
                    *vertex = evaluate(std::array::from_fn(|i| (best.0[i] + vertex.0[i]) / 2.0));
                }
            }
        }
    }
    simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
    simplex[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_bottom_of_a_bowl() {
        let bowl = |p: &[f64; 2]| (p[0] - 3.0) * (p[0] - 3.0) + 4.0 * (p[1] + 1.0) * (p[1] + 1.0);
        let (at, cost) = minimize([0.0, 0.0], [1.0, 1.0], Budget { rounds: 100, enough: 1e-8 }, bowl);
        assert!(cost < 1e-6 && (at[0] - 3.0).abs() < 1e-2 && (at[1] + 1.0).abs() < 1e-2, "{at:?}");
    }

    #[test]
    fn ends_on_a_cost_that_is_never_finite() {
        let (_, cost) = minimize([0.0], [1.0], Budget { rounds: 50, enough: 0.0 }, |_| f64::INFINITY);
        assert!(cost.is_infinite());
    }
}
