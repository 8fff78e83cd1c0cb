import { type Availability, type DecoderFactory, messageOf, type ScorerFactory } from '@framesieve/core';
import type { z } from 'zod';
import { chooseMetrics } from './choose-metrics.ts';
import { createRegistry } from './compose.ts';
import type { pluginsSchema } from './json-document.ts';
import type { Settings } from './settings.ts';

/** What is installed. */
export type Parts = Pick<z.infer<typeof pluginsSchema>, 'plugins' | 'decoders' | 'metrics'>;
type Part = Parts['decoders'][number];

/** Asks every decoder and metric whether it can be used. */
export async function listParts(settings: Settings): Promise<Parts> {
  const registry = await createRegistry(settings, []);
  // Adds the models of the user's own; one that can't be used is told of when it is used.
  await chooseMetrics(registry, settings).catch(() => {});
  return {
    plugins: registry.plugins.map(plugin => plugin.name),
    decoders: await Promise.all(
      registry.decoders.map(factory =>
        describePart(factory, () => factory.availability(settings.decoderOptions[factory.id])),
      ),
    ),
    metrics: await Promise.all(
      registry.scorers.map(factory => describePart(factory, () => factory.availability())),
    ),
  };
}

/** The parts, for a person. */
export function describeParts({ plugins, decoders, metrics }: Parts): string {
  const width = Math.max(...[...decoders, ...metrics].map(part => part.id.length));
  const lines = (parts: readonly Part[]) =>
    parts.flatMap(part => {
      const state = part.available ? part.version : `not available: ${part.reason}`;
      const line = `  ${part.available ? '✓' : '✗'} ${part.id.padEnd(width)}  ${part.summary} (${state})`;
      return part.hint === null ? [line] : [line, `    ${part.hint}`];
    });
  return [
    'Decoders',
    ...lines(decoders),
    'Metrics',
    ...lines(metrics),
    `Plugins: ${plugins.join(', ')}`,
  ].join('\n');
}

async function describePart(
  { id, summary }: DecoderFactory | ScorerFactory,
  ask: () => Promise<Availability>,
): Promise<Part> {
  const availability = await ask().catch((error: unknown) => ({
    available: false as const,
    reason: messageOf(error),
    hint: 'This is a bug in the plugin.',
  }));
  return availability.available
    ? { id, summary, available: true, version: availability.version, reason: null, hint: null }
    : { id, summary, available: false, version: null, reason: availability.reason, hint: availability.hint };
}
