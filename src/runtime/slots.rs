//! The pool of picture memory: slots in size classes, recycled, cleared before they are used again.
//!
//! A slot is handed around by its state word: `free → host → engine → free`. The host may claim a
//! free slot by itself, by compare-and-exchange, so that a steady state needs no message and no
//! allocation. A lock around the whole pool was rejected: a page's main thread must not wait for
//! one. Handing out exact sizes was rejected: they are never the same twice.
//!
//! While a slot is `host` somebody outside writes into its memory. No reference into it exists on
//! this side until the state is `engine`; then the memory leaves the pool and belongs to the
//! picture, which gives it back when it is dropped ([`PixelBuffer`]).

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind, Result};
use crate::image::PixelBuffer;

/// Without memory: it was never taken, or was trimmed.
pub const GONE: u32 = 0;
/// Cleared; whoever changes it to [`HOST`] owns it.
pub const FREE: u32 = 1;
/// The host writes.
pub const HOST: u32 = 2;
/// Handed over; the engine reads.
pub const ENGINE: u32 = 3;

/// The least class, bytes.
const LEAST: usize = 4 << 10;
/// A free slot that was of no use for so many uses of others goes.
const STALE_USES: u64 = 512;

/// A slot's words, where the host reads and writes them; `Slot` in the package's `protocol.ts`
/// names the same ones. The slot's number is their address.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Words {
    state: AtomicU32,
    /// Of the slot's bytes, in 32-bit memory.
    address: AtomicU32,
    /// Bytes that fit.
    capacity: AtomicU32,
    /// Bytes that the holder writes.
    length: AtomicU32,
}

impl Words {
    /// The state word.
    pub fn state(&self) -> u32 {
        self.state.load(Ordering::Acquire)
    }

    fn change(&self, from: u32, to: u32) -> bool {
        self.state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

/// How a pool is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolConfig {
    /// Slots are used again; without it each has its exact size and goes after one use.
    pub recycle: bool,
    /// Bytes that slots which nobody uses may hold.
    pub idle_bytes: usize,
    /// Largest slot, bytes.
    pub max_bytes: usize,
}

/// What the pool has done so far, and holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PoolStats {
    /// Uses of a slot that was there.
    pub hits: u64,
    /// Uses for which memory had to be taken.
    pub misses: u64,
    /// Free slots that were given back to the allocator.
    pub trimmed: u64,
    /// Bytes of all slots.
    pub bytes: usize,
    /// Slots that hold a picture, or wait for one.
    pub used: usize,
}

struct Slot {
    /// Never moves and is never freed while the pool lives: the host may look at it at any time.
    words: Arc<Words>,
    /// Absent while the engine has it, or when it is gone.
    memory: Option<Vec<[u8; 4]>>,
    /// Bytes of the memory, wherever it is.
    capacity: usize,
    used_at: u64,
    /// Its present use began with [`SlotPool::reserve`] and is counted.
    counted: bool,
}

#[derive(Default)]
struct Slots {
    slots: Vec<Slot>,
    by_number: HashMap<usize, usize>,
    uses: u64,
    stats: PoolStats,
}

/// The pool. Share it by [`Arc`]: pictures give their memory back to it.
pub struct SlotPool {
    config: PoolConfig,
    inner: Mutex<Slots>,
}

impl std::fmt::Debug for SlotPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.stats().fmt(f)
    }
}

/// The class for so many bytes: 4, 6, 8, 12, 16, 24 … KiB.
fn class(bytes: usize) -> usize {
    let power = bytes.max(LEAST).next_power_of_two();
    let between = power / 4 * 3;
    if bytes <= between && between >= LEAST { between } else { power }
}

impl SlotPool {
    /// A pool without slots.
    pub fn new(config: PoolConfig) -> Arc<Self> {
        Arc::new(Self { config, inner: Mutex::default() })
    }

