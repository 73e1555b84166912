// Made from src/params by `UPDATE=1 cargo test --test native generated`. Do not edit.

/** A colour: `#rgb`, `#rrggbb` or `#rrggbbaa`. */
export type Color = string;

/** The name of a preset. */
export type Preset = 'auto' | 'logo' | 'illustration' | 'photo' | 'line-art' | 'pixel-art' | 'bw' | 'poster';

/** For the stage `prepare`. */
export interface PrepareParams {
  /**
   * Larger pictures are scaled down to this many pixels.
   *
   * Whole, 1024–64000000 px.
   * @defaultValue `16777216`
   */
  maxPixels?: number | undefined;
  /**
   * Smaller pictures are traced at up to four times their size, so that their outlines become smooth.
   *
   * Whole, 0–262144 px.
   * @defaultValue `0`
   */
  minPixels?: number | undefined;
  /**
   * Smooths grain and JPEG noise while edges stay sharp.
   *
   * Whole, 0–100 %.
   * @defaultValue `0`
   */
  denoise?: number | undefined;
  /**
   * Puts the picture on this colour; without one, transparency is kept.
   *
   * Opaque.
   * @defaultValue `null`
   */
  matte?: Color | null | undefined;
}

/** For the stage `segment`. */
export interface SegmentParams {
  /**
   * How the picture is divided into shapes.
   *
   * - `regions`: Pixels that belong together; for everything in colour
   * - `threshold`: Black and white
   * - `exact`: Every pixel keeps its colour; for pixel art and screenshots
   *
   * @defaultValue `'regions'`
   */
  method?: 'regions' | 'threshold' | 'exact' | undefined;
  /**
   * From a few large shapes to every nuance.
   *
   * 0–100 %.
   * Has an effect only with `segment.method` `regions`.
   * @defaultValue `60`
   */
  detail?: number | undefined;
  /**
   * Specks smaller than this many pixels are taken away.
   *
   * Whole, 0–100000 px.
   * Has an effect only with `segment.method` `regions` or `threshold`.
   * @defaultValue `4`
   */
  minArea?: number | undefined;
  /**
   * Exactly this many colours; 0 takes as many as the picture needs. A palette goes before it.
   *
   * Whole, 0–1024.
   * @defaultValue `0`
   */
  maxColors?: number | undefined;
  /**
   * Only these colours; empty takes the picture's own.
   *
   * At most 256 colours.
   * @defaultValue `[]`
   */
  palette?: readonly Color[] | undefined;
  /**
   * Pairs of colours: the first of each becomes the second, and neighbours unite.
   *
   * At most 512 colours.
   * @defaultValue `[]`
   */
  recolor?: readonly Color[] | undefined;
  /**
   * Draws smooth colour changes as real gradients.
   *
   * Has an effect only with `segment.method` `regions`.
   * @defaultValue `true`
   */
  gradients?: boolean | undefined;
  /**
   * Takes pixels between two areas for their soft edge and draws it as curves. Off, edges keep a photo's roughness.
   *
   * Has an effect only with `segment.method` `regions`.
   * @defaultValue `true`
   */
  smoothEdges?: boolean | undefined;
  /**
   * How black is told from white.
   *
   * - `otsu`: Finds the best brightness by itself
   * - `fixed`: Uses the level you set
   * - `adaptive`: Follows uneven light, as in photographed paper
   *
   * Has an effect only with `segment.method` `threshold`.
   * @defaultValue `'otsu'`
   */
  threshold?: 'otsu' | 'fixed' | 'adaptive' | undefined;
  /**
   * Everything darker than this becomes black.
   *
   * Whole, 0–255.
   * Has an effect only with `segment.threshold` `fixed`.
   * @defaultValue `128`
   */
  level?: number | undefined;
}

