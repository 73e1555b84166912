//! The types that travel between stages. Plain data, structure of arrays, `u32` indices; no
//! behaviour beyond what keeps a type consistent, so that stages stay free of each other.

mod canvas;
mod outlines;
mod paint;
mod regions;
mod shapes;

pub use canvas::Canvas;
pub use outlines::{Border, Layers, Level, Loop, OUTSIDE, Outlines, Traced};
pub use paint::{Crossed, Gradient, GradientKind, Paint, Sampler, Stop, Veil};
pub use regions::{Face, Mixtures, Regions, Segmented};
pub use shapes::{Contour, Curve, Point, Shape, Shapes, Stretch};
