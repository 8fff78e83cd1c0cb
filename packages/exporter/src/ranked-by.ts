import type { PlannedStill, StillSource } from '@framesieve/core';

/** The metric that ranked a still; `null` where there is none. */
export function rankedBy(
  planned: Pick<PlannedStill, 'rankedBy'>,
  { metrics }: Pick<StillSource, 'metrics'>,
): string | null {
  return planned.rankedBy ?? metrics[0]?.id ?? null;
}
