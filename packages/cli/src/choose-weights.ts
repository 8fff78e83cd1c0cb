import { FrameSieveError } from '@framesieve/core';
import type { Registry } from '@framesieve/core/registry';

/** Weights of metrics by full id. */
export type Weights = Readonly<Record<string, number>>;

/**
 * Weights by full id, whichever way their metrics are named.
 *
 * @param weights by id or family, as settings state them.
 * @throws FrameSieveError `usage` for a metric that there is not, naming those that there are, and for one with two weights.
 */
export function resolveWeights(registry: Registry, weights: Weights): Weights {
  const resolved: Record<string, number> = {};
  for (const [name, weight] of Object.entries(weights)) {
    const id = idOf(registry, name);
    if (id in resolved) {
      throw new FrameSieveError({
        code: 'usage',
        message: `\`weights\` states two weights for ${id}.`,
        hint: 'Name each metric once.',
      });
    }
    resolved[id] = weight;
  }
  return resolved;
}

/**
 * Checks that weights say something about the metrics that rank.
 *
 * @param weights by full id.
 * @param ids the metrics that rank.
 * @throws FrameSieveError `usage` when a metric is weighed that does not rank, or when none has any weight.
 */
export function checkWeights(weights: Weights, ids: readonly string[]): void {
  const stray = Object.keys(weights).find(id => !ids.includes(id));
  if (stray !== undefined) {
    throw new FrameSieveError({
      code: 'usage',
      message: `\`weights\` names ${stray}, but frames are ranked by ${ids.join(' and ')}.`,
      hint: `Name both in --metric, e.g. --metric ${[...ids, stray].join(',')}, or state other --weights.`,
    });
  }
  if (ids.length === 0 || ids.some(id => weights[id] !== 0)) return;
  throw new FrameSieveError({
    code: 'usage',
    message: `\`weights\` leaves nothing to rank by: ${ids.join(' and ')} ${ids.length === 1 ? 'has' : 'have'} no weight.`,
    hint: 'Give at least one metric a weight above 0.',
  });
}

function idOf(registry: Registry, name: string): string {
  try {
    return registry.scorer(name).id;
  } catch (cause) {
    throw new FrameSieveError({
      code: 'usage',
      message: `\`weights\` names "${name}", but there is no such metric.`,
      hint: `The metrics are: ${registry.scorers.map(({ id }) => id).join(', ') || '(none installed)'}.`,
      cause,
    });
  }
}
