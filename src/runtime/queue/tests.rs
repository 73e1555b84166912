//! The queue against a model that keeps plain lists.

use proptest::prelude::*;

use super::*;

const CONFIG: QueueConfig = QueueConfig { threads: 2, batching: true, jobs: 40, bytes: 1000 };
const SMALL: u64 = 10_000;
const LARGE: u64 = 16_000_000;

fn job(id: u32, class: Class) -> Job {
    Job {
        id,
        class,
        image: None,
        latest: false,
        alone: false,
        pixels: SMALL,
        file_bytes: 0,
        held_bytes: 1,
        kind: Kind::OPEN,
    }
}

fn large(id: u32, class: Class) -> Job {
    Job { pixels: LARGE, ..job(id, class) }
}

fn start(id: u32) -> Option<Decision> {
    Some(Decision::Start { id, threads: CONFIG.threads })
}

fn pushed(queue: &mut Queue, jobs: impl IntoIterator<Item = Job>) {
    for job in jobs {
        queue.push(job, 0.0).expect("room");
    }
}

#[test]
fn classes_go_before_each_other_and_arrival_within() {
    let mut queue = Queue::new(QueueConfig { threads: 1, ..CONFIG });
    use Class::{Batch, Interactive, Preview};
    pushed(
        &mut queue,
        [Batch, Interactive, Preview, Batch, Preview].iter().zip(1..).map(|(&c, id)| job(id, c)),
    );
    let mut order = Vec::new();
    while let Some(Decision::Start { id, .. }) = queue.next(0.0) {
        order.push(id);
        queue.ended(id, false);
    }
    assert_eq!(order, [3, 5, 2, 1, 4]);
}

#[test]
fn small_jobs_run_one_on_a_thread_and_a_large_one_alone() {
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, (1..4).map(|id| job(id, Class::Interactive)));
    pushed(&mut queue, [large(4, Class::Interactive), job(5, Class::Interactive)]);
    assert_eq!([queue.next(0.0), queue.next(0.0), queue.next(0.0)], [start(1), start(2), None]);
    queue.ended(1, false);
    assert_eq!([queue.next(0.0), queue.next(0.0)], [start(3), None]);
    queue.ended(2, false);
    assert_eq!(queue.next(0.0), None, "the large one waits for the last small one");
    queue.ended(3, false);
    assert_eq!([queue.next(0.0), queue.next(0.0)], [start(4), None]);
    queue.ended(4, false);
    assert_eq!(queue.next(0.0), start(5));
}

/// An estimate of 60 ms: a photo of 512².
fn middling(id: u32, class: Class) -> Job {
    Job { pixels: 2_000_000, ..job(id, class) }
}

#[test]
fn a_photo_has_all_threads_unless_others_of_its_class_wait() {
    use Class::{Batch, Interactive, Preview};
    for class in [Interactive, Batch] {
        let mut queue = Queue::new(CONFIG);
        pushed(&mut queue, [middling(1, class)]);
        assert_eq!(queue.next(0.0), start(1));
        pushed(&mut queue, [middling(2, class), middling(3, class)]);
        assert_eq!(queue.next(0.0), None, "it began alone and stays so");
        queue.ended(1, false);
        assert_eq!([queue.next(0.0), queue.next(0.0)], [start(2), start(3)], "{class:?}");
    }
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, [middling(1, Preview), middling(2, Preview)]);
    assert_eq!([queue.next(0.0), queue.next(0.0)], [start(1), None], "the first is looked at first");
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, [job(1, Preview), middling(2, Interactive), middling(3, Interactive)]);
    assert_eq!([queue.next(0.0), queue.next(0.0)], [start(1), None], "nothing long beside a preview");
}

#[test]
fn all_photos_of_a_batch_make_room_for_one_that_somebody_waits_for() {
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, (1..9).map(|id| middling(id, Class::Batch)));
    assert_eq!([1, 2, 3].map(|_| queue.next(0.0)), [start(1), start(2), start(3)]);
    pushed(&mut queue, [middling(20, Class::Interactive)]);
    let stop = |id| Some(Decision::Stop { id });
    assert_eq!([1, 2, 3, 4].map(|_| queue.next(5.0)), [stop(3), stop(2), stop(1), start(20)]);
    for id in [3, 2, 1] {
        assert!(queue.ended(id, true));
    }
    queue.ended(20, false);
    assert_eq!(queue.next(9.0), start(1));
}

