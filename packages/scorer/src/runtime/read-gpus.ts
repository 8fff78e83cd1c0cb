import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A GPU of NVIDIA's. */
export interface Gpu {
  readonly name: string;
  /** `null` where the tool can't tell, as of GPUs that share the system's memory. */
  readonly memory: { readonly freeBytes: number; readonly totalBytes: number } | null;
}

const timeoutMs = 5000;
const query = ['--query-gpu=memory.free,memory.total,name', '--format=csv,noheader,nounits'];

/**
 * Asks NVIDIA's tool for the GPUs of this machine, in the order of their numbers.
 *
 * @param program the tool; it writes a line `free, total, name` for each, in MiB.
 * @returns none where there is no such tool, or it answers otherwise.
 */
export async function readGpus(program = 'nvidia-smi'): Promise<readonly Gpu[]> {
  try {
    const { stdout } = await promisify(execFile)(program, query, { timeout: timeoutMs });
    const gpus = stdout.trim().split(/\r?\n/).map(parseGpu);
    // Without one of them, the numbers of the others would be wrong.
    return gpus.every(gpu => gpu !== null) ? gpus : [];
  } catch {
    return [];
  }
}

function parseGpu(line: string): Gpu | null {
  const [, free, total, name] = /^([^,]+),([^,]+),\s*(.+?)\s*$/.exec(line) ?? [];
  if (name === undefined) return null;
  const [freeBytes, totalBytes] = [Number(free) * 1024 ** 2, Number(total) * 1024 ** 2] as const;
  const isKnown = Number.isSafeInteger(freeBytes) && Number.isSafeInteger(totalBytes);
  return { name, memory: isKnown ? { freeBytes, totalBytes } : null };
}
