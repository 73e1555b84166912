/**
 * The raster worker's entry.
 *
 * It reads and paints a made-up drawing at once: a browser's first canvas, path and gradient take tens of
 * milliseconds to come, and code that has not run yet is slow, both of which the first picture would wait for.
 */
import { expose } from 'comlink';
import service from './service';

expose(service);

/** As many paths as the drawing of a photo's proxy has, as the engine writes them. */
function madeUp(): string {
  const path = (_: unknown, at: number): string => {
    const color = `#${(0x100000 + at * 4099).toString(16)}`;
    return `<path color="${color}" d="m${at % 32} ${at >> 5}h2.5l1.2 3.4-.7 1.1-2-.3c-1 2-2 1-3 .5l-1.1-2v-1.2z"/>`;
  };
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">' +
    '<g fill="currentColor" stroke="currentColor" stroke-width=".5" stroke-linejoin="round">' +
    `${Array.from({ length: 1000 }, path).join('')}</g></svg>`
  );
}

const size = { width: 32, height: 32 };

// Numbers of pictures and drawings begin at 1.
void service
  .read(0, madeUp(), size)
  .then(() => service.paintDrawing(0, { width: 512, height: 512, region: { x: 0, y: 0, ...size } }))
  .finally(() => service.forgetDrawing(0));
