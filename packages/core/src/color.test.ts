import { expect, it } from 'vitest';
import { type ColorDescription, sampleColor } from './color.ts';
import { parsePixelFormat } from './pixel-format.ts';

const tagged: ColorDescription = {
  matrix: 'bt709',
  range: 'limited',
  chromaLocation: 'left',
  transfer: 'bt709',
  primaries: 'bt709',
};

it.each([
  ['yuv420p', 'bt709'],
  ['yuva444p10le', 'bt709'],
  ['gbrp', 'rgb'],
  ['gbrap16le', 'rgb'],
  ['gray', 'unknown'],
  ['gray16le', 'unknown'],
])('gives the samples of %s the matrix %s, and leaves the rest', (name, matrix) => {
  expect(sampleColor(tagged, parsePixelFormat(name)!)).toEqual({ ...tagged, matrix });
});
