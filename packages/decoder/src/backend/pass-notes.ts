import type { DecodedFrame, PixelPipeline, PixelSettings } from '@framesieve/core';
import { isInterlaced } from '../frame/is-interlaced.ts';
import { HardwareLog } from './hardware-log.ts';

/** Finds out in one pass what a person should know of how the frames were decoded, and adds it to the warnings, once. */
export class PassNotes {
  readonly #settings: PixelSettings;
  readonly #warnings: string[];
  readonly #hardware = new HardwareLog();
  #missesInterlaced: boolean;

  constructor(settings: PixelSettings, pipeline: PixelPipeline, warnings: string[]) {
    this.#settings = settings;
    this.#warnings = warnings;
    this.#missesInterlaced = settings.deinterlace === 'auto' && pipeline.deinterlace === null;
  }

  /** Takes each frame of the pass. */
  add({ ordinal, format, hardware }: DecodedFrame): void {
    this.#hardware.add(ordinal, hardware);
    if (!this.#missesInterlaced || !isInterlaced(format)) return;
    this.#missesInterlaced = false;
    const start = 'Some frames are interlaced';
    if (this.#warnings.some(warning => warning.startsWith(start))) return;
    this.#warnings.push(
      `${start}, frame ${ordinal} the first, but none of those that were looked at before, so they are scored as they are: use --deinterlace flagged.`,
    );
  }

  /** To be called at the end of the pass. */
  finish(): void {
    const { hwaccel } = this.#settings;
    const summary = hwaccel === 'off' ? null : this.#hardware.summary(hwaccel);
    if (summary !== null && !this.#warnings.includes(summary)) this.#warnings.push(summary);
  }
}
