import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGpus } from './read-gpus.ts';

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
    `[ "$*" = "--query-gpu=memory.free,memory.total,name --format=csv,noheader,nounits" ] || exit 9`,
    `printf '%b' '${output}'`,
    `exit ${exitCode}`,
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('GPUs (not on Windows: a shell script stands in)', () => {
  it('are read in order, with their memory in MiB where it is told', async () => {
    const mebibyte = 1024 ** 2;
    const lines =
      '142000, 143771, NVIDIA H200\\n[Not Supported], [N/A], Orin\\n0, 8192, NVIDIA H100, PCIe\\n';
    expect(await readGpus(await tool(lines))).toEqual([
      { name: 'NVIDIA H200', memory: { freeBytes: 142000 * mebibyte, totalBytes: 143771 * mebibyte } },
      { name: 'Orin', memory: null },
      { name: 'NVIDIA H100, PCIe', memory: { freeBytes: 0, totalBytes: 8192 * mebibyte } },
    ]);
  });

  it.each([
    ['No devices were found\\n', 0],
    ['12, 13, A\\nUnable to determine the device handle\\n', 0],
    ['', 0],
    ['12, 13, A\\n', 1],
  ])('are not known where the tool says %j and ends with %d', async (output, code) => {
    expect(await readGpus(await tool(output, code))).toEqual([]);
  });
});

it('has no GPUs where there is no tool', async () => {
  expect(await readGpus(join(folder, 'no-such-tool'))).toEqual([]);
});
