import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGpuMemory } from './gpu-memory.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-gpu-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program that writes what it is given, if it is called with the arguments that NVIDIA's tool takes. */
async function tool(output: string, exitCode = 0): Promise<string> {
  const path = join(folder, `tool-${Math.random().toString(36).slice(2)}`);
  const lines = [
    '#!/bin/sh',
    `[ "$*" = "--query-gpu=memory.free,memory.total --format=csv,noheader,nounits" ] || exit 9`,
    `printf '%b' '${output}'`,
    `exit ${exitCode}`,
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')(
  'the memory of GPUs (not on Windows: a shell script stands in)',
  () => {
    it('is read in MiB, one line for each', async () => {
      const mebibyte = 1024 ** 2;
      expect(await readGpuMemory(await tool('142000, 143771\\n0, 8192\\n'))).toEqual([
        { freeBytes: 142000 * mebibyte, totalBytes: 143771 * mebibyte },
        { freeBytes: 0, totalBytes: 8192 * mebibyte },
      ]);
    });

    it.each([
      ['No devices were found\\n', 0],
      ['[N/A], [N/A]\\n', 0],
      ['', 0],
      ['12, 13\\n', 1],
    ])('is not known where the tool says %j and ends with %d', async (output, code) => {
      expect(await readGpuMemory(await tool(output, code))).toEqual([]);
    });
  },
);

it('has no GPUs where there is no tool', async () => {
  expect(await readGpuMemory(join(folder, 'no-such-tool'))).toEqual([]);
});
