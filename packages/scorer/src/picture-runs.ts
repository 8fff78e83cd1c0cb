import { type FrameScore, FrameSieveError, messageOf, type RgbImage } from '@framesieve/core';
import type { CompleteModelMetadata, Size } from '@framesieve/models';
import type { BatchPlan } from './batch-plan.ts';
import type { ModelPlan } from './check-model.ts';
import { type InputBuffer, InputBuffers } from './input-buffers.ts';
import type { OnnxModel } from './open-model.ts';
import { prepareInput } from './prepare-input.ts';
import { readOutput } from './read-output.ts';
import { isOutOfMemory } from './runtime/out-of-memory.ts';

/** Where runs say what a person may want to know. */
export interface RunReports {
  warn(message: string): void;
  debug(message: string): void;
}

/** What runs on pictures are made of. */
export interface PictureRunsOptions {
  readonly runtime: OnnxModel;
  readonly metadata: CompleteModelMetadata;
  readonly plan: Pick<ModelPlan, 'inputName' | 'outputName'>;
  readonly batches: BatchPlan;
}

/** These set themselves up anew for each number of pictures, which takes longer than computing some that nobody wants. */
const devicesThatTune = ['cuda', 'tensorrt'];

/**
 * Runs a model on pictures of one size, in batches that fit into memory: when it runs out of that, in smaller ones from then
 * on.
 */
export class PictureRuns {
  readonly #options: PictureRunsOptions;
  readonly #buffers: InputBuffers;
  /** Pictures per call that were planned, by size. */
  readonly #planned = new Map<string, number>();
  readonly #unsaid: string[] = [];
  #saidWarning: string | null = null;
  #saidMemory = false;

  constructor(options: PictureRunsOptions) {
    this.#options = options;
    this.#buffers = new InputBuffers(options.metadata.input.dtype);
  }

  /**
   * Plans how many pictures of a size go into one call. A GPU is tried out with so many, which also has it set up for them;
   * where that is too much for its memory, with fewer.
   */
  async plan(size: Size): Promise<number> {
    const { batches, runtime } = this.#options;
    const { device } = runtime;
    let count = await batches.count(size, device, message => this.#unsaid.push(message));
    if (device !== 'cpu') {
      const black = { ...size, data: new Uint8Array(size.width * size.height * 3) };
      while (count > 1 && !(await this.#fits(black, count))) {
        batches.halve(size, count);
        count = batches.most(size);
      }
    }
    this.#planned.set(`${size.width}×${size.height}`, count);
    return count;
  }

  async #fits(picture: RgbImage, count: number): Promise<boolean> {
    try {
      await this.#run([picture], count);
      return true;
    } catch (error) {
      // What else goes wrong does so again with a real picture, and is reported then.
      return !isOutOfMemory(messageOf(error));
    }
  }

  /**
   * Scores pictures of one size, which the model takes.
   *
   * @throws FrameSieveError `score-failed` when the model fails, or memory is not enough for a single picture.
   */
  async score(images: readonly RgbImage[], reports: RunReports): Promise<readonly FrameScore[]> {
    this.#report(reports);
    const { batches } = this.#options;
    const size = images[0]!;
    const scores: FrameScore[] = [];
    for (let start = 0; start < images.length; ) {
      const part = images.slice(start, start + batches.most(size));
      const count = this.#countFor(part.length, size);
      try {
        scores.push(...(await this.#run(part, count)));
        start += part.length;
      } catch (error) {
        if (!isOutOfMemory(messageOf(error))) throw error;
        if (count === 1) throw this.#tooLarge(size, error);
        batches.halve(size, count);
        this.#reportMemory(size, reports);
      }
    }
    this.#report(reports);
    return scores;
  }

  /** As many pictures as were planned where the device would have to be set up for fewer. */
  #countFor(given: number, size: Size): number {
    const { batches, runtime } = this.#options;
    if (!devicesThatTune.includes(runtime.device)) return given;
    const planned = this.#planned.get(`${size.width}×${size.height}`) ?? given;
    return Math.max(given, Math.min(planned, batches.most(size)));
  }

  async #run(images: readonly RgbImage[], count: number): Promise<readonly FrameScore[]> {
    const { runtime, metadata, plan } = this.#options;
    let buffer: InputBuffer | null = null;
    const allocate = (length: number) => {
      buffer = this.#buffers.take(length);
      return buffer;
    };
    try {
      const pixels = prepareInput(images, metadata.input, { allocate, count });
      const results = await runtime.run({ [plan.inputName]: pixels }, [plan.outputName]);
      return readOutput(results[plan.outputName]!, metadata, count).slice(0, images.length);
    } finally {
      if (buffer !== null) this.#buffers.giveBack(buffer);
    }
  }

  #report({ warn, debug }: RunReports): void {
    for (const message of this.#unsaid.splice(0)) debug(message);
    const { warning } = this.#options.runtime;
    if (warning !== null && warning !== this.#saidWarning) warn(warning);
    this.#saidWarning = warning;
  }

  #reportMemory(size: Size, { warn, debug }: RunReports): void {
    const most = this.#options.batches.most(size);
    const message = `Memory is not enough for so many pictures of ${size.width}×${size.height}; going on with ${most} in a call.`;
    if (this.#saidMemory) debug(message);
    else warn(message);
    this.#saidMemory = true;
  }

  #tooLarge({ width, height }: Size, cause: unknown): FrameSieveError {
    const { device } = this.#options.runtime;
    return new FrameSieveError({
      code: 'score-failed',
      message: `Memory is not enough to score one picture of ${width}×${height} pixels (${device}): ${messageOf(cause)}`,
      hint:
        device === 'cpu'
          ? 'Close other programs, use a machine with more memory, or score a smaller version of the video.'
          : 'Close other programs that use the GPU, or score on the CPU with `--device cpu`.',
      cause,
    });
  }
}
