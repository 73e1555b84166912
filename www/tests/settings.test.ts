import { SCHEMA } from 'pathloom';
import { describe, expect, it } from 'vitest';
import { fromFragment, fromText, toFragment } from '../src/state/link';
import { Parameters } from '../src/state/parameters.svelte.js';
import { differences, looksLikeSettings, type Settings, untouched } from '../src/state/settings';
import { fromJson, toJson, toSettings } from '../src/state/settings-json';

const settings: Settings = {
  preset: 'line-art',
  values: {
    'prepare.matte': '#00ff00',
    'segment.minArea': 12,
    'segment.palette': ['#ff0000', '#ffffff80'],
    'segment.gradients': false,
    'fit.tolerance': 0.35,
    'write.title': 'A & B = “C” #1 ünï',
  },
  recolor: [
    { from: '#aa0000', to: '#00aa00' },
    { from: '#000000', to: '#000000' },
  ],
};

const settled = ({ params, recolor }: { params: unknown; recolor: Settings['recolor'] }) =>
  toSettings(SCHEMA, params as object, recolor);

describe('settings', () => {
  it('come back from JSON', () => {
    expect(settled(fromJson(toJson(SCHEMA, settings)))).toEqual(settings);
  });

  it('come back from a link, which is short and readable', () => {
    const fragment = toFragment(SCHEMA, { ...settings, values: { ...settings.values, 'write.title': 'T' } });
    expect(fragment).toContain('s=line-art');
    expect(fragment).toContain('fit.tolerance=0.35');
    expect(fragment.length).toBeLessThan(220);
  });

  it('of every kind come back from a link', () => {
    const { 'write.title': title, ...rest } = settings.values;
    for (const value of ['plain', 'with & and = and “quotes”', ' spaces '])
      expect(
        settled(fromText(SCHEMA, `https://example.org/#${toFragment(SCHEMA, withTitle(value))}`)),
      ).toEqual(withTitle(value));
    expect(title).toBeDefined();

    function withTitle(value: string): Settings {
      return { ...settings, values: { ...rest, 'write.title': value } };
    }
  });

  it('say that nothing is set by “no colour”', () => {
    const none = { ...untouched, values: { 'prepare.matte': null } };
    expect(settled(fromText(SCHEMA, `#${toFragment(SCHEMA, none)}`))).toEqual(none);
  });

  it('name what differs', () => {
    expect(differences(settings, settings)).toEqual([]);
    expect(differences(settings, { ...settings, preset: 'bw', recolor: [] })).toEqual(['preset', 'recolor']);
    expect(differences(untouched, { ...untouched, values: { 'segment.palette': ['#fff'] } })).toEqual([
      'segment.palette',
    ]);
  });

  it('are put back as they were', () => {
    const parameters = new Parameters(SCHEMA);
    parameters.set('write.minify', 0);
    parameters.restore(settings);
    expect(parameters.settings).toEqual({
      ...settings,
      values: expect.objectContaining(settings.values),
    });
    expect(parameters.isSet('write.minify')).toBe(false);
    parameters.restore(untouched);
    expect(parameters.changed).toBe(false);
  });
});

describe('what comes from outside', () => {
  it('goes on to the engine as it is, where it is wrong', () => {
    expect(fromFragment(SCHEMA, '#s=photo&fit.tolerance=wide&no.such=1')?.params).toEqual({
      preset: 'photo',
      fit: { tolerance: 'wide' },
      no: { such: '1' },
    });
  });

  it('is refused when it is no settings at all', () => {
    for (const text of [
      '',
      'Dear diary',
      '[1, 2]',
      '{',
      '"text"',
      '#x=1',
      '{"recolor": {"#aa0000": "url(x)"}}',
    ])
      expect(() => fromText(SCHEMA, text), text).toThrow(SyntaxError);
    expect(() => fromText(SCHEMA, '#s=photo&recolor=aa0000-javascript')).toThrow(SyntaxError);
    expect(fromFragment(SCHEMA, '#elsewhere')).toBeNull();
  });

  it('touches no prototype', () => {
    fromText(SCHEMA, '#s=photo&__proto__.polluted=1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is told apart from other text', () => {
    expect(looksLikeSettings('{"preset": "logo"}')).toBe(true);
    expect(looksLikeSettings('https://example.org/#s=logo')).toBe(true);
    expect(looksLikeSettings('https://example.org/picture.png')).toBe(false);
  });
});
