//! A file in memory that can no longer be read once its job was stopped.
//!
//! Decoders are other people's loops: they poll nothing, but they read, a piece at a time. So the
//! stop reaches them as a read that fails. Decoding on a thread that is left behind was rejected:
//! it would go on taking memory and time, and WebAssembly has no thread to spare.

use std::io::{BufRead, Error, Read, Result, Seek, SeekFrom};

use crate::context::Context;

/// Bytes that are handed out between two polls.
const PIECE: usize = 1 << 14;

/// A reader that fails when a stop was asked for.
pub(super) struct Watched<'a, R> {
    source: R,
    ctx: Context<'a>,
}

impl<'a, R> Watched<'a, R> {
    pub fn new(source: R, ctx: Context<'a>) -> Self {
        Self { source, ctx }
    }

    fn check(&self) -> Result<()> {
        self.ctx.check().map_err(Error::other)
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        self.check()?;
        self.source.read(into)
    }
}

impl<R: BufRead> BufRead for Watched<'_, R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.check()?;
        let filled = self.source.fill_buf()?;
        Ok(&filled[..filled.len().min(PIECE)])
    }

    fn consume(&mut self, bytes: usize) {
        self.source.consume(bytes);
    }
}

impl<R: Seek> Seek for Watched<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.source.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    #[test]
    fn it_reads_the_same_bytes_and_fails_when_stopped() {
        let bytes: Vec<u8> = (0..100_000u32).map(|i| (i % 251) as u8).collect();
        let (control, limits) = (Control::default(), Limits::default());
        let mut watched = Watched::new(Cursor::new(&bytes), Context::new(&control, &limits));
        assert!(watched.fill_buf().is_ok_and(|piece| piece == &bytes[..PIECE]));
        let mut read = Vec::new();
        assert!(watched.read_to_end(&mut read).is_ok());
        assert_eq!(read, bytes);
        control.cancel();
        assert!(watched.fill_buf().is_err());
        assert!(watched.read(&mut [0; 4]).is_err());
    }
}
