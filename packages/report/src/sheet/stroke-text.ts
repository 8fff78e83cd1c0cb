import { missingGlyph, type StrokeGlyph, strokeGlyphs } from './stroke-glyphs.ts';

const capHeight = 10;
const gap = 2.5;

/** How a line of text is drawn. */
export interface StrokeTextOptions {
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  /** Height of capitals, in pixels. */
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
  /** Whether `x` is where the text begins or where it ends; absent: where it begins. */
  readonly anchor?: 'start' | 'end';
}

/** Width of a line of text in pixels. */
export function strokeTextWidth(text: string, size: number): number {
  const glyphs = glyphsOf(text);
  const width = glyphs.reduce((sum, glyph) => sum + glyph.width + gap, -gap);
  return Math.max(0, width) * (size / capHeight);
}

/**
 * A line of text as an SVG element that is made of strokes only: it looks the same on every machine, also on one without any
 * font.
 */
export function strokeText(text: string, options: StrokeTextOptions): string {
  const { x, y, size, color, bold = false, anchor = 'start' } = options;
  const left = anchor === 'end' ? x - strokeTextWidth(text, size) : x;
  const scale = size / capHeight;
  let advance = 0;
  const paths: string[] = [];
  for (const { width, strokes } of glyphsOf(text)) {
    if (strokes !== '') paths.push(`<path transform="translate(${fixed(advance)} 0)" d="${strokes}"/>`);
    advance += width + gap;
  }
  const pen = `fill="none" stroke="${color}" stroke-width="${bold ? 1.75 : 1.25}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="translate(${fixed(left)} ${fixed(y - size)}) scale(${fixed(scale)})" ${pen}>${paths.join('')}</g>`;
}

/**
 * A text in characters that can be drawn: letters lose their accents, and where most of what is left can't be drawn, as in another
 * script, there is no text.
 */
export function drawableText(text: string): string {
  const characters = [...text.normalize('NFKD').replaceAll(/\p{M}/gu, '')];
  const missing = characters.filter(character => !strokeGlyphs.has(character)).length;
  return missing * 3 > characters.length ? '' : characters.join('');
}

/** Cuts a text with an ellipsis in its middle so that it is at most so many pixels wide. */
export function fittingText(text: string, size: number, width: number): string {
  if (strokeTextWidth(text, size) <= width) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const end = Math.ceil(kept / 2);
    const cut = `${characters.slice(0, kept - end).join('')}…${characters.slice(-end).join('')}`;
    if (strokeTextWidth(cut, size) <= width) return cut;
  }
  return '';
}

function glyphsOf(text: string): readonly StrokeGlyph[] {
  return [...text].map(character => strokeGlyphs.get(character) ?? missingGlyph);
}

function fixed(value: number): string {
  return String(Number(value.toFixed(3)));
}
