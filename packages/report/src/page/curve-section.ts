import { isOwnReason, type PickTier, type RejectionReason } from '@framesieve/core';
import { reasonTexts } from '../chart/rejected-stretches.ts';
import { curveFigure } from './curve-figure.ts';
import { html, type Markup } from './html.ts';
import { mostPicks, type ReportInput } from './report-input.ts';
import { tierTexts } from './tier-texts.ts';

/** The score curve of each metric, the ranking one first and larger. */
export function curveSection({ table, selection, shots = [] }: ReportInput): Markup {
  const { rejected } = selection;
  const picked = selection.picked.toSorted((a, b) => a.rank - b.rank).slice(0, mostPicks);
  const input = { table, picked, rejected };
  const figures = table.metrics.map((metric, i) =>
    curveFigure({
      metric,
      input,
      shots,
      height: i === 0 ? 240 : 130,
      idPrefix: i === 0 ? 'mark-' : `mark-${i + 1}-`,
    }),
  );
  const tiers = (Object.keys(tierTexts) as PickTier[]).filter(tier =>
    picked.some(pick => pick.tier === tier),
  );
  const seen = new Set(rejected.map(({ reason }) => reason));
  const reasons = (Object.keys(reasonTexts) as RejectionReason[]).filter(
    reason => isOwnReason(reason) && seen.has(reason),
  );
  return html`<section id="curve">
<h2>Scores over time</h2>
<p class="section-note">The numbers are ranks; each leads to its picture. Shaded is what was rejected for what it is.${shots.length > 0 && ' The band on top shows the shots.'}</p>
${figures}
<ul class="legend">${tiers.map(tier => html`<li><span class="swatch dot ${tier}"></span>picked: ${tier}</li>`)}${reasons.map(reason => html`<li><span class="swatch ${reason}"></span>${reason}</li>`)}</ul>
</section>`;
}
