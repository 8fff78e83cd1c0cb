import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstExample } from '@framesieve/scripts/examples';
import { workspacePackages } from '@framesieve/scripts/workspace';
import { makeClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);

// Inside this package, so that the example's import is resolved as a user's would be.
const parent = join(import.meta.dirname, '.examples');
let folder: string;
let clip: string;

beforeAll(async () => {
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'run-'));
  clip = join(folder, 'clip.mp4');
  await makeClip(clip, { width: 320, height: 240, frames: 12 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the first example of each README', () => {
  it.each(workspacePackages().map(item => [item.name, item] as const))(
    '%s runs alone',
    async (name, item) => {
      const source = firstExample(readFileSync(join(item.folder, 'README.md'), 'utf8'));
      expect(source, 'a first example marked `// runs`').not.toBeNull();
      const imports = [...source!.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(
        match => match[1] ?? match[2]!,
      );
      const others = imports.filter(
        from => !from.startsWith('node:') && from !== name && !from.startsWith(`${name}/`),
      );
      expect(others).toEqual([]);
      const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
      writeFileSync(file, source!);
      const { stdout, stderr } = await execute(
        process.execPath,
        ['--conditions=@framesieve/source', file, clip],
        { cwd: folder },
      );
      expect(stderr).toBe('');
      expect(stdout.trim()).not.toBe('');
    },
  );
});
