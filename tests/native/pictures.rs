//! Pictures whose answer is known, made by supersampling shapes, and SVGs rendered back.

use resvg::{tiny_skia, usvg};

/// Straight RGBA.
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<[u8; 4]>,
}

/// A picture of what `shape` says at each point (straight RGBA, 0–1), averaged over 8 × 8 points
/// a pixel.
pub fn drawn(width: u32, height: u32, shape: impl Fn(f64, f64) -> [f64; 4]) -> Picture {
    const N: u32 = 8;
    let mut pixels = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let mut sum = [0.0; 4];
            for j in 0..N {
                for i in 0..N {
                    let at = |p: u32, k: u32| f64::from(p) + (f64::from(k) + 0.5) / f64::from(N);
                    let [r, g, b, a] = shape(at(x, i), at(y, j));
                    for (s, v) in sum.iter_mut().zip([r * a, g * a, b * a, a]) {
                        *s += v;
                    }
                }
            }
            let byte = |v: f64| (v * 255.0).round() as u8;
            let alpha = sum[3] / f64::from(N * N);
            pixels.push(if sum[3] > 0.0 {
                [byte(sum[0] / sum[3]), byte(sum[1] / sum[3]), byte(sum[2] / sum[3]), byte(alpha)]
            } else {
                [0; 4]
            });
        }
    }
    Picture { width, height, pixels }
}

/// A red disc with a blue square in it and a green ring's hole, on nothing.
pub fn logo(size: u32) -> Picture {
    let s = f64::from(size);
    drawn(size, size, |x, y| {
        let r = (x - s * 0.5).hypot(y - s * 0.5) / s;
        if !(0.08..=0.45).contains(&r) {
            [0.0; 4]
        } else if r < 0.15 {
            [0.0, 0.6, 0.2, 1.0]
        } else if x > s * 0.68 && x < s * 0.82 && y > s * 0.4 && y < s * 0.6 {
            [0.1, 0.2, 0.9, 1.0]
        } else {
            [0.9, 0.1, 0.1, 1.0]
        }
    })
}

/// Soft blobs with grain: nothing flat, nothing crisp.
pub fn photo(width: u32, height: u32) -> Picture {
    let mut seed = 1u32;
    let pixels = (0..width * height)
        .map(|i| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = f64::from(seed >> 24) / 255.0 * 16.0;
            let (x, y) = (f64::from(i % width), f64::from(i / width));
            let wave = |a: f64, b: f64| ((x * a).sin() + (y * b).cos() + 2.0) * 50.0 + grain;
            [wave(0.07, 0.05) as u8, wave(0.03, 0.11) as u8, wave(0.09, 0.02) as u8, 255]
        })
        .collect();
    Picture { width, height, pixels }
}

/// The SVG at that size, straight RGBA.
pub fn render(svg: &str, width: u32, height: u32) -> Vec<[u8; 4]> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).expect("valid SVG");
    let mut pixmap = tiny_skia::Pixmap::new(width, height).expect("a size above 0");
    let scale = tiny_skia::Transform::from_scale(
        width as f32 / tree.size().width(),
        height as f32 / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    pixmap
        .pixels()
        .iter()
        .map(|p| {
            let c = p.demultiply();
            [c.red(), c.green(), c.blue(), c.alpha()]
        })
        .collect()
}
