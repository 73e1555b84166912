use proptest::prelude::*;

use super::*;

fn s15(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn xyz([x, y, z]: [f64; 3]) -> Vec<u8> {
    [*b"XYZ ", [0; 4], s15(x), s15(y), s15(z)].concat()
}

fn curve(samples: &[u16]) -> Vec<u8> {
    let head = [*b"curv", [0; 4], (samples.len() as u32).to_be_bytes()].concat();
    head.into_iter().chain(samples.iter().flat_map(|s| s.to_be_bytes())).collect()
}

fn parametric(kind: u16, parameters: &[f64]) -> Vec<u8> {
    let head = [*b"para", [0; 4], (u32::from(kind) << 16).to_be_bytes()].concat();
    head.into_iter().chain(parameters.iter().flat_map(|&p| s15(p))).collect()
}

fn profile(space: &[u8; 4], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut icc = vec![0; 132];
    icc[16..20].copy_from_slice(space);
    icc[20..24].copy_from_slice(b"XYZ ");
    icc[36..40].copy_from_slice(b"acsp");
    icc[128..132].copy_from_slice(&(tags.len() as u32).to_be_bytes());
    let mut at = 132 + 12 * tags.len();
    for (name, tag) in tags {
        icc.extend_from_slice(*name);
        icc.extend_from_slice(&(at as u32).to_be_bytes());
        icc.extend_from_slice(&(tag.len() as u32).to_be_bytes());
        at += tag.len();
    }
    icc.extend(tags.iter().flat_map(|(_, tag)| tag.clone()));
    icc
}

/// The primaries of sRGB as its profiles give them.
const SRGB: [[f64; 3]; 3] =
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]];

fn colored([red, green, blue]: [[f64; 3]; 3], curve: &[u8]) -> Vec<u8> {
    let primaries = [(b"rXYZ", xyz(red)), (b"gXYZ", xyz(green)), (b"bXYZ", xyz(blue))];
    let curves = [b"rTRC", b"gTRC", b"bTRC"].map(|name| (name, curve.to_vec()));
    profile(b"RGB ", &[primaries, curves].concat())
}

fn srgb_curve() -> Vec<u8> {
    parametric(3, &[2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045])
}

#[test]
fn srgb_by_another_name_changes_nothing() {
    assert!(Profile::read(&colored(SRGB, &srgb_curve()), false).is_none());
    let [red, green, blue] = SRGB;
    let swapped = Profile::read(&colored([green, red, blue], &srgb_curve()), false).expect("it differs");
    let mut pixels = [[200, 100, 50, 7]];
    swapped.apply(&mut pixels, &Context::unhindered()).expect("nobody cancels");
    assert_eq!(pixels, [[100, 200, 50, 7]], "what was red is green, and alpha stays");
}

#[test]
fn every_kind_of_curve_says_linear_light() {
    // All of them: light is the level. The fourth and fifth pieces begin where nothing is.
    let identity = [
        curve(&[]),
        curve(&[256]),
        curve(&[0, 65_535]),
        curve(&[0, 32_768, 65_535]),
        parametric(0, &[1.0]),
        parametric(1, &[1.0, 1.0, 0.0]),
        parametric(2, &[1.0, 0.5, 0.0, 0.0]),
        parametric(3, &[1.0, 1.0, 0.0, 1.0, 0.5]),
        parametric(4, &[1.0, 1.0, 0.0, 1.0, 0.5, 0.0, 0.0]),
    ];
    for (which, curve) in identity.iter().enumerate() {
        let linear = Profile::read(&colored(SRGB, curve), false).expect("it is not sRGB");
        let grey = linear.convert([55; 3]);
        // sRGB's level for 55 / 255 of the light is 128; half as much light is 92.
        assert_eq!(grey, [if which == 6 { 92 } else { 128 }; 3], "curve {which}");
    }
}

#[test]
fn what_does_not_fit_the_picture_is_left_alone() {
    let grey = profile(b"GRAY", &[(b"kTRC", curve(&[256]))]);
    assert!(Profile::read(&grey, true).is_some());
    assert!(Profile::read(&grey, false).is_none());
    assert!(Profile::read(&colored(SRGB, &curve(&[256])), true).is_none());
    assert!(Profile::read(&colored([[0.0; 3]; 3], &curve(&[256])), false).is_none());
    assert!(Profile::read(&profile(b"CMYK", &[]), false).is_none());
}

proptest! {
    #[test]
    fn no_bytes_panic(
        cut in 0usize..400,
        changes in prop::collection::vec((0usize..400, any::<u8>()), 0..12),
        parameters in prop::collection::vec(-40_000.0f64..32_000.0, 7),
        kind in 0u16..6,
    ) {
        let mut icc = colored(SRGB, &parametric(kind, &parameters));
        for (at, byte) in changes {
            let length = icc.len();
            icc[at % length] = byte;
        }
        icc.truncate(icc.len().saturating_sub(cut / 4));
        if let Some(profile) = Profile::read(&icc, false) {
            profile.convert([0, 128, 255]);
        }
    }
}
