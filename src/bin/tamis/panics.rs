//! A page that makes the library panic must not take the others with it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// While a panic of this thread would be caught: what it said.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Panics that [`catch`] catches are kept for its caller instead of being printed; all others are printed as ever.
pub(crate) fn keep_quiet_when_caught() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let kept = CAUGHT.with_borrow_mut(|caught| {
            caught.as_mut().map(|message| *message = panic.to_string().replace('\n', " ")).is_some()
        });
        if !kept {
            print(panic);
        }
    }));
}

/// Does a work that should not panic; if it does, the error says where, and what to do.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CAUGHT.set(Some(String::new()));
    // Nothing that the work borrows is changed by it, so nothing can be left half-changed.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let message = CAUGHT.take().unwrap_or_default();
    result.map_err(|_| format!("tamis has a bug, it {message}: please report it with the page"))
}

#[cfg(test)]
mod tests {
    use super::{catch, keep_quiet_when_caught};

    #[test]
    fn a_panic_becomes_an_error_that_says_where() {
        keep_quiet_when_caught();
        let error = catch(|| Vec::<u8>::new()[0]).expect_err("indexing an empty vector panics");
        assert!(error.starts_with("tamis has a bug, it panicked at "), "{error}");
        assert!(error.contains("panics.rs"), "{error}");
        assert_eq!(catch(|| 7), Ok(7));
    }
}
