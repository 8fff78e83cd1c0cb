import { describeFact, type MetricStory, type Place } from '@framesieve/selector';
import { counted } from '../counted.ts';
import type { ExplainedSelection } from './choose-selection.ts';
import type { ExplainedFrame } from './write-document.ts';

/** An explanation, for a person. */
export function describeStory({ path, explained, record, story, stills, warnings }: ExplainedFrame): string {
  const { metrics, rank, facts, shot, sentences } = story;
  const traits = [
    `pts ${record.ptsTicks}${record.ptsSource === 'estimated' ? ' (estimated)' : ''}`,
    ...(record.keyFrame ? ['key frame'] : []),
    ...(record.corrupt ? ['damaged'] : []),
  ];
  const together = metrics.filter(({ weight, refines }) => weight > 0 || refines).length > 1;
  return [
    `${path}: frame ${record.ordinal} at ${Number(record.timeSeconds.toFixed(3))} s (${traits.join(', ')})`,
    `  ${describeSource(explained)}`,
    ...warnings.map(warning => `  Warning: ${warning}`),
    '',
    ...sentences.map(sentence => `  ${sentence}`),
    ...stills.map(file => `  Still: ${file}`),
    '',
    ...metrics.map(metric => `  ${describeMetric(metric, together)}`),
    ...(together ? [`  together: ${describePlace(rank)}`] : []),
    `  shot ${shot.number} of ${shot.of} (${shot.startSeconds.toFixed(1)}–${shot.endSeconds.toFixed(1)} s${beginning[shot.begins]})`,
    ...facts.map(fact => `  ${describeFact(fact)}`),
  ].join('\n');
}

const beginning = {
  start: '',
  cut: ', begins with a cut',
  fade: ', begins with a fade',
  crossfade: ', begins with a cross-fade',
};

function describeSource({ source, selectionId, selection }: ExplainedSelection): string {
  const picks = counted(selection.picked.length, 'pick');
  if (source === 'stored') return `In the newest stored selection, number ${selectionId}, of ${picks}.`;
  if (source === 'flags') return `In what these flags would select, ${picks}; nothing is stored.`;
  return `Nothing has been selected yet: in what the settings would select, ${picks}; nothing is stored.`;
}

function describeMetric(
  { id, direction, weight, refines, isScored, score, place }: MetricStory,
  together: boolean,
): string {
  if (!isScored) return `${id}: not looked at, as it refines others`;
  const figure = score === null ? 'no score' : score.toFixed(2);
  const weighs = refines
    ? ', ranks first'
    : weight === 0
      ? ', only recorded'
      : together
        ? `, weight ${weight}`
        : '';
  return `${id} ${figure} (${direction} is better${weighs})${place ? `: ${describePlace(place)}` : ''}`;
}

function describePlace(place: Place | null): string {
  if (place === null) return 'no score';
  return `place ${place.place} of ${place.of}, no worse than ${Number(place.percentile.toFixed(1))} % of the others`;
}
