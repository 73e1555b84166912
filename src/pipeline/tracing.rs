//! One job: from the wish to the SVG, pulling each output from the cache or its stage.

use std::sync::Arc;

use serde::Serialize;

use crate::context::{Context, Stage};
use crate::error::Result;
#[cfg(not(all(feature = "tracer", feature = "vtracer")))]
use crate::error::{Error, ErrorKind};
use crate::image::Pixels;
use crate::model::{Canvas, Segmented, Shapes, Traced};
use crate::params::{Engine, Params, Preset, Request};
#[cfg(feature = "tracer")]
use crate::stages::segment::{Analysis, AnalysisParams};
use crate::stages::segment::{Classification, Kind};
#[cfg(feature = "tracer")]
use crate::stages::trace;
use crate::stages::write::Written;
use crate::stages::{fit, prepare, segment, write};

use super::cache::StageCache;
use super::enlarged;
use super::key::Key;

/// Raise with any change that alters a stage's output for the same input and parameters.
const VERSION: u32 = 8;

/// A finished job.
#[derive(Debug, Clone)]
pub struct Tracing {
    /// The drawing.
    pub written: Arc<Written>,
    /// Width that the SVG is shown at, px.
    pub width: u32,
    /// Height that the SVG is shown at, px.
    pub height: u32,
    /// What each stage took, ms, by [`Stage`]; 0 where its output was reused.
    pub timings: [f64; 6],
    /// The stages that did not run, because their output or a later one was there.
    pub reused: Vec<Stage>,
    /// The preset that was used and why.
    pub preset: Chosen,
}

/// The preset that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// Its name; never `auto`.
    pub preset: Preset,
    /// Why, in words for a person.
    pub reason: String,
}

/// The state of a running job.
pub struct Run<'a> {
    cache: &'a StageCache,
    clock: fn() -> f64,
    ctx: Context<'a>,
    pixels: &'a Pixels,
    source: Key,
    /// What `auto` looked at, so that it is not prepared twice where nothing is cached.
    looked_at: Option<(Key, Arc<Canvas>)>,
    timings: [f64; 6],
    ran: [bool; 6],
}

impl<'a> Run<'a> {
    pub fn new(
        cache: &'a StageCache,
        clock: fn() -> f64,
        ctx: Context<'a>,
        pixels: &'a Pixels,
        source: Key,
    ) -> Self {
        Self { cache, clock, ctx, pixels, source, looked_at: None, timings: [0.0; 6], ran: [false; 6] }
    }

    pub fn trace(&mut self, request: &Request) -> Result<Tracing> {
        self.ctx.check()?;
        let preset = self.choose(request)?;
        let params = self.params(request, preset.preset);
        let keys = Keys::new(self.source, &params);
        let written = self.written(&keys, &params)?;
        Ok(Tracing {
            written,
            width: self.pixels.width,
            height: self.pixels.height,
            timings: self.timings,
            reused: Stage::ALL
                .into_iter()
                .filter(|s| *s != Stage::Decode && !self.ran[*s as usize])
                .collect(),
            preset,
        })
    }

    fn params(&self, request: &Request, preset: Preset) -> Params {
        enlarged::for_size(request.resolve(preset), self.pixels.width, self.pixels.height)
    }

    /// Looks at the picture where the caller left the choice to us.
    fn choose(&mut self, request: &Request) -> Result<Chosen> {
        if request.preset() != Preset::Auto {
            return Ok(Chosen { preset: request.preset(), reason: String::from("You chose it.") });
        }
        // What the picture is like does not depend on any dial after `prepare`.
        let params = self.params(request, Preset::Auto);
        let keys = Keys::new(self.source, &params);
        let enlarges = params.engine == Engine::Pathloom;
        let key = keys.canvas.and(if enlarges { "classify" } else { "classify, to be traced as it is" });
        let class = match self.cache.get::<Classification>(key) {
            Some(class) => class,
            None => {
                let canvas = self.canvas(&keys, &params)?;
                let class = Arc::new(segment::classify(&canvas, enlarges, &self.ctx)?);
                self.cache.put(key, &class, size_of::<Classification>() + class.reason.len(), None);
                self.looked_at = Some((keys.canvas, canvas));
                class
            }
        };
        Ok(Chosen { preset: preset_for(class.kind), reason: class.reason.clone() })
    }

    fn written(&mut self, keys: &Keys, params: &Params) -> Result<Arc<Written>> {
        if let Some(found) = self.cache.get(keys.written) {
            return Ok(found);
        }
        let shapes = self.shapes(keys, params)?;
        self.stage(
            Stage::Write,
            keys.written,
            Kept::All,
            |written: &Written| written.svg.len(),
            |ctx| write::run(&shapes, &params.write, ctx),
        )
    }

    fn shapes(&mut self, keys: &Keys, params: &Params) -> Result<Arc<Shapes>> {
        if let Some(found) = self.cache.get(keys.shapes) {
            return Ok(found);
        }
        let outlines = self.outlines(keys, params)?;
        let size = (self.pixels.width, self.pixels.height);
        self.stage(Stage::Fit, keys.shapes, Kept::LastFew, Shapes::byte_len, |ctx| match &*outlines {
            #[cfg(feature = "tracer")]
            Traced::Outlines(outlines) => fit::run(outlines, size, &params.fit, ctx),
            #[cfg(feature = "vtracer")]
            Traced::Vtracer(masks) => {
                fit::vtracer::run(masks, size, &params.trace, &params.fit, &params.vtracer, ctx)
            }
        })
    }

