import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pnpm, type WorkspacePackage } from './workspace.ts';

/** Builds what is stale, in order of dependency. */
export async function build(): Promise<void> {
  await pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'], {
    env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
}

/** Packs a built package as it would be published; returns the path of the tarball. */
export async function pack(item: WorkspacePackage, destination: string): Promise<string> {
  const folder = join(destination, item.name.replace('/', '-').replace('@', ''));
  await mkdir(folder, { recursive: true });
  await pnpm(['pack', '--pack-destination', folder], { cwd: item.folder });
  const tarball = readdirSync(folder).find(name => name.endsWith('.tgz'));
  if (!tarball) throw new Error(`Packing ${item.name} made no tarball in ${folder}.`);
  return join(folder, tarball);
}
