/** The characters that a chart is made of. */
export interface Glyphs {
  readonly tick: string;
  readonly side: string;
  readonly corner: string;
  readonly rule: string;
  readonly mark: string;
  readonly shade: string;
  /** A character of which so much is filled from below, 0 … 1 and beyond; `null` for next to nothing. */
  bar(filled: number): string | null;
}

const eighths = [null, '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

const blocks: Glyphs = {
  tick: '┤',
  side: '│',
  corner: '└',
  rule: '─',
  mark: '┬',
  shade: '░',
  bar: filled => eighths[Math.round(8 * Math.min(1, Math.max(0, filled)))]!,
};

const ascii: Glyphs = {
  tick: '+',
  side: '|',
  corner: '+',
  rule: '-',
  mark: '+',
  shade: ':',
  bar: filled => (filled >= 0.5 ? '#' : filled > 0.1 ? '_' : null),
};

/** Block elements, or ASCII for terminals and files that have no others. */
export function glyphsOf(asciiOnly: boolean): Glyphs {
  return asciiOnly ? ascii : blocks;
}
