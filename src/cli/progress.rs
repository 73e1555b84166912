//! A progress bar on a terminal, and nothing elsewhere.

use std::io::IsTerminal;
use std::sync::mpsc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pathloom::{Control, Stage};

use super::plan::Task;

const STEP: Duration = Duration::from_millis(80);

/// The bar, where there is a terminal.
pub struct Bar(Option<ProgressBar>);

impl Bar {
    /// Takes the bar away while lines are printed.
    pub fn suspend(&self, print: impl FnOnce()) {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Whether a person sees it.
    pub fn is_shown(&self) -> bool {
        self.0.is_some()
    }
}

/// Shows the progress of all inputs while `work` runs, read from their words.
pub fn shown_while(tasks: &[Task], controls: &[Control], work: impl FnOnce(&Bar)) {
    if !std::io::stderr().is_terminal() {
        return work(&Bar(None));
    }
    let shown = ProgressBar::new(controls.len() as u64 * 1000);
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {percent:>3} %  {msg}") {
        shown.set_style(style);
    }
    let bar = Bar(Some(shown.clone()));
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let is_done = is_done;
            while is_done.recv_timeout(STEP) == Err(mpsc::RecvTimeoutError::Timeout) {
                show(&shown, tasks, controls);
            }
        });
        work(&bar);
        drop(done);
    });
    shown.finish_and_clear();
}

fn show(bar: &ProgressBar, tasks: &[Task], controls: &[Control]) {
    let mut sum = 0;
    let mut latest = None;
    for (task, control) in tasks.iter().zip(controls) {
        let (stage, permille) = control.progress();
        if (stage, permille) != (0, 0) {
            latest = Some((task, stage));
        }
        sum += (u64::from(stage) * 1000 + u64::from(permille)) / Stage::ALL.len() as u64;
    }
    bar.set_position(sum);
    if let Some((task, stage)) = latest {
        let stage = Stage::ALL.get(stage as usize).map_or("", |stage| stage.name());
        bar.set_message(format!("{stage} {}", task.input));
    }
}
