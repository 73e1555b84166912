//! The pool against a model, under every order of what host and engine may do.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const CONFIG: PoolConfig = PoolConfig { recycle: true, idle_bytes: 256 << 10, max_bytes: 1 << 20 };

/// What a host does with a slot of its own: it writes through the address, which only 32-bit memory
/// has; here the pool does it for the host.
fn write(pool: &SlotPool, number: usize, byte: u8, bytes: usize) {
    let mut inner = pool.lock();
    let at = inner.by_number[&number];
    let slot = &mut inner.slots[at];
    assert_eq!(slot.words.state(), HOST);
    slot.words.length.store(bytes as u32, Ordering::Release);
    let memory = slot.memory.as_mut().expect("a claimed slot has memory");
    assert!(memory.iter().all(|p| *p == [0; 4]), "a claimed slot is clear");
    memory.as_flattened_mut()[..bytes].fill(byte);
}

#[test]
fn classes_grow_by_at_most_a_half() {
    for bytes in (1..100_000).chain([1 << 20, (1 << 20) + 1, 200 << 20]) {
        let class = class(bytes);
        assert!(class >= bytes && class.is_multiple_of(4), "{bytes}");
        assert!(class <= LEAST || class < bytes * 3 / 2, "{bytes} in {class}");
    }
    assert_eq!([1, 4096, 4097, 6144, 6145, 8193].map(class), [4096, 4096, 6144, 6144, 8192, 12288]);
}

#[test]
fn a_steady_state_takes_no_memory_and_needs_no_message() {
    let pool = SlotPool::new(CONFIG);
    let first = pool.reserve(5000).expect("memory");
    for turn in 0..50 {
        let words = pool.words(first).expect("known");
        // The host's claim, as the package makes it.
        assert!(turn == 0 || words.change(FREE, HOST));
        write(&pool, first, turn + 1, 5000);
        assert!(words.change(HOST, ENGINE));
        let (pixels, length) = pool.take(first).expect("handed over");
        assert_eq!((length, pixels.len()), (5000, 1250));
        assert!(pixels.iter().all(|p| *p == [turn + 1; 4]));
        assert!(pool.take(first).is_none(), "it is taken once");
    }
    let stats = pool.stats();
    assert_eq!((stats.misses, stats.hits, stats.bytes, stats.used), (1, 49, 6144, 0));
}

#[test]
fn a_slot_that_is_not_the_hosts_is_not_taken() {
    let pool = SlotPool::new(CONFIG);
    let number = pool.reserve(10).expect("memory");
    pool.release(number);
    assert!(pool.take(number).is_none());
    assert!(pool.take(number + 1).is_none());
    pool.release(number);
    pool.release(12345);
    assert_eq!(pool.stats().used, 0);
}

#[test]
fn what_the_host_says_about_lengths_is_not_believed() {
    let pool = SlotPool::new(CONFIG);
    let number = pool.reserve(100).expect("memory");
    pool.words(number).expect("known").length.store(u32::MAX, Ordering::Release);
    let (pixels, length) = pool.take(number).expect("handed over");
    assert_eq!((length, pixels.len()), (4096, 1024));
}

#[test]
fn without_recycling_each_use_has_its_own_memory() {
    let pool = SlotPool::new(PoolConfig { recycle: false, ..CONFIG });
    for _ in 0..3 {
        let number = pool.reserve(1001).expect("memory");
        assert_eq!(pool.stats().bytes, 1001);
        drop(pool.take(number));
    }
    let stats = pool.stats();
    assert_eq!((stats.hits, stats.misses, stats.bytes), (0, 3, 0));
}

#[test]
fn too_much_is_refused_and_said_so() {
    let pool = SlotPool::new(CONFIG);
    let error = pool.reserve((1 << 20) + 1).expect_err("over the limit");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[derive(Debug, Clone)]
enum Step {
    Reserve(usize),
    /// The host claims the n-th slot that it knows.
    Claim(usize),
    HandOver(usize),
    /// The engine takes it, with or without the host's word.
    Take(usize),
    Drop(usize),
    Release(usize),
    Trim,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1usize..200_000).prop_map(Step::Reserve),
        3 => any::<usize>().prop_map(Step::Claim),
        2 => any::<usize>().prop_map(Step::HandOver),
        4 => any::<usize>().prop_map(Step::Take),
        4 => any::<usize>().prop_map(Step::Drop),
        2 => any::<usize>().prop_map(Step::Release),
        1 => Just(Step::Trim),
    ]
}

