import { formatClock, grouped } from '../chart/format.ts';
import { html, type Markup } from './html.ts';
import type { ReportInput } from './report-input.ts';

/** The head of the page: what video it is, and what was made of it. */
export function sourceSection(input: ReportInput): Markup {
  const { source, exported, exportedAt, warnings, selection } = input;
  const written = exported.filter(({ still }) => still !== null).length;
  const frames = source.frameCount ?? input.table.ordinals.length;
  const notes = [
    ...warnings,
    ...(selection.relaxed.length > 0 ? [`To find enough frames: ${selection.relaxed.join(', ')}.`] : []),
  ];
  return html`<header>
<p class="eyebrow">FrameSieve · ${`${exportedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`}</p>
<h1><bdi>${source.name}</bdi></h1>
<p class="lead"><strong>${grouped(written)} ${written === 1 ? 'still' : 'stills'}</strong> of ${grouped(frames)} ${frames === 1 ? 'frame' : 'frames'}${written < exported.length && html`, <a class="alarm" href="#not-exported">${exported.length - written} not exported</a>`}</p>
<dl class="facts">${sourceFacts(input).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${notes.length > 0 && html`<ul class="notice">${notes.map(note => html`<li>${note}</li>`)}</ul>`}
</header>`;
}

function sourceFacts({ source, table, metrics }: ReportInput): readonly (readonly [string, string])[] {
  const { stream, decoder, pixelPipeline, crop, container } = source.decode;
  const { durationSeconds, frameRate } = stream;
  const rate = frameRate && frameRate.denominator > 0 ? frameRate.numerator / frameRate.denominator : null;
  const duration = durationSeconds ?? table.timeSeconds.at(-1) ?? null;
  const area = crop && `, without black bars ${crop.width} × ${crop.height}`;
  return [
    ['Duration', duration === null ? 'not known' : formatClock(duration, duration < 60 ? 2 : 0)],
    ['Picture', `${stream.width} × ${stream.height}${area ?? ''}`],
    ['Codec', rate === null ? stream.codec : `${stream.codec}, ${Number(rate.toFixed(3))} frames/s`],
    ['Container', `${container}, ${formatBytes(source.identity.sizeBytes)}`],
    ['Decoder', `${decoder.id} ${decoder.version}`],
    ['Pixel pipeline', pixelPipeline],
    [metrics.length === 1 ? 'Metric' : 'Metrics', metrics.map(metric => metric.id).join(', ')],
    [
      'Scored',
      `${grouped(table.ordinals.length)} of ${source.frameCount === null ? 'an unknown number of' : grouped(source.frameCount)} frames`,
    ],
  ];
}

function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 100 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}
