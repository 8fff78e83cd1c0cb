import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Finds the headers of the running Node.js: beside it, as its archives have them, or in the npm package `node`.
 *
 * @returns the folder that `include/node` lies in; `null` where there is none: node-gyp downloads them then.
 */
export function findHeaders(executable: string = realpathSync(process.execPath)): string | null {
  const above = join(dirname(executable), '..');
  const platformPackage = `node-${process.platform}-${process.arch}`;
  const candidates = [
    above,
    join(above, 'node_modules', platformPackage),
    join(above, '..', platformPackage),
  ];
  return candidates.find(isOfThisNode) ?? null;
}

function isOfThisNode(folder: string): boolean {
  const file = join(folder, 'include', 'node', 'node_version.h');
  if (!existsSync(file)) return false;
  const [major, minor, patch] = ['MAJOR', 'MINOR', 'PATCH'].map(
    part => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(readFileSync(file, 'utf8'))?.[1],
  );
  return `${major}.${minor}.${patch}` === process.versions.node;
}
