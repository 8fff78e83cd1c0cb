/**
 * A thread that scores pictures by the kernel; `KernelThreads` starts it.
 */
import { workerData } from 'node:worker_threads';
import type { FrameMemory } from '@framesieve/core';
import { type KernelCode, loadKernel } from '../kernel/kernel-code.ts';
import { NssKernel } from '../kernel/nss-kernel.ts';
import type { NssPicture } from '../kernel/nss-picture.ts';
import { KeptKernels } from './kept-kernels.ts';
import type { KernelReply, KernelSetup, KernelTask } from './kernel-task.ts';
import type { ReadOutModule } from './read-out.ts';

const { rules, readOut, parameters }: KernelSetup = workerData;
const [code, { createReadOut }]: [KernelCode, ReadOutModule] = await Promise.all([
  loadKernel(),
  import(readOut),
]);
const scoreOf = createReadOut(parameters);

/** A kernel, and the memory that it works in: to this thread, each task brings another object for the same memory. */
interface MemoryKernel {
  readonly kernel: NssKernel;
  readonly memory: FrameMemory;
}

const kernels = new KeptKernels<MemoryKernel>();
let own: Promise<NssKernel> | null = null;

/** The kernel for a picture, and the picture in its terms. */
async function prepare(task: KernelTask): Promise<readonly [NssKernel, NssPicture]> {
  if (task.kind === 'memory') {
    const { number, alive, byteOffset, planes } = task;
    const make = async () => ({ kernel: await NssKernel.create(task.memory, code), memory: task.memory });
    const { kernel, memory } = await kernels.get(number, alive, make);
    const { byteLength } = planes.layout;
    // What grew while the memory was on its way to this thread is not seen here before it is asked for.
    if (byteOffset + byteLength > memory.buffer.byteLength) memory.grow(0);
    const bytes = new Uint8Array(memory.buffer, byteOffset, byteLength);
    return [kernel, { kind: 'planes', bytes, ...planes }];
  }
  own ??= NssKernel.create(null, code);
  const kernel = await own;
  if (task.kind === 'rgb') return [kernel, task];
  return [kernel, { kind: 'planes', bytes: task.bytes, ...task.planes }];
}

export default async function score(task: KernelTask): Promise<KernelReply> {
  try {
    const [kernel, picture] = await prepare(task);
    return { score: scoreOf(kernel.measure(picture, rules)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
