import {
  type Decoder,
  FrameSieveError,
  isUrl,
  type OpenOptions,
  type OpenVideo,
  shownPath,
} from '@framesieve/core';
import { checkInput, inputAccess } from '@framesieve/decoder';
import type { FailedCandidate, FoundOpenCv } from './find-opencv.ts';
import { openCapture } from './open-capture.ts';
import type { Capture } from './opencv-addon.ts';
import { OpenCvVideo } from './opencv-video.ts';
import { isSoundFile } from './sound-files.ts';

/** Decodes with OpenCV's `VideoCapture` over FFmpeg. */
export class OpenCvDecoder implements Decoder {
  readonly id = 'opencv';
  readonly version: string;
  readonly #opencv: FoundOpenCv;
  readonly #failed: readonly FailedCandidate[];

  constructor(opencv: FoundOpenCv, failed: readonly FailedCandidate[]) {
    this.version = opencv.version;
    this.#opencv = opencv;
    this.#failed = failed;
  }

  async open(path: string, options: OpenOptions): Promise<OpenVideo> {
    const { signal, logger, hwaccel = 'off', stallSeconds = null } = options;
    signal.throwIfAborted();
    for (const { description, named } of this.#failed) {
      if (named) logger.warn(`Of OpenCV, ${description}; version ${this.version} is used.`);
    }
    if (hwaccel !== 'off') logger.warn('OpenCV decodes in software here: no hardware is used.');
    await checkInput(path, options);
    const access = await inputAccess(path, options);
    const isSound = !isUrl(path) && (await isSoundFile(path));
    signal.throwIfAborted();
    const { addon } = this.#opencv;
    const open = async (): Promise<Capture> => {
      try {
        return openCapture(addon, access);
      } catch (cause) {
        throw unopened(path, isSound, cause);
      }
    };
    return new OpenCvVideo({ path, addon, isSound, capture: await open(), open, stallSeconds, logger });
  }
}

function unopened(path: string, isSound: boolean, cause: unknown): FrameSieveError {
  if (isSound) {
    return new FrameSieveError({
      code: 'input-no-video-stream',
      message: `"${path}" holds sound, but no video.`,
      hint: 'Give a file that has pictures, not only sound.',
      cause,
    });
  }
  return new FrameSieveError({
    code: 'input-not-video',
    message: `"${shownPath(path)}" is not a video that OpenCV can read; it does not say why.`,
    hint: 'Check that the file is complete and plays elsewhere, or try another decoder.',
    cause,
  });
}
