/** Builds the page into the folder that is given: `node build-page.ts FOLDER`. */
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', 'page');
await build({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: process.argv[2]!, emptyOutDir: true },
});
