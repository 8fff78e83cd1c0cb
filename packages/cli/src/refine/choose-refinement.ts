import { FrameSieveError } from '@framesieve/core';
import type { Registry } from '@framesieve/core/registry';
import type { ChosenMetrics } from '../choose-metrics.ts';
import { addOwnMetric, isModelFile } from '../own-metric.ts';
import type { Settings } from '../settings.ts';

/**
 * The metric that is to refine, by its full id; `false`: none is; `null`: nothing is said of it.
 */
export type Refinement = string | false | null;

/**
 * Finds the metric that the settings ask for as the one that refines, and adds it to the registry where it is a model file of
 * the user's own.
 *
 * @throws FrameSieveError `metric-unknown`, or `metric-unavailable` for a model file that can't be used.
 */
export async function chooseRefinement(
  registry: Registry,
  { config: { refine, direction } }: Settings,
  metrics: ChosenMetrics,
): Promise<{ readonly refinement: Refinement; readonly metrics: ChosenMetrics }> {
  if (refine === null || refine === false) return { refinement: refine, metrics };
  if (!isModelFile(refine)) return { refinement: registry.scorer(refine).id, metrics };
  const added = await addOwnMetric(registry, refine, direction);
  const directions = { ...metrics.directions, ...(added.direction && { [added.id]: added.direction }) };
  return { refinement: added.id, metrics: { ...metrics, directions } };
}

/**
 * Checks that a metric that refines has something to refine, and no weight.
 *
 * @param ids the metrics that score every frame.
 * @throws FrameSieveError `usage` otherwise.
 */
export function checkRefinement(
  refinedBy: string,
  ids: readonly string[],
  weights: Readonly<Record<string, number>>,
): void {
  if (ids.includes(refinedBy)) {
    throw new FrameSieveError({
      code: 'usage',
      message: `${refinedBy} is to score every frame and to refine the best ones: one of them is without effect.`,
      hint: 'Name another metric with --metric, or leave --refine out.',
    });
  }
  if (!Object.hasOwn(weights, refinedBy)) return;
  throw new FrameSieveError({
    code: 'usage',
    message: `\`weights\` names ${refinedBy}, which refines: where it has a score, it ranks alone.`,
    hint: 'Leave its weight out; to have it weighed with others, name it in --metric instead, which scores every frame by it.',
  });
}
