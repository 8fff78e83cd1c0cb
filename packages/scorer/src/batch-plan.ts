import { availableMemory } from 'node:process';
import { type CompleteModelMetadata, preparedSize, type Size } from '@framesieve/models';
import { readGpus as askTool, type Gpu } from './runtime/read-gpus.ts';

/** What batches are planned from. */
export interface BatchPlanOptions {
  readonly metadata: Pick<CompleteModelMetadata, 'input' | 'batch'>;
  /** Most pictures that one call takes. */
  readonly maxBatchSize: number;
  /** Memory that calls may take, on the CPU; `null` for what the machine has free. */
  readonly memoryBytes: number | null;
  /** Number of the GPU. */
  readonly deviceId?: number;
  /** Finds the GPUs and their memory; by default, by NVIDIA's tool. */
  readonly readGpus?: () => Promise<readonly Pick<Gpu, 'memory'>[]>;
}

/** Bytes that a call takes for each sample of its input, where the model doesn't say; measured: NIQE 21, BRISQUE 23, MUSIQ 110. */
const usualBytesPerSample = 160;
/** Share of the free memory that a call may take. Estimates are rough, and other programs want some. */
const share = 0.7;
/** What a GPU that can't be asked is taken to have free. */
const carefulGpuBytes = 1024 ** 3;

const sampleBytes = { uint8: 1, uint16: 2, float16: 2, float32: 4 } as const;

/**
 * How many pictures of a size go into one call: as many as gain something and fit into the memory that is free. Where memory
 * runs out nevertheless, fewer from then on.
 */
export class BatchPlan {
  readonly #options: BatchPlanOptions;
  /** What was found out by running out of memory, by size. */
  readonly #proven = new Map<string, number>();

  constructor(options: BatchPlanOptions) {
    this.#options = options;
  }

  /** Most pictures of this size that a call may take, by what is known so far. */
  most(size: Size): number {
    return this.#proven.get(keyOf(size)) ?? this.#options.maxBatchSize;
  }

  /** Remembers that so many pictures were too much for the memory, and halves their number; it must not be 1. */
  halve(size: Size, count: number): void {
    this.#proven.set(keyOf(size), Math.min(this.most(size), Math.floor(count / 2)));
  }

  /**
   * Plans for pictures of a size: 1 on a CPU, which is busy with one, unless the model says that it gains from more.
   *
   * @param device `cpu`, or an execution provider.
   * @param debug told what could not be found out.
   */
  async count(size: Size, device: string, debug: (message: string) => void): Promise<number> {
    const { metadata, memoryBytes } = this.#options;
    const most = device === 'cpu' ? Math.min(this.most(size), metadata.batch?.cpu ?? 1) : this.most(size);
    if (most === 1) return 1;
    const free = device === 'cpu' ? (memoryBytes ?? availableMemory()) : await this.#freeOnGpu(device, debug);
    return Math.max(1, Math.min(most, Math.floor((free * share) / this.#bytesOf(size))));
  }

  #bytesOf(size: Size): number {
    const { input, batch } = this.#options.metadata;
    const { width, height } = preparedSize(size, input.resize);
    const perSample = batch ? batch.memoryFactor * sampleBytes[input.dtype] : usualBytesPerSample;
    return width * height * 3 * perSample;
  }

  async #freeOnGpu(device: string, debug: (message: string) => void): Promise<number> {
    const { readGpus = askTool, deviceId = 0 } = this.#options;
    const gpu = device === 'cuda' || device === 'tensorrt' ? (await readGpus())[deviceId] : undefined;
    if (gpu?.memory) return gpu.memory.freeBytes;
    debug(
      `The memory of device "${device}" can't be read; batches are planned for ${carefulGpuBytes} bytes.`,
    );
    return carefulGpuBytes;
  }
}

function keyOf({ width, height }: Size): string {
  return `${width}×${height}`;
}
