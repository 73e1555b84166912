//! What an SVG is worth against its picture.

use std::fmt;

use image::{Rgb, RgbImage, RgbaImage};
use palette::color_difference::Ciede2000;
use palette::{FromColor, Lab, Srgb};
use resvg::{tiny_skia, usvg};

/// The figures of one trace.
pub struct Figures {
    pub ms: f64,
    pub fid: f64,
    pub de00: f64,
    pub alpha: f64,
    pub seam: usize,
    pub paths: usize,
    pub coordinates: usize,
    pub bytes: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:8.2} ms  fid {:.3}  dE00 {:.3}  alpha {:.3}  seam {:5}  {:6} paths {:7} coordinates {:8} bytes",
            self.ms, self.fid, self.de00, self.alpha, self.seam, self.paths, self.coordinates, self.bytes
        )
    }
}

impl Figures {
    pub fn of(picture: &RgbaImage, svg: &str, ms: f64) -> Result<Self, String> {
        let drawn = render(svg, picture.width(), picture.height())?;
        let (want, got) = (over_white(picture), over_white(&drawn));
        let (fidelity, _) = vtracer_bench::fidelity(&want, &got, vtracer_bench::DEFAULT_THRESH);
        let n = f64::from(picture.width()) * f64::from(picture.height());
        let de00: f64 = want.pixels().zip(got.pixels()).map(|(a, b)| difference(*a, *b)).sum();
        let pairs = || picture.pixels().zip(drawn.pixels());
        let alpha: f64 = pairs().map(|(a, b)| f64::from(a[3].abs_diff(b[3]))).sum();
        let seam = pairs().filter(|(a, b)| a[3] == 255 && b[3] < 250).count();
        Ok(Self {
            ms,
            fid: fidelity.fidelity.into(),
            de00: de00 / n,
            alpha: alpha / n,
            seam,
            paths: svg.matches("<path").count(),
            coordinates: coordinates(svg),
            bytes: svg.len(),
        })
    }
}

/// Means, medians and the worst of a set.
pub fn print_summary(name: &str, set: &[&Figures]) {
    let mean = |of: fn(&Figures) -> f64| set.iter().map(|f| of(f)).sum::<f64>() / set.len() as f64;
    let sorted = |of: fn(&Figures) -> f64| {
        let mut values: Vec<f64> = set.iter().map(|f| of(f)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let median = |of: fn(&Figures) -> f64| {
        let values = sorted(of);
        (values[(set.len() - 1) / 2] + values[set.len() / 2]) / 2.0
    };
    let worst = |of: fn(&Figures) -> f64| sorted(of)[set.len() - 1];
    println!(
        "{name:20} ms mean {:.2} worst {:.2} | fid {:.3} | dE00 mean {:.3} median {:.3} worst {:.3} | alpha {:.3} | seam {} | \
         coordinates median {} | bytes median {} mean {:.0}",
        mean(|f| f.ms),
        worst(|f| f.ms),
        mean(|f| f.fid),
        mean(|f| f.de00),
        median(|f| f.de00),
        worst(|f| f.de00),
        mean(|f| f.alpha),
        set.iter().map(|f| f.seam).sum::<usize>(),
        median(|f| f.coordinates as f64),
        median(|f| f.bytes as f64),
        mean(|f| f.bytes as f64),
    );
}

fn render(svg: &str, width: u32, height: u32) -> Result<RgbaImage, String> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|e| e.to_string())?;
    let mut pixmap = tiny_skia::Pixmap::new(width, height).ok_or("the picture is empty")?;
    let scale = tiny_skia::Transform::from_scale(
        width as f32 / tree.size().width(),
        height as f32 / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    let straight = pixmap.pixels().iter().flat_map(|p| {
        let c = p.demultiply();
        [c.red(), c.green(), c.blue(), c.alpha()]
    });
    RgbaImage::from_raw(width, height, straight.collect()).ok_or_else(|| "the render is short".into())
}

fn over_white(picture: &RgbaImage) -> RgbImage {
    let mut out = RgbImage::new(picture.width(), picture.height());
    for (to, from) in out.pixels_mut().zip(picture.pixels()) {
        let a = u32::from(from[3]);
        let mix = |c: u8| ((u32::from(c) * a + 255 * (255 - a) + 127) / 255) as u8;
        *to = Rgb([mix(from[0]), mix(from[1]), mix(from[2])]);
    }
    out
}

fn difference(a: Rgb<u8>, b: Rgb<u8>) -> f64 {
    if a == b {
        return 0.0;
    }
    let lab = |c: Rgb<u8>| Lab::from_color(Srgb::from(c.0).into_format::<f64>());
    lab(a).difference(lab(b))
}

/// Numbers in the path data.
fn coordinates(svg: &str) -> usize {
    svg.split(" d=\"").skip(1).map(|rest| numbers(rest.split('"').next().unwrap_or_default())).sum()
}

fn numbers(data: &str) -> usize {
    let (mut count, mut inside, mut dotted) = (0, false, false);
    for c in data.bytes() {
        match c {
            b'.' if !inside || dotted => (count, inside, dotted) = (count + 1, true, true),
            b'.' => dotted = true,
            b'0'..=b'9' if inside => {}
            b'0'..=b'9' => (count, inside, dotted) = (count + 1, true, false),
            _ => (inside, dotted) = (false, false),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    #[test]
    fn counts_numbers_however_they_touch() {
        assert_eq!(super::numbers("M1 2l.5.5-3.25-.1h10v-1z"), 8);
    }
}
