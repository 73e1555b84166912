//! The command-line program, as a shell sees it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::pictures;

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pathloom-cli-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the folder can be made");
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a PNG of a small drawing.
    fn picture(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        let drawing = pictures::logo(48);
        let bytes = drawing.pixels.into_flattened();
        let image =
            image::RgbaImage::from_raw(drawing.width, drawing.height, bytes).expect("it has the size");
        image.save_with_format(&path, image::ImageFormat::Png).expect("it can be written");
        path
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .expect("it is there")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn pathloom(folder: &Folder, words: &[&str]) -> Output {
    command(folder, words).stdin(Stdio::null()).output().expect("it starts")
}

fn command(folder: &Folder, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pathloom"));
    command.current_dir(&folder.0).args(words);
    command
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

fn assert_svg(path: &Path) {
    let svg = std::fs::read_to_string(path).expect("it was written");
    let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).expect("it is an SVG");
    assert_eq!((tree.size().width(), tree.size().height()), (48.0, 48.0));
    assert!(tree.root().has_children(), "it shows something");
}

#[test]
fn an_svg_is_written_beside_its_input_and_nothing_is_said() {
    let folder = Folder::new("beside");
    folder.picture("drawing.png");
    let output = pathloom(&folder, &["drawing.png"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!((stdout(&output), stderr(&output)), ("", ""));
    assert_svg(&folder.path("drawing.svg"));
    assert_eq!(folder.names(), ["drawing.png", "drawing.svg"], "no drafts stay behind");
}

#[test]
fn dashes_read_standard_input_and_write_standard_output() {
    let folder = Folder::new("dashes");
    let bytes = std::fs::read(folder.picture("drawing.png")).expect("just written");
    for words in [&["-"][..], &["-", "-o", "-", "--stats"]] {
        let mut child = command(&folder, words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        child.stdin.take().expect("piped").write_all(&bytes).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).starts_with("<svg"), "only the SVG: {}", stdout(&output));
        assert!(stdout(&output).trim_end().ends_with("</svg>"));
        if words.contains(&"--stats") {
            let stats: Value =
                serde_json::from_str(stderr(&output)).expect("the line goes to standard error");
            assert_eq!(stats["input"], "-");
            assert_eq!(stats["bytes"], output.stdout.len());
        }
    }
    assert_eq!(folder.names(), ["drawing.png"]);
}

#[test]
fn a_broken_input_fails_alone() {
    let folder = Folder::new("broken");
    folder.picture("first.png");
    folder.picture("last.png");
    std::fs::write(folder.path("text.png"), "not a picture").expect("writable");
    std::fs::create_dir(folder.path("nested")).expect("writable");
    let output = pathloom(
        &folder,
        &["first.png", "text.png", "missing.png", "nested", "last.png", "--out-dir", "made/here", "--stats"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_svg(&folder.path("made/here/first.svg"));
    assert_svg(&folder.path("made/here/last.svg"));
    assert_eq!(stdout(&output).lines().count(), 2, "a line for each that was done");
    let told = stderr(&output);
    assert_eq!(told.lines().count(), 3, "{told}");
    for input in ["text.png", "missing.png", "nested"] {
        assert!(told.lines().any(|line| line.starts_with(&format!("pathloom: {input}: "))), "{told}");
    }
    assert!(!folder.path("made/here/text.svg").exists());

    let output = pathloom(&folder, &["first.png", "-o", "missing/first.svg"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("missing/first.svg can't be written: There is no such f"), "{told}");
}

#[test]
fn all_wrong_parameters_are_told_before_anything_is_done() {
    let folder = Folder::new("wrong");
    folder.picture("drawing.png");
    std::fs::write(folder.path("params.json"), r#"{ "write": { "precision": 9 } }"#).expect("writable");
    let output = pathloom(
        &folder,
        &[
            "drawing.png",
            "--params",
            "params.json",
            "--preset",
            "foto",
            "--set",
            "segment.detail=101",
            "--set",
            "fit.tolerence=1",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    for words in [
        "write.precision: 9 is not allowed; give a whole number from 0 to 4 decimals",
        "preset: \"foto\" is not allowed; give one of auto, logo",
        "segment.detail: 101 is not allowed; give a number from 0 to 100 %",
        "fit.tolerence: an unknown name is not allowed; did you mean fit.tolerance?",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert_eq!(folder.names(), ["drawing.png", "params.json"]);
}

#[test]
fn wrong_usage_ends_with_two_and_says_what_is_allowed() {
    let folder = Folder::new("usage");
    folder.picture("drawing.png");
    folder.picture("drawing.bmp");
    folder.picture("other.png");
    std::fs::write(folder.path("broken.json"), "{ \"write\": ").expect("writable");
    for (words, told) in [
        (&[][..], "INPUT"),
        (&["drawing.png", "--set", "detail"], "segment.detail=40"),
        (&["drawing.png", "--threads", "0"], "1 to 256"),
        (&["drawing.png", "--params", "missing.json"], "missing.json: There is no such file or folder"),
        (&["drawing.png", "--params", "broken.json"], "broken.json: this is not JSON"),
        (&["drawing.png", "other.png", "-o", "one.svg"], "--out-dir"),
        (&["drawing.png", "drawing.bmp"], "would both be written to drawing.svg"),
        (&["drawing.png", "./other.png", "--out-dir", ".", "other.png"], "would both be written to"),
        (&["drawing.png", "-o", "./drawing.png"], "not overwritten"),
        (&["-", "--out-dir", "."], "-o OUT.svg"),
    ] {
        let output = pathloom(&folder, words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{words:?}: {}", stderr(&output));
    }
    assert_eq!(folder.names(), ["broken.json", "drawing.bmp", "drawing.png", "other.png"]);
}

#[test]
fn a_line_of_stats_has_every_key() {
    let folder = Folder::new("stats");
    folder.picture("drawing.png");
    let output =
        pathloom(&folder, &["drawing.png", "-o", "out.svg", "--preset", "logo", "--stats", "--threads", "1"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let stats: Value = serde_json::from_str(stdout(&output)).expect("one line of JSON");
    let mut keys: Vec<&str> = stats.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    let mut expected = [
        "input",
        "width",
        "height",
        "paths",
        "curves",
        "bytes",
        "stages",
        "total_ms",
        "peak_bytes",
        "reused",
        "preset",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);

    assert_eq!((stats["width"].as_u64(), stats["height"].as_u64()), (Some(48), Some(48)));
    assert_eq!(
        stats["bytes"].as_u64(),
        std::fs::metadata(folder.path("out.svg")).ok().map(|file| file.len())
    );
    assert_eq!(stats["preset"]["preset"], "logo");
    assert_eq!(stats["reused"], serde_json::json!([]));
    assert!(stats["peak_bytes"].as_u64() >= Some(48 * 48 * 4), "at least the pixels");
    let stages = stats["stages"].as_object().expect("an object");
    for stage in ["decode", "prepare", "segment", "trace", "fit", "write"] {
        assert!(stages[stage].as_f64() >= Some(0.0), "{stage}");
    }
    let sum: f64 = stages.values().filter_map(Value::as_f64).sum();
    let total = stats["total_ms"].as_f64().expect("a number");
    assert!(sum > 0.0 && sum <= total + 0.01, "{sum} of {total}");
}

#[test]
fn the_later_setting_holds_and_the_engine_can_be_chosen() {
    let folder = Folder::new("order");
    folder.picture("drawing.png");
    // As the page copies it: camel case.
    std::fs::write(
        folder.path("params.json"),
        r#"{ "preset": "photo", "engine": "vtracer", "segment": { "minArea": 1 }, "write": { "title": "file" } }"#,
    )
    .expect("writable");
    let title = |words: &[&str]| {
        let output = pathloom(&folder, words);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let svg = stdout(&output).to_owned();
        let at = svg.find("<title>").expect("a title") + "<title>".len();
        svg[at..].split('<').next().unwrap_or_default().to_owned()
    };
    let base = ["drawing.png", "-o", "-", "--params", "params.json"];
    assert_eq!(title(&base), "file");
    assert_eq!(
        title(&[&base[..], &["--set", "write.title=first", "--set", "write.title=a=b"]].concat()),
        "a=b"
    );
}

#[test]
fn an_old_output_is_replaced_and_links_and_devices_stay() {
    let folder = Folder::new("replace");
    folder.picture("drawing.png");
    std::fs::write(folder.path("drawing.svg"), "old").expect("writable");
    assert_eq!(pathloom(&folder, &["drawing.png"]).status.code(), Some(0));
    assert_svg(&folder.path("drawing.svg"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("drawing.svg", folder.path("link.svg")).expect("writable");
        std::fs::write(folder.path("drawing.svg"), "old").expect("writable");
        assert_eq!(pathloom(&folder, &["drawing.png", "-o", "link.svg"]).status.code(), Some(0));
        assert_svg(&folder.path("drawing.svg"));
        assert!(folder.path("link.svg").is_symlink());
        let nothing = folder.path("null.svg");
        std::os::unix::fs::symlink("/dev/null", &nothing).expect("writable");
        assert_eq!(pathloom(&folder, &["drawing.png", "-o", "null.svg"]).status.code(), Some(0));
        assert!(!std::fs::metadata("/dev/null").expect("it is there").is_file());
    }
}

#[test]
fn the_list_names_every_parameter_and_preset() {
    let folder = Folder::new("list");
    let output = pathloom(&folder, &["--list-params"]);
    assert_eq!(output.status.code(), Some(0));
    for name in pathloom::params::FIELDS.iter().map(|field| field.name) {
        assert!(stdout(&output).contains(name), "{name}");
    }
    for name in pathloom::params::PRESETS.iter().map(|row| row.name) {
        assert!(stdout(&output).contains(name), "{name}");
    }
}
