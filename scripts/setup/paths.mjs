import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where setups keep their lock and log. */
export const stateFolder = join(root, '.framesieve');

/** The Node.js that the repository pins as a dependency; there once dependencies are installed. */
export const pinnedNode = join(
  root,
  'node_modules',
  ...(process.platform === 'win32' ? ['node', 'bin', 'node.exe'] : ['.bin', 'node']),
);
