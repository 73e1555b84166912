import { describe, expect, it } from 'vitest';
import { readPalette } from '../src/controls/palette/files';

const read = (text: string) => readPalette(new TextEncoder().encode(text)).colors;

/** An ASE file as Adobe's programs write it: a group around colours. */
function ase(colors: [model: string, channels: number[]][]): Uint8Array {
  const bytes: number[] = [...'ASEF'].map((letter) => letter.charCodeAt(0));
  const u16 = (value: number) => bytes.push(value >> 8, value & 255);
  const u32 = (value: number) => {
    u16(value >>> 16);
    u16(value & 65535);
  };
  const float = (value: number) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    bytes.push(...new Uint8Array(view.buffer));
  };
  const name = (text: string) => {
    u16(text.length + 1);
    for (const letter of text) u16(letter.charCodeAt(0));
    u16(0);
  };
  u32(0x00010000);
  u32(colors.length + 2);
  u16(0xc001);
  u32(2 + 2 * 6);
  name('Group');
  for (const [model, channels] of colors) {
    u16(1);
    u32(2 + 2 * 5 + 4 + 4 * channels.length + 2);
    name('Name');
    bytes.push(...[...model].map((letter) => letter.charCodeAt(0)));
    channels.forEach(float);
    u16(2);
  }
  u16(0xc002);
  u32(0);
  return new Uint8Array(bytes);
}

describe('palettes', () => {
  it('from GIMP', () => {
    expect(
      read(
        'GIMP Palette\nName: Boat\nColumns: 4\n# made by hand\n255   0   0\tRed\n  0 128 255 Sky 12\n0 0 0\n',
      ),
    ).toEqual(['#ff0000', '#0080ff', '#000000']);
  });

  it('from Adobe, in every colour model', () => {
    const file = ase([
      ['RGB ', [1, 0.5, 0]],
      ['Gray', [0.5]],
      ['CMYK', [0, 1, 1, 0]],
      ['LAB ', [1, 0, 0]],
    ]);
    expect(readPalette(file).colors).toEqual(['#ff8000', '#808080', '#ff0000', '#ffffff']);
  });

  it('as a list of hex codes, one way or another', () => {
    expect(read('ff0000\n00FF00\n#00f\n#11223344')).toEqual(['#ff0000', '#00ff00', '#0000ff', '#11223344']);
    expect(read('; Paint.NET palette\n; add 123456\nFF102030\n80aabbcc\n')).toEqual(['#102030', '#aabbcc80']);
  });

  it('hold each colour once, and at most 256', () => {
    const many = Array.from({ length: 300 }, (_, at) => at.toString(16).padStart(6, '0')).join('\n');
    const { colors, dropped } = readPalette(new TextEncoder().encode(`${many}\n${many}`));
    expect(colors).toHaveLength(256);
    expect(dropped).toBe(44);
  });

  it('without a colour are refused, and so is half a file', () => {
    expect(() => read('Dear diary, a bad dad did add.')).toThrow(SyntaxError);
    expect(() => read('GIMP Palette\n999 0 0 Loud\n')).toThrow(SyntaxError);
    expect(() => readPalette(ase([['RGB ', [1, 0, 0]]]).subarray(0, 40))).toThrow(SyntaxError);
    expect(() => readPalette(new Uint8Array())).toThrow(SyntaxError);
  });
});
