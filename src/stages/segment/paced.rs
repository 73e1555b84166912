//! Values for millions of regions or pixels, made on all threads, in pieces between which a stop
//! is heard.
//!
//! A plain parallel `collect` hears none, and neither does the system while it hands out fresh
//! memory for it: each takes a tenth of a second for the noise of a large picture. Collecting
//! `Result`s was rejected: rayon then gathers a list of arrays and copies them.

use rayon::prelude::*;

use crate::context::Context;
use crate::error::Result;

/// Values between two polls: some ten milliseconds, most of it for the memory. Half a thousand
/// pixels squared are one piece.
const PIECE: usize = 1 << 18;
/// Values that one thread makes before it may be asked for the next: some 100 µs, since waking
/// another thread costs nearly as much in a browser. With twice as many, the merge of a photo of
/// 512² was one thread's work.
const CHUNK: usize = 1 << 13;

/// `value` of each index under `count`, in order.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn map<T: Send>(
    count: usize,
    ctx: &Context<'_>,
    value: impl Fn(usize) -> T + Sync,
) -> Result<Vec<T>> {
    let mut values = Vec::with_capacity(count);
    for start in (0..count).step_by(PIECE) {
        ctx.check()?;
        let piece = start..(start + PIECE).min(count);
        values.par_extend(piece.into_par_iter().with_min_len(CHUNK).map(&value));
    }
    ctx.check()?;
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::error::ErrorKind;
    use crate::limits::Limits;

    #[test]
    fn values_come_in_order_whatever_their_number() {
        for count in [0, 1, PIECE - 1, PIECE, 2 * PIECE + 3] {
            let values = map(count, &Context::unhindered(), |i| i as u32).expect("nobody cancels");
            assert!(values.iter().copied().eq(0..count as u32), "{count}");
        }
    }

    #[test]
    fn a_stop_is_heard_between_two_pieces() {
        let (control, limits) = (Control::stopped_after(2), Limits::default());
        let stopped = map(9 * PIECE, &Context::new(&control, &limits), |i| {
            assert!(i < 2 * PIECE, "went on after the stop");
        });
        assert_eq!(stopped.map_err(|error| error.kind()), Err(ErrorKind::Cancelled));
    }
}
