import { createHash } from 'node:crypto';
import {
  type Frame,
  type FrameScore,
  type ImageScorer,
  invalidArgument,
  type MetricDescription,
  type PictureFormat,
  type Rectangle,
  type RgbImage,
  type ScorerContext,
  type ScorerOptions,
} from '@framesieve/core';
import { type CompleteModelMetadata, sizeProblem } from '@framesieve/models/facts';
import type { KernelName } from '../kernel/kernel-code.ts';
import { takesPlanes } from '../kernel/nss-picture.ts';
import { allSettled } from './all-settled.ts';
import { FrameMemories, isWasmMemory } from './frame-memories.ts';
import type { KernelSetup, KernelTask } from './kernel-task.ts';
import { KernelThreads } from './kernel-threads.ts';
import { implementation } from './nss-implementation.ts';
import { toEightBits } from './to-eight-bits.ts';

/** What a scorer by the kernel is made of. */
export interface NssScorerOptions extends KernelSetup {
  /** Id that the metric goes by. */
  readonly id: string;
  /** What the model file says. */
  readonly metadata: CompleteModelMetadata;
  /** Bytes of the model file. */
  readonly model: Uint8Array;
  readonly options: ScorerOptions;
  /** The form of the kernel that this machine runs. */
  readonly kernel: KernelName;
}

/**
 * Makes a scorer that takes features of natural scene statistics by the kernel, on as many threads as it may use, a frame on
 * each. They start at once. Frames are read where they lie if that is a WebAssembly memory; where the kernel can't read
 * their samples it gets RGB.
 */
export async function createNssScorer({
  id,
  metadata,
  model,
  options,
  kernel,
  rules,
  readOut,
  parameters,
}: NssScorerOptions): Promise<ImageScorer> {
  const threads = new KernelThreads({ rules, readOut, parameters }, options.threads);
  const memories = new FrameMemories();
  const metric: MetricDescription = {
    id,
    modelDirection: metadata.direction,
    direction: options.direction ?? metadata.direction,
    range: metadata.range,
    modelSha256: createHash('sha256').update(model).digest('hex'),
    implementation,
    kernel,
    precision: 'float32',
    device: 'cpu',
  };

  const scoreTask = async (task: KernelTask): Promise<FrameScore> => {
    const score = await threads.score(task);
    if (Number.isFinite(score)) return { score, distribution: null };
    const reason = metadata.undefinedReason ?? 'The metric is not defined for this picture.';
    return { score: null, reason };
  };
  const scoreImage = async (image: RgbImage): Promise<FrameScore> => {
    const { width, height, data } = image;
    const length = width * height * 3;
    if (data.length !== length)
      throw invalidArgument('image.data.length', `${length} (width × height × 3)`, data.length);
    const problem = sizeProblem(image, metadata.input, anySize);
    if (problem !== null) return { score: null, reason: problem };
    return scoreTask({ kind: 'rgb', width, height, data: toEightBits(image) });
  };
  const scoreFrame = async (frame: Frame, context: ScorerContext): Promise<FrameScore> => {
    const { format, rendering } = frame;
    const area = rendering.crop ?? { x: 0, y: 0, width: format.width, height: format.height };
    if (rendering.toneMap !== null || !takesPlanes(format, area, rules))
      return scoreImage(context.rgb(frame, { bitDepth: 8 }));
    const problem = sizeProblem(uprightSize(area, format.rotation), metadata.input, anySize);
    if (problem !== null) return { score: null, reason: problem };
    return scoreTask(taskOf(frame, area, memories));
  };

  return {
    metric,
    maxBatchSize: 1,
    concurrency: threads.count,
    async scoreImages(images, { signal } = {}) {
      signal?.throwIfAborted();
      return allSettled(images.map(scoreImage));
    },
    async score(frames, context) {
      context.signal.throwIfAborted();
      return allSettled(frames.map(frame => scoreFrame(frame, context)));
    },
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
  };
}

const anySize = { width: null, height: null };

function uprightSize({ width, height }: Rectangle, rotation: PictureFormat['rotation']) {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

function taskOf(frame: Frame, area: Rectangle, memories: FrameMemories): KernelTask {
  const { layout, format, memory, bytes } = frame;
  const planes = { layout, format, area };
  if (!isWasmMemory(memory)) return { kind: 'planes', bytes, planes };
  const number = memories.numberOf(memory);
  return { kind: 'memory', memory, number, alive: memories.alive(), byteOffset: bytes.byteOffset, planes };
}