/// Who has a slot, as the host and the engine remember it.
#[derive(Debug, PartialEq)]
enum Owner {
    Nobody,
    Host { byte: u8, bytes: usize },
    Handed { byte: u8, bytes: usize },
    Engine,
}

proptest! {
    #[test]
    fn nobody_ever_shares_a_slot(steps in prop::collection::vec(step(), 1..120)) {
        let pool = SlotPool::new(CONFIG);
        let mut known: BTreeMap<usize, Owner> = BTreeMap::new();
        let mut held: Vec<(usize, PixelBuffer, u8)> = Vec::new();
        let mut stamp = 0u8;
        let pick = |known: &BTreeMap<usize, Owner>, n: usize| known.keys().nth(n % known.len().max(1)).copied();
        for step in steps {
            stamp = stamp % 250 + 1;
            match step {
                Step::Reserve(bytes) => {
                    let number = pool.reserve(bytes).expect("memory");
                    let before = known.insert(number, Owner::Host { byte: stamp, bytes });
                    prop_assert!(matches!(before, None | Some(Owner::Nobody)), "{before:?}");
                    write(&pool, number, stamp, bytes);
                }
                Step::Claim(n) => if let Some(number) = pick(&known, n) {
                    let words = pool.words(number).expect("known");
                    let claimed = words.change(FREE, HOST);
                    let owner = known.get_mut(&number).expect("known");
                    prop_assert!(!claimed || *owner == Owner::Nobody);
                    if claimed {
                        let bytes = words.capacity.load(Ordering::Acquire) as usize / 2;
                        *owner = Owner::Host { byte: stamp, bytes };
                        write(&pool, number, stamp, bytes);
                    }
                },
                Step::HandOver(n) => if let Some(number) = pick(&known, n) {
                    let owner = known.get_mut(&number).expect("known");
                    let done = pool.words(number).expect("known").change(HOST, ENGINE);
                    prop_assert_eq!(done, matches!(owner, Owner::Host { .. }));
                    if let Owner::Host { byte, bytes } = *owner {
                        *owner = Owner::Handed { byte, bytes };
                    }
                },
                Step::Take(n) => if let Some(number) = pick(&known, n) {
                    let owner = known.get_mut(&number).expect("known");
                    match (pool.take(number), &owner) {
                        (Some((pixels, length)), Owner::Host { byte, bytes } | Owner::Handed { byte, bytes }) => {
                            prop_assert_eq!(length, *bytes);
                            prop_assert!(pixels.as_flattened()[..length].iter().all(|b| b == byte));
                            held.push((number, pixels, *byte));
                            *owner = Owner::Engine;
                        }
                        (None, Owner::Nobody | Owner::Engine) => {}
                        (taken, owner) => prop_assert!(false, "{:?} of {owner:?}", taken.is_some()),
                    }
                },
                Step::Drop(n) => if !held.is_empty() {
                    let (number, pixels, byte) = held.swap_remove(n % held.len());
                    prop_assert!(pixels.first().is_none_or(|p| p[0] == byte), "it kept its pixels");
                    drop(pixels);
                    known.insert(number, Owner::Nobody);
                },
                Step::Release(n) => if let Some(number) = pick(&known, n) {
                    pool.release(number);
                    let owner = known.get_mut(&number).expect("known");
                    if *owner != Owner::Engine {
                        *owner = Owner::Nobody;
                    }
                },
                Step::Trim => pool.trim(),
            }
            let stats = pool.stats();
            let used = known.values().filter(|owner| **owner != Owner::Nobody).count();
            prop_assert_eq!(stats.used, used);
            let inner = pool.lock();
            let bytes: usize = inner.slots.iter().map(|slot| slot.capacity).sum();
            prop_assert_eq!(stats.bytes, bytes);
            let idle: usize =
                inner.slots.iter().filter(|s| s.words.state() == FREE).map(|s| s.capacity).sum();
            prop_assert!(idle <= CONFIG.idle_bytes);
        }
    }
}
