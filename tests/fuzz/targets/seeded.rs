//! The targets without libFuzzer, for machines that cannot build it: seeded mutations of a folder of
//! files for so many seconds. It does not see which code an input reaches, so it finds less.
//!
//! usage: `seeded SECONDS [FOLDER]`

use std::time::{Duration, Instant};

use arbitrary::{Arbitrary, Unstructured};

/// Spreads bits (SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn below(state: &mut u64, end: usize) -> usize {
    (random(state) % end.max(1) as u64) as usize
}

/// A few bytes changed, cut out, doubled or swapped for telling values.
fn mutated(file: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=below(state, 6) {
        let (at, end) = (below(state, bytes.len()), below(state, bytes.len()));
        let range = at.min(end)..at.max(end);
        match random(state) % 5 {
            0 => bytes.truncate(end),
            1 => drop(bytes.drain(range)),
            2 => {
                let copy = bytes[range.start..range.end.min(range.start + 64)].to_vec();
                bytes.splice(at.min(bytes.len())..at.min(bytes.len()), copy);
            }
            3 if at < bytes.len() => bytes[at] = [0, 1, 127, 128, 255][below(state, 5)],
            _ if at < bytes.len() => bytes[at] ^= 1 << below(state, 8),
            _ => bytes.push(random(state) as u8),
        }
    }
    bytes
}

fn main() {
    let mut words = std::env::args().skip(1);
    let seconds = words.next().and_then(|word| word.parse().ok()).unwrap_or(60);
    let files: Vec<Vec<u8>> = words
        .next()
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .map(|entries| entries.flatten().filter_map(|entry| std::fs::read(entry.path()).ok()).collect())
        .unwrap_or_default();
    let mut state = 1;
    for target in ["decode", "trace"] {
        let until = Instant::now() + Duration::from_secs(seconds);
        let mut runs = 0u64;
        while Instant::now() < until {
            runs += 1;
            let file = files.get(below(&mut state, files.len())).filter(|_| target == "decode");
            let bytes = match file {
                Some(file) => mutated(file, &mut state),
                None => (0..below(&mut state, 4096)).map(|_| random(&mut state) as u8).collect(),
            };
            if target == "decode" {
                pathloom_fuzz::decode(&bytes);
            } else if let Ok(input) = Arbitrary::arbitrary(&mut Unstructured::new(&bytes)) {
                pathloom_fuzz::trace(&input);
            }
        }
        println!("{target}: {runs} runs in {seconds} s without a crash");
    }
}
