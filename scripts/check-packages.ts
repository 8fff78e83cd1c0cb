/** Builds and packs every public package, and has publint and attw look at the tarballs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, pack } from './lib/pack.ts';
import { run, workspacePackages } from './lib/workspace.ts';

await build();
const folder = await mkdtemp(join(tmpdir(), 'framesieve-pack-'));
let failed = 0;
try {
  for (const item of workspacePackages().filter(candidate => candidate.isPublic)) {
    try {
      const tarball = await pack(item, folder);
      await run('publint', ['--strict', tarball]);
      // The packages are ESM only; a CommonJS user gets Node's own `require(esm)`.
      await run('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']);
      console.log(`ok      ${item.name} ${item.version}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${item.name} ${item.version}\n${error instanceof Error ? error.message : error}`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
