//! The system's allocator, which counts what is in use while it is asked to.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static ON: AtomicBool = AtomicBool::new(false);
static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The most bytes that are in use at a time while `work` is done, beyond what is in use before.
pub fn peak(work: impl FnOnce()) -> usize {
    USED.store(usize::MAX / 2, Relaxed);
    PEAK.store(usize::MAX / 2, Relaxed);
    ON.store(true, Relaxed);
    work();
    ON.store(false, Relaxed);
    PEAK.load(Relaxed) - usize::MAX / 2
}

fn add(bytes: usize) {
    let used = USED.fetch_add(bytes, Relaxed) + bytes;
    PEAK.fetch_max(used, Relaxed);
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if ON.load(Relaxed) {
            add(layout.size());
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        if ON.load(Relaxed) {
            USED.fetch_sub(layout.size(), Relaxed);
        }
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if ON.load(Relaxed) {
            USED.fetch_sub(layout.size(), Relaxed);
            add(size);
        }
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if ON.load(Relaxed) {
            add(layout.size());
        }
        unsafe { System.alloc_zeroed(layout) }
    }
}
