import { type Direction, FrameSieveError } from '@framesieve/core';
import type { Registry } from '@framesieve/core/registry';
import { addOwnMetric, isOwnMetric } from './own-metric.ts';
import type { Settings } from './settings.ts';

/** The metrics that a call is about. */
export interface ChosenMetrics {
  /** Full ids; all rank, and the first gives stills their score. */
  readonly ids: readonly string[];
  /** Whether nobody named a metric. */
  readonly isAuto: boolean;
  /** Directions that go before those of the models, by full id. */
  readonly directions: Readonly<Record<string, Direction>>;
}

/** Families that `auto` tries, the best first; their models come along. */
const classicalFamilies = ['niqe', 'brisque'];

/** What `auto` is on another device than the CPU, if its model is installed: on a CPU it takes seconds a frame. */
const learnedFamily = 'musiq';

/**
 * Finds the metrics that the settings ask for, and adds to the registry those that are a model file of the user's own.
 *
 * @throws FrameSieveError `metric-unknown`, `metric-unavailable` for a model file that can't be used, or `config` for a direction
 *   that is stated for a metric under another name than its full id: it would be without effect.
 */
export async function chooseMetrics(registry: Registry, settings: Settings): Promise<ChosenMetrics> {
  const { metric, direction } = settings.config;
  const asked = Array.isArray(metric) ? metric : [metric];
  const ids: string[] = [];
  const own: Record<string, Direction> = {};
  for (const one of asked) {
    if (isOwnMetric(one)) {
      const added = await addOwnMetric(registry, one, direction);
      ids.push(added.id);
      if (added.direction) own[added.id] = added.direction;
    } else {
      ids.push(one === 'auto' ? await autoMetric(registry, settings) : registry.scorer(one).id);
    }
  }
  for (const id of Object.keys(direction)) checkDirection(registry, id);
  return { ids: [...new Set(ids)], isAuto: metric === 'auto', directions: { ...own, ...direction } };
}

async function autoMetric(registry: Registry, { config: { device } }: Settings): Promise<string> {
  const defaultOf = (family: string) =>
    registry.scorers.find(({ id, isFamilyDefault }) => isFamilyDefault && id.startsWith(`${family}/`));
  const learned = device === 'auto' || device === 'cpu' ? undefined : defaultOf(learnedFamily);
  if (learned && (await learned.availability()).available) return learned.id;
  const classical = classicalFamilies.map(defaultOf).find(scorer => scorer !== undefined);
  const found = classical ?? registry.scorers[0];
  if (found) return found.id;
  throw new FrameSieveError({
    code: 'metric-unknown',
    message: 'No metric is installed.',
    hint: 'Add a metric plugin to `plugins` in the config file.',
  });
}

function checkDirection(registry: Registry, id: string): void {
  const full = registry.scorer(id).id;
  if (full === id) return;
  throw new FrameSieveError({
    code: 'config',
    message: `\`direction\` takes full metric ids, but it has "${id}".`,
    hint: `Write "${full}".`,
  });
}
