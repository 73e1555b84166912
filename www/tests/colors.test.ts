import { describe, expect, it } from 'vitest';
import { opaqueHex, parseColor, parseColors } from '../src/ui/colors';

describe('colours', () => {
  it('are read with or without a hash, and nothing else is', () => {
    expect(parseColor(' E63946 ')).toBe('#e63946');
    expect(parseColor('#abc')).toBe('#abc');
    expect(parseColor('#12345678')).toBe('#12345678');
    for (const text of ['', '#12', 'red', '#12345', '#gggggg']) expect(parseColor(text)).toBeNull();
  });

  it('become a palette from any list', () => {
    expect(parseColors('#1d3557, e63946; #fff\n#a8dadc80')).toEqual([
      '#1d3557',
      '#e63946',
      '#fff',
      '#a8dadc80',
    ]);
  });

  it('lose their alpha for a colour input', () => {
    expect(opaqueHex('#abc')).toBe('#aabbcc');
    expect(opaqueHex('#11223344')).toBe('#112233');
  });
});
