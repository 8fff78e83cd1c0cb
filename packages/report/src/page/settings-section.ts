import { html, type Markup } from './html.ts';
import type { ReportInput } from './report-input.ts';

/** Every setting with its value, and every part that has a version. */
export function settingsSection({ settings }: ReportInput): Markup {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const [path, value] of flattened(settings)) {
    const [group, ...rest] = path.length > 1 ? path : ['general', ...path];
    const entries = groups.get(group!) ?? [];
    entries.push([rest.join('.'), value]);
    groups.set(group!, entries);
  }
  const tables = [...groups].map(
    ([group, entries]) =>
      html`<div><h3>${group}</h3><table><tbody>${entries.map(([key, value]) => html`<tr><th scope="row">${key}</th><td>${value}</td></tr>`)}</tbody></table></div>`,
  );
  return html`<section id="settings">
<h2>Settings</h2>
<div class="settings">${tables}</div>
</section>`;
}

/** What scored and what decoded, with everything that tells one version from another. */
export function versionsSection(input: ReportInput): Markup {
  const { source, metrics, toolVersion, versions } = input;
  const { decoder } = source.decode;
  const rows: readonly (readonly [string, string])[] = [
    ['FrameSieve', toolVersion],
    ['decoder', `${decoder.id} ${decoder.version}`],
    ...metrics.flatMap(({ id, implementation, kernel, precision, device, modelSha256 }) => [
      [id, `${implementation.name} ${implementation.version}, ${kernel}, ${precision}, ${device}`] as const,
      [`${id} model`, `sha256 ${modelSha256}`] as const,
    ]),
    ...versions.map(({ part, version }) => [part, version] as const),
    ['video', `sha256 ${source.identity.sha256} of sampled chunks, ${source.identity.sizeBytes} bytes`],
  ];
  return html`<section id="versions">
<h2>Versions</h2>
<table><tbody>${rows.map(([part, version]) => html`<tr><th scope="row">${part}</th><td><code>${version}</code></td></tr>`)}</tbody></table>
</section>`;
}

/** The leaves of an object, each with the keys that lead to it. */
function flattened(
  value: unknown,
  path: readonly string[] = [],
): readonly (readonly [readonly string[], string])[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isObject && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) => flattened(inner, [...path, key]));
  }
  return [[path, typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set')]];
}
