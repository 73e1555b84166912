//! What a running stage may ask of its surroundings: stop?, how far, how much.
//!
//! A handful of atomic words that the host can place in shared memory. A callback was rejected:
//! it would cross the WebAssembly boundary once a tile and could not reach a page that polls.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};
use crate::limits::Limits;

/// The six stages, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[repr(u32)]
pub enum Stage {
    /// Bytes to pixels.
    Decode = 0,
    /// Pixels to a canvas of workable size.
    Prepare = 1,
    /// Canvas to regions.
    Segment = 2,
    /// Regions to outlines.
    Trace = 3,
    /// Outlines to curves and paints.
    Fit = 4,
    /// Shapes to SVG text.
    Write = 5,
}

impl Stage {
    /// All stages, in the order they run.
    pub const ALL: [Self; 6] =
        [Self::Decode, Self::Prepare, Self::Segment, Self::Trace, Self::Fit, Self::Write];

    /// The stage's one word.
    pub fn name(self) -> &'static str {
        ["decode", "prepare", "segment", "trace", "fit", "write"][self as usize]
    }
}

/// Hears of progress where nobody can read the words: the stage (0–5) and its thousandths.
pub type Observer = fn(stage: u32, permille: u32);

/// An observer is told of every step of this many thousandths.
const OBSERVED_STEP: u32 = 25;

/// The words of one job that its owner and its stages share. `repr(C)`: the host reads and
/// writes them at fixed offsets (0, 4, 8 bytes) in shared memory.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Control {
    cancel: AtomicU32,
    stage: AtomicU32,
    permille: AtomicU32,
    observer: Option<Observer>,
    /// Polls until the job stops by itself.
    #[cfg(test)]
    fuse: Option<AtomicU32>,
}

impl Control {
    /// Words that also tell an observer, on the thread that does the work. For the one surrounding
    /// without shared memory, WebAssembly on a single thread; elsewhere polling is cheaper.
    pub fn observed_by(observer: Observer) -> Self {
        Self { observer: Some(observer), ..Self::default() }
    }

    /// Words of a job that is stopped at its `polls`th poll: the same place on any machine.
    #[cfg(test)]
    pub fn stopped_after(polls: u32) -> Self {
        Self { fuse: Some(AtomicU32::new(polls)), ..Self::default() }
    }

    /// Polls left of those given to [`Self::stopped_after`].
    #[cfg(test)]
    pub fn polls_left(&self) -> u32 {
        self.fuse.as_ref().map_or(0, |fuse| fuse.load(Ordering::Relaxed))
    }

    /// Asks the job to stop; it does so at its next poll.
    pub fn cancel(&self) {
        self.cancel.store(1, Ordering::Relaxed);
    }

    /// Whether a stop was asked for.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) != 0
    }

    /// Sets the words to those of a job that has not begun, for the next one to use.
    pub fn reset(&self) {
        self.cancel.store(0, Ordering::Relaxed);
        self.stage.store(0, Ordering::Relaxed);
        self.permille.store(0, Ordering::Relaxed);
    }

    /// Takes over the progress of work that is done elsewhere.
    pub fn show(&self, stage: u32, permille: u32) {
        self.stage.store(stage, Ordering::Relaxed);
        self.permille.store(permille, Ordering::Relaxed);
        if let Some(observer) = self.observer {
            observer(stage, permille);
        }
    }

    /// The stage that runs (0–5) and its progress in thousandths.
    pub fn progress(&self) -> (u32, u32) {
        (self.stage.load(Ordering::Relaxed), self.permille.load(Ordering::Relaxed))
    }
}

/// Pixels, regions or edges that a serial loop takes between two polls: well under a millisecond.
pub const PACE: usize = 1 << 15;

/// Handed to every stage.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    control: &'a Control,
    /// The budgets that hold for this job.
    pub limits: &'a Limits,
}

impl<'a> Context<'a> {
    /// A context around the words of a job.
    pub fn new(control: &'a Control, limits: &'a Limits) -> Self {
        Self { control, limits }
    }

    /// Ends the stage when a stop was asked for. Cheap: poll once a row, tile or region.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Cancelled`].
    #[inline]
    pub fn check(&self) -> Result<()> {
        #[cfg(test)]
        if let Some(fuse) = &self.control.fuse
            && fuse.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
        {
            self.control.cancel();
        }
        if self.control.is_cancelled() { Err(Error::cancelled()) } else { Ok(()) }
    }

    /// A context that nobody stops.
    #[cfg(test)]
    pub fn unhindered() -> Context<'static> {
        static SURROUNDINGS: std::sync::LazyLock<(Control, Limits)> =
            std::sync::LazyLock::new(Default::default);
        Context::new(&SURROUNDINGS.0, &SURROUNDINGS.1)
    }

    /// Says which stage begins.
    pub fn begin(&self, stage: Stage) {
        self.control.permille.store(0, Ordering::Relaxed);
        self.control.stage.store(stage as u32, Ordering::Relaxed);
        if let Some(observer) = self.control.observer {
            observer(stage as u32, 0);
        }
    }

    /// Says how much of the stage is done: `done` of `total` units. Less than was said before is not heard.
    #[inline]
    pub fn report(&self, done: usize, total: usize) {
        let share = (done.min(total) as u64 * 1000) / total.max(1) as u64;
        let share = share as u32;
        // Pieces that run side by side may say so out of order.
        let before = self.control.permille.fetch_max(share, Ordering::Relaxed);
        if let Some(observer) = self.control.observer
            && share / OBSERVED_STEP > before / OBSERVED_STEP
        {
            observer(self.control.stage.load(Ordering::Relaxed), share);
        }
    }
}
