//! Stage outputs by key, bounded by bytes, least recently used out first.
//!
//! Outputs of all stages share one budget, so a large picture's canvas can push out ten old
//! SVGs. A budget per stage was rejected: nobody can say how to divide it.

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

struct Entry {
    output: Arc<dyn Any + Send + Sync>,
    bytes: usize,
}

struct Shelves {
    entries: LruCache<Key, Entry>,
    bytes: usize,
    hits: Saturating<u64>,
    misses: Saturating<u64>,
    evictions: Saturating<u64>,
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
    /// out everything else.
    pub fn put<T: Send + Sync + 'static>(&self, key: Key, output: &Arc<T>, bytes: usize) {
        if bytes > self.capacity / 2 {
            return;
        }
        // Dropped outputs are freed after the lock is.
        let mut dropped = Vec::new();
        let mut shelves = self.lock();
        let entry = Entry { output: Arc::clone(output) as Arc<dyn Any + Send + Sync>, bytes };
        shelves.bytes += bytes;
        if let Some(old) = shelves.entries.put(key, entry) {
            shelves.bytes -= old.bytes;
            dropped.push(old);
        }
        while shelves.bytes > self.capacity
            && let Some((_, old)) = shelves.entries.pop_lru()
        {
            shelves.bytes -= old.bytes;
            shelves.evictions += 1;
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
            cache.put(key(n), &Arc::new(n), 30);
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
        cache.put(key(1), &Arc::new(1u8), 40);
        cache.put(key(1), &Arc::new(2u8), 50);
        assert_eq!((cache.stats().bytes, cache.stats().entries), (50, 1));
        assert_eq!(cache.get::<u8>(key(1)).as_deref(), Some(&2));
    }

    #[test]
    fn what_would_fill_the_cache_is_not_kept() {
        let cache = StageCache::new(100);
        cache.put(key(1), &Arc::new(1u8), 51);
        assert_eq!(cache.stats().entries, 0);
        let none = StageCache::new(0);
        none.put(key(1), &Arc::new(1u8), 1);
        assert_eq!(none.get::<u8>(key(1)), None);
    }

    #[test]
    fn another_type_is_a_miss() {
        let cache = StageCache::new(100);
        cache.put(key(1), &Arc::new(1u8), 1);
        assert_eq!(cache.get::<u16>(key(1)), None);
    }
}