    /// A slot of at least so many bytes, in the state [`HOST`]; its number.
    ///
    /// # Errors
    /// `too-large` over the limit, `out-of-memory` when there is none; neither harms the pool.
    pub fn reserve(&self, bytes: usize) -> Result<usize> {
        if bytes > self.config.max_bytes {
            return Err(too_large(bytes, self.config.max_bytes));
        }
        let capacity = if self.config.recycle { class(bytes) } else { bytes };
        let mut inner = self.lock();
        inner.uses += 1;
        let now = inner.uses;
        let free = inner
            .slots
            .iter_mut()
            .find(|slot| slot.capacity == capacity && slot.memory.is_some() && slot.words.change(FREE, HOST));
        if let Some(slot) = free {
            slot.words.length.store(bytes as u32, Ordering::Release);
            (slot.used_at, slot.counted) = (now, true);
            let number = number(&slot.words);
            inner.stats.hits += 1;
            return Ok(number);
        }
        let memory = match allocate(capacity) {
            Some(memory) => memory,
            // What lies idle is given back for what is needed now.
            None => {
                inner.trim(0, now);
                allocate(capacity).ok_or_else(|| {
                    Error::new(
                        ErrorKind::OutOfMemory,
                        "There is no memory for the picture. Close other pictures, or scale it down.",
                    )
                })?
            }
        };
        inner.stats.misses += 1;
        Ok(inner.put_in(memory, capacity, bytes))
    }

    /// The words of a slot.
    pub fn words(&self, number: usize) -> Option<Arc<Words>> {
        let inner = self.lock();
        inner.by_number.get(&number).map(|&at| Arc::clone(&inner.slots[at].words))
    }

    /// Takes over what the host has written: the memory, as the pixels that its bytes fill (the last
    /// one perhaps in part), and how many bytes. Nothing when the slot is not the host's to give.
    pub fn take(self: &Arc<Self>, number: usize) -> Option<(PixelBuffer, usize)> {
        let mut inner = self.lock();
        let at = *inner.by_number.get(&number)?;
        inner.uses += 1;
        let now = inner.uses;
        let slot = &mut inner.slots[at];
        // Sending a slot hands it over, whether or not the word says so already.
        if !slot.words.change(HOST, ENGINE) && slot.words.state() != ENGINE {
            return None;
        }
        let memory = slot.memory.take()?;
        let length = (slot.words.length.load(Ordering::Acquire) as usize).min(slot.capacity);
        slot.used_at = now;
        // The host claimed it without asking: that is a use of a slot that was there.
        let hit = !std::mem::take(&mut slot.counted);
        inner.stats.hits += u64::from(hit);
        drop(inner);
        let pool = Arc::clone(self);
        let give_back = Box::new(move |memory| pool.take_back(at, length, memory));
        Some((PixelBuffer::lent(memory, length.div_ceil(4), give_back), length))
    }

    /// The host gives up a slot that it had claimed.
    pub fn release(&self, number: usize) {
        let mut inner = self.lock();
        let Some(&at) = inner.by_number.get(&number) else { return };
        let slot = &mut inner.slots[at];
        if slot.memory.is_none() || !(slot.words.change(HOST, ENGINE) || slot.words.state() == ENGINE) {
            return;
        }
        slot.counted = false;
        let Some(memory) = slot.memory.take() else { return };
        let length = slot.words.length.load(Ordering::Acquire) as usize;
        drop(inner);
        self.take_back(at, length, memory);
    }

    /// Gives the memory of all free slots back.
    pub fn trim(&self) {
        let mut inner = self.lock();
        let now = inner.uses;
        inner.trim(0, now);
    }

    /// Counters and contents.
    pub fn stats(&self) -> PoolStats {
        let inner = self.lock();
        let used = inner.slots.iter().filter(|slot| matches!(slot.words.state(), HOST | ENGINE)).count();
        PoolStats { used, ..inner.stats }
    }