#[test]
fn without_batching_and_for_suspects_it_is_one_at_a_time() {
    let mut queue = Queue::new(QueueConfig { batching: false, ..CONFIG });
    pushed(&mut queue, [job(1, Class::Batch), job(2, Class::Batch)]);
    assert_eq!([queue.next(0.0), queue.next(0.0)], [start(1), None]);
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, [Job { alone: true, ..job(1, Class::Batch) }, job(2, Class::Batch)]);
    assert_eq!([queue.next(0.0), queue.next(0.0)], [start(1), None]);
}

#[test]
fn a_preview_behind_a_thousand_waits_for_one_item_at_most() {
    let mut queue = Queue::new(QueueConfig { jobs: 4096, bytes: 5000, ..CONFIG });
    pushed(&mut queue, (1..=1000).map(|id| job(id, Class::Batch)));
    assert_eq!([1, 2, 3].map(|_| queue.next(0.0)), [start(1), start(2), start(3)]);
    assert_eq!(queue.next(0.0), None, "one is ahead of the threads, no more");
    pushed(&mut queue, [job(5000, Class::Preview)]);
    assert_eq!(queue.next(0.0), Some(Decision::Stop { id: 3 }), "it has not begun");
    assert_eq!(queue.next(0.0), None, "the other two are done in a moment");
    assert!(queue.ended(3, true));
    queue.ended(2, false);
    assert_eq!(queue.next(0.0), start(5000));
    assert_eq!(queue.next(0.0), None, "nothing of the batch beside it");
    queue.ended(1, false);
    assert_eq!(queue.next(0.0), None);
    queue.ended(5000, false);
    assert_eq!([1, 2, 3].map(|_| queue.next(0.0)), [start(3), start(4), start(5)]);
}

#[test]
fn a_long_batch_job_makes_room_and_begins_again_before_its_class() {
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, [large(1, Class::Batch), job(2, Class::Batch)]);
    assert_eq!(queue.next(0.0), start(1));
    for round in 0..MOST_STOPS {
        let preview = 10 + round;
        pushed(&mut queue, [job(preview, Class::Preview)]);
        assert_eq!(queue.next(50.0), Some(Decision::Stop { id: 1 }));
        assert_eq!(queue.next(50.0), start(preview), "at once, not when the other is gone");
        assert!(queue.ended(1, true));
        assert_eq!(queue.next(60.0), None);
        queue.ended(preview, false);
        assert_eq!(queue.next(60.0), start(1));
    }
    pushed(&mut queue, [job(99, Class::Preview)]);
    assert_eq!(queue.next(70.0), None, "it was stopped often enough");
    queue.ended(1, false);
    assert_eq!(queue.next(80.0), start(99));
    assert_eq!(queue.stats().preempted, u64::from(MOST_STOPS));
}

#[test]
fn a_stopped_job_that_was_done_already_does_not_come_back() {
    let mut queue = Queue::new(CONFIG);
    pushed(&mut queue, [large(1, Class::Batch)]);
    queue.next(0.0);
    pushed(&mut queue, [job(2, Class::Interactive)]);
    assert_eq!(queue.next(0.0), Some(Decision::Stop { id: 1 }));
    assert!(!queue.ended(1, false));
    assert_eq!(queue.len(), 1);
    // And one that the caller gave up does not either.
    pushed(&mut queue, [large(3, Class::Batch)]);
    queue.next(0.0);
    queue.ended(2, false);
    queue.next(0.0);
    pushed(&mut queue, [job(4, Class::Preview)]);
    assert_eq!(queue.next(0.0), Some(Decision::Stop { id: 3 }));
    assert_eq!(queue.cancel(3), Found::Running);
    assert!(!queue.ended(3, true));
}

#[test]
fn the_newest_preview_of_a_picture_replaces_the_one_that_waits() {
    let mut queue = Queue::new(QueueConfig { threads: 1, jobs: 2, ..CONFIG });
    let preview = |id, image| Job { image: Some(image), latest: true, ..job(id, Class::Preview) };
    assert_eq!(queue.push(preview(1, 7), 0.0), Ok(None));
    assert_eq!(queue.next(0.0), start(1).map(|_| Decision::Start { id: 1, threads: 1 }));
    assert_eq!(queue.push(preview(2, 7), 0.0), Ok(None), "what runs is not replaced");
    assert_eq!(queue.push(preview(3, 8), 0.0), Ok(None));
    assert_eq!(queue.push(preview(4, 7), 0.0), Ok(Some(2)), "also when the queue is full");
    assert_eq!(
        queue.push(Job { class: Class::Batch, ..preview(5, 7) }, 0.0).map_err(|e| e.kind()),
        Err(ErrorKind::QueueFull)
    );
    assert_eq!((queue.cancel(2), queue.cancel(4)), (Found::Nowhere, Found::Waiting));
}

