import { FrameSieveError } from '@framesieve/core';
import { formatClock } from '../chart/format.ts';
import { html, type Markup } from './html.ts';
import type { ReportInput } from './report-input.ts';

/** The picks that could not be exported, and why; `null` for none. */
export function failuresSection({ exported }: ReportInput): Markup | null {
  const failures = exported.flatMap(({ planned, error }) => (error ? [{ planned, error }] : []));
  if (failures.length === 0) return null;
  const rows = failures.map(({ planned: { pick, frame }, error }) => {
    const hint = FrameSieveError.isInstance(error) ? error.hint : null;
    return html`<tr><td>${pick.rank}</td><td>${frame.ordinal}</td><td>${formatClock(frame.timeSeconds, 3)}</td><td>${error.message}${hint && html`<br><span class="quiet">${hint}</span>`}</td></tr>`;
  });
  return html`<section id="not-exported">
<h2>Not exported</h2>
<table><thead><tr><th scope="col">Rank</th><th scope="col">Frame</th><th scope="col">Time</th><th scope="col">Why</th></tr></thead><tbody>${rows}</tbody></table>
</section>`;
}