/** For the stage `trace`. */
export interface TraceParams {
  /**
   * How shapes lie on each other.
   *
   * - `stacked`: Shapes run on under the ones above; simple to recolour
   * - `cutout`: Shapes meet like jigsaw pieces; for plotters and cutters
   *
   * @defaultValue `'stacked'`
   */
  layering?: 'stacked' | 'cutout' | undefined;
}

/** For the stage `fit`. */
export interface FitParams {
  /**
   * What outlines are made of.
   *
   * - `spline`: Smooth curves, straight lines, sharp corners
   * - `polygon`: Straight lines only
   * - `pixel`: The edges of the pixels themselves
   *
   * @defaultValue `'spline'`
   */
  shape?: 'spline' | 'polygon' | 'pixel' | undefined;
  /**
   * How far a curve may stray from the edge; more gives smoother, smaller drawings.
   *
   * 0.05–10 px.
   * Has an effect only with `fit.shape` `spline` or `polygon`.
   * @defaultValue `0.2`
   */
  tolerance?: number | undefined;
  /**
   * A turn sharper than this stays a corner; less keeps more corners.
   *
   * 0–180 °.
   * Has an effect only with `fit.shape` `spline`.
   * @defaultValue `22`
   */
  cornerAngle?: number | undefined;
}

/** For the stage `write`. */
export interface WriteParams {
  /**
   * Digits after the decimal point; fewer make smaller files.
   *
   * Whole, 0–4 decimals.
   * @defaultValue `1`
   */
  precision?: number | undefined;
  /**
   * 0 is easy to read, 1 compact, 2 smallest.
   *
   * Whole, 0–2.
   * @defaultValue `2`
   */
  minify?: number | undefined;
  /**
   * How shapes are put together in the file.
   *
   * - `none`: Neighbouring shapes of one colour share a path; smallest file
   * - `color`: A path for each shape, grouped by colour; easiest to edit
   *
   * @defaultValue `'none'`
   */
  group?: 'none' | 'color' | undefined;
  /**
   * A name for the drawing, read aloud by screen readers.
   *
   * At most 1000 characters, no line breaks.
   * @defaultValue `""`
   */
  title?: string | undefined;
}

/** VTracer's own dials, for `engine: 'vtracer'`. */
export interface VtracerParams {
  /**
   * Patches smaller than a square of this side are taken away.
   *
   * Whole, 0–128 px.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `4`
   */
  filterSpeckle?: number | undefined;
  /**
   * How exactly colours are told apart.
   *
   * Whole, 1–8 bits.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `6`
   */
  colorPrecision?: number | undefined;
  /**
   * How far apart the colours of two layers are.
   *
   * Whole, 0–255.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `16`
   */
  layerDifference?: number | undefined;
  /**
   * Turns smaller than this are smoothed.
   *
   * Whole, 0–180 °.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `60`
   */
  cornerThreshold?: number | undefined;
  /**
   * Longer pieces are divided before they are smoothed.
   *
   * 3.5–10 px.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `4`
   */
  lengthThreshold?: number | undefined;
  /**
   * A curve that turns by more than this is cut in two.
   *
   * Whole, 0–180 °.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `45`
   */
  spliceThreshold?: number | undefined;
  /**
   * How far refitted curves may stray; 0 leaves them as they are.
   *
   * 0–10 px.
   * Has an effect only with `engine` `vtracer`.
   * @defaultValue `0`
   */
  simplify?: number | undefined;
}

/**
 * What to ask for. Everything may be left out: the preset's value holds then, or else the default.
 */
