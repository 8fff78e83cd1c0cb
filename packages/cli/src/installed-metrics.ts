import type { Registry } from '@framesieve/core/registry';

/** Adds the installed models that no plugin knows by name: those that were fitted here, and imported under ids of their own. */
export async function addInstalledMetrics(registry: Registry): Promise<void> {
  const [{ installedIds }, { onnxMetric }] = await Promise.all([
    import('@framesieve/models/installed'),
    import('@framesieve/scorer/metric'),
  ]);
  const taken = new Set(registry.scorers.map(({ id }) => id));
  for (const id of await installedIds()) {
    if (taken.has(id)) continue;
    const summary = 'Installed with `framesieve models`';
    const family = registry.modelFamilies.find(({ name }) => id.startsWith(`${name}/`));
    registry.addScorer(
      family?.metric?.({ id, summary }) ?? onnxMetric({ id, summary, supply: { kind: 'published' } }),
    );
  }
}
