//! `pathloom INPUT...`: reads the arguments, plans all work, then traces.
//!
//! Whatever can be known to be wrong (arguments, parameters, colliding outputs) is told before
//! anything is read or written, with exit code 2. After that each input stands for itself: one
//! that fails is told and the others are still done, with exit code 1 at the end. Stopping at
//! the first failure was rejected: nobody wants to start a folder of pictures twice.

mod args;
mod files;
mod job;
mod listing;
pub mod memory;
mod plan;
mod progress;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use clap::Parser;
use clap::error::ErrorKind as UsageErrorKind;
use pathloom::{Casing, Error, ErrorKind, Request, RequestReader};

use args::Args;
use job::Jobs;
use plan::{Output, Task};

const FAILED_INPUT: u8 = 1;
const BAD_USAGE: u8 = 2;

/// Runs the program on the process's arguments.
pub fn run() -> ExitCode {
    // The engine turns a panic into an error that names it; the hook would say it twice.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let asked = matches!(error.kind(), UsageErrorKind::DisplayHelp | UsageErrorKind::DisplayVersion);
            // A closed pipe is no reason to fail: the reader has seen enough.
            let _ = error.print();
            return if asked { ExitCode::SUCCESS } else { ExitCode::from(BAD_USAGE) };
        }
    };
    if args.list_params {
        let _ = io::stdout().write_all(listing::parameters().as_bytes());
        return ExitCode::SUCCESS;
    }
    match prepare(&args) {
        Ok((request, tasks)) => work(&args, &request, &tasks),
        Err(messages) => {
            for message in messages {
                say(&message);
            }
            ExitCode::from(BAD_USAGE)
        }
    }
}

/// Checks everything that can be checked before the first picture is read.
fn prepare(args: &Args) -> Result<(Request, Vec<Task>), Vec<String>> {
    let request = request(args);
    let tasks = plan::tasks(args);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build_global();
    match (request, tasks, pool) {
        (Ok(request), Ok(tasks), Ok(())) => {
            if let Some(folder) = &args.out_dir {
                std::fs::create_dir_all(folder).map_err(|error| {
                    vec![format!("--out-dir {}: {}", folder.display(), files::reason(&error))]
                })?;
            }
            Ok((request, tasks))
        }
        (request, tasks, pool) => {
            let mut messages = request.err().into_iter().collect::<Vec<_>>();
            messages.extend(tasks.err().unwrap_or_default());
            messages.extend(pool.err().map(|error| format!("--threads: {error}")));
            Err(messages)
        }
    }
}

/// The parameters: the file, then `--preset`, then each `--set`; the later one holds.
fn request(args: &Args) -> Result<Request, String> {
    let mut reader = RequestReader::new(Casing::Snake);
    if let Some(path) = &args.params {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("--params {}: {}", path.display(), files::reason(&error)))?;
        let json = serde_json::from_str(&text)
            .map_err(|error| format!("--params {}: this is not JSON: {error}", path.display()))?;
        reader.json(&json);
    }
    if let Some(preset) = &args.preset {
        reader.text("preset", preset);
    }
    for (name, value) in &args.set {
        reader.text(name, value);
    }
    reader.finish().map_err(|error| {
        let lines: Vec<String> = error.problems().iter().map(|problem| format!("  {problem}")).collect();
        format!("wrong parameters (--list-params shows them all):\n{}", lines.join("\n"))
    })
}

/// Traces all inputs, one a thread as long as there are enough of them; threads without an input
/// help with the others' stages.
fn work(args: &Args, request: &Request, tasks: &[Task]) -> ExitCode {
    let jobs = Jobs::new(request, tasks.len());
    let to_stderr = tasks.iter().any(|task| task.output == Output::Stdout);
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);

    progress::shown_while(tasks, jobs.controls(), |bar| {
        // A parallel iterator over the inputs would let a thread that waits within one picture
        // begin another on top of it, with both in memory and in the first one's times.
        rayon::broadcast(|_| {
            while let Some((index, task)) = take(&next, tasks) {
                match jobs.trace(index, task) {
                    Ok(done) => bar.suspend(|| {
                        if args.stats {
                            line(to_stderr, &done.json());
                        } else if bar.is_shown() {
                            say(&done.summary(task));
                        }
                    }),
                    Err(error) => {
                        failed.store(true, Ordering::Relaxed);
                        bar.suspend(|| say(&format!("{}: {}", task.input, error.message())));
                    }
                }
            }
        });
    });
    if failed.into_inner() { ExitCode::from(FAILED_INPUT) } else { ExitCode::SUCCESS }
}

fn take<'a>(next: &AtomicUsize, tasks: &'a [Task]) -> Option<(usize, &'a Task)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    tasks.get(index).map(|task| (index, task))
}

/// A message for a person.
fn say(message: &str) {
    line(true, &format!("pathloom: {message}"));
}

/// A whole line at once, so that lines of several threads don't mix.
fn line(to_stderr: bool, text: &str) {
    let text = format!("{text}\n");
    let _ = if to_stderr {
        io::stderr().write_all(text.as_bytes())
    } else {
        io::stdout().write_all(text.as_bytes())
    };
}

/// An input that can't be read, in the engine's words.
fn unreadable(error: &io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, files::reason(error))
}
