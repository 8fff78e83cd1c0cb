import type { PixelSettings } from '../decoder.ts';
import { FrameSieveError } from '../errors.ts';
import type { Sampling } from '../sampling.ts';
import { type CoverageSettings, defaultSelection, type SelectionSettings } from '../selector.ts';
import type { ResolvedConfig } from './schema.ts';

/**
 * The sampling that a config asks for.
 *
 * @throws FrameSieveError `config` when `to` is not after `from`.
 */
export function samplingOf({ sample }: ResolvedConfig): Sampling {
  const fromSeconds = sample.from === null ? null : secondsOf(sample.from);
  const toSeconds = sample.to === null ? null : secondsOf(sample.to);
  if (fromSeconds !== null && toSeconds !== null && fromSeconds >= toSeconds) {
    throw new FrameSieveError({
      code: 'config',
      message: `The range of time is empty: \`from\` is ${sample.from}, \`to\` is ${sample.to}.`,
      hint: 'Let `to` be later than `from`.',
    });
  }
  return { every: sample.every, fps: sample.fps, keyFrames: sample.keyframes, fromSeconds, toSeconds };
}

/**
 * The selection settings that a config asks for. `refinedBy` is open: whether there are refined scores is known for each video.
 *
 * @throws FrameSieveError `config` when the top tier is stated twice.
 */
export function selectionOf({ select }: ResolvedConfig): SelectionSettings {
  const { top, percentile, duplicates } = select;
  if (typeof top === 'string' && percentile !== null) {
    throw new FrameSieveError({
      code: 'config',
      message: `\`top\` (${top}) and \`percentile\` (${percentile}) both state a share of the frames.`,
      hint: 'Give one of them, or a number for `top`.',
    });
  }
  const percent =
    typeof top === 'string' ? Number.parseFloat(top) : percentile === null ? null : 100 - percentile;
  const count = typeof top === 'number' ? top : null;
  return {
    top: count === null && percent === null ? defaultSelection.top : { count, percent },
    coverage: coverageOf(select),
    maxPerShot: select.maxPerShot,
    minGapSeconds: select.minGapSeconds,
    maxHashDistance: limit(duplicates),
    weights: select.weights,
    refinedBy: null,
    reject: {
      blackBelow: limit(select.black),
      whiteAbove: limit(select.white),
      flatBelow: limit(select.flat),
      fades: limit(select.fades),
      blurred: limit(select.blurred),
      noisy: limit(select.noisy),
      blocky: limit(select.blocky),
      exposure: limit(select.exposure),
      cards: limit(select.cards),
      damaged: limit(select.damaged),
    },
  };
}

function limit(value: number | false): number | null {
  return value === false ? null : value;
}

/** Reads `10`, `'auto'`, `'2/min'` and `'1/shot'`. */
function coverageOf({ coverage, coverageBy }: ResolvedConfig['select']): CoverageSettings {
  const [amount, unit] = typeof coverage === 'string' ? coverage.split('/') : [coverage];
  const per = unit === 'min' ? 'minute' : unit === 'shot' ? 'shot' : 'video';
  return {
    by: coverageBy ?? (per === 'shot' ? 'shot' : 'time'),
    picks: amount === 'auto' ? 'auto' : Number(amount),
    per,
  };
}

/** What a config asks to be done with pixels. */
export function pixelsOf(config: ResolvedConfig): PixelSettings {
  const { crop, deinterlace, toneMap, hwaccel } = config;
  return { crop: cropOf(crop), deinterlace, toneMap, hwaccel };
}

function cropOf(crop: string): PixelSettings['crop'] {
  if (crop === 'auto' || crop === 'none') return crop;
  const [width, height, x, y] = crop.split(':').map(Number);
  return { width: width!, height: height!, x: x!, y: y! };
}

/** Seconds of a time as the config takes it: `90`, `'90'`, `'1:30'` or `'1:02:03.5'`. */
export function secondsOf(time: number | string): number {
  if (typeof time === 'number') return time;
  return time.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
