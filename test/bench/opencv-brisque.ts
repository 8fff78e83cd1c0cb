import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RgbImage } from '@framesieve/core';
import { temporaryFolder } from './command.ts';

const folder = '/usr/share/opencv4/quality';
const [model, range] = ['brisque_model_live.yml', 'brisque_range_live.yml'].map(name =>
  join(folder, name),
) as [string, string];

/** OpenCV's own BRISQUE, in a Python process of its own. */
export interface OpencvBrisque extends AsyncDisposable {
  readonly version: string;
  /** Scores all pictures once. @returns the seconds that it took, with as many threads as OpenCV takes. */
  run(): Promise<number>;
}

/** @returns the Python that has OpenCV with its quality module, or why there is none. */
export function findOpencv(): { readonly python: string } | { readonly reason: string } {
  if (!existsSync(model) || !existsSync(range))
    return { reason: `its model is not in ${folder} (on Debian: the package opencv-data)` };
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      execFileSync(python, ['-c', 'import cv2, numpy; cv2.quality.QualityBRISQUE_create'], {
        stdio: 'ignore',
      });
      return { python };
    } catch {}
  }
  return { reason: 'no python3 has it (on Debian: the package python3-opencv)' };
}

/** Starts it on pictures of one size. */
export async function startOpencv(python: string, images: readonly RgbImage[]): Promise<OpencvBrisque> {
  using files = temporaryFolder();
  const path = join(files.path, 'pictures.rgb');
  const { width, height } = images[0]!;
  writeFileSync(path, Buffer.concat(images.map(({ data }) => data as Uint8Array)));
  const script = join(import.meta.dirname, 'opencv-brisque.py');
  const args = [script, path, width, height, images.length, model, range].map(String);
  const child = spawn(python, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The Python process with OpenCV has ended.');
    return value.split(' ').map(String) as [string, string];
  };
  const [version] = await read();
  return {
    version,
    async run() {
      child.stdin.write('\n');
      return Number((await read())[0]);
    },
    [Symbol.asyncDispose]: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.stdin?.end();
  await closed;
}
