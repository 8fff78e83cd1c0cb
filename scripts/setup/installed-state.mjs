import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root } from './paths.mjs';

// In node_modules, so that both go together.
const stampFile = join(root, 'node_modules', '.framesieve-setup');

/** Folders of the workspace that have a package.json, the root first. */
function packageFolders() {
  const groups = ['packages', 'plugins'].filter(group => existsSync(join(root, group)));
  const nested = groups.flatMap(group => readdirSync(join(root, group)).map(name => join(root, group, name)));
  return [root, join(root, 'test'), ...nested.sort()].filter(folder =>
    existsSync(join(folder, 'package.json')),
  );
}

/** A hash over everything that decides what gets installed. */
export function stamp() {
  const hash = createHash('sha256').update(`1 ${process.platform} ${process.arch}`);
  const files = [...packageFolders().map(folder => join(folder, 'package.json'))];
  for (const file of [...files, join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]) {
    hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Whether the stamped installation is that of these files, and still there. */
export function isReady() {
  if (!existsSync(stampFile) || !existsSync(pinnedNode)) return false;
  if (readFileSync(stampFile, 'utf8') !== stamp()) return false;
  return packageFolders().every(folder => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const names = Object.keys({ ...dependencies, ...devDependencies });
    return names.every(name => existsSync(join(folder, 'node_modules', name, 'package.json')));
  });
}

/** Notes that what the stamp stands for is installed. */
export function markReady(value) {
  writeFileSync(stampFile, value);
}
