/** Opens a page that has imported the built package, and pictures for it to trace. */
import { expect, type Page } from '@playwright/test';
import type * as Pathloom from 'pathloom';

declare global {
  var pathloom: typeof Pathloom;
  var pictures: Pictures;
}

/** Pictures drawn in the page, so that each test sees what it traces. */
interface Pictures {
  /** A canvas with a blue disc and a red square on white. */
  canvas(size?: number): HTMLCanvasElement;
  /** The same as a file. */
  file(type?: string, size?: number): Promise<File>;
  /** Something that takes a while: smooth noise. */
  slow(size: number): ImageData;
  /** The error's kind, or `undefined` when the promise is kept. */
  kindOf(promise: Promise<unknown>): Promise<string | undefined>;
}

/** Loads the page, imports the package, and hears every warning of the console. */
export async function openPackage(page: Page, origin: string): Promise<string[]> {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await page.goto(`${origin}/blank/`);
  await page.evaluate(async () => {
    const address = '/package/index.js';
    globalThis.pathloom = await import(address);
    const canvas = (size = 96) => {
      const made = Object.assign(document.createElement('canvas'), { width: size, height: size });
      const context = made.getContext('2d') as CanvasRenderingContext2D;
      context.fillStyle = '#fff';
      context.fillRect(0, 0, size, size);
      context.fillStyle = '#1e66d0';
      context.beginPath();
      context.arc(size * 0.4, size * 0.4, size * 0.25, 0, 7);
      context.fill();
      context.fillStyle = '#d02030';
      context.fillRect(size * 0.5, size * 0.5, size * 0.4, size * 0.4);
      return made;
    };
    globalThis.pictures = {
      canvas,
      async file(type = 'image/png', size = 96) {
        const blob = await new Promise<Blob | null>((done) => canvas(size).toBlob(done, type, 0.9));
        return new File([blob as Blob], 'picture', { type });
      },
      slow(size) {
        const image = new ImageData(size, size);
        let seed = 1;
        const random = () => {
          seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
          return seed / 2 ** 32;
        };
        for (let at = 0; at < image.data.length; at += 4) {
          const x = (at / 4) % size;
          const y = Math.floor(at / 4 / size);
          const wave = 128 + 60 * Math.sin(x / 9) * Math.cos(y / 11);
          for (let channel = 0; channel < 3; channel += 1) image.data[at + channel] = wave + 60 * random();
          image.data[at + 3] = 255;
        }
        return image;
      },
      kindOf: (promise) =>
        promise.then(
          () => undefined,
          (error) => error.kind as string,
        ),
    };
  });
  return warnings;
}

/** What every drawing must be. */
export function expectDrawing(svg: string): void {
  expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toMatch(/<\/svg>\s*$/);
  expect(svg).toContain('<path');
  expect(svg).not.toMatch(/NaN|<script|\son[a-z]+=|href=/i);
}
