import { beforeAll, describe, expect, it } from 'vitest';
import { read } from '../src/raster/document';
import { Nodes } from '../src/raster/nodes';

// What of a canvas is needed to read a drawing; painting it is tested in the browser.
beforeAll(() => {
  class Path2D {
    constructor(readonly data: string) {}
  }
  class DOMMatrix {
    constructor(readonly numbers: number[]) {}
  }
  Object.assign(globalThis, { Path2D, DOMMatrix });
});

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 200 100">${inside}</svg>`;

describe('an SVG as a list of things to paint', () => {
  it('has the extent of its coordinates, not of the picture', () => {
    expect(read(svg(''))?.box).toEqual({ x: 0, y: 0, width: 200, height: 100 });
    expect(read('<p>no drawing</p>')).toBeNull();
  });

  it('inherits from groups, and fills and strokes in the current colour', () => {
    const items = read(
      svg(
        '<title>a &lt;path&gt;</title><path d="m0 0h9z"/>' +
          '<g fill="currentColor" stroke="currentColor" stroke-linejoin="round" stroke-width=".6">' +
          '<path color="#123" d="m1 1h9z"/><path fill="#456" stroke="none" fill-opacity=".5" d="m2 2h9z"/></g>' +
          '<g fill="none" stroke-width="2"><path stroke="#789" d="m3 3h9"/></g>',
      ),
    )?.items;
    expect(
      items?.map(({ fill, stroke, strokeWidth, fillOpacity, roundJoins }) => ({
        fill,
        stroke,
        strokeWidth,
        fillOpacity,
        roundJoins,
      })),
    ).toEqual([
      { fill: '#000', stroke: null, strokeWidth: 1, fillOpacity: 1, roundJoins: false },
      { fill: '#123', stroke: '#123', strokeWidth: 0.6, fillOpacity: 1, roundJoins: true },
      { fill: '#456', stroke: null, strokeWidth: 0.6, fillOpacity: 0.5, roundJoins: true },
      { fill: null, stroke: '#789', strokeWidth: 2, fillOpacity: 1, roundJoins: false },
    ]);
  });

  it('knows how translucent an element is as a whole', () => {
    const items = read(
      svg('<g opacity=".5"><path d="m0 0h9z"/><path opacity=".4" d="m0 0h9z"/></g><path d="m0 0h9z"/>'),
    )?.items;
    expect(items?.map(({ opacity }) => opacity)).toEqual([0.5, 0.2, 1]);
  });

  it('knows both kinds of gradients, and paints nothing for one that is missing', () => {
    const items = read(
      svg(
        '<defs><linearGradient id="g1" gradientUnits="userSpaceOnUse" x1="1" y1="2" x2="3" y2="4">' +
          '<stop stop-color="#f00"/><stop offset="1" stop-color="#00f" stop-opacity=".5"/></linearGradient>' +
          '<radialGradient id="g2" cx="0" cy="0" r="1" gradientTransform="matrix(2 0 0 3 4 5)"><stop/></radialGradient>' +
          '</defs><path fill="url(#g1)" d="m0 0h1z"/><path fill="url(#g2)" d="m0 0h1z"/><path fill="url(#g9)" d="m0 0h1z"/>',
      ),
    )?.items;
    expect(items?.[0]?.fill).toMatchObject({
      kind: 'linear',
      at: [1, 2, 3, 4],
      matrix: null,
      stops: [
        { offset: 0, color: '#f00' },
        { offset: 1, color: 'color-mix(in srgb, #00f 50%, transparent)' },
      ],
    });
    expect(items?.[1]?.fill).toMatchObject({
      kind: 'radial',
      at: [0, 0, 1],
      matrix: { numbers: [2, 0, 0, 3, 4, 5] },
    });
    expect(items?.[2]?.fill).toBeNull();
  });

  it('is read with other quotes, line breaks and comments, too, as an archive may bring it', () => {
    const items = read(
      svg(
        '<g fill=\'red\'\n>\n<!-- <path d="m9 9"/> --><path\n d = \'m1 1h9z\' /></g><g fill="blue"/><path d="m2 2h9z"/>',
      ),
    )?.items;
    expect(items?.map(({ data, fill }) => [data, fill])).toEqual([
      ['m1 1h9z', 'red'],
      ['m2 2h9z', '#000'],
    ]);
  });
});

describe('the nodes of a drawing', () => {
  it('are where curves meet, once each, with the handles that bend them', async () => {
    const document = read(svg('<path d="m10 10h20v20q-5 5-10 0c-5-5-10-5-10-20z"/>'));
    if (!document) throw new Error('not read');
    const nodes = await Nodes.of(document);
    expect([...nodes.anchors]).toEqual([10, 10, 30, 10, 30, 30, 20, 30]);
    expect([...nodes.handles]).toEqual([
      ...[30, 30, 25, 35, 20, 30, 25, 35],
      ...[20, 30, 15, 25, 10, 10, 10, 25],
    ]);
  });
});
