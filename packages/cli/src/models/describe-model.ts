import type { ModelReport } from './models-document.ts';

const states = { bundled: 'comes with FrameSieve', installed: 'installed', missing: 'not installed' };

/** One line for each model: id, state, direction, licence. */
export function describeModels(models: readonly ModelReport[]): string {
  const rows = models.map(({ id, state, direction, licence, error }) => [
    id,
    error ? 'damaged' : states[state],
    direction === null ? '' : `${direction} is better`,
    licence ?? 'licence not stated',
  ]);
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]!.length)));
  const lines = rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map(line => line.trimEnd()).join('\n');
}

/** Everything about a model, a line each. */
export function describeModel(model: ModelReport): string {
  const { id, state, summary, direction, range, licence, citation, homepage, details } = model;
  const facts: readonly (readonly [string, string | null])[] = [
    ['state', model.installedAt ? `${states[state]} ${model.installedAt} (${model.how})` : states[state]],
    ['error', model.error && `${model.error.message} ${model.error.hint ?? ''}`],
    ['summary', summary],
    ['direction', direction && `${direction} is better`],
    ['range', range && describeRange(range)],
    ['licence', licence],
    ['cite', citation],
    ['page', homepage],
    ['file', model.file],
    ['size', model.bytes === null ? null : `${(model.bytes / 1e6).toFixed(1)} MB`],
    ['sha256', model.sha256],
    ...model.sources.map(source => ['made from', describeSource(source)] as const),
    ['profile', details?.profile ?? null],
    ['precision', details?.precision ?? null],
    ['version', details?.version ?? null],
    ['input', details ? JSON.stringify(details.input) : null],
    ['output', details ? JSON.stringify(details.output) : null],
    ['undefined', details?.undefinedReason ?? null],
    ['operators', details ? `opset ${details.opset}: ${details.operators.join(', ')}` : null],
    ['provenance', describeProvenance(details?.provenance)],
  ];
  const lines = facts.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(10)} ${value}`]));
  if (state === 'missing') lines.push(`  Get it with \`framesieve models pull ${id}\`.`);
  return [id, ...lines].join('\n');
}

/** What was found when a model was checked. */
export function describeChecks({ id, state, checks = [] }: ModelReport): string {
  if (state === 'missing') return `- ${id}  not installed`;
  const marks = new Map([
    [true, '✓'],
    [false, '✗'],
    [null, '-'],
  ]);
  return checks
    .map(({ name, passed, detail }) => `${marks.get(passed)} ${id}  ${name}: ${detail}`)
    .join('\n');
}

function describeRange([low, high]: readonly [number | null, number | null]): string {
  return `${low ?? 'open'} to ${high ?? 'open'} (nominal; scores are not clamped)`;
}

function describeSource({ name, url, bytes, sha256 }: ModelReport['sources'][number]): string {
  const size = bytes === null ? 'size not known' : `${bytes} bytes`;
  return `${url ?? name} (${size}, sha256 ${sha256 ?? 'not published'})`;
}

function describeProvenance(provenance: unknown): string | null {
  if (provenance === undefined || provenance === null) return null;
  const text = typeof provenance === 'string' ? provenance : JSON.stringify(provenance);
  return text.length > 200 ? `${text.slice(0, 200)}… (all of it with --json)` : text;
}
