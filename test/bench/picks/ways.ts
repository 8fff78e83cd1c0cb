import {
  type CoverageSettings,
  defaultSelection,
  type RejectSettings,
  type SelectionSettings,
} from '@framesieve/core';
import { select } from '@framesieve/selector';
import type { MeasuredClip } from './measure-clip.ts';

/** A way of picking frames from a clip. */
export interface Way {
  readonly name: string;
  /** Picked ordinals; `null` when what it takes is not at hand. */
  pick(clip: MeasuredClip): Promise<readonly number[] | null>;
}

/** How many frames each way picks. */
export const pickCount = 10;

const none: CoverageSettings = { by: 'time', picks: 0, per: 'video' };
const best: SelectionSettings = {
  ...defaultSelection,
  top: { count: pickCount, percent: null },
  coverage: none,
};
const spread = (by: CoverageSettings['by']): SelectionSettings => ({
  ...defaultSelection,
  top: { count: 0, percent: null },
  coverage: { by, picks: pickCount, per: 'video' },
});
const nothingRejected = Object.fromEntries(
  Object.keys(defaultSelection.reject).map(rule => [rule, null]),
) as unknown as RejectSettings;

const settings: Readonly<Record<string, SelectionSettings>> = {
  'top 10': best,
  'coverage 10': spread('time'),
  'coverage 10 by shot': spread('shot'),
  'top 10, nothing rejected': { ...best, reject: nothingRejected },
};

/** The best scores of a metric and nothing else: what a metric is worth without all that selecting is. */
export function bareWays(metricIds: readonly string[]): readonly Way[] {
  return metricIds.map(
    (id): Way => ({ name: `${id}: ten best scores`, pick: async clip => bestOf(clip, id) }),
  );
}

function bestOf({ table }: MeasuredClip, id: string): readonly number[] {
  const { scores, direction } = table.metrics.find(metric => metric.id === id)!;
  const sign = direction === 'lower' ? 1 : -1;
  const scored = [...table.ordinals.keys()].filter(row => !Number.isNaN(scores[row]!));
  const order = scored.sort((a, b) => sign * (scores[a]! - scores[b]!));
  return order.slice(0, pickCount).map(row => table.ordinals[row]!);
}

/** What FrameSieve picks by each of its metrics, and by all of them together. */
export function ownWays(metricIds: readonly string[]): readonly Way[] {
  const rankings = metricIds.map(id => [id]);
  if (metricIds.length > 1) rankings.push([...metricIds]);
  return rankings.flatMap(ids =>
    Object.entries(settings).map(([name, chosen]): Way => {
      return { name: `${ids.join(' + ')}: ${name}`, pick: async clip => pickBy(clip, ids, chosen) };
    }),
  );
}

function pickBy(
  { table }: MeasuredClip,
  ids: readonly string[],
  chosen: SelectionSettings,
): readonly number[] {
  const metrics = table.metrics.filter(metric => ids.includes(metric.id));
  return select({ table: { ...table, metrics }, settings: chosen }).picked.map(pick => pick.ordinal);
}
