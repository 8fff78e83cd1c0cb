import type { ScoreTable } from '@framesieve/core';
import { findGlitches } from './find-glitches.ts';
import { codeOf } from './own-reasons.ts';
import type { Rule } from './rule.ts';

/** Frames that are damaged. */
export interface Damage {
  /** 1 for rows of frames that the decoder reports, and of glitches. */
  readonly rows: Uint8Array;
  /** By which glitches were found; `null` where it is switched off. */
  readonly rule: Rule | null;
}

/**
 * Finds damaged frames.
 *
 * @param times how many times the usual change leads into a glitch and out of it; `null` for no damage at all.
 */
export function findDamage(table: ScoreTable, times: number | null): Damage {
  if (times === null) return { rows: new Uint8Array(table.ordinals.length), rule: null };
  const { usual, limits } = findGlitches(table, times);
  const rows = table.corrupt.map((corrupt, row) => (corrupt === 1 || !Number.isNaN(usual[row]!) ? 1 : 0));
  const test = { fact: 'change', side: 'above', surroundings: usual, limits } as const;
  return { rows, rule: { reason: 'damaged', tests: [test] } };
}

/** Marks damaged rows, but for those that are marked for a reason that is looked for before. */
export function markDamaged(codes: Uint8Array, damaged: Uint8Array): void {
  const code = codeOf('damaged');
  for (let row = 0; row < codes.length; row++) {
    if (damaged[row] === 1 && (codes[row] === 0 || codes[row]! > code)) codes[row] = code;
  }
}
