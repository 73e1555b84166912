//! Counts the bytes in use, for `peak_bytes` of `--stats`.
//!
//! The system's own figure (resident pages) was rejected: it contains the program's code and
//! what the allocator keeps back, differs between systems and never goes down.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static WATCHES: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counted.
pub struct Counting;

fn grown(bytes: usize) {
    let now = IN_USE.fetch_add(bytes, Relaxed) + bytes;
    // Most allocations are below the peak: a load is cheaper than a contended maximum.
    if now > PEAK.load(Relaxed) {
        PEAK.fetch_max(now, Relaxed);
    }
}

// SAFETY: every call goes to `System` unchanged, which keeps the contract; counting touches
// atomics only and allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises on `layout` are passed on.
        let pointer = unsafe { System.alloc(layout) };
        if !pointer.is_null() {
            grown(layout.size());
        }
        pointer
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises on `layout` are passed on.
        let pointer = unsafe { System.alloc_zeroed(layout) };
        if !pointer.is_null() {
            grown(layout.size());
        }
        pointer
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System` with this layout, as the caller promises.
        unsafe { System.dealloc(pointer, layout) };
        IN_USE.fetch_sub(layout.size(), Relaxed);
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: `pointer` came from `System` with this layout, as the caller promises.
        let moved = unsafe { System.realloc(pointer, layout, new_size) };
        if !moved.is_null() {
            // Added before the old size is taken away: both may exist while bytes are copied,
            // and the count must not pass below zero.
            grown(new_size);
            IN_USE.fetch_sub(layout.size(), Relaxed);
        }
        moved
    }
}

/// Watches the peak from its start. The count is the whole program's: beside other inputs that
/// are traced at the same time it includes theirs.
pub struct Watch;

impl Watch {
    pub fn start() -> Self {
        if WATCHES.fetch_add(1, Relaxed) == 0 {
            PEAK.store(IN_USE.load(Relaxed), Relaxed);
        }
        Self
    }

    /// The most bytes in use at once since the start.
    pub fn peak_bytes(&self) -> usize {
        PEAK.load(Relaxed)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHES.fetch_sub(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Watch;

    // The test binary has the same allocator; other tests may run beside, so only lower bounds
    // are certain.
    #[test]
    fn the_peak_holds_what_was_given_back() {
        let watch = Watch::start();
        let before = watch.peak_bytes();
        let mut bytes: Vec<u8> = Vec::with_capacity(50_000_000);
        bytes.push(1);
        bytes.reserve_exact(80_000_000);
        drop(std::hint::black_box(bytes));
        drop(std::hint::black_box(vec![0u64; 1000]));
        assert!(watch.peak_bytes() >= 80_000_000, "{before} → {}", watch.peak_bytes());
    }
}