export interface Params {
  /**
   * Where to start from.
   *
   * - `auto`: Looks at the picture and takes the preset that suits it.
   * - `logo`: Logos and icons: exact edges, few points, real gradients.
   * - `illustration`: Drawings with many colours and soft shading.
   * - `photo`: Photographs: many small shapes, smooth parts as gradients.
   * - `line-art`: Ink, pencil and scanned text as black shapes.
   * - `pixel-art`: Sprites and screenshots, pixel for pixel.
   * - `bw`: VTracer's bw: everything darker than middle grey becomes black.
   * - `poster`: VTracer's poster: flat steps of colour without specks.
   *
   * @defaultValue `'auto'`
   */
  preset?: Preset | undefined;
  /**
   * Who does the tracing.
   *
   * - `pathloom`: Pathloom's own engine
   * - `vtracer`: VTracer 1.0, for its exact output
   *
   * @defaultValue `'pathloom'`
   */
  engine?: 'pathloom' | 'vtracer' | undefined;
  prepare?: PrepareParams | undefined;
  segment?: SegmentParams | undefined;
  trace?: TraceParams | undefined;
  fit?: FitParams | undefined;
  write?: WriteParams | undefined;
  vtracer?: VtracerParams | undefined;
}

/** A value of a parameter, as it stands in {@link Params}. */
export type ParamValue = null | boolean | number | string | readonly string[];

/** An allowed value of a choice. */
export interface SchemaChoice {
  readonly value: string;
  /** One line. */
  readonly help: string;
}

/** One parameter. */
export interface SchemaField {
  /** Full name: `segment.minArea`. */
  readonly name: string;
  /** Where it stands in {@link Params}: `['segment', 'minArea']`. */
  readonly path: readonly string[];
  /** As the command line spells it: `segment.min_area`. */
  readonly rustName: string;
  /** The first stage that a change re-runs. */
  readonly stage: 'decode' | 'prepare' | 'segment' | 'trace' | 'fit' | 'write';
  readonly type: 'integer' | 'number' | 'boolean' | 'enum' | 'string' | 'color' | 'color-list';
  /** What a number counts; empty for nothing. */
  readonly unit: 'px' | '%' | '°' | 'decimals' | 'bits' | '';
  /** Least value of a number. */
  readonly min: number | null;
  /** Greatest value of a number. */
  readonly max: number | null;
  /** Where a slider may end; greater values up to `max` can be typed. */
  readonly softMax: number | null;
  /** A slider's step; values between steps are allowed. */
  readonly step: number | null;
  /** Most characters of a text, most items of a list. */
  readonly maxLength: number | null;
  /** What an enum allows. */
  readonly choices: readonly SchemaChoice[];
  /** Whether `null` is allowed. */
  readonly nullable: boolean;
  readonly default: ParamValue;
  /** The field, and its values, without which this one has no effect. */
  readonly onlyFor: { readonly field: string; readonly values: readonly string[] } | null;
  /** One line for a person in front of a dial. */
  readonly help: string;
  /** Not needed on most days. */
  readonly advanced: boolean;
}

/** A starting point for a kind of picture. */
export interface SchemaPreset {
  readonly name: Preset;
  readonly title: string;
  /** One line. */
  readonly help: string;
  /** What it sets, in the shape of {@link Params}. */
  readonly values: Params;
}

/** The table of parameters. */
export interface Schema {
  readonly version: number;
  readonly presets: readonly SchemaPreset[];
  readonly fields: readonly SchemaField[];
}

