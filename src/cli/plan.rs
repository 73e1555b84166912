//! Which output belongs to which input, settled before anything is read.
//!
//! Refused here: an output that is also an input, and two inputs with one output. Finding out
//! while writing was rejected: by then a picture may be gone.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::files;

/// Where a picture comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

/// Where an SVG goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    Stdout,
    File(PathBuf),
}

/// One picture to trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub input: Input,
    pub output: Output,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdout => f.write_str("standard output"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// A task for each input, or everything that stands in the way.
pub fn tasks(args: &Args) -> Result<Vec<Task>, Vec<String>> {
    if args.output.is_some() && args.inputs.len() > 1 {
        return Err(vec![format!(
            "-o names one file and there are {} inputs; use --out-dir for several",
            args.inputs.len()
        )]);
    }
    let mut problems = Vec::new();
    let mut tasks = Vec::with_capacity(args.inputs.len());
    for path in &args.inputs {
        let input = if is_dash(path) { Input::Stdin } else { Input::File(path.clone()) };
        match output(&input, args) {
            Ok(output) => tasks.push(Task { input, output }),
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(collisions(&tasks));
    if problems.is_empty() { Ok(tasks) } else { Err(problems) }
}

fn output(input: &Input, args: &Args) -> Result<Output, String> {
    if let Some(path) = &args.output {
        return Ok(if is_dash(path) { Output::Stdout } else { Output::File(path.clone()) });
    }
    match (input, &args.out_dir) {
        (Input::Stdin, None) => Ok(Output::Stdout),
        (Input::Stdin, Some(_)) => Err("standard input has no name to write by; use -o OUT.svg".into()),
        (Input::File(path), dir) => {
            let name = path.file_name().ok_or_else(|| format!("{}: this names no file", path.display()))?;
            let beside = match dir {
                Some(dir) => dir.join(name),
                None => path.clone(),
            };
            Ok(Output::File(beside.with_extension("svg")))
        }
    }
}

fn collisions(tasks: &[Task]) -> Vec<String> {
    let inputs: BTreeMap<PathBuf, &Input> = tasks
        .iter()
        .filter_map(|task| match &task.input {
            Input::File(path) => Some((files::identity(path), &task.input)),
            Input::Stdin => None,
        })
        .collect();
    let mut taken: BTreeMap<Option<PathBuf>, &Task> = BTreeMap::new();
    let mut problems = Vec::new();
    for task in tasks {
        let place = match &task.output {
            Output::File(path) => Some(files::identity(path)),
            Output::Stdout => None,
        };
        if let Some(input) = place.as_ref().and_then(|place| inputs.get(place)) {
            problems.push(format!("{}: this is also an input and is not overwritten ({input})", task.output));
        } else if let Some(first) = taken.insert(place, task) {
            problems
                .push(format!("{} and {} would both be written to {}", first.input, task.input, task.output));
        }
    }
    problems
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}