#[test]
fn bounds_hold_and_say_so() {
    let mut queue = Queue::new(QueueConfig { jobs: 3, ..CONFIG });
    pushed(&mut queue, [Job { held_bytes: 5000, ..job(1, Class::Batch) }]);
    let error = queue.push(job(2, Class::Preview), 0.0).expect_err("bytes");
    assert_eq!(error.kind(), ErrorKind::QueueFull);
    queue.cancel(1);
    assert_eq!(queue.bytes(), 0);
    pushed(&mut queue, (2..5).map(|id| job(id, Class::Batch)));
    assert_eq!(queue.push(job(5, Class::Preview), 0.0).map_err(|e| e.kind()), Err(ErrorKind::QueueFull));
    assert_eq!(queue.push(job(2, Class::Preview), 0.0).map_err(|e| e.kind()), Err(ErrorKind::Internal));
    assert_eq!((queue.len(), queue.stats().refused), (3, 2));
}

#[test]
fn a_hidden_page_gets_one_thread_for_its_batch() {
    let mut queue = Queue::new(CONFIG);
    queue.hide(true);
    pushed(&mut queue, (1..3).map(|id| job(id, Class::Batch)));
    assert_eq!(queue.next(0.0), Some(Decision::Start { id: 1, threads: 1 }));
    assert_eq!(queue.next(0.0), None);
    pushed(&mut queue, [job(9, Class::Interactive)]);
    assert_eq!(queue.next(0.0), start(9), "somebody waits for this one all the same");
    queue.hide(false);
    queue.ended(9, false);
    assert_eq!(queue.next(0.0), start(2));
}

#[test]
fn a_class_that_waits_has_its_share() {
    let mut queue = Queue::new(QueueConfig { threads: 1, jobs: 4096, bytes: 1 << 20, ..CONFIG });
    pushed(&mut queue, (0..100).map(|id| job(id, Class::Batch)));
    let mut batch = 0;
    for previews in 1000..1800 {
        pushed(&mut queue, [job(previews, Class::Preview), job(previews + 5000, Class::Interactive)]);
        let Some(Decision::Start { id, .. }) = queue.next(0.0) else { panic!("something waits") };
        batch += u32::from(id < 100);
        queue.ended(id, false);
    }
    assert!((80..=100).contains(&batch), "{batch} of 800 starts");
}

#[derive(Debug, Clone)]
enum Step {
    Push { class: Class, image: u32, latest: bool, large: bool, alone: bool, held: u64 },
    Cancel(usize),
    Prioritise(usize, Class),
    Next,
    End { which: usize, stopped: bool },
    Hide(bool),
    Wait(u16),
}

