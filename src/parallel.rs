//! Loops over pieces of work, on every thread that is free.
//!
//! All threads take their pieces from one iterator, so that a thread with easy pieces takes more of
//! them, and what a thread needs for its work is made once a thread. Every other thread takes from the
//! end, away from memory that its neighbour has just touched. A piece is rows, a chunk or a face: work
//! beside which the lock around the iterator did not show when both kinds of loops were timed in turns.
//!
//! rayon's parallel iterators were rejected. They are compiled anew for each loop, some 4 kB a loop
//! that everybody downloads; here rayon is asked for one thing, [`join`].

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::slice::ParallelSliceMut;
pub use rayon::{current_num_threads as threads, join};

use crate::context::Context;
use crate::error::{Error, Result};

/// Values that [`values`] makes between two polls: some ten milliseconds, most of it for the memory.
/// Half a thousand pixels squared are one stretch.
const STRETCH: usize = 1 << 18;
/// Values that one thread makes before it asks for more: some 100 µs, since waking another thread
/// costs nearly as much in a browser. With twice as many, the merge of a photo of 512² was one
/// thread's work.
const CHUNK: usize = 1 << 13;

/// Works on each piece.
///
/// # Errors
/// `cancelled` when asked to stop, which is heard between two pieces, and what `work` returns.
pub fn for_each<I>(pieces: I, ctx: &Context<'_>, work: impl Fn(I::Item) -> Result<()> + Sync) -> Result<()>
where
    I: DoubleEndedIterator + ExactSizeIterator + Send,
{
    fold(pieces, ctx, || (), |(), piece| work(piece)).map(drop)
}

/// What `work` makes of each piece, in order.
///
/// # Errors
/// As [`for_each`].
pub fn map<I, T>(pieces: I, ctx: &Context<'_>, work: impl Fn(I::Item) -> Result<T> + Sync) -> Result<Vec<T>>
where
    I: DoubleEndedIterator + ExactSizeIterator + Send,
    T: Send,
{
    map_with(pieces, ctx, || (), |(), piece| work(piece))
}

/// [`map`] with something that each thread begins with and keeps: scratch, as a rule.
///
/// # Errors
/// As [`for_each`].
pub fn map_with<I, S, T>(
    pieces: I,
    ctx: &Context<'_>,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I::Item) -> Result<T> + Sync,
) -> Result<Vec<T>>
where
    I: DoubleEndedIterator + ExactSizeIterator + Send,
    S: Send,
    T: Send,
{
    let mut made: Vec<Option<T>> = (0..pieces.len()).map(|_| None).collect();
    fold(made.iter_mut().zip(pieces), ctx, begin, |state, (place, piece)| {
        *place = Some(work(state, piece)?);
        Ok(())
    })?;
    Ok(made.into_iter().flatten().collect())
}

/// Works on each piece and returns what the threads have gathered, one a thread, in no order: which
/// pieces are in which is chance, and only for what comes to the same whichever way it is added up.
///
/// # Errors
/// As [`for_each`].
pub fn fold<I, S>(
    pieces: I,
    ctx: &Context<'_>,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I::Item) -> Result<()> + Sync,
) -> Result<Vec<S>>
where
    I: DoubleEndedIterator + ExactSizeIterator + Send,
    S: Send,
{
    let threads = threads().min(pieces.len());
    let shared =
        Mutex::new(Shared { pieces: Some(pieces), gathered: Vec::with_capacity(threads), error: None });
    // Nothing that panics holds the lock.
    let shared_now = || shared.lock().unwrap_or_else(PoisonError::into_inner);
    everywhere(0..threads, &|thread| {
        let mut state = None;
        loop {
            // A statement of its own: the lock is given back before the work begins.
            let next = if thread % 2 == 0 { Iterator::next } else { DoubleEndedIterator::next_back };
            let piece = shared_now().pieces.as_mut().and_then(next);
            let Some(piece) = piece else { break };
            let done = ctx.check().and_then(|()| work(state.get_or_insert_with(&begin), piece));
            if let Err(error) = done {
                let mut shared = shared_now();
                shared.pieces = None;
                shared.error.get_or_insert(error);
            }
        }
        if let Some(state) = state {
            shared_now().gathered.push(state);
        }
    });
    let Shared { gathered, error, .. } = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    error.map_or(Ok(gathered), Err)
}

/// What the threads of one loop share.
struct Shared<I, S> {
    /// Those that nobody has taken; nothing after an error.
    pieces: Option<I>,
    gathered: Vec<S>,
    /// The first.
    error: Option<Error>,
}

/// Runs `work` with each of the numbers, at the same time on threads that are free.
fn everywhere(numbers: Range<usize>, work: &(dyn Fn(usize) + Sync)) {
    if numbers.len() <= 1 {
        return numbers.for_each(work);
    }
    let middle = numbers.start + numbers.len() / 2;
    join(|| everywhere(numbers.start..middle, work), || everywhere(middle..numbers.end, work));
}

/// `value` of each index under `count`, in order.
///
/// A stop is heard before the memory of each stretch is asked for as well: for the noise of a large
/// picture the system takes a tenth of a second to hand it out.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn values<T: Clone + Default + Send>(
    count: usize,
    ctx: &Context<'_>,
    value: impl Fn(usize) -> T + Sync,
) -> Result<Vec<T>> {
    let mut values = Vec::with_capacity(count);
    while values.len() < count {
        let start = values.len();
        values.resize((start + STRETCH).min(count), T::default());
        for_each(values[start..].chunks_mut(CHUNK).enumerate(), ctx, |(chunk, values)| {
            for (index, place) in (start + chunk * CHUNK..).zip(values) {
                *place = value(index);
            }
            Ok(())
        })?;
    }
    ctx.check()?;
    Ok(values)
}

/// Sorts, smallest first.
pub fn sort(words: &mut [u64]) {
    words.par_sort_unstable();
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::context::Control;
    use crate::error::ErrorKind;
    use crate::limits::Limits;

    fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(work)
    }

    #[test]
    fn what_is_made_comes_in_order_and_each_piece_once() {
        for threads in [1, 2, 3, 8] {
            for count in [0_usize, 1, 2, 7, 1000] {
                let (asked, ctx) = (AtomicUsize::new(0), Context::unhindered());
                let made = on(threads, || {
                    map(0..count, &ctx, |piece| {
                        asked.fetch_add(1, Ordering::Relaxed);
                        Ok(3 * piece)
                    })
                });
                assert_eq!(made, Ok((0..count).map(|piece| 3 * piece).collect()), "{threads} {count}");
                assert_eq!(asked.into_inner(), count);
            }
        }
    }

    #[test]
    fn two_threads_work_at_the_same_time() {
        let (here, ctx) = (AtomicUsize::new(0), Context::unhindered());
        // Neither piece ends before the other has begun.
        let met = on(2, || {
            for_each(0..2, &ctx, |_| {
                here.fetch_add(1, Ordering::SeqCst);
                while here.load(Ordering::SeqCst) < 2 {
                    std::thread::yield_now();
                }
                Ok(())
            })
        });
        assert_eq!(met, Ok(()));
    }

    #[test]
    fn loops_may_stand_in_loops() {
        let ctx = Context::unhindered();
        let row = |row: usize| map(0..9_usize, &ctx, |column| Ok(row * column)).map(|made| made.len());
        assert_eq!(on(3, || map(0..50, &ctx, row)), Ok(vec![9; 50]));
    }

    #[test]
    fn what_a_thread_begins_with_is_made_at_most_once_a_thread_and_given_back() {
        let (begun, ctx) = (AtomicUsize::new(0), Context::unhindered());
        let begin = || {
            begun.fetch_add(1, Ordering::Relaxed);
            0_u64
        };
        let sums = on(4, || {
            fold(0..1000_u32, &ctx, begin, |sum, piece| {
                *sum += u64::from(piece);
                Ok(())
            })
        });
        let sums = sums.expect("nobody cancels");
        assert_eq!(sums.iter().sum::<u64>(), 499_500);
        assert!(begun.load(Ordering::Relaxed) <= 4 && sums.len() == begun.into_inner());
    }

    #[test]
    fn after_an_error_no_piece_is_begun() {
        let (begun, ctx) = (AtomicUsize::new(0), Context::unhindered());
        let failed = on(1, || {
            for_each(0..100, &ctx, |piece| {
                begun.fetch_add(1, Ordering::Relaxed);
                if piece == 3 { Err(Error::internal("The fourth.")) } else { Ok(()) }
            })
        });
        assert_eq!(failed.map_err(|error| error.kind()), Err(ErrorKind::Internal));
        assert_eq!(begun.into_inner(), 4);
    }

    #[test]
    fn a_stop_is_heard_between_two_pieces() {
        let (control, limits) = (Control::stopped_after(5), Limits::default());
        let begun = AtomicUsize::new(0);
        let stopped = on(2, || {
            for_each(0..1000, &Context::new(&control, &limits), |_| {
                begun.fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
        });
        assert_eq!(stopped.map_err(|error| error.kind()), Err(ErrorKind::Cancelled));
        assert!(begun.into_inner() <= 5);
    }

    #[test]
    fn values_come_in_order_whatever_their_number() {
        for count in [0, 1, CHUNK, STRETCH - 1, STRETCH, 2 * STRETCH + 3] {
            let made = values(count, &Context::unhindered(), |index| index as u32);
            assert!(made.expect("nobody cancels").into_iter().eq(0..count as u32), "{count}");
        }
    }

    #[test]
    fn a_loop_goes_on_after_one_in_which_somebody_panicked() {
        let ctx = Context::unhindered();
        on(2, || {
            let panicked = std::panic::catch_unwind(|| {
                for_each(0..10, &Context::unhindered(), |piece| {
                    assert!(piece != 5, "the sixth");
                    Ok(())
                })
            });
            assert!(panicked.is_err());
            assert_eq!(map(0..3, &ctx, Ok), Ok(vec![0, 1, 2]));
        });
    }
}
