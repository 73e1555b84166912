import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { componentName, gzipped, pngSize, toDataUrl, toJsx } from '../src/results/formats';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1" viewBox="0 0 20 10"><title>a &lt;b&gt; {c} 100 % it’s</title>' +
  '<defs><linearGradient id="g1"><stop offset=".5" stop-color="#fff" stop-opacity=".5"/></linearGradient></defs>' +
  '<g fill="none" stroke-width="2"><path stroke="#0a0" d="m1-2 3.5.5"/></g>\n' +
  '<path fill="url(#g1)" fill-opacity=".2" d="m0 0z"/></svg>';

it('a packed drawing is the drawing', async () => {
  const packed = await gzipped(new Blob([svg]));
  expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(svg);
});

describe('a data URL', () => {
  it('holds the drawing, quotes apart', () => {
    const [head, body = ''] = toDataUrl(svg).split(/,(.*)/s);
    expect(head).toBe('data:image/svg+xml');
    expect(decodeURIComponent(body)).toBe(svg.replaceAll('"', "'"));
  });

  it('needs no escaping in an attribute or in CSS', () => {
    expect(toDataUrl(svg)).not.toMatch(/["#<>()\n\\]/);
  });
});

describe('JSX', () => {
  it('names attributes as React does and keeps the rest', () => {
    const jsx = toJsx(svg, 'my boat');
    expect(jsx).toMatch(/^export default function MyBoat\(props\) \{/);
    expect(jsx).toContain('viewBox="0 0 20 10" {...props}>');
    expect(jsx).toContain('<stop offset=".5" stopColor="#fff" stopOpacity=".5"/>');
    expect(jsx).toContain('<g fill="none" strokeWidth="2"><path stroke="#0a0" d="m1-2 3.5.5"/></g>');
    expect(jsx).toContain(`<title>a &lt;b&gt; {'{'}c{'}'} 100 % it’s</title>`);
    expect(jsx).not.toMatch(/ [a-z]+-[a-z]+="/);
  });

  it('is called by a name that JavaScript takes', () => {
    expect(componentName('loom')).toBe('Loom');
    expect(componentName('2 boats')).toBe('Drawing2Boats');
    expect(componentName('über-uns.final')).toBe('UberUnsFinal'.replace('Uber', componentName('über')));
    expect(componentName('写真')).toBe('Drawing');
  });
});

it('a PNG keeps the proportions, and is refused where no browser could draw it', () => {
  const drawing = { width: 300, height: 200 };
  expect(pngSize(drawing, 1200)).toEqual({ width: 1200, height: 800 });
  expect(pngSize({ width: 10_000, height: 1 }, 20)).toEqual({ width: 20, height: 1 });
  for (const width of [0, Number.NaN, 20_000]) expect(pngSize(drawing, width)).toBeNull();
  expect(pngSize({ width: 10, height: 10 }, 16_000)).toBeNull();
});
