//! Keeps the last panic's message, so that the host can say more than "unreachable executed".
//!
//! A panic ends the instance (this target aborts), but memory and exports still answer.

use std::panic::PanicHookInfo;
use std::sync::{Mutex, Once, TryLockError};

static LAST: Mutex<Option<String>> = Mutex::new(None);
static INSTALLED: Once = Once::new();

/// Makes panics print to the console and leave their message behind.
pub fn install() {
    INSTALLED.call_once(|| std::panic::set_hook(Box::new(hook)));
}

/// The last message, once.
pub fn take() -> Option<String> {
    // Never waits: the thread that holds the lock may be the one that ended.
    match LAST.try_lock() {
        Ok(mut last) => last.take(),
        Err(TryLockError::Poisoned(last)) => last.into_inner().take(),
        Err(TryLockError::WouldBlock) => None,
    }
}

fn hook(info: &PanicHookInfo<'_>) {
    if let Ok(mut last) = LAST.try_lock() {
        let payload = info.payload();
        let message = payload.downcast_ref::<&str>().copied();
        let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        *last = Some(message.unwrap_or("A panic without a message").to_owned());
    }
    console_error_panic_hook::hook(info);
}
