//! The atomic words of a running job, at fixed offsets in memory, where pages read them.
//!
//! Blocks are used again and never given back to the allocator: a page that reads a word of a job that
//! has just ended reads a word of another job, which the id tells, and not somebody's pixels.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::context::Control;

/// Offsets in bytes: cancel 0, stage 4, permille 8, job 16, done 20 (at 12 the observer). `Words` in the package's
/// `protocol.ts` names the same ones.
/// Jobs that run side by side write them all the time: each block has cache lines of its own.
#[derive(Debug)]
#[repr(C, align(128))]
pub struct Words {
    /// For the stages.
    pub control: Control,
    job: AtomicU32,
    done: AtomicU32,
}

const _: () = assert!(
    std::mem::offset_of!(Words, control) == 0
        && std::mem::offset_of!(Words, job) == 16
        && std::mem::offset_of!(Words, done) == 20
);

/// Where nobody can poll, the host hears of progress in the middle of a call.
#[cfg(not(feature = "threads"))]
mod host {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        // A function that the worker's script defines.
        #[wasm_bindgen(js_name = pathloomProgress)]
        pub fn progress(stage: u32, permille: u32);
    }
}

impl Default for Words {
    fn default() -> Self {
        #[cfg(feature = "threads")]
        let control = Control::default();
        #[cfg(not(feature = "threads"))]
        let control = Control::observed_by(host::progress);
        Self { control, job: AtomicU32::default(), done: AtomicU32::default() }
    }
}

impl Words {
    /// A step of the job begins.
    pub fn begin(&self) {
        self.done.store(0, Ordering::Release);
    }

    /// The step has ended; whoever waits on the word is woken.
    pub fn finish(&self) {
        self.done.store(1, Ordering::Release);
        #[cfg(feature = "threads")]
        notify(&self.done);
    }

    /// Where the words are in memory.
    pub fn address(&self) -> usize {
        std::ptr::from_ref(self) as usize
    }
}

/// `Atomics.notify` by way of JavaScript: the instruction itself is not in stable Rust yet.
#[cfg(feature = "threads")]
fn notify(word: &AtomicU32) {
    use wasm_bindgen::JsCast;

    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let words = js_sys::Int32Array::new(&memory.buffer());
    let index = std::ptr::from_ref(word) as usize / 4;
    // It fails only where memory is not shared, and then nobody waits.
    let _ = js_sys::Atomics::notify(&words, index as u32);
}

/// Blocks to use again. As many as jobs ran at once.
#[derive(Debug, Default)]
pub struct WordsPool(Mutex<Vec<Arc<Words>>>);

impl WordsPool {
    /// A block that no job uses, set to the beginning.
    pub fn take(&self, job: u32) -> Arc<Words> {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = blocks.iter().find(|block| Arc::strong_count(block) == 1).map(Arc::clone);
        let words = free.unwrap_or_else(|| {
            let block = Arc::new(Words::default());
            blocks.push(Arc::clone(&block));
            block
        });
        words.control.reset();
        words.done.store(0, Ordering::Relaxed);
        words.job.store(job, Ordering::Release);
        words
    }
}