    /// Memory comes home: cleared of what was written, then free.
    fn take_back(&self, at: usize, length: usize, mut memory: Vec<[u8; 4]>) {
        let written = length.div_ceil(4).min(memory.len());
        let keep = self.config.recycle && memory.len() * 4 <= self.config.idle_bytes / 2;
        if keep {
            memory[..written].fill([0; 4]);
        }
        let mut inner = self.lock();
        let now = inner.uses;
        let slot = &mut inner.slots[at];
        if keep {
            (slot.memory, slot.used_at) = (Some(memory), now);
            slot.words.state.store(FREE, Ordering::Release);
        } else {
            let capacity = slot.capacity;
            slot.words.state.store(GONE, Ordering::Release);
            slot.capacity = 0;
            inner.stats.bytes -= capacity;
            drop(memory);
        }
        let budget = self.config.idle_bytes;
        inner.trim(budget, now);
    }

    /// Nothing in here panics half way through a change, so a poisoned lock is fine.
    fn lock(&self) -> MutexGuard<'_, Slots> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    /// Puts memory into a slot that is gone, or a new one.
    fn put_in(&mut self, memory: Vec<[u8; 4]>, capacity: usize, bytes: usize) -> usize {
        let at = self
            .slots
            .iter()
            .position(|slot| slot.capacity == 0 && slot.memory.is_none() && slot.words.state() == GONE)
            .unwrap_or_else(|| {
                let words = Arc::new(Words::default());
                self.by_number.insert(number(&words), self.slots.len());
                self.slots.push(Slot { words, memory: None, capacity: 0, used_at: 0, counted: false });
                self.slots.len() - 1
            });
        self.stats.bytes += capacity;
        let used_at = self.uses;
        let slot = &mut self.slots[at];
        slot.words.address.store(memory.as_ptr() as usize as u32, Ordering::Relaxed);
        slot.words.capacity.store(capacity as u32, Ordering::Relaxed);
        slot.words.length.store(bytes as u32, Ordering::Relaxed);
        slot.words.state.store(HOST, Ordering::Release);
        (slot.memory, slot.capacity, slot.used_at, slot.counted) = (Some(memory), capacity, used_at, true);
        number(&slot.words)
    }

    /// Drops free slots, the least recently used first, until idle ones hold at most `budget` bytes and
    /// none is stale.
    fn trim(&mut self, budget: usize, now: u64) {
        let mut idle: usize = self.slots.iter().filter(|s| s.memory.is_some()).map(|s| s.capacity).sum();
        if idle <= budget && !now.is_multiple_of(STALE_USES / 8) {
            return;
        }
        // Looked for one by one: they are few, and one goes at a time.
        let free = |slot: &&mut Slot| slot.words.state() == FREE;
        while let Some(slot) = self.slots.iter_mut().filter(free).min_by_key(|slot| slot.used_at) {
            if idle <= budget && slot.used_at + STALE_USES > now {
                return;
            }
            // The host may have claimed it this very moment.
            if slot.words.change(FREE, GONE) {
                slot.memory = None;
                idle -= slot.capacity;
                self.stats.bytes -= slot.capacity;
                self.stats.trimmed += 1;
                slot.capacity = 0;
            }
        }
    }
}

fn number(words: &Arc<Words>) -> usize {
    Arc::as_ptr(words) as usize
}

fn allocate(bytes: usize) -> Option<Vec<[u8; 4]>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(bytes.div_ceil(4)).ok()?;
    memory.resize(bytes.div_ceil(4), [0; 4]);
    Some(memory)
}

fn too_large(bytes: usize, most: usize) -> Error {
    let mib = bytes as f64 / f64::from(1 << 20);
    let most = most >> 20;
    Error::new(
        ErrorKind::TooLarge,
        format!("The picture is {mib:.0} MiB and at most {most} MiB are read. Scale it down and try again."),
    )
}

#[cfg(test)]
mod tests;
