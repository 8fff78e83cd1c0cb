import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;

/** Two packages: one with what can go wrong where answers are taken over from one file to the next, and one behind a link. */
const files = {
  'node_modules/mixed/package.json':
    '{ "type": "module", "exports": { ".": "./index.js", "./other": "./deep/other.js" } }',
  'node_modules/mixed/index.js': `
    import { module } from './module.js';
    import common from './common.cjs';
    import { common as old } from './old/index.js';
    import { isSame } from './deep/again.js';
    import data from './data.json' with { type: 'json' };
    import { name } from 'linked';
    export default [module, common.common, old, isSame, data.json, name];`,
  'node_modules/mixed/module.js': `export { module } from './second.js';`,
  'node_modules/mixed/second.js': `export const module = import.meta.url.slice(-9);`,
  'node_modules/mixed/common.cjs': `exports.common = require('./required.cjs') + ' ' + typeof module;`,
  'node_modules/mixed/required.cjs': `module.exports = __filename.slice(-12);`,
  'node_modules/mixed/data.json': '{ "json": 1 }',
  'node_modules/mixed/old/package.json': '{ "type": "commonjs" }',
  'node_modules/mixed/old/index.js': `exports.common = typeof module + require('./next.js');`,
  'node_modules/mixed/old/next.js': `module.exports = 2;`,
  'node_modules/mixed/deep/again.js': `
    import * as self from 'mixed/other';
    import * as other from './other.js';
    export const isSame = self === other;`,
  'node_modules/mixed/deep/other.js': `export const other = 3;`,
  'node_modules/mixed/broken.js': `import './second.js'; import './missing.js';`,
  'elsewhere/linked/package.json': '{ "type": "module", "exports": "./index.js" }',
  'elsewhere/linked/index.js': `export { name } from './name.js';`,
  'elsewhere/linked/name.js': `export const name = import.meta.url.split('/').slice(-3).join('/');`,
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve resolution '));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  symlinkSync(join(folder, 'elsewhere', 'linked'), join(folder, 'node_modules', 'linked'), 'junction');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a module of the package exports by default, or the code that importing it fails with, with quick resolution and without. */
async function imported(file: string) {
  const from = pathToFileURL(join(folder, 'node_modules', 'mixed', file)).href;
  const quick = new URL('./quick-resolution.ts', import.meta.url).href;
  const code = (before: string) => `${before}
    const found = await import(${JSON.stringify(from)}).then(m => m.default, error => error.code);
    console.log(JSON.stringify(found));`;
  const ask = async (before: string) => {
    const args = ['--input-type=module', '--eval', code(before)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout);
  };
  const quickly = `import { quickenResolution } from ${JSON.stringify(quick)}; quickenResolution();`;
  return { quickly: await ask(quickly), plainly: await ask('') };
}

it('finds the same modules, of the same formats, as Node.js does', async () => {
  const { quickly, plainly } = await imported('index.js');
  expect(plainly).toEqual([
    'second.js',
    'required.cjs object',
    'object2',
    true,
    1,
    'elsewhere/linked/name.js',
  ]);
  expect(quickly).toEqual(plainly);
});

it('fails where a file is missing', async () => {
  const { quickly, plainly } = await imported('broken.js');
  expect(plainly).toBe('ERR_MODULE_NOT_FOUND');
  expect(quickly).toBe('ENOENT');
});