/** The table of parameters: everything that a page needs to build its controls. */
export const SCHEMA: Schema = {
  "version": 1,
  "presets": [
    {
      "name": "auto",
      "title": "Auto",
      "help": "Looks at the picture and takes the preset that suits it.",
      "values": {}
    },
    {
      "name": "logo",
      "title": "Logo",
      "help": "Logos and icons: exact edges, few points, real gradients.",
      "values": {
        "segment": {
          "gradients": true,
          "minArea": 2
        },
        "fit": {
          "tolerance": 0.2
        }
      }
    },
    {
      "name": "illustration",
      "title": "Illustration",
      "help": "Drawings with many colours and soft shading.",
      "values": {
        "prepare": {
          "minPixels": 16384
        },
        "segment": {
          "gradients": true,
          "minArea": 8
        },
        "fit": {
          "tolerance": 0.3
        }
      }
    },
    {
      "name": "photo",
      "title": "Photo",
      "help": "Photographs: many small shapes, smooth parts as gradients.",
      "values": {
        "segment": {
          "detail": 60.5,
          "gradients": true,
          "minArea": 0,
          "smoothEdges": false
        },
        "fit": {
          "tolerance": 0.4
        },
        "vtracer": {
          "colorPrecision": 8,
          "cornerThreshold": 180,
          "filterSpeckle": 10,
          "layerDifference": 48
        }
      }
    },
    {
      "name": "line-art",
      "title": "Line art",
      "help": "Ink, pencil and scanned text as black shapes.",
      "values": {
        "segment": {
          "method": "threshold",
          "minArea": 2,
          "threshold": "adaptive"
        },
        "fit": {
          "tolerance": 0.3
        }
      }
    },
    {
      "name": "pixel-art",
      "title": "Pixel art",
      "help": "Sprites and screenshots, pixel for pixel.",
      "values": {
        "segment": {
          "method": "exact"
        },
        "fit": {
          "shape": "pixel"
        },
        "write": {
          "precision": 0
        }
      }
    },
    {
      "name": "bw",
      "title": "Black and white",
      "help": "VTracer's bw: everything darker than middle grey becomes black.",
      "values": {
        "segment": {
          "level": 128,
          "method": "threshold",
          "minArea": 16,
          "threshold": "fixed"
        },
        "fit": {
          "tolerance": 0.3
        }
      }
    },
    {
      "name": "poster",
      "title": "Poster",
      "help": "VTracer's poster: flat steps of colour without specks.",
      "values": {
        "segment": {
          "detail": 55.0,
          "gradients": false,
          "minArea": 16
        },
        "fit": {
          "tolerance": 0.4
        },
        "vtracer": {
          "colorPrecision": 8
        }
      }
    }
  ],
  "fields": [
    {
      "name": "engine",
      "path": [
        "engine"
      ],
      "rustName": "engine",
      "stage": "segment",
      "type": "enum",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [
        {
          "value": "pathloom",
          "help": "Pathloom's own engine"
        },
        {
          "value": "vtracer",
          "help": "VTracer 1.0, for its exact output"
        }
      ],
      "nullable": false,
      "default": "pathloom",
      "onlyFor": null,
      "help": "Who does the tracing.",
      "advanced": true
    },
    {
      "name": "prepare.maxPixels",
      "path": [
        "prepare",
        "maxPixels"
      ],
      "rustName": "prepare.max_pixels",
      "stage": "prepare",
      "type": "integer",
      "unit": "px",
      "min": 1024,
      "max": 64000000,
      "softMax": 64000000,
      "step": 1024,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 16777216,
      "onlyFor": null,
      "help": "Larger pictures are scaled down to this many pixels.",
      "advanced": true
    },
    {
      "name": "prepare.minPixels",
      "path": [
        "prepare",
        "minPixels"
      ],
      "rustName": "prepare.min_pixels",
      "stage": "prepare",
      "type": "integer",
      "unit": "px",
      "min": 0,
      "max": 262144,
      "softMax": 65536,
      "step": 1024,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 0,
      "onlyFor": null,
      "help": "Smaller pictures are traced at up to four times their size, so that their outlines become smooth.",
      "advanced": true
    },
    {
      "name": "prepare.denoise",
      "path": [
        "prepare",
        "denoise"
      ],
      "rustName": "prepare.denoise",
      "stage": "prepare",
      "type": "integer",
      "unit": "%",
      "min": 0,
      "max": 100,
      "softMax": 100,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 0,
      "onlyFor": null,
      "help": "Smooths grain and JPEG noise while edges stay sharp.",
      "advanced": false
    },
    {
      "name": "prepare.matte",
      "path": [
        "prepare",
        "matte"
      ],
      "rustName": "prepare.matte",
      "stage": "prepare",
      "type": "color",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [],
      "nullable": true,
      "default": null,
      "onlyFor": null,
      "help": "Puts the picture on this colour; without one, transparency is kept.",
      "advanced": true
    },
    {
      "name": "segment.method",
      "path": [
        "segment",
        "method"
      ],
      "rustName": "segment.method",
      "stage": "segment",
      "type": "enum",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [
        {
          "value": "regions",
          "help": "Pixels that belong together; for everything in colour"
        },
        {
          "value": "threshold",
          "help": "Black and white"
        },
        {
          "value": "exact",
          "help": "Every pixel keeps its colour; for pixel art and screenshots"
        }
      ],
      "nullable": false,
      "default": "regions",
      "onlyFor": null,
      "help": "How the picture is divided into shapes.",
      "advanced": false
    },
    {
      "name": "segment.detail",
      "path": [
        "segment",
        "detail"
      ],
      "rustName": "segment.detail",
      "stage": "segment",
      "type": "number",
      "unit": "%",
      "min": 0.0,
      "max": 100.0,
      "softMax": 100.0,
      "step": 1.0,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 60.0,
      "onlyFor": {
        "field": "segment.method",
        "values": [
          "regions"
        ]
      },
      "help": "From a few large shapes to every nuance.",
      "advanced": false
    },
    {
      "name": "segment.minArea",
      "path": [
        "segment",
        "minArea"
      ],
      "rustName": "segment.min_area",
      "stage": "segment",
      "type": "integer",
      "unit": "px",
      "min": 0,
      "max": 100000,
      "softMax": 128,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 4,
      "onlyFor": {
        "field": "segment.method",
        "values": [
          "regions",
          "threshold"
        ]
      },
      "help": "Specks smaller than this many pixels are taken away.",
      "advanced": false
    },
    {
      "name": "segment.maxColors",
      "path": [
        "segment",
        "maxColors"
      ],
      "rustName": "segment.max_colors",
      "stage": "segment",
      "type": "integer",
      "unit": "",
      "min": 0,
      "max": 1024,
      "softMax": 64,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 0,
      "onlyFor": null,
      "help": "Exactly this many colours; 0 takes as many as the picture needs. A palette goes before it.",
      "advanced": false
    },
    {
      "name": "segment.palette",
      "path": [
        "segment",
        "palette"
      ],
      "rustName": "segment.palette",
      "stage": "segment",
      "type": "color-list",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": 256,
      "choices": [],
      "nullable": false,
      "default": [],
      "onlyFor": null,
      "help": "Only these colours; empty takes the picture's own.",
      "advanced": false
    },
    {
      "name": "segment.recolor",
      "path": [
        "segment",
        "recolor"
      ],
      "rustName": "segment.recolor",
      "stage": "segment",
      "type": "color-list",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": 512,
      "choices": [],
      "nullable": false,
      "default": [],
      "onlyFor": null,
      "help": "Pairs of colours: the first of each becomes the second, and neighbours unite.",
      "advanced": true
    },
    {
      "name": "segment.gradients",
      "path": [
        "segment",
        "gradients"
      ],
      "rustName": "segment.gradients",
      "stage": "segment",
      "type": "boolean",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": true,
      "onlyFor": {
        "field": "segment.method",
        "values": [
          "regions"
        ]
      },
      "help": "Draws smooth colour changes as real gradients.",
      "advanced": false
    },
    {
      "name": "segment.smoothEdges",
      "path": [
        "segment",
        "smoothEdges"
      ],
      "rustName": "segment.smooth_edges",
      "stage": "segment",
      "type": "boolean",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": true,
      "onlyFor": {
        "field": "segment.method",
        "values": [
          "regions"
        ]
      },
      "help": "Takes pixels between two areas for their soft edge and draws it as curves. Off, edges keep a photo's roughness.",
      "advanced": false
    },
    {
      "name": "segment.threshold",
      "path": [
        "segment",
        "threshold"
      ],
      "rustName": "segment.threshold",
      "stage": "segment",
      "type": "enum",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [
        {
          "value": "otsu",
          "help": "Finds the best brightness by itself"
        },
        {
          "value": "fixed",
          "help": "Uses the level you set"
        },
        {
          "value": "adaptive",
          "help": "Follows uneven light, as in photographed paper"
        }
      ],
      "nullable": false,
      "default": "otsu",
      "onlyFor": {
        "field": "segment.method",
        "values": [
          "threshold"
        ]
      },
      "help": "How black is told from white.",
      "advanced": false
    },
    {
      "name": "segment.level",
      "path": [
        "segment",
        "level"
      ],
      "rustName": "segment.level",
      "stage": "segment",
      "type": "integer",
      "unit": "",
      "min": 0,
      "max": 255,
      "softMax": 255,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 128,
      "onlyFor": {
        "field": "segment.threshold",
        "values": [
          "fixed"
        ]
      },
      "help": "Everything darker than this becomes black.",
      "advanced": false
    },
    {
      "name": "trace.layering",
      "path": [
        "trace",
        "layering"
      ],
      "rustName": "trace.layering",
      "stage": "trace",
      "type": "enum",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [
        {
          "value": "stacked",
          "help": "Shapes run on under the ones above; simple to recolour"
        },
        {
          "value": "cutout",
          "help": "Shapes meet like jigsaw pieces; for plotters and cutters"
        }
      ],
      "nullable": false,
      "default": "stacked",
      "onlyFor": null,
      "help": "How shapes lie on each other.",
      "advanced": true
    },
    {
      "name": "fit.shape",
      "path": [
        "fit",
        "shape"
      ],
      "rustName": "fit.shape",
      "stage": "fit",
      "type": "enum",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [
        {
          "value": "spline",
          "help": "Smooth curves, straight lines, sharp corners"
        },
        {
          "value": "polygon",
          "help": "Straight lines only"
        },
        {
          "value": "pixel",
          "help": "The edges of the pixels themselves"
        }
      ],
      "nullable": false,
      "default": "spline",
      "onlyFor": null,
      "help": "What outlines are made of.",
      "advanced": false
    },
    {
      "name": "fit.tolerance",
      "path": [
        "fit",
        "tolerance"
      ],
      "rustName": "fit.tolerance",
      "stage": "fit",
      "type": "number",
      "unit": "px",
      "min": 0.05,
      "max": 10.0,
      "softMax": 2.0,
      "step": 0.05,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 0.2,
      "onlyFor": {
        "field": "fit.shape",
        "values": [
          "spline",
          "polygon"
        ]
      },
      "help": "How far a curve may stray from the edge; more gives smoother, smaller drawings.",
      "advanced": false
    },
    {
      "name": "fit.cornerAngle",
      "path": [
        "fit",
        "cornerAngle"
      ],
      "rustName": "fit.corner_angle",
      "stage": "fit",
      "type": "number",
      "unit": "°",
      "min": 0.0,
      "max": 180.0,
      "softMax": 180.0,
      "step": 1.0,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 22.0,
      "onlyFor": {
        "field": "fit.shape",
        "values": [
          "spline"
        ]
      },
      "help": "A turn sharper than this stays a corner; less keeps more corners.",
      "advanced": false
    },
    {
      "name": "write.precision",
      "path": [
        "write",
        "precision"
      ],
      "rustName": "write.precision",
      "stage": "write",
      "type": "integer",
      "unit": "decimals",
      "min": 0,
      "max": 4,
      "softMax": 4,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 1,
      "onlyFor": null,
      "help": "Digits after the decimal point; fewer make smaller files.",
      "advanced": false
    },
    {
      "name": "write.minify",
      "path": [
        "write",
        "minify"
      ],
      "rustName": "write.minify",
      "stage": "write",
      "type": "integer",
      "unit": "",
      "min": 0,
      "max": 2,
      "softMax": 2,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 2,
      "onlyFor": null,
      "help": "0 is easy to read, 1 compact, 2 smallest.",
      "advanced": true
    },
    {
      "name": "write.group",
      "path": [
        "write",
        "group"
      ],
      "rustName": "write.group",
      "stage": "write",
      "type": "enum",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": null,
      "choices": [
        {
          "value": "none",
          "help": "Neighbouring shapes of one colour share a path; smallest file"
        },
        {
          "value": "color",
          "help": "A path for each shape, grouped by colour; easiest to edit"
        }
      ],
      "nullable": false,
      "default": "none",
      "onlyFor": null,
      "help": "How shapes are put together in the file.",
      "advanced": true
    },
    {
      "name": "write.title",
      "path": [
        "write",
        "title"
      ],
      "rustName": "write.title",
      "stage": "write",
      "type": "string",
      "unit": "",
      "min": null,
      "max": null,
      "softMax": null,
      "step": null,
      "maxLength": 1000,
      "choices": [],
      "nullable": false,
      "default": "",
      "onlyFor": null,
      "help": "A name for the drawing, read aloud by screen readers.",
      "advanced": true
    },
    {
      "name": "vtracer.filterSpeckle",
      "path": [
        "vtracer",
        "filterSpeckle"
      ],
      "rustName": "vtracer.filter_speckle",
      "stage": "segment",
      "type": "integer",
      "unit": "px",
      "min": 0,
      "max": 128,
      "softMax": 128,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 4,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "Patches smaller than a square of this side are taken away.",
      "advanced": true
    },
    {
      "name": "vtracer.colorPrecision",
      "path": [
        "vtracer",
        "colorPrecision"
      ],
      "rustName": "vtracer.color_precision",
      "stage": "segment",
      "type": "integer",
      "unit": "bits",
      "min": 1,
      "max": 8,
      "softMax": 8,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 6,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "How exactly colours are told apart.",
      "advanced": true
    },
    {
      "name": "vtracer.layerDifference",
      "path": [
        "vtracer",
        "layerDifference"
      ],
      "rustName": "vtracer.layer_difference",
      "stage": "segment",
      "type": "integer",
      "unit": "",
      "min": 0,
      "max": 255,
      "softMax": 128,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 16,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "How far apart the colours of two layers are.",
      "advanced": true
    },
    {
      "name": "vtracer.cornerThreshold",
      "path": [
        "vtracer",
        "cornerThreshold"
      ],
      "rustName": "vtracer.corner_threshold",
      "stage": "fit",
      "type": "integer",
      "unit": "°",
      "min": 0,
      "max": 180,
      "softMax": 180,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 60,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "Turns smaller than this are smoothed.",
      "advanced": true
    },
    {
      "name": "vtracer.lengthThreshold",
      "path": [
        "vtracer",
        "lengthThreshold"
      ],
      "rustName": "vtracer.length_threshold",
      "stage": "fit",
      "type": "number",
      "unit": "px",
      "min": 3.5,
      "max": 10.0,
      "softMax": 10.0,
      "step": 0.5,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 4.0,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "Longer pieces are divided before they are smoothed.",
      "advanced": true
    },
    {
      "name": "vtracer.spliceThreshold",
      "path": [
        "vtracer",
        "spliceThreshold"
      ],
      "rustName": "vtracer.splice_threshold",
      "stage": "fit",
      "type": "integer",
      "unit": "°",
      "min": 0,
      "max": 180,
      "softMax": 180,
      "step": 1,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 45,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "A curve that turns by more than this is cut in two.",
      "advanced": true
    },
    {
      "name": "vtracer.simplify",
      "path": [
        "vtracer",
        "simplify"
      ],
      "rustName": "vtracer.simplify",
      "stage": "fit",
      "type": "number",
      "unit": "px",
      "min": 0.0,
      "max": 10.0,
      "softMax": 2.0,
      "step": 0.05,
      "maxLength": null,
      "choices": [],
      "nullable": false,
      "default": 0.0,
      "onlyFor": {
        "field": "engine",
        "values": [
          "vtracer"
        ]
      },
      "help": "How far refitted curves may stray; 0 leaves them as they are.",
      "advanced": true
    }
  ]
};
