//! Whether a JPEG is all there.
//!
//! The decoder paints what is missing grey and calls it a success; a person would trace half a
//! photo and not know why. So the end-of-image marker must follow the first scan. Trusting the
//! decoder was rejected for that reason, a strict mode because it refuses harmless oddities too.

use crate::error::Result;

use super::failure;

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// # Errors
/// `truncated` when the data ends before the end-of-image marker.
pub fn check_jpeg(bytes: &[u8]) -> Result<()> {
    match scan_start(bytes) {
        Some(at) if has_end(&bytes[at..]) => Ok(()),
        _ => Err(failure::truncated()),
    }
}

/// Walks the header's segments (so that a thumbnail inside one is not mistaken for the picture)
/// to the first scan.
fn scan_start(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker.
        while *bytes.get(at)? != 0xFF {
            at += 1;
        }
        while *bytes.get(at)? == 0xFF {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            START_OF_SCAN => return Some(at),
            0x01 | 0xD0..=0xD9 => {}
            _ => {
                let length = u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]);
                at += usize::from(length).max(2);
            }
        }
    }
}

fn has_end(scan: &[u8]) -> bool {
    scan.windows(2).rev().any(|pair| pair == [0xFF, END_OF_IMAGE])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_thumbnails_end_is_not_the_pictures() {
        // APP1 with an end marker inside, then a scan that stops.
        let cut = [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 2, 1, 2, 3];
        assert_eq!(check_jpeg(&cut).map_err(|e| e.kind()), Err(ErrorKind::Truncated));
        let mut whole = cut.to_vec();
        whole.extend([0xFF, 0xD9, 0, 0]);
        assert!(check_jpeg(&whole).is_ok());
    }

    #[test]
    fn any_prefix_ends_without_a_panic() {
        let whole = [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 9, 9, 0xFF, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0xD9];
        for end in 0..whole.len() {
            assert!(check_jpeg(&whole[..end]).is_err());
        }
    }
}
