/**
 * The raster worker's entry.
 *
 * It paints a trifle at once: a browser's first canvas, path and gradient take tens of milliseconds to come, which
 * the person's first picture would wait for.
 */
import { expose } from 'comlink';
import service from './service';

expose(service);

const trifle =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" viewBox="0 0 8 8"><g fill="currentColor" ' +
  'stroke="currentColor" stroke-width=".5"><path color="#123456" d="m1 1h6v6c-2 1-4 1-6 0z"/></g></svg>';
const size = { width: 8, height: 8 };

// Numbers of pictures and drawings begin at 1.
void service
  .read(0, trifle, size)
  .then(() => service.paintDrawing(0, { ...size, region: { x: 0, y: 0, ...size } }))
  .finally(() => service.forgetDrawing(0));
