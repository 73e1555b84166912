//! Budgets, checked before anything is allocated.
//!
//! A header is enough to know a picture's size, so a lying or huge file is refused in
//! microseconds. Catching a failed allocation later was rejected: on the web it ends the worker.

use crate::error::{Error, ErrorKind, Result};

/// What a picture may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest width, px.
    pub max_width: u32,
    /// Largest height, px.
    pub max_height: u32,
    /// Largest width × height, px.
    pub max_pixels: u64,
    /// Largest memory for decoding one picture, bytes.
    pub max_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_width: 65_535, max_height: 65_535, max_pixels: 64_000_000, max_bytes: 768 << 20 }
    }
}

impl Limits {
    /// The limits within a ceiling of memory, of which decoding one picture may take half: stages and their scratch
    /// need the rest.
    pub fn within(memory: u64) -> Self {
        let all = Self::default();
        Self { max_bytes: all.max_bytes.min(memory / 2), ..all }
    }

    /// Checks a size known from a header; `bytes_per_pixel` is what decoding it takes.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`] with the size, the limit and what to do.
    pub fn check(&self, width: u32, height: u32, bytes_per_pixel: u64) -> Result<()> {
        let pixels = u64::from(width) * u64::from(height);
        let over = |what: String| {
            Err(Error::new(
                ErrorKind::TooLarge,
                format!("The picture is {width} × {height} px; {what}. Scale it down and try again."),
            ))
        };
        if width > self.max_width || height > self.max_height {
            return over(format!("at most {} × {} px are read", self.max_width, self.max_height));
        }
        if pixels > self.max_pixels {
            return over(format!(
                "that is {:.1} megapixels and at most {:.1} are read",
                pixels as f64 / 1e6,
                self.max_pixels as f64 / 1e6
            ));
        }
        if pixels * bytes_per_pixel > self.max_bytes {
            return over(format!(
                "decoding it takes {} MiB and at most {} MiB may be used",
                (pixels * bytes_per_pixel) >> 20,
                self.max_bytes >> 20
            ));
        }
        Ok(())
    }
}
