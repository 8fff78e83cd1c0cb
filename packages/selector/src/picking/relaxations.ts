import type { SelectionSettings } from '@framesieve/core';
import type { Spacing } from './pick-set.ts';

/** A step in which constraints are given up. */
export interface Relaxation {
  /** For a person. */
  readonly name: string;
  /** What is still kept. */
  readonly spacing: Spacing;
}

/** The constraints between picks, less and less strict, in the order in which they are given up. */
export function relaxations({
  minGapSeconds,
  maxHashDistance,
  maxPerShot,
}: SelectionSettings): readonly Relaxation[] {
  const steps: Relaxation[] = [];
  const relax = (name: string, gap: number) =>
    steps.push({ name, spacing: { minGapSeconds: gap, maxHashDistance: null, maxPerShot } });
  if (maxHashDistance !== null) relax('visual deduplication off', minGapSeconds);
  if (minGapSeconds > 0) {
    relax(`minimum gap halved to ${minGapSeconds / 2} s`, minGapSeconds / 2);
    relax('no minimum gap', 0);
  }
  return steps;
}
