//! One name, two spellings: `segment.min_area` in Rust, `segment.minArea` in TypeScript.

/// How names are spelled when problems are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Casing {
    /// `segment.min_area`: Rust and the command line.
    #[default]
    Snake,
    /// `segment.minArea`: TypeScript.
    Camel,
}

/// `segment.minArea` as `segment.min_area`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// `segment.min_area` as `segment.minArea`.
pub(super) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut raise = false;
    for c in name.chars() {
        if c == '_' {
            raise = true;
        } else {
            camel.push(if raise { c.to_ascii_uppercase() } else { c });
            raise = false;
        }
    }
    camel
}
