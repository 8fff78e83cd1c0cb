import type { Direction, ScoreTable } from '@framesieve/core';

/** Columns to fill in; what is left out gets a harmless value. */
export interface ScoreTableParts {
  /** Scores by metric id; NaN for frames that can't be scored. All of one length. */
  readonly scores: Readonly<Record<string, readonly number[]>>;
  /** By metric id, for those that were run on some frames only: 1 where they were. */
  readonly scored?: Readonly<Record<string, readonly number[]>>;
  /** Default: `lower`. */
  readonly direction?: Direction;
  /** Seconds between frames when `timeSeconds` is left out. Default: 0.1. */
  readonly stepSeconds?: number;
  readonly timeSeconds?: readonly number[];
  /** Default: 0.5. */
  readonly meanLuma?: readonly number[];
  /** Default: 0.2. */
  readonly contrast?: readonly number[];
  /** Default: a hundredth for each frame but the first. */
  readonly change?: readonly number[];
  /** Default: 0.5. */
  readonly sharpness?: readonly number[];
  /** Default: 0.01. */
  readonly noise?: readonly number[];
  /** Default: 0. */
  readonly blockiness?: readonly number[];
  /** Default: 0. */
  readonly shadows?: readonly number[];
  /** Default: 0. */
  readonly highlights?: readonly number[];
  /** Default: 0.2. */
  readonly dominance?: readonly number[];
  /** Default: 0. */
  readonly corrupt?: readonly number[];
  /** Default: hashes of which any two differ in many bits. */
  readonly perceptualHash?: readonly bigint[];
}

/** Makes a score table for tests: ordinals 0, 1, 2 … in a time base of milliseconds. */
export function makeScoreTable(parts: ScoreTableParts): ScoreTable {
  const { scores, scored = {}, direction = 'lower', stepSeconds = 0.1 } = parts;
  const length = Object.values(scores)[0]?.length ?? 0;
  const rows = Array.from({ length }, (_, row) => row);
  const timeSeconds = Float64Array.from(parts.timeSeconds ?? rows.map(row => row * stepSeconds));
  return {
    ordinals: Uint32Array.from(rows),
    ptsTicks: timeSeconds.map(time => Math.round(time * 1000)),
    timeSeconds,
    meanLuma: Float32Array.from(parts.meanLuma ?? rows.map(() => 0.5)),
    contrast: Float32Array.from(parts.contrast ?? rows.map(() => 0.2)),
    change: Float32Array.from(parts.change ?? rows.map(row => (row === 0 ? Number.NaN : 0.01))),
    sharpness: Float32Array.from(parts.sharpness ?? rows.map(() => 0.5)),
    noise: Float32Array.from(parts.noise ?? rows.map(() => 0.01)),
    blockiness: Float32Array.from(parts.blockiness ?? rows.map(() => 0)),
    shadows: Float32Array.from(parts.shadows ?? rows.map(() => 0)),
    highlights: Float32Array.from(parts.highlights ?? rows.map(() => 0)),
    dominance: Float32Array.from(parts.dominance ?? rows.map(() => 0.2)),
    perceptualHash: BigUint64Array.from(parts.perceptualHash ?? rows.map(scatteredHash)),
    corrupt: Uint8Array.from(parts.corrupt ?? rows.map(() => 0)),
    metrics: Object.entries(scores).map(([id, column]) => ({
      id,
      direction,
      scores: Float64Array.from(column),
      ...(Object.hasOwn(scored, id) && { scored: Uint8Array.from(scored[id]!) }),
    })),
  };
}

/** SplitMix64 (Steele, Lea, Flood 2014): consecutive numbers give hashes that differ in about half of their bits. */
function scatteredHash(row: number): bigint {
  const mask = (1n << 64n) - 1n;
  let z = (BigInt(row + 1) * 0x9e3779b97f4a7c15n) & mask;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return z ^ (z >> 31n);
}
