//! Work on many things at once, with results in the order of the things and in bounded memory.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, RecvError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many things each worker may be ahead of the one whose turn it is, where results are large.
pub(crate) const AHEAD: usize = 16;

/// Pages nest, and stages recurse as deep as the parser lets them nest: this is ample, and only
/// address space until it is used.
const STACK: usize = 16 << 20;

/// What [`map_in_order`] tells.
pub(crate) enum Event<R> {
    /// The next result.
    Ready(R),
    /// The next result is not there yet: time to flush what is.
    Waiting,
}

/// Takes things from an iterator, works on `jobs` of them at a time, and delivers the results on the
/// calling thread in the order of the things. Each worker may be so many things `ahead`.
///
/// Whoever takes a thing puts a place for its result into a queue while still holding the lock, so the
/// queue is in order; it is bounded, so the workers cannot run away from the one who delivers.
pub(crate) fn map_in_order<T: Send, R: Send>(
    jobs: NonZeroUsize,
    ahead: usize,
    things: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut deliver: impl FnMut(Event<R>),
) {
    let (places, queue) = sync_channel(jobs.get().saturating_mul(ahead));
    let source = Mutex::new(Some((things, places)));
    thread::scope(|scope| {
        for started in 0..jobs.get() {
            let worker = thread::Builder::new().stack_size(STACK);
            if worker.spawn_scoped(scope, || work_off(&source, &work)).is_err() {
                // The system gives no more threads. Those there are do the work, or else this one.
                if started == 0 {
                    work_alone(&source, &work, &mut deliver);
                }
                break;
            }
        }
        while let Ok(place) = next(&queue, &mut deliver) {
            if let Ok(result) = next(&place, &mut deliver) {
                deliver(Event::Ready(result));
            }
        }
    });
}

/// The things still to be taken, and the sender of places for their results; nothing when all are taken.
type Source<I, R> = Mutex<Option<(I, SyncSender<Receiver<R>>)>>;

fn work_off<T, R>(source: &Source<impl Iterator<Item = T>, R>, work: impl Fn(T) -> R) {
    while let Some((thing, place)) = take(source) {
        // It cannot fail while the receiver waits in the queue.
        let _ = place.send(work(thing));
    }
}

fn work_alone<T, R>(
    source: &Source<impl Iterator<Item = T>, R>,
    work: impl Fn(T) -> R,
    deliver: &mut impl FnMut(Event<R>),
) {
    let source = source.lock().unwrap_or_else(PoisonError::into_inner).take();
    for thing in source.into_iter().flat_map(|(things, _)| things) {
        deliver(Event::Ready(work(thing)));
        deliver(Event::Waiting);
    }
}

fn take<T, R>(source: &Source<impl Iterator<Item = T>, R>) -> Option<(T, SyncSender<R>)> {
    let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
    let (things, places) = source.as_mut()?;
    let (sender, receiver) = sync_channel(1);
    match things.next() {
        Some(thing) if places.send(receiver).is_ok() => Some((thing, sender)),
        _ => {
            *source = None;
            None
        }
    }
}

/// Receives; tells before it waits.
fn next<V, R>(channel: &Receiver<V>, deliver: &mut impl FnMut(Event<R>)) -> Result<V, RecvError> {
    match channel.try_recv() {
        Ok(value) => Ok(value),
        Err(TryRecvError::Disconnected) => Err(RecvError),
        Err(TryRecvError::Empty) => {
            deliver(Event::Waiting);
            channel.recv()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, Event, map_in_order};
    use std::num::NonZeroUsize;
    use std::sync::mpsc::channel;
    use std::thread::sleep;
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_things() {
        for jobs in [1, 2, 7] {
            let jobs = NonZeroUsize::new(jobs).expect("not zero");
            let mut results = Vec::new();
            let slow_first = |thing: u64| {
                sleep(Duration::from_micros(500 / (thing + 1)));
                thing * 2
            };
            map_in_order(jobs, 3, 0..500, slow_first, |event| {
                if let Event::Ready(result) = event {
                    results.push(result);
                }
            });
            assert!(results.iter().copied().eq((0..500).map(|thing| thing * 2)));
        }
    }

    #[test]
    fn an_answer_is_flushed_before_the_next_question_comes() {
        let (ask, questions) = channel();
        ask.send(1).expect("the receiver is here");
        let mut unflushed = None;
        let mut answers = Vec::new();
        let mut ask = Some(ask);
        map_in_order(
            NonZeroUsize::MIN,
            AHEAD,
            questions.into_iter(),
            |question| question,
            |event| match event {
                Event::Ready(answer) => unflushed = Some(answer),
                Event::Waiting => {
                    if let Some(answer) = unflushed.take() {
                        answers.push(answer);
                        // Only a flushed answer leads to a further question: else this test never ends.
                        match answer {
                            3 => drop(ask.take()),
                            _ => {
                                ask.iter().for_each(|ask| ask.send(answer + 1).expect("the receiver is here"))
                            }
                        }
                    }
                }
            },
        );
        assert_eq!(answers, [1, 2, 3]);
    }
}
