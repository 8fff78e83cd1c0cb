import type { SelectionSettings } from '@framesieve/core';
import type { PickSet, Spacing } from '../picking/pick-set.ts';
import { relaxations } from '../picking/relaxations.ts';
import { keepRows } from '../rows/keep-rows.ts';
import { matchPassages } from './match-passages.ts';
import type { Passages } from './passages.ts';
import type { Stretches } from './stretches.ts';

/** What coverage picks from. */
export interface CoverageTask {
  /** Rows that are not rejected, best first. */
  readonly candidates: Uint32Array;
  /** One value per row; higher is better. */
  readonly quality: Float64Array;
  readonly stretches: Stretches;
  readonly passages: Passages;
}

/**
 * Gives each stretch that has no pick yet its best frame that keeps the distance to all picks, as far as possible one
 * from a passage that has no pick yet. Where that leaves passages without one although a number was asked for, they are
 * given one that keeps less distance. A stretch without such a frame stays empty.
 *
 * @returns the constraints that were relaxed, in the order in which they were.
 */
export function pickCoverage(
  picks: PickSet,
  { candidates, quality, stretches, passages }: CoverageTask,
  settings: SelectionSettings,
): readonly string[] {
  const tier = new CoverageTier(picks, stretches);
  const best = bestRows(candidates, stretches);
  const fillPassages = (spacing: Spacing, others: boolean, how = '') => {
    const covered = new Uint8Array(passages.count);
    for (const { row } of picks.picked) covered[passages.ofRow[row]!] = 1;
    const wanted = matchPassages(stretches, passages, candidates, quality, tier.covered, covered);
    const isWanted = (row: number) => {
      const passage = wanted[stretches.ofRow[row]!]!;
      return passage === -1 ? others : passage === passages.ofRow[row];
    };
    const isSecond = (stretch: number) =>
      wanted[stretch] !== -1 && wanted[stretch] !== passages.ofRow[best.get(stretch)!];
    const name = (stretch: number) =>
      `${how}the best of ${isSecond(stretch) ? 'a passage that had no pick, in ' : ''}${stretches.describe(stretch)}`;
    tier.fill(keepRows(candidates, isWanted), spacing, name);
  };
  fillPassages(settings, true);
  tier.fill(candidates, settings);
  if (settings.coverage.picks === 'auto') return [];
  const relaxed: string[] = [];
  for (const { name, spacing } of relaxations(settings)) {
    if (tier.open === 0) break;
    const before = picks.picked.length;
    const where = `${name} where a passage had no pick`;
    fillPassages(spacing, false, `(${where}) `);
    if (picks.picked.length > before) relaxed.push(where);
  }
  return relaxed;
}

/** The stretches, and which of them have a pick. */
class CoverageTier {
  /** 1 for stretches with a pick. */
  readonly covered: Uint8Array;
  readonly #picks: PickSet;
  readonly #stretches: Stretches;
  #open: number;

  constructor(picks: PickSet, stretches: Stretches) {
    this.#picks = picks;
    this.#stretches = stretches;
    this.covered = new Uint8Array(stretches.count);
    for (const { row } of picks.picked) this.covered[stretches.ofRow[row]!] = 1;
    this.#open = stretches.picks - this.covered.reduce((sum, flag) => sum + flag, 0);
  }

  /** How many stretches are still to get a pick. */
  get open(): number {
    return Math.max(0, this.#open);
  }

  /**
   * Gives each open stretch the best row that may be picked, best first over all stretches, so that where two compete,
   * the better frame wins.
   *
   * @param name says what the frame of a stretch is the best of.
   */
  fill(
    rows: Uint32Array,
    spacing: Spacing,
    name = (stretch: number) => `the best of ${this.#stretches.describe(stretch)}`,
  ): void {
    for (const row of rows) {
      if (this.#open <= 0) return;
      const stretch = this.#stretches.ofRow[row]!;
      if (this.covered[stretch]) continue;
      if (!this.#picks.tryPick(row, 'coverage', () => name(stretch), spacing)) continue;
      this.covered[stretch] = 1;
      this.#open--;
    }
  }
}

/** The best candidate of each stretch. */
function bestRows(candidates: Uint32Array, { count, ofRow }: Stretches): ReadonlyMap<number, number> {
  const best = new Map<number, number>();
  for (const row of candidates) {
    const stretch = ofRow[row]!;
    if (!best.has(stretch)) best.set(stretch, row);
    if (best.size === count) break;
  }
  return best;
}
