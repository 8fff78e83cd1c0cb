import type { ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import { paceOf } from '../rows/timeline.ts';
import { findCrossfades } from './find-crossfades.ts';
import { findCuts } from './find-cuts.ts';
import { findFades } from './find-fades.ts';
import type { Transition } from './transition.ts';

/** What is filmed in one go. */
export interface Shot {
  /** First row of the table. */
  readonly start: number;
  /** Row after its last. */
  readonly end: number;
  /** Time of its first row. */
  readonly startSeconds: number;
  /** Time of the row after its last, or of the last one of the table. */
  readonly endSeconds: number;
  /** What leads to it from the shot before. */
  readonly begins: 'start' | 'cut' | 'fade' | 'crossfade';
}

const blackBelow = 0.03;
const whiteAbove = 0.97;
const flatBelow = 0.015;
/** Cuts that follow another sooner are one: what whirls past is no shot. */
const leastShotSeconds = 0.2;
/** A dropout, after which the same picture goes on, may last so long. */
const dropoutSeconds = 2;
const mostDifferentBitsAfter = 12;
/** Share of contrast that a fade between shots takes at least. */
const leastFade = 0.7;

/** Divides a table into shots: ranges of rows `[start, end)` that follow each other; none where there are no rows. */
export function findShots(table: ScoreTable): readonly Shot[] {
  return divideAt(table, findTransitions(table, null));
}

/**
 * Finds fades and cross-fades, in order of rows.
 *
 * @param leastLost share of the contrast that a fade loses at least; `null`: as much as one between shots does.
 */
export function findTransitions(table: ScoreTable, leastLost: number | null): readonly Transition[] {
  const fades = findFades(table, Math.min(leastLost ?? leastFade, leastFade));
  const fading = new Uint8Array(table.ordinals.length);
  for (const { start, end, lost } of fades) if (lost >= leastFade) fading.fill(1, start, end);
  const isFading = ({ start, end }: Transition) => fading.subarray(start, end).includes(1);
  const crossfades = findCrossfades(table).filter(transition => !isFading(transition));
  return [...fades, ...crossfades].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** {@link findShots}, where the transitions are known already. */
export function divideAt(table: ScoreTable, transitions: readonly Transition[]): readonly Shot[] {
  const { timeSeconds } = table;
  const rows = timeSeconds.length;
  if (rows === 0) return [];
  const blank = findBlank(table);
  const begins = new Map<number, Shot['begins']>();
  for (const row of findCuts(table, blank)) begins.set(row, 'cut');
  for (const { kind, start, end } of transitions) {
    if (kind === 'crossfade') begins.set((start + end) >> 1, kind);
  }
  const fades = transitions.filter(({ kind, lost }) => kind === 'fade' && lost >= leastFade);
  for (const [row, how] of bordersOfBlank(table, blank, fades)) begins.set(row, how);
  begins.delete(0);
  const least = paceOf(timeSeconds)(leastShotSeconds);
  const starts = [0];
  for (const row of [...begins.keys()].sort((a, b) => a - b)) {
    if (begins.get(row) !== 'cut' || row - starts.at(-1)! >= least) starts.push(row);
  }
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? rows;
    return {
      start,
      end,
      startSeconds: timeSeconds[start]!,
      endSeconds: timeSeconds[Math.min(end, rows - 1)]!,
      begins: begins.get(start) ?? 'start',
    };
  });
}

function findBlank({ meanLuma, contrast }: ScoreTable): Uint8Array {
  const blank = new Uint8Array(meanLuma.length);
  for (let row = 0; row < blank.length; row++) {
    const luma = meanLuma[row]!;
    if (luma < blackBelow || luma > whiteAbove || contrast[row]! < flatBelow) blank[row] = 1;
  }
  return blank;
}

/**
 * Where shots begin at a plain stretch: where it is cut to and where it is cut from, or in the middle of one that is faded
 * to and from; nowhere, where the same picture goes on after it.
 */
function* bordersOfBlank(
  { timeSeconds, perceptualHash }: ScoreTable,
  blank: Uint8Array,
  fades: readonly Transition[],
): Generator<readonly [number, 'cut' | 'fade']> {
  const distance = createHashDistance(perceptualHash);
  const longest = paceOf(timeSeconds)(dropoutSeconds);
  const fading = new Uint8Array(blank.length + 1);
  for (const { start, end } of fades) fading.fill(1, Math.max(0, start - 1), end + 1);
  for (let start = 0; start < blank.length; start++) {
    if (!blank[start]) continue;
    let end = start + 1;
    while (end < blank.length && blank[end]) end++;
    const [first, last] = [start === 0, end === blank.length];
    const fadesIn = !first && fading[start - 1] === 1;
    const fadesOut = !last && fading[end] === 1;
    const goesOn =
      !first &&
      !last &&
      !fadesIn &&
      !fadesOut &&
      end - start <= longest &&
      distance(start - 1, end) <= mostDifferentBitsAfter;
    if (!goesOn) {
      if (!first && !fadesIn) yield [start, 'cut'];
      if (!last && !fadesOut) yield [end, 'cut'];
      if (fadesIn && fadesOut) yield [(start + end) >> 1, 'fade'];
    }
    start = end;
  }
}
