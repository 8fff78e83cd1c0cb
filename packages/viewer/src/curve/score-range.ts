import { isOwnCode, type ReasonCodes } from '../selecting/reason-codes.ts';
import type { RunColumns } from './run-columns.ts';

/** Frames that are looked at; of more, every so many. */
const mostFrames = 20_000;

/**
 * The range of scores worth showing: of all frames that are not rejected for what they are, unless a hundredth at either side
 * would take more than a third of it: those are left out too, but for picks.
 *
 * @param codes what is known of rejections.
 * @param picks scores that have to be in it.
 * @returns `null` where no frame has a score.
 */
export function scoreRange(
  { scores, ordinals }: Pick<RunColumns, 'scores' | 'ordinals'>,
  codes: ReasonCodes,
  picks: readonly number[],
): readonly [low: number, high: number] | null {
  const step = Math.max(1, Math.ceil(scores.length / mostFrames));
  const all: number[] = [];
  const kept: number[] = [];
  for (let row = 0; row < scores.length; row += step) {
    const score = scores[row]!;
    if (!Number.isFinite(score)) continue;
    all.push(score);
    if (!isOwnCode(codes[ordinals[row]!] ?? 0)) kept.push(score);
  }
  const picked = picks.filter(Number.isFinite);
  const sorted = Float64Array.from([...(kept.length > 0 ? kept : all), ...picked]).sort();
  if (sorted.length === 0) return null;
  const [lowest, highest] = [sorted[0]!, sorted.at(-1)!];
  // There may be more picks than a call takes arguments.
  const low = picked.reduce((least, score) => Math.min(least, score), quantile(sorted, 0.01));
  const high = picked.reduce((most, score) => Math.max(most, score), quantile(sorted, 0.99));
  const hasStrays = high > low && high - low < (highest - lowest) * (2 / 3);
  return hasStrays ? [low, high] : widened(lowest, highest);
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