    fn outlines(&mut self, keys: &Keys, params: &Params) -> Result<Arc<Traced>> {
        if let Some(found) = self.cache.get(keys.outlines) {
            return Ok(found);
        }
        let regions = self.regions(keys, params)?;
        self.stage(Stage::Trace, keys.outlines, Kept::LastFew, Traced::byte_len, |ctx| match &*regions {
            #[cfg(feature = "tracer")]
            Segmented::Regions(regions) => {
                trace::run(regions, &params.trace, ctx).map(|o| Traced::Outlines(Box::new(o)))
            }
            #[cfg(feature = "vtracer")]
            Segmented::Vtracer(masks) => ctx.check().map(|()| Traced::Vtracer(Arc::clone(masks))),
        })
    }

    fn regions(&mut self, keys: &Keys, params: &Params) -> Result<Arc<Segmented>> {
        if let Some(found) = self.cache.get(keys.regions) {
            return Ok(found);
        }
        let canvas = self.canvas(keys, params)?;
        match params.engine {
            #[cfg(feature = "tracer")]
            Engine::Pathloom => {
                let analysis = self.analysis(keys, params, &canvas)?;
                self.stage(Stage::Segment, keys.regions, Kept::LastFew, Segmented::byte_len, |ctx| {
                    Ok(Segmented::Regions(segment::cut(&canvas, &analysis, &params.segment, ctx)?))
                })
            }
            #[cfg(feature = "vtracer")]
            Engine::Vtracer => {
                self.stage(Stage::Segment, keys.regions, Kept::LastFew, Segmented::byte_len, |ctx| {
                    let masks = segment::vtracer::run(&canvas, &params.segment, &params.vtracer, ctx)?;
                    Ok(Segmented::Vtracer(Arc::new(masks)))
                })
            }
            #[cfg(not(all(feature = "tracer", feature = "vtracer")))]
            _ => Err(Error::new(
                ErrorKind::Unavailable,
                "This engine is not a part of this build of Pathloom.",
            )),
        }
    }

    /// The part of `segment` that its dials do not touch.
    #[cfg(feature = "tracer")]
    fn analysis(&mut self, keys: &Keys, params: &Params, canvas: &Canvas) -> Result<Arc<Analysis>> {
        if let Some(found) = self.cache.get(keys.analysis) {
            return Ok(found);
        }
        self.stage(Stage::Segment, keys.analysis, Kept::All, Analysis::byte_len, |ctx| {
            segment::analyse(canvas, &params.segment, ctx)
        })
    }

    fn canvas(&mut self, keys: &Keys, params: &Params) -> Result<Arc<Canvas>> {
        if let Some((key, canvas)) = self.looked_at.take()
            && key == keys.canvas
        {
            return Ok(canvas);
        }
        if let Some(found) = self.cache.get(keys.canvas) {
            return Ok(found);
        }
        let pixels = self.pixels;
        self.stage(Stage::Prepare, keys.canvas, Kept::All, Canvas::byte_len, |ctx| {
            prepare::run(pixels, &params.prepare, ctx)
        })
    }

    /// Runs a stage, times it, keeps its output.
    fn stage<T: Send + Sync + 'static>(
        &mut self,
        stage: Stage,
        key: Key,
        kept: Kept,
        byte_len: fn(&T) -> usize,
        run: impl FnOnce(&Context<'_>) -> Result<T>,
    ) -> Result<Arc<T>> {
        self.ctx.check()?;
        self.ctx.begin(stage);
        let started = (self.clock)();
        let output = Arc::new(run(&self.ctx)?);
        self.timings[stage as usize] += (self.clock)() - started;
        self.ran[stage as usize] = true;
        let series = (kept == Kept::LastFew).then(|| self.source.and(&("series", stage)));
        self.cache.put(key, &output, byte_len(&output), series);
        Ok(output)
    }
}

/// How many outputs of a stage are kept for one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// All that there is room for: they are small, or dear.
    All,
    /// Those that a dial may still go on from.
    LastFew,
}

/// The keys of all outputs, known before anything runs.
struct Keys {
    canvas: Key,
    #[cfg(feature = "tracer")]
    analysis: Key,
    regions: Key,
    outlines: Key,
    shapes: Key,
    written: Key,
}

impl Keys {
    fn new(source: Key, params: &Params) -> Self {
        // VTracer's dials matter only to VTracer.
        let vtracer = (params.engine == Engine::Vtracer).then_some(&params.vtracer);
        let canvas = source.and(&(Stage::Prepare, VERSION, &params.prepare));
        #[cfg(feature = "tracer")]
        let analysis = canvas.and(&("analyse", VERSION, AnalysisParams::of(&params.segment)));
        let regions = canvas.and(&(Stage::Segment, VERSION, params.engine, &params.segment, vtracer));
        let outlines = regions.and(&(Stage::Trace, VERSION, &params.trace));
        let shapes = outlines.and(&(Stage::Fit, VERSION, &params.fit));
        let written = shapes.and(&(Stage::Write, VERSION, &params.write));
        Self {
            canvas,
            #[cfg(feature = "tracer")]
            analysis,
            regions,
            outlines,
            shapes,
            written,
        }
    }
}

fn preset_for(kind: Kind) -> Preset {
    match kind {
        Kind::Logo => Preset::Logo,
        Kind::Illustration => Preset::Illustration,
        Kind::Photo => Preset::Photo,
        Kind::LineArt => Preset::LineArt,
        Kind::PixelArt => Preset::PixelArt,
    }
}
