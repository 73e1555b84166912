import { readFileSync } from 'node:fs';
import { type ErrorKind, SCHEMA } from 'pathloom';
import { describe, expect, it } from 'vitest';
import { de } from '../src/strings/de';
import { en } from '../src/strings/en';
import { preferred } from '../src/strings/language.svelte.js';
import { later as laterDe } from '../src/strings/later.de';

/** What people are told: the literals of a Rust source (tests left out) that read like a sentence or a request. */
function sentencesIn(source: string): string[] {
  const code = (source.split('#[cfg(test)]')[0] ?? '').replace(/^\s*\/\/.*$/gm, '');
  const literals = [...code.matchAll(/(?<!b)"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
  return literals.filter(
    (text) =>
      /^[A-Z{].* .*\.$/.test(text) ||
      /^(give|at most|that is|decoding it|mend|see|did you|an? |each of) ?/.test(text),
  );
}

/** A sentence as it is told: something stands where the source has a place for it. */
const filled = (sentence: string): string =>
  sentence
    .replaceAll(/\{\{|\}\}/g, '')
    .replaceAll(/\{[^}]*\}/g, '7')
    .replaceAll('\\"', '"');

describe('German', () => {
  it('says everything that the engine’s table says', () => {
    for (const field of SCHEMA.fields) {
      expect(laterDe.schema.fieldTitle(field.name), field.name).not.toBe(field.name);
      expect(laterDe.schema.fieldHelp(field), field.name).not.toBe(field.help);
      for (const choice of field.choices)
        expect(laterDe.schema.choiceHelp(field.name, choice), choice.value).not.toBe(choice.help);
    }
    for (const preset of SCHEMA.presets)
      expect(laterDe.schema.presetHelp(preset), preset.name).not.toBe(preset.help);
  });

  it('knows every sentence with which the engine explains itself, and keeps the figures', async () => {
    const sources = [
      'stages/segment/router',
      'stages/decode/failure',
      'stages/decode/mod',
      'limits',
      'params/read',
    ];
    const texts = sources.map((name) =>
      readFileSync(new URL(`../../src/${name}.rs`, import.meta.url), 'utf8'),
    );
    const found = texts.flatMap(sentencesIn);
    expect(found.length).toBeGreaterThan(30);
    expect(found.filter((sentence) => de.said(filled(sentence)) === filled(sentence))).toEqual([]);
    expect(de.said('72 % of it are areas of one colour, 9 % smooth ramps, with clean edges.')).toBe(
      '72 % davon sind einfarbige Flächen, 9 % weiche Verläufe, mit sauberen Kanten.',
    );
    expect(
      de.said('The picture is 9 × 8 px; at most 7 × 6 px are read. Scale it down and try again.'),
    ).toMatch(/9 × 8 px; höchstens 7 × 6 px werden/);
    expect(de.said('Nobody ever said this.')).toBe('Nobody ever said this.');
  });

  it('writes numbers its own way', () => {
    expect(de.format.count(12345)).toBe('12.345');
    expect(de.format.duration(3.25)).toMatch(/^3,[23] ms$/);
    expect(en.format.size(45_230)).toBe('45.2 kB');
  });
});

it('numbers and lists are written as the browser would write them', () => {
  for (const { format, locale } of [
    { format: en.format, locale: 'en-GB' },
    { format: de.format, locale: 'de' },
  ]) {
    const whole = new Intl.NumberFormat(locale);
    const rounded = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
    const list = new Intl.ListFormat(locale);
    for (let exponent = -9; exponent < 12; exponent += 1) {
      for (const digits of [1, 1.2, 1.23, 1.234, 1.2346, 1.001, 9.996, 9.9996, 5.04, -7.77]) {
        const value = digits * 10 ** exponent;
        expect(format.short(value), String(value)).toBe(rounded.format(value));
        expect(format.count(value).replace(/^-0$/, '0')).toBe(whole.format(value).replace(/^-0$/, '0'));
      }
    }
    expect(format.count(0)).toBe('0');
    expect(format.short(0)).toBe('0');
    for (const words of [[], ['a'], ['a', 'b'], ['a', 'b', 'c']])
      expect(format.list(words)).toBe(list.format(words));
  }
});

it('every kind of error says what to do, where the engine’s own words do not say it', () => {
  const engineSays = ['unsupported', 'malformed', 'truncated', 'too-large'];
  for (const [kind, { title, advice }] of Object.entries(de.errors)) {
    expect(title).not.toBe(en.errors[kind as ErrorKind].title);
    expect(Boolean(advice), kind).toBe(Boolean(en.errors[kind as ErrorKind].advice));
  }
  for (const [kind, { advice }] of Object.entries(en.errors))
    if (kind !== 'cancelled') expect(Boolean(advice), kind).toBe(!engineSays.includes(kind));
});

it('the browser’s first known language is taken, else English', () => {
  expect(preferred(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferred(['en-GB', 'de'])).toBe('en');
  expect(preferred(['ja'])).toBe('en');
  expect(preferred(['constructor'])).toBe('en');
});
