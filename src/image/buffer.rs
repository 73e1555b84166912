//! Pixels in memory that someone may want back.
//!
//! The runtime recycles picture memory, so the last one to let go of the pixels has to give them
//! back. A field type that does so when it is dropped was chosen over reference counting by hand in
//! the runtime, which cannot know when the cache drops a canvas that shares the pixels.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Gets the memory back; it may hold more than the pixels.
pub type GiveBack = Box<dyn FnOnce(Vec<[u8; 4]>) + Send + Sync>;

/// Row-major RGBA. Behaves as the slice of its pixels.
#[derive(Default)]
pub struct PixelBuffer {
    memory: Vec<[u8; 4]>,
    length: usize,
    give_back: Option<GiveBack>,
}

impl PixelBuffer {
    /// The first `length` pixels of memory that is lent; `give_back` gets it when this is dropped.
    pub fn lent(memory: Vec<[u8; 4]>, length: usize, give_back: GiveBack) -> Self {
        Self { length: length.min(memory.len()), memory, give_back: Some(give_back) }
    }

    /// The same memory as more or fewer pixels, as far as it goes.
    pub fn resized(mut self, length: usize) -> Self {
        self.length = length.min(self.memory.len());
        self
    }
}

impl From<Vec<[u8; 4]>> for PixelBuffer {
    fn from(memory: Vec<[u8; 4]>) -> Self {
        Self { length: memory.len(), memory, give_back: None }
    }
}

impl Drop for PixelBuffer {
    fn drop(&mut self) {
        if let Some(give_back) = self.give_back.take() {
            give_back(std::mem::take(&mut self.memory));
        }
    }
}

impl Deref for PixelBuffer {
    type Target = [[u8; 4]];

    fn deref(&self) -> &Self::Target {
        &self.memory[..self.length]
    }
}

impl DerefMut for PixelBuffer {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.memory[..self.length]
    }
}

/// A copy is nobody's but its owner's.
impl Clone for PixelBuffer {
    fn clone(&self) -> Self {
        self.to_vec().into()
    }
}

impl PartialEq for PixelBuffer {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for PixelBuffer {}

impl fmt::Debug for PixelBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn memory_comes_back_once_whole() {
        let (sender, receiver) = mpsc::sync_channel(1);
        let give_back = Box::new(move |memory| sender.send(memory).expect("heard"));
        let buffer = PixelBuffer::lent(vec![[7; 4]; 5], 3, give_back);
        let copy = buffer.clone();
        assert_eq!(*buffer, [[7; 4]; 3]);
        assert!(receiver.try_recv().is_err());
        drop(buffer);
        assert_eq!(receiver.try_recv().expect("given back").len(), 5);
        drop(copy);
        assert!(receiver.recv().is_err(), "a copy gives nothing back");
    }
}
