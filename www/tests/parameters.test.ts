import { SCHEMA } from 'pathloom';
import { beforeEach, describe, expect, it } from 'vitest';
import { Parameters } from '../src/state/parameters.svelte.js';

let parameters: Parameters;
beforeEach(() => {
  parameters = new Parameters(SCHEMA);
});

describe('parameters', () => {
  it('start as nothing but a preset', () => {
    expect(parameters.request).toEqual({ preset: 'auto' });
    expect(parameters.changed).toBe(false);
  });

  it('show what auto chose, and do not ask for it', () => {
    parameters.chosen = 'pixel-art';
    expect(parameters.get('fit.shape')).toBe('pixel');
    expect(parameters.request).toEqual({ preset: 'auto' });
  });

  it('forget a value that is turned back to its base', () => {
    const before = parameters.get('write.precision');
    parameters.set('write.precision', 3);
    expect(parameters.request).toEqual({ preset: 'auto', write: { precision: 3 } });
    parameters.set('write.precision', before);
    expect(parameters.request).toEqual({ preset: 'auto' });
  });

  it('make equal requests whatever the order of setting', () => {
    const other = new Parameters(SCHEMA);
    parameters.set('fit.tolerance', 1);
    parameters.set('segment.detail', 10);
    other.set('segment.detail', 10);
    other.set('fit.tolerance', 1);
    expect(JSON.stringify(parameters.request)).toBe(JSON.stringify(other.request));
  });

  it('take from a picked preset what presets decide, and keep the rest', () => {
    parameters.set('fit.tolerance', 2);
    parameters.set('write.title', 'Boat');
    parameters.pick('logo');
    expect(parameters.request).toEqual({ preset: 'logo', write: { title: 'Boat' } });
  });

  it('reset one dial or all', () => {
    parameters.set('fit.tolerance', 1);
    parameters.set('segment.detail', 10);
    parameters.reset('fit.tolerance');
    expect(parameters.isSet('fit.tolerance')).toBe(false);
    parameters.resetAll();
    expect(parameters.changed).toBe(false);
  });

  it('ignore names that the schema does not have', () => {
    parameters.set('fit.nonsense', 1);
    expect(parameters.request).toEqual({ preset: 'auto' });
  });
});
