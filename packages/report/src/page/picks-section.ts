import type { ExportedStill } from '@framesieve/core';
import { formatClock, formatScore, grouped, scoreDecimals } from '../chart/format.ts';
import { fileAddress, html, type Markup } from './html.ts';
import { mostPicks, type ReportInput } from './report-input.ts';

/** The picks as pictures, the best first. */
export function picksSection(input: ReportInput): Markup {
  const { exported, table } = input;
  if (exported.length === 0) {
    return html`<section id="picks"><h2>Picks</h2><p class="section-note">No frame was picked.</p></section>`;
  }
  const decimals = new Map(table.metrics.map(({ id, scores }) => [id, scoreDecimals(spanOf(scores))]));
  const byRank = exported.toSorted((a, b) => a.planned.pick.rank - b.planned.pick.rank);
  const shown = byRank.slice(0, mostPicks);
  const note =
    shown.length < byRank.length && ` Shown are the best ${mostPicks} of ${grouped(byRank.length)}.`;
  return html`<section id="picks">
<h2>Picks</h2>
<p class="section-note">By rank, the best first. A picture leads to its still.${note}</p>
<ol class="picks">${shown.map(still => pickCard(still, input, decimals))}</ol>
</section>`;
}

function pickCard(
  { planned, still, error }: ExportedStill,
  { source, thumbnails }: ReportInput,
  decimals: ReadonlyMap<string, number>,
): Markup {
  const { pick, frame, scores, rankedBy } = planned;
  const several = Object.keys(scores).length > 1;
  const time = formatClock(frame.timeSeconds, 3);
  const thumbnail = thumbnails.get(frame.ordinal);
  const alt = `Frame ${frame.ordinal} of ${source.name}, at ${time}`;
  const picture = thumbnail
    ? html`<img src="${thumbnail.address}" width="${thumbnail.width}" height="${thumbnail.height}" alt="${alt}">`
    : html`<span class="none">${still ? still.file : 'Not exported'}</span>`;
  return html`<li class="pick ${pick.tier}${error && ' failed'}" id="pick-${pick.rank}">
${still ? html`<a class="picture" href="${fileAddress(still.file)}">${picture}</a>` : html`<div class="picture">${picture}</div>`}
<div class="about">
<h3><span class="rank">${pick.rank}</span> <span>${time}</span> <span class="frame">frame ${frame.ordinal}</span></h3>
<dl class="scores">${Object.entries(scores).map(([id, score]) => html`<dt>${id}${several && id === rankedBy && ' (ranked)'}</dt><dd>${formatScore(score, decimals.get(id) ?? 2)}</dd>`)}</dl>
<p class="reason">${pick.reason}</p>
<p class="small"><span>${pick.tier}</span>${still ? html`<span>${still.verified === 'exact' ? 'verified' : 'verified by tolerance'}</span>` : html`<a class="alarm" href="#not-exported">not exported</a>`}<a class="to-curve" href="#mark-${pick.rank}" aria-label="Rank ${pick.rank} on the curve">on the curve</a></p>
</div>
</li>`;
}

function spanOf(scores: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    if (score < low) low = score;
    if (score > high) high = score;
  }
  return high - low;
}
