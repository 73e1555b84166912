/** A picture that is open: in the engine, to be traced, and in the raster worker, to be looked at. */
import type { OpenImage } from 'pathloom';
import { type Look, newNumber, raster } from '../raster/raster';

export class Picture {
  /** Under which the raster worker knows it. */
  readonly number: number;
  readonly name: string;
  /** What was opened, byte for byte. */
  readonly file: File;
  readonly width: number;
  readonly height: number;
  /** The whole picture for the screen, small where it is large; null where the browser can't read it. */
  readonly bitmap: ImageBitmap | null;
  /** The picture in the engine; null while it is still decoded. */
  image: OpenImage | null = null;
  /** The small one in the engine, for previews; null where the picture is small itself. */
  proxy: OpenImage | null = null;

  constructor(
    name: string,
    file: File,
    size: { width: number; height: number },
    number = newNumber(),
    look?: Look | null,
  ) {
    this.number = number;
    this.name = name;
    this.file = file;
    this.width = size.width;
    this.height = size.height;
    this.bitmap = look?.bitmap ?? null;
  }

  get bytes(): number {
    return this.file.size;
  }

  close(): void {
    this.image?.close();
    this.proxy?.close();
    void raster().forgetPicture(this.number);
    // What is on the screen may still be drawn from it for a frame.
    setTimeout(() => this.bitmap?.close(), 1000);
  }
}
