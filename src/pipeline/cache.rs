//! Stage outputs by key, bounded by bytes, least recently used out first.
//!
//! Outputs of all stages share one budget, so a large picture's canvas can push out ten old
//! SVGs. A budget per stage was rejected: nobody can say how to divide it.
//!
//! Of what lies between the analysis and the SVG only the last few of each picture are kept. A dial that is dragged leaves
//! one of each stage at every step, megabytes of fresh memory that nobody asks for again: where it led
//! is answered by its SVG while there is room for that.

use std::any::Any;
use std::num::Saturating;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use super::key::Key;

/// What the cache has done so far, and holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CacheStats {
    /// Outputs found.
    pub hits: u64,
    /// Outputs looked for and not found.
    pub misses: u64,
    /// Outputs dropped for room.
    pub evictions: u64,
    /// Outputs held.
    pub entries: usize,
    /// Bytes held.
    pub bytes: usize,
    /// Bytes that may be held.
    pub capacity: usize,
}

/// Outputs of one series that are kept: where a dial is, where it was, and what it is compared with.
const IN_SERIES: usize = 3;

struct Entry {
    output: Arc<dyn Any + Send + Sync>,
    bytes: usize,
    /// What replaces each other: the outputs of one stage for one picture.
    series: Option<Key>,
}

struct Shelves {
    entries: LruCache<Key, Entry>,
    bytes: usize,
    hits: Saturating<u64>,
    misses: Saturating<u64>,
    evictions: Saturating<u64>,
}

impl Shelves {
    fn evict(&mut self, pop: impl FnOnce(&mut LruCache<Key, Entry>) -> Option<Entry>) -> Option<Entry> {
        let old = pop(&mut self.entries)?;
        self.bytes -= old.bytes;
        self.evictions += 1;
        Some(old)
    }
}

pub struct StageCache {
    shelves: Mutex<Shelves>,
    capacity: usize,
}

impl std::fmt::Debug for StageCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.stats().fmt(f)
    }
}

impl StageCache {
    /// A cache for `capacity` bytes of outputs.
    pub fn new(capacity: usize) -> Self {
        let zero = Saturating(0);
        let shelves =
            Shelves { entries: LruCache::unbounded(), bytes: 0, hits: zero, misses: zero, evictions: zero };
        Self { shelves: Mutex::new(shelves), capacity }
    }

    /// The output of that key and type.
    pub fn get<T: Send + Sync + 'static>(&self, key: Key) -> Option<Arc<T>> {
        let mut shelves = self.lock();
        let found = shelves.entries.get(&key).and_then(|e| Arc::clone(&e.output).downcast::<T>().ok());
        match found {
            Some(_) => shelves.hits += 1,
            None => shelves.misses += 1,
        }
        found
    }

    /// Keeps an output; one that is larger than half the cache is not kept, since it would push
    /// out everything else. With a series, those of the same that were used longest ago go.
    pub fn put<T: Send + Sync + 'static>(
        &self,
        key: Key,
        output: &Arc<T>,
        bytes: usize,
        series: Option<Key>,
    ) {
        if bytes > self.capacity / 2 {
            return;
        }
        // Dropped outputs are freed after the lock is.
        let mut dropped = Vec::new();
        let mut shelves = self.lock();
        let entry = Entry { output: Arc::clone(output) as Arc<dyn Any + Send + Sync>, bytes, series };
        shelves.bytes += bytes;
        if let Some(old) = shelves.entries.put(key, entry) {
            shelves.bytes -= old.bytes;
            dropped.push(old);
        }
        let same = |entry: &Entry| series.is_some() && entry.series == series;
        let stale =
            shelves.entries.iter().filter(|(_, entry)| same(entry)).skip(IN_SERIES).map(|(key, _)| *key);
        let stale: Vec<Key> = stale.collect();
        dropped.extend(stale.iter().filter_map(|key| shelves.evict(|entries| entries.pop(key))));
        while shelves.bytes > self.capacity
            && let Some(old) = shelves.evict(|entries| Some(entries.pop_lru()?.1))
        {
            dropped.push(old);
        }
        drop(shelves);
    }

    /// Counters and contents.
    pub fn stats(&self) -> CacheStats {
        let shelves = self.lock();
        CacheStats {
            hits: shelves.hits.0,
            misses: shelves.misses.0,
            evictions: shelves.evictions.0,
            entries: shelves.entries.len(),
            bytes: shelves.bytes,
            capacity: self.capacity,
        }
    }

    /// A panic elsewhere never happens with the shelves half changed, so a poisoned lock is fine.
    fn lock(&self) -> std::sync::MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u32) -> Key {
        Key::of_bytes("test", &n.to_le_bytes())
    }

    #[test]
    fn bytes_are_bounded_and_the_least_used_goes_first() {
        let cache = StageCache::new(100);
        for n in 0..4 {
            cache.put(key(n), &Arc::new(n), 30, None);
            assert_eq!(cache.get::<u32>(key(0)).as_deref(), Some(&0), "0 is used all the time");
        }
        assert_eq!(cache.get::<u32>(key(1)), None);
        assert_eq!(cache.get::<u32>(key(3)).as_deref(), Some(&3));
        let stats = cache.stats();
        assert_eq!((stats.entries, stats.bytes, stats.evictions), (3, 90, 1));
    }

    #[test]
    fn the_same_key_twice_counts_once() {
        let cache = StageCache::new(100);
        cache.put(key(1), &Arc::new(1u8), 40, None);
        cache.put(key(1), &Arc::new(2u8), 50, None);
        assert_eq!((cache.stats().bytes, cache.stats().entries), (50, 1));
        assert_eq!(cache.get::<u8>(key(1)).as_deref(), Some(&2));
    }

    #[test]
    fn what_would_fill_the_cache_is_not_kept() {
        let cache = StageCache::new(100);
        cache.put(key(1), &Arc::new(1u8), 51, None);
        assert_eq!(cache.stats().entries, 0);
        let none = StageCache::new(0);
        none.put(key(1), &Arc::new(1u8), 1, None);
        assert_eq!(none.get::<u8>(key(1)), None);
    }

    #[test]
    fn of_a_series_the_last_few_stay() {
        let cache = StageCache::new(100);
        let series = [key(100), key(200)];
        for n in 0..10 {
            for (i, series) in (0..).zip(series) {
                cache.put(key(2 * n + i), &Arc::new(n), 1, Some(series));
            }
            assert_eq!(cache.get::<u32>(key(0)).as_deref(), Some(&0), "the first is used all the time");
        }
        let kept: Vec<u32> = (0..20).filter(|n| cache.get::<u32>(key(*n)).is_some()).collect();
        assert_eq!(kept, [0, 15, 16, 17, 18, 19]);
        assert_eq!((cache.stats().bytes, cache.stats().evictions), (6, 14));
    }

    #[test]
    fn another_type_is_a_miss() {
        let cache = StageCache::new(100);
        cache.put(key(1), &Arc::new(1u8), 1, None);
        assert_eq!(cache.get::<u16>(key(1)), None);
    }
}
