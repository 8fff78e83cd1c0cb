import type { PickTier, RejectionReason } from '@framesieve/core';
import { grouped } from '../chart/format.ts';
import { reasonTexts } from '../chart/rejected-stretches.ts';
import { html, type Markup } from './html.ts';
import type { ReportInput } from './report-input.ts';
import { tierTexts } from './tier-texts.ts';

/** How many frames were picked, by tier, and rejected, by reason. */
export function countsSection({ table, selection }: ReportInput): Markup {
  const { picked, rejected } = selection;
  const total = table.ordinals.length;
  const tiers = countBy(picked.map(({ tier }) => tier));
  const reasons = countBy(rejected.map(({ reason }) => reason));
  const rest = Math.max(0, total - picked.length - rejected.length);
  const row = (name: string, text: string, count: number) =>
    html`<tr><th scope="row">${name} <span class="quiet">· ${text}</span>${bar(count, total)}</th><td class="number">${grouped(count)}</td></tr>`;
  return html`<section id="counts">
<h2>What became of the ${grouped(total)} scored frames</h2>
<div class="counts">
<div><h3>Picked</h3><table><tbody>${(Object.keys(tierTexts) as PickTier[]).map(tier => tiers.has(tier) && row(tier, tierTexts[tier], tiers.get(tier)!))}${picked.length === 0 && row('none', 'no frame was good enough', 0)}</tbody></table></div>
<div><h3>Not picked</h3><table><tbody>${(Object.keys(reasonTexts) as RejectionReason[]).map(reason => reasons.has(reason) && row(reason, reasonTexts[reason], reasons.get(reason)!))}${row('others', 'there were better ones', rest)}</tbody></table></div>
</div>
</section>`;
}

function bar(count: number, total: number): Markup {
  const percent = total > 0 ? Math.max(count > 0 ? 0.4 : 0, (100 * count) / total) : 0;
  return html`<svg class="bar" width="100%" height="4" aria-hidden="true"><rect class="of" width="100%" height="4" rx="2"/><rect width="${percent.toFixed(1)}%" height="4" rx="2"/></svg>`;
}

function countBy<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
