import { type Direction, isOwnReason, type ScoreColumn } from '@framesieve/core';
import { type ChartInput, pickedRows } from './chart-input.ts';

/** The axis of a metric's scores: better is up. */
export interface ScoreAxis {
  readonly direction: Direction;
  /** The numbers at its lower and upper end: the upper one is the better one. */
  readonly bottom: number;
  readonly top: number;
  /** Whether there are scores beyond its ends; they are drawn at the end. */
  readonly clipped: boolean;
  /** The best, the middle and the worst of all scores. */
  readonly best: number;
  readonly median: number;
  readonly worst: number;
}

/**
 * The axis for a metric. It reaches over the scores of all frames that were not rejected for what they are, unless a hundredth at
 * either side would take more than a third of it: those are left out too, but for picks.
 *
 * @returns `null` when no frame has a score.
 */
export function scoreAxis(input: ChartInput, metric: ScoreColumn): ScoreAxis | null {
  const { scores, direction } = metric;
  const all = scores.filter(Number.isFinite).sort();
  if (all.length === 0) return null;
  const kept = keptScores(input, metric);
  const sorted = kept.length > 0 ? kept : all;
  const picked = Float64Array.from(pickedRows(input), ({ row }) => scores[row]!)
    .filter(Number.isFinite)
    .sort();
  const [least = Number.POSITIVE_INFINITY, most = Number.NEGATIVE_INFINITY] = [picked[0], picked.at(-1)];
  const lowest = Math.min(sorted[0]!, least);
  const highest = Math.max(sorted.at(-1)!, most);
  const usualLow = Math.min(quantile(sorted, 0.01), least);
  const usualHigh = Math.max(quantile(sorted, 0.99), most);
  const isWide = usualHigh > usualLow && usualHigh - usualLow < (highest - lowest) * (2 / 3);
  const [low, high] = widened(isWide ? usualLow : lowest, isWide ? usualHigh : highest);
  const higher = direction === 'higher';
  return {
    direction,
    bottom: higher ? low : high,
    top: higher ? high : low,
    clipped: all[0]! < low || all.at(-1)! > high,
    best: higher ? all.at(-1)! : all[0]!,
    median: quantile(all, 0.5),
    worst: higher ? all[0]! : all.at(-1)!,
  };
}

/** Where a score lies on the axis, 0 (its lower end) … 1 (its upper, better end). */
export function heightOf({ bottom, top }: ScoreAxis, score: number): number {
  return Math.min(1, Math.max(0, (score - bottom) / (top - bottom)));
}

/** The scores of frames that were not rejected for what they are, ascending. */
function keptScores({ table, rejected }: ChartInput, { scores }: ScoreColumn): Float64Array {
  const out = new Set<number>();
  for (const { ordinal, reason } of rejected) if (isOwnReason(reason)) out.add(ordinal);
  return scores.filter((score, row) => Number.isFinite(score) && !out.has(table.ordinals[row]!)).sort();
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]!;
}

/** Where all scores are the same they lie in the middle. */
function widened(low: number, high: number): readonly [number, number] {
  if (high > low) return [low, high];
  const half = Math.max(Math.abs(low) * 0.1, 0.5);
  return [low - half, high + half];
}
