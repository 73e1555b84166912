import { describe, expect, it } from 'vitest';
import { changesOf, matchRules, nearest, paintsOf, recolored, unites } from '../src/state/paints';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg"><title>red #fff</title>' +
  '<defs><linearGradient id="g1"><stop stop-color="#16917a"/><stop offset="1"/></linearGradient></defs>' +
  '<g fill="none" stroke-width="20"><path stroke="#fff" d="m0 0"/></g>' +
  '<path fill="red" d="m1 1"/><path d="m2 2"/><path fill="url(#g1)" d="m3 3"/>' +
  '<g fill="#16917a"><path d="m4 4"/><path d="m5 5"/></g>' +
  '<g fill="currentColor" stroke="currentColor"><path color="#abc" d="m6 6"/></g></svg>';

describe('the colours of a drawing', () => {
  it('are found in every attribute, as names, and where none is written', async () => {
    expect(await paintsOf(svg)).toEqual([
      { color: '#16917a', count: 2, inGradient: false },
      { color: '#000000', count: 2, inGradient: false },
      { color: '#ffffff', count: 1, inGradient: false },
      { color: '#ff0000', count: 1, inGradient: false },
      { color: '#aabbcc', count: 1, inGradient: false },
    ]);
    expect(await paintsOf('<stop stop-color="#abc"/><path fill="red"/>')).toEqual([
      { color: '#ff0000', count: 1, inGradient: false },
      { color: '#aabbcc', count: 1, inGradient: true },
    ]);
  });

  it('stay, to the byte, when none becomes another', async () => {
    expect(await recolored(svg, new Map([['#ff0000', '#ff0000']]))).toBe(svg);
  });

  it('are painted otherwise, black that is not written included', async () => {
    const painted = await recolored(
      svg,
      new Map([
        ['#000000', '#123456'],
        ['#ff0000', '#00ff00'],
        ['#16917a', '#777777'],
      ]),
    );
    expect(painted).toContain('<stop stop-color="#777777"/><stop stop-color="#123456" offset="1"/>');
    expect(painted).toContain('<path fill="#00ff00" d="m1 1"/><path fill="#123456" d="m2 2"/>');
    expect(painted).toContain('<g fill="#777777"><path d="m4 4"/><path d="m5 5"/></g>');
    expect(painted).toContain('<title>red #fff</title>');
    expect((await paintsOf(painted)).map(({ color }) => color)).not.toContain('#000000');
  });

  it('swap without running into each other', async () => {
    const painted = await recolored(
      '<path fill="red"/><path fill="#00f"/>',
      new Map([
        ['#ff0000', '#0000ff'],
        ['#0000ff', '#ff0000'],
      ]),
    );
    expect(painted).toBe('<path fill="#0000ff"/><path fill="#ff0000"/>');
  });
});

describe('colours that become one', () => {
  const unite = async (...rules: [string, string][]): Promise<boolean> => {
    const { paints, changes } = await changesOf(
      svg,
      rules.map(([from, to]) => ({ from, to })),
    );
    return unites(paints, changes);
  };

  it('are two of areas, not a colour that only looks otherwise, is held or is swapped', async () => {
    expect(await unite(['#ff0000', '#ffffff'])).toBe(true);
    expect(await unite(['#ff0000', '#00ff00'], ['#ffffff', '#00ff00'])).toBe(true);
    expect(await unite(['#ff0000', '#00ff00'])).toBe(false);
    expect(await unite(['#ff0000', '#ff0000'])).toBe(false);
    expect(await unite(['#ff0000', '#ffffff'], ['#ffffff', '#ff0000'])).toBe(false);
  });

  it('leave gradients to be painted', async () => {
    const painted = await recolored(svg, new Map([['#16917a', '#ffffff']]), true);
    expect(painted).toContain('<stop stop-color="#ffffff"/>');
    expect(painted).toContain('<g fill="#16917a">');
  });
});

describe('a rule', () => {
  it('follows a colour that tracing anew has moved a little', () => {
    const rule = { from: '#dd1122', to: '#dd1122' };
    expect(matchRules(['#e01020', '#ffffff'], [rule])).toEqual(new Map([['#e01020', rule]]));
  });

  it('does nothing once its colour is gone', () => {
    expect(matchRules(['#0000ff', '#ffffff'], [{ from: '#dd1122', to: '#00ff00' }])).toEqual(new Map());
  });

  it('does not take a colour that another rule names', () => {
    const rules = [
      { from: '#dd1122', to: '#00ff00' },
      { from: '#e01020', to: '#0000ff' },
    ];
    expect(matchRules(['#e01020'], rules)).toEqual(new Map([['#e01020', rules[1]]]));
  });
});

it('near is what looks near', () => {
  expect(nearest('#ff0000', ['#0000ff', '#ee2211', '#880000'])?.color).toBe('#ee2211');
  expect(nearest('#ff0000', [])).toBeNull();
});
