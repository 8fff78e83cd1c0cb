import sharp from 'sharp';
import { expect, it } from 'vitest';
import { strokeGlyphs } from './stroke-glyphs.ts';
import { drawableText, fittingText, strokeText, strokeTextWidth } from './stroke-text.ts';

const printableAscii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

/** Draws a character large, and gives its pixels. */
async function pixelsOf(character: string): Promise<Buffer> {
  const text = strokeText(character, { x: 8, y: 40, size: 30, color: '#fff' });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="56"><rect width="48" height="56"/>${text}</svg>`;
  return sharp(Buffer.from(svg)).greyscale().raw().toBuffer();
}

it('has strokes for all of ASCII, and no two letters or digits that look the same', async () => {
  for (const character of printableAscii) expect(strokeGlyphs.has(character), character).toBe(true);
  const drawn = new Map<string, string>();
  for (const character of printableAscii.filter(candidate => /[0-9A-Za-z]/.test(candidate))) {
    const pixels = await pixelsOf(character);
    expect(pixels.some(value => value > 200)).toBe(true);
    const same = drawn.get(pixels.toString('base64'));
    expect(same, `${character} looks like ${same}`).toBeUndefined();
    drawn.set(pixels.toString('base64'), character);
  }
});

it('ends where it is told to', () => {
  const width = strokeTextWidth('0:12.345', 12);
  expect(strokeText('0:12.345', { x: 100, y: 0, size: 12, color: '#fff', anchor: 'end' })).toContain(
    `translate(${Number((100 - width).toFixed(3))} -12)`,
  );
  expect(strokeTextWidth('', 12)).toBe(0);
});

it('takes accents off, and leaves a text out that is in another script', () => {
  expect(drawableText('Été à Zürich.mp4')).toBe('Ete a Zurich.mp4');
  expect(drawableText('夏休みの動画.mp4')).toBe('');
  expect(drawableText('clip (夏).mp4')).toBe('clip (夏).mp4');
});

it('cuts a long text in its middle', () => {
  const text = 'a-very-long-name-of-a-video-that-goes-on-and-on.mp4';
  const cut = fittingText(text, 12, 150);
  expect(cut).toMatch(/^a-very.*….*mp4$/);
  expect(strokeTextWidth(cut, 12)).toBeLessThanOrEqual(150);
  expect(fittingText('short', 12, 150)).toBe('short');
});
