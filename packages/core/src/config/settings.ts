import type { PixelSettings } from '../decoder.ts';
import { FrameSieveError } from '../errors.ts';
import type { Sampling } from '../sampling.ts';
import { defaultSelection, type SelectionSettings } from '../selector.ts';
import type { ResolvedConfig } from './schema.ts';

/**
 * The sampling that a config asks for.
 *
 * @throws FrameSieveError `config` when `to` is not after `from`.
 */
export function samplingOf({ sample }: ResolvedConfig): Sampling {
  const fromSeconds = secondsOf(sample.from);
  const toSeconds = secondsOf(sample.to);
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
 * The selection settings that a config asks for.
 *
 * @throws FrameSieveError `config` when the top tier is stated twice.
 */
export function selectionOf({ select }: ResolvedConfig): SelectionSettings {
  const { top, percentile, duplicates, black, white, flat } = select;
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
    coverage: select.coverage,
    minGapSeconds: select.minGapSeconds,
    maxHashDistance: duplicates === false ? null : duplicates,
    blackBelow: black === false ? null : black,
    whiteAbove: white === false ? null : white,
    flatBelow: flat === false ? null : flat,
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

/** Seconds of `90`, `'1:30'` or `'1:02:03.5'`. */
function secondsOf(time: number | string | null): number | null {
  if (time === null || typeof time === 'number') return time;
  return time.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