fn class() -> impl Strategy<Value = Class> {
    prop::sample::select(Class::ALL.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
    let rare = || prop::bool::weighted(0.15);
    prop_oneof![
        6 => (class(), 0u32..4, any::<bool>(), rare(), rare(), 0u64..120).prop_map(
            |(class, image, latest, large, alone, held)| Step::Push { class, image, latest, large, alone, held }),
        1 => any::<usize>().prop_map(Step::Cancel),
        1 => (any::<usize>(), class()).prop_map(|(n, class)| Step::Prioritise(n, class)),
        8 => Just(Step::Next),
        5 => (any::<usize>(), any::<bool>()).prop_map(|(which, stopped)| Step::End { which, stopped }),
        1 => any::<bool>().prop_map(Step::Hide),
        1 => (0u16..300).prop_map(Step::Wait),
    ]
}

/// A job as the model remembers it.
#[derive(Debug, Clone, Copy)]
struct Remembered {
    job: Job,
    turn: u64,
    stops: u32,
    stopping: bool,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_lost_doubled_or_out_of_order(steps in prop::collection::vec(step(), 1..200)) {
        let mut queue = Queue::new(CONFIG);
        let (mut waiting, mut running): (Vec<Remembered>, Vec<Remembered>) = (Vec::new(), Vec::new());
        let (mut ids, mut turn, mut now, mut ended) = (0, 0, 0.0, 0);
        let mut passed = [0u32; 3];
        for step in steps {
            match step {
                Step::Push { class, image, latest, large, alone, held } => {
                    ids += 1;
                    let pixels = if large { LARGE } else { SMALL };
                    let pushed =
                        Job { image: Some(image), latest, alone, pixels, held_bytes: held, ..job(ids, class) };
                    let same = |w: &Remembered| {
                        latest && w.job.latest && w.job.image == Some(image) && w.job.class == class
                    };
                    let older = (0..waiting.len()).filter(|&at| same(&waiting[at])).min_by_key(|&at| waiting[at].turn);
                    let bytes: u64 = waiting.iter().enumerate()
                        .filter(|(at, _)| Some(*at) != older).map(|(_, w)| w.job.held_bytes).sum();
                    let count = waiting.len() - usize::from(older.is_some());
                    let full = count >= CONFIG.jobs || (bytes > 0 && bytes + held > CONFIG.bytes);
                    match queue.push(pushed, now) {
                        Ok(replaced) => {
                            prop_assert!(!full);
                            prop_assert_eq!(replaced, older.map(|at| waiting[at].job.id));
                            if let Some(at) = older {
                                waiting.remove(at);
                                ended += 1;
                            }
                            turn += 1;
                            waiting.push(Remembered { job: pushed, turn, stops: 0, stopping: false });
                        }
                        Err(error) => {
                            prop_assert!(full);
                            prop_assert_eq!(error.kind(), ErrorKind::QueueFull);
                            ended += 1;
                        }
                    }
                }
                Step::Cancel(n) => {
                    let id = n as u32 % (ids + 2);
                    match queue.cancel(id) {
                        Found::Waiting => {
                            let at = waiting.iter().position(|w| w.job.id == id);
                            waiting.remove(at.expect("it waited"));
                            ended += 1;
                        }
                        Found::Running => {
                            let found = running.iter_mut().find(|r| r.job.id == id).expect("it ran");
                            (found.stops, found.stopping) = (MOST_STOPS, false);
                        }
                        Found::Nowhere => {
                            prop_assert!(waiting.iter().chain(&running).all(|known| known.job.id != id));
                        }
                    }
                }
                Step::Prioritise(n, class) => {
                    let id = n as u32 % (ids + 2);
                    let found = waiting.iter_mut().find(|w| w.job.id == id && w.job.class != class);
                    prop_assert_eq!(queue.prioritise(id, class), found.is_some());
                    if let Some(found) = found {
                        turn += 1;
                        (found.job.class, found.turn) = (class, turn);
                    }
                }
                Step::Next => match queue.next(now) {
                    Some(Decision::Start { id, .. }) => {
                        let at = waiting.iter().position(|w| w.job.id == id).expect("it waited");
                        let started = waiting.remove(at);
                        let class = started.job.class;
                        prop_assert!(
                            waiting.iter().all(|w| w.job.class != class || w.turn > started.turn),
                            "first come first served"
                        );
                        let beside: Vec<_> = running.iter().filter(|r| !r.stopping).collect();
                        let ahead = if class == Class::Batch { AHEAD } else { 0 };
                        prop_assert!(beside.len() < CONFIG.threads + ahead);
                        let alone = |r: &Remembered| r.job.alone || r.job.pixels == LARGE;
                        prop_assert!(beside.is_empty() || !alone(&started) && !beside.iter().any(|r| alone(r)));
                        for other in Class::ALL {
                            let waits = waiting.iter().any(|w| w.job.class == other) && other != class;
                            passed[other as usize] = if waits { passed[other as usize] + 1 } else { 0 };
                            prop_assert!(passed[other as usize] < FAIR_SHARE + 2, "{other:?} has its share");
                        }
                        running.push(started);
                    }
                    Some(Decision::Stop { id }) => {
                        let stopped = running.iter_mut().find(|r| r.job.id == id).expect("it runs");
                        prop_assert!(stopped.job.class == Class::Batch && !stopped.job.alone);
                        prop_assert!(!stopped.stopping && stopped.stops < MOST_STOPS);
                        prop_assert!(waiting.iter().any(|w| w.job.class != Class::Batch));
                        stopped.stopping = true;
                    }
                    None => prop_assert!(waiting.is_empty() || running.iter().any(|r| !r.stopping)),
                },
                Step::End { which, stopped } => if !running.is_empty() {
                    let mut gone = running.swap_remove(which % running.len());
                    let again = queue.ended(gone.job.id, stopped);
                    prop_assert_eq!(again, stopped && gone.stopping);
                    if again {
                        gone.stops += 1;
                        gone.stopping = false;
                        waiting.push(gone);
                    } else {
                        ended += 1;
                    }
                },
                Step::Hide(hidden) => queue.hide(hidden),
                Step::Wait(ms) => now += f64::from(ms),
            }
            for class in Class::ALL {
                if waiting.iter().all(|w| w.job.class != class) {
                    passed[class as usize] = 0;
                }
            }
            prop_assert_eq!((queue.len(), queue.running()), (waiting.len(), running.len()));
            prop_assert_eq!(queue.bytes(), waiting.iter().map(|w| w.job.held_bytes).sum::<u64>());
            prop_assert_eq!(waiting.len() + running.len() + ended, ids as usize);
        }
    }
}
