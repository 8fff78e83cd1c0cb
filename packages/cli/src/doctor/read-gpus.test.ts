import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readGpus } from './read-gpus.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve gpus '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that writes these lines when it is asked for the memory of GPUs. */
function program(name: string, lines: string, exitCode = 0): string {
  const file = join(folder, name);
  const text = `#!/bin/sh\ncase "$1" in --query-gpu=memory.free,*) cat <<'END'\n${lines}\nEND\n;; esac\nexit ${exitCode}\n`;
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

it.skipIf(process.platform === 'win32')('reads each GPU, and leaves out what is none', async () => {
  const file = program(
    'two',
    '1024, 24576, NVIDIA GeForce RTX 4090\n[N/A], [N/A], Other\n80000, 81559, NVIDIA H100, PCIe',
  );
  expect(await readGpus(file)).toEqual([
    { name: 'NVIDIA GeForce RTX 4090', freeBytes: 1024 ** 3, totalBytes: 24 * 1024 ** 3 },
    { name: 'NVIDIA H100, PCIe', freeBytes: 80_000 * 1024 ** 2, totalBytes: 81_559 * 1024 ** 2 },
  ]);
});

it.skipIf(process.platform === 'win32')(
  'finds none where the tool is missing, fails or says something else',
  async () => {
    expect(await readGpus(join(folder, 'no such program'))).toEqual([]);
    expect(await readGpus(program('broken', 'NVIDIA-SMI has failed', 9))).toEqual([]);
    expect(await readGpus(program('other', 'No devices were found'))).toEqual([]);
  },
);
