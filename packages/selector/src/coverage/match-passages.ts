import type { Passages } from './passages.ts';
import type { Stretches } from './stretches.ts';

/** Quartile ranges below the lower quartile from where on a frame is an outlier (J. W. Tukey, "Exploratory data analysis", 1977). */
const fence = 1.5;

/** A part of a passage that lies in a stretch. */
interface Cell {
  readonly stretch: number;
  readonly passage: number;
  /** Quality of its best frame. */
  readonly quality: number;
}

/** Which passages some stretches take, as a list from the last to the first. */
interface Matching {
  readonly count: number;
  /** Sum of the qualities. */
  readonly quality: number;
  readonly cell: Cell | null;
  readonly before: Matching | null;
}

/**
 * Finds out which passage each stretch takes its frame from, so that as many passages as possible have one, and then so
 * that the frames are as good as possible: the best frames of two neighbouring stretches may well lie in one passage, while
 * another has none that is hardly worse. What is an outlier among the candidates is no reason to prefer a passage.
 *
 * Stretches and passages both follow each other along the timeline, so all that one stretch leaves to the next is whether
 * the passage in which both lie is taken: two matchings are carried along, the best with and the best without it.
 *
 * @param candidates rows that are not rejected, best first.
 * @param coveredStretches 1 for stretches that have a frame already, likewise `coveredPassages`.
 * @returns the passage of each stretch; −1 where it is free to take any.
 */
export function matchPassages(
  stretches: Stretches,
  passages: Passages,
  candidates: Uint32Array,
  quality: Float64Array,
  coveredStretches: Uint8Array,
  coveredPassages: Uint8Array,
): Int32Array {
  const quartile = (share: number) => quality[candidates[Math.floor(share * (candidates.length - 1))]!]!;
  const least = quartile(0.75) - fence * (quartile(0.25) - quartile(0.75));
  const cells = new Map<number, Cell>();
  for (const row of candidates) {
    const passage = passages.ofRow[row]!;
    if (passage === -1 || !(quality[row]! >= least)) continue;
    const stretch = stretches.ofRow[row]!;
    if (coveredStretches[stretch] || coveredPassages[passage]) continue;
    const key = stretch * passages.count + passage;
    if (!cells.has(key)) cells.set(key, { stretch, passage, quality: quality[row]! });
  }
  const matched = new Int32Array(stretches.count).fill(-1);
  const taken = coveredPassages.slice();
  for (let step: Matching | null = bestMatching([...cells.values()]); step; step = step.before) {
    // Only timestamps that run backwards can make a passage come up twice.
    if (!step.cell || taken[step.cell.passage]) continue;
    matched[step.cell.stretch] = step.cell.passage;
    taken[step.cell.passage] = 1;
  }
  return matched;
}

function bestMatching(cells: readonly Cell[]): Matching {
  const ofStretch = Map.groupBy(cells, ({ stretch }) => stretch);
  let without: Matching | null = { count: 0, quality: 0, cell: null, before: null };
  let withLast: Matching | null = null;
  let last = -1;
  for (const stretch of [...ofStretch.keys()].sort((a, b) => a - b)) {
    const choices: Cell[] = ofStretch.get(stretch)!.sort((a, b) => a.passage - b.passage);
    const end = choices.at(-1)!.passage;
    let nextWithout: Matching | null = null;
    let nextWith: Matching | null = null;
    for (const before of [without, withLast]) {
      if (!before) continue;
      const isLastTaken = before === withLast;
      if (isLastTaken && end === last) nextWith = better(nextWith, before);
      else nextWithout = better(nextWithout, before);
      for (const cell of choices) {
        if (isLastTaken && cell.passage === last) continue;
        const { count, quality } = before;
        const next = { count: count + 1, quality: quality + cell.quality, cell, before };
        if (cell.passage === end) nextWith = better(nextWith, next);
        else nextWithout = better(nextWithout, next);
      }
    }
    [without, withLast, last] = [nextWithout, nextWith, end];
  }
  return better(without, withLast!);
}

function better(a: Matching | null, b: Matching | null): Matching {
  if (!a || !b) return (a ?? b)!;
  return b.count > a.count || (b.count === a.count && b.quality > a.quality) ? b : a;
}
