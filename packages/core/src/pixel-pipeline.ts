import type { PixelSettings } from './decoder.ts';
import { invalidArgument } from './errors.ts';
import type { ToneMap } from './frame.ts';
import { hardwareNames } from './hardware.ts';

/** What happens to the pixels of a decode, in this order. */
export interface PixelPipeline {
  /** Hardware that was asked to decode and does, e.g. `cuda`; `null` for software. */
  readonly hardware: string | null;
  /** `bwdif`: frames that say they are interlaced are deinterlaced; `bwdif-all`: all frames are. */
  readonly deinterlace: 'bwdif' | 'bwdif-all' | null;
  readonly toneMap: ToneMap | null;
}

/** The form in which a pipeline is stored, e.g. `cuda,bwdif,bt2390`; `none` when nothing is done. */
export function formatPipeline({ hardware, deinterlace, toneMap }: PixelPipeline): string {
  return [hardware, deinterlace, toneMap].filter(step => step !== null).join(',') || 'none';
}

/**
 * Reads the stored form.
 *
 * @throws FrameSieveError `usage` for a step that is not known.
 */
export function parsePipeline(text: string): PixelPipeline {
  let pipeline: PixelPipeline = { hardware: null, deinterlace: null, toneMap: null };
  for (const step of text === 'none' ? [] : text.split(',')) {
    if (hardwareNames.some(name => name === step)) pipeline = { ...pipeline, hardware: step };
    else if (step === 'bwdif' || step === 'bwdif-all') pipeline = { ...pipeline, deinterlace: step };
    else if (step === 'bt2390') pipeline = { ...pipeline, toneMap: step };
    else throw invalidArgument('pixelPipeline', 'steps such as bwdif or bt2390', text);
  }
  return pipeline;
}

/** The settings by which a stored decode is repeated exactly. */
export function settingsOf(pixelPipeline: string, crop: PixelSettings['crop'] | null): PixelSettings {
  const { hardware, deinterlace, toneMap } = parsePipeline(pixelPipeline);
  return {
    crop: crop ?? 'none',
    deinterlace: deinterlace === 'bwdif-all' ? 'on' : deinterlace === 'bwdif' ? 'flagged' : 'off',
    toneMap: toneMap === null ? 'off' : 'auto',
    hwaccel: hardwareNames.find(name => name === hardware) ?? 'off',
  };
}
