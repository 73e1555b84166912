/** A finished SVG with what the page tells about it. */
import type { Params, VectorizeResult } from 'pathloom';

export class Drawing {
  /** What the engine was asked for. */
  readonly request: Params;
  readonly svg: string;
  /** The SVG in the engine's colours, before the person's. */
  readonly engineSvg: string;
  readonly blob: Blob;
  /** For `<img>`: markup from a picture is never put into the page itself. */
  readonly url: string;
  readonly stats: VectorizeResult['stats'];
  readonly timings: VectorizeResult['timings'];
  readonly reused: ReadonlySet<string>;
  readonly preset: VectorizeResult['preset'];
  /** Size after gzip, as a server would send it; null until it is known. */
  gzipBytes = $state<number | null>(null);

  /** `decodeMs` is given for the first drawing of a picture, which also paid for decoding it. */
  constructor(request: Params, result: VectorizeResult, decodeMs?: number, engineSvg = result.svg) {
    this.request = request;
    this.svg = result.svg;
    this.engineSvg = engineSvg;
    this.blob = new Blob([result.svg], { type: 'image/svg+xml' });
    this.url = URL.createObjectURL(this.blob);
    this.stats = result.stats;
    this.timings = decodeMs === undefined ? result.timings : { ...result.timings, decode: decodeMs };
    // Decoding happened when the picture was opened, so a later drawing's result knows nothing of it.
    this.reused = new Set(decodeMs === undefined ? ['decode', ...result.reused] : result.reused);
    this.preset = result.preset;
  }

  /** Fills in {@link gzipBytes}. */
  async measure(): Promise<void> {
    const packed = this.blob.stream().pipeThrough(new CompressionStream('gzip'));
    let bytes = 0;
    const count = new WritableStream<Uint8Array>({
      write: (chunk) => {
        bytes += chunk.byteLength;
      },
    });
    await packed.pipeTo(count);
    this.gzipBytes = bytes;
  }

  /** Gives the image address back. */
  release(): void {
    URL.revokeObjectURL(this.url);
  }
}
