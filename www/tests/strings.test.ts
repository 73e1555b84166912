import { type ErrorKind, SCHEMA, type SchemaPreset } from 'pathloom';
import { describe, expect, it } from 'vitest';
import { de } from '../src/strings/de';
import { en } from '../src/strings/en';
import { preferred } from '../src/strings/language.svelte.js';

describe('German', () => {
  it('says everything that the engine’s table says', () => {
    for (const field of SCHEMA.fields) {
      expect(de.schema.fieldTitle(field.name), field.name).not.toBe(field.name);
      expect(de.schema.fieldHelp(field), field.name).not.toBe(field.help);
      for (const choice of field.choices)
        expect(de.schema.choiceHelp(field.name, choice), choice.value).not.toBe(choice.help);
    }
    for (const preset of SCHEMA.presets)
      expect(de.schema.presetHelp(preset), preset.name).not.toBe(preset.help);
  });

  it('gives a reason for each preset that auto takes', () => {
    for (const name of ['logo', 'illustration', 'photo', 'line-art', 'pixel-art']) {
      const preset = SCHEMA.presets.find((each) => each.name === name) as SchemaPreset;
      expect(de.schema.reason(preset, 'English')).not.toBe('English');
    }
  });

  it('writes numbers its own way', () => {
    expect(de.format.count(12345)).toBe('12.345');
    expect(de.format.duration(3.25)).toMatch(/^3,[23] ms$/);
    expect(en.format.size(45_230)).toBe('45.2 kB');
  });
});

it('every kind of error says what to do, where the engine’s own words do not say it in this language', () => {
  const engineSays = ['unsupported', 'malformed', 'truncated', 'too-large'];
  for (const [kind, { title, advice }] of Object.entries(de.errors)) {
    expect(title).not.toBe(en.errors[kind as ErrorKind].title);
    if (kind !== 'cancelled') expect(advice, kind).toBeTruthy();
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
