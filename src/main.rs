//! The command-line program; everything that it does is in [`cli`].

mod cli;

#[global_allocator]
static MEMORY: cli::memory::Counting = cli::memory::Counting;

fn main() -> std::process::ExitCode {
    cli::run()
}
