/** How the page draws, apart from what: its own optimisation, which can be switched like the engine's. */
import { raster } from '../raster/raster';

class Display {
  /** Scale bitmaps on the graphics card; on by itself where there is one. */
  gpuPreview = $state(false);

  /** Finds out, and starts the raster worker by it, so that the first picture need not wait. */
  async begin(): Promise<void> {
    this.gpuPreview = await raster().hasGraphicsCard();
  }
}

export const display = new Display();
