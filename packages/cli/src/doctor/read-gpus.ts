import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A GPU of NVIDIA's. */
export interface Gpu {
  readonly name: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const timeoutMs = 5000;
const query = ['--query-gpu=memory.free,memory.total,name', '--format=csv,noheader,nounits'];

/**
 * Asks NVIDIA's tool for the GPUs of this machine.
 *
 * @param program the tool; it writes a line `free, total, name` for each, in MiB.
 * @returns none where there is no such tool, or it answers otherwise.
 */
export async function readGpus(program = 'nvidia-smi'): Promise<readonly Gpu[]> {
  try {
    const { stdout } = await promisify(execFile)(program, query, { timeout: timeoutMs });
    return stdout.split(/\r?\n/).flatMap(line => {
      const match = /^\s*(\d+),\s*(\d+),\s*(.+?)\s*$/.exec(line);
      if (!match) return [];
      const [, free, total, name] = match;
      return [{ name: name!, freeBytes: Number(free) * 1024 ** 2, totalBytes: Number(total) * 1024 ** 2 }];
    });
  } catch {
    return [];
  }
}
