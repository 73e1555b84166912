//! Leaves a part of the pool asleep, so that what runs has fewer threads.
//!
//! A task that only waits occupies a thread of the pool and no processor. So a limit holds for every
//! parallel loop of every stage without any of them knowing; passing a number of threads down to
//! each loop was rejected for that. Rayon cannot shrink a pool, and a second pool would double the
//! browser's workers.
//!
//! The limit must be set while nothing runs in the pool: a thread that waits for a piece of its own
//! work might otherwise pick up the sleeping task, and the work would never end.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Wakes the sleepers of one limit.
#[derive(Debug, Default)]
struct Bell {
    rung: Mutex<bool>,
    wake: Condvar,
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.wake.notify_all();
    }

    fn sleep(&self) {
        let mut rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        while !*rung {
            rung = self.wake.wait(rung).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// How many threads of a pool are awake.
#[derive(Debug, Default)]
pub struct Throttle {
    limit: Option<(usize, Arc<Bell>)>,
}

impl Throttle {
    /// Lets `awake` of `all` threads work; `spawn` hands a task to the pool. Less than before only
    /// while nothing runs there; see above.
    pub fn set(&mut self, awake: usize, all: usize, spawn: impl Fn(Box<dyn FnOnce() + Send>)) {
        let awake = awake.clamp(1, all.max(1));
        if self.limit.as_ref().map_or(all, |(now, _)| *now) == awake {
            return;
        }
        if let Some((_, bell)) = self.limit.take() {
            bell.ring();
        }
        if awake < all {
            let bell = Arc::new(Bell::default());
            for _ in awake..all {
                let bell = Arc::clone(&bell);
                spawn(Box::new(move || bell.sleep()));
            }
            self.limit = Some((awake, bell));
        }
    }
}

impl Drop for Throttle {
    fn drop(&mut self) {
        if let Some((_, bell)) = self.limit.take() {
            bell.ring();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use rayon::prelude::*;

    use super::*;

    /// How many threads take part in a parallel loop.
    fn taking_part(pool: &rayon::ThreadPool) -> usize {
        let (sender, receiver) = mpsc::channel();
        pool.spawn(move || {
            let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            (0..64).into_par_iter().for_each(|_| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_micros(300));
                now.fetch_sub(1, Ordering::SeqCst);
            });
            sender.send(most.into_inner()).expect("awaited");
        });
        receiver.recv().expect("it ends")
    }

    #[test]
    fn a_limit_holds_for_every_loop_and_can_be_lifted() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("threads");
        let mut throttle = Throttle::default();
        for (awake, seen) in
            [(1, 1..=1), (1, 1..=1), (4, 1..=4), (2, 1..=2), (1, 1..=1), (9, 1..=4), (0, 1..=1)]
        {
            throttle.set(awake, 4, |task| pool.spawn(task));
            assert!(seen.contains(&taking_part(&pool)), "{awake} of 4");
        }
    }
}
