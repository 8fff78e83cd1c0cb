import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Memory of a GPU. */
export interface GpuMemory {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const timeoutMs = 5000;
const query = ['--query-gpu=memory.free,memory.total', '--format=csv,noheader,nounits'];

/**
 * Asks NVIDIA's tool for the memory of each GPU, in the order of their numbers.
 *
 * @param program the tool; it writes a line `free, total` in MiB for each.
 * @returns none where there is no such tool, or it answers otherwise.
 */
export async function readGpuMemory(program = 'nvidia-smi'): Promise<readonly GpuMemory[]> {
  try {
    const { stdout } = await promisify(execFile)(program, query, { timeout: timeoutMs });
    const lines = stdout.trim().split(/\r?\n/);
    const gpus = lines.map(line => line.split(',').map(text => Number.parseInt(text, 10) * 1024 ** 2));
    if (!gpus.every(numbers => numbers.length === 2 && numbers.every(Number.isSafeInteger))) return [];
    return gpus.map(([freeBytes, totalBytes]) => ({ freeBytes: freeBytes!, totalBytes: totalBytes! }));
  } catch {
    return [];
  }
}
