import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Makes a folder for the files of a test file, and removes it after the last test; returns what names files in it. */
export function scratchFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve-tensors-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return name => join(folder, name);
}
