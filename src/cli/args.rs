//! The arguments, as `--help` shows them.

use std::path::PathBuf;

use clap::Parser;

/// Traces raster images into SVG.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Without -o and --out-dir each SVG is written beside its input: photo.jpg gives photo.svg.\n\
                  Parameters: first those of --params, then --preset, then each --set; the later one holds.\n\
                  Exit code: 0 done, 1 an input failed (the others are still done), 2 wrong usage or parameters."
)]
pub struct Args {
    /// Pictures to trace; - reads one from standard input
    #[arg(value_name = "INPUT", required_unless_present = "list_params")]
    pub inputs: Vec<PathBuf>,

    /// Where to write the SVG of a single input; - is standard output
    #[arg(short, value_name = "OUT.svg", conflicts_with = "out_dir")]
    pub output: Option<PathBuf>,

    /// Folder to write all SVGs to; it is made when it does not exist
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,

    /// Starting point for the parameters: auto, logo, illustration, photo, line-art, pixel-art, bw, poster
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,

    /// Sets a parameter, such as segment.detail=40; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,

    /// Parameters as a JSON file, such as the converter's page copies them
    #[arg(long, value_name = "FILE.json")]
    pub params: Option<PathBuf>,

    /// How many threads to use; one for each core otherwise
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,

    /// Prints a line of JSON for each input: sizes, counts, milliseconds by stage and in all (from
    /// the file's bytes to the SVG's text), and the most bytes of memory in use meanwhile. On
    /// standard output, or on standard error when an SVG goes there
    #[arg(long)]
    pub stats: bool,

    /// Prints all presets and parameters with ranges and defaults
    #[arg(long)]
    pub list_params: bool,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.trim().to_owned(), value.to_owned()))
        .ok_or_else(|| "give a name and a value, such as segment.detail=40".to_owned())
}

fn threads(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|count| (1..=256).contains(count))
        .ok_or_else(|| "give a number from 1 to 256".to_owned())
}
