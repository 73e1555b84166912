//! Traces folders of pictures with Pathloom and with VTracer 1.0 in one run and prints what each
//! costs and how near it comes.
//!
//! usage: `pathloom-quality [--preset NAME] [--set stage.key=value]... [--runs N] [--vtracer NAME]
//! [--scale PX] [--filter triangle|cubic|lanczos] [--each] [--out DIR] PICTURE|FOLDER...`
//!
//! With `--scale` each picture is scaled down to that longest side before it is traced, and the drawing is compared with
//! the picture as it was: how much of a drawing comes back from what the web makes of it.
//!
//! Times are the median of N runs on one thread, decoding excluded. The figures: `fid` the
//! fidelity of VTracer's own benchmark (0–1), `dE00` the mean colour error over white, `alpha`
//! the mean alpha error (0–255), `seam` opaque pixels that render with alpha under 250, and the
//! numbers in path data and the bytes of the SVG.

mod measure;
mod scale;
mod trace;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use measure::Figures;

struct Options {
    preset: String,
    set: Vec<(String, String)>,
    runs: usize,
    vtracer: String,
    /// Longest side, px, and the filter that gets there.
    scale: Option<u32>,
    filter: image::imageops::FilterType,
    each: bool,
    out: Option<PathBuf>,
    pictures: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) if !options.pictures.is_empty() => options,
        Ok(_) => return usage("name a picture or a folder of pictures"),
        Err(problem) => return usage(&problem),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let Ok(pool) = pool else { return usage("no thread to run on") };
    match pool.install(|| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!(
        "{problem}\nusage: pathloom-quality [--preset NAME] [--set stage.key=value]... [--runs N] \
         [--vtracer default|poster|photo|none] [--scale PX] [--filter triangle|cubic|lanczos] [--each] \
         [--out DIR] PICTURE|FOLDER..."
    );
    ExitCode::from(2)
}

fn options(args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        preset: "auto".into(),
        set: Vec::new(),
        runs: 5,
        vtracer: "poster".into(),
        scale: None,
        filter: image::imageops::FilterType::Lanczos3,
        each: false,
        out: None,
        pictures: Vec::new(),
    };
    let mut args = args;
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--preset" => options.preset = value()?,
            "--runs" => options.runs = value()?.parse().map_err(|_| "--runs takes a number")?,
            "--vtracer" => options.vtracer = value()?,
            "--scale" => options.scale = Some(value()?.parse().map_err(|_| "--scale takes a number")?),
            "--filter" => options.filter = scale::filter(&value()?)?,
            "--each" => options.each = true,
            "--out" => options.out = Some(value()?.into()),
            "--set" => {
                let pair = value()?;
                let (key, value) = pair.split_once('=').ok_or("--set takes stage.key=value")?;
                options.set.push((key.into(), value.into()));
            }
            _ => options.pictures.extend(pictures(Path::new(&arg))?),
        }
    }
    Ok(options)
}

fn pictures(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = std::fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "png" || e == "jpg" || e == "webp"))
        .collect();
    found.sort();
    Ok(found)
}

fn run(options: &Options) -> Result<(), String> {
    let ours = trace::Ours::new(&options.preset, &options.set)?;
    let mut rows: Vec<(Figures, Option<Figures>)> = Vec::new();
    for path in &options.pictures {
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let picture = image::open(path).map_err(|e| format!("{}: {e}", path.display()))?.into_rgba8();
        let traced = match options.scale {
            Some(side) => scale::down(&picture, side, options.filter),
            None => picture.clone(),
        };
        let a = ours.measure(&traced, options.runs)?;
        let b = (options.vtracer != "none")
            .then(|| trace::vtracer(&traced, &options.vtracer, options.runs))
            .transpose()?;
        if let Some(dir) = &options.out {
            std::fs::create_dir_all(dir).map_err(|e| e.to_string())?;
            std::fs::write(dir.join(format!("{name}.svg")), &a.svg).map_err(|e| e.to_string())?;
        }
        let (a, b) = (
            Figures::of(&picture, &a.svg, a.ms)?,
            b.map(|b| Figures::of(&picture, &b.svg, b.ms)).transpose()?,
        );
        if options.each {
            println!("{name:40} {a}");
            if let Some(b) = &b {
                println!("{:40} {b}  ({:.1}× our time)", "  VTracer 1.0", b.ms / a.ms);
            }
        }
        rows.push((a, b));
    }
    let ours: Vec<&Figures> = rows.iter().map(|r| &r.0).collect();
    let theirs: Vec<&Figures> = rows.iter().filter_map(|r| r.1.as_ref()).collect();
    println!("{} pictures", rows.len());
    measure::print_summary("Pathloom", &ours);
    if !theirs.is_empty() {
        measure::print_summary(&format!("VTracer 1.0 {}", options.vtracer), &theirs);
        let mut ratios: Vec<f64> = rows.iter().filter_map(|(a, b)| Some(b.as_ref()?.ms / a.ms)).collect();
        ratios.sort_by(f64::total_cmp);
        println!("time ratio: median {:.1}×, least {:.1}×", ratios[ratios.len() / 2], ratios[0]);
    }
    Ok(())
}
