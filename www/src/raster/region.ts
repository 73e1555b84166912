/** A part of a picture, in its pixels; may be fractional. */
export type Region = { x: number; y: number; width: number; height: number };
